//! What the law tests share: enumeration by brute force, and chi-square.
#![allow(dead_code)] // each test binary uses its own part

use std::collections::HashMap;

use draw::pair::{Component, Instance, NONE, Rows, Seating, Walk, components, draw_component};
use draw::stream::Stream;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// Seed k of the instance `name`: a nothing-up-my-sleeve key for each test draw.
pub fn stream(name: &str, k: u32) -> Stream {
    let mut hash = Sha256::new();
    hash.update(b"mq1/test");
    hash.update(name.as_bytes());
    hash.update(k.to_be_bytes());
    Stream::new(&hash.finalize().into())
}

/// An instance from plain rows; no exclusions, no pairs to keep apart.
pub fn instance(quotas: &[(u32, u32)], pools: &[&[u32]], visits: &[&[u32]]) -> Instance {
    Instance {
        inspector_count: quotas.len() as u32,
        min: quotas.iter().map(|q| q.0).collect(),
        max: quotas.iter().map(|q| q.1).collect(),
        pools: pools.iter().map(|pool| pool.to_vec()).collect(),
        seats: Rows::from_rows(visits),
        barred: Rows::empty(visits.len()),
        apart: Rows::empty(quotas.len()),
    }
}

/// All lawful seatings within the quotas that have the least sum of squared loads; empty when
/// there is no lawful seating at all, `None` when there are more than `limit` lawful ones.
pub fn balanced(instance: &Instance, limit: usize) -> Option<Vec<Vec<u32>>> {
    let mut walk = Enumeration {
        instance,
        holders: vec![NONE; instance.seat_count() as usize],
        held: vec![0; instance.inspector_count as usize],
        found: Vec::new(),
        limit,
        steps: 0,
    };
    if !walk.seat(0) {
        return None;
    }
    let least = walk.found.iter().map(|(squares, _)| *squares).min();
    let all = walk.found.into_iter().filter(|(squares, _)| Some(*squares) == least);
    Some(all.map(|(_, holders)| holders).collect())
}

struct Enumeration<'a> {
    instance: &'a Instance,
    holders: Vec<u32>,
    held: Vec<u32>,
    found: Vec<(u64, Vec<u32>)>,
    limit: usize,
    steps: usize,
}

impl Enumeration<'_> {
    fn seat(&mut self, seat: u32) -> bool {
        self.steps += 1;
        if self.steps > 50 * self.limit {
            return false;
        }
        let instance = self.instance;
        if seat == instance.seat_count() {
            if self.held.iter().zip(&instance.min).all(|(held, min)| held >= min) {
                let squares = self.held.iter().map(|&n| u64::from(n * n)).sum();
                self.found.push((squares, self.holders.clone()));
            }
            return self.found.len() <= self.limit;
        }
        let visit = instance.seats.row_of(seat);
        let team = instance.seats.first(visit) as usize..seat as usize;
        for &who in &instance.pools[instance.seats.items()[seat as usize] as usize] {
            let at = who as usize;
            if self.held[at] < instance.max[at]
                && instance.admits(visit, who)
                && !self.holders[team.clone()].contains(&who)
            {
                self.held[at] += 1;
                self.holders[seat as usize] = who;
                let go_on = self.seat(seat + 1);
                self.held[at] -= 1;
                self.holders[seat as usize] = NONE;
                if !go_on {
                    return false;
                }
            }
        }
        true
    }
}

/// Σ held² of a seating.
pub fn squares(instance: &Instance, holders: &[u32]) -> u64 {
    let mut held = vec![0u64; instance.inspector_count as usize];
    holders.iter().filter(|&&who| who != NONE).for_each(|&who| held[who as usize] += 1);
    held.iter().map(|n| n * n).sum()
}

/// The only component of an instance that is meant to have one.
pub fn only_component(instance: &Instance) -> Component {
    let mut all = components(instance, false);
    assert_eq!(all.len(), 1, "the test's instance is connected");
    all.remove(0)
}

/// How often each of `states` is the result of one of `count` draws.
pub fn frequencies(states: &[Vec<u32>], count: u32, draw: impl Fn(u32) -> Vec<u32> + Sync) -> Vec<u32> {
    let number: HashMap<&[u32], usize> = states.iter().enumerate().map(|(k, state)| (state.as_slice(), k)).collect();
    let results: Vec<usize> = (0..count)
        .into_par_iter()
        .map(|k| *number.get(draw(k).as_slice()).expect("every draw is a lawful, balanced state"))
        .collect();
    let mut out = vec![0; states.len()];
    results.into_iter().for_each(|k| out[k] += 1);
    out
}

/// One draw of the whole instance.
pub fn draw(instance: &Instance, component: &Component, walk: Walk, stream: Stream) -> Seating {
    draw_component(instance, component, walk, stream).expect("feasible")
}

/// Chi-square of observed counts against all equal, with its p-value.
pub struct Uniformity {
    pub chi_square: f64,
    pub degrees: usize,
    pub p: f64,
}

impl std::fmt::Display for Uniformity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ratio = self.chi_square / self.degrees as f64;
        write!(f, "χ²/df {ratio:.3} with {} degrees, p {:.6}", self.degrees, self.p)
    }
}

pub fn uniformity(observed: &[u32]) -> Uniformity {
    let total: u32 = observed.iter().sum();
    let expected = f64::from(total) / observed.len() as f64;
    assert!(expected >= 10.0, "too few draws for {} states", observed.len());
    let chi_square = observed.iter().map(|&n| (f64::from(n) - expected).powi(2) / expected).sum();
    let degrees = observed.len() - 1;
    Uniformity { chi_square, degrees, p: upper_gamma(degrees as f64 / 2.0, chi_square / 2.0) }
}

/// The regularised upper incomplete gamma function Q(a, x).
pub fn upper_gamma(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let scale = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        for n in 1..10_000 {
            term *= x / (a + f64::from(n));
            sum += term;
            if term < sum * 1e-15 {
                break;
            }
        }
        return 1.0 - sum * scale;
    }
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut h = d;
    for n in 1..10_000 {
        let n = f64::from(n);
        let an = -n * (n - a);
        b += 2.0;
        d = 1.0 / (an * d + b);
        c = b + an / c;
        let delta = d * c;
        h *= delta;
        if (delta - 1.0).abs() < 1e-15 {
            break;
        }
    }
    h * scale
}

fn ln_gamma(x: f64) -> f64 {
    // Lanczos, g = 7.
    const C: [f64; 9] = [
        0.999_999_999_999_809_9,
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        let pi = std::f64::consts::PI;
        return (pi / (pi * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let sum: f64 = C[0] + (1..9).zip(&C[1..]).map(|(i, c)| c / (x + f64::from(i))).sum::<f64>();
    let t = x + 7.5;
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + sum.ln()
}
