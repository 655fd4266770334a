use draw::rules::OUTSIDE;
use draw::seed::Seed;
use draw::select::{Selection, Selector, batch};
use records::hash::{Digest, h, sha256, ticket, ticket_key};
use records::plan::{Coordination, Plan, Population};

use crate::fixture;

/// Two strata in one task, one in another; as many drawn as asked for.
fn plan(sizes: [(u64, u64, u64); 3]) -> Plan {
    let mut plan = fixture::plan();
    plan.tasks.truncate(2);
    plan.tasks[1].strata.truncate(1);
    let cells = [(0, 0), (0, 1), (1, 0)];
    plan.populations = cells
        .iter()
        .zip(sizes)
        .map(|((task, stratum), (population, n, reserves))| Population {
            task: plan.tasks[*task].id.clone(),
            stratum: plan.tasks[*task].strata[*stratum].id.clone(),
            population,
            excluded: 0,
            n,
            reserves,
        })
        .collect();
    plan
}

/// Entity k lies in stratum k mod 2 of the first task and in the second task if 3 divides k.
fn strata(k: u64) -> [u16; 2] {
    [(k % 2) as u16, if k.is_multiple_of(3) { 0 } else { OUTSIDE }]
}

fn name(k: u64) -> String {
    format!("E{k:06}")
}

fn select(plan: &Plan, seed: Seed, order: impl IntoIterator<Item = u64>) -> Selection {
    let mut selector = Selector::new(plan, &seed.keys(plan).tickets);
    for k in order {
        selector.offer(name(k).as_bytes(), &strata(k));
    }
    selector.finish(plan).unwrap()
}

fn seed(k: u64) -> Seed {
    Seed::simulated(&sha256(b"select"), k)
}

#[test]
fn the_smallest_tickets_are_drawn_then_the_reserves() {
    let plan = plan([(3000, 500, 100), (3000, 0, 7), (2000, 2000, 0)]);
    let got = select(&plan, seed(1), 0..6000);
    let keys = seed(1).keys(&plan).tickets.clone();
    for (cell, task, lies) in [(0, 0, [0, OUTSIDE]), (1, 0, [1, OUTSIDE]), (2, 1, [OUTSIDE, 0])] {
        let here = (0..6000).filter(|k| {
            let strata = strata(*k);
            lies[0] == strata[0] && cell < 2 || cell == 2 && lies[1] == strata[1]
        });
        let mut all: Vec<(Digest, String)> = here.map(|k| (ticket(&keys[task], name(k).as_bytes()), name(k))).collect();
        all.sort();
        let Population { n, reserves, .. } = plan.populations[cell];
        let (drawn, rest) = all.split_at(n as usize);
        let ids = |ranked: &[draw::select::Ranked]| -> Vec<(Digest, String)> {
            ranked.iter().map(|one| (one.ticket, one.id.to_string())).collect()
        };
        assert_eq!(ids(&got.strata[cell].drawn), drawn);
        assert_eq!(ids(&got.strata[cell].reserves), rest[..reserves as usize]);
        assert_eq!(got.strata[cell].threshold(), drawn.last().map(|(ticket, _)| *ticket));
    }
    assert_eq!(got.strata[1].threshold(), None);
}

#[test]
fn order_of_rows_and_parts_do_not_matter() {
    let mut plan = plan([(3000, 50, 10), (3000, 1, 0), (2000, 70, 10)]);
    for coordination in [Coordination::Positive, Coordination::Independent] {
        plan.coordination = coordination;
        let forward = select(&plan, seed(2), 0..6000);
        assert_eq!(select(&plan, seed(2), (0..6000).rev()), forward);
        let keys = seed(2).keys(&plan).tickets.clone();
        for parts in [2, 7, 600] {
            let mut parts: Vec<Selector> = (0..parts).map(|_| Selector::new(&plan, &keys)).collect();
            let count = parts.len() as u64;
            for k in 0..6000 {
                parts[(k % count) as usize].offer(name(k).as_bytes(), &strata(k));
            }
            let mut whole = parts.pop().unwrap();
            parts.into_iter().for_each(|part| whole.merge(part));
            assert_eq!(whole.finish(&plan).unwrap(), forward);
        }
    }
}

#[test]
fn quotas_are_nested() {
    let few = select(&plan([(3000, 50, 0), (3000, 0, 0), (2000, 0, 0)]), seed(3), 0..6000);
    let more = select(&plan([(3000, 60, 5), (3000, 0, 0), (2000, 0, 0)]), seed(3), 0..6000);
    assert_eq!(few.strata[0].drawn, more.strata[0].drawn[..50]);
    let reserves = select(&plan([(3000, 50, 10), (3000, 0, 0), (2000, 0, 0)]), seed(3), 0..6000);
    assert_eq!(reserves.strata[0].reserves, more.strata[0].drawn[50..]);
}

/// Adding or removing an entity moves no other.
#[test]
fn others_do_not_move() {
    let plan = plan([(3000, 50, 0), (3000, 0, 0), (2000, 0, 0)]);
    let all = select(&plan, seed(4), 0..6000);
    let gone = all.strata[0].drawn[20].id.to_string();
    let without = select(&plan, seed(4), (0..6000).filter(|k| name(*k) != gone));
    let mut expected = all.strata[0].drawn.clone();
    expected.remove(20);
    assert_eq!(without.strata[0].drawn[..49], expected);
}

#[test]
fn tasks_coincide_or_are_independent() {
    let mut plan = plan([(3000, 60, 0), (3000, 60, 0), (2000, 40, 0)]);
    let overlap = |plan: &Plan| {
        let got = select(plan, seed(5), 0..6000);
        let first: Vec<_> = got.strata[..2].iter().flat_map(|cell| &cell.drawn).collect();
        got.strata[2].drawn.iter().filter(|one| first.iter().any(|other| other.id == one.id)).count()
    };
    assert!(overlap(&plan) >= 30, "one ticket: nearly the same entities");
    plan.coordination = Coordination::Independent;
    assert!(overlap(&plan) <= 5, "40 × 2 % by chance");
}

#[test]
fn another_list_than_the_frozen_one_is_noticed() {
    let plan = plan([(3000, 50, 10), (3000, 0, 0), (2000, 0, 0)]);
    let mut selector = Selector::new(&plan, &seed(6).keys(&plan).tickets);
    (0..118).for_each(|k| selector.offer(name(k).as_bytes(), &strata(k)));
    assert_eq!(selector.finish(&plan).unwrap_err().code(), "select-missing");
}

/// Equal tickets don't happen with SHA-256; the order by id is part of the protocol all the same.
#[test]
fn the_shell_line_gives_the_ticket() {
    let k = ticket_key(&sha256(b"k").to_bytes());
    let text = [&k[..], b"91110000MA01ABCD1X"].concat();
    assert_eq!(ticket(&k, b"91110000MA01ABCD1X"), sha256(&text));
    let long = [b'A'; 64];
    assert_eq!(ticket(&k, &long), sha256(&[&k[..], &long].concat()), "more than one block");
}

/// Inclusion probability is n ÷ N for everybody: chi-square over seeds.
///
/// Counts of one entity are binomial over seeds; between entities they are negatively correlated,
/// as exactly n of N are drawn. For sampling without replacement
/// Σ (count − seeds·n/N)² ÷ (seeds·n/N·(1 − n/N)) × (N − 1)/N is chi-square with N − 1 degrees.
#[test]
fn everybody_has_the_same_chance() {
    let (population, n, seeds) = (120_u64, 18_u64, 20_000_u64);
    let plan = plan([(population, n, 0), (population, 0, 0), (80, 0, 0)]);
    let mut counts = vec![0_u64; 2 * population as usize];
    for k in 0..seeds {
        let seed = Seed::new(h("mq1/test", &[b"select", &k.to_be_bytes()]));
        for one in select(&plan, seed, 0..2 * population).strata[0].drawn.iter() {
            let entity: usize = one.id.as_str()[1..].parse().unwrap();
            counts[entity] += 1;
        }
    }
    let (share, seeds) = (n as f64 / population as f64, seeds as f64);
    let squares = counts.iter().step_by(2).map(|c| (*c as f64 - seeds * share).powi(2)).sum::<f64>();
    let degrees = (population - 1) as f64;
    let chi = squares / (seeds * share * (1.0 - share)) * degrees / population as f64;
    // Wilson–Hilferty: (chi/df)^(1/3) is nearly normal; 4.27 standard deviations are p = 0.00001.
    let z = ((chi / degrees).cbrt() - (1.0 - 2.0 / (9.0 * degrees))) / (2.0 / (9.0 * degrees)).sqrt();
    assert!(z.abs() < 4.27, "chi-square {chi:.1} with {degrees} degrees, z {z:.2}");
    assert!(counts.iter().skip(1).step_by(2).all(|count| *count == 0));
}

#[test]
fn batches_cut_the_ranks() {
    assert_eq!((1..=3).map(|j| batch(10, 3, j)).collect::<Vec<_>>(), [Some((1, 3)), Some((4, 6)), Some((7, 10))]);
    assert_eq!(batch(1, 3, 1), None, "empty");
    assert_eq!(batch(1, 3, 3), Some((1, 1)));
    assert_eq!((batch(10, 0, 1), batch(10, 3, 0), batch(10, 3, 4)), (None, None, None));
    for (n, b) in [(0, 5), (7, 7), (100, 7), (u64::MAX, 3)] {
        let mut next = 1;
        for (first, last) in (1..=b).filter_map(|j| batch(n, b, j)) {
            assert!(first == next && last >= first);
            next = last.wrapping_add(1);
        }
        assert_eq!(next, n.wrapping_add(1), "no rank is left out");
    }
}
