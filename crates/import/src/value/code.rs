//! Codes of entities: what is an id as it stands, what is one only through derivation, and what is wrong.

use crate::problem::ValueProblem;
use records::id::Id;
use records::text::fold_code;
use records::uscc::{Code, CodeError};

/// What a text in a column of codes is.
#[derive(Debug, PartialEq)]
pub(crate) enum CodeForm {
    /// An id as it stands: a business code, or a code of one's own that is long or prefixed enough to be one.
    Id,
    /// A 15-digit number whose check digit does not fit, which happens.
    OldNumber {
        /// The digit that fits.
        expected: char,
    },
    /// A code of one's own, of which an id is derived with the department.
    Local,
}

/// Length from which a code without a separator cannot be told from a mistyped business code, and up to which.
const LIKE_A_CODE: std::ops::RangeInclusive<usize> = 10..=20;

/// Tells what a folded code is.
///
/// 18 characters are a Unified Social Credit Code and 15 digits a registration number. Digits alone of another length
/// have probably lost zeros at either end. Anything with a prefix (`SC-0001`), a name or a short mark with a letter is a
/// code of one's own.
pub(crate) fn entity_code(code: &str) -> Result<CodeForm, ValueProblem> {
    let length = code.chars().count();
    let has_separator = code.contains(['-', '.', '_']);
    let only_digits = code.bytes().all(|byte| byte.is_ascii_digit());
    if is_scientific(code) {
        return Err(ValueProblem::Scientific);
    }
    if let Some(got) = code.chars().next().filter(|c| matches!(c, '=' | '+' | '-' | '@' | '\'')) {
        // The beginning of a formula that has become a text; no code of anybody's begins so.
        return Err(ValueProblem::CodeCharacter { position: 1, got });
    }
    if let Some(problem) = separated(code) {
        return Err(problem);
    }
    let is_code = code.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if length == 18 && !has_separator || length == 15 && only_digits {
        return match Code::parse(code) {
            Ok(Code::Uscc(_)) => Ok(CodeForm::Id),
            Ok(Code::Registration15(number)) => Ok(number
                .check_digit_warning()
                .map_or(CodeForm::Id, |warning| CodeForm::OldNumber { expected: warning.expected })),
            Err(CodeError::Check { expected, .. }) => Err(ValueProblem::CodeCheck { expected }),
            Err(CodeError::Character { position, got }) => Err(ValueProblem::CodeCharacter { position, got }),
            Err(CodeError::Length { got }) => Err(ValueProblem::CodeLength { got }),
        };
    }
    if is_code
        && length == 15
        && let Some((index, got)) = code.chars().enumerate().find(|(_, c)| !c.is_ascii_digit())
    {
        return Err(ValueProblem::RegistrationCharacter { position: index + 1, got });
    }
    if is_code && (only_digits || LIKE_A_CODE.contains(&length)) {
        return Err(ValueProblem::CodeLength { got: length });
    }
    Ok(local_code(code))
}

/// A business code that somebody has grouped with hyphens or blanks, which would pass for a code of one's own.
///
/// Its third to eighth characters are the digits of a place (GB 32100-2015, 5.3); the one before them is a digit too.
fn separated(code: &str) -> Option<ValueProblem> {
    if code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let plain = without_separators(code);
    let bytes = plain.as_bytes();
    if plain.len() == code.len() || !bytes.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return None;
    }
    let all_digits = bytes.iter().all(u8::is_ascii_digit);
    let has_place = bytes.get(1..8).is_some_and(|place| place.iter().all(u8::is_ascii_digit));
    match plain.len() {
        15 if all_digits => Some(ValueProblem::CodeSeparated { plain }),
        18 if has_place => Some(ValueProblem::CodeSeparated { plain }),
        got @ (16 | 17 | 19) if has_place => Some(ValueProblem::CodeLength { got }),
        _ => None,
    }
}

fn without_separators(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '_' | '–' | '—' | '·')).collect()
}

/// Whether a code may be one of those that a person has to vouch for: wrong only in its check character, or right and
/// still like the number of a person.
pub(crate) fn can_be_accepted(code: &str) -> bool {
    match entity_code(code) {
        Err(ValueProblem::CodeCheck { .. }) => !is_citizen_id(code),
        Ok(CodeForm::Id) => is_citizen_id(code),
        _ => false,
    }
}

/// Tells whether a code of one's own (equipment, project, trader without a licence) is an id as it stands.
pub(crate) fn local_code(code: &str) -> CodeForm {
    let tells_apart = code.contains(['-', '.', '_']) || code.len() >= 16;
    if tells_apart && Id::check(code).is_ok() { CodeForm::Id } else { CodeForm::Local }
}

/// Whether a text is a number that a spreadsheet has shortened: `9.16108E+17`.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let signed = exponent.strip_prefix(['+', '-']);
    let (whole, fraction) =
        mantissa.split_once('.').map_or((mantissa, None), |(whole, fraction)| (whole, Some(fraction)));
    // Without a point and a sign `12E34567` may be a code.
    digits(whole)
        && fraction.is_none_or(digits)
        && digits(signed.unwrap_or(exponent))
        && (fraction.is_some() || signed.is_some())
}

/// Whether a text is a valid citizen id number, of which nothing may be kept.
///
/// Source: GB 11643-1999 (18 characters, ISO 7064 MOD 11-2).
pub(crate) fn is_citizen_id(text: &str) -> bool {
    const CHECKS: &[u8; 11] = b"10X98765432";
    let Ok(bytes) = <&[u8; 18]>::try_from(text.as_bytes()) else { return false };
    let (body, last) = bytes.split_at(17);
    if !body.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let mut sum = 0;
    let mut weight = 1;
    for digit in body.iter().rev() {
        weight = weight * 2 % 11;
        sum += weight * usize::from(digit - b'0');
    }
    CHECKS.get(sum % 11) == last.first() && text.get(6..14).and_then(super::date::parse_day).is_some()
}

/// Whether a text holds a citizen id number, however it is wrapped, grouped or widened: eighteen characters that are no
/// part of a longer number.
pub(crate) fn holds_citizen_id(text: &str) -> bool {
    // Nearly every text ends here, and a code that is folded already needs no other form of it.
    let is_ascii = text.is_ascii();
    let digits = if is_ascii {
        text.bytes().filter(u8::is_ascii_digit).count()
    } else {
        text.chars().filter(|c| c.is_numeric()).count()
    };
    if digits < 17 {
        return false;
    }
    let is_part = |c: char| c.is_ascii_digit() || c == 'X';
    let found =
        |plain: &str| plain.split(|c| !is_part(c)).any(|run| is_citizen_id(run.strip_prefix('X').unwrap_or(run)));
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
        return found(text);
    }
    found(&without_separators(&fold_code(text).0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_by_their_form() {
        assert_eq!(entity_code("91350100M000100Y43"), Ok(CodeForm::Id));
        assert_eq!(entity_code("91350100M000100Y44"), Err(ValueProblem::CodeCheck { expected: '3' }));
        assert_eq!(entity_code("91350100M000100I43"), Err(ValueProblem::CodeCharacter { position: 16, got: 'I' }));
        assert_eq!(entity_code("9.16108E+17"), Err(ValueProblem::Scientific));
        assert_eq!(entity_code("1135010000010"), Err(ValueProblem::CodeLength { got: 13 }));
        assert_eq!(entity_code("1234"), Err(ValueProblem::CodeLength { got: 4 }));
        assert_eq!(entity_code("91350100M000100Y4"), Err(ValueProblem::CodeLength { got: 17 }));
        assert_eq!(entity_code("=A1"), Err(ValueProblem::CodeCharacter { position: 1, got: '=' }));
        assert_eq!(entity_code("SC-0001"), Ok(CodeForm::Id));
        assert_eq!(entity_code("DT001"), Ok(CodeForm::Local));
        assert_eq!(entity_code("城关电梯1号"), Ok(CodeForm::Local));
        assert!(matches!(entity_code("350100100000011"), Ok(CodeForm::Id | CodeForm::OldNumber { .. })));
    }

    #[test]
    fn real_codes_with_a_wrong_check_character() {
        for (code, expected) in [("916108212240046410", 'T'), ("91610113321974112N", 'Q')] {
            assert!(matches!(entity_code(code), Err(ValueProblem::CodeCheck { .. })), "{code} {expected}");
        }
    }

    #[test]
    fn numbers_that_were_shortened() {
        for text in ["9.16108E+17", "9E+17", "9.1E17", "9.16108e+17"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["12E34567", "91350100M000100Y43", "E1", "1E", "SC.E+1", ""] {
            assert!(!is_scientific(text), "{text}");
        }
    }

    #[test]
    fn citizen_ids() {
        // The example of the standard.
        assert!(is_citizen_id("11010519491231002X"));
        assert!(!is_citizen_id("110105194912310021"));
        assert!(!is_citizen_id("91350100M000100Y43"));
    }

    #[test]
    fn a_grouped_code_is_no_code_of_ones_own() {
        let plain = "91350100MA0000002T".to_owned();
        for text in ["91350100-MA0000002T", "91350100 MA000 0002T", "9135_0100.MA0000002T"] {
            assert_eq!(entity_code(text), Err(ValueProblem::CodeSeparated { plain: plain.clone() }), "{text}");
        }
        assert!(matches!(entity_code("3501-0010-0000-012"), Err(ValueProblem::CodeSeparated { .. })));
        assert_eq!(entity_code("9135_0100MA000000X"), Err(ValueProblem::CodeLength { got: 17 }));
        for own in ["SB-350100-2020-0001", "DT-9901-0001", "QX-DT-20260000000001"] {
            assert_eq!(entity_code(own), Ok(CodeForm::Id), "{own}");
        }
        let letter = ValueProblem::RegistrationCharacter { position: 15, got: 'A' };
        assert_eq!(entity_code("35010010000001A"), Err(letter));
    }

    #[test]
    fn citizen_ids_in_disguise() {
        for text in [
            "11010519491231002x",
            "=\"11010519491231002X\"",
            "110105-19491231-002X",
            "SC11010519491231002X",
            "张三 11010519491231002X",
        ] {
            assert!(holds_citizen_id(text), "{text}");
        }
        for text in ["91350100M000100Y43", "31106109002019030001", "1110105194912310021", ""] {
            assert!(!holds_citizen_id(text), "{text}");
        }
    }

    #[test]
    fn only_a_check_character_and_a_likeness_can_be_vouched_for() {
        assert!(can_be_accepted("916108212240046410"));
        assert!(can_be_accepted("350102198001010492"));
        for code in
            ["1234567890123", "9.16108E+17", "91350100M000100I43", "11010519491231002X", "91350100M000100Y43", "SC-1"]
        {
            assert!(!can_be_accepted(code), "{code}");
        }
    }
}
