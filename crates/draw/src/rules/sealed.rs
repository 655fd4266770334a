//! The conditions of labelled tasks, replaced by commitments (`docs/PROTOCOL.md`, section 6.7).

use records::canonical::{self, CanonicalError};
use records::hash::HmacKey;
use records::plan::{Condition, Plan};
use serde::Serialize;

use crate::freeze::salt::{Salter, seal};

#[derive(Serialize)]
struct StratumPrivate<'a> {
    stratum: &'a str,
    task: &'a str,
    when: &'a [Condition],
}

#[derive(Serialize)]
struct ScopePrivate<'a> {
    scope: &'a [Condition],
    task: &'a str,
}

/// The canonical line that opens a labelled stratum.
pub fn stratum_private(task: &str, stratum: &str, when: &[Condition]) -> Result<Vec<u8>, CanonicalError> {
    canonical::to_vec(&StratumPrivate { stratum, task, when })
}

/// The canonical line that opens the scope of a labelled task.
pub fn scope_private(task: &str, scope: &[Condition]) -> Result<Vec<u8>, CanonicalError> {
    canonical::to_vec(&ScopePrivate { scope, task })
}

/// The plan as it may be published: in labelled tasks, commitments in place of conditions. A plan
/// without labelled tasks, or one that is in that form already, comes back as it is.
pub fn publishable(plan: &Plan, secret: &HmacKey) -> Result<Plan, CanonicalError> {
    let mut out = plan.clone();
    let salter = Salter::new(secret, "plan", &plan.draw_name());
    for task in out.tasks.iter_mut().filter(|task| task.labelled) {
        if !task.scope.is_empty() {
            let private = scope_private(task.id.as_str(), &task.scope)?;
            task.scope_sealed = Some(seal(&salter.salt(task.id.as_str(), &private), &private));
            task.scope = Vec::new();
        }
        for stratum in &mut task.strata {
            if let Some(when) = stratum.when.take() {
                let private = stratum_private(task.id.as_str(), stratum.id.as_str(), &when)?;
                stratum.sealed = Some(seal(&salter.salt(stratum.id.as_str(), &private), &private));
            }
        }
    }
    Ok(out)
}
