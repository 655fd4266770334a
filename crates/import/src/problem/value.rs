//! What is wrong with a row or a cell.

use super::value_words;
use records::lang::Lang;
use records::text::TextError;

/// Why a value is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueProblem {
    /// A required cell is empty.
    Required,
    /// A required cell with a word that stands for nothing.
    Placeholder,
    /// A row of totals.
    TotalRow,
    /// What looks like a sample row, but does not stand directly below the header.
    SampleElsewhere,
    /// Merged cells among the data.
    Merged {
        /// Where they are.
        cells: String,
    },
    /// A character that a text may not hold.
    Text(TextError),
    /// A code of a wrong length.
    CodeLength {
        /// Its length.
        got: usize,
    },
    /// A code with separators or blanks in it.
    CodeSeparated {
        /// The code without them.
        plain: String,
    },
    /// Fifteen characters, not all of them digits.
    RegistrationCharacter {
        /// Position of the character, from 1.
        position: usize,
        /// The character.
        got: char,
    },
    /// An old registration number, beside a code, that is none.
    RegistrationForm,
    /// A code that Excel has turned into a day or into true and false.
    CodeChanged,
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
    /// The same code as in another row, of another department.
    DuplicateCode {
        /// The other row.
        row: u64,
        /// The other department, and this one.
        departments: [String; 2],
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
    /// A valid code that is also a valid citizen id number.
    CitizenIdCode,
    /// A day that has not come yet.
    DateFuture,
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
            Self::CodeSeparated { .. } => "code-separated",
            Self::RegistrationCharacter { .. } => "registration-character",
            Self::RegistrationForm => "registration-form",
            Self::CodeChanged => "code-changed",
            Self::Placeholder => "placeholder",
            Self::TotalRow => "total-row",
            Self::SampleElsewhere => "sample-elsewhere",
            Self::Merged { .. } => "merged-cells",
            Self::DuplicateCode { .. } => "duplicate-code",
            Self::CitizenIdCode => "citizen-id-code",
            Self::DateFuture => "date-future",
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
            Lang::Zh => value_words::zh(self),
            Lang::En => value_words::en(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ValueProblem;
    use records::lang::Lang;

    #[test]
    fn an_error_says_what_to_do_in_both_languages() {
        let separated = ValueProblem::CodeSeparated { plain: "91350100MA0000002T".to_owned() };
        for lang in [Lang::Zh, Lang::En] {
            assert!(separated.message(lang).contains("91350100MA0000002T"));
        }
    }
}
