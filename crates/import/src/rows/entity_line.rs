//! An entity as canonical text, written in the order of its keys.
//!
//! The test below holds it against [`records::lists::Entity`] and the general writer, byte for byte.

use records::canonical::quote_into;
use records::day::Day;
use records::id::Id;
use std::borrow::Cow;

/// The fields of an entity, borrowed from the file where that is possible.
#[derive(Debug, Default)]
pub(super) struct EntityLine<'r> {
    pub id: Cow<'r, str>,
    pub code: Cow<'r, str>,
    pub name: Cow<'r, str>,
    pub kind: Cow<'r, str>,
    pub area: Cow<'r, str>,
    pub industry: Cow<'r, str>,
    pub scale: Cow<'r, str>,
    pub established: Option<Day>,
    pub status: &'r str,
    pub tags: Vec<String>,
    pub licences: Vec<String>,
    pub licence_until: Option<Day>,
    pub scope: Cow<'r, str>,
    pub user_id: Option<Id>,
    pub maintainer_id: Option<Id>,
    pub former_ids: Vec<String>,
    pub credit_class: Cow<'r, str>,
    pub address: Cow<'r, str>,
    pub legal_representative: Cow<'r, str>,
    pub phone: Cow<'r, str>,
    pub accepted: &'r str,
    pub note: Cow<'r, str>,
}

impl EntityLine<'_> {
    /// Appends the canonical line.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut object = Object::open(out);
        object.text("area", &self.area);
        object.text("code", &self.code);
        object.day("established", self.established);
        object.texts("former_ids", &self.former_ids);
        object.text("id", &self.id);
        object.text("industry", &self.industry);
        object.text("kind", &self.kind);
        object.day("licence_until", self.licence_until);
        object.texts("licences", &self.licences);
        object.text("maintainer_id", self.maintainer_id.as_ref().map_or("", Id::as_str));
        // Required in the record, so that it stands there even where it is empty.
        object.key("name");
        quote_into(&self.name, object.out);
        self.write_private(&mut object);
        object.text("scale", &self.scale);
        object.text("scope", &self.scope);
        object.text("status", self.status);
        object.texts("tags", &self.tags);
        object.text("user_id", self.user_id.as_ref().map_or("", Id::as_str));
        object.close();
    }

    fn write_private(&self, object: &mut Object<'_>) {
        let fields: [(&str, &str); 6] = [
            ("accepted", self.accepted),
            ("address", &self.address),
            ("credit_class", &self.credit_class),
            ("legal_representative", &self.legal_representative),
            ("note", &self.note),
            ("phone", &self.phone),
        ];
        if fields.iter().all(|(_, text)| text.is_empty()) {
            return;
        }
        object.key("private");
        let mut private = Object::open(object.out);
        for (key, text) in fields {
            private.text(key, text);
        }
        private.close();
    }

    /// No less than the bytes of the line: every byte of a text becomes at most six.
    pub fn length_at_most(&self) -> usize {
        let texts = [
            &self.id,
            &self.code,
            &self.name,
            &self.kind,
            &self.area,
            &self.industry,
            &self.scale,
            &self.scope,
            &self.credit_class,
            &self.address,
            &self.legal_representative,
            &self.phone,
            &self.note,
        ];
        let lists = [&self.tags, &self.licences, &self.former_ids];
        let listed: usize = lists.iter().flat_map(|list| list.iter()).map(|text| text.len() + 3).sum();
        // Control characters, which alone grow, were refused; quotation marks and backslashes double.
        2 * (texts.iter().map(|text| text.len()).sum::<usize>() + listed + self.accepted.len()) + 600
    }
}

/// An object that is being written.
struct Object<'o> {
    out: &'o mut Vec<u8>,
    first: bool,
}

impl<'o> Object<'o> {
    fn open(out: &'o mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, first: true }
    }

    fn key(&mut self, key: &str) {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.key(key);
            quote_into(text, self.out);
        }
    }

    fn texts(&mut self, key: &str, texts: &[String]) {
        if texts.is_empty() {
            return;
        }
        self.key(key);
        for (index, text) in texts.iter().enumerate() {
            self.out.push(if index == 0 { b'[' } else { b',' });
            quote_into(text, self.out);
        }
        self.out.push(b']');
    }

    fn day(&mut self, key: &str, day: Option<Day>) {
        let Some(day) = day else { return };
        self.key(key);
        let digit = |number: u16| b'0' + u8::try_from(number % 10).unwrap_or_default();
        let (year, month, day) = (day.year(), u16::from(day.month()), u16::from(day.day()));
        let text = [
            b'"',
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
            b'"',
        ];
        self.out.extend_from_slice(&text);
    }

    fn close(self) {
        self.out.push(b'}');
    }
}

#[cfg(test)]
mod tests {
    use super::EntityLine;
    use proptest::prelude::*;
    use records::canonical::{from_slice, to_vec};
    use records::day::Day;
    use records::id::Id;
    use records::lists::Entity;

    fn text() -> impl Strategy<Value = String> {
        "[a-zA-Z0-9 \"\\\\，一-龥]{0,6}"
    }

    proptest! {
        #[test]
        fn the_line_is_that_of_the_general_writer(
            id in "[0-9A-Z]{1,18}", texts in proptest::collection::vec(text(), 14),
            lists in proptest::collection::vec(proptest::collection::btree_set("[A-Z]{1,3}", 0..3), 3),
            day in proptest::option::of(-20_000_i32..60_000), other in proptest::option::of("[A-Z]{3}"),
        ) {
            let [code, name, kind, area, industry, scale, status, scope, credit, address, legal, phone, accepted, note] =
                <[String; 14]>::try_from(texts).unwrap();
            let [tags, licences, former] = <[_; 3]>::try_from(lists).unwrap().map(|set| set.into_iter().collect::<Vec<String>>());
            let line = EntityLine {
                id: id.into(), code: code.into(), name: name.into(), kind: kind.into(), area: area.into(),
                industry: industry.into(), scale: scale.into(), established: day.and_then(Day::from_number), status: &status,
                tags, licences, licence_until: day.and_then(|day| Day::from_number(day + 1)), scope: scope.into(),
                user_id: other.as_ref().map(|id| Id::parse(id).unwrap()), maintainer_id: other.map(|id| Id::parse(&id).unwrap()),
                former_ids: former, credit_class: credit.into(), address: address.into(), legal_representative: legal.into(),
                phone: phone.into(), accepted: &accepted, note: note.into(),
            };
            let mut out = Vec::new();
            line.write(&mut out);
            let entity: Entity = from_slice(&out).unwrap();
            prop_assert_eq!(String::from_utf8(to_vec(&entity).unwrap()).unwrap(), String::from_utf8(out.clone()).unwrap());
            prop_assert!(out.len() <= line.length_at_most());
        }
    }
}
