//! How a secret may be shared: no department that takes part, and no half of the holders, can open it.

use records::plan::{Escrow, Holder};

use super::EscrowError;

/// Most holders.
pub const HOLDERS_MAX: usize = 255;

/// The rule of a plan: n ≤ 255, t ≤ n, 2t > n, holders inside fewer than t, labels different and not empty.
pub fn check_rule(escrow: &Escrow) -> Result<(), EscrowError> {
    let (holders, threshold) = (escrow.holders.len(), escrow.threshold);
    if !(1..=HOLDERS_MAX).contains(&holders) {
        return Err(EscrowError::Holders { got: holders });
    }
    // More than half: the least t with 2t > n.
    let least = holders / 2 + 1;
    match usize::try_from(threshold) {
        Ok(t) if (least..=holders).contains(&t) => {}
        _ => {
            let expected = u32::try_from(least).unwrap_or(u32::MAX);
            return Err(EscrowError::Threshold { got: threshold, holders, expected });
        }
    }
    check_labels(&escrow.holders)?;
    let inside = escrow.holders.iter().filter(|holder| !holder.outside).count();
    if u32::try_from(inside).is_ok_and(|inside| inside < threshold) {
        Ok(())
    } else {
        Err(EscrowError::Inside { got: inside, threshold })
    }
}

fn check_labels(holders: &[Holder]) -> Result<(), EscrowError> {
    for (index, holder) in holders.iter().enumerate() {
        if holder.label.is_empty() {
            return Err(EscrowError::NoLabel { index: index + 1 });
        }
        if holders.iter().take(index).any(|other| other.label == holder.label) {
            return Err(EscrowError::LabelTwice { label: holder.label.clone() });
        }
    }
    Ok(())
}
