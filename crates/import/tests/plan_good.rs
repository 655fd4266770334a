//! Plans that are accepted: the templates, the examples, and the ratios that real places use.

use import::plan::{Checked, Config, read, read_bytes, template};
use records::lang::Lang;
use records::plan::{DropRule, Droppable, Plan, Relaxation, Stratum, Task, TaskKind};
use records::ratio::{Ratio, Rounding};

/// Reads a plan; shows every fault where there is one.
fn accepted(text: &str) -> Checked {
    read(text, &Config::embedded().unwrap()).unwrap_or_else(|error| {
        let faults: Vec<String> = error.faults.iter().map(|fault| fault.message(Lang::Zh)).collect();
        panic!("{}", faults.join("\n"))
    })
}

fn warnings(checked: &Checked) -> Vec<&'static str> {
    checked.warnings.iter().map(|warning| warning.code).collect()
}

fn ratio(text: &str) -> Option<Ratio> {
    Some(text.parse().unwrap())
}

fn strata(plan: &Plan) -> &[Stratum] {
    &plan.tasks[0].strata
}

#[test]
fn templates_are_clean_and_alike() {
    let zh = accepted(template(Lang::Zh));
    let en = accepted(template(Lang::En));
    assert_eq!(warnings(&zh), Vec::<&str>::new());
    assert_eq!(warnings(&en), Vec::<&str>::new());
    // They differ in names, and in nothing that a draw depends on.
    let blank = |checked: &Checked| {
        let mut plan = checked.plan.clone();
        plan.authority.name.clear();
        plan.campaign.clear();
        plan.participants.clear();
        for task in &mut plan.tasks {
            task.name.clear();
            task.strata.iter_mut().for_each(|stratum| stratum.name.clear());
        }
        plan
    };
    assert_eq!(blank(&zh), blank(&en));
}

#[test]
fn the_county_example() {
    let checked = accepted(include_str!("../../../examples/county/plan.toml"));
    assert_eq!(warnings(&checked), Vec::<&str>::new());
    let plan = checked.plan;
    assert_eq!(plan.days.len(), 52);
    assert_eq!(plan.days[0].to_string(), "2026-03-16");
    assert!(!plan.days.iter().any(|day| day.to_string() == "2026-05-01"));
    assert!(plan.days.iter().any(|day| day.to_string() == "2026-05-09"), "the Saturday is worked");
    let labelled: Vec<bool> = plan.tasks.iter().map(|task| task.labelled).collect();
    assert_eq!(labelled, [true, true, false]);
    assert_eq!(plan.relaxations.len(), 4);
    let last = Relaxation::Drop(DropRule { drop: Droppable::Minimums });
    assert_eq!(plan.relaxations.last(), Some(&last));
    assert!(plan.populations.is_empty() && plan.roots.is_empty());
    assert_eq!(plan.draw_name(), "QXX-SCJG/1/1");
    assert!(plan.tasks[0].strata[0].when.is_some(), "sealed conditions are still readable");
}

#[test]
fn the_areas_example_needs_nothing_but_entities() {
    let checked = accepted(include_str!("../../../examples/areas.toml"));
    assert_eq!(warnings(&checked), ["items-none"]);
    let plan = checked.plan;
    assert!(!plan.is_paired() && !plan.is_labelled() && !plan.uses_selection());
    assert_eq!(Some(plan.tasks[0].overall_min), ratio("5%"), "by the name of a share");
    let last = strata(&plan).last().unwrap();
    assert_eq!(last.when.as_deref(), Some([].as_slice()), "a catch-all");
    assert_eq!(plan.min_choice, 5);
}

/// A ≤5 % less than once a year, B 5–20 % once, C 21–60 % fewer than twice, D 61–100 % as needed.
#[test]
fn classes_with_frequencies() {
    let checked = accepted(include_str!("plans/classes-with-frequencies.toml"));
    assert_eq!(warnings(&checked), Vec::<&str>::new());
    let tasks = &checked.plan.tasks;
    let ratios: Vec<_> = tasks.iter().map(|task| task.strata[0].ratio).collect();
    assert_eq!(ratios, [ratio("5%"), ratio("20%"), ratio("60%"), ratio("100%")]);
    let at_most = tasks[0].strata[0].rounding;
    assert_eq!(at_most, Some(Rounding::Down), "at most 5 % is rounded down");
    let ceilings: Vec<usize> = tasks.iter().map(|task| task.ceilings.len()).collect();
    assert_eq!(ceilings, [1, 1, 1, 0]);
    assert!(tasks.iter().all(|task| task.labelled && task.kind == TaskKind::Directed));
}

#[test]
fn thirty_ten_two_one() {
    let plan = accepted(include_str!("plans/thirty-ten-two-one.toml")).plan;
    let ratios: Vec<_> = strata(&plan).iter().take(4).map(|stratum| stratum.ratio).collect();
    assert_eq!(ratios, [ratio("30%"), ratio("10%"), ratio("2%"), ratio("1%")]);
    assert!(strata(&plan).iter().all(|stratum| stratum.rounding == Some(Rounding::Up)), "the rules' default");
    assert!(plan.tasks[0].labelled);
}

#[test]
fn hundred_hundred_twenty_ten() {
    let plan = accepted(include_str!("plans/hundred-hundred-twenty-ten.toml")).plan;
    let ratios: Vec<_> = strata(&plan).iter().take(4).map(|stratum| stratum.ratio).collect();
    assert_eq!(ratios, [ratio("100%"), ratio("100%"), ratio("20%"), ratio("10%")]);
}

#[test]
fn at_least_three_percent_overall() {
    let plan = accepted(include_str!("plans/at-least-three-percent.toml")).plan;
    assert_eq!(Some(plan.tasks[0].overall_min), ratio("3%"));
}

#[test]
fn at_least_five_percent_once_a_year() {
    let plan = accepted(include_str!("plans/five-percent-yearly.toml")).plan;
    assert_eq!(Some(plan.tasks[0].overall_min), ratio("5%"));
    let ceiling = &plan.ceilings[0];
    assert_eq!((ceiling.count_max, ceiling.departments.len()), (1, 0));
    assert!(ceiling.lifted_by.contains(&"complaint".to_owned()), "the table's cases lift it");
    assert!(ceiling.lifted_by.is_sorted() && plan.cases.is_sorted());
}

#[test]
fn five_percent_at_least_one_household() {
    let plan = accepted(include_str!("plans/five-percent-one-household.toml")).plan;
    let stratum = &strata(&plan)[0];
    assert_eq!((stratum.ratio, stratum.rounding, stratum.min), (ratio("5%"), Some(Rounding::HalfUp), Some(1)));
}

#[test]
fn exactly_n() {
    let plan = accepted(include_str!("plans/exactly-n.toml")).plan;
    let stratum = &strata(&plan)[0];
    assert_eq!((stratum.count, stratum.ratio, stratum.rounding, stratum.reserves), (Some(40), None, None, 5));
}

#[test]
fn as_many_as_the_lead() {
    let checked = accepted(include_str!("plans/as-the-lead.toml"));
    assert_eq!(warnings(&checked), Vec::<&str>::new());
    let plan = checked.plan;
    let stratum = &plan.tasks[1].strata[0];
    assert_eq!(stratum.as_task.as_ref().unwrap().as_str(), "SCJG-1");
    assert_eq!(stratum.as_stratum.as_ref().unwrap().as_str(), "ALL");
    assert_eq!(strata(&plan)[0].rounding, Some(Rounding::Up), "进一");
}

#[test]
fn drawn_above() {
    let checked = accepted(include_str!("plans/drawn-above.toml"));
    assert_eq!(warnings(&checked), Vec::<&str>::new());
    let task: &Task = &checked.plan.tasks[0];
    assert_eq!((task.case.as_str(), task.days), ("superior", 2));
    assert!(checked.plan.uses_selection());
    assert_eq!(checked.plan.ceilings[1].not_counting, ["complaint", "own-request"], "sorted");
}

/// What the plan leaves out of its cases lifts none of its ceilings either.
#[test]
fn fewer_cases_lift_fewer_ceilings() {
    let text = include_str!("plans/five-percent-yearly.toml");
    let fewer = text.replace("sequence = 1", "sequence = 1\ncases = [\"media\", \"complaint\"]");
    let plan = accepted(&fewer).plan;
    assert_eq!(plan.cases, ["complaint", "media"]);
    assert_eq!(plan.ceilings[0].lifted_by, ["complaint", "media"]);
}

/// A Windows editor puts a byte order mark in front and ends lines with CR LF; neither changes anything.
#[test]
fn a_mark_and_line_ends_change_nothing() {
    let text = template(Lang::Zh);
    let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let config = Config::embedded().unwrap();
    let plain = read(text, &config).unwrap().plan;
    assert_eq!(read_bytes(windows.as_bytes(), &config).unwrap().plan, plain);
}
