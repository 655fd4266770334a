//! What is wrong with a row or a cell, in words that say what to do.

use super::value::ValueProblem;
use super::visible;
use records::text::TextError;

/// A character for a message, also one that has no shape.
fn seen(got: char) -> String {
    visible(&got.to_string()).into_owned()
}

/// In Chinese.
pub(super) fn zh(problem: &ValueProblem) -> String {
    match problem {
        ValueProblem::Text(error) => text_zh(error),
        ValueProblem::CodeLength { got } => {
            format!(
                "代码应为 18 位（老注册号 15 位），这里是 {got} 位；请核对，前导零可能已丢失。自编代码请加部门前缀，如 SC-0001"
            )
        }
        ValueProblem::CodeCharacter { position, got } => {
            format!("代码第 {position} 个字符是“{}”；只能是数字和除 I O S V Z 外的大写字母，请核对原件", seen(*got))
        }
        ValueProblem::CodeCheck { expected } => {
            format!("校验码不对，应为 {expected}；请核对营业执照，确属原件如此的用 --accept 代码 --reason 理由 接受")
        }
        ValueProblem::Word { words } => {
            format!("不认识的词，可用的有：{}；请改正，或在 config/codes.toml 里加上", words.join("、"))
        }
        ValueProblem::NotCase { zh, .. } => format!("{zh}；请改写或留空"),
        ValueProblem::Duplicate { row } => format!("与第 {row} 行重复；请删去一行"),
        ValueProblem::TwoCodes { row } => {
            format!("与第 {row} 行是同一主体的两个代码；请只留一行，旧代码写入“曾用代码”")
        }
        ValueProblem::CodeSeparated { plain } => {
            format!("代码里有分隔符或空格；请写成 {plain}，自编代码请填“本地编号”一栏")
        }
        ValueProblem::RegistrationCharacter { position, got } => {
            format!(
                "15 位的老注册号只能是数字，第 {position} 个字符是“{}”；请核对原件，自编代码请加部门前缀，如 SC-0001",
                seen(*got)
            )
        }
        ValueProblem::Merged { cells } => {
            format!("数据里有合并单元格 {cells}，除第一格外都是空的；请取消合并，逐行填写")
        }
        ValueProblem::DuplicateCode { row, departments: [other, this] } => {
            format!(
                "编号与第 {row} 行相同，而部门不同（{other}、{this}）；请在编号前加部门前缀，如 SC-01，使两个部门的编号不同"
            )
        }
        _ => zh_fixed(problem).to_owned(),
    }
}

/// In Chinese, what needs no more than the kind of the error.
fn zh_fixed(problem: &ValueProblem) -> &'static str {
    match problem {
        ValueProblem::RegistrationForm => {
            "注册号应为 15 位数字；请核对，不是注册号的请移到“备注”，是旧代码的请写入“曾用代码”"
        }
        ValueProblem::CodeChanged => {
            "Excel 已把编码变成日期或 TRUE/FALSE，原来的内容已丢失；请把该列设为文本格式后从原件重新填写"
        }
        ValueProblem::Placeholder => "此格必填，不能用“无”“/”之类代替；请填写，检查对象没有代码的请填“本地编号”一栏",
        ValueProblem::TotalRow => "这是合计行，不是名单内容；请删去这一行",
        ValueProblem::SampleElsewhere => {
            "像是样例行，但不在表头正下方，不能自行略过；是样例请删去这一行，不是请改写这一格"
        }
        ValueProblem::CitizenIdCode => {
            "这个号码既是有效的统一社会信用代码，又是有效的身份证号；是身份证号请改填代码，核对执照确为代码的用 --accept 代码 --reason 理由 接受"
        }
        ValueProblem::DateFuture => "这一天还没有到；请核对检查日期",
        ValueProblem::Required => "必填，不能为空；请补上",
        ValueProblem::Scientific => "长数字变成了科学记数，末几位已丢失；请把该列设为文本格式，从原件重新填写",
        ValueProblem::NumberLong => "以数字保存的 15 位以上号码，末几位已丢失；请把该列设为文本格式，从原件重新填写",
        ValueProblem::ZerosLost => "以数字保存的编码，前导零只是显示格式，实际已丢失；请把该列设为文本格式后重新填写",
        ValueProblem::Formula => "公式没有保存计算结果；请复制该列，选择性粘贴为数值",
        ValueProblem::CellError => "单元格是错误值；请改正公式或填入内容",
        ValueProblem::Date => "不是日期；请写成 2024-01-02，没有期限的写“长期”",
        ValueProblem::DateOrder => "结束早于开始；请核对",
        ValueProblem::Number => "应为不小于 0 的整数；请核对",
        ValueProblem::Id => "只能用 0-9 A-Z 和 . _ -，以数字或字母开头，最多 64 位；请改正",
        ValueProblem::DepartmentMissing => "工号和自编代码要有部门才唯一；请填部门列，或用 --department 指明",
        ValueProblem::CitizenId => "这是身份证号，不得使用，也不保存；请改填工号或代码",
        ValueProblem::ConflictTarget => "检查对象代码和另一检查人员工号要填一个，且只填一个",
        ValueProblem::ConflictKind => "两名检查人员之间只能是“轮换”；回避是检查人员与检查对象之间的",
        ValueProblem::CellsExtra => "这一行的格数比表头多，内容可能错了位；请检查逗号和引号",
        ValueProblem::LineLong => "这一行内容太长；请缩短",
        // These have words of their own above.
        ValueProblem::Text(_)
        | ValueProblem::CodeLength { .. }
        | ValueProblem::CodeCharacter { .. }
        | ValueProblem::CodeCheck { .. }
        | ValueProblem::CodeSeparated { .. }
        | ValueProblem::RegistrationCharacter { .. }
        | ValueProblem::Merged { .. }
        | ValueProblem::Word { .. }
        | ValueProblem::NotCase { .. }
        | ValueProblem::Duplicate { .. }
        | ValueProblem::DuplicateCode { .. }
        | ValueProblem::TwoCodes { .. } => "",
    }
}

/// In English.
pub(super) fn en(problem: &ValueProblem) -> String {
    match problem {
        ValueProblem::Text(error) => error.to_string(),
        ValueProblem::CodeLength { got } => {
            format!(
                "a code has 18 characters, or 15 digits in its older form; this one has {got}. Check it, leading zeros may be lost. Give a code of your own a prefix, as in SC-0001"
            )
        }
        ValueProblem::CodeCharacter { position, got } => {
            format!(
                "character {position} of the code is '{}'; only digits and upper-case letters other than I O S V Z are allowed, check the document",
                seen(*got)
            )
        }
        ValueProblem::CodeCheck { expected } => {
            format!(
                "the check character is wrong, {expected} would fit; compare the business licence, and if it does stand there, accept it with --accept CODE --reason TEXT"
            )
        }
        ValueProblem::Word { words } => {
            format!("an unknown word; there are: {}. Correct it, or add it to config/codes.toml", words.join(", "))
        }
        ValueProblem::NotCase { en, .. } => format!("{en}; write another reason, or nothing"),
        ValueProblem::Duplicate { row } => format!("the same record as in row {row}; delete one of them"),
        ValueProblem::TwoCodes { row } => {
            format!(
                "the same entity as in row {row} under another code; keep one row and write the old code into its former codes"
            )
        }
        ValueProblem::CodeSeparated { plain } => {
            format!(
                "the code has separators or blanks in it; write it as {plain}, or a code of your own into the column of local ids"
            )
        }
        ValueProblem::RegistrationCharacter { position, got } => {
            format!(
                "an old registration number of 15 characters has digits only, character {position} is '{}'; check the document, and give a code of your own a prefix, as in SC-0001",
                seen(*got)
            )
        }
        ValueProblem::Merged { cells } => {
            format!(
                "the cells {cells} among the data are merged, all but the first are empty; unmerge them and fill in each row"
            )
        }
        ValueProblem::DuplicateCode { row, departments: [other, this] } => {
            format!(
                "the same code as in row {row}, of another department ({other}, {this}); put a prefix of the department before it, as in SC-01, so that the two differ"
            )
        }
        _ => en_fixed(problem).to_owned(),
    }
}

/// In English, what needs no more than the kind of the error.
fn en_fixed(problem: &ValueProblem) -> &'static str {
    match problem {
        ValueProblem::RegistrationForm => {
            "a registration number has 15 digits; check it, move what is none to the remarks, and write an older code into the former codes"
        }
        ValueProblem::CodeChanged => {
            "Excel has turned the code into a date or into TRUE/FALSE, and what stood there is lost; set the column to text format and fill it in anew"
        }
        ValueProblem::Placeholder => {
            "this cell must be filled in, not with a word for nothing; an entity without a code has a local id"
        }
        ValueProblem::TotalRow => "a row of totals is no part of the list; delete it",
        ValueProblem::SampleElsewhere => {
            "this looks like a sample row, but not directly below the header, so that it is not skipped; delete the row if it is one, else write this cell differently"
        }
        ValueProblem::CitizenIdCode => {
            "this number is a valid code and a valid citizen id as well; if it is a citizen id, write the code, and if the licence shows that it is the code, accept it with --accept CODE --reason TEXT"
        }
        ValueProblem::DateFuture => "this day has not come yet; check the day of the visit",
        ValueProblem::Required => "must not be empty; fill it in",
        ValueProblem::Scientific => {
            "a long number in scientific notation, its last digits are lost; set the column to text format and fill it in anew"
        }
        ValueProblem::NumberLong => {
            "a number of more than 15 digits, its last digits are lost; set the column to text format and fill it in anew"
        }
        ValueProblem::ZerosLost => {
            "a code kept as a number, its leading zeros were only displayed and are lost; set the column to text format and fill it in anew"
        }
        ValueProblem::Formula => "a formula without a stored value; copy the column and paste it as values",
        ValueProblem::CellError => "the cell holds an error value; correct the formula or fill it in",
        ValueProblem::Date => "no date; write 2024-01-02, or 长期 for no end",
        ValueProblem::DateOrder => "the end is before the beginning; check both",
        ValueProblem::Number => "must be a whole number from 0; check it",
        ValueProblem::Id => {
            "only 0-9 A-Z and . _ - are allowed, beginning with a digit or letter, at most 64; correct it"
        }
        ValueProblem::DepartmentMissing => {
            "a work number or a code of your own is unique only with its department; fill in the column, or say --department"
        }
        ValueProblem::CitizenId => {
            "this is a citizen id number, which is neither used nor kept; write the work number or the code"
        }
        ValueProblem::ConflictTarget => "give either an entity or a second inspector, exactly one of them",
        ValueProblem::ConflictKind => {
            "two inspectors are kept apart by rotation only; the law keeps an inspector from an entity"
        }
        ValueProblem::CellsExtra => {
            "this row has more cells than the header row, they may be shifted; look at commas and quotation marks"
        }
        ValueProblem::LineLong => "this row is too long; shorten it",
        // These have words of their own above.
        ValueProblem::Text(_)
        | ValueProblem::CodeLength { .. }
        | ValueProblem::CodeCharacter { .. }
        | ValueProblem::CodeCheck { .. }
        | ValueProblem::CodeSeparated { .. }
        | ValueProblem::RegistrationCharacter { .. }
        | ValueProblem::Merged { .. }
        | ValueProblem::Word { .. }
        | ValueProblem::NotCase { .. }
        | ValueProblem::Duplicate { .. }
        | ValueProblem::DuplicateCode { .. }
        | ValueProblem::TwoCodes { .. } => "",
    }
}

/// What is wrong with a text, in Chinese.
pub(super) fn text_zh(error: &TextError) -> String {
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
