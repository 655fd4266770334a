//! Visits made so far, by these departments and by others, and promises of no further inspection.

use crate::stream::Stream;
use crate::{DEPARTMENTS, Problem};
use records::day::Day;
use records::id::Id;
use records::lists::{Entity, Inspector, PastVisit, Promise};

const VISITS_2025: usize = 400;
const VISITS_2026: usize = 40;
const PROMISES: usize = 30;
const OTHERS: [&str; 2] = ["县卫生健康局", "市生态环境局"];

/// 400 visits of 2025 and some of 2026, so that ceilings and recent visits exclude somebody.
pub fn history(entities: &[Entity], inspectors: &[Inspector]) -> Result<Vec<PastVisit>, Problem> {
    let mut stream = Stream::new("county/history");
    let mut out = Vec::new();
    for _ in 0..VISITS_2025 {
        let date = Day::new(2025, 1, 6)?.plus_days(stream.below(355) as i32);
        let entity = stream.pick(entities);
        out.push(visit(&mut stream, entity, weekday(date.unwrap_or(Day::MAX)), inspectors));
    }
    for number in 0..VISITS_2026 {
        let date = Day::new(2026, 1, 5)?.plus_days(stream.below(66) as i32);
        // Every fourth visit of 2026 comes back to one of five entities, which reach their ceilings.
        let entity = if number % 4 == 0 { &entities[100 + number % 5] } else { stream.pick(entities) };
        out.push(visit(&mut stream, entity, weekday(date.unwrap_or(Day::MAX)), inspectors));
    }
    // Two visits of one department to each of these, and four of all to the last.
    for (number, day) in [(200, 12), (200, 19), (201, 13), (201, 20), (202, 12), (202, 14), (202, 16), (202, 22)] {
        let mut made = visit(&mut stream, &entities[number], Day::new(2026, 1, day)?, inspectors);
        made.case.clear();
        made.departments = match number {
            202 if day > 14 => vec![OTHERS[1].to_owned()],
            _ => vec![DEPARTMENTS[0].to_owned()],
        };
        made.inspectors.clear();
        made.id = id(&made);
        out.push(made);
    }
    out.sort_by(|a, b| a.id.cmp(&b.id));
    out.dedup_by(|a, b| a.id == b.id);
    Ok(out)
}

fn weekday(day: Day) -> Day {
    let back = i32::from(day.weekday().number()) - 5;
    if back > 0 { day.plus_days(-back).unwrap_or(day) } else { day }
}

fn visit(stream: &mut Stream, entity: &Entity, date: Day, inspectors: &[Inspector]) -> PastVisit {
    let mut departments = vec![match stream.below(10) {
        0..=4 => DEPARTMENTS[0],
        5..=6 => DEPARTMENTS[1],
        7..=8 => DEPARTMENTS[2],
        _ => OTHERS[stream.below(2)],
    }];
    if stream.is(15) && !departments.contains(&DEPARTMENTS[2]) {
        departments.push(DEPARTMENTS[2]);
    }
    departments.sort_unstable();
    let mut team: Vec<Id> = Vec::new();
    for department in &departments {
        let staff: Vec<&Inspector> =
            inspectors.iter().filter(|inspector| inspector.department == *department).collect();
        let wanted = team.len() + 2;
        while !staff.is_empty() && team.len() < wanted {
            let who = stream.pick(&staff).id.clone();
            if !team.contains(&who) {
                team.push(who);
            }
        }
    }
    team.sort_unstable();
    let case = stream.weighted(&[("", 88), ("complaint", 7), ("superior", 3), ("recheck", 2)]);
    // Some records know an entity by the code that it had before.
    let entity = match entity.former_ids.first() {
        Some(former) if stream.is(50) => former.clone(),
        _ => entity.id.clone(),
    };
    let number = 1 + stream.below(900);
    let is_drawn = case.is_empty() && departments.contains(&DEPARTMENTS[0]);
    let mut made = PastVisit {
        id: entity.clone(),
        entity,
        date,
        departments: departments.into_iter().map(str::to_owned).collect(),
        case: case.to_owned(),
        draw: if is_drawn { format!("QXX-SCJG/{}", date.year()) } else { String::new() },
        inspectors: team,
        reference: format!("清检通〔{}〕{number}号", date.year()),
    };
    made.id = id(&made);
    made
}

fn id(visit: &PastVisit) -> Id {
    let (date, departments) = (visit.date.to_string(), visit.departments.join(","));
    Id::derived(&["visit", visit.entity.as_str(), &date, &departments, &visit.draw])
}

/// Dated promises; some of them ended before the example's plan begins.
pub fn promises(entities: &[Entity]) -> Result<Vec<Promise>, Problem> {
    let mut stream = Stream::new("county/promises");
    let mut out: Vec<Promise> = Vec::new();
    while out.len() < PROMISES {
        let entity = stream.pick(entities);
        let from = Day::new(2025, 7, 1)?.plus_days(stream.below(240) as i32).unwrap_or(Day::MAX);
        let until = if stream.is(20) { Day::new(2026, 2, 28)? } else { Day::new(2026, 12, 31)? };
        if out.iter().any(|other| other.entity == entity.id) {
            continue;
        }
        out.push(Promise {
            id: Id::derived(&["promise", entity.id.as_str(), &from.to_string(), &until.to_string()]),
            entity: entity.id.clone(),
            from,
            until,
            overrides: vec!["complaint".to_owned(), "superior".to_owned()],
            reference: format!("清营商函〔2025〕{}号", 1 + stream.below(60)),
        });
    }
    Ok(out)
}
