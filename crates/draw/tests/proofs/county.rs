//! The tiny county of the stages, held as a ceremony: keys, holders, custodians, and everything that would be random.

use std::collections::BTreeMap;

use draw::in_memory::{Office, Script};
use draw::signature;
use records::hash::{Secret, h};
use records::plan::{Escrow, Holder, Mode, ParticipantKey, Plan, Profile, Purpose, ReplacementReasons, Superior};

use crate::fixture;

/// A verifier key of a log; nothing here looks into it.
pub const LOG: &str = "example.gov.cn/log+00000000+AQ==";

/// Who holds shares: two departments and two from outside.
pub const HOLDERS: [(&str, bool); 4] = [("市场监管局", false), ("消防大队", false), ("司法局", true), ("监察委", true)];

/// A private key by name, public on purpose.
pub fn key(name: &str) -> Secret {
    Secret::new(h("test key", &[name.as_bytes()]).to_bytes())
}

fn coefficient(number: u8) -> [u8; 64] {
    let mut out = [number; 64];
    out[63] = 0x5a;
    out
}

pub fn office() -> Office {
    fixture::office()
}

/// An official plan with all that a ceremony needs.
pub fn plan(mode: Mode, profile: Profile) -> Plan {
    official(fixture::plan(), mode, profile)
}

/// Makes any plan an official one.
pub fn official(mut plan: Plan, mode: Mode, profile: Profile) -> Plan {
    plan.purpose = Purpose::Official;
    (plan.mode, plan.profile) = (mode, profile);
    plan.log = Some(LOG.to_owned());
    plan.superior = Some(Superior { key: signature::public_key(&key("上级")), name: "市联席会议".to_owned() });
    let owner = |(department, label): (&str, &str)| ParticipantKey {
        department: department.to_owned(),
        key: signature::public_key(&key(label)),
        label: label.to_owned(),
    };
    plan.keys = [("司法局", "司法局"), ("市场监管局", "市场监管局")].into_iter().map(owner).collect();
    if mode == Mode::Open {
        plan.keys.remove(0);
    }
    plan.replacement = Some(ReplacementReasons {
        entity: vec!["closed".to_owned(), "moved".to_owned()],
        inspector: vec!["conflict".to_owned(), "sick".to_owned()],
    });
    if mode == Mode::Sealed {
        let holder = |(label, outside): (&str, bool)| Holder { label: label.to_owned(), outside };
        plan.escrow = Some(Escrow { holders: HOLDERS.into_iter().map(holder).collect(), threshold: 3 });
        plan.custodians = Some(["办公室主任".to_owned(), "纪检组长".to_owned()]);
    }
    plan
}

/// What is said and drawn at random.
pub fn script(plan: &Plan) -> Script {
    let said = [("市场监管局", "18"), ("消防大队", "四百"), ("群众代表", "七百二十三")];
    let threshold = plan.escrow.as_ref().map_or(0, |escrow| escrow.threshold as u8);
    Script {
        coefficients: (1..=threshold).map(coefficient).collect(),
        said: said.map(|(label, value)| (label.to_owned(), value.to_owned(), [label.len() as u8; 32])).to_vec(),
        withheld: Vec::new(),
        value: fixture::DICE.to_owned(),
        keys: plan.keys.iter().map(|owner| (owner.label.clone(), key(&owner.label))).collect::<BTreeMap<_, _>>(),
        superior: key("上级"),
        halves: key("halves"),
    }
}
