//! Both people of a replacement.

use draw::replace::{
    DatedVisit, EntityRequest, InspectorRequest, Orders, ReserveVisit, SUPERIOR, Seated, judge, propose_entity,
    propose_inspector,
};
use draw::signature;
use records::day::Day;
use records::events::{Event, EventLine, Replacement};
use records::id::Id;

use crate::county::key;
use crate::fixture::id;
use crate::hand::{code, digest, entity, hand, inspector, judged, plan, signed};

#[test]
fn two_people_agree_and_the_second_time_the_superior() {
    let plan = plan();
    let hand = hand(&plan);
    let propose = |earlier: &[&Replacement], approved_by: &str| {
        let request = InspectorRequest { approved_by: approved_by.to_owned(), ..inspector(&plan, &[]) };
        propose_inspector(&plan, &hand, earlier, &request)
    };
    let check = |earlier: &[&Replacement], line: &EventLine| {
        judge(&plan, &digest(), &hand, earlier, line).err().map_or("ok", |error| code(&error))
    };
    let with_signature = |line: &EventLine, to: Option<String>| {
        let mut out = line.clone();
        let Event::Replace(Replacement::Inspector { signature, .. }) = &mut out.event else { panic!() };
        *signature = to;
        out
    };
    // Nobody without a key: else the office could agree with itself under any name.
    assert_eq!(code(&propose(&[], "局长").unwrap_err()), "replace-approver");
    // Somebody with a key: his signature over this event.
    let own = signed(&plan, propose(&[], "市场监管局").unwrap());
    assert_eq!(check(&[], &own), "ok");
    assert_eq!(check(&[], &with_signature(&own, None)), "replace-unsigned");
    let message = signature::replacement(&digest(), &own).unwrap();
    let forged = signature::sign(&key("上级"), &message);
    assert_eq!(check(&[], &with_signature(&own, Some(forged))), "signature-invalid");
    let elsewhere = InspectorRequest { visit: id("W"), ..inspector(&plan, &[]) };
    let another = signed(&plan, propose_inspector(&plan, &hand, &[], &elsewhere).unwrap());
    let of_another = signature::sign(&key("市场监管局"), &signature::replacement(&digest(), &another).unwrap());
    assert_eq!(check(&[], &with_signature(&own, Some(of_another))), "signature-invalid");
    // The second time in one visit.
    let Event::Replace(first) = &own.event else { panic!() };
    assert_eq!(code(&propose(&[first], "市场监管局").unwrap_err()), "replace-approver");
    let second = signed(&plan, propose(&[first], SUPERIOR).unwrap());
    assert_eq!(check(&[first], &second), "ok");
    assert_eq!(check(&[first], &with_signature(&second, None)), "replace-unsigned");
    let mut other = second.clone();
    let Event::Replace(Replacement::Inspector { approved_by, .. }) = &mut other.event else { panic!() };
    *approved_by = "局长".to_owned();
    assert_eq!(check(&[first], &with_signature(&other, None)), "replace-approver");
    // Whoever calls himself superior signs as the superior, the first time too.
    assert_eq!(check(&[], &signed(&plan, propose(&[], SUPERIOR).unwrap())), "ok");
    assert_eq!(check(&[], &with_signature(&second, None)), "replace-passed-over", "P is first there");
    // Another visit is another first.
    let request = InspectorRequest { visit: id("W"), ..inspector(&plan, &[]) };
    assert!(propose_inspector(&plan, &hand, &[first], &request).is_ok());
    // Who passes somebody over needs the superior, the first time too.
    let skipping = InspectorRequest { approved_by: "市场监管局".to_owned(), ..inspector(&plan, &["P"]) };
    assert_eq!(code(&propose_inspector(&plan, &hand, &[], &skipping).unwrap_err()), "replace-approver");
    assert!(propose_inspector(&plan, &hand, &[], &inspector(&plan, &["P"])).is_ok());
}

#[test]
fn who_stands_aside_for_what_he_gained_needs_the_superior() {
    let plan = plan();
    let hand = hand(&plan);
    // P is the first for V, Q for W; each is made to gain something elsewhere before.
    let at = |visit: &str, skipped: &[&str]| InspectorRequest { visit: id(visit), ..inspector(&plan, skipped) };
    let first = propose_inspector(&plan, &hand, &[], &at("W", &["Q"])).unwrap();
    assert!(matches!(&first, Replacement::Inspector { by: Some(by), .. } if by.as_str() == "P"));
    let refused = propose_inspector(&plan, &hand, &[&first], &at("V", &[]));
    assert_eq!(code(&refused.unwrap_err()), "replace-approver", "P has no visit left");
    let by_superior = InspectorRequest { approved_by: SUPERIOR.to_owned(), ..at("V", &[]) };
    let lawful = propose_inspector(&plan, &hand, &[&first], &by_superior).unwrap();
    assert!(matches!(&lawful, Replacement::Inspector { by: Some(by), .. } if by.as_str() == "Q"));
    let mut signed_by_another = lawful;
    let Replacement::Inspector { approved_by, .. } = &mut signed_by_another else { panic!() };
    "市场监管局".clone_into(approved_by);
    assert_eq!(judged(&plan, &[&first], signed_by_another), "replace-approver");
    // A reserve whose days would be others: S has gained day 1 in another stratum's visit.
    let elsewhere = Replacement::Entity {
        approved_by: SUPERIOR.to_owned(),
        by: Some(3),
        date: plan.days[0],
        days: vec![plan.days[1]],
        nonce: digest(),
        rank: 1,
        reason: "closed".to_owned(),
        signature: None,
        skipped: vec![],
        stratum: id("SOUTH"),
        task: id("MARKET"),
        team: vec![id("S")],
        visit: Some(id("R9")),
    };
    let mut known = hand;
    let taken = ReserveVisit { place: id("R9"), orders: vec![] };
    known.reserves.insert((id("MARKET"), id("SOUTH"), 3), taken);
    let refused = propose_entity(&plan, &known, &[&elsewhere], &entity(&plan, 1));
    assert_eq!(code(&refused.unwrap_err()), "replace-approver");
    let by_superior = EntityRequest { approved_by: SUPERIOR.to_owned(), ..entity(&plan, 1) };
    assert!(propose_entity(&plan, &known, &[&elsewhere], &by_superior).is_ok());
}

#[test]
fn nobody_is_replaced_where_nothing_is_left_to_be_inspected() {
    let plan = plan();
    let hand = hand(&plan);
    let gone = propose_entity(&plan, &hand, &[], &entity(&plan, 1)).unwrap();
    let superior = || SUPERIOR.to_owned();
    let at = |visit: &str| InspectorRequest { visit: id(visit), approved_by: superior(), ..inspector(&plan, &[]) };
    let refused = propose_inspector(&plan, &hand, &[&gone], &at("V"));
    assert_eq!(code(&refused.unwrap_err()), "replace-cancelled");
    // The other visit, and that of the reserve, go on; the latter until the reserve is replaced in its turn.
    for visit in ["W", "R3"] {
        assert!(propose_inspector(&plan, &hand, &[&gone], &at(visit)).is_ok(), "{visit}");
    }
    let request = EntityRequest { approved_by: SUPERIOR.to_owned(), ..entity(&plan, 3) };
    let again = propose_entity(&plan, &hand, &[&gone], &request).unwrap();
    let refused = propose_inspector(&plan, &hand, &[&gone, &again], &at("R3"));
    assert_eq!(code(&refused.unwrap_err()), "replace-cancelled");
    // A reserve that joins a visit gives it something to inspect again.
    let mut joined = crate::hand::hand(&plan);
    joined.reserves.insert((id("MARKET"), id("NORTH"), 3), ReserveVisit { place: id("V"), orders: vec![] });
    let gone = propose_entity(&plan, &joined, &[], &entity(&plan, 1)).unwrap();
    assert!(propose_inspector(&plan, &joined, &[&gone], &at("V")).is_ok());
}

#[test]
fn where_nobody_takes_the_place_the_superior_agrees() {
    let plan = plan();
    let mut hand = hand(&plan);
    let by = |approved_by: &str| approved_by.to_owned();
    // Nobody is left for the seat.
    hand.visits.get_mut(&id("V")).unwrap().orders[0].clear();
    let seat = |who: &str| InspectorRequest { approved_by: by(who), ..inspector(&plan, &[]) };
    assert_eq!(code(&propose_inspector(&plan, &hand, &[], &seat("市场监管局")).unwrap_err()), "replace-approver");
    assert!(propose_inspector(&plan, &hand, &[], &seat(SUPERIOR)).is_ok());
    // No reserve is left, in a stratum without any.
    let gone = |who: &str| EntityRequest { stratum: id("SOUTH"), approved_by: by(who), ..entity(&plan, 1) };
    assert_eq!(code(&propose_entity(&plan, &hand, &[], &gone("市场监管局")).unwrap_err()), "replace-approver");
    assert!(propose_entity(&plan, &hand, &[], &gone(SUPERIOR)).is_ok());
    // No days are left.
    hand.drawn = vec![plan.days[4]];
    let late = |who: &str| EntityRequest { approved_by: by(who), ..entity(&plan, 1) };
    assert_eq!(code(&propose_entity(&plan, &hand, &[], &late("市场监管局")).unwrap_err()), "replace-approver");
    assert!(propose_entity(&plan, &hand, &[], &late(SUPERIOR)).is_ok());
}

#[test]
fn a_reserve_that_joins_is_not_inspected_by_whom_the_law_keeps_away() {
    let plan = plan();
    let mut hand = hand(&plan);
    hand.reserves.insert((id("MARKET"), id("NORTH"), 3), ReserveVisit { place: id("V"), orders: vec![] });
    let ask = |hand: &crate::hand::Hand, who: &str| {
        propose_entity(&plan, hand, &[], &EntityRequest { approved_by: who.to_owned(), ..entity(&plan, 2) })
    };
    assert!(ask(&hand, "市场监管局").is_ok());
    // A sits there.
    hand.law = vec![id("A")];
    assert_eq!(code(&ask(&hand, "市场监管局").unwrap_err()), "replace-approver");
    let joined = ask(&hand, SUPERIOR).unwrap();
    // Who comes next is not one of them either.
    hand.law = vec![id("P")];
    let next = |who: &str| {
        let request = InspectorRequest { approved_by: who.to_owned(), ..inspector(&plan, &[]) };
        propose_inspector(&plan, &hand, &[&joined], &request)
    };
    let lawful = next(SUPERIOR).unwrap();
    assert!(matches!(&lawful, Replacement::Inspector { by: Some(by), .. } if by.as_str() == "Q"));
    // Whose turn it was before a reserve joined: joining could have been arranged for that.
    assert_eq!(code(&next("市场监管局").unwrap_err()), "replace-approver");
    // A visit that is too short, has too few seats, or is over.
    hand.law = vec![];
    let joins = |hand: &crate::hand::Hand, date, who: &str| {
        let request = EntityRequest { date, approved_by: who.to_owned(), ..entity(&plan, 2) };
        propose_entity(&plan, hand, &[], &request)
    };
    let first = plan.days[0];
    let mut short = plan.clone();
    short.tasks.iter_mut().for_each(|task| task.days = 3);
    let request = EntityRequest { approved_by: "市场监管局".to_owned(), ..entity(&plan, 2) };
    assert_eq!(code(&propose_entity(&short, &hand, &[], &request).unwrap_err()), "replace-approver");
    assert!(joins(&hand, first, "市场监管局").is_ok());
    hand.drawn = vec![plan.days[3]];
    assert!(joins(&hand, plan.days[1], "市场监管局").is_ok());
    assert_eq!(code(&joins(&hand, plan.days[2], "市场监管局").unwrap_err()), "replace-approver");
    assert!(joins(&hand, plan.days[2], SUPERIOR).is_ok());
    hand.pools.pop();
    assert_eq!(code(&joins(&hand, first, "市场监管局").unwrap_err()), "replace-approver");
    // The visit of an earlier replacement: whether there is one depends on which came first.
    let mut made = crate::hand::hand(&plan);
    let first = propose_entity(&plan, &made, &[], &entity(&plan, 1)).unwrap();
    made.reserves.insert((id("FIRE"), id("ALL"), 4), ReserveVisit { place: id("R3"), orders: vec![] });
    let request = |who: &str| EntityRequest {
        task: id("FIRE"),
        stratum: id("ALL"),
        approved_by: who.to_owned(),
        ..entity(&plan, 1)
    };
    let refused = propose_entity(&plan, &made, &[&first], &request("市场监管局"));
    assert_eq!(code(&refused.unwrap_err()), "replace-approver");
    assert!(propose_entity(&plan, &made, &[&first], &request(SUPERIOR)).is_ok());
}

#[test]
fn a_day_is_not_chosen_at_will() {
    let plan = plan();
    let mut hand = hand(&plan);
    hand.drawn = vec![plan.days[1]];
    let days = |date| {
        let one = propose_entity(&plan, &hand, &[], &EntityRequest { date, ..entity(&plan, 1) }).unwrap();
        let Replacement::Entity { days, team, .. } = one else { panic!() };
        (days, team)
    };
    // Whatever day before the end of the visit is written: nothing follows from it.
    assert_eq!(days(plan.created), days(plan.days[1]));
    assert_eq!(days(plan.created).0, [plan.days[2]]);
    let ask = |earlier: &[&Replacement], approved_by: &str, date| {
        let request = EntityRequest { approved_by: approved_by.to_owned(), date, ..entity(&plan, 1) };
        propose_entity(&plan, &hand, earlier, &request)
    };
    assert!(ask(&[], "市场监管局", plan.days[1]).is_ok(), "on the last day of the visit");
    assert_eq!(code(&ask(&[], "市场监管局", plan.days[2]).unwrap_err()), "replace-approver", "later");
    let late = ask(&[], SUPERIOR, plan.days[2]).unwrap();
    let before = plan.created.plus_days(-1).unwrap();
    assert_eq!(code(&ask(&[], "市场监管局", before).unwrap_err()), "replace-date-before", "before the plan");
    // Not before the replacement before it in its stratum; one elsewhere does not matter.
    let next = |date| EntityRequest { date, approved_by: SUPERIOR.to_owned(), ..entity(&plan, 2) };
    let back = propose_entity(&plan, &hand, &[&late], &next(plan.days[1]));
    assert_eq!(code(&back.unwrap_err()), "replace-date-before");
    assert!(propose_entity(&plan, &hand, &[&late], &next(plan.days[2])).is_ok());
    let request = InspectorRequest { visit: id("W"), ..inspector(&plan, &[]) };
    assert!(propose_inspector(&plan, &hand, &[&late], &request).is_ok());
    // Not before the one before it in its visit.
    let on = |date| InspectorRequest { date, approved_by: SUPERIOR.to_owned(), ..inspector(&plan, &[]) };
    let first = propose_inspector(&plan, &hand, &[], &on(plan.days[1])).unwrap();
    let back = propose_inspector(&plan, &hand, &[&first], &on(plan.days[0]));
    assert_eq!(code(&back.unwrap_err()), "replace-date-before");
    // Somebody of whose visit the office knows nothing yet.
    struct Blind(crate::hand::Hand);
    impl Orders for Blind {
        fn visit(&self, id: &Id) -> Option<DatedVisit> {
            self.0.visit(id)
        }
        fn drawn_days(&self, _: &Id, _: &Id, _: u64) -> Option<Vec<Day>> {
            None
        }
        fn law(&self, task: &Id, stratum: &Id, rank: u64) -> Vec<Id> {
            self.0.law(task, stratum, rank)
        }
        fn seated(&self, place: &Id) -> Seated {
            self.0.seated(place)
        }
        fn reserve(&self, task: &Id, stratum: &Id, rank: u64) -> Option<ReserveVisit> {
            self.0.reserve(task, stratum, rank)
        }
    }
    let blind = Blind(crate::hand::hand(&plan));
    assert_eq!(code(&propose_entity(&plan, &blind, &[], &entity(&plan, 1)).unwrap_err()), "replace-unknown-drawn");
    // An entity without a day of its own, in a task with seats: the day that the office writes would choose the team.
    hand.drawn = vec![];
    let request = |approved_by: &str| EntityRequest { approved_by: approved_by.to_owned(), ..entity(&plan, 1) };
    assert_eq!(code(&propose_entity(&plan, &hand, &[], &request("市场监管局")).unwrap_err()), "replace-approver");
    assert!(propose_entity(&plan, &hand, &[], &request(SUPERIOR)).is_ok());
    // A reserve in its turn: its own last day counts.
    let Replacement::Entity { days, .. } = &late else { panic!() };
    let request = |date| EntityRequest { date, approved_by: SUPERIOR.to_owned(), ..entity(&plan, 3) };
    assert!(propose_entity(&plan, &blind, &[&late], &request(days[0])).is_ok());
}
