//! Check `certificates`: what could not be arranged is proved, and every proof is counted again.
//!
//! Source: `docs/PROTOCOL.md`, sections 13, 14, 15.1 and 17.

use std::collections::{BTreeMap, BTreeSet};

use records::frozen::{FrozenInspector, Opening, VisitLine, VisitState};
use records::hash::h;
use records::id::Id;
use records::pairing::{Certificate, CertificateKind, Pairing};
use records::plan::Plan;

use crate::board::Board;
use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::people::find;
use crate::proofs;
use crate::source::List;

/// What certificates are counted on.
pub(crate) struct Evidence<'a> {
    pub plan: &'a Plan,
    pub inspectors: &'a [FrozenInspector],
    pub visits: &'a List<VisitLine>,
    pub openings: &'a [Opening],
    /// The pair key of the seed.
    pub pair_key: [u8; 32],
}

pub(crate) const PATH: &str = "draw/pairing.json";

/// All certificates and proofs; `board` is that of the final level.
pub(crate) fn check(evidence: &Evidence<'_>, pairing: &Pairing, board: &Board<'_>) -> Result<(), Failure> {
    check_levels(evidence, pairing)?;
    check_set_aside(evidence, pairing, board)?;
    proofs::check(pairing, board)
}

/// Each relaxation was needed: at the level before it something is proved to be impossible.
fn check_levels(evidence: &Evidence<'_>, pairing: &Pairing) -> Result<(), Failure> {
    let steps = u64::from(pairing.relaxations);
    if pairing.relaxed.len() as u64 != steps {
        return Err(fail(Fault::CertificateLevel).got(pairing.relaxed.len()).expected(steps));
    }
    for (level, relaxed) in (0_u64..).zip(&pairing.relaxed) {
        if u64::from(relaxed.level) != level || relaxed.certificates.is_empty() {
            return Err(fail(Fault::CertificateLevel).got(relaxed.level).expected(level));
        }
        let Evidence { plan, inspectors, visits, openings, .. } = *evidence;
        let board = Board::new(plan, level, inspectors, visits, openings)?;
        let counter = Counter::new(&board);
        relaxed.certificates.iter().try_for_each(|certificate| counter.recount(certificate))?;
    }
    Ok(())
}

/// Exactly the unseated visits were set aside, each the one of its certificate that the hash chose,
/// and only after all relaxations.
fn check_set_aside(evidence: &Evidence<'_>, pairing: &Pairing, board: &Board<'_>) -> Result<(), Failure> {
    let unseated = board.visits.iter().filter(|v| v.visit.state == VisitState::Unseated);
    let unseated: BTreeSet<&Id> = unseated.map(|visit| &visit.visit.id).collect();
    let aside: BTreeSet<&Id> = pairing.set_aside.iter().map(|aside| &aside.visit).collect();
    if aside != unseated || aside.len() != pairing.set_aside.len() {
        let odd = aside.symmetric_difference(&unseated).next();
        return Err(fail(Fault::CertificateVisits).got(odd.map_or("–", |id| id.as_str())));
    }
    let steps = evidence.plan.relaxations.len() as u64;
    if !pairing.set_aside.is_empty() && u64::from(pairing.relaxations) != steps {
        return Err(fail(Fault::CertificateLevel).got(pairing.relaxations).expected(steps));
    }
    let counter = Counter::new(board);
    let mut gone: BTreeSet<&Id> = BTreeSet::new();
    for aside in &pairing.set_aside {
        let certificate = &aside.certificate;
        if certificate.kind != CertificateKind::Places {
            return Err(fail(Fault::CertificateForm).got(&aside.visit).expected("places"));
        }
        counter.recount(certificate)?;
        if let Some(seats) = certificate.seats.iter().find(|seats| gone.contains(&seats.visit)) {
            return Err(fail(Fault::CertificateForm).got(&seats.visit));
        }
        let rank = |id: &Id| h("mq1/aside", &[&evidence.pair_key, id.as_bytes()]);
        let chosen = certificate.seats.iter().map(|seats| &seats.visit).max_by_key(|id| rank(id));
        if chosen != Some(&aside.visit) {
            let expected = chosen.map_or("–", |id| id.as_str());
            return Err(fail(Fault::CertificateChoice).got(&aside.visit).expected(expected));
        }
        gone.insert(&aside.visit);
    }
    Ok(())
}

/// Counts certificates again.
struct Counter<'b, 'a> {
    board: &'b Board<'a>,
    /// Number of each visit with seats.
    visits: BTreeMap<&'a Id, usize>,
}

/// What a certificate claims.
struct Count {
    seats: Vec<usize>,
    /// Inspectors with their places.
    places: BTreeMap<usize, u64>,
    demand: u64,
    capacity: u64,
}

impl<'b, 'a> Counter<'b, 'a> {
    fn new(board: &'b Board<'a>) -> Self {
        let visits = board.visits.iter().enumerate().map(|(number, visit)| (&visit.visit.id, number)).collect();
        Self { board, visits }
    }

    fn recount(&self, certificate: &Certificate) -> Result<(), Failure> {
        let claimed = self.resolve(certificate)?;
        let counted = match certificate.kind {
            CertificateKind::Places => self.count_places(claimed.seats.clone()),
            CertificateKind::Minimum => self.count_minimum(claimed.places.keys().copied().collect()),
        };
        let wrong = |what: &str| fail(Fault::CertificateCount).got(what.to_owned());
        if counted.seats != claimed.seats {
            return Err(wrong("seats"));
        }
        if let Some((who, places)) = counted.places.iter().find(|(who, n)| claimed.places.get(*who) != Some(n)) {
            let got = claimed.places.get(who).map_or("–".to_owned(), u64::to_string);
            let name = self.board.name(*who);
            return Err(wrong(&format!("{name}: {got}")).expected(format!("{name}: {places}")));
        }
        if counted.places.len() != claimed.places.len() {
            return Err(wrong("inspectors"));
        }
        for (name, got, expected) in
            [("demand", claimed.demand, counted.demand), ("capacity", claimed.capacity, counted.capacity)]
        {
            if got != expected {
                return Err(wrong(&format!("{name}: {got}")).expected(format!("{name}: {expected}")));
            }
        }
        match counted.demand > counted.capacity {
            true => Ok(()),
            false => {
                Err(fail(Fault::CertificateClaim)
                    .got(format!("demand {}, capacity {}", counted.demand, counted.capacity)))
            }
        }
    }

    /// Ids to numbers; both lists strictly ascending.
    fn resolve(&self, certificate: &Certificate) -> Result<Count, Failure> {
        let mut seats = Vec::new();
        for group in &certificate.seats {
            let form = || fail(Fault::CertificateForm).got(&group.visit);
            let visit = self.visits.get(&group.visit).and_then(|number| self.board.visits.get(*number));
            let range = visit.ok_or_else(form)?.seats.clone();
            if group.seats.is_empty() {
                return Err(form());
            }
            for seat in &group.seats {
                let number =
                    usize::try_from(*seat).ok().and_then(|seat| range.start.checked_add(seat)).ok_or_else(form)?;
                if !range.contains(&number) || seats.last().is_some_and(|last| *last >= number) {
                    return Err(form());
                }
                seats.push(number);
            }
        }
        let mut places = BTreeMap::new();
        let mut last = None;
        for share in &certificate.inspectors {
            let who = find(self.board.inspectors, &share.id).filter(|who| last.is_none_or(|last| last < *who));
            let who = who.ok_or_else(|| fail(Fault::CertificateForm).got(&share.id))?;
            last = Some(who);
            places.insert(who, u64::from(share.places));
        }
        Ok(Count { seats, places, demand: certificate.demand, capacity: certificate.capacity })
    }

    /// Who may take one of the seats, and in how many of their visits.
    fn count_places(&self, seats: Vec<usize>) -> Count {
        // The last visit in which each was counted, so that a visit counts once.
        let mut counted: BTreeMap<usize, (usize, u64)> = BTreeMap::new();
        // Members of a pool whose maximum is not reached: the others count no further, and without
        // this a whole department would cost its visits times its inspectors.
        let mut open: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for seat in seats.iter().filter_map(|number| self.board.seats.get(*number)) {
            let members = open.entry(seat.pool).or_insert_with(|| self.board.pools.members(seat.pool).to_vec());
            members.retain(|who| {
                let max = self.max(*who);
                if self.board.is_barred(seat.visit, *who) {
                    return true;
                }
                let entry = counted.entry(*who).or_insert((usize::MAX, 0));
                if entry.0 != seat.visit && entry.1 < max {
                    *entry = (seat.visit, entry.1 + 1);
                }
                entry.1 < max
            });
        }
        let places: BTreeMap<usize, u64> = counted.into_iter().map(|(who, (_, n))| (who, n)).collect();
        let (demand, capacity) = (seats.len() as u64, places.values().sum());
        Count { seats, places, demand, capacity }
    }

    fn max(&self, who: usize) -> u64 {
        self.board.quotas.get(who).map_or(0, |(_, max)| *max)
    }

    /// The seats that these inspectors may take, and how many they can fill at once.
    fn count_minimum(&self, people: Vec<usize>) -> Count {
        let (mut seats, mut capacity) = (Vec::new(), 0);
        let of_pool: Vec<Vec<usize>> = (0..self.board.pools.len())
            .map(|pool| {
                let members = self.board.pools.members(pool);
                people.iter().copied().filter(|who| members.binary_search(who).is_ok()).collect()
            })
            .collect();
        for visit in &self.board.visits {
            let mut choices: Vec<Vec<usize>> = Vec::new();
            for (number, seat) in visit.seats.clone().zip(self.board.seats_of(visit)) {
                let some = of_pool.get(seat.pool).map_or(&[][..], Vec::as_slice).iter();
                let lawful = some.copied().filter(|who| visit.barred.binary_search(who).is_err());
                // A seat with as many choices as the team has seats can always be filled last.
                let choice: Vec<usize> = lawful.take(visit.seats.len()).collect();
                if !choice.is_empty() {
                    seats.push(number);
                    choices.push(choice);
                }
            }
            capacity += largest_matching(&choices);
        }
        let min = |who: &usize| self.board.quotas.get(*who).map_or(0, |(min, _)| *min);
        let places: BTreeMap<usize, u64> = people.iter().map(|who| (*who, min(who))).collect();
        let demand = places.values().sum();
        Count { seats, places, demand, capacity }
    }
}

/// How many seats can be filled by different people.
fn largest_matching(choices: &[Vec<usize>]) -> u64 {
    let mut seat_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut size = 0;
    for seat in 0..choices.len() {
        size += u64::from(seat_somebody(choices, seat, &mut seat_of, &mut BTreeSet::new()));
    }
    size
}

/// Fills a seat, moving those who are seated already where that is needed. The depth is at most the
/// number of seats of one visit that have fewer choices than it has seats.
fn seat_somebody(
    choices: &[Vec<usize>],
    seat: usize,
    seat_of: &mut BTreeMap<usize, usize>,
    tried: &mut BTreeSet<usize>,
) -> bool {
    for who in choices.get(seat).into_iter().flatten() {
        if !tried.insert(*who) {
            continue;
        }
        let free = match seat_of.get(who).copied() {
            None => true,
            Some(other) => seat_somebody(choices, other, seat_of, tried),
        };
        if free {
            seat_of.insert(*who, seat);
            return true;
        }
    }
    false
}

pub(crate) fn fail(fault: Fault) -> Failure {
    Failure::new(Check::Certificates, fault).file(PATH).line(1)
}

#[cfg(test)]
mod tests {
    use super::largest_matching;

    #[test]
    fn people_move_to_make_room() {
        assert_eq!(largest_matching(&[vec![1, 2], vec![1], vec![2]]), 2);
        assert_eq!(largest_matching(&[vec![1, 2], vec![1, 3], vec![2]]), 3);
        assert_eq!(largest_matching(&[vec![1], vec![1]]), 1);
        assert_eq!(largest_matching(&[]), 0);
    }
}
