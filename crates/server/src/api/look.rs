//! "Why me, why not me" without a script: the page of the look-up, with the answer in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Extension, Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use records::lang::Lang;

use crate::look::find;
use crate::serve::Generation;
use crate::site::look_page_with;

/// What the form sends.
type Words = Query<BTreeMap<String, String>>;

pub(super) async fn chinese(site: Extension<Arc<Generation>>, address: Path<String>, words: Words) -> Response {
    page(site, address, words, Lang::Zh).await
}

pub(super) async fn english(site: Extension<Arc<Generation>>, address: Path<String>, words: Words) -> Response {
    page(site, address, words, Lang::En).await
}

async fn page(
    Extension(site): Extension<Arc<Generation>>,
    Path(address): Path<String>,
    Query(words): Words,
    lang: Lang,
) -> Response {
    let code = words.get("code").cloned().unwrap_or_default();
    let made = tokio::task::spawn_blocking(move || {
        // The address is one of the listing's own, or there is no such page.
        let folder = site.draw_folder(&address)?;
        let code = code.trim().to_uppercase();
        let found = find(&folder.join("look"), &code);
        look_page_with(site.folder(), &address, &code, &found, lang)
    });
    match made.await {
        Ok(Some(html)) => {
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")], html)
                .into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
