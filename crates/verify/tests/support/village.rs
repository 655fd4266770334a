//! The made-up village of the vectors `ceremony` and `sealed`: a dozen entities, a dozen inspectors, two tasks.

use draw::in_memory::Office;
use records::canonical;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::county::{self, FIRE, MARKET, from};

/// The lists.
pub fn office() -> Office {
    let mut office = Office::new(county::secret());
    let mut entities: Vec<Value> =
        (1..=10).map(|k| county::entity(&format!("E{k:02}"), ["北区", "南区"][k % 2], "A")).collect();
    entities[6]["former_ids"] = json!(["OLD-7"]);
    entities[8]["status"] = json!("revoked");
    for (id, user) in [("LIFT-1", "E02"), ("LIFT-2", "E05")] {
        let mut lift = county::entity(id, "北区", "A");
        lift["kind"] = json!("equipment");
        lift["user_id"] = json!(user);
        entities.push(lift);
    }
    office.entities = entities.into_iter().map(from).collect();
    let market: Vec<Value> = (1..=8).map(|k| county::inspector(MARKET, &format!("M{k}"), &[])).collect();
    let mut fire: Vec<Value> = (1..=4).map(|k| county::inspector(FIRE, &format!("F{k}"), &["lead"])).collect();
    fire[3]["quota_max"] = json!(1);
    office.inspectors = market.iter().chain(&fire).cloned().map(from).collect();
    office.items = ["FIRE-1", "MKT-1"].into_iter().map(|id| from(county::item(id))).collect();
    office.conflicts = [
        county::conflict(&market[0], "E02", "law"),
        county::conflict(&market[1], "E05", "rotation"),
        county::conflict(&fire[0], "OLD-7", "law"),
        county::apart(&market[2], &market[3]),
    ]
    .map(from)
    .into();
    let absent = |id: &str, who: &Value, from: &str, until: &str| json!({"id": id, "inspector": who["id"], "from": from, "until": until});
    office.absences = [
        absent("ABS-1", &market[4], "2026-03-02", "2026-03-03"),
        absent("ABS-2", &fire[1], "2026-03-06", "2026-03-06"),
    ]
    .map(from)
    .into();
    office.sort();
    office
}

/// The plan without what makes it official.
pub fn plan() -> Value {
    let mut plan = county::plan_value();
    let task = |id: &str, name: &str, department: &str, item: &str, strata: Value, seats: Value, days: u32| {
        json!({
            "id": id, "name": name, "department": department, "lead": department == MARKET, "kind": "undirected",
            "source": "joint", "level": "county-county", "case": "", "population": "list", "items": [item],
            "scope": [], "ceilings": [], "recent_days": 0, "labelled": false, "overall_min": [0, 1],
            "strata": strata, "seats": seats, "days": days
        })
    };
    plan["tasks"] = json!([
        task(
            "MARKET",
            "双随机检查",
            MARKET,
            "MKT-1",
            json!([
                {"id": "NORTH", "name": "北区", "when": [{"field": "area", "any": ["北区"]}], "count": 2, "reserves": 3},
                {"id": "SOUTH", "name": "南区", "when": [{"field": "area", "any": ["南区"]}], "ratio": [2, 5], "rounding": "up", "reserves": 1}]),
            json!([{"pool": "MARKET", "count": 2, "lead": true}]),
            1,
        ),
        task(
            "FIRE",
            "消防检查",
            FIRE,
            "FIRE-1",
            json!([{"id": "ALL", "name": "全部", "when": [], "count": 2, "reserves": 2}]),
            json!([{"pool": "FIRE", "count": 1, "lead": true}, {"pool": "MARKET", "count": 1, "lead": false}]),
            2,
        )
    ]);
    plan["days"] = json!(["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"]);
    plan["period"] = json!({"from": "2026-03-02", "until": "2026-03-06"});
    plan["quotas"] = json!({"min": 0, "max": 4, "daily_max": 1});
    plan["ceilings"] = json!([]);
    plan["cases"] = json!([]);
    plan["min_choice"] = json!(1);
    plan["rotation"]["home_area"] = json!(false);
    plan["relaxations"] = json!([{"drop": "pairs"}, {"drop": "minimums"}]);
    plan["publish"]["names"] = json!("slips");
    plan
}

/// The office's lists as files, as in the vectors `tiny`.
pub fn input(office: &Office) -> BTreeMap<String, Vec<u8>> {
    fn lines<T: Serialize>(records: &[T]) -> Vec<u8> {
        records.iter().flat_map(|record| [canonical::to_vec(record).unwrap(), b"\n".to_vec()].concat()).collect()
    }
    let mut out = BTreeMap::new();
    out.insert("entities.jsonl".to_owned(), lines(&office.entities));
    out.insert("inspectors.jsonl".to_owned(), lines(&office.inspectors));
    out.insert("items.jsonl".to_owned(), lines(&office.items));
    out.insert("conflicts.jsonl".to_owned(), lines(&office.conflicts));
    out.insert("absences.jsonl".to_owned(), lines(&office.absences));
    out.insert("promises.jsonl".to_owned(), lines(&office.promises));
    out.insert("history.jsonl".to_owned(), lines(&office.history));
    out.insert("selection.jsonl".to_owned(), lines(&office.selection));
    let secret = super::authority::hex(office.secret.expose_bytes());
    out.insert("secret.txt".to_owned(), format!("{secret}\n").into_bytes());
    out
}
