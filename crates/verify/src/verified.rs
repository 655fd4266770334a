//! What a verification that succeeded says.
//!
//! Source: `docs/PROTOCOL.md`, sections 17 and 20.6.

use records::day::Day;
use records::frozen::{VisitLine, VisitState};
use records::hash::Digest;
use records::lang::Lang;
use serde::Serialize;

use crate::Options;
use crate::check::Check;
use crate::events::{Course, End};
use crate::examine::{Examined, Ground};
use crate::failure::quotable;
use crate::grade::{Standing, standing};
use crate::kind::{Kind, State};
use crate::passed::{Passed, passed};

/// All checks passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// SHA-256 of the manifest.
    pub bundle: Digest,
    /// What it is a bundle of.
    pub kind: Kind,
    /// P.
    pub plan: Digest,
    /// Name of the draw: authority, sequence, attempt.
    pub draw: String,
    /// Who drew.
    pub authority: String,
    /// The campaign.
    pub campaign: String,
    /// SHA-256 of the seed, once it is public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed_hash: Option<Digest>,
    /// How well the order of events is shown, and by whom.
    #[serde(flatten)]
    pub standing: Standing,
    /// How the number stands.
    #[serde(flatten)]
    pub status: Status,
    /// What there is in the bundle.
    pub counts: Counts,
    /// The checks made, in their order.
    pub checks: Vec<Passed>,
}

/// How a number stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// By the last event known.
    pub state: State,
    /// The day by which it was to be finished, if that day is past and it is neither finished nor void.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue: Option<Day>,
    /// Why it is void, if the bundle says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void_reason: Option<String>,
    /// With a copy of the log: draws announced before this one that have no end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unfinished: Vec<String>,
    /// With a copy of the log: draws announced before this one that have a void behind their close.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub voided: Vec<String>,
    /// Of a beacon: whether the signature of its round was checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beacon_checked: Option<bool>,
}

/// Numbers of a verified draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Entities on the frozen list.
    pub entities: u64,
    /// Inspectors on the frozen list.
    pub inspectors: u64,
    /// Strata of all tasks.
    pub strata: u64,
    /// Places drawn, over all strata: an entity drawn by two tasks counts twice.
    pub drawn: u64,
    /// Reserves, over all strata.
    pub reserves: u64,
    /// Visits.
    pub visits: u64,
    /// Visits with a team and days.
    pub dated: u64,
    /// Visits with a team and without days.
    pub undated: u64,
    /// Visits set aside.
    pub unseated: u64,
    /// Visits whose tasks have no seats.
    pub unpaired: u64,
}

impl Verified {
    /// An outcome that has passed.
    pub(crate) fn of_outcome(bundle: Digest, examined: &Examined, options: &Options<'_>) -> Self {
        let visits = examined.outcome.visits.as_ref().map_or(&[][..], |list| list.rows.as_slice());
        let counts = Counts::of(&examined.ground, visits);
        Self::new(bundle, &examined.ground, counts, Some(examined.seeds.seed_hash), options)
    }

    /// A bundle without an outcome that has passed.
    pub(crate) fn of_early(bundle: Digest, ground: &Ground, options: &Options<'_>) -> Self {
        let sealed = ground.course().and_then(|course| course.drawn.as_ref()).and_then(|drawn| drawn.seed_hash);
        Self::new(bundle, ground, Counts::of(ground, &[]), sealed, options)
    }

    fn new(bundle: Digest, ground: &Ground, counts: Counts, seed_hash: Option<Digest>, options: &Options<'_>) -> Self {
        let plan = &ground.plan;
        let standing = standing(ground);
        let made = Check::ALL.iter().filter(|check| is_made(**check, ground));
        Self {
            bundle,
            kind: ground.kind,
            plan: ground.announced,
            draw: plan.draw_name(),
            authority: plan.authority.name.clone(),
            campaign: plan.campaign.clone(),
            seed_hash,
            status: Status::of(ground, options),
            counts,
            checks: made.map(|check| passed(*check, ground, &counts, &standing)).collect(),
            standing,
        }
    }

    /// The verdict in words, on several lines; grade and state stand in it, never apart from it.
    pub fn message(&self, lang: Lang) -> String {
        let grade = self.standing.grade;
        let notice = grade.notice(lang);
        let mut lines = match lang {
            Lang::Zh => vec![format!("核验通过，等级 {}：{notice}", grade.title(lang))],
            Lang::En => vec![format!("Verified, grade {grade}: {notice}")],
        };
        lines.extend(self.standing.names(lang));
        lines.push(self.status.message(self.kind, lang));
        lines.push(match lang {
            Lang::Zh => format!("{} · {}（{}）", quotable(&self.authority), quotable(&self.campaign), self.draw),
            Lang::En => format!("{} · {} ({})", quotable(&self.authority), quotable(&self.campaign), self.draw),
        });
        lines.push(self.counts.message(self.kind, lang));
        lines.push(format!("{}{}", lang.pick("结果摘要：", "bundle digest: "), self.bundle));
        lines.push(format!("{}{}", lang.pick("方案封存值：", "plan digest: "), self.plan));
        if let Some(hash) = &self.seed_hash {
            lines.push(format!("{}{hash}", lang.pick("摇号种子的 SHA-256：", "seed hash: ")));
        }
        lines.join("\n")
    }
}

/// Whether section 17 asks for a check in this kind of bundle.
fn is_made(check: Check, ground: &Ground) -> bool {
    let early =
        !matches!(check, Check::Seed | Check::Record) && !(Check::Selection..=Check::Replacements).contains(&check);
    let of_ceremony = (Check::Events..=Check::Escrow).contains(&check)
        || matches!(check, Check::Leaves | Check::Replacements | Check::Order);
    (ground.kind == Kind::Outcome || early) && (ground.plan.log.is_some() || !of_ceremony)
}

impl Status {
    fn of(ground: &Ground, options: &Options<'_>) -> Self {
        let plan = &ground.plan;
        let end = ground.course().and_then(|course| course.end.as_ref());
        let beyond = ground.evidence.as_ref().and_then(|evidence| evidence.beyond.as_ref());
        let later = |event: &str| beyond.is_some_and(|beyond| beyond.later.contains(event));
        let state = match (end, ground.kind) {
            (Some(End::Finish { .. }), _) => State::Finished,
            (Some(End::Void { .. }), _) => State::Void,
            _ if later("finish") => State::Finished,
            _ if later("void") => State::Void,
            (None, Kind::Outcome) => State::Drawn,
            (None, Kind::Sealed) => State::Sealed,
            (None, Kind::Announcement) if later("draw") => State::Sealed,
            (None, Kind::Announcement) => State::Announced,
        };
        let is_open = plan.log.is_some() && !matches!(state, State::Finished | State::Void);
        let is_late = options.today.is_some_and(|today| today > plan.finish_by);
        let is_rolled = ground.kind == Kind::Outcome || ground.course().is_some_and(|course| course.roll.is_some());
        Self {
            state,
            overdue: (is_open && is_late).then_some(plan.finish_by),
            void_reason: ground.course().and_then(Course::void_reason).map(str::to_owned),
            unfinished: beyond.map(|beyond| beyond.unfinished.clone()).unwrap_or_default(),
            voided: beyond.map(|beyond| beyond.voided.clone()).unwrap_or_default(),
            beacon_checked: (plan.final_source.begins().is_some() && is_rolled).then_some(options.beacon.is_some()),
        }
    }

    /// State, and what must be said with it.
    fn message(&self, kind: Kind, lang: Lang) -> String {
        let mut text = match lang {
            Lang::Zh => format!("状态：{}（{}）", self.state.title(lang), kind.title(lang)),
            Lang::En => format!("state {}: {}", self.state, kind.title(lang)),
        };
        if let Some(reason) = &self.void_reason {
            text.push_str(&format!("{}{}", lang.pick("；作废理由：", "; void because: "), quotable(reason)));
        }
        if let Some(day) = self.overdue {
            text.push_str(&match lang {
                Lang::Zh => format!("；逾期：应在 {day} 前办结"),
                Lang::En => format!("; OVERDUE: it was to be finished by {day}"),
            });
        }
        if !self.unfinished.is_empty() {
            let names = self.unfinished.join(lang.pick("、", ", "));
            text.push_str(
                lang.pick("；此前公告而至今没有结果也没有作废的：", "; announced before and without an end: "),
            );
            text.push_str(&names);
        }
        if !self.voided.is_empty() {
            let names = self.voided.join(lang.pick("、", ", "));
            text.push_str(&match lang {
                Lang::Zh => {
                    format!("；此前截止之后又作废的：{names}（上一级签没签，要看各自的结果包）")
                }
                Lang::En => format!(
                    "; announced before and voided after their close: {names} (that the superior signed it only their own bundles show)"
                ),
            });
        }
        match self.beacon_checked {
            Some(true) => text.push_str(lang.pick("；信标签名（BLS）已验", "; the beacon's BLS signature was checked")),
            Some(false) => {
                text.push_str(lang.pick("；信标签名（BLS）未验", "; the beacon's BLS signature was not checked"));
            }
            None => {}
        }
        text
    }
}

/// What must be said with everything that rests on a number that is void.
pub(crate) fn void_notice(reason: &str, lang: Lang) -> String {
    let words = lang.pick(
        "这个编号已经作废，上面的结果无效。作废理由：",
        "This number is void; what is said above has no force. Reason: ",
    );
    format!("{words}{}", quotable(reason))
}

impl Counts {
    fn of(ground: &Ground, visits: &[VisitLine]) -> Self {
        let root = |name: &str| ground.plan.roots.get(name).map_or(0, |root| root.count);
        let populations = &ground.plan.populations;
        let with = |state| visits.iter().filter(|visit: &&VisitLine| visit.state == state).count() as u64;
        Self {
            entities: root("entities"),
            inspectors: root("inspectors"),
            strata: populations.len() as u64,
            drawn: populations.iter().map(|p| p.n).sum(),
            reserves: populations.iter().map(|p| p.reserves).sum(),
            visits: visits.len() as u64,
            dated: with(VisitState::Dated),
            undated: with(VisitState::Undated),
            unseated: with(VisitState::Unseated),
            unpaired: with(VisitState::Unpaired),
        }
    }

    fn message(&self, kind: Kind, lang: Lang) -> String {
        let Counts { entities, drawn, reserves, visits, dated, undated, unseated, .. } = *self;
        match (kind, lang) {
            (Kind::Outcome, Lang::Zh) => format!(
                "名单 {entities} 户，抽中 {drawn} 户次，候补 {reserves} 户次；\
                 检查 {visits} 次，已定日期 {dated}，未定日期 {undated}，搁置 {unseated}"
            ),
            (Kind::Outcome, Lang::En) => format!(
                "{entities} entities, {drawn} drawn, {reserves} reserves; \
                 {visits} visits, {dated} dated, {undated} undated, {unseated} set aside"
            ),
            (_, Lang::Zh) => format!("名单 {entities} 户，应抽 {drawn} 户次，候补 {reserves} 户次"),
            (_, Lang::En) => format!("{entities} entities, {drawn} to be drawn, {reserves} reserves"),
        }
    }
}
