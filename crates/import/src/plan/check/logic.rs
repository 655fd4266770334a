//! What conditions say about each other, without a list: which imply which, and which can't all hold.
//!
//! Both answers are sure where they say yes; where they say no, a list may still show the opposite.

use std::collections::BTreeSet;

use records::plan::Condition;

use super::super::read::is_list_field;

/// Whether every entity that fits the first conditions also fits the second ones.
pub(super) fn implies(narrow: &[&Condition], wide: &[&Condition]) -> bool {
    wide.iter().all(|wide| narrow.iter().any(|narrow| implies_one(narrow, wide)))
}

fn implies_one(narrow: &Condition, wide: &Condition) -> bool {
    if narrow.field != wide.field {
        return false;
    }
    if !wide.any.is_empty() {
        return !narrow.any.is_empty() && subset(&narrow.any, &wide.any);
    }
    if !wide.prefix.is_empty() {
        let begins = |text: &String| wide.prefix.iter().any(|prefix| text.starts_with(prefix));
        let given = if narrow.any.is_empty() { &narrow.prefix } else { &narrow.any };
        return !given.is_empty() && given.iter().all(begins);
    }
    if !wide.none.is_empty() {
        // One of these values is none of those, if the field has one value only.
        let apart = !narrow.any.is_empty()
            && !is_list_field(&wide.field)
            && !narrow.any.iter().any(|value| wide.none.contains(value));
        return apart || subset(&wide.none, &narrow.none);
    }
    let from = wide.from.is_none_or(|wide| narrow.from.is_some_and(|narrow| narrow >= wide));
    let until = wide.until.is_none_or(|wide| narrow.until.is_some_and(|narrow| narrow <= wide));
    // A day condition also asks that the day is there, which every day condition does.
    (narrow.from.is_some() || narrow.until.is_some()) && from && until
}

fn subset(inner: &[String], outer: &[String]) -> bool {
    inner.iter().all(|value| outer.contains(value))
}

/// A field on which these conditions can't all hold, if there is one.
pub(super) fn contradiction<'c>(conditions: &[&'c Condition]) -> Option<&'c str> {
    let fields: BTreeSet<&str> = conditions.iter().map(|condition| condition.field.as_str()).collect();
    fields.into_iter().find(|field| {
        let on_field: Vec<&Condition> =
            conditions.iter().copied().filter(|condition| condition.field == *field).collect();
        if is_list_field(field) { list_contradiction(&on_field) } else { contradicts(&on_field) }
    })
}

/// Of several texts, one that is asked for may not be among those that are forbidden.
fn list_contradiction(conditions: &[&Condition]) -> bool {
    let forbidden: BTreeSet<&String> = conditions.iter().flat_map(|condition| &condition.none).collect();
    conditions
        .iter()
        .any(|condition| !condition.any.is_empty() && condition.any.iter().all(|value| forbidden.contains(value)))
}

fn contradicts(conditions: &[&Condition]) -> bool {
    let from = conditions.iter().filter_map(|condition| condition.from).max();
    let until = conditions.iter().filter_map(|condition| condition.until).min();
    if from.zip(until).is_some_and(|(from, until)| from > until) {
        return true;
    }
    let mut asked = conditions.iter().filter(|condition| !condition.any.is_empty());
    if let Some(first) = asked.next() {
        return !first.any.iter().any(|value| conditions.iter().all(|condition| text_holds(condition, value)));
    }
    let prefixes: Vec<&[String]> =
        conditions.iter().map(|condition| condition.prefix.as_slice()).filter(|p| !p.is_empty()).collect();
    prefixes.iter().enumerate().any(|(index, left)| {
        prefixes.iter().skip(index + 1).any(|right| !left.iter().any(|l| right.iter().any(|r| compatible(l, r))))
    })
}

fn compatible(left: &str, right: &str) -> bool {
    left.starts_with(right) || right.starts_with(left)
}

/// Whether a condition on a field with one text holds for that text.
pub(super) fn text_holds(condition: &Condition, value: &str) -> bool {
    if !condition.any.is_empty() {
        return condition.any.iter().any(|text| text == value);
    }
    if !condition.none.is_empty() {
        return !condition.none.iter().any(|text| text == value);
    }
    condition.prefix.is_empty() || condition.prefix.iter().any(|prefix| value.starts_with(prefix.as_str()))
}

#[cfg(test)]
mod tests {
    use super::{contradiction, implies};
    use records::plan::Condition;

    fn texts(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    fn any(field: &str, values: &[&str]) -> Condition {
        Condition { field: field.to_owned(), any: texts(values), ..Condition::default() }
    }

    fn none(field: &str, values: &[&str]) -> Condition {
        Condition { field: field.to_owned(), none: texts(values), ..Condition::default() }
    }

    fn prefix(field: &str, values: &[&str]) -> Condition {
        Condition { field: field.to_owned(), prefix: texts(values), ..Condition::default() }
    }

    fn days(from: Option<&str>, until: Option<&str>) -> Condition {
        let day = |text: &str| text.parse().unwrap();
        Condition {
            field: "established".to_owned(),
            from: from.map(day),
            until: until.map(day),
            ..Condition::default()
        }
    }

    #[test]
    fn implication() {
        let holds = |a: &Condition, b: &Condition| implies(&[a], &[b]);
        assert!(holds(&any("area", &["1"]), &any("area", &["1", "2"])));
        assert!(!holds(&any("area", &["1", "3"]), &any("area", &["1", "2"])));
        assert!(!holds(&any("kind", &["1"]), &any("area", &["1"])));
        assert!(holds(&any("area", &["610902"]), &prefix("area", &["6109"])));
        assert!(holds(&prefix("area", &["610902"]), &prefix("area", &["6109"])));
        assert!(!holds(&prefix("area", &["6109"]), &prefix("area", &["610902"])));
        assert!(holds(&any("area", &["1"]), &none("area", &["2"])));
        assert!(!holds(&any("tags", &["1"]), &none("tags", &["2"])));
        assert!(holds(&none("tags", &["1", "2"]), &none("tags", &["2"])));
        assert!(holds(&days(Some("2020-01-01"), None), &days(Some("2019-01-01"), None)));
        assert!(!holds(&days(Some("2020-01-01"), None), &days(None, Some("2019-01-01"))));
        assert!(implies(&[&any("area", &["1"])], &[]));
        assert!(!implies(&[], &[&any("area", &["1"])]));
    }

    #[test]
    fn contradictions() {
        let of = |a: &Condition, b: &Condition| contradiction(&[a, b]).is_some();
        assert!(of(&any("area", &["1"]), &any("area", &["2"])));
        assert!(!of(&any("area", &["1", "2"]), &any("area", &["2"])));
        assert!(!of(&any("tags", &["1"]), &any("tags", &["2"])));
        assert!(of(&any("tags", &["1"]), &none("tags", &["1", "2"])));
        assert!(of(&any("area", &["1"]), &none("area", &["1"])));
        assert!(of(&any("area", &["71"]), &prefix("area", &["6"])));
        assert!(of(&prefix("area", &["71"]), &prefix("area", &["6"])));
        assert!(!of(&prefix("area", &["61"]), &prefix("area", &["6"])));
        assert!(of(&days(Some("2020-01-01"), None), &days(None, Some("2019-01-01"))));
        assert!(!of(&days(Some("2019-01-01"), None), &days(None, Some("2019-01-01"))));
    }
}
