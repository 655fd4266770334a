//! Plans held against the lists of an office.

use import::plan::{Checked, Config, Facts, PlanFault, TaskFact, check_against, draft, read};
use records::id::Id;
use records::lang::Lang;
use records::lists::{Drawn, Entity, Inspector, Item, PastVisit};

const PLAN: &str = include_str!("plan_bad/base.toml");

fn record<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> T {
    serde_json::from_value(json).unwrap()
}

fn item(id: &str, department: &str, basis: &str, importance: &str) -> Item {
    record(
        serde_json::json!({"id": id, "name": "事项", "basis": basis, "department": department, "importance": importance}),
    )
}

fn inspector(number: usize, department: &str, role: &str) -> Inspector {
    let number = number.to_string();
    record(serde_json::json!({
        "id": Id::derived(&[department, &number]).to_string(), "work_no": number, "name": "人", "department": department,
        "roles": if role.is_empty() { vec![] } else { vec![role] }, "certificate_until": "2030-12-31",
    }))
}

fn entity(id: &str, area: &str, class: &str) -> Entity {
    record(serde_json::json!({"id": id, "name": "企业", "area": area, "private": {"credit_class": class}}))
}

fn checked(text: &str) -> Checked {
    read(text, &Config::embedded().unwrap()).unwrap_or_else(|error| panic!("{error}"))
}

/// Lists against which the base plan has no fault and no warning.
fn facts(checked: &Checked) -> Facts {
    let mut facts = Facts::for_plan(&checked.plan);
    facts.add_item(&item("A-01", "甲局", "某法第一条", "general"));
    facts.add_item(&item("B-01", "乙局", "某法第二条", "general"));
    for number in 0..10 {
        facts.add_inspector(&inspector(number, "甲局", if number < 5 { "lead" } else { "" }));
        facts.add_inspector(&inspector(number, "乙局", "lead"));
    }
    facts.add_entity(&entity("1", "610902", "D"));
    facts.add_entity(&entity("2", "610922", ""));
    facts
}

fn outcome(checked: &Checked, facts: &Facts) -> (Vec<PlanFault>, Vec<PlanFault>) {
    match check_against(checked, facts, &Config::embedded().unwrap()) {
        Ok(warnings) => (Vec::new(), warnings),
        Err(error) => (error.faults, error.warnings),
    }
}

fn brief(faults: &[PlanFault]) -> Vec<(&str, &str, usize)> {
    faults.iter().map(|fault| (fault.code, fault.key.as_str(), fault.line)).collect()
}

#[test]
fn lists_that_fit_are_accepted() {
    let checked = checked(PLAN);
    let (faults, warnings) = outcome(&checked, &facts(&checked));
    assert_eq!((brief(&faults), brief(&warnings)), (vec![], vec![]));
}

#[test]
fn unlisted_items_are_refused() {
    let checked = checked(&PLAN.replace("[\"A-01\"]", "[\"A-01\", \"A-10\", \"Z\"]"));
    let (faults, _) = outcome(&checked, &facts(&checked));
    let expected = ("item-unlisted", "tasks[1].items", 51);
    assert_eq!(brief(&faults), [expected, expected]);
    assert!(faults[0].message(Lang::Zh).contains("是不是“A-01”"), "{}", faults[0].message(Lang::Zh));
    assert!(faults[1].message(Lang::En).contains("nothing unlisted is inspected"));
}

#[test]
fn items_without_basis_or_of_others_are_refused() {
    let checked = checked(PLAN);
    let mut facts = facts(&checked);
    facts.add_item(&item("A-01", "甲局", " ", ""));
    facts.add_item(&item("B-01", "甲局", "某法", ""));
    let (faults, _) = outcome(&checked, &facts);
    let expected = [("item-without-basis", "tasks[1].items", 51), ("item-of-other-department", "tasks[2].items", 73)];
    assert_eq!(brief(&faults), expected);
}

#[test]
fn key_items_under_a_ceiling_are_pointed_out() {
    let checked = checked(PLAN);
    let mut facts = facts(&checked);
    facts.add_item(&item("A-01", "甲局", "某法", "key"));
    facts.add_item(&item("B-01", "乙局", "某法", "key"));
    let (faults, warnings) = outcome(&checked, &facts);
    assert!(faults.is_empty());
    assert_eq!(brief(&warnings), [("key-item-under-ceiling", "tasks[1].ceilings", 52)]);
}

#[test]
fn empty_and_small_pools_are_refused() {
    let checked = checked(PLAN);
    let mut facts = facts(&checked);
    facts.inspectors.retain(|inspector| inspector.department != "乙局");
    let leads = facts.inspectors.iter_mut().filter(|inspector| !inspector.roles.is_empty());
    // Certificates that end before the period, and one that begins after it.
    for (index, inspector) in leads.enumerate() {
        match index {
            0 | 1 => inspector.certificate_until = "2026-03-15".parse().unwrap(),
            2 => inspector.certificate_from = Some("2026-05-30".parse().unwrap()),
            3 => inspector.certificate_until = "2026-03-16".parse().unwrap(),
            _ => {}
        }
    }
    let (faults, _) = outcome(&checked, &facts);
    assert_eq!(brief(&faults), [("pool-too-small", "pools[1]", 26), ("pool-empty", "pools[3]", 35)]);
    assert!(faults[0].what.en.contains("has 2 members"), "{}", faults[0].what.en);
    assert!(faults[1].what.zh.contains("一个人也没有"));
}

#[test]
fn a_waiver_lowers_the_choice_but_never_below_the_seats() {
    let waived = PLAN.replace("visits_per_day_max", "min_choice_waiver = \"市局〔2026〕3号\"\nvisits_per_day_max");
    let checked = checked(&waived);
    let mut facts = facts(&checked);
    let mut kept = 0;
    facts.inspectors.retain(|inspector| {
        kept += usize::from(inspector.department == "乙局");
        inspector.department != "乙局" || kept <= 2
    });
    assert!(outcome(&checked, &facts).0.is_empty(), "two for two seats");
    facts.inspectors.retain(|inspector| {
        kept -= usize::from(inspector.department == "乙局" && kept > 0);
        inspector.department != "乙局" || kept > 8
    });
    assert_eq!(brief(&outcome(&checked, &facts).0), [("pool-too-small", "pools[3]", 36)]);
}

#[test]
fn inactive_inspectors_and_those_without_certificate_do_not_count() {
    let checked = checked(PLAN);
    let mut facts = Facts::for_plan(&checked.plan);
    let mut away = inspector(1, "甲局", "lead");
    away.status = "retired".to_owned();
    facts.add_inspector(&away);
    let mut without = inspector(2, "甲局", "lead");
    without.certificate_until = None;
    facts.add_inspector(&without);
    assert!(facts.inspectors.is_empty());
    assert!(facts.departments.contains("甲局"), "the department is known all the same");
}

#[test]
fn areas_with_too_few_are_pointed_out() {
    let text = PLAN.replace("id = \"STAFF\"\n", "id = \"STAFF\"\narea = \"same\"\n");
    let checked = checked(&text);
    let mut facts = facts(&checked);
    for inspector in facts.inspectors.iter_mut().filter(|inspector| inspector.department == "甲局").take(6) {
        inspector.areas = vec!["610922".to_owned()];
    }
    let (faults, warnings) = outcome(&checked, &facts);
    assert!(faults.is_empty());
    assert_eq!(brief(&warnings), [("pool-thin-in-area", "pools[2]", 31)]);
    assert!(warnings[0].what.en.ends_with("for 1 areas: 610902"), "{}", warnings[0].what.en);
}

#[test]
fn values_that_no_entity_has_are_pointed_out() {
    let checked = checked(PLAN);
    let mut facts = Facts::for_plan(&checked.plan);
    let full = self::facts(&checked);
    (facts.items, facts.inspectors) = (full.items, full.inspectors);
    facts.add_entity(&entity("1", "610302", "A"));
    let (faults, warnings) = outcome(&checked, &facts);
    assert!(faults.is_empty());
    let expected =
        [("value-not-found", "tasks[1].strata[1].when[1]", 58), ("value-not-found", "tasks[2].scope[1]", 74)];
    assert_eq!(brief(&warnings), expected);
}

#[test]
fn a_list_drawn_above_must_be_there() {
    let text =
        PLAN.replace("scope = [{ field = \"area\", prefix = [\"6109\"] }]", "population = \"selection\"").replace(
            "source = \"joint\"\nlevel = \"county-county\"\nitems = [\"B-01\"]",
            "source = \"joint\"\nlevel = \"city-county\"\nitems = [\"B-01\"]",
        );
    let checked = checked(&text);
    let mut facts = facts(&checked);
    assert_eq!(brief(&outcome(&checked, &facts).0), [("selection-empty", "tasks[2].population", 74)]);
    facts.add_drawn(&Drawn { id: Id::parse("1").unwrap(), tasks: vec!["T2".to_owned()], reference: String::new() });
    assert!(outcome(&checked, &facts).0.is_empty());
}

#[test]
fn an_empty_list_of_entities_is_refused() {
    let checked = checked(PLAN);
    let mut facts = facts(&checked);
    facts.entities = 0;
    assert_eq!(brief(&outcome(&checked, &facts).0), [("no-entities", "tasks", 43)]);
}

#[test]
fn too_many_sure_seats_are_pointed_out() {
    let checked = checked(&PLAN.replace("max = 10", "max = 5"));
    let (faults, warnings) = outcome(&checked, &facts(&checked));
    assert!(faults.is_empty());
    // 30 visits need 30 leads, and five have five places each.
    assert_eq!(brief(&warnings), [("pool-over-quota", "pools[1]", 26)]);
}

#[test]
fn a_ceiling_on_an_unknown_department_is_pointed_out() {
    let text = PLAN.replace("count_max = 2\n", "count_max = 2\ndepartments = [\"丙局\"]\n");
    let checked = checked(&text);
    let mut facts = facts(&checked);
    assert_eq!(brief(&outcome(&checked, &facts).1), [("ceiling-department", "ceilings[1].departments", 22)]);
    let visit: PastVisit = record(serde_json::json!({
        "id": "V", "entity": "1", "date": "2026-01-05", "departments": ["丙局"],
    }));
    facts.add_visit(&visit);
    assert!(outcome(&checked, &facts).1.is_empty());
}

#[test]
fn warnings_of_the_reading_are_handed_on() {
    let checked = checked(&PLAN.replace("role = \"lead\"\n\n[[pools]]\nid = \"STAFF\"", "\n[[pools]]\nid = \"STAFF\""));
    let (_, warnings) = outcome(&checked, &facts(&checked));
    assert_eq!(brief(&warnings), [("lead-anyone", "tasks[1].seats[1].lead", 52)]);
}

/// What is wrong with the text and what the lists show, told together.
#[test]
fn a_fault_of_the_plan_hides_none_of_the_lists() {
    let text = PLAN
        .replace("sequence = 1", "sequence = 0")
        .replace("from = 2026-03-16", "from = \"soon\"")
        .replace("[\"A-01\"]", "[\"A-10\", \"Z\", 5]")
        .replace("id = \"LEAD\"\ndepartment = \"甲局\"", "id = \"LEAD\"\ndepartment = 5");
    let config = Config::embedded().unwrap();
    let draft = draft(&text, &config).unwrap();
    assert!(!draft.is_accepted());
    let checked = checked(PLAN);
    let mut facts = facts(&checked);
    facts.inspectors.retain(|inspector| inspector.department != "乙局");
    let error = draft.check_against(&facts, &config).unwrap_err();
    let expected = [
        ("number-zero", "sequence", 5),
        ("day-form", "period.from", 8),
        ("type", "pools[1].department", 28),
        ("pool-empty", "pools[3]", 35),
        ("item-unlisted", "tasks[1].items", 51),
        ("item-unlisted", "tasks[1].items", 51),
        ("type", "tasks[1].items[3]", 51),
    ];
    assert_eq!(brief(&error.faults), expected);
}

#[test]
fn a_share_of_all_that_the_strata_miss_is_refused_or_pointed_out() {
    let text = PLAN.replace("ceilings = [\"Y2\"]", "overall_min = \"60%\"");
    let checked = checked(&text);
    let mut facts = facts(&checked);
    let fact = |drawn| TaskFact { population: 10, drawn };
    let task = checked.plan.tasks[0].id.clone();
    facts.tasks.insert(task.clone(), fact(6));
    assert!(outcome(&checked, &facts).0.is_empty());
    facts.tasks.insert(task.clone(), fact(5));
    let (faults, _) = outcome(&checked, &facts);
    assert_eq!(brief(&faults), [("overall-min-unmet", "tasks[1].overall_min", 52)]);
    assert!(faults[0].what.en.ends_with("asks for 6") && faults[0].remedy.zh.contains("overall_min"));
    // Promises may still exclude so many that the share is met.
    facts.has_promises = true;
    let (faults, warnings) = outcome(&checked, &facts);
    assert!(faults.is_empty() && brief(&warnings).contains(&("overall-min-unmet", "tasks[1].overall_min", 52)));
}

#[test]
fn an_empty_list_is_to_be_imported() {
    let checked = checked(PLAN);
    let mut facts = facts(&checked);
    facts.items.clear();
    let (faults, _) = outcome(&checked, &facts);
    assert!(faults[0].remedy.en.contains("mingqian import items FILE"), "{}", faults[0].remedy.en);
}
