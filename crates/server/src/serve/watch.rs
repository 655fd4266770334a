//! How far a connection is, and until when it must be further: slow and silent clients are cut off, whatever HTTP makes of them.
//!
//! The socket is wrapped, so that each byte that comes or goes moves the deadline as the state allows. The connection's task looks at
//! the deadline whenever it runs; only an earlier one sets the timer anew, a later one is seen when the timer fires. So a request
//! costs a few stores and no timer.

use super::clock::Clock;
use super::config::{Limits, Timeouts};
use super::metrics::Cut;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep_until};

/// No byte yet.
const FIRST: u8 = 0;
/// Inside a request's header.
const HEADER: u8 = 1;
/// The request is being worked on.
const WORK: u8 = 2;
/// Its answer is being sent.
const ANSWER: u8 = 3;
/// The answer has been given to the connection, and its last bytes are on the way.
const LAST: u8 = 4;
/// Between requests.
const IDLE: u8 = 5;

/// Limits of a connection, in microseconds.
struct Times {
    header: u64,
    idle: u64,
    work: u64,
    write: u64,
    /// Bytes per second.
    slowest: u64,
}

/// The state of one connection. One task at a time works on it, so the order of its stores does not matter.
pub(super) struct Watch {
    clock: Clock,
    times: Times,
    state: AtomicU8,
    deadline: AtomicU64,
    /// When the answer began, and the bytes of it that are gone.
    began: AtomicU64,
    sent: AtomicU64,
}

impl Watch {
    pub(super) fn new(clock: Clock, timeouts: &Timeouts, limits: &Limits) -> Arc<Watch> {
        let times = Times {
            header: timeouts.header * 1000,
            idle: timeouts.idle * 1000,
            // The handler has a limit of its own; this one is for what is beyond it.
            work: (timeouts.request + timeouts.write) * 1000,
            write: timeouts.write * 1000,
            slowest: limits.slowest_reader,
        };
        Arc::new(Watch {
            clock,
            times,
            state: AtomicU8::new(FIRST),
            deadline: AtomicU64::new(clock.now() + timeouts.first_byte * 1000),
            began: AtomicU64::new(0),
            sent: AtomicU64::new(0),
        })
    }

    fn go(&self, state: u8, deadline: u64) {
        self.state.store(state, Relaxed);
        self.deadline.store(deadline, Relaxed);
    }

    /// A header is complete and somebody works on the request.
    pub(super) fn work(&self, now: u64) {
        self.go(WORK, now + self.times.work);
    }

    /// The answer's header is there.
    pub(super) fn answer(&self, now: u64) {
        self.began.store(now, Relaxed);
        self.sent.store(0, Relaxed);
        self.go(ANSWER, now + self.times.write);
    }

    /// The answer's body has been taken whole.
    pub(super) fn last(&self) {
        self.state.store(LAST, Relaxed);
    }

    /// Whether no request is under way.
    pub(super) fn is_idle(&self) -> bool {
        matches!(self.state.load(Relaxed), FIRST | IDLE)
    }

    /// What the client failed to do in time.
    pub(super) fn cut(&self) -> Cut {
        match self.state.load(Relaxed) {
            FIRST => Cut::FirstByte,
            HEADER => Cut::Header,
            IDLE => Cut::Idle,
            _ => Cut::Write,
        }
    }

    fn came(&self) {
        if self.is_idle() {
            self.go(HEADER, self.clock.now() + self.times.header);
        }
    }

    /// Bytes went out: the reader has time for more, but no more than the slowest rate allows for the whole.
    fn went(&self, count: usize) {
        let state = self.state.load(Relaxed);
        if state == ANSWER || state == LAST {
            let sent = self.sent.load(Relaxed) + u64::try_from(count).unwrap_or(u64::MAX);
            self.sent.store(sent, Relaxed);
            let paced = sent.saturating_mul(1_000_000) / self.times.slowest;
            let by_rate = (self.began.load(Relaxed) + self.times.write).saturating_add(paced);
            self.deadline.store(by_rate.min(self.clock.now() + self.times.write), Relaxed);
        }
    }

    fn flushed(&self) {
        if self.state.load(Relaxed) == LAST {
            self.go(IDLE, self.clock.now() + self.times.idle);
        }
    }
}

/// Ends when the deadline of a connection has passed.
pub(super) struct Deadline {
    watch: Arc<Watch>,
    armed: u64,
    sleep: Pin<Box<Sleep>>,
}

impl Deadline {
    pub(super) fn new(watch: Arc<Watch>) -> Deadline {
        let armed = watch.deadline.load(Relaxed);
        let sleep = Box::pin(sleep_until(watch.clock.at(armed)));
        Deadline { watch, armed, sleep }
    }

    fn arm(&mut self, deadline: u64) {
        self.armed = deadline;
        self.sleep.as_mut().reset(self.watch.clock.at(deadline));
    }
}

impl Future for Deadline {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let deadline = self.watch.deadline.load(Relaxed);
        if deadline < self.armed {
            self.arm(deadline);
        }
        loop {
            ready!(self.sleep.as_mut().poll(context));
            let deadline = self.watch.deadline.load(Relaxed);
            if deadline <= self.watch.clock.now() {
                return Poll::Ready(());
            }
            self.arm(deadline);
        }
    }
}

/// A socket whose bytes are seen by the watch.
pub(super) struct Watched<S> {
    inner: S,
    watch: Arc<Watch>,
}

impl<S> Watched<S> {
    pub(super) fn new(inner: S, watch: Arc<Watch>) -> Watched<S> {
        Watched { inner, watch }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(context, into);
        if into.filled().len() > before {
            self.watch.came();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let count = ready!(Pin::new(&mut self.inner).poll_write(context, bytes))?;
        self.watch.went(count);
        Poll::Ready(Ok(count))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let count = ready!(Pin::new(&mut self.inner).poll_write_vectored(context, parts))?;
        self.watch.went(count);
        Poll::Ready(Ok(count))
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.inner).poll_flush(context))?;
        self.watch.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
