//! What the site answers beside its files: the interface for programs under `/api/v1`, its description, and what forms ask for without
//! a script.
//!
//! Everything is read from the generation of the site that is served, so that an answer never mixes two of them. Nothing that is asked
//! is noted: not in logs, not in metrics, not in errors.
//!
//! | file | what |
//! |---|---|
//! | `draws`, `rows`, `entity`, `found`, `log` | the handlers, each with its own description |
//! | `asked`, `problems` | what they have in common; what may go wrong |
//! | `description`, `viewer` | OpenAPI 3.1, and a page of it |
//! | `look`, `slip` | pages with an answer in them, for those who have no script |

mod asked;
mod description;
mod draws;
mod entity;
mod found;
mod log;
mod look;
mod problems;
mod rows;
mod slip;
mod viewer;

use std::sync::Arc;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::get;
use records::day::Day;
use records::lang::Lang;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::serve::OPENAPI;

/// All routes. `today` is the day by which a visit is due or not.
pub fn router(today: fn() -> Day) -> Router {
    let (interface, mut document) = interface().split_for_parts();
    description::complete(&mut document);
    let described = description::Described::new(&document);
    let page = described.clone();
    let slips = Arc::new(slip::Slips::new(today));
    let of_slip = |lang| {
        let slips = Arc::clone(&slips);
        get(move |asked, words| slip::page(slips, asked, words, lang))
    };
    let router = interface
        .route(OPENAPI, get(async move |headers: HeaderMap| described.document(&headers)))
        .route("/api/docs", get(description::to_page))
        .route("/api/docs/", get(async move |headers: HeaderMap| page.page(&headers)));
    // A folder's page has two addresses.
    ["", "index.html"].iter().fold(router, |router, file| {
        router
            .route(&format!("/d/{{address}}/look/{file}"), get(look::chinese))
            .route(&format!("/en/d/{{address}}/look/{file}"), get(look::english))
            .route(&format!("/slip/{file}"), of_slip(Lang::Zh))
            .route(&format!("/en/slip/{file}"), of_slip(Lang::En))
    })
}

/// The routes that the description has: what is a route here is in it.
fn interface() -> OpenApiRouter {
    let all = OpenApiRouter::new()
        .routes(routes!(draws::list))
        .routes(routes!(draws::one))
        .routes(routes!(draws::files))
        .routes(routes!(rows::visits))
        .routes(routes!(rows::selected))
        .routes(routes!(entity::entity))
        .routes(routes!(entity::proof))
        .routes(routes!(log::log));
    OpenApiRouter::with_openapi(description::Description::openapi()).nest("/api/v1", all)
}
