//! The interface described: OpenAPI 3.1, written from the handlers, and a page that shows it to people.

use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::{RefOr, Schema};

use super::viewer::Viewer;
use crate::serve::{Problem, ProblemDocument, made};

/// What the handlers do not say themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "明签 Mingqian",
        version = "1",
        description = "双随机抽查的公开数据：凡网页上有的，这里都有。只读，不需要账号，不记录查询内容。\n\n\
            The public data of random inspection draws: everything that the pages show. It can only be read, needs no account, and notes \
            nothing of what is looked up.\n\n\
            Answers are JSON in UTF-8; numbers are integers, digests hexadecimal, days `YYYY-MM-DD`. Members that have no value are left out. \
            New members may be added to version 1; none is removed or changes its meaning. Lists come in pages: `next` of one page is `cursor` \
            of the next. Every answer has a strong `ETag`, so that `If-None-Match` gives 304. Errors are problem documents (RFC 9457) \
            whose `code` is stable. Nothing here has to be believed: the bundle under `files` can be verified by anybody.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(ProblemDocument)),
    tags(
        (name = "draws", description = "抽取 / Draws"),
        (name = "entities", description = "为什么是我 / Why me, why not me"),
        (name = "log", description = "公开日志 / The public log"),
    )
)]
pub(super) struct Description;

/// The stable codes of problems, from where they are.
pub(super) fn complete(document: &mut utoipa::openapi::OpenApi) {
    let schemas = document.components.as_mut().map(|components| &mut components.schemas);
    let problem = schemas.and_then(|schemas| schemas.get_mut("Problem"));
    let Some(RefOr::T(Schema::Object(problem))) = problem else { return };
    if let Some(RefOr::T(Schema::Object(code))) = problem.properties.get_mut("code") {
        code.enum_values = Some(Problem::ALL.iter().map(|problem| Value::from(problem.code())).collect());
    }
    if let Some(RefOr::T(Schema::Object(parameter))) = problem.properties.get_mut("parameter") {
        parameter.description = Some("Name of the parameter, if it is known which one is wrong.".to_owned());
    }
}

/// The description and its page, made once.
#[derive(Clone)]
pub(super) struct Described {
    document: Arc<[u8]>,
    page: Arc<[u8]>,
}

impl Described {
    pub(super) fn new(document: &utoipa::openapi::OpenApi) -> Self {
        let document = serde_json::to_value(document).unwrap_or_default();
        let page = Viewer::new(&document).render().unwrap_or_default();
        let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
        bytes.push(b'\n');
        Self { document: bytes.into(), page: page.into_bytes().into() }
    }

    pub(super) fn document(&self, headers: &HeaderMap) -> Response<Body> {
        made(self.document.to_vec(), "application/json", headers)
    }

    pub(super) fn page(&self, headers: &HeaderMap) -> Response<Body> {
        made(self.page.to_vec(), "text/html; charset=utf-8", headers)
    }
}

/// The page's folder without its slash.
pub(super) async fn to_page() -> Response<Body> {
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, "/api/docs/")]).into_response()
}
