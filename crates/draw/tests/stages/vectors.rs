//! Golden files in `tests/vectors/`. They are written only with `MINGQIAN_WRITE_VECTORS=1`;
//! otherwise what is computed must equal what is there, byte for byte.

use std::path::{Path, PathBuf};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

pub fn is_writing() -> bool {
    std::env::var_os("MINGQIAN_WRITE_VECTORS").is_some_and(|value| value == "1")
}

/// Compares with the file of that name, or writes it.
pub fn compare(name: &str, bytes: &[u8]) {
    let path = folder().join(name);
    if is_writing() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        return;
    }
    let expected = std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    if expected != bytes {
        let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (expected, got) = (show(&expected), show(bytes));
        let line = expected.lines().zip(got.lines()).position(|(a, b)| a != b);
        let at = line.unwrap_or(expected.lines().count().min(got.lines().count()));
        panic!(
            "{name}, line {}: the vector has\n{}\nand this is\n{}",
            at + 1,
            expected.lines().nth(at).unwrap_or("(end)"),
            got.lines().nth(at).unwrap_or("(end)"),
        );
    }
}

/// Compares a JSON value with its readable form in a file.
pub fn compare_json(name: &str, value: &serde_json::Value) {
    let mut text = serde_json::to_string_pretty(value).unwrap();
    text.push('\n');
    compare(name, text.as_bytes());
}
