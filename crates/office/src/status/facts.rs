//! What the lists of a store say to a plan. The entities are looked at on all cores, line by line as they stand: no
//! record is made of a line, and only the fields that the plan's conditions read are compared.

use crate::error::{OfficeError, Result};
use crate::lines::{Chunk, ChunkReader};
use crate::pipeline::ordered;
use crate::store::Store;
use ::import::plan::{EntityTexts, Facts, TaskFact};
use draw::freeze::{Counts, amounts};
use draw::rules::{EntityLine, Field, Fields, LineBuffer, LineError, OUTSIDE, RawTexts, Rules, Shape, Standing, plain};
use records::lists::List;
use records::plan::Plan;
use records::ratio::Ratio;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What the lists say to a plan, for `import::plan::check_against`.
pub fn facts(store: &Store, plan: &Plan) -> Result<Facts> {
    let mut facts = Facts::for_plan(plan);
    let lists = store.small_lists()?;
    lists.items.iter().for_each(|item| facts.add_item(item));
    lists.inspectors.iter().for_each(|inspector| facts.add_inspector(inspector));
    lists.history.iter().for_each(|visit| facts.add_visit(visit));
    lists.selection.iter().for_each(|drawn| facts.add_drawn(drawn));
    facts.has_promises = !lists.promises.is_empty();
    let path = store.list_path(List::Entities);
    let Some(mut reader) = ChunkReader::open(&path)? else { return Ok(facts) };

    let strata = Strata::of(plan, lists.selection.iter().map(|drawn| (drawn.id.as_str(), drawn.tasks.as_slice())));
    let asks_private = facts.fields().filter_map(Field::from_name).any(Field::is_private);
    let empty = facts.clone_for_entities();
    let mut counts = Counts::new(plan);
    let look = |chunk: Chunk| {
        let (mut part, mut counts) = (empty.clone(), Counts::new(plan));
        let (mut buffer, mut strata_of) = (LineBuffer::default(), vec![OUTSIDE; plan.tasks.len()]);
        for (number, line) in (1..).zip(chunk.lines()) {
            let broken = |error: LineError| OfficeError::Line {
                path: path.clone(),
                line: chunk.first + number,
                reason: error.to_string(),
            };
            let entity = EntityLine::parse(line, &mut buffer, asks_private).map_err(broken)?;
            part.add_entity(&Line(&entity));
            if let Some(strata) = &strata {
                strata.count(&entity, &mut strata_of, &mut counts);
            }
        }
        Ok((part, counts))
    };
    let add = |(part, more): (Facts, Counts)| {
        facts.merge_entities(part);
        counts.add(&more);
        Ok(())
    };
    ordered(|| reader.next_chunk(), look, add)?;
    if strata.is_some() {
        facts.tasks = drawn(plan, &counts);
    }
    Ok(facts)
}

/// An entity's line as facts are taken from it.
struct Line<'a>(&'a EntityLine<'a>);

impl EntityTexts for Line<'_> {
    fn area(&self) -> Cow<'_, str> {
        text(self.0.area_raw())
    }

    fn each_text(&self, field: &str, call: &mut dyn FnMut(&str)) {
        let Some(field) = Field::from_name(field) else { return };
        let raw = self.0.raw(field);
        match field.shape() {
            Shape::Texts => RawTexts::of(raw.unwrap_or("[]")).for_each(|raw| call(&text(raw))),
            Shape::Text if field == Field::Status => call(&text(raw.unwrap_or("\"active\""))),
            Shape::Text => call(&text(raw.unwrap_or("\"\""))),
            Shape::Day => {}
        }
    }
}

/// A raw canonical text is a JSON text, and mostly one without an escape.
fn text(raw: &str) -> Cow<'_, str> {
    match plain(raw) {
        Some(text) if !text.contains('\\') => Cow::Borrowed(text),
        _ => Cow::Owned(serde_json::from_str(raw).unwrap_or_default()),
    }
}

/// Where entities lie, for a plan that asks for a share of all of them; nothing where none does, or none can be told.
struct Strata<'a> {
    rules: Rules,
    selected: BTreeMap<&'a str, Vec<u16>>,
}

impl<'a> Strata<'a> {
    fn of(plan: &Plan, selection: impl Iterator<Item = (&'a str, &'a [String])>) -> Option<Self> {
        if plan.tasks.iter().all(|task| task.overall_min == Ratio::ZERO) {
            return None;
        }
        // A plan with faults may have no rules; its faults are told all the same.
        let rules = Rules::compile(plan).ok()?;
        let selected = match plan.uses_selection() {
            true => selection.map(|(id, tasks)| (id, rules.selected_of(tasks))).collect(),
            false => BTreeMap::new(),
        };
        Some(Self { rules, selected })
    }

    fn count(&self, entity: &EntityLine<'_>, strata: &mut [u16], counts: &mut Counts) {
        if entity.raw(Field::Status).is_some_and(|status| status != "\"active\"") {
            return;
        }
        let selected = self.selected.get(entity.id()).map_or(&[][..], Vec::as_slice);
        self.rules.assign(entity, Standing { selected, labels: &[] }, strata);
        for (task, stratum) in strata.iter().enumerate().filter(|(_, stratum)| **stratum != OUTSIDE) {
            let cell = self.rules.cells_of(task).start + usize::from(*stratum);
            if let Some(count) = counts.0.get_mut(cell) {
                count.population += 1;
            }
        }
    }
}

/// What each task would draw, as the freeze computes it; nothing where a stratum has no amount yet.
fn drawn(plan: &Plan, counts: &Counts) -> BTreeMap<records::id::Id, TaskFact> {
    let mut plan = plan.clone();
    plan.tasks.iter_mut().for_each(|task| task.overall_min = Ratio::ZERO);
    let mut out = BTreeMap::new();
    for line in amounts(&plan, counts).unwrap_or_default() {
        let fact = out.entry(line.task).or_insert(TaskFact { population: 0, drawn: 0 });
        fact.population += line.population;
        fact.drawn += line.n;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::import::plan::{Config, check_against, draft};
    use records::canonical;
    use records::lists::Entity;

    const LINES: &str = concat!(
        r#"{"area":"城关镇","id":"E-1","name":"甲\"乙\"","private":{"credit_class":"D"},"tags":["a","b\"c"]}"#,
        "\n",
        r#"{"area":"城\\关","id":"E-2","industry":"C26","name":"丙"}"#,
        "\n",
        r#"{"id":"E-3","name":"丁","status":"cancelled"}"#,
        "\n",
    );

    const PLAN: &str = r#"
        purpose = "rehearsal"
        mode = "open"
        authority = { id = "OFFICE", name = "某局" }
        campaign = "测试"
        sequence = 1
        attempt = 1
        created = 2026-03-02
        period = { from = 2026-03-16, until = 2026-05-29 }
        finish_by = 2026-06-30
        participants = ["甲"]

        [[tasks]]
        id = "T1"
        name = "任务"
        department = "甲局"
        kind = "undirected"
        source = "own"
        level = "county-county"
        items = []
        overall_min = "60%"

        [[tasks.strata]]
        id = "S1"
        name = "一"
        when = [
            { field = "credit_class", any = ["D", "A"] },
            { field = "tags", any = ["b\"c", "z"] },
            { field = "name", prefix = ["甲\"", "丙丙"] },
        ]
        ratio = "100%"

        [[tasks.strata]]
        id = "S2"
        name = "二"
        when = [
            { field = "industry", prefix = ["C2", "D"] },
            { field = "area", none = ["城\\关镇", "城关镇"] },
            { field = "status", any = ["active", "moved"] },
        ]
        ratio = "1%"
        rounding = "down"
    "#;

    /// Lines give what records give, and what can't be met is found with key and line.
    #[test]
    fn lines_say_what_records_say() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path().join("office")).unwrap();
        let path = store.list_path(List::Entities);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, LINES).unwrap();
        let config = Config::embedded().unwrap();
        let checked = draft(PLAN, &config).unwrap().finish().unwrap();

        let from_lines = facts(&store, &checked.plan).unwrap();
        let mut from_records = Facts::for_plan(&checked.plan);
        for line in LINES.lines() {
            from_records.add_entity(&canonical::from_slice::<Entity>(line.as_bytes()).unwrap());
        }
        assert_eq!(from_lines.tasks.values().copied().collect::<Vec<_>>(), [TaskFact { population: 2, drawn: 1 }]);
        from_records.tasks = from_lines.tasks.clone();
        assert_eq!(format!("{from_lines:?}"), format!("{from_records:?}"));

        let error = check_against(&checked, &from_lines, &config).unwrap_err();
        let found: Vec<_> = error.faults.iter().map(|fault| (fault.code, fault.key.as_str(), fault.line)).collect();
        assert_eq!(found, [("overall-min-unmet", "tasks[1].overall_min", 21)]);
        let missing = error.warnings.iter().filter(|fault| fault.code == "value-not-found");
        let missing: Vec<_> = missing.map(|fault| fault.what.zh.rsplit('：').next().unwrap()).collect();
        assert_eq!(missing, ["A", "z", "丙丙", "D", "城\\关镇", "moved"]);
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(folder.path().join("office")).unwrap();
        let path = store.list_path(List::Entities);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("{LINES}{{\"id\":null}}\n")).unwrap();
        let checked = draft(PLAN, &Config::embedded().unwrap()).unwrap().finish().unwrap();
        assert!(matches!(facts(&store, &checked.plan), Err(OfficeError::Line { line: 4, .. })));
    }
}
