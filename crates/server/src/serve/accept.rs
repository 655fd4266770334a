//! Connections: taken while there is room, turned away at once when there is none, served until their deadline, finished at the end.

use super::handler::{Asked, Shared, answer};
use super::media::Class;
use super::metrics::Cut;
use super::problem::Problem;
use super::watch::{Deadline, Watch, Watched};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{IpAddr, Shutdown};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch::Receiver;
use tokio_rustls::TlsAcceptor;

/// How far the service is with stopping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Run,
    /// Finish what is under way.
    Drain,
    /// End at once.
    Cut,
}

/// Connections that were turned away and may take half a second to read it, at most; more are closed without that.
const LINGERING_MAX: u64 = 1024;

/// A counted connection.
struct Place {
    shared: Arc<Shared>,
    /// The client, unless it is a proxy, which stands for many.
    client: Option<IpAddr>,
}

impl Place {
    fn take(shared: &Arc<Shared>, peer: IpAddr) -> Option<Place> {
        let most = u64::try_from(shared.config.limits.connections).unwrap_or(u64::MAX);
        let open = shared.metrics.open.fetch_add(1, Relaxed);
        let proxy = shared.config.clients.trusted_proxies.iter().any(|network| network.has(peer));
        let client = (!proxy).then_some(peer);
        if open >= most || client.is_some_and(|client| !shared.clients.enter(client)) {
            shared.metrics.open.fetch_sub(1, Relaxed);
            return None;
        }
        Some(Place { shared: Arc::clone(shared), client })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(client) = self.client {
            self.shared.clients.leave(client);
        }
        if self.shared.metrics.open.fetch_sub(1, Relaxed) == 1 {
            self.shared.ended.notify_waiters();
        }
    }
}

/// Takes connections until the stage changes.
pub(super) async fn accept_all(
    listener: TcpListener,
    shared: Arc<Shared>,
    tls: Option<TlsAcceptor>,
    mut stage: Receiver<Stage>,
) {
    let before = stage.clone();
    loop {
        let accepted = tokio::select! {
            biased;
            _ = stage.changed() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => {
                shared.metrics.accepted.fetch_add(1, Relaxed);
                match Place::take(&shared, peer.ip()) {
                    Some(place) => {
                        tokio::spawn(serve(stream, peer.ip(), place, tls.clone(), before.clone()));
                    }
                    None => turn_away(stream, &shared, tls.is_some()),
                }
            }
            // Out of descriptors, or a connection that is gone already: what follows may fare better in a moment.
            Err(error) => {
                tracing::warn!(target: "service", message = "accept failed", error = %error);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
}

/// Says 503 and closes, without waiting for a request. Over TLS nothing can be said before a handshake, which costs too much now.
fn turn_away(stream: TcpStream, shared: &Arc<Shared>, tls: bool) {
    shared.metrics.over_connections.fetch_add(1, Relaxed);
    let Some(mut stream) = stream.into_std().ok().filter(|_| !tls) else { return };
    let text = busy(shared);
    // A new socket has room for it.
    if stream.write_all(text.as_bytes()).is_err() || stream.shutdown(Shutdown::Write).is_err() {
        return;
    }
    // Closed with unread bytes of its request, the socket would be reset, and the client might not see the answer.
    if shared.lingering.fetch_add(1, Relaxed) < LINGERING_MAX
        && let Ok(mut stream) = TcpStream::from_std(stream)
    {
        let shared = Arc::clone(shared);
        tokio::spawn(async move {
            let mut waste = [0; 1024];
            let read = async { while stream.read(&mut waste).await.is_ok_and(|count| count > 0) {} };
            let _ = tokio::time::timeout(Duration::from_millis(500), read).await;
            shared.lingering.fetch_sub(1, Relaxed);
        });
    } else {
        shared.lingering.fetch_sub(1, Relaxed);
    }
}

/// The answer of a service without a place for one more connection, with all headers.
fn busy(shared: &Shared) -> String {
    let client = super::client::Client { address: IpAddr::from([0; 4]), operator: false };
    let asked = Asked { class: Class::Api, client, id: shared.next_id() };
    let mut answer = shared.problem(Problem::Busy, &asked);
    shared.headers.put("", &asked.id, answer.headers_mut());
    let document = Problem::Busy.document(asked.id.to_str().unwrap_or_default());
    let mut text = "HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n".to_owned();
    for (name, value) in answer.headers() {
        let _ = write!(text, "{name}: {}\r\n", value.to_str().unwrap_or_default());
    }
    let _ = write!(text, "content-length: {}\r\n\r\n{document}", document.len());
    text
}

async fn serve(stream: TcpStream, peer: IpAddr, place: Place, tls: Option<TlsAcceptor>, stage: Receiver<Stage>) {
    // Answers are written whole; waiting for more would only delay the last part.
    let _ = stream.set_nodelay(true);
    let config = &place.shared.config;
    let watch = Watch::new(place.shared.clock, &config.timeouts, &config.limits);
    match tls {
        None => http(stream, watch, peer, &place, stage).await,
        Some(tls) => {
            let patience = Duration::from_millis(config.timeouts.first_byte);
            match tokio::time::timeout(patience, tls.accept(stream)).await {
                Ok(Ok(stream)) => http(stream, watch, peer, &place, stage).await,
                Ok(Err(_)) => {}
                Err(_) => place.shared.metrics.cut(Cut::FirstByte),
            }
        }
    }
}

async fn http<S>(stream: S, watch: Arc<Watch>, peer: IpAddr, place: &Place, mut stage: Receiver<Stage>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shared = &place.shared;
    let service = service_fn(|request: Request<Incoming>| {
        let answering = answer(Arc::clone(shared), Arc::clone(&watch), peer, request);
        async { Ok::<_, Infallible>(answering.await) }
    });
    let socket = TokioIo::new(Watched::new(stream, Arc::clone(&watch)));
    let mut connection = pin!(
        http1::Builder::new()
            .max_buf_size(shared.config.limits.header_bytes)
            // The watch has the deadlines; hyper's timer would be a second one.
            .header_read_timeout(None)
            .serve_connection(socket, service)
    );
    let mut deadline = pin!(Deadline::new(Arc::clone(&watch)));
    loop {
        tokio::select! {
            biased;
            _ = connection.as_mut() => return,
            () = deadline.as_mut() => return shared.metrics.cut(watch.cut()),
            changed = stage.changed() => {
                let now = *stage.borrow_and_update();
                match now {
                    Stage::Run if changed.is_ok() => {}
                    Stage::Drain if !watch.is_idle() => connection.as_mut().graceful_shutdown(),
                    Stage::Drain => return,
                    Stage::Run | Stage::Cut => return shared.metrics.cut(Cut::Stop),
                }
            }
        }
    }
}
