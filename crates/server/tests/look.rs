//! Look-ups: what is found is what the bundle says, and nothing else is ever said.

use draw::entity_proof::entity_proof;
use draw::in_memory::{Office, draw, freeze};
use records::canonical;
use records::events::EntityProof;
use records::frozen::Record;
use records::hash::{Secret, sha256};
use records::id::Id;
use records::plan::Plan;
use serde::de::DeserializeOwned;
use serde_json::Value;
use server::Folder;
use server::look::{
    Found, FoundAnswer, Look, LookError, SHARD_BYTES_MAX, Written, find, shard_number, shard_path, write,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;
use verify::{Answer, FoundBy, Kind, Options, Trust, Verified, Vouched, verify, verify_proof, why};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.unwrap().file_name());
        match path.is_dir() {
            true => copy(&path, &to.join(name)),
            false => assert!(fs::copy(&path, to.join(name)).is_ok()),
        }
    }
}

/// A folder with `bundle` and its shards in `look`.
struct Site {
    folder: TempDir,
    verified: Verified,
    written: Written,
}

impl Site {
    fn of(fill: impl FnOnce(&Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fill(&folder.path().join("bundle"));
        let bundle = Folder::new(folder.path().join("bundle"));
        let verified = verify(&bundle, &Options::default()).unwrap();
        let look = folder.path().join("look");
        fs::create_dir(&look).unwrap();
        let written = write(&bundle, &verified, "../bundle", &look).unwrap();
        Self { folder, verified, written }
    }

    fn of_vector(name: &str) -> Self {
        Self::of(|to| copy(&root().join("tests/vectors").join(name), to))
    }

    fn bundle(&self) -> PathBuf {
        self.folder.path().join("bundle")
    }

    fn look(&self) -> PathBuf {
        self.folder.path().join("look")
    }

    fn lines(&self, file: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.bundle().join(file)).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Each code with the id that has it.
    fn codes(&self) -> Vec<(String, String)> {
        let codes = |line: &Value| {
            let id = line["id"].as_str().unwrap().to_owned();
            let formers = line["former_ids"].as_array().cloned().unwrap_or_default();
            let codes: Vec<_> =
                formers.iter().map(|former| (former.as_str().unwrap().to_owned(), id.clone())).collect();
            [vec![(id.clone(), id)], codes].concat()
        };
        self.lines("lists/entities.jsonl").iter().flat_map(codes).collect()
    }

    fn object<T: DeserializeOwned>(&self, file: &str) -> T {
        canonical::from_slice(fs::read(self.bundle().join(file)).unwrap().trim_ascii_end()).unwrap()
    }
}

fn lists<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(root().join(format!("examples/county/lists/{name}.jsonl"))).unwrap();
    text.lines().map(|line| canonical::from_slice(line.as_bytes()).unwrap()).collect()
}

/// The example county, drawn.
static COUNTY: LazyLock<Site> = LazyLock::new(|| {
    Site::of(|to| {
        let text = fs::read_to_string(root().join("examples/county/plan.toml")).unwrap();
        let plan = import::plan::read(&text, &import::plan::Config::embedded().unwrap()).unwrap().plan;
        let office = Office {
            secret: Secret::new([7; 32]),
            entities: lists("entities"),
            inspectors: lists("inspectors"),
            items: lists("items"),
            conflicts: lists("conflicts"),
            absences: lists("absences"),
            promises: lists("promises"),
            history: lists("history"),
            selection: lists("selection"),
        };
        let frozen = freeze(&office, &plan).unwrap();
        let said = [("市场监管局", "春风"), ("企业代表", "8848")];
        let mut bundle = draw(&frozen, &said, "31415926535897932384").unwrap();
        bundle.files.extend(documents::bundle_documents(&bundle.files).unwrap());
        for (path, bytes) in bundle.with_manifest().unwrap().0.files {
            let path = to.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    })
});

static CEREMONY: LazyLock<Site> = LazyLock::new(|| Site::of_vector("ceremony/bundle"));

/// What was found agrees with what the whole bundle says.
fn agrees(site: &Site, found: &Found) {
    let why = why(&Folder::new(site.bundle()), found.asked.as_str(), None, &Options::default()).unwrap();
    let entity = why.entity.unwrap();
    assert_eq!((&found.entity, &found.name, found.found_by), (&entity.id, &entity.name, entity.found_by));
    assert_eq!((found.bundle, &found.draw, &found.void_reason), (why.bundle, &why.draw, &why.void_reason));
    assert_eq!(found.tasks.len(), entity.tasks.len());
    for (one, other) in found.tasks.iter().zip(&entity.tasks) {
        assert_eq!((&one.task, &one.name), (&other.task, &other.name));
        let chance = match (&one.answer, &other.answer) {
            (FoundAnswer::Drawn { rank }, Answer::Drawn(chance)) if *rank == chance.rank => chance,
            (FoundAnswer::Reserve { rank }, Answer::Reserve(chance)) if *rank == chance.rank => chance,
            (FoundAnswer::NotDrawn, Answer::NotDrawn(chance)) => chance,
            (FoundAnswer::Excluded { reason }, Answer::Excluded { reason: same, .. }) => {
                assert_eq!((reason, one.ticket), (same, Some(other.ticket)));
                continue;
            }
            (FoundAnswer::Outside, Answer::Outside) => {
                assert!(one.ticket.is_none() && one.stratum.is_none() && one.command.is_none());
                continue;
            }
            both => panic!("{}: {both:?}", found.asked),
        };
        let stratum = one.stratum.as_ref().unwrap();
        assert_eq!((&stratum.id, &stratum.name), (&chance.stratum, &chance.stratum_name));
        assert_eq!((stratum.n, stratum.reserves), (chance.n, chance.reserves));
        assert_eq!((stratum.population, stratum.threshold), (chance.population, chance.threshold));
        assert_eq!((one.ticket, one.command.as_ref()), (Some(other.ticket), Some(&other.command)));
    }
    // Of equipment's user, `why` tells the visit too; a proof is of who is drawn.
    let own = entity.visit.filter(|visit| visit.through.is_empty());
    assert_eq!(found.visit, own);
    assert_eq!(found.now, entity.now);
}

/// The proof is the one that the command line writes, and is taken by whoever has the record's digest and the plan.
fn proves(site: &Site, plan: &Plan, found: &Found) -> EntityProof {
    let record = sha256(&fs::read(site.bundle().join("draw/record.json")).unwrap());
    let trust = Trust { record: Some(record), plan: Some(plan), ..Trust::default() };
    let proved = verify_proof(&found.proof, &trust, None).unwrap();
    assert_eq!(proved.vouched, Vouched::Digest);
    assert_eq!(Some(&proved), found.proved.as_ref());
    canonical::from_slice(found.proof.trim_ascii_end()).unwrap()
}

#[test]
fn every_code_of_the_county() {
    let site = &*COUNTY;
    let (look, plan) = (Look::open(&site.look()).unwrap(), site.object::<Plan>("plan.json"));
    let record: Record = site.object("draw/record.json");
    let files: BTreeMap<&str, Vec<u8>> = [
        "lists/entities",
        "lists/exclusions",
        "lists/strata",
        "lists/selection",
        "draw/strata",
        "draw/selected",
        "draw/visits",
    ]
    .into_iter()
    .filter_map(|name| Some((name, fs::read(site.bundle().join(format!("{name}.jsonl"))).ok()?)))
    .collect();
    let lines = |path: &str| {
        let bytes = files.get(path.strip_suffix(".jsonl")?)?;
        Some(bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()))
    };
    let codes = site.codes();
    assert_eq!(site.written.rows, codes.len() as u64);
    let (mut drawn, mut former) = (0, 0);
    for (number, (code, id)) in codes.iter().enumerate() {
        let found = look.find(code).unwrap().unwrap_or_else(|| panic!("{code} is not found"));
        let proof = proves(site, &plan, &found);
        assert_eq!((found.asked.as_str(), found.entity.as_str()), (code.as_str(), id.as_str()));
        assert_eq!(found.kind, Kind::Outcome);
        drawn += usize::from(found.visit.is_some());
        former += usize::from(found.found_by == FoundBy::FormerId);
        if number % 97 == 0 || found.found_by == FoundBy::FormerId && number % 3 == 0 {
            let single = entity_proof(&plan, &record, None, &found.asked, lines).unwrap();
            assert_eq!(proof, EntityProof { plan: None, ..single });
        }
        if number % 500 == 0 {
            agrees(site, &found);
        }
    }
    assert!(drawn > 100, "{drawn}");
    assert_eq!(former, codes.len() - site.lines("lists/entities.jsonl").len());
    for code in ["91990101000000000X", "0", "Z"] {
        assert_eq!(look.find(code), Ok(None), "{code}");
    }
}

#[test]
fn a_ceremony_with_former_codes_and_replacements() {
    let site = &*CEREMONY;
    let plan: Plan = site.object("plan.json");
    let (mut replaced, mut former) = (0, 0);
    for (code, id) in site.codes() {
        let found = find(&site.look(), &code).unwrap().unwrap();
        assert!(proves(site, &plan, &found).log.is_some());
        assert_eq!(found.entity.as_str(), id);
        agrees(site, &found);
        replaced += found.now.len();
        if code != id {
            former += 1;
            let text = found.proved.as_ref().unwrap().message(records::lang::Lang::Zh);
            assert!(text.contains(&format!("{code} 是 {id}")), "{text}");
        }
    }
    assert!(replaced > 2 && former > 0, "{replaced} {former}");
    assert_eq!(find(&site.look(), "E055"), Ok(None));
}

#[test]
fn a_sealed_draw_that_is_finished() {
    let site = Site::of_vector("sealed/bundle");
    for (code, _) in site.codes() {
        agrees(&site, &find(&site.look(), &code).unwrap().unwrap());
    }
}

/// All text that a site would publish.
fn published(look: &Path) -> String {
    let mut out = String::new();
    for entry in fs::read_dir(look).unwrap() {
        let path = entry.unwrap().path();
        out += &if path.is_dir() { published(&path) } else { fs::read_to_string(path).unwrap() };
    }
    out
}

#[test]
fn before_the_outcome_nothing_of_it_is_there() {
    for (name, kind) in [
        ("sealed/sealed", Kind::Sealed),
        ("sealed/announcement", Kind::Announcement),
        ("ceremony/announcement", Kind::Announcement),
        ("ceremony/void", Kind::Announcement),
    ] {
        let site = Site::of_vector(name);
        let exclusions = site.lines("lists/exclusions.jsonl");
        let mut excluded = 0;
        for (code, id) in site.codes() {
            let found = find(&site.look(), &code).unwrap().unwrap();
            assert_eq!((found.entity.as_str(), found.kind), (id.as_str(), kind));
            assert!(found.proved.is_none() && found.proof.is_empty() && found.visit.is_none() && found.now.is_empty());
            let own = exclusions.iter().find(|line| line["id"] == id.as_str());
            let tasks = own.map(|line| line["tasks"].as_array().unwrap().len()).unwrap_or_default();
            assert_eq!(found.tasks.len(), tasks);
            excluded += tasks;
            for task in &found.tasks {
                assert!(matches!(task.answer, FoundAnswer::Excluded { .. }));
                assert!(task.ticket.is_none() && task.command.is_none() && task.stratum.is_none());
            }
        }
        assert!(excluded > 0);
        assert_eq!(find(&site.look(), "NOBODY"), Ok(None));
        // Rows have the two public lists; the description has no key, no record, no stratum.
        let text = published(&site.look());
        assert_eq!(text.matches("\"file\":").count(), text.matches("\"file\":\"lists/e").count());
        assert!(!text.contains("draw/") && text.contains("\"k\":\"\"") && !text.contains("threshold"));
        if name == "sealed/sealed" {
            // What the same number publishes in the end.
            let end = Site::of_vector("sealed/bundle");
            let record: Record = end.object("draw/record.json");
            let secrets = record.keys.iter().map(|key| key.k.clone()).chain([record.seed.to_string()]);
            let tickets =
                end.lines("draw/selected.jsonl").into_iter().map(|line| line["ticket"].as_str().unwrap().to_owned());
            for secret in secrets.chain(tickets) {
                assert!(!text.contains(&secret), "{secret}");
            }
        }
    }
}

#[test]
fn a_flipped_byte_is_an_error_or_changes_nothing() {
    for site in [&*CEREMONY, &Site::of_vector("sealed/sealed")] {
        let look = Look::open(&site.look()).unwrap();
        let codes = site.codes();
        let former = &codes.iter().find(|(code, id)| code != id).unwrap().0;
        let excluded = site.lines("lists/exclusions.jsonl")[0]["id"].as_str().unwrap().to_owned();
        let drawn = codes.iter().map(|(code, _)| code).find(|code| look.find(code).unwrap().unwrap().visit.is_some());
        for code in [Some(former), Some(&excluded), drawn].into_iter().flatten() {
            let code = Id::parse(code).unwrap();
            let path = shard_path(shard_number(&look.description().k, &code, look.description().bits));
            let bytes = fs::read(site.look().join(&path)).unwrap();
            let right = look.find_in(&path, &bytes, &code).unwrap();
            let (mut errors, mut same) = (0, 0);
            for at in (0..bytes.len()).step_by(5) {
                let mut changed = bytes.clone();
                changed[at] ^= [1, 2, 4, 32][at % 4];
                match look.find_in(&path, &changed, &code) {
                    Err(_) => errors += 1,
                    Ok(found) if found == right => same += 1,
                    Ok(found) => panic!("{code}, byte {at}: {found:?}"),
                }
            }
            // Most bytes are of other codes.
            assert!(errors > 100 && same > 100, "{errors} {same}");
            let cut = look.find_in(&path, &bytes[..bytes.len() / 2], &code);
            assert_eq!(cut.unwrap_err().code(), "look-damaged");
        }
    }
}

#[test]
fn rows_in_a_wrong_place_are_refused() {
    let site = &*CEREMONY;
    let look = Look::open(&site.look()).unwrap();
    let code = Id::parse("E04").unwrap();
    let path = shard_path(shard_number(&look.description().k, &code, look.description().bits));
    let shard: Value = serde_json::from_slice(&fs::read(site.look().join(&path)).unwrap()).unwrap();
    let asked = |change: &dyn Fn(&mut Vec<Value>)| {
        let mut shard = shard.clone();
        change(shard["rows"].as_array_mut().unwrap());
        let mut bytes = canonical::value_to_vec(&shard).unwrap();
        bytes.push(b'\n');
        look.find_in(&path, &bytes, &code).map(|found| found.is_some()).map_err(|error| error.code())
    };
    let at = |rows: &[Value]| rows.iter().position(|row| row["id"] == "E04" && row.get("former").is_none()).unwrap();
    assert_eq!(asked(&|_| ()), Ok(true));
    assert_eq!(asked(&|rows| rows.reverse()), Err("look-damaged"));
    assert_eq!(asked(&|rows| rows.push(rows[0].clone())), Err("look-damaged"));
    // Somebody else's lines under this code; a line less; a stratum that there is not.
    let exchange = |rows: &mut Vec<Value>| {
        let at = at(rows);
        rows[at]["leaves"] = rows[(at + 1) % rows.len()]["leaves"].clone();
    };
    assert_eq!(asked(&exchange), Err("look-damaged"));
    let shorten = |rows: &mut Vec<Value>| {
        let at = at(rows);
        rows[at]["leaves"].as_array_mut().unwrap().pop();
    };
    assert!(asked(&shorten).is_err());
    let stratum = |rows: &mut Vec<Value>| {
        let at = at(rows);
        let leaves = rows[at]["leaves"].as_array_mut().unwrap();
        leaves.retain(|leaf| leaf["file"] != "draw/strata.jsonl");
        leaves.push(serde_json::json!({"file": "draw/strata.jsonl", "index": 77}));
    };
    assert_eq!(asked(&stratum), Err("look-damaged"));
}

#[test]
fn hostile_codes_are_refused_before_anything_is_read() {
    let look = Look::open(&CEREMONY.look()).unwrap();
    let long = "A".repeat(10_000);
    for code in
        ["", "../x", "..", "/etc/passwd", "e01", "E01\0", "E01/../E02", "E01 ", "市场", "$(id)", "\u{202e}", &long]
    {
        let error = look.find(code).unwrap_err();
        assert_eq!(error.code(), "look-code", "{code:?}");
        assert!(!error.message(records::lang::Lang::Zh).is_ascii());
        assert!(error.message(records::lang::Lang::En).len() < 200);
    }
}

#[test]
fn the_same_bundle_gives_the_same_files() {
    let site = &*COUNTY;
    let again = site.folder.path().join("again");
    fs::create_dir(&again).unwrap();
    let bundle = Folder::new(site.bundle());
    assert_eq!(write(&bundle, &site.verified, "../bundle", &again), Ok(site.written));
    assert_eq!(published(&again).len(), published(&site.look()).len());
    let Written { bits, shards, largest, bytes, .. } = site.written;
    for number in 0..shards {
        let path = shard_path(number);
        let own = fs::read(site.look().join(&path)).unwrap();
        assert_eq!(fs::read(again.join(&path)).unwrap(), own);
        assert!(own.len() as u64 <= largest);
        canonical::check(own.strip_suffix(b"\n").unwrap()).unwrap();
    }
    assert_eq!(fs::read(again.join("look.json")).unwrap(), fs::read(site.look().join("look.json")).unwrap());
    assert!(largest <= SHARD_BYTES_MAX && shards == 1 << bits && bytes >= largest);
    // A folder is written once.
    assert_eq!(write(&bundle, &site.verified, "../bundle", &again).unwrap_err().code(), "look-exists");
}

#[test]
fn a_bundle_that_changed_after_it_was_verified_is_refused() {
    let site = &*CEREMONY;
    for (file, code) in [
        ("manifest.json", "look-damaged"),
        ("plan.json", "look-changed"),
        ("draw/record.json", "look-changed"),
        ("evidence/events.jsonl", "look-changed"),
        ("lists/entities.jsonl", "proof-root"),
        ("lists/exclusions.jsonl", "proof-root"),
        ("draw/strata.jsonl", "proof-root"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (bundle, out) = (folder.path().join("bundle"), folder.path().join("look"));
        copy(&site.bundle(), &bundle);
        fs::create_dir(&out).unwrap();
        let text = fs::read(bundle.join(file)).unwrap();
        // Another digit near the end of a digest or a number.
        let at = text.iter().rposition(u8::is_ascii_digit).unwrap();
        let mut changed = text.clone();
        changed[at] = if text[at] == b'1' { b'2' } else { b'1' };
        if file == "manifest.json" {
            changed.truncate(text.len() - 9);
        }
        fs::write(bundle.join(file), changed).unwrap();
        let error = write(&Folder::new(&bundle), &site.verified, "../bundle", &out).unwrap_err();
        assert_eq!(error.code(), code, "{file}: {error}");
        assert!(!out.join("look.json").exists(), "{file}");
    }
}

#[test]
fn a_description_that_is_not_the_bundles_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    copy(CEREMONY.folder.path(), folder.path());
    let (look, plan) = (folder.path().join("look"), folder.path().join("bundle/plan.json"));
    let text = fs::read_to_string(look.join("look.json")).unwrap();
    let refused = |text: String| {
        fs::write(look.join("look.json"), text).unwrap();
        Look::open(&look).map(|_| ()).map_err(|error| error.code())
    };
    let k = Look::open(&look).unwrap().description().k.clone();
    for (from, to, code) in [
        ("mingqian/look/1", "mingqian/look/2", "look-damaged"),
        ("\"bits\":", "\"bits\":9", "look-damaged"),
        ("../bundle/plan.json", "/etc/passwd", "look-damaged"),
        ("../bundle/plan.json", "../bundle/../plan.json", "look-damaged"),
        ("../bundle/plan.json", "../bundle/nothing.json", "look-io"),
        ("../bundle/draw/record.json", "../bundle/plan.json", "look-damaged"),
        ("mq1/bundle", "mq1/sealed", "look-damaged"),
        (k.as_str(), "00000000000000000000000000000000", "look-changed"),
        (k.as_str(), "", "look-damaged"),
    ] {
        assert_eq!(refused(text.replace(from, to)), Err(code), "{from} → {to}");
    }
    assert_eq!(refused(text.clone()), Ok(()));
    fs::write(&plan, fs::read_to_string(&plan).unwrap().replace("COUNTY", "COUNTX")).unwrap();
    assert_eq!(refused(text), Err("look-changed"));
    let missing = find(&folder.path().join("nowhere"), "E01");
    assert!(matches!(missing, Err(LookError::Io { .. })), "{missing:?}");
}
