//! Which part answers: the service itself, a file, or a handler that others brought.

use super::files::{ASK, AtOnce, Reading, at_once};
use super::handler::{Asked, Shared};
use super::headers::REQUEST_ID;
use super::media::Class;
use super::problem::Problem;
use super::{Generation, logs};
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tower::ServiceExt;

impl Shared {
    /// The answer, without the headers of every answer.
    pub(super) async fn route(&self, request: Request<Incoming>, asked: &Asked) -> Response<Body> {
        let path = request.uri().path();
        if asked.class == Class::Operator {
            return self.own(path, asked);
        }
        let site = self.site.current();
        // A form that was sent without a script: its page has a handler.
        if asked.class == Class::Api || request.uri().query().is_some_and(is_asked) {
            return self.routed(request, site, asked).await;
        }
        let Some(site) = site else { return self.problem(Problem::NotReady, asked) };
        match at_once(&site, path, request.method() == Method::HEAD, request.headers()) {
            AtOnce::Answer(answer) => answer,
            AtOnce::Read(reading) => self.read(reading, asked).await,
            AtOnce::Nothing if asked.class == Class::Look => self.routed(request, Some(site), asked).await,
            AtOnce::Nothing => self.not_found(&site, asked).await,
        }
    }

    /// What the service says of itself. Whoever is no operator hears of it only whether it is there.
    fn own(&self, path: &str, asked: &Asked) -> Response<Body> {
        let site = self.site.current();
        let generation = site.as_ref().map(|site| site.number());
        let operator = asked.client.operator;
        let (status, media, text) = match path {
            "/healthz" => (StatusCode::OK, "text/plain; charset=utf-8", "alive\n".to_owned()),
            "/readyz" => {
                let status = if site.is_some() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
                let files = site.as_ref().map_or(0, |site| site.files());
                match (operator, site.is_some()) {
                    (true, _) => (status, "application/json", self.status.document(generation, files)),
                    (false, true) => (status, "text/plain; charset=utf-8", "ready\n".to_owned()),
                    (false, false) => (status, "text/plain; charset=utf-8", "not ready\n".to_owned()),
                }
            }
            _ if operator => {
                let cached = site.as_ref().map_or(0, |site| site.cache().bytes());
                let text = self.metrics.text(generation, cached, logs::lost());
                (StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", text)
            }
            _ => return self.problem(Problem::NotFound, asked),
        };
        let mut answer = Response::new(Body::from(text));
        *answer.status_mut() = status;
        answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }

    /// A place among the requests that wait for something. There is one now or there is none: nobody queues for it.
    fn permit(&self) -> Result<OwnedSemaphorePermit, Problem> {
        Arc::clone(&self.permits).try_acquire_owned().map_err(|_| {
            self.metrics.over_requests.fetch_add(1, Relaxed);
            Problem::Busy
        })
    }

    async fn in_time<T>(&self, work: impl Future<Output = T>) -> Result<T, Problem> {
        timeout(Duration::from_millis(self.config.timeouts.request), work).await.map_err(|_| {
            self.metrics.over_time.fetch_add(1, Relaxed);
            Problem::Slow
        })
    }

    async fn read(&self, reading: Reading, asked: &Asked) -> Response<Body> {
        let work = async {
            let permit = self.permit()?;
            let reading = spawn_blocking(move || {
                // The place is taken as long as the disk is, even if nobody waits for it any more.
                let _permit = permit;
                reading.read()
            });
            match self.in_time(reading).await? {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(error)) => {
                    // The system's error names no path.
                    tracing::error!(target: "site", message = "a file of the site can't be read", error = %error);
                    Err(Problem::Internal)
                }
                Err(_) => Err(Problem::Internal),
            }
        };
        work.await.unwrap_or_else(|problem| self.problem(problem, asked))
    }

    /// The site's own page for it, if it has one and a person asks.
    async fn not_found(&self, site: &Arc<Generation>, asked: &Asked) -> Response<Body> {
        let page = match at_once(site, "/404.html", false, &HeaderMap::new()) {
            _ if asked.class.is_for_programs() => None,
            AtOnce::Answer(answer) => Some(answer),
            AtOnce::Read(reading) => Some(self.read(reading, asked).await),
            AtOnce::Nothing => None,
        };
        let Some(mut page) = page.filter(|page| page.status() == StatusCode::OK) else {
            return self.problem(Problem::NotFound, asked);
        };
        *page.status_mut() = StatusCode::NOT_FOUND;
        page.headers_mut().remove(ETAG);
        page.headers_mut().remove(ACCEPT_RANGES);
        page.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        page
    }

    /// The answer of somebody else's handler, within our limits and in our form.
    async fn routed(&self, request: Request<Incoming>, site: Option<Arc<Generation>>, asked: &Asked) -> Response<Body> {
        let Some(router) = &self.router else { return self.problem(Problem::NotFound, asked) };
        let mut request = request.map(|_| Body::empty());
        request.headers_mut().insert(REQUEST_ID, asked.id.clone());
        if let Some(site) = site {
            request.extensions_mut().insert(site);
        }
        let permit = match self.permit() {
            Ok(permit) => permit,
            Err(problem) => return self.problem(problem, asked),
        };
        let answer = self.in_time(Caught::new(router, request)).await;
        drop(permit);
        match answer {
            Err(problem) => self.problem(problem, asked),
            Ok(None) => {
                self.metrics.panics.fetch_add(1, Relaxed);
                tracing::error!(target: "service", message = "a handler failed", id = asked.id.to_str().unwrap_or_default());
                self.problem(Problem::Internal, asked)
            }
            Ok(Some(answer)) => self.in_form(answer, asked),
        }
    }

    /// Errors that a router gives as bare text become problem documents; nothing is kept by others unless the handler says so.
    fn in_form(&self, mut answer: Response<Body>, asked: &Asked) -> Response<Body> {
        let status = answer.status();
        if let Some(problem) = answer.extensions().get::<Problem>() {
            return self.problem(*problem, asked);
        }
        if status == StatusCode::NOT_MODIFIED {
            // The router counts the bytes that are not there; they are not those of the whole (RFC 9110, section 8.6).
            answer.headers_mut().remove(CONTENT_LENGTH);
        }
        let documented = answer.headers().get(CONTENT_TYPE).is_some_and(|media| media.as_bytes().ends_with(b"json"));
        if (status.is_client_error() || status.is_server_error()) && !documented {
            return self.problem(Problem::of(status), asked);
        }
        answer.headers_mut().entry(CACHE_CONTROL).or_insert(ASK);
        answer
    }
}

/// Whether the words behind an address are those of a form.
fn is_asked(query: &str) -> bool {
    query.split('&').any(|word| ["code=", "slip="].iter().any(|name| word.starts_with(name) && word.len() > name.len()))
}

/// A handler's work; nothing if it panics, so that one bad handler ends one request and no connection.
struct Caught(Pin<Box<dyn Future<Output = Response<Body>> + Send>>);

impl Caught {
    fn new(router: &Router, request: Request<Body>) -> Caught {
        let router = router.clone();
        Caught(Box::pin(async move {
            match router.oneshot(request).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            }
        }))
    }
}

impl Future for Caught {
    type Output = Option<Response<Body>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let work = AssertUnwindSafe(|| self.0.as_mut().poll(context));
        catch_unwind(work).map_or(Poll::Ready(None), |polled| polled.map(Some))
    }
}
