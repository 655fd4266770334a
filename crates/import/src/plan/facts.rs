//! What the lists of an office say that a plan can be held against. The office streams its lists through this.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use records::day::Day;
use records::id::Id;
use records::lists::{Drawn, Entity, Inspector, Item, PastVisit};
use records::plan::{AreaRule, Condition, Plan, Pool};

/// Facts from the lists, small enough to keep whatever the size of the lists.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Items by id.
    pub items: BTreeMap<Id, ItemFact>,
    /// Inspectors who can take a seat at all: active, with a certificate that has an end.
    pub inspectors: Vec<InspectorFact>,
    /// Number of entities.
    pub entities: u64,
    /// Number of entities of each area.
    pub areas: BTreeMap<String, u64>,
    /// What each task would draw if nothing were excluded but what is closed; empty where nobody counted.
    pub tasks: BTreeMap<Id, TaskFact>,
    /// Whether promises may exclude entities.
    pub has_promises: bool,
    /// Entities drawn above, by task.
    pub selected: BTreeMap<String, u64>,
    /// Departments named by items, inspectors and past visits.
    pub departments: BTreeSet<String>,
    wanted: BTreeMap<String, Wanted>,
}

/// What is known of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemFact {
    /// Its name.
    pub name: String,
    /// The department that inspects it; may be empty.
    pub department: String,
    /// Whether it has a legal basis.
    pub has_basis: bool,
    /// `key`, `general` or empty.
    pub importance: String,
}

/// What is known of an inspector who can take a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectorFact {
    /// Department.
    pub department: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Expertise.
    pub expertise: Vec<String>,
    /// Areas; empty: everywhere.
    pub areas: Vec<String>,
    /// Home area; may be empty.
    pub home: String,
    /// First day of the certificate.
    pub certificate_from: Option<Day>,
    /// Last day of the certificate.
    pub certificate_until: Day,
}

/// What a task draws of how many, over all its strata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskFact {
    /// Entities in the strata that are not closed.
    pub population: u64,
    /// How many of them are drawn.
    pub drawn: u64,
}

/// An entity as far as facts are taken from it, wherever it comes from: a record, or a line that nobody unescaped.
pub trait EntityTexts {
    /// Its area; may be empty.
    fn area(&self) -> Cow<'_, str>;
    /// Calls for each text that a condition reads in a field; not for days.
    fn each_text(&self, field: &str, call: &mut dyn FnMut(&str));
}

/// Values that conditions ask for in one field, and whether some entity has them.
#[derive(Clone, Debug, Default)]
struct Wanted {
    exact: BTreeMap<String, bool>,
    beginnings: BTreeMap<String, bool>,
}

impl Facts {
    /// No facts yet, for this plan: it decides which values of entities are counted.
    pub fn for_plan(plan: &Plan) -> Self {
        let mut facts = Self::default();
        let scopes = plan.tasks.iter().flat_map(|task| &task.scope);
        let strata = plan.tasks.iter().flat_map(|task| &task.strata);
        for condition in scopes.chain(strata.flat_map(|stratum| stratum.when.iter().flatten())) {
            let wanted = facts.wanted.entry(condition.field.clone()).or_default();
            wanted.exact.extend(condition.any.iter().chain(&condition.none).map(|text| (text.clone(), false)));
            wanted.beginnings.extend(condition.prefix.iter().map(|text| (text.clone(), false)));
        }
        facts
    }

    /// No facts yet, for a part of the list of entities; see [`Facts::merge_entities`].
    pub fn clone_for_entities(&self) -> Self {
        Self { wanted: self.wanted.clone(), ..Self::default() }
    }

    /// Facts of another part of the list of entities, gathered from `for_plan` too, join these.
    pub fn merge_entities(&mut self, part: Self) {
        self.entities += part.entities;
        for (area, more) in part.areas {
            *self.areas.entry(area).or_insert(0) += more;
        }
        for (field, part) in part.wanted {
            let Some(wanted) = self.wanted.get_mut(&field) else { continue };
            for (mine, theirs) in [(&mut wanted.exact, part.exact), (&mut wanted.beginnings, part.beginnings)] {
                for (text, found) in theirs {
                    *mine.entry(text).or_insert(false) |= found;
                }
            }
        }
    }

    /// The fields that conditions ask for.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.wanted.keys().map(String::as_str)
    }

    /// Takes in one item.
    pub fn add_item(&mut self, item: &Item) {
        self.add_department(&item.department);
        let fact = ItemFact {
            name: item.name.clone(),
            department: item.department.clone(),
            has_basis: !item.basis.trim().is_empty(),
            importance: item.importance.clone(),
        };
        self.items.insert(item.id.clone(), fact);
    }

    /// Takes in one inspector, if he can take a seat.
    pub fn add_inspector(&mut self, inspector: &Inspector) {
        self.add_department(&inspector.department);
        let active = inspector.status.is_empty() || inspector.status == "active";
        if let (true, Some(certificate_until)) = (active, inspector.certificate_until) {
            self.inspectors.push(InspectorFact {
                department: inspector.department.clone(),
                roles: inspector.roles.clone(),
                expertise: inspector.expertise.clone(),
                areas: inspector.areas.clone(),
                home: inspector.home.clone(),
                certificate_from: inspector.certificate_from,
                certificate_until,
            });
        }
    }

    /// Takes in one entity.
    pub fn add_entity(&mut self, entity: &impl EntityTexts) {
        self.entities += 1;
        let area = entity.area();
        match self.areas.get_mut(area.as_ref()) {
            Some(count) => *count += 1,
            None => drop(self.areas.insert(area.into_owned(), 1)),
        }
        for (field, wanted) in &mut self.wanted {
            // Mostly all was found long ago.
            let open = wanted.exact.values().chain(wanted.beginnings.values()).any(|found| !found);
            if open {
                entity.each_text(field, &mut |value| wanted.look(value));
            }
        }
    }

    /// Takes in one entity that an upper level has drawn.
    pub fn add_drawn(&mut self, drawn: &Drawn) {
        for task in &drawn.tasks {
            count(&mut self.selected, task.clone());
        }
    }

    /// Takes in one past visit.
    pub fn add_visit(&mut self, visit: &PastVisit) {
        for department in &visit.departments {
            self.add_department(department);
        }
    }

    /// Whether some entity has a value that this condition names.
    pub(super) fn finds(&self, condition: &Condition, value: &str) -> bool {
        let wanted = self.wanted.get(&condition.field);
        let found = |texts: &BTreeMap<String, bool>| texts.get(value).copied().unwrap_or(false);
        wanted.is_some_and(|wanted| found(&wanted.exact) || found(&wanted.beginnings))
    }

    fn add_department(&mut self, department: &str) {
        if !department.is_empty() && !self.departments.contains(department) {
            self.departments.insert(department.to_owned());
        }
    }
}

impl Wanted {
    fn look(&mut self, value: &str) {
        if let Some(found) = self.exact.get_mut(value) {
            *found = true;
        }
        for (beginning, found) in &mut self.beginnings {
            *found |= value.starts_with(beginning.as_str());
        }
    }
}

impl InspectorFact {
    /// Whether he belongs to a pool, and his certificate reaches into these days. Areas are not judged here.
    pub fn is_member(&self, pool: &Pool, from: Day, until: Day) -> bool {
        self.department == pool.department
            && (pool.role.is_empty() || self.roles.contains(&pool.role))
            && pool.expertise.iter().all(|skill| self.expertise.contains(skill))
            && self.certificate_until >= from
            && self.certificate_from.is_none_or(|first| first <= until)
    }

    /// Whether he may take a seat of the pool in this area.
    pub fn may_visit(&self, pool: &Pool, area: &str, home_area_rule: bool) -> bool {
        let inside = pool.area == AreaRule::Any || self.areas.is_empty() || self.areas.iter().any(|a| a == area);
        inside && !(home_area_rule && !self.home.is_empty() && self.home == area)
    }
}

fn count<K: Ord>(counts: &mut BTreeMap<K, u64>, key: K) {
    *counts.entry(key).or_insert(0) += 1;
}

impl EntityTexts for Entity {
    fn area(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.area)
    }

    fn each_text(&self, field: &str, call: &mut dyn FnMut(&str)) {
        texts(self, field).into_iter().for_each(call);
    }
}

/// The texts that a condition reads in a field; none for days.
fn texts<'e>(entity: &'e Entity, field: &str) -> Vec<&'e str> {
    let private = &entity.private;
    let one: &str = match field {
        "tags" => return entity.tags.iter().map(String::as_str).collect(),
        "licences" => return entity.licences.iter().map(String::as_str).collect(),
        "id" => entity.id.as_str(),
        "status" if entity.status.is_empty() => "active",
        "status" => &entity.status,
        "code" => &entity.code,
        "name" => &entity.name,
        "kind" => &entity.kind,
        "area" => &entity.area,
        "industry" => &entity.industry,
        "scale" => &entity.scale,
        "scope" => &entity.scope,
        "credit_class" => &private.credit_class,
        "address" => &private.address,
        "legal_representative" => &private.legal_representative,
        "phone" => &private.phone,
        "accepted" => &private.accepted,
        "note" => &private.note,
        _ => return Vec::new(),
    };
    vec![one]
}
