//! The public site over HTTP/1.1: a folder of static files, and the routes that others add.
//!
//! It has no database, no secret, no account and no way to write; whoever takes it over can show wrong pages, which anybody can check,
//! and nothing more. Every limit is here and not in a proxy before it, so that it may stand alone.
//!
//! | file | what |
//! |---|---|
//! | `config`, `network` | what it is told; ranges of addresses |
//! | `source`, `path`, `hot`, `media` | the folder served now, looked up and partly in memory |
//! | `files`, `stream` | a file as an answer |
//! | `accept`, `watch`, `tls`, `signals`, `clock` | connections, their deadlines, their end |
//! | `handler`, `routes`, `client`, `rate`, `problem`, `headers` | from a request to its answer |
//! | `answer`, `metrics`, `logs`, `status` | what is known of it afterwards |
//!
//! Only HTTP/1.1: it does without the streams whose resets and windows have to be limited one by one, and a proxy that speaks HTTP/2
//! to browsers speaks this to us.
//!
//! Sources: RFC 9110 (HTTP), 9111 (caching), 9112 (HTTP/1.1), 9457 (problem documents), 3986 (paths); c2sp.org/tlog-tiles (media types
//! and caching of a log).

mod accept;
mod answer;
mod client;
mod clock;
mod config;
mod files;
mod handler;
mod headers;
mod hot;
mod logs;
mod media;
mod metrics;
mod network;
mod path;
mod problem;
mod rate;
mod routes;
mod signals;
mod source;
mod status;
mod stream;
mod tls;
mod watch;

pub use axum::Router;
pub use config::{
    CacheLimits, Clients, ConfigError, CspFor, HeaderRules, Limits, LogRules, ServerConfig, Timeouts, TlsFiles,
};
pub(crate) use files::{made, whole};
pub use logs::{Logs, subscriber};
pub(crate) use media::OPENAPI;
pub use network::{Network, NetworkError};
pub(crate) use problem::{Problem, ProblemDocument};
pub use signals::stop_signal;
pub use source::{DIGESTS_FILE, Generation, SiteError, SiteSource};
pub use status::{State, Status};

pub(crate) use source::hash_file;

use accept::{Stage, accept_all};
use handler::Shared;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch as channel;
use tokio_rustls::TlsAcceptor;

/// Why the service can't start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// A value of the configuration can't be kept to.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// An address can't be listened on.
    #[error("{address}: {reason}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        reason: io::Error,
    },
    /// A certificate or a key that is none.
    #[error("{}: {reason}", file.display())]
    Tls {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The threads that it runs on can't be made.
    #[error("threads of the service: {0}")]
    Threads(io::Error),
}

impl ServeError {
    /// The stable name of this error.
    pub fn code(&self) -> &'static str {
        match self {
            ServeError::Config(error) => error.code(),
            ServeError::Listen { .. } => "listen",
            ServeError::Tls { .. } => "tls",
            ServeError::Threads(_) => "threads",
        }
    }
}

/// How a service ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// Connections that had not ended in time and were cut off.
    pub cut: u64,
}

/// A service that is bound to its addresses.
pub struct Server {
    shared: Shared,
    listeners: Vec<TcpListener>,
    addresses: Vec<SocketAddr>,
    tls: Option<TlsAcceptor>,
}

impl Server {
    /// Checks the configuration and listens; nothing is accepted before `run`.
    pub async fn bind(config: ServerConfig, site: SiteSource) -> Result<Server, ServeError> {
        config.check()?;
        let tls = config.tls.as_ref().map(tls::acceptor).transpose()?;
        let (mut listeners, mut addresses) = (Vec::new(), Vec::new());
        for address in &config.listen {
            let fault = |reason| ServeError::Listen { address: *address, reason };
            let listener = TcpListener::bind(address).await.map_err(fault)?;
            addresses.push(listener.local_addr().map_err(fault)?);
            listeners.push(listener);
        }
        Ok(Server { shared: Shared::new(config, site, tls.is_some()), listeners, addresses, tls })
    }

    /// Adds the routes below `/api/` and those below `/look/` that are no files. Limits, headers and errors apply to them as to files;
    /// a handler finds `Arc<Generation>` among the request's extensions and the request's number in its header `x-request-id`.
    #[must_use]
    pub fn with_router(mut self, router: Router) -> Server {
        self.shared.router = Some(router);
        self
    }

    /// Where it listens.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// The handle by which others tell of their state.
    pub fn status(&self) -> Status {
        self.shared.status.clone()
    }

    /// Serves until `stop` comes, then finishes what is under way, as long as the configuration allows.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Stopped {
        let patience = Duration::from_millis(self.shared.config.timeouts.stop);
        let shared = Arc::new(self.shared);
        let (stage, seen) = channel::channel(Stage::Run);
        let accepting: Vec<_> = self
            .listeners
            .into_iter()
            .map(|listener| tokio::spawn(accept_all(listener, Arc::clone(&shared), self.tls.clone(), seen.clone())))
            .collect();
        stop.await;
        tracing::info!(target: "service", message = "stopping", open = shared.metrics.open.load(Relaxed));
        let _ = stage.send(Stage::Drain);
        for task in accepting {
            let _ = task.await;
        }
        let drained = tokio::time::timeout(patience, shared.drained()).await.is_ok();
        let cut = if drained { 0 } else { shared.metrics.open.load(Relaxed) };
        let _ = stage.send(Stage::Cut);
        if !drained {
            // Cutting off takes no more than a turn of each task.
            let _ = tokio::time::timeout(Duration::from_secs(1), shared.drained()).await;
        }
        tracing::info!(target: "service", message = "stopped", cut);
        Stopped { cut }
    }
}

/// The threads that a service runs on, for callers that have none.
pub fn runtime() -> Result<tokio::runtime::Runtime, ServeError> {
    // Threads that read files: as many as a disk has use for; requests beyond them wait, and are shed when they wait too long.
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(128)
        .thread_name("serve")
        .build()
        .map_err(ServeError::Threads)
}

/// Binds, serves and ends at SIGTERM or SIGINT, on threads of its own. `bound` gets the addresses and the handle for states.
pub fn serve_until_signal(
    config: ServerConfig,
    site: SiteSource,
    router: Option<Router>,
    bound: impl FnOnce(&[SocketAddr], Status),
) -> Result<Stopped, ServeError> {
    let runtime = runtime()?;
    let stopped = runtime.block_on(async {
        let mut server = Server::bind(config, site).await?;
        if let Some(router) = router {
            server = server.with_router(router);
        }
        bound(server.addresses(), server.status());
        Ok(server.run(stop_signal()).await)
    });
    // A thread that still reads from a dead disk does not hold up the end.
    runtime.shutdown_timeout(Duration::from_secs(1));
    stopped
}
