//! The slip for the door: a shop owner reads who comes, when and for what, and how to check that chance chose it.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use super::common::{banners, fill, under};
use super::input::SlipPage;
use super::qr::{BYTES_MAX, Qr};
use super::secrets::run;
use super::sheet::{Block, Fact, Section, Sheet, Value};
use super::told::Told;
use crate::result::DocumentError;
use crate::summary::task_name;
use crate::text::{Text, Word};
use crate::words::handouts::HANDOUTS as H;
use crate::words::papers::PAPERS as W;
use crate::words::summary::SUMMARY;
use records::canonical;
use records::day::Day;
use records::events::{Event, Slip};
use records::frozen::{SeatLine, VisitState};
use records::id::Id;
use records::plan::{Mode, Plan};
use records::visit_now::{Place, VisitNow, follow_leaf};
use std::collections::BTreeSet;

/// Most items that are printed large.
const ITEMS_LARGE: usize = 5;

/// The visit as the slip shows it: as it was drawn, with what replacements changed.
struct Visit<'a> {
    place: &'a Id,
    days: &'a [Day],
    seats: Vec<SeatLine>,
    /// Nobody was drawn for it, or nobody could be.
    unseated: Option<Word>,
    items: BTreeSet<&'a Id>,
    /// What it is for, and what it is not for any more.
    tasks: Vec<&'a Place>,
    cancelled: Vec<&'a Place>,
    replacements: usize,
}

impl<'a> Visit<'a> {
    fn new(page: &SlipPage<'a>, now: &'a VisitNow) -> Self {
        let (plan, slip) = (page.plan, page.slip);
        let drawn = slip.leaf.visit();
        let of_task = || now.draws.first().map_or(Vec::new(), |place| seats_of(plan, &place.task));
        let mut seats = drawn.map_or_else(of_task, |visit| visit.seats.clone());
        seats.truncate(now.team.len());
        for (seat, who) in seats.iter_mut().zip(&now.team) {
            seat.inspector.clone_from(who);
        }
        let unseated = match drawn.map(|visit| visit.state) {
            Some(VisitState::Unseated) => Some(H.slip_seat_empty),
            Some(VisitState::Unpaired) => Some(H.slip_no_team),
            // A reserve without a team of its own joins the visit at its place, or the case is one level up.
            None if now.team.is_empty() => Some(H.slip_joins),
            _ => None,
        };
        let (cancelled, tasks): (Vec<&Place>, Vec<&Place>) =
            now.draws.iter().partition(|place| now.cancelled.contains(place));
        let of_plan = |place: &&Place| plan.tasks.iter().find(|task| task.id == place.task);
        // Of a visit that nothing has changed the leaf says it, and proves it.
        let items = match drawn.filter(|_| now.replacements == 0) {
            Some(visit) => visit.items.iter().collect(),
            None => tasks.iter().filter_map(of_plan).flat_map(|task| &task.items).collect(),
        };
        let replacements = now.replacements;
        Self { place: &now.visit, days: &now.days, seats, unseated, items, tasks, cancelled, replacements }
    }
}

/// The seats that a task alone gives, in the plan's order of pools (sections 11 and 23.1).
fn seats_of(plan: &Plan, task: &Id) -> Vec<SeatLine> {
    let seats = plan.tasks.iter().find(|one| one.id == *task).map_or(&[][..], |task| task.seats.as_slice());
    let mut out = Vec::new();
    for pool in &plan.pools {
        let of_pool = seats.iter().filter(|seat| seat.pool == pool.id);
        let (count, leads) = of_pool.fold((0, false), |(count, leads), seat| (count + seat.count, leads || seat.lead));
        let seat = |number: u32| SeatLine { inspector: None, lead: leads && number == 0, pool: pool.id.clone() };
        out.extend((0..count).map(seat));
    }
    out
}

pub(super) fn sheet(page: &SlipPage<'_>) -> Result<Sheet, DocumentError> {
    let (plan, slip) = (page.plan, page.slip);
    let replacements = slip.replaced.iter().filter_map(|logged| match &logged.event.event {
        Event::Replace(replacement) => Some(replacement),
        _ => None,
    });
    let now = follow_leaf(&slip.leaf, replacements).1;
    let visit = now.as_ref().map(|now| Visit::new(page, now));
    let code = scanned(slip)?;
    let facts = match &visit {
        Some(visit) => facts(page, visit),
        None => reserve_facts(page),
    };
    let says = match (&visit, plan.mode) {
        (None, _) => H.slip_says_reserve,
        (Some(visit), _) if visit.tasks.is_empty() => H.slip_says_cancelled,
        (Some(visit), _) if visit.replacements > 0 => H.slip_says_replaced,
        (Some(_), Mode::Open) => H.slip_says_open,
        (Some(_), Mode::Sealed) => H.slip_says_sealed,
    };
    // Authority and campaign stand below the title.
    let drawn = [Fact::new(SUMMARY.draw, Value::code(&slip.draw))];
    let tasks = visit.iter().map(|visit| tasks(page, H.slip_tasks, &visit.tasks));
    let drawn = drawn.into_iter().chain(tasks).collect();
    // Two pages, however much is inspected: what is set small may run on to the page of the code.
    let is_dense = visit.as_ref().is_some_and(|visit| visit.items.len() > ITEMS_LARGE);
    let door = if is_dense { "door dense" } else { "door" };
    let layout = match &code {
        Block::Code(qr, _) if qr.is_large() && !is_dense => "scan page",
        _ => "scan",
    };
    Ok(Sheet {
        layout: "slip",
        title: H.slip_title,
        draw: slip.draw.clone(),
        created: plan.created.to_string(),
        under: under(plan),
        banners: banners(plan, Told(&[])),
        sections: vec![
            Section::laid(door, None, vec![Block::Facts(facts), Block::Large(says.text())]),
            Section::new(H.slip_check, vec![Block::Steps(steps(page))]),
            Section::new(H.slip_drawn_by, vec![Block::Facts(drawn)]),
            Section::laid(layout, Some(H.slip_code_title), vec![code]),
        ],
    })
}

fn facts(page: &SlipPage<'_>, visit: &Visit<'_>) -> Vec<Fact> {
    let days: Vec<Value> = visit.days.iter().map(|day| Value::Text(day_text(*day))).collect();
    let days = if days.is_empty() { Value::word(H.slip_day_none) } else { Value::Many(days) };
    let items = visit.items.iter().map(|id| item(page, id)).collect();
    let mut facts = vec![Fact::new(H.slip_here_for, place(page, visit.place))];
    if !visit.tasks.is_empty() {
        facts.push(Fact::new(H.slip_day, days));
        facts.push(Fact::new(H.slip_team, team(page, visit)));
        facts.push(Fact::new(H.slip_items, Value::Facts(items)));
    }
    if !visit.cancelled.is_empty() {
        facts.push(tasks(page, H.slip_cancelled, &visit.cancelled));
    }
    facts
}

fn reserve_facts(page: &SlipPage<'_>) -> Vec<Fact> {
    let Some(reserve) = page.slip.leaf.reserve() else { return Vec::new() };
    let rank = reserve.rank.to_string();
    let values = [("rank", rank.as_str()), ("task", reserve.task.as_str()), ("stratum", reserve.stratum.as_str())];
    vec![
        Fact::new(H.slip_here_for, place(page, &reserve.entity)),
        Fact::new(SUMMARY.reserves, Value::Text(fill(H.slip_reserve, &values))),
    ]
}

/// Name and code of a place; of equipment that stands at a place without a line of its own, the code alone.
fn place(page: &SlipPage<'_>, id: &Id) -> Value {
    match page.labels.get(id) {
        Some(label) => Value::Many(vec![Value::same(&label.name), Value::code(id.as_str())]),
        None => Value::code(id.as_str()),
    }
}

fn day_text(day: Day) -> Text {
    let (year, month, date) = (day.year().to_string(), day.month().to_string(), day.day().to_string());
    let zh = H.day_zh.with(&[("year", &year), ("month", &month), ("day", &date)]).zh;
    Text { zh, en: day.to_string() }
}

fn item(page: &SlipPage<'_>, id: &Id) -> Fact {
    let name = page.items.iter().find(|item| item.id == *id).map_or("", |item| item.name.as_str());
    Fact { label: Text::same(name), value: Value::code(id.as_str()) }
}

fn team(page: &SlipPage<'_>, visit: &Visit<'_>) -> Value {
    if let Some(word) = visit.unseated {
        return Value::word(word);
    }
    let facts = Value::Facts(visit.seats.iter().map(|seat| seat_fact(page, seat)).collect());
    match page.slip.names.is_empty() {
        true => Value::Many(vec![facts, Value::word(H.slip_names_none)]),
        false => facts,
    }
}

fn seat_fact(page: &SlipPage<'_>, seat: &SeatLine) -> Fact {
    let department = page.plan.pools.iter().find(|pool| pool.id == seat.pool);
    let department = department.map_or(seat.pool.as_str(), |pool| pool.department.as_str());
    let label = match seat.lead {
        true => fill(H.slip_seat_lead, &[("department", department)]),
        false => Text::same(department),
    };
    let value = match &seat.inspector {
        None => Value::word(H.slip_seat_empty),
        Some(id) => Value::Parts(who(page.slip, id)),
    };
    Fact { label, value }
}

/// The name, if the slip opens it, with the pseudonym under which the draw knows it.
fn who(slip: &Slip, id: &Id) -> Vec<Text> {
    let pseudonym = fill(H.slip_pseudonym, &[("id", id.as_str())]);
    let Some(opened) = slip.names.iter().find(|name| name.inspector == *id) else {
        return vec![pseudonym];
    };
    let person = &opened.private;
    let dash = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let (name, work_no, certificate) = (dash(&person.name), dash(&person.work_no), dash(&person.certificate_no));
    vec![
        fill(H.slip_name, &[("name", &name)]),
        fill(H.slip_work_no, &[("work_no", &work_no)]),
        fill(H.slip_certificate, &[("certificate", &certificate)]),
        pseudonym,
    ]
}

fn tasks(page: &SlipPage<'_>, label: Word, places: &[&Place]) -> Fact {
    let one = |place: &&Place| {
        let name = task_name(page.plan, &place.task);
        let rank = place.rank.to_string();
        Value::Text(fill(H.slip_task, &[("task", &name.zh), ("rank", &rank)]))
    };
    Fact::new(label, Value::Many(places.iter().map(one).collect()))
}

fn steps(page: &SlipPage<'_>) -> Vec<Text> {
    let mut steps = vec![H.slip_check_people.text()];
    steps.extend(page.site.map(|site| fill(H.slip_check_site, &[("site", site)])));
    steps.push(run(H.slip_check_command, "mingqian verify-proof", W.slip_here));
    steps.push(match &page.plan.superior {
        Some(superior) => fill(H.slip_check_wrong, &[("superior", &superior.name)]),
        None => H.slip_check_wrong_plain.text(),
    });
    steps
}

/// The whole slip in one code if it fits, else without the log's proof, else none; the caption says which.
fn scanned(slip: &Slip) -> Result<Block, DocumentError> {
    let failed = |error: canonical::CanonicalError| DocumentError::Line { paper: "slip", message: error.to_string() };
    let full = canonical::to_vec(slip).map_err(failed)?;
    let full_bytes = full.len().to_string();
    if let Some(qr) = Qr::new(&full) {
        return Ok(Block::Code(qr, fill(H.slip_code_full, &[("bytes", &full_bytes)])));
    }
    let bare = Slip { log: None, replaced: Vec::new(), ..slip.clone() };
    let short = canonical::to_vec(&bare).map_err(failed)?;
    let (bytes, most) = (short.len().to_string(), BYTES_MAX.to_string());
    let values = [("full", full_bytes.as_str()), ("bytes", &bytes), ("most", &most)];
    Ok(match Qr::new(&short) {
        Some(qr) => Block::Code(qr, fill(H.slip_code_short, &values)),
        None => Block::Paragraph(fill(H.slip_code_none, &values)),
    })
}
