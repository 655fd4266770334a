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
    /// Who maintains it, for equipment.
    pub maintainer_id: Option<&'a str>,
    /// Raw array of former ids.
    pub former_ids: Option<&'a str>,
}

impl<'a> EntityLine<'a> {
    /// Decodes a line: exactly the public fields and `sealed`, each of its type.
    pub(crate) fn read(spans: &Spans<'a>) -> Result<Self, Wrong> {
        let mut line =
            EntityLine { id: "", fields: [None; FIELDS], user_id: None, maintainer_id: None, former_ids: None };
        let mut sealed = false;
        for (key, raw) in spans.iter() {
            match key {
                "sealed" => sealed = is_digest(raw),
                "user_id" => line.user_id = Some(id(raw).ok_or_else(|| shape(key, raw))?),
                "maintainer_id" => line.maintainer_id = Some(id(raw).ok_or_else(|| shape(key, raw))?),
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

    /// The keys of a line, which are all always there, in the order of canonical text.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Companion::Exclusions => &["id", "sealed", "tasks"],
            Companion::Strata => &["id", "labels", "sealed"],
            Companion::Barred => &["id", "law", "rotation"],
            Companion::Selection => &["id", "tasks"],
        }
    }

    /// Decodes a line: exactly the fields of its list, each of its type.
    pub(crate) fn read<'a>(self, spans: &Spans<'a>) -> Result<CompanionLine<'a>, Wrong> {
        let mut fields = spans.iter();
        let mut raws = [""; 3];
        for (key, slot) in self.keys().iter().zip(&mut raws) {
            match fields.next() {
                Some((got, raw)) if got == *key => *slot = raw,
                Some((got, raw)) => return Err(shape(got, raw)),
                None => return Err(absent(key)),
            }
        }
        if let Some((key, raw)) = fields.next() {
            return Err(shape(key, raw));
        }
        let [raw_id, second, third] = raws;
        let id = id(raw_id).ok_or_else(|| shape("id", raw_id))?;
        let digest = |key, raw| if is_digest(raw) { Ok(()) } else { Err(shape(key, raw)) };
        let content = match self {
            Companion::Exclusions => {
                digest("sealed", second)?;
                Content::Exclusion(excluded_tasks(spans).ok_or_else(|| shape("tasks", third))?)
            }
            Companion::Strata => {
                digest("sealed", third)?;
                Content::Labels(labels(spans).ok_or_else(|| shape("labels", second))?)
            }
            Companion::Barred => {
                digest("law", second)?;
                digest("rotation", third)?;
                Content::Barred { law: second, rotation: third }
            }
            Companion::Selection if second == "[]" || is_texts(second) => Content::Selection { tasks: second },
            Companion::Selection => return Err(shape("tasks", second)),
        };
        Ok(CompanionLine { id, content })
    }
}

/// A line of a list that goes along with `entities`.
#[derive(Debug)]
pub(crate) struct CompanionLine<'a> {
    pub id: &'a str,
    pub content: Content<'a>,
}

/// What such a line says of its entity.
#[derive(Debug)]
pub(crate) enum Content<'a> {
    /// Task and reason.
    Exclusion(Vec<(&'a str, ExclusionReason)>),
    /// Task and stratum.
    Labels(Vec<(&'a str, &'a str)>),
    /// Raw commitments.
    Barred { law: &'a str, rotation: &'a str },
    /// Raw array of tasks.
    Selection { tasks: &'a str },
}

impl CompanionLine<'_> {
    /// Both commitments of a line of `barred`.
    pub(crate) fn commitments(&self) -> Option<(Digest, Digest)> {
        let Content::Barred { law, rotation } = self.content else { return None };
        Some((unquoted(law)?.parse().ok()?, unquoted(rotation)?.parse().ok()?))
    }

    /// Whether a line of `selection` names a task.
    pub(crate) fn selects(&self, task: &str) -> bool {
        let Content::Selection { tasks } = self.content else { return false };
        RawTexts::of(tasks).into_iter().flatten().any(|text| unquoted(text) == Some(task))
    }
}

/// Task and reason of each element of `tasks` in a line of `exclusions`.
fn excluded_tasks<'a>(spans: &Spans<'a>) -> Option<Vec<(&'a str, ExclusionReason)>> {
    let read = |item| {
        let (reason, task) = pair(item, "reason", "task")?;
        let reason = match reason {
            "closed" => ExclusionReason::Closed,
            "promise" => ExclusionReason::Promise,
            "ceiling" => ExclusionReason::Ceiling,
            "recent" => ExclusionReason::Recent,
            _ => return None,
        };
        is_id(task).then_some((task, reason))
    };
    spans.items("tasks")?.map(read).collect()
}

/// Task and stratum of each element of `labels` in a line of `strata`.
fn labels<'a>(spans: &Spans<'a>) -> Option<Vec<(&'a str, &'a str)>> {
    let read = |item| {
        let (stratum, task) = pair(item, "stratum", "task")?;
        (is_id(stratum) && is_id(task)).then_some((task, stratum))
    };
    spans.items("labels")?.map(read).collect()
}

/// The values of an object of exactly these two keys, if neither holds a quote. Whoever asks then
/// compares them with texts that hold no backslash either.
fn pair<'a>(item: &'a str, first: &str, second: &str) -> Option<(&'a str, &'a str)> {
    let rest = item.strip_prefix("{\"")?.strip_prefix(first)?.strip_prefix("\":\"")?;
    let (a, rest) = rest.split_once('"')?;
    let rest = rest.strip_prefix(",\"")?.strip_prefix(second)?.strip_prefix("\":\"")?;
    let (b, rest) = rest.split_once('"')?;
    (rest == "}").then_some((a, b))
}

/// The id in a raw string.
fn id(raw: &str) -> Option<&str> {
    unquoted(raw).filter(|text| is_id(text))
}

/// Whether a text is an id (section 3).
fn is_id(text: &str) -> bool {
    let Some((first, rest)) = text.as_bytes().split_first() else { return false };
    let alphanumeric = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    alphanumeric(*first)
        && rest.len() < records::id::ID_LENGTH_MAX
        && rest.iter().all(|byte| alphanumeric(*byte) || matches!(byte, b'.' | b'_' | b'-'))
}

/// Whether a raw string is a digest. Cheaper than decoding it, for what is only looked at.
fn is_digest(raw: &str) -> bool {
    let hexadecimal = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    unquoted(raw).is_some_and(|text| text.len() == 64 && text.bytes().all(hexadecimal))
}

/// An array of at least one text, none of them empty.
fn is_texts(raw: &str) -> bool {
    let Some(mut texts) = RawTexts::of(raw) else { return false };
    raw != "[]" && texts.by_ref().all(|text| text != "\"\"") && texts.is_done()
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
