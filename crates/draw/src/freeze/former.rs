//! One code, one entity: `former_ids` are disjoint from all ids and from each other's.
//!
//! Source: `docs/PROTOCOL.md`, section 4.

use super::error::FreezeError;
use crate::rules::{EntityLine, LineBuffer};

/// All former codes of a list, with the entity that had each; few, as a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormerIds(Vec<(String, String)>);

impl FormerIds {
    /// From pairs of former code and entity, in any order.
    pub fn new(mut pairs: Vec<(String, String)>) -> Result<Self, FreezeError> {
        pairs.sort_unstable();
        for pair in pairs.windows(2) {
            if let [(code, entity), (next, other)] = pair
                && code == next
            {
                return Err(clash(code, entity, other));
            }
        }
        Ok(Self(pairs))
    }

    /// Whether there is none, so that nothing needs to be compared.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entity that had this code before.
    pub fn owner(&self, code: &str) -> Option<&str> {
        let index = self.0.binary_search_by(|(former, _)| former.as_str().cmp(code)).ok()?;
        self.0.get(index).map(|(_, entity)| entity.as_str())
    }

    /// The former codes, ascending.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(code, _)| code.as_str())
    }

    /// Refuses an id of the list that is also a former code; to be asked for every id.
    pub fn check(&self, id: &str) -> Result<(), FreezeError> {
        match self.owner(id) {
            Some(entity) => Err(clash(id, entity, id)),
            None => Ok(()),
        }
    }

    /// [`Self::check`] for ids in ascending order, in one walk along both.
    pub fn check_sorted<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<(), FreezeError> {
        let mut rest = self.0.as_slice();
        for id in ids {
            while let Some(((code, entity), after)) = rest.split_first() {
                match code.as_str().cmp(id) {
                    std::cmp::Ordering::Less => rest = after,
                    std::cmp::Ordering::Equal => return Err(clash(code, entity, id)),
                    std::cmp::Ordering::Greater => break,
                }
            }
            if rest.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Refuses a line whose `user_id` or `maintainer_id` is a former code: visits are merged, and
    /// conflicts found, by the present one.
    pub fn check_users(&self, line: &[u8]) -> Result<(), FreezeError> {
        if self.is_empty() || !super::may_have_user(line) {
            return Ok(());
        }
        let mut buffer = LineBuffer::default();
        let entity = EntityLine::parse(line, &mut buffer, false).map_err(|error| super::line_error(line, error))?;
        for (field, code) in [("user_id", entity.user_id()), ("maintainer_id", entity.maintainer_id())] {
            if let Some((code, present)) = code.and_then(|code| self.owner(code).map(|present| (code, present))) {
                return Err(FreezeError::FormerUser {
                    entity: entity.id().to_owned(),
                    field,
                    code: code.to_owned(),
                    present: present.to_owned(),
                });
            }
        }
        Ok(())
    }
}

fn clash(code: &str, entity: &str, other: &str) -> FreezeError {
    FreezeError::FormerId { code: code.to_owned(), entity: entity.to_owned(), other: other.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(code, entity)| (code.to_string(), entity.to_string())).collect()
    }

    #[test]
    fn one_code_is_one_entity() {
        let former = FormerIds::new(pairs(&[("B1", "E9"), ("A1", "E2")])).unwrap();
        assert_eq!(former.owner("A1"), Some("E2"));
        assert_eq!(former.owner("A2"), None);
        assert!(former.check_sorted(["A0", "A2", "B0", "B2"]).is_ok());
        let clash = former.check_sorted(["A0", "B1", "C"]).unwrap_err();
        assert_eq!(former.check("B1"), Err(clash.clone()));
        assert_eq!(clash.code(), "freeze-former-id");
        assert!(FormerIds::new(pairs(&[("A1", "E1"), ("A1", "E2")])).is_err());
        assert!(FormerIds::default().is_empty());
    }
}
