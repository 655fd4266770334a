//! Plans that are refused. Each case changes one accepted plan and names every fault that must be found: code, key, line.

#[path = "plan_bad/cases.rs"]
mod cases;

use import::plan::{Config, ConfigTexts, PlanError, read, read_bytes};
use records::lang::Lang;

use cases::CASES;

const BASE: &str = include_str!("plan_bad/base.toml");

/// Code, key and line of each fault, in the order of the text.
type Expected = &'static [(&'static str, &'static str, usize)];

/// A change of the base plan.
struct Case {
    name: &'static str,
    /// What is replaced by what, once; each must be there.
    replace: &'static [(&'static str, &'static str)],
    faults: Expected,
}

const fn case(name: &'static str, replace: &'static [(&'static str, &'static str)], faults: Expected) -> Case {
    Case { name, replace, faults }
}

fn refused(text: &str) -> PlanError {
    read(text, &Config::embedded().unwrap()).expect_err("the plan must be refused")
}

fn changed(case: &Case) -> String {
    let mut text = BASE.to_owned();
    for (from, to) in case.replace {
        assert!(text.contains(from), "{}: {from:?} is not in the base plan", case.name);
        text = text.replacen(from, to, 1);
    }
    text
}

#[test]
fn the_base_plan_is_accepted() {
    let checked = read(BASE, &Config::embedded().unwrap()).unwrap();
    assert!(checked.warnings.is_empty(), "{:?}", checked.warnings);
}

#[test]
fn each_case_gives_all_its_faults_and_no_other() {
    for case in CASES {
        let error = refused(&changed(case));
        let found: Vec<(&str, &str, usize)> =
            error.faults.iter().map(|fault| (fault.code, fault.key.as_str(), fault.line)).collect();
        assert_eq!(found, case.faults, "{}", case.name);
    }
}

#[test]
fn each_message_says_where_what_and_what_to_do_in_both_languages() {
    for case in CASES {
        for fault in refused(&changed(case)).faults {
            let (zh, en) = (fault.message(Lang::Zh), fault.message(Lang::En));
            assert!(zh.starts_with(&format!("第{}行第{}列", fault.line, fault.column)), "{zh}");
            assert!(en.starts_with(&format!("line {}, column {}", fault.line, fault.column)), "{en}");
            assert!(zh.contains(&fault.key) && en.contains(&fault.key));
            for words in [&fault.what, &fault.remedy] {
                assert!(!words.zh.is_empty() && !words.en.is_empty(), "{}", case.name);
                let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
                assert!(words.zh.chars().any(is_chinese), "{}: {}", case.name, words.zh);
                // An English sentence may quote Chinese, and begins with none.
                assert!(!words.en.starts_with(is_chinese), "{}: {}", case.name, words.en);
            }
        }
    }
}

/// What provinces decide stands in files: other rules, another verdict on the same plan.
#[test]
fn the_callers_rules_decide() {
    let rules = include_str!("../../../config/rules.toml")
        .replace("team_min = 2", "team_min = 3")
        .replace("entropy_bits_min = 64", "entropy_bits_min = 80");
    let cases = "[[cases]]\ncode = \"storm\"\nzh = \"风暴\"\nen = \"storm\"\nlifts = true\n";
    let calendar = "[other]\nyears = []\n";
    let texts = ConfigTexts { rules: Some(&rules), cases: Some(cases), calendar: Some(calendar), replacements: None };
    let error = read(BASE, &Config::from_texts(texts).unwrap()).unwrap_err();
    let found: Vec<(&str, usize)> = error.faults.iter().map(|fault| (fault.code, fault.line)).collect();
    let expected = [
        ("calendar-unknown", 9),
        ("entropy-too-few-bits", 12),
        ("unknown-case", 24),
        ("team-too-small", 53),
        ("team-too-small", 75),
    ];
    assert_eq!(found, expected);
}

#[test]
fn columns_count_characters() {
    let error = refused(&BASE.replacen("[\"甲\", \"乙\"]", "[\"甲乙丙\", \"甲乙丙\"]", 1));
    let fault = &error.faults[0];
    assert_eq!((fault.code, fault.line, fault.column), ("participant-twice", 11, 24));
}

#[test]
fn faults_inside_the_template_are_found_at_their_lines() {
    let text = import::plan::template(Lang::Zh).replace("count_max    = 2 ", "count_max    = 2.5 ");
    let error = refused(&text);
    let line = text.lines().position(|line| line.contains("= 2.5 ")).unwrap() + 1;
    assert_eq!(error.faults.len(), 1);
    assert_eq!((error.faults[0].code, error.faults[0].line), ("float", line));
}

#[test]
fn a_file_that_is_not_utf8_is_refused_with_its_line() {
    let mut bytes = BASE.as_bytes().to_vec();
    let at = BASE.find("测试").unwrap();
    // The same word in GB18030.
    bytes.splice(at..at + "测试".len(), [0xB2, 0xE2, 0xCA, 0xD4]);
    let error = read_bytes(&bytes, &Config::embedded().unwrap()).unwrap_err();
    assert_eq!((error.faults[0].code, error.faults[0].line, error.faults[0].column), ("not-utf8", 4, 13));
    let long = vec![b'#'; import::plan::LENGTH_MAX + 1];
    let error = read_bytes(&long, &Config::embedded().unwrap()).unwrap_err();
    assert_eq!(error.faults[0].code, "too-long");
}

#[test]
fn an_empty_file_misses_everything_that_is_required() {
    let error = refused("");
    let missing: Vec<&str> = error.faults.iter().map(|fault| fault.key.as_str()).collect();
    let required = [
        "attempt",
        "authority",
        "campaign",
        "created",
        "finish_by",
        "mode",
        "participants",
        "period",
        "purpose",
        "sequence",
        "tasks",
    ];
    assert_eq!(missing, required);
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let text = format!("x = {}{}", "[".repeat(5_000), "]".repeat(5_000));
    assert_eq!(refused(&text).faults[0].code, "toml-syntax");
}

/// The protocol allows no condition on other codes, and the refusal says so.
#[test]
fn fields_that_hold_other_codes_are_refused_by_the_protocol() {
    for field in ["former_ids", "maintainer_id", "user_id"] {
        let error = refused(&BASE.replacen("field = \"area\"", &format!("field = \"{field}\""), 1));
        assert_eq!(error.faults[0].code, "field-never-read");
        assert!(error.faults[0].what.zh.contains("PROTOCOL.md") && error.faults[0].what.en.contains("PROTOCOL.md"));
    }
}

/// No word of the TOML reader's own English stands in a Chinese message.
#[test]
fn what_is_no_toml_is_explained_in_chinese() {
    for wrong in
        ["created = 2026-02-30", "created = 2026-3-2", "created = ", "created 2026", "x = [1", "x = 01", "x = \"a"]
    {
        let message = refused(&BASE.replacen("created = 2026-03-02", wrong, 1)).faults[0].what.zh.clone();
        assert!(
            !message.contains("expected") && !message.contains("invalid") && !message.contains("missing"),
            "{message}"
        );
    }
}
