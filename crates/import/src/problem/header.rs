//! What is wrong with a header row, or with what was said about columns.

use records::lang::Lang;

/// Why columns could not be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeaderProblem {
    /// Required columns are missing, or no row looks like a header at all.
    Missing {
        /// The columns that are missing, as templates name them, in Chinese.
        missing: Vec<String>,
        /// The headers that were found.
        found: Vec<String>,
        /// The encoding that a person has named for the file, which may be the reason.
        encoding: Option<&'static str>,
    },
    /// Two columns mean the same.
    Twice {
        /// Letter of the other column.
        other: String,
    },
    /// `map` names a column that is not there.
    MapColumn {
        /// The headers that were found.
        found: Vec<String>,
    },
    /// `map` names a field that the list does not have.
    MapField {
        /// The fields of the list.
        fields: Vec<String>,
    },
}

impl HeaderProblem {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "header-missing",
            Self::Twice { .. } => "header-twice",
            Self::MapColumn { .. } => "map-column",
            Self::MapField { .. } => "map-field",
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        let join = |texts: &[String]| texts.join(lang.pick("、", ", "));
        match (self, lang) {
            (Self::Missing { missing, found, encoding }, Lang::Zh) => {
                let (missing, found) = (join(missing), join(found));
                let text = format!("缺少必需的列：{missing}；表头是：{found}；请补上列，或用 --map 列=字段 指明");
                match encoding {
                    None => text,
                    Some(name) => format!("{text}；文件是按 --encoding {name} 读的，表头像乱码的话请改正或去掉它"),
                }
            }
            (Self::Missing { missing, found, encoding }, Lang::En) => {
                let (missing, found) = (join(missing), join(found));
                let text = format!(
                    "required columns are missing: {missing}; the header row has: {found}; add them, or say --map COLUMN=FIELD"
                );
                match encoding {
                    None => text,
                    Some(name) => format!(
                        "{text}; the file was read with --encoding {name}, so if the headers are garbled correct that or leave it out"
                    ),
                }
            }
            (Self::Twice { other }, Lang::Zh) => {
                format!("与 {other} 列含义相同；请删去一列，或用 --map 列=ignore 略过一列")
            }
            (Self::Twice { other }, Lang::En) => {
                format!("means the same as column {other}; delete one, or say --map COLUMN=ignore")
            }
            (Self::MapColumn { found }, Lang::Zh) => format!("--map 指的列不存在；表头是：{}", join(found)),
            (Self::MapColumn { found }, Lang::En) => {
                format!("--map names a column that is not there; the header row has: {}", join(found))
            }
            (Self::MapField { fields }, Lang::Zh) => {
                format!("--map 指的字段不存在；可用的有：{}、ignore", join(fields))
            }
            (Self::MapField { fields }, Lang::En) => {
                format!("--map names a field that this list does not have; there are: {}, ignore", join(fields))
            }
        }
    }
}
