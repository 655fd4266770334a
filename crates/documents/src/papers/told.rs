//! What the events of a ceremony tell, read once for every paper.

use records::events::{DrawEvent, Event, EventLine, RollRecord};
use records::hash::Digest;
use records::plan::Plan;

/// What one participant contributed, as it enters D.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said<'a> {
    /// A value, said or revealed.
    Value(&'a str),
    /// A commitment that was not revealed.
    Committed,
    /// Nothing.
    Nothing,
}

/// The announcement.
#[derive(Clone, Copy)]
pub(super) struct Announced<'a> {
    /// P.
    pub(super) plan: &'a Digest,
    /// c.
    pub(super) commitment: Option<&'a Digest>,
    /// The points of the escrow.
    pub(super) points: &'a [Digest],
}

/// The sampled final source.
pub(super) struct Rolled<'a> {
    /// Text form of the value.
    pub(super) value: &'a str,
    /// The two records.
    pub(super) records: &'a [RollRecord],
}

/// Events, to be asked.
#[derive(Clone, Copy)]
pub(super) struct Told<'a>(pub(super) &'a [EventLine]);

impl<'a> Told<'a> {
    fn find<T>(self, of: impl FnMut(&'a Event) -> Option<T>) -> Option<T> {
        self.0.iter().map(|line| &line.event).find_map(of)
    }

    pub(super) fn announced(self) -> Option<Announced<'a>> {
        self.find(|event| match event {
            Event::Announce { plan, commitment, points, .. } => {
                Some(Announced { plan, commitment: commitment.as_ref(), points })
            }
            _ => None,
        })
    }

    /// D.
    pub(super) fn close(self) -> Option<&'a Digest> {
        self.find(|event| match event {
            Event::Close { close } => Some(close),
            _ => None,
        })
    }

    pub(super) fn rolled(self) -> Option<Rolled<'a>> {
        self.find(|event| match event {
            Event::Roll { records, value, .. } => Some(Rolled { value, records }),
            _ => None,
        })
    }

    pub(super) fn drawn(self) -> Option<&'a DrawEvent> {
        self.find(|event| match event {
            Event::Draw(drawn) => Some(drawn),
            _ => None,
        })
    }

    /// Why the draw is void, if it is.
    pub(super) fn void(self) -> Option<&'a str> {
        self.find(|event| match event {
            Event::Void { reason, .. } => Some(reason.as_str()),
            _ => None,
        })
    }

    /// What a participant contributed.
    pub(super) fn said(self, who: &str) -> Said<'a> {
        let value = self.find(|event| match event {
            Event::Contribution { label, value } | Event::Reveal { label, value, .. } if label == who => {
                Some(value.as_str())
            }
            _ => None,
        });
        let is_committed =
            || self.find(|event| matches!(event, Event::Commitment { label, .. } if label == who).then_some(()));
        match value {
            Some(value) => Said::Value(value),
            None if is_committed().is_some() => Said::Committed,
            None => Said::Nothing,
        }
    }

    /// Participants who are empty in D, in the plan's order.
    pub(super) fn empty(self, plan: &'a Plan) -> Vec<&'a str> {
        let labels = plan.participants.iter().map(String::as_str);
        labels.filter(|label| !matches!(self.said(label), Said::Value(_))).collect()
    }
}
