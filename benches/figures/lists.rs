//! Made-up lists of any length: a CSV file as departments export it, and a plan with four large strata.

use encoding_rs::GB18030;
use records::plan::Plan;
use records::uscc::check_character;
use serde_json::json;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The four classes that the plan's strata are made of.
const SCALES: [&str; 4] = ["微型", "小型", "中型", "大型"];

/// Drawn in each stratum.
const DRAWN: u64 = 25_000;

/// The code of entity k; codes ascend with k.
pub fn code(k: u64) -> String {
    let body = format!("91990101{k:09}");
    let check = check_character(&body).unwrap_or('0');
    format!("{body}{check}")
}

/// Writes the rows in the order of their codes, or in one that is far from it.
pub fn write_csv(path: &Path, count: u64, shuffled: bool) -> io::Result<()> {
    let encode = |text: &str| GB18030.encode(text).0.into_owned();
    let scales = SCALES.map(encode);
    let (name, kind) = (encode("清溪县某某商贸有限责任公司第"), encode("号,有限责任公司,城关镇,F5211,"));
    let address = encode("清溪县城关镇解放路");
    let classes = ["A", "B", "C", "D"];
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    out.write_all(&encode(
        "统一社会信用代码,企业名称,企业类型,所属地区,行业代码,规模,成立日期,信用风险分类,注册地址,联系方式\r\n",
    ))?;
    for position in 0..count {
        // Multiplying by a number without a common divisor visits every row once.
        let k = if shuffled { position * 7_368_787 % count } else { position };
        write!(out, "{},", code(k))?;
        out.write_all(&name)?;
        write!(out, "{k}")?;
        out.write_all(&kind)?;
        out.write_all(&scales[(k % 4) as usize])?;
        write!(out, ",2015-03-{:02},{},", k % 28 + 1, classes[(k / 4 % 4) as usize])?;
        out.write_all(&address)?;
        write!(out, "{}", k % 997)?;
        out.write_all(&encode("号"))?;
        write!(out, ",0991{:07}\r\n", k % 10_000_000)?;
    }
    out.flush()
}

/// One task, four strata, no seats: what is measured is the long list.
pub fn plan() -> Plan {
    let stratum = |(k, scale): (usize, &&str)| json!({"id": format!("S{k}"), "name": scale, "when": [{"field": "scale", "any": [scale]}], "count": DRAWN, "reserves": 0});
    let task = json!({
        "id": "T1", "name": "figures", "department": "D", "lead": true, "kind": "undirected", "source": "own",
        "level": "county-county", "case": "", "population": "list", "items": [], "scope": [], "ceilings": [],
        "recent_days": 0, "labelled": false, "overall_min": [0, 1],
        "strata": SCALES.iter().enumerate().map(stratum).collect::<Vec<_>>(), "seats": [], "days": 1,
    });
    let plan = json!({
        "protocol": "mq1", "suite": "sha256", "purpose": "rehearsal", "mode": "open",
        "authority": {"id": "FIGURES", "name": "figures"}, "campaign": "figures", "sequence": 1, "attempt": 1,
        "created": "2026-01-05", "period": {"from": "2026-01-05", "until": "2026-01-09"}, "calendar": "china",
        "days": ["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09"], "finish_by": "2026-01-31",
        "participants": ["a", "b"], "profile": "room", "final": {"source": "dice", "sides": 10, "count": 20},
        "coordination": "positive", "cases": [], "ceilings": [], "pools": [],
        "quotas": {"min": 0, "max": 10, "daily_max": 1},
        "rotation": {"pairs": false, "home_area": false, "former_units": false, "last_visit_days": 0, "together_days": 0},
        "relaxations": [{"drop": "minimums"}], "min_choice": 0, "visits_per_day_max": 0,
        "publish": {"inspectors": "pseudonyms", "names": "never", "results_working_days": 20},
        "simulation": {"seeds": 0, "unplaced_max": [0, 1]}, "tasks": [task], "populations": [], "roots": {},
    });
    serde_json::from_value(plan).expect("the plan above has the form of a plan")
}
