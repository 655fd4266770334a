//! What a paper says, before it is HTML or plain text: sections of blocks, texts in both languages.
//!
//! One model for all papers, so that none escapes, groups or breaks its lines in a way of its own.

use super::qr::Qr;
use crate::text::{Text, Word, groups, visible};
use askama::Template;
use askama::filters::HtmlSafe;

/// One paper.
pub(super) struct Sheet {
    /// Name of its layout in `papers.css`.
    pub(super) layout: &'static str,
    /// Title.
    pub(super) title: Word,
    /// Name of the draw.
    pub(super) draw: String,
    /// Date of the plan.
    pub(super) created: String,
    /// Authority and campaign.
    pub(super) under: Vec<Text>,
    /// What must not be overlooked.
    pub(super) banners: Vec<Banner>,
    /// What it says.
    pub(super) sections: Vec<Section>,
}

/// A framed warning.
pub(super) struct Banner {
    /// One word, large.
    pub(super) title: Word,
    /// What it means.
    pub(super) text: Text,
}

/// A part of a paper.
pub(super) struct Section {
    /// Name of its layout in `papers.css`.
    pub(super) layout: &'static str,
    /// Heading.
    pub(super) title: Option<Word>,
    /// Content.
    pub(super) blocks: Vec<Block>,
}

impl Section {
    /// A part with a heading.
    pub(super) fn new(title: Word, blocks: Vec<Block>) -> Self {
        Self { layout: "part", title: Some(title), blocks }
    }

    /// A part that is laid out by itself.
    pub(super) fn laid(layout: &'static str, title: Option<Word>, blocks: Vec<Block>) -> Self {
        Self { layout, title, blocks }
    }
}

/// A piece of content.
pub(super) enum Block {
    /// A paragraph.
    Paragraph(Text),
    /// A paragraph in small print.
    Note(Text),
    /// One line, large.
    Large(Text),
    /// Things to do or to mind, in order.
    Steps(Vec<Text>),
    /// Labels with values.
    Facts(Vec<Fact>),
    /// A table.
    Table(Table),
    /// A digest to be read from across a room.
    Digest(Vec<String>),
    /// Lines as they are.
    Lines(Vec<String>),
    /// Lines for a terminal, each with what it is for.
    Commands(Vec<Fact>),
    /// A long line, cut into numbered rows of groups for whoever types it.
    Typed(Vec<Vec<String>>),
    /// A QR code and what is in it.
    Code(Qr, Text),
}

/// A label and what stands beside it.
pub(super) struct Fact {
    /// The label.
    pub(super) label: Text,
    /// The value.
    pub(super) value: Value,
}

impl Fact {
    /// A fact with a fixed label.
    pub(super) fn new(label: Word, value: Value) -> Self {
        Self { label: label.text(), value }
    }
}

/// A table.
pub(super) struct Table {
    /// Name of its layout in `papers.css`.
    pub(super) layout: &'static str,
    /// Names of the columns.
    pub(super) head: Vec<Word>,
    /// Cells by row.
    pub(super) rows: Vec<Vec<Value>>,
}

/// A value or a cell.
#[derive(Template)]
#[template(path = "value.html")]
pub(super) enum Value {
    /// Words.
    Text(Text),
    /// Digits, in groups.
    Digits(Vec<String>),
    /// An id or a name that programs use.
    Code(String),
    /// A number.
    Number(String),
    /// Several values, one below the other.
    Many(Vec<Value>),
    /// Texts on one line, none of which is broken where another line has room for it.
    Parts(Vec<Text>),
    /// Labels with values.
    Facts(Vec<Fact>),
    /// A QR code.
    Qr(Qr),
    /// Room to write.
    Blank,
}

// The template of values escapes every text that is not a word of ours.
impl HtmlSafe for Value {}

impl Value {
    /// Hexadecimal digits in groups of four.
    pub(super) fn digits(digits: impl ToString) -> Self {
        Self::Digits(groups(&digits.to_string()))
    }

    /// A text that is the same in both languages.
    pub(super) fn same(text: impl AsRef<str>) -> Self {
        Self::Text(Text::same(text))
    }

    /// A word.
    pub(super) fn word(word: Word) -> Self {
        Self::Text(word.text())
    }

    /// An id.
    pub(super) fn code(text: impl AsRef<str>) -> Self {
        Self::Code(visible(text.as_ref()))
    }

    /// A number.
    pub(super) fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }
}
