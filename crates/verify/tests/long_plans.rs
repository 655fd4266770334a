//! Plans of some megabytes, made to stall whoever reads them: a search in a list for each reference, or a walk along
//! a chain from each of its links, would take minutes here. Both verifiers come to their verdict.

mod support;

use serde_json::{Value, json};
use support::{check, forge::Forge, recipe, second};
use verify::{Check, Fault, MemoryBundle, Options, why};

/// The golden bundle with another plan and the digests of the lists; the seed is that of the old plan.
fn with_plan(edit: impl FnOnce(&mut Value)) -> MemoryBundle {
    let mut forge = Forge::new(&recipe::base());
    forge.edit("plan.json", edit);
    forge.rebuild()
}

/// The plan holds, so that everything up to the seed was looked at.
fn is_read_to_the_seed(bundle: &MemoryBundle) {
    let failure = check(bundle).unwrap_err();
    assert_eq!((failure.check, failure.fault), (Check::Seed, Fault::SeedPlan), "{failure}");
    assert!(why(bundle, "E05", None, &Options::default()).is_err());
    assert_eq!(second::verdict(bundle), "seed");
}

#[test]
fn hundreds_of_thousands_of_cases() {
    let cases: Vec<String> = (0..300_000).map(|k| format!("C{k:06}")).chain(["complaint".to_owned()]).collect();
    is_read_to_the_seed(&with_plan(|plan| {
        plan["ceilings"][0]["lifted_by"] = json!(cases);
        plan["ceilings"][0]["not_counting"] = json!(cases);
        plan["cases"] = json!(cases);
    }));
}

#[test]
fn many_tasks_with_many_ceilings() {
    is_read_to_the_seed(&with_plan(|plan| {
        let (ceiling, task) = (plan["ceilings"][0].clone(), plan["tasks"][2].clone());
        for k in 0..20_000 {
            let (mut one, mut other) = (ceiling.clone(), task.clone());
            one["id"] = json!(format!("Y{k:05}"));
            plan["ceilings"].as_array_mut().unwrap().push(one);
            other["id"] = json!(format!("T{k:05}"));
            other["ceilings"] = json!([format!("Y{k:05}")]);
            plan["tasks"].as_array_mut().unwrap().push(other);
            let empty = json!({"task": format!("T{k:05}"), "stratum": "ALL", "population": 0, "excluded": 0, "n": 0, "reserves": 0});
            plan["populations"].as_array_mut().unwrap().push(empty);
        }
    }));
}

/// Each stratum as many as the next; the last says a number. And one that bites its tail, from its far end.
#[test]
fn a_long_chain_of_amounts() {
    const LINKS: usize = 40_000;
    let chain = |last: Value| {
        with_plan(|plan| {
            let nobody = json!([{"field": "area", "any": ["无"]}]);
            let link = |k: usize| {
                let mut link = json!({"id": format!("S{k:05}"), "name": "层", "when": nobody, "reserves": 0});
                let amount = if k + 1 < LINKS {
                    json!({"as_task": "LONG", "as_stratum": format!("S{:05}", k + 1)})
                } else {
                    last.clone()
                };
                link.as_object_mut().unwrap().extend(amount.as_object().unwrap().clone());
                link
            };
            let mut task = plan["tasks"][2].clone();
            task["id"] = json!("LONG");
            task["population"] = json!("list");
            task["seats"] = json!([]);
            task["strata"] = (0..LINKS).map(link).collect();
            plan["tasks"].as_array_mut().unwrap().push(task);
            let empty = |k| json!({"task": "LONG", "stratum": format!("S{k:05}"), "population": 0, "excluded": 0, "n": 0, "reserves": 0});
            plan["populations"].as_array_mut().unwrap().extend((0..LINKS).map(empty));
        })
    };
    is_read_to_the_seed(&chain(json!({"count": 1})));
    let circle = chain(json!({"as_task": "LONG", "as_stratum": "S39000"}));
    let failure = check(&circle).unwrap_err();
    assert_eq!((failure.check, failure.fault), (Check::Plan, Fault::PlanCircle), "{failure}");
    assert_eq!(second::verdict(&circle), "plan");
}
