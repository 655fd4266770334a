//! Bytes of real files → records, or all errors at once.
//!
//! [`Importer::read`] takes a file in memory, [`Importer::stream`] one of any length. What a file is decides its content:
//! separated text in UTF-8, UTF-16 or GB18030, XLSX, BIFF `.xls`, SpreadsheetML 2003; everything else is refused with
//! what to do about it. Records leave as canonical lines ([`Batch`]), in the order of the file. Every error has its place
//! as a person sees it in Excel, the value, a stable code and a message in Chinese and English ([`RowError`]); what was
//! changed, skipped or doubted is a [`Notice`]. A list with any error is refused as a whole, by whoever calls.
//!
//! [`Importer::template`] gives the empty form of a list, [`errors_csv`] errors as a table. [`plan`] reads plans.
//!
//! This crate opens no file and reads no clock (the day that certificates are compared with is passed in). It corrects
//! nothing: codes in full width or lower case are folded and each is listed; names are never touched. It does not sort,
//! merge or look for duplicates in files of millions; that is the office's. It keeps no citizen id number and repeats none in
//! a message.
//!
//! What hostile bytes can do is bounded before a parser of another crate sees them (`sheet/zip_guard.rs`,
//! `sheet/cfb_guard.rs`); the command line parses in a process with limits of memory and time besides ([`workbook`]).
//!
//! Sources: RFC 4180 (CSV); ECMA-376 (XLSX), MS-XLS and MS-CFB (`.xls`), the XML Spreadsheet reference of Office 2003;
//! GB 18030, GB 32100-2015 (codes); `config/headers.toml`, `config/codes.toml`, `config/cases.toml`.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

mod batch;
mod csv;
mod detect;
mod duplicates;
mod field;
mod header;
mod importer;
mod intake;
mod problem;
mod rows;
mod sheet;
mod tables;
mod template;
mod value;
pub mod workbook;

#[cfg_attr(
    not(test),
    expect(clippy::indexing_slicing, reason = "the table of distances in plan/suggest.rs has fixed bounds")
)]
pub mod plan;

pub use batch::{Batch, Record, Written};
pub use csv::encoding::Encoding;
pub use importer::{Form, Imported, Importer, Options, Outcome, StreamError};
pub use problem::{
    Column, FileProblem, Found, HeaderProblem, Notice, NoticeKind, OptionProblem, Place, Problem, Refusal, RowError,
    ValueProblem, csv_row, errors_csv, notices_csv, table_head,
};
pub use tables::TableTexts;
pub use template::Template;
