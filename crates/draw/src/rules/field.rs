//! The fields of an entity that conditions may read, and where their values come from.

use std::fmt;

/// A field of an entity that a condition may read (`docs/PROTOCOL.md`, sections 4 and 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "they are the fields of `records::lists::Entity`, documented there")]
#[repr(u8)]
pub enum Field {
    Id,
    Code,
    Name,
    Kind,
    Area,
    Industry,
    Scale,
    Established,
    Status,
    Tags,
    Licences,
    LicenceUntil,
    Scope,
    CreditClass,
    Address,
    LegalRepresentative,
    Phone,
    Accepted,
    Note,
}

/// What kind of value a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One text.
    Text,
    /// An array of texts.
    Texts,
    /// A day.
    Day,
}

impl Field {
    /// All fields: first the public ones, then those that stay in the office.
    pub const ALL: [Field; 19] = [
        Field::Id,
        Field::Code,
        Field::Name,
        Field::Kind,
        Field::Area,
        Field::Industry,
        Field::Scale,
        Field::Established,
        Field::Status,
        Field::Tags,
        Field::Licences,
        Field::LicenceUntil,
        Field::Scope,
        Field::CreditClass,
        Field::Address,
        Field::LegalRepresentative,
        Field::Phone,
        Field::Accepted,
        Field::Note,
    ];

    /// Its key in canonical lines and in conditions.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Code => "code",
            Field::Name => "name",
            Field::Kind => "kind",
            Field::Area => "area",
            Field::Industry => "industry",
            Field::Scale => "scale",
            Field::Established => "established",
            Field::Status => "status",
            Field::Tags => "tags",
            Field::Licences => "licences",
            Field::LicenceUntil => "licence_until",
            Field::Scope => "scope",
            Field::CreditClass => "credit_class",
            Field::Address => "address",
            Field::LegalRepresentative => "legal_representative",
            Field::Phone => "phone",
            Field::Accepted => "accepted",
            Field::Note => "note",
        }
    }

    /// The field of that name.
    pub fn from_name(name: &str) -> Option<Field> {
        // Written out as bytes, which are told apart one by one without a call: every key of ten million lines is looked up here.
        Some(match name.as_bytes() {
            b"id" => Field::Id,
            b"code" => Field::Code,
            b"name" => Field::Name,
            b"kind" => Field::Kind,
            b"area" => Field::Area,
            b"industry" => Field::Industry,
            b"scale" => Field::Scale,
            b"established" => Field::Established,
            b"status" => Field::Status,
            b"tags" => Field::Tags,
            b"licences" => Field::Licences,
            b"licence_until" => Field::LicenceUntil,
            b"scope" => Field::Scope,
            b"credit_class" => Field::CreditClass,
            b"address" => Field::Address,
            b"legal_representative" => Field::LegalRepresentative,
            b"phone" => Field::Phone,
            b"accepted" => Field::Accepted,
            b"note" => Field::Note,
            _ => return None,
        })
    }

    /// Whether it stays in the office: a task whose conditions read it is labelled.
    pub const fn is_private(self) -> bool {
        self as u8 >= Field::CreditClass as u8
    }

    /// The kind of its value.
    pub const fn shape(self) -> Shape {
        match self {
            Field::Tags | Field::Licences => Shape::Texts,
            Field::Established | Field::LicenceUntil => Shape::Day,
            _ => Shape::Text,
        }
    }

    /// What stands for a value that is not there, as raw canonical text.
    pub(super) const fn missing(self) -> &'static str {
        match self {
            Field::Status => "\"active\"",
            Field::Tags | Field::Licences => "[]",
            _ => "\"\"",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Where the values of one entity come from: a line, or a row of an index.
pub trait Fields {
    /// The value as it stands in the canonical line (a text with its quotes, an array with its
    /// brackets), or nothing where the line has no such key.
    fn raw(&self, field: Field) -> Option<&str>;
}

/// The texts of a raw canonical array of texts, each with its quotes.
#[derive(Clone, Debug)]
pub struct RawTexts<'a>(&'a str);

impl<'a> RawTexts<'a> {
    /// Of a raw array; anything else has no texts.
    pub fn of(raw: &'a str) -> Self {
        Self(raw.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default())
    }
}

impl<'a> Iterator for RawTexts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.0.as_bytes();
        let mut at = 1;
        loop {
            match bytes.get(at)? {
                b'\\' => at += 2,
                b'"' => break,
                _ => at += 1,
            }
        }
        let (text, rest) = self.0.split_at_checked(at + 1)?;
        self.0 = rest.strip_prefix(',').unwrap_or_default();
        Some(text)
    }
}

/// The text between the quotes of a raw text that needs no escapes, as ids and days do not.
pub fn plain(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_keys_of_the_record() {
        for field in Field::ALL {
            assert_eq!(Field::from_name(field.name()), Some(field));
        }
        assert_eq!(Field::from_name("user_id"), None);
        assert!(Field::Note.is_private() && !Field::Scope.is_private());
    }

    #[test]
    fn raw_texts_end_at_their_own_quote() {
        let raw = r#"["a","b\"c","d\\","","e,]"]"#;
        let got: Vec<&str> = RawTexts::of(raw).collect();
        assert_eq!(got, [r#""a""#, r#""b\"c""#, r#""d\\""#, r#""""#, r#""e,]""#]);
        assert_eq!(RawTexts::of("[]").count(), 0);
        assert_eq!(RawTexts::of("\"text\"").count(), 0);
    }
}
