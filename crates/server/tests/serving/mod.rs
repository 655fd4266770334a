//! A service on a free port of this machine, and a client that sends exactly the bytes that a test wants.
#![allow(dead_code, reason = "each test file uses a part of it")]

use axum::routing;
use server::serve::{Router, Server, ServerConfig, SiteSource, Status, Stopped, subscriber};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Mutex, Once};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// All lines that the services of this process have logged.
static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Lines;

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        LINES.lock().expect("lines").extend(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub fn logged() -> String {
    String::from_utf8(LINES.lock().expect("lines").clone()).expect("UTF-8")
}

/// A configuration with short times and a free port. No rates: all clients of the tests have one address.
pub fn config() -> ServerConfig {
    let mut config = ServerConfig { listen: vec!["127.0.0.1:0".parse().expect("address")], ..ServerConfig::default() };
    config.timeouts.first_byte = 200;
    config.timeouts.header = 200;
    config.timeouts.idle = 400;
    config.timeouts.request = 300;
    config.timeouts.write = 300;
    config.timeouts.stop = 1000;
    config.limits.requests_per_second = 0;
    config.limits.connections_per_client = 0;
    config
}

pub struct Running {
    pub address: SocketAddr,
    pub source: SiteSource,
    pub status: Status,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Stopped>,
}

impl Running {
    pub async fn start(config: ServerConfig, folder: Option<&Path>, router: Option<Router>) -> Running {
        static LOGS: Once = Once::new();
        LOGS.call_once(|| tracing::subscriber::set_global_default(subscriber(|| Lines)).expect("only here"));
        let source = SiteSource::new(&config.cache, &config.headers);
        if let Some(folder) = folder {
            source.switch(folder).expect("a site");
        }
        let mut server = Server::bind(config, source.clone()).await.expect("bound");
        if let Some(router) = router {
            server = server.with_router(router);
        }
        let (address, status) = (server.addresses()[0], server.status());
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(server.run(async {
            let _ = stopped.await;
        }));
        Running { address, source, status, stop, task }
    }

    pub async fn stop(self) -> Stopped {
        self.stop.send(()).expect("it runs");
        self.task.await.expect("ended well")
    }

    pub async fn connect(&self) -> Client<TcpStream> {
        Client::new(TcpStream::connect(self.address).await.expect("connected"))
    }

    /// The answer to one request on a connection of its own.
    pub async fn ask(&self, request: &str) -> Reply {
        self.connect().await.ask(request).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.ask(&get(path, "")).await
    }

    pub async fn get_with(&self, path: &str, headers: &str) -> Reply {
        self.ask(&get(path, headers)).await
    }
}

/// A request; `headers` are whole lines.
pub fn get(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: test\r\n{headers}\r\n")
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }
}

pub struct Client<S> {
    pub stream: S,
    rest: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    pub fn new(stream: S) -> Client<S> {
        Client { stream, rest: Vec::new() }
    }

    pub async fn send(&mut self, bytes: &str) {
        self.stream.write_all(bytes.as_bytes()).await.expect("sent");
    }

    pub async fn ask(&mut self, request: &str) -> Reply {
        self.send(request).await;
        self.reply(request.starts_with("HEAD")).await.expect("an answer")
    }

    async fn more(&mut self) -> Option<usize> {
        let mut chunk = [0; 65536];
        let read = tokio::time::timeout(Duration::from_secs(5), self.stream.read(&mut chunk)).await;
        let count = read.expect("neither bytes nor an end in five seconds").unwrap_or(0);
        self.rest.extend(&chunk[..count]);
        (count > 0).then_some(count)
    }

    /// The next answer, or nothing if the connection ended before it.
    pub async fn reply(&mut self, head: bool) -> Option<Reply> {
        let end = loop {
            if let Some(end) = self.rest.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let text: String = String::from_utf8(self.rest.drain(..end).collect()).expect("ASCII");
        let mut lines = text.trim_end().split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().expect("a status");
        let headers: BTreeMap<String, String> = lines
            .map(|line| line.split_once(": ").expect("a header"))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let bodiless = head || status == 304;
        let length =
            headers.get("content-length").filter(|_| !bodiless).map_or(0, |length| length.parse().expect("a length"));
        while self.rest.len() < length {
            self.more().await.expect("the whole body");
        }
        Some(Reply { status, headers, body: self.rest.drain(..length).collect() })
    }

    /// Whether the other side closes within the time, whatever it says before.
    pub async fn is_closed_within(&mut self, time: Duration) -> bool {
        let ended = async { while self.more().await.is_some() {} };
        tokio::time::timeout(time, ended).await.is_ok()
    }
}

/// A small site.
pub fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("folder");
    write(&folder, "index.html", "<!doctype html>首页");
    write(&folder, "404.html", "<!doctype html>这里没有");
    write(&folder, "draws/index.html", "draws");
    write(&folder, "draws/抽取/index.html", "中文");
    write(&folder, "site.css", "body{}");
    write(&folder, "site.css.br", "not really brotli");
    write(&folder, "site.css.gz", "not really gzip");
    write(&folder, "verify/index.html", "alone");
    write(&folder, "log/checkpoint", "origin\n1\n");
    write(&folder, "log/tile/0/000.p/1", &"t".repeat(32));
    write(&folder, "look/ab.json", "{\"look\":1}");
    write(&folder, "list.csv", "a,b\n");
    let large: String = (0..100_000).map(|number| format!("{number:09}\n")).collect();
    write(&folder, "large.txt", &large);
    write(&folder, ".secret", "hidden");
    folder
}

pub fn write(folder: &TempDir, path: &str, text: &str) {
    let place = folder.path().join(path);
    std::fs::create_dir_all(place.parent().expect("folder")).expect("made");
    std::fs::write(place, text).expect("written");
}

/// How the policy of every page begins.
pub const CSP: &str = "default-src 'none'; script-src 'self'";

pub fn soon(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// Handlers of others: good, slow and bad ones.
pub fn router() -> Router {
    Router::new()
        .route("/api/v1/fast", routing::get(|| async { "fast" }))
        .route("/api/v1/slow", routing::get(|| async { tokio::time::sleep(soon(200)).await }))
        .route("/api/v1/never", routing::get(|| async { std::future::pending::<()>().await }))
        .route("/api/v1/bad", routing::get(|| async { panic_now() }))
        .route("/look/code", routing::get(|| async { "looked" }))
}

fn panic_now() {
    panic!("a handler's own fault");
}
