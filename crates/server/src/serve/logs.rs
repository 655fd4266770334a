//! Logs as JSON lines on the error stream. They never hold up an answer: a thread of its own writes them, and lines that nobody
//! takes in time are counted and lost.

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;
use tracing::Subscriber;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::time::SystemTime;

/// Lines that wait for the thread, at most.
const LINES_MAX: usize = 8192;

/// How long lines gather before they are written.
const REST: Duration = Duration::from_millis(5);

static LOST: AtomicU64 = AtomicU64::new(0);

enum Message {
    Line(Vec<u8>),
    Flush(SyncSender<()>),
}

/// What writes the lines; see `flush`.
pub struct Logs(SyncSender<Message>);

#[derive(Clone)]
struct Lines(SyncSender<Message>);

impl Write for Lines {
    /// Called once for each line, with the whole of it.
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Err(TrySendError::Full(_)) = self.0.try_send(Message::Line(line.to_vec())) {
            LOST.fetch_add(1, Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Logs {
    /// Logs of this process go to the error stream from now on. `None` if it has a place for them already.
    pub fn to_stderr() -> Option<Logs> {
        let (sender, receiver) = sync_channel(LINES_MAX);
        std::thread::Builder::new().name("logs".to_owned()).spawn(move || write_all(&receiver)).ok()?;
        let lines = Lines(sender.clone());
        tracing::subscriber::set_global_default(subscriber(move || lines.clone())).ok()?;
        Some(Logs(sender))
    }

    /// Waits until all lines so far are written, for a second at most.
    pub fn flush(&self) {
        let (done, written) = sync_channel(1);
        if self.0.send(Message::Flush(done)).is_ok() {
            let _ = written.recv_timeout(Duration::from_secs(1));
        }
    }
}

fn write_all(lines: &Receiver<Message>) {
    let mut text = Vec::new();
    while let Ok(first) = lines.recv() {
        // Whoever sends a line to a thread that sleeps in `recv` has to wake it; a little rest makes that one wake for many lines.
        std::thread::sleep(REST);
        let mut waiting = Vec::new();
        for message in std::iter::once(first).chain(lines.try_iter().take(LINES_MAX)) {
            match message {
                Message::Line(line) => text.extend(line),
                Message::Flush(done) => waiting.push(done),
            }
        }
        // Nobody is left who could be told that the error stream is gone.
        let _ = io::stderr().write_all(&text);
        text.clear();
        for done in waiting {
            let _ = done.try_send(());
        }
    }
}

/// The form of the lines, for any writer.
pub fn subscriber<W>(writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_timer(SystemTime)
        .with_max_level(tracing::Level::INFO)
        .with_writer(writer)
        .finish()
}

/// Lines that nobody took in time.
pub(super) fn lost() -> u64 {
    LOST.load(Relaxed)
}
