//! One entity's line, split into its fields in one pass.

use std::ops::Range;

use records::canonical::{CanonicalError, SpanBuffer, Spans};

use super::field::{Field, Fields, RawTexts, plain};

/// Memory that [`EntityLine::parse`] uses again for each line.
#[derive(Clone, Debug, Default)]
pub struct LineBuffer {
    line: SpanBuffer,
    private: SpanBuffer,
}

/// Why a line is not one of the list of entities.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not canonical text.
    #[error("not a canonical line: {0}")]
    Canonical(#[from] CanonicalError),
    /// A key that entities do not have.
    #[error("{key:?} is not a field of an entity")]
    UnknownKey {
        /// The key.
        key: String,
    },
    /// A value of another type than its field has.
    #[error("the field {key:?} has a value of another type than it should")]
    Type {
        /// The key.
        key: String,
    },
    /// No `id`.
    #[error("the line has no id")]
    NoId,
}

impl LineError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Canonical(error) => error.code(),
            Self::UnknownKey { .. } => "entity-unknown-key",
            Self::Type { .. } => "entity-type",
            Self::NoId => "entity-no-id",
        }
    }
}

/// A line of the list of entities, of the office (with `private`) or frozen (with `sealed`).
#[derive(Clone, Debug)]
pub struct EntityLine<'a> {
    raw: [Option<&'a str>; Field::ALL.len()],
    user_id: Option<&'a str>,
    maintainer_id: Option<&'a str>,
    former_ids: &'a str,
    private: Option<&'a str>,
    sealed: Option<&'a str>,
    text: &'a str,
    /// Where `private` stands, with the comma in front of it.
    private_at: Range<usize>,
    /// Where `sealed` stands, or would stand, with the comma in front of it.
    sealed_at: usize,
}

impl<'a> EntityLine<'a> {
    /// Checks that the line is canonical and has no other fields than an entity's, of their types.
    /// With `private`, the fields that stay in the office are told apart too.
    pub fn parse(bytes: &'a [u8], buffer: &'a mut LineBuffer, private: bool) -> Result<Self, LineError> {
        let spans = Spans::parse_into(bytes, &mut buffer.line)?;
        let mut out = Self {
            raw: [None; Field::ALL.len()],
            user_id: None,
            maintainer_id: None,
            former_ids: "[]",
            private: None,
            sealed: None,
            text: spans.as_str(),
            private_at: 0..0,
            sealed_at: spans.as_str().len().saturating_sub(1),
        };
        // Canonical text has `"key":value` and one character before the next, so that lengths give
        // positions.
        let mut end = 0;
        for (key, raw) in spans.iter() {
            let start = end;
            end = start + 1 + key.len() + 3 + raw.len();
            if key >= "sealed" {
                out.sealed_at = out.sealed_at.min(start);
            }
            let ok = match key.as_bytes() {
                b"user_id" => {
                    out.user_id = plain(raw);
                    out.user_id.is_some()
                }
                b"maintainer_id" => {
                    out.maintainer_id = plain(raw);
                    out.maintainer_id.is_some()
                }
                b"former_ids" => {
                    out.former_ids = raw;
                    raw.starts_with('[')
                }
                b"private" => {
                    out.private = Some(raw);
                    out.private_at = start..end;
                    raw.starts_with('{')
                }
                b"sealed" => {
                    out.sealed = plain(raw);
                    out.sealed.is_some()
                }
                _ => out.set(key, raw, false)?,
            };
            if !ok {
                return Err(LineError::Type { key: key.to_owned() });
            }
        }
        if let (true, Some(object)) = (private, out.private) {
            for (key, raw) in Spans::parse_into(object.as_bytes(), &mut buffer.private)?.iter() {
                if !out.set(key, raw, true)? {
                    return Err(LineError::Type { key: key.to_owned() });
                }
            }
        }
        if out.raw(Field::Id).is_none() {
            return Err(LineError::NoId);
        }
        Ok(out)
    }

    fn set(&mut self, key: &str, raw: &'a str, private: bool) -> Result<bool, LineError> {
        let field = Field::from_name(key).filter(|field| field.is_private() == private);
        let Some(field) = field else {
            return Err(LineError::UnknownKey { key: key.to_owned() });
        };
        if let Some(slot) = self.raw.get_mut(field as usize) {
            *slot = Some(raw);
        }
        let array = field.shape() == super::field::Shape::Texts;
        Ok(raw.starts_with(if array { '[' } else { '"' }))
    }

    /// The id.
    pub fn id(&self) -> &'a str {
        self.raw[Field::Id as usize].and_then(plain).unwrap_or_default()
    }

    /// The area as text, unescaped; empty where there is none.
    pub fn area(&self) -> String {
        let raw = self.raw[Field::Area as usize].unwrap_or("\"\"");
        // A raw canonical text is a JSON text.
        serde_json::from_str(raw).unwrap_or_default()
    }

    /// The raw value of `area`: two areas are equal exactly when these are.
    pub fn area_raw(&self) -> &'a str {
        self.raw[Field::Area as usize].unwrap_or("\"\"")
    }

    /// The user of a piece of equipment.
    pub fn user_id(&self) -> Option<&'a str> {
        self.user_id
    }

    /// The maintainer of a piece of equipment.
    pub fn maintainer_id(&self) -> Option<&'a str> {
        self.maintainer_id
    }

    /// Earlier codes.
    pub fn former_ids(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        RawTexts::of(self.former_ids).filter_map(plain)
    }

    /// The object of sealed fields as canonical text, `{}` where there is none.
    pub fn private(&self) -> &'a str {
        self.private.unwrap_or("{}")
    }

    /// The line without `private`, in two parts: what comes before the place of `sealed`, itself in
    /// two pieces, and what comes after it. Empty where the line has `sealed` already.
    pub(crate) fn around_sealed(&self) -> [&'a str; 3] {
        let Range { start, end } = self.private_at;
        let (start, end) = if end == 0 { (self.sealed_at, self.sealed_at) } else { (start, end) };
        let part = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        [part(0..start), part(end..self.sealed_at), part(self.sealed_at..self.text.len())]
    }

    /// The commitment of a frozen line, in hexadecimal.
    pub fn sealed(&self) -> Option<&'a str> {
        self.sealed
    }
}

impl Fields for EntityLine<'_> {
    #[inline]
    fn raw(&self, field: Field) -> Option<&str> {
        self.raw[field as usize]
    }
}
