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
use crate::text::Text;
use crate::words::handouts::HANDOUTS as H;
use crate::words::papers::PAPERS as W;
use crate::words::summary::SUMMARY;
use records::canonical;
use records::day::Day;
use records::events::{EventLine, Leaf, OpenedName, ReserveLeaf, Slip, SlipLeaf};
use records::frozen::{Record, SeatLine, VisitLine, VisitState};
use records::hash::Digest;
use records::id::Id;
use records::plan::Mode;
use serde::Serialize;

/// Most items that are printed large.
const ITEMS_LARGE: usize = 5;

/// A slip as its QR code has it when the log's proof does not fit.
#[derive(Serialize)]
struct WithoutLog<'a> {
    draw: &'a str,
    event: &'a EventLine,
    format: &'a str,
    hashes: &'a [Digest],
    index: u64,
    leaf: &'a SlipLeaf,
    #[serde(skip_serializing_if = "<[OpenedName]>::is_empty")]
    names: &'a [OpenedName],
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<&'a Record>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<&'a Digest>,
}

impl<'a> From<&'a Slip> for WithoutLog<'a> {
    fn from(slip: &'a Slip) -> Self {
        let Slip { draw, event, format, hashes, index, leaf, log: _, names, record, salt } = slip;
        let (record, salt) = (record.as_ref(), salt.as_ref());
        Self { draw, event, format, hashes, index: *index, leaf, names, record, salt }
    }
}

pub(super) fn sheet(page: &SlipPage<'_>) -> Result<Sheet, DocumentError> {
    let (plan, slip) = (page.plan, page.slip);
    let visit = match &slip.leaf {
        SlipLeaf::Open(visit) | SlipLeaf::Sealed(Leaf::Visit(visit)) => Ok(visit),
        SlipLeaf::Sealed(Leaf::Reserve(reserve)) => Err(reserve),
    };
    let code = scanned(slip)?;
    let facts = match visit {
        Ok(visit) => facts(page, visit),
        Err(reserve) => reserve_facts(page, reserve),
    };
    let says = match plan.mode {
        Mode::Open => H.slip_says_open,
        Mode::Sealed => H.slip_says_sealed,
    };
    // Authority and campaign stand below the title.
    let drawn = [Fact::new(SUMMARY.draw, Value::code(&slip.draw))];
    let tasks = visit.map(|visit| tasks(page, visit)).ok();
    let drawn = drawn.into_iter().chain(tasks).collect();
    // Two pages, however much is inspected: what is set small may run on to the page of the code.
    let is_dense = visit.is_ok_and(|visit| visit.items.len() > ITEMS_LARGE);
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

fn facts(page: &SlipPage<'_>, visit: &VisitLine) -> Vec<Fact> {
    let days: Vec<Value> = visit.days.iter().map(|day| Value::Text(day_text(*day))).collect();
    let days = if days.is_empty() { Value::word(H.slip_day_none) } else { Value::Many(days) };
    let items = visit.items.iter().map(|id| item(page, id)).collect();
    vec![
        Fact::new(H.slip_here_for, place(page, &visit.id)),
        Fact::new(H.slip_day, days),
        Fact::new(H.slip_team, team(page, visit)),
        Fact::new(H.slip_items, Value::Facts(items)),
    ]
}

fn reserve_facts(page: &SlipPage<'_>, reserve: &ReserveLeaf) -> Vec<Fact> {
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

fn team(page: &SlipPage<'_>, visit: &VisitLine) -> Value {
    match visit.state {
        VisitState::Unseated => Value::word(H.slip_seat_empty),
        VisitState::Unpaired => Value::word(H.slip_no_team),
        VisitState::Dated | VisitState::Undated => {
            let seats = visit.seats.iter().map(|seat| seat_fact(page, seat)).collect();
            let facts = Value::Facts(seats);
            match page.slip.names.is_empty() {
                true => Value::Many(vec![facts, Value::word(H.slip_names_none)]),
                false => facts,
            }
        }
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

fn tasks(page: &SlipPage<'_>, visit: &VisitLine) -> Fact {
    let one = |drawn: &records::frozen::DrawnBy| {
        let name = task_name(page.plan, &drawn.task);
        let rank = drawn.rank.to_string();
        Value::Text(fill(H.slip_task, &[("task", &name.zh), ("rank", &rank)]))
    };
    Fact::new(H.slip_tasks, Value::Many(visit.draws.iter().map(one).collect()))
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
    let short = canonical::to_vec(&WithoutLog::from(slip)).map_err(failed)?;
    let (bytes, most) = (short.len().to_string(), BYTES_MAX.to_string());
    let values = [("full", full_bytes.as_str()), ("bytes", &bytes), ("most", &most)];
    Ok(match Qr::new(&short) {
        Some(qr) => Block::Code(qr, fill(H.slip_code_short, &values)),
        None => Block::Paragraph(fill(H.slip_code_none, &values)),
    })
}
