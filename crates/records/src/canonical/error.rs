//! Why bytes are not canonical text, or a value has none.

/// Why bytes are not canonical text, or a value has none. Positions are byte offsets from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// More bytes than a line or an object file may have.
    #[error("{got} bytes; expected at most {expected}")]
    TooLong {
        /// Bytes found.
        got: usize,
        /// Most bytes allowed.
        expected: usize,
    },
    /// Bytes that are not UTF-8.
    #[error("byte {position}: not UTF-8")]
    Utf8 {
        /// Byte offset of the first wrong sequence.
        position: usize,
    },
    /// The text ends within a value.
    #[error("byte {position}: the text ends here; expected {expected}")]
    End {
        /// Length of the text.
        position: usize,
        /// What should follow.
        expected: &'static str,
    },
    /// A character that can't stand there.
    #[error("byte {position}: got {got:?}; expected {expected}")]
    Unexpected {
        /// Byte offset.
        position: usize,
        /// The character.
        got: char,
        /// What should stand there.
        expected: &'static str,
    },
    /// White space between tokens, or a line end after the object.
    #[error("byte {position}: white space between tokens; canonical text has none")]
    WhiteSpace {
        /// Byte offset.
        position: usize,
    },
    /// Something after the end of the object.
    #[error("byte {position}: something follows the end of the object")]
    Trailing {
        /// Byte offset.
        position: usize,
    },
    /// A null. An absent value has no key.
    #[error("byte {position}: null; an absent value has no key")]
    Null {
        /// Byte offset.
        position: usize,
    },
    /// More than 32 levels of arrays and objects.
    #[error("byte {position}: more than 32 levels of arrays and objects")]
    Depth {
        /// Byte offset.
        position: usize,
    },
    /// An empty key, or a character in a key other than `a-z 0-9 _`.
    #[error("byte {position}: a key is one or more of a-z 0-9 _")]
    Key {
        /// Byte offset.
        position: usize,
    },
    /// The same key twice.
    #[error("byte {position}: the same key twice in one object")]
    KeyRepeated {
        /// Byte offset of the second.
        position: usize,
    },
    /// A key that sorts before the one in front of it.
    #[error("byte {position}: this key sorts before the one in front of it")]
    KeyOrder {
        /// Byte offset of the key.
        position: usize,
    },
    /// A number with a fraction or an exponent.
    #[error("byte {position}: a fraction or exponent; expected an integer")]
    NotInteger {
        /// Byte offset of the point or the letter.
        position: usize,
    },
    /// A number with leading zeros.
    #[error("byte {position}: an integer with leading zeros")]
    LeadingZero {
        /// Byte offset of the number.
        position: usize,
    },
    /// Minus zero.
    #[error("byte {position}: -0; expected 0")]
    NegativeZero {
        /// Byte offset of the number.
        position: usize,
    },
    /// An integer beyond 2^53 − 1.
    #[error("byte {position}: an integer beyond 2^53 - 1")]
    IntegerRange {
        /// Byte offset of the number.
        position: usize,
    },
    /// A control character that is not escaped.
    #[error("byte {position}: the control character {got:?} is not escaped")]
    Control {
        /// Byte offset.
        position: usize,
        /// The character.
        got: char,
    },
    /// An escape that is not the shortest form of its character, or not needed.
    #[error("byte {position}: an escape that RFC 8785 does not use for this character")]
    Escape {
        /// Byte offset of the backslash.
        position: usize,
    },
    /// An escaped surrogate.
    #[error("byte {position}: an escaped surrogate; expected the character itself")]
    Surrogate {
        /// Byte offset of the backslash.
        position: usize,
    },
    /// A value that canonical text can't hold, when writing.
    #[error("{path}: {got}; expected {expected}")]
    Value {
        /// Where it stands: `$`, then `.key` and `[index]`.
        path: String,
        /// What it is.
        got: String,
        /// What canonical text holds instead.
        expected: &'static str,
    },
    /// A type that serde could not turn into JSON.
    #[error("not serializable: {message}")]
    Serialize {
        /// What serde said.
        message: String,
    },
    /// Canonical text of another record than the one asked for.
    #[error("canonical text, but not of this record: {message}")]
    Shape {
        /// What serde said, with line and column.
        message: String,
    },
}

impl CanonicalError {
    /// Stable code of this error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "canonical-too-long",
            Self::Utf8 { .. } => "canonical-utf8",
            Self::End { .. } => "canonical-end",
            Self::Unexpected { .. } => "canonical-unexpected",
            Self::WhiteSpace { .. } => "canonical-white-space",
            Self::Trailing { .. } => "canonical-trailing",
            Self::Null { .. } => "canonical-null",
            Self::Depth { .. } => "canonical-depth",
            Self::Key { .. } => "canonical-key",
            Self::KeyRepeated { .. } => "canonical-key-repeated",
            Self::KeyOrder { .. } => "canonical-key-order",
            Self::NotInteger { .. } => "canonical-not-integer",
            Self::LeadingZero { .. } => "canonical-leading-zero",
            Self::NegativeZero { .. } => "canonical-negative-zero",
            Self::IntegerRange { .. } => "canonical-integer-range",
            Self::Control { .. } => "canonical-control",
            Self::Escape { .. } => "canonical-escape",
            Self::Surrogate { .. } => "canonical-surrogate",
            Self::Value { .. } => "canonical-value",
            Self::Serialize { .. } => "canonical-serialize",
            Self::Shape { .. } => "canonical-shape",
        }
    }

    /// Byte offset from 0, where the error is one of bytes.
    pub fn position(&self) -> Option<usize> {
        match self {
            Self::Utf8 { position }
            | Self::End { position, .. }
            | Self::Unexpected { position, .. }
            | Self::WhiteSpace { position }
            | Self::Trailing { position }
            | Self::Null { position }
            | Self::Depth { position }
            | Self::Key { position }
            | Self::KeyRepeated { position }
            | Self::KeyOrder { position }
            | Self::NotInteger { position }
            | Self::LeadingZero { position }
            | Self::NegativeZero { position }
            | Self::IntegerRange { position }
            | Self::Control { position, .. }
            | Self::Escape { position }
            | Self::Surrogate { position } => Some(*position),
            Self::TooLong { .. } | Self::Value { .. } | Self::Serialize { .. } | Self::Shape { .. } => None,
        }
    }
}
