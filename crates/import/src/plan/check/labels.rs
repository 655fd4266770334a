//! Labels of strata built on sealed fields must tell nothing: a credit class is for the office, not a public rating.

use records::plan::{Condition, Task};
use records::text::fold_code;

use super::super::context::{Context, say};
use super::super::places::element_path;
use super::super::read::reads_private;

pub(super) fn check(cx: &mut Context<'_>, path: &str, task: &Task) {
    if !task.labelled {
        return;
    }
    let when = task.strata.iter().flat_map(|stratum| stratum.when.iter().flatten());
    let values = sealed_values(task.scope.iter().chain(when));
    let mut taken: Vec<String> = task.strata.iter().map(|stratum| stratum.id.to_string()).collect();
    for (index, stratum) in task.strata.iter().enumerate() {
        let path = element_path(&format!("{path}.strata"), index);
        let free = free_label(&values, &taken);
        let mut refused = false;
        for (key, text) in [("id", stratum.id.as_str()), ("name", stratum.name.as_str())] {
            let key = format!("{path}.{key}");
            if let Some(value) = told(text, &values).filter(|_| cx.good(&key)) {
                refuse(cx, &key, text, value, &free);
                refused = true;
            }
        }
        if refused {
            taken.push(free);
        }
    }
    // The task's own names stand beside a sealed scope, which every one of its entities fits.
    let values = sealed_values(task.scope.iter());
    for (key, text) in [("id", task.id.as_str()), ("name", task.name.as_str())] {
        let key = format!("{path}.{key}");
        if let Some(value) = told(text, &values).filter(|_| cx.good(&key)) {
            refuse(cx, &key, text, value, "T1");
        }
    }
}

fn sealed_values<'c>(conditions: impl Iterator<Item = &'c Condition>) -> Vec<&'c str> {
    let sealed = conditions.filter(|condition| reads_private(condition));
    let values = sealed.flat_map(|condition| condition.any.iter().chain(&condition.none).chain(&condition.prefix));
    values.map(String::as_str).filter(|value| !value.is_empty()).collect()
}

/// A sealed value that a public text tells: as a token of its own, or, from two characters on, anywhere in it.
fn told<'v>(text: &str, values: &[&'v str]) -> Option<&'v str> {
    let text = fold_code(text).0;
    let tokens = tokens(&text);
    values.iter().copied().find(|value| {
        let value = fold_code(value).0;
        let long = value.chars().nth(1).is_some();
        tokens.contains(&value) || (long && text.contains(&value))
    })
}

/// Maximal runs of Latin letters, of digits, and of anything else that is written.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = None;
    for character in text.chars() {
        let class = match character {
            c if c.is_ascii_digit() => Some('0'),
            c if c.is_ascii_alphabetic() => Some('a'),
            c if c.is_alphanumeric() => Some('x'),
            _ => None,
        };
        match (class, tokens.last_mut()) {
            (Some(_), Some(token)) if class == last => token.push(character),
            (Some(_), _) => tokens.push(character.to_string()),
            (None, _) => {}
        }
        last = class;
    }
    tokens
}

/// The first of S1, S2, …, then SA, SB, … that is free and tells nothing.
fn free_label(values: &[&str], taken: &[String]) -> String {
    let numbered = (1..=99).map(|number| format!("S{number}"));
    let lettered = ('A'..='Z').map(|letter| format!("S{letter}"));
    let mut labels = numbered.chain(lettered);
    let free = labels.find(|label| told(label, values).is_none() && !taken.contains(label));
    free.unwrap_or_else(|| "STRATUM".to_owned())
}

fn refuse(cx: &mut Context<'_>, key: &str, text: &str, value: &str, free: &str) {
    cx.refuse(
        "label-tells",
        key,
        say(
            format!("“{text}”含有封存字段的值“{value}”，公开后等于公布企业的分类"),
            format!("换成什么也不透露的写法，如“{free}”"),
        ),
        say(
            format!("{text:?} holds {value:?}, a value of a sealed field, and would publish it"),
            format!("choose a label that tells nothing, such as {free:?}"),
        ),
    );
}

#[cfg(test)]
mod tests {
    use super::{free_label, told};

    #[test]
    fn finds_values_as_tokens() {
        for text in ["A", "CLASS-A", "A类企业", "类别Ａ", "信用a", "1A", "D-A.2"] {
            assert_eq!(told(text, &["A"]), Some("A"), "{text}");
        }
        for text in ["S1", "SA", "CLASS", "一组", "ALL"] {
            assert_eq!(told(text, &["A"]), None, "{text}");
        }
        assert_eq!(told("属高风险的", &["高风险"]), Some("高风险"));
        assert_eq!(told("HIGHRISK1", &["HIGH"]), Some("HIGH"));
        assert_eq!(told("S1", &["1"]), Some("1"));
        assert_eq!(told("甲", &["甲"]), Some("甲"));
    }

    #[test]
    fn suggests_what_tells_nothing() {
        assert_eq!(free_label(&["A", "B"], &["S1".to_owned()]), "S2");
        assert_eq!(free_label(&["1"], &[]), "S2");
        let digits: Vec<String> = (1..=99).map(|number| number.to_string()).collect();
        let digits: Vec<&str> = digits.iter().map(String::as_str).collect();
        assert_eq!(free_label(&digits, &[]), "SA");
    }
}
