//! What is wrong with rows that only whoever knows all files and all lists can say.

use super::run::Place as RowPlace;
use ::import::{Column, Place, RowError, table_head};
use records::lang::Lang;
use records::lists::List;
use std::path::PathBuf;
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
    /// The same code stands in another place, for another department.
    DuplicateCode {
        /// Where.
        other: Place,
        /// The other department, and this one.
        departments: [String; 2],
    },
    /// The list has this code already, for another department, whose record would be overwritten.
    CodeTaken {
        /// The department that has it, and this one.
        departments: [String; 2],
    },
    /// All records of a department would go, and the files do not name it.
    DepartmentRemoved {
        /// How many records.
        count: u64,
    },
    /// A record of another list would name nobody any more.
    Dangling {
        /// That list.
        list: List,
        /// The record's id.
        record: String,
        /// What a person calls whom it names.
        name: String,
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
            Self::DuplicateCode { .. } => "duplicate-code",
            Self::CodeTaken { .. } => "code-taken",
            Self::DepartmentRemoved { .. } => "department-removed",
            Self::Dangling { .. } => "dangling",
            Self::TwoCodes => "two-codes",
            Self::Unknown { .. } => "unknown-reference",
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        if lang == Lang::Zh { self.zh() } else { self.en() }
    }

    fn zh(&self) -> String {
        match self {
            Self::Duplicate { other } => format!("与 {} 重复；请删去一行", other.text(Lang::Zh)),
            Self::DuplicateCode { other, departments: [before, now] } => format!(
                "编号与 {} 相同，而部门不同（{before}、{now}）；请在编号前加部门前缀，如 SC-01，使两个部门的编号不同",
                other.text(Lang::Zh)
            ),
            Self::CodeTaken { departments: [before, now] } => format!(
                "名单里“{before}”已有这个编号，“{now}”的会把它覆盖；请在编号前加部门前缀，如 SC-01，使两个部门的编号不同"
            ),
            Self::DepartmentRemoved { count } => format!(
                "名单里这个部门的 {count} 条记录将全部删去，而文件里没有这个部门；要保留请加 --add 并入，或把各部门的文件一起导入；确要删去请加 --replace-all"
            ),
            Self::Dangling { list, record, name } => format!(
                "导入后名单里就没有它了{}，而 {1} 的记录 {record} 还指着它；请先更新 {1}，或核对后加 --accept-dangling 照样导入",
                if name.is_empty() { String::new() } else { format!("（{name}）") },
                list.title(Lang::Zh)
            ),
            Self::TwoCodes => "曾用代码同时是另一主体的代码或曾用代码；请核对，只保留一处".to_owned(),
            Self::Unknown { list } => format!("{} 中没有这个代码；请核对，或先导入该名单", Self::list_zh(*list)),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Duplicate { other } => format!("the same record as in {}; delete one of them", other.text(Lang::En)),
            Self::DuplicateCode { other, departments: [before, now] } => format!(
                "the same code as in {}, of another department ({before}, {now}); put a prefix of the department before it, as in SC-01, so that the two differ",
                other.text(Lang::En)
            ),
            Self::CodeTaken { departments: [before, now] } => format!(
                "{before} has this code in the list already, and that of {now} would overwrite it; put a prefix of the department before it, as in SC-01, so that the two differ"
            ),
            Self::DepartmentRemoved { count } => format!(
                "all {count} records of this department would be removed, and the files do not name it; keep them with --add, or import the files of all departments together; if they are to go, say --replace-all"
            ),
            Self::Dangling { list, record, name } => format!(
                "it would be gone from the list{}, and record {record} of {1} still names it; bring {1} up to date first, or say --accept-dangling if that is meant",
                if name.is_empty() { String::new() } else { format!(" ({name})") },
                list.name()
            ),
            Self::TwoCodes => {
                "this former code is also a code or former code of another entity; check both and keep one".to_owned()
            }
            Self::Unknown { list } => {
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

impl RowFault {
    /// The fault as a row of the table of [`faults_csv`].
    pub fn csv_row(&self) -> Vec<u8> {
        match self {
            Self::File(error) => error.csv_row(),
            Self::Lists { place, value, problem } => {
                place.csv_row(value, problem.code(), &problem.message(Lang::Zh), &problem.message(Lang::En))
            }
        }
    }
}

/// Faults as a CSV file to send back: the form of `import::errors_csv`, no cell a formula.
pub fn faults_csv(faults: &[RowFault]) -> Vec<u8> {
    let mut out = table_head();
    faults.iter().for_each(|fault| out.extend_from_slice(&fault.csv_row()));
    out
}

/// What is known of a file that a packed place names.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The file as it is shown.
    pub file: Arc<str>,
    pub sheet: Option<Arc<str>>,
    /// Where each field stands.
    pub columns: Vec<(&'static str, Column)>,
}

/// Names of files, sheets and columns, to show a packed place.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(pub Vec<Known>);

impl Names {
    /// The place as a person sees it, in the column of the first of these fields that has one.
    pub fn place(&self, place: RowPlace, fields: &[&str]) -> Place {
        let row = Some(u64::from(place.row));
        let Some(known) = self.0.get(usize::from(place.file)) else {
            return Place { file: Arc::from(""), sheet: None, row, column: None };
        };
        let column = fields.iter().find_map(|field| known.columns.iter().find(|(name, _)| name == field));
        let column = column.map(|(_, column)| column.clone());
        Place { file: known.file.clone(), sheet: known.sheet.clone(), row, column }
    }
}

/// Names under which files are told apart: without their folders where that is enough.
pub(super) fn shown_names(files: &[PathBuf]) -> Vec<String> {
    let tail = |path: &PathBuf, parts: usize| {
        let all: Vec<_> = path.components().collect();
        all[all.len().saturating_sub(parts)..].iter().collect::<PathBuf>().to_string_lossy().into_owned()
    };
    let distinct = |names: &[String], index: usize| names.iter().filter(|name| **name == names[index]).count() == 1;
    let mut names: Vec<String> = files.iter().map(|path| tail(path, 1)).collect();
    for parts in 2..=files.iter().map(|path| path.components().count()).max().unwrap_or(0) {
        let unclear: Vec<usize> = (0..names.len()).filter(|index| !distinct(&names, *index)).collect();
        unclear.iter().for_each(|index| names[*index] = tail(&files[*index], parts));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::shown_names;
    use std::path::PathBuf;

    #[test]
    fn files_of_one_name_are_told_apart() {
        let files = ["a/q/x.csv", "b/q/x.csv", "c/y.csv"].map(PathBuf::from);
        assert_eq!(
            shown_names(&files),
            ["a/q/x.csv", "b/q/x.csv", "y.csv"].map(|name| PathBuf::from(name).to_string_lossy().into_owned())
        );
        assert_eq!(shown_names(&["x.csv", "x.csv"].map(PathBuf::from)), ["x.csv", "x.csv"]);
    }
}
