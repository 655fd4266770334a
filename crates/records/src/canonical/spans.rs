//! Reading single fields of a canonical line without building a record.
//!
//! For lists of ten million lines: one pass checks the line and notes where its fields are; what
//! is not asked for is never decoded.

use std::borrow::Cow;

use super::reader::{Field, plain_length, read_object, utf8, value_length};
use super::{CanonicalError, LINE_LENGTH_MAX, check_length};

/// The top-level fields of one canonical line.
#[derive(Clone, Debug)]
pub struct Spans<'a> {
    text: &'a str,
    fields: Cow<'a, [Field]>,
}

/// Memory that [`Spans::parse_into`] uses again for each line.
#[derive(Clone, Debug, Default)]
pub struct SpanBuffer(Vec<Field>);

/// Checks a line like [`super::check_line`] and notes its fields in the same pass.
pub fn scan(bytes: &[u8]) -> Result<Spans<'_>, CanonicalError> {
    check_length(bytes, LINE_LENGTH_MAX)?;
    let text = utf8(bytes)?;
    let mut fields = Vec::with_capacity(16);
    read_object(text, |field| fields.push(field))?;
    Ok(Spans { text, fields: Cow::Owned(fields) })
}

impl<'a> Spans<'a> {
    /// [`scan`] without an allocation for each line.
    pub fn parse_into(bytes: &'a [u8], buffer: &'a mut SpanBuffer) -> Result<Self, CanonicalError> {
        check_length(bytes, LINE_LENGTH_MAX)?;
        let text = utf8(bytes)?;
        buffer.0.clear();
        read_object(text, |field| buffer.0.push(field))?;
        Ok(Self { text, fields: Cow::Borrowed(&buffer.0) })
    }

    /// The whole line.
    pub fn as_str(&self) -> &'a str {
        self.text
    }

    /// Number of fields.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether the object has no field.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Keys with their raw values, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&'a str, &'a str)> {
        let text = self.text;
        let slice = move |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default();
        self.fields.iter().map(move |field| (slice(&field.key), slice(&field.value)))
    }

    /// The raw value of a field, as it stands in the line.
    pub fn raw(&self, key: &str) -> Option<&'a str> {
        let key_of = |field: &Field| self.text.get(field.key.clone()).unwrap_or_default();
        let index = self.fields.binary_search_by(|field| key_of(field).cmp(key)).ok()?;
        self.text.get(self.fields.get(index)?.value.clone())
    }

    /// The text of a field, where it is a string.
    pub fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        text_of(self.raw(key)?)
    }

    /// The number of a field, where it is an integer.
    pub fn integer(&self, key: &str) -> Option<i64> {
        self.raw(key)?.parse().ok()
    }

    /// The truth of a field, where it is a boolean.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.raw(key)?.parse().ok()
    }

    /// The raw values in a field, where it is an array.
    pub fn items(&self, key: &str) -> Option<Items<'a>> {
        Items::of(self.raw(key)?)
    }

    /// The texts in a field, where it is an array of nothing but strings.
    pub fn texts(&self, key: &str) -> Option<Texts<'a>> {
        let items = self.items(key)?;
        items.clone().all(|item| item.starts_with('"')).then_some(Texts(items))
    }

    /// The fields of a field, where it is an object.
    pub fn object(&self, key: &str) -> Option<Spans<'a>> {
        scan(self.raw(key)?.as_bytes()).ok()
    }
}

/// The raw values of an array, in order.
#[derive(Clone, Debug)]
pub struct Items<'a> {
    /// What follows the opening bracket or the last comma; empty at the end.
    rest: &'a str,
}

impl<'a> Items<'a> {
    fn of(raw: &'a str) -> Option<Self> {
        let rest = raw.strip_prefix('[')?.strip_suffix(']')?;
        Some(Self { rest })
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let (item, after) = self.rest.split_at_checked(value_length(self.rest)?)?;
        self.rest = after.strip_prefix(',').unwrap_or_default();
        Some(item)
    }
}

/// The texts of an array of strings, in order.
#[derive(Clone, Debug)]
pub struct Texts<'a>(Items<'a>);

impl<'a> Iterator for Texts<'a> {
    type Item = Cow<'a, str>;

    fn next(&mut self) -> Option<Cow<'a, str>> {
        self.0.next().and_then(text_of)
    }
}

/// The text of a raw canonical string.
fn text_of(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if plain_length(inner.as_bytes()) == inner.len() {
        return Some(Cow::Borrowed(inner));
    }
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let (character, length) = match escape.as_bytes() {
            [b'b', ..] => ('\u{8}', 1),
            [b't', ..] => ('\t', 1),
            [b'n', ..] => ('\n', 1),
            [b'f', ..] => ('\u{c}', 1),
            [b'r', ..] => ('\r', 1),
            [b'u', ..] => {
                let code = u32::from_str_radix(escape.get(1..5)?, 16).ok()?;
                (char::from_u32(code)?, 5)
            }
            [same, ..] => (char::from(*same), 1),
            [] => return None,
        };
        text.push(character);
        rest = escape.get(length..)?;
    }
    text.push_str(rest);
    Some(Cow::Owned(text))
}
