//! The story of the vectors `sealed`: an official, sealed draw with remote contributions and lottery balls.

use std::collections::BTreeMap;

use draw::in_memory::{Frozen, Held, Script, gather, hold};
use draw::replace::{EntityRequest, InspectorRequest, propose_entity, propose_inspector};
use draw::sealed::leaf_id;
use records::events::{Event, Leaf};
use records::hash::{Digest, Secret, h};
use records::plan::Plan;
use serde_json::json;
use verify::{Kind, MemoryBundle};

use super::authority;
use super::desk::{self, FIRE, MARKET, Number, PUBLIC, list};
use super::village;

pub const BALLS: &str = "5,36,17,1,28,9,33;12,7,30,2,25,19,8";
pub const JUSTICE: &str = "司法局";
pub const DISCIPLINE: &str = "县纪委监委";

/// Sequence number 2: it comes after the one of the vectors `ceremony`.
pub fn plan() -> Plan {
    let mut plan = village::plan();
    desk::official(&mut plan, 2, 1);
    plan["mode"] = json!("sealed");
    plan["profile"] = json!("remote");
    plan["final"] = json!({"source": "balls", "draws": 2, "of": 36, "pick": 7});
    let holder = |label: &str, outside: bool| json!({"label": label, "outside": outside});
    plan["escrow"] =
        json!({"holders": [holder(MARKET, false), holder(JUSTICE, true), holder(DISCIPLINE, true)], "threshold": 2});
    plan["custodians"] = json!(["保密员甲", "保密员乙"]);
    let justice = json!({"department": JUSTICE, "key": authority::public(authority::JUSTICE), "label": JUSTICE});
    let mut keys: Vec<serde_json::Value> = plan["keys"].as_array().unwrap().clone();
    keys.push(justice);
    keys.push(json!({"department": DISCIPLINE, "key": authority::public(authority::DISCIPLINE), "label": DISCIPLINE}));
    keys.sort_by(|a, b| a["label"].as_str().cmp(&b["label"].as_str()));
    plan["keys"] = json!(keys);
    serde_json::from_value(plan).unwrap()
}

/// Everything that is random in a real draw, from counters.
pub fn script() -> Script {
    let key = |seed: u8| Secret::new([seed; 32]);
    let said = |label: &str, value: &str, salt: u8| (label.to_owned(), value.to_owned(), [salt; 32]);
    Script {
        coefficients: vec![[0x21; 64], [0x22; 64]],
        said: vec![said(MARKET, "18", 0x31), said(FIRE, "红鲤鱼", 0x32), said(PUBLIC, "七百二十三", 0x33)],
        withheld: vec![PUBLIC.to_owned()],
        value: BALLS.to_owned(),
        keys: [
            (MARKET, authority::MARKET),
            (FIRE, authority::FIRE),
            (JUSTICE, authority::JUSTICE),
            (DISCIPLINE, authority::DISCIPLINE),
        ]
        .map(|(label, seed)| (label.to_owned(), key(seed)))
        .into(),
        superior: key(authority::SUPERIOR),
        halves: key(0x41),
    }
}

/// The number with the events of a ceremony, after what the log had.
pub fn number<'f>(frozen: &'f Frozen<'f>, events: impl IntoIterator<Item = Event>, past: &Number<'_>) -> Number<'f> {
    let cosigned = Some(desk::COSIGNED);
    Number {
        past: past.entries(),
        previous: Some(0),
        events: events.into_iter().collect(),
        cosigned,
        ..Number::new(frozen)
    }
}

/// Up to the close, signatures included.
pub fn announced<'f>(frozen: &'f Frozen<'f>, script: &Script, past: &Number<'_>) -> Number<'f> {
    let gathered = gather(frozen, script).unwrap();
    number(frozen, gathered.ceremony.events().iter().map(|line| line.event.clone()), past)
}

/// A sealed draw at every stage.
pub struct Story<'f> {
    pub held: Held<'f>,
    /// The files of section 15 as they were at the draw.
    pub outcome: BTreeMap<String, Vec<u8>>,
    pub past: Number<'f>,
}

impl<'f> Story<'f> {
    pub fn new(frozen: &'f Frozen<'f>, script: &'f Script, past: &Number<'f>) -> Self {
        let held = hold(frozen, script).unwrap();
        let outcome = held.draw_files().unwrap().files;
        Self { held, outcome, past: past.clone() }
    }

    pub fn number(&self, frozen: &'f Frozen<'f>) -> Number<'f> {
        number(frozen, self.held.events().iter().map(|line| line.event.clone()), &self.past)
    }

    /// The leaf id of a dated visit, by its place among them.
    pub fn dated(&self, at: usize) -> String {
        let dated = self.held.outcome.visits.iter().filter(|visit| !visit.days.is_empty());
        leaf_id(&Leaf::Visit(dated.into_iter().nth(at).unwrap().clone()))
    }

    /// Two openings, a substitute, a reserve with its opening, and the finish.
    pub fn go_on(&mut self) {
        let (first, second) = (self.dated(0), self.dated(1));
        self.held.open(&first).unwrap();
        let visit = self.held.outcome.visits.iter().find(|visit| !visit.days.is_empty()).unwrap().clone();
        let nonce = |k: u8| Digest::new([k; 32]);
        let request = InspectorRequest {
            visit: visit.id.clone(),
            seat: 0,
            date: "2026-03-02".parse().unwrap(),
            reason: "ill".to_owned(),
            skipped: Vec::new(),
            // Nobody is left for the seat.
            approved_by: draw::replace::SUPERIOR.to_owned(),
            nonce: nonce(0xb1),
        };
        let earlier = self.held.ceremony.replacements();
        let replacement = propose_inspector(self.held.plan(), &self.held.bench().unwrap(), &earlier, &request).unwrap();
        self.held.replace(replacement).unwrap();
        let request = EntityRequest {
            task: "MARKET".parse_id(),
            stratum: "NORTH".parse_id(),
            rank: 1,
            date: "2026-03-02".parse().unwrap(),
            reason: "closed-down".to_owned(),
            skipped: Vec::new(),
            approved_by: FIRE.to_owned(),
            nonce: nonce(0xb2),
        };
        let earlier = self.held.ceremony.replacements();
        let replacement = propose_entity(self.held.plan(), &self.held.bench().unwrap(), &earlier, &request).unwrap();
        self.held.open("reserve/MARKET/NORTH/3").unwrap();
        self.held.replace(replacement).unwrap();
        self.held.open(&second).unwrap();
        let record = records::hash::sha256(&self.outcome["draw/record.json"]);
        let secret = self.held.dealt.as_ref().map(|dealt| Digest::new(*dealt.secret.expose_bytes()));
        self.held.step(Event::Finish { record, secret }).unwrap();
    }

    /// The bundle as it is now.
    pub fn bundle(&self, frozen: &'f Frozen<'f>, kind: Kind) -> MemoryBundle {
        let number = self.number(frozen);
        number.bundle_of(kind, self.files(frozen, kind))
    }

    /// Everything but evidence and manifest.
    pub fn files(&self, frozen: &'f Frozen<'f>, kind: Kind) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.number(frozen).files(Kind::Announcement);
        files.insert("sealed/capsules.jsonl".to_owned(), self.capsules());
        if kind == Kind::Outcome {
            files.extend(self.outcome.clone());
            for name in ["summary.md", "summary.en.md", "summary.html", "visits.xlsx"] {
                files.insert(format!("documents/{name}"), format!("{name}\n").into_bytes());
            }
            let drawn = &self.held.openings;
            let taken: Vec<_> =
                self.held.taken().into_iter().filter(|one| drawn.iter().all(|d| d.id != one.id)).collect();
            if !taken.is_empty() {
                files.insert("evidence/openings.jsonl".to_owned(), list(&taken));
            }
        }
        files
    }

    fn capsules(&self) -> Vec<u8> {
        let rows: Vec<_> = self
            .held
            .capsules
            .iter()
            .map(|capsule| json!({"name": capsule.name.to_string(), "sha256": records::hash::sha256(&capsule.file)}))
            .collect();
        list(&rows)
    }
}

/// Ids of the plan.
pub trait ParseId {
    fn parse_id(&self) -> records::id::Id;
}

impl ParseId for str {
    fn parse_id(&self) -> records::id::Id {
        records::id::Id::parse(self).unwrap()
    }
}

/// What a holder's key signs, for the values.
pub fn share_statement(p: &Digest, c: &Digest, holder: &str) -> Digest {
    h("mq1/share", &[p.as_ref(), c.as_ref(), holder.as_bytes()])
}
