//! SpreadsheetML 2003: XML that Excel opens whatever its file is called. No document type, no entities of its own.
//!
//! Source: the XML Spreadsheet reference of Office 2003 (`urn:schemas-microsoft-com:office:spreadsheet`).

use super::cell::Cell;
use super::number_format::shows_more;
use super::{MERGED_MAX, Merged, RowBuilder, SheetInfo, Stop, Visit, Workbook};
use crate::problem::{FileProblem, Refusal};
use crate::value::date::parse_day;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// Deeper nesting than any workbook has.
const DEPTH_MAX: usize = 64;

/// A workbook in one XML text.
pub(crate) struct MarkupBook {
    text: String,
}

impl MarkupBook {
    /// Takes the text; it is parsed when sheets or rows are asked for.
    pub fn new(text: String) -> Self {
        Self { text }
    }
}

impl Workbook for MarkupBook {
    fn sheets(&mut self) -> Result<Vec<SheetInfo>, Stop> {
        let mut scan = Scan::new(None);
        // Rows are counted here as in `rows`, but a sheet that nobody asked for may reach as far as it likes.
        scan.run(&self.text, &mut |_, _| ControlFlow::Continue(()))?;
        Ok(scan.sheets)
    }

    fn rows(&mut self, sheet: usize, visit: &mut Visit<'_>) -> Result<(), Stop> {
        Scan::new(Some(sheet)).run(&self.text, visit)
    }
}

/// One pass over the text.
struct Scan {
    /// The sheet whose rows are wanted.
    wanted: Option<usize>,
    sheets: Vec<SheetInfo>,
    depth: usize,
    row: u64,
    column: usize,
    /// How many cells to the right and below are merged into the open one.
    merge: (usize, u64),
    from_1904: bool,
    styles: Styles,
    kind: String,
    formula: bool,
    /// The text of the `Data` that is open.
    data: Option<String>,
    /// Whether `Visible` is open, and what it says.
    visible: Option<String>,
}

/// Which styles show more than the number, and which style the open cell has: its own, else its row's or column's.
#[derive(Default)]
struct Styles {
    padding: BTreeSet<String>,
    /// The style that is being defined.
    open: String,
    /// Columns, from 0, that have such a style.
    columns: BTreeSet<usize>,
    column: usize,
    row: Option<bool>,
    cell: Option<bool>,
}

impl Styles {
    fn of(&self, tag: &BytesStart<'_>) -> Result<Option<bool>, Stop> {
        Ok(attribute(tag, "StyleID")?.map(|id| self.padding.contains(&id)))
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Stop> {
        match tag.local_name().as_ref() {
            "Style" => self.open = attribute(tag, "ID")?.unwrap_or_default(),
            "NumberFormat" if attribute(tag, "Format")?.is_some_and(|format| shows_more(&format)) => {
                self.padding.insert(self.open.clone());
            }
            "Worksheet" => {
                self.columns.clear();
                self.column = 0;
            }
            "Column" => {
                let index = place(tag)?.and_then(|index| usize::try_from(index).ok()).unwrap_or(self.column);
                let span = attribute(tag, "Span")?.and_then(|text| text.parse().ok()).unwrap_or(0);
                let end = index.saturating_add(span).saturating_add(1);
                if self.of(tag)? == Some(true) {
                    self.columns.extend(index..end.min(super::COLUMNS_MAX));
                }
                self.column = end;
            }
            "Row" => self.row = self.of(tag)?,
            "Cell" => self.cell = self.of(tag)?,
            _ => {}
        }
        Ok(())
    }

    fn pads(&self, column: usize) -> bool {
        self.cell.or(self.row).unwrap_or_else(|| self.columns.contains(&column))
    }
}

impl Scan {
    fn new(wanted: Option<usize>) -> Self {
        Self {
            wanted,
            sheets: Vec::new(),
            depth: 0,
            row: 0,
            column: 0,
            merge: (0, 0),
            from_1904: false,
            styles: Styles::default(),
            kind: String::new(),
            formula: false,
            data: None,
            visible: None,
        }
    }

    fn run(&mut self, text: &str, visit: &mut Visit<'_>) -> Result<(), Stop> {
        let mut reader = Reader::from_str(text);
        let mut builder = RowBuilder::new(visit);
        loop {
            let event = reader.read_event().map_err(Stop::damaged)?;
            match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH_MAX {
                        return Err(Stop::damaged("nesting"));
                    }
                    self.open(&tag)?;
                }
                Event::Empty(tag) => {
                    self.open(&tag)?;
                    if self.close(tag.local_name().as_ref(), &mut builder)?.is_break() {
                        return Ok(());
                    }
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.close(tag.local_name().as_ref(), &mut builder)?.is_break() {
                        return Ok(());
                    }
                }
                Event::Text(piece) => self.write(&piece.xml10_content()),
                Event::CData(piece) => self.write(&piece.xml10_content()),
                Event::GeneralRef(name) => self.write(&reference(&name)?),
                Event::DocType(_) => return Err(FileProblem::Refused(Refusal::XmlEntities).into()),
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        // What the visitor says at the end changes nothing.
        let _ = builder.finish();
        Ok(())
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Stop> {
        self.styles.open(tag)?;
        match tag.local_name().as_ref() {
            // It stands before the sheets, if anywhere.
            "Date1904" => self.from_1904 = true,
            "Worksheet" => {
                let (name, from_1904) = (attribute(tag, "Name")?.unwrap_or_default(), self.from_1904);
                let (visible, empty, merged) = (true, true, Vec::new());
                self.sheets.push(SheetInfo { name, visible, empty, rows_hidden: 0, from_1904, merged });
                (self.row, self.column) = (0, 0);
            }
            "Row" => {
                self.row = place(tag)?.unwrap_or(self.row);
                self.column = 0;
                if attribute(tag, "Hidden")?.as_deref() == Some("1")
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    sheet.rows_hidden += 1;
                }
            }
            "Cell" => {
                self.column = place(tag)?.map_or(self.column, |column| usize::try_from(column).unwrap_or(usize::MAX));
                self.formula = attribute(tag, "Formula")?.is_some();
                self.kind = String::new();
                self.data = None;
                // Merged cells to the right have no element of their own.
                let count =
                    |name| Ok::<_, Stop>(attribute(tag, name)?.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0));
                self.merge = (usize::try_from(count("MergeAcross")?).unwrap_or(usize::MAX), count("MergeDown")?.into());
            }
            "Data" => {
                self.kind = attribute(tag, "Type")?.unwrap_or_default();
                self.data = Some(String::new());
            }
            "Visible" => self.visible = Some(String::new()),
            _ => {}
        }
        Ok(())
    }

    fn write(&mut self, piece: &str) {
        if let Some(open) = self.visible.as_mut().or(self.data.as_mut()) {
            open.push_str(piece);
        }
    }

    fn close(&mut self, name: &str, builder: &mut RowBuilder<'_, '_, '_>) -> Result<ControlFlow<()>, Stop> {
        match name {
            "Row" => self.row += 1,
            "Cell" => {
                let flow = self.put(builder)?;
                self.column = self.column.saturating_add(1).saturating_add(self.merge.0);
                return Ok(flow);
            }
            "Visible" => {
                let state = self.visible.take().unwrap_or_default();
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.visible = !state.trim().ends_with("Hidden");
                }
            }
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn put(&mut self, builder: &mut RowBuilder<'_, '_, '_>) -> Result<ControlFlow<()>, Stop> {
        let text = self.data.take().unwrap_or_default();
        let cell = match self.kind.as_str() {
            _ if text.is_empty() => {
                if self.formula {
                    Cell::Formula
                } else {
                    Cell::Empty
                }
            }
            "Number" => match text.trim().parse() {
                Ok(number) if self.styles.pads(self.column) => Cell::Padded(number),
                Ok(number) => Cell::Number(number),
                Err(_) => Cell::Text(Cow::Owned(text)),
            },
            "Boolean" => Cell::Bool(text.trim() == "1"),
            "DateTime" => parse_day(&text).map_or_else(|| Cell::Text(Cow::Owned(text.clone())), Cell::Day),
            "Error" => Cell::Error,
            _ => Cell::Text(Cow::Owned(text)),
        };
        let current = self.sheets.len().checked_sub(1);
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.empty &= cell.is_blank();
            if self.merge != (0, 0) && sheet.merged.len() < MERGED_MAX {
                let row = self.row.saturating_add(1);
                let last = (row.saturating_add(self.merge.1), self.column.saturating_add(self.merge.0));
                sheet.merged.push(Merged { first: (row, self.column), last });
            }
        }
        match self.wanted {
            Some(wanted) if Some(wanted) == current => builder.put(self.row, self.column, cell),
            _ => Ok(ControlFlow::Continue(())),
        }
    }
}

/// `ss:Index`, counted from 0.
fn place(tag: &BytesStart<'_>) -> Result<Option<u64>, Stop> {
    let Some(text) = attribute(tag, "Index")? else { return Ok(None) };
    let number: u64 = text.trim().parse().map_err(Stop::damaged)?;
    number.checked_sub(1).map(Some).ok_or_else(|| Stop::damaged("index 0"))
}

/// An attribute by its local name, whatever its prefix.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Stop> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(Stop::damaged)?;
        if attribute.key.local_name().as_ref() == name {
            return Ok(Some(unescape(&attribute.value).map_err(Stop::damaged)?.into_owned()));
        }
    }
    Ok(None)
}

/// The five entities of XML and characters by number; there are no others.
fn reference(name: &quick_xml::events::BytesRef<'_>) -> Result<String, Stop> {
    if let Some(character) = name.resolve_char_ref().map_err(Stop::damaged)? {
        return Ok(character.to_string());
    }
    let known = [("amp", "&"), ("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'")];
    let found = known.iter().find(|(known, _)| **known == **name);
    found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| FileProblem::Refused(Refusal::XmlEntities).into())
}
