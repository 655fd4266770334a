//! Pieces that several papers have: contributions, final source, lists, checkpoint.

use super::qr::{BYTES_MAX, Qr};
use super::sheet::{Banner, Block, Fact, Section, Table, Value};
use super::told::{Said, Told};
use crate::text::{Text, Word};
use crate::words::minutes::MINUTES as M;
use crate::words::papers::PAPERS as W;
use crate::words::summary::SUMMARY;
use records::entropy::FinalSource;
use records::plan::{Mode, Plan, Profile, Purpose, Root};

/// A word with values put in, everything hidden in them shown.
pub(super) fn fill(word: Word, values: &[(&str, &str)]) -> Text {
    word.with(values).shown()
}

/// Authority and campaign, below every title.
pub(super) fn under(plan: &Plan) -> Vec<Text> {
    vec![Text::same(&plan.authority.name), Text::same(&plan.campaign)]
}

/// That the draw is void, or only a rehearsal.
pub(super) fn banners(plan: &Plan, told: Told<'_>) -> Vec<Banner> {
    let mut banners = Vec::new();
    if let Some(reason) = told.void() {
        banners.push(Banner { title: W.void_title, text: fill(W.void_text, &[("reason", reason)]) });
    }
    if plan.purpose == Purpose::Rehearsal {
        banners.push(Banner { title: SUMMARY.rehearsal_title, text: SUMMARY.rehearsal.text() });
    }
    banners
}

/// How the outcome becomes public, and how contributions are made.
pub(super) fn modes(plan: &Plan) -> Vec<Fact> {
    let mode = match plan.mode {
        Mode::Open => W.mode_open,
        Mode::Sealed => W.mode_sealed,
    };
    let profile = match plan.profile {
        Profile::Room => W.profile_room,
        Profile::Remote => W.profile_remote,
    };
    vec![Fact::new(W.mode, Value::word(mode)), Fact::new(W.profile, Value::word(profile))]
}

/// Those whom the plan names: participants, the level above, custodians, holders.
pub(super) fn parties(plan: &Plan) -> Vec<Fact> {
    let labels = |labels: &[String]| Value::Many(labels.iter().map(Value::same).collect());
    let mut facts = vec![Fact::new(W.participants, labels(&plan.participants))];
    if let Some(superior) = &plan.superior {
        facts.push(Fact::new(W.superior, Value::same(&superior.name)));
    }
    if let Some(custodians) = &plan.custodians {
        facts.push(Fact::new(W.custodians, labels(custodians)));
    }
    if let Some(escrow) = &plan.escrow {
        let (threshold, count) = (escrow.threshold.to_string(), escrow.holders.len().to_string());
        let rule = fill(W.holders_value, &[("threshold", &threshold), ("count", &count)]);
        let holders = escrow.holders.iter().map(|holder| match holder.outside {
            true => {
                let said = plan.participants.contains(&holder.label);
                Value::Text(fill(if said { W.outside_said } else { W.outside }, &[("label", &holder.label)]))
            }
            false => Value::same(&holder.label),
        });
        facts.push(Fact::new(W.holders, Value::Many(std::iter::once(Value::Text(rule)).chain(holders).collect())));
    }
    if let Some(log) = &plan.log {
        facts.push(Fact::new(W.log, Value::code(log)));
    }
    facts
}

/// The final source in words, with its bits and its id.
pub(super) fn final_source(source: &FinalSource) -> Text {
    let bits = source.bits().to_string();
    let (word, a, b, c) = match source {
        FinalSource::Dice { sides, count } => (SUMMARY.final_dice, sides.to_string(), count.to_string(), String::new()),
        FinalSource::Balls { draws, of, pick } => {
            (SUMMARY.final_balls, draws.to_string(), of.to_string(), pick.to_string())
        }
        FinalSource::Drand { round } => (SUMMARY.final_drand, round.to_string(), String::new(), String::new()),
    };
    word.with(&[("a", &a), ("b", &b), ("c", &c), ("bits", &bits), ("source", &source.id())])
}

/// Who contributed what, who said nothing, and who is empty in D.
pub(super) fn contributions(plan: &Plan, told: Told<'_>) -> Vec<Block> {
    let said = |label: &str| match told.said(label) {
        Said::Value(value) => Value::same(value),
        Said::Committed => Value::word(W.said_committed),
        Said::Nothing => Value::word(W.said_nothing),
    };
    let rows = plan.participants.iter().map(|label| vec![Value::same(label), said(label)]).collect();
    let table = Table { layout: "said", head: vec![SUMMARY.participant, SUMMARY.contribution], rows };
    let empty = told.empty(plan);
    let empty = match empty.is_empty() {
        true => Value::word(W.nobody_empty),
        false => Value::Many(empty.iter().map(Value::same).collect()),
    };
    vec![Block::Table(table), Block::Facts(vec![Fact::new(W.is_empty, empty)])]
}

/// The frozen lists.
pub(super) fn lists(plan: &Plan) -> Block {
    let row = |(name, root): (&String, &Root)| {
        let title = list_word(name).map_or_else(|| Value::code(name), |word| named(word, name));
        vec![title, Value::number(root.count), Value::digits(root.root)]
    };
    let rows = plan.roots.iter().map(row).collect();
    Block::Table(Table { layout: "lists", head: vec![W.list, W.list_count, W.list_root], rows })
}

/// A word, in English with the name that programs use.
pub(super) fn named(word: Word, name: &str) -> Value {
    Value::Text(Text { zh: word.zh.to_owned(), en: format!("{} ({name})", word.en) })
}

fn list_word(name: &str) -> Option<Word> {
    Some(match name {
        "entities" => W.list_entities,
        "inspectors" => W.list_inspectors,
        "items" => W.list_items,
        "exclusions" => W.list_exclusions,
        "barred" => W.list_barred,
        "apart" => W.list_apart,
        "selection" => W.list_selection,
        "strata" => W.list_strata,
        _ => return None,
    })
}

/// The checkpoint with all its lines, and as a code if it fits in one.
pub(super) fn checkpoint(title: Word, text: &str) -> Section {
    if text.is_empty() {
        return Section::new(title, vec![Block::Paragraph(W.checkpoint_none.text())]);
    }
    // The empty line is part of a note: it divides text and signatures.
    let lines = text.lines().map(crate::text::visible).collect();
    let blocks = vec![
        Block::Note(W.checkpoint_note.text()),
        Block::Lines(lines),
        code(text.as_bytes(), W.checkpoint_code.text()),
    ];
    Section::laid("part checkpoint", Some(title), blocks)
}

/// A code with its caption, or why there is none.
pub(super) fn code(bytes: &[u8], caption: Text) -> Block {
    match Qr::new(bytes) {
        Some(qr) => Block::Code(qr, caption),
        None => {
            let (got, most) = (bytes.len().to_string(), BYTES_MAX.to_string());
            Block::Note(fill(W.code_too_long, &[("got", &got), ("most", &most)]))
        }
    }
}

/// A line for a terminal with the places where people put their own words.
pub(super) fn command(label: Word, before: &str, here: Word, after: &str) -> Fact {
    let line = Text { zh: format!("{before}{}{after}", here.zh), en: format!("{before}{}{after}", here.en) };
    Fact { label: label.text(), value: Value::Text(line) }
}

/// The commands that check a published draw.
pub(super) fn verify_commands() -> Block {
    let folder = SUMMARY.folder_here;
    let both = |before: &str, other: Word| {
        let line = |f: &str, o: &str| format!("{before}{o} {f}");
        Text { zh: line(folder.zh, other.zh), en: line(folder.en, other.en) }
    };
    let why = Text {
        zh: format!("mingqian why {} {}", folder.zh, SUMMARY.id_here.zh),
        en: format!("mingqian why {} {}", folder.en, SUMMARY.id_here.en),
    };
    Block::Commands(vec![
        Fact::new(M.verify_all, Value::Text(both("mingqian verify --policy ", W.policy_here))),
        command(M.verify_digest, "sha256sum ", folder, "/manifest.json"),
        Fact::new(M.verify_why, Value::Text(why)),
    ])
}
