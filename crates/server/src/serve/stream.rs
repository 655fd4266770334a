//! A large file, read piece by piece where blocking is allowed, and never further ahead than one piece.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::fs::File;
use std::future::Future;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::task::{JoinHandle, spawn_blocking};

const PIECE: u64 = 64 << 10;

type Piece = io::Result<(File, Bytes)>;

/// The next bytes of a file, as a body.
pub(super) struct FileBody {
    state: State,
    left: u64,
}

enum State {
    Ready(File),
    Reading(JoinHandle<Piece>),
    Ended,
}

impl FileBody {
    /// So many bytes from where the file stands.
    pub(super) fn new(file: File, count: u64) -> FileBody {
        FileBody { state: State::Ready(file), left: count }
    }
}

fn piece(mut file: File, count: u64) -> Piece {
    let mut bytes = Vec::with_capacity(usize::try_from(count).unwrap_or(0));
    file.by_ref().take(count).read_to_end(&mut bytes)?;
    if bytes.is_empty() {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a file of the site was cut while it was served"));
    }
    Ok((file, bytes.into()))
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let mut reading = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ready(file) => {
                let count = self.left.min(PIECE);
                spawn_blocking(move || piece(file, count))
            }
            State::Reading(reading) => reading,
            State::Ended => return Poll::Ready(None),
        };
        let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
            self.state = State::Reading(reading);
            return Poll::Pending;
        };
        match read.map_err(io::Error::other).flatten() {
            Ok((file, bytes)) => {
                self.left = self.left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                self.state = State::Ready(file);
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Err(error) => Poll::Ready(Some(Err(error))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
