use std::collections::BTreeSet;

use draw::in_memory::{Held, freeze, hold};
use draw::sealed::{
    CapsuleName, CapsuleText, Entry, PAD, TAG_LENGTH, capsule_key, capsule_list, capsule_names, leaf_data, leaf_hash,
    leaf_salt, open_capsule, seal_capsule,
};
use records::events::Leaf;
use records::hash::{Digest, Secret, h, sha256};
use records::lang::Lang;
use records::plan::{Mode, Profile};

use crate::county::{self, key};

/// A sealed draw of the tiny county.
pub fn held(test: impl Fn(Held<'_>)) {
    let (office, plan) = (county::office(), county::plan(Mode::Sealed, Profile::Room));
    let frozen = freeze(&office, &plan).unwrap();
    let script = county::script(&frozen.announcement.plan);
    test(hold(&frozen, &script).unwrap());
}

/// All entries of all capsules, opened with both halves.
pub fn entries(held: &Held<'_>) -> Vec<Entry> {
    let draw = held.plan().draw_name();
    let open = |capsule: &draw::in_memory::HeldCapsule| {
        let key = capsule_key(&capsule.halves[0], &capsule.halves[1]);
        match open_capsule(&draw, &capsule.name, &key, &capsule.file).unwrap() {
            CapsuleText::Day { visits, .. } | CapsuleText::Superior { visits, .. } => visits,
            CapsuleText::Reserve { reserve, .. } => vec![*reserve],
        }
    };
    held.capsules.iter().flat_map(open).collect()
}

#[test]
fn leaves_are_salted_and_stand_by_their_hashes() {
    held(|held| {
        let leaves = held.leaves.as_ref().unwrap();
        let all = leaves.as_slice();
        assert_eq!(all.len(), held.outcome.visits.len() + held.reserves.len());
        assert_eq!(leaves.root().count, all.len() as u64);
        assert!(all.is_sorted_by(|a, b| a.hash < b.hash));
        for (index, leaf) in (0..).zip(all) {
            // By hand, from the text of section 22.2.
            let salt = h("mq1/salt", &[&held.keys.seal, leaf.id.as_bytes()]);
            let data = h("mq1/leaf", &[salt.as_bytes(), &leaf.line]);
            let hash = sha256(&[&[0][..], data.as_bytes()].concat());
            assert_eq!((leaf.salt, leaf.data, leaf.hash, leaf.index), (salt, data, hash, index));
            assert_eq!((leaf_salt(&held.keys.seal, &leaf.id), leaf_hash(&leaf_data(&salt, &leaf.line))), (salt, hash));
            let entry = Entry::of(leaf, vec![]);
            assert_eq!(entry.check(&leaves.root()), Ok(()));
            let id = match &leaf.leaf {
                Leaf::Visit(visit) => format!("visit/{}", visit.id),
                Leaf::Reserve(reserve) => format!("reserve/{}/{}/{}", reserve.task, reserve.stratum, reserve.rank),
            };
            assert_eq!(leaf.id, id);
            assert_eq!(leaves.find(&id), Some(leaf));
            let text = String::from_utf8(leaf.line.to_vec()).unwrap();
            assert!(text.starts_with("{\"visit\":{") || text.starts_with("{\"reserve\":{\"entity\":"), "{text}");
        }
        let mut forged = Entry::of(&all[0], vec![]);
        forged.salt = all[1].salt;
        assert_eq!(forged.check(&leaves.root()).unwrap_err().code(), "sealed-path");
        let twice = [held.reserves[0].leaf.clone(), held.reserves[0].leaf.clone()];
        let error = draw::sealed::Leaves::new(&held.keys.seal, &[], &twice).unwrap_err();
        assert_eq!(error.code(), "sealed-leaf-twice");
    });
}

#[test]
fn capsules_hold_every_leaf_once_and_have_two_sizes() {
    held(|held| {
        let names: Vec<String> = capsule_names(held.plan()).iter().map(ToString::to_string).collect();
        let reserves = held.reserves.iter().map(|one| {
            let leaf = &one.leaf;
            format!("reserve/{}/{}/{}", leaf.task, leaf.stratum, leaf.rank)
        });
        let days = held.plan().days.iter().map(|day| format!("day/{day}"));
        let expected: Vec<String> = days.chain(reserves).chain(["superior".to_owned()]).collect();
        assert_eq!(names, expected);
        let size = |capsule: &draw::in_memory::HeldCapsule| capsule.file.len();
        let is_reserve = |name: &CapsuleName| matches!(name, CapsuleName::Reserve { .. });
        for kind in [true, false] {
            let of_kind = held.capsules.iter().filter(|one| is_reserve(&one.name) == kind);
            let sizes: BTreeSet<usize> = of_kind.map(size).collect();
            assert_eq!(sizes.len(), 1, "{sizes:?}");
            assert!(sizes.iter().all(|size| (size - TAG_LENGTH).is_multiple_of(PAD)));
        }
        let entries = entries(&held);
        let leaves = held.leaves.as_ref().unwrap();
        let got: BTreeSet<String> = entries.iter().map(|entry| draw::sealed::leaf_id(&entry.line)).collect();
        assert_eq!(got.len(), entries.len());
        assert_eq!(got, held.leaf_ids().into_iter().collect());
        for entry in &entries {
            assert_eq!(entry.check(&leaves.root()), Ok(()));
            check_orders(&held, entry);
        }
        let list = capsule_list(held.plan(), held.capsules.iter().map(|one| one.file.as_slice())).unwrap();
        assert_eq!(list.root().count, names.len() as u64);
        let few = capsule_list(held.plan(), held.capsules.iter().skip(1).map(|one| one.file.as_slice()));
        assert_eq!(few.unwrap_err().code(), "sealed-count");
    });
}

/// Nobody of the team, nobody twice, everybody with a place left.
fn check_orders(held: &Held<'_>, entry: &Entry) {
    let (team, days): (Vec<_>, usize) = match &entry.line {
        Leaf::Visit(visit) if visit.days.is_empty() => {
            assert!(entry.orders.is_empty());
            return;
        }
        Leaf::Visit(visit) => {
            assert_eq!(entry.orders.len(), visit.seats.len());
            (visit.seats.iter().filter_map(|seat| seat.inspector.as_ref()).collect(), visit.days.len())
        }
        Leaf::Reserve(_) => (vec![], held.plan().days.len()),
    };
    for order in &entry.orders {
        let ids: BTreeSet<_> = order.iter().map(|one| &one.id).collect();
        assert_eq!(ids.len(), order.len());
        assert!(order.iter().all(|one| one.left > 0 && one.free.len() == days && !team.contains(&&one.id)));
    }
}

#[test]
fn a_draw_held_twice_gives_the_same_bytes() {
    held(|first| {
        held(|second| {
            let files = |held: &Held<'_>| held.capsules.iter().map(|one| sha256(&one.file)).collect::<Vec<_>>();
            assert_eq!(files(&first), files(&second));
            assert_eq!(first.events(), second.events());
        });
    });
}

#[test]
fn a_capsule_opens_with_both_halves_only() {
    held(|held| {
        let (draw, capsule) = (held.plan().draw_name(), &held.capsules[0]);
        let open = |name: &CapsuleName, one: &Secret, two: &Secret, draw: &str, file: &[u8]| {
            open_capsule(draw, name, &capsule_key(one, two), file).err().map_or("ok", |error| {
                assert!(error.message(Lang::Zh).contains("封装单"));
                error.code()
            })
        };
        let [one, two] = &capsule.halves;
        let zero = Secret::new([0; 32]);
        assert_eq!(open(&capsule.name, one, two, &draw, &capsule.file), "ok");
        assert_eq!(open(&capsule.name, two, one, &draw, &capsule.file), "sealed-key");
        assert_eq!(open(&capsule.name, one, &zero, &draw, &capsule.file), "sealed-key");
        assert_eq!(open(&capsule.name, one, two, "COUNTY/7/2", &capsule.file), "sealed-key");
        assert_eq!(open(&held.capsules[1].name, one, two, &draw, &capsule.file), "sealed-key");
        for at in [0, capsule.file.len() / 2, capsule.file.len() - 1] {
            let mut file = capsule.file.clone();
            file[at] ^= 1;
            assert_eq!(open(&capsule.name, one, two, &draw, &file), "sealed-key");
        }
        assert_eq!(open(&capsule.name, one, two, &draw, &capsule.file[1..]), "sealed-key");
        assert_eq!(open(&capsule.name, one, two, &draw, b""), "sealed-key");
    });
}

#[test]
fn what_a_capsule_holds_is_read_strictly() {
    held(|held| {
        let (draw, key) = (held.plan().draw_name(), key("capsule"));
        let day = held.plan().days[0];
        let name = CapsuleName::Day(day);
        let read = |padded: &[u8], name: &CapsuleName| {
            let file = seal_capsule(&draw, name, &key, padded).unwrap();
            open_capsule(&draw, name, &key, &file).err().map_or("ok", |error| error.code())
        };
        let pad = |text: &str| {
            let mut out = (text.len() as u32).to_be_bytes().to_vec();
            out.extend_from_slice(text.as_bytes());
            out.resize(out.len().next_multiple_of(PAD), 0);
            out
        };
        let good = format!("{{\"day\":\"{day}\",\"draw\":\"{draw}\",\"visits\":[]}}");
        assert_eq!(read(&pad(&good), &name), "ok");
        // Padding.
        assert_eq!(read(&pad(&good)[..100], &name), "sealed-padding");
        assert_eq!(read(b"", &name), "sealed-padding");
        let mut long = pad(&good);
        long[..4].copy_from_slice(&(PAD as u32).to_be_bytes());
        assert_eq!(read(&long, &name), "sealed-padding");
        let mut tail = pad(&good);
        tail[PAD - 1] = 1;
        assert_eq!(read(&tail, &name), "sealed-padding");
        // Text.
        let bad = |text: String| read(&pad(&text), &name);
        assert_ne!(bad(good.replace("\"visits\"", " \"visits\"")), "ok");
        assert_ne!(bad(good.replace("[]", "[],\"x\":1")), "ok");
        assert_ne!(bad("[]".to_owned()), "ok");
        assert_eq!(bad(good.replace(&draw, "COUNTY/9/1")), "sealed-content");
        assert_eq!(bad(good.replace(&day.to_string(), &held.plan().days[1].to_string())), "sealed-content");
        assert_eq!(bad(good.replace(&format!("\"day\":\"{day}\","), "")), "sealed-content");
        assert_eq!(read(&pad(&good), &CapsuleName::Superior), "sealed-content");
        assert_eq!(read(&pad(&good), &held.capsules[6].name), "sealed-content");
        // A visit of another day.
        let other = entries(&held).into_iter().find(|entry| match &entry.line {
            Leaf::Visit(visit) => visit.days.first().is_some_and(|first| *first != day),
            Leaf::Reserve(_) => false,
        });
        let moved = CapsuleText::Day { day, draw: draw.clone(), visits: vec![other.unwrap()] };
        let text = String::from_utf8(records::canonical::to_vec(&moved).unwrap()).unwrap();
        assert_eq!(read(&pad(&text), &name), "sealed-content");
    });
}

#[test]
fn the_key_of_a_capsule_is_that_of_the_text() {
    let (one, two) = (key("one"), key("two"));
    let expected = h("mq1/capsule-key", &[one.expose_bytes(), two.expose_bytes()]);
    assert_eq!(Digest::new(*capsule_key(&one, &two).expose_bytes()), expected);
}
