//! Relaxations, set-asides and undated visits, counted again from the published lines alone, as
//! section 15.1 says and without the engine.

use std::collections::{BTreeMap, BTreeSet};

use draw::in_memory::{Bundle, Office, draw, freeze};
use draw::outcome::remedies::{Remedies, Remedy, remedies};
use records::canonical;
use records::frozen::{FrozenInspector, Opening, VisitLine, VisitState};
use records::id::Id;
use records::lists::{Absence, ConflictKind};
use records::pairing::{Certificate, CertificateKind, DateProof, Pairing, UndatedReason};
use records::plan::{Droppable, Plan, Relaxation};
use serde::de::DeserializeOwned;

use crate::fixture::{self, DICE, SAID, id};

/// What is published of one draw.
struct Published {
    plan: Plan,
    inspectors: Vec<FrozenInspector>,
    visits: BTreeMap<Id, VisitLine>,
    openings: Vec<Opening>,
    pairing: Pairing,
}

fn lines<T: DeserializeOwned>(bundle: &Bundle, path: &str) -> Vec<T> {
    let text = std::str::from_utf8(&bundle.files[path]).unwrap();
    text.lines().map(|line| canonical::from_slice(line.as_bytes()).unwrap()).collect()
}

fn object<T: DeserializeOwned>(bundle: &Bundle, path: &str) -> T {
    canonical::from_slice(bundle.files[path].trim_ascii_end()).unwrap()
}

impl Published {
    fn draw(office: &Office, plan: &Plan) -> Self {
        let bundle = draw(&freeze(office, plan).unwrap(), &SAID, DICE).unwrap();
        Self {
            plan: object(&bundle, "plan.json"),
            inspectors: lines(&bundle, "lists/inspectors.jsonl"),
            visits: lines(&bundle, "draw/visits.jsonl")
                .into_iter()
                .map(|line: VisitLine| (line.id.clone(), line))
                .collect(),
            openings: lines(&bundle, "draw/openings.jsonl"),
            pairing: object(&bundle, "draw/pairing.json"),
        }
    }

    fn steps(&self, level: u32) -> &[Relaxation] {
        &self.plan.relaxations[..level as usize]
    }

    fn dropped(&self, level: u32, rule: Droppable) -> bool {
        self.steps(level).iter().any(|step| matches!(step, Relaxation::Drop(drop) if drop.drop == rule))
    }

    fn days_of(&self, inspector: &FrozenInspector) -> u32 {
        let there = self.plan.days.iter().filter(|day| !inspector.absent.contains(day));
        there.count() as u32 * inspector.daily_max
    }

    /// Lowered to the days that there are: every visit of these tests takes at least `shortest`.
    fn quotas(&self, inspector: &FrozenInspector, level: u32) -> (u32, u32) {
        let mut max = inspector.quota_max;
        for step in self.steps(level) {
            if let Relaxation::Raise(raise) = step {
                let pool = self.plan.pools.iter().find(|pool| pool.id == raise.quota_max).unwrap();
                if pool.department == inspector.department {
                    max += raise.add;
                }
            }
        }
        let shortest =
            self.visits.values().filter(|visit| !visit.seats.is_empty()).map(|visit| visit.duration).min().unwrap();
        let max = max.min(self.days_of(inspector) / shortest);
        let min = if self.dropped(level, Droppable::Minimums) { 0 } else { inspector.quota_min };
        (min.min(max), max)
    }

    fn lawful(&self, inspector: &FrozenInspector, visit: &Id, seat: u32, level: u32) -> bool {
        let visit = &self.visits[visit];
        let pool = self.plan.pools.iter().find(|pool| pool.id == visit.seats[seat as usize].pool).unwrap();
        let entities: BTreeSet<&Id> = visit.draws.iter().map(|draw| &draw.entity).collect();
        let barred = self.openings.iter().filter(|opening| entities.contains(&opening.id)).any(|opening| {
            opening.law.inspectors.contains(&inspector.id)
                || !self.dropped(level, Droppable::Pairs) && opening.rotation.inspectors.contains(&inspector.id)
        });
        inspector.department == pool.department
            && (pool.role.is_empty() || inspector.roles.contains(&pool.role))
            && self.days_of(inspector) > 0
            && !barred
    }

    fn recount(&self, certificate: &Certificate, level: u32) {
        let listed: Vec<(&Id, u32)> = certificate
            .seats
            .iter()
            .flat_map(|visit| visit.seats.iter().map(move |seat| (&visit.visit, *seat)))
            .collect();
        let shares: Vec<(&Id, u32)> = certificate.inspectors.iter().map(|share| (&share.id, share.places)).collect();
        assert!(certificate.demand > certificate.capacity);
        match certificate.kind {
            CertificateKind::Places => {
                let mut counted = Vec::new();
                for inspector in &self.inspectors {
                    let visits: BTreeSet<&Id> = listed
                        .iter()
                        .filter(|(visit, seat)| self.lawful(inspector, visit, *seat, level))
                        .map(|(visit, _)| *visit)
                        .collect();
                    if !visits.is_empty() {
                        let (_, max) = self.quotas(inspector, level);
                        counted.push((&inspector.id, max.min(visits.len() as u32)));
                    }
                }
                assert_eq!(shares, counted);
                assert_eq!(certificate.demand, listed.len() as u64);
                assert_eq!(certificate.capacity, counted.iter().map(|(_, places)| u64::from(*places)).sum::<u64>());
            }
            CertificateKind::Minimum => {
                let people: Vec<&FrozenInspector> =
                    self.inspectors.iter().filter(|one| shares.iter().any(|(id, _)| **id == one.id)).collect();
                let minima: Vec<(&Id, u32)> = people.iter().map(|one| (&one.id, self.quotas(one, level).0)).collect();
                assert_eq!(shares, minima);
                assert_eq!(certificate.demand, minima.iter().map(|(_, min)| u64::from(*min)).sum::<u64>());
                let mut seats = Vec::new();
                for visit in self.visits.values() {
                    for seat in 0..visit.seats.len() as u32 {
                        if people.iter().any(|one| self.lawful(one, &visit.id, seat, level)) {
                            seats.push((&visit.id, seat));
                        }
                    }
                }
                assert_eq!(listed, seats);
            }
        }
    }

    fn recount_all(&self) {
        assert_eq!(self.pairing.relaxations as usize, self.pairing.relaxed.len());
        for (level, step) in (0..).zip(&self.pairing.relaxed) {
            assert_eq!(step.level, level);
            assert!(!step.certificates.is_empty());
            step.certificates.iter().for_each(|certificate| self.recount(certificate, level));
        }
        let aside: BTreeSet<&Id> = self.pairing.set_aside.iter().map(|one| &one.visit).collect();
        for one in &self.pairing.set_aside {
            self.recount(&one.certificate, self.pairing.relaxations);
            assert!(one.certificate.seats.iter().any(|seats| seats.visit == one.visit));
        }
        let undated: BTreeSet<&Id> = self.pairing.undated.iter().map(|one| &one.visit).collect();
        for visit in self.visits.values() {
            assert_eq!(visit.state == VisitState::Unseated, aside.contains(&visit.id));
            assert_eq!(visit.state == VisitState::Undated, undated.contains(&visit.id));
            assert_eq!(visit.days.len(), if visit.state == VisitState::Dated { visit.duration as usize } else { 0 });
            let team: BTreeSet<_> = visit.seats.iter().map(|seat| &seat.inspector).collect();
            let unseated = visit.state == VisitState::Unseated;
            assert!(unseated || team.len() == visit.seats.len(), "no one twice");
            assert_eq!(visit.seats.iter().any(|seat| seat.inspector.is_none()), unseated);
        }
    }
}

#[test]
fn nobody_left_for_a_visit() {
    let (mut office, mut plan) = (fixture::office(), fixture::plan());
    plan.min_choice = 0;
    for one in office.inspectors.clone().iter().filter(|one| one.department == "消防大队") {
        office.conflicts.push(fixture::conflict(&one.id, "E10", ConflictKind::Law));
    }
    office.sort();
    let got = Published::draw(&office, &plan);
    assert_eq!(got.pairing.relaxations, 3, "all were tried first");
    assert_eq!(got.pairing.set_aside.len(), 1);
    assert_eq!(got.pairing.set_aside[0].visit, id("E10"));
    let certificate = &got.pairing.set_aside[0].certificate;
    assert_eq!((certificate.demand, certificate.capacity), (1, 0));
    got.recount_all();
}

/// What is offered where nobody is left for a visit: never to drop a conflict by law.
#[test]
fn remedies_are_named_and_lawful() {
    for kind in [ConflictKind::Law, ConflictKind::Rotation] {
        let (mut office, mut plan) = (fixture::office(), fixture::plan());
        plan.min_choice = 0;
        for one in office.inspectors.clone().iter().filter(|one| one.department == "消防大队") {
            office.conflicts.push(fixture::conflict(&one.id, "E10", kind));
        }
        office.sort();
        let frozen = freeze(&office, &plan).unwrap();
        let announced = &frozen.announcement;
        let said = draw::seed::contributions(&announced.plan, SAID).unwrap();
        let ceremony = draw::seed::ceremony(&announced.plan, said, DICE).unwrap();
        let keys =
            draw::seed::open_seed(&announced.plan, &announced.digest, &ceremony).unwrap().seed.keys(&announced.plan);
        let selection = frozen.select(&keys).unwrap();
        let (places, openings) = frozen.look_up(selection.drawn_ids()).unwrap();
        let pairing = frozen.outcome(&keys, &selection, &places, &openings).unwrap().pairing.unwrap();
        let visits = draw::visits::visits(&announced.plan, &selection, &places).unwrap();
        let inspectors: Vec<FrozenInspector> = std::str::from_utf8(frozen.lists["inspectors"].as_bytes())
            .unwrap()
            .lines()
            .map(|line| canonical::from_slice(line.as_bytes()).unwrap())
            .collect();
        let inputs = draw::outcome::Inputs {
            plan: &announced.plan,
            inspectors: &inspectors,
            apart: &[],
            visits: &visits,
            openings: &openings,
            keys: &keys,
        };
        let found = remedies(inputs, &pairing).unwrap();
        let add = Remedy::AddInspectors { pool: id("FIRE"), area: String::new(), count: 1 };
        let lifts = |of: &Remedies| {
            of.remedies
                .iter()
                .filter(|one| matches!(one, Remedy::LiftRotation { visit, .. } if *visit == id("E10")))
                .count()
        };
        assert!(found.iter().all(|one| one.remedies.contains(&add)), "{found:?}");
        match kind {
            ConflictKind::Law => {
                assert_eq!(found.last().unwrap().visit, Some(id("E10")));
                assert!(found.iter().all(|one| lifts(one) == 0), "{found:?}");
            }
            ConflictKind::Rotation => {
                assert_eq!(
                    (found.len(), found[0].level, &found[0].visit),
                    (1, 0, &None),
                    "the plan drops the rule next"
                );
                assert_eq!(lifts(&found[0]), 2);
            }
        }
    }
}

#[test]
fn too_few_places_and_too_high_minima() {
    let (office, mut plan) = (fixture::office(), fixture::plan());
    plan.quotas.max = 1;
    let got = Published::draw(&office, &plan);
    assert!(got.pairing.relaxations >= 2, "the second step adds two visits each");
    assert!(got.pairing.relaxed[0].certificates.iter().all(|one| one.kind == CertificateKind::Places));
    got.recount_all();

    plan.quotas.max = 9;
    plan.quotas.min = 4;
    let got = Published::draw(&office, &plan);
    assert_eq!(got.pairing.relaxations, 3);
    assert!(got.pairing.relaxed[0].certificates.iter().any(|one| one.kind == CertificateKind::Minimum));
    assert!(got.pairing.set_aside.is_empty());
    got.recount_all();
}

#[test]
fn a_team_without_a_common_day() {
    let (mut office, mut plan) = (fixture::office(), fixture::plan());
    // Each of FIRE is there on one day only, and its visits take two.
    for (one, away) in office
        .inspectors
        .clone()
        .iter()
        .filter(|one| one.department == "消防大队")
        .zip([("2026-03-03", "2026-03-06"), ("2026-03-02", "2026-03-05")])
    {
        office.absences.push(Absence {
            id: Id::derived(&["absence", one.id.as_str()]),
            inspector: one.id.clone(),
            from: away.0.parse().unwrap(),
            until: away.1.parse().unwrap(),
            reason: String::new(),
        });
    }
    plan.quotas.max = 3;
    office.sort();
    let got = Published::draw(&office, &plan);
    let seated: Vec<&VisitLine> =
        got.visits.values().filter(|visit| visit.seats.iter().any(|seat| seat.pool == id("FIRE"))).collect();
    assert_eq!(seated.len(), 3);
    for undated in &got.pairing.undated {
        assert_eq!(undated.reason, UndatedReason::NoWindow);
        let DateProof::NoWindow { team, visit } = &got.pairing.proofs[undated.proof.unwrap() as usize] else {
            panic!("a proof of another kind")
        };
        assert_eq!(*visit, undated.visit);
        let of_line: Vec<&Id> = got.visits[visit].seats.iter().filter_map(|seat| seat.inspector.as_ref()).collect();
        assert_eq!(team.iter().collect::<Vec<_>>(), of_line);
    }
    assert!(!got.pairing.undated.is_empty());
    assert!(got.pairing.attempts.iter().any(|one| one.attempt == 7), "all attempts were made");
    got.recount_all();
}

/// Five visits, and three days with one visit each.
#[test]
fn more_visits_than_days() {
    let (office, mut plan) = (fixture::office(), fixture::plan());
    plan.days.truncate(3);
    plan.visits_per_day_max = 1;
    plan.tasks.iter_mut().for_each(|task| task.days = 1);
    let got = Published::draw(&office, &plan);
    assert!(!got.pairing.undated.is_empty());
    for undated in &got.pairing.undated {
        match undated.proof.map(|proof| &got.pairing.proofs[proof as usize]) {
            None => assert_eq!(undated.reason, UndatedReason::NotFound),
            Some(DateProof::NoWindow { .. }) => assert_eq!(undated.reason, UndatedReason::NoWindow),
            Some(
                DateProof::Inspector { visits, capacity, demand, .. } | DateProof::Cap { visits, capacity, demand, .. },
            ) => {
                assert_eq!(undated.reason, UndatedReason::Proved);
                assert!(visits.contains(&undated.visit) && demand > capacity);
                let days: u64 = visits.iter().map(|visit| u64::from(got.visits[visit].duration)).sum();
                assert_eq!(days, *demand);
            }
        }
    }
    let cap = got.pairing.proofs.iter().find_map(|proof| match proof {
        DateProof::Cap { capacity, days, .. } => Some((*capacity, days.len())),
        _ => None,
    });
    assert_eq!(cap, Some((3, 3)));
    got.recount_all();
}

#[test]
fn a_plan_that_does_not_end_in_dropping_minima_is_refused() {
    let (office, mut plan) = (fixture::office(), fixture::plan());
    plan.relaxations.pop();
    let frozen = freeze(&office, &plan).unwrap();
    assert_eq!(draw(&frozen, &SAID, DICE).unwrap_err().code(), "outcome-relaxations");
}
