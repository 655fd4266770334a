//! Check `former_ids`: nobody has two chances under two codes, and no equipment names its user by a former code.
//!
//! The pass keeps eight bytes of each id, enough to notice that two ids may be equal. Only if some
//! are noticed is the entity list read once more, and the ids themselves are compared.
//!
//! Source: `docs/PROTOCOL.md`, sections 4 and 17.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use records::canonical;

use crate::check::Check;
use crate::condition::{RawTexts, unquoted};
use crate::failure::{Failure, Findings};
use crate::fault::Fault;
use crate::lines::{LineStream, Lines};
use crate::piece::{ENTITIES, short_hash};
use crate::source::Source;

/// Hashes that stand for a former id and for something else too; `ids` are also users and maintainers.
pub(crate) fn suspects(ids: &[Vec<u64>], mut formers: Vec<u64>) -> BTreeSet<u64> {
    formers.par_sort_unstable();
    let twice = formers.iter().zip(formers.iter().skip(1)).filter(|(a, b)| a == b).map(|(a, _)| *a);
    let mut suspects: BTreeSet<u64> = twice.collect();
    if !formers.is_empty() {
        let is_former = |hash: &u64| formers.binary_search(hash).is_ok();
        let both: Vec<u64> = ids.par_iter().flat_map_iter(|ids| ids.iter().copied().filter(is_former)).collect();
        suspects.extend(both);
    }
    suspects
}

/// Reads the list again and compares the ids behind the suspicious hashes.
pub(crate) fn confirm(source: &Source<'_>, suspects: &BTreeSet<u64>, findings: &mut Findings) {
    let Some(mut stream) =
        findings.take(source.listed(ENTITIES).and_then(|listed| LineStream::open(source.files, listed)))
    else {
        return;
    };
    let mut ids = BTreeSet::new();
    // Each user and maintainer with a line that names him.
    let mut users: BTreeMap<String, u64> = BTreeMap::new();
    // Each former id with the lines in which it stands.
    let mut formers: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    loop {
        stream.fill();
        if stream.is_exhausted() {
            break;
        }
        let segment = stream.give(None);
        for (number, line) in (segment.first_line..).zip(Lines(&segment.bytes)) {
            let Ok(spans) = canonical::scan(line) else { continue };
            let noticed = |id: &&str| suspects.contains(&short_hash(id));
            ids.extend(spans.raw("id").and_then(unquoted).filter(noticed).map(str::to_owned));
            let named = ["user_id", "maintainer_id"].into_iter().filter_map(|key| spans.raw(key)).filter_map(unquoted);
            users.extend(named.filter(noticed).map(|id| (id.to_owned(), number)));
            let raws = spans.raw("former_ids").and_then(RawTexts::of).into_iter().flatten();
            for id in raws.filter_map(unquoted).filter(noticed) {
                formers.entry(id.to_owned()).or_default().push(number);
            }
        }
    }
    for (former, lines) in formers {
        let last = lines.last().copied().unwrap_or_default();
        let (fault, line) = match (ids.contains(&former), lines.len(), users.get(&former)) {
            (true, ..) => (Fault::FormerIsId, last),
            (false, 2.., _) => (Fault::FormerTwice, last),
            (false, _, Some(user)) => (Fault::UserIsFormer, *user),
            (false, _, None) => continue,
        };
        findings.add(Failure::new(Check::FormerIds, fault).file(ENTITIES).line(line).got(former));
    }
}
