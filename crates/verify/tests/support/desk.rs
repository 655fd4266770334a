//! The desk of an office, honest or not: from events and files to a bundle whose evidence is in order, everything logged and
//! signed with the keys that the office has.

use std::collections::BTreeMap;

use draw::in_memory::{Frozen, draw};
use records::canonical;
use records::events::{Consistency, DrawEvent, Event, EventLine, LogEntry, Previous, Replacement, RollRecord};
use records::hash::{Digest, h, sha256};
use records::plan::Plan;
use serde::Serialize;
use verify::{Kind, MemoryBundle};

use super::authority::{self, Log, cosign, log_signer, public, sign, witness_a};
use super::forge::Forge;

/// When the witness of the vectors cosigned the close.
pub const COSIGNED: u64 = 1_772_000_000;

/// What was rolled.
pub const ROLLED: &str = "31415926535897932384";

/// Departments of the made-up county.
pub const MARKET: &str = "市场监管局";
pub const FIRE: &str = "消防大队";
pub const PUBLIC: &str = "群众代表";

/// Puts into a plan what an official one needs.
pub fn official(plan: &mut serde_json::Value, sequence: u32, attempt: u32) {
    let key = |label: &str, department: &str, seed: u8| serde_json::json!({"department": department, "key": public(seed), "label": label});
    plan["purpose"] = "official".into();
    plan["sequence"] = sequence.into();
    plan["attempt"] = attempt.into();
    plan["log"] = log_signer().verifier().to_string().into();
    plan["superior"] = serde_json::json!({"key": public(authority::SUPERIOR), "name": "示例市联席会议"});
    plan["keys"] = serde_json::json!([key(MARKET, MARKET, authority::MARKET), key(FIRE, FIRE, authority::FIRE)]);
    plan["replacement"] = serde_json::json!({"entity": ["closed-down", "moved"], "inspector": ["ill", "other-duty"]});
}

/// One attempt at a draw: its plan, and what has happened.
#[derive(Clone)]
pub struct Number<'f> {
    pub frozen: &'f Frozen<'f>,
    pub events: Vec<Event>,
    /// What the log had before.
    pub past: Vec<LogEntry>,
    /// Place of the announcement of the number before, for a first attempt.
    pub previous: Option<usize>,
    /// Announcement, close and void of every attempt before, with their places.
    pub before: Vec<(EventLine, u64)>,
    /// When the witness has cosigned the close.
    pub cosigned: Option<u64>,
    /// The office's folder was put back after the close: the witness, who has seen more, cosigns nothing later.
    pub restored: bool,
}

impl<'f> Number<'f> {
    /// A draw that nothing has happened in.
    pub fn new(frozen: &'f Frozen<'f>) -> Self {
        Self {
            frozen,
            events: Vec::new(),
            past: Vec::new(),
            previous: None,
            before: Vec::new(),
            cosigned: None,
            restored: false,
        }
    }

    pub fn plan(&self) -> &Plan {
        &self.frozen.announcement.plan
    }

    pub fn p(&self) -> Digest {
        self.frozen.announcement.digest
    }

    pub fn line(&self, event: Event) -> EventLine {
        EventLine { draw: self.plan().draw_name(), event }
    }

    /// The entries of the log so far.
    pub fn entries(&self) -> Vec<LogEntry> {
        let own = self.events.iter().map(|event| self.line(event.clone()).entry().unwrap());
        self.past.iter().cloned().chain(own).collect()
    }

    pub fn log(&self) -> Log {
        let mut log = Log::default();
        for entry in self.entries() {
            log.append_entry(&entry);
        }
        log
    }

    /// The announcement of an open draw.
    pub fn announcement(&self) -> Event {
        let (plan, round) = (self.p(), self.plan().final_source.round());
        let superior = self.plan().superior.as_ref().unwrap().key;
        Event::Announce { plan, superior, round, commitment: None, points: Vec::new() }
    }

    /// Open mode, profile room: up to the close.
    pub fn up_to_close(mut self) -> Self {
        self.events.push(self.announcement());
        for (label, value) in [(PUBLIC, "七百二十三"), (MARKET, "18")] {
            self.events.push(Event::Contribution { label: label.to_owned(), value: value.to_owned() });
        }
        self.events.push(Event::Close { close: self.d() });
        self
    }

    /// Both departments sign.
    pub fn signed(mut self) -> Self {
        let statement = h("mq1/attest", &[self.p().as_ref(), self.d().as_ref()]);
        for (label, seed) in [(MARKET, authority::MARKET), (FIRE, authority::FIRE)] {
            self.events.push(Event::Sign { label: label.to_owned(), signature: sign(seed, &statement) });
        }
        self.cosigned = Some(COSIGNED);
        self
    }

    pub fn rolled(mut self, value: &str) -> Self {
        let record = |recorder: &str| RollRecord { recorder: recorder.to_owned(), value: value.to_owned() };
        let records = vec![record("书记员甲"), record("书记员乙")];
        let source = self.plan().final_source.id();
        self.events.push(Event::Roll { records, source, value: value.to_owned() });
        self
    }

    pub fn drawn(mut self) -> Self {
        let record = Some(sha256(&self.outcome()["draw/record.json"]));
        self.events.push(Event::Draw(DrawEvent { record, seed_hash: None, leaves: None, capsules: None }));
        self
    }

    pub fn finished(mut self) -> Self {
        let record = sha256(&self.outcome()["draw/record.json"]);
        self.events.push(Event::Finish { record, secret: None });
        self
    }

    /// With a reason, and what a void must carry at this stage.
    pub fn voided(mut self, reason: &str) -> Self {
        let has = |name: &str| self.events.iter().any(|event| event.name() == name);
        let close = if has("close") { self.d() } else { Digest::new([0; 32]) };
        let needed = has("close") || self.plan().final_source.round().is_some();
        let statement = h("mq1/void", &[self.p().as_ref(), close.as_ref(), reason.as_bytes()]);
        let signature = needed.then(|| sign(authority::SUPERIOR, &statement));
        let record = has("roll").then(|| sha256(&self.outcome()["draw/record.json"]));
        self.events.push(Event::Void { reason: reason.to_owned(), record, secret: None, signature });
        self
    }

    /// What was said, by the plan's order.
    pub fn said(&self) -> Vec<(&str, &str)> {
        let mut all: Vec<(&str, &str)> = Vec::new();
        for event in &self.events {
            if let Event::Contribution { label, value } = event {
                all.push((label, value));
            }
        }
        all
    }

    /// D, for profile room and open mode.
    pub fn d(&self) -> Digest {
        let p = self.p();
        let mut parts: Vec<&[u8]> = vec![p.as_ref(), b""];
        let said = self.said();
        for label in &self.plan().participants {
            let value = said.iter().find(|(other, _)| other == label).map_or("", |(_, value)| value);
            parts.extend([label.as_bytes(), b"", value.as_bytes()]);
        }
        h("mq1/close", &parts)
    }

    /// What was rolled.
    pub fn value(&self) -> &str {
        let rolled = self.events.iter().find_map(|event| match event {
            Event::Roll { value, .. } => Some(value.as_str()),
            _ => None,
        });
        rolled.unwrap_or(ROLLED)
    }

    /// The files of an open outcome, `plan.json` and lists included.
    pub fn outcome(&self) -> BTreeMap<String, Vec<u8>> {
        draw(self.frozen, &self.said(), self.value()).unwrap().files
    }

    /// The files of a bundle of this kind, without evidence and manifest.
    pub fn files(&self, kind: Kind) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        if kind == Kind::Outcome {
            files = self.outcome();
            for name in ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"] {
                files.insert(format!("documents/{name}"), format!("{name}\n").into_bytes());
            }
            files.extend(self.taken());
        } else {
            files.insert("plan.json".to_owned(), [&self.frozen.announcement.line[..], b"\n"].concat());
            for (name, list) in &self.frozen.lists {
                files.insert(format!("lists/{name}.jsonl"), list.as_bytes().to_vec());
            }
        }
        files
    }

    /// Openings of reserves that replacements took, if there are any.
    fn taken(&self) -> Option<(String, Vec<u8>)> {
        let outcome = self.outcome();
        let rows = lines(&outcome["draw/selected.jsonl"]);
        let is_drawn = |id: &str| rows.iter().any(|row| row["entity"] == id && row["reserve"] == false);
        let mut ids: Vec<records::id::Id> = Vec::new();
        for event in &self.events {
            let Event::Replace(Replacement::Entity { by: Some(by), stratum, task, .. }) = event else { continue };
            let row = rows
                .iter()
                .find(|row| row["task"] == task.as_str() && row["stratum"] == stratum.as_str() && row["rank"] == *by);
            let Some(id) = row.and_then(|row| row["entity"].as_str()).filter(|id| !is_drawn(id)) else { continue };
            ids.push(records::id::Id::parse(id).unwrap());
        }
        ids.sort();
        ids.dedup();
        let (_, openings) = self.frozen.look_up(&ids).unwrap();
        (!openings.is_empty()).then(|| ("evidence/openings.jsonl".to_owned(), list(&openings)))
    }

    /// The whole bundle, honest evidence included.
    pub fn bundle(&self, kind: Kind) -> MemoryBundle {
        self.bundle_of(kind, self.files(kind))
    }

    /// A bundle of these files, with evidence of these events.
    pub fn bundle_of(&self, kind: Kind, mut files: BTreeMap<String, Vec<u8>>) -> MemoryBundle {
        files.extend(self.evidence());
        manifest(files, kind)
    }

    /// Lines of `evidence/previous.jsonl`.
    fn shown_before(&self, log: &Log, size: u64) -> Vec<Previous> {
        let shown = |(event, index): &(EventLine, u64)| {
            let logged = log.logged(&[(event.clone(), *index)], size).remove(0);
            Previous::Event(logged)
        };
        match self.plan().attempt {
            1 => self.previous.iter().map(|at| Previous::Entry(log.logged_entry(*at as u64, size))).collect(),
            _ => self.before.iter().map(shown).collect(),
        }
    }

    /// The files under `evidence/`.
    pub fn evidence(&self) -> BTreeMap<String, Vec<u8>> {
        let (log, first) = (self.log(), self.past.len() as u64);
        let size = log.size();
        let numbered: Vec<(EventLine, u64)> =
            self.events.iter().map(|event| self.line(event.clone())).zip(first..).collect();
        let mut files = BTreeMap::new();
        let mut put = |name: &str, bytes: Vec<u8>| files.insert(format!("evidence/{name}"), bytes);
        put("events.jsonl", list(&log.logged(&numbered, size)));
        let previous = self.shown_before(&log, size);
        put("previous.jsonl", list(&previous));
        let from = previous.first().map_or(first, |line| line.logged().unwrap().1);
        put("entries.jsonl", list(&self.entries()[from as usize..]));
        let mut checkpoint = log.checkpoint(size);
        if let Some(time) = self.cosigned.filter(|_| !self.restored) {
            cosign(&mut checkpoint, &witness_a(), time + 3_600);
        }
        put("checkpoint", checkpoint.to_string().into_bytes());
        if let Some(at) = self.events.iter().position(|event| event.name() == "close") {
            let closed_size = first + at as u64 + 1;
            let mut closed = log.checkpoint(closed_size);
            if let Some(time) = self.cosigned {
                cosign(&mut closed, &witness_a(), time);
            }
            put("closed", closed.to_string().into_bytes());
            put("consistency.json", object(&Consistency { hashes: log.consistency(closed_size, size) }));
        }
        files
    }
}

/// A list file.
pub fn list<T: Serialize>(rows: &[T]) -> Vec<u8> {
    rows.iter().flat_map(|row| object(row)).collect()
}

/// An object file.
pub fn object<T: Serialize>(value: &T) -> Vec<u8> {
    [canonical::to_vec(value).unwrap(), b"\n".to_vec()].concat()
}

pub fn lines(bytes: &[u8]) -> Vec<serde_json::Value> {
    bytes
        .split(|b| *b == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// Files with a manifest of that kind.
pub fn manifest(files: BTreeMap<String, Vec<u8>>, kind: Kind) -> MemoryBundle {
    Forge { files }.rebuild_manifest_of(kind.format())
}

/// Signs a replacement with somebody's key, as `approved_by` says.
pub fn approve(number: &Number<'_>, mut replacement: Replacement, seed: u8) -> Event {
    let statement = replacement_statement(number, &replacement);
    let (Replacement::Inspector { signature, .. } | Replacement::Entity { signature, .. }) = &mut replacement;
    *signature = Some(sign(seed, &statement));
    Event::Replace(replacement)
}

/// What is signed of a replacement.
pub fn replacement_statement(number: &Number<'_>, replacement: &Replacement) -> Digest {
    let mut unsigned = replacement.clone();
    let (Replacement::Inspector { signature, .. } | Replacement::Entity { signature, .. }) = &mut unsigned;
    *signature = None;
    let line = number.line(Event::Replace(unsigned)).line().unwrap();
    h("mq1/replacement", &[number.p().as_ref(), &line])
}
