//! What is wrong with rows that only whoever knows all files and all lists can say.

use super::run::Place as RowPlace;
use ::import::{Place, RowError, errors_csv};
use records::lang::Lang;
use records::lists::List;
use std::sync::Arc;

/// One thing that is wrong. A list with any is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowFault {
    /// Found while reading a file.
    File(RowError),
    /// Found among all files and lists.
    Lists {
        /// Where.
        place: Place,
        /// The code in question.
        value: String,
        /// What is wrong.
        problem: ListProblem,
    },
}

/// What is wrong among files and lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListProblem {
    /// The same record stands in another place.
    Duplicate {
        /// Where.
        other: Place,
    },
    /// A former code is another record's code.
    TwoCodes,
    /// Nobody in that list has the code.
    Unknown {
        /// The list.
        list: List,
    },
}

impl ListProblem {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Duplicate { .. } => "duplicate",
            Self::TwoCodes => "two-codes",
            Self::Unknown { .. } => "unknown-reference",
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Duplicate { other }, Lang::Zh) => format!("与 {} 重复；请删去一行", other.text(lang)),
            (Self::Duplicate { other }, Lang::En) => format!("the same record as in {}; delete one of them", other.text(lang)),
            (Self::TwoCodes, Lang::Zh) => "曾用代码同时是另一主体的代码或曾用代码；请核对，只保留一处".to_owned(),
            (Self::TwoCodes, Lang::En) => {
                "this former code is also a code or former code of another entity; check both and keep one".to_owned()
            }
            (Self::Unknown { list }, Lang::Zh) => {
                format!("{} 中没有这个代码；请核对，或先导入该名单", Self::list_zh(*list))
            }
            (Self::Unknown { list }, Lang::En) => {
                format!("nobody in the list {} has this code; check it, or import that list first", list.name())
            }
        }
    }

    const fn list_zh(list: List) -> &'static str {
        match list {
            List::Inspectors => "执法检查人员名录（按部门和工号）",
            _ => "检查对象名录",
        }
    }
}

impl RowFault {
    /// Where it is.
    pub fn place(&self) -> &Place {
        match self {
            Self::File(error) => &error.place,
            Self::Lists { place, .. } => place,
        }
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.problem.code(),
            Self::Lists { problem, .. } => problem.code(),
        }
    }

    /// What stands there.
    pub fn value(&self) -> &str {
        match self {
            Self::File(error) => &error.value,
            Self::Lists { value, .. } => value,
        }
    }

    /// The whole message in one line: place, value, what is wrong, what to do.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::File(error) => error.message(lang),
            Self::Lists { place, value, problem } => {
                let (place, message) = (place.text(lang), problem.message(lang));
                match lang {
                    Lang::Zh => format!("{place}「{value}」：{message}"),
                    Lang::En => format!("{place} \"{value}\": {message}"),
                }
            }
        }
    }
}

/// All faults as a CSV file to send back: the form of `import::errors_csv`, no cell a formula.
pub fn faults_csv(faults: &[RowFault]) -> Vec<u8> {
    let of_files: Vec<RowError> = faults
        .iter()
        .filter_map(|fault| match fault {
            RowFault::File(error) => Some(error.clone()),
            RowFault::Lists { .. } => None,
        })
        .collect();
    let mut out = errors_csv(&of_files);
    for fault in faults {
        let RowFault::Lists { place, value, problem } = fault else { continue };
        let row = place.row.map(|row| row.to_string()).unwrap_or_default();
        let (zh, en) = (problem.message(Lang::Zh), problem.message(Lang::En));
        let sheet = place.sheet.as_deref().unwrap_or_default();
        let cells = [&place.file, sheet, row.as_str(), "", value, problem.code(), &zh, &en];
        let cells: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", documents::inert(cell).replace('"', "\"\""))).collect();
        out.extend_from_slice(cells.join(",").as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Names of files and sheets, to show a packed place.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(pub Vec<(Arc<str>, Option<Arc<str>>)>);

impl Names {
    /// The place as a person sees it.
    pub fn place(&self, place: RowPlace) -> Place {
        let (file, sheet) = self.0.get(usize::from(place.file)).cloned().unwrap_or_else(|| (Arc::from(""), None));
        Place { file, sheet, row: Some(u64::from(place.row)), column: None }
    }
}
