//! Check `record`: the draw record is of these lists, and is the one that the events published.
//!
//! Source: `docs/PROTOCOL.md`, sections 15, 17 and 20.1.

use std::collections::BTreeMap;

use records::canonical;
use records::hash::sha256;
use records::plan::Root;

use crate::ceremony::RECORD;
use crate::check::Check;
use crate::events;
use crate::examine::Examined;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::lists::compare_root;

pub(crate) fn check(examined: &Examined) -> Result<(), Failure> {
    check_roots(examined)?;
    let fail = |fault| Failure::new(Check::Record, fault).file(RECORD).line(1);
    let (got, expected) = (&examined.record.lists, &examined.ground.plan.roots);
    if got != expected {
        let names = |roots: &BTreeMap<String, Root>| roots.keys().cloned().collect::<Vec<_>>().join(" ");
        return Err(fail(Fault::RecordLists).got(names(got)).expected(names(expected)));
    }
    let Some(course) = examined.ground.course() else { return Ok(()) };
    let mut file = canonical::to_vec(&examined.record).unwrap_or_default();
    file.push(b'\n');
    let digest = sha256(&file);
    let at_draw = course.drawn.as_ref().and_then(|drawn| drawn.record);
    match at_draw.into_iter().chain(course.last_record()).find(|published| *published != digest) {
        Some(published) => Err(fail(Fault::RecordEvent).file(events::PATH).got(published).expected(digest)),
        None => Ok(()),
    }
}

/// The roots of the outcome's lists.
fn check_roots(examined: &Examined) -> Result<(), Failure> {
    let outcome = &examined.outcome;
    let lists: [(&str, Option<(&str, Root)>); 5] = [
        ("strata", outcome.strata.as_ref().map(|list| (list.path.as_str(), list.root))),
        ("selected", outcome.selected.as_ref().map(|list| (list.path.as_str(), list.root))),
        ("visits", outcome.visits.as_ref().map(|list| (list.path.as_str(), list.root))),
        ("openings", outcome.openings.as_ref().map(|list| (list.path.as_str(), list.root))),
        ("apart", outcome.apart.as_ref().map(|list| (list.path.as_str(), list.root))),
    ];
    let there: BTreeMap<&str, (&str, Root)> =
        lists.into_iter().filter_map(|(name, list)| Some((name, list?))).collect();
    let recorded = &examined.record.roots;
    if !recorded.keys().map(String::as_str).eq(there.keys().copied()) {
        let failure = Failure::new(Check::Record, Fault::RecordRoots).file("draw/record.json").line(1);
        let join = |names: &mut dyn Iterator<Item = &str>| names.collect::<Vec<_>>().join(" ");
        let got = join(&mut recorded.keys().map(String::as_str));
        return Err(failure.got(got).expected(join(&mut there.keys().copied())));
    }
    for (expected, (path, got)) in recorded.values().zip(there.values()) {
        compare_root(path, *got, *expected, Check::Record)?;
    }
    Ok(())
}
