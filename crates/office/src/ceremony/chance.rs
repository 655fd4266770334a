//! The operating system's randomness for what a ceremony makes in secret: coefficients, halves of keys, nonces.

use crate::error::{Doing, OfficeError, Result};
use crate::store::secret::fill_random;
use records::hash::{Digest, Secret};
use std::path::Path;
use zeroize::Zeroizing;

/// From where randomness comes.
#[derive(Clone, Debug, Default)]
pub(super) enum Chance {
    /// From the system.
    #[default]
    System,
    /// The same in each run, so that a test can compare runs.
    #[cfg(test)]
    Fixed,
}

impl Chance {
    /// 64 bytes. `purpose` tells uses apart where chance is fixed.
    pub fn bytes(&self, purpose: &str) -> Result<Zeroizing<[u8; 64]>> {
        let mut bytes = Zeroizing::new([0; 64]);
        match self {
            Self::System => {
                fill_random(bytes.as_mut_slice()).map_err(OfficeError::io(Doing::Random, Path::new(purpose)))?;
            }
            #[cfg(test)]
            Self::Fixed => {
                for (part, half) in ["a", "b"].into_iter().zip(bytes.chunks_exact_mut(32)) {
                    let digest = records::hash::h("test/chance", &[purpose.as_bytes(), part.as_bytes()]);
                    half.copy_from_slice(digest.as_bytes());
                }
            }
        }
        Ok(bytes)
    }

    /// 32 secret bytes.
    pub fn secret(&self, purpose: &str) -> Result<Secret> {
        let bytes = self.bytes(purpose)?;
        let mut half = [0; 32];
        half.copy_from_slice(bytes.get(..32).unwrap_or(&[0; 32]));
        Ok(Secret::new(half))
    }

    /// 32 bytes that may be published.
    pub fn nonce(&self, purpose: &str) -> Result<Digest> {
        Ok(Digest::new(*self.secret(purpose)?.expose_bytes()))
    }
}
