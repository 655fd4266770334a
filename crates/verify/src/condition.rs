//! Conditions of scopes and strata, evaluated on the canonical text of an entity's fields.
//!
//! Canonical text has one form for each value, so that texts are compared as they stand in the line,
//! without decoding. This is written apart from the engine's own evaluation, on purpose.
//!
//! Source: `docs/PROTOCOL.md`, section 5 (conditions).

use records::canonical;
use records::day::Day;
use records::plan::Condition;

/// A field that a condition may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
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
}

/// What kind of value a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Text,
    Texts,
    Day,
}

/// Number of fields.
pub(crate) const FIELDS: usize = 13;

impl Field {
    /// The field of a key.
    pub(crate) fn of(key: &str) -> Option<Field> {
        Some(match key {
            "id" => Field::Id,
            "code" => Field::Code,
            "name" => Field::Name,
            "kind" => Field::Kind,
            "area" => Field::Area,
            "industry" => Field::Industry,
            "scale" => Field::Scale,
            "established" => Field::Established,
            "status" => Field::Status,
            "tags" => Field::Tags,
            "licences" => Field::Licences,
            "licence_until" => Field::LicenceUntil,
            "scope" => Field::Scope,
            _ => return None,
        })
    }

    /// What its values are.
    pub(crate) const fn kind(self) -> FieldKind {
        match self {
            Field::Established | Field::LicenceUntil => FieldKind::Day,
            Field::Tags | Field::Licences => FieldKind::Texts,
            _ => FieldKind::Text,
        }
    }

    /// What a missing text stands for, in canonical text.
    const fn missing(self) -> &'static str {
        match self {
            Field::Status => "\"active\"",
            _ => "\"\"",
        }
    }
}

/// One condition, ready to be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    field: Field,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    /// Texts in quotes.
    Any(Vec<String>),
    /// Texts in quotes.
    None(Vec<String>),
    /// Texts with the opening quote only.
    Prefix(Vec<String>),
    Days {
        from: Option<Day>,
        until: Option<Day>,
    },
}

impl Rule {
    /// Reads a condition, which must be well-formed: exactly one kind of test, and one that fits the
    /// field.
    pub(crate) fn compile(condition: &Condition) -> Option<Rule> {
        let field = Field::of(&condition.field)?;
        let Condition { any, none, prefix, from, until, .. } = condition;
        let by_days = from.is_some() || until.is_some();
        if any.iter().chain(none).chain(prefix).any(String::is_empty) {
            return None;
        }
        let kinds = [!any.is_empty(), !none.is_empty(), !prefix.is_empty(), by_days];
        if kinds.iter().filter(|there| **there).count() != 1 {
            return None;
        }
        if by_days != (field.kind() == FieldKind::Day) {
            return None;
        }
        let quoted = |texts: &[String]| texts.iter().map(|text| quote(text)).collect();
        let opened = |text: &String| quote(text).strip_suffix('"').map(str::to_owned);
        let test = match (any.is_empty(), none.is_empty(), prefix.is_empty()) {
            (false, ..) => Test::Any(quoted(any)),
            (_, false, _) => Test::None(quoted(none)),
            (.., false) => Test::Prefix(prefix.iter().filter_map(opened).collect()),
            _ => Test::Days { from: *from, until: *until },
        };
        Some(Rule { field, test })
    }

    /// Whether the condition holds for these raw values, indexed by field.
    pub(crate) fn holds(&self, fields: &[Option<&str>; FIELDS]) -> bool {
        let raw = fields.get(self.field as usize).copied().flatten();
        match &self.test {
            Test::Any(texts) => self.any_value(raw, |value| texts.iter().any(|text| text == value)),
            Test::None(texts) => !self.any_value(raw, |value| texts.iter().any(|text| text == value)),
            // Escapes are a prefix code, so that a prefix of the text is one of its canonical form.
            Test::Prefix(texts) => {
                self.any_value(raw, |value| texts.iter().any(|text| value.starts_with(text.as_str())))
            }
            Test::Days { from, until } => {
                let Some(day) = raw.and_then(unquoted).and_then(|text| text.parse::<Day>().ok()) else {
                    return false;
                };
                from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
            }
        }
    }

    /// Whether the value, or an element of it, passes.
    fn any_value(&self, raw: Option<&str>, mut pass: impl FnMut(&str) -> bool) -> bool {
        match (self.field.kind(), raw) {
            (FieldKind::Texts, Some(raw)) => RawTexts::of(raw).is_some_and(|mut texts| texts.any(pass)),
            (FieldKind::Texts, None) => false,
            (_, Some(raw)) => pass(raw),
            (_, None) => pass(self.field.missing()),
        }
    }
}

/// Whether all rules hold.
pub(crate) fn all_hold(rules: &[Rule], fields: &[Option<&str>; FIELDS]) -> bool {
    rules.iter().all(|rule| rule.holds(fields))
}

/// A text as it stands in canonical text.
pub(crate) fn quote(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len() + 2);
    canonical::quote_into(text, &mut bytes);
    // Quoting a text only puts ASCII between its characters.
    String::from_utf8(bytes).unwrap_or_default()
}

/// What is between the quotes of a raw string.
pub(crate) fn unquoted(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// The strings of a canonical array, with their quotes. It ends early at anything that is no string,
/// and then [`Self::is_done`] is false.
#[derive(Clone, Debug)]
pub(crate) struct RawTexts<'a> {
    rest: &'a str,
}

impl<'a> RawTexts<'a> {
    /// The strings of a raw array.
    pub(crate) fn of(raw: &'a str) -> Option<Self> {
        Some(Self { rest: raw.strip_prefix('[')?.strip_suffix(']')? })
    }

    /// Whether nothing is left.
    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }
}

impl<'a> Iterator for RawTexts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.rest.as_bytes();
        if bytes.first() != Some(&b'"') {
            return None;
        }
        let mut at = 1;
        while *bytes.get(at)? != b'"' {
            at += if bytes.get(at) == Some(&b'\\') { 2 } else { 1 };
        }
        let (item, after) = self.rest.split_at_checked(at + 1)?;
        self.rest = after.strip_prefix(',').unwrap_or(after);
        Some(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> Option<Rule> {
        Rule::compile(&serde_json::from_str(json).unwrap())
    }

    fn holds(condition: &str, field: Field, raw: Option<&str>) -> bool {
        let mut fields = [None; FIELDS];
        fields[field as usize] = raw;
        rule(condition).unwrap().holds(&fields)
    }

    #[test]
    fn texts_are_compared_whole_and_by_prefix() {
        assert!(holds(r#"{"field":"area","any":["a","b"]}"#, Field::Area, Some(r#""b""#)));
        assert!(!holds(r#"{"field":"area","any":["a","b"]}"#, Field::Area, Some(r#""bb""#)));
        assert!(holds(r#"{"field":"area","none":["a"]}"#, Field::Area, None));
        assert!(holds(r#"{"field":"area","prefix":["6101"]}"#, Field::Area, Some(r#""610102""#)));
        assert!(!holds(r#"{"field":"area","prefix":["6101"]}"#, Field::Area, Some(r#""610""#)));
    }

    #[test]
    fn a_quote_in_a_text_is_part_of_it_and_not_its_end() {
        assert!(holds(r#"{"field":"name","prefix":["a\""]}"#, Field::Name, Some(r#""a\"b""#)));
        assert!(!holds(r#"{"field":"name","prefix":["a\\"]}"#, Field::Name, Some(r#""a\"b""#)));
        assert!(holds(r#"{"field":"tags","any":["x\\","y"]}"#, Field::Tags, Some(r#"["x\\","z"]"#)));
        assert!(!holds(r#"{"field":"tags","any":["z\",\"x"]}"#, Field::Tags, Some(r#"["z","x"]"#)));
    }

    #[test]
    fn a_missing_status_is_active_and_missing_arrays_are_empty() {
        assert!(holds(r#"{"field":"status","any":["active"]}"#, Field::Status, None));
        assert!(holds(r#"{"field":"status","any":["active"]}"#, Field::Status, Some(r#""active""#)));
        assert!(!holds(r#"{"field":"status","none":["active"]}"#, Field::Status, None));
        assert!(!holds(r#"{"field":"tags","prefix":["x"]}"#, Field::Tags, None));
        assert!(holds(r#"{"field":"tags","none":["x"]}"#, Field::Tags, None));
    }

    #[test]
    fn a_missing_day_is_in_no_window() {
        let window = r#"{"field":"established","from":"2020-01-01","until":"2020-12-31"}"#;
        assert!(holds(window, Field::Established, Some(r#""2020-12-31""#)));
        assert!(!holds(window, Field::Established, Some(r#""2021-01-01""#)));
        assert!(!holds(window, Field::Established, None));
    }

    #[test]
    fn conditions_that_are_not_well_formed_are_refused() {
        for bad in [
            r#"{"field":"area"}"#,
            r#"{"field":"area","any":["a"],"none":["b"]}"#,
            r#"{"field":"area","from":"2020-01-01"}"#,
            r#"{"field":"established","any":["2020-01-01"]}"#,
            r#"{"field":"user_id","any":["A"]}"#,
            r#"{"field":"credit_class","any":["A"]}"#,
            r#"{"field":"area","none":[""]}"#,
            r#"{"field":"tags","prefix":["x",""]}"#,
        ] {
            assert!(rule(bad).is_none(), "{bad}");
        }
    }
}
