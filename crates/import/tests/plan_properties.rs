//! What holds for every plan: its canonical form gives it back, the order of keys means nothing, no float passes,
//! and no text makes the reader stop in the middle.

use std::fmt::Write as _;

use import::plan::{Config, read, template};
use proptest::prelude::*;
use records::canonical;
use records::lang::Lang;
use records::plan::Plan;
use toml::de::{DeTable, DeValue};

/// One stratum by chance; `last` is the catch-all.
#[derive(Clone, Debug)]
struct Draft {
    amount: String,
    min: Option<u64>,
    reserves: u64,
}

fn amount() -> impl Strategy<Value = String> {
    prop_oneof![
        (1_u64..=100, 0_u64..=999_999_999).prop_map(|(whole, part)| {
            let percent = if whole == 100 { "100".to_owned() } else { format!("{whole}.{part:09}") };
            format!("ratio = \"{percent}%\"")
        }),
        (1_u64..1000, 1000_u64..9_007_199_254_740_991).prop_map(|(n, d)| format!("ratio = \"{n}/{d}\"")),
        (10_u64..9_007_199_254_740_991).prop_map(|count| format!("count = {count}")),
    ]
}

prop_compose! {
    fn draft()(amount in amount(), min in proptest::option::of(1_u64..10), reserves in 0_u64..1_000_000) -> Draft {
        Draft { amount, min, reserves }
    }
}

fn name() -> impl Strategy<Value = String> {
    "[\u{4e00}-\u{9fa5}A-Za-z0-9（）·、\\\\\"/ ]{1,20}".prop_map(|text| format!("名{}称", text.trim()))
}

/// A whole plan with the given names, strata and numbers; keys in one of two orders.
fn text(names: &[String], strata: &[Draft], numbers: (u32, u32, u32), backwards: bool) -> String {
    let quoted: Vec<String> = names.iter().map(|name| toml::Value::String(name.clone()).to_string()).collect();
    let (sequence, attempt, daily) = numbers;
    let mut head = vec![
        "purpose = \"rehearsal\"".to_owned(),
        "mode = \"open\"".to_owned(),
        format!("authority = {{ id = \"OFFICE\", name = {} }}", quoted[0]),
        format!("campaign = {}", quoted[1]),
        format!("sequence = {sequence}"),
        format!("attempt = {attempt}"),
        "created = 2026-03-02".to_owned(),
        "period = { from = 2026-03-16, until = \"2026-05-29\" }".to_owned(),
        "finish_by = 2026-06-30".to_owned(),
        format!("participants = [{}]", quoted[2]),
        format!("visits_per_day_max = {daily}"),
    ];
    if backwards {
        head.reverse();
    }
    let mut text = head.join("\n");
    let _ = write!(
        text,
        "\n[[tasks]]\nid = \"T1\"\nname = {}\ndepartment = \"局\"\nkind = \"undirected\"\nsource = \"own\"\n\
         level = \"city-city\"\nitems = [\"B-2\", \"A-1\"]\n",
        quoted[3]
    );
    for (index, draft) in strata.iter().enumerate() {
        let mut lines = vec![format!("id = \"S{index}\""), format!("name = \"第{index}层\""), draft.amount.clone()];
        if let Some(min) = draft.min {
            lines.push(format!("min = {min}"));
        }
        lines.push(format!("reserves = {}", draft.reserves));
        if index + 1 < strata.len() {
            lines.push(format!("when = [{{ field = \"area\", any = [\"{index}\"] }}]"));
        }
        if backwards {
            lines.reverse();
        }
        let _ = write!(text, "[[tasks.strata]]\n{}\n", lines.join("\n"));
    }
    text
}

fn canonical_form(plan: &Plan) -> Vec<u8> {
    canonical::to_vec(plan).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_canonical_form_gives_the_plan_back(
        names in proptest::collection::vec(name(), 4),
        strata in proptest::collection::vec(draft(), 1..6),
        numbers in (1_u32.., 1_u32.., 0_u32..),
    ) {
        let config = Config::embedded().unwrap();
        let plan = read(&text(&names, &strata, numbers, false), &config).unwrap().plan;
        let bytes = canonical_form(&plan);
        canonical::check(&bytes).unwrap();
        let again: Plan = canonical::from_slice(&bytes).unwrap();
        prop_assert_eq!(&again, &plan);
        prop_assert_eq!(canonical_form(&again), bytes);
        // The order in which people write keys means nothing.
        let backwards = read(&text(&names, &strata, numbers, true), &config).unwrap().plan;
        prop_assert_eq!(canonical_form(&backwards), canonical_form(&plan));
        prop_assert_eq!(&plan.campaign, &names[1]);
        prop_assert!(plan.tasks[0].items.is_sorted());
    }

    /// Whatever is cut, doubled or typed over: an answer, and what is accepted can be hashed.
    #[test]
    fn no_text_stops_the_reader(at: prop::sample::Index, length in 0_usize..40, insert in ".{0,12}", english: bool) {
        let whole = template(if english { Lang::En } else { Lang::Zh });
        let characters: Vec<char> = whole.chars().collect();
        let at = at.index(characters.len());
        let end = (at + length).min(characters.len());
        let text: String =
            characters[..at].iter().copied().chain(insert.chars()).chain(characters[end..].iter().copied()).collect();
        match read(&text, &Config::embedded().unwrap()) {
            Ok(checked) => canonical::check(&canonical_form(&checked.plan)).unwrap(),
            Err(error) => {
                prop_assert!(!error.faults.is_empty());
                let lines = text.lines().count() + 1;
                prop_assert!(error.faults.iter().all(|fault| (1..=lines).contains(&fault.line)));
            }
        }
    }
}

/// Byte ranges of all scalar values of a document.
fn scalars(value: &DeValue<'_>, span: std::ops::Range<usize>, found: &mut Vec<std::ops::Range<usize>>) {
    match value {
        DeValue::Table(table) => table.iter().for_each(|(_, value)| scalars(value.get_ref(), value.span(), found)),
        DeValue::Array(array) => array.iter().for_each(|value| scalars(value.get_ref(), value.span(), found)),
        _ => found.push(span),
    }
}

#[test]
fn a_float_is_refused_wherever_it_stands() {
    let config = Config::embedded().unwrap();
    for text in [template(Lang::Zh), include_str!("../../../examples/county/plan.toml")] {
        let document = DeTable::parse(text).unwrap();
        let mut places = Vec::new();
        scalars(&DeValue::Table(document.get_ref().clone()), 0..0, &mut places);
        assert!(places.len() > 100, "{}", places.len());
        for place in places {
            let changed = format!("{}0.5{}", &text[..place.start], &text[place.end..]);
            let line = text[..place.start].matches('\n').count() + 1;
            let error = read(&changed, &config).unwrap_err();
            let found = error.faults.iter().any(|fault| fault.code == "float" && fault.line == line);
            assert!(found, "line {line}: {:?}", error.faults);
        }
    }
}
