//! The only place in which bytes are framed for a hash.
//!
//! Every part is prefixed by its length, every use has a tag of its own, so that two different
//! lists of parts never give the same bytes. Digests, secrets and seeds enter as raw 32 bytes.
//!
//! Source: `docs/PROTOCOL.md`, section "Primitives"; FIPS 180-4, RFC 2104, RFC 5869.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit, Mac};
use sha2::block_api::compress256;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::text_form::serde_as_text;

/// A SHA-256 digest. Its text form is 64 lower-case hexadecimal digits and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// A digest from its raw bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The raw bytes, as they enter other hashes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The raw bytes by value.
    pub const fn to_bytes(self) -> [u8; 32] {
        self.0
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl From<Digest> for [u8; 32] {
    fn from(digest: Digest) -> Self {
        digest.0
    }
}

/// For the few places where a secret stands in the form of a digest: a share's file, a seed.
impl Zeroize for Digest {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

impl AsRef<[u8]> for Digest {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// Why a text is not a digest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DigestError {
    /// Not 64 characters long.
    #[error("a digest has 64 hexadecimal digits, this text has {got} characters")]
    Length {
        /// Number of characters found.
        got: usize,
    },
    /// A character that is not a lower-case hexadecimal digit.
    #[error("character {position} of a digest is {got:?}; expected one of 0-9 a-f")]
    Character {
        /// Position of the character, counted from 1.
        position: usize,
        /// The character.
        got: char,
    },
}

impl DigestError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Length { .. } => "digest-length",
            Self::Character { .. } => "digest-character",
        }
    }
}

impl FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let bad = |c: &char| !matches!(c, '0'..='9' | 'a'..='f');
        if let Some((index, got)) = text.chars().enumerate().find(|(_, c)| bad(c)) {
            return Err(DigestError::Character { position: index + 1, got });
        }
        let mut bytes = [0; 32];
        match hex::decode_to_slice(text, &mut bytes) {
            Ok(()) => Ok(Self(bytes)),
            Err(_) => Err(DigestError::Length { got: text.len() }),
        }
    }
}

serde_as_text!(Digest, "a digest of 64 lower-case hexadecimal digits");

/// The 32 bytes of an Ed25519 public key or of a point of its curve, in the encoding of RFC 8032. Whether they are a point is
/// not looked at here. Their text form is that of a digest.
pub type PublicKey = Digest;

/// 32 bytes that nobody may see before their time: the office secret, an operator secret, a seed.
///
/// It has neither `Display` nor serde, and its `Debug` shows nothing. It wipes itself from memory when it is dropped. What
/// that can't reach: places from which the compiler has moved it, registers, and pages that the operating system has copied.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret([u8; 32]);

impl Secret {
    /// A secret from its raw bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The raw bytes. The name is long on purpose, so that a reader sees where a secret goes.
    pub const fn expose_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(not shown)")
    }
}

/// `H(tag, parts…)`: SHA-256 over `u16be(len tag) ‖ tag`, then `u64be(len part) ‖ part` for each.
///
/// # Panics
///
/// If the tag is longer than 65,535 bytes; tags are constants of the protocol.
pub fn h(tag: &str, parts: &[&[u8]]) -> Digest {
    let mut hasher = Hasher::new(tag);
    for part in parts {
        hasher.part(part);
    }
    hasher.finish()
}

/// [`h`] with its parts given one after another, for lists that are not in memory as slices.
#[derive(Clone)]
pub struct Hasher(Sha256);

impl Hasher {
    /// Begins with the tag.
    ///
    /// # Panics
    ///
    /// If the tag is longer than 65,535 bytes; tags are constants of the protocol.
    pub fn new(tag: &str) -> Self {
        let mut state = Sha256::new();
        state.update(length_u16(tag.as_bytes()));
        state.update(tag);
        Self(state)
    }

    /// Adds one whole part with its length.
    pub fn part(&mut self, part: &[u8]) -> &mut Self {
        self.0.update((part.len() as u64).to_be_bytes());
        self.0.update(part);
        self
    }

    /// The digest of everything added.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// SHA-256 without any framing: for comparing whole files, and for the published seed hash.
pub fn sha256(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// HKDF-Extract with SHA-256 (RFC 5869, section 2.2).
pub fn hkdf_extract(salt: &[u8], ikm: &[u8]) -> [u8; 32] {
    hkdf::Hkdf::<Sha256>::extract(Some(salt), ikm).0.into()
}

/// HKDF-Expand with SHA-256 and L = 32 (RFC 5869, section 2.3). Its info is the tag and each part,
/// each prefixed by its length as `u16be`.
///
/// # Panics
///
/// If the tag or a part is longer than 65,535 bytes; parts are ids and digests.
pub fn expand(key: &[u8; 32], tag: &str, parts: &[&[u8]]) -> [u8; 32] {
    // For L = 32 = HashLen the output is T(1) = HMAC(key, info ‖ 0x01).
    let mut state = HmacKey::new(key).0;
    for bytes in std::iter::once(tag.as_bytes()).chain(parts.iter().copied()) {
        state.update(&length_u16(bytes));
        state.update(bytes);
    }
    state.update(&[1]);
    state.finalize().into_bytes().into()
}

/// HMAC-SHA256 (RFC 2104) of one message. For many messages under one key see [`HmacKey`].
pub fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    HmacKey::new(key).mac(message)
}

/// An HMAC-SHA256 key with both pads already compressed, which halves the work for short messages.
#[derive(Clone)]
pub struct HmacKey(Hmac<Sha256>);

impl HmacKey {
    /// Prepares the key.
    pub fn new(key: &[u8; 32]) -> Self {
        // RFC 2104 pads a key shorter than the block with zeros, so this is the same key.
        let mut block = [0; 64];
        for (to, from) in block.iter_mut().zip(key) {
            *to = *from;
        }
        Self(Hmac::new(&block.into()))
    }

    /// The code of one message.
    pub fn mac(&self, message: &[u8]) -> [u8; 32] {
        let mut state = self.0.clone();
        state.update(message);
        state.finalize().into_bytes().into()
    }
}

impl fmt::Debug for HmacKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HmacKey(not shown)")
    }
}

/// `K`: the first 16 bytes of the select key as 32 lower-case hexadecimal characters.
pub fn ticket_key(select_key: &[u8; 32]) -> [u8; 32] {
    let mut text = [0; 32];
    for (pair, byte) in text.chunks_exact_mut(2).zip(select_key) {
        if let [high, low] = pair {
            *high = hex_digit(byte >> 4);
            *low = hex_digit(byte & 15);
        }
    }
    text
}

/// The ticket of one entity: `SHA-256(K ‖ id)`, which anybody recomputes with
/// `printf '%s' "$K$ID" | sha256sum`.
pub fn ticket(k_hex: &[u8; 32], id: &[u8]) -> Digest {
    match ticket_block(k_hex, id) {
        Some(block) => {
            let mut state = INITIAL_STATE;
            compress256(&mut state, &[block]);
            let mut bytes = [0; 32];
            for (to, word) in bytes.chunks_exact_mut(4).zip(state) {
                to.copy_from_slice(&word.to_be_bytes());
            }
            Digest(bytes)
        }
        None => Digest(Sha256::new().chain_update(k_hex).chain_update(id).finalize().into()),
    }
}

/// Initial hash value of SHA-256 (FIPS 180-4, section 5.3.3).
const INITIAL_STATE: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// Key, id and padding in one block (FIPS 180-4, section 5.1.1), where they fit: ids of up to 23
/// bytes, which all codes are. It saves the buffer handling of the general path.
fn ticket_block(k_hex: &[u8; 32], id: &[u8]) -> Option<[u8; 64]> {
    let mut block = [0; 64];
    let (key, rest) = block.split_at_mut(32);
    let (body, length) = rest.split_at_mut(24);
    key.copy_from_slice(k_hex);
    // `body` must also hold the padding byte 0x80, so an id of 24 bytes is too long.
    *body.get_mut(id.len())? = 0x80;
    body.get_mut(..id.len())?.copy_from_slice(id);
    length.copy_from_slice(&((32 + id.len() as u64) * 8).to_be_bytes());
    Some(block)
}

fn hex_digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + (nibble - 10) }
}

fn length_u16(bytes: &[u8]) -> [u8; 2] {
    match u16::try_from(bytes.len()) {
        Ok(length) => length.to_be_bytes(),
        Err(_) => panic!("a tag or part of {} bytes has no 16-bit length", bytes.len()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_short_path_of_tickets_is_the_plain_hash(key: [u8; 16], id in "[0-9A-Z]{0,64}") {
            let mut select = [0; 32];
            select[..16].copy_from_slice(&key);
            let k = ticket_key(&select);
            let text = format!("{}{id}", hex::encode(key));
            prop_assert_eq!(ticket(&k, id.as_bytes()), sha256(text.as_bytes()));
        }

        #[test]
        fn expand_is_the_hkdf_of_the_library(key: [u8; 32], part in prop::collection::vec(any::<u8>(), 0..300)) {
            let tag = b"mq1/select";
            let (tag_length, part_length) = (length_u16(tag), length_u16(&part));
            let mut output = [0; 32];
            hkdf::Hkdf::<Sha256>::from_prk(&key)
                .unwrap()
                .expand_multi_info(&[&tag_length, tag, &part_length, &part], &mut output)
                .unwrap();
            prop_assert_eq!(expand(&key, "mq1/select", &[&part]), output);
        }
    }

    #[test]
    fn moving_a_boundary_changes_the_hash() {
        assert_ne!(h("a", &[b"bc"]), h("ab", &[b"c"]));
        assert_ne!(h("a", &[b"b", b"c"]), h("a", &[b"bc"]));
        assert_ne!(h("a", &[]), h("a", &[b""]));
    }

    #[test]
    #[should_panic(expected = "no 16-bit length")]
    fn a_part_without_a_length_stops_the_program() {
        expand(&[0; 32], "mq1/pair", &[&[0; 65_536]]);
    }

    #[test]
    fn secrets_are_not_shown() {
        assert_eq!(format!("{:?}", Secret::new([0xab; 32])), "Secret(not shown)");
        assert_eq!(format!("{:?}", HmacKey::new(&[0xab; 32])), "HmacKey(not shown)");
    }
}
