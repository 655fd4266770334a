//! What the tests share: an office with a log, people with keys, and the script of a whole ceremony.

use crate::ceremony::chance::Chance;
use crate::ceremony::{Desk, read_share};
use crate::error::Result;
use crate::log::{Log, LogPlaces, SecretKey};
use crate::store::Store;
use ::import::plan::Config;
use draw::signature;
use records::day::Day;
use records::events::{RollRecord, ShareFile};
use records::hash::{Digest, Secret};
use records::lang::Lang;
use records::plan::{Escrow, Holder, Mode, ParticipantKey, Plan, Profile, Purpose, ReplacementReasons, Superior};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tlog::key::KeyName;

pub const DICE: &str = "31415926535897932384";

/// The private keys of two participants, of the superior, and of a holder who does not take part.
pub const KEYS: [u8; 4] = [1, 2, 9, 4];

pub fn secret(byte: u8) -> Secret {
    Secret::new([byte; 32])
}

/// An office of its own, ready to announce.
pub struct Room {
    pub folder: TempDir,
    pub store: Store,
    pub plan: Plan,
}

pub fn room(mode: Mode, profile: Profile) -> Room {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/county");
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("county");
    for name in ["lists", "secret"] {
        fs::create_dir_all(dir.join(name)).unwrap();
    }
    for entry in fs::read_dir(source.join("lists")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, dir.join("lists").join(path.file_name().unwrap())).unwrap();
    }
    for (name, digit) in [("office.secret", "5"), ("log.key", "6")] {
        fs::write(dir.join("secret").join(name), digit.repeat(64) + "\n").unwrap();
    }
    let store = Store::open(&dir).unwrap();
    let places = LogPlaces::of(&dir);
    let key = SecretKey::read(&places.key).unwrap();
    let log = Log::create(&places, &KeyName::new("county.example/draws").unwrap(), &key).unwrap();
    let text = fs::read_to_string(source.join("plan.toml")).unwrap();
    let config = Config::embedded().unwrap();
    let plan = ::import::plan::read(&text, &config).unwrap().plan;
    let plan = held(plan, &config, log.key().to_string(), mode, profile);
    Room { folder, store, plan }
}

/// The plan as one of a ceremony.
fn held(mut plan: Plan, config: &Config, log: String, mode: Mode, profile: Profile) -> Plan {
    let codes = |reasons: &[::import::plan::Reason]| {
        let mut codes: Vec<String> = reasons.iter().map(|reason| reason.code.clone()).collect();
        codes.sort();
        codes
    };
    let [first, second, superior, outside] = KEYS.map(|byte| signature::public_key(&secret(byte)));
    let key = |label: &str, key| ParticipantKey { department: label.to_owned(), key, label: label.to_owned() };
    plan.purpose = Purpose::Official;
    (plan.mode, plan.profile) = (mode, profile);
    plan.log = Some(log);
    plan.superior = Some(Superior { key: superior, name: "上级局".to_owned() });
    plan.keys = vec![key("县司法局", second), key("市场监管局", first)];
    plan.keys.sort_by(|a, b| a.label.cmp(&b.label));
    plan.replacement = Some(ReplacementReasons {
        entity: codes(&config.replacements.entity),
        inspector: codes(&config.replacements.inspector),
    });
    plan.simulation.seeds = 1;
    plan.simulation.unplaced_max = records::ratio::Ratio::ONE;
    if mode == Mode::Sealed {
        let holder = |label: &str, outside| Holder { label: label.to_owned(), outside };
        let holders = vec![holder("市场监管局", false), holder("县司法局", true), holder("派驻纪检组", true)];
        plan.keys.push(key("派驻纪检组", outside));
        plan.keys.sort_by(|a, b| a.label.cmp(&b.label));
        plan.escrow = Some(Escrow { holders, threshold: 2 });
        plan.custodians = Some(["档案室".to_owned(), "分管领导".to_owned()]);
    }
    plan
}

pub fn today() -> Day {
    Day::new(2026, 3, 2).unwrap()
}

/// A step is a function over an open desk and its room.
pub type Run = Box<dyn Fn(&mut Desk<'_>, &Room) -> Result<()>>;

/// One step of the script, and how many events there are after it.
pub struct Step {
    pub name: String,
    pub events: usize,
    pub run: Run,
}

impl Room {
    pub fn name(&self) -> String {
        self.plan.draw_name()
    }

    pub fn halves(&self) -> [PathBuf; 2] {
        ["one", "two"].map(|name| self.folder.path().join(format!("{name}.json")))
    }

    /// Shares as their holders have them, outside the office.
    pub fn shares(&self) -> Vec<ShareFile> {
        (1..=2).map(|index| read_share(&self.folder.path().join(format!("share-{index}.json"))).unwrap()).collect()
    }

    /// Opens the desk, does something, and closes it.
    pub fn at_desk<T>(&self, work: impl FnOnce(&mut Desk<'_>) -> Result<T>) -> Result<T> {
        let writer = self.store.writer()?;
        let mut desk = Desk::open_with(&writer, today(), Lang::Zh, Chance::Fixed)?;
        let done = work(&mut desk)?;
        desk.close()?;
        Ok(done)
    }

    /// The same office in another place, with what people have taken away.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut found = BTreeMap::new();
        files(self.folder.path(), "", &mut found);
        for (name, bytes) in found {
            let path = folder.path().join(name.trim_start_matches('/'));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let store = Store::open(folder.path().join("county")).unwrap();
        Self { folder, store, plan: self.plan.clone() }
    }

    /// Verifies every bundle that is published; gives how many there are.
    pub fn verify(&self) -> usize {
        let mut bundles = 0;
        let published = self.store.published_dir(&self.name());
        for entry in fs::read_dir(published).unwrap() {
            let folder = entry.unwrap().path();
            if !folder.join("manifest.json").exists() {
                continue;
            }
            let mut found = BTreeMap::new();
            files(&folder, "", &mut found);
            let found = found.into_iter().map(|(path, bytes)| (path.trim_start_matches('/').to_owned(), bytes));
            let verified = verify::verify(&verify::MemoryBundle(found.collect()), &verify::Options::default());
            verified.unwrap_or_else(|failure| panic!("{}: {failure:?}", folder.display()));
            bundles += 1;
        }
        bundles
    }

    /// Everything that is published, and the log.
    pub fn published(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for name in ["published", "log"] {
            files(&self.store.dir().join(name), name, &mut found);
        }
        found
    }
}

/// All files below a folder.
pub fn files(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let entry = entry.unwrap();
        let name = format!("{prefix}/{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            files(&entry.path(), &name, found);
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

/// A whole ceremony. The last participant says nothing; from afar, the one before him does not reveal.
pub fn script(room: &Room) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut events = 0;
    let mut push = |name: &str, count: usize, run: Run| {
        events += count;
        steps.push(Step { name: name.to_owned(), events, run });
    };
    push("announce", 1, Box::new(|desk, room| desk.announce(&room.plan, &|_, _| ()).map(drop)));
    let holders: Vec<String> =
        room.plan.escrow.iter().flat_map(|escrow| &escrow.holders).map(|holder| holder.label.clone()).collect();
    for (index, holder) in (1..).zip(holders) {
        push("share", 1, Box::new(move |desk, room| hand_over(desk, room, index, &holder)));
    }
    let said: Vec<String> = room.plan.participants.iter().rev().skip(1).rev().cloned().collect();
    let salt = Digest::new([7; 32]);
    match room.plan.profile {
        Profile::Room => {
            for label in said {
                push("contribute", 1, Box::new(move |desk, room| desk.contribute(&room.name(), &label, "318")));
            }
        }
        Profile::Remote => {
            let last = said.last().cloned();
            for label in said.clone() {
                push(
                    "commit",
                    1,
                    Box::new(move |desk, room| {
                        let plan = desk.announced(&room.name())?.plan;
                        let commitment = draw::seed::commitment(&plan, &label, "318", salt.as_bytes());
                        desk.commit(&room.name(), &label, commitment)
                    }),
                );
            }
            for label in said.into_iter().filter(|label| Some(label) != last.as_ref()) {
                push("reveal", 1, Box::new(move |desk, room| desk.reveal(&room.name(), &label, "318", salt)));
            }
        }
    }
    push("close", 1, Box::new(|desk, room| desk.close_contributions(&room.name()).map(drop)));
    for (label, key) in [("市场监管局", KEYS[0]), ("县司法局", KEYS[1])] {
        push(
            "sign",
            1,
            Box::new(move |desk, room| {
                let statement = desk.closed(&room.name())?.statement;
                desk.sign(&room.name(), label, &signature::sign(&secret(key), &statement))
            }),
        );
    }
    push("roll", 1, Box::new(|desk, room| desk.roll(&room.name(), DICE, records(DICE, DICE))));
    push(
        "draw",
        1,
        Box::new(|desk, room| {
            let [one, two] = room.halves();
            desk.draw(&room.name(), Some([&one, &two])).map(drop)
        }),
    );
    push(
        "finish",
        1,
        Box::new(|desk, room| {
            let shares = if room.plan.mode == Mode::Sealed { room.shares() } else { Vec::new() };
            desk.finish(&room.name(), &shares).map(drop)
        }),
    );
    steps
}

pub fn records(one: &str, two: &str) -> Vec<RollRecord> {
    let record = |recorder: &str, value: &str| RollRecord { recorder: recorder.to_owned(), value: value.to_owned() };
    vec![record("甲", one), record("乙", two)]
}

/// A holder takes his share away on a stick, checks it, and says so.
fn hand_over(desk: &mut Desk<'_>, room: &Room, index: u32, holder: &str) -> Result<()> {
    let stick = room.folder.path().join(format!("share-{index}.json"));
    let (label, path) = desk.announced(&room.name())?.shares.into_iter().find(|(label, _)| label == holder).unwrap();
    fs::copy(path, &stick).unwrap();
    draw::escrow::check_share(&read_share(&stick)?)?;
    let keys = [("市场监管局", KEYS[0]), ("县司法局", KEYS[1]), ("派驻纪检组", KEYS[3])];
    let (_, key) = keys.into_iter().find(|(with_key, _)| *with_key == holder).unwrap();
    let statement = desk.share_statement(&room.name(), holder)?;
    desk.share(&room.name(), &label, signature::sign(&secret(key), &statement))
}
