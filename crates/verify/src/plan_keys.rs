//! Check `plan`, its optional keys: who holds the ceremony's keys, shares and halves.
//!
//! Source: `docs/PROTOCOL.md`, sections 5, 21 and 24.3.

use std::collections::BTreeSet;

use records::plan::{Escrow, Mode, Plan, Profile, Purpose};
use tlog::key::{KeyType, VerifierKey};

use crate::fault::Fault;
use crate::plan::{Checked, fail, no_empty_text, not_empty, sorted, unique};
use crate::said::said;

/// Most shares of an escrow.
const HOLDERS_MAX: usize = 255;

/// The verifier key of the plan's log.
pub(crate) fn log_key(plan: &Plan) -> Option<VerifierKey> {
    plan.log.as_ref()?.parse().ok().filter(|key: &VerifierKey| key.key_type() == KeyType::Log)
}

pub(crate) fn check(plan: &Plan) -> Checked {
    let logged = plan.log.is_some();
    let sealed = plan.mode == Mode::Sealed;
    let needed = plan.purpose == Purpose::Official || sealed || plan.profile == Profile::Remote;
    let rules = [
        ("log", logged, needed, true),
        ("superior", plan.superior.is_some(), logged, logged),
        ("replacement", plan.replacement.is_some(), logged, logged),
        ("keys", !plan.keys.is_empty(), false, logged),
        ("escrow", plan.escrow.is_some(), sealed, sealed),
        ("custodians", plan.custodians.is_some(), sealed, sealed),
    ];
    let wrong = rules.iter().find(|(_, is_there, must, may)| (*must && !is_there) || (*is_there && !may));
    if let Some((key, ..)) = wrong {
        return Err(fail(Fault::PlanCeremony).got(key));
    }
    if let Some(key) = plan.log.as_ref().filter(|_| log_key(plan).is_none()) {
        return Err(fail(Fault::PlanKey).got(format!("log: {key}")));
    }
    if let Some(superior) = &plan.superior {
        not_empty("superior name", superior.name.is_empty())?;
    }
    check_people(plan)?;
    if let Some(escrow) = &plan.escrow {
        check_escrow(escrow)?;
        // Who checks a share signs that he has: else the office could say it for him.
        let keyless = escrow.holders.iter().find(|holder| plan.keys.iter().all(|key| key.label != holder.label));
        if let Some(holder) = keyless {
            return Err(fail(Fault::PlanKey).got(said(
                format!("保管方 {} 没有公钥", holder.label),
                format!("holder {} has no key", holder.label),
            )));
        }
    }
    if let Some([first, second]) = &plan.custodians {
        not_empty("custodians", first.is_empty() || second.is_empty())?;
        unique([first.as_str(), second.as_str()].into_iter(), "custodians")?;
    }
    match &plan.replacement {
        Some(reasons) => {
            for (name, codes) in [("entity", &reasons.entity), ("inspector", &reasons.inspector)] {
                let at = format!("replacement {name}");
                no_empty_text(&at, codes)?;
                sorted(codes.iter().map(String::as_str), &at)?;
            }
            Ok(())
        }
        None => Ok(()),
    }
}

fn check_people(plan: &Plan) -> Checked {
    let holders = plan.escrow.iter().flat_map(|escrow| &escrow.holders).map(|holder| &holder.label);
    let known: BTreeSet<&String> = plan.participants.iter().chain(holders).collect();
    let mut keys = BTreeSet::new();
    for one in &plan.keys {
        not_empty("keys department", one.department.is_empty())?;
        not_empty("keys label", one.label.is_empty())?;
        let of_superior = plan.superior.as_ref().is_some_and(|superior| superior.key == one.key);
        if of_superior || !keys.insert(one.key) || !known.contains(&one.label) {
            return Err(fail(Fault::PlanKey).got(format!("keys: {}", one.label)));
        }
    }
    sorted(plan.keys.iter().map(|one| one.label.as_str()), "keys label")
}

fn check_escrow(escrow: &Escrow) -> Checked {
    let Escrow { holders, threshold } = escrow;
    not_empty("escrow label", holders.iter().any(|holder| holder.label.is_empty()))?;
    unique(holders.iter().map(|holder| holder.label.as_str()), "escrow label")?;
    let t = u64::from(*threshold);
    let (n, inside) = (holders.len() as u64, holders.iter().filter(|holder| !holder.outside).count() as u64);
    if holders.len() > HOLDERS_MAX || t > n || 2 * t <= n || inside >= t {
        let got = said(
            format!("{n} 方保管，其中参加部门 {inside} 方，门限 {t}"),
            format!("{n} holders, {inside} of them inside, threshold {t}"),
        );
        let expected = said(
            "不超过 255 方；过半才够，且参加部门自己不够",
            "at most 255; more than half, and more than those inside",
        );
        return Err(fail(Fault::PlanEscrow).got(got).expected(expected));
    }
    Ok(())
}
