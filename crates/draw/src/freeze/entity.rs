//! One entity: its public line, where it lies, what excludes it and who is barred from it.
//!
//! Source: `docs/PROTOCOL.md`, sections 6.1, 6.4, 6.5, 6.7, 6.8 and 6.10.

use std::collections::BTreeMap;

use records::canonical::quote_into;
use records::day::Day;
use records::frozen::ExclusionReason;
use records::hash::Digest;
use records::id::Id;

use super::amounts::Counts;
use super::codes::Fact;
use super::error::FreezeError;
use super::exclusion;
use super::people::inspectors_private;
use super::salt::{BarredKind, barred_commitment};
use super::{Freezer, line_error};
use crate::pools;
use crate::rules::{EntityLine, Field, Fields, LineBuffer, LineError, OUTSIDE, Standing, plain};

/// What one entity gives to the frozen lists. Used again for each entity.
#[derive(Clone, Debug, Default)]
pub struct FrozenEntity {
    /// Its line of `entities`.
    pub public: Vec<u8>,
    /// Its line of `exclusions`; empty if there is none.
    pub exclusion: Vec<u8>,
    /// Its line of `barred`; empty if there is none.
    pub barred: Vec<u8>,
    /// Its line of `strata`; empty if no task is labelled.
    pub labels: Vec<u8>,
    /// For each task the stratum in which it lies, or [`OUTSIDE`].
    pub strata: Vec<u16>,
    /// For each task why it is excluded, if it is.
    pub excluded: Vec<Option<ExclusionReason>>,
    /// For each task the stratum from which it may be drawn, or [`OUTSIDE`]: what a
    /// [`crate::select::Selector`] is offered.
    pub offered: Vec<u16>,
    /// Number of its line of `selection`, where there is one.
    pub selection: Option<u32>,
    /// Its former codes, as texts.
    pub former_ids: Vec<String>,
    id: String,
    area: String,
    scratch: Scratch,
}

/// Memory that is of no interest to the caller.
#[derive(Clone, Debug, Default)]
struct Scratch {
    line: LineBuffer,
    facts: Vec<Fact>,
    private: Vec<u8>,
    /// Members of each pool, by area.
    members: Vec<BTreeMap<String, Vec<u32>>>,
}

impl FrozenEntity {
    /// The entity's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Adds it to the counts of the strata in which it lies.
    pub fn count_into(&self, freezer: &Freezer<'_>, counts: &mut Counts) {
        for (task, stratum) in self.strata.iter().enumerate() {
            if *stratum == OUTSIDE {
                continue;
            }
            let cell = freezer.rules.cells_of(task).start + usize::from(*stratum);
            let Some(count) = counts.0.get_mut(cell) else { continue };
            match self.excluded.get(task) {
                Some(Some(_)) => count.excluded += 1,
                _ => count.population += 1,
            }
        }
    }
}

/// Indices of the frozen inspectors who are barred from one entity, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct BarredIndices {
    pub law: Vec<u32>,
    pub rotation: Vec<u32>,
}

impl Freezer<'_> {
    /// Freezes one line of the office's list of entities.
    pub fn entity(&self, line: &[u8], out: &mut FrozenEntity) -> Result<(), FreezeError> {
        let FrozenEntity { scratch, former_ids, .. } = out;
        let Scratch { line: buffer, facts, private, members } = scratch;
        let entity =
            EntityLine::parse(line, buffer, !self.private_read.is_empty()).map_err(|error| line_error(line, error))?;
        if entity.sealed().is_some() {
            let error = LineError::UnknownKey { key: "sealed".to_owned() };
            return Err(line_error(line, error));
        }
        let id = entity.id();
        out.id.clear();
        out.id.push_str(id);
        former_ids.clear();
        former_ids.extend(entity.former_ids().map(str::to_owned));
        check_values(&entity)?;

        facts.clear();
        for code in std::iter::once(id).chain(entity.former_ids()) {
            facts.extend_from_slice(self.facts.of(code));
        }
        out.selection = self.selection_of(id);
        out.strata.resize(self.rules.task_count(), OUTSIDE);
        self.assign(&entity, out.selection, &mut out.strata);

        out.public.clear();
        let sealed = self.sealed.seal(id, entity.private().as_bytes());
        write_public(line, &entity, &sealed, &mut out.public);
        out.labels.clear();
        if self.plan.is_labelled() {
            self.write_labels(&entity, &out.strata, private, &mut out.labels);
        }
        out.exclusion.clear();
        let outside = out.strata.iter().all(|stratum| *stratum == OUTSIDE);
        out.excluded.clear();
        out.excluded.resize(out.strata.len(), None);
        if !outside {
            // Who goes to equipment goes to its user.
            facts.extend(entity.user_id().into_iter().flat_map(|code| self.facts.of(code)));
            let found = exclusion::find(self, &entity, facts, &out.strata);
            exclusion::write(self, id, &found, &mut out.exclusion);
            for (task, found) in found.iter().enumerate() {
                if let (Some(slot), Some(found)) = (out.excluded.get_mut(task), found) {
                    *slot = Some(found.reason);
                }
            }
        }
        out.offered.clear();
        let offered = out.strata.iter().zip(&out.excluded);
        out.offered.extend(offered.map(|(s, why)| if why.is_none() { *s } else { OUTSIDE }));
        out.barred.clear();
        if self.is_barred_listed(&out.strata) {
            // The user's are looked up there too, and the same fact twice counts once.
            let indices = self.barred_indices(&entity, facts);
            self.write_barred(id, &indices, &mut out.barred);
            out.area.clear();
            out.area.push_str(&entity.area());
            self.check_choice(id, &out.area, &out.offered, &indices, members)?;
        }
        Ok(())
    }

    fn assign(&self, entity: &EntityLine<'_>, selection: Option<u32>, strata: &mut [u16]) {
        let selected = selection.and_then(|line| self.selected.get(line as usize));
        let standing = Standing { selected: selected.map_or(&[], Vec::as_slice), labels: &[] };
        self.rules.assign(entity, standing, strata);
    }

    /// For each task the stratum in which an entity lies.
    pub(super) fn strata_of(&self, entity: &EntityLine<'_>) -> Vec<u16> {
        let mut strata = vec![OUTSIDE; self.rules.task_count()];
        self.assign(entity, self.selection_of(entity.id()), &mut strata);
        strata
    }

    /// Whether an entity has a line in `barred`: it lies in a stratum of a task with seats.
    pub(super) fn is_barred_listed(&self, strata: &[u16]) -> bool {
        let mut tasks = self.plan.tasks.iter().zip(strata);
        tasks.any(|(task, stratum)| *stratum != OUTSIDE && !task.seats.is_empty())
    }

    /// Only the id itself counts here, not former ones.
    fn selection_of(&self, id: &str) -> Option<u32> {
        self.facts.of(id).iter().find_map(|fact| match fact {
            Fact::Selection(line) => Some(*line),
            _ => None,
        })
    }

    /// Who is barred; `own` are the facts of the codes that the entity is known as.
    pub(super) fn barred_indices(&self, entity: &EntityLine<'_>, own: &[Fact]) -> BarredIndices {
        let mut out = BarredIndices::default();
        let others = entity.user_id().into_iter().chain(entity.maintainer_id());
        let all = own.iter().chain(others.flat_map(|code| self.facts.of(code)));
        for fact in all {
            match fact {
                Fact::Law(who) => out.law.push(*who),
                Fact::Rotation(who) => out.rotation.push(*who),
                _ => {}
            }
        }
        out.law.sort_unstable();
        out.law.dedup();
        out.rotation.sort_unstable();
        out.rotation.dedup();
        out.rotation.retain(|who| out.law.binary_search(who).is_err());
        out
    }

    /// Pseudonyms and salt of one kind, and so what opens its commitment.
    pub(super) fn barred_opening(&self, id: &str, kind: BarredKind, indices: &[u32]) -> (Vec<Id>, Digest) {
        let ids = self.people.pseudonyms(indices);
        let private = inspectors_private(&ids, Some(kind.name()));
        let salt = self.barred.salt(id, &private);
        (ids, salt)
    }

    fn write_barred(&self, id: &str, indices: &BarredIndices, out: &mut Vec<u8>) {
        let commitment = |kind: BarredKind, indices: &[u32]| {
            let (ids, salt) = self.barred_opening(id, kind, indices);
            barred_commitment(kind, &salt, &ids)
        };
        out.extend_from_slice(b"{\"id\":\"");
        out.extend_from_slice(id.as_bytes());
        out.extend_from_slice(b"\",\"law\":");
        push_digest(&commitment(BarredKind::Law, &indices.law), out);
        out.extend_from_slice(b",\"rotation\":");
        push_digest(&commitment(BarredKind::Rotation, &indices.rotation), out);
        out.push(b'}');
    }

    fn write_labels(&self, entity: &EntityLine<'_>, strata: &[u16], private: &mut Vec<u8>, out: &mut Vec<u8>) {
        private.clear();
        private.push(b'{');
        for field in &self.private_read {
            if let Some(raw) = entity.raw(*field) {
                private.extend_from_slice(if private.len() == 1 { b"\"" } else { b",\"" });
                private.extend_from_slice(field.name().as_bytes());
                private.extend_from_slice(b"\":");
                private.extend_from_slice(raw.as_bytes());
            }
        }
        private.push(b'}');
        out.extend_from_slice(b"{\"id\":\"");
        out.extend_from_slice(entity.id().as_bytes());
        out.extend_from_slice(b"\",\"labels\":[");
        let mut first = true;
        for (task, stratum) in self.plan.tasks.iter().zip(strata) {
            let Some(stratum) = task.strata.get(usize::from(*stratum)) else { continue };
            if task.labelled {
                out.extend_from_slice(if first { b"{\"stratum\":" } else { b",{\"stratum\":" });
                quote_into(stratum.id.as_str(), out);
                out.extend_from_slice(b",\"task\":");
                quote_into(task.id.as_str(), out);
                out.push(b'}');
                first = false;
            }
        }
        out.extend_from_slice(b"],\"sealed\":");
        push_digest(&self.strata.seal(entity.id(), private), out);
        out.push(b'}');
    }

    /// Section 6.10: enough lawful inspectors for each pool from which the entity may need some.
    fn check_choice(
        &self,
        id: &str,
        area: &str,
        offered: &[u16],
        barred: &BarredIndices,
        known: &mut Vec<BTreeMap<String, Vec<u32>>>,
    ) -> Result<(), FreezeError> {
        if self.plan.min_choice == 0 || !self.plan.min_choice_waiver.is_empty() {
            return Ok(());
        }
        known.resize(self.plan.pools.len(), BTreeMap::new());
        let home_rule = self.plan.rotation.home_area;
        for (pool, known) in self.plan.pools.iter().zip(known) {
            let mut tasks = self.plan.tasks.iter().zip(offered);
            let needed =
                tasks.any(|(task, stratum)| *stratum != OUTSIDE && task.seats.iter().any(|seat| seat.pool == pool.id));
            if !needed {
                continue;
            }
            if !known.contains_key(area) {
                let members = pools::members(self.plan, pool, area, home_rule, &self.people.frozen);
                known.insert(area.to_owned(), members);
            }
            let members = known.get(area).map_or(&[][..], Vec::as_slice);
            let gone = barred.law.iter().chain(&barred.rotation);
            let gone = gone.filter(|who| members.binary_search(who).is_ok()).count();
            let got = u32::try_from(members.len() - gone).unwrap_or(u32::MAX);
            if got < self.plan.min_choice {
                return Err(FreezeError::MinChoice {
                    entity: id.to_owned(),
                    pool: pool.id.to_string(),
                    got,
                    expected: self.plan.min_choice,
                });
            }
        }
        Ok(())
    }
}

/// The line without `private`, with `sealed` in its place in the order of keys.
fn write_public(line: &[u8], entity: &EntityLine<'_>, sealed: &Digest, out: &mut Vec<u8>) {
    out.reserve(line.len() + 80);
    let [before, between, after] = entity.around_sealed();
    out.extend_from_slice(before.as_bytes());
    out.extend_from_slice(between.as_bytes());
    out.extend_from_slice(b",\"sealed\":");
    push_digest(sealed, out);
    out.extend_from_slice(after.as_bytes());
}

pub(super) fn push_digest(digest: &Digest, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = [b'"'; 66];
    for (pair, byte) in text[1..65].chunks_exact_mut(2).zip(digest.as_bytes()) {
        pair[0] = DIGITS[usize::from(byte >> 4)];
        pair[1] = DIGITS[usize::from(byte & 15)];
    }
    out.extend_from_slice(&text);
}

/// Ids and days: what verifiers will read in the public line.
fn check_values(entity: &EntityLine<'_>) -> Result<(), FreezeError> {
    let own = std::iter::once(entity.id()).chain(entity.former_ids());
    for code in own.chain(entity.user_id()).chain(entity.maintainer_id()) {
        if let Err(error) = Id::check(code) {
            let (entity, code) = (entity.id().to_owned(), code.to_owned());
            return Err(FreezeError::Id { entity, code, error });
        }
    }
    for field in [Field::Established, Field::LicenceUntil] {
        let Some(raw) = entity.raw(field) else { continue };
        if plain(raw).is_none_or(|day| day.parse::<Day>().is_err()) {
            let (entity, got) = (entity.id().to_owned(), raw.to_owned());
            return Err(FreezeError::Day { entity, field: field.name(), got });
        }
    }
    Ok(())
}
