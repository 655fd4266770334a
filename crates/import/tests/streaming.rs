//! Files of several blocks: order, row numbers, errors, and what stops the reading.

mod common;

use common::{importer, options};
use import::{Batch, Found, RowError, StreamError};
use records::lists::List;
use std::io::{self, Read};

const HEAD: &str = "统一社会信用代码,企业名称,备注\n";

/// Rows of about 100 bytes, so that 30,000 are three blocks.
fn row(number: u64) -> String {
    format!("SC-{number},某某公司{number},{}\n", "备注".repeat(10))
}

fn stream(bytes: &[u8]) -> (Vec<(u64, String)>, Found<RowError>) {
    let mut rows = Vec::new();
    let outcome = importer().stream(List::Entities, "a.csv", bytes, &options(), |batch: Batch| {
        rows.extend(batch.records().map(|record| (record.row, record.id.to_owned())));
        Ok::<(), ()>(())
    });
    (rows, outcome.unwrap().errors)
}

#[test]
fn records_come_in_the_order_of_the_file_with_their_rows() {
    for gb in [false, true] {
        let text: String = std::iter::once(HEAD.to_owned()).chain((2..40_000).map(row)).collect();
        let bytes = if gb { encoding_rs::GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
        let (rows, errors) = stream(&bytes);
        assert!(errors.is_empty());
        assert_eq!(rows.len(), 39_998);
        assert!(rows.iter().zip(2..).all(|((row, id), number)| *row == number && *id == format!("SC-{number}")));
    }
}

#[test]
fn rows_of_several_lines_across_blocks() {
    let text: String = std::iter::once(HEAD.to_owned())
        .chain((2..40_000).map(|number| format!("SC-{number},\"甲,{number}\",\"一\n二\"\"{}\"\n", "三".repeat(20))))
        .collect();
    let (rows, errors) = stream(text.as_bytes());
    assert!(errors.is_empty(), "{:?}", errors.kept.first());
    assert!(rows.iter().zip(2..).all(|((row, id), number)| *row == number && *id == format!("SC-{number}")));
}

#[test]
fn the_encoding_may_show_late_and_may_break() {
    // Two megabytes of ASCII before the first Chinese character.
    let ascii: String = std::iter::once("code,name\n".to_owned())
        .chain((2..60_000).map(|number| format!("SC-{number},shop {number} {}\n", "x".repeat(20))))
        .collect();
    let mut bytes = ascii.into_bytes();
    bytes.extend_from_slice(&encoding_rs::GB18030.encode("SC-0,某某公司\n").0);
    bytes.extend_from_slice(b"SC-1,\xC6\xFF\n");
    let (rows, errors) = stream(&bytes);
    assert_eq!(rows.len(), 59_999);
    let found: Vec<(&str, Option<u64>)> =
        errors.kept.iter().map(|error| (error.problem.code(), error.place.row)).collect();
    assert_eq!(found, [("encoding-broken", Some(60_001))]);
}

#[test]
fn errors_are_bounded_and_all_are_counted() {
    let text: String =
        std::iter::once(HEAD.to_owned()).chain((2..30_000).map(|number| format!("{number},甲,\n"))).collect();
    let (rows, errors) = stream(text.as_bytes());
    assert_eq!((rows.len(), errors.kept.len(), errors.total), (0, 10_000, 29_998));
    assert!(errors.kept.iter().zip(2..).all(|(error, number)| error.place.row == Some(number)));
}

#[test]
fn an_open_quote_far_below_is_told_with_its_row() {
    let mut text: String = std::iter::once(HEAD.to_owned()).chain((2..30_000).map(row)).collect();
    text.push_str("SC-0,\"没有结尾\nSC-1,甲\n");
    let (rows, errors) = stream(text.as_bytes());
    assert_eq!(rows.len(), 29_998);
    let found: Vec<(&str, Option<u64>)> =
        errors.kept.iter().map(|error| (error.problem.code(), error.place.row)).collect();
    assert_eq!(found, [("quote-open", Some(30_000))]);
}

/// Fails after some bytes.
struct Failing<'b>(&'b [u8]);

impl Read for Failing<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.read(buffer)? {
            0 => Err(io::Error::other("gone")),
            got => Ok(got),
        }
    }
}

#[test]
fn a_failing_source_and_a_failing_taker_end_it() {
    let text: String = std::iter::once(HEAD.to_owned()).chain((2..90_000).map(row)).collect();
    let read = importer().stream(List::Entities, "a", Failing(text.as_bytes()), &options(), |_| Ok::<(), ()>(()));
    assert!(matches!(read, Err(StreamError::Read(_))));
    let taken = importer().stream(List::Entities, "a", text.as_bytes(), &options(), |_| Err("full"));
    assert!(matches!(taken, Err(StreamError::Sink("full"))));
}
