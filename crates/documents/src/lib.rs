//! A result, and the ceremony that leads to it, become documents for people: Markdown, HTML, XLSX and iCalendar bytes.
//!
//! It opens no file, reads no clock and takes no randomness: the only date in a document is `plan.created`, so that
//! two runs give the same bytes. It decides nothing and checks nothing: what counts is in the canonical files of a
//! bundle. Documents with inspectors' names are made only by functions that are given a [`Roster`] or an [`OfficeCopy`],
//! or a slip that opens them; papers with secrets only by those that are given the secret.
//!
//! Sources: `docs/PROTOCOL.md`, sections 15, 16 and 20 to 25; ISO/IEC 18004 (QR codes); RFC 5545 (iCalendar); CommonMark 0.31; ECMA-376 (XLSX).
#![cfg_attr(
    not(test),
    deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::float_arithmetic)
)]

mod bundle;
mod calendar;
mod html;
mod markdown;
mod papers;
mod result;
mod simulation;
mod summary;
mod template;
mod text;
mod words;
mod workbook;

pub use bundle::bundle_documents;
pub use calendar::inspector_calendar;
pub use html::{office_summary_html, summary_html};
pub use markdown::{office_summary_markdown, summary_markdown};
pub use papers::{
    AnnouncementPage, Attendance, CapsuleHalf, ClosePage, CustodianSheet, Minutes, MinutesOutcome, Present, Reasons,
    SharePage, SlipPage, announcement_html, close_code, close_html, custodian_html, half_code, minutes_html,
    minutes_text, plan_code, share_html, slip_html, slip_text,
};
pub use result::{
    DocumentError, EntityLabel, ExclusionCounts, InspectorName, Labels, OfficeCopy, PublicResult, Roster,
};
pub use simulation::{
    Audience, DayCount, LoadCount, PairFigures, SimulationReport, StratumChance, simulation_html, simulation_table,
};
pub use template::{ListTemplate, list_template_xlsx};
pub use text::{Text, inert, visible};
pub use workbook::{office_visits_xlsx, visits_xlsx};

/// How many visits a summary shows; the rest is in `visits.xlsx` and `draw/visits.jsonl`.
pub const SHOWN_VISITS_MAX: usize = 1_000;
