//! Lies about who was replaced, by whom, when, and who agreed.

use records::events::{Event, Replacement};
use serde_json::{Value, json};
use verify::Kind;

use super::authority;
use super::desk::{self, MARKET, Number, lines};
use super::lies::{Lie, at, lie, with};
use super::story;

/// The events `replace` of the vectors, one of them changed, and signed by nobody who has not.
pub fn of_replacements(number: &Number<'_>) -> Vec<Lie> {
    let first = at(&number.events, "replace");
    let changed = |name, fault, k: usize, seed: Option<u8>, edit: &dyn Fn(&mut Value)| {
        let bundle = with(number, |all| {
            let Event::Replace(replacement) = &all[first + k] else { panic!("a replacement") };
            let mut value = serde_json::to_value(replacement).unwrap();
            edit(&mut value);
            let replacement: Replacement = serde_json::from_value(value).unwrap();
            all[first + k] = match seed {
                Some(seed) => desk::approve(number, replacement, seed),
                None => Event::Replace(replacement),
            };
        });
        lie(name, "ceremony", "replacements", fault, bundle)
    };
    let (market, superior) = (Some(authority::MARKET), Some(authority::SUPERIOR));
    vec![
        changed("a substitute out of his turn", "replace-order", 0, market, &|value| {
            value["by"] = json!(other_inspector(number, value["by"].as_str().unwrap()));
        }),
        changed("a lawful replacement passed over", "replace-order", 0, market, &|value| {
            drop(value.as_object_mut().unwrap().remove("by"))
        }),
        changed("somebody passed over whose turn it is not", "replace-skipped", 0, superior, &|value| {
            let other = other_inspector(number, value["by"].as_str().unwrap());
            value["skipped"] = json!([{"inspector": other, "reason": "ill"}]);
            value["approved_by"] = json!("superior");
        }),
        changed("a reason that the plan does not have", "replace-reason", 0, market, &|value| {
            value["reason"] = json!("busy")
        }),
        changed("a replacement after the visit", "replace-date", 0, market, &|value| {
            value["date"] = json!("2026-03-31")
        }),
        changed("a seat that is none", "replace-target", 0, market, &|value| value["seat"] = json!(9)),
        changed("approved by nobody", "replace-approval", 0, None, &|value| {
            value["approved_by"] = json!("");
            value.as_object_mut().unwrap().remove("signature");
        }),
        changed("approved without the signature of who has a key", "replace-approval", 0, None, &|value| {
            value["approved_by"] = json!(MARKET);
            value.as_object_mut().unwrap().remove("signature");
        }),
        changed("approved with another's signature", "replace-signature", 0, Some(authority::LOG), &|_| {}),
        changed("a second one in a visit without the superior", "replace-approval", 1, market, &|value| {
            value["approved_by"] = json!(MARKET)
        }),
        changed("approved by somebody who has no key", "replace-approval", 0, None, &|value| {
            value["approved_by"] = json!("分管领导");
            value.as_object_mut().unwrap().remove("signature");
        }),
        changed("a substitute passed over without the superior", "replace-approval", 0, market, &|value| {
            value["skipped"] = json!([{"inspector": value["by"], "reason": "ill"}]);
        }),
        changed("a replacement before the plan", "replace-date", 0, market, &|value| {
            value["date"] = json!("2026-02-23")
        }),
        changed("a replacement before the one before it in its visit", "replace-date", 1, superior, &|value| {
            value["date"] = json!("2026-03-01")
        }),
        changed("a replacement before the one before it in its stratum", "replace-date", 3, superior, &|value| {
            value["date"] = json!("2026-03-01")
        }),
        changed("days before the last day of who is replaced", "replace-visit", 2, market, &|value| {
            value["days"] = json!(["2026-03-03"])
        }),
        where_nothing_is_left(number),
        who_gained_elsewhere(number),
        changed("a late day without the superior", "replace-approval", 2, market, &|value| {
            value["date"] = json!("2026-03-07")
        }),
        changed("a reserve visited elsewhere", "replace-visit", 2, market, &|value| value["visit"] = json!("E01-X")),
        changed("a reserve that is not the next", "replace-reserve", 2, market, &|value| value["by"] = json!(4)),
        changed("a rank that was not drawn", "replace-target", 2, superior, &|value| {
            value["rank"] = json!(5);
            value["approved_by"] = json!("superior");
        }),
        changed("another team than the rules give", "replace-visit", 2, market, &|value| {
            let team = value["team"].as_array().unwrap().clone();
            value["team"] = json!([team[1], team[0]]);
        }),
        changed("later days than the rules give", "replace-visit", 2, market, &|value| {
            value["days"] = json!(["2026-03-06"])
        }),
        changed("one rank replaced twice", "replace-target", 3, superior, &|value| value["rank"] = json!(2)),
    ]
}

/// A further event before the finish, of an inspector in a visit; who stands in is said by the verifier itself, if anybody.
fn one_more<'f>(number: &Number<'f>, visit: &Value, seat: usize, approved_by: &str, seed: u8) -> Number<'f> {
    let mut out = number.clone();
    out.events.pop();
    let mut event = json!({"kind": "inspector", "visit": visit["id"], "seat": seat, "date": "2026-03-02",
        "reason": "ill", "skipped": [], "approved_by": approved_by, "nonce": story::nonce(0xa9)});
    let turn = story::expected(&out, event.clone(), Some(seed));
    if let Some(by) = turn.filter(|text| text.starts_with("I-")) {
        event["by"] = json!(by);
    }
    out.events.push(story::signed(&out, event, Some(seed)));
    out.finished()
}

/// Everything in a visit was replaced; whoever is sent there still only uses up somebody's last visit.
fn where_nothing_is_left(number: &Number<'_>) -> Lie {
    let replaced: Vec<Value> = number.events.iter().map(|event| serde_json::to_value(event).unwrap()).collect();
    let visits = lines(&number.outcome()["draw/visits.jsonl"]);
    let is_gone = |draw: &Value| {
        let keys = ["task", "stratum", "rank"];
        replaced.iter().any(|event| event["kind"] == "entity" && keys.iter().all(|key| event[key] == draw[key]))
    };
    let gone = visits.iter().find(|visit| visit["draws"].as_array().unwrap().iter().all(is_gone)).unwrap();
    let bundle = one_more(number, gone, 0, MARKET, authority::MARKET).bundle(Kind::Outcome);
    lie("somebody replaced where nothing is left", "ceremony", "replacements", "replace-target", bundle)
}

/// The first substitute has used up his last visit in another replacement: only the superior may go on to the next.
fn who_gained_elsewhere(number: &Number<'_>) -> Lie {
    let visits = lines(&number.outcome()["draw/visits.jsonl"]);
    let seats = |visit: &Value| visit["seats"].as_array().map_or(0, Vec::len);
    let all = visits.iter().flat_map(|visit| (0..seats(visit)).map(move |seat| (visit, seat)));
    let bundle = |(visit, seat): (&Value, usize), approved_by: &str, seed: u8| {
        one_more(number, visit, seat, approved_by, seed).bundle(Kind::Outcome)
    };
    let mut refused = all.filter(|at| {
        let by_market = super::check(&bundle(*at, MARKET, authority::MARKET));
        by_market.is_err_and(|failure| failure.fault.code() == "replace-approval")
            && super::check(&bundle(*at, "superior", authority::SUPERIOR)).is_ok()
    });
    // Not where something was replaced before: there the superior is asked for that.
    let replaced = |visit: &Value| {
        let is_there = |event: &Event| matches!(event, Event::Replace(Replacement::Inspector { visit: other, .. }) if *visit == json!(other));
        number.events.iter().any(is_there)
    };
    let at = refused.find(|(visit, _)| !replaced(&visit["id"])).expect("somebody's last visit was gained");
    let bundle = bundle(at, MARKET, authority::MARKET);
    lie(
        "who gained a visit elsewhere is passed over without the superior",
        "ceremony",
        "replacements",
        "replace-approval",
        bundle,
    )
}

fn other_inspector(number: &Number<'_>, not: &str) -> String {
    let inspectors = lines(&number.outcome()["lists/inspectors.jsonl"]);
    let other = inspectors.iter().find(|row| row["department"] == MARKET && row["id"] != not).unwrap();
    other["id"].as_str().unwrap().to_owned()
}
