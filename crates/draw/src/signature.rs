//! Ed25519 signatures of participants, holders and the superior, and what they sign.
//!
//! A signature is valid exactly as section 1 says: both encodings canonical, neither point of small order, no multiplication by
//! the cofactor. What is signed is always the 32 bytes of a digest, so that a signature for one purpose fits no other.
//!
//! Source: `docs/PROTOCOL.md`, sections 1, 20.1 and 23.4; RFC 8032.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use records::canonical::CanonicalError;
use records::events::{Event, EventLine, Replacement, SignatureText};
use records::hash::{Digest, PublicKey, Secret, h};
use records::lang::Lang;

/// Why a signature is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not a key: no point, not its canonical encoding, or of small order.
    #[error("{key} is not a public key of Ed25519")]
    Key {
        /// As given.
        key: PublicKey,
    },
    /// Not 128 lower-case hexadecimal digits.
    #[error("a signature has 128 digits 0-9 a-f; this one has {got} characters or others among them")]
    Form {
        /// Characters found.
        got: usize,
    },
    /// The signature of something else, or of somebody else.
    #[error("the signature is not that of the key {key} over {message}")]
    Invalid {
        /// Whose it should be.
        key: PublicKey,
        /// What should be signed.
        message: Digest,
    },
}

impl SignatureError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Key { .. } => "signature-key",
            Self::Form { .. } => "signature-form",
            Self::Invalid { .. } => "signature-invalid",
        }
    }

    /// What is wrong, in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, _) => self.to_string(),
            (Lang::Zh, Self::Key { key }) => format!("公钥 {key} 不是有效的 Ed25519 公钥"),
            (Lang::Zh, Self::Form { got }) => {
                format!("签名应为 128 位小写十六进制数字，现有 {got} 个字符或含有其他字符")
            }
            (Lang::Zh, Self::Invalid { key, message }) => format!("签名无效：不是公钥 {key} 对 {message} 的签名"),
        }
    }
}

/// Checks a signature over a digest.
pub fn verify(key: &PublicKey, message: &Digest, signature: &str) -> Result<(), SignatureError> {
    let bytes = signature_bytes(signature)?;
    let public = public(key)?;
    public
        .verify_strict(message.as_bytes(), &Signature::from_bytes(&bytes))
        .map_err(|_| SignatureError::Invalid { key: *key, message: *message })
}

fn signature_bytes(text: &str) -> Result<[u8; 64], SignatureError> {
    let mut bytes = [0; 64];
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if !text.bytes().all(is_digit) || hex::decode_to_slice(text, &mut bytes).is_err() {
        return Err(SignatureError::Form { got: text.chars().count() });
    }
    Ok(bytes)
}

/// `verify_strict` refuses small orders and a commitment that is not canonical; the encoding of the key it takes as it comes.
fn public(key: &PublicKey) -> Result<VerifyingKey, SignatureError> {
    let fault = || SignatureError::Key { key: *key };
    let public = VerifyingKey::from_bytes(key.as_bytes()).map_err(|_| fault())?;
    let canonical = public.to_edwards().compress().to_bytes() == *key.as_bytes();
    if canonical && !public.is_weak() { Ok(public) } else { Err(fault()) }
}

/// Whether these bytes may stand in a plan as a key.
pub fn check_key(key: &PublicKey) -> Result<(), SignatureError> {
    public(key).map(|_| ())
}

/// Signs a digest (deterministic, RFC 8032, section 5.1.6). The secret is the 32 bytes of a private key.
pub fn sign(secret: &Secret, message: &Digest) -> SignatureText {
    hex::encode(SigningKey::from_bytes(secret.expose_bytes()).sign(message.as_bytes()).to_bytes())
}

/// The public key of a private one.
pub fn public_key(secret: &Secret) -> PublicKey {
    Digest::new(SigningKey::from_bytes(secret.expose_bytes()).verifying_key().to_bytes())
}

/// What a participant signs of the close: `H("mq1/attest", P, D)`.
pub fn attest(plan: &Digest, close: &Digest) -> Digest {
    h("mq1/attest", &[plan.as_bytes(), close.as_bytes()])
}

/// What the superior signs of a void: `H("mq1/void", P, D, reason)`, D being zero before the close.
pub fn void(plan: &Digest, close: Option<&Digest>, reason: &str) -> Digest {
    let close = close.map_or([0; 32], |close| *close.as_bytes());
    h("mq1/void", &[plan.as_bytes(), &close, reason.as_bytes()])
}

/// What a holder signs of his good share: `H("mq1/share", P, c, holder)`.
pub fn share(plan: &Digest, commitment: &Digest, holder: &str) -> Digest {
    h("mq1/share", &[plan.as_bytes(), commitment.as_bytes(), holder.as_bytes()])
}

/// What is signed of a replacement: `H("mq1/replacement", P, line)`, the line without its `signature`.
pub fn replacement(plan: &Digest, event: &EventLine) -> Result<Digest, CanonicalError> {
    let mut unsigned = event.clone();
    if let Event::Replace(Replacement::Inspector { signature, .. } | Replacement::Entity { signature, .. }) =
        &mut unsigned.event
    {
        *signature = None;
    }
    Ok(h("mq1/replacement", &[plan.as_bytes(), &unsigned.line()?]))
}
