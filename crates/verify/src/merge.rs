//! One pass over the entity list and the lists that go along with it, all sorted by the same ids.
//!
//! Each list is read in blocks of a few megabytes. A round takes from every list the lines up to the
//! smallest of the last ids that are read, so that memory stays the same however the lists lie; its
//! pieces are worked on by all cores, while the files are hashed and the next round is read.
//!
//! Source: `docs/PROTOCOL.md`, sections 2, 6, 10 and 17.

use std::collections::BTreeMap;

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;
use records::hash::Digest;
use records::id::Id;
use records::plan::Root;
use tlog::tree::TreeBuilder;

use crate::entity::Companion;
use crate::failure::Findings;
use crate::former;
use crate::lines::{FileHash, LineStream, Segment, cut_at, id_of, last_line};
use crate::piece::{Context, Details, Focus, Found, Outcome, Piece, Run, work};
use crate::rules::Rules;
use crate::source::Source;
use crate::top::{Ticket, Top};

/// Bytes of entity lines that one core takes at a time.
const PIECE: usize = 256 << 10;

/// What the pass is made with.
pub(crate) struct Request<'p> {
    /// The plan's tasks, if the plan can be relied on.
    pub rules: Option<&'p Rules>,
    /// The published drawn entities, sorted and unique.
    pub drawn: &'p [Id],
    /// How many of the smallest tickets to keep, by stratum.
    pub limits: Vec<usize>,
    /// The entity that somebody asks about.
    pub focus: Option<Focus>,
}

/// What the pass gave.
#[derive(Debug)]
pub(crate) struct Pass {
    /// Count and root of each list that was read, by name.
    pub roots: BTreeMap<&'static str, Root>,
    /// Population and excluded, by stratum.
    pub counts: Vec<(u64, u64)>,
    /// The smallest tickets, in order, by stratum.
    pub tickets: Vec<Vec<Ticket>>,
    /// Of each published drawn entity, what its visit rests on.
    pub details: Vec<Option<Details>>,
    /// Entities with a ticket smaller than the focus's, by stratum.
    pub smaller: Vec<u64>,
    /// Where the focus was found.
    pub found: Vec<Found>,
}

/// The five lists: entities, then the companions.
const LISTS: usize = 5;

/// A round: some whole lines of each list.
type Round = [Segment; LISTS];

/// Makes the pass; what is found wrong goes to `findings`.
pub(crate) fn run(source: &Source<'_>, request: Request<'_>, findings: &mut Findings) -> Option<Pass> {
    let mut lists: [Option<LineStream<'_>>; LISTS] = [const { None }; LISTS];
    for (list, name) in lists.iter_mut().zip(names()) {
        if let Some(listed) = source.listing.get(&format!("lists/{name}.jsonl")) {
            *list = Some(findings.take(LineStream::open(source.files, listed))?);
        }
    }
    let mut hashes: [FileHash; LISTS] = Default::default();
    let mut totals = Totals::new(&request);
    let mut round = read_round(&mut lists);
    while let Some(current) = round {
        let pieces = totals.cut(&current);
        let context =
            Context { rules: request.rules, drawn: request.drawn, tops: &totals.tops, focus: request.focus.as_ref() };
        let work_all = || pieces.par_iter().map(|piece| work(&context, piece)).collect::<Vec<_>>();
        let mut hash_all = || {
            hashes.par_iter_mut().zip(&current).for_each(|(hash, segment)| hash.update(&segment.bytes));
        };
        let (next, (outcomes, ())) = rayon::join(|| read_round(&mut lists), || rayon::join(work_all, &mut hash_all));
        for outcome in outcomes {
            totals.merge(outcome, findings);
        }
        source.advance(current.iter().map(|segment| segment.bytes.len() as u64).sum());
        round = next;
    }
    for (list, hash) in lists.iter_mut().zip(hashes) {
        if let Some(list) = list.take() {
            findings.absorb(list.finish(hash));
        }
    }
    totals.id_hashes.push(std::mem::take(&mut totals.user_hashes));
    let suspects = former::suspects(&totals.id_hashes, std::mem::take(&mut totals.former_hashes));
    if !suspects.is_empty() {
        former::confirm(source, &suspects, findings);
    }
    Some(totals.finish(source))
}

fn names() -> impl Iterator<Item = &'static str> {
    std::iter::once("entities").chain(Companion::ALL.map(Companion::name))
}

/// Reads on, and gives from each list the lines up to the smallest id up to which all are read.
fn read_round(lists: &mut [Option<LineStream<'_>>; LISTS]) -> Option<Round> {
    lists.iter_mut().flatten().for_each(LineStream::fill);
    if lists.iter().flatten().all(LineStream::is_exhausted) {
        return None;
    }
    let mut cut: Option<(String, usize)> = None;
    for (number, list) in lists.iter().enumerate() {
        if let Some(list) = list.as_ref().filter(|list| list.has_more())
            && let Some(id) = list.last_id()
            && cut.as_ref().is_none_or(|(smallest, _)| id < smallest.as_str())
        {
            cut = Some((id.to_owned(), number));
        }
    }
    let mut round = Round::default();
    for (number, (segment, list)) in round.iter_mut().zip(lists).enumerate() {
        if let Some(list) = list {
            // The list that sets the cut gives all it has, so that each round gets on, even if its
            // lines are out of order.
            let up_to = cut.as_ref().filter(|(_, holder)| *holder != number);
            *segment = list.give(up_to.map(|(id, _)| id.as_str()));
        }
    }
    Some(round)
}

/// What the pieces gave together.
struct Totals {
    trees: [TreeBuilder; LISTS],
    /// The last id of each list so far.
    last: [Option<String>; LISTS],
    counts: Vec<(u64, u64)>,
    tops: Vec<Top>,
    smaller: Vec<u64>,
    found: Vec<Found>,
    details: Vec<Option<Details>>,
    id_hashes: Vec<Vec<u64>>,
    former_hashes: Vec<u64>,
    user_hashes: Vec<u64>,
}

impl Totals {
    fn new(request: &Request<'_>) -> Self {
        let strata = request.rules.map_or(0, |rules| rules.strata);
        Self {
            trees: Default::default(),
            last: Default::default(),
            counts: vec![(0, 0); strata],
            tops: request.limits.iter().map(|limit| Top::new(*limit)).collect(),
            smaller: vec![0; strata],
            found: Vec::new(),
            details: vec![None; request.drawn.len()],
            id_hashes: Vec::new(),
            former_hashes: Vec::new(),
            user_hashes: Vec::new(),
        }
    }

    /// Cuts a round into pieces of about [`PIECE`] bytes of entities each.
    fn cut<'r>(&mut self, round: &'r Round) -> Vec<Piece<'r>> {
        let mut rests: [Run<'r>; LISTS] = Default::default();
        for ((rest, segment), last) in rests.iter_mut().zip(round).zip(&self.last) {
            let lines: &[u8] = if segment.readable { &segment.bytes } else { &[] };
            *rest = Run { lines, first_line: segment.first_line, before: last.clone() };
        }
        let mut pieces = Vec::new();
        loop {
            let [entities, companions @ ..] = &mut rests;
            let after = entities.lines.get(PIECE..).unwrap_or_default();
            let end = memchr(b'\n', after).map_or(entities.lines.len(), |at| PIECE + at + 1);
            let is_last = end == entities.lines.len();
            let taken = split(entities, end);
            let up_to = entities.before.as_deref().unwrap_or_default();
            let parts = companions.each_mut().map(|rest| {
                let length = if is_last { rest.lines.len() } else { cut_at(rest.lines, up_to) };
                split(rest, length)
            });
            pieces.push(Piece { entities: taken, companions: parts });
            if is_last {
                break;
            }
        }
        self.last = rests.map(|rest| rest.before);
        pieces
    }

    fn merge(&mut self, outcome: Outcome, findings: &mut Findings) {
        findings.absorb(outcome.findings);
        let [entities, companions @ ..] = &mut self.trees;
        outcome.entities.append_to(entities);
        for (tree, run) in companions.iter_mut().zip(&outcome.companions) {
            run.append_to(tree);
        }
        for (sum, count) in self.counts.iter_mut().zip(outcome.counts) {
            *sum = (sum.0 + count.0, sum.1 + count.1);
        }
        for (top, tickets) in self.tops.iter_mut().zip(outcome.tickets) {
            top.extend(tickets);
        }
        for (sum, smaller) in self.smaller.iter_mut().zip(outcome.smaller) {
            *sum += smaller;
        }
        for (number, details) in outcome.details {
            if let Some(slot) = self.details.get_mut(number) {
                *slot = Some(details);
            }
        }
        self.found.extend(outcome.found);
        self.id_hashes.push(outcome.id_hashes);
        self.former_hashes.extend(outcome.former_hashes);
        self.user_hashes.extend(outcome.user_hashes);
    }

    fn finish(self, source: &Source<'_>) -> Pass {
        let root = |tree: TreeBuilder| Root { count: tree.size(), root: Digest::new(tree.root().to_bytes()) };
        let there = |name: &&str| source.listing.get(&format!("lists/{name}.jsonl")).is_some();
        let roots = names().zip(self.trees).filter(|(name, _)| there(name));
        Pass {
            roots: roots.map(|(name, tree)| (name, root(tree))).collect(),
            counts: self.counts,
            tickets: self.tops.into_iter().map(Top::finish).collect(),
            details: self.details,
            smaller: self.smaller,
            found: self.found,
        }
    }
}

/// Takes the first bytes, which are whole lines, from a run.
fn split<'a>(rest: &mut Run<'a>, length: usize) -> Run<'a> {
    let (lines, after) = rest.lines.split_at_checked(length).unwrap_or((rest.lines, &[]));
    let taken = Run { lines, first_line: rest.first_line, before: rest.before.clone() };
    rest.first_line += memchr_iter(b'\n', lines).count() as u64;
    rest.lines = after;
    if let Some(id) = last_line(lines).and_then(id_of) {
        rest.before = Some(id.to_owned());
    }
    taken
}
