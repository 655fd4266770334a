//! A published draw, for many slips: verified once, then read without its long lists.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use records::hash::Digest;
use records::plan::Plan;
use tlog::key::VerifierKey;

use crate::Options;
use crate::events::Course;
use crate::examine::{self, Ground};
use crate::failure::Failure;
use crate::files::BundleFiles;
use crate::kind::Kind;
use crate::manifest::Listing;
use crate::plan_keys::log_key;
use crate::proof::{ProofError, Trust};
use crate::slip::{Shown, check, parsed};
use crate::source::Source;

/// A published draw as far as slips are compared with it: its plan, its inspectors and its events.
#[derive(Debug)]
pub struct SlipGround(Ground);

impl SlipGround {
    /// Reads it from a bundle that the caller has verified before, whose digest was then `bundle`: every file that is read is one of
    /// those that passed, and the long lists, on which no slip rests, are not read again. Whoever has not verified the bundle calls
    /// [`crate::verify_slip`] instead.
    pub fn of_verified(files: &dyn BundleFiles, bundle: Digest, options: &Options<'_>) -> Result<Self, Box<Failure>> {
        let listing = Listing::read(files, Some(bundle))?;
        Ok(Self(examine::ground(&Source::new(files, &listing, options.progress), options)?))
    }

    /// What it is a bundle of: with one from before the draw no slip can be compared.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Its plan.
    pub fn plan(&self) -> &Plan {
        &self.0.plan
    }

    /// The key of its log.
    pub fn log_key(&self) -> Option<VerifierKey> {
        log_key(&self.0.plan)
    }

    /// Why the number is void, if the bundle says that it is.
    pub fn void_reason(&self) -> Option<&str> {
        self.0.course().and_then(Course::void_reason)
    }

    /// Checks a slip, and that it is of this draw.
    pub fn verify_slip(&self, file: &[u8], trust: &Trust<'_>) -> Result<Shown, ProofError> {
        check(&parsed(file)?, trust, Some(&self.0))
    }
}
