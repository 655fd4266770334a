//! Signatures and points, by the letter of section 1: one encoding, no point of small order, no cofactor.
//!
//! Source: `docs/PROTOCOL.md`, sections 1 and 21; RFC 8032.

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::{Signature, VerifyingKey};
use records::hash::{Digest, PublicKey};

/// Whether this text is the key's signature of the digest.
pub(crate) fn holds(key: &PublicKey, message: &Digest, signature: &str) -> bool {
    let Some(bytes) = hex64(signature) else { return false };
    if point(key).is_none() {
        return false;
    }
    let Ok(key) = VerifyingKey::from_bytes(key.as_bytes()) else { return false };
    key.verify_strict(message.as_bytes(), &Signature::from_bytes(&bytes)).is_ok()
}

/// The point, if these are its one encoding and it is not of small order.
fn point(bytes: &Digest) -> Option<EdwardsPoint> {
    let encoded = CompressedEdwardsY(bytes.to_bytes());
    encoded.decompress().filter(|point| point.compress() == encoded && !point.is_small_order())
}

/// Whether it is a point in the group of the base point: with a part of small order no secret would open it (section 21).
pub(crate) fn is_commitment(bytes: &Digest) -> bool {
    point(bytes).is_some_and(|point| point.is_torsion_free())
}

/// Whether the secret is a scalar other than 0, written in its one form, and this is its point.
pub(crate) fn opens(secret: &Digest, point: &Digest) -> bool {
    let scalar: Option<Scalar> = Scalar::from_canonical_bytes(secret.to_bytes()).into();
    let is_point = |scalar: Scalar| EdwardsPoint::mul_base(&scalar).compress().to_bytes() == point.to_bytes();
    scalar.is_some_and(|scalar| scalar != Scalar::ZERO && is_point(scalar))
}

/// 64 bytes from exactly 128 lower-case hexadecimal digits.
fn hex64(text: &str) -> Option<[u8; 64]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != 64 || !rest.is_empty() {
        return None;
    }
    let mut out = [0; 64];
    for (byte, [high, low]) in out.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(text: &str) -> Digest {
        text.parse().unwrap()
    }

    #[test]
    fn one_encoding_and_no_small_order() {
        let base = "5866666666666666666666666666666666666666666666666666666666666666";
        assert!(point(&digest(base)).is_some());
        // The neutral element, and the same with y + p.
        assert!(point(&digest("0100000000000000000000000000000000000000000000000000000000000000")).is_none());
        assert!(point(&digest("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")).is_none());
        let one = "0100000000000000000000000000000000000000000000000000000000000000";
        assert!(opens(&digest(one), &digest(base)));
        // L + 1 is 1 in another form.
        let more = "eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
        assert!(!opens(&digest(more), &digest(base)));
        assert!(!opens(&Digest::new([0; 32]), &digest(one)));
    }

    #[test]
    fn a_signature_has_one_form() {
        use ed25519_dalek::{Signer as _, SigningKey};
        let key = SigningKey::from_bytes(&[7; 32]);
        let public = Digest::new(key.verifying_key().to_bytes());
        let message = Digest::new([9; 32]);
        let text: String = key.sign(message.as_bytes()).to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(holds(&public, &message, &text));
        assert!(!holds(&public, &Digest::new([8; 32]), &text));
        assert!(!holds(&public, &message, &text.to_uppercase()));
        assert!(!holds(&public, &message, text.get(..126).unwrap()));
        assert!(!holds(&Digest::new([0; 32]), &message, &text));
    }
}
