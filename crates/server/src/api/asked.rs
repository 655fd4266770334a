//! What all handlers of the interface need: the generation that is served, its draws, parameters, and the form of an answer.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Response};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::data::FOLDER;
use crate::serve::{Generation, Problem, made, whole};

/// Rows on a page, if nobody says how many, and at most.
const LIMIT: u64 = 50;
pub(super) const LIMIT_MAX: u64 = 200;

/// A part of a list.
#[derive(Serialize, ToSchema)]
pub(super) struct Page<T> {
    /// Rows in the order of the list.
    pub items: Vec<T>,
    /// How many rows there are on all pages.
    pub total: u64,
    /// The cursor of the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Which part of a list of draws.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "what is described here, `Words` reads")]
pub(super) struct DrawPaging {
    /// Rows on the page; 50 if it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the page before, as it is; left out: the first page.
    #[param(pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$")]
    cursor: Option<String>,
}

/// Which part of a list that is sorted by codes.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "what is described here, `Words` reads")]
pub(super) struct CodePaging {
    /// Rows on the page; 50 if it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the page before, as it is; left out: the first page.
    #[param(pattern = "^[0-9A-Z][0-9A-Z._-]{0,63}$")]
    cursor: Option<String>,
}

/// Which part of a list whose rows have numbers.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "what is described here, `Words` reads")]
pub(super) struct PlacePaging {
    /// Rows on the page; 50 if it is left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the page before, as it is; left out: the first page.
    #[param(pattern = "^[0-9]{1,18}$")]
    cursor: Option<String>,
}

/// A draw of the site.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "what is described here, axum reads")]
pub(super) struct DrawPath {
    /// Address of the draw, as in the list of draws.
    #[param(pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$", example = "QXX-SCJG-1-1")]
    address: String,
}

/// The request, and the generation of the site from which all of it is answered.
pub(super) struct Asked {
    pub site: Arc<Generation>,
    pub head: bool,
    pub headers: HeaderMap,
    uri: axum::http::Uri,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let site = parts.extensions.get::<Arc<Generation>>().cloned().ok_or(Problem::NotReady)?;
        Ok(Self { site, head: parts.method == Method::HEAD, headers: parts.headers.clone(), uri: parts.uri.clone() })
    }
}

impl Asked {
    /// The parameters behind the address, of which none but these are known.
    pub(super) fn words(&self, known: &[&'static str]) -> Result<Words, Problem> {
        let Query(given) = Query::<Vec<(String, String)>>::try_from_uri(&self.uri).map_err(|_| Problem::Request)?;
        let mut words: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in given {
            let name = known.iter().find(|one| **one == name).ok_or(Problem::Parameter(""))?;
            if words.iter().any(|(other, _)| other == name) {
                return Err(Problem::Parameter(name));
            }
            words.push((name, value));
        }
        Ok(Words(words))
    }

    /// The folder of a draw of which something is shown. The address is one of the listing's own, or there is no such draw.
    pub(super) fn draw(&self, address: &str) -> Result<PathBuf, Problem> {
        let folder = self.site.draw_folder(address).ok_or(Problem::UnknownDraw)?;
        if self.site.has(&format!("d/{address}/{FOLDER}/draw.json")) { Ok(folder) } else { Err(Problem::Withdrawn) }
    }

    /// The same of a draw whose outcome is public: the folder of its data.
    pub(super) fn outcome(&self, address: &str) -> Result<PathBuf, Problem> {
        let folder = self.draw(address)?.join(FOLDER);
        let there = self.site.has(&format!("d/{address}/{FOLDER}/visits.jsonl"));
        if there { Ok(folder) } else { Err(Problem::NoOutcome) }
    }

    /// A file of the data of a draw as it is.
    pub(super) async fn file(self, address: String, name: &'static str) -> Result<Response<Body>, Problem> {
        self.draw(&address)?;
        let answer = blocking(move || {
            let path = format!("/d/{address}/{FOLDER}/{name}");
            whole(&self.site, &path, self.head, &self.headers).map_err(|error| unreadable(&error))
        });
        answer.await?.ok_or(Problem::Withdrawn)
    }

    /// A value that was read just now.
    pub(super) fn json(&self, value: &impl Serialize) -> Result<Response<Body>, Problem> {
        let mut bytes = serde_json::to_vec(value).map_err(|_| Problem::Internal)?;
        bytes.push(b'\n');
        Ok(made(bytes, "application/json", &self.headers))
    }
}

/// Parameters, each once.
pub(super) struct Words(Vec<(&'static str, String)>);

impl Words {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(one, _)| *one == name).map(|(_, value)| value.as_str())
    }

    /// How many rows a page has.
    pub(super) fn limit(&self) -> Result<u64, Problem> {
        let Some(text) = self.get("limit") else { return Ok(LIMIT) };
        number(text).filter(|limit| (1..=LIMIT_MAX).contains(limit)).ok_or(Problem::Parameter("limit"))
    }

    /// The cursor, as `read` understands it.
    pub(super) fn cursor<T>(&self, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Problem> {
        self.get("cursor").map(|text| read(text).ok_or(Problem::Cursor)).transpose()
    }
}

/// A number of decimal digits and nothing else, and not too many.
pub(super) fn number(text: &str) -> Option<u64> {
    let lawful = text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    lawful.then(|| text.parse().ok()).flatten()
}

/// Work that reads a disk.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Problem::Internal))
}

/// The site's files are ours: that one can't be read is an error of ours, told to the operator without its path.
pub(super) fn unreadable(error: &io::Error) -> Problem {
    tracing::error!(target: "site", message = "data of the site can't be read", error = %error.kind());
    Problem::Internal
}

/// Rows of a page, and whether there are more.
pub(super) fn cut<T>(mut rows: Vec<T>, limit: u64) -> (Vec<T>, bool) {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    (rows, more)
}
