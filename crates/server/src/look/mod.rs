//! Look-ups: "why me, why not me" for any code, from static files.
//!
//! The lines of a verified bundle about each entity, with their paths to the published roots, are written into small files
//! (*shards*) by a hash of its code: so a page or a server answers for one of a million entities by reading one file of some tens of
//! kilobytes, a visitor's request names a shard and never a code, and whoever answers can show nothing that is not published. What
//! is found is checked like any proof before it is shown.
//!
//! | file | holds |
//! |---|---|
//! | `format.rs` | the files as they are written and read |
//! | `source.rs` | the bundle: its plan, its record, what the log has of them |
//! | `lines.rs` | lines of long lists by their place |
//! | `shard.rs` | the bytes of one shard |
//! | `write.rs` | how many shards there are, and all of them on disk |
//! | `find.rs` | a code → its rows → a proof that was checked |
//! | `answer.rs` | what the proof says, in the words of the plan |
//!
//! Sources: `docs/SITE.md`, "Look-up shards"; `docs/PROTOCOL.md`, sections 10, 18, 22.1 and 25.

mod answer;
mod error;
mod find;
mod format;
mod lines;
mod shard;
mod source;
mod write;

pub use answer::{Found, FoundAnswer, FoundStratum, FoundTask};
pub use error::LookError;
pub use find::{Look, find};
pub use format::{Description, Named, Row, Shard, Shown, ShownStratum, shard_number, shard_path};
pub use write::{SHARD_BYTES_MAX, Written, write};

/// The format of the description, and so of the shards beside it.
pub const LOOK_FORMAT: &str = "mingqian/look/1";

/// The file that says how to find a shard.
pub const LOOK_FILE: &str = "look.json";

const ENTITIES: &str = "lists/entities.jsonl";
const EXCLUSIONS: &str = "lists/exclusions.jsonl";
const STRATA: &str = "draw/strata.jsonl";
const SELECTED: &str = "draw/selected.jsonl";
