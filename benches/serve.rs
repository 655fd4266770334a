//! The figures of the public service, beside nginx's on the same bytes of the same machine.
//!
//!     cargo bench --bench serve                       our service; nginx too if it is installed
//!     cargo bench --bench serve -- --install          installs nginx first (apt-get)
//!     cargo bench --bench serve -- --seconds 10       longer rounds
//!
//! The service runs as a second process of this file. Clients and servers share this machine's cores, so the ratio of requests is
//! nearer to 1 than that of the processor's time for one request, which stands beside it. Everything is on 127.0.0.1.
#![expect(clippy::disallowed_methods, reason = "a bench looks at the clock; no result does")]

use server::serve::{Logs, ServerConfig, SiteSource, serve_until_signal};
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

type Problem = Box<dyn std::error::Error + Send + Sync>;

const FILES: [(&str, usize); 3] = [("page/index.html", 40_000), ("look/shard.json", 40_000), ("log/tile/0/000", 8192)];

/// Clients of a throughput round.
const CLIENTS: usize = 64;

fn main() -> Result<(), Problem> {
    let words: Vec<String> = std::env::args().collect();
    let after = |flag: &str| words.iter().position(|word| word == flag).and_then(|place| words.get(place + 1));
    if let (Some(folder), Some(config)) = (after("--folder"), after("--config")) {
        return serve(Path::new(folder), Path::new(config));
    }
    if words.iter().any(|word| word == "--install") {
        for line in ["apt-get update", "apt-get install -y --no-install-recommends nginx-light"] {
            let done = Command::new("sh").arg("-c").arg(line).stdout(Stdio::null()).status()?;
            println!("{line}: {done}");
        }
    }
    let seconds = after("--seconds").map_or(Ok(5), |text| text.parse())?;
    let root = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("figures-serve");
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    for (path, size) in FILES {
        let place = root.join("site").join(path);
        fs::create_dir_all(place.parent().ok_or("a folder")?)?;
        let text: String = (0u32..)
            .flat_map(|number| format!("{:08x}\n", number.wrapping_mul(0x9e37_79b9)).into_bytes())
            .map(char::from)
            .take(size)
            .collect();
        fs::write(place, text)?;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(async {
        throughput(&root, Duration::from_secs(seconds)).await?;
        slow_loris(&root, Duration::from_secs(seconds.max(12))).await?;
        overload(&root, Duration::from_secs(seconds)).await
    })
}

/// The second process: our service until it is told to stop.
fn serve(folder: &Path, config: &Path) -> Result<(), Problem> {
    let config = ServerConfig::read(config)?;
    let logs = Logs::to_stderr();
    let source = SiteSource::new(&config.cache, &config.headers);
    source.switch(folder)?;
    serve_until_signal(config, source, None, |addresses, _| println!("{}", addresses[0]))?;
    if let Some(logs) = logs {
        logs.flush();
    }
    Ok(())
}

/// A server as a process of its own.
struct Running {
    child: Child,
    address: SocketAddr,
}

impl Drop for Running {
    fn drop(&mut self) {
        // Told to stop in its own way, so that nginx takes its workers with it.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

impl Running {
    fn ours(root: &Path, name: &str, limits: &str) -> Result<Running, Problem> {
        let config = root.join(format!("{name}.toml"));
        fs::write(&config, format!("listen = [\"127.0.0.1:0\"]\n{limits}"))?;
        let log = fs::File::create(root.join(format!("{name}.log")))?;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("--folder")
            .arg(root.join("site"))
            .arg("--config")
            .arg(config)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        Ok(Running { address: line.trim().parse()?, child })
    }

    /// nginx at its best for files that do not change, with a log of requests as ours.
    async fn nginx(root: &Path) -> Result<Option<Running>, Problem> {
        let address: SocketAddr = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let config = format!(
            "worker_processes auto; daemon off; pid {root}/nginx.pid; error_log {root}/nginx-error.log;\n\
             events {{ worker_connections 8192; }}\n\
             http {{ types {{ text/html html; application/json json; }} sendfile on; tcp_nopush on; etag on;\n\
             access_log {root}/nginx.log; keepalive_requests 1000000000; open_file_cache max=1000;\n\
             server {{ listen {address}; root {root}/site; }} }}\n",
            root = root.display()
        );
        let file = root.join("nginx.conf");
        fs::write(&file, config)?;
        // Its workers may be another user.
        let program = ["nginx", "/usr/sbin/nginx"]
            .into_iter()
            .find(|name| Command::new(name).arg("-v").stderr(Stdio::null()).status().is_ok());
        let Some(program) = program else { return Ok(None) };
        let child = Command::new(program).arg("-c").arg(&file).arg("-g").arg("user root;").spawn()?;
        for _ in 0..100 {
            if TcpStream::connect(address).await.is_ok() {
                return Ok(Some(Running { child, address }));
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Err("nginx does not answer".into())
    }

    /// Hundredths of a second of the processor that the server and its children have used, where `/proc` tells.
    fn ticks(&self) -> u64 {
        let own = self.child.id().to_string();
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        let stats = processes.filter_map(|process| fs::read_to_string(process.path().join("stat")).ok());
        let of = |stat: String| {
            let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
            let ours = stat.split(' ').next() == Some(&own) || fields.get(1) == Some(&own.as_str());
            ours.then(|| Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)).flatten()
        };
        stats.filter_map(of).sum()
    }
}

/// A kept connection.
struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    async fn connect(address: SocketAddr) -> Result<Client, Problem> {
        // From many addresses of this machine: the ports of one would come round again within a second of 30,000 connections.
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let last = u8::try_from(NEXT.fetch_add(1, Relaxed) % 200)? + 2;
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, last], 0)))?;
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Client { stream, buffer: vec![0; 128 << 10] })
    }

    /// The status of the answer, once all of it is there.
    async fn ask(&mut self, request: &[u8]) -> Result<u16, Problem> {
        self.stream.write_all(request).await?;
        let mut filled = 0;
        loop {
            let count = self.stream.read(&mut self.buffer[filled..]).await?;
            if count == 0 {
                return Err("closed".into());
            }
            filled += count;
            let Some(end) = self.buffer[..filled].windows(4).take(4096).position(|window| window == b"\r\n\r\n") else {
                continue;
            };
            let head = std::str::from_utf8(&self.buffer[..end])?.to_ascii_lowercase();
            let status = head.split(' ').nth(1).ok_or("no status")?.parse()?;
            let length: usize =
                head.split("content-length: ").nth(1).ok_or("no length")?.split('\r').next().unwrap_or("").parse()?;
            let mut left = (end + 4 + length).saturating_sub(filled);
            while left > 0 {
                let count = self.stream.read(&mut self.buffer).await?;
                if count == 0 {
                    return Err("closed".into());
                }
                left = left.saturating_sub(count);
            }
            return Ok(status);
        }
    }
}

/// What a load gave: microseconds of each answer, by whether it was a 200 or a 503, and failures.
#[derive(Default)]
struct Load {
    good: Vec<u64>,
    shed: Vec<u64>,
    failed: u64,
}

/// Asks over so many connections until the time is over; `fresh`: each request over a connection of its own.
async fn load(address: SocketAddr, path: &str, clients: usize, time: Duration, pause: Duration, fresh: bool) -> Load {
    let request: Arc<[u8]> = format!("GET /{path} HTTP/1.1\r\nhost: bench\r\n\r\n").into_bytes().into();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let request = Arc::clone(&request);
            tokio::spawn(async move {
                let (end, mut load, mut kept) = (Instant::now() + time, Load::default(), None);
                while Instant::now() < end {
                    let begun = Instant::now();
                    let client = match kept.take() {
                        Some(client) => Ok(client),
                        None => Client::connect(address).await,
                    };
                    let answer = match client {
                        Ok(mut client) => client.ask(&request).await.map(|status| (status, client)),
                        Err(error) => Err(error),
                    };
                    let taken = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
                    match answer {
                        Ok((200, client)) => {
                            load.good.push(taken);
                            kept = (!fresh).then_some(client);
                        }
                        Ok((503, client)) => {
                            load.shed.push(taken);
                            kept = (!fresh).then_some(client);
                        }
                        _ => load.failed += 1,
                    }
                    if !pause.is_zero() {
                        tokio::time::sleep(pause).await;
                    }
                }
                load
            })
        })
        .collect();
    let mut all = Load::default();
    for task in tasks {
        if let Ok(load) = task.await {
            all.good.extend(load.good);
            all.shed.extend(load.shed);
            all.failed += load.failed;
        }
    }
    all.good.sort_unstable();
    all.shed.sort_unstable();
    all
}

/// A percentile in milliseconds.
fn at(sorted: &[u64], hundredths: usize) -> f64 {
    sorted
        .get((sorted.len() * hundredths / 100).min(sorted.len().saturating_sub(1)))
        .map_or(f64::NAN, |us| *us as f64 / 1000.0)
}

async fn throughput(root: &Path, time: Duration) -> Result<(), Problem> {
    let no_rate = "[limits]\nrequests_per_second = 0\nconnections_per_client = 0\n";
    let ours = Running::ours(root, "ours", no_rate)?;
    let nginx = Running::nginx(root).await?;
    println!(
        "\n{CLIENTS} kept connections, {} s each, one client thread, both with a log of requests\n",
        time.as_secs()
    );
    println!(
        "| file | server | requests/s | p50 ms | p99 ms | CPU µs/request | ratio of requests | ratio of CPU |\n|---|---|---:|---:|---:|---:|---:|---:|"
    );
    for (path, size) in FILES {
        let url = path.trim_end_matches("index.html");
        let mut first: Option<(f64, f64)> = None;
        for (name, server) in [("nginx", nginx.as_ref()), ("ours", Some(&ours))] {
            let Some(server) = server else { continue };
            load(server.address, url, CLIENTS, Duration::from_millis(500), Duration::ZERO, false).await;
            let before = server.ticks();
            let load = load(server.address, url, CLIENTS, time, Duration::ZERO, false).await;
            let cpu = (server.ticks() - before) as f64 * 10_000.0 / load.good.len().max(1) as f64;
            let rate = load.good.len() as f64 / time.as_secs_f64();
            let (p50, p99) = (at(&load.good, 50), at(&load.good, 99));
            let ratio =
                first.map_or("|".to_owned(), |(rate0, cpu0)| format!("{:.2} | {:.2}", rate / rate0, cpu0 / cpu));
            println!("| {path}, {size} B | {name} | {rate:.0} | {p50:.2} | {p99:.2} | {cpu:.1} | {ratio} |");
            if load.failed > 0 {
                println!("{} requests failed", load.failed);
            }
            first = Some((rate, cpu));
        }
    }
    if nginx.is_none() {
        println!("\nnginx is not installed: no ratio");
    }
    Ok(())
}

/// 2,000 connections that send a byte each second and come again when they are closed; a few people beside them.
async fn slow_loris(root: &Path, time: Duration) -> Result<(), Problem> {
    let ours = Running::ours(root, "loris", "[limits]\nrequests_per_second = 0\nconnections_per_client = 0\n")?;
    let (address, pause) = (ours.address, Duration::from_millis(10));
    let alone = load(address, "page/", 8, time / 2, pause, false).await;
    let (closed, longest) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let end = Instant::now() + time;
    for number in 0..2000u64 {
        let (closed, longest) = (Arc::clone(&closed), Arc::clone(&longest));
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_micros(number * 500)).await;
            while Instant::now() < end {
                let Ok(mut stream) = TcpStream::connect(address).await else { continue };
                let (begun, mut byte) = (Instant::now(), [0; 1]);
                let drip = async |stream: &mut TcpStream| {
                    stream.write_all(b"G").await?;
                    match tokio::time::timeout(Duration::from_secs(1), stream.read(&mut byte)).await {
                        Ok(_) => Err(std::io::ErrorKind::ConnectionReset.into()),
                        Err(_) => Ok::<_, std::io::Error>(()),
                    }
                };
                let mut drip = drip;
                while drip(&mut stream).await.is_ok() && Instant::now() < end {}
                if Instant::now() < end {
                    closed.fetch_add(1, Relaxed);
                    longest.fetch_max(u64::try_from(begun.elapsed().as_millis()).unwrap_or(0), Relaxed);
                }
            }
        });
    }
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let beside = load(address, "page/", 8, time - Duration::from_millis(1500), pause, false).await;
    println!(
        "\n| 2,000 connections, a byte a second each | p50 ms | p99 ms | answers | failed |\n|---|---:|---:|---:|---:|"
    );
    for (name, load) in [("without them", &alone), ("beside them", &beside)] {
        println!(
            "| {name} | {:.2} | {:.2} | {} | {} |",
            at(&load.good, 50),
            at(&load.good, 99),
            load.good.len(),
            load.failed
        );
    }
    println!("\nslow connections closed: {}, the longest lived {} ms", closed.load(Relaxed), longest.load(Relaxed));
    tokio::time::sleep(Duration::from_millis(1500)).await;
    Ok(())
}

/// Ten times the connections and ten times the reads that there is room for, then the same service without them.
async fn overload(root: &Path, time: Duration) -> Result<(), Problem> {
    println!(
        "\n| overload | served | p99 ms | shed | shed p50 ms | shed p99 ms | shed longest ms | failed |\n|---|---:|---:|---:|---:|---:|---:|---:|"
    );
    let row = |name: &str, load: &Load| {
        let [served, p50, p99, longest] =
            [at(&load.good, 99), at(&load.shed, 50), at(&load.shed, 99), at(&load.shed, 100)];
        println!(
            "| {name} | {} | {served:.2} | {} | {p50:.2} | {p99:.2} | {longest:.2} | {} |",
            load.good.len(),
            load.shed.len(),
            load.failed
        );
    };
    let base = "requests_per_second = 0\nconnections_per_client = 0\n";
    let ours = Running::ours(root, "connections", &format!("[limits]\nconnections = 20\n{base}"))?;
    let (within, over) = tokio::join!(load(ours.address, "page/", 20, time, Duration::from_millis(2), false), async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        load(ours.address, "page/", 200, time - Duration::from_millis(400), Duration::from_millis(20), true).await
    });
    row("20 connections that have their place", &within);
    row("200 more that come again and again", &over);
    let begun = Instant::now();
    while Client::connect(ours.address).await?.ask(b"GET /page/ HTTP/1.1\r\nhost: bench\r\n\r\n").await.ok()
        != Some(200)
    {}
    let recovered = begun.elapsed();
    row("afterwards", &load(ours.address, "page/", 10, Duration::from_secs(1), Duration::from_millis(2), false).await);

    let reads = format!("[limits]\nrequests_at_once = 8\n{base}[cache]\nbytes = 0\nfile_bytes = 0\n");
    let disk = Running::ours(root, "reads", &reads)?;
    row("80 clients, room for 8 reads", &load(disk.address, "page/", 80, time, Duration::ZERO, false).await);
    let again = load(disk.address, "page/", 4, Duration::from_secs(1), Duration::from_millis(2), false).await;
    row("afterwards, 4 clients", &again);
    println!("\nthe first 200 after the overload of connections came after {:.1} ms", recovered.as_secs_f64() * 1000.0);
    Ok(())
}
