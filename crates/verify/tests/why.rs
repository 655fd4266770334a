//! The answers for single entities, against a plain recount from the published lists.

mod support;

use std::collections::BTreeMap;

use records::hash::{Digest, sha256};
use records::lang::Lang;
use serde_json::Value;
use support::{bundle, county, forge::Forge};
use verify::{Answer, Check, FoundBy, MemoryBundle, Options, Why, WhyError, why};

fn ask(bundle: &MemoryBundle, id: &str) -> Why {
    why(bundle, id, None, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn county() -> MemoryBundle {
    bundle(&county::office(), &county::plan())
}

/// Task → ids drawn or reserve, as published.
fn published(forge: &Forge) -> BTreeMap<(String, String), (u64, bool)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let row = |row: Value| {
        let key = (text(&row["task"]), text(&row["entity"]));
        (key, (row["rank"].as_u64().unwrap(), row["reserve"].as_bool().unwrap()))
    };
    forge.lines("draw/selected.jsonl").into_iter().map(row).collect()
}

#[test]
fn everybody_gets_the_answer_that_a_recount_gives() {
    let bundle = county();
    let forge = Forge::new(&bundle);
    let (rows, record) = (published(&forge), forge.object("draw/record.json"));
    let k = record["keys"][0]["k"].as_str().unwrap();
    let mut excluded: BTreeMap<(String, String), String> = BTreeMap::new();
    for line in forge.lines("lists/exclusions.jsonl") {
        for task in line["tasks"].as_array().unwrap() {
            let key = (task["task"].as_str().unwrap().to_owned(), line["id"].as_str().unwrap().to_owned());
            excluded.insert(key, task["reason"].as_str().unwrap().to_owned());
        }
    }
    let ids: Vec<String> =
        forge.lines("lists/entities.jsonl").iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    let mut tickets: BTreeMap<(String, String), Vec<(Digest, String)>> = BTreeMap::new();
    let mut ranks: Vec<(String, String, String, u64)> = Vec::new();
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for (number, id) in ids.iter().enumerate() {
        let answer = ask(&bundle, id);
        let entity = answer.entity.as_ref().expect("it is on the list");
        assert_eq!((entity.id.as_str(), entity.line, entity.found_by), (id.as_str(), number as u64 + 1, FoundBy::Id));
        assert_eq!(entity.tasks.len(), 3);
        let mut drawn = false;
        for task in &entity.tasks {
            let key = (task.task.to_string(), id.clone());
            let ticket = sha256(format!("{k}{id}").as_bytes());
            assert_eq!(task.ticket, ticket);
            assert_eq!(task.command, format!("printf '%s' '{k}{id}' | sha256sum"));
            let (kind, chance) = match &task.answer {
                Answer::Drawn(chance) => ("drawn", Some(chance)),
                Answer::Reserve(chance) => ("reserve", Some(chance)),
                Answer::NotDrawn(chance) => ("not drawn", Some(chance)),
                Answer::Excluded { reason, .. } => {
                    assert_eq!(serde_json::to_value(reason).unwrap(), Value::from(excluded[&key].as_str()));
                    ("excluded", None)
                }
                Answer::Outside => ("outside", None),
            };
            *kinds.entry(kind).or_default() += 1;
            assert_eq!(kind == "excluded", excluded.contains_key(&key), "{key:?}");
            let expected = rows.get(&key);
            assert_eq!(kind == "drawn", expected.is_some_and(|(_, reserve)| !reserve), "{key:?}");
            assert_eq!(kind == "reserve", expected.is_some_and(|(_, reserve)| *reserve), "{key:?}");
            drawn |= kind == "drawn";
            if let Some(chance) = chance {
                let stratum = (task.task.to_string(), chance.stratum.to_string());
                tickets.entry(stratum).or_default().push((ticket, id.clone()));
                ranks.push((task.task.to_string(), chance.stratum.to_string(), id.clone(), chance.rank));
                assert_eq!(kind == "drawn", chance.threshold.is_some_and(|threshold| ticket <= threshold));
            }
        }
        assert_eq!(entity.visit.is_some(), drawn, "{id}");
    }
    tickets.values_mut().for_each(|tickets| tickets.sort());
    for (task, stratum, id, rank) in ranks {
        let place = tickets[&(task, stratum)].iter().position(|(_, other)| *other == id).unwrap();
        assert_eq!(rank, place as u64 + 1, "{id}");
    }
    assert_eq!(kinds.keys().copied().collect::<Vec<_>>(), ["drawn", "excluded", "not drawn", "outside", "reserve"]);
}

#[test]
fn a_former_code_and_a_natural_code_lead_to_the_entity() {
    let bundle = county();
    for (asked, id, by) in [("OLD-4", "E04", FoundBy::FormerId), ("塔吊十三号", "E13", FoundBy::Code)] {
        let answer = ask(&bundle, asked);
        let entity = answer.entity.as_ref().unwrap();
        assert_eq!((entity.id.as_str(), entity.found_by), (id, by));
        assert_eq!(entity.tasks, ask(&bundle, id).entity.unwrap().tasks);
        for lang in [Lang::Zh, Lang::En] {
            assert!(answer.message(lang).contains(asked) && answer.message(lang).contains(id));
        }
    }
}

#[test]
fn what_is_not_on_the_list_is_not_on_the_list() {
    let bundle = county();
    for asked in ["E99", "", "e01", "'; rm -rf /", "示例E01"] {
        let answer = ask(&bundle, asked);
        assert_eq!(answer.entity, None, "{asked}");
        assert!(answer.message(Lang::Zh).contains("不在这次抽取的检查对象名单里"));
    }
}

#[test]
fn one_task_can_be_asked_for() {
    let bundle = county();
    let one = why(&bundle, "E01", Some("FIRE"), &Options::default()).unwrap().entity.unwrap();
    assert_eq!(one.tasks.iter().map(|task| task.task.as_str()).collect::<Vec<_>>(), ["FIRE"]);
    let error = why(&bundle, "E01", Some("TAX"), &Options::default()).unwrap_err();
    assert!(matches!(&error, WhyError::Task { expected, .. } if expected.len() == 3));
    assert!(error.message(Lang::Zh).contains("TAX") && error.message(Lang::En).contains("TAX"));
}

#[test]
fn independent_tasks_have_tickets_of_their_own() {
    let mut plan = county::plan_value();
    plan["coordination"] = "independent".into();
    let bundle = bundle(&county::office(), &serde_json::from_value(plan).unwrap());
    support::check(&bundle).unwrap_or_else(|failure| panic!("{failure}"));
    let entity = ask(&bundle, "E10").entity.unwrap();
    let mut tickets: Vec<Digest> = entity.tasks.iter().map(|task| task.ticket).collect();
    tickets.dedup();
    assert_eq!(tickets.len(), 3);
}

#[test]
fn no_answer_rests_on_a_spoilt_bundle() {
    let base = county();
    let mut forge = Forge::new(&base);
    forge.edit_lines("draw/selected.jsonl", |rows| rows[0]["rank"] = 2.into());
    let error = why(&forge.rebuild(), "E01", None, &Options::default()).unwrap_err();
    assert!(matches!(error, WhyError::Failed(failure) if failure.check == Check::Selection));
    let mut forge = Forge::new(&base);
    forge.edit_lines("draw/visits.jsonl", |rows| rows[0]["area"] = "别处".into());
    let error = why(&forge.rebuild(), "E01", None, &Options::default()).unwrap_err();
    assert!(matches!(error, WhyError::Failed(failure) if failure.check == Check::Visits));
}

/// What somebody reads in an answer, forged by whoever can make digests anew: for every forgery, whoever asks
/// gets the failure that `verify` gives, and never the forged team or day.
#[test]
fn no_answer_tells_a_forged_team_or_day() {
    let base = county();
    let honest = Forge::new(&base);
    let visits = honest.lines("draw/visits.jsonl");
    let at = visits.iter().position(|visit| visit["state"] == "dated" && visit["duration"] == 1).unwrap();
    let asked = visits[at]["draws"][0]["entity"].as_str().unwrap();
    assert!(why(&base, asked, None, &Options::default()).is_ok());
    let people = honest.lines("lists/inspectors.jsonl");
    let seated = |id: &Value| visits[at]["seats"].as_array().unwrap().iter().any(|seat| seat["inspector"] == *id);
    let other = &people.iter().find(|one| !seated(&one["id"]) && one["department"] == "市场监管局").unwrap()["id"];
    let plan = honest.object("plan.json");
    let day = plan["days"].as_array().unwrap().iter().find(|day| visits[at]["days"][0] != **day).unwrap();
    type Edit<'e> = Box<dyn Fn(&mut Value) + 'e>;
    let forgeries: [(&str, Edit<'_>); 7] = [
        ("somebody unknown", Box::new(|visit| visit["seats"][0]["inspector"] = "I-FFFFFFFFFF".into())),
        ("somebody else", Box::new(|visit| visit["seats"][0]["inspector"] = other.clone())),
        ("a day off", Box::new(|visit| visit["days"] = serde_json::json!(["2026-03-07"]))),
        ("another day", Box::new(|visit| visit["days"] = serde_json::json!([day]))),
        (
            "another lead",
            Box::new(|visit| {
                visit["seats"][0]["lead"] = false.into();
                visit["seats"][1]["lead"] = true.into();
            }),
        ),
        ("a seat less", Box::new(|visit| drop(visit["seats"].as_array_mut().unwrap().pop()))),
        (
            "no date",
            Box::new(|visit| {
                visit["state"] = "undated".into();
                visit.as_object_mut().unwrap().remove("days");
            }),
        ),
    ];
    for (what, edit) in &forgeries {
        for all in [true, false] {
            let mut forge = Forge::new(&base);
            forge.edit_lines("draw/visits.jsonl", |rows| edit(&mut rows[at]));
            let forged = if all { forge.rebuild() } else { forge.rebuild_manifest() };
            let error = why(&forged, asked, None, &Options::default()).expect_err(what);
            let WhyError::Failed(failure) = error else { panic!("{what}") };
            assert_eq!(*failure, support::check(&forged).unwrap_err(), "{what}");
        }
    }
}

/// A record that names other lists than those that lie there is no ground for an answer either.
#[test]
fn no_answer_rests_on_another_record() {
    let mut forge = Forge::new(&county());
    forge.edit("draw/record.json", |record| record["roots"]["visits"]["count"] = 1.into());
    let error = why(&forge.rebuild_manifest(), "E01", None, &Options::default()).unwrap_err();
    assert!(matches!(error, WhyError::Failed(failure) if failure.check == Check::Record));
}

#[test]
fn the_digest_that_the_caller_expects() {
    let base = county();
    let digest = sha256(&base.0["manifest.json"]);
    let ask = |expect| why(&base, "E01", None, &Options { expect: Some(expect), ..Options::default() });
    assert_eq!(ask(digest).unwrap().bundle, digest);
    assert!(matches!(ask(sha256(b"")), Err(WhyError::Failed(failure)) if failure.check == Check::Manifest));
}

#[test]
fn the_answer_as_json_and_in_words() {
    let bundle = county();
    let rows = published(&Forge::new(&bundle));
    let ((_, id), _) = rows.iter().find(|((task, _), (_, reserve))| task == "MARKET" && !reserve).unwrap();
    let answer = ask(&bundle, id);
    let json = serde_json::to_value(&answer).unwrap();
    assert_eq!(json["entity"]["tasks"][0]["answer"], "drawn");
    assert_eq!(json["entity"]["tasks"][0]["task"], "MARKET");
    assert!(json["entity"]["tasks"][0]["rank"].is_u64() && json["entity"]["visit"]["days"].is_array());
    println!("{}\n{}", answer.message(Lang::Zh), answer.message(Lang::En));
    assert!(answer.message(Lang::Zh).contains("抽中") && answer.message(Lang::En).contains("drawn."));
    assert!(answer.message(Lang::Zh).contains("演练"), "the grade is said in the same breath");
}

/// Whoever is visited for the sake of equipment is told so, whatever his own lot was.
#[test]
fn a_visit_for_equipment_is_told_to_its_user() {
    // Dice under which equipment is drawn without its user.
    let bundle = support::bundle_with(&county::office(), &county::plan(), "00000000000000000002");
    let mut told = 0;
    for visit in Forge::new(&bundle).lines("draw/visits.jsonl") {
        let id = visit["id"].as_str().unwrap();
        let drawn: Vec<&str> =
            visit["draws"].as_array().unwrap().iter().map(|draw| draw["entity"].as_str().unwrap()).collect();
        let answer = ask(&bundle, id);
        let shown = answer.entity.as_ref().unwrap().visit.as_ref().expect("it is visited");
        assert_eq!(shown.id.as_str(), id);
        if drawn.contains(&id) {
            assert!(shown.through.is_empty());
        } else {
            assert_eq!(shown.through[0].as_str(), drawn[0]);
            assert!(answer.message(Lang::Zh).contains("被抽中，检查在它这里进行"));
            told += 1;
        }
    }
    assert!(told > 0, "the county has a visit that only equipment caused");
}
