//! Reserves that join a visit of the outcome, over many casts of the village: where only the superior may agree (23.4, cases 5 and 6).

mod support;

use draw::in_memory::{Frozen, Office, freeze};
use records::day::Day;
use records::frozen::VisitLine;
use records::plan::Task;
use serde_json::{Value, json};
use support::authority;
use support::desk::{MARKET, Number, lines};
use support::{check, county, story, village};
use verify::Kind;

const FIRST: &str = "2026-03-02";

fn drawn<'f>(frozen: &'f Frozen<'f>, cast: u32) -> Number<'f> {
    Number::new(frozen).up_to_close().signed().rolled(&format!("{cast:020}")).drawn()
}

/// With this event, agreed to by the market's department or the superior: what the verifier says, and the number.
fn tried<'f>(number: &Number<'f>, event: &Value, by_superior: bool) -> (&'static str, Number<'f>) {
    let (who, seed) = if by_superior { ("superior", authority::SUPERIOR) } else { (MARKET, authority::MARKET) };
    let mut event = event.clone();
    event["approved_by"] = json!(who);
    let mut out = number.clone();
    out.events.push(story::signed(&out, event, Some(seed)));
    let code = check(&out.clone().finished().bundle(Kind::Outcome)).err().map_or("", |failure| failure.code());
    (code, out)
}

/// A first reserve that joins a visit of the outcome: the event that calls it up, its task, the visit.
struct Joining {
    event: Value,
    task: Task,
    visit: VisitLine,
    /// The last day of who is replaced.
    last: Day,
}

fn joinings(number: &Number<'_>) -> Vec<Joining> {
    let outcome = number.outcome();
    let visits: Vec<VisitLine> =
        lines(&outcome["draw/visits.jsonl"]).into_iter().map(|row| serde_json::from_value(row).unwrap()).collect();
    let entities = lines(&outcome["lists/entities.jsonl"]);
    let mut out = Vec::new();
    for row in lines(&outcome["draw/selected.jsonl"]) {
        let of = number.plan().populations.iter();
        let mut of = of.filter(|one| row["task"] == one.task.as_str() && row["stratum"] == one.stratum.as_str());
        let population = of.next().unwrap();
        if row["rank"] != population.n + 1 {
            continue;
        }
        let entity = entities.iter().find(|entity| entity["id"] == row["entity"]).unwrap();
        let place = entity["user_id"].as_str().or(entity["id"].as_str()).unwrap();
        let Some(visit) = visits.iter().find(|visit| visit.id.as_str() == place && !visit.seats.is_empty()) else {
            continue;
        };
        let task = number.plan().tasks.iter().find(|task| task.id == population.task).unwrap();
        for rank in 1..=population.n {
            let own = visits.iter().find(|visit| visit.is_of(&population.task, &population.stratum, rank)).unwrap();
            let Some(last) = own.days.last().copied() else { continue };
            let event = json!({"kind": "entity", "task": population.task, "stratum": population.stratum, "rank": rank,
                "by": population.n + 1, "visit": place, "date": FIRST, "reason": "moved", "skipped": [],
                "nonce": story::nonce(0xd1)});
            out.push(Joining { event, task: task.clone(), visit: visit.clone(), last });
        }
    }
    out
}

fn lacks_seats(task: &Task, visit: &VisitLine) -> bool {
    task.seats.iter().any(|seat| {
        let own = visit.seats.iter().filter(|one| one.pool == seat.pool).count();
        own < seat.count as usize
    })
}

fn frozen<'f>(office: &'f Office, plan: &'f records::plan::Plan) -> Frozen<'f> {
    freeze(office, plan).unwrap()
}

#[test]
fn a_reserve_that_joins_what_does_not_fit_needs_the_superior() {
    let (office, plan) = (village::office(), story::plan(1));
    let frozen = frozen(&office, &plan);
    let (mut taken, mut small, mut short, mut over, mut undated) = (0, 0, 0, 0, 0);
    for cast in 0..120 {
        let number = drawn(&frozen, cast);
        for Joining { event, task, visit, last } in joinings(&number) {
            let by_office = |event: &Value| tried(&number, event, false).0;
            let refused = |event: &Value| {
                assert_eq!(
                    (by_office(event), tried(&number, event, true).0),
                    ("replace-approval", ""),
                    "{cast} {event}"
                );
            };
            if lacks_seats(&task, &visit) {
                refused(&event);
                small += 1;
            } else if visit.duration < task.days {
                refused(&event);
                short += 1;
            } else if visit.days.is_empty() {
                refused(&event);
                undated += 1;
            } else if by_office(&event).is_empty() {
                taken += 1;
                // The same, once the visit is over.
                let late = *visit.days.last().unwrap();
                if late <= last {
                    let mut event = event.clone();
                    event["date"] = json!(late);
                    refused(&event);
                    over += 1;
                }
            }
        }
    }
    assert!(taken > 0 && small > 0 && over > 0, "{taken} {small} {short} {over} {undated}");
}

#[test]
fn who_is_passed_over_for_a_reserve_that_joined_needs_the_superior() {
    let mut office = village::office();
    // Most of the market's people are kept away from the lift, and so from its user's visit once the lift has joined it.
    let market: Vec<Value> = (1..=8).map(|k| county::inspector(MARKET, &format!("M{k}"), &[])).collect();
    let conflicts = market.iter().skip(4).map(|who| county::conflict(who, "LIFT-1", "law"));
    office.conflicts.extend(conflicts.map(county::from));
    office.sort();
    let plan = story::plan(1);
    let frozen = frozen(&office, &plan);
    let mut found = 0;
    for cast in 0..60 {
        let number = drawn(&frozen, cast);
        for Joining { event, visit, .. } in joinings(&number) {
            let (code, joined) = tried(&number, &event, true);
            assert_eq!(code, "", "{cast} {event}");
            for seat in 0..visit.seats.len().min(usize::from(!visit.days.is_empty()) * 9) {
                let mut change = json!({"kind": "inspector", "visit": visit.id, "seat": seat, "date": FIRST, "reason": "ill",
                    "skipped": [], "nonce": story::nonce(0xd2)});
                let turn = |number: &Number<'_>, change: &Value| {
                    let mut change = change.clone();
                    change["approved_by"] = json!("superior");
                    story::expected(number, change, Some(authority::SUPERIOR)).filter(|text| text.starts_with("I-"))
                };
                let (before, now) = (turn(&number, &change), turn(&joined, &change));
                let Some(by) = now.filter(|now| before.as_ref() != Some(now)) else { continue };
                // Nobody has gained anything: only the reserve that joined makes it another's turn.
                change["by"] = json!(by);
                assert_eq!(tried(&joined, &change, false).0, "replace-approval", "{cast} {change}");
                assert_eq!(tried(&joined, &change, true).0, "", "{cast} {change}");
                found += 1;
            }
        }
    }
    assert!(found > 0);
}

/// What a drawn entity's line in `barred` holds is opened with the outcome: taken as a reserve of another task it is not opened again.
#[test]
fn a_reserve_that_is_opened_already_is_not_opened_again() {
    let (office, plan) = (village::office(), story::plan(1));
    let frozen = frozen(&office, &plan);
    let mut found = 0;
    for cast in 0..60 {
        let number = drawn(&frozen, cast);
        let outcome = number.outcome();
        let has = |file: &str, id: &Value| lines(&outcome[file]).iter().any(|row| row["id"] == *id);
        let selected = lines(&outcome["draw/selected.jsonl"]);
        for Joining { event, .. } in joinings(&number) {
            let keys = ["task", "stratum"];
            let is_it = |row: &&Value| keys.iter().all(|key| row[key] == event[key]) && row["rank"] == event["by"];
            let id = &selected.iter().find(is_it).unwrap()["entity"];
            if !has("lists/barred.jsonl", id) || !has("draw/openings.jsonl", id) {
                continue;
            }
            let (code, replaced) = tried(&number, &event, true);
            assert_eq!(code, "", "{cast} {event}");
            assert!(!replaced.finished().files(Kind::Outcome).contains_key("evidence/openings.jsonl"));
            found += 1;
        }
    }
    assert!(found > 0);
}
