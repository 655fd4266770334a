//! Who is told everything while an import goes on: reports keep only the first findings of each kind.

use super::fault::RowFault;
use super::merge::Change;
use crate::error::Result;
use ::import::Notice;
use records::lists::List;

/// Is told every fault, notice and change. An error of it breaks the import off, before anything is changed.
pub trait Listener {
    /// Whether it wants to be told; if not, an import has less to do.
    fn listens(&self) -> bool {
        true
    }
    /// Something is wrong.
    fn fault(&mut self, fault: &RowFault) -> Result<()>;
    /// Something should be known.
    fn notice(&mut self, notice: &Notice) -> Result<()>;
    /// Changes begin; changes that were told before do not count.
    fn changes_begin(&mut self, list: List) -> Result<()>;
    /// A record is added, changed or removed. If there is any fault, changes are of no account.
    fn change(&mut self, change: &Change<'_>) -> Result<()>;
}

/// Nobody.
impl Listener for () {
    fn listens(&self) -> bool {
        false
    }
    fn fault(&mut self, _: &RowFault) -> Result<()> {
        Ok(())
    }
    fn notice(&mut self, _: &Notice) -> Result<()> {
        Ok(())
    }
    fn changes_begin(&mut self, _: List) -> Result<()> {
        Ok(())
    }
    fn change(&mut self, _: &Change<'_>) -> Result<()> {
        Ok(())
    }
}
