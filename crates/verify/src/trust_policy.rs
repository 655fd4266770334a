//! Reads the policy of somebody who verifies.
//!
//! It is stricter than a policy of crate `tlog`, which a witness or a mirror may use with a log that it knows otherwise: here nothing
//! could be trusted without a log.
//!
//! Source: `docs/PROTOCOL.md`, section 24.5.

use tlog::policy::{Policy, PolicyFileError};

/// Why a text is no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrustPolicyError {
    /// Not a policy at all.
    #[error(transparent)]
    File(#[from] PolicyFileError),
    /// No log.
    #[error("the policy names no log; expected at least one line `log KEY`")]
    NoLog,
    /// A line that is no comment, in another encoding.
    #[error("line {line} of the policy is not UTF-8")]
    Encoding {
        /// Which, from 1.
        line: usize,
    },
}

impl TrustPolicyError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::NoLog => "policy-no-log",
            Self::Encoding { .. } => "policy-encoding",
        }
    }
}

/// Reads a policy as section 24.5 has it.
pub fn trust_policy(bytes: &[u8]) -> Result<Policy, TrustPolicyError> {
    let policy = Policy::from_bytes(bytes)?;
    if policy.logs().is_empty() {
        return Err(TrustPolicyError::NoLog);
    }
    let is_comment = |line: &[u8]| line.trim_ascii_start().starts_with(b"#");
    let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
    match lines.into_iter().find(|(_, line)| !is_comment(line) && std::str::from_utf8(line).is_err()) {
        Some((line, _)) => Err(TrustPolicyError::Encoding { line }),
        None => Ok(policy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "log log.example/COUNTY+d3cf3bd5+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c\n";

    #[test]
    fn a_policy_of_a_verifier_names_a_log_in_utf8() {
        let code = |bytes: &[u8]| trust_policy(bytes).err().map(|error| error.code());
        let with = |more: &[u8]| [LOG.as_bytes(), more].concat();
        assert_eq!(code(&with(b"quorum none\n")), None);
        assert_eq!(code(&with(b" \t# \xc0\nquorum none\n")), None);
        assert_eq!(code(b"quorum none\n"), Some("policy-no-log"));
        assert_eq!(code(&with(b"log \xc0\nquorum none\n")), Some("policy-key"));
        let address = [LOG.trim_end().as_bytes(), b" \xc0\nquorum none\n"].concat();
        assert_eq!(code(&address), Some("policy-encoding"));
        assert_eq!(code(b"quorum\n"), Some("policy-line"));
    }
}
