//! What the site answers beside its files: the look-up without a script.
//!
//! Everything is read from the generation of the site that is served, so that an answer never mixes two of them.

mod look;

use axum::Router;
use axum::routing::get;

/// All routes.
pub fn router() -> Router {
    Router::new()
        .route("/d/{address}/look/index.html", get(look::chinese))
        .route("/en/d/{address}/look/index.html", get(look::english))
}
