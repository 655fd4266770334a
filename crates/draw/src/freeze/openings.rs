//! What opens the commitments of drawn entities, computed again from the office's lists.
//!
//! Source: `docs/PROTOCOL.md`, sections 6.5 and 15.

use records::frozen::{OpenedIds, Opening};
use records::id::Id;

use super::error::FreezeError;
use super::salt::BarredKind;
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
}
