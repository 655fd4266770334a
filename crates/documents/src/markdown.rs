//! The summary as Markdown (CommonMark with tables), one file a language.

use crate::result::{OfficeCopy, PublicResult};
use crate::summary::{Fact, NoteRow, REASONS, Summary, VisitRow};
use crate::text::{Text, Word, markdown};
use crate::words::PRODUCT;
use crate::words::summary::SUMMARY as W;
use records::lang::Lang;

/// `documents/summary.md` (Chinese) or `documents/summary.en.md` of the bundle.
pub fn summary_markdown(result: &PublicResult<'_>, lang: Lang) -> String {
    Writer::new(lang).write(&Summary::new(result, None))
}

/// The same with inspectors' names and what would have done, marked as the office's own.
pub fn office_summary_markdown(result: &PublicResult<'_>, office: &OfficeCopy<'_>, lang: Lang) -> String {
    Writer::new(lang).write(&Summary::new(result, Some(office)))
}

struct Writer {
    lang: Lang,
    out: String,
}

impl Writer {
    fn new(lang: Lang) -> Self {
        Self { lang, out: String::new() }
    }

    fn write(mut self, s: &Summary) -> String {
        self.head(s);
        self.ceremony(s);
        self.tasks(s);
        self.exclusions(s);
        if s.is_paired {
            self.exceptions(s);
        }
        self.verify(s);
        self.visits(s);
        if !s.items.is_empty() {
            self.items(s);
        }
        self.foot(s);
        self.out
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn word(&mut self, word: Word) {
        self.line(word.pick(self.lang));
        self.line("");
    }

    fn part(&mut self, title: Word) {
        let line = format!("## {}\n", title.pick(self.lang));
        self.line(&line);
    }

    fn head_row(&mut self, words: &[Word]) {
        let cells: Vec<&str> = words.iter().map(|word| word.pick(self.lang)).collect();
        let line = format!("| {} |", cells.join(" | "));
        self.line(&line);
        let line = format!("|{}", "---|".repeat(words.len()));
        self.line(&line);
    }

    /// Cells are Markdown already.
    fn row(&mut self, cells: &[String]) {
        let line = format!("| {} |", cells.join(" | "));
        self.line(&line);
    }

    fn text(&self, text: &Text) -> String {
        markdown(text.pick(self.lang))
    }

    fn facts(&mut self, facts: &[Fact]) {
        for fact in facts {
            let (label, value) = (fact.label.pick(self.lang), self.text(&fact.value));
            let line = format!("- {label}{}{value}", W.colon.pick(self.lang));
            self.line(&line);
        }
    }

    fn head(&mut self, s: &Summary) {
        let title = format!("# {} · {}\n", W.title.pick(self.lang), self.text(&s.campaign));
        self.line(&title);
        if s.is_office {
            let line = format!("> **{}**\n", W.office_copy.pick(self.lang));
            self.line(&line);
        }
        if s.is_rehearsal {
            let (title, text) = (W.rehearsal_title.pick(self.lang), W.rehearsal.pick(self.lang));
            let line = format!("> # {title}\n>\n> **{text}**\n");
            self.line(&line);
        }
        self.part(W.part_overview);
        self.facts(&s.facts);
        self.facts(&s.numbers);
        self.line("");
    }

    fn ceremony(&mut self, s: &Summary) {
        self.part(W.part_ceremony);
        self.head_row(&[W.participant, W.contribution]);
        for (label, value) in &s.contributions {
            self.row(&[self.text(label), self.text(value)]);
        }
        self.line("");
        self.facts(&s.cast);
        for hash in &s.digests {
            let (label, groups) = (hash.label.pick(self.lang), hash.groups.join(" "));
            let line = format!("- {label}{}`{groups}`", W.colon.pick(self.lang));
            self.line(&line);
        }
        self.line("");
        self.word(W.ceremony_note);
    }

    fn tasks(&mut self, s: &Summary) {
        self.part(W.part_tasks);
        self.head_row(&[W.task, W.department, W.kind, W.seats, W.visit_days]);
        for task in &s.tasks {
            let texts = [&task.name, &task.department, &task.kind, &task.seats];
            let mut cells = texts.map(|text| self.text(text)).to_vec();
            cells.push(task.days.clone());
            self.row(&cells);
        }
        self.line("");
        self.part(W.part_strata);
        self.head_row(&[W.task, W.stratum, W.population, W.excluded, W.drawn, W.share, W.reserves, W.threshold]);
        for row in &s.strata {
            let mut cells = vec![self.text(&row.task), self.text(&row.stratum)];
            cells.extend(row.numbers.iter().cloned());
            cells.push(code(&row.threshold));
            self.row(&cells);
        }
        self.line("");
        self.word(W.threshold_note);
        if s.is_labelled {
            self.word(W.labelled_note);
        }
    }

    fn exclusions(&mut self, s: &Summary) {
        self.part(W.part_exclusions);
        if s.exclusions.is_empty() {
            self.word(W.exclusions_none);
            return;
        }
        let mut heads = vec![W.task];
        heads.extend(REASONS.iter().map(|(_, word)| *word));
        heads.push(W.total);
        self.head_row(&heads);
        for row in &s.exclusions {
            let mut cells = vec![self.text(&row.task)];
            cells.extend(row.counts.iter().cloned());
            cells.push(row.total.clone());
            self.row(&cells);
        }
        self.line("");
        self.word(W.exclusions_note);
    }

    fn exceptions(&mut self, s: &Summary) {
        self.part(W.part_exceptions);
        if s.relaxations.is_empty() {
            self.word(W.relaxations_none);
        } else {
            self.word(W.relaxations_used);
            for (index, step) in s.relaxations.iter().enumerate() {
                let line = format!("{}. {}", index + 1, self.text(step));
                self.line(&line);
            }
            self.line("");
        }
        if let Some(repeats) = &s.repeats {
            let line = format!("{}\n", self.text(repeats));
            self.line(&line);
        }
        if s.set_aside.is_empty() {
            self.word(W.set_aside_none);
        } else {
            let title = format!("### {}\n", W.set_aside_title.pick(self.lang));
            self.line(&title);
            self.word(W.set_aside_note);
            self.notes(&s.set_aside, s.set_aside_more.as_ref());
        }
        if s.undated.is_empty() {
            self.word(W.undated_none);
        } else {
            let title = format!("### {}\n", W.undated_title.pick(self.lang));
            self.line(&title);
            self.notes(&s.undated, s.undated_more.as_ref());
        }
        if !s.remedies.is_empty() {
            let title = format!("### {}\n", W.remedies_title.pick(self.lang));
            self.line(&title);
            self.word(W.remedies_note);
            for (what, remedies) in &s.remedies {
                let line = format!("- {}", self.text(what));
                self.line(&line);
                for remedy in remedies {
                    let line = format!("  - {}", self.text(remedy));
                    self.line(&line);
                }
            }
            self.line("");
        }
    }

    fn notes(&mut self, rows: &[NoteRow], more: Option<&Text>) {
        self.head_row(&[W.visit, W.entity, W.why]);
        for row in rows {
            self.row(&[code(&row.visit), self.text(&row.name), self.text(&row.why)]);
        }
        self.line("");
        if let Some(more) = more {
            let line = format!("{}\n", self.text(more));
            self.line(&line);
        }
    }

    fn verify(&mut self, s: &Summary) {
        self.part(W.part_verify);
        self.word(W.verify_intro);
        for command in &s.commands {
            let (label, line) = (self.text(&command.label), command.line.pick(self.lang));
            let text = format!("- {label}\n\n      {line}\n");
            self.line(&text);
        }
        self.word(W.verify_note);
        self.part(W.part_limits);
        for limit in &s.limits {
            let line = format!("- {}", limit.pick(self.lang));
            self.line(&line);
        }
        self.line("");
    }

    fn visits(&mut self, s: &Summary) {
        self.part(W.part_visits);
        let note = format!("{}\n", self.text(&s.visits_note));
        self.line(&note);
        if s.visits.is_empty() {
            return;
        }
        let mut heads = vec![W.visit, W.entity, W.area, W.items];
        if s.is_paired {
            heads.extend([W.team, W.days, W.state]);
        }
        self.head_row(&heads);
        for visit in &s.visits {
            let cells = self.visit(visit, s.is_paired);
            self.row(&cells);
        }
        self.line("");
    }

    fn visit(&self, visit: &VisitRow, is_paired: bool) -> Vec<String> {
        let mut name = self.text(&visit.name);
        if let Some(via) = &visit.via {
            name.push_str(&format!("<br>{}", self.text(via)));
        }
        let items: Vec<String> = visit.items.iter().map(|item| markdown(&item.name)).collect();
        let mut cells = vec![code(&visit.id), name, markdown(&visit.area), items.join(W.semicolon.pick(self.lang))];
        if is_paired {
            let member = |member: &crate::summary::Member| {
                let lead = if member.is_lead { W.lead_mark.pick(self.lang) } else { "" };
                let text = format!("{} {} {lead}", member.who, member.department);
                markdown(text.trim_end())
            };
            let team: Vec<String> = visit.team.iter().map(member).collect();
            cells.extend([team.join("<br>"), visit.days.join(" "), self.text(&visit.state)]);
        }
        cells
    }

    fn items(&mut self, s: &Summary) {
        self.part(W.part_items);
        self.head_row(&[W.item, W.items, W.department, W.importance, W.basis]);
        for item in &s.items {
            let texts = [&item.name, &item.department, &item.importance, &item.basis];
            let mut cells = vec![markdown(&item.id)];
            cells.extend(texts.map(|text| self.text(text)));
            self.row(&cells);
        }
        self.line("");
    }

    fn foot(&mut self, s: &Summary) {
        let foot = format!(
            "---\n\n{} · {} mq1 · `{}` · {}",
            PRODUCT.pick(self.lang),
            W.protocol.pick(self.lang),
            s.draw,
            s.created
        );
        self.line(&foot);
    }
}

/// Digits, ids and dashes only: nothing in them can end the code span.
fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}
