//! What the service counts, in the text format of Prometheus (version 0.0.4). Nothing in it names a client or a path.

use super::media::Class;
use std::fmt::Write;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};

/// Statuses that are counted apart; all others as `other`.
const STATUSES: [u16; 16] = [200, 204, 206, 304, 308, 400, 404, 405, 413, 416, 422, 429, 500, 501, 503, 504];

/// Upper bounds of the latency's buckets, in microseconds.
const BOUNDS: [u64; 10] = [100, 250, 1000, 5000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 2_500_000];

/// Why a connection was closed on a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    FirstByte,
    Header,
    Idle,
    Write,
    Stop,
}

#[derive(Default)]
struct PerClass {
    statuses: [AtomicU64; STATUSES.len()],
    other: AtomicU64,
    buckets: [AtomicU64; BOUNDS.len()],
    slower: AtomicU64,
    microseconds: AtomicU64,
}

/// The counters.
#[derive(Default)]
pub(super) struct Metrics {
    classes: [PerClass; Class::ALL.len()],
    pub(super) bytes: AtomicU64,
    pub(super) open: AtomicU64,
    pub(super) accepted: AtomicU64,
    pub(super) over_connections: AtomicU64,
    pub(super) over_requests: AtomicU64,
    pub(super) over_time: AtomicU64,
    pub(super) rate_limited: AtomicU64,
    pub(super) panics: AtomicU64,
    pub(super) withdrawn: AtomicI64,
    cuts: [AtomicU64; 5],
}

impl Metrics {
    /// Counts one answer.
    pub(super) fn answered(&self, class: Class, status: u16, microseconds: u64, bytes: u64) {
        self.bytes.fetch_add(bytes, Relaxed);
        let Some((_, counts)) = Class::ALL.iter().zip(&self.classes).find(|(one, _)| **one == class) else { return };
        let known = STATUSES.iter().zip(&counts.statuses).find(|(one, _)| **one == status);
        known.map_or(&counts.other, |(_, count)| count).fetch_add(1, Relaxed);
        let bucket = BOUNDS.iter().zip(&counts.buckets).find(|(bound, _)| microseconds <= **bound);
        bucket.map_or(&counts.slower, |(_, count)| count).fetch_add(1, Relaxed);
        counts.microseconds.fetch_add(microseconds, Relaxed);
    }

    /// Counts one connection that was closed on a client.
    pub(super) fn cut(&self, why: Cut) {
        let all = [Cut::FirstByte, Cut::Header, Cut::Idle, Cut::Write, Cut::Stop];
        if let Some((_, count)) = all.iter().zip(&self.cuts).find(|(one, _)| **one == why) {
            count.fetch_add(1, Relaxed);
        }
    }

    /// All of it as text. Other figures come from where they are known.
    pub(super) fn text(&self, generation: Option<u64>, cached: u64, lost_lines: u64) -> String {
        let mut out = String::with_capacity(8192);
        self.write_requests(&mut out);
        let mut one = |kind: &str, name: &str, help: &str, value: i128| {
            let _ =
                write!(out, "# HELP mingqian_{name} {help}\n# TYPE mingqian_{name} {kind}\nmingqian_{name} {value}\n");
        };
        let count = |counter: &AtomicU64| i128::from(counter.load(Relaxed));
        one("gauge", "connections_open", "Connections open now.", count(&self.open));
        one("counter", "connections_total", "Connections accepted.", count(&self.accepted));
        one("counter", "rate_limited_total", "Requests over a client's rate.", count(&self.rate_limited));
        one("counter", "response_bytes_total", "Bytes of bodies sent.", count(&self.bytes));
        one("counter", "handler_panics_total", "Handlers that failed.", count(&self.panics));
        one("counter", "log_lines_lost_total", "Log lines that nobody took in time.", i128::from(lost_lines));
        one("gauge", "cache_bytes", "Bytes of files in memory.", i128::from(cached));
        one("gauge", "site_generation", "The generation served; 0: none.", i128::from(generation.unwrap_or(0)));
        let withdrawn = i128::from(self.withdrawn.load(Relaxed));
        one("gauge", "draws_withdrawn", "Draws that are withdrawn because they failed a check.", withdrawn);
        out.push_str("# HELP mingqian_shed_total Turned away at once.\n# TYPE mingqian_shed_total counter\n");
        for (why, counter) in
            [("connections", &self.over_connections), ("requests", &self.over_requests), ("time", &self.over_time)]
        {
            let _ = writeln!(out, "mingqian_shed_total{{why=\"{why}\"}} {}", counter.load(Relaxed));
        }
        out.push_str(
            "# HELP mingqian_cut_total Connections closed on slow clients.\n# TYPE mingqian_cut_total counter\n",
        );
        for (why, counter) in ["first-byte", "header", "idle", "write", "stop"].iter().zip(&self.cuts) {
            let _ = writeln!(out, "mingqian_cut_total{{why=\"{why}\"}} {}", counter.load(Relaxed));
        }
        out
    }

    fn write_requests(&self, out: &mut String) {
        out.push_str("# HELP mingqian_requests_total Answers.\n# TYPE mingqian_requests_total counter\n");
        for (class, counts) in Class::ALL.iter().zip(&self.classes) {
            let named = STATUSES.iter().map(u16::to_string).zip(&counts.statuses);
            for (status, count) in named.chain([("other".to_owned(), &counts.other)]) {
                let (class, count) = (class.name(), count.load(Relaxed));
                if count > 0 {
                    let _ = writeln!(out, "mingqian_requests_total{{class=\"{class}\",status=\"{status}\"}} {count}");
                }
            }
        }
        let name = "mingqian_request_seconds";
        let _ =
            write!(out, "# HELP {name} From a request's header to the end of its answer.\n# TYPE {name} histogram\n");
        for (class, counts) in Class::ALL.iter().zip(&self.classes) {
            let class = class.name();
            let mut sum = 0;
            for (bound, count) in BOUNDS.iter().zip(&counts.buckets) {
                sum += count.load(Relaxed);
                let _ = writeln!(out, "{name}_bucket{{class=\"{class}\",le=\"{}\"}} {sum}", Seconds(*bound));
            }
            sum += counts.slower.load(Relaxed);
            let _ = writeln!(out, "{name}_bucket{{class=\"{class}\",le=\"+Inf\"}} {sum}");
            let total = Seconds(counts.microseconds.load(Relaxed));
            let _ = writeln!(out, "{name}_sum{{class=\"{class}\"}} {total}\n{name}_count{{class=\"{class}\"}} {sum}");
        }
    }
}

/// Microseconds, written as seconds.
struct Seconds(u64);

impl std::fmt::Display for Seconds {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        metrics.answered(Class::Look, 200, 90, 5);
        metrics.answered(Class::Look, 299, 9_000_000, 6);
        metrics.cut(Cut::Header);
        metrics.withdrawn.store(2, Relaxed);
        let text = metrics.text(Some(3), 7, 0);
        for line in [
            "mingqian_requests_total{class=\"look\",status=\"200\"} 1",
            "mingqian_requests_total{class=\"look\",status=\"other\"} 1",
            "mingqian_request_seconds_bucket{class=\"look\",le=\"0.000100\"} 1",
            "mingqian_request_seconds_bucket{class=\"look\",le=\"2.500000\"} 1",
            "mingqian_request_seconds_bucket{class=\"look\",le=\"+Inf\"} 2",
            "mingqian_request_seconds_sum{class=\"look\"} 9.000090",
            "mingqian_response_bytes_total 11",
            "mingqian_site_generation 3",
            "mingqian_draws_withdrawn 2",
            "mingqian_cut_total{why=\"header\"} 1",
        ] {
            assert!(text.lines().any(|one| one == line), "{line} is not in\n{text}");
        }
    }
}
