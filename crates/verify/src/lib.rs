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

mod approval;
mod beyond;
mod board;
mod ceremony;
mod certificates;
mod check;
mod condition;
mod copy;
mod course;
mod cursor;
mod dates;
mod entity;
mod entity_proof;
mod escrow;
mod events;
mod evidence;
mod examine;
mod failure;
mod fault;
mod files;
mod former;
mod grade;
mod kind;
mod leaves;
mod lines;
mod lists;
mod log;
mod manifest;
mod merge;
mod numbers;
mod openings;
mod order;
mod outcome;
mod passed;
mod people;
mod piece;
mod plan;
mod plan_keys;
mod proof;
mod proof_answer;
mod proof_check;
mod proofs;
mod quotas;
mod record;
mod replacements;
mod replay;
mod rules;
mod said;
mod selection;
mod signature;
mod slip;
mod slip_format;
mod slip_ground;
mod source;
mod substitutes;
mod top;
mod trust_policy;
mod verified;
mod visits;
mod why;
mod why_words;

pub use check::{Check, Culprit, Grade};
pub use copy::LogCopy;
pub use entity_proof::verify_proof;
pub use failure::Failure;
pub use fault::Fault;
pub use files::{BundleFiles, FileEntry, MemoryBundle};
pub use grade::{Attestation, Standing, StandingNote, Witness};
pub use kind::{Kind, State};
pub use passed::Passed;
pub use proof::{ProofCheck, ProofError, ProofFailure, Trust, Vouched};
pub use proof_answer::{Fate, Proved, ProvedTask};
pub use said::Said;
pub use slip::{Known, Shown, verify_slip};
pub use slip_ground::SlipGround;
pub use source::Progress;
pub use tlog::key::{KeyError, VerifierKey};
pub use tlog::policy::{Policy, PolicyFileError};
pub use tlog::tile::{Tile, TileReader};
pub use trust_policy::{TrustPolicyError, trust_policy};
pub use verified::{Counts, Status, Verified};
pub use why::{Answer, Chance, FoundBy, Why, WhyEntity, WhyError, WhySeat, WhyTask, WhyVisit, why};
pub use why_words::reason_words;

use examine::Examination;
use records::day::Day;
use records::hash::Digest;

/// Checks the signature of a round of drand's quicknet: the round, and its signature in hexadecimal digits. What is wrong
/// is said in words.
pub type BeaconCheck<'a> = &'a (dyn Fn(u64, &str) -> Result<(), String> + Sync);

/// What the caller asks for beyond the checks.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// The bundle digest that the caller knows from elsewhere.
    pub expect: Option<Digest>,
    /// The least grade of the order of events that the caller accepts.
    pub require: Option<Grade>,
    /// Which logs and witnesses the caller trusts.
    pub policy: Option<&'a Policy>,
    /// The caller's own copy of the log.
    pub log: Option<LogCopy<'a>>,
    /// The caller's day, to say what is overdue.
    pub today: Option<Day>,
    /// Checks a beacon's signature; without it the verdict says that it was not checked.
    pub beacon: Option<BeaconCheck<'a>>,
    /// Told how many bytes are done.
    pub progress: Option<Progress<'a>>,
}

/// Verifies a bundle.
pub fn verify(files: &dyn BundleFiles, options: &Options<'_>) -> Result<Verified, Failure> {
    let listing = manifest::Listing::read(files, options.expect)?;
    let source = source::Source::new(files, &listing, options.progress);
    let verified = match examine::examine(&source, options, None)? {
        Examination::Early(ground) => {
            grade::check_order(&ground.plan, ground.witnessing())?;
            Verified::of_early(listing.digest, &ground, options)
        }
        Examination::Outcome(examined) => {
            outcome::check(&examined)?;
            Verified::of_outcome(listing.digest, &examined, options)
        }
    };
    grade::check_required(&verified.standing, options)?;
    Ok(verified)
}
