//! A slip checked without a script: the page of slips, with the verdict in it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Query;
use axum::http::{Response, header};
use axum::response::IntoResponse;
use records::day::Day;
use records::lang::Lang;

use super::asked::{Asked, blocking};
use crate::serve::Problem;
use crate::site::slip_page_with;
use crate::slip;

/// What the form sends.
pub(super) type Words = Query<Vec<(String, String)>>;

/// Judges slips, by the day of this machine.
pub(super) struct Slips {
    slips: slip::Slips,
    today: fn() -> Day,
}

impl Slips {
    pub(super) fn new(today: fn() -> Day) -> Self {
        Self { slips: slip::Slips::default(), today }
    }
}

pub(super) async fn page(
    slips: Arc<Slips>,
    asked: Asked,
    Query(words): Words,
    lang: Lang,
) -> Result<Response<Body>, Problem> {
    let text = words.into_iter().find(|(name, _)| name == "slip").map(|(_, text)| text).unwrap_or_default();
    let html = blocking(move || {
        let judged = slips.slips.judge(&asked.site, &text);
        slip_page_with(&asked.site, &judged, (slips.today)(), lang).ok_or(Problem::NotFound)
    });
    // What a slip says is between the one who shows it and the one who sees it.
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    Ok((headers, html.await?).into_response())
}
