//! Visits, and who was drawn. Of a large draw only the rows of the page are read.

use std::io;
use std::path::Path as FilePath;

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;
use records::day::Day;
use records::id::Id;
use utoipa::IntoParams;

use super::asked::{Asked, CodePaging, DrawPath, Page, PlacePaging, Words, blocking, cut, number, unreadable};
use super::problems::OfOutcome;
use crate::data::{By, Groups, SELECTED, SelectedRow, Table, VISITS, VisitRow};
use crate::serve::Problem;

/// Which visits; several filters are all kept to.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "what is described here, `filters` reads")]
pub(super) struct VisitFilter {
    /// Name of a department whose task is inspected, exactly as in `departments`.
    #[param(min_length = 1)]
    department: Option<String>,
    /// Name of the area, exactly as in `area`.
    #[param(min_length = 1)]
    area: Option<String>,
    /// Id of an item that is inspected.
    #[param(pattern = "^[0-9A-Z][0-9A-Z._-]{0,63}$")]
    item: Option<String>,
    /// One of the days of the visit.
    #[param(pattern = "^(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$", format = Date)]
    date: Option<String>,
}

/// The filters of a request. A value that no visit has is no error; one that none can have is.
fn filters(words: &Words) -> Result<Vec<(By, String)>, Problem> {
    let mut out = Vec::new();
    for by in By::ALL {
        let Some(value) = words.get(by.name()) else { continue };
        let lawful = match by {
            By::Department | By::Area => !value.is_empty(),
            By::Item => Id::check(value).is_ok(),
            By::Date => value.parse::<Day>().is_ok(),
        };
        if !lawful {
            return Err(Problem::Parameter(by.name()));
        }
        out.push((by, value.to_owned()));
    }
    Ok(out)
}

/// 检查 / Visits
///
/// Visits as they were drawn, by the codes of their places.
#[utoipa::path(get, path = "/draws/{address}/visits", tag = "draws", params(DrawPath, CodePaging, VisitFilter), responses(
    (status = 200, description = "A page of visits.", body = Page<VisitRow>),
    OfOutcome,
))]
pub(super) async fn visits(asked: Asked, Path(address): Path<String>) -> Result<Response<Body>, Problem> {
    let words = asked.words(&["limit", "cursor", "department", "area", "item", "date"])?;
    let (limit, filters) = (words.limit()?, filters(&words)?);
    let after = words.cursor(|text| Id::parse(text).ok())?;
    let folder = asked.outcome(&address)?;
    let page = blocking(move || {
        let page = visit_page(&folder, limit, &filters, after.as_ref());
        page.map_err(|error| unreadable(&error))
    });
    asked.json(&page.await?)
}

fn visit_page(
    folder: &FilePath,
    limit: u64,
    filters: &[(By, String)],
    after: Option<&Id>,
) -> io::Result<Page<VisitRow>> {
    let mut table = Table::open(folder, VISITS)?;
    let first = match after {
        Some(after) => table.first_not(|row: &VisitRow| row.id.as_bytes() <= after.as_bytes())?,
        None => 0,
    };
    let (rows, total) = if filters.is_empty() {
        (table.rows(first, limit + 1)?, table.count())
    } else {
        let places = Groups::open(folder)?.places(filters)?;
        let begin = places.partition_point(|place| *place < first);
        let most = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1);
        let rows = places.iter().skip(begin).take(most).map(|place| table.row(*place)).collect::<io::Result<_>>()?;
        (rows, places.len() as u64)
    };
    let (items, more) = cut(rows, limit);
    let next = items.last().filter(|_| more).map(|row: &VisitRow| row.id.clone());
    Ok(Page { items, total, next })
}

/// 抽中和候补 / The drawn and their reserves
///
/// By task, stratum and rank, in the order of the bundle.
#[utoipa::path(get, path = "/draws/{address}/selected", tag = "draws", params(DrawPath, PlacePaging), responses(
    (status = 200, description = "A page of entities drawn and of reserves.", body = Page<SelectedRow>),
    OfOutcome,
))]
pub(super) async fn selected(asked: Asked, Path(address): Path<String>) -> Result<Response<Body>, Problem> {
    let words = asked.words(&["limit", "cursor"])?;
    let (limit, first) = (words.limit()?, words.cursor(number)?.unwrap_or(0));
    let folder = asked.outcome(&address)?;
    let page = blocking(move || {
        let mut table = Table::open(&folder, SELECTED).map_err(|error| unreadable(&error))?;
        // An outcome does not change any more, so that a number is as good as a name. Behind the last row there are none.
        let rows = table.rows::<SelectedRow>(first, limit + 1).map_err(|error| unreadable(&error))?;
        let (items, more) = cut(rows, limit);
        let next = more.then(|| (first + limit).to_string());
        Ok(Page { items, total: table.count(), next })
    });
    asked.json(&page.await?)
}
