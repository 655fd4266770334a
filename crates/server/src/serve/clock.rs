//! The service's only clock: microseconds since it began. No answer's content depends on it.

use tokio::time::Instant;

#[derive(Clone, Copy)]
pub(super) struct Clock(Instant);

impl Clock {
    pub(super) fn start() -> Clock {
        Clock(Instant::now())
    }

    /// Microseconds since the service began.
    pub(super) fn now(self) -> u64 {
        u64::try_from(self.0.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// The instant of a number of microseconds since the service began.
    pub(super) fn at(self, microseconds: u64) -> Instant {
        self.0 + std::time::Duration::from_micros(microseconds)
    }
}
