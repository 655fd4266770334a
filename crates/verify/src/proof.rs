//! What proofs and slips share: their named checks, whom they are trusted by, and how a checkpoint is read.
//!
//! Source: `docs/PROTOCOL.md`, section 25.

use std::fmt;

use records::canonical;
use records::events::{EventLine, LogProof};
use records::frozen::{Record, SelectedLine};
use records::hash::{Digest, sha256};
use records::lang::Lang;
use records::plan::Plan;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tlog::checkpoint::SignedCheckpoint;
use tlog::key::VerifierKey;
use tlog::policy::{Policy, PolicyError};

use crate::examine::{Examination, Examined, Ground, examine};
use crate::failure::Failure;
use crate::files::BundleFiles;
use crate::log::{Tree, is_in, note};
use crate::manifest::Listing;
use crate::piece::{Found, FoundBy};
pub use crate::proof_check::ProofCheck;
use crate::said::{Said, coded};
use crate::source::{Source, strict};
use crate::{Options, outcome};

/// Why a proof or a slip is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFailure {
    /// The check that failed.
    pub check: ProofCheck,
    /// What was got.
    pub got: Option<Said>,
    /// What was expected.
    pub expected: Option<Said>,
}

impl ProofFailure {
    pub(crate) fn new(check: ProofCheck) -> Self {
        Self { check, got: None, expected: None }
    }

    pub(crate) fn got(mut self, got: impl Into<Said>) -> Self {
        self.got = Some(got.into().map(crate::failure::quotable));
        self
    }

    pub(crate) fn expected(mut self, expected: impl Into<Said>) -> Self {
        self.expected = Some(expected.into().map(crate::failure::quotable));
        self
    }

    /// The failure in words, on several lines.
    pub fn message(&self, lang: Lang) -> String {
        let mut text = match lang {
            Lang::Zh => format!("未通过：{}\n{}", self.check, self.check.sentence(lang)),
            Lang::En => format!("Refused: {}\n{}", self.check, self.check.sentence(lang)),
        };
        for (word, said) in
            [(lang.pick("得到：", "got: "), &self.got), (lang.pick("应为：", "expected: "), &self.expected)]
        {
            if let Some(said) = said {
                text.push_str(&format!("\n{word}{}", said.text(lang)));
            }
        }
        text
    }
}

impl fmt::Display for ProofFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

/// Why there is no answer from a proof or a slip.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// A check of its own failed.
    #[error("{0}")]
    Proof(Box<ProofFailure>),
    /// The bundle with which it was to be compared does not verify.
    #[error("{0}")]
    Bundle(#[from] Box<Failure>),
}

impl From<ProofFailure> for ProofError {
    fn from(failure: ProofFailure) -> Self {
        Self::Proof(Box::new(failure))
    }
}

impl ProofError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Proof(failure) => failure.check.name(),
            Self::Bundle(failure) => failure.code(),
        }
    }

    /// The error in words.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Proof(failure) => failure.message(lang),
            Self::Bundle(failure) => failure.message(lang),
        }
    }
}

/// Whom the reader trusts; without any of it a proof says only what its own record says.
#[derive(Clone, Copy, Default)]
pub struct Trust<'a> {
    /// SHA-256 of `draw/record.json`, known from elsewhere.
    pub record: Option<Digest>,
    /// Logs and witnesses.
    pub policy: Option<&'a Policy>,
    /// The key of the log.
    pub key: Option<&'a VerifierKey>,
    /// The plan, for a proof that leaves it out: only the one that the record names is taken.
    pub plan: Option<&'a Plan>,
}

/// Who vouches for what was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Vouched {
    /// Nobody: the reader gave neither digest nor key.
    Nobody,
    /// The reader's own digest of the record.
    Digest,
    /// The bundle that was verified with it.
    Bundle,
    /// A log that the reader trusts.
    Log {
        /// Its name.
        name: String,
        /// Witnesses of the reader's policy that have cosigned.
        witnesses: Vec<String>,
        /// Whether they are enough for the policy, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        quorum: Option<bool>,
    },
}

impl Vouched {
    /// In words.
    pub(crate) fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Vouched::Nobody, Lang::Zh) => {
                "注意：您没有给出可信的摘要、日志公钥或信任策略，这份文件只证明它自己前后一致。".to_owned()
            }
            (Vouched::Nobody, Lang::En) => {
                "Beware: without a digest, a log's key or a policy that you trust, this file shows only that it agrees with itself.".to_owned()
            }
            (Vouched::Digest, Lang::Zh) => "抽取记录就是您给出摘要的那一份。".to_owned(),
            (Vouched::Digest, Lang::En) => "The draw record is the one whose digest you gave.".to_owned(),
            (Vouched::Bundle, Lang::Zh) => {
                "与您给出的结果文件夹一致。您没有给出日志公钥或信任策略，那份结果的日志是不是真的，要用 --policy 或 --key 才能知道。".to_owned()
            }
            (Vouched::Bundle, Lang::En) => {
                "It agrees with the bundle that you gave. Whether that bundle's log is the true one, only a --policy or --key of your own can tell.".to_owned()
            }
            (Vouched::Log { name, witnesses, quorum }, _) => {
                let mut text = format!("{}{}", lang.pick("在可信的日志里：", "In the trusted log "), crate::failure::quotable(name));
                if !witnesses.is_empty() {
                    let names = witnesses.join(lang.pick("、", ", "));
                    text.push_str(&format!("{}{names}", lang.pick("，见证人 ", ", witnessed by ")));
                }
                text.push_str(match quorum {
                    Some(true) => lang.pick("；见证人数达到信任策略的要求", "; the policy's quorum is met"),
                    Some(false) => lang.pick(
                        "；见证人数没有达到信任策略的要求：日志可能对别人说的是另一套",
                        "; the policy's quorum is not met: the log may tell others something else",
                    ),
                    None => "",
                });
                text
            }
        }
    }
}

/// A bundle that passes every check.
pub(crate) struct Verified {
    pub ground: Ground,
    /// Its record, if it is an outcome.
    pub record: Option<Record>,
    /// What it has of the id that was asked for.
    pub told: Option<Told>,
}

/// What an outcome has of an id.
pub(crate) struct Told {
    /// Lines of the entity list that have the id, or had it before.
    pub found: Vec<Found>,
    /// Lines of `draw/selected.jsonl`.
    pub selected: Vec<SelectedLine>,
}

/// Verifies the bundle with which a proof or a slip is compared, and looks for an id in it, if one is asked for.
pub(crate) fn verified(
    files: &dyn BundleFiles,
    options: &Options<'_>,
    asked: Option<&str>,
) -> Result<Verified, Failure> {
    let listing = Listing::read(files, options.expect)?;
    let source = Source::new(files, &listing, options.progress);
    match examine(&source, options, asked)? {
        Examination::Early(ground) => {
            crate::grade::check_order(&ground.plan, ground.witnessing())?;
            Ok(Verified { ground: *ground, record: None, told: None })
        }
        Examination::Outcome(examined) => {
            outcome::check(&examined)?;
            let Examined { ground, record, outcome, pass, .. } = *examined;
            let selected = outcome.selected.map_or(Vec::new(), |list| list.rows);
            let mut found = pass.found;
            found.retain(|one| one.by != FoundBy::Code);
            let told = asked.map(|_| Told { found, selected });
            Ok(Verified { ground, record: Some(record), told })
        }
    }
}

/// Reads a file strictly.
pub(crate) fn read<T: DeserializeOwned + Serialize>(file: &[u8], check: ProofCheck) -> Result<T, ProofFailure> {
    let line = file.strip_suffix(b"\n").ok_or_else(|| ProofFailure::new(check))?;
    strict(line).map_err(|wrong| {
        let failure = wrong.at("", 1);
        ProofFailure { check, got: failure.got, expected: None }
    })
}

/// Lists that a record may have (section 6), and those that every one has.
const LISTS: [&str; 8] = ["apart", "barred", "entities", "exclusions", "inspectors", "items", "selection", "strata"];
const LISTS_ALWAYS: [&str; 3] = ["entities", "exclusions", "items"];

/// Whether a record has the form of section 15; what is wrong with it.
pub(crate) fn check_record_form(record: &Record, check: ProofCheck) -> Result<(), ProofFailure> {
    let fail = |got: &str| ProofFailure::new(check).got(format!("record: {got}"));
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if let Some(key) = record.keys.iter().find(|key| key.k.len() != 32 || !key.k.bytes().all(is_digit)) {
        return Err(fail(&key.k));
    }
    let lists: Vec<&str> = record.lists.keys().map(String::as_str).collect();
    let has = |name: &&str| lists.contains(name);
    if !LISTS_ALWAYS.iter().all(has) || !lists.iter().all(|name| LISTS.contains(name)) {
        return Err(fail(&lists.join(" ")));
    }
    let roots: Vec<&str> = record.roots.keys().map(String::as_str).collect();
    let mut expected: Vec<&str> = vec!["selected", "strata", "visits"];
    expected.extend(Some("openings").filter(|_| has(&"barred")));
    expected.extend(Some("apart").filter(|_| has(&"apart")));
    expected.sort_unstable();
    if roots == expected { Ok(()) } else { Err(fail(&roots.join(" ")).expected(expected.join(" "))) }
}

/// What only a bundle or a copy of the log shows.
pub(crate) fn only_one(lang: Lang) -> &'static str {
    lang.pick(
        "日志里有这一条，不等于它就是这个编号的那一次抽取、而且只有这一次：要用公布的结果文件夹或日志副本才能知道。",
        "That the log has this entry does not show that it is the draw of this number, and the only one: only its bundle or a copy of the log does.",
    )
}

/// SHA-256 of `draw/record.json`.
pub(crate) fn record_digest(record: &Record) -> Digest {
    let mut file = canonical::to_vec(record).unwrap_or_default();
    file.push(b'\n');
    sha256(&file)
}

/// The event's entry is in the tree of the checkpoint. `check` names who asks.
pub(crate) fn check_event(
    event: &EventLine,
    log: &LogProof,
    check: ProofCheck,
) -> Result<SignedCheckpoint, ProofFailure> {
    let fail = || ProofFailure::new(check);
    let note = note(log.checkpoint.as_bytes()).map_err(|wrong| fail().got(wrong))?;
    let tree = Tree { size: note.checkpoint().size, root: note.checkpoint().root };
    match event.entry().is_ok_and(|entry| is_in(&tree, &entry, log.index, &log.hashes)) {
        true => Ok(note),
        false => Err(fail().got(event.event.name())),
    }
}

/// With a bundle: the entry stands at the same place of its log, and one tree has one root. Whether both checkpoints are of the
/// same tree.
pub(crate) fn check_place(
    event: &EventLine,
    log: &LogProof,
    note: &SignedCheckpoint,
    ground: &Ground,
    check: ProofCheck,
) -> Result<bool, ProofFailure> {
    let fail = || ProofFailure::new(check);
    let Some(evidence) = &ground.evidence else { return Err(fail()) };
    let own = evidence.course.entries.get(&log.index);
    if own.is_none() || own != event.entry().ok().map(|entry| entry.hash).as_ref() {
        return Err(fail().got(format!("{} {}", event.event.name(), log.index)));
    }
    let tree = evidence.shown.tree;
    let is_same_size = note.checkpoint().size == tree.size;
    match is_same_size && note.checkpoint().root != tree.root {
        true => Err(fail().got(note.checkpoint().root).expected(tree.root)),
        false => Ok(is_same_size),
    }
}

/// What is said where the bundle's checkpoint is of another size.
pub(crate) fn other_size(lang: Lang) -> &'static str {
    lang.pick(
        "这份文件与结果文件夹用的是日志不同时候的检查点：两者是不是同一本日志，要用日志副本（log verify、verify --log）才能知道。",
        "This file and the bundle rest on checkpoints of different sizes: that both are of one log shows only a copy of the log (log verify, verify --log).",
    )
}

/// The checkpoint is signed by somebody whom the reader trusts; nothing if he has named nobody.
pub(crate) fn check_signer(
    note: &SignedCheckpoint,
    trust: &Trust<'_>,
    check: ProofCheck,
) -> Result<Option<Vouched>, ProofFailure> {
    let fail = || ProofFailure::new(check);
    let name = note.checkpoint().origin.clone();
    let mut vouched = None;
    if let Some(key) = trust.key {
        note.signed_by(key).map_err(|error| fail().got(coded(error.code(), &error)).expected(key))?;
        vouched = Some(Vouched::Log { name: name.clone(), witnesses: Vec::new(), quorum: None });
    }
    if let Some(policy) = trust.policy {
        let (witnesses, reached) = match policy.check(note) {
            Ok(trusted) => (trusted.witnesses, trusted.reached.is_some()),
            // Not enough witnesses is not a false log.
            Err(PolicyError::Quorum { got }) => (got, false),
            Err(error) => return Err(fail().got(coded(error.code(), &error))),
        };
        let witnesses = witnesses.into_iter().map(|one| one.name).collect();
        vouched = Some(Vouched::Log { name, witnesses, quorum: Some(reached) });
    }
    Ok(vouched)
}
