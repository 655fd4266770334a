//! The two papers that are secrets: a holder's share, a custodian's halves.
//!
//! Source: `docs/PROTOCOL.md`, sections 21 and 22.3.

use super::common::{code, fill, under};
use super::input::{CapsuleHalf, CustodianSheet, SharePage, half_code};
use super::qr::Qr;
use super::sheet::{Banner, Block, Fact, Section, Sheet, Table, Value};
use crate::result::DocumentError;
use crate::text::{Text, Word, visible};
use crate::words::handouts::HANDOUTS as H;
use crate::words::papers::PAPERS as W;
use crate::words::summary::SUMMARY;
use records::canonical;
use records::hash::Digest;

/// Characters in a row that somebody types, and in one of its groups.
const ROW: usize = 40;
const GROUP: usize = 4;

pub(super) fn share(page: &SharePage<'_>) -> Result<Sheet, DocumentError> {
    let (plan, share) = (page.plan, page.share);
    let line =
        canonical::to_vec(share).map_err(|error| DocumentError::Line { paper: "share", message: error.to_string() })?;
    let bytes = line.len().to_string();
    let escrow = plan.escrow.as_ref();
    let threshold = escrow.map_or(0, |escrow| escrow.threshold).to_string();
    let count = escrow.map_or(0, |escrow| escrow.holders.len()).to_string();
    let (index, finish_by) = (share.index.to_string(), plan.finish_by.to_string());
    let values = [
        ("threshold", threshold.as_str()),
        ("count", &count),
        ("index", &index),
        ("authority", &plan.authority.name),
        ("finish_by", &finish_by),
    ];
    let facts = vec![
        Fact::new(W.holder, Value::same(&share.holder)),
        Fact { label: fill(H.share_value, &values), value: Value::digits(share.share) },
        Fact::new(SUMMARY.plan_digest, Value::digits(share.plan)),
        Fact::new(W.commitment, Value::digits(share.commitment)),
    ];
    let costs = [H.share_lost, H.share_stolen, H.share_finish].map(|word| fill(word, &values));
    let secret = fill(H.share_secret, &[("holder", &share.holder)]);
    Ok(Sheet {
        layout: "share",
        title: H.share_title,
        draw: share.draw.clone(),
        created: plan.created.to_string(),
        under: under(plan),
        banners: vec![Banner { title: W.secret_title, text: secret }],
        sections: vec![
            Section::new(H.share_what, vec![Block::Paragraph(fill(H.share_what_text, &values)), Block::Facts(facts)]),
            Section::laid("scan", None, vec![code(&line, fill(H.share_code, &[("bytes", &bytes)]))]),
            Section::laid("part check", Some(H.share_check), vec![Block::Steps(share_steps(page.site))]),
            Section::new(H.share_costs, vec![Block::Steps(costs.to_vec())]),
            Section::new(H.share_line, vec![Block::Note(H.share_line_note.text()), Block::Typed(typed(&line))]),
        ],
    })
}

fn share_steps(site: Option<&str>) -> Vec<Text> {
    let mut steps = vec![H.share_check_compare.text(), H.share_check_scan.text()];
    steps.push(run(H.share_check_command, "mingqian escrow check", W.share_here));
    steps.extend(site.map(|site| fill(H.share_check_site, &[("site", site)])));
    steps.push(H.share_check_say.text());
    steps
}

/// A step in which a command is run on a file.
pub(super) fn run(word: Word, command: &str, file: Word) -> Text {
    let line = |file: &str| format!("{command} {file}");
    Text { zh: word.with(&[("command", &line(file.zh))]).zh, en: word.with(&[("command", &line(file.en))]).en }
}

/// Rows of groups. A space that belongs to the text is shown, so that it is not taken for one between groups.
fn typed(line: &[u8]) -> Vec<Vec<String>> {
    let characters: Vec<char> = String::from_utf8_lossy(line).chars().collect();
    let group = |part: &[char]| visible(&part.iter().collect::<String>()).replace(' ', "␣");
    characters.chunks(ROW).map(|row| row.chunks(GROUP).map(group).collect()).collect()
}

pub(super) fn custodian(sheet: &CustodianSheet<'_>) -> Sheet {
    let plan = sheet.plan;
    let draw = plan.draw_name();
    let label = plan.custodians.as_ref().and_then(|labels| labels.get(sheet.custodian)).map_or("", String::as_str);
    let (number, count) = (sheet.custodian.saturating_add(1).to_string(), sheet.halves.len().to_string());
    let rows = sheet.halves.iter().map(|half| row(&draw, sheet.custodian, half)).collect();
    let head = vec![H.capsule, H.half, H.qr];
    let use_it = [H.custodian_morning, H.custodian_early, H.custodian_reserve, H.custodian_used];
    let mut steps: Vec<Text> = use_it.map(Word::text).to_vec();
    steps.push(fill(H.custodian_lost, &[("authority", &plan.authority.name)]));
    let whose = fill(H.custodian_whose, &[("label", label), ("number", &number)]);
    Sheet {
        layout: "custodian",
        title: H.custodian_title,
        created: plan.created.to_string(),
        under: under(plan).into_iter().chain([whose]).collect(),
        banners: vec![Banner { title: W.secret_title, text: fill(H.custodian_secret, &[("label", label)]) }],
        sections: vec![
            Section::new(H.custodian_use, vec![Block::Steps(steps)]),
            Section::laid(
                "part halves",
                None,
                vec![
                    Block::Large(fill(H.custodian_halves, &[("count", &count)])),
                    Block::Table(Table { layout: "halves", head, rows }),
                ],
            ),
        ],
        draw,
    }
}

fn row(draw: &str, custodian: usize, half: &CapsuleHalf<'_>) -> Vec<Value> {
    let digits = Digest::new(*half.half.expose_bytes());
    let code = Qr::new(half_code(draw, custodian, half).as_bytes()).map_or(Value::Blank, |qr| Value::Qr(qr.small()));
    vec![Value::Many(vec![capsule(half.name), Value::code(half.name)]), Value::digits(digits), code]
}

/// The name of a capsule in words.
fn capsule(name: &str) -> Value {
    let parts: Vec<&str> = name.split('/').collect();
    match parts.as_slice() {
        ["day", day] => Value::Text(fill(H.capsule_day, &[("day", day)])),
        ["reserve", task, stratum, rank] => {
            Value::Text(fill(H.capsule_reserve, &[("task", task), ("stratum", stratum), ("rank", rank)]))
        }
        ["superior"] => Value::word(H.capsule_superior),
        _ => Value::same(name),
    }
}
