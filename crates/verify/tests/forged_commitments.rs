//! An office that lies before the freeze: its commitments open to what it likes, and everything after
//! them is drawn honestly. Only the rules for what may be opened can catch it.

mod support;

use draw::commit::digest_of_line;
use draw::in_memory::{Frozen, draw, freeze};
use draw::publish::ListFile;
use records::canonical;
use records::hash::{Digest, Hasher};
use records::id::Id;
use records::plan::Plan;
use serde_json::{Value, json};
use support::forge::Forge;
use support::{DICE, SAID, check, county, second};
use verify::{Check, Fault, MemoryBundle};

const SALT: [u8; 32] = [9; 32];

fn commitment(tag: &str, kind: Option<&str>, ids: &[&str]) -> Digest {
    let mut hasher = Hasher::new(tag);
    if let Some(kind) = kind {
        hasher.part(kind.as_bytes());
    }
    hasher.part(&SALT);
    for id in ids {
        hasher.part(id.as_bytes());
    }
    hasher.finish()
}

/// Puts other lines into a frozen list before the draw, and the plan in step with them.
fn replace_list(frozen: &mut Frozen<'_>, name: &'static str, line: impl Fn(&mut Value)) {
    let old = frozen.lists[name].as_bytes().to_vec();
    let mut list = ListFile::new();
    for bytes in old.split(|byte| *byte == b'\n').filter(|bytes| !bytes.is_empty()) {
        let mut value: Value = serde_json::from_slice(bytes).unwrap();
        line(&mut value);
        list.push(&canonical::value_to_vec(&value).unwrap());
    }
    frozen.announcement.plan.roots.insert(name.to_owned(), list.root());
    frozen.lists.insert(name, list);
    announce(frozen);
}

fn announce(frozen: &mut Frozen<'_>) {
    frozen.announcement.line = canonical::to_vec(&frozen.announcement.plan).unwrap();
    frozen.announcement.digest = digest_of_line(&frozen.announcement.line);
}

/// Draws, and puts the renderings and a manifest to it.
fn published(frozen: &Frozen<'_>) -> Forge {
    let mut files = draw(frozen, &SAID, DICE).unwrap().files;
    for name in ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"] {
        files.insert(format!("documents/{name}"), Vec::new());
    }
    Forge { files }
}

/// Everybody is committed to the same two lists; the openings say so.
fn with_barred(law: &[&str], rotation: &[&str]) -> (Check, Fault) {
    let (office, plan) = (county::office(), county::plan());
    let mut frozen = freeze(&office, &plan).unwrap();
    replace_list(&mut frozen, "barred", |line| {
        line["law"] = json!(commitment("mq1/barred", Some("law"), law));
        line["rotation"] = json!(commitment("mq1/barred", Some("rotation"), rotation));
    });
    let mut forge = published(&frozen);
    forge.edit_lines("draw/openings.jsonl", |lines| {
        for line in lines {
            line["law"] = json!({"inspectors": law, "salt": Digest::new(SALT)});
            line["rotation"] = json!({"inspectors": rotation, "salt": Digest::new(SALT)});
        }
    });
    named(&forge.rebuild()).unwrap_err()
}

/// What is found wrong; the second verifier names the same check.
fn named(bundle: &MemoryBundle) -> Result<(), (Check, Fault)> {
    let verdict = check(bundle).map(drop).map_err(|failure| (failure.check, failure.fault));
    assert_eq!(second::verdict(bundle), verdict.map_or_else(|(check, _)| check.name(), |()| ""), "{verdict:?}");
    verdict
}

fn people() -> Vec<String> {
    let (office, plan) = (county::office(), county::plan());
    let frozen = freeze(&office, &plan).unwrap();
    frozen.names().iter().map(|name| name.pseudonym.to_string()).collect()
}

#[test]
fn what_an_opening_may_hold() {
    let mut people = people();
    people.sort();
    let (a, b) = (people[0].as_str(), people[1].as_str());
    assert_eq!(with_barred(&[b, a], &[]), (Check::Openings, Fault::OpeningOrder));
    assert_eq!(with_barred(&[a, a], &[]), (Check::Openings, Fault::OpeningOrder));
    assert_eq!(with_barred(&[], &["I-0000000000"]), (Check::Openings, Fault::OpeningInspector));
    assert_eq!(with_barred(&[a], &[a]), (Check::Openings, Fault::OpeningBoth));
    // In order, and what they say: then it is the teams, drawn without these conflicts, that are unlawful.
    let found = with_barred(&[a], &[b]);
    assert!(found.0 > Check::Openings, "{found:?}");
}

fn with_apart(ids: impl Fn(&str) -> Vec<String>) -> (Check, Fault) {
    let (office, plan) = (county::office(), county::plan());
    let mut frozen = freeze(&office, &plan).unwrap();
    let commit = |line: &Value| {
        let ids = ids(line["id"].as_str().unwrap());
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        commitment("mq1/apart", None, &ids)
    };
    replace_list(&mut frozen, "apart", |line| line["apart"] = json!(commit(line)));
    let mut forge = published(&frozen);
    forge.edit_lines("draw/apart.jsonl", |lines| {
        for line in lines {
            line["inspectors"] = json!(ids(line["id"].as_str().unwrap()));
            line["salt"] = json!(Digest::new(SALT));
        }
    });
    named(&forge.rebuild()).unwrap_err()
}

#[test]
fn what_an_opening_of_apart_may_hold() {
    let mut people = people();
    people.sort();
    let one_sided = |id: &str| if id == people[0] { vec![people[1].clone()] } else { vec![] };
    assert_eq!(with_apart(one_sided), (Check::Openings, Fault::OpeningMutual));
    assert_eq!(with_apart(|id| vec![id.to_owned()]), (Check::Openings, Fault::OpeningMutual));
    let stranger = |_: &str| vec!["I-0000000000".to_owned()];
    assert_eq!(with_apart(stranger), (Check::Openings, Fault::OpeningInspector));
    let disorder = |id: &str| match id == people[0] {
        true => vec![people[2].clone(), people[1].clone()],
        false => vec![],
    };
    assert_eq!(with_apart(disorder), (Check::Openings, Fault::OpeningOrder));
}

/// Changes the announced plan after the freeze, without asking the freeze whether it may.
fn with_plan(edit: impl FnOnce(&mut Plan)) -> Result<(), (Check, Fault)> {
    let (office, plan) = (county::office(), county::plan());
    let mut frozen = freeze(&office, &plan).unwrap();
    edit(&mut frozen.announcement.plan);
    announce(&mut frozen);
    named(&published(&frozen).rebuild())
}

#[test]
fn what_the_freeze_would_have_refused() {
    let choice = Err((Check::Openings, Fault::OpeningChoice));
    assert_eq!(with_plan(|plan| plan.min_choice = 40), choice);
    assert_eq!(with_plan(|plan| (plan.min_choice, plan.min_choice_waiver) = (40, "上级批准".to_owned())), Ok(()));
    let share = Err((Check::Populations, Fault::PopulationShare));
    assert_eq!(with_plan(|plan| plan.tasks[1].overall_min = records::ratio::Ratio::ONE), share);
    let waived = |plan: &mut Plan| (plan.min_choice, plan.min_choice_waiver) = (40, String::new());
    assert_eq!(with_plan(waived), choice, "no waiver");
    let stranger = Err((Check::Plan, Fault::PlanReference));
    assert_eq!(with_plan(|plan| plan.tasks[0].ceilings = vec![Id::parse("MONTH").unwrap()]), stranger);
}
