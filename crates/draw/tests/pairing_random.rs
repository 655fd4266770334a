//! A thousand random instances, each enumerated: the engine is right about what exists, LEVEL
//! finds the least Σ held², PASS can reach every balanced seating, and every certificate recounts.

mod common;

use std::collections::HashSet;

use common::{balanced, instance, squares, stream};
use draw::pair::{
    Certificate, DrawError, Instance, Kind, Options, Remedy, Rows, SeatingFault, Walk, check_seating, components,
    holders, prepare, recount, remedies, settle,
};
use draw::stream::Stream;
use rayon::prelude::*;

const INSTANCES: u32 = 1_000;

/// 3–6 overlapping pools, quotas, exclusions, teams of 1–3.
fn random(k: u32) -> Instance {
    let mut chance = stream("random", k);
    let mut up_to = |n: u64| chance.below(n + 1).expect("short") as u32;
    let people = 3 + up_to(3);
    let mut quotas = Vec::new();
    for _ in 0..people {
        let max = 1 + up_to(3);
        let min = if up_to(3) == 0 { up_to(u64::from(max)) } else { 0 };
        quotas.push((min, max));
    }
    let pools: Vec<Vec<u32>> = (0..3 + up_to(3)).map(|_| (0..people).filter(|_| up_to(2) > 0).collect()).collect();
    let visits: Vec<Vec<u32>> =
        (0..2 + up_to(2)).map(|_| (0..1 + up_to(2)).map(|_| up_to(pools.len() as u64 - 1)).collect()).collect();
    let barred: Vec<Vec<u32>> = visits.iter().map(|_| (0..people).filter(|_| up_to(7) == 0).collect()).collect();
    let pools: Vec<&[u32]> = pools.iter().map(Vec::as_slice).collect();
    let rows: Vec<&[u32]> = visits.iter().map(Vec::as_slice).collect();
    let mut out = instance(&quotas, &pools, &rows);
    out.barred = Rows::from_rows(barred);
    out
}

/// The first thousand that are small enough to enumerate, with their balanced seatings.
fn enumerated() -> Vec<(u32, Instance, Vec<Vec<u32>>)> {
    let found = (0..INSTANCES * 2).into_par_iter().filter_map(|k| {
        let instance = random(k);
        instance.check().expect("well-formed");
        balanced(&instance, 20_000).map(|states| (k, instance, states))
    });
    let mut out: Vec<_> = found.collect();
    out.truncate(INSTANCES as usize);
    assert_eq!(out.len(), INSTANCES as usize);
    out
}

/// The balanced start of every component, or the certificates.
fn start(instance: &Instance, key: &str, k: u32) -> Result<Vec<u32>, Vec<Certificate>> {
    let mut out = vec![draw::pair::NONE; instance.seat_count() as usize];
    let mut certificates = Vec::new();
    for component in components(instance, false) {
        match prepare(instance, &component, stream(key, k)) {
            Ok(ready) => {
                let seating = ready.finish(Walk::Skipped).expect("short");
                let mut from = seating.holders.into_iter();
                for &visit in &component.visits {
                    let first = instance.seats.first(visit) as usize;
                    for seat in 0..instance.seats.row(visit).len() {
                        out[first + seat] = from.next().expect("a holder for each seat");
                    }
                }
            }
            Err(DrawError::Infeasible(certificate)) => certificates.push(*certificate),
            Err(DrawError::Stream(fault)) => panic!("{fault}"),
        }
    }
    if certificates.is_empty() { Ok(out) } else { Err(certificates) }
}

fn idle_with_minimum(instance: &Instance) -> bool {
    let all = components(instance, false);
    let busy = |who: &u32| all.iter().any(|c| c.inspectors.binary_search(who).is_ok());
    (0..instance.inspector_count).any(|who| instance.min[who as usize] > 0 && !busy(&who))
}

#[test]
fn engine_agrees_with_enumeration() {
    let (mut feasible, mut places, mut minimum) = (0, 0, 0);
    for (k, instance, states) in enumerated() {
        match start(&instance, "start", k) {
            Ok(seating) if !idle_with_minimum(&instance) => {
                feasible += 1;
                assert!(states.contains(&seating), "instance {k}: {seating:?} is not balanced");
                assert_eq!(check_seating(&instance, &[], &seating), Ok(()), "instance {k}");
            }
            Ok(_) => assert!(states.is_empty(), "instance {k}: an idle minimum is infeasible"),
            Err(certificates) => {
                assert!(states.is_empty(), "instance {k} is feasible");
                for certificate in &certificates {
                    assert_eq!(recount(&instance, certificate), Ok(()), "instance {k}");
                    match certificate.kind {
                        Kind::Places => places += 1,
                        Kind::Minimum => minimum += 1,
                    }
                }
                let other = start(&instance, "other labels", k).expect_err("infeasible as before");
                assert_eq!(other, certificates, "instance {k}: labels must not matter");
            }
        }
    }
    eprintln!("{feasible} feasible, {places} short of places, {minimum} with too high minima");
    assert!(feasible > 200 && places > 100 && minimum > 50);
}

/// A seating that somebody changed for the worse is refused by the direct check.
#[test]
fn unbalanced_seatings_are_found() {
    let mut refused = 0;
    for (k, instance, states) in enumerated() {
        if states.is_empty() {
            continue;
        }
        let least = squares(&instance, &states[0]);
        for worse in neighbours(&instance, &states[0]) {
            let got = check_seating(&instance, &[], &worse);
            if squares(&instance, &worse) > least {
                refused += 1;
                let ok = matches!(got, Err(SeatingFault::Unbalanced { .. } | SeatingFault::Quota { .. }));
                assert!(ok, "instance {k}: {got:?}");
            } else if got.is_ok() {
                assert!(states.contains(&worse), "instance {k}");
            }
        }
    }
    assert!(refused > 500, "{refused}");
}

/// All lawful seatings that differ in one seat, whatever the quotas.
fn neighbours(instance: &Instance, seating: &[u32]) -> Vec<Vec<u32>> {
    let mut out = Vec::new();
    for seat in 0..instance.seat_count() {
        let visit = instance.seats.row_of(seat);
        let team = instance.seats.first(visit) as usize..instance.seats.first(visit + 1) as usize;
        for who in 0..instance.inspector_count {
            if instance.lawful(visit, seat, who) && !seating[team.clone()].contains(&who) {
                let mut other = seating.to_vec();
                other[seat as usize] = who;
                out.push(other);
            }
        }
    }
    out
}

/// The rules of the walk, written down again for a search of all that a round can reach.
struct Rules<'a> {
    instance: &'a Instance,
}

impl Rules<'_> {
    fn held(&self, seating: &[u32], who: u32) -> u32 {
        seating.iter().filter(|&&holder| holder == who).count() as u32
    }

    fn key(&self, seating: &[u32], who: u32) -> u32 {
        let held = self.held(seating, who);
        if held >= self.instance.max[who as usize] {
            u32::MAX
        } else if held < self.instance.min[who as usize] {
            0
        } else {
            held + 1
        }
    }

    /// Calls `end` for each seating that a round from `seating` can end in.
    fn round(&self, seating: &[u32], seen: &mut HashSet<(Vec<u32>, u32)>, end: &mut impl FnMut(Vec<u32>)) {
        let mut stack = Vec::new();
        for seat in 0..seating.len() {
            let mut opened = seating.to_vec();
            let who = std::mem::replace(&mut opened[seat], draw::pair::NONE);
            let load = self.key(&opened, who);
            stack.push((opened, seat as u32, load));
        }
        while let Some((open, hole, load)) = stack.pop() {
            if !seen.insert((open.clone(), load)) {
                continue;
            }
            let visit = self.instance.seats.row_of(hole);
            let first = self.instance.seats.first(visit);
            let team = first as usize..self.instance.seats.first(visit + 1) as usize;
            for who in 0..self.instance.inspector_count {
                if !self.instance.lawful(visit, hole, who) {
                    continue;
                }
                let own = open[team.clone()].iter().position(|&holder| holder == who);
                let own = own.map(|at| first + at as u32);
                if own.is_none() && self.key(&open, who) == load {
                    let mut done = open.clone();
                    done[hole as usize] = who;
                    end(done);
                    continue;
                }
                let given = (0..open.len() as u32).filter(|&z| open[z as usize] == who);
                for z in given.filter(|&z| own.is_none_or(|own| own == z)) {
                    let mut next = open.clone();
                    next[z as usize] = draw::pair::NONE;
                    next[hole as usize] = who;
                    stack.push((next, z, load));
                }
            }
        }
    }
}

#[test]
fn pass_joins_all_balanced_seatings() {
    let reached: usize = enumerated()
        .into_par_iter()
        .filter(|(_, _, states)| !states.is_empty())
        .map(|(k, instance, states)| {
            let balanced: HashSet<&Vec<u32>> = states.iter().collect();
            let rules = Rules { instance: &instance };
            let mut seen = HashSet::new();
            let mut found: HashSet<Vec<u32>> = HashSet::from([states[0].clone()]);
            let mut waiting = vec![states[0].clone()];
            while let Some(seating) = waiting.pop() {
                rules.round(&seating, &mut seen, &mut |end| {
                    assert!(balanced.contains(&end), "instance {k}: a round left the balanced ones");
                    if found.insert(end.clone()) {
                        waiting.push(end);
                    }
                });
            }
            assert_eq!(found.len(), states.len(), "instance {k}: PASS cannot reach every seating");
            found.len()
        })
        .sum();
    eprintln!("{reached} balanced seatings, all reached");
}

/// What is offered as a way out is one.
#[test]
fn remedies_are_sufficient() {
    let mut tried = 0;
    for (k, instance, states) in enumerated() {
        if !states.is_empty() {
            continue;
        }
        let Err(certificates) = start(&instance, "start", k) else { continue };
        if certificates.len() > 1 || idle_with_minimum(&instance) {
            continue;
        }
        let visits: Vec<u32> = (0..instance.visit_count()).collect();
        for change in remedies(&instance, &visits, &certificates[0], 8) {
            tried += 1;
            let relaxed = apply(&instance, change);
            let states = balanced(&relaxed, 100_000);
            assert!(states.is_none_or(|s| !s.is_empty()), "instance {k}: {change:?}");
        }
    }
    assert!(tried > 300, "{tried}");
}

fn apply(instance: &Instance, change: Remedy) -> Instance {
    let mut out = instance.clone();
    match change {
        Remedy::RaiseMaximum { inspector, by } => out.max[inspector as usize] += by,
        Remedy::LowerMinimum { inspector, by } => out.min[inspector as usize] -= by,
        Remedy::DropConflict { visit, inspector } => {
            let row = |k: u32| {
                let row = instance.barred.row(k).iter().copied();
                row.filter(|&who| k != visit || who != inspector).collect::<Vec<u32>>()
            };
            out.barred = Rows::from_rows((0..instance.visit_count()).map(row));
        }
        Remedy::AddInspectors { pool, count } => {
            let members = &instance.pools[pool as usize];
            let most = members.iter().map(|&m| instance.max[m as usize]).max().unwrap_or(1);
            for _ in 0..count {
                out.pools[pool as usize].push(out.inspector_count);
                out.inspector_count += 1;
                out.min.push(0);
                out.max.push(most);
                out.apart.push([]);
            }
        }
    }
    out
}

fn options() -> Options {
    Options { walk: Walk::Rounds(4), joined: false }
}

fn settled(instance: &Instance, name: &str) -> draw::pair::Settled {
    let rank = |visit: u32| {
        let mut out = [0; 32];
        out[0] = (visit * 7 % 5) as u8;
        out
    };
    let once = |level: u32| (level == 0).then(|| instance.clone());
    let open = |visit: u32, attempt: u8| -> Stream { stream(&format!("{name}/{attempt}"), visit) };
    settle(once, rank, options(), open).expect("settled")
}

/// Whatever the lists are, there is an outcome; every set-aside is proved, and needed at its time.
#[test]
fn settling_never_gives_up() {
    let (mut dropped, mut set_aside) = (0, 0);
    for (k, instance, states) in enumerated() {
        let got = settled(&instance, "settle");
        let all = holders(&got.instance, &got.parts);
        assert_eq!(check_seating(&got.instance, &got.aside_visits(), &all), Ok(()), "instance {k}");
        assert_eq!(got.steps.is_empty() && got.aside.is_empty(), !states.is_empty());
        for step in &got.steps {
            assert!(step.certificates.iter().all(|c| recount(&instance, c).is_ok()));
        }
        for aside in &got.aside {
            assert_eq!(recount(&got.instance, &aside.certificate), Ok(()), "instance {k}");
            assert!(aside.certificate.visits(&got.instance).contains(&aside.visit));
        }
        dropped += u32::from(got.minima_dropped);
        set_aside += got.aside.len();
    }
    assert!(dropped > 100 && set_aside > 100, "{dropped} {set_aside}");
}

/// The outcome is the same on any number of threads.
#[test]
fn threads_do_not_matter() {
    for k in 0..50 {
        let instance = random(k);
        let pool = |n| rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads");
        let one = pool(1).install(|| settled(&instance, "threads"));
        let four = pool(4).install(|| settled(&instance, "threads"));
        assert_eq!(one, four);
    }
}
