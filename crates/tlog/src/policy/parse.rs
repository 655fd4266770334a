//! Reading a policy file.
//!
//! Source: c2sp.org/tlog-policy, "Policy file syntax and structure".

use super::{Group, Member, PARTS_MAX, Policy, PolicyLog, PolicyWitness};
use crate::key::{KeyError, KeyType, VerifierKey};
use std::collections::BTreeMap;

/// Longest policy file, in bytes.
const FILE_BYTES_MAX: usize = 1 << 20;

/// What is wrong with a policy file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFileError {
    /// Too long, or too many parts.
    #[error(
        "the policy is too long; expected {PARTS_MAX} logs, witnesses and groups each, and {FILE_BYTES_MAX} bytes at most"
    )]
    Size,
    /// A byte that no policy has, or a last line without its end.
    #[error("line {line} of the policy has a control character, or no line end")]
    Character {
        /// Which, from 1.
        line: usize,
    },
    /// A line that is none of the four kinds.
    #[error(
        "line {line} of the policy is not one of `log KEY [URL]`, `witness NAME KEY [URL]`, `group NAME all|any|NUMBER NAME…`, `quorum NAME`"
    )]
    Line {
        /// Which, from 1.
        line: usize,
    },
    /// A key that is none, or of the other kind.
    #[error("line {line} of the policy: {source}")]
    Key {
        /// Which, from 1.
        line: usize,
        /// What is wrong with it.
        source: KeyError,
    },
    /// A key that signs something else.
    #[error("line {line} of the policy: the key {key} is of the wrong kind; a log has type 0x01, a witness 0x04")]
    KeyKind {
        /// Which, from 1.
        line: usize,
        /// The key.
        key: String,
    },
    /// The same public key twice.
    #[error("line {line} of the policy: the public key of {key} stands in an earlier line already")]
    SameKey {
        /// Which, from 1.
        line: usize,
        /// The key.
        key: String,
    },
    /// A name twice, or the name `none`.
    #[error("line {line} of the policy: the name {name} is taken")]
    SameName {
        /// Which, from 1.
        line: usize,
        /// The name.
        name: String,
    },
    /// A name that no earlier line defines.
    #[error("line {line} of the policy: no earlier line defines {name}")]
    UnknownName {
        /// Which, from 1.
        line: usize,
        /// The name.
        name: String,
    },
    /// A member of two groups would count twice.
    #[error("line {line} of the policy: {name} is a member already")]
    SameMember {
        /// Which, from 1.
        line: usize,
        /// The name.
        name: String,
    },
    /// More members asked for than there are, or none.
    #[error("line {line} of the policy asks for {got} of {members} members")]
    Threshold {
        /// Which, from 1.
        line: usize,
        /// What stands there.
        got: String,
        /// Members of the group.
        members: usize,
    },
    /// None or several.
    #[error("the policy has {got} quorum lines; expected one")]
    QuorumCount {
        /// How many.
        got: usize,
    },
}

impl PolicyFileError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Size => "policy-size",
            Self::Character { .. } => "policy-character",
            Self::Line { .. } => "policy-line",
            Self::Key { .. } => "policy-key",
            Self::KeyKind { .. } => "policy-key-kind",
            Self::SameKey { .. } => "policy-same-key",
            Self::SameName { .. } => "policy-same-name",
            Self::UnknownName { .. } => "policy-unknown-name",
            Self::SameMember { .. } => "policy-same-member",
            Self::Threshold { .. } => "policy-threshold",
            Self::QuorumCount { .. } => "policy-quorum-count",
        }
    }
}

impl Policy {
    /// Reads a policy file. Names are bytes, whatever they mean.
    pub fn from_bytes(file: &[u8]) -> Result<Self, PolicyFileError> {
        if file.len() > FILE_BYTES_MAX {
            return Err(PolicyFileError::Size);
        }
        let mut reader = Reader::default();
        let mut lines: Vec<&[u8]> = file.split(|byte| *byte == b'\n').collect();
        // Behind the last line end there is nothing.
        let behind = lines.pop().unwrap_or_default();
        if !behind.is_empty() {
            return Err(PolicyFileError::Character { line: lines.len() + 1 });
        }
        for (line, number) in lines.into_iter().zip(1..) {
            if line.iter().any(|byte| (*byte < 0x20 && *byte != b'\t') || *byte == 0x7f) {
                return Err(PolicyFileError::Character { line: number });
            }
            let words: Vec<&[u8]> =
                line.split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty()).collect();
            if words.first().is_some_and(|word| !word.starts_with(b"#")) {
                reader.line(&words, number)?;
            }
        }
        reader.finish()
    }
}

#[derive(Default)]
struct Reader<'a> {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<Group>,
    names: BTreeMap<&'a [u8], Member>,
    members: Vec<Member>,
    quorum: Vec<Option<Member>>,
}

impl<'a> Reader<'a> {
    fn line(&mut self, words: &[&'a [u8]], line: usize) -> Result<(), PolicyFileError> {
        match words {
            [b"log", key] => self.log(key, None, line),
            [b"log", key, url] => self.log(key, Some(url), line),
            [b"witness", name, key] => self.witness(name, key, None, line),
            [b"witness", name, key, url] => self.witness(name, key, Some(url), line),
            [b"group", name, threshold, members @ ..] if !members.is_empty() => {
                self.group(name, threshold, members, line)
            }
            [b"quorum", b"none"] => {
                self.quorum.push(None);
                Ok(())
            }
            [b"quorum", name] => {
                let member = self.member(name, line)?;
                self.quorum.push(Some(member));
                Ok(())
            }
            _ => Err(PolicyFileError::Line { line }),
        }
    }

    fn log(&mut self, key: &[u8], url: Option<&&[u8]>, line: usize) -> Result<(), PolicyFileError> {
        let key = read_key(key, KeyType::Log, line)?;
        if self.logs.iter().any(|log| log.key.public_bytes() == key.public_bytes()) {
            return Err(PolicyFileError::SameKey { line, key: key.to_string() });
        }
        self.logs.push(PolicyLog { key, url: url.map(|url| lossy(url)) });
        check_count(self.logs.len())
    }

    fn witness(
        &mut self,
        name: &&'a [u8],
        key: &[u8],
        url: Option<&&[u8]>,
        line: usize,
    ) -> Result<(), PolicyFileError> {
        let key = read_key(key, KeyType::Witness, line)?;
        if self.witnesses.iter().any(|witness| witness.key.public_bytes() == key.public_bytes()) {
            return Err(PolicyFileError::SameKey { line, key: key.to_string() });
        }
        self.define(name, Member::Witness(self.witnesses.len()), line)?;
        self.witnesses.push(PolicyWitness { name: lossy(name), key, url: url.map(|url| lossy(url)) });
        check_count(self.witnesses.len())
    }

    fn group(
        &mut self,
        name: &&'a [u8],
        threshold: &[u8],
        names: &[&'a [u8]],
        line: usize,
    ) -> Result<(), PolicyFileError> {
        let mut members = Vec::new();
        for name in names {
            let member = self.member(name, line)?;
            // In two groups, or twice in one, a witness would count twice.
            if self.members.contains(&member) {
                return Err(PolicyFileError::SameMember { line, name: lossy(name) });
            }
            self.members.push(member);
            members.push(member);
        }
        let threshold_fault = || PolicyFileError::Threshold { line, got: lossy(threshold), members: members.len() };
        let threshold = match threshold {
            b"all" => members.len(),
            b"any" => 1,
            number => std::str::from_utf8(number)
                .ok()
                .and_then(crate::text::decimal)
                .and_then(|number| usize::try_from(number).ok())
                .filter(|number| (1..=members.len()).contains(number))
                .ok_or_else(threshold_fault)?,
        };
        self.define(name, Member::Group(self.groups.len()), line)?;
        self.groups.push(Group { threshold, members });
        check_count(self.groups.len())
    }

    fn define(&mut self, name: &'a [u8], member: Member, line: usize) -> Result<(), PolicyFileError> {
        if name == b"none" || self.names.insert(name, member).is_some() {
            return Err(PolicyFileError::SameName { line, name: lossy(name) });
        }
        Ok(())
    }

    fn member(&self, name: &[u8], line: usize) -> Result<Member, PolicyFileError> {
        self.names.get(name).copied().ok_or_else(|| PolicyFileError::UnknownName { line, name: lossy(name) })
    }

    fn finish(self) -> Result<Policy, PolicyFileError> {
        let [quorum] = self.quorum.as_slice() else {
            return Err(PolicyFileError::QuorumCount { got: self.quorum.len() });
        };
        let quorum = *quorum;
        Ok(Policy { logs: self.logs, witnesses: self.witnesses, groups: self.groups, quorum })
    }
}

fn read_key(word: &[u8], key_type: KeyType, line: usize) -> Result<VerifierKey, PolicyFileError> {
    let text = std::str::from_utf8(word)
        .map_err(|_| PolicyFileError::Key { line, source: KeyError::Form { got: lossy(word) } })?;
    let key: VerifierKey = text.parse().map_err(|source| PolicyFileError::Key { line, source })?;
    if key.key_type() != key_type {
        return Err(PolicyFileError::KeyKind { line, key: key.to_string() });
    }
    Ok(key)
}

fn check_count(count: usize) -> Result<(), PolicyFileError> {
    if count > PARTS_MAX { Err(PolicyFileError::Size) } else { Ok(()) }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
