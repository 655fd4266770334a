//! Check `leaves`: what came out is what was sealed at the draw; and the capsules of a sealed draw.
//!
//! Source: `docs/PROTOCOL.md`, sections 22.2 and 22.3.

use std::collections::BTreeSet;

use records::canonical;
use records::events::{CapsuleLine, Leaf, ReserveLeaf};
use records::frozen::{SelectedLine, VisitLine};
use records::hash::{Digest, h};
use records::plan::{Plan, Root};
use tlog::tree::{leaf_hash, root_of};

use crate::check::Check;
use crate::events::{Course, PATH};
use crate::failure::Failure;
use crate::fault::Fault;
use crate::source::List;

/// Where the list of capsules lies.
pub(crate) const CAPSULES: &str = "sealed/capsules.jsonl";

/// Hashes of all leaves, ascending.
fn hashes(seal: &[u8; 32], visits: &[VisitLine], selected: &[SelectedLine]) -> Option<Vec<Digest>> {
    let visits = visits.iter().map(|visit| (format!("visit/{}", visit.id), Leaf::Visit(visit.clone())));
    let reserves = selected.iter().filter(|row| row.reserve).map(|row| {
        let SelectedLine { task, stratum, rank, .. } = row;
        (format!("reserve/{task}/{stratum}/{rank}"), Leaf::Reserve(ReserveLeaf::from(row)))
    });
    let hash = |(id, leaf): (String, Leaf)| {
        let salt = h("mq1/salt", &[seal, id.as_bytes()]);
        let data = h("mq1/leaf", &[salt.as_ref(), &canonical::to_vec(&leaf).ok()?]);
        Some(Digest::new(leaf_hash(data.as_ref()).to_bytes()))
    };
    let mut hashes: Vec<Digest> = visits.chain(reserves).map(hash).collect::<Option<_>>()?;
    hashes.sort_unstable();
    Some(hashes)
}

/// Number and root of the leaves, and what was opened, against the outcome.
pub(crate) fn check(
    course: &Course,
    seal: &[u8; 32],
    visits: &[VisitLine],
    selected: &[SelectedLine],
) -> Result<(), Failure> {
    let Some(sealed) = course.drawn.as_ref().and_then(|drawn| drawn.leaves) else { return Ok(()) };
    let fail = |fault| Failure::new(Check::Leaves, fault).file(PATH);
    let hashes = hashes(seal, visits, selected).ok_or_else(|| fail(Fault::LeavesRoot))?;
    let count = hashes.len() as u64;
    if sealed.count != count {
        return Err(fail(Fault::LeavesCount).got(sealed.count).expected(count));
    }
    let root = root_of(hashes.iter().map(|hash| tlog::tree::Hash::new(hash.to_bytes())));
    if sealed.root.to_bytes() != root.to_bytes() {
        return Err(fail(Fault::LeavesRoot).got(sealed.root).expected(root));
    }
    let known: BTreeSet<&Digest> = hashes.iter().collect();
    match course.opened.iter().find(|(_, leaf)| !known.contains(leaf)) {
        Some((line, leaf)) => Err(fail(Fault::LeavesOpened).line(*line).got(leaf)),
        None => Ok(()),
    }
}

/// Names, number and root of the capsules. `check` is that in which it is looked at.
pub(crate) fn check_capsules(
    plan: &Plan,
    course: &Course,
    capsules: &List<CapsuleLine>,
    check: Check,
) -> Result<(), Failure> {
    let fail = |fault| Failure::new(check, fault).file(CAPSULES);
    let days = plan.days.iter().map(|day| format!("day/{day}"));
    let reserves = plan.populations.iter().flat_map(|p| {
        let last = p.n.saturating_add(p.reserves);
        (p.n.saturating_add(1)..=last).map(move |rank| format!("reserve/{}/{}/{rank}", p.task, p.stratum))
    });
    let mut names = days.chain(reserves).chain(["superior".to_owned()]);
    for (line, capsule) in (1..).zip(&capsules.rows) {
        let expected = names.next();
        if expected.as_ref() != Some(&capsule.name) {
            let failure = fail(Fault::CeremonyCapsules).line(line).got(&capsule.name);
            return Err(failure.expected(expected.unwrap_or_else(|| "–".to_owned())));
        }
    }
    if let Some(missing) = names.next() {
        return Err(fail(Fault::CeremonyCapsules).expected(missing));
    }
    let Some(sealed) = course.drawn.as_ref().and_then(|drawn| drawn.capsules) else { return Ok(()) };
    if sealed == capsules.root {
        return Ok(());
    }
    let text = |root: Root| format!("{} {}", root.count, root.root);
    Err(fail(Fault::CeremonyCapsuleRoot).got(text(sealed)).expected(text(capsules.root)))
}
