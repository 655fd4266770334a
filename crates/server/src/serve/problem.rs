//! What went wrong, told to programs as a problem document (RFC 9457) and to people as a small page.

use super::media::Class;
use axum::body::Body;
use axum::response::IntoResponse;
use hyper::header::{ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

/// Everything that can go wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    Request,
    NotFound,
    Method,
    Body,
    TooManyRequests,
    Busy,
    Slow,
    NotReady,
    Internal,
    /// A parameter that is not known, stands twice, or has no such value; its name, if it is one of ours.
    Parameter(&'static str),
    Cursor,
    UnknownDraw,
    /// What was published of the draw does not pass every check. It is no fault of who asks, and it passes when the office has looked
    /// into it, so it is 503 and not 410, which says for ever and may be kept by others.
    Withdrawn,
    NoOutcome,
    MalformedCode,
    NoSuchCode,
    NoLog,
}

impl Problem {
    /// All, each once.
    pub(crate) const ALL: [Problem; 17] = [
        Problem::Request,
        Problem::NotFound,
        Problem::Method,
        Problem::Body,
        Problem::TooManyRequests,
        Problem::Busy,
        Problem::Slow,
        Problem::NotReady,
        Problem::Internal,
        Problem::Parameter(""),
        Problem::Cursor,
        Problem::UnknownDraw,
        Problem::Withdrawn,
        Problem::NoOutcome,
        Problem::MalformedCode,
        Problem::NoSuchCode,
        Problem::NoLog,
    ];

    /// The problem behind a bare status, as routers give one.
    pub(super) fn of(status: StatusCode) -> Problem {
        match status {
            StatusCode::NOT_FOUND => Problem::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Problem::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Problem::Body,
            StatusCode::TOO_MANY_REQUESTS => Problem::TooManyRequests,
            StatusCode::SERVICE_UNAVAILABLE => Problem::Busy,
            other if other.is_client_error() => Problem::Request,
            _ => Problem::Internal,
        }
    }

    /// The stable name, the last part of the problem's type.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Problem::Request => "bad-request",
            Problem::NotFound => "not-found",
            Problem::Method => "method-not-allowed",
            Problem::Body => "body-not-accepted",
            Problem::TooManyRequests => "too-many-requests",
            Problem::Busy => "busy",
            Problem::Slow => "timeout",
            Problem::NotReady => "not-ready",
            Problem::Internal => "internal",
            Problem::Parameter(_) => "bad-parameter",
            Problem::Cursor => "bad-cursor",
            Problem::UnknownDraw => "unknown-draw",
            Problem::Withdrawn => "draw-withdrawn",
            Problem::NoOutcome => "no-outcome",
            Problem::MalformedCode => "malformed-code",
            Problem::NoSuchCode => "no-such-code",
            Problem::NoLog => "no-log",
        }
    }

    pub(crate) fn status(self) -> StatusCode {
        match self {
            Problem::Request | Problem::Parameter(_) | Problem::Cursor | Problem::MalformedCode => {
                StatusCode::BAD_REQUEST
            }
            Problem::NotFound | Problem::UnknownDraw | Problem::NoOutcome | Problem::NoSuchCode | Problem::NoLog => {
                StatusCode::NOT_FOUND
            }
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Body => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Problem::Busy | Problem::Slow | Problem::NotReady | Problem::Withdrawn => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// One sentence in Chinese and one in English.
    pub(crate) fn sentences(self) -> (&'static str, &'static str) {
        match self {
            Problem::Request => ("看不懂这个请求。", "This request can not be understood."),
            Problem::NotFound => ("没有这个页面。", "There is no such page."),
            Problem::Method => ("只能读取，不能提交。", "This site can only be read."),
            Problem::Body => ("本站不接收任何内容。", "This site takes no content."),
            Problem::TooManyRequests => {
                ("您的请求太频繁，请稍后再来。", "Too many requests. Please come again in a moment.")
            }
            Problem::Busy => ("现在访问的人太多，请稍后再来。", "The site is busy. Please come again in a moment."),
            Problem::Slow => ("处理超时，请稍后再来。", "That took too long. Please come again in a moment."),
            Problem::NotReady => {
                ("网站正在准备，请稍后再来。", "The site is not ready yet. Please come again in a moment.")
            }
            Problem::Internal => ("网站出错了，已记录。", "Something went wrong here. It is noted."),
            Problem::Parameter(_) => (
                "参数有误：没有这个参数、写了两次，或值不合规定。",
                "A parameter is not known, given twice, or has no such value.",
            ),
            Problem::Cursor => (
                "翻页的 cursor 有误：请原样使用上一页给出的 next。",
                "This cursor is none: use the `next` of the page before as it is.",
            ),
            Problem::UnknownDraw => ("本站没有这次抽取。", "This site has no such draw."),
            Problem::Withdrawn => (
                "这次抽取的公布文件没有通过核验，撤下核查中。",
                "What was published of this draw does not verify; it is withdrawn for checking.",
            ),
            Problem::NoOutcome => ("这次抽取的结果尚未公开。", "The outcome of this draw is not public yet."),
            Problem::MalformedCode => (
                "这不是代码：代码由 0-9、A-Z 和 . _ - 组成，1 至 64 个字符。",
                "This is not a code: codes have 1 to 64 characters of 0-9, A-Z, and . _ - after the first.",
            ),
            Problem::NoSuchCode => ("这次抽取的名单里没有这个代码。", "The list of this draw does not have this code."),
            Problem::NoLog => ("本站没有日志副本。", "This site has no copy of a log."),
        }
    }

    /// The answer. `retry_after` is for those that may pass by waiting.
    pub(super) fn answer(self, class: Class, retry_after: u64, request: &HeaderValue) -> Response<Body> {
        let id = request.to_str().unwrap_or_default();
        let (media, text) = if class.is_for_programs() {
            ("application/problem+json", self.document(id))
        } else {
            ("text/html; charset=utf-8", self.page(id))
        };
        let mut answer = Response::new(Body::from(text));
        *answer.status_mut() = self.status();
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self {
            Problem::Method => headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD")),
            // Whatever would come after this header is not read.
            Problem::Body => headers.insert(CONNECTION, HeaderValue::from_static("close")),
            Problem::TooManyRequests | Problem::Busy | Problem::Slow | Problem::NotReady => {
                headers.insert(RETRY_AFTER, retry_after.into())
            }
            // By default a site verifies everything again each hour.
            Problem::Withdrawn => headers.insert(RETRY_AFTER, HeaderValue::from_static("3600")),
            _ => None,
        };
        answer
    }

    pub(super) fn document(self, id: &str) -> String {
        let (code, status, (_, title)) = (self.code(), self.status().as_u16(), self.sentences());
        let parameter = match self {
            Problem::Parameter(name) if !name.is_empty() => Some(name),
            Problem::Cursor => Some("cursor"),
            _ => None,
        };
        let document = ProblemDocument {
            r#type: format!("urn:mingqian:problem:{code}"),
            title,
            status,
            code,
            parameter,
            instance: format!("urn:mingqian:request:{id}"),
        };
        serde_json::to_string(&document).unwrap_or_default() + "\n"
    }

    fn page(self, id: &str) -> String {
        let (status, (chinese, english)) = (self.status().as_u16(), self.sentences());
        format!(
            "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>{status} {chinese}</title>\n\
             <h1>{chinese}</h1>\n<p lang=\"en\">{english}</p>\n<p><a href=\"/\">首页 <span lang=\"en\">Home</span></a></p>\n\
             <p><small>{status} {id}</small></p>\n</html>\n"
        )
    }
}

/// How a handler of the interface says it: the service makes the document, with the request's number, in `routes`.
impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = self.status();
        answer.extensions_mut().insert(self);
        answer
    }
}

/// What went wrong (RFC 9457).
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemDocument {
    /// `urn:mingqian:problem:` and the code.
    r#type: String,
    /// The problem in a sentence.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// The stable name of the problem.
    code: &'static str,
    /// Name of the parameter, if it is known which one is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'static str>,
    /// `urn:mingqian:request:` and the number of the request, as in `x-request-id`.
    instance: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_json_and_codes_differ() {
        let mut codes = std::collections::BTreeSet::new();
        for problem in Problem::ALL {
            let value: serde_json::Value = serde_json::from_str(&problem.document("7f")).expect("JSON");
            assert_eq!(value["status"], problem.status().as_u16());
            assert_eq!(value["type"], format!("urn:mingqian:problem:{}", problem.code()));
            assert!(codes.insert(problem.code()));
        }
    }
}
