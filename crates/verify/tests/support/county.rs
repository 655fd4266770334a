//! Made-up counties: one in which every rule applies to somebody, one so tight that the plan has to be
//! relaxed and visits are set aside and stay undated, and one of a handful of entities.

use draw::in_memory::Office;
use records::hash::Secret;
use records::id::Id;
use records::plan::Plan;
use serde_json::{Value, json};

pub fn from<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("the fixture is well-formed")
}

pub fn entity(id: &str, area: &str, class: &str) -> Value {
    json!({"id": id, "name": format!("示例{id}"), "area": area, "established": "2020-01-31",
           "private": {"credit_class": class}})
}

pub fn inspector(department: &str, work_no: &str, roles: &[&str]) -> Value {
    json!({"id": Id::derived(&[department, work_no]), "work_no": work_no, "name": format!("检查员{work_no}"),
           "department": department, "roles": roles, "certificate_until": "2027-12-31",
           "certificate_no": format!("Z{work_no}")})
}

pub fn item(id: &str) -> Value {
    json!({"id": id, "name": format!("事项{id}"), "basis": "示例法第一条"})
}

pub fn conflict(inspector: &Value, entity: &str, kind: &str) -> Value {
    let inspector = inspector["id"].as_str().unwrap();
    json!({"id": Id::derived(&["conflict", inspector, entity, kind]), "inspector": inspector,
           "entity": entity, "kind": kind})
}

pub fn apart(a: &Value, b: &Value) -> Value {
    let (a, b) = (a["id"].as_str().unwrap(), b["id"].as_str().unwrap());
    json!({"id": Id::derived(&["conflict", a, b, "rotation"]), "inspector": a, "other": b, "kind": "rotation"})
}

fn visit(entity: &str, date: &str, department: &str, inspectors: &[&Value]) -> Value {
    let inspectors: Vec<&Value> = inspectors.iter().map(|one| &one["id"]).collect();
    json!({"id": Id::derived(&["visit", entity, date, department, ""]), "entity": entity, "date": date,
           "departments": [department], "inspectors": inspectors})
}

pub const MARKET: &str = "市场监管局";
pub const FIRE: &str = "消防大队";

/// 00 01 … 1f: public on purpose.
pub fn secret() -> Secret {
    let mut bytes = [0; 32];
    bytes.iter_mut().zip(0..).for_each(|(byte, k)| *byte = k);
    Secret::new(bytes)
}

/// Every rule applies to somebody.
pub fn office() -> Office {
    let mut office = Office::new(secret());
    let mut entities: Vec<Value> =
        (1..=30).map(|k| entity(&format!("E{k:02}"), ["北区", "南区"][k % 2], ["A", "B", "C"][k % 3])).collect();
    entities[2]["status"] = json!("revoked");
    entities[3]["former_ids"] = json!(["OLD-4"]);
    entities[4]["tags"] = json!(["食品", "餐饮"]);
    entities[11]["area"] = json!("镇\t\"外\"");
    entities[12]["code"] = json!("塔吊十三号");
    for k in 1..=4 {
        let mut lift = entity(&format!("LIFT-{k}"), "北区", "B");
        lift["kind"] = json!("equipment");
        lift["user_id"] = json!(if k < 3 { "E01" } else { "E06" });
        lift["maintainer_id"] = json!("E02");
        entities.push(lift);
    }
    office.entities = entities.into_iter().map(from).collect();
    let mut market: Vec<Value> = (1..=7).map(|k| inspector(MARKET, &format!("M{k}"), &[])).collect();
    let fire: Vec<Value> = (1..=4).map(|k| inspector(FIRE, &format!("F{k}"), &["lead"])).collect();
    market[0]["former_units"] = json!(["E05"]);
    market[1]["home"] = json!("北区");
    market[2]["areas"] = json!(["北区", "南区"]);
    market[3]["quota_max"] = json!(3);
    market[4]["certificate_from"] = json!("2026-03-04");
    let people = market.iter().chain(&fire).cloned();
    office.inspectors = people.map(from).collect();
    office.items = ["FIRE-1", "MKT-1", "MKT-2", "UNUSED"].into_iter().map(|id| from(item(id))).collect();
    office.conflicts = [
        conflict(&market[0], "E06", "law"),
        conflict(&market[0], "E01", "law"),
        conflict(&market[5], "E08", "law"),
        conflict(&market[1], "OLD-4", "rotation"),
        conflict(&fire[0], "E10", "law"),
        conflict(&fire[1], "E14", "rotation"),
        apart(&market[0], &market[1]),
        apart(&market[2], &market[3]),
    ]
    .map(from)
    .into();
    office.absences = vec![from(json!({"id": "ABS-1", "inspector": market[2]["id"], "from": "2026-03-02",
                                        "until": "2026-03-03"}))];
    office.promises = vec![from(json!({"id": "PRO-1", "entity": "OLD-4", "from": "2026-01-01", "until": "2026-12-31",
                    "overrides": ["complaint"]}))];
    office.history = [
        visit("LIFT-1", "2026-01-10", MARKET, &[&market[0], &market[2]]),
        visit("E07", "2026-02-20", FIRE, &[]),
        visit("E08", "2025-06-01", MARKET, &[&market[2]]),
    ]
    .map(from)
    .into();
    office.selection = ["E09", "E10", "E11", "E14", "E15", "E16"]
        .into_iter()
        .map(|id| from(json!({"id": id, "tasks": ["FIRE", "OTHER"]})))
        .collect();
    office.sort();
    office
}

/// Days of the plan: three weeks of March 2026.
fn days() -> Vec<String> {
    [2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20].map(|day| format!("2026-03-{day:02}")).into()
}

/// Three tasks: strata by area, opaque strata by credit class, and a list drawn above.
pub fn plan() -> Plan {
    from(plan_value())
}

pub fn plan_value() -> Value {
    let market = json!({
        "id": "MARKET", "name": "双随机检查", "department": MARKET, "lead": true, "kind": "undirected",
        "source": "joint", "level": "county-county", "case": "", "population": "list",
        "items": ["MKT-1", "MKT-2"], "scope": [], "ceilings": ["YEAR"], "recent_days": 30,
        "labelled": false, "overall_min": [1, 20],
        "strata": [
            {"id": "NORTH", "name": "北区", "when": [{"field": "area", "any": ["北区"]}],
             "ratio": [1, 2], "rounding": "half_up", "reserves": 2},
            {"id": "SOUTH", "name": "南区", "when": [{"field": "area", "prefix": ["南"]},
             {"field": "established", "from": "2000-01-01"}], "count": 4, "reserves": 2}],
        "seats": [{"pool": "MARKET", "count": 2, "lead": true}], "days": 1
    });
    let credit = json!({
        "id": "CREDIT", "name": "信用分级检查", "department": MARKET, "lead": false, "kind": "directed",
        "source": "own", "level": "county-county", "case": "complaint", "population": "list",
        "items": ["MKT-1"], "scope": [{"field": "tags", "none": ["免检"]}], "ceilings": [],
        "recent_days": 0, "labelled": true, "overall_min": [0, 1],
        "strata": [
            {"id": "L1", "name": "第一层", "when": [{"field": "credit_class", "any": ["C", "D"]}],
             "count": 2, "max": 5, "reserves": 0},
            {"id": "L2", "name": "第二层", "when": [{"field": "credit_class", "any": ["B"]}],
             "as_task": "CREDIT", "as_stratum": "L1", "min": 1, "reserves": 2}],
        "seats": [], "days": 1
    });
    let fire = json!({
        "id": "FIRE", "name": "消防检查", "department": FIRE, "lead": false, "kind": "undirected",
        "source": "upper", "level": "city-county", "case": "", "population": "selection",
        "items": ["FIRE-1"], "scope": [], "ceilings": [], "recent_days": 0, "labelled": false,
        "overall_min": [0, 1],
        "strata": [{"id": "ALL", "name": "全部", "when": [], "ratio": [1, 1], "rounding": "up", "reserves": 0}],
        "seats": [{"pool": "FIRE", "count": 1, "lead": true}, {"pool": "MARKET", "count": 1, "lead": false}],
        "days": 2
    });
    json!({
        "protocol": "mq1", "suite": "sha256", "purpose": "rehearsal", "mode": "open",
        "authority": {"id": "COUNTY", "name": "示例县联席会议"}, "campaign": "2026年示例",
        "sequence": 7, "attempt": 1, "created": "2026-02-24",
        "period": {"from": "2026-03-02", "until": "2026-03-20"}, "calendar": "示例日历",
        "days": days(), "finish_by": "2026-03-31", "participants": [MARKET, FIRE, "群众代表"],
        "profile": "room", "final": {"source": "dice", "sides": 10, "count": 20},
        "coordination": "positive", "cases": ["complaint"],
        "ceilings": [{"id": "YEAR", "count_max": 1, "departments": [MARKET], "from": "2026-01-01",
                      "until": "2026-12-31", "lifted_by": ["complaint"], "not_counting": []}],
        "pools": [
            {"id": "MARKET", "department": MARKET, "role": "", "expertise": [], "area": "same"},
            {"id": "FIRE", "department": FIRE, "role": "lead", "expertise": [], "area": "any"}],
        "quotas": {"min": 1, "max": 9, "daily_max": 1},
        "rotation": {"pairs": true, "home_area": true, "former_units": true, "last_visit_days": 60,
                     "together_days": 60},
        "relaxations": [{"drop": "pairs"}, {"add": 2, "quota_max": "MARKET"}, {"drop": "home_area"},
                        {"drop": "minimums"}],
        "min_choice": 1, "visits_per_day_max": 0,
        "publish": {"inspectors": "pseudonyms", "names": "never", "results_working_days": 20},
        "simulation": {"seeds": 20, "unplaced_max": [1, 2]},
        "tasks": [market, credit, fire], "populations": [], "roots": {}
    })
}

/// Too few people for too many visits: everything is relaxed, visits are set aside, and some of those
/// that have a team have no date.
pub fn tight() -> (Office, Plan) {
    let mut office = office();
    office.inspectors.retain(|one| !matches!(one.work_no.as_str(), "M3" | "M4" | "M5" | "M6" | "F3" | "F4"));
    let there: Vec<Id> = office.inspectors.iter().map(|one| one.id.clone()).collect();
    office.absences.clear();
    office
        .conflicts
        .retain(|c| there.contains(&c.inspector) && c.other.as_ref().is_none_or(|other| there.contains(other)));
    for past in &mut office.history {
        past.inspectors.retain(|one| there.contains(one));
    }
    let mut plan = plan_value();
    plan["quotas"] = json!({"min": 0, "max": 5, "daily_max": 2});
    plan["days"] = json!(["2026-03-02", "2026-03-03", "2026-03-04"]);
    plan["visits_per_day_max"] = json!(3);
    plan["min_choice"] = json!(0);
    (office, from(plan))
}

/// A handful of entities, no seats: small enough to change each byte of each file.
pub fn tiny() -> (Office, Plan) {
    let mut office = Office::new(secret());
    let mut entities: Vec<Value> = (1..=5).map(|k| entity(&format!("T{k}"), "北区", "A")).collect();
    entities[1]["former_ids"] = json!(["T2-OLD"]);
    entities[4]["status"] = json!("revoked");
    office.entities = entities.into_iter().map(from).collect();
    office.items = vec![from(item("MKT-1"))];
    office.sort();
    let mut plan = plan_value();
    plan["tasks"] = json!([{
        "id": "ONLY", "name": "检查", "department": MARKET, "lead": true, "kind": "undirected",
        "source": "own", "level": "county-county", "case": "", "population": "list", "items": ["MKT-1"],
        "scope": [], "ceilings": [], "recent_days": 0, "labelled": false, "overall_min": [0, 1],
        "strata": [{"id": "ALL", "name": "全部", "when": [], "count": 2, "reserves": 1}],
        "seats": [], "days": 1
    }]);
    plan["coordination"] = json!("independent");
    (office, from(plan))
}
