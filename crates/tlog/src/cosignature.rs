//! What a witness signs: that at this time it has seen no larger state of the log than this one, and that this one
//! continues all that it has seen before.
//!
//! Source: c2sp.org/tlog-cosignature, "Ed25519 signed message" (`cosignature/v1`).

use crate::key::{KeyType, VerifierKey, WitnessSigner};
use crate::note::NoteSignature;

/// The latest time that can be signed, in seconds since 1970: integers of JSON go no further.
pub const TIME_MAX: u64 = (1 << 53) - 1;

/// A cosignature of a checkpoint's text at this time, in seconds since 1970; none where the time is 0 or above
/// [`TIME_MAX`], which no verifier takes.
pub(crate) fn sign(signer: &WitnessSigner, text: &str, time: u64) -> Option<NoteSignature> {
    let mut bytes = lawful(time)?.to_be_bytes().to_vec();
    bytes.extend(signer.sign(message(text, time).as_bytes()));
    let key = signer.verifier();
    Some(NoteSignature { name: key.name().clone(), id: key.id(), bytes })
}

/// The time of a cosignature, if it holds for this text.
pub(crate) fn verify(key: &VerifierKey, text: &str, bytes: &[u8]) -> Option<u64> {
    let (time, signature) = bytes.split_first_chunk::<8>()?;
    let time = lawful(u64::from_be_bytes(*time))?;
    let holds = key.key_type() == KeyType::Witness && key.accepts(message(text, time).as_bytes(), signature);
    holds.then_some(time)
}

/// A witness never leaves out its time: c2sp.org/tlog-witness, "add-checkpoint".
fn lawful(time: u64) -> Option<u64> {
    (1..=TIME_MAX).contains(&time).then_some(time)
}

fn message(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}
