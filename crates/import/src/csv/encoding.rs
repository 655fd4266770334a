//! In which encoding a text is: a byte order mark, then strict UTF-8, then GB18030 without a malformed byte, then ask.
//!
//! Nothing is guessed by frequency: that takes fifty times as long as decoding, and is wrong on short files.

use encoding_rs::{Decoder, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::io::{self, Read};

/// An encoding that files of the field come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// GB18030, and with it GBK and GB2312.
    Gb18030,
    /// UTF-16, low byte first, as Excel's "Unicode text".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
}

impl Encoding {
    /// The name, as `--encoding` takes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gb18030 => "gb18030",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }

    /// The encoding of that name; `gbk` and `gb2312` are parts of GB18030.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "gb18030" | "gbk" | "gb2312" | "cp936" => Some(Self::Gb18030),
            "utf-16le" | "utf-16" | "utf16" => Some(Self::Utf16Le),
            "utf-16be" => Some(Self::Utf16Be),
            _ => None,
        }
    }

    /// The text, if every byte of it belongs to this encoding.
    pub(crate) fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        self.table().decode_without_bom_handling_and_without_replacement(bytes)
    }

    fn table(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Gb18030 => GB18030,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
        }
    }
}

/// The byte order marks, and what each says.
const MARKS: [(&[u8], Encoding); 4] = [
    (b"\xEF\xBB\xBF", Encoding::Utf8),
    (b"\xFF\xFE", Encoding::Utf16Le),
    (b"\xFE\xFF", Encoding::Utf16Be),
    (b"\x84\x31\x95\x33", Encoding::Gb18030),
];

/// The encoding that a byte order mark says, and the length of the mark.
pub(crate) fn byte_order_mark(bytes: &[u8]) -> Option<(Encoding, usize)> {
    MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(mark, encoding)| (*encoding, mark.len()))
}

/// What a stretch of text without a mark says of its encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guess {
    /// Only ASCII so far, which is the same in both.
    Undecided,
    Found(Encoding),
    /// Neither fits.
    Neither,
}

/// Judges whole records.
pub(crate) fn guess(bytes: &[u8]) -> Guess {
    if bytes.is_ascii() {
        return Guess::Undecided;
    }
    // A file that was cut off in the middle of a character is still UTF-8, though it may happen to be readable as GB18030.
    if let Err(error) = std::str::from_utf8(bytes)
        && error.error_len().is_none()
        && !bytes.get(..error.valid_up_to()).unwrap_or_default().is_ascii()
    {
        return Guess::Found(Encoding::Utf8);
    }
    let fits = |encoding: &Encoding| encoding.decode(bytes).is_some();
    [Encoding::Utf8, Encoding::Gb18030].into_iter().find(fits).map_or(Guess::Neither, Guess::Found)
}

/// UTF-16 on its way in, as UTF-8. A malformed unit becomes U+FFFD, which the check of texts refuses with its row.
pub(crate) struct WideReader<R> {
    source: R,
    decoder: Decoder,
    input: Vec<u8>,
    output: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl<R: Read> WideReader<R> {
    pub fn new(source: R, encoding: Encoding) -> Self {
        let decoder = encoding.table().new_decoder_without_bom_handling();
        Self { source, decoder, input: vec![0; 1 << 16], output: Vec::new(), taken: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let got = self.source.read(&mut self.input)?;
        self.ended = got == 0;
        let piece = self.input.get(..got).unwrap_or_default();
        // Three bytes of UTF-8 for two of UTF-16 at most, and one replacement at the end.
        self.output.resize(piece.len() * 2 + 16, 0);
        let (_, _, written, _) = self.decoder.decode_to_utf8(piece, &mut self.output, self.ended);
        self.output.truncate(written);
        self.taken = 0;
        Ok(())
    }
}

impl<R: Read> Read for WideReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken >= self.output.len() {
            if self.ended {
                return Ok(0);
            }
            self.refill()?;
        }
        let ready = self.output.get(self.taken..).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(ready) {
            *to = *from;
        }
        self.taken += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder() {
        let gb = GB18030.encode("企业名称,某某商贸有限公司").0;
        assert_eq!(guess(&gb), Guess::Found(Encoding::Gb18030));
        assert_eq!(guess("企业名称".as_bytes()), Guess::Found(Encoding::Utf8));
        assert_eq!(guess(b"name"), Guess::Undecided);
        assert_eq!(guess(b"\xC6\xF3\xFF"), Guess::Neither);
        let cut = "某某商贸有限公司".as_bytes();
        assert_eq!(guess(&cut[..cut.len() - 1]), Guess::Found(Encoding::Utf8));
        assert_eq!(byte_order_mark(b"\x84\x31\x95\x33a"), Some((Encoding::Gb18030, 4)));
        assert_eq!(byte_order_mark(b"a"), None);
    }

    #[test]
    fn utf_16_in_small_pieces() {
        struct Drip<'b>(&'b [u8]);
        impl Read for Drip<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0.take(1).read(buffer).inspect(|got| self.0 = &self.0[*got..])
            }
        }
        let text = "统一社会信用代码\t𠮷野家\r\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut out = String::new();
        WideReader::new(Drip(&bytes), Encoding::Utf16Le).read_to_string(&mut out).unwrap();
        assert_eq!(out, text);
        let mut cut = String::new();
        WideReader::new(&bytes[..3], Encoding::Utf16Le).read_to_string(&mut cut).unwrap();
        assert_eq!(cut, "统\u{fffd}");
    }
}
