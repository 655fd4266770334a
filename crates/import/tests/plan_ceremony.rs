//! What a plan says of its ceremony: accepted as written, and every fault with code, key and line.

use import::plan::{Config, ConfigTexts, PlanError, read, template};
use records::day::Day;
use records::lang::Lang;
use records::plan::{Mode, Plan};

const BASE: &str = include_str!("plan_bad/base.toml");

const LOG: &str = "office.example/log+b5508c19+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

/// The head of a sealed, official plan; lines 1 to 20, and then the base from its third line on.
const HEAD: &str = r#"purpose = "official"
mode = "sealed"
log = "office.example/log+b5508c19+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea"
superior = { name = "上级局", key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c" }
custodians = ["保管一", "保管二"]
keys = [
    { label = "甲", department = "甲局", key = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025" },
    { label = "乙", department = "乙局", key = "278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e" },
    { label = "司法局", department = "司法局", key = "7b8d814f87a0a6cc1512a12303057bffa2356e9fe26d1e6c1d2794a234e4dfe6" },
    { label = "纪检", department = "纪委", key = "4a24d1a4503fa86bc79cca08c33b0fc09a4347682f0852af0ea1bad4630e82dc" },
]
[escrow]
threshold = 2
holders = [
    { label = "甲" },
    { label = "司法局", outside = true },
    { label = "纪检", outside = true },
]
[replacement]
inspector = ["sick", "leave"]
"#;

fn text(head: &str) -> String {
    // Keys without a table must come before the tables.
    let (keys, tables) =
        head.split_once("[escrow]").map_or((head, String::new()), |(a, b)| (a, format!("[escrow]{b}")));
    let (first, rest) = BASE.split_once("\n\n").unwrap();
    let rest_of_first: Vec<&str> = first.lines().skip(2).collect();
    format!("{keys}{}\n{tables}\n{rest}", rest_of_first.join("\n"))
}

fn config() -> Config {
    Config::embedded().unwrap()
}

fn accepted(text: &str) -> Plan {
    read(text, &config()).unwrap_or_else(|error| panic!("{:?}", error.faults)).plan
}

fn refused(text: &str) -> PlanError {
    read(text, &config()).expect_err("the plan must be refused")
}

/// Code and key of each fault; all of them have words in both languages and stand in a line.
fn faults(text: &str) -> Vec<(&'static str, String)> {
    let error = refused(text);
    for fault in &error.faults {
        let (zh, en) = (fault.message(Lang::Zh), fault.message(Lang::En));
        assert!(zh.starts_with(&format!("第{}行", fault.line)) && en.starts_with(&format!("line {}", fault.line)));
        let is_chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for words in [&fault.what, &fault.remedy] {
            assert!(words.zh.chars().any(is_chinese) && !words.en.starts_with(is_chinese), "{words:?}");
        }
    }
    error.faults.iter().map(|fault| (fault.code, fault.key.clone())).collect()
}

#[test]
fn a_sealed_plan_is_read() {
    let plan = accepted(&text(HEAD));
    assert_eq!(plan.log.as_deref(), Some(LOG));
    let labels: Vec<&str> = plan.keys.iter().map(|key| key.label.as_str()).collect();
    assert_eq!(labels, ["乙", "司法局", "甲", "纪检"], "in the order of hashing");
    let escrow = plan.escrow.unwrap();
    assert_eq!((escrow.threshold, escrow.holders.len()), (2, 3));
    assert!(!escrow.holders[0].outside && escrow.holders[1].outside);
    assert_eq!(plan.custodians.unwrap(), ["保管一", "保管二"]);
    let reasons = plan.replacement.unwrap();
    assert_eq!(reasons.inspector, ["leave", "sick"]);
    assert!(reasons.entity.contains(&"cancelled".to_owned()));
    assert!(!reasons.entity.iter().any(|code| code.contains("found")));
}

#[test]
fn a_rehearsal_in_one_go_has_nothing_of_it() {
    let plan = accepted(BASE);
    assert!(plan.log.is_none() && plan.superior.is_none() && plan.replacement.is_none());
    let with_log = config().with_log(Some(LOG.to_owned()));
    assert_eq!(read(BASE, &with_log).unwrap().plan, plan, "a log of the office changes nothing");
}

#[test]
fn the_log_of_the_office_is_taken_where_the_plan_names_none() {
    let plan = text(HEAD).replacen(&format!("log = \"{LOG}\"\n"), "", 1);
    assert_eq!(faults(&plan), [("log-missing", "purpose".to_owned())]);
    let with_log = config().with_log(Some(LOG.to_owned()));
    assert_eq!(read(&plan, &with_log).unwrap().plan, accepted(&text(HEAD)));
}

/// What is replaced by what, and code and key of each fault that this gives.
type Change = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// One change of the sealed plan, and all faults that it gives.
#[test]
fn each_change_gives_its_faults() {
    let superior = "superior = { name = \"上级局\", key = \"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c\" }\n";
    let key = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    let cases: &[Change] = &[
        (LOG, "office", &[("log-key", "log")]),
        ("+b5508c19+", "+b5508c18+", &[("log-key", "log")]),
        ("+AddamAGC", "+BNdamAGC", &[("log-key", "log")]),
        (superior, "", &[("missing", "superior")]),
        ("\"上级局\"", "\"\"", &[("text-empty", "superior.name")]),
        ("3d4017c3", "3d4017C3", &[("digest-character", "superior.key")]),
        ("3d4017c3", "3d4017c", &[("digest-length", "superior.key")]),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "0100000000000000000000000000000000000000000000000000000000000000",
            &[("key-point", "superior.key")],
        ),
        (key, "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", &[("key-shared", "keys[1].key")]),
        ("278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e", key, &[("key-shared", "keys[2].key")]),
        ("label = \"乙\"", "label = \"丙\"", &[("key-label", "keys[2].label")]),
        ("label = \"乙\"", "label = \"甲\"", &[("key-label-twice", "keys[2].label")]),
        ("department = \"乙局\"", "department = \"\"", &[("text-empty", "keys[2].department")]),
        ("custodians = [\"保管一\", \"保管二\"]\n", "", &[("missing", "custodians")]),
        ("[\"保管一\", \"保管二\"]", "[\"保管一\"]", &[("custodians-two", "custodians")]),
        ("[\"保管一\", \"保管二\"]", "[\"保管一\", \"保管一\"]", &[("custodians-same", "custodians")]),
        ("threshold = 2", "threshold = 1", &[("escrow-threshold", "escrow.threshold")]),
        ("threshold = 2", "threshold = 4", &[("escrow-threshold", "escrow.threshold")]),
        ("threshold = 2\n", "", &[("missing", "escrow.threshold")]),
        ("{ label = \"纪检\", outside = true }", "{ label = \"纪检\" }", &[("escrow-inside", "escrow.holders")]),
        (
            "\"纪检\", outside",
            "\"司法局\", outside",
            &[("holder-twice", "escrow.holders[3].label"), ("key-label", "keys[4].label")],
        ),
        ("\"纪检\", outside", "\"\", outside", &[("text-empty", "escrow.holders[3].label")]),
        (
            "\"纪检\", outside",
            "\"别人\", outside",
            &[("holder-without-key", "escrow.holders[3].label"), ("key-label", "keys[4].label")],
        ),
        ("[\"sick\", \"leave\"]", "[\"sick\", \"tired\"]", &[("reason-unknown", "replacement.inspector")]),
        (
            "inspector = [\"sick\", \"leave\"]",
            "entity = [\"cancelled\", \"查无下落\", \"bored\"]",
            &[("not-a-reason", "replacement.entity"), ("reason-unknown", "replacement.entity")],
        ),
        ("mode = \"sealed\"", "mode = \"open\"", &[("only-sealed", "custodians"), ("only-sealed", "escrow")]),
        ("threshold = 2", "threshold = 2\nsharers = 3", &[("unknown-key", "escrow.sharers")]),
    ];
    for (from, to, expected) in cases {
        let head = HEAD.replacen(from, to, 1);
        assert_ne!(head, HEAD, "{from}");
        let found = faults(&text(&head));
        let mut found: Vec<(&str, &str)> = found.iter().map(|(code, key)| (*code, key.as_str())).collect();
        let mut expected = expected.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{from} → {to}");
    }
}

#[test]
fn a_sealed_plan_without_holders_lacks_them() {
    let head = HEAD.split("[escrow]").next().unwrap();
    assert_eq!(faults(&text(head)), [("missing", "escrow".to_owned())]);
    let none = "[escrow]\nthreshold = 1\nholders = []\n";
    assert_eq!(faults(&text(&format!("{head}{none}"))), [("escrow-holders", "escrow.holders".to_owned())]);
}

/// All at once: a plan that lacks everything hears of everything.
#[test]
fn all_faults_come_together() {
    let plan = BASE.replacen("\"open\"", "\"sealed\"", 1).replacen("\"rehearsal\"", "\"official\"", 1);
    let expected = ["superior", "escrow", "custodians", "purpose"];
    let mut found = faults(&plan);
    found.sort_unstable();
    let mut expected: Vec<(&str, String)> = expected
        .iter()
        .map(|key| (if *key == "purpose" { "log-missing" } else { "missing" }, (*key).to_owned()))
        .collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
    let remote = BASE.replacen("sequence = 1", "sequence = 1\nprofile = \"remote\"", 1);
    let mut found = faults(&remote);
    found.sort_unstable();
    assert_eq!(found, [("log-missing", "profile".to_owned()), ("missing", "superior".to_owned())]);
}

/// What the templates show as another way is accepted when the signs of comment are taken away.
#[test]
fn the_ceremony_of_the_templates_is_accepted() {
    for lang in [Lang::Zh, Lang::En] {
        let template = template(lang);
        let lines: Vec<String> = template
            .lines()
            .map(|line| match line.strip_prefix("#: ") {
                Some(shown) => shown.to_owned(),
                None if line.starts_with("purpose") => "purpose = \"official\"".to_owned(),
                None if line.starts_with("mode") => "mode = \"sealed\"".to_owned(),
                None => line.to_owned(),
            })
            .collect();
        let with_log = config().with_log(Some(LOG.to_owned()));
        let plan = read(&lines.join("\n"), &with_log).unwrap_or_else(|error| panic!("{:?}", error.faults)).plan;
        assert_eq!(plan.mode, Mode::Sealed);
        assert!(plan.escrow.is_some() && !plan.keys.is_empty());
    }
}

/// Two hundred weeks have a thousand working days by the usual calendar; one that knows no weekend has more, and no verifier takes them.
#[test]
fn a_calendar_without_days_off_gives_no_longer_plan() {
    let year = |year: u16| {
        let days = Day::new(year, 1, 1).unwrap().through(Day::new(year, 12, 31).unwrap());
        let off = days.filter(|day| day.weekday().is_weekend()).map(|day| format!("\"{day}\"")).collect::<Vec<_>>();
        format!("[[years]]\nyear = {year}\nsource = \"试\"\nholidays = []\nmakeup_days = [{}]\n", off.join(", "))
    };
    let calendar: String = (2026..=2029).map(year).collect();
    let texts = ConfigTexts { calendar: Some(&calendar), ..ConfigTexts::default() };
    let every_day = Config::from_texts(texts).unwrap();
    let until = |last: &str| {
        let text = BASE.replacen("2026-05-29", last, 1).replacen("finish_by = 2026-06-30", "finish_by = 2029-01-31", 1);
        read(&text, &every_day)
            .map(|read| read.plan.days.len())
            .map_err(|error| error.faults.iter().map(|fault| (fault.code, fault.key.clone())).collect::<Vec<_>>())
    };
    assert_eq!(until("2028-12-09"), Ok(1_000));
    assert_eq!(until("2028-12-10"), Err(vec![("period-long", "period.until".to_owned())]));
}
