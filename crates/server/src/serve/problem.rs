//! What went wrong, told to programs as a problem document (RFC 9457) and to people as a small page.

use super::media::Class;
use axum::body::Body;
use hyper::header::{ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};

/// Everything that can go wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Request,
    NotFound,
    Method,
    Body,
    TooManyRequests,
    Busy,
    Slow,
    NotReady,
    Internal,
}

impl Problem {
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
    pub(super) fn code(self) -> &'static str {
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
        }
    }

    pub(super) fn status(self) -> StatusCode {
        match self {
            Problem::Request => StatusCode::BAD_REQUEST,
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::Body => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Problem::Busy | Problem::Slow | Problem::NotReady => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// One sentence in Chinese and one in English.
    fn sentences(self) -> (&'static str, &'static str) {
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
            Problem::Request | Problem::NotFound | Problem::Internal => None,
        };
        answer
    }

    pub(super) fn document(self, id: &str) -> String {
        let (code, status, (_, title)) = (self.code(), self.status().as_u16(), self.sentences());
        format!(
            "{{\"type\":\"urn:mingqian:problem:{code}\",\"title\":\"{title}\",\"status\":{status},\"code\":\"{code}\",\
             \"instance\":\"urn:mingqian:request:{id}\"}}\n"
        )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_json_and_codes_differ() {
        let mut codes = std::collections::BTreeSet::new();
        let all = [
            Problem::Request,
            Problem::NotFound,
            Problem::Method,
            Problem::Body,
            Problem::TooManyRequests,
            Problem::Busy,
            Problem::Slow,
            Problem::NotReady,
            Problem::Internal,
        ];
        for problem in all {
            let value: serde_json::Value = serde_json::from_str(&problem.document("7f")).expect("JSON");
            assert_eq!(value["status"], problem.status().as_u16());
            assert_eq!(value["type"], format!("urn:mingqian:problem:{}", problem.code()));
            assert!(codes.insert(problem.code()));
        }
    }
}
