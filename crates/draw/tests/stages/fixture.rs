//! A tiny county: two departments, six inspectors, thirteen entities. Every rule of the freeze
//! applies to somebody in it.

use draw::in_memory::Office;
use records::hash::Secret;
use records::id::Id;
use records::lists::{
    Absence, Conflict, ConflictKind, Drawn, Entity, EntityPrivate, Inspector, Item, PastVisit, Promise,
};
use records::plan::Plan;
use serde_json::json;

/// 00 01 … 1f: the secret of the vectors, public on purpose.
pub fn secret() -> Secret {
    let mut bytes = [0; 32];
    for (byte, k) in bytes.iter_mut().zip(0..) {
        *byte = k;
    }
    Secret::new(bytes)
}

pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

fn day(text: &str) -> records::day::Day {
    text.parse().unwrap()
}

pub fn entity(code: &str, area: &str, class: &str) -> Entity {
    Entity {
        id: id(code),
        code: String::new(),
        name: format!("示例{code}"),
        kind: String::new(),
        area: area.to_owned(),
        industry: String::new(),
        scale: String::new(),
        established: Some(day("2020-01-31")),
        status: String::new(),
        tags: Vec::new(),
        licences: Vec::new(),
        licence_until: None,
        scope: String::new(),
        user_id: None,
        maintainer_id: None,
        former_ids: Vec::new(),
        private: EntityPrivate { credit_class: class.to_owned(), ..EntityPrivate::default() },
    }
}

pub fn inspector(department: &str, work_no: &str, roles: &[&str]) -> Inspector {
    Inspector {
        id: Id::derived(&[department, work_no]),
        work_no: work_no.to_owned(),
        name: format!("检查员{work_no}"),
        department: department.to_owned(),
        areas: Vec::new(),
        home: String::new(),
        expertise: Vec::new(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        certificate_no: format!("Z{work_no}"),
        certificate_from: None,
        certificate_until: Some(day("2027-12-31")),
        former_units: Vec::new(),
        status: String::new(),
        quota_min: None,
        quota_max: None,
        daily_max: None,
        phone: "13800000000".to_owned(),
        note: String::new(),
    }
}

fn item(code: &str, department: &str) -> Item {
    Item {
        id: id(code),
        code: String::new(),
        name: format!("事项{code}"),
        sub_item: String::new(),
        basis: "示例法第一条".to_owned(),
        department: department.to_owned(),
        target: String::new(),
        importance: "general".to_owned(),
        method: String::new(),
        ratio: String::new(),
        frequency: String::new(),
        requirement: String::new(),
        note: String::new(),
    }
}

pub fn visit(entity: &str, date: &str, departments: &[&str], inspectors: &[&Id]) -> PastVisit {
    PastVisit {
        id: Id::derived(&["visit", entity, date, departments[0], ""]),
        entity: id(entity),
        date: day(date),
        departments: departments.iter().map(|one| (*one).to_owned()).collect(),
        case: String::new(),
        draw: String::new(),
        inspectors: inspectors.iter().map(|one| (*one).clone()).collect(),
        reference: "检查记录".to_owned(),
    }
}

pub fn promise(entity: &str, from: &str, until: &str, overrides: &[&str]) -> Promise {
    Promise {
        id: Id::derived(&["promise", entity, from, until]),
        entity: id(entity),
        from: day(from),
        until: day(until),
        overrides: overrides.iter().map(|one| (*one).to_owned()).collect(),
        reference: "承诺〔2026〕1号".to_owned(),
    }
}

pub fn conflict(inspector: &Id, entity: &str, kind: ConflictKind) -> Conflict {
    let name = if kind == ConflictKind::Law { "law" } else { "rotation" };
    Conflict {
        id: Id::derived(&["conflict", inspector.as_str(), entity, name]),
        inspector: inspector.clone(),
        entity: Some(id(entity)),
        other: None,
        kind,
        ground: "亲属".to_owned(),
        reference: String::new(),
    }
}

/// Two departments, thirteen entities: see the comments.
pub fn office() -> Office {
    let mut office = Office::new(secret());
    let mut entities: Vec<Entity> =
        (1..=12).map(|k| entity(&format!("E{k:02}"), if k % 2 == 0 { "北区" } else { "南区" }, "")).collect();
    for (entity, class) in entities.iter_mut().zip(["A", "B", "C", "A", "B"].iter().cycle()) {
        entity.private.credit_class = (*class).to_owned();
    }
    entities[2].status = "revoked".to_owned(); // E03: closed
    entities[3].former_ids = vec![id("OLD-4")]; // E04: has a promise by its old code
    entities[4].tags = vec!["食品".to_owned(), "餐饮".to_owned()];
    entities[11].area = "镇\t\"外\"".to_owned(); // E12: escapes in a line; in no stratum of MARKET
    let mut lift = entity("LIFT-1", "北区", ""); // equipment: E01 uses it, E02 maintains it
    lift.kind = "equipment".to_owned();
    lift.user_id = Some(id("E01"));
    lift.maintainer_id = Some(id("E02"));
    lift.private = EntityPrivate::default();
    entities.push(lift);
    office.entities = entities;

    let market = ["M1", "M2", "M3", "M4"].map(|no| inspector("市场监管局", no, &[]));
    let fire = ["F1", "F2"].map(|no| inspector("消防大队", no, &["lead"]));
    let retired = Inspector { status: "left".to_owned(), ..inspector("市场监管局", "M5", &[]) };
    office.inspectors = market.iter().chain(&fire).cloned().chain([retired]).collect();
    office.inspectors[0].former_units = vec![id("E05")];
    office.inspectors[1].home = "北区".to_owned();
    let [m1, m2, m3, _] = market.each_ref().map(|one| &one.id);
    office.items = vec![
        item("FIRE-1", "消防大队"),
        item("MKT-1", "市场监管局"),
        item("MKT-2", "市场监管局"),
        item("UNUSED", "市场监管局"),
    ];
    office.conflicts = vec![
        conflict(m1, "E06", ConflictKind::Law),
        conflict(m1, "E01", ConflictKind::Law), // bars him from LIFT-1 too
        conflict(m2, "OLD-4", ConflictKind::Rotation),
        Conflict {
            id: Id::derived(&["conflict", m1.as_str(), m2.as_str(), "rotation"]),
            other: Some(m2.clone()),
            entity: None,
            ..conflict(m1, "E01", ConflictKind::Rotation)
        },
    ];
    office.absences = vec![Absence {
        id: Id::derived(&["absence", m3.as_str(), "2026-03-02", "2026-03-03"]),
        inspector: m3.clone(),
        from: day("2026-03-02"),
        until: day("2026-03-03"),
        reason: "年假".to_owned(),
    }];
    office.promises = vec![
        promise("OLD-4", "2026-01-01", "2026-12-31", &["complaint"]),
        promise("E05", "2026-04-01", "2026-12-31", &[]), // after the period
    ];
    office.history = vec![
        visit("LIFT-1", "2026-01-10", &["市场监管局"], &[m1, m3]), // counts for E01 and E02
        visit("E07", "2026-02-20", &["消防大队"], &[]),            // recent
        visit("E08", "2025-06-01", &["市场监管局"], &[m3]),        // too long ago
    ];
    office.selection = vec![
        Drawn { id: id("E09"), tasks: vec!["FIRE".to_owned()], reference: "市级抽取".to_owned() },
        Drawn { id: id("E10"), tasks: vec!["FIRE".to_owned(), "OTHER".to_owned()], reference: String::new() },
        Drawn { id: id("E11"), tasks: vec!["FIRE".to_owned()], reference: String::new() },
    ];
    office.sort();
    office
}

/// Three tasks: strata by area, opaque strata by credit class, and a list drawn above.
pub fn plan() -> Plan {
    let market = json!({
        "id": "MARKET", "name": "双随机检查", "department": "市场监管局", "lead": true,
        "kind": "undirected", "source": "joint", "level": "county-county", "case": "",
        "population": "list", "items": ["MKT-1", "MKT-2"], "scope": [],
        "ceilings": ["YEAR"], "recent_days": 30, "labelled": false, "overall_min": [1, 20],
        "strata": [
            {"id": "NORTH", "name": "北区", "when": [{"field": "area", "any": ["北区"]}],
             "ratio": [1, 2], "rounding": "half_up", "reserves": 1},
            {"id": "SOUTH", "name": "南区", "when": [{"field": "area", "prefix": ["南"]},
             {"field": "established", "from": "2000-01-01"}], "count": 2, "reserves": 1}],
        "seats": [{"pool": "MARKET", "count": 2, "lead": true}], "days": 1
    });
    let credit = json!({
        "id": "CREDIT", "name": "信用分级检查", "department": "市场监管局", "lead": false,
        "kind": "directed", "source": "own", "level": "county-county", "case": "complaint",
        "population": "list", "items": ["MKT-1"],
        "scope": [{"field": "tags", "none": ["免检"]}],
        "ceilings": [], "recent_days": 0, "labelled": true, "overall_min": [0, 1],
        "strata": [
            {"id": "L1", "name": "第一层", "when": [{"field": "credit_class", "any": ["C", "D"]}],
             "count": 1, "max": 5, "reserves": 0},
            {"id": "L2", "name": "第二层", "when": [{"field": "credit_class", "any": ["B"]}],
             "as_task": "CREDIT", "as_stratum": "L1", "min": 1, "reserves": 2}],
        "seats": [], "days": 1
    });
    let fire = json!({
        "id": "FIRE", "name": "消防检查", "department": "消防大队", "lead": false,
        "kind": "undirected", "source": "upper", "level": "city-county", "case": "",
        "population": "selection", "items": ["FIRE-1"], "scope": [],
        "ceilings": [], "recent_days": 0, "labelled": false, "overall_min": [0, 1],
        "strata": [{"id": "ALL", "name": "全部", "when": [], "ratio": [1, 1], "rounding": "up",
                    "reserves": 0}],
        "seats": [{"pool": "FIRE", "count": 1, "lead": true}, {"pool": "MARKET", "count": 1, "lead": false}],
        "days": 2
    });
    let plan = json!({
        "protocol": "mq1", "suite": "sha256", "purpose": "rehearsal", "mode": "open",
        "authority": {"id": "COUNTY", "name": "示例县联席会议"}, "campaign": "2026年示例",
        "sequence": 7, "attempt": 1, "created": "2026-02-24",
        "period": {"from": "2026-03-02", "until": "2026-03-06"}, "calendar": "示例日历",
        "days": ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06"],
        "finish_by": "2026-03-31", "participants": ["市场监管局", "消防大队", "群众代表"],
        "profile": "room", "final": {"source": "dice", "sides": 10, "count": 20},
        "coordination": "positive", "cases": ["complaint"],
        "ceilings": [{"id": "YEAR", "count_max": 1, "departments": ["市场监管局"],
                      "from": "2026-01-01", "until": "2026-12-31",
                      "lifted_by": ["complaint"], "not_counting": []}],
        "pools": [
            {"id": "MARKET", "department": "市场监管局", "role": "", "expertise": [], "area": "any"},
            {"id": "FIRE", "department": "消防大队", "role": "lead", "expertise": [], "area": "any"}],
        "quotas": {"min": 0, "max": 9, "daily_max": 1},
        "rotation": {"pairs": true, "home_area": false, "former_units": true,
                     "last_visit_days": 60, "together_days": 60},
        "relaxations": [{"drop": "pairs"}, {"add": 2, "quota_max": "MARKET"}, {"drop": "minimums"}],
        "min_choice": 1, "visits_per_day_max": 0,
        "publish": {"inspectors": "pseudonyms", "names": "never", "results_working_days": 20},
        "simulation": {"seeds": 20, "unplaced_max": [1, 2]},
        "tasks": [market, credit, fire], "populations": [], "roots": {}
    });
    serde_json::from_value(plan).unwrap()
}

/// What was said and cast in the vectors.
pub const SAID: [(&str, &str); 2] = [("市场监管局", "18"), ("群众代表", "七百二十三")];
/// Twenty ten-sided dice.
pub const DICE: &str = "31415926535897932384";
