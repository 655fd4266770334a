//! Tickets and the smallest of them in memory, beside the bare hashes: what select costs beyond hashing.

use crate::lists::{code, plan};
use criterion::Criterion;
use office::index::{SelectInMemory, select_in_memory};
use records::hash::ticket;
use records::plan::{Plan, Population};
use std::hint::black_box;
use std::time::{Duration, Instant};

const KEY: [u8; 32] = *b"0123456789abcdef0123456789abcdef";

struct Entity {
    id: [u8; 18],
    strata: [u16; 1],
}

impl SelectInMemory for Entity {
    fn id(&self) -> &[u8] {
        &self.id
    }

    fn strata(&self) -> &[u16] {
        &self.strata
    }
}

/// Prints both times and their quotient.
pub fn run(count: u64) {
    let entities: Vec<Entity> = (0..count).map(entity).collect();
    let plan = counted(count);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let bare = || {
        let sum =
            |part: &[Entity]| part.iter().map(|entity| u64::from(ticket(&KEY, &entity.id).as_bytes()[0])).sum::<u64>();
        std::thread::scope(|scope| {
            let parts = entities.chunks(entities.len().div_ceil(threads).max(1));
            let handles: Vec<_> = parts.map(|part| scope.spawn(move || sum(part))).collect();
            handles.into_iter().map(|handle| handle.join().unwrap_or_default()).sum::<u64>()
        })
    };
    let select = || select_in_memory(&plan, &[KEY], &entities).map(|selection| selection.strata.len());
    let mut criterion = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(8));
    let bare = timed(&mut criterion, "bare SHA-256 of key and id", || {
        black_box(bare());
    });
    let select = timed(&mut criterion, "tickets and top-k in memory", || drop(black_box(select())));
    let quotient = select.as_secs_f64() / bare.as_secs_f64();
    println!("tickets + top-k / bare hashes      {quotient:9.2}   at most 1.6 ({select:?} / {bare:?})");
}

fn entity(k: u64) -> Entity {
    let mut id = [0; 18];
    id.iter_mut().zip(code(k).bytes()).for_each(|(to, from)| *to = from);
    Entity { id, strata: [(k % 4) as u16] }
}

/// The plan as freeze would complete it.
fn counted(count: u64) -> Plan {
    let mut plan = plan();
    let populations = plan.tasks.iter().flat_map(|task| {
        task.strata.iter().map(|stratum| Population {
            task: task.id.clone(),
            stratum: stratum.id.clone(),
            population: count / 4,
            excluded: 0,
            n: stratum.count.unwrap_or_default().min(count / 4),
            reserves: 0,
        })
    });
    plan.populations = populations.collect();
    plan
}

/// Lets criterion measure, and gives the shortest time seen.
fn timed(criterion: &mut Criterion, name: &str, mut work: impl FnMut()) -> Duration {
    let mut best = Duration::MAX;
    criterion.bench_function(name, |bencher| {
        bencher.iter_custom(|times| {
            let mut all = Duration::ZERO;
            for _ in 0..times {
                let start = Instant::now();
                work();
                let took = start.elapsed();
                best = best.min(took);
                all += took;
            }
            all
        });
    });
    best
}
