//! Keys of a log and of its witnesses: names, ids, the text that is given to whoever verifies.
//!
//! A key that signs is one of two types, so that a log's key can't cosign, nor a witness's key sign a log. It takes its
//! 32 bytes from outside: nothing here makes one.
//!
//! Sources: c2sp.org/signed-note, "Signatures" and "Verifier keys"; c2sp.org/tlog-cosignature, "Format"; RFC 8032.

use crate::text;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// Longest name of a key, in bytes.
pub const NAME_BYTES_MAX: usize = 255;

/// What is wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name that would be read otherwise than it was meant.
    #[error("{name:?} can't name a key; expected 1 to 255 bytes without spaces, control characters or `+`")]
    Name {
        /// The name given.
        name: String,
    },
    /// Not the three parts of a verifier key.
    #[error("{got:?} is no verifier key; expected NAME+KEY_ID+BASE64, copied as a whole")]
    Form {
        /// The text given.
        got: String,
    },
    /// A key of a kind that is not read here.
    #[error("the key {name} is of type {got:#04x}; expected 0x01 (a log) or 0x04 (a witness), both Ed25519")]
    Type {
        /// The key's name.
        name: String,
        /// Its type.
        got: u8,
    },
    /// Not a point of the curve, or one that verifies anything.
    #[error("the key {name} is no usable Ed25519 public key")]
    Point {
        /// The key's name.
        name: String,
    },
    /// The id is not the one that follows from name and key.
    #[error("the key {name} has the id {got:08x}; expected {expected:08x}: a character was changed")]
    Id {
        /// The key's name.
        name: String,
        /// The id given.
        got: u32,
        /// The id computed.
        expected: u32,
    },
}

impl KeyError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Name { .. } => "key-name",
            Self::Form { .. } => "key-form",
            Self::Type { .. } => "key-type",
            Self::Point { .. } => "key-point",
            Self::Id { .. } => "key-id",
        }
    }
}

/// The name of a key: of a log its origin, of a witness what it is called by.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// A name that is lawful.
    pub fn new(name: &str) -> Result<Self, KeyError> {
        let lawful = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
        if name.is_empty() || name.len() > NAME_BYTES_MAX || !name.chars().all(lawful) {
            return Err(KeyError::Name { name: name.to_owned() });
        }
        Ok(Self(name.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyName({})", self.0)
    }
}

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// The text of a note (type 0x01): a log's key.
    Log,
    /// A checkpoint and a time (type 0x04): a witness's key.
    Witness,
}

impl KeyType {
    const fn byte(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Witness => 0x04,
        }
    }
}

/// A public key with its name and type.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    key_type: KeyType,
    point: VerifyingKey,
}

impl VerifierKey {
    /// Its name.
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// What it verifies.
    pub fn key_type(&self) -> KeyType {
        self.key_type
    }

    /// The public key's 32 bytes.
    pub fn public_bytes(&self) -> [u8; 32] {
        self.point.to_bytes()
    }

    /// The first four bytes of `SHA-256(name ‖ LF ‖ type ‖ public key)`.
    pub fn id(&self) -> u32 {
        id(&self.name, self.key_type, &self.point)
    }

    /// Whether these 64 bytes are the key's signature of the message.
    pub(crate) fn accepts(&self, message: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = Signature::from_slice(signature) else { return false };
        self.point.verify_strict(message, &signature).is_ok()
    }
}

fn id(name: &KeyName, key_type: KeyType, point: &VerifyingKey) -> u32 {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(&name.0)
        .chain_update([b'\n', key_type.byte()])
        .chain_update(point)
        .finalize()
        .into();
    let [a, b, c, d, ..] = hash;
    u32::from_be_bytes([a, b, c, d])
}

/// An id as it stands in a verifier key: eight lower-case hexadecimal digits.
fn parse_id(text: &str) -> Option<u32> {
    let lawful = text.len() == 8 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if lawful { u32::from_str_radix(text, 16).ok() } else { None }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let form = || KeyError::Form { got: text.to_owned() };
        // Base64 has a `+` of its own, a name and an id have none.
        let (name, rest) = text.split_once('+').ok_or_else(form)?;
        let (given_id, key) = rest.split_once('+').ok_or_else(form)?;
        let name = KeyName::new(name)?;
        let given_id = parse_id(given_id).ok_or_else(form)?;
        let bytes = text::from_base64(key).ok_or_else(form)?;
        let (first, public) = bytes.split_first().ok_or_else(form)?;
        let key_type = match *first {
            0x01 => KeyType::Log,
            0x04 => KeyType::Witness,
            got => return Err(KeyError::Type { name: name.0, got }),
        };
        let public: &[u8; 32] = public.try_into().map_err(|_| form())?;
        let point = VerifyingKey::from_bytes(public).ok().filter(|point| !point.is_weak());
        let Some(point) = point else { return Err(KeyError::Point { name: name.0 }) };
        let expected = id(&name, key_type, &point);
        if given_id != expected {
            return Err(KeyError::Id { name: name.0, got: given_id, expected });
        }
        Ok(Self { name, key_type, point })
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = vec![self.key_type.byte()];
        bytes.extend(self.public_bytes());
        write!(f, "{}+{:08x}+{}", self.name, self.id(), text::to_base64(bytes))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

/// The key that signs the checkpoints of a log. Its bytes are erased when it is dropped.
pub struct LogSigner(Signer);

/// The key with which a witness cosigns. Its bytes are erased when it is dropped.
pub struct WitnessSigner(Signer);

struct Signer {
    verifier: VerifierKey,
    key: SigningKey,
}

impl Signer {
    fn new(name: KeyName, key_type: KeyType, seed: &[u8; 32]) -> Self {
        let key = SigningKey::from_bytes(seed);
        Self { verifier: VerifierKey { name, key_type, point: key.verifying_key() }, key }
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl LogSigner {
    /// From the 32 secret bytes of RFC 8032.
    pub fn new(name: KeyName, seed: &[u8; 32]) -> Self {
        Self(Signer::new(name, KeyType::Log, seed))
    }

    /// The key for whoever verifies.
    pub fn verifier(&self) -> &VerifierKey {
        &self.0.verifier
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message)
    }
}

impl WitnessSigner {
    /// From the 32 secret bytes of RFC 8032. A log's key must not be used again here, nor that of another witness: the
    /// signed text does not say who signs.
    pub fn new(name: KeyName, seed: &[u8; 32]) -> Self {
        Self(Signer::new(name, KeyType::Witness, seed))
    }

    /// The key for whoever verifies.
    pub fn verifier(&self) -> &VerifierKey {
        &self.0.verifier
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message)
    }
}

impl fmt::Debug for LogSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogSigner({})", self.verifier())
    }
}

impl fmt::Debug for WitnessSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WitnessSigner({})", self.verifier())
    }
}
