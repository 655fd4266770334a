//! A paper as plain text: for a terminal, a message, a file beside the signed sheet.

use super::sheet::{Block, Fact, Sheet, Table, Value};
use crate::text::{Word, visible};
use crate::words::PRODUCT;
use crate::words::papers::PAPERS as W;
use crate::words::summary::SUMMARY;
use records::lang::Lang;

/// Groups of digits on one line: a digest takes two.
const GROUPS: usize = 8;

pub(super) fn render(sheet: &Sheet, lang: Lang) -> String {
    let mut writer = Writer { lang, out: String::new() };
    writer.sheet(sheet);
    writer.out
}

struct Writer {
    lang: Lang,
    out: String,
}

impl Writer {
    fn line(&mut self, depth: usize, text: &str) {
        self.out.push_str(&" ".repeat(depth * 2));
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn word(&self, word: Word) -> &'static str {
        word.pick(self.lang)
    }

    fn sheet(&mut self, sheet: &Sheet) {
        self.line(0, self.word(sheet.title));
        for text in &sheet.under {
            self.line(0, &visible(text.pick(self.lang)));
        }
        self.line(0, &sheet.draw);
        for banner in &sheet.banners {
            let text = format!("!! {} · {}", self.word(banner.title), visible(banner.text.pick(self.lang)));
            self.line(0, "");
            self.line(0, &text);
        }
        // A part with nothing but a code would be a heading over nothing.
        let is_code = |block: &Block| matches!(block, Block::Code(..));
        for section in sheet.sections.iter().filter(|section| !section.blocks.iter().all(is_code)) {
            self.line(0, "");
            if let Some(title) = section.title {
                self.line(0, &format!("== {} ==", self.word(title)));
            }
            section.blocks.iter().for_each(|block| self.block(block));
        }
        self.line(0, "");
        let foot = format!("{} · {} mq1 · {}", self.word(PRODUCT), self.word(SUMMARY.protocol), sheet.created);
        self.line(0, &foot);
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) | Block::Note(text) | Block::Large(text) => {
                self.line(0, &visible(text.pick(self.lang)));
            }
            Block::Steps(texts) => {
                for (number, text) in (1..).zip(texts) {
                    self.line(0, &format!("{number}. {}", visible(text.pick(self.lang))));
                }
            }
            Block::Facts(facts) => facts.iter().for_each(|fact| self.fact(0, fact)),
            Block::Commands(facts) => {
                for fact in facts {
                    self.line(0, &visible(fact.label.pick(self.lang)));
                    self.value(1, "", &fact.value);
                }
            }
            Block::Table(table) => self.table(table),
            Block::Digest(groups) => self.digits(0, "", groups),
            Block::Lines(lines) => lines.iter().for_each(|line| self.line(1, &visible(line))),
            Block::Typed(rows) => {
                for (number, row) in (1..).zip(rows) {
                    self.line(0, &format!("{number:>3}. {}", row.join(" ")));
                }
            }
            // A code is only for eyes with a camera.
            Block::Code(..) => {}
        }
    }

    fn fact(&mut self, depth: usize, fact: &Fact) {
        let label = format!("{}{}", visible(fact.label.pick(self.lang)), self.word(SUMMARY.colon));
        self.value(depth, &label, &fact.value);
    }

    /// Short values stand on the label's line, others below it.
    fn value(&mut self, depth: usize, label: &str, value: &Value) {
        match value {
            Value::Digits(groups) => self.digits(depth, label, groups),
            Value::Many(values) => {
                self.line(depth, label.trim_end());
                values.iter().for_each(|value| self.value(depth + 1, "", value));
            }
            Value::Facts(facts) => {
                self.line(depth, label.trim_end());
                facts.iter().for_each(|fact| self.fact(depth + 1, fact));
            }
            Value::Qr(_) => {}
            _ => {
                let text = format!("{label}{}", self.short(value));
                self.line(depth, &text);
            }
        }
    }

    fn digits(&mut self, depth: usize, label: &str, groups: &[String]) {
        let depth = if label.is_empty() { depth } else { depth + 1 };
        if !label.is_empty() {
            self.line(depth - 1, label.trim_end());
        }
        groups.chunks(GROUPS).for_each(|row| self.line(depth, &row.join(" ")));
    }

    fn short(&self, value: &Value) -> String {
        match value {
            Value::Text(text) => visible(text.pick(self.lang)),
            Value::Code(text) | Value::Number(text) => text.clone(),
            Value::Digits(groups) => groups.join(" "),
            Value::Blank => W.blank.pick(self.lang).to_owned(),
            Value::Many(values) => {
                let texts: Vec<String> = values.iter().map(|value| self.short(value)).collect();
                texts.join(" ")
            }
            Value::Parts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| visible(text.pick(self.lang))).collect();
                texts.join(self.lang.pick("", " "))
            }
            Value::Facts(_) | Value::Qr(_) => String::new(),
        }
    }

    /// A row is a line; what does not fit in one follows below it.
    fn table(&mut self, table: &Table) {
        for row in &table.rows {
            let cells: Vec<(&Word, &Value)> = table.head.iter().zip(row).collect();
            let (short, long): (Vec<_>, Vec<_>) = cells.into_iter().partition(|(_, value)| is_short(value));
            let texts: Vec<String> = short
                .iter()
                .map(|(word, value)| format!("{}{}{}", self.word(**word), self.word(SUMMARY.colon), self.short(value)))
                .collect();
            self.line(0, &format!("- {}", texts.join(self.word(SUMMARY.semicolon))));
            for (word, value) in long {
                let label = format!("{}{}", self.word(*word), self.word(SUMMARY.colon));
                self.value(1, &label, value);
            }
        }
    }
}

/// Whether a value fits beside others on a line.
fn is_short(value: &Value) -> bool {
    match value {
        Value::Text(_) | Value::Parts(_) | Value::Code(_) | Value::Number(_) => true,
        Value::Many(values) => values.iter().all(is_short),
        _ => false,
    }
}
