//! What was changed, skipped or doubted while reading. A notice refuses nothing; nothing is changed without one.

use super::{MASKED, Place, visible, whole};
use crate::value::code::holds_citizen_id;
use records::lang::Lang;

/// One thing that should be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Where.
    pub place: Place,
    /// What stands there, shortened.
    pub value: String,
    /// What was done about it.
    pub kind: NoticeKind,
}

/// What was done, or should be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// A column that no field goes by.
    ColumnUnknown,
    /// Data in a column without a header.
    ColumnHeadless {
        /// In how many rows.
        count: u64,
    },
    /// A sheet was named for a file without sheets.
    SheetUnused,
    /// A ratio in prose, which no plan can take as it stands.
    RatioProse,
    /// A column of citizen id numbers, of which nothing is kept.
    CitizenIdColumn,
    /// A sample row.
    SampleRow,
    /// A hidden sheet with data.
    SheetHidden,
    /// Hidden rows, which are read all the same.
    RowsHidden {
        /// How many.
        count: u64,
    },
    /// A code in full width or lower case.
    CodeFolded {
        /// The code that was read.
        to: String,
    },
    /// White space around a value.
    Trimmed,
    /// Line ends in prose, read as spaces.
    LinesJoined,
    /// `="001234"`.
    Unwrapped {
        /// The text within.
        to: String,
    },
    /// A code kept as a number.
    CodeFromNumber,
    /// A day that was a serial number.
    DayFromSerial {
        /// The day.
        to: String,
    },
    /// A date without an end.
    Forever {
        /// The day that stands for it.
        to: String,
    },
    /// A placeholder that was read as nothing.
    Blank,
    /// A code with a wrong check character that somebody accepted.
    Accepted {
        /// The reason given.
        reason: String,
    },
    /// The same, accepted by an earlier import.
    AcceptedBefore {
        /// The reason given then.
        reason: String,
    },
    /// An acceptance that no row needed.
    AcceptedUnused,
    /// An old registration number whose check digit does not fit, as happens.
    RegistrationCheck {
        /// The digit that fits.
        expected: char,
    },
    /// A certificate that has expired.
    CertificateExpired,
    /// An inspector without a certificate's last day.
    CertificateMissing,
    /// An id that was derived because the code is none.
    IdDerived {
        /// The id.
        to: String,
    },
}

impl NoticeKind {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ColumnUnknown => "column-unknown",
            Self::ColumnHeadless { .. } => "column-headless",
            Self::SheetUnused => "sheet-unused",
            Self::RatioProse => "ratio-prose",
            Self::AcceptedBefore { .. } => "accepted-before",
            Self::CitizenIdColumn => "citizen-id-column",
            Self::SampleRow => "sample-row",
            Self::SheetHidden => "sheet-hidden",
            Self::RowsHidden { .. } => "rows-hidden",
            Self::CodeFolded { .. } => "code-folded",
            Self::Trimmed => "trimmed",
            Self::LinesJoined => "lines-joined",
            Self::Unwrapped { .. } => "unwrapped",
            Self::CodeFromNumber => "code-from-number",
            Self::DayFromSerial { .. } => "day-from-serial",
            Self::Forever { .. } => "forever",
            Self::Blank => "blank",
            Self::Accepted { .. } => "accepted",
            Self::AcceptedUnused => "accepted-unused",
            Self::RegistrationCheck { .. } => "registration-check",
            Self::CertificateExpired => "certificate-expired",
            Self::CertificateMissing => "certificate-missing",
            Self::IdDerived { .. } => "id-derived",
        }
    }

    /// What was done or should be looked at.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        let text = match self {
            Self::RowsHidden { count } => return format!("有 {count} 个隐藏行，照样读入；不需要的请删除"),
            Self::CodeFolded { to } => return format!("全角或小写，读作 {to}"),
            Self::Unwrapped { to } => return format!("读作 {to}"),
            Self::DayFromSerial { to } => return format!("日期序号，读作 {to}"),
            Self::Forever { to } => return format!("没有期限，记为 {to}"),
            Self::Accepted { reason } => {
                return format!("代码有疑问，已按 --accept 接受，理由：{}", visible(reason));
            }
            Self::AcceptedBefore { reason } => {
                return format!("代码有疑问，先前导入时已接受，理由：{}", visible(reason));
            }
            Self::ColumnHeadless { count } => {
                return format!(
                    "这一列没有表头，从这一行起有 {count} 行有内容，没有读；需要的话补上表头，或用 --map 列=字段 指明"
                );
            }
            Self::SheetUnused => "文本文件没有工作表，--sheet 没有用到",
            Self::RatioProse => "抽查比例是文字，原样保留；写方案前请问清比例是多少",
            Self::RegistrationCheck { expected } => {
                return format!("老注册号的校验位应为 {expected}；真实号码也有这样的，请核对");
            }
            Self::IdDerived { to } => return format!("自编代码，编号为 {to}"),
            Self::ColumnUnknown => "不认识的列，没有读；需要的话用 --map 列=字段 指明",
            Self::CitizenIdColumn => "身份证号列，一律不保存；请从文件中删去这一列",
            Self::SampleRow => "样例行，已略过",
            Self::SheetHidden => "隐藏的工作表，没有读；需要的话用 --sheet 指明",
            Self::Trimmed => "首尾空白已去掉",
            Self::LinesJoined => "换行已改为空格",
            Self::CodeFromNumber => "编码以数字保存，如有前导零已经丢失；请核对，最好设为文本格式",
            Self::Blank => "视为没有填写",
            Self::AcceptedUnused => "--accept 的代码没有用到；请核对是否写错",
            Self::CertificateExpired => "执法证已过有效期，不能参加抽取",
            Self::CertificateMissing => "没有执法证有效期，不能参加抽取",
        };
        text.to_owned()
    }

    fn en(&self) -> String {
        let text = match self {
            Self::RowsHidden { count } => {
                return format!("{count} hidden rows, read all the same; delete those that are not wanted");
            }
            Self::CodeFolded { to } => return format!("full width or lower case, read as {to}"),
            Self::Unwrapped { to } => return format!("read as {to}"),
            Self::DayFromSerial { to } => return format!("the serial number of a day, read as {to}"),
            Self::Forever { to } => return format!("without an end, noted as {to}"),
            Self::Accepted { reason } => {
                return format!("a doubtful code, accepted by --accept for this reason: {}", visible(reason));
            }
            Self::AcceptedBefore { reason } => {
                return format!("a doubtful code, accepted by an earlier import for this reason: {}", visible(reason));
            }
            Self::ColumnHeadless { count } => {
                return format!(
                    "this column has no header; {count} rows from this one on hold something, which is not read: give it a header or say --map COLUMN=FIELD if it is wanted"
                );
            }
            Self::SheetUnused => "a text has no sheets, so that --sheet was of no use",
            Self::RatioProse => "the ratio is prose and stays as it is; ask what is meant before you write a plan",
            Self::RegistrationCheck { expected } => {
                return format!("the check digit of this old number should be {expected}, which happens; compare it");
            }
            Self::IdDerived { to } => return format!("a code of your own, its id is {to}"),
            Self::ColumnUnknown => "an unknown column, not read; say --map COLUMN=FIELD if it is wanted",
            Self::CitizenIdColumn => "citizen id numbers, never kept; delete this column from the file",
            Self::SampleRow => "a sample row, skipped",
            Self::SheetHidden => "a hidden sheet, not read; name it with --sheet if it is wanted",
            Self::Trimmed => "white space around it removed",
            Self::LinesJoined => "line ends read as spaces",
            Self::CodeFromNumber => {
                "a code kept as a number, leading zeros would be lost; check it, and better set the column to text format"
            }
            Self::Blank => "read as nothing",
            Self::AcceptedUnused => "no row needed this --accept; make sure that it is spelt right",
            Self::CertificateExpired => "the certificate has expired, so that this inspector takes no seat",
            Self::CertificateMissing => "no last day of the certificate, so that this inspector takes no seat",
        };
        text.to_owned()
    }
}

impl NoticeKind {
    /// Without the number of a person, which a code as it was read may be.
    pub(crate) fn without_citizen_id(mut self) -> Self {
        if let Self::CodeFolded { to } | Self::Unwrapped { to } = &mut self {
            *to = if holds_citizen_id(to) { MASKED.to_owned() } else { visible(to).into_owned() };
        }
        self
    }
}

impl Notice {
    /// The whole message in one line.
    pub fn message(&self, lang: Lang) -> String {
        whole(&self.place, &self.value, &self.kind.message(lang), lang)
    }
}
