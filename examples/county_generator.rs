//! Writes `examples/county/`: a county that does not exist, complete enough to draw from.
//!
//!     cargo run --example county              writes the files anew
//!     cargo run --example county -- --check   says whether they are what this program writes
//!
//! Nothing in it is random: all choices come from SHA-256 of counters, so that the files, and with them the digest of
//! the example's bundle, are the same on every machine. Names, codes and people are made up; area codes 990101 to
//! 990108 are given to nobody. The plan is written by hand and only read here, never written.

#[path = "county_generator/entities.rs"]
mod entities;
#[path = "county_generator/files.rs"]
mod files;
#[path = "county_generator/items.rs"]
mod items;
#[path = "county_generator/past.rs"]
mod past;
#[path = "county_generator/people.rs"]
mod people;
#[path = "county_generator/stream.rs"]
mod stream;
#[path = "county_generator/words.rs"]
mod words;

use records::canonical;
use records::hash::sha256;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The three departments, as the plan writes them.
const DEPARTMENTS: [&str; 3] = ["市场监管局", "应急管理局", "消防救援大队"];

type Problem = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let is_check = std::env::args().any(|argument| argument == "--check");
    let done = if is_check { check() } else { write() };
    match done {
        Ok(message) => {
            println!("{message}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/county")
}

fn write() -> Result<String, Problem> {
    let files = county()?;
    let mut size = 0;
    for (path, bytes) in &files {
        let path = folder().join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(path, bytes)?;
        size += bytes.len();
    }
    Ok(format!("{} files, {size} bytes", files.len()))
}

fn check() -> Result<String, Problem> {
    let files = county()?;
    for (path, bytes) in &files {
        if std::fs::read(folder().join(path))? != *bytes {
            return Err(format!(
                "examples/county/{path} is not what this program writes; run: cargo run --example county"
            )
            .into());
        }
    }
    Ok(format!("{} files are as this program writes them", files.len()))
}

/// Every file by its path below `examples/county/`.
fn county() -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    let entities = entities::entities()?;
    let inspectors = people::inspectors(&entities)?;
    let mut files = BTreeMap::from([
        list("entities", entities.clone(), |entity| entity.id.as_str())?,
        list("inspectors", inspectors.clone(), |inspector| inspector.id.as_str())?,
        list("items", items::items()?, |item| item.id.as_str())?,
        list("conflicts", people::conflicts(&entities, &inspectors), |one| one.id.as_str())?,
        list("absences", people::absences(&inspectors)?, |one| one.id.as_str())?,
        list("promises", past::promises(&entities)?, |one| one.id.as_str())?,
        list("history", past::history(&entities, &inspectors)?, |one| one.id.as_str())?,
        ("lists/selection.jsonl".to_owned(), Vec::new()),
        ("secret/office.secret".to_owned(), secret()),
    ]);
    files.insert("files/entities-gb18030.csv".to_owned(), files::entities(&entities)?);
    files.insert("files/inspectors-utf8-bom.csv".to_owned(), files::inspectors(&inspectors)?);
    Ok(files)
}

/// A list file: canonical lines by id, which must be unique.
fn list<T: Serialize>(name: &str, mut records: Vec<T>, id: fn(&T) -> &str) -> Result<(String, Vec<u8>), Problem> {
    records.sort_by(|a, b| id(a).cmp(id(b)));
    let mut bytes = Vec::new();
    for (index, record) in records.iter().enumerate() {
        if index > 0 && id(&records[index - 1]) == id(record) {
            return Err(format!("{name} has {} twice", id(record)).into());
        }
        bytes.extend(canonical::to_vec(record)?);
        bytes.push(b'\n');
    }
    Ok((format!("lists/{name}.jsonl"), bytes))
}

/// The office secret of the example, which everybody may know.
fn secret() -> Vec<u8> {
    let digest = sha256(b"mingqian example county: this secret is public");
    let mark = "# PUBLIC: this secret is published with the example; never use it for a real draw.\n\
                # 公开的示例密钥：随示例发布，切勿用于真实抽取。\n";
    format!("{mark}{digest}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use draw::in_memory::{Office, freeze};
    use import::plan::{Checked, Config, Facts, check_against, read_bytes};
    use records::hash::Secret;
    use records::lists::{Conflict, Entity, Inspector, Item, PastVisit};
    use records::uscc::Code;
    use serde::de::DeserializeOwned;
    use std::collections::BTreeSet;

    fn read<T: DeserializeOwned>(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<T> {
        let text = std::str::from_utf8(&files[&format!("lists/{name}.jsonl")]).unwrap();
        text.lines().map(|line| canonical::from_slice(line.as_bytes()).unwrap()).collect()
    }

    #[test]
    fn the_files_are_those_that_this_program_writes() {
        check().unwrap();
    }

    #[test]
    fn nothing_else_lies_in_the_folder_of_lists() {
        let files = county().unwrap();
        for entry in std::fs::read_dir(folder().join("lists")).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(files.contains_key(&format!("lists/{name}")), "{name}");
        }
        assert!(files.values().map(Vec::len).sum::<usize>() < 3_000_000);
    }

    #[test]
    fn codes_are_valid_and_given_to_nobody() {
        let entities: Vec<Entity> = read(&county().unwrap(), "entities");
        assert!((2_900..=3_100).contains(&entities.len()), "{}", entities.len());
        let mut names = BTreeSet::new();
        for entity in &entities {
            assert!(names.insert(&entity.name), "{} twice", entity.name);
            assert!(entity.name.contains("虚构"), "{}", entity.name);
            records::text::check(&entity.name).unwrap();
            match entity.id.as_str() {
                local if local.contains('-') => {}
                code => match Code::parse(code).unwrap() {
                    Code::Uscc(code) => assert!(code.as_str()[2..].starts_with("99010"), "{code:?}"),
                    Code::Registration15(code) => assert_eq!(code.check_digit_warning(), None),
                },
            }
        }
        let ids: BTreeSet<_> = entities.iter().map(|entity| &entity.id).collect();
        assert!(entities.iter().flat_map(|entity| &entity.former_ids).all(|id| !ids.contains(id)));
        assert!(entities.iter().filter(|entity| !entity.former_ids.is_empty()).count() > 8);
        let users = entities.iter().filter_map(|entity| entity.user_id.as_ref());
        assert!(users.clone().count() > 10 && users.into_iter().all(|user| ids.contains(user)));
    }

    #[test]
    fn people_and_items_are_as_many_as_promised() {
        let files = county().unwrap();
        let inspectors: Vec<Inspector> = read(&files, "inspectors");
        let of = |department: &str| inspectors.iter().filter(|one| one.department == department).count();
        assert_eq!(DEPARTMENTS.map(of), [25, 20, 15]);
        let items: Vec<Item> = read(&files, "items");
        assert_eq!(items.len(), 40);
        assert!(items.iter().all(|item| item.basis.starts_with('《')));
        let conflicts: Vec<Conflict> = read(&files, "conflicts");
        assert_eq!(conflicts.len(), 60);
        let history: Vec<PastVisit> = read(&files, "history");
        assert!(history.iter().filter(|visit| visit.date.year() == 2025).count() == 400);
    }

    fn office(files: &BTreeMap<String, Vec<u8>>) -> Office {
        let mut office = Office::new(Secret::new([7; 32]));
        office.entities = read(files, "entities");
        office.inspectors = read(files, "inspectors");
        office.items = read(files, "items");
        office.conflicts = read(files, "conflicts");
        office.absences = read(files, "absences");
        office.promises = read(files, "promises");
        office.history = read(files, "history");
        office
    }

    fn plan() -> Checked {
        let text = std::fs::read(folder().join("plan.toml")).unwrap();
        read_bytes(&text, &Config::embedded().unwrap()).unwrap()
    }

    #[test]
    fn the_plan_fits_the_lists_without_a_warning() {
        let (checked, office) = (plan(), office(&county().unwrap()));
        let mut facts = Facts::for_plan(&checked.plan);
        office.entities.iter().for_each(|entity| facts.add_entity(entity));
        office.inspectors.iter().for_each(|inspector| facts.add_inspector(inspector));
        office.items.iter().for_each(|item| facts.add_item(item));
        office.history.iter().for_each(|visit| facts.add_visit(visit));
        let warnings = check_against(&checked, &facts, &Config::embedded().unwrap()).unwrap();
        assert!(warnings.is_empty(), "{warnings:#?}");
    }

    /// A reader who tries the example should see every kind of exclusion, merged visits, and no accident.
    #[test]
    fn draws_from_it_are_rich_and_go_through() {
        let (checked, office) = (plan(), office(&county().unwrap()));
        let frozen = freeze(&office, &checked.plan).unwrap();
        let exclusions = std::str::from_utf8(frozen.lists["exclusions"].as_bytes()).unwrap();
        for reason in ["closed", "promise", "ceiling", "recent"] {
            let lines = exclusions.lines().filter(|line| line.contains(&format!("\"{reason}\"")));
            assert!(lines.count() > 1, "{reason}");
        }
        let tally = frozen.simulate(40).unwrap();
        assert!(!tally.exceeds(&frozen.announcement.plan), "{} of {}", tally.unplaced, tally.draws);
        let plan = &frozen.announcement.plan;
        let drawn: u64 = plan.populations.iter().map(|cell| cell.n).sum();
        let visits: u64 = tally.visits.values().map(|visit| visit.draws).sum();
        assert!(visits < drawn * tally.draws, "no visit is ever merged");
    }

    #[test]
    fn its_bundle_verifies_and_has_its_documents() {
        let (checked, office) = (plan(), office(&county().unwrap()));
        let frozen = freeze(&office, &checked.plan).unwrap();
        let said = [("市场监管局", "春风"), ("企业代表", "8848")];
        let mut bundle = draw::in_memory::draw(&frozen, &said, "31415926535897932384").unwrap();
        let documents = documents::bundle_documents(&bundle.files).unwrap();
        assert_eq!(documents, documents::bundle_documents(&bundle.files).unwrap());
        bundle.files.extend(documents);
        let (bundle, digest) = bundle.with_manifest().unwrap();
        let options = verify::Options { expect: Some(digest), ..Default::default() };
        verify::verify(&verify::MemoryBundle(bundle.files), &options).unwrap();
    }
}
