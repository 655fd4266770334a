//! Check `selection`: tickets, ranks, thresholds and reserves, compared with the whole list's.
//!
//! Source: `docs/PROTOCOL.md`, sections 10 and 15.

use records::frozen::{SelectedLine, StratumLine};
use records::hash::Digest;
use records::id::Id;
use records::plan::{Plan, Population};

use crate::check::Check;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::said::{Said, said};
use crate::source::List;
use crate::top::Ticket;

/// `tickets` has for each stratum the smallest tickets of the list, in order.
pub(crate) fn check(
    plan: &Plan,
    tickets: &[Vec<Ticket>],
    strata: &List<StratumLine>,
    selected: &List<SelectedLine>,
) -> Result<(), Failure> {
    check_strata(plan, tickets, strata)?;
    if selected.rows.len() as u64 != expected_count(plan) {
        return Err(wrong_count(plan, selected));
    }
    let mut rows = (1..).zip(&selected.rows);
    for (population, tickets) in plan.populations.iter().zip(tickets) {
        for (rank, ticket) in (1..).zip(tickets) {
            let Some((line, row)) = rows.next() else { return Err(wrong_count(plan, selected)) };
            check_row(population, rank, ticket, row).map_err(|failure| failure.file(&selected.path).line(line))?;
        }
    }
    match rows.next() {
        Some(_) => Err(wrong_count(plan, selected)),
        None => Ok(()),
    }
}

fn check_strata(plan: &Plan, tickets: &[Vec<Ticket>], strata: &List<StratumLine>) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Selection, fault).file(&strata.path);
    if strata.rows.len() != plan.populations.len() {
        return Err(fail(Fault::StratumLines).got(strata.rows.len()).expected(plan.populations.len()));
    }
    let all = plan.populations.iter().zip(tickets).zip(&strata.rows);
    for (line, ((population, tickets), row)) in (1..).zip(all) {
        if row.population != *population {
            return Err(fail(Fault::StratumLines).line(line).got(&row.population.stratum));
        }
        let last = population.n.checked_sub(1).and_then(|last| usize::try_from(last).ok());
        let threshold = last.and_then(|last| tickets.get(last)).map(|ticket| ticket.0);
        if row.threshold != threshold {
            let text = |digest: Option<Digest>| digest.map_or("–".to_owned(), |digest| digest.to_string());
            let failure = fail(Fault::StratumThreshold).line(line);
            return Err(failure.got(text(row.threshold)).expected(text(threshold)));
        }
    }
    Ok(())
}

fn check_row(population: &Population, rank: u64, ticket: &Ticket, row: &SelectedLine) -> Result<(), Failure> {
    let fail = |fault| Failure::new(Check::Selection, fault);
    let place = |task: &Id, stratum: &Id| format!("{task} {stratum}");
    if (&row.task, &row.stratum) != (&population.task, &population.stratum) {
        let failure = fail(Fault::SelectedPlace).got(place(&row.task, &row.stratum));
        return Err(failure.expected(place(&population.task, &population.stratum)));
    }
    let of = |rank: u64, reserve: bool| match reserve {
        true => said(format!("{rank}（候补）"), format!("{rank} (reserve)")),
        false => Said::from(rank),
    };
    let reserve = rank > population.n;
    if (row.rank, row.reserve) != (rank, reserve) {
        return Err(fail(Fault::SelectedRank).got(of(row.rank, row.reserve)).expected(of(rank, reserve)));
    }
    if row.entity != ticket.1 {
        return Err(fail(Fault::SelectedEntity).got(&row.entity).expected(&ticket.1));
    }
    if row.ticket != ticket.0 {
        return Err(fail(Fault::SelectedTicket).got(row.ticket).expected(ticket.0));
    }
    Ok(())
}

fn wrong_count(plan: &Plan, selected: &List<SelectedLine>) -> Failure {
    let failure = Failure::new(Check::Selection, Fault::SelectedCount).file(&selected.path);
    failure.got(selected.rows.len()).expected(expected_count(plan))
}

fn expected_count(plan: &Plan) -> u64 {
    // Each number is below 2^53, but there may be many of them.
    plan.populations.iter().fold(0, |sum: u64, p| sum.saturating_add(p.n + p.reserves))
}
