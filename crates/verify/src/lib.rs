//! A stranger's check of a published draw, from the files of its bundle alone.
//!
//! [`verify`] reads every file once and makes the named checks of the protocol, in their order: it
//! gives [`Verified`], with the bundle digest and the grade of the order of events, or the
//! [`Failure`] of the first check that fails, with what was got, what was expected, where, and who
//! answers for it. [`why`] answers for one entity. The checks from `manifest` to `certificates` are
//! written here from the protocol and share no code with the engine that draws; only then does
//! check `replay` use that engine. So an office that lies is exposed by the replay, and a defect of
//! the engine by the direct checks.
//!
//! It never opens a file itself ([`BundleFiles`] is the door), never reads what an office keeps, a
//! clock or a network, takes no randomness, and believes nothing that the publisher says: not the
//! sizes, the counts, the order of lines, or the draw record. The long lists stream by: of each
//! entity eight bytes are kept (and eight more for each former code, user and maintainer), to notice a
//! code that stands twice; all else is in proportion to the plan, the inspectors and what was drawn. It does not judge whether text is in Unicode normal
//! form, whether an excluded entity was promised anything, or whether names are true.
//!
//! Sources: `docs/PROTOCOL.md`, sections 16 (bundle), 17 (checks) and 18 (why); 2 and 3 (strict
//! reading), 5 to 7 (plan and frozen lists), 8 to 11 (seed, selection, visits), 13 to 15 (pairing,
//! schedule, outcome); RFC 6962, section 2.1 (roots).
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::float_arithmetic,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss
    )
)]

mod board;
mod ceremony;
mod certificates;
mod check;
mod condition;
mod cursor;
mod dates;
mod entity;
mod examine;
mod failure;
mod fault;
mod files;
mod former;
mod lines;
mod lists;
mod manifest;
mod merge;
mod openings;
mod outcome;
mod people;
mod piece;
mod plan;
mod proofs;
mod quotas;
mod replay;
mod rules;
mod said;
mod selection;
mod source;
mod top;
mod verified;
mod visits;
mod why;
mod why_words;

pub use check::{Check, Culprit, Grade};
pub use failure::Failure;
pub use fault::Fault;
pub use files::{BundleFiles, FileEntry, MemoryBundle};
pub use said::Said;
pub use source::Progress;
pub use verified::{Counts, Passed, Verified};
pub use why::{Answer, Chance, FoundBy, Why, WhyEntity, WhyError, WhySeat, WhyTask, WhyVisit, why};

use records::hash::Digest;

/// What the caller asks for beyond the checks.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// The bundle digest that the caller knows from elsewhere.
    pub expect: Option<Digest>,
    /// The least grade of the order of events that the caller accepts.
    pub require: Option<Grade>,
    /// Told how many bytes are done.
    pub progress: Option<Progress<'a>>,
}

/// Verifies a bundle.
pub fn verify(files: &dyn BundleFiles, options: &Options<'_>) -> Result<Verified, Failure> {
    let listing = manifest::Listing::read(files, options.expect)?;
    let source = source::Source::new(files, &listing, options.progress);
    let examined = examine::examine(&source, None)?;
    outcome::check(&examined)?;
    let verified = Verified::new(listing.digest, &examined);
    match options.require {
        Some(required) if verified.grade < required => {
            Err(Failure::new(Check::Grade, Fault::GradeBelow).got(verified.grade).expected(required))
        }
        _ => Ok(verified),
    }
}
