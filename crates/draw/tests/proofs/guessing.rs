//! Can somebody who knows every list, the plan and every formula, but not the seed, tell from what is public before the finish who
//! is drawn? Each game is played on honest draws, where nothing beats chance, and on sabotaged ones, where it wins: a game that
//! would not notice the sabotage shows nothing.

use std::collections::{BTreeMap, BTreeSet};

use draw::in_memory::{Frozen, Held, freeze, hold};
use draw::sealed::{CapsuleText, SealedLeaf, capsule_key, leaf_data, leaf_hash, leaf_salt, open_capsule};
use records::events::{Event, Leaf, ReserveLeaf};
use records::hash::{Digest, sha256};
use records::plan::{Mode, Plan, Profile};

use crate::county;

const DRAWS: u32 = 60;

/// What is left out of a sealed draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sabotage {
    None,
    /// The leaf line is hashed bare.
    Unsalted,
    /// The salt comes from what is public.
    SaltedBySeedHash,
    /// Leaves stand in the order of their ids.
    OrderedById,
    /// Texts of capsules are not padded.
    Unpadded,
}

/// What an adversary sees, more than is ever public before the finish: all hashes of leaves, not only the root and some paths.
struct View {
    plan: Plan,
    digest: Digest,
    seed_hash: Digest,
    leaves: Vec<Digest>,
    sizes: Vec<(String, usize)>,
    /// For the judge of the games only: leaf id of each leaf, and the truth about capsules.
    truth: Vec<SealedLeaf>,
    /// Number of visits of each day's capsule, or for a reserve whether its orders are empty.
    inside: BTreeMap<String, usize>,
}

fn view(frozen: &Frozen<'_>, held: &Held<'_>, sabotage: Sabotage) -> View {
    let seed_hash = held.sealing.seed.hash();
    let mut truth = held.leaves.as_ref().unwrap().as_slice().to_vec();
    for leaf in &mut truth {
        match sabotage {
            Sabotage::Unsalted => leaf.hash = leaf_hash(&sha256(&leaf.line)),
            Sabotage::SaltedBySeedHash => {
                leaf.hash = leaf_hash(&leaf_data(&leaf_salt(seed_hash.as_bytes(), &leaf.id), &leaf.line));
            }
            _ => {}
        }
    }
    match sabotage {
        Sabotage::OrderedById => truth.sort_by(|a, b| a.id.cmp(&b.id)),
        Sabotage::Unsalted | Sabotage::SaltedBySeedHash => truth.sort_by_key(|leaf| leaf.hash),
        // As the engine has put them: that it does so by hash is part of what is tried here.
        Sabotage::None | Sabotage::Unpadded => {}
    }
    let draw = held.plan().draw_name();
    let (mut sizes, mut inside) = (Vec::new(), BTreeMap::new());
    for capsule in &held.capsules {
        let key = capsule_key(&capsule.halves[0], &capsule.halves[1]);
        let text = open_capsule(&draw, &capsule.name, &key, &capsule.file).unwrap();
        let count = match &text {
            CapsuleText::Day { visits, .. } | CapsuleText::Superior { visits, .. } => visits.len(),
            CapsuleText::Reserve { reserve, .. } => usize::from(!reserve.orders.is_empty()),
        };
        inside.insert(capsule.name.to_string(), count);
        let bare = records::canonical::to_vec(&text).unwrap().len();
        sizes.push((capsule.name.to_string(), if sabotage == Sabotage::Unpadded { bare } else { capsule.file.len() }));
    }
    let leaves = truth.iter().map(|leaf| leaf.hash).collect();
    View {
        plan: frozen.announcement.plan.clone(),
        digest: frozen.announcement.digest,
        seed_hash,
        leaves,
        sizes,
        truth,
        inside,
    }
}

/// Many draws of one plan: everything is the same but the dice.
fn play(sabotage: Sabotage, mut game: impl FnMut(&View)) {
    let (office, plan) = (county::office(), county::plan(Mode::Sealed, Profile::Room));
    let frozen = freeze(&office, &plan).unwrap();
    for number in 0..DRAWS {
        let mut script = county::script(&frozen.announcement.plan);
        script.value = format!("{number:0>20}");
        game(&view(&frozen, &hold(&frozen, &script).unwrap(), sabotage));
    }
}

/// Wins and losses of a yes-or-no game. A tie is half a win: the adversary tosses a coin.
#[derive(Default)]
struct Score {
    twice_won: u32,
    rounds: u32,
}

impl Score {
    fn add(&mut self, guess: Option<bool>) {
        self.rounds += 1;
        self.twice_won += guess.map_or(1, |right| 2 * u32::from(right));
    }

    /// Within five standard deviations of one half.
    fn is_chance(&self) -> bool {
        let (n, off) = (f64::from(self.rounds), f64::from(self.twice_won) - f64::from(self.rounds));
        off.abs() <= 5.0 * n.sqrt()
    }

    fn share(&self) -> f64 {
        f64::from(self.twice_won) / f64::from(2 * self.rounds)
    }
}

/// Game 1: hash every line that a reserve could have, under every salt that one could think of, and look for it.
fn lines_found(view: &View) -> usize {
    let mut salts: Vec<Vec<u8>> = vec![vec![], vec![0; 32], view.digest.as_bytes().to_vec()];
    salts.push(view.seed_hash.as_bytes().to_vec());
    salts.push(view.plan.draw_name().into_bytes());
    salts.extend((0..=u8::MAX).map(|byte| vec![byte; 32]));
    let entities: Vec<String> = (1..=12).map(|k| format!("E{k:02}")).chain(["LIFT-1".to_owned()]).collect();
    let known: BTreeSet<&Digest> = view.leaves.iter().collect();
    let mut found = 0;
    for population in &view.plan.populations {
        for rank in population.n + 1..=population.n + population.reserves {
            for entity in &entities {
                let entity = crate::fixture::id(entity);
                let (stratum, task) = (population.stratum.clone(), population.task.clone());
                let leaf = Leaf::Reserve(ReserveLeaf { entity, rank, stratum, task });
                let line = records::canonical::to_vec(&leaf).unwrap();
                let id = draw::sealed::leaf_id(&leaf);
                let mut hashes = vec![leaf_hash(&sha256(&line)), sha256(&line), sha256(&[&[0][..], &line].concat())];
                for salt in &salts {
                    let mut padded = [0; 32];
                    padded[..salt.len().min(32)].copy_from_slice(&salt[..salt.len().min(32)]);
                    hashes.push(leaf_hash(&leaf_data(&leaf_salt(&padded, &id), &line)));
                    hashes.push(leaf_hash(&leaf_data(&Digest::new(padded), &line)));
                    hashes.push(leaf_hash(&sha256(&[salt.as_slice(), &line].concat())));
                }
                found += usize::from(hashes.iter().any(|hash| known.contains(hash)));
            }
        }
    }
    found
}

#[test]
fn no_line_is_found_by_hashing() {
    play(Sabotage::None, |view| assert_eq!(lines_found(view), 0));
    for sabotage in [Sabotage::Unsalted, Sabotage::SaltedBySeedHash] {
        // Every reserve of every draw is read off.
        play(sabotage, |view| {
            let reserves = view.plan.populations.iter().map(|one| one.reserves).sum::<u64>();
            assert_eq!(lines_found(view) as u64, reserves, "{sabotage:?} went unnoticed");
        });
    }
}

/// Game 2: of two leaves, seen on slips with their places, say which one has the smaller id.
fn order_game(score: &mut Score, view: &View) {
    for (place, first) in view.truth.iter().enumerate() {
        for second in view.truth.iter().skip(place + 1) {
            score.add(Some(first.id < second.id));
        }
    }
}

#[test]
fn the_place_of_a_leaf_says_nothing() {
    let mut honest = Score::default();
    play(Sabotage::None, |view| order_game(&mut honest, view));
    // Pairs of one draw hang together, so that chance is wider than for free tosses; one half is still the middle.
    assert!((honest.share() - 0.5).abs() < 0.08, "{}", honest.share());
    let mut sabotaged = Score::default();
    play(Sabotage::OrderedById, |view| order_game(&mut sabotaged, view));
    assert!(sabotaged.share() > 0.99 && !sabotaged.is_chance());
}

/// Game 3: of two days, say on which there are more visits; of two reserves, which one's place is not drawn.
fn size_game(score: &mut Score, view: &View) {
    let of_kind = |prefix: &str| -> Vec<(usize, usize)> {
        let kind = view.sizes.iter().filter(|(name, _)| name.starts_with(prefix));
        kind.map(|(name, size)| (*size, view.inside[name])).collect()
    };
    for kind in [of_kind("day/"), of_kind("reserve/MARKET/")] {
        for (place, (size, inside)) in kind.iter().enumerate() {
            for (other, more) in kind.iter().skip(place + 1).filter(|(_, other)| other != inside) {
                score.add((size != other).then_some((size > other) == (inside > more)));
            }
        }
    }
}

#[test]
fn the_size_of_a_capsule_says_nothing() {
    let mut honest = Score::default();
    play(Sabotage::None, |view| size_game(&mut honest, view));
    assert!(honest.rounds > 100, "{}", honest.rounds);
    assert_eq!(honest.twice_won, honest.rounds, "every round is a tie");
    let mut sabotaged = Score::default();
    play(Sabotage::Unpadded, |view| size_game(&mut sabotaged, view));
    assert!(sabotaged.share() > 0.9 && !sabotaged.is_chance(), "{}", sabotaged.share());
}

/// Everything public at the draw but the events, with digests masked, as text.
fn shape(held: &Held<'_>) -> String {
    let mut out = String::new();
    for capsule in &held.capsules {
        out += &format!("{} {}\n", capsule.name, capsule.file.len());
    }
    let Event::Draw(draw) = &held.events().last().unwrap().event else { panic!() };
    out += &format!("{} leaves, {} capsules\n", draw.leaves.unwrap().count, draw.capsules.unwrap().count);
    let files = held.files().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    for (path, bytes) in files {
        let same = path.starts_with("lists/") || path == "plan.json";
        out += &if same { text(&bytes) } else { masked(&text(&bytes)) };
    }
    out + &masked(&text(&held.events().last().unwrap().line().unwrap()))
}

/// Runs of 64 hexadecimal digits become one dot.
fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_digest = rest.len() >= 64 && rest.bytes().take(64).all(|byte| byte.is_ascii_hexdigit());
        if is_digest {
            out.push('.');
            rest = &rest[64..];
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

#[test]
fn two_draws_of_equal_counts_differ_in_digests_only() {
    let (office, plan) = (county::office(), county::plan(Mode::Sealed, Profile::Room));
    let frozen = freeze(&office, &plan).unwrap();
    let mut shapes: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
    let mut outcomes: BTreeMap<u64, BTreeSet<Vec<String>>> = BTreeMap::new();
    for number in 0..DRAWS {
        let mut script = county::script(&frozen.announcement.plan);
        script.value = format!("{number:0>20}");
        let held = hold(&frozen, &script).unwrap();
        let count = held.leaves.as_ref().unwrap().root().count;
        shapes.entry(count).or_default().insert(shape(&held));
        let drawn = held.outcome.visits.iter().map(|visit| format!("{} {:?}", visit.id, visit.days)).collect();
        outcomes.entry(count).or_default().insert(drawn);
    }
    for (count, shapes) in shapes {
        assert_eq!(shapes.len(), 1, "draws of {count} leaves look different");
    }
    assert!(outcomes.values().any(|different| different.len() > 10), "there is something to tell apart");
}
