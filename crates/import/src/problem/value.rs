//! What is wrong with a row or a cell.

use records::lang::Lang;
use records::text::TextError;

/// Why a value is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueProblem {
    /// A required cell is empty.
    Required,
    /// A character that a text may not hold.
    Text(TextError),
    /// A code of a wrong length.
    CodeLength {
        /// Its length.
        got: usize,
    },
    /// A code with a character that codes do not have.
    CodeCharacter {
        /// Position of the character, from 1.
        position: usize,
        /// The character.
        got: char,
    },
    /// A check character that does not fit.
    CodeCheck {
        /// The one that fits.
        expected: char,
    },
    /// A number that has become 9.16108E+17.
    Scientific,
    /// A number of more than 15 digits, of which Excel has lost the last.
    NumberLong,
    /// A code that was kept as a number and has lost its leading zeros.
    ZerosLost,
    /// A formula without a value.
    Formula,
    /// `#N/A` and the like.
    CellError,
    /// No date.
    Date,
    /// An end before its beginning.
    DateOrder,
    /// No whole number from 0.
    Number,
    /// A word that the table of codes does not have.
    Word {
        /// The words that there are.
        words: Vec<String>,
    },
    /// What is explicitly no individual case.
    NotCase {
        /// Why, in Chinese.
        zh: String,
        /// Why, in English.
        en: String,
    },
    /// Not fit for an id.
    Id,
    /// The same record as in another row.
    Duplicate {
        /// The other row.
        row: u64,
    },
    /// One entity under two codes.
    TwoCodes {
        /// The row that has the code too.
        row: u64,
    },
    /// A work number or a local id without a department.
    DepartmentMissing,
    /// The citizen id number of a person where a work number or a code belongs.
    CitizenId,
    /// A conflict with both an entity and a second inspector, or with neither.
    ConflictTarget,
    /// Two inspectors kept apart by law, which only rotation does.
    ConflictKind,
    /// More cells than the header row has columns.
    CellsExtra,
    /// A record of more bytes than a line may have.
    LineLong,
}

impl ValueProblem {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Text(error) => error.code(),
            Self::CodeLength { .. } => "code-length",
            Self::CodeCharacter { .. } => "code-character",
            Self::CodeCheck { .. } => "code-check",
            Self::Scientific => "number-scientific",
            Self::NumberLong => "number-long",
            Self::ZerosLost => "zeros-lost",
            Self::Formula => "formula-without-value",
            Self::CellError => "cell-error",
            Self::Date => "date",
            Self::DateOrder => "date-order",
            Self::Number => "number",
            Self::Word { .. } => "word",
            Self::NotCase { .. } => "not-case",
            Self::Id => "id",
            Self::Duplicate { .. } => "duplicate",
            Self::TwoCodes { .. } => "two-codes",
            Self::DepartmentMissing => "department-missing",
            Self::CitizenId => "citizen-id",
            Self::ConflictTarget => "conflict-target",
            Self::ConflictKind => "conflict-kind",
            Self::CellsExtra => "cells-extra",
            Self::LineLong => "line-long",
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        let text = match self {
            Self::Text(error) => return text_zh(error),
            Self::CodeLength { got } => {
                return format!(
                    "代码应为 18 位（老注册号 15 位），这里是 {got} 位；请核对，前导零可能已丢失。自编代码请加部门前缀，如 SC-0001"
                );
            }
            Self::CodeCharacter { position, got } => {
                return format!("代码第 {position} 个字符是“{got}”；只能是数字和除 I O S V Z 外的大写字母，请核对原件");
            }
            Self::CodeCheck { expected } => {
                return format!(
                    "校验码不对，应为 {expected}；请核对营业执照，确属原件如此的用 --accept 代码 --reason 理由 接受"
                );
            }
            Self::Word { words } => {
                return format!("不认识的词，可用的有：{}；请改正，或在 config/codes.toml 里加上", words.join("、"));
            }
            Self::NotCase { zh, .. } => return format!("{zh}；请改写或留空"),
            Self::Duplicate { row } => return format!("与第 {row} 行重复；请删去一行"),
            Self::TwoCodes { row } => {
                return format!("与第 {row} 行是同一主体的两个代码；请只留一行，旧代码写入“曾用代码”");
            }
            Self::Required => "必填，不能为空；请补上",
            Self::Scientific => "长数字变成了科学记数，末几位已丢失；请把该列设为文本格式，从原件重新填写",
            Self::NumberLong => "以数字保存的 15 位以上号码，末几位已丢失；请把该列设为文本格式，从原件重新填写",
            Self::ZerosLost => "以数字保存的编码，前导零只是显示格式，实际已丢失；请把该列设为文本格式后重新填写",
            Self::Formula => "公式没有保存计算结果；请复制该列，选择性粘贴为数值",
            Self::CellError => "单元格是错误值；请改正公式或填入内容",
            Self::Date => "不是日期；请写成 2024-01-02，没有期限的写“长期”",
            Self::DateOrder => "结束早于开始；请核对",
            Self::Number => "应为不小于 0 的整数；请核对",
            Self::Id => "只能用 0-9 A-Z 和 . _ -，以数字或字母开头，最多 64 位；请改正",
            Self::DepartmentMissing => "工号和自编代码要有部门才唯一；请填部门列，或用 --department 指明",
            Self::CitizenId => "这是身份证号，不得使用，也不保存；请改填工号或代码",
            Self::ConflictTarget => "检查对象代码和另一检查人员工号要填一个，且只填一个",
            Self::ConflictKind => "两名检查人员之间只能是“轮换”；回避是检查人员与检查对象之间的",
            Self::CellsExtra => "这一行的格数比表头多，内容可能错了位；请检查逗号和引号",
            Self::LineLong => "这一行内容太长；请缩短",
        };
        text.to_owned()
    }

    fn en(&self) -> String {
        let text = match self {
            Self::Text(error) => return error.to_string(),
            Self::CodeLength { got } => {
                return format!(
                    "a code has 18 characters, or 15 digits in its older form; this one has {got}. Check it, leading zeros may be lost. Give a code of your own a prefix, as in SC-0001"
                );
            }
            Self::CodeCharacter { position, got } => {
                return format!(
                    "character {position} of the code is '{got}'; only digits and upper-case letters other than I O S V Z are allowed, check the document"
                );
            }
            Self::CodeCheck { expected } => {
                return format!(
                    "the check character is wrong, {expected} would fit; compare the business licence, and if it does stand there, accept it with --accept CODE --reason TEXT"
                );
            }
            Self::Word { words } => {
                return format!(
                    "an unknown word; there are: {}. Correct it, or add it to config/codes.toml",
                    words.join(", ")
                );
            }
            Self::NotCase { en, .. } => return format!("{en}; write another reason, or nothing"),
            Self::Duplicate { row } => return format!("the same record as in row {row}; delete one of them"),
            Self::TwoCodes { row } => {
                return format!(
                    "the same entity as in row {row} under another code; keep one row and write the old code into its former codes"
                );
            }
            Self::Required => "must not be empty; fill it in",
            Self::Scientific => {
                "a long number in scientific notation, its last digits are lost; set the column to text format and fill it in anew"
            }
            Self::NumberLong => {
                "a number of more than 15 digits, its last digits are lost; set the column to text format and fill it in anew"
            }
            Self::ZerosLost => {
                "a code kept as a number, its leading zeros were only displayed and are lost; set the column to text format and fill it in anew"
            }
            Self::Formula => "a formula without a stored value; copy the column and paste it as values",
            Self::CellError => "the cell holds an error value; correct the formula or fill it in",
            Self::Date => "no date; write 2024-01-02, or 长期 for no end",
            Self::DateOrder => "the end is before the beginning; check both",
            Self::Number => "must be a whole number from 0; check it",
            Self::Id => "only 0-9 A-Z and . _ - are allowed, beginning with a digit or letter, at most 64; correct it",
            Self::DepartmentMissing => {
                "a work number or a code of your own is unique only with its department; fill in the column, or say --department"
            }
            Self::CitizenId => {
                "this is a citizen id number, which is neither used nor kept; write the work number or the code"
            }
            Self::ConflictTarget => "give either an entity or a second inspector, exactly one of them",
            Self::ConflictKind => {
                "two inspectors are kept apart by rotation only; the law keeps an inspector from an entity"
            }
            Self::CellsExtra => {
                "this row has more cells than the header row, they may be shifted; look at commas and quotation marks"
            }
            Self::LineLong => "this row is too long; shorten it",
        };
        text.to_owned()
    }
}

fn text_zh(error: &TextError) -> String {
    let position = error.position();
    let got = match error {
        TextError::Control { got, .. }
        | TextError::Bidirectional { got, .. }
        | TextError::ZeroWidth { got, .. }
        | TextError::NotNfc { got, .. } => *got,
        TextError::Replacement { .. } => '\u{fffd}',
    };
    let name = format!("U+{:04X}", u32::from(got));
    match error {
        TextError::Control { .. } => format!("第 {position} 个字符是控制字符 {name}（换行、制表符等）；请删去"),
        TextError::Bidirectional { .. } => format!("第 {position} 个字符是改变文字方向的控制符 {name}；请删去"),
        TextError::ZeroWidth { .. } => format!("第 {position} 个字符是看不见的 {name}；请删去"),
        TextError::Replacement { .. } => {
            format!("第 {position} 个字符是乱码（{name}），编码读错或文件被截断；请重新导出")
        }
        TextError::NotNfc { .. } => format!("第 {position} 个字符 {name} 不是规范形式（NFC）；请重新输入这个字"),
    }
}
