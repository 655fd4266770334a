//! "Why me, why not me" for programs: what is published about a code, and the proof of it.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderValue, Response, header};
use records::id::Id;
use utoipa::IntoParams;

use super::asked::{Asked, blocking};
use super::found::EntityDocument;
use super::problems::{OfCode, OfProof};
use crate::look::{Found, LookError, find};
use crate::serve::{Problem, made};

/// A code of a draw.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "what is described here, axum reads")]
pub(super) struct CodePath {
    /// Address of the draw, as in the list of draws.
    #[param(pattern = "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$", example = "QXX-SCJG-1-1")]
    address: String,
    /// Unified social credit code, or another code of the list, present or former.
    #[param(pattern = "^[0-9A-Z][0-9A-Z._-]{0,63}$")]
    code: String,
}

/// Looks a code up. Nothing of it is noted anywhere.
async fn found(asked: &Asked, address: &str, code: &str) -> Result<Found, Problem> {
    asked.words(&[])?;
    let folder = asked.draw(address)?.join("look");
    let code = Id::parse(code).map_err(|_| Problem::MalformedCode)?;
    let found = blocking(move || {
        find(&folder, code.as_str()).map_err(|error| match error {
            LookError::Code(_) => Problem::MalformedCode,
            error => {
                // The name of a shard says nearly whom somebody asked for.
                tracing::error!(target: "site", message = "a look-up fails", code = error.code());
                Problem::Internal
            }
        })
    });
    found.await?.ok_or(Problem::NoSuchCode)
}

/// 为什么是我 / Why me, why not me
///
/// How an entity fared, task by task, from a proof that was checked. Before there is an outcome only what the list says: that it has the
/// entity, and from which tasks it is excluded. The code is not noted anywhere; whoever does not want this site to see it reads the
/// shards under `/d/ADDRESS/look/` instead.
#[utoipa::path(get, path = "/draws/{address}/entities/{code}", tag = "entities", params(CodePath), responses(
    (status = 200, description = "What is published about the code.", body = EntityDocument),
    OfCode,
))]
pub(super) async fn entity(
    asked: Asked,
    Path((address, code)): Path<(String, String)>,
) -> Result<Response<Body>, Problem> {
    let found = found(&asked, &address, &code).await?;
    asked.json(&EntityDocument::from(&found))
}

/// 证明文件 / The proof
///
/// The proof of the answer as a file, which anybody checks with `mingqian verify-proof` or in a browser.
#[utoipa::path(get, path = "/draws/{address}/proofs/{code}", tag = "entities", params(CodePath), responses(
    (status = 200, description = "A proof (`mq1/proof`, section 25 of the protocol), to be saved.", body = serde_json::Value,
     content_type = "application/json", headers(("content-disposition" = String, description = "The name of the file."))),
    OfProof,
))]
pub(super) async fn proof(
    asked: Asked,
    Path((address, code)): Path<(String, String)>,
) -> Result<Response<Body>, Problem> {
    let found = found(&asked, &address, &code).await?;
    if found.proof.is_empty() {
        return Err(Problem::NoOutcome);
    }
    let mut answer = made(found.proof, "application/json", &asked.headers);
    // A code has no character that a file's name may not have.
    let name = HeaderValue::try_from(format!("attachment; filename=\"proof-{}.json\"", found.asked));
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, name.map_err(|_| Problem::Internal)?);
    Ok(answer)
}
