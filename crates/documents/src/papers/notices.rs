//! The two pages that everybody in the room photographs: the announcement and the close.

use super::common::{banners, checkpoint, code, contributions, fill, final_source, lists, modes, parties, under};
use super::events;
use super::input::{AnnouncementPage, ClosePage, close_code, plan_code};
use super::sheet::{Block, Fact, Section, Sheet, Value};
use super::told::{Announced, Told};
use crate::result::DocumentError;
use crate::text::{Text, groups};
use crate::words::minutes::MINUTES as M;
use crate::words::papers::PAPERS as W;
use crate::words::summary::SUMMARY;
use records::plan::{Mode, Plan};

pub(super) fn close(page: &ClosePage<'_>) -> Result<Sheet, DocumentError> {
    let (plan, told) = (page.plan, Told(page.events));
    let draw = plan.draw_name();
    let close = told.close().ok_or(DocumentError::Event { paper: "close", event: "close" })?;
    let source = final_source(&plan.final_source);
    let next = Text {
        zh: fill(M.close_next, &[("source", &source.zh)]).zh,
        en: fill(M.close_next, &[("source", &source.en)]).en,
    };
    let shown =
        vec![Block::Digest(groups(&close.to_string())), code(close_code(&draw, close).as_bytes(), M.close_code.text())];
    let words = vec![Block::Large(M.close_now.text()), Block::Paragraph(next)];
    Ok(Sheet {
        layout: "close",
        title: M.close_title,
        created: plan.created.to_string(),
        under: under(plan),
        banners: banners(plan, told),
        sections: vec![
            Section::laid("shown", None, shown),
            Section::laid("words", None, words),
            Section::new(M.close_who, contributions(plan, told)),
        ],
        draw,
    })
}

pub(super) fn announcement(page: &AnnouncementPage<'_>) -> Result<Sheet, DocumentError> {
    let (plan, told) = (page.plan, Told(page.events));
    let draw = plan.draw_name();
    let announced = told.announced().ok_or(DocumentError::Event { paper: "announcement", event: "announce" })?;
    let shown = vec![
        Block::Digest(groups(&announced.plan.to_string())),
        code(plan_code(&draw, announced.plan).as_bytes(), M.plan_code.text()),
    ];
    let mut parties = parties(plan);
    parties.push(Fact::new(SUMMARY.final_source, Value::Text(final_source(&plan.final_source))));
    parties.extend(modes(plan));
    parties.push(Fact::new(SUMMARY.finish_by, Value::same(plan.finish_by.to_string())));
    let mut sections = vec![
        Section::laid("words", None, vec![Block::Large(M.announce_text.text())]),
        Section::laid("shown", Some(SUMMARY.plan_digest), shown),
        Section::new(M.part_note_down, vec![Block::Steps(note_down(plan, &draw, page.checkpoint))]),
    ];
    if plan.mode == Mode::Sealed {
        let Announced { plan: digest, commitment, points } = announced;
        // P stands above already.
        let facts = events::announce(digest, commitment, points).into_iter().skip(1).collect();
        sections.push(Section::new(M.part_escrow, vec![Block::Facts(facts)]));
    }
    sections.push(Section::new(M.part_lists, vec![lists(plan)]));
    sections.push(Section::new(M.part_parties, vec![Block::Facts(parties)]));
    if !page.checkpoint.is_empty() {
        sections.push(checkpoint(W.part_checkpoint, page.checkpoint));
    }
    Ok(Sheet {
        layout: "announcement",
        title: M.announce_title,
        created: plan.created.to_string(),
        under: under(plan),
        banners: banners(plan, told),
        sections,
        draw,
    })
}

fn note_down(plan: &Plan, draw: &str, checkpoint: &str) -> Vec<Text> {
    let (sequence, attempt) = (plan.sequence.to_string(), plan.attempt.to_string());
    let numbers = [("draw", draw), ("sequence", &sequence), ("attempt", &attempt)];
    let mut steps = vec![M.note_plan.text(), fill(M.note_numbers, &numbers)];
    if plan.mode == Mode::Sealed {
        steps.push(M.note_points.text());
    }
    if !checkpoint.is_empty() {
        steps.push(M.note_log.text());
    }
    steps
}
