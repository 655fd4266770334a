//! Writing canonical text.

use serde::Serialize;
use serde_json::{Map, Number, Value};

use super::reader::plain_length;
use super::{CanonicalError, DEPTH_MAX, INTEGER_MAX};

/// The canonical text of a record, which must be an object at the top.
///
/// A type that serializes one key twice (through `flatten`) loses the first of the two: serde
/// does not tell them apart.
pub fn to_vec<T: Serialize + ?Sized>(record: &T) -> Result<Vec<u8>, CanonicalError> {
    let value =
        serde_json::to_value(record).map_err(|error| CanonicalError::Serialize { message: error.to_string() })?;
    value_to_vec(&value)
}

/// [`to_vec`] of a JSON value.
pub fn value_to_vec(value: &Value) -> Result<Vec<u8>, CanonicalError> {
    let Value::Object(fields) = value else {
        return Err(refused(&[], describe(value), "an object at the top"));
    };
    let mut out = Vec::new();
    write_object(fields, &mut Vec::new(), &mut out)?;
    Ok(out)
}

/// Appends a text in quotes, escaped as canonical text has it.
pub fn quote_into(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    loop {
        let (plain, stop) = rest.split_at_checked(plain_length(rest)).unwrap_or((rest, &[]));
        out.extend_from_slice(plain);
        let Some((byte, after)) = stop.split_first() else {
            break;
        };
        write_escape(*byte, out);
        rest = after;
    }
    out.push(b'"');
}

fn write_escape(byte: u8, out: &mut Vec<u8>) {
    let short = match byte {
        b'"' | b'\\' => byte,
        0x08 => b'b',
        0x09 => b't',
        0x0a => b'n',
        0x0c => b'f',
        0x0d => b'r',
        _ => {
            let low = byte & 15;
            let digit = if low < 10 { b'0' + low } else { b'a' + (low - 10) };
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', b'0' + (byte >> 4), digit]);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

/// One step from the top to a value, for the message of an error.
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

fn write_value<'a>(value: &'a Value, path: &mut Vec<Step<'a>>, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::String(text) => quote_into(text, out),
        Value::Number(number) => write_integer(number, path, out)?,
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Object(fields) => write_object(fields, path, out)?,
        Value::Array(items) => write_array(items, path, out)?,
        Value::Null => return Err(refused(path, "null".to_owned(), "no key at all")),
    }
    Ok(())
}

fn write_object<'a>(
    fields: &'a Map<String, Value>,
    path: &mut Vec<Step<'a>>,
    out: &mut Vec<u8>,
) -> Result<(), CanonicalError> {
    check_depth(path)?;
    // Sorted here, because a build with serde_json's `preserve_order` gives another order.
    let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
    sorted.sort_unstable_by_key(|(key, _)| key.as_bytes());
    out.push(b'{');
    for (index, (key, value)) in sorted.into_iter().enumerate() {
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
        if key.is_empty() || !key.bytes().all(allowed) {
            return Err(refused(path, format!("the key {key:?}"), "a key of a-z 0-9 _"));
        }
        if index > 0 {
            out.push(b',');
        }
        quote_into(key, out);
        out.push(b':');
        path.push(Step::Key(key));
        write_value(value, path, out)?;
        path.pop();
    }
    out.push(b'}');
    Ok(())
}

fn write_array<'a>(items: &'a [Value], path: &mut Vec<Step<'a>>, out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    check_depth(path)?;
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        path.push(Step::Index(index));
        write_value(item, path, out)?;
        path.pop();
    }
    out.push(b']');
    Ok(())
}

fn write_integer(number: &Number, path: &[Step<'_>], out: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match number.as_i64() {
        Some(value) if (-INTEGER_MAX..=INTEGER_MAX).contains(&value) => {
            out.extend_from_slice(value.to_string().as_bytes());
            Ok(())
        }
        _ => Err(refused(path, format!("the number {number}"), "an integer within 2^53 - 1")),
    }
}

fn check_depth(path: &[Step<'_>]) -> Result<(), CanonicalError> {
    // A container at the top has no step before it and is the first level.
    if path.len() >= DEPTH_MAX {
        return Err(refused(path, "one more level".to_owned(), "at most 32 levels"));
    }
    Ok(())
}

fn describe(value: &Value) -> String {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
    .to_owned()
}

fn refused(path: &[Step<'_>], got: String, expected: &'static str) -> CanonicalError {
    let mut text = String::from("$");
    for step in path {
        match step {
            Step::Key(key) => text.push_str(&format!(".{key}")),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    CanonicalError::Value { path: text, got, expected }
}
