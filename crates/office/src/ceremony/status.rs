//! How far a draw is, what it waits for, and whether its time is over.
//!
//! Source: `docs/PROTOCOL.md`, section 20.6.

use super::Desk;
use crate::error::Result;
use draw::ceremony::{Missing, Phase};
use records::day::Day;
use records::entropy::FinalSource;
use records::events::Event;
use records::hash::Digest;

/// See the module.
#[derive(Clone, Debug)]
pub struct DrawStatus {
    /// The draw's name.
    pub draw: String,
    /// P.
    pub plan: Digest,
    /// How far it is.
    pub phase: Phase,
    /// What it waits for.
    pub missing: Vec<Missing>,
    /// Events so far, each with its place in the log.
    pub events: Vec<(&'static str, u64)>,
    /// D, once closed.
    pub close: Option<Digest>,
    /// By when everything is opened.
    pub finish_by: Day,
    /// Neither finished nor void, and past that day.
    pub overdue: bool,
    /// Why it is void.
    pub void: Option<String>,
}

impl Desk<'_> {
    /// The state of a draw.
    pub fn status(&mut self, draw: &str) -> Result<DrawStatus> {
        let held = self.held(draw)?;
        let ceremony = held.ceremony()?;
        let phase = ceremony.phase();
        let ended = phase == Phase::Finished || phase == Phase::Void;
        let of = |pick: fn(&Event) -> Option<String>| held.rows.iter().find_map(|row| pick(&row.event.event));
        let index = |row: &super::EventRow| row.logged.as_ref().map(|logged| (row.event.event.name(), logged.index));
        Ok(DrawStatus {
            draw: draw.to_owned(),
            plan: held.digest(),
            phase,
            missing: ceremony.missing(),
            events: held.rows.iter().filter_map(index).collect(),
            close: match held.event("close").map(|line| &line.event) {
                Some(Event::Close { close }) => Some(*close),
                _ => None,
            },
            finish_by: held.plan().finish_by,
            overdue: !ended && self.today > held.plan().finish_by,
            void: of(|event| match event {
                Event::Void { reason, .. } => Some(reason.clone()),
                _ => None,
            }),
        })
    }
}

impl Desk<'_> {
    /// Whether the outcome stays closed until the end.
    pub fn is_sealed(&mut self, draw: &str) -> Result<bool> {
        Ok(self.held(draw)?.is_sealed())
    }

    /// The round, if the final source is a beacon, whose value nobody writes down. Whoever can checks its signature before the
    /// roll is logged: a false one would be in the log for ever, and the number void.
    pub fn beacon_round(&mut self, draw: &str) -> Result<Option<u64>> {
        Ok(match self.held(draw)?.plan().final_source {
            FinalSource::Drand { round } => Some(round),
            _ => None,
        })
    }
}

/// A digest as people read it aloud: sixteen groups of four digits.
pub fn groups(digest: &Digest) -> String {
    let text = digest.to_string();
    let groups: Vec<&str> = (0..text.len()).step_by(4).filter_map(|at| text.get(at..at + 4)).collect();
    groups.join(" ")
}
