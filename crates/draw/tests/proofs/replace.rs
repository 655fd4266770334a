//! Every refusal of a replacement, on orders made by hand.

use draw::replace::{
    EntityRequest, InspectorRequest, SUPERIOR, judge, next_reserve, propose_entity, propose_inspector,
};
use records::day::Day;
use records::events::{Event, EventLine, Replacement, Skipped};
use records::id::Id;

use crate::fixture::id;
use crate::hand::{self, Hand, code, digest, entity, hand, inspector, judged, plan, skip};

fn by(replacement: &Replacement) -> Option<&str> {
    match replacement {
        Replacement::Inspector { by, .. } => by.as_ref().map(Id::as_str),
        Replacement::Entity { .. } => panic!("of an inspector"),
    }
}

fn days_and_team(replacement: &Replacement) -> (Vec<Day>, Vec<String>) {
    match replacement {
        Replacement::Entity { days, team, .. } => (days.clone(), team.iter().map(ToString::to_string).collect()),
        Replacement::Inspector { .. } => panic!("of an entity"),
    }
}

#[test]
fn the_first_of_the_order_is_taken_and_the_skipped_are_named() {
    let plan = plan();
    let hand = hand(&plan);
    let propose = |skipped: &[&str]| propose_inspector(&plan, &hand, &[], &inspector(&plan, skipped));
    assert_eq!(by(&propose(&[]).unwrap()), Some("P"));
    assert_eq!(by(&propose(&["P", "Q"]).unwrap()), Some("R"));
    assert_eq!(by(&propose(&["P", "Q", "R"]).unwrap()), None);
    assert_eq!(code(&propose(&["Q"]).unwrap_err()), "replace-skipped");
    assert_eq!(code(&propose(&["P", "Q", "R", "S"]).unwrap_err()), "replace-skipped");

    let with = |change: &dyn Fn(&mut Option<Id>, &mut Vec<Skipped>)| {
        let mut one = propose(&["P"]).unwrap();
        let Replacement::Inspector { by, skipped, .. } = &mut one else { panic!() };
        change(by, skipped);
        judged(&plan, &[], one)
    };
    assert_eq!(with(&|_, _| {}), "ok");
    assert_eq!(with(&|by, _| *by = Some(id("R"))), "replace-passed-over");
    assert_eq!(with(&|_, skipped| skipped.clear()), "replace-passed-over");
    assert_eq!(with(&|by, _| *by = Some(id("P"))), "replace-by");
    assert_eq!(with(&|by, _| *by = Some(id("Z"))), "replace-by");
    assert_eq!(with(&|by, _| *by = None), "replace-by");
    assert_eq!(with(&|_, skipped| skipped.push(skip("R"))), "replace-skipped");
    assert_eq!(with(&|_, skipped| skipped[0].inspector = id("Q")), "replace-skipped");
    assert_eq!(with(&|_, skipped| skipped[0].reason = "tired".to_owned()), "replace-reason");
    let all = propose(&["P", "Q", "R"]).unwrap();
    assert_eq!(judged(&plan, &[], all.clone()), "ok");
    let mut invented = all;
    let Replacement::Inspector { by, .. } = &mut invented else { panic!() };
    *by = Some(id("A"));
    assert_eq!(judged(&plan, &[], invented), "replace-by");
}

#[test]
fn what_is_asked_must_be_there() {
    let plan = plan();
    let refused = |change: &dyn Fn(&mut InspectorRequest)| {
        let mut request = inspector(&plan, &[]);
        change(&mut request);
        code(&propose_inspector(&plan, &hand(&plan), &[], &request).unwrap_err())
    };
    assert_eq!(refused(&|r| r.visit = id("X")), "replace-visit");
    assert_eq!(refused(&|r| r.seat = 2), "replace-seat");
    assert_eq!(refused(&|r| r.date = plan.days[3]), "replace-date");
    assert_eq!(refused(&|r| r.reason = "moved".to_owned()), "replace-reason"); // a reason for entities only
    assert_eq!(refused(&|r| r.approved_by.clear()), "replace-approver");
    let mut request = inspector(&plan, &[]);
    request.date = plan.days[2];
    assert!(propose_inspector(&plan, &hand(&plan), &[], &request).is_ok(), "on its last day");
    let mut without = plan.clone();
    without.replacement = None;
    let error = propose_inspector(&without, &hand(&plan), &[], &inspector(&plan, &[])).unwrap_err();
    assert_eq!(code(&error), "replace-no-rule");
    let line = EventLine { draw: plan.draw_name(), event: Event::Open { leaf: digest() } };
    let error = judge(&plan, &digest(), &hand(&plan), &[], &line).unwrap_err();
    assert_eq!(code(&error), "replace-not-replace");
}

#[test]
fn who_has_gained_or_been_there_is_passed_over() {
    let plan = plan();
    let hand = hand(&plan);
    let first = propose_inspector(&plan, &hand, &[], &inspector(&plan, &[])).unwrap();
    assert_eq!(by(&first), Some("P"));
    let superior = |mut request: InspectorRequest| {
        request.approved_by = SUPERIOR.to_owned();
        request
    };
    // The other seat of V: P is in the team now.
    let other_seat = superior(InspectorRequest { seat: 1, ..inspector(&plan, &[]) });
    let second = propose_inspector(&plan, &hand, &[&first], &other_seat).unwrap();
    assert_eq!(by(&second), Some("Q"));
    // The same seat again: P has been there, A too.
    let again = superior(inspector(&plan, &[]));
    assert_eq!(by(&propose_inspector(&plan, &hand, &[&first], &again).unwrap()), Some("Q"));
    assert_eq!(by(&propose_inspector(&plan, &hand, &[&first, &second], &again).unwrap()), Some("R"));
    // W: Q has one place left of two and room on the day; P has gained his only one.
    let at_w = InspectorRequest { visit: id("W"), ..inspector(&plan, &["Q"]) };
    let error = propose_inspector(
        &plan,
        &hand,
        &[&first, &second],
        &InspectorRequest { skipped: vec![skip("Q"), skip("P")], ..at_w.clone() },
    );
    assert_eq!(code(&error.unwrap_err()), "replace-skipped");
    assert_eq!(by(&propose_inspector(&plan, &hand, &[&first, &second], &at_w).unwrap()), None);
    // Once nobody sits in a seat, nobody gives way in it.
    let gone = propose_inspector(&plan, &hand, &[], &inspector(&plan, &["P", "Q", "R"])).unwrap();
    let error = propose_inspector(&plan, &hand, &[&gone], &again).unwrap_err();
    assert_eq!(code(&error), "replace-empty-seat");
}

#[test]
fn the_next_reserve_goes_on_the_first_days_that_do() {
    let plan = plan();
    let hand = hand(&plan);
    let first = propose_entity(&plan, &hand, &[], &entity(&plan, 1)).unwrap();
    // Day 1: only Q and S; that fills both seats (Q, S). Day 0 is the day of the decision.
    assert_eq!(days_and_team(&first), (vec![plan.days[1]], vec!["Q".to_owned(), "S".to_owned()]));
    assert_eq!(next_reserve(&plan, &[&first], &id("MARKET"), &id("NORTH")), Ok(Some(4)));
    let with = |change: &dyn Fn(&mut Replacement)| {
        let mut one = first.clone();
        change(&mut one);
        judged(&plan, &[], one)
    };
    macro_rules! change {
        ($field:ident, $to:expr) => {
            with(&|one| {
                let Replacement::Entity { $field, .. } = one else { panic!() };
                *$field = $to;
            })
        };
    }
    assert_eq!(with(&|_| {}), "ok");
    assert_eq!(change!(by, Some(4)), "replace-reserve");
    assert_eq!(change!(by, None), "replace-reserve");
    assert_eq!(change!(days, vec![plan.days[2]]), "replace-days");
    assert_eq!(change!(days, vec![]), "replace-days");
    assert_eq!(change!(team, vec![id("Q"), id("Z")]), "replace-by");
    assert_eq!(change!(team, vec![id("S"), id("Q")]), "replace-passed-over");
    assert_eq!(change!(team, vec![id("Q")]), "replace-team-size");
    assert_eq!(change!(skipped, vec![]), "replace-skipped-lists");
    assert_eq!(change!(skipped, vec![vec![skip("P")], vec![]]), "replace-skipped");
    assert_eq!(change!(reason, "sick".to_owned()), "replace-reason");
    assert_eq!(change!(rank, 3), "replace-rank");
    assert_eq!(change!(rank, 0), "replace-rank");
    assert_eq!(change!(stratum, id("WEST")), "replace-stratum");
    // The second one: Q and S have gained day 1; P and Q on day 2.
    let further = EntityRequest { approved_by: SUPERIOR.to_owned(), ..entity(&plan, 2) };
    let second = propose_entity(&plan, &hand, &[&first], &further).unwrap();
    assert_eq!(days_and_team(&second), (vec![plan.days[2]], vec!["P".to_owned(), "Q".to_owned()]));
    assert_eq!(judged(&plan, &[&first], second.clone()), "ok");
    // Who was drawn by replacement may be replaced in turn, once; then no reserve is left.
    let third = EntityRequest { approved_by: SUPERIOR.to_owned(), ..entity(&plan, 3) };
    let third = propose_entity(&plan, &hand, &[&first, &second], &third).unwrap();
    assert_eq!(days_and_team(&third), (vec![], vec![]));
    assert!(matches!(&third, Replacement::Entity { by: None, skipped, .. } if skipped.is_empty()));
    let again = propose_entity(
        &plan,
        &hand,
        &[&first, &second, &third],
        &EntityRequest { approved_by: SUPERIOR.to_owned(), ..entity(&plan, 3) },
    );
    assert_eq!(code(&again.unwrap_err()), "replace-twice");
    let mut extra = third;
    let Replacement::Entity { days, team, .. } = &mut extra else { panic!() };
    (*days, *team) = (vec![plan.days[3]], vec![id("S")]);
    assert_eq!(judged(&plan, &[&first, &second], extra), "replace-extra");
}

#[test]
fn skipping_never_changes_the_days() {
    let plan = plan();
    let hand = hand(&plan);
    let ask = |skipped: Vec<Vec<Skipped>>| {
        let approved_by = SUPERIOR.to_owned();
        propose_entity(&plan, &hand, &[], &EntityRequest { skipped, approved_by, ..entity(&plan, 1) })
    };
    // On day 1 there are Q and S for two seats: without Q, S sits in seat 0 and seat 1 can't be filled.
    let one = ask(vec![vec![skip("Q")], vec![skip("Q")]]).unwrap();
    assert_eq!(days_and_team(&one), (vec![], vec![]));
    assert_eq!(judged(&plan, &[], one), "ok");
    let both = ask(vec![vec![skip("Q"), skip("S")], vec![]]).unwrap();
    assert_eq!(days_and_team(&both), (vec![], vec![]));
    // Seat 1 was never come to.
    assert_eq!(code(&ask(vec![vec![skip("Q"), skip("S")], vec![skip("P")]]).unwrap_err()), "replace-skipped");
    assert_eq!(code(&ask(vec![vec![skip("Q")]]).unwrap_err()), "replace-skipped-lists");
    // After the last day there are no days; nobody can be skipped then.
    let late = EntityRequest { date: plan.days[4], approved_by: SUPERIOR.to_owned(), ..entity(&plan, 1) };
    let none = propose_entity(&plan, &hand, &[], &late).unwrap();
    assert_eq!(days_and_team(&none), (vec![], vec![]));
    assert!(matches!(&none, Replacement::Entity { by: Some(3), skipped, .. } if skipped.is_empty()));
    assert_eq!(judged(&plan, &[], none), "ok");
    let skipping = EntityRequest { skipped: vec![vec![], vec![]], ..late };
    assert_eq!(code(&propose_entity(&plan, &hand, &[], &skipping).unwrap_err()), "replace-skipped-lists");
}

#[test]
fn a_reserve_joins_the_visit_of_its_place() {
    let plan = plan();
    let mut hand = hand(&plan);
    let ask = |hand: &Hand, earlier: &[&Replacement], rank| {
        let approved_by = if earlier.is_empty() { "市场监管局" } else { SUPERIOR }.to_owned();
        propose_entity(&plan, hand, earlier, &EntityRequest { approved_by, ..entity(&plan, rank) })
    };
    let first = ask(&hand, &[], 1).unwrap();
    // Of the outcome (its orders are empty).
    hand.reserves.get_mut(&(id("MARKET"), id("NORTH"), 3)).unwrap().orders.clear();
    let joined = ask(&hand, &[], 1).unwrap();
    assert!(matches!(&joined, Replacement::Entity { by: Some(3), skipped, .. } if skipped.is_empty()));
    assert_eq!(days_and_team(&joined), (vec![], vec![]));
    // By an earlier replacement at the same place.
    let hand = hand::hand(&plan);
    let mut same = hand::hand(&plan);
    same.reserves.get_mut(&(id("MARKET"), id("NORTH"), 4)).unwrap().place = id("R3");
    assert_eq!(days_and_team(&ask(&same, &[&first], 2).unwrap()), (vec![], vec![]));
    assert_ne!(days_and_team(&ask(&hand, &[&first], 2).unwrap()), (vec![], vec![]));
    // A capsule that was not opened is asked for.
    let error = ask(&Hand::default(), &[], 1).unwrap_err();
    assert_eq!(code(&error), "replace-unknown-reserve");
}

#[test]
fn a_visit_that_a_reserve_makes_has_substitutes_too() {
    let plan = plan();
    let hand = hand(&plan);
    let first = propose_entity(&plan, &hand, &[], &entity(&plan, 1)).unwrap();
    let approved_by = SUPERIOR.to_owned();
    let request = InspectorRequest { visit: id("R3"), approved_by, ..inspector(&plan, &[]) };
    // Q and S have been there; P has no time on day 1: nobody.
    assert_eq!(by(&propose_inspector(&plan, &hand, &[&first], &request).unwrap()), None);
    let late = EntityRequest { date: plan.days[3], approved_by: SUPERIOR.to_owned(), ..entity(&plan, 1) };
    let last_day = propose_entity(&plan, &hand, &[], &late).unwrap();
    assert_eq!(days_and_team(&last_day), (vec![plan.days[4]], vec!["P".to_owned(), "Q".to_owned()]));
    let request = InspectorRequest { date: plan.days[4], ..request };
    assert_eq!(by(&propose_inspector(&plan, &hand, &[&last_day], &request).unwrap()), Some("S"));
    assert_eq!(code(&propose_inspector(&plan, &hand, &[], &request).unwrap_err()), "replace-visit");
}
