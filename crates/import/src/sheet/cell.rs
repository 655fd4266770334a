//! One cell of any kind of table, before anybody knows what it means.

use records::day::Day;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Cell<'a> {
    /// Nothing.
    Empty,
    /// Text, as it stands there.
    Text(Cow<'a, str>),
    /// A number.
    Number(f64),
    /// A number that is shown with leading zeros which it does not have.
    Padded(f64),
    /// A day.
    Day(Day),
    /// True or false.
    Bool(bool),
    /// A formula without a stored value.
    Formula,
    /// `#N/A` and the like.
    Error,
}

/// Numbers from here on have more digits than a spreadsheet keeps.
pub(crate) const NUMBER_LONG: f64 = 1e15;

impl Cell<'_> {
    /// Whether nothing can be seen in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }

    /// What a person would read in it, roughly.
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Cell::Empty => Cow::Borrowed(""),
            Cell::Text(text) => Cow::Borrowed(text),
            Cell::Number(number) | Cell::Padded(number) => Cow::Owned(number_text(*number)),
            Cell::Day(day) => Cow::Owned(day.to_string()),
            Cell::Bool(true) => Cow::Borrowed("TRUE"),
            Cell::Bool(false) => Cow::Borrowed("FALSE"),
            Cell::Formula => Cow::Borrowed("=…"),
            Cell::Error => Cow::Borrowed("#…"),
        }
    }

    /// The cell, independent of what it was read from.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Cell::Empty => Cell::Empty,
            Cell::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Cell::Number(number) => Cell::Number(number),
            Cell::Padded(number) => Cell::Padded(number),
            Cell::Day(day) => Cell::Day(day),
            Cell::Bool(truth) => Cell::Bool(truth),
            Cell::Formula => Cell::Formula,
            Cell::Error => Cell::Error,
        }
    }
}

/// A number without an exponent where it is short enough to be exact.
pub(crate) fn number_text(number: f64) -> String {
    if number.abs() < NUMBER_LONG { format!("{number}") } else { format!("{number:E}") }
}
