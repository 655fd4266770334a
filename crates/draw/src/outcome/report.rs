//! `pairing.json`: what the engine proved and did, from indices back to ids.
//!
//! Source: `docs/PROTOCOL.md`, section 15.1.

use std::collections::BTreeMap;

use records::day::Day;
use records::id::Id;
use records::pairing::{
    Attempt, Certificate, CertificateKind, CertificateSeats, CertificateShare, DateProof, Pairing, Relaxed,
    RepeatedPair, SetAside, Undated, UndatedReason,
};
use records::plan::Plan;

use super::Drawn;
use super::instance::Model;
use crate::pair::{self, Instance, Kind, Repeat};
use crate::schedule::{Proof, Reason};

pub(super) fn pairing(plan: &Plan, model: &Model<'_>, drawn: &Drawn) -> Pairing {
    let names = Names { plan, model };
    // Pools, and so the numbering of seats, never change the visits or their seats.
    let certificate = |certificate| names.certificate(&drawn.instance, certificate);
    let relaxed = drawn
        .steps
        .iter()
        .map(|step| Relaxed { certificates: step.certificates.iter().map(certificate).collect(), level: step.level });
    let set_aside = drawn
        .aside
        .iter()
        .map(|aside| SetAside { certificate: certificate(&aside.certificate), visit: names.visit(aside.visit) });
    let parts = drawn.parts.iter().map(|dated| &dated.part);
    let attempts = parts
        .clone()
        .filter(|part| part.attempt > 0)
        .map(|part| Attempt { attempt: u32::from(part.attempt), visit: names.visit(part.component.name()) });
    let (proofs, undated) = names.undated(drawn);
    Pairing {
        attempts: attempts.collect(),
        proofs,
        relaxations: drawn.level,
        relaxed: relaxed.collect(),
        repeats: names.repeats(parts.flat_map(|part| &part.seating.repeats)),
        set_aside: set_aside.collect(),
        undated,
    }
}

#[derive(Clone, Copy)]
struct Names<'a> {
    plan: &'a Plan,
    model: &'a Model<'a>,
}

impl Names<'_> {
    fn visit(&self, visit: u32) -> Id {
        self.model.visit_id(visit).clone()
    }

    fn visits(&self, visits: &[u32]) -> Vec<Id> {
        visits.iter().map(|visit| self.visit(*visit)).collect()
    }

    fn inspector(&self, inspector: u32) -> Id {
        self.model.inspector_id(inspector).clone()
    }

    fn days(&self, days: &[u32]) -> Vec<Day> {
        days.iter().filter_map(|day| self.plan.days.get(*day as usize)).copied().collect()
    }

    fn certificate(&self, instance: &Instance, from: &pair::Certificate) -> Certificate {
        let mut seats: Vec<CertificateSeats> = Vec::new();
        for seat in &from.seats {
            let visit = instance.seats.row_of(*seat);
            let number = seat - instance.seats.first(visit);
            let id = self.visit(visit);
            match seats.last_mut() {
                Some(last) if last.visit == id => last.seats.push(number),
                _ => seats.push(CertificateSeats { seats: vec![number], visit: id }),
            }
        }
        let share =
            |share: &pair::Share| CertificateShare { id: self.inspector(share.inspector), places: share.places };
        Certificate {
            capacity: from.capacity,
            demand: from.demand,
            inspectors: from.inspectors.iter().map(share).collect(),
            kind: match from.kind {
                Kind::Places => CertificateKind::Places,
                Kind::Minimum => CertificateKind::Minimum,
            },
            seats,
        }
    }

    fn repeats<'r>(&self, repeats: impl Iterator<Item = &'r Repeat>) -> Vec<RepeatedPair> {
        let mut pairs: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for repeat in repeats {
            pairs.entry((repeat.first, repeat.second)).or_default().push(repeat.visit);
        }
        let pair = |((first, second), mut visits): ((u32, u32), Vec<u32>)| {
            visits.sort_unstable();
            RepeatedPair {
                inspectors: vec![self.inspector(first), self.inspector(second)],
                visits: self.visits(&visits),
            }
        };
        pairs.into_iter().map(pair).collect()
    }

    fn undated(&self, drawn: &Drawn) -> (Vec<DateProof>, Vec<Undated>) {
        let (mut proofs, mut undated) = (Vec::new(), Vec::new());
        for dated in drawn.parts.iter().filter(|dated| !dated.dates.undated.is_empty()) {
            let before = proofs.len() as u64;
            proofs.extend(dated.dates.proofs.iter().map(|proof| self.proof(proof)));
            for (visit, reason) in &dated.dates.undated {
                let (reason, proof) = match reason {
                    Reason::NoWindow { proof } => (UndatedReason::NoWindow, Some(*proof)),
                    Reason::Proved { proof } => (UndatedReason::Proved, Some(*proof)),
                    Reason::NotFound => (UndatedReason::NotFound, None),
                };
                let proof = proof.map(|proof| before + u64::from(proof));
                undated.push(Undated { proof, reason, visit: self.visit(*visit) });
            }
        }
        undated.sort_unstable_by(|a, b| a.visit.cmp(&b.visit));
        (proofs, undated)
    }

    fn proof(&self, proof: &Proof) -> DateProof {
        match proof {
            Proof::NoWindow { visit, team } => DateProof::NoWindow {
                team: team.iter().map(|who| self.inspector(*who)).collect(),
                visit: self.visit(*visit),
            },
            Proof::Inspector { inspector, visits, days, demand, capacity } => DateProof::Inspector {
                capacity: *capacity,
                days: self.days(days),
                demand: *demand,
                inspector: self.inspector(*inspector),
                visits: self.visits(visits),
            },
            Proof::Cap { visits, days, demand, capacity } => DateProof::Cap {
                capacity: *capacity,
                days: self.days(days),
                demand: *demand,
                visits: self.visits(visits),
            },
        }
    }
}
