//! A replacement that takes a reserve opens its commitments: the record grows, and the one at the draw can be had again from it.

use draw::in_memory::{Held, Script, freeze, hold};
use draw::publish::{Format, record_at_draw, record_digest};
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

fn opened(held: &Held<'_>) -> Vec<Opening> {
    let files = held.draw_files().unwrap().files;
    let text = String::from_utf8(files["draw/openings.jsonl"].clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn replace_first(held: &mut Held<'_>) -> Replacement {
    let request = EntityRequest {
        task: id("MARKET"),
        stratum: id("NORTH"),
        rank: 1,
        date: "2026-03-02".parse().unwrap(),
        reason: "moved".to_owned(),
        skipped: vec![],
        approved_by: "市场监管局".to_owned(),
        nonce: sha256(b"nonce"),
    };
    let earlier = held.ceremony.replacements();
    let one = propose_entity(held.plan(), &held.bench().unwrap(), &earlier, &request).unwrap();
    held.replace(one.clone()).unwrap();
    one
}

#[test]
fn a_taken_reserve_is_opened_and_the_record_at_the_draw_stays() {
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
    let before = opened(&held);
    assert_eq!(before, held.openings);
    assert_eq!(record_digest(&held.record().unwrap()).unwrap(), drawn_record(&held));

    let one = replace_first(&mut held);
    let Replacement::Entity { by: Some(rank), .. } = one else { panic!() };
    let reserve = held.reserves.iter().find(|reserve| {
        (reserve.leaf.task.as_str(), reserve.leaf.stratum.as_str(), reserve.leaf.rank) == ("MARKET", "NORTH", rank)
    });
    let entity = reserve.unwrap().leaf.entity.clone();
    let after = opened(&held);
    assert!(after.iter().any(|opening| opening.id == entity));
    assert!(after.is_sorted_by(|a, b| a.id < b.id));
    assert_eq!(after.len(), before.len() + 1);

    let now = held.record().unwrap();
    assert_ne!(record_digest(&now).unwrap(), drawn_record(&held));
    let then = record_at_draw(&now, &held.openings).unwrap();
    assert_eq!(record_digest(&then).unwrap(), drawn_record(&held));
    // The finish has the record as it is now, and the ceremony takes it.
    held.finish().unwrap();
    let Event::Finish { record, .. } = held.events().last().unwrap().event else { panic!() };
    assert_eq!(record, record_digest(&now).unwrap());
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
