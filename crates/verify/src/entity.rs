//! Lines of the long lists, decoded without building records: ten million of them go by.
//!
//! Source: `docs/PROTOCOL.md`, sections 2 to 4, 6.1, 6.4, 6.5, 6.7 and 6.9.

use records::canonical::Spans;
use records::day::Day;
use records::frozen::ExclusionReason;
use records::hash::Digest;

use crate::condition::{FIELDS, Field, FieldKind, RawTexts, unquoted};
use crate::fault::Fault;
use crate::source::Wrong;

/// A line of `entities`.
#[derive(Debug)]
pub(crate) struct EntityLine<'a> {
    /// Its id.
    pub id: &'a str,
    /// Raw values of the fields that conditions read.
    pub fields: [Option<&'a str>; FIELDS],
    /// Who uses it, for equipment.
    pub user_id: Option<&'a str>,
    /// Raw array of former ids.
    pub former_ids: Option<&'a str>,
}

impl<'a> EntityLine<'a> {
    /// Decodes a line: exactly the public fields and `sealed`, each of its type.
    pub(crate) fn read(spans: &Spans<'a>) -> Result<Self, Wrong> {
        let mut line = EntityLine { id: "", fields: [None; FIELDS], user_id: None, former_ids: None };
        let mut sealed = false;
        for (key, raw) in spans.iter() {
            match key {
                "sealed" => sealed = is_digest(raw),
                "user_id" => line.user_id = Some(id(raw).ok_or_else(|| shape(key, raw))?),
                "maintainer_id" => drop(id(raw).ok_or_else(|| shape(key, raw))?),
                "former_ids" if is_ids(raw) => line.former_ids = Some(raw),
                _ => line.field(key, raw)?,
            }
        }
        let there = |field: Field| line.fields.get(field as usize).copied().flatten();
        line.id = there(Field::Id).and_then(unquoted).ok_or_else(|| absent("id"))?;
        there(Field::Name).ok_or_else(|| absent("name"))?;
        if !sealed {
            return Err(absent("sealed"));
        }
        Ok(line)
    }

    fn field(&mut self, key: &str, raw: &'a str) -> Result<(), Wrong> {
        let field = Field::of(key).ok_or_else(|| shape(key, raw))?;
        let valid = match (field, field.kind()) {
            (Field::Id, _) => id(raw).is_some(),
            // The name is always there; whether it says anything is for people to judge.
            (Field::Name, _) => raw.starts_with('"'),
            (_, FieldKind::Text) => raw.starts_with('"') && raw != "\"\"",
            (_, FieldKind::Day) => unquoted(raw).is_some_and(|text| text.parse::<Day>().is_ok()),
            (_, FieldKind::Texts) => is_texts(raw),
        };
        match self.fields.get_mut(field as usize) {
            Some(slot) if valid => *slot = Some(raw),
            _ => return Err(shape(key, raw)),
        }
        Ok(())
    }

    /// Whether its status is that of something which can be inspected.
    pub(crate) fn is_active(&self) -> bool {
        matches!(self.fields.get(Field::Status as usize), Some(None | Some("\"active\"")))
    }

    /// The text of a field, or nothing.
    pub(crate) fn text(&self, field: Field) -> String {
        let raw = self.fields.get(field as usize).copied().flatten();
        raw.and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default()
    }
}

/// A list that goes along with `entities`, sorted by the same ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Companion {
    Exclusions,
    Strata,
    Barred,
    Selection,
}

impl Companion {
    /// All of them.
    pub(crate) const ALL: [Companion; 4] =
        [Companion::Exclusions, Companion::Strata, Companion::Barred, Companion::Selection];

    /// Name of the list.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Companion::Exclusions => "exclusions",
            Companion::Strata => "strata",
            Companion::Barred => "barred",
            Companion::Selection => "selection",
        }
    }

    /// Checks that a line has exactly the fields of its list, and gives its id.
    pub(crate) fn check<'a>(self, spans: &Spans<'a>) -> Result<&'a str, Wrong> {
        let keys: &[&str] = match self {
            Companion::Exclusions => &["id", "sealed", "tasks"],
            Companion::Strata => &["id", "labels", "sealed"],
            Companion::Barred => &["id", "law", "rotation"],
            Companion::Selection => &["id", "tasks"],
        };
        if let Some((key, raw)) = spans.iter().find(|(key, _)| !keys.contains(key)) {
            return Err(shape(key, raw));
        }
        let mut found = "";
        for key in keys {
            let raw = spans.raw(key).ok_or_else(|| absent(key))?;
            let valid = match (self, *key) {
                (_, "id") => id(raw).map(|id| found = id).is_some(),
                (_, "sealed" | "law" | "rotation") => is_digest(raw),
                (Companion::Selection, _) => raw == "[]" || is_texts(raw),
                (Companion::Exclusions, _) => excluded_tasks(spans).is_some(),
                _ => labels(spans).is_some(),
            };
            if !valid {
                return Err(shape(key, raw));
            }
        }
        Ok(found)
    }
}

/// Task and reason of each element of `tasks` in a line of `exclusions`.
pub(crate) fn excluded_tasks<'a>(spans: &Spans<'a>) -> Option<Vec<(&'a str, ExclusionReason)>> {
    pairs(spans, "tasks", ["reason", "task"])?
        .into_iter()
        .map(|[reason, task]| {
            let reason = match reason {
                "\"closed\"" => ExclusionReason::Closed,
                "\"promise\"" => ExclusionReason::Promise,
                "\"ceiling\"" => ExclusionReason::Ceiling,
                "\"recent\"" => ExclusionReason::Recent,
                _ => return None,
            };
            Some((id(task)?, reason))
        })
        .collect()
}

/// Task and stratum of each element of `labels` in a line of `strata`.
pub(crate) fn labels<'a>(spans: &Spans<'a>) -> Option<Vec<(&'a str, &'a str)>> {
    pairs(spans, "labels", ["stratum", "task"])?
        .into_iter()
        .map(|[stratum, task]| Some((id(task)?, id(stratum)?)))
        .collect()
}

/// Both commitments of a line of `barred`.
pub(crate) fn commitments(spans: &Spans<'_>) -> Option<(Digest, Digest)> {
    Some((digest(spans.raw("law")?)?, digest(spans.raw("rotation")?)?))
}

/// The raw values of an array of objects that have exactly these two keys.
fn pairs<'a>(spans: &Spans<'a>, key: &str, keys: [&str; 2]) -> Option<Vec<[&'a str; 2]>> {
    spans
        .items(key)?
        .map(|item| {
            let mut item = records::canonical::scan(item.as_bytes()).ok()?.iter().collect::<Vec<_>>().into_iter();
            match (item.next()?, item.next()?, item.next()) {
                ((first, a), (second, b), None) if [first, second] == keys => Some([a, b]),
                _ => None,
            }
        })
        .collect()
}

/// The id in a raw string.
pub(crate) fn id(raw: &str) -> Option<&str> {
    let text = unquoted(raw)?;
    let (first, rest) = text.as_bytes().split_first()?;
    let alphanumeric = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    let valid = alphanumeric(*first)
        && rest.len() < records::id::ID_LENGTH_MAX
        && rest.iter().all(|byte| alphanumeric(*byte) || matches!(byte, b'.' | b'_' | b'-'));
    valid.then_some(text)
}

fn digest(raw: &str) -> Option<Digest> {
    unquoted(raw)?.parse().ok()
}

/// Whether a raw string is a digest. Cheaper than decoding it, for what is only looked at.
fn is_digest(raw: &str) -> bool {
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    unquoted(raw).is_some_and(|text| text.len() == 64 && text.bytes().all(hexadecimal))
}

/// An array of at least one text.
fn is_texts(raw: &str) -> bool {
    let Some(mut texts) = RawTexts::of(raw) else { return false };
    raw != "[]" && texts.by_ref().all(|_| true) && texts.is_done()
}

/// An array of at least one id.
fn is_ids(raw: &str) -> bool {
    let Some(mut texts) = RawTexts::of(raw) else { return false };
    raw != "[]" && texts.by_ref().all(|text| id(text).is_some()) && texts.is_done()
}

fn shape(key: &str, raw: &str) -> Wrong {
    Wrong::new(Fault::FormatShape, format!("{key}: {raw}"))
}

fn absent(key: &str) -> Wrong {
    Wrong::new(Fault::FormatShape, format!("{key}: –"))
}
