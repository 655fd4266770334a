//! What the lists of an office say that a plan can be held against. The office streams its lists through this.

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
    /// How often each value that a condition names was found, by field and value. Values of `prefix` are counted as beginnings.
    pub values: BTreeMap<(String, String), u64>,
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

/// Values that conditions ask for in one field.
#[derive(Clone, Debug, Default)]
struct Wanted {
    exact: BTreeSet<String>,
    beginnings: Vec<String>,
}

impl Facts {
    /// No facts yet, for this plan: it decides which values of entities are counted.
    pub fn for_plan(plan: &Plan) -> Self {
        let mut facts = Self::default();
        let scopes = plan.tasks.iter().flat_map(|task| &task.scope);
        let strata = plan.tasks.iter().flat_map(|task| &task.strata);
        for condition in scopes.chain(strata.flat_map(|stratum| stratum.when.iter().flatten())) {
            let wanted = facts.wanted.entry(condition.field.clone()).or_default();
            wanted.exact.extend(condition.any.iter().chain(&condition.none).cloned());
            wanted.beginnings.extend(condition.prefix.iter().cloned());
        }
        for wanted in facts.wanted.values_mut() {
            wanted.beginnings.sort();
            wanted.beginnings.dedup();
        }
        facts
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
    pub fn add_entity(&mut self, entity: &Entity) {
        self.entities += 1;
        count(&mut self.areas, entity.area.clone());
        for (field, wanted) in &self.wanted {
            for value in texts(entity, field) {
                if wanted.exact.contains(value) {
                    count(&mut self.values, (field.clone(), value.to_owned()));
                }
                for beginning in wanted.beginnings.iter().filter(|beginning| value.starts_with(beginning.as_str())) {
                    count(&mut self.values, (field.clone(), beginning.clone()));
                }
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
        self.values.contains_key(&(condition.field.clone(), value.to_owned()))
    }

    fn add_department(&mut self, department: &str) {
        if !department.is_empty() && !self.departments.contains(department) {
            self.departments.insert(department.to_owned());
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
