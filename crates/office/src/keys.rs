//! Keys of people: made on a machine of their own, used there, never seen by the office.
//!
//! A file of a private key has one line of 64 hexadecimal digits, below lines that begin with `#`.
//!
//! Source: `docs/PROTOCOL.md`, sections 1, 8 and 20.1.

use crate::error::{Doing, OfficeError, Result};
use crate::store::atomic::NewFile;
use crate::store::secret::{fill_random, parse};
use draw::signature;
use records::hash::{Digest, PublicKey, Secret};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use zeroize::Zeroizing;

/// Makes a private key in a new file; gives the public one.
pub fn new_key(path: &Path) -> Result<PublicKey> {
    refuse_existing(path)?;
    let secret = random(path)?;
    let public = signature::public_key(&secret);
    let text = format!("# private key; its public key is {public}\n{}\n", Digest::new(*secret.expose_bytes()));
    write(path, &Zeroizing::new(text.into_bytes()))?;
    Ok(public)
}

/// Reads a private key.
pub fn read_key(path: &Path) -> Result<Secret> {
    let text = Zeroizing::new(fs::read_to_string(path).map_err(OfficeError::io(Doing::Read, path))?);
    parse(&text).map(|read| read.secret).ok_or_else(|| OfficeError::SecretMalformed { path: path.to_owned() })
}

/// What a participant from afar keeps until he reveals it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// What is handed in first.
    pub commitment: Digest,
    /// The participant.
    pub label: String,
    /// P.
    pub plan: Digest,
    /// Opens the commitment.
    pub salt: Digest,
    /// The value.
    pub value: String,
}

/// Commits to a value, in a new file that stays with the participant until the reveals.
pub fn pledge(path: &Path, plan: &Digest, label: &str, value: &str) -> Result<Pledge> {
    refuse_existing(path)?;
    let salt = random(path)?;
    let pledge = Pledge {
        commitment: draw::seed::commitment(plan, label, value, salt.expose_bytes()),
        label: label.to_owned(),
        plan: *plan,
        salt: Digest::new(*salt.expose_bytes()),
        value: value.to_owned(),
    };
    write(path, &draw::publish::object_file("pledge", &pledge)?)?;
    Ok(pledge)
}

/// Reads what was pledged.
pub fn read_pledge(path: &Path) -> Result<Pledge> {
    let bytes = fs::read(path).map_err(OfficeError::io(Doing::Read, path))?;
    let line = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    records::canonical::from_slice(line).map_err(|error| OfficeError::Line {
        path: path.to_owned(),
        line: 1,
        reason: error.to_string(),
    })
}

fn random(path: &Path) -> Result<Secret> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    fill_random(bytes.as_mut_slice()).map_err(OfficeError::io(Doing::Random, path))?;
    Ok(Secret::new(*bytes))
}

fn refuse_existing(path: &Path) -> Result<()> {
    if path.exists() { Err(OfficeError::OutExists { path: path.to_owned() }) } else { Ok(()) }
}

/// Writes a file that its owner alone can read.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = NewFile::create(path)?;
    file.put(bytes)?;
    file.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_signs_and_is_never_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        let public = new_key(&path).unwrap();
        let message = Digest::new([4; 32]);
        let signature = signature::sign(&read_key(&path).unwrap(), &message);
        signature::verify(&public, &message, &signature).unwrap();
        assert!(matches!(new_key(&path), Err(OfficeError::OutExists { .. })));
    }

    #[test]
    fn a_pledge_opens_its_commitment() {
        let dir = tempfile::tempdir().unwrap();
        let (path, plan) = (dir.path().join("pledge"), Digest::new([1; 32]));
        let pledged = pledge(&path, &plan, "甲", "318").unwrap();
        assert_eq!(read_pledge(&path).unwrap(), pledged);
        assert_eq!(draw::seed::commitment(&plan, "甲", "318", pledged.salt.as_bytes()), pledged.commitment);
    }
}
