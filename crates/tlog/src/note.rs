//! Signed notes: a text, an empty line, one line for each signature.
//!
//! A note that was read is written back byte for byte. Whoever reads one trusts its text only after one of the checks of
//! [`SignedNote::signed_by_log`] or [`SignedNote::cosigned_by`] has named a key.
//!
//! Sources: c2sp.org/signed-note; c2sp.org/tlog-cosignature for what a witness's signature holds.

use crate::cosignature;
use crate::key::{KeyError, KeyName, KeyType, LogSigner, VerifierKey};
use crate::text;
use std::fmt;
use std::str::FromStr;

/// Longest note, in bytes. The sixteen signatures that every reader must take fit many times, also post-quantum ones.
pub const NOTE_BYTES_MAX: usize = 1 << 20;

/// Most signatures of a note.
pub const SIGNATURES_MAX: usize = 100;

/// What is wrong with a note.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Too long.
    #[error("a note of {got} bytes; expected {NOTE_BYTES_MAX} at most")]
    Size {
        /// Bytes of the note.
        got: usize,
    },
    /// Bytes that no note has.
    #[error("the note has a byte at {position} that no note has; expected UTF-8 without control characters")]
    Character {
        /// Where, from 0.
        position: usize,
    },
    /// No text, no empty line, or a last line without its end.
    #[error("not a signed note; expected a text, an empty line and signature lines, each with its line end")]
    Form,
    /// A line that is no signature.
    #[error("signature line {line} of the note is not `— NAME BASE64`")]
    SignatureLine {
        /// Which, from 1.
        line: usize,
    },
    /// A signature line with a name that can't be.
    #[error("signature line {line} of the note: {source}")]
    SignatureName {
        /// Which, from 1.
        line: usize,
        /// What is wrong with the name.
        source: KeyError,
    },
    /// Too many signatures.
    #[error("a note with {got} signatures; expected {SIGNATURES_MAX} at most")]
    SignatureCount {
        /// Signatures in the note.
        got: usize,
    },
    /// A signature of a known key that does not hold.
    #[error("the signature of {name} does not hold; the note was changed, or {name} signed another one")]
    BadSignature {
        /// Whose.
        name: KeyName,
    },
    /// No signature of the key that had to sign.
    #[error("the note has no signature of the key {name} ({id:08x})")]
    Unsigned {
        /// Whose is missing.
        name: KeyName,
        /// The key's id.
        id: u32,
    },
}

impl NoteError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Size { .. } => "note-size",
            Self::Character { .. } => "note-character",
            Self::Form => "note-form",
            Self::SignatureLine { .. } => "note-signature-line",
            Self::SignatureName { .. } => "note-signature-name",
            Self::SignatureCount { .. } => "note-signature-count",
            Self::BadSignature { .. } => "note-bad-signature",
            Self::Unsigned { .. } => "note-unsigned",
        }
    }
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// Who signs.
    pub name: KeyName,
    /// With which key.
    pub id: u32,
    /// What the key's type says that it is.
    pub bytes: Vec<u8>,
}

impl NoteSignature {
    /// Whether this line claims to be of that key. Only name and id together say which key it is.
    pub fn is_of(&self, key: &VerifierKey) -> bool {
        self.name == *key.name() && self.id == key.id()
    }

    /// Reads signature lines that stand alone, as a witness answers with them.
    pub fn parse_lines(lines: &str) -> Result<Vec<Self>, NoteError> {
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Form)?;
        let count = lines.split('\n').count();
        if count > SIGNATURES_MAX {
            return Err(NoteError::SignatureCount { got: count });
        }
        lines.split('\n').enumerate().map(|(index, line)| Self::parse(line, index + 1)).collect()
    }

    fn parse(content: &str, line: usize) -> Result<Self, NoteError> {
        let fault = NoteError::SignatureLine { line };
        let (name, signature) =
            content.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or_else(|| fault.clone())?;
        let name = KeyName::new(name).map_err(|source| NoteError::SignatureName { line, source })?;
        let bytes = text::from_base64(signature).ok_or_else(|| fault.clone())?;
        match bytes.split_first_chunk::<4>() {
            Some((id, rest)) if !rest.is_empty() => {
                Ok(Self { name, id: u32::from_be_bytes(*id), bytes: rest.to_vec() })
            }
            _ => Err(fault),
        }
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.id.to_be_bytes().to_vec();
        bytes.extend(&self.bytes);
        writeln!(f, "— {} {}", self.name, text::to_base64(bytes))
    }
}

/// A text and its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

impl SignedNote {
    /// A text signed by a log.
    pub fn sign(text: String, signer: &LogSigner) -> Result<Self, NoteError> {
        check_characters(text.as_bytes())?;
        if !text.ends_with('\n') {
            return Err(NoteError::Form);
        }
        let key = signer.verifier();
        let bytes = signer.sign(text.as_bytes()).to_vec();
        let signature = NoteSignature { name: key.name().clone(), id: key.id(), bytes };
        Ok(Self { text, signatures: vec![signature] })
    }

    /// The text, with its last line end. It says nothing before a signature was checked.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Checks that the log with this key signed, and that no other line in its name is false.
    pub fn signed_by_log(&self, key: &VerifierKey) -> Result<(), NoteError> {
        let holds =
            |bytes: &[u8]| (key.key_type() == KeyType::Log && key.accepts(self.text.as_bytes(), bytes)).then_some(());
        match self.check(key, holds)?.first() {
            Some(()) => Ok(()),
            None => Err(NoteError::Unsigned { name: key.name().clone(), id: key.id() }),
        }
    }

    /// The earliest time at which the witness with this key has cosigned; none where it has not. A line in its name that
    /// does not hold is an error.
    pub fn cosigned_by(&self, key: &VerifierKey) -> Result<Option<u64>, NoteError> {
        let holds = |bytes: &[u8]| cosignature::verify(key, &self.text, bytes);
        Ok(self.check(key, holds)?.into_iter().min())
    }

    fn check<T>(&self, key: &VerifierKey, holds: impl Fn(&[u8]) -> Option<T>) -> Result<Vec<T>, NoteError> {
        let of_key = self.signatures.iter().filter(|signature| signature.is_of(key));
        of_key
            .map(|signature| {
                holds(&signature.bytes).ok_or_else(|| NoteError::BadSignature { name: signature.name.clone() })
            })
            .collect()
    }

    /// Adds a signature, behind the others; one line of the same key and the same bytes is kept once.
    pub fn add(&mut self, signature: NoteSignature) -> Result<(), NoteError> {
        if self.signatures.contains(&signature) {
            return Ok(());
        }
        if self.signatures.len() >= SIGNATURES_MAX {
            return Err(NoteError::SignatureCount { got: self.signatures.len() + 1 });
        }
        self.signatures.push(signature);
        Ok(())
    }

    /// Keeps the signatures for which this holds.
    pub fn retain(&mut self, keep: impl FnMut(&NoteSignature) -> bool) {
        self.signatures.retain(keep);
    }
}

fn check_characters(bytes: &[u8]) -> Result<(), NoteError> {
    match bytes.iter().position(|byte| *byte < 0x20 && *byte != b'\n') {
        Some(position) => Err(NoteError::Character { position }),
        None => Ok(()),
    }
}

impl SignedNote {
    /// Reads a note as the bytes of a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::Size { got: bytes.len() });
        }
        let text =
            std::str::from_utf8(bytes).map_err(|error| NoteError::Character { position: error.valid_up_to() })?;
        check_characters(bytes)?;
        // The text may have empty lines of its own, signatures have none: the last one separates them.
        let (text, signatures) = text.rsplit_once("\n\n").ok_or(NoteError::Form)?;
        let signatures = NoteSignature::parse_lines(signatures)?;
        Ok(Self { text: format!("{text}\n"), signatures })
    }
}

impl FromStr for SignedNote {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        Self::from_bytes(note.as_bytes())
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}
