//! Number formats that show more than the number: `000000`, `"SC"0000`, `0000-00`.
//!
//! What a person reads in such a cell is a code; what the file holds is a number without its zeros and letters. So a code
//! is not taken from it.
//!
//! Source: ECMA-376 part 1, 18.8.31 (number format codes); the same codes stand in `.xls` and in SpreadsheetML.

/// Whether a number format shows leading zeros, or letters and marks among the digits.
pub(crate) fn shows_more(format: &str) -> bool {
    // The first section is that of positive numbers.
    let mut characters = first_section(format).chars();
    let (mut zeros, mut digits, mut marks, mut in_fraction) = (0, 0, false, false);
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                // Up to the closing mark, whatever stands there.
                let letters = characters.by_ref().take_while(|c| *c != '"').filter(|c| c.is_alphanumeric());
                marks |= letters.count() > 0;
            }
            '\\' => marks |= characters.next().is_some_and(|c| c.is_alphanumeric()),
            // A space as wide as the next character, or the character that fills the cell.
            '_' | '*' => drop(characters.next()),
            // A colour, a condition or a language.
            '[' => drop(characters.by_ref().find(|c| *c == ']')),
            '.' => in_fraction = true,
            '0' if !in_fraction => {
                zeros += 1;
                digits += 1;
            }
            '0' | '#' | '?' => digits += 1,
            ',' | ' ' | '%' | '(' | ')' | '$' | '¥' | '￥' | '€' | '+' => {}
            // The exponent of 0.00E+00 has two zeros of its own.
            'E' | 'e' => in_fraction = true,
            '@' => return false,
            '-' | '/' | ':' => marks |= digits > 0,
            // Days, times and `General`.
            _ => return false,
        }
    }
    digits > 0 && (zeros >= 2 || marks)
}

fn first_section(format: &str) -> &str {
    let mut quoted = false;
    let end = format.find(|c| {
        quoted ^= c == '"';
        c == ';' && !quoted
    });
    end.and_then(|end| format.get(..end)).unwrap_or(format)
}

#[cfg(test)]
mod tests {
    use super::shows_more;

    #[test]
    fn formats_that_show_more_than_the_number() {
        for format in ["000000", "00", "0000_ ", "\"\"00000", "\"SC\"0000", "\"SC\"0", "\\S\\C000", "0000-00", "00:00"]
        {
            assert!(shows_more(format), "{format}");
        }
        let plain = [
            "General",
            "0",
            "0.00",
            "#,##0.00",
            "0%",
            "yyyy-mm-dd",
            "hh:mm",
            "@",
            "0.00E+00",
            "_ * #,##0.00_ ;-0",
            "$#,##0",
            "0_);(0)",
            "[Red]0",
            "\"¥\"#,##0.00",
            "",
        ];
        for format in plain {
            assert!(!shows_more(format), "{format}");
        }
    }
}
