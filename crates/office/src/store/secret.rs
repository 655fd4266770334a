//! The office secret: what makes every salt of a sealed field.
//!
//! It is made once, by the operating system's randomness, at the first import. Whoever has it can guess what is sealed;
//! whoever loses it can't open a sealed field any more. So it lies in a folder of its own, which nothing here copies
//! ([`super::export`]), git ignores, and a README explains; or in another place, with [`super::Store::with_secret_file`].
//!
//! The secret of a made-up example may be shared: then a first line `# PUBLIC` says so, and no official draw takes it.

use super::atomic::{NewFile, folder_of};
use super::{Store, Writer};
use crate::error::{Doing, OfficeError, Result};
use crate::platform;
use records::hash::{Digest, Secret};
use records::lists::List;
use std::fs;
use std::io;

/// The first word of the comment that marks a secret as public.
const PUBLIC_MARK: &str = "# PUBLIC";

/// What the folder of the secret says to whoever opens it.
const README: &str = "\
本文件夹存放办公密钥 office.secret。请勿复制、发送或提交到版本库；分享名单时用导出功能，它不含本文件夹。
请在保险柜中另存一份：丢失后，已封存的字段再也无法开启。

This folder holds the office secret. Don't copy, send or commit it; share lists by the export, which leaves this folder out.
Keep one more copy in a safe: without it no sealed field can ever be opened.
";

/// The secret as it was read.
#[derive(Clone, Debug)]
pub struct OfficeSecret {
    /// The 32 bytes.
    pub secret: Secret,
    /// Whether its file says that everybody knows it.
    pub is_public: bool,
}

impl Store {
    /// Reads the office secret.
    pub fn secret(&self) -> Result<OfficeSecret> {
        let path = self.secret_path();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(OfficeError::SecretMissing { path: path.to_owned() });
            }
            Err(error) => return Err(OfficeError::io(Doing::Read, path)(error)),
        };
        parse(&text).ok_or_else(|| OfficeError::SecretMalformed { path: path.to_owned() })
    }

    /// Whether the secret is there and others than the owner may read its file, which a status shows as a warning.
    pub fn secret_is_exposed(&self) -> bool {
        let public = self.secret().is_ok_and(|secret| secret.is_public);
        !public && platform::is_readable_by_others(self.secret_path()).unwrap_or(false)
    }
}

impl Writer<'_> {
    /// Accepts a store whose secret is there, or that never had one. Where anything was imported, the secret is lost: a new
    /// one would open nothing that the old one has sealed, and nobody would notice before it is too late.
    pub(crate) fn check_secret(&self) -> Result<()> {
        let lost = match self.store.secret() {
            Err(OfficeError::SecretMissing { path }) => OfficeError::SecretLost { path },
            other => return other.map(|_| ()),
        };
        let has_list = List::ALL.iter().any(|list| self.store.list_path(*list).exists());
        // A journal that cannot be read is there all the same.
        let has_journal = self.store.imports().map_or(true, |imports| !imports.is_empty());
        if has_list || has_journal { Err(lost) } else { Ok(()) }
    }

    /// Makes the office secret if there never was one. A file that is there is never touched.
    pub fn ensure_secret(&self) -> Result<()> {
        self.check_secret()?;
        let path = self.store.secret_path();
        if path.exists() {
            return Ok(());
        }
        let folder = folder_of(path);
        let mut bytes = [0_u8; 32];
        fill_random(&mut bytes).map_err(OfficeError::io(Doing::Random, path))?;
        let mut file = NewFile::create(path)?;
        file.put(format!("{}\n", Digest::new(bytes)).as_bytes())?;
        file.commit()?;
        if self.store.secret_path().starts_with(self.store.dir()) {
            for (name, text) in [("README.txt", README), (".gitignore", "*\n")] {
                let path = folder.join(name);
                fs::write(&path, text).map_err(OfficeError::io(Doing::Write, &path))?;
            }
        }
        Ok(())
    }
}

/// The operating system's randomness. Nothing else in the workspace takes any.
pub(crate) fn fill_random(bytes: &mut [u8]) -> io::Result<()> {
    use rand::TryRng;
    rand::rngs::SysRng.try_fill_bytes(bytes).map_err(io::Error::other)
}

/// Reads a file of 32 secret bytes: one line of hexadecimal digits, below lines that begin with `#`.
pub(crate) fn parse(text: &str) -> Option<OfficeSecret> {
    let is_public = text.lines().next().is_some_and(|line| line.starts_with(PUBLIC_MARK));
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let digest: Digest = lines.next()?.parse().ok()?;
    lines.next().is_none().then_some(OfficeSecret { secret: Secret::new(digest.to_bytes()), is_public })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_made_once_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        assert!(matches!(store.secret(), Err(OfficeError::SecretMissing { .. })));
        store.writer().unwrap().ensure_secret().unwrap();
        let first = fs::read(store.secret_path()).unwrap();
        assert_eq!(first.len(), 65);
        store.writer().unwrap().ensure_secret().unwrap();
        assert_eq!(fs::read(store.secret_path()).unwrap(), first);
        assert!(!store.secret_is_exposed());
        let other = tempfile::tempdir().unwrap();
        let other_store = Store::create(other.path()).unwrap();
        other_store.writer().unwrap().ensure_secret().unwrap();
        assert_ne!(fs::read(other_store.secret_path()).unwrap(), first);
    }

    #[test]
    fn a_lost_secret_is_never_replaced_by_a_new_one() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        fs::write(store.list_path(List::Items), "{\"id\":\"A\"}\n").unwrap();
        assert!(matches!(store.writer().unwrap().ensure_secret(), Err(OfficeError::SecretLost { .. })));
        fs::remove_file(store.list_path(List::Items)).unwrap();
        fs::write(store.journal_path(), "not a line of ours\n").unwrap();
        assert!(matches!(store.writer().unwrap().ensure_secret(), Err(OfficeError::SecretLost { .. })));
        assert!(!store.secret_path().exists());
    }

    #[test]
    fn a_damaged_secret_is_refused_and_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::create(dir.path()).unwrap();
        fs::create_dir_all(dir.path().join("secret")).unwrap();
        fs::write(store.secret_path(), "abc\n").unwrap();
        assert!(matches!(store.writer().unwrap().ensure_secret(), Err(OfficeError::SecretMalformed { .. })));
        assert_eq!(fs::read(store.secret_path()).unwrap(), b"abc\n");
    }

    #[test]
    fn an_example_says_that_its_secret_is_public() {
        let line = "0".repeat(64);
        assert!(parse(&format!("# PUBLIC: made up\n{line}\n")).unwrap().is_public);
        assert!(!parse(&format!("{line}\n")).unwrap().is_public);
        assert!(parse(&format!("{line}\n{line}\n")).is_none());
    }
}
