//! Where a test lets the program die: after each write that is on the disk.
//!
//! Outside the tests of this crate nothing of it exists.

use crate::error::Result;

/// Told after each durable write.
#[cfg(not(test))]
pub(super) fn durable() -> Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use armed::{arm, durable, passed};

#[cfg(test)]
mod armed {
    use super::Result;
    use crate::error::{Doing, OfficeError};
    use std::cell::Cell;
    use std::path::Path;

    thread_local! {
        static LEFT: Cell<Option<u64>> = const { Cell::new(None) };
        static PASSED: Cell<u64> = const { Cell::new(0) };
    }

    /// The next `left` durable writes of this thread succeed, and the one after them is the last thing that happens.
    pub fn arm(left: Option<u64>) {
        LEFT.set(left);
        PASSED.set(0);
    }

    /// Durable writes since [`arm`].
    pub fn passed() -> u64 {
        PASSED.get()
    }

    /// Told after each durable write.
    pub fn durable() -> Result<()> {
        PASSED.set(PASSED.get() + 1);
        match LEFT.get() {
            Some(0) => {
                Err(OfficeError::io(Doing::Write, Path::new("here the program dies"))(std::io::Error::other("killed")))
            }
            Some(left) => {
                LEFT.set(Some(left - 1));
                Ok(())
            }
            None => Ok(()),
        }
    }
}
