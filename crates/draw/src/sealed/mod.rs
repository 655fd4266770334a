//! Sealed mode: what is public of an outcome before it is opened, and what the office may read of it on one day.
//!
//! Every visit and every reserve is a leaf of the same shape, salted and ordered by its hash; what a day needs is encrypted under
//! halves of keys that two custodians keep. Randomness is given by the caller.
//!
//! Source: `docs/PROTOCOL.md`, section 22.

mod capsule;
mod error;
mod leaves;
mod text;

pub use capsule::{CapsuleName, TAG_LENGTH, capsule_key, capsule_list, capsule_names, open_capsule, seal_capsule};
pub use error::SealedError;
pub use leaves::{Leaves, SealedLeaf, leaf_data, leaf_hash, leaf_id, leaf_salt, reserve_leaves};
pub use text::{CapsuleText, Entry, PAD, Padded, Substitute, capsule_texts};
