//! A replacement that takes a reserve opens its commitments, beside the outcome: the record, logged before, stays as it is.

use draw::in_memory::{Held, Script, freeze, hold};
use draw::publish::{Format, openings_of_taken, record_digest};
use draw::replace::{EntityRequest, propose_entity};
use records::events::{Event, Replacement};
use records::frozen::Opening;
use records::hash::{Digest, sha256};
use records::plan::{Mode, Profile};

use crate::county;
use crate::fixture::id;

fn drawn_record(held: &Held<'_>) -> Digest {
    let draw = held.events().iter().find_map(|line| match &line.event {
        Event::Draw(draw) => draw.record,
        _ => None,
    });
    draw.unwrap()
}

/// What one of the two files of openings has; nothing if it is not there.
fn opened(held: &Held<'_>, path: &str) -> Vec<Opening> {
    let bytes = held.files().unwrap().remove(path).unwrap_or_default();
    String::from_utf8(bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn replace_first(held: &mut Held<'_>) -> Replacement {
    let request = EntityRequest {
        task: id("MARKET"),
        stratum: id("NORTH"),
        rank: 1,
        date: "2026-03-02".parse().unwrap(),
        reason: "moved".to_owned(),
        skipped: vec![],
        approved_by: draw::replace::SUPERIOR.to_owned(),
        nonce: sha256(b"nonce"),
    };
    let earlier = held.ceremony.replacements();
    let one = propose_entity(held.plan(), &held.bench().unwrap(), &earlier, &request).unwrap();
    held.replace(one.clone()).unwrap();
    one
}

#[test]
fn a_taken_reserve_is_opened_beside_the_outcome() {
    let (office, plan) = (county::office(), county::plan(Mode::Open, Profile::Room));
    let frozen = freeze(&office, &plan).unwrap();
    // Dice for which the reserve is drawn by no other task, so that it is not opened already.
    let script = (0..100).map(|number| {
        let mut script = county::script(&frozen.announcement.plan);
        script.value = format!("{number:0>20}");
        script
    });
    let is_closed = |script: &Script| {
        let held = hold(&frozen, script).unwrap();
        let entity = &held.reserves[0].leaf.entity;
        held.openings.iter().all(|opening| opening.id != *entity)
    };
    let script = script.into_iter().find(is_closed).unwrap();
    let mut held = hold(&frozen, &script).unwrap();
    let drawn = opened(&held, "draw/openings.jsonl");
    assert_eq!(drawn, held.openings);
    assert!(!held.files().unwrap().contains_key("evidence/openings.jsonl"));
    assert_eq!(record_digest(&held.record().unwrap()).unwrap(), drawn_record(&held));

    let one = replace_first(&mut held);
    let Replacement::Entity { by: Some(rank), .. } = one else { panic!() };
    let reserve = held.reserves.iter().find(|reserve| {
        (reserve.leaf.task.as_str(), reserve.leaf.stratum.as_str(), reserve.leaf.rank) == ("MARKET", "NORTH", rank)
    });
    let opening = reserve.unwrap().opening.clone().unwrap();
    assert_eq!(opened(&held, "evidence/openings.jsonl"), [opening]);
    assert_eq!(opened(&held, "draw/openings.jsonl"), drawn);
    assert_eq!(record_digest(&held.record().unwrap()).unwrap(), drawn_record(&held));
    held.finish().unwrap();
    let Event::Finish { record, .. } = held.events().last().unwrap().event else { panic!() };
    assert_eq!(record, drawn_record(&held));
}

#[test]
fn who_is_opened_already_is_not_opened_again() {
    let (office, plan) = (county::office(), county::plan(Mode::Open, Profile::Room));
    let frozen = freeze(&office, &plan).unwrap();
    let script = county::script(&frozen.announcement.plan);
    let held = hold(&frozen, &script).unwrap();
    let (first, all) = (held.openings[0].clone(), &held.openings);
    let twice = [all[1].clone(), first.clone(), first.clone()];
    assert_eq!(openings_of_taken(&[], &twice), [first.clone(), all[1].clone()]);
    assert_eq!(openings_of_taken(std::slice::from_ref(&first), &twice), [all[1].clone()]);
    assert!(openings_of_taken(all, &twice).is_empty());
}

#[test]
fn a_void_after_the_draw_publishes_everything() {
    for mode in [Mode::Open, Mode::Sealed] {
        let (office, plan) = (county::office(), county::plan(mode, Profile::Room));
        let frozen = freeze(&office, &plan).unwrap();
        let script = county::script(&frozen.announcement.plan);
        let mut held = hold(&frozen, &script).unwrap();
        let sealed = mode == Mode::Sealed;
        assert_eq!(held.format(), if sealed { Format::Sealed } else { Format::Bundle });
        assert_eq!(held.files().unwrap().contains_key("draw/record.json"), !sealed);
        if sealed {
            let leaf = held.leaf_ids()[0].clone();
            held.open(&leaf).unwrap();
            assert_eq!(held.open(&leaf).unwrap_err().code(), "step-twice");
            assert_eq!(held.open("visit/NOBODY").unwrap_err().code(), "sealed-no-leaf");
        }
        held.void("名单有误").unwrap();
        assert_eq!(held.format(), Format::Bundle);
        let files = held.files().unwrap();
        assert!(files.contains_key("draw/record.json") && files.contains_key("draw/visits.jsonl"));
        assert_eq!(files.contains_key("sealed/capsules.jsonl"), sealed);
    }
}

#[test]
fn a_sealed_draw_is_not_made_without_its_secret() {
    let (office, plan) = (county::office(), county::plan(Mode::Sealed, Profile::Room));
    let frozen = freeze(&office, &plan).unwrap();
    let error = draw::in_memory::draw(&frozen, &crate::fixture::SAID, crate::fixture::DICE).unwrap_err();
    assert_eq!(error.code(), "seed-sealed");
}
