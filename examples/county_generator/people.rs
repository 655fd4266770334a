//! Inspectors, their absences, and who must not meet whom.

use crate::stream::Stream;
use crate::words::TOWNS;
use crate::{DEPARTMENTS, Problem};
use records::day::Day;
use records::id::Id;
use records::lists::{Absence, Conflict, ConflictKind, Entity, Inspector};
use std::collections::BTreeSet;

/// How many people each department has.
const STAFF: [usize; 3] = [25, 20, 15];
/// Beginnings of work numbers.
const PREFIXES: [&str; 3] = ["SC", "YJ", "XF"];
/// How many of each department lead teams: one from each town, so that the home rule leaves enough.
const LEADS: usize = 8;
const ABSENCES: usize = 25;
const BY_LAW: usize = 36;
const ROTATED: usize = 14;
const NOT_TOGETHER: usize = 10;

/// All inspectors.
pub fn inspectors(entities: &[Entity]) -> Result<Vec<Inspector>, Problem> {
    let mut stream = Stream::new("county/inspectors");
    let mut out = Vec::new();
    for (department, count) in STAFF.into_iter().enumerate() {
        for number in 0..count {
            out.push(inspector(&mut stream, department, number)?);
        }
    }
    // Five of them once worked for a business of the county.
    for number in [3, 11, 19, 31, 52] {
        out[number].former_units = vec![stream.pick(entities).id.clone()];
    }
    // One does half as much, one is not asked for a minimum, one has left.
    out[14].quota_max = Some(6);
    out[40].quota_min = Some(0);
    out[24].status = "left".to_owned();
    Ok(out)
}

fn inspector(stream: &mut Stream, department: usize, number: usize) -> Result<Inspector, Problem> {
    let work_no = format!("{}{:03}", PREFIXES[department], number + 1);
    let surname = stream.pick(&["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"]);
    // Three and eight have no common divisor: the first eight people live in eight towns.
    let home = number * 3 % TOWNS.len();
    let is_everywhere = department != 0 || number.is_multiple_of(3);
    let areas = |n: usize| TOWNS[(number + n * 2) % TOWNS.len()].to_owned();
    let mut areas: Vec<String> = if is_everywhere { Vec::new() } else { (0..4).map(areas).collect() };
    areas.sort_unstable();
    let mut roles: Vec<String> = Vec::new();
    if number % 7 == 5 {
        roles.push("expert".to_owned());
    }
    if number < LEADS {
        roles.push("lead".to_owned());
    }
    // One certificate of each department ends within the period of the example's plan.
    let until = if number == 12 { Day::new(2026, 4, 30)? } else { Day::new(2028, 12, 31)? };
    Ok(Inspector {
        id: Id::derived(&[DEPARTMENTS[department], &work_no]),
        name: format!("虚构{surname}{:02}", number + 1),
        department: DEPARTMENTS[department].to_owned(),
        areas,
        home: TOWNS[home].to_owned(),
        expertise: expertise(stream, department, number),
        roles,
        certificate_no: format!("QX-{}-{:05}", PREFIXES[department], 2_301 + number),
        certificate_from: Some(Day::new(2023, 1, 1)?),
        certificate_until: Some(until),
        former_units: Vec::new(),
        status: String::new(),
        quota_min: None,
        quota_max: None,
        daily_max: None,
        phone: format!("0000-{:07}", stream.below(10_000_000)),
        note: String::new(),
        work_no,
    })
}

fn expertise(stream: &mut Stream, department: usize, number: usize) -> Vec<String> {
    let choices: [&[&str]; 3] = [&["食品", "登记", "特种设备", "广告", "计量"], &["工贸", "烟花爆竹"], &["消防监督"]];
    let mut codes = BTreeSet::from([stream.pick(choices[department]).to_string()]);
    if stream.is(40) {
        codes.insert(stream.pick(choices[department]).to_string());
    }
    // Ten of twenty know chemicals.
    if department == 1 && number.is_multiple_of(2) {
        codes.insert("危险化学品".to_owned());
    }
    codes.into_iter().collect()
}

/// Leave, training and the like in the spring of 2026.
pub fn absences(inspectors: &[Inspector]) -> Result<Vec<Absence>, Problem> {
    let mut stream = Stream::new("county/absences");
    let mut out: Vec<Absence> = Vec::new();
    while out.len() < ABSENCES {
        let who = stream.pick(inspectors);
        let from = Day::new(2026, 3, 9)?.plus_days(stream.below(80) as i32).unwrap_or(Day::MAX);
        let until = from.plus_days(stream.below(9) as i32).unwrap_or(from);
        if out.iter().any(|other| other.inspector == who.id) {
            continue;
        }
        out.push(Absence {
            id: Id::derived(&["absence", who.id.as_str(), &from.to_string(), &until.to_string()]),
            inspector: who.id.clone(),
            from,
            until,
            reason: stream.pick(&["年休假", "病假", "培训", "借调", "出差"]).to_string(),
        });
    }
    Ok(out)
}

/// Pairs kept apart by law or by rotation.
pub fn conflicts(entities: &[Entity], inspectors: &[Inspector]) -> Vec<Conflict> {
    let mut stream = Stream::new("county/conflicts");
    let mut out: Vec<Conflict> = Vec::new();
    while out.len() < BY_LAW + ROTATED + NOT_TOGETHER {
        let number = out.len();
        let who = stream.pick(inspectors);
        let entity = stream.pick(entities);
        let other = stream.pick(inspectors);
        let conflict = if number < BY_LAW {
            let grounds = ["近亲属在该单位任职", "配偶为该单位股东", "本人曾在该单位任职"];
            let ground = *stream.pick(&grounds);
            with_entity(who, entity, ConflictKind::Law, ground, number)
        } else if number < BY_LAW + ROTATED {
            with_entity(who, entity, ConflictKind::Rotation, "已连续两次检查该单位", number)
        } else if who.id < other.id && who.department == other.department {
            together(who, other, number)
        } else {
            continue;
        };
        if out.iter().all(|existing| existing.id != conflict.id) {
            out.push(conflict);
        }
    }
    out
}

fn with_entity(who: &Inspector, entity: &Entity, kind: ConflictKind, ground: &str, number: usize) -> Conflict {
    let (word, file) = match kind {
        ConflictKind::Law => ("law", "清回避"),
        ConflictKind::Rotation => ("rotation", "清轮换"),
    };
    Conflict {
        id: Id::derived(&["conflict", who.id.as_str(), entity.id.as_str(), word]),
        inspector: who.id.clone(),
        entity: Some(entity.id.clone()),
        other: None,
        kind,
        ground: ground.to_owned(),
        reference: format!("{file}〔2026〕{}号", number + 1),
    }
}

fn together(who: &Inspector, other: &Inspector, number: usize) -> Conflict {
    Conflict {
        id: Id::derived(&["conflict", who.id.as_str(), other.id.as_str(), "rotation"]),
        inspector: who.id.clone(),
        entity: None,
        other: Some(other.id.clone()),
        kind: ConflictKind::Rotation,
        ground: "长期同组".to_owned(),
        reference: format!("清轮换〔2026〕{}号", number + 1),
    }
}
