//! The worked example of the protocol text, and what is fixed for ever: the same key gives the
//! same seating in every later version.

use std::fmt::Write;

use super::board::Board;
use super::fill::fill;
use super::level::level;
use super::model::{Instance, NONE, Rows};
use super::pass::{End, Walk, Walker, pass};
use super::search::Search;
use super::together::{Together, repeats, together};
use super::{components, draw_component};
use crate::stream::Stream;

/// Six inspectors, one of them in no visit's pool, three overlapping pools, quotas, exclusions and a pair to keep apart.
fn instance() -> Instance {
    Instance {
        inspector_count: 6,
        min: vec![0, 0, 2, 0, 0, 0],
        max: vec![3, 2, 3, 1, 2, 9],
        pools: vec![vec![0, 1], vec![1, 2, 3], vec![0, 2, 3, 4], vec![5]],
        seats: Rows::from_rows([vec![0, 2], vec![0, 1], vec![1, 2], vec![0, 2, 2], vec![2]]),
        barred: Rows::from_rows([vec![], vec![1], vec![2], vec![], vec![0]]),
        apart: Rows::from_rows([vec![4], vec![], vec![], vec![], vec![], vec![]]),
    }
}

/// 00 01 … 1e, and then 16: with this key FILL needs a SEARCH and LEVEL a chain of two.
fn key() -> [u8; 32] {
    std::array::from_fn(|i| if i == 31 { 0x16 } else { i as u8 })
}

/// Seats as `visit label.seat: pool → label`, and the held-lists in their order.
fn state(out: &mut String, title: &str, board: &Board<'_>, stream: &Stream) {
    let _ = writeln!(out, "{title} (words read: {})", stream.words());
    let holder = |seat: u32| match board.seats[seat as usize].holder {
        NONE => "-".to_owned(),
        who => who.to_string(),
    };
    let seats = 0..board.seats.len() as u32;
    let _ = writeln!(out, "  holder of seat 0, 1, …: {}", seats.map(holder).collect::<Vec<_>>().join(" "));
    let lists: Vec<String> =
        board.people.iter().map(|person| format!("{:?}", person.seats().collect::<Vec<_>>())).collect();
    let _ = writeln!(out, "  held by label 0, 1, …: {}", lists.join(" "));
}

fn example() -> String {
    let instance = instance();
    let component = components(&instance, false).remove(0);
    let mut stream = Stream::new(&key());
    let mut out = String::new();
    let _ = writeln!(out, "component: visits {:?}, inspectors {:?}", component.visits, component.inspectors);
    let mut board = Board::new(&instance, &component, &mut stream).expect("short");
    let origins: Vec<u32> = board.people.iter().map(|person| person.origin).collect();
    let _ = writeln!(out, "RELABEL (words read: {})", stream.words());
    let _ = writeln!(out, "  inspector of label 0, 1, …: {origins:?}");
    let _ = writeln!(out, "  visit of label 0, 1, …: {:?}", board.visit_origin);
    let pools = (0..board.pool_start.len() as u32 - 1).map(|pool| format!("{:?}", board.pool(pool)));
    let _ = writeln!(out, "  pools 0, 1, 2 as labels: {}", pools.collect::<Vec<_>>().join(" "));
    let seat_pools: Vec<u32> = board.seats.iter().map(|seat| seat.pool).collect();
    let _ = writeln!(out, "  pool of seat 0, 1, …: {seat_pools:?}");
    let mut search = Search::new(&board);
    assert!(fill(&mut board, &mut search).is_empty());
    state(&mut out, "FILL", &board, &stream);
    level(&mut board, &mut search);
    state(&mut out, "LEVEL", &board, &stream);
    rounds(&mut out, &board, &stream);
    let mut report = pass(&mut board, Walk::Protocol, &mut stream).expect("short");
    state(&mut out, &format!("PASS: R = {}, moves {}", report.rounds, report.moves), &board, &stream);
    together(&mut board, &mut report, &mut stream).expect("short");
    let title = format!("TOGETHER: {} rounds, {} undone", report.together_rounds, report.together_undone);
    state(&mut out, &title, &board, &stream);
    let _ = writeln!(out, "  repeated pairs: {:?}", repeats(&board));
    let seating = draw_component(&instance, &component, Walk::Protocol, Stream::new(&key())).expect("feasible");
    let _ = writeln!(out, "result: inspectors by visit and seat: {:?}", seating.holders);
    out
}

/// The first rounds, on copies.
fn rounds(out: &mut String, board: &Board<'_>, stream: &Stream) {
    let (mut board, mut stream) = (board.clone(), stream.clone());
    let mut walker = Walker::new(&board);
    for round in 1..=4 {
        let got = walker.round(&mut board, &mut stream, &mut Together::ignored()).expect("short");
        let (End::Seated(who), moves) = got else { panic!("too long for the example") };
        let opened = walker.opened();
        let title = format!("  round {round}: seat {opened} opened, moves {moves}, label {who} sat down last");
        state(out, &title, &board, &stream);
    }
}

/// The text stands in `docs/PROTOCOL.md` too. Print it with `--nocapture` when it has to be set up.
#[test]
fn the_worked_example_is_the_published_one() {
    let got = example();
    print!("{got}");
    assert_eq!(got, include_str!("../../tests/vectors/pairing_example.txt"));
}
