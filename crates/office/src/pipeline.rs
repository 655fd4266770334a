//! Work on a long file by all cores, in order: parts are read one after the other, worked on side by side, and handed over
//! in the order in which they were read.
//!
//! Each worker holds one part, so that memory does not grow with the file, however slow the disk is.

use crate::error::Result;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Where the workers meet.
struct Turn<S> {
    next: u64,
    /// The first error stops everybody.
    failed: bool,
    sink: S,
}

/// Reads with `source` until it gives nothing, applies `map` on all cores, hands the results to `sink` in order. Stops
/// at the first error of any of them.
pub fn ordered<I, O, S, M, K>(source: S, map: M, sink: K) -> Result<()>
where
    S: FnMut() -> Result<Option<I>> + Send,
    M: Fn(I) -> Result<O> + Sync,
    K: FnMut(O) -> Result<()> + Send,
    O: Send,
{
    // One more than cores: while one waits for the disk or for its turn, the cores are busy.
    let workers = rayon::current_num_threads() + 1;
    let source = Mutex::new((0_u64, source));
    let turn = (Mutex::new(Turn { next: 0, failed: false, sink }), Condvar::new());
    let results: Vec<Result<()>> = std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(|| work(&source, &map, &turn))).collect();
        handles
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    results.into_iter().collect()
}

fn work<I, O, S, M, K>(source: &Mutex<(u64, S)>, map: &M, turn: &(Mutex<Turn<K>>, Condvar)) -> Result<()>
where
    S: FnMut() -> Result<Option<I>>,
    M: Fn(I) -> Result<O>,
    K: FnMut(O) -> Result<()>,
{
    loop {
        let (number, part) = {
            let mut source = lock(source);
            if lock(&turn.0).failed {
                return Ok(());
            }
            let number = source.0;
            source.0 += 1;
            (number, (source.1)())
        };
        let done = match part {
            Ok(None) => return Ok(()),
            Ok(Some(part)) => map(part),
            Err(error) => Err(error),
        };
        let mut mine = lock(&turn.0);
        while mine.next != number && !mine.failed {
            mine = turn.1.wait(mine).unwrap_or_else(PoisonError::into_inner);
        }
        if mine.failed {
            return Ok(());
        }
        let result = done.and_then(|done| (mine.sink)(done));
        mine.next += 1;
        mine.failed = result.is_err();
        turn.1.notify_all();
        drop(mine);
        result?;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::OfficeError;
    use std::path::PathBuf;

    fn broken() -> OfficeError {
        OfficeError::OutExists { path: PathBuf::new() }
    }

    #[test]
    fn results_come_in_order() {
        let mut numbers = 0..1000_u64;
        let mut out = Vec::new();
        let map = |n: u64| {
            // Uneven work, so that parts overtake each other.
            std::hint::black_box((0..(n % 7) * 1000).sum::<u64>());
            Ok(n * 2)
        };
        let sink = |n| {
            out.push(n);
            Ok(())
        };
        ordered(|| Ok(numbers.next()), map, sink).unwrap();
        assert_eq!(out, (0..1000).map(|n| n * 2).collect::<Vec<u64>>());
    }

    #[test]
    fn the_first_error_stops_everything() {
        let mut numbers = 0..1000_u64;
        let mut out = Vec::new();
        let map = |n: u64| if n == 300 { Err(broken()) } else { Ok(n) };
        let sink = |n| {
            out.push(n);
            Ok(())
        };
        assert!(ordered(|| Ok(numbers.next()), map, sink).is_err());
        assert_eq!(out, (0..300).collect::<Vec<u64>>());

        let mut seen = 0_u64;
        let source = || {
            if seen == 5 {
                Err(broken())
            } else {
                Ok(Some({
                    seen += 1;
                    seen
                }))
            }
        };
        assert!(ordered(source, Ok, |_: u64| Ok(())).is_err());

        let mut numbers = 0..1000_u64;
        assert!(ordered(|| Ok(numbers.next()), Ok, |n| if n == 3 { Err(broken()) } else { Ok(()) }).is_err());
    }
}
