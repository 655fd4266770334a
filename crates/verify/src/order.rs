//! The names of draws and of events in the log; those of one draw in their order.
//!
//! Source: `docs/PROTOCOL.md`, sections 5, 20.2 and 24.1.

use records::id::Id;

/// The names of one draw's entries so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    seen: Vec<&'static str>,
    /// Place in the row of the last one, but for `void`.
    stage: u8,
}

/// Place of a name in the row; what must stand before it; whether it may stand several times. `void` has no place.
const ROW: [(&str, u8, &str, bool); 12] = [
    ("announce", 1, "", false),
    ("share", 2, "announce", true),
    ("contribution", 3, "announce", true),
    ("commitment", 3, "announce", true),
    ("reveal", 4, "announce", true),
    ("close", 5, "announce", false),
    ("sign", 6, "close", true),
    ("roll", 7, "close", false),
    ("draw", 8, "roll", false),
    ("open", 9, "draw", true),
    ("replace", 9, "draw", true),
    ("finish", 10, "draw", false),
];

const VOID: &str = "void";

/// Most bytes of an entry (section 24.1).
pub(crate) const ENTRY_MAX: usize = 65_535;

/// Whether an event may have this name at all.
pub(crate) fn is_event(name: &str) -> bool {
    records::events::Event::NAMES.contains(&name)
}

/// Authority, sequence number and attempt of a draw, if this is the name of one.
pub(crate) fn draw_of(name: &str) -> Option<(&str, u32, u32)> {
    let mut parts = name.rsplitn(3, '/');
    let (attempt, sequence, authority) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |text: &str| {
        let value: u32 = text.parse().ok().filter(|value| *value > 0)?;
        (value.to_string() == text).then_some(value)
    };
    Id::check(authority).ok()?;
    Some((authority, number(sequence)?, number(attempt)?))
}

impl Names {
    /// Whether a name may come next; then it has.
    pub(crate) fn follow(&mut self, name: &str) -> bool {
        if self.has("finish") || self.has(VOID) {
            return false;
        }
        if name == VOID {
            let begun = self.has("announce");
            if begun {
                self.seen.push(VOID);
            }
            return begun;
        }
        let Some((name, stage, before, repeats)) = ROW.into_iter().find(|(known, ..)| *known == name) else {
            return false;
        };
        let is_next = stage > self.stage || (repeats && stage == self.stage);
        if !is_next || !(before.is_empty() || self.has(before)) {
            return false;
        }
        self.stage = stage;
        if !self.has(name) {
            self.seen.push(name);
        }
        true
    }

    /// Whether a name has stood.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.seen.contains(&name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_order(names: &str) -> bool {
        let mut so_far = Names::default();
        names.split(' ').all(|name| so_far.follow(name))
    }

    #[test]
    fn names_of_draws() {
        assert_eq!(draw_of("COUNTY/1/12"), Some(("COUNTY", 1, 12)));
        assert_eq!(draw_of("COUNTY/4294967295/1"), Some(("COUNTY", u32::MAX, 1)));
        for name in
            ["COUNTY/1", "COUNTY/0/1", "COUNTY/01/1", "COUNTY/1/+1", "COUNTY/4294967296/1", "/1/1", "县/1/1", "A/B/1/1"]
        {
            assert_eq!(draw_of(name), None, "{name}");
        }
    }

    #[test]
    fn in_order_are_these() {
        for names in [
            "announce",
            "announce void",
            "announce share share contribution close sign sign roll draw open replace open finish",
            "announce commitment contribution commitment reveal reveal close void",
            "announce close roll draw replace void",
            "announce share void",
        ] {
            assert!(in_order(names), "{names}");
        }
    }

    #[test]
    fn and_these_are_not() {
        for names in [
            "share",
            "void",
            "announce announce",
            "announce void void",
            "announce void announce",
            "announce close close",
            "announce close contribution",
            "announce close roll sign",
            "announce sign",
            "announce roll",
            "announce close draw",
            "announce close roll finish",
            "announce close roll open",
            "announce close roll draw finish void",
            "announce close roll draw finish replace",
            "announce contribution share",
            "announce sampled",
        ] {
            assert!(!in_order(names), "{names}");
        }
    }
}
