//! How many are drawn from each stratum (`docs/PROTOCOL.md`, section 6.8).

use records::plan::{Plan, Population, Stratum, Task};

use super::error::FreezeError;

/// What freeze counts in one stratum of one task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Entities that lie in it and are not excluded.
    pub population: u64,
    /// Entities that lie in it and are excluded.
    pub excluded: u64,
}

/// The counts of all strata, in the order of `plan.populations`. Counts of parts of the list are
/// added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub Vec<Count>);

impl Counts {
    /// Zero for each stratum of the plan.
    pub fn new(plan: &Plan) -> Self {
        let strata = plan.tasks.iter().map(|task| task.strata.len()).sum();
        Self(vec![Count::default(); strata])
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.0.iter_mut().zip(&other.0) {
            count.population += more.population;
            count.excluded += more.excluded;
        }
    }
}

/// `plan.populations` from the counts: amounts, chains of "as many as", reserves, `overall_min`.
pub fn amounts(plan: &Plan, counts: &Counts) -> Result<Vec<Population>, FreezeError> {
    let cells: Vec<(&Task, &Stratum)> =
        plan.tasks.iter().flat_map(|task| task.strata.iter().map(move |s| (task, s))).collect();
    let mut out = Vec::with_capacity(cells.len());
    for (cell, (task, stratum)) in cells.iter().enumerate() {
        let n = amount(&cells, counts, cell)?;
        let Count { population, excluded } = counts.0.get(cell).copied().unwrap_or_default();
        out.push(Population {
            task: task.id.clone(),
            stratum: stratum.id.clone(),
            population,
            excluded,
            n,
            reserves: stratum.reserves.min(population - n),
        });
    }
    plan.tasks.iter().try_for_each(|task| check_overall(task, &out))?;
    Ok(out)
}

/// The amount of one cell. A chain of "as many as" is followed to its end and then settled
/// backwards; it is longer than there are cells only if it is a circle.
fn amount(cells: &[(&Task, &Stratum)], counts: &Counts, cell: usize) -> Result<u64, FreezeError> {
    let circle = |(task, stratum): &(&Task, &Stratum)| FreezeError::AmountCircle {
        task: task.id.to_string(),
        stratum: stratum.id.to_string(),
    };
    let mut chain = vec![cell];
    while let Some((_, stratum)) = chain.last().and_then(|last| cells.get(*last)) {
        let (Some(as_task), Some(as_stratum)) = (&stratum.as_task, &stratum.as_stratum) else {
            break;
        };
        let lead = cells.iter().position(|(t, s)| t.id == *as_task && s.id == *as_stratum);
        match lead {
            Some(lead) if !chain.contains(&lead) => chain.push(lead),
            _ => return Err(circle(&cells[cell])),
        }
    }
    let mut above = None;
    for at in chain.into_iter().rev() {
        let (task, stratum) = cells[at];
        let population = counts.0.get(at).map_or(0, |count| count.population);
        let base = base(task, stratum, population, above)?;
        let base = stratum.min.map_or(base, |min| base.max(min));
        let base = stratum.max.map_or(base, |max| base.min(max));
        let n = base.min(population);
        above = Some(n);
    }
    Ok(above.unwrap_or(0))
}

fn base(task: &Task, stratum: &Stratum, population: u64, above: Option<u64>) -> Result<u64, FreezeError> {
    let as_lead = stratum.as_task.is_some() && stratum.as_stratum.is_some();
    let half = stratum.as_task.is_some() != stratum.as_stratum.is_some()
        || stratum.ratio.is_some() != stratum.rounding.is_some();
    match (stratum.count, stratum.ratio.zip(stratum.rounding), as_lead, above) {
        (Some(count), None, false, _) if !half => Ok(count),
        (None, Some((ratio, rounding)), false, _) if !half => Ok(ratio.of(population, rounding)),
        (None, None, true, Some(above)) if !half => Ok(above),
        _ => Err(FreezeError::Amount { task: task.id.to_string(), stratum: stratum.id.to_string() }),
    }
}

fn check_overall(task: &Task, populations: &[Population]) -> Result<(), FreezeError> {
    let of_task = populations.iter().filter(|population| population.task == task.id);
    let (mut drawn, mut population) = (0_u64, 0_u64);
    for cell in of_task {
        drawn += cell.n;
        population += cell.population;
    }
    let (numerator, denominator) = (task.overall_min.numerator(), task.overall_min.denominator());
    if u128::from(denominator) * u128::from(drawn) < u128::from(numerator) * u128::from(population) {
        let task = task.id.to_string();
        return Err(FreezeError::OverallMin { task, drawn, population, numerator, denominator });
    }
    Ok(())
}
