//! How long pairing and dates take, at the two sizes that the design promises.
//!
//! `cargo bench --bench pairing`; the larger size takes some minutes.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use draw::pair::{Instance, Part, Rows, Walk, check_seating, components, draw_component, holders, prepare};
use draw::schedule::{Calendar, schedule_component};
use draw::stream::Stream;

/// A city: fifty districts with a pool each, a pool of leads in each, and ten city-wide pools of
/// experts; every inspector works in two districts, so that everything is one component. Every
/// visit has a lead, a second from the district, and every second visit an expert.
fn city(visits: u32, inspectors: u32, conflicts: u32) -> Instance {
    let districts = 50;
    let mut next = numbers();
    let mut pools = vec![Vec::new(); 2 * districts + 10];
    for who in 0..inspectors {
        let first = who as usize % districts;
        let second = (first + 1 + next(districts as u64 - 1) as usize) % districts;
        for district in [first, second] {
            pools[district].push(who);
            if next(3) == 0 {
                pools[districts + district].push(who);
            }
        }
        pools[2 * districts + next(10) as usize].push(who);
    }
    let mut seats = Rows::with_capacity(visits as usize, 3 * visits as usize);
    let mut barred = Rows::with_capacity(visits as usize, (visits * conflicts) as usize);
    let mut row = Vec::new();
    for visit in 0..visits {
        let district = next(districts as u64) as u32;
        let expert = (visit % 2 == 0).then(|| 2 * districts as u32 + next(10) as u32);
        seats.push([district, districts as u32 + district].into_iter().chain(expert));
        row.clear();
        row.extend((0..conflicts).map(|_| next(u64::from(inspectors)) as u32));
        row.sort_unstable();
        row.dedup();
        barred.push(row.iter().copied());
    }
    let people = inspectors as usize;
    let (min, max) = (vec![0; people], vec![200; people]);
    Instance { inspector_count: inspectors, min, max, pools, seats, barred, apart: Rows::empty(people) }
}

/// A fixed sequence of numbers below a bound; it decides nothing but the shape of the instance.
fn numbers() -> impl FnMut(u64) -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

fn key() -> Stream {
    Stream::new(&[7; 32])
}

fn size(c: &mut Criterion, name: &str, instance: &Instance, samples: usize) {
    let mut group = c.benchmark_group(name);
    group.sample_size(samples).warm_up_time(Duration::from_millis(1)).measurement_time(Duration::from_secs(10));
    let component = components(instance, false).remove(0);
    group.bench_function("components", |b| b.iter(|| black_box(components(instance, false))));
    group.bench_function("fill and level", |b| {
        b.iter(|| black_box(prepare(instance, &component, key()).expect("feasible")));
    });
    let whole = || draw_component(instance, &component, Walk::Protocol, key()).expect("feasible");
    group.bench_function("whole pairing", |b| b.iter(|| black_box(whole())));
    let seating = whole();
    let days = 120;
    let calendar = Calendar {
        days,
        available: vec![1; instance.inspector_count as usize * days as usize],
        duration: vec![1; instance.seats.len()],
        cap: None,
    };
    group.bench_function("dates", |b| {
        b.iter(|| black_box(schedule_component(instance, &calendar, &component, &seating, key()).expect("short")));
    });
    let parts = [Part { component, attempt: 0, seating }];
    let holders = holders(instance, &parts);
    group.bench_function("direct check", |b| b.iter(|| check_seating(instance, &[], &holders).expect("balanced")));
    group.finish();
}

fn pairing(c: &mut Criterion) {
    size(c, "100,000 visits x 5,000 inspectors", &city(100_000, 5_000, 20), 10);
    size(c, "1,000,000 visits x 50,000 inspectors", &city(1_000_000, 50_000, 10), 10);
}

criterion_group!(benches, pairing);
criterion_main!(benches);
