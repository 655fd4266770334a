//! The draws of the site, and each of them.

use std::cmp::Reverse;

use axum::body::Body;
use axum::extract::Path;
use axum::http::Response;

use super::asked::{Asked, DrawPaging, DrawPath, Page, blocking, cut, unreadable};
use super::problems::{OfDraw, OfList};
use crate::data::{DRAWS, DrawDocument, DrawRow, FOLDER, FilesDocument, Table};
use crate::serve::Problem;
use crate::site::order;

type Answer = Result<Response<Body>, Problem>;

/// Where a draw stands in the list.
fn place(address: &str) -> (Reverse<(String, u64, u64)>, String) {
    (Reverse(order(address)), address.to_owned())
}

/// 全部抽取 / All draws
///
/// By authority; of each authority the newest number first, and of each number the newest attempt. A draw that was withdrawn for
/// checking stays in the list, with nothing but its address.
#[utoipa::path(get, path = "/draws", tag = "draws", params(DrawPaging), responses(
    (status = 200, description = "A page of draws.", body = Page<DrawRow>),
    OfList,
))]
pub(super) async fn list(asked: Asked) -> Answer {
    let words = asked.words(&["limit", "cursor"])?;
    let limit = words.limit()?;
    let after = words.cursor(|text| is_address(text).then(|| place(text)))?;
    let folder = asked.site.folder().join(FOLDER);
    let page = blocking(move || {
        let mut table = Table::open(&folder, DRAWS).map_err(|error| unreadable(&error))?;
        let first = after.map_or(Ok(0), |after| table.first_not(|row: &DrawRow| place(&row.address) <= after));
        let rows =
            first.and_then(|first| table.rows::<DrawRow>(first, limit + 1)).map_err(|error| unreadable(&error))?;
        let (items, more) = cut(rows, limit);
        let next = items.last().filter(|_| more).map(|row| row.address.clone());
        Ok(Page { items, total: table.count(), next })
    });
    asked.json(&page.await?)
}

fn is_address(text: &str) -> bool {
    let is_lawful = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=100).contains(&text.len()) && !text.starts_with('.') && text.bytes().all(is_lawful)
}

/// 一次抽取 / One draw
///
/// Everything that the page of the draw shows: plan, tasks, strata with their numbers and thresholds, the steps of the ceremony,
/// digests, the grade and who attested, counts, replacements, attempts, and the roots of the frozen lists.
#[utoipa::path(get, path = "/draws/{address}", tag = "draws", params(DrawPath), responses(
    (status = 200, description = "The draw.", body = DrawDocument),
    OfDraw,
))]
pub(super) async fn one(asked: Asked, Path(address): Path<String>) -> Answer {
    asked.words(&[])?;
    asked.file(address, "draw.json").await
}

/// 全部文件 / All files
///
/// The bundle, which anybody can verify, and tables and a calendar made from it, each with its size and SHA-256.
#[utoipa::path(get, path = "/draws/{address}/files", tag = "draws", params(DrawPath), responses(
    (status = 200, description = "The files.", body = FilesDocument),
    OfDraw,
))]
pub(super) async fn files(asked: Asked, Path(address): Path<String>) -> Answer {
    asked.words(&[])?;
    asked.file(address, "files.json").await
}
