//! Pages about one draw.

use askama::Template;
use records::events::Event;
use records::lang::Lang;
use verify::Verified;

use super::super::SiteError;
use super::super::bundle::Bundle;
use super::super::files::FilePart;
use super::super::view::{
    Bars, Fact, Grouping, Hash, Head, ListRow, Replaced, ResultRow, Step, StratumRow, TaskRow, Tickets, areas, digests,
    groups, head, limits, lists, numbers, plan_words, replaced, rows, shown, steps, strata, tasks, tickets, workload,
};
use super::{Page, Shell};

/// Visits on one page.
const ROWS_MAX: usize = 200;

#[derive(Template)]
#[template(path = "site/draw.html")]
pub(in crate::site) struct DrawPage<'a> {
    s: &'a Shell,
    h: Head,
    numbers: Vec<Fact>,
    standing: Vec<String>,
    digests: Vec<Hash>,
    plan: Vec<Fact>,
    tasks: Vec<TaskRow>,
    strata: Vec<StratumRow>,
    steps: Vec<Step>,
    cast: Option<Vec<(String, String)>>,
    groupings: Vec<(&'static str, &'static str)>,
    opened: (usize, u64),
    replaced: Vec<Replaced>,
    tickets: Vec<Tickets>,
    workload: Bars,
    areas: Bars,
    previous: String,
    lists: Vec<ListRow>,
    limits: Vec<&'static str>,
}

fn groupings(lang: Lang) -> Vec<(&'static str, &'static str)> {
    Grouping::ALL.iter().map(|grouping| (grouping.address(), grouping.title(lang))).collect()
}

pub(in crate::site) fn draw_page(
    s: &Shell,
    address: &str,
    bundle: &Bundle,
    verified: &Verified,
) -> Result<Page, SiteError> {
    let lang = s.lang;
    let outcome = bundle.outcome.as_ref();
    let none = || Bars { rows: Vec::new() };
    let leaves = bundle.events.iter().find_map(|logged| match &logged.event.event {
        Event::Draw(drawn) => drawn.leaves.map(|leaves| leaves.count),
        _ => None,
    });
    let opened = bundle.events.iter().filter(|logged| matches!(logged.event.event, Event::Open { .. })).count();
    let cast = outcome.filter(|_| bundle.events.is_empty()).map(|outcome| {
        let said = outcome.ceremony.contributions.iter().map(|one| (shown(&one.label), shown(&one.value)));
        let value = &outcome.ceremony.final_value;
        said.chain([(lang.pick("摇号结果", "value cast").to_owned(), shown(&value.value))]).collect()
    });
    let previous = address.rsplit_once('-').map_or("", |(before, _)| before);
    let page = DrawPage {
        s,
        h: head(address, bundle, verified, lang),
        numbers: numbers(bundle, verified, lang),
        standing: standing(verified, lang),
        digests: digests(bundle, verified, lang),
        plan: plan_words(&bundle.plan, lang),
        tasks: tasks(bundle, lang),
        strata: strata(bundle, lang),
        steps: steps(bundle, lang),
        cast,
        groupings: groupings(lang),
        opened: (opened, leaves.unwrap_or(0)),
        replaced: replaced(bundle, lang),
        tickets: outcome.map_or(Vec::new(), |outcome| tickets(bundle, outcome)),
        workload: outcome
            .filter(|_| bundle.plan.is_paired())
            .map_or_else(none, |outcome| workload(bundle, outcome, lang)),
        areas: outcome.map_or_else(none, |outcome| areas(bundle, outcome, lang)),
        previous: format!("{previous}-{}", bundle.plan.attempt.saturating_sub(1)),
        lists: lists(&bundle.plan, lang),
        limits: limits(bundle, lang),
    };
    s.page(&page)
}

/// Who stands behind the grade, on a line each, as the verifier says it.
fn standing(verified: &Verified, lang: Lang) -> Vec<String> {
    let message = verified.message(lang);
    // The first line is the verdict itself; what follows up to the state are names and notes.
    let lines = message.lines().skip(1);
    lines.take_while(|line| !line.starts_with(lang.pick("状态", "state"))).map(shown).collect()
}

/// A part of a list of visits.
#[derive(Clone, Debug)]
struct Part<'a> {
    name: String,
    anchor: String,
    total: usize,
    rows: Vec<&'a ResultRow>,
}

#[derive(Template)]
#[template(path = "site/results.html")]
pub(in crate::site) struct ResultsPage<'a> {
    s: &'a Shell,
    h: &'a Head,
    title: &'static str,
    total: usize,
    up: &'static str,
    all: &'static str,
    groupings: Vec<(&'static str, &'static str)>,
    parts: Vec<Part<'a>>,
    page: usize,
    pages: usize,
}

/// All pages of results: every visit, and by department, area, item, date. `shell` makes the shell of a path and title.
pub(in crate::site) fn results_pages(
    shell: &dyn Fn(&str, &str) -> Shell,
    address: &str,
    bundle: &Bundle,
    verified: &Verified,
    lang: Lang,
) -> Result<Vec<Page>, SiteError> {
    let Some(outcome) = &bundle.outcome else { return Ok(Vec::new()) };
    let (all, h) = (rows(bundle, outcome, lang), head(address, bundle, verified, lang));
    let mut out = Vec::new();
    let whole = vec![(String::new(), all.iter().collect::<Vec<_>>())];
    let mut list = |folder: &str,
                    title: &'static str,
                    up: &'static str,
                    base: &'static str,
                    named: Vec<(String, Vec<&ResultRow>)>| {
        let sheets = sheets(&named);
        let pages = sheets.len();
        for (number, parts) in (1..).zip(sheets) {
            let file = if number == 1 { "index.html".to_owned() } else { format!("{number}.html") };
            let s = shell(&format!("d/{address}/results/{folder}{file}"), title);
            let groupings = groupings(lang);
            let page = ResultsPage {
                s: &s,
                h: &h,
                title,
                total: all.len(),
                up,
                all: base,
                groupings,
                parts,
                page: number,
                pages,
            };
            out.push(s.page(&page)?);
        }
        Ok::<(), SiteError>(())
    };
    list("", lang.pick("全部检查", "All visits"), "../", "", whole)?;
    for grouping in Grouping::ALL {
        let named = groups(&all, grouping, lang);
        list(&format!("{}/", grouping.address()), grouping.title(lang), "../../", "../", named)?;
    }
    Ok(out)
}

/// Groups cut into pages. A group that goes on has its name on each of them.
fn sheets<'a>(named: &[(String, Vec<&'a ResultRow>)]) -> Vec<Vec<Part<'a>>> {
    let mut out = vec![Vec::new()];
    let mut left = ROWS_MAX;
    for (number, (name, rows)) in named.iter().enumerate() {
        let mut rest = rows.as_slice();
        while !rest.is_empty() {
            if left == 0 {
                out.push(Vec::new());
                left = ROWS_MAX;
            }
            let (here, later) = rest.split_at(left.min(rest.len()));
            left -= here.len();
            rest = later;
            let part =
                Part { name: name.clone(), anchor: format!("g{number}"), total: rows.len(), rows: here.to_vec() };
            out.last_mut().into_iter().for_each(|page| page.push(part.clone()));
        }
    }
    out
}

#[derive(Template)]
#[template(path = "site/files.html")]
struct FilesPage<'a> {
    s: &'a Shell,
    h: &'a Head,
    parts: &'a [FilePart],
}

pub(in crate::site) fn files_page(s: &Shell, h: &Head, parts: &[FilePart]) -> Result<Page, SiteError> {
    s.page(&FilesPage { s, h, parts })
}

#[derive(Template)]
#[template(path = "site/look.html")]
struct LookPage<'a> {
    s: &'a Shell,
    h: &'a Head,
}

/// The page on which a code is looked up.
pub(in crate::site) fn look_page(s: &Shell, h: &Head) -> Result<Page, SiteError> {
    s.page(&LookPage { s, h })
}

#[derive(Template)]
#[template(path = "site/withdrawn.html")]
struct WithdrawnPage<'a> {
    s: &'a Shell,
    name: &'a str,
}

pub(in crate::site) fn withdrawn_page(s: &Shell, name: &str) -> Result<Page, SiteError> {
    s.page(&WithdrawnPage { s, name })
}
