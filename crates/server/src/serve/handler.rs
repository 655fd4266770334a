//! From a request to its answer: who asks, whether it may, what it gets, and what every answer says.

use super::answer::{Accounted, Record};
use super::client::Client;
use super::clock::Clock;
use super::config::ServerConfig;
use super::headers::Headers;
use super::media::Class;
use super::metrics::Metrics;
use super::problem::Problem;
use super::rate::{PerClient, Rates};
use super::source::SiteSource;
use super::status::Status;
use super::watch::Watch;
use axum::Router;
use axum::body::Body;
use hyper::body::{Body as _, Incoming};
use hyper::header::HeaderValue;
use hyper::{Method, Request, Response};
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use tokio::sync::{Notify, Semaphore};

/// What all connections share.
pub(super) struct Shared {
    pub(super) config: ServerConfig,
    pub(super) clock: Clock,
    pub(super) site: SiteSource,
    pub(super) router: Option<Router>,
    pub(super) headers: Headers,
    pub(super) rates: Rates,
    pub(super) clients: PerClient,
    pub(super) permits: Arc<Semaphore>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) status: Status,
    /// Connections that were turned away and have not read so yet.
    pub(super) lingering: AtomicU64,
    pub(super) ended: Notify,
    ids: (RandomState, AtomicU64),
}

/// A request whose client and number are known.
pub(super) struct Asked {
    pub(super) class: Class,
    pub(super) client: Client,
    pub(super) id: HeaderValue,
}

impl Shared {
    pub(super) fn new(config: ServerConfig, site: SiteSource, tls: bool) -> Shared {
        let limits = &config.limits;
        let metrics = Arc::new(Metrics::default());
        Shared {
            clock: Clock::start(),
            site,
            router: None,
            headers: Headers::new(&config.headers, tls),
            rates: Rates::new(limits.requests_per_second, limits.burst, limits.clients_remembered),
            clients: PerClient::new(limits.connections_per_client),
            permits: Arc::new(Semaphore::new(limits.requests_at_once.min(Semaphore::MAX_PERMITS))),
            status: Status::new(Arc::clone(&metrics)),
            metrics,
            lingering: AtomicU64::new(0),
            ended: Notify::new(),
            ids: (RandomState::new(), AtomicU64::new(0)),
            config,
        }
    }

    /// The number of a request: a keyed hash (SipHash, with a key of this process) of how many there were. Nobody can guess the next.
    pub(super) fn next_id(&self) -> HeaderValue {
        let (hasher, count) = &self.ids;
        let id = hasher.hash_one(count.fetch_add(1, Relaxed));
        HeaderValue::try_from(format!("{id:016x}")).unwrap_or(HeaderValue::from_static("0"))
    }

    pub(super) fn problem(&self, problem: Problem, asked: &Asked) -> Response<Body> {
        problem.answer(asked.class, u64::from(self.config.limits.retry_after), &asked.id)
    }

    /// When no connection is left.
    pub(super) async fn drained(&self) {
        loop {
            let ended = self.ended.notified();
            if self.metrics.open.load(Relaxed) == 0 {
                return;
            }
            ended.await;
        }
    }

    /// Why a request gets nothing, before anything is looked up for it.
    fn refusal(&self, request: &Request<Incoming>, asked: &Asked, now: u64) -> Option<Response<Body>> {
        let inspects = asked.class == Class::Operator && asked.client.operator;
        if !inspects && let Err(wait) = self.rates.take(asked.client.address, now) {
            self.metrics.rate_limited.fetch_add(1, Relaxed);
            let seconds = wait.div_ceil(1_000_000).max(1);
            return Some(Problem::TooManyRequests.answer(asked.class, seconds, &asked.id));
        }
        if !request.body().is_end_stream() {
            return Some(self.problem(Problem::Body, asked));
        }
        let readable = matches!(*request.method(), Method::GET | Method::HEAD);
        (!readable).then(|| self.problem(Problem::Method, asked))
    }
}

/// Answers one request of a connection.
pub(super) async fn answer(
    shared: Arc<Shared>,
    watch: Arc<Watch>,
    peer: IpAddr,
    request: Request<Incoming>,
) -> Response<Accounted> {
    let began = shared.clock.now();
    watch.work(began);
    let client = Client::of(&shared.config.clients, peer, request.headers());
    let asked = Asked { class: Class::of(request.uri().path()), client, id: shared.next_id() };
    let method = method_name(request.method());
    let (parts, body) = match shared.refusal(&request, &asked, began) {
        Some(refusal) => {
            let (mut parts, body) = refusal.into_parts();
            shared.headers.put(request.uri().path(), &asked.id, &mut parts.headers);
            (parts, body)
        }
        None => {
            let uri = request.uri().clone();
            let (mut parts, body) = shared.route(request, &asked).await.into_parts();
            shared.headers.put(uri.path(), &asked.id, &mut parts.headers);
            (parts, body)
        }
    };
    watch.answer(shared.clock.now());
    let (class, status, client) = (asked.class, parts.status.as_u16(), asked.client.address);
    let record = Record { watch, id: asked.id, method, class, status, client, began, shared };
    Response::from_parts(parts, Accounted::new(body, record))
}

/// A method's name for the log. One that is not known could be any text.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
