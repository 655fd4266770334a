//! Which character separates cells.

use super::fields::{RecordTexts, split_cells};
use super::split::Marks;
use crate::header::ROWS_SEARCHED;
use crate::tables::Tables;
use records::lists::List;

const CANDIDATES: [u8; 4] = [b',', b'\t', b';', b'|'];

/// `sep=;` as the first line, which Excel reads and does not show: the separator, and the length of the line.
pub(crate) fn declared(head: &str) -> Option<(u8, usize)> {
    let line = head.split_inclusive(['\n', '\r']).next()?;
    let value = line.trim_end_matches(['\n', '\r']).trim_matches('"').strip_prefix("sep=")?;
    let &[delimiter] = value.as_bytes() else { return None };
    let length = line.len() + usize::from(head.get(line.len()..)?.starts_with('\n') && line.ends_with('\r'));
    (delimiter.is_ascii_punctuation() || delimiter == b'\t').then_some((delimiter, length))
}

/// The separator under which the first rows hold most headers of the list; of equals the one that stands most often.
pub(crate) fn detected(head: &str, line_end: u8, list: List, tables: &Tables) -> u8 {
    let score = |delimiter: u8| {
        let marks = Marks { delimiter, line_end };
        let (mut headers, mut cells_all) = (0, 0);
        let mut cells = Vec::new();
        for record in RecordTexts::new(head, marks, true).take(ROWS_SEARCHED) {
            split_cells(record, marks, &mut cells);
            cells_all += cells.len() - 1;
            headers = headers.max(cells.iter().filter(|cell| tables.field(list, &cell.shown()).is_some()).count());
        }
        (headers, cells_all)
    };
    // `max_by_key` takes the last of equals.
    CANDIDATES.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::TableTexts;

    #[test]
    fn declared_separators() {
        assert_eq!(declared("sep=;\r\na;b"), Some((b';', 7)));
        assert_eq!(declared("sep=\t\na"), Some((b'\t', 6)));
        assert_eq!(declared("\"sep=,\"\na"), Some((b',', 8)));
        assert_eq!(declared("sep=\na"), None);
        assert_eq!(declared("separator,b\n"), None);
    }

    #[test]
    fn separators_by_the_header() {
        let tables = Tables::from_texts(TableTexts::default()).unwrap();
        let detect = |text: &str| detected(text, b'\n', List::Entities, &tables);
        assert_eq!(detect("名录,,\n统一社会信用代码,企业名称,经营范围\n"), b',');
        assert_eq!(detect("统一社会信用代码\t企业名称\nX\ta,b,c,d\n"), b'\t');
        assert_eq!(detect("统一社会信用代码;企业名称\n"), b';');
        assert_eq!(detect("甲,乙\n"), b',');
        assert_eq!(detect(""), b',');
    }
}
