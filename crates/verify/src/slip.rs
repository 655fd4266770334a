//! Checks a slip: one visit, shown at the door.
//!
//! Source: `docs/PROTOCOL.md`, sections 22.2, 25 and 6.3.

use records::canonical;
use records::events::{Event, EventLine, LogProof, OpenedName, Replacement, ReserveLeaf, Slip, SlipLeaf};
use records::frozen::{FrozenInspector, Record, VisitLine};
use records::hash::{Digest, h};
use records::id::Id;
use records::lang::Lang;
use records::visit_now::{VisitNow, follow_leaf};
use serde::Serialize;
use tlog::checkpoint::SignedCheckpoint;

use crate::beyond::{impossible, impossible_leaf, needs_superior};
use crate::entity_proof::leads;
use crate::events::Course;
use crate::examine::Ground;
use crate::failure::quotable;
use crate::files::BundleFiles;
use crate::log::{Tree, is_in};
use crate::plan_keys::log_key;
use crate::proof::{
    ProofCheck, ProofError, ProofFailure, Trust, Vouched, check_event, check_place, check_signer, only_one, other_size,
    read, record_digest, verified,
};
use crate::said::fault_sentence;
use crate::slip_format::check_format;
use crate::verified::void_notice;
use crate::why::WhyVisit;
use crate::{Options, approval, people};

/// What a slip shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Name of the draw.
    pub draw: String,
    /// The visit as it was drawn, if the slip is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitLine>,
    /// The reserve, if the slip is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserve: Option<ReserveLeaf>,
    /// The visit as it is now; nothing of a reserve that was not called up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<VisitNow>,
    /// Names of the team, if they are shown: only with the bundle is it known that they are those behind the pseudonyms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<(Id, String)>,
    /// Whether it was compared with a bundle.
    pub with_bundle: bool,
    /// Whether its checkpoint and that of the bundle are of different sizes.
    pub other_size: bool,
    /// Whether the bundle has neither finish nor void, so that more may have been logged than it has.
    pub open_ended: bool,
    /// What is known of the replacements that it shows; nothing if it shows none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacements: Option<Known>,
    /// Why the number is void, if the bundle says that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
    /// Who vouches for it.
    pub vouched: Vouched,
}

/// What is known of the replacements on a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// Nothing but that they are in the log: there is no bundle.
    Logged,
    /// Those who must have approved them; whose turn it was is shown by the outcome only.
    Approved,
    /// Everything: the bundle has them all.
    Verified,
}

impl Known {
    fn message(self, lang: Lang) -> Option<&'static str> {
        match self {
            Self::Logged => Some(lang.pick(
                "以上递补由谁批准，单凭这张凭单看不出来：请与公布的结果文件夹一起核验。",
                "Who has approved these replacements the slip alone does not show: check it beside the published bundle.",
            )),
            Self::Approved => Some(lang.pick(
                "以上递补经有权的人签名批准；是不是按次序轮到这些人，要等办结后核验整份结果。",
                "These replacements are signed by those who may approve them; whether it was these substitutes' turn is shown by the whole bundle, after its finish.",
            )),
            Self::Verified => None,
        }
    }
}

/// Checks a slip; with a bundle, which is verified first, also that it is of that draw.
pub fn verify_slip(
    file: &[u8],
    trust: &Trust<'_>,
    bundle: Option<(&dyn BundleFiles, &Options<'_>)>,
) -> Result<Shown, ProofError> {
    let slip = parsed(file)?;
    let ground = bundle.map(|(files, options)| verified(files, options, None)).transpose().map_err(Box::new)?;
    check(&slip, trust, ground.map(|verified| verified.ground).as_ref())
}

/// The slip in a file, in the form laid down.
pub(crate) fn parsed(file: &[u8]) -> Result<Slip, ProofFailure> {
    // A QR code has no line feed.
    let slip: Slip = read(&[file.strip_suffix(b"\n").unwrap_or(file), b"\n"].concat(), ProofCheck::SlipFormat)?;
    check_format(&slip)?;
    Ok(slip)
}

/// Makes the other checks.
pub(crate) fn check(slip: &Slip, trust: &Trust<'_>, ground: Option<&Ground>) -> Result<Shown, ProofError> {
    check_leaf(slip)?;
    if slip.event.draw != slip.draw {
        return Err(ProofFailure::new(ProofCheck::SlipEvent).got(&slip.event.draw).expected(&slip.draw).into());
    }
    let mut vouched = None;
    let (mut size, mut other_size) = (0, false);
    if let Some(log) = &slip.log {
        let note = check_events(slip, log)?;
        size = note.checkpoint().size;
        if let Some(ground) = ground {
            other_size = !check_place(&slip.event, log, &note, ground, ProofCheck::SlipDraw)?;
        }
        if let Some(own) = ground.and_then(|ground| log_key(&ground.plan)) {
            check_signer(&note, &Trust { key: Some(&own), ..Trust::default() }, ProofCheck::SlipLog)?;
        }
        vouched = check_signer(&note, trust, ProofCheck::SlipLog)?;
    }
    let mut replacements = shown_of(slip).next().map(|_| Known::Logged);
    if let Some(ground) = ground {
        check_draw(slip, ground, size)?;
        let known = check_replaced(slip, ground)?;
        replacements = replacements.map(|_| known);
    }
    let course = ground.and_then(Ground::course);
    let by_bundle = ground.map(|_| Vouched::Bundle);
    let name = |one: &OpenedName| (one.inspector.clone(), one.private.name.clone());
    Ok(Shown {
        now: now(slip, course),
        draw: slip.draw.clone(),
        visit: slip.leaf.visit().cloned(),
        reserve: slip.leaf.reserve(),
        names: slip.names.iter().map(name).collect(),
        with_bundle: ground.is_some(),
        other_size,
        open_ended: course.is_some_and(|course| course.end.is_none()),
        replacements,
        void_reason: course.and_then(Course::void_reason).map(str::to_owned),
        vouched: vouched.or(by_bundle).unwrap_or(Vouched::Nobody),
    })
}

/// The replacements that a slip shows, each with the place of its entry.
pub(crate) fn shown_of(slip: &Slip) -> impl Iterator<Item = (u64, &Replacement)> {
    slip.replaced.iter().filter_map(|logged| match &logged.event.event {
        Event::Replace(replacement) => Some((logged.index, replacement)),
        _ => None,
    })
}

/// The visit after all replacements that are known: those of the bundle, and later ones of the slip.
fn now(slip: &Slip, course: Option<&Course>) -> Option<VisitNow> {
    let of_bundle = course.into_iter().flat_map(|course| course.replaced.iter().map(|(_, _, one)| one));
    let last = course.map_or(0, |course| course.last);
    let later = shown_of(slip).filter(|(index, _)| course.is_none() || *index > last).map(|(_, one)| one);
    follow_leaf(&slip.leaf, of_bundle.chain(later)).1
}

/// The path leads from the leaf to what the event says.
fn check_leaf(slip: &Slip) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::SlipLeaf);
    let Event::Draw(drawn) = &slip.event.event else { return Err(fail()) };
    let in_record = |name: &str, line: Vec<u8>| {
        let is_it = |record: &&Record| is_published(record, drawn.record) && record.draw == slip.draw;
        let record = slip.record.as_ref().filter(is_it);
        record
            .and_then(|record| record.roots.get(name))
            .is_some_and(|root| leads(&line, slip.index, &slip.hashes, root))
    };
    let holds = match &slip.leaf {
        SlipLeaf::Sealed(leaf) => drawn.leaves.is_some_and(|root| {
            let line = canonical::to_vec(leaf).unwrap_or_default();
            let salt = slip.salt.as_ref().map_or(&[][..], AsRef::as_ref);
            leads(h("mq1/leaf", &[salt, &line]).as_ref(), slip.index, &slip.hashes, &root)
        }),
        SlipLeaf::Open(visit) => in_record("visits", canonical::to_vec(visit).unwrap_or_default()),
        SlipLeaf::Selected(line) => in_record("selected", canonical::to_vec(line).unwrap_or_default()),
    };
    if holds { Ok(()) } else { Err(fail()) }
}

/// The event `draw` and the replacements are in the log, in this order, and all of them concern the visit.
fn check_events(slip: &Slip, log: &LogProof) -> Result<SignedCheckpoint, ProofFailure> {
    let note = check_event(&slip.event, log, ProofCheck::SlipEvent)?;
    let tree = Tree { size: note.checkpoint().size, root: note.checkpoint().root };
    let mut last = log.index;
    for logged in &slip.replaced {
        let fail =
            || ProofFailure::new(ProofCheck::SlipEvent).got(format!("{} {}", logged.index, logged.event.event.name()));
        let entry = logged.event.entry().map_err(|_| fail())?;
        if logged.event.draw != slip.draw || logged.index <= last || !is_in(&tree, &entry, logged.index, &logged.hashes)
        {
            return Err(fail());
        }
        last = logged.index;
    }
    // What is no replacement, or of another visit, is not among those that concern it.
    let (numbers, _) = follow_leaf(&slip.leaf, shown_of(slip).map(|(_, one)| one));
    match numbers.len() == slip.replaced.len() {
        true => Ok(note),
        false => Err(ProofFailure::new(ProofCheck::SlipEvent).got("replaced")),
    }
}

fn is_published(record: &Record, published: Option<Digest>) -> bool {
    published == Some(record_digest(record))
}

/// With a bundle: its event `draw`, its replacements, and its inspectors. `size` is that of the slip's checkpoint.
fn check_draw(slip: &Slip, ground: &Ground, size: u64) -> Result<(), ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::SlipDraw);
    let Some(course) = ground.course() else { return Err(fail()) };
    let drawn = course.drawn.clone();
    let own = drawn.map(|drawn| EventLine { draw: ground.plan.draw_name(), event: Event::Draw(drawn) });
    if own.as_ref() != Some(&slip.event) {
        return Err(fail().got(&slip.event.draw).expected(ground.plan.draw_name()));
    }
    let (numbers, _) = follow_leaf(&slip.leaf, course.replaced.iter().map(|(_, _, one)| one));
    let known = numbers.iter().filter_map(|number| course.replaced.get(*number));
    let known = known.map(|(_, index, one)| (*index, one)).filter(|(index, _)| *index < size);
    // Nothing follows an end; else the log may have more than the bundle.
    let reached = shown_of(slip).filter(|(index, _)| course.end.is_some() || *index <= course.last);
    if !known.eq(reached) {
        return Err(fail().got("replaced"));
    }
    let inspectors = ground.frozen.inspectors.as_ref().map_or(&[][..], |list| list.rows.as_slice());
    impossible_leaf(&ground.plan, inspectors, &slip.leaf).map_err(|got| fail().got(got))?;
    if !slip.names.is_empty() && ground.plan.publish.names == "never" {
        return Err(fail().got("names"));
    }
    match slip.names.iter().find(|name| !is_behind(name, inspectors)) {
        Some(name) => Err(fail().got(&name.inspector)),
        None => Ok(()),
    }
}

/// With a bundle: replacements that it does not reach are signed by those who may approve them, as far as the slip shows what was
/// before; the others were checked with it.
fn check_replaced(slip: &Slip, ground: &Ground) -> Result<Known, ProofFailure> {
    let fail = || ProofFailure::new(ProofCheck::SlipDraw);
    let (plan, Some(course)) = (&ground.plan, ground.course()) else { return Err(fail()) };
    let inspectors = ground.frozen.inspectors.as_ref().map_or(&[][..], |list| list.rows.as_slice());
    let shown: Vec<(u64, &Replacement)> = shown_of(slip).collect();
    let mut known = Known::Verified;
    for (number, (index, replacement)) in shown.iter().enumerate() {
        if course.end.is_some() || *index <= course.last {
            continue;
        }
        known = Known::Approved;
        let earlier: Vec<&Replacement> = shown.iter().take(number).map(|(_, one)| *one).collect();
        let for_superior = earlier.iter().any(|before| before.is_of_same(replacement))
            || needs_superior(plan, &slip.leaf, &earlier, replacement);
        approval::check(plan, &ground.announced, for_superior, replacement).map_err(|failure| ProofFailure {
            got: failure.got.or_else(|| Some(fault_sentence(failure.fault))),
            expected: failure.expected,
            ..fail()
        })?;
        let date = replacement.date();
        let first = earlier.iter().rev().find(|before| before.is_of_same(replacement)).map(|before| before.date());
        let others: &[Id] = match replacement {
            Replacement::Inspector { by, .. } => by.as_slice(),
            Replacement::Entity { team, .. } => team,
        };
        if let Some(who) = others.iter().find(|who| people::find(inspectors, who).is_none()) {
            return Err(fail().got(who));
        }
        let (_, before) = follow_leaf(&slip.leaf, earlier.iter().copied());
        impossible(plan, inspectors, &slip.leaf, &earlier, replacement).map_err(|got| fail().got(got))?;
        let last = before.and_then(|before| before.days.last().copied());
        let is_after = matches!(replacement, Replacement::Inspector { .. }) && last.is_none_or(|last| date > last);
        if date < plan.created || first.is_some_and(|first| date < first) || is_after {
            return Err(fail().got(date));
        }
    }
    Ok(known)
}

/// Whether this person was sealed behind the pseudonym at the freeze.
fn is_behind(name: &OpenedName, inspectors: &[FrozenInspector]) -> bool {
    let sealed = people::find(inspectors, &name.inspector).and_then(|who| inspectors.get(who)).map(|one| one.sealed);
    let private = canonical::to_vec(&name.private).unwrap_or_default();
    sealed == Some(h("mq1/sealed", &[name.salt.as_ref(), &private]))
}

impl Shown {
    /// What the slip shows, on several lines.
    pub fn message(&self, lang: Lang) -> String {
        let mut lines = Vec::new();
        if let Some(visit) = &self.visit {
            lines.push(crate::why_words::visit_line(&WhyVisit::from(visit), lang));
        }
        if let Some(ReserveLeaf { entity, rank, stratum, task }) = &self.reserve {
            lines.push(match lang {
                Lang::Zh => format!("候补 {entity}：{task}/{stratum} 名次 {rank}"),
                Lang::En => format!("reserve {entity}: {task}/{stratum}, rank {rank}"),
            });
        }
        lines.extend(self.now.iter().flat_map(|now| crate::why_words::now_lines(now, lang)));
        if self.reserve.is_some() && self.now.is_none() {
            lines.push(
                lang.pick("候补没有替上，不应检查。", "The reserve was not called up; there is no visit.").to_owned(),
            );
        }
        lines.extend(self.replacements.and_then(|known| known.message(lang)).map(str::to_owned));
        let unproved = lang.pick("（未与结果文件对照）", " (not compared with the bundle)");
        for (id, name) in &self.names {
            lines.push(format!("{id} {}{}", quotable(name), if self.with_bundle { "" } else { unproved }));
        }
        lines.push(format!("{}{}", lang.pick("抽取 ", "draw "), quotable(&self.draw)));
        lines.push(self.vouched.message(lang));
        lines.extend(self.other_size.then(|| other_size(lang).to_owned()));
        let open_ended = lang.pick(
            "给出的结果文件夹还没有办结或作废：它最后一步之后记入日志的递补，只有凭单上有的才写在这里。",
            "The bundle has neither finish nor void: replacements logged after its last event are told only as far as the slip has them.",
        );
        lines.extend(self.open_ended.then(|| open_ended.to_owned()));
        if !self.with_bundle {
            lines.push(only_one(lang).to_owned());
            lines.push(
                lang.pick(
                    "凭单出具之后又记入日志的递补，这张凭单上没有。",
                    "What was logged after the slip's checkpoint is not on it.",
                )
                .to_owned(),
            );
        }
        lines.extend(self.void_reason.iter().map(|reason| void_notice(reason, lang)));
        if self.reserve.is_some() || self.visit.as_ref().is_some_and(|_| !self.with_bundle) {
            lines.push(
                lang.pick(
                    "抽取时就定下了这一次检查；抽取本身是否正确，要等办结后核验整份结果。",
                    "This visit was fixed at the draw; whether the draw itself was right is shown by the whole bundle, after its finish.",
                )
                .to_owned(),
            );
        }
        lines.join("\n")
    }
}
