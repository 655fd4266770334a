//! Checks `roots`, `lists` and `populations`: the frozen lists as a whole.
//!
//! Source: `docs/PROTOCOL.md`, sections 6.2, 6.3, 6.6, 6.8 and 17.

use std::collections::{BTreeMap, BTreeSet};

use records::day::Day;
use records::frozen::{Apart, FrozenInspector};
use records::id::Id;
use records::lists::Item;
use records::plan::{Plan, Population, Root, Stratum};
use records::ratio::Rounding;

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::source::List;

/// Count and root of a list are those that somebody published.
pub(crate) fn compare_root(path: &str, got: Root, expected: Root, check: Check) -> Result<(), Failure> {
    let (count, root) = match check {
        Check::Roots => (Fault::RootCount, Fault::RootHash),
        _ => (Fault::RecordCount, Fault::RecordRoot),
    };
    let fail = |fault| Failure::new(check, fault).file(path);
    if got.count != expected.count {
        return Err(fail(count).got(got.count).expected(expected.count));
    }
    if got.root != expected.root {
        return Err(fail(root).got(got.root).expected(expected.root));
    }
    Ok(())
}

/// All lists of the plan have their counts and roots.
pub(crate) fn check_roots(plan: &Plan, roots: &BTreeMap<&'static str, Root>) -> Result<(), Failure> {
    for (name, expected) in &plan.roots {
        let path = format!("lists/{name}.jsonl");
        // A list of the plan that was not read is missing, which check `files` has named before.
        let missing = || Failure::new(Check::Files, Fault::FileMissing).file(&path);
        let got = roots.get(name.as_str()).ok_or_else(missing)?;
        compare_root(&path, *got, *expected, Check::Roots)?;
    }
    Ok(())
}

/// Check `format`, as far as the types do not make it: no text that must say something is empty.
pub(crate) fn check_item_texts(items: &List<Item>) -> Result<(), Failure> {
    let empty = |item: &Item| match (item.name.is_empty(), item.basis.is_empty()) {
        (true, _) => Some("name"),
        (_, true) => Some("basis"),
        _ => None,
    };
    first_empty(items, empty)
}

/// The same for inspectors.
pub(crate) fn check_inspector_texts(inspectors: &List<FrozenInspector>) -> Result<(), Failure> {
    let holds_empty = |texts: &[String]| texts.iter().any(String::is_empty);
    first_empty(inspectors, |inspector: &FrozenInspector| {
        let FrozenInspector { department, areas, expertise, roles, .. } = inspector;
        let arrays = [("areas", areas), ("expertise", expertise), ("roles", roles)];
        let array = arrays.into_iter().find(|(_, texts)| holds_empty(texts)).map(|(name, _)| name);
        if department.is_empty() { Some("department") } else { array }
    })
}

fn first_empty<T>(list: &List<T>, empty: impl Fn(&T) -> Option<&'static str>) -> Result<(), Failure> {
    match (1..).zip(&list.rows).find_map(|(line, row)| Some((line, empty(row)?))) {
        Some((line, key)) => {
            let failure = Failure::new(Check::Format, Fault::FormatShape).file(&list.path).line(line);
            Err(failure.got(format!("{key}: \"\"")))
        }
        None => Ok(()),
    }
}

/// Items: exactly those on which a task relies.
pub(crate) fn check_items(plan: &Plan, items: &List<Item>) -> Result<(), Failure> {
    let needed: BTreeSet<&Id> = plan.tasks.iter().flat_map(|task| &task.items).collect();
    let there: BTreeSet<&Id> = items.rows.iter().map(|item| &item.id).collect();
    let fail = |fault| Failure::new(Check::Lists, fault).file(&items.path);
    if let Some(id) = needed.difference(&there).next() {
        return Err(fail(Fault::ItemMissing).expected(id));
    }
    match (1..).zip(&items.rows).find(|(_, item)| !needed.contains(&item.id)) {
        Some((line, item)) => Err(fail(Fault::ItemExtra).line(line).got(&item.id)),
        None => Ok(()),
    }
}

/// Most visits a day that an inspector may have (section 6.3).
const DAILY_MAX: u32 = 255;

/// Inspectors as section 6.3 has them, as far as a stranger can see.
pub(crate) fn check_inspectors(plan: &Plan, inspectors: &List<FrozenInspector>) -> Result<(), Failure> {
    let days: BTreeSet<&Day> = plan.days.iter().collect();
    let departments: BTreeSet<&str> = plan.pools.iter().map(|pool| pool.department.as_str()).collect();
    for (line, inspector) in (1..).zip(&inspectors.rows) {
        let fail = |fault| Failure::new(Check::Lists, fault).file(&inspectors.path).line(line).got(&inspector.id);
        if !is_pseudonym(&inspector.id) {
            return Err(fail(Fault::InspectorName).expected("I-0123456789"));
        }
        if !departments.contains(inspector.department.as_str()) {
            return Err(fail(Fault::InspectorDepartment).got(&inspector.department));
        }
        let absent = &inspector.absent;
        let ascending = absent.iter().zip(absent.iter().skip(1)).all(|(a, b)| a < b);
        if !ascending || !absent.iter().all(|day| days.contains(day)) {
            return Err(fail(Fault::InspectorDays));
        }
        let (min, max, daily) = (inspector.quota_min, inspector.quota_max, inspector.daily_max);
        if min > max || daily > DAILY_MAX {
            let got = format!("{} quota_min {min}, quota_max {max}, daily_max {daily}", inspector.id);
            return Err(fail(Fault::InspectorQuota).got(got).expected(format!("min <= max, daily_max <= {DAILY_MAX}")));
        }
    }
    Ok(())
}

/// `I-` and ten upper-case hexadecimal digits.
fn is_pseudonym(id: &Id) -> bool {
    let digits = id.as_str().strip_prefix("I-").unwrap_or_default();
    digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'A'..=b'F'))
}

/// `apart` has one line for each inspector.
pub(crate) fn check_apart(apart: &List<Apart>, inspectors: &List<FrozenInspector>) -> Result<(), Failure> {
    let (mut got, mut expected) = (apart.rows.iter(), inspectors.rows.iter());
    let mut line = 0;
    loop {
        line += 1;
        let pair = (got.next().map(|row| &row.id), expected.next().map(|row| &row.id));
        match pair {
            (None, None) => return Ok(()),
            (a, b) if a == b => {}
            (a, b) => {
                let text = |id: Option<&Id>| id.map_or("–".to_owned(), Id::to_string);
                let failure = Failure::new(Check::Lists, Fault::ApartIds).file(&apart.path).line(line);
                return Err(failure.got(text(a)).expected(text(b)));
            }
        }
    }
}

/// Recounts populations and computes anew how many are drawn and how many are reserves.
pub(crate) fn check_populations(plan: &Plan, counts: &[(u64, u64)]) -> Result<(), Failure> {
    let mut amounts = Amounts::new(plan, counts);
    for (number, (claimed, (population, excluded))) in plan.populations.iter().zip(counts).enumerate() {
        let fail = |fault, got: u64, expected: u64| {
            let place = |n: u64| format!("{} {}: {n}", claimed.task, claimed.stratum);
            let failure = Failure::new(Check::Populations, fault).file("plan.json").line(1);
            Err(failure.got(place(got)).expected(place(expected)))
        };
        if claimed.population != *population {
            return fail(Fault::PopulationCount, claimed.population, *population);
        }
        if claimed.excluded != *excluded {
            return fail(Fault::PopulationExcluded, claimed.excluded, *excluded);
        }
        let n = amounts.of(number);
        if claimed.n != n {
            return fail(Fault::PopulationDrawn, claimed.n, n);
        }
        let asked = amounts.strata.get(number).map_or(0, |stratum| stratum.reserves);
        let reserves = asked.min(population.saturating_sub(n));
        if claimed.reserves != reserves {
            return fail(Fault::PopulationReserves, claimed.reserves, reserves);
        }
    }
    check_shares(plan)
}

/// How many each stratum draws, each computed once however many refer to it.
struct Amounts<'p> {
    strata: Vec<&'p Stratum>,
    /// Number of the stratum that each takes its amount from.
    others: Vec<Option<usize>>,
    counts: &'p [(u64, u64)],
    known: Vec<Option<u64>>,
}

impl<'p> Amounts<'p> {
    fn new(plan: &'p Plan, counts: &'p [(u64, u64)]) -> Self {
        let named = plan.tasks.iter().flat_map(|task| task.strata.iter().map(move |s| ((&task.id, &s.id), s)));
        let (names, strata): (Vec<_>, Vec<_>) = named.unzip();
        let numbers: BTreeMap<(&Id, &Id), usize> = names.into_iter().zip(0..).collect();
        let other = |stratum: &&Stratum| {
            let key = (stratum.as_task.as_ref()?, stratum.as_stratum.as_ref()?);
            numbers.get(&key).copied()
        };
        Self { others: strata.iter().map(other).collect(), known: vec![None; strata.len()], strata, counts }
    }

    /// “As many as” is followed to the first amount that is known or says a number; check `plan` has shown
    /// that there is one. Each step on the way back applies its own limits.
    fn of(&mut self, number: usize) -> u64 {
        let mut chain = vec![number];
        while let Some(last) = chain.last().copied()
            && self.known.get(last).is_some_and(Option::is_none)
            && let Some(next) = self.others.get(last).copied().flatten()
            && chain.len() <= self.strata.len()
        {
            chain.push(next);
        }
        let mut amount = 0;
        for number in chain.into_iter().rev() {
            amount = match self.known.get(number).copied().flatten() {
                Some(known) => known,
                None => self.compute(number, amount).unwrap_or(0),
            };
            if let Some(slot) = self.known.get_mut(number) {
                *slot = Some(amount);
            }
        }
        amount
    }

    fn compute(&self, number: usize, from_other: u64) -> Option<u64> {
        let stratum = self.strata.get(number)?;
        let (population, _) = *self.counts.get(number)?;
        let base = match (stratum.count, stratum.ratio, stratum.rounding) {
            (Some(count), ..) => count,
            (_, Some(ratio), Some(rounding)) => share(ratio.numerator(), ratio.denominator(), population, rounding),
            _ => from_other,
        };
        Some(base.max(stratum.min.unwrap_or(0)).min(stratum.max.unwrap_or(u64::MAX)).min(population))
    }
}

/// `numerator / denominator` of a population, rounded. Both are below 2^53 and the population below
/// 2^64, so that 128 bits hold twice the product.
fn share(numerator: u64, denominator: u64, population: u64, rounding: Rounding) -> u64 {
    let product = u128::from(numerator) * u128::from(population);
    let denominator = u128::from(denominator).max(1);
    let (whole, rest) = (product / denominator, product % denominator);
    let up = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest > 0,
        Rounding::HalfUp => rest * 2 >= denominator,
    };
    u64::try_from(whole + u128::from(up)).unwrap_or(u64::MAX)
}

/// Over all strata of a task at least `overall_min` is drawn.
fn check_shares(plan: &Plan) -> Result<(), Failure> {
    // Check `plan` has shown that populations are one for each stratum, in order.
    let mut rest = plan.populations.as_slice();
    for task in &plan.tasks {
        let (mine, after) = rest.split_at_checked(task.strata.len()).unwrap_or((rest, &[]));
        rest = after;
        let sum = |value: fn(&Population) -> u64| -> u128 { mine.iter().map(|p| u128::from(value(p))).sum() };
        let (drawn, population) = (sum(|p| p.n), sum(|p| p.population));
        let (a, b) = (task.overall_min.numerator(), task.overall_min.denominator());
        if u128::from(b) * drawn < u128::from(a) * population {
            let failure = Failure::new(Check::Populations, Fault::PopulationShare).file("plan.json").line(1);
            let got = format!("{}: {drawn}/{population}", task.id);
            return Err(failure.got(got).expected(format!(">= {a}/{b}")));
        }
    }
    Ok(())
}
