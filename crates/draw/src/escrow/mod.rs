//! Escrow: the operator's secret s, shared among holders so that nobody in the room can compute the outcome, and nobody can
//! keep it from being published.
//!
//! Feldman's verifiable secret sharing over edwards25519. Randomness is given by the caller.
//!
//! Source: `docs/PROTOCOL.md`, section 21.

//! The sharing is written out over `curve25519-dalek` and not taken from a library: the coefficients are given here, not drawn
//! from a generator, the check multiplies by the cofactor, and every refusal has a name; what is left is a polynomial.

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use records::events::ShareFile;
use records::hash::{Digest, Secret, h};
use records::plan::Escrow;
use zeroize::Zeroizing;

mod error;
mod rule;

pub use error::EscrowError;
pub use rule::{HOLDERS_MAX, check_rule};

/// The format of a share's file.
pub const SHARE_FORMAT: &str = "mq1/share";

/// What the dealer has made. Secret and shares wipe themselves when dropped.
#[derive(Clone, Debug)]
pub struct Dealt {
    /// A₀ … A₍t−1₎.
    pub points: Vec<Digest>,
    /// c.
    pub commitment: Digest,
    /// s₁ … sₙ, in the order of the holders.
    pub shares: Vec<Secret>,
    /// s.
    pub secret: Secret,
}

impl Dealt {
    /// The files that the holders get, in their order. They wipe their shares too.
    pub fn share_files(&self, plan: &Digest, draw: &str, escrow: &Escrow) -> Vec<ShareFile> {
        let file = |((index, share), holder): ((u32, &Secret), &records::plan::Holder)| ShareFile {
            commitment: self.commitment,
            draw: draw.to_owned(),
            format: SHARE_FORMAT.to_owned(),
            holder: holder.label.clone(),
            index,
            plan: *plan,
            points: self.points.clone(),
            share: Digest::new(*share.expose_bytes()),
        };
        (1..).zip(&self.shares).zip(&escrow.holders).map(file).collect()
    }
}

/// What is announced of an escrow.
#[derive(Clone, Copy, Debug)]
pub struct Announced<'a> {
    /// P.
    pub plan: &'a Digest,
    /// Name of the draw.
    pub draw: &'a str,
    /// The plan's escrow.
    pub escrow: &'a Escrow,
    /// The points of the event `announce`.
    pub points: &'a [Digest],
    /// c of the event `announce`.
    pub commitment: &'a Digest,
}

/// Deals: `coefficients` are t times 64 random bytes; the first gives s.
pub fn deal(plan: &Digest, escrow: &Escrow, coefficients: &[[u8; 64]]) -> Result<Dealt, EscrowError> {
    check_rule(escrow)?;
    let (got, expected) = (coefficients.len(), escrow.threshold);
    if u32::try_from(got) != Ok(expected) {
        return Err(EscrowError::Coefficients { got, expected });
    }
    let polynomial: Zeroizing<Vec<Scalar>> =
        Zeroizing::new(coefficients.iter().map(Scalar::from_bytes_mod_order_wide).collect());
    if let Some(number) = polynomial.iter().position(|coefficient| *coefficient == Scalar::ZERO) {
        return Err(EscrowError::ZeroCoefficient { number });
    }
    let point = |coefficient: &Scalar| Digest::new(EdwardsPoint::mul_base(coefficient).compress().to_bytes());
    let points: Vec<Digest> = polynomial.iter().map(point).collect();
    let share = |index: u32| secret_of(&evaluate(&polynomial, index));
    let first = polynomial.first().unwrap_or(&Scalar::ZERO);
    Ok(Dealt {
        commitment: commitment(plan, &points),
        shares: (1..).zip(&escrow.holders).map(|(index, _)| share(index)).collect(),
        secret: secret_of(first),
        points,
    })
}

fn secret_of(scalar: &Scalar) -> Secret {
    Secret::new(scalar.to_bytes())
}

/// Σ a_j i^j, by Horner's rule.
fn evaluate(polynomial: &[Scalar], index: u32) -> Zeroizing<Scalar> {
    let at = Scalar::from(index);
    Zeroizing::new(polynomial.iter().rev().fold(Scalar::ZERO, |sum, coefficient| sum * at + coefficient))
}

/// `c = H("mq1/commit", P, A₀, …)`.
pub fn commitment(plan: &Digest, points: &[Digest]) -> Digest {
    let points = points.iter().map(|point| point.as_bytes().as_slice());
    h("mq1/commit", &std::iter::once(plan.as_bytes().as_slice()).chain(points).collect::<Vec<_>>())
}

/// Points are canonical encodings and not of small order; there is at least one.
pub fn check_points(points: &[Digest]) -> Result<(), EscrowError> {
    decoded(points).map(|_| ())
}

fn decoded(points: &[Digest]) -> Result<Vec<EdwardsPoint>, EscrowError> {
    if points.is_empty() || points.len() > HOLDERS_MAX {
        return Err(EscrowError::Points { got: points.len(), expected: 1 });
    }
    let one = |(number, bytes): (usize, &Digest)| {
        let point = CompressedEdwardsY(bytes.to_bytes()).decompress();
        // Decompression takes encodings that are not the only one of their point.
        let point = point.filter(|point| point.compress().to_bytes() == bytes.to_bytes());
        match point {
            None => Err(EscrowError::Point { number }),
            Some(point) if point.is_small_order() || !point.is_torsion_free() => {
                Err(EscrowError::SmallOrder { number })
            }
            Some(point) => Ok(point),
        }
    };
    points.iter().enumerate().map(one).collect()
}

/// Points and c of an announcement: as many as the threshold, good ones, and c follows from them.
pub fn check_announced(announced: Announced<'_>) -> Result<(), EscrowError> {
    check_rule(announced.escrow)?;
    let (got, expected) = (announced.points.len(), announced.escrow.threshold);
    if u32::try_from(got) != Ok(expected) {
        return Err(EscrowError::Points { got, expected });
    }
    check_points(announced.points)?;
    check_commitment(announced.commitment, announced.plan, announced.points)
}

fn check_commitment(got: &Digest, plan: &Digest, points: &[Digest]) -> Result<(), EscrowError> {
    let expected = commitment(plan, points);
    if *got == expected { Ok(()) } else { Err(EscrowError::Commitment { got: *got, expected }) }
}

/// Checks a share by itself: format, number, points, c, and that it lies on the polynomial of the points.
pub fn check_share(file: &ShareFile) -> Result<(), EscrowError> {
    if file.format != SHARE_FORMAT {
        return Err(EscrowError::Format { got: file.format.clone(), expected: SHARE_FORMAT });
    }
    let most = u32::try_from(HOLDERS_MAX).unwrap_or(u32::MAX);
    if !(1..=most).contains(&file.index) {
        return Err(EscrowError::Index { got: file.index, most });
    }
    let points = decoded(&file.points)?;
    check_commitment(&file.commitment, &file.plan, &file.points)?;
    let share = canonical("share", file.share.as_bytes())?;
    let at = Scalar::from(file.index);
    let expected = points.iter().rev().fold(EdwardsPoint::default(), |sum, point| sum * at + point);
    // Both sides times 8: a point that is off by one of small order is still a good one.
    if EdwardsPoint::mul_base(&share).mul_by_cofactor() == expected.mul_by_cofactor() {
        Ok(())
    } else {
        Err(EscrowError::Junk { holder: file.holder.clone(), index: file.index })
    }
}

/// A number below L in its only form.
fn canonical(what: &'static str, bytes: &[u8; 32]) -> Result<Zeroizing<Scalar>, EscrowError> {
    let scalar: Option<Scalar> = Scalar::from_canonical_bytes(*bytes).into();
    scalar.map(Zeroizing::new).ok_or(EscrowError::Scalar { what })
}

/// Checks a share, and that it belongs to what was announced.
pub fn check_share_against(file: &ShareFile, announced: Announced<'_>) -> Result<(), EscrowError> {
    let same = |what: &'static str, got: String, expected: String| {
        if got == expected { Ok(()) } else { Err(EscrowError::Other { what, got, expected }) }
    };
    same("draw", file.draw.clone(), announced.draw.to_owned())?;
    same("plan", file.plan.to_string(), announced.plan.to_string())?;
    same("commitment", file.commitment.to_string(), announced.commitment.to_string())?;
    same("points", joined(&file.points), joined(announced.points))?;
    let holders = &announced.escrow.holders;
    let place = usize::try_from(file.index).ok().and_then(|index| index.checked_sub(1));
    let Some(holder) = place.and_then(|place| holders.get(place)) else {
        let most = u32::try_from(holders.len()).unwrap_or(u32::MAX);
        return Err(EscrowError::Index { got: file.index, most });
    };
    same("holder", file.holder.clone(), holder.label.clone())?;
    check_announced(announced)?;
    check_share(file)
}

fn joined(points: &[Digest]) -> String {
    points.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// s from at least `threshold` shares. Every one of them is checked first, so that the one who brings junk is named.
pub fn recover(shares: &[ShareFile], threshold: u32) -> Result<Secret, EscrowError> {
    let few = || EscrowError::TooFew { got: shares.len(), expected: threshold };
    let first = shares.first().ok_or_else(few)?;
    let mut seen = Vec::with_capacity(shares.len());
    for file in shares {
        let mixed = |what| EscrowError::Mixed { holder: file.holder.clone(), index: file.index, what };
        match () {
            () if file.draw != first.draw => return Err(mixed("draw")),
            () if file.plan != first.plan => return Err(mixed("plan")),
            () if file.commitment != first.commitment => return Err(mixed("commitment")),
            () if file.points != first.points => return Err(mixed("points")),
            () if seen.contains(&file.index) => return Err(EscrowError::Twice { index: file.index }),
            () => check_share(file)?,
        }
        seen.push(file.index);
    }
    if u32::try_from(first.points.len()) != Ok(threshold) {
        return Err(EscrowError::Points { got: first.points.len(), expected: threshold });
    }
    if shares.len() < first.points.len() {
        return Err(few());
    }
    let value = interpolate(shares)?;
    let secret = secret_of(&value);
    check_secret(&secret, &first.points)?;
    Ok(secret)
}

/// The value at 0 of the polynomial through all shares. Their numbers are different and below L, so that no difference is 0.
fn interpolate(shares: &[ShareFile]) -> Result<Zeroizing<Scalar>, EscrowError> {
    let mut sum = Zeroizing::new(Scalar::ZERO);
    for one in shares {
        let at = Scalar::from(one.index);
        let (mut above, mut below) = (Scalar::ONE, Scalar::ONE);
        for other in shares.iter().filter(|other| other.index != one.index) {
            let m = Scalar::from(other.index);
            above *= m;
            below *= m - at;
        }
        *sum += *canonical("share", one.share.as_bytes())? * above * below.invert();
    }
    Ok(sum)
}

/// A published s: canonical, not 0, and `[s]B` = A₀ (here without the cofactor: s is the dealer's own).
pub fn check_secret(secret: &Secret, points: &[Digest]) -> Result<(), EscrowError> {
    let scalar = canonical("secret", secret.expose_bytes())?;
    if *scalar == Scalar::ZERO {
        return Err(EscrowError::ZeroSecret);
    }
    let opened = EdwardsPoint::mul_base(&scalar).compress().to_bytes();
    match points.first() {
        Some(point) if *point.as_bytes() == opened => Ok(()),
        _ => Err(EscrowError::Secret),
    }
}
