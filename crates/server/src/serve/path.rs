//! From what a client sent to a file of the listing (RFC 3986).

use super::source::{Entry, Generation};

/// What is at a path.
pub(super) enum Found<'a> {
    File(&'a Entry),
    /// A folder without its slash; where it really is.
    Folder(String),
    Nothing,
}

/// Looks a path up. It is decoded once; what is no lawful name of a listed file is nothing, whatever else it may be.
pub(super) fn find<'a>(site: &'a Generation, raw: &str) -> Found<'a> {
    let Some(path) = raw.strip_prefix('/').and_then(decoded) else { return Found::Nothing };
    let name = path.strip_suffix('/').unwrap_or(&path);
    let lawful = name.is_empty() && path.is_empty()
        || name.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
            && !name.bytes().any(|byte| byte == b'\\' || byte.is_ascii_control());
    if !lawful {
        return Found::Nothing;
    }
    if path.is_empty() || path.ends_with('/') {
        return site.entry(&format!("{path}index.html")).map_or(Found::Nothing, Found::File);
    }
    match site.entry(&path) {
        Some(entry) => Found::File(entry),
        None if site.entry(&format!("{path}/index.html")).is_some() => Found::Folder(format!("/{}/", encoded(&path))),
        None => Found::Nothing,
    }
}

/// The path with `%XX` replaced, once; none if a `%` is not followed by two hex digits or the bytes are no UTF-8.
fn decoded(path: &str) -> Option<String> {
    if !path.contains('%') {
        return Some(path.to_owned());
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            let value = digit(rest.next())? * 16 + digit(rest.next())?;
            bytes.push(u8::try_from(value).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The path with everything but unreserved characters and slashes as `%XX`.
fn encoded(path: &str) -> String {
    use std::fmt::Write;
    path.bytes().fold(String::with_capacity(path.len()), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn paths_are_decoded_once_and_strictly() {
        assert_eq!(decoded("a%2Fb%25.c").as_deref(), Some("a/b%.c"));
        assert_eq!(decoded("%E6%8A%BD").as_deref(), Some("抽"));
        for wrong in ["%", "%2", "%zz", "%ff", "a%+1"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn encoding_comes_back(path in "\\PC{0,40}") {
            prop_assert_eq!(decoded(&encoded(&path)), Some(path));
        }
    }
}
