//! The draws of `serve --demo`: the example county holds an open draw, a sealed one of which half is opened, one that is void with its
//! second attempt, and announces another. Everything is held as any office would, with keys made now; nobody else has them.
//!
//! The dice are cast by this machine: nothing here shows anything but how it looks.

use super::super::office_fault;
use crate::exit::{Exit, Report};
use crate::output::Output;
use draw::sealed::CapsuleName;
use draw::signature;
use import::plan::Config;
use office::ceremony::{Desk, read_halves, read_share};
use office::log::{KeyName, Log, LogFolder, LogPlaces, SecretKey, mirror::mirror};
use office::{OfficeError, Store};
use records::day::Day;
use records::events::RollRecord;
use records::hash::{Digest, Secret, sha256};
use records::plan::{Escrow, Holder, Mode, ParticipantKey, Plan, Purpose, ReplacementReasons, Superior};
use std::fs;
use std::path::{Path, PathBuf};
use verify::{Policy, trust_policy};

/// The lists of the example county, as `examples/county/lists` has them.
const LISTS: [(&str, &[u8]); 8] = [
    ("absences.jsonl", include_bytes!("../../../../../examples/county/lists/absences.jsonl")),
    ("conflicts.jsonl", include_bytes!("../../../../../examples/county/lists/conflicts.jsonl")),
    ("entities.jsonl", include_bytes!("../../../../../examples/county/lists/entities.jsonl")),
    ("history.jsonl", include_bytes!("../../../../../examples/county/lists/history.jsonl")),
    ("inspectors.jsonl", include_bytes!("../../../../../examples/county/lists/inspectors.jsonl")),
    ("items.jsonl", include_bytes!("../../../../../examples/county/lists/items.jsonl")),
    ("promises.jsonl", include_bytes!("../../../../../examples/county/lists/promises.jsonl")),
    ("selection.jsonl", include_bytes!("../../../../../examples/county/lists/selection.jsonl")),
];

const PLAN: &str = include_str!("../../../../../examples/county/plan.toml");

/// What the county has published.
pub struct Demo {
    pub published: PathBuf,
    pub policy: Policy,
    pub policy_digest: Digest,
}

/// The day on which the demo is looked at: half of the sealed visits are over.
pub fn today() -> Day {
    Day::new(2026, 4, 20).unwrap_or_else(|_| office::clock::today())
}

/// What can go wrong before anything is shown.
enum DemoFault {
    Office(Box<OfficeError>),
    /// Something that is in this program, or the disk.
    Other(String),
}

impl From<OfficeError> for DemoFault {
    fn from(error: OfficeError) -> Self {
        Self::Office(Box::new(error))
    }
}

impl DemoFault {
    fn report(&self, output: &Output) -> Report {
        match self {
            Self::Office(error) => office_fault(error, output),
            Self::Other(message) => {
                let line = output.pick("示例办不成", "the demo can't be held");
                Report::new(Exit::Failure, "demo", format!("{line}: {message}"))
            }
        }
    }
}

fn other(error: &dyn std::fmt::Display) -> DemoFault {
    DemoFault::Other(error.to_string())
}

/// People with their keys.
struct People {
    market: Secret,
    justice: Secret,
    discipline: Secret,
    superior: Secret,
}

struct County<'a> {
    folder: &'a Path,
    store: Store,
    people: People,
    log_key: String,
    config: Config,
}

/// Holds the draws in a folder.
pub fn hold(folder: &Path, output: &Output) -> Result<Demo, Report> {
    output.message(output.pick("正在现场办示例县的几次抽取……", "holding the draws of the example county …"));
    let fault = |error: OfficeError| office_fault(&error, output);
    let county = County::found(folder).map_err(|error| error.report(output))?;
    county.hold_all(output).map_err(|error| error.report(output))?;
    let published = county.store.dir().join("published");
    let policy_text = format!("log {}\nquorum none\n", county.log_key);
    let policy = trust_policy(policy_text.as_bytes())
        .map_err(|error| Report::new(Exit::Failure, error.code(), error.to_string()))?;
    let log = LogFolder::open(LogPlaces::of(county.store.dir()).folder).map_err(fault)?;
    mirror(&log, &published.join("log"), &policy).map_err(fault)?;
    Ok(Demo { published, policy, policy_digest: sha256(policy_text.as_bytes()) })
}

impl<'a> County<'a> {
    fn found(folder: &'a Path) -> Result<Self, DemoFault> {
        let dir = folder.join("county");
        let store = Store::create(&dir)?;
        store.writer()?.ensure_secret()?;
        let lists = dir.join("lists");
        fs::create_dir_all(&lists).map_err(io(&lists))?;
        for (name, bytes) in LISTS {
            fs::write(lists.join(name), bytes).map_err(io(&lists.join(name)))?;
        }
        let places = LogPlaces::of(&dir);
        let key = SecretKey::ensure(&places.key)?;
        let name = KeyName::new("qingxi.example/draws").map_err(|error| other(&error))?;
        let log = Log::create(&places, &name, &key)?;
        let person = |name: &str| {
            let path = folder.join(format!("{name}.key"));
            office::keys::new_key(&path)?;
            office::keys::read_key(&path)
        };
        let people = People {
            market: person("market")?,
            justice: person("justice")?,
            discipline: person("discipline")?,
            superior: person("superior")?,
        };
        let config = Config::embedded().map_err(|error| other(&error))?;
        Ok(Self { folder, store, people, log_key: log.key().to_string(), config })
    }

    fn hold_all(&self, output: &Output) -> Result<(), DemoFault> {
        let writer = self.store.writer()?;
        let mut desk = Desk::open(&writer, today(), output.lang)?;
        self.hold_open(&mut desk)?;
        self.hold_sealed(&mut desk)?;
        self.hold_void(&mut desk)?;
        let next = self.plan(4, 1, Mode::Open, "2026年第四次部门联合双随机抽查（示例）")?;
        desk.announce(&next, &|_, _| ())?;
        Ok(desk.close()?)
    }

    fn plan(&self, sequence: u32, attempt: u32, mode: Mode, campaign: &str) -> Result<Plan, DemoFault> {
        let mut plan = import::plan::read(PLAN, &self.config).map_err(|error| other(&error))?.plan;
        let key = |label: &str, secret: &Secret| ParticipantKey {
            department: label.to_owned(),
            key: signature::public_key(secret),
            label: label.to_owned(),
        };
        let people = &self.people;
        (plan.sequence, plan.attempt, plan.mode, plan.purpose) = (sequence, attempt, mode, Purpose::Official);
        plan.campaign = campaign.to_owned();
        plan.log = Some(self.log_key.clone());
        plan.superior = Some(Superior {
            key: signature::public_key(&people.superior),
            name: "清溪市市场监督管理局".to_owned(),
        });
        plan.keys = vec![key("县司法局", &people.justice), key("市场监管局", &people.market)];
        plan.replacement = Some(ReplacementReasons {
            entity: codes(&self.config.replacements.entity),
            inspector: codes(&self.config.replacements.inspector),
        });
        if mode == Mode::Sealed {
            let holder = |label: &str, outside| Holder { label: label.to_owned(), outside };
            let holders = vec![holder("市场监管局", false), holder("县司法局", true), holder("派驻纪检组", true)];
            plan.keys.push(key("派驻纪检组", &people.discipline));
            plan.escrow = Some(Escrow { holders, threshold: 2 });
            plan.custodians = Some(["档案室".to_owned(), "分管领导".to_owned()]);
        }
        plan.keys.sort_by(|a, b| a.label.cmp(&b.label));
        Ok(plan)
    }

    /// From the announcement to the roll.
    fn begin(&self, desk: &mut Desk<'_>, plan: &Plan, value: &str) -> Result<(), DemoFault> {
        let draw = plan.draw_name();
        desk.announce(plan, &|_, _| ())?;
        for (label, path) in desk.announced(&draw)?.shares {
            let share = read_share(&path)?;
            let stick = self.folder.join(format!("share-{}.json", share.index));
            fs::copy(&path, &stick).map_err(io(&stick))?;
            let statement = desk.share_statement(&draw, &label)?;
            desk.share(&draw, &label, signature::sign(self.key(&label), &statement))?;
        }
        for (number, label) in (3..).zip(&plan.participants) {
            desk.contribute(&draw, label, &format!("{}", number * 106))?;
        }
        let closed = desk.close_contributions(&draw)?;
        for label in ["市场监管局", "县司法局"] {
            desk.sign(&draw, label, &signature::sign(self.key(label), &closed.statement).to_string())?;
        }
        let record = |recorder: &str| RollRecord { recorder: recorder.to_owned(), value: value.to_owned() };
        Ok(desk.roll(&draw, value, vec![record("记录人甲"), record("记录人乙")])?)
    }

    fn key(&self, label: &str) -> &Secret {
        match label {
            "市场监管局" => &self.people.market,
            "县司法局" => &self.people.justice,
            _ => &self.people.discipline,
        }
    }

    fn hold_open(&self, desk: &mut Desk<'_>) -> Result<(), DemoFault> {
        let plan = self.plan(1, 1, Mode::Open, "清溪县2026年春季部门联合双随机抽查（示例）")?;
        self.begin(desk, &plan, "41592653589793238462")?;
        desk.draw(&plan.draw_name(), None)?;
        Ok(desk.finish(&plan.draw_name(), &[]).map(drop)?)
    }

    fn hold_sealed(&self, desk: &mut Desk<'_>) -> Result<(), DemoFault> {
        let plan = self.plan(2, 1, Mode::Sealed, "2026年重点行业封存抽查（示例）")?;
        let draw = plan.draw_name();
        self.begin(desk, &plan, "27182818284590452353")?;
        let halves = ["custodian-1.json", "custodian-2.json"].map(|name| self.folder.join(name));
        desk.draw(&draw, Some([&halves[0], &halves[1]]))?;
        let [one, two] = [read_halves(&halves[0])?, read_halves(&halves[1])?];
        for day in desk.days_to_open(&draw)? {
            let name = CapsuleName::Day(day);
            desk.open_capsule(&draw, &name, [&one.half(&name)?, &two.half(&name)?])?;
        }
        Ok(())
    }

    fn hold_void(&self, desk: &mut Desk<'_>) -> Result<(), DemoFault> {
        let campaign = "2026年消防安全联合抽查（示例）";
        let first = self.plan(3, 1, Mode::Open, campaign)?;
        let draw = first.draw_name();
        self.begin(desk, &first, "16180339887498948482")?;
        let reason = "摇号时有骰子落到桌外，在场各方一致同意作废重办";
        let statement = desk.void_statement(&draw, reason)?;
        let signed = statement.map(|statement| signature::sign(&self.people.superior, &statement).to_string());
        desk.void(&draw, reason, signed, &[])?;
        let second = self.plan(3, 2, Mode::Open, campaign)?;
        self.begin(desk, &second, "14142135623730950488")?;
        Ok(desk.draw(&second.draw_name(), None).map(drop)?)
    }
}

fn codes(reasons: &[import::plan::Reason]) -> Vec<String> {
    let mut codes: Vec<String> = reasons.iter().map(|reason| reason.code.clone()).collect();
    codes.sort();
    codes
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> DemoFault {
    move |error| DemoFault::Other(format!("{}: {error}", path.display()))
}
