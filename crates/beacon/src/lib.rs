//! The BLS signature of a round of drand's quicknet.
//!
//! [`check`] takes a round and its signature and says whether the chain's public key signed it. It fetches nothing, and
//! knows no other chain. It is a room of its own, behind a feature, because it brings a second elliptic curve with it:
//! whoever builds without it verifies everything else, and says that this signature was not checked.
//!
//! Source: `docs/PROTOCOL.md`, section 8; scheme `bls-unchained-g1-rfc9380` of drand; constants in `records::entropy`.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

use drand_verify::{G2PubkeyRfc, Pubkey};
use records::entropy::{DRAND_KEY, ROUND_MAX};
use records::lang::Lang;

/// Why a signature is not that of the round.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeaconError {
    /// No round of this number.
    #[error("{got} is not the number of a round; rounds begin with 1")]
    Round {
        /// As given.
        got: u64,
    },
    /// Not 96 lower-case hexadecimal digits.
    #[error("a signature has 96 digits 0-9 a-f; this one has {got} characters, or others among them")]
    Form {
        /// Characters found.
        got: usize,
    },
    /// Not the encoding of a point of the group.
    #[error("the signature is no point of the curve")]
    Point,
    /// A point, and not this round's.
    #[error("the chain's key did not sign round {round} so")]
    Invalid {
        /// The round.
        round: u64,
    },
}

impl BeaconError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Round { .. } => "beacon-round",
            Self::Form { .. } => "beacon-form",
            Self::Point => "beacon-point",
            Self::Invalid { .. } => "beacon-invalid",
        }
    }

    /// What is wrong, in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        match (lang, self) {
            (Lang::En, _) => self.to_string(),
            (Lang::Zh, Self::Round { got }) => format!("没有第 {got} 轮；轮次从 1 起"),
            (Lang::Zh, Self::Form { got }) => {
                format!("信标签名应为 96 位小写十六进制数字，现有 {got} 个字符或含有其他字符")
            }
            (Lang::Zh, Self::Point) => "信标签名不是曲线上的点".to_owned(),
            (Lang::Zh, Self::Invalid { round }) => format!("信标的公钥没有这样签过第 {round} 轮"),
        }
    }
}

/// Checks the signature of a round of quicknet, given in hexadecimal digits as in the event `roll`.
pub fn check(round: u64, signature: &str) -> Result<(), BeaconError> {
    if !(1..=ROUND_MAX).contains(&round) {
        return Err(BeaconError::Round { got: round });
    }
    let mut bytes = [0; 48];
    let is_lower = signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_lower || hex::decode_to_slice(signature, &mut bytes).is_err() {
        return Err(BeaconError::Form { got: signature.chars().count() });
    }
    // The constant is a point: the tests would fail otherwise.
    let key = hex::decode(DRAND_KEY).ok().and_then(|key| G2PubkeyRfc::from_variable(&key).ok());
    let key = key.ok_or(BeaconError::Point)?;
    match key.verify(round, b"", &bytes) {
        Ok(true) => Ok(()),
        Ok(false) => Err(BeaconError::Invalid { round }),
        Err(_) => Err(BeaconError::Point),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Public rounds of quicknet: 123 stands in the tests of noislabs/drand-verify 0.6 (`src/verify.rs`), 657413 in the
    /// README of mcdcam/python-drand-verify.
    const ROUND_123: &str =
        "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
    const ROUND_657413: &str =
        "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b";

    #[test]
    fn public_rounds_hold() {
        assert_eq!(check(123, ROUND_123), Ok(()));
        assert_eq!(check(657_413, ROUND_657413), Ok(()));
    }

    #[test]
    fn another_round_or_signature_does_not() {
        assert_eq!(check(124, ROUND_123), Err(BeaconError::Invalid { round: 124 }));
        assert_eq!(check(123, ROUND_657413), Err(BeaconError::Invalid { round: 123 }));
        let spoilt = ROUND_123.replace("dfc92", "dfc93");
        assert!(matches!(check(123, &spoilt), Err(BeaconError::Point | BeaconError::Invalid { .. })));
        assert_eq!(check(0, ROUND_123), Err(BeaconError::Round { got: 0 }));
        assert_eq!(check(123, &ROUND_123.to_uppercase()), Err(BeaconError::Form { got: 96 }));
        assert_eq!(check(123, "b75c"), Err(BeaconError::Form { got: 4 }));
        assert_eq!(check(123, &"0".repeat(96)), Err(BeaconError::Point));
        // The point at infinity signs nothing.
        assert!(check(123, &format!("c{}", "0".repeat(95))).is_err());
    }
}
