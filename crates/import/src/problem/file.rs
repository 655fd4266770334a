//! What is wrong with a file as a whole, or with its form.

use crate::workbook::{READER_MEMORY_MIB_MAX, READER_SECONDS_MAX};
use records::lang::Lang;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Why a file, a sheet or a stretch of text is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileProblem {
    /// Nothing in it.
    Empty,
    /// A kind of file that is not read.
    Refused(Refusal),
    /// It would become much larger than it is.
    Bomb {
        /// Which limit: `entries`, `bytes`, `ratio`, `strings`, `cells`.
        what: Cow<'static, str>,
        /// The limit.
        limit: u64,
    },
    /// It does not keep to its own format.
    Damaged {
        /// What its reader said.
        reason: String,
    },
    /// The process that read it ended before it was done: a limit of [`crate::workbook`] was reached.
    ReaderEnded,
    /// Neither UTF-8 nor GB18030.
    EncodingUnknown,
    /// Bytes that the encoding does not have: often a file that was cut off.
    EncodingBroken {
        /// The encoding.
        encoding: Cow<'static, str>,
    },
    /// Several sheets with data.
    SheetChoice {
        /// Their names.
        sheets: Vec<String>,
    },
    /// No visible sheet with data, but hidden ones.
    SheetsHidden {
        /// Their names.
        sheets: Vec<String>,
    },
    /// No sheet of the name that was asked for.
    SheetMissing {
        /// The names that there are.
        sheets: Vec<String>,
    },
    /// No sheet, or no row, with data.
    NoData,
    /// More rows than a spreadsheet may have.
    TooManyRows {
        /// The limit.
        limit: u64,
    },
    /// A value in a column beyond the last that is read.
    TooManyColumns {
        /// The limit.
        limit: usize,
    },
    /// A quotation mark that is opened and never closed.
    QuoteOpen,
    /// A row longer than any real one.
    RowTooLong {
        /// The limit in bytes.
        limit: usize,
    },
}

impl FileProblem {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::Refused(refusal) => refusal.code(),
            Self::Bomb { .. } => "file-bomb",
            Self::Damaged { .. } => "file-damaged",
            Self::ReaderEnded => "file-reader-ended",
            Self::EncodingUnknown => "encoding-unknown",
            Self::EncodingBroken { .. } => "encoding-broken",
            Self::SheetChoice { .. } => "sheet-choice",
            Self::SheetsHidden { .. } => "sheet-hidden-only",
            Self::SheetMissing { .. } => "sheet-missing",
            Self::NoData => "sheet-empty",
            Self::TooManyRows { .. } => "rows-too-many",
            Self::TooManyColumns { .. } => "columns-too-many",
            Self::QuoteOpen => "quote-open",
            Self::RowTooLong { .. } => "row-too-long",
        }
    }

    /// What is wrong and what to do.
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Refused(refusal) => refusal.message(lang),
            Self::SheetChoice { sheets } | Self::SheetsHidden { sheets } | Self::SheetMissing { sheets } => {
                self.sheets(sheets, lang)
            }
            _ if lang == Lang::Zh => self.zh(),
            _ => self.en(),
        }
    }

    fn zh(&self) -> String {
        match self {
            Self::Bomb { what, limit } => {
                format!("压缩包超出限度（{what}，最多 {limit}），不予解开；请在 Excel 中另存为 xlsx 后重试")
            }
            Self::Damaged { reason } => format!("文件损坏或格式不符（{reason}）；请用 Excel 或 WPS 打开后另存为 xlsx"),
            Self::ReaderEnded => format!(
                "读取这个文件要用的内存超过 {READER_MEMORY_MIB_MAX} MiB 或用时超过 {READER_SECONDS_MAX} 秒，已中止；请删去多余的格式、图片和工作表后另存为 xlsx，或另存为 CSV"
            ),
            Self::EncodingUnknown => {
                "编码既不是 UTF-8 也不是 GB18030；请用 --encoding 指明，或在 Excel 中另存为“CSV UTF-8”".to_owned()
            }
            Self::EncodingBroken { encoding } => {
                format!("此处有不属于 {encoding} 的字节，文件可能被截断；请重新导出，或用 --encoding 指明编码")
            }
            Self::TooManyRows { limit } => format!("超过 {limit} 行；请另存为 CSV（行数不限），或拆成几个文件"),
            Self::TooManyColumns { limit } => format!("数据超出第 {limit} 列；请删除右边多余的内容"),
            Self::QuoteOpen => "引号有开头没有结尾，后面的行被并成一格；请补上引号，或在 Excel 中重新另存".to_owned(),
            Self::RowTooLong { limit } => format!("一行超过 {limit} 字节；请检查引号和换行"),
            Self::NoData => "没有任何数据行；请确认选对了文件和工作表".to_owned(),
            _ => "文件是空的；请确认选对了文件".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Bomb { what, limit } => {
                format!("the archive exceeds a limit ({what}, at most {limit}) and is not opened; save it anew as xlsx in Excel")
            }
            Self::Damaged { reason } => format!("the file is damaged or of another format ({reason}); open it in Excel or WPS and save it as xlsx"),
            Self::ReaderEnded => format!(
                "reading the file takes more than {READER_MEMORY_MIB_MAX} MiB of memory or {READER_SECONDS_MAX} seconds and was stopped; remove formats, pictures and sheets that are not needed and save it as xlsx, or save it as CSV"
            ),
            Self::EncodingUnknown => {
                "neither UTF-8 nor GB18030; name the encoding with --encoding, or save it as \"CSV UTF-8\" in Excel".to_owned()
            }
            Self::EncodingBroken { encoding } => {
                format!("bytes that {encoding} does not have, perhaps the file was cut off; export it anew, or name the encoding with --encoding")
            }
            Self::TooManyRows { limit } => format!("more than {limit} rows; save it as CSV, which has no limit, or as several files"),
            Self::TooManyColumns { limit } => format!("data beyond column {limit}; delete what stands to the right"),
            Self::QuoteOpen => "a quotation mark is opened and never closed, so that the following rows become one cell; close it, or save the file anew in Excel".to_owned(),
            Self::RowTooLong { limit } => format!("a row is longer than {limit} bytes; look at its quotation marks and line ends"),
            Self::NoData => "no row of data; make sure that it is the right file and sheet".to_owned(),
            _ => "the file is empty; make sure that it is the right file".to_owned(),
        }
    }

    fn sheets(&self, sheets: &[String], lang: Lang) -> String {
        let names: Vec<_> = sheets.iter().map(|name| super::visible(name)).collect();
        let names = names.join(lang.pick("、", ", "));
        match (self, lang) {
            (Self::SheetChoice { .. }, Lang::Zh) => format!("有几个工作表都有数据：{names}；请用 --sheet 指明一个"),
            (Self::SheetChoice { .. }, Lang::En) => format!("several sheets hold data: {names}; name one with --sheet"),
            (Self::SheetsHidden { .. }, Lang::Zh) => {
                format!("只有隐藏的工作表有数据：{names}；要读的话请用 --sheet 指明，否则请确认选对了文件")
            }
            (Self::SheetsHidden { .. }, Lang::En) => {
                format!(
                    "only hidden sheets hold data: {names}; name one with --sheet if it is wanted, else make sure that it is the right file"
                )
            }
            (_, Lang::Zh) => format!("没有这个工作表，只有：{names}；请改正 --sheet"),
            (_, Lang::En) => format!("there is no such sheet, only: {names}; correct --sheet"),
        }
    }
}

/// A kind of file that is recognised and not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// A web page that a system has named `.xls`.
    Html,
    /// A web archive (MHTML).
    WebArchive,
    /// XML that is not SpreadsheetML 2003.
    OtherXml,
    /// XML with a document type or entities.
    XmlEntities,
    /// WPS `.et`.
    WpsEt,
    /// Protected by a password.
    Password,
    /// An OLE file without a workbook: Word, PowerPoint, a mail, ….
    OtherOle,
    /// OpenDocument `.ods`.
    OpenDocument,
    /// Binary workbook `.xlsb`.
    BinaryWorkbook,
    /// An archive that is no workbook.
    OtherArchive,
    /// PDF.
    Pdf,
    /// Text in UTF-16, low byte first, that does not say so.
    UnmarkedUtf16Le,
    /// Text in UTF-16, high byte first, that does not say so.
    UnmarkedUtf16Be,
    /// Bytes that are no text.
    Binary,
}

impl Refusal {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Html => "file-html",
            Self::WebArchive => "file-web-archive",
            Self::OtherXml => "file-xml",
            Self::XmlEntities => "file-xml-entities",
            Self::WpsEt => "file-wps-et",
            Self::Password => "file-password",
            Self::OtherOle => "file-ole",
            Self::OpenDocument => "file-ods",
            Self::BinaryWorkbook => "file-xlsb",
            Self::OtherArchive => "file-archive",
            Self::Pdf => "file-pdf",
            Self::UnmarkedUtf16Le | Self::UnmarkedUtf16Be => "file-utf-16",
            Self::Binary => "file-binary",
        }
    }

    /// What it is and what to do.
    pub fn message(self, lang: Lang) -> String {
        let (zh, en) = match self {
            Self::Html => {
                ("这是网页（HTML），只是取名为表格", "this is a web page (HTML) that bears the name of a workbook")
            }
            Self::WebArchive => ("这是网页归档（MHTML）", "this is a web archive (MHTML)"),
            Self::OtherXml => ("这是 XML，但不是 Excel 2003 表格", "this is XML, but no Excel 2003 workbook"),
            Self::XmlEntities => (
                "XML 中有文档类型或实体声明，不予解析",
                "this XML declares a document type or entities, which are not read",
            ),
            Self::WpsEt => ("这是 WPS 表格（.et）", "this is a WPS workbook (.et)"),
            Self::Password => (
                "文件有密码保护；请打开后取消密码",
                "the file is protected by a password; open it and remove the password",
            ),
            Self::OtherOle => {
                ("这是别的 Office 文件，里面没有工作簿", "this is another kind of Office file without a workbook")
            }
            Self::OpenDocument => ("这是 OpenDocument 表格（.ods）", "this is an OpenDocument workbook (.ods)"),
            Self::BinaryWorkbook => ("这是二进制工作簿（.xlsb）", "this is a binary workbook (.xlsb)"),
            Self::OtherArchive => (
                "这是压缩包，不是工作簿；如果表格在里面，请先解压",
                "this is an archive and no workbook; unpack it first if the list is in it",
            ),
            Self::Pdf => ("这是 PDF；请向提供者要电子表格", "this is a PDF; ask for the workbook"),
            Self::UnmarkedUtf16Le => return utf_16("utf-16le", lang),
            Self::UnmarkedUtf16Be => return utf_16("utf-16be", lang),
            Self::Binary => ("这不是表格，也不是文本", "this is neither a workbook nor text"),
        };
        match lang {
            Lang::Zh => format!("{zh}；请用 Excel 或 WPS 打开，另存为 xlsx 后再导入"),
            Lang::En => format!("{en}; open it in Excel or WPS, save it as xlsx and import that"),
        }
    }
}

fn utf_16(name: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => {
            format!("像是没有标记的 UTF-16 文本；请加上 --encoding {name} 再导入，或在 Excel 中另存为“CSV UTF-8”")
        }
        Lang::En => format!(
            "this looks like UTF-16 text without a mark; say --encoding {name}, or save it as \"CSV UTF-8\" in Excel"
        ),
    }
}
