//! The header row: where it is, and what each column means.
//!
//! It is found by names, below whatever title rows there are; of two header rows with merged cells the lower one counts,
//! and the upper one where the lower is blank.

use crate::field::Field;
use crate::problem::{Column, HeaderProblem, letters};
use crate::sheet::cell::Cell;
use crate::tables::{Tables, plain};
use records::lists::List;
use std::collections::BTreeMap;

/// Rows among which the header row is looked for.
pub(crate) const ROWS_SEARCHED: usize = 30;

/// What `map` writes for a column that is not wanted.
const IGNORE: [&str; 2] = ["ignore", "-"];

/// Where each field stands.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    at: Vec<Option<usize>>,
    headers: Vec<String>,
    /// Columns of the header row without a header, of which nothing else was said.
    headless: Vec<usize>,
    /// Number of the (lower) header row, from 1.
    pub row: u64,
}

impl Columns {
    /// The column of a field, from 0.
    pub fn of(&self, field: Field) -> Option<usize> {
        self.at.get(field.index()).copied().flatten()
    }

    /// Number of columns of the header row.
    pub fn width(&self) -> usize {
        self.headers.len()
    }

    /// Columns of the header row that nobody has named, from 0.
    pub fn headless(&self) -> &[usize] {
        &self.headless
    }

    /// Every field that has a column.
    pub fn all(&self) -> impl Iterator<Item = (Field, Column)> {
        let placed = Field::ALL.iter().filter_map(|field| Some((*field, self.of(*field)?)));
        placed.map(|(field, index)| (field, self.column(index)))
    }

    /// A column for a message.
    pub fn column(&self, index: usize) -> Column {
        Column { letter: letters(index), header: self.headers.get(index).cloned().unwrap_or_default() }
    }
}

/// What is wrong with a header, and in which column.
pub(crate) type HeaderFault = (Option<usize>, HeaderProblem);

/// The header of a table.
#[derive(Debug)]
pub(crate) struct Header {
    pub columns: Columns,
    /// How many of the rows given are title and header rows.
    pub rows_used: usize,
    /// Columns that no field goes by.
    pub unknown: Vec<usize>,
    pub faults: Vec<HeaderFault>,
}

/// Finds the header among the first rows of a table.
pub(crate) fn find(rows: &[(u64, Vec<Cell<'_>>)], list: List, tables: &Tables, map: &[(String, String)]) -> Header {
    let names = |index: usize| -> Vec<String> {
        let cells = rows.get(index).map(|(_, cells)| cells.as_slice()).unwrap_or_default();
        cells.iter().take(crate::sheet::COLUMNS_MAX).map(|cell| cell.shown().trim().to_owned()).collect()
    };
    let known = |headers: &[String]| recognised(headers, list, tables, map);
    let mut best: (usize, usize, Vec<String>) = (0, 0, Vec::new());
    for index in 0..rows.len().min(ROWS_SEARCHED) {
        let upper = names(index);
        let lower = names(index + 1);
        let single = known(&upper);
        if single > best.0 {
            best = (single, index + 1, upper.clone());
        }
        let both = merged(&upper, &lower);
        if known(&lower) > 0 && known(&both) > best.0.max(single) {
            best = (known(&both), index + 2, both);
        }
    }
    if best.0 == 0 {
        // Nothing is recognised: the widest row is most likely what the person takes for the header.
        let filled = |headers: &[String]| headers.iter().filter(|header| !header.is_empty()).count();
        for index in 0..rows.len().min(ROWS_SEARCHED) {
            let headers = names(index);
            if filled(&headers) > filled(&best.2) {
                best = (0, index + 1, headers);
            }
        }
    }
    let (_, rows_used, headers) = best;
    let row = rows_used.checked_sub(1).and_then(|index| rows.get(index)).map_or(1, |(number, _)| *number);
    assign(headers, row, rows_used, list, tables, map)
}

/// Two header rows as one: a group's name reaches over the blank cells to its right.
fn merged(upper: &[String], lower: &[String]) -> Vec<String> {
    let width = upper.len().max(lower.len());
    let cell = |row: &[String], index: usize| row.get(index).cloned().unwrap_or_default();
    (0..width)
        .map(|index| if cell(lower, index).is_empty() { cell(upper, index) } else { cell(lower, index) })
        .collect()
}

fn recognised(headers: &[String], list: List, tables: &Tables, map: &[(String, String)]) -> usize {
    let mut fields: Vec<Field> = headers.iter().filter_map(|header| tables.field(list, header)).collect();
    fields.sort_unstable();
    fields.dedup();
    let mapped = map.iter().filter(|(column, _)| headers.iter().any(|header| plain(header) == plain(column)));
    fields.len() + mapped.count()
}

fn assign(
    headers: Vec<String>,
    row: u64,
    rows_used: usize,
    list: List,
    tables: &Tables,
    map: &[(String, String)],
) -> Header {
    let mut faults = Vec::new();
    let orders = orders(&headers, list, tables, map, &mut faults);
    let mut at: Vec<Option<usize>> = vec![None; Field::ALL.len()];
    let (mut unknown, mut headless) = (Vec::new(), Vec::new());
    for (index, header) in headers.iter().enumerate() {
        let field = match orders.get(&index) {
            Some(None) => continue,
            Some(Some(field)) => Some(*field),
            None => tables.field(list, header),
        };
        let Some(field) = field else {
            if header.is_empty() {
                headless.push(index)
            } else {
                unknown.push(index)
            }
            continue;
        };
        if let Some(place) = at.get_mut(field.index()) {
            match *place {
                Some(other) => faults.push((Some(index), HeaderProblem::Twice { other: letters(other) })),
                None => *place = Some(index),
            }
        }
    }
    let columns = Columns { at, headers, headless, row };
    let missing: Vec<String> = tables
        .columns(list)
        .iter()
        .filter(|rule| rule.required && columns.of(rule.field).is_none() && !stands_in(&columns, list, rule.field))
        .map(|rule| rule.zh.clone())
        .collect();
    if !missing.is_empty() {
        faults.push((None, HeaderProblem::Missing { missing, found: filled(&columns.headers), encoding: None }));
    }
    Header { columns, rows_used, unknown, faults }
}

/// An entity may go by any of three columns.
fn stands_in(columns: &Columns, list: List, field: Field) -> bool {
    let others = [Field::LocalId, Field::Registration];
    list == List::Entities && field == Field::Code && others.into_iter().any(|other| columns.of(other).is_some())
}

/// What `map` orders for which column; `None` for a column that is to be ignored.
fn orders(
    headers: &[String],
    list: List,
    tables: &Tables,
    map: &[(String, String)],
    faults: &mut Vec<HeaderFault>,
) -> BTreeMap<usize, Option<Field>> {
    let mut orders = BTreeMap::new();
    for (column, name) in map {
        let by_name = headers.iter().position(|header| !header.is_empty() && plain(header) == plain(column));
        let by_letter = || (0..headers.len()).find(|index| letters(*index).eq_ignore_ascii_case(column.trim()));
        let Some(index) = by_name.or_else(by_letter) else {
            faults.push((None, HeaderProblem::MapColumn { found: filled(headers) }));
            continue;
        };
        if IGNORE.contains(&name.trim()) {
            orders.insert(index, None);
            continue;
        }
        let field = Field::from_name(name.trim()).or_else(|| tables.field(list, name));
        let rules = tables.columns(list);
        match field.filter(|field| rules.iter().any(|rule| rule.field == *field)) {
            Some(field) => drop(orders.insert(index, Some(field))),
            None => {
                let fields = rules.iter().map(|rule| rule.field.name().to_owned()).collect();
                faults.push((Some(index), HeaderProblem::MapField { fields }));
            }
        }
    }
    orders
}

fn filled(headers: &[String]) -> Vec<String> {
    headers.iter().filter(|header| !header.is_empty()).map(|header| crate::problem::shown(header)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TableTexts;
    use std::borrow::Cow;

    fn header(rows: &[&[&'static str]], map: &[(&str, &str)]) -> Header {
        let rows: Vec<(u64, Vec<Cell<'static>>)> = (1..)
            .zip(rows)
            .map(|(number, cells)| (number, cells.iter().map(|text| Cell::Text(Cow::Borrowed(*text))).collect()))
            .collect();
        let map: Vec<(String, String)> = map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        find(&rows, List::Entities, &Tables::from_texts(TableTexts::default()).unwrap(), &map)
    }

    #[test]
    fn below_title_rows() {
        let header = header(
            &[&["某县检查对象名录库", ""], &["企业名称", "统一社会信用代码/注册号", "星座"], &["甲", "乙", "丙"]],
            &[],
        );
        assert_eq!((header.columns.row, header.rows_used), (2, 2));
        assert_eq!(header.columns.of(Field::Code), Some(1));
        assert_eq!(header.unknown, [2]);
        assert!(header.faults.is_empty());
    }

    #[test]
    fn two_rows_with_merged_cells() {
        let rows: [&[&str]; 3] = [
            &["统一社会信用代码", "企业名称", "许可信息", ""],
            &["", "", "许可证名称", "有效期至"],
            &["1", "甲", "乙", "丙"],
        ];
        let header = header(&rows, &[]);
        assert_eq!((header.columns.row, header.rows_used), (2, 2));
        assert_eq!(header.columns.of(Field::Code), Some(0));
        assert_eq!(header.columns.of(Field::LicenceUntil), Some(3));
    }

    #[test]
    fn columns_by_order() {
        let rows: [&[&str]; 2] = [&["代号", "企业名称", "字号"], &["1", "甲", "乙"]];
        assert!(matches!(header(&rows, &[]).faults.as_slice(), [(None, HeaderProblem::Missing { .. })]));
        let by_name = header(&rows, &[("代号", "code"), ("C", "note")]);
        assert!(by_name.faults.is_empty(), "{:?}", by_name.faults);
        assert_eq!((by_name.columns.of(Field::Code), by_name.columns.of(Field::Note)), (Some(0), Some(2)));
        let codes: Vec<&str> =
            header(&rows, &[("没有", "code"), ("A", "sun")]).faults.iter().map(|(_, problem)| problem.code()).collect();
        assert_eq!(codes, ["map-column", "map-field", "header-missing"]);
    }

    #[test]
    fn two_columns_of_one_meaning() {
        let rows: [&[&str]; 1] = [&["统一社会信用代码", "企业名称", "单位名称"]];
        assert_eq!(header(&rows, &[]).faults, [(Some(2), HeaderProblem::Twice { other: "B".to_owned() })]);
        assert!(header(&rows, &[("单位名称", "ignore")]).faults.is_empty());
    }
}
