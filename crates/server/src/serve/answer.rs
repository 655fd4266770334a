//! An answer's body that tells, when it has gone or is given up, what became of it: one count, one line in the log.

use super::handler::Shared;
use super::media::Class;
use super::network::shortened;
use super::watch::Watch;
use axum::body::{Body, Bytes};
use hyper::body::{Frame, SizeHint};
use hyper::header::HeaderValue;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// What is known of a request before its answer goes out. No path and no query: a code that was looked up is nobody's business.
pub(super) struct Record {
    pub(super) shared: Arc<Shared>,
    pub(super) watch: Arc<Watch>,
    pub(super) id: HeaderValue,
    pub(super) method: &'static str,
    pub(super) class: Class,
    pub(super) status: u16,
    pub(super) client: IpAddr,
    /// When its header was complete.
    pub(super) began: u64,
}

/// A body with its record.
pub(super) struct Accounted {
    body: Body,
    record: Record,
    bytes: u64,
}

impl Accounted {
    pub(super) fn new(body: Body, record: Record) -> Accounted {
        Accounted { body, record, bytes: 0 }
    }
}

impl hyper::body::Body for Accounted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled {
            let count = frame.data_ref().map_or(0, Bytes::len);
            self.bytes += u64::try_from(count).unwrap_or(0);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Accounted {
    fn drop(&mut self) {
        let Record { shared, watch, id, method, class, status, client, began } = &self.record;
        watch.last();
        let microseconds = shared.clock.now().saturating_sub(*began);
        shared.metrics.answered(*class, *status, microseconds, self.bytes);
        if shared.config.logs.requests {
            tracing::info!(
                target: "request",
                id = id.to_str().unwrap_or_default(),
                method,
                class = class.name(),
                status,
                bytes = self.bytes,
                ms = microseconds / 1000,
                client = %shortened(*client),
            );
        }
    }
}
