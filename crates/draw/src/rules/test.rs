//! One condition, compiled so that raw canonical values are compared byte by byte.
//!
//! A text has one canonical form, and no escaped character is the beginning of another one. So
//! equal texts are equal raw bytes, and a text starts with another exactly when its raw form
//! starts with the other's without the closing quote. Nothing is ever unescaped.

use records::canonical::quote_into;
use records::plan::Condition;

use super::field::{Field, Fields, RawTexts, Shape, plain};

/// A compiled condition.
#[derive(Clone, Debug)]
pub(super) struct Test {
    field: Field,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Raw texts, sorted.
    Any(Vec<Box<str>>),
    /// Raw texts, sorted.
    None(Vec<Box<str>>),
    /// Raw texts without the closing quote.
    Prefix(Vec<Box<str>>),
    /// Days as text: their order is that of their bytes.
    Between { from: Option<Box<str>>, until: Option<Box<str>> },
}

/// Why a condition is none, for the plan's own message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConditionFault {
    /// No field of that name.
    UnknownField,
    /// None, or more than one, of `any`, `none`, `prefix`, and `from`/`until`.
    NotOneTest,
    /// `from` or `until` on a text, or `any`, `none` or `prefix` on a day.
    WrongShape,
}

impl Test {
    pub(super) fn compile(condition: &Condition) -> Result<Self, ConditionFault> {
        let field = Field::from_name(&condition.field).ok_or(ConditionFault::UnknownField)?;
        let day = |day: Option<records::day::Day>| day.map(|day| day.to_string().into_boxed_str());
        let kinds = [
            (!condition.any.is_empty()).then(|| Kind::Any(raw_sorted(&condition.any))),
            (!condition.none.is_empty()).then(|| Kind::None(raw_sorted(&condition.none))),
            (!condition.prefix.is_empty()).then(|| Kind::Prefix(raw_open(&condition.prefix))),
            (condition.from.is_some() || condition.until.is_some())
                .then(|| Kind::Between { from: day(condition.from), until: day(condition.until) }),
        ];
        let mut given = kinds.into_iter().flatten();
        let (Some(kind), None) = (given.next(), given.next()) else {
            return Err(ConditionFault::NotOneTest);
        };
        if matches!(kind, Kind::Between { .. }) != (field.shape() == Shape::Day) {
            return Err(ConditionFault::WrongShape);
        }
        Ok(Self { field, kind })
    }

    pub(super) const fn field(&self) -> Field {
        self.field
    }

    #[inline]
    pub(super) fn holds(&self, fields: &impl Fields) -> bool {
        let given = fields.raw(self.field);
        let value = given.unwrap_or(self.field.missing());
        match &self.kind {
            Kind::Any(texts) => self.some(value, |raw| among(texts, raw)),
            Kind::None(texts) => !self.some(value, |raw| among(texts, raw)),
            Kind::Prefix(starts) => self.some(value, |raw| starts.iter().any(|start| raw.starts_with(start.as_ref()))),
            Kind::Between { from, until } => given.and_then(plain).is_some_and(|day| {
                from.as_deref().is_none_or(|from| day >= from) && until.as_deref().is_none_or(|until| day <= until)
            }),
        }
    }

    #[inline]
    fn some(&self, value: &str, mut test: impl FnMut(&str) -> bool) -> bool {
        match self.field.shape() {
            Shape::Texts => RawTexts::of(value).any(test),
            Shape::Text | Shape::Day => test(value),
        }
    }
}

#[inline]
fn among(texts: &[Box<str>], raw: &str) -> bool {
    // A plan names a handful of texts as a rule; a district's 500 areas are searched.
    if texts.len() <= 8 {
        texts.iter().any(|text| text.as_ref() == raw)
    } else {
        texts.binary_search_by(|text| text.as_ref().cmp(raw)).is_ok()
    }
}

fn raw_sorted(texts: &[String]) -> Vec<Box<str>> {
    let mut out: Vec<Box<str>> = texts.iter().map(|text| raw_of(text).into_boxed_str()).collect();
    out.sort_unstable();
    out
}

fn raw_open(texts: &[String]) -> Vec<Box<str>> {
    let open = |text: &String| {
        let mut raw = raw_of(text);
        raw.pop();
        raw.into_boxed_str()
    };
    texts.iter().map(open).collect()
}

fn raw_of(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    quote_into(text, &mut out);
    // Quoting a text gives UTF-8, so nothing is lost here.
    String::from_utf8_lossy(&out).into_owned()
}
