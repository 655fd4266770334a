//! What opens the commitments of drawn entities, computed again from the office's lists.
//!
//! Source: `docs/PROTOCOL.md`, sections 6.5 and 15.

use records::canonical;
use records::events::{OpenedName, OpenedPerson};
use records::frozen::{OpenedIds, Opening};
use records::id::Id;

use super::error::FreezeError;
use super::salt::{BarredKind, Salter};
use super::{Freezer, line_error};
use crate::rules::{EntityLine, LineBuffer};
use crate::visits::Place;

/// What the office looks up about one drawn entity, from its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnEntity {
    /// Area and user.
    pub place: Place,
    /// What opens its line in `barred`, if it has one.
    pub opening: Option<Opening>,
}

impl Freezer<'_> {
    /// Place and opening of one drawn entity, from its line in the office's list.
    pub fn drawn_entity(&self, line: &[u8]) -> Result<DrawnEntity, FreezeError> {
        let mut buffer = LineBuffer::default();
        let entity = EntityLine::parse(line, &mut buffer, !self.private_read.is_empty())
            .map_err(|error| line_error(line, error))?;
        let own = std::iter::once(entity.id()).chain(entity.former_ids());
        let facts: Vec<_> = own.flat_map(|code| self.facts.of(code)).copied().collect();
        let indices = self.barred_indices(&entity, &facts);
        let opened = |kind: BarredKind, indices: &[u32]| {
            let (inspectors, salt) = self.barred_opening(entity.id(), kind, indices);
            OpenedIds { inspectors, salt }
        };
        let parse = |code: &str| {
            Id::parse(code).map_err(|error| FreezeError::Id {
                entity: entity.id().to_owned(),
                code: code.to_owned(),
                error,
            })
        };
        let id = parse(entity.id())?;
        let user_id = entity.user_id().map(parse).transpose()?;
        let strata = self.strata_of(&entity);
        let opening = self.is_barred_listed(&strata).then(|| Opening {
            id: id.clone(),
            law: opened(BarredKind::Law, &indices.law),
            rotation: opened(BarredKind::Rotation, &indices.rotation),
        });
        Ok(DrawnEntity { place: Place { id, area: entity.area(), user_id }, opening })
    }

    /// Name, work number and certificate number behind pseudonyms, with the salts that open them: for slips, where the plan allows
    /// it. Who is not in this draw is left out.
    pub fn opened_names(&self, pseudonyms: &[Id]) -> Result<Vec<OpenedName>, FreezeError> {
        let salter = Salter::new(&self.secret, "inspectors", &self.plan.draw_name());
        let behind = |pseudonym: &Id| {
            let at = self.people.names.binary_search_by(|name| name.pseudonym.cmp(pseudonym)).ok()?;
            let name = self.people.names.get(at)?;
            let at = self.lists.inspectors.binary_search_by(|other| other.id.cmp(&name.inspector)).ok()?;
            self.lists.inspectors.get(at)
        };
        let mut out = Vec::new();
        for (pseudonym, inspector) in pseudonyms.iter().filter_map(|id| Some((id, behind(id)?))) {
            let private = OpenedPerson {
                certificate_no: inspector.certificate_no.clone(),
                name: inspector.name.clone(),
                work_no: inspector.work_no.clone(),
            };
            let line =
                canonical::to_vec(&private).map_err(|error| FreezeError::Canonical { list: "inspectors", error })?;
            let salt = salter.salt(pseudonym.as_str(), &line);
            out.push(OpenedName { inspector: pseudonym.clone(), private, salt });
        }
        Ok(out)
    }
}
