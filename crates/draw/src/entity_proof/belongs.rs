//! Which lines of a bundle belong to an entity, wherever they are looked up.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use records::frozen::{Exclusion, LabelLine};
use records::id::Id;
use records::plan::Plan;

use super::{ENTITIES, EXCLUSIONS, EntityProofError, LABELS, SELECTED, SELECTION, STRATA, VISITS};
use crate::rules::{EntityLine, LineBuffer, OUTSIDE, Rules, RulesError, Standing};

/// The lists of a bundle, as far as they are asked about one entity. Lines are counted from 0.
pub(super) trait Lists {
    /// Why there is no answer.
    type Error: From<EntityProofError>;

    /// Its line of `exclusions`.
    fn exclusion(&self, id: &str) -> Result<Option<(u64, Exclusion)>, Self::Error>;

    /// Its line of `lists/strata`.
    fn labels(&self, id: &str) -> Result<Option<(u64, LabelLine)>, Self::Error>;

    /// Its line of `lists/selection`, or, if it has none, the lines that would be its neighbours.
    fn chosen(&self, id: &str) -> Result<Chosen, Self::Error>;

    /// All its lines of `draw/selected`, ascending, and whether each is of a reserve.
    fn selected(&self, id: &str) -> Result<Vec<(u64, bool)>, Self::Error>;

    /// The line of the visit to a place.
    fn visit(&self, place: &str) -> Result<Option<u64>, Self::Error>;
}

/// What `selection` says of an entity.
#[derive(Default)]
pub(super) struct Chosen {
    /// Its line, or its neighbours.
    pub lines: Vec<u64>,
    /// The tasks for which it was drawn above.
    pub tasks: Vec<String>,
}

/// Lines of one file, from 0, ascending.
pub(super) type Lines = (&'static str, Vec<u64>);

/// The rule of section 25 for one plan.
#[derive(Debug)]
pub(super) struct Belonging<'p> {
    plan: &'p Plan,
    /// Nothing before there is an outcome.
    rules: Option<Rules>,
}

impl<'p> Belonging<'p> {
    /// Everything that a proof needs.
    pub fn of_outcome(plan: &'p Plan) -> Result<Self, RulesError> {
        Ok(Self { plan, rules: Some(Rules::compile(plan)?) })
    }

    /// Of an announcement or a sealed bundle: what is public of an entity before anybody knows who is drawn (section 22.1).
    pub fn of_lists(plan: &'p Plan) -> Self {
        Self { plan, rules: None }
    }

    /// The files that are asked, in the order in which a proof has their lines.
    pub fn files(&self) -> Vec<&'static str> {
        let plan = self.plan;
        let is_asked = |file: &&'static str| match *file {
            ENTITIES | EXCLUSIONS => true,
            SELECTION => self.rules.is_some() && plan.uses_selection(),
            LABELS => self.rules.is_some() && plan.is_labelled(),
            _ => self.rules.is_some(),
        };
        [ENTITIES, EXCLUSIONS, SELECTION, LABELS, STRATA, SELECTED, VISITS].into_iter().filter(is_asked).collect()
    }

    /// All lines that say something about the entity of this line, file by file in their order.
    pub fn of_entity<L: Lists>(&self, lists: &L, index: u64, line: &[u8]) -> Result<Vec<Lines>, L::Error> {
        let mut buffer = LineBuffer::default();
        let entity = EntityLine::parse(line, &mut buffer, false).map_err(EntityProofError::from)?;
        let id = entity.id();
        let one = |found: Option<u64>| found.into_iter().collect::<Vec<u64>>();
        let exclusion = lists.exclusion(id)?;
        let mut out = vec![(ENTITIES, vec![index]), (EXCLUSIONS, one(exclusion.as_ref().map(|(index, _)| *index)))];
        let Some(rules) = &self.rules else { return Ok(out) };
        let chosen = match self.plan.uses_selection() {
            true => lists.chosen(id)?,
            false => Chosen::default(),
        };
        let labels = match self.plan.is_labelled() {
            true => lists.labels(id)?,
            false => None,
        };
        let excluded: Vec<&Id> =
            exclusion.iter().flat_map(|(_, line)| &line.tasks).map(|excluded| &excluded.task).collect();
        let label_line = labels.as_ref().map(|(_, line)| line);
        let strata =
            self.strata(rules, &entity, &chosen.tasks, label_line, &excluded).map_err(EntityProofError::from)?;
        let selected = lists.selected(id)?;
        let visit = match selected.iter().any(|(_, reserve)| !reserve) {
            true => lists.visit(entity.user_id().unwrap_or(id))?,
            false => None,
        };
        out.push((SELECTION, chosen.lines));
        out.push((LABELS, one(labels.map(|(index, _)| index))));
        out.push((STRATA, strata));
        out.push((SELECTED, selected.into_iter().map(|(index, _)| index).collect()));
        out.push((VISITS, one(visit)));
        Ok(out)
    }

    /// Lines of `draw/strata.jsonl` of the strata in which it lies and from which it is not excluded.
    fn strata(
        &self,
        rules: &Rules,
        entity: &EntityLine<'_>,
        chosen: &[String],
        labels: Option<&LabelLine>,
        excluded: &[&Id],
    ) -> Result<Vec<u64>, RulesError> {
        let labels = labels.map(|line| rules.labels_of(line)).transpose()?.unwrap_or_default();
        let selected = rules.selected_of(chosen);
        let mut strata = vec![OUTSIDE; rules.task_count()];
        rules.assign(entity, Standing { selected: &selected, labels: &labels }, &mut strata);
        let tasks = self.plan.tasks.iter().zip(strata).enumerate();
        let lies = tasks.filter(|(_, (task, stratum))| *stratum != OUTSIDE && !excluded.contains(&&task.id));
        // Strata of all tasks stand one after another in the list.
        Ok(lies.map(|(task, (_, stratum))| (rules.cells_of(task).start + usize::from(stratum)) as u64).collect())
    }
}
