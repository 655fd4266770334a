//! Check `openings`: exactly the required commitments are opened, and each opening fits.
//!
//! Source: `docs/PROTOCOL.md`, sections 6.5, 6.6, 6.10, 15 and 17.

use std::collections::{BTreeMap, BTreeSet};

use records::frozen::{Apart, ApartOpening, FrozenInspector, OpenedIds, Opening};
use records::hash::{Digest, Hasher};
use records::id::Id;
use records::plan::{Plan, Task};

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::people;
use crate::piece::Details;
use crate::source::List;

/// The drawn entities, sorted, with what the pass kept of each.
pub(crate) type Drawn<'a> = [(&'a Id, &'a Details)];

/// `draw/openings.jsonl`, of the drawn entities, and `evidence/openings.jsonl`, of reserves that replacements took: each
/// entity of `entities` that has a line in `barred`, and nobody else.
pub(crate) fn check(
    openings: &List<Opening>,
    entities: &Drawn<'_>,
    inspectors: &[FrozenInspector],
) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Openings, fault).file(&openings.path);
    let mut needed = entities.iter().filter_map(|(id, details)| Some((*id, details.barred?)));
    for (line, opening) in (1..).zip(&openings.rows) {
        let Some((id, (law, rotation))) = needed.next() else {
            return Err(fail(Fault::OpeningExtra).line(line).got(&opening.id));
        };
        if *id < opening.id {
            return Err(fail(Fault::OpeningMissing).line(line).got(&opening.id).expected(id));
        }
        if *id != opening.id {
            return Err(fail(Fault::OpeningExtra).line(line).got(&opening.id).expected(id));
        }
        for (kind, opened, sealed) in [("law", &opening.law, law), ("rotation", &opening.rotation, rotation)] {
            let hasher = || {
                let mut hasher = Hasher::new("mq1/barred");
                hasher.part(kind.as_bytes());
                hasher
            };
            check_opened(opened, hasher(), sealed, inspectors)
                .map_err(|failure| failure.file(&openings.path).line(line))?;
        }
        let law: BTreeSet<&Id> = opening.law.inspectors.iter().collect();
        if let Some(both) = opening.rotation.inspectors.iter().find(|id| law.contains(id)) {
            return Err(fail(Fault::OpeningBoth).line(line).got(both));
        }
    }
    match needed.next() {
        Some((id, _)) => Err(fail(Fault::OpeningMissing).expected(id)),
        None => Ok(()),
    }
}

/// `apart.jsonl`: all lines of `apart`, each naming others who name it too.
pub(crate) fn check_apart(
    openings: &List<ApartOpening>,
    apart: &List<Apart>,
    inspectors: &[FrozenInspector],
) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Openings, fault).file(&openings.path);
    let mut sealed = apart.rows.iter();
    for (line, opening) in (1..).zip(&openings.rows) {
        let Some(row) = sealed.next().filter(|row| row.id == opening.id) else {
            return Err(fail(Fault::OpeningExtra).line(line).got(&opening.id));
        };
        let opened = OpenedIds { inspectors: opening.inspectors.clone(), salt: opening.salt };
        check_opened(&opened, Hasher::new("mq1/apart"), row.apart, inspectors)
            .map_err(|failure| failure.file(&openings.path).line(line))?;
    }
    if let Some(row) = sealed.next() {
        return Err(fail(Fault::OpeningMissing).expected(&row.id));
    }
    // Rows are by id, and so are the names in a row: each of a pair is found by bisection.
    let names = |who: &Id, other: &Id| {
        let row = openings.rows.binary_search_by(|row| row.id.cmp(who)).ok();
        row.and_then(|at| openings.rows.get(at)).is_some_and(|row| row.inspectors.binary_search(other).is_ok())
    };
    for (line, row) in (1..).zip(&openings.rows) {
        if let Some(other) = row.inspectors.iter().find(|other| **other == row.id || !names(other, &row.id)) {
            return Err(fail(Fault::OpeningMutual).line(line).got(format!("{} → {other}", row.id)));
        }
    }
    Ok(())
}

fn check_opened(
    opened: &OpenedIds,
    mut hasher: Hasher,
    sealed: Digest,
    inspectors: &[FrozenInspector],
) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Openings, fault);
    hasher.part(opened.salt.as_ref());
    for id in &opened.inspectors {
        hasher.part(id.as_bytes());
    }
    let got = hasher.finish();
    if got != sealed {
        return Err(fail(Fault::OpeningCommitment).got(got).expected(sealed));
    }
    if let Some((a, b)) = opened.inspectors.iter().zip(opened.inspectors.iter().skip(1)).find(|(a, b)| a >= b) {
        return Err(fail(Fault::OpeningOrder).got(format!("{a}, {b}")));
    }
    match opened.inspectors.iter().find(|id| people::find(inspectors, id).is_none()) {
        Some(id) => Err(fail(Fault::OpeningInspector).got(id)),
        None => Ok(()),
    }
}

/// Section 6.10, as far as a stranger can see it: for a drawn entity, whose conflicts are open.
/// `tasks` gives the tasks that drew an entity.
pub(crate) fn check_choice<'t>(
    plan: &Plan,
    openings: &List<Opening>,
    drawn: &Drawn<'_>,
    inspectors: &[FrozenInspector],
    tasks: impl Fn(&Id) -> Vec<&'t Id>,
) -> Result<(), Failure> {
    if plan.min_choice == 0 || !plan.min_choice_waiver.is_empty() {
        return Ok(());
    }
    let numbers: BTreeMap<&Id, usize> = plan.pools.iter().map(|pool| &pool.id).zip(0..).collect();
    let seats: BTreeMap<&Id, Vec<usize>> = plan.tasks.iter().map(|task| (&task.id, pools_of(task, &numbers))).collect();
    let mut pools = people::Pools::new(plan, inspectors, plan.rotation.home_area);
    for (line, opening) in (1..).zip(&openings.rows) {
        let Ok(at) = drawn.binary_search_by(|(id, _)| (*id).cmp(&opening.id)) else { continue };
        let Some((_, details)) = drawn.get(at) else { continue };
        let gone: Vec<&Id> = opening.law.inspectors.iter().chain(&opening.rotation.inspectors).collect();
        let of_tasks: BTreeSet<usize> =
            tasks(&opening.id).into_iter().filter_map(|task| seats.get(task)).flatten().copied().collect();
        for number in of_tasks {
            let effective = pools.effective(number, &details.area);
            let members = pools.members(effective);
            let barred = gone
                .iter()
                .filter(|id| people::find(inspectors, id).is_some_and(|who| members.binary_search(&who).is_ok()));
            let choice = members.len().saturating_sub(barred.count());
            if (choice as u64) < u64::from(plan.min_choice) {
                let pool = plan.pools.get(number).map_or("–", |pool| pool.id.as_str());
                let failure = Failure::new(Check::Openings, Fault::OpeningChoice).file(&openings.path).line(line);
                return Err(failure.got(format!("{} {pool}: {choice}", opening.id)).expected(plan.min_choice));
            }
        }
    }
    Ok(())
}

/// Numbers of the pools in which a task has seats.
fn pools_of(task: &Task, numbers: &BTreeMap<&Id, usize>) -> Vec<usize> {
    task.seats.iter().filter_map(|seat| numbers.get(&seat.pool).copied()).collect()
}
