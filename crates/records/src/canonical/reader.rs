//! One pass over canonical text, which checks every byte and tells where the top-level fields are.
//!
//! It is written by hand because ten million lines go through it before a draw: no allocation,
//! no table, eight bytes at a time inside strings.

use std::ops::Range;

use super::{CanonicalError, DEPTH_MAX, INTEGER_MAX};

/// Where one field of the top-level object is: its key without quotes, and its raw value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub key: Range<usize>,
    pub value: Range<usize>,
}

/// The text of UTF-8 bytes.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, CanonicalError> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| CanonicalError::Utf8 { position: error.valid_up_to() })
}

/// Checks a whole text whose top level must be an object, and gives each of its fields in order.
pub(super) fn read_object(text: &str, field: impl FnMut(Field)) -> Result<(), CanonicalError> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    if reader.peek() != Some(b'{') {
        return Err(reader.unexpected("an object, {"));
    }
    reader.object(1, field)?;
    match reader.peek() {
        None => Ok(()),
        Some(b' ' | b'\t' | b'\n' | b'\r') => Err(CanonicalError::WhiteSpace { position: reader.at }),
        Some(_) => Err(CanonicalError::Trailing { position: reader.at }),
    }
}

/// Length of the value at the start of a text that has been checked.
pub(super) fn value_length(text: &str) -> Option<usize> {
    let mut reader = Reader { text, bytes: text.as_bytes(), at: 0 };
    reader.value(0).ok()?;
    Some(reader.at)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    #[inline]
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Checks the value here, which stands inside `depth` levels.
    fn value(&mut self, depth: usize) -> Result<(), CanonicalError> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.integer(),
            Some(b'{') => self.object(depth + 1, |_| {}),
            Some(b'[') => self.array(depth + 1),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') if self.rest().starts_with(b"null") => Err(CanonicalError::Null { position: self.at }),
            _ => Err(self.unexpected("a string, integer, boolean, array or object")),
        }
    }

    fn object(&mut self, depth: usize, mut field: impl FnMut(Field)) -> Result<(), CanonicalError> {
        self.enter(depth)?;
        if self.take(b'}') {
            return Ok(());
        }
        let mut previous = 0..0;
        loop {
            let key = self.key()?;
            self.check_order(&previous, &key)?;
            self.expect(b':', "a colon")?;
            let start = self.at;
            self.value(depth)?;
            field(Field { key: key.clone(), value: start..self.at });
            previous = key;
            if self.take(b'}') {
                return Ok(());
            }
            self.expect(b',', "a comma or }")?;
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), CanonicalError> {
        self.enter(depth)?;
        if self.take(b']') {
            return Ok(());
        }
        loop {
            self.value(depth)?;
            if self.take(b']') {
                return Ok(());
            }
            self.expect(b',', "a comma or ]")?;
        }
    }

    fn enter(&mut self, depth: usize) -> Result<(), CanonicalError> {
        if depth > DEPTH_MAX {
            return Err(CanonicalError::Depth { position: self.at });
        }
        self.at += 1;
        Ok(())
    }

    /// Checks a key with its quotes and gives what is between them.
    fn key(&mut self) -> Result<Range<usize>, CanonicalError> {
        self.expect(b'"', "a key in quotes")?;
        let start = self.at;
        let length = self
            .rest()
            .iter()
            .position(|byte| !matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
            .unwrap_or(self.rest().len());
        self.at += length;
        match self.peek() {
            Some(b'"') if length > 0 => {
                self.at += 1;
                Ok(start..start + length)
            }
            None => Err(self.unexpected("the end of a key")),
            Some(_) => Err(CanonicalError::Key { position: self.at }),
        }
    }

    /// Keys are ASCII, so that the order of their bytes is the UTF-16 order of RFC 8785.
    fn check_order(&self, previous: &Range<usize>, key: &Range<usize>) -> Result<(), CanonicalError> {
        // Most keys differ in the first byte. An empty range is that of no key yet, and sorts before every key.
        if self.bytes.get(previous.start) < self.bytes.get(key.start) {
            return Ok(());
        }
        match self.bytes.get(previous.clone()).cmp(&self.bytes.get(key.clone())) {
            std::cmp::Ordering::Less => Ok(()),
            std::cmp::Ordering::Equal => Err(CanonicalError::KeyRepeated { position: key.start }),
            std::cmp::Ordering::Greater => Err(CanonicalError::KeyOrder { position: key.start }),
        }
    }

    fn string(&mut self) -> Result<(), CanonicalError> {
        self.at += 1;
        loop {
            self.at += plain_length(self.rest());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape()?,
                Some(control) => {
                    let got = char::from(control);
                    return Err(CanonicalError::Control { position: self.at, got });
                }
                None => return Err(self.unexpected("the end of a string")),
            }
        }
    }

    /// The escapes of RFC 8785, section 3.2.2.2: a short one where there is one, otherwise `\u00`
    /// and two lower-case digits, for C0 controls only.
    fn escape(&mut self) -> Result<(), CanonicalError> {
        let position = self.at;
        let length = match self.rest() {
            [b'\\', b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            // Without 08 09 0a 0c 0d, which have short forms.
            [b'\\', b'u', b'0', b'0', b'0', b'0'..=b'7' | b'b' | b'e' | b'f', ..] => 6,
            [b'\\', b'u', b'0', b'0', b'1', b'0'..=b'9' | b'a'..=b'f', ..] => 6,
            [b'\\', b'u', b'd' | b'D', b'8' | b'9' | b'a'..=b'f' | b'A'..=b'F', ..] => {
                return Err(CanonicalError::Surrogate { position });
            }
            _ => return Err(CanonicalError::Escape { position }),
        };
        self.at += length;
        Ok(())
    }

    fn integer(&mut self) -> Result<(), CanonicalError> {
        let position = self.at;
        let negative = self.take(b'-');
        let first = self.at;
        let mut value: i64 = 0;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value.saturating_mul(10).saturating_add(i64::from(digit - b'0'));
            self.at += 1;
        }
        let length = self.at - first;
        if length == 0 {
            return Err(self.unexpected("a digit"));
        }
        if let Some(b'.' | b'e' | b'E') = self.peek() {
            return Err(CanonicalError::NotInteger { position: self.at });
        }
        if length > 1 && self.bytes.get(first) == Some(&b'0') {
            return Err(CanonicalError::LeadingZero { position });
        }
        if negative && value == 0 {
            return Err(CanonicalError::NegativeZero { position });
        }
        if value > INTEGER_MAX {
            return Err(CanonicalError::IntegerRange { position });
        }
        Ok(())
    }

    fn word(&mut self, word: &'static str) -> Result<(), CanonicalError> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(self.unexpected(word));
        }
        self.at += word.len();
        Ok(())
    }

    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    #[inline]
    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), CanonicalError> {
        if self.take(byte) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    #[inline]
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// The error for what stands here: white space, another character, or the end.
    #[cold]
    fn unexpected(&self, expected: &'static str) -> CanonicalError {
        let position = self.at;
        match self.text.get(position..).and_then(|rest| rest.chars().next()) {
            Some(' ' | '\t' | '\n' | '\r') => CanonicalError::WhiteSpace { position },
            Some(got) => CanonicalError::Unexpected { position, got, expected },
            None => CanonicalError::End { position, expected },
        }
    }
}

/// Number of bytes in front of the first `"`, `\` or C0 control.
#[inline]
pub(super) fn plain_length(bytes: &[u8]) -> usize {
    let (words, tail) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let stops = stops_in(u64::from_le_bytes(*word));
        if stops != 0 {
            // At most 7, so no bit is lost.
            return index * 8 + usize::from(stops.trailing_zeros().to_le_bytes()[0] / 8);
        }
    }
    let stop = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    words.len() * 8 + tail.iter().position(stop).unwrap_or(tail.len())
}

/// The high bit of each byte that is `"`, `\` or below 0x20. A borrow can set bits above the first
/// true one, never below it, so that the lowest bit is exact.
#[inline]
fn stops_in(word: u64) -> u64 {
    const ONES: u64 = u64::from_le_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_le_bytes([0x80; 8]);
    let zero_bytes = |word: u64| word.wrapping_sub(ONES) & !word;
    let quotes = zero_bytes(word ^ (ONES * b'"' as u64));
    let backslashes = zero_bytes(word ^ (ONES * b'\\' as u64));
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    (quotes | backslashes | controls) & HIGH
}
