//! A Chinese message is Chinese: what stands in it in Latin letters is an id, the name of a file, a field, a value or
//! a check, and never an English word.

mod support;

use std::collections::BTreeSet;
use std::io::{self, Read};

use records::lang::Lang;
use support::{bundle, check, county, forge::Forge, recipe};
use verify::{BundleFiles, Check, Failure, FileEntry, MemoryBundle, Options, verify, why};

/// Runs of Latin letters, digits and low lines that begin with no digit. What is shorter than three is a name or the
/// rest of a word where a quotation begins or ends.
fn words(text: &str) -> BTreeSet<String> {
    let latin = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let is_word = |word: &&str| word.len() > 2 && word.starts_with(|c: char| !c.is_ascii_digit()) && !is_digest(word);
    latin.filter(is_word).map(str::to_owned).collect()
}

fn is_digest(word: &str) -> bool {
    word.len() >= 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Terms of art that are the same in both languages.
const TERMS: [&str; 3] = ["UTF", "RFC", "SHA"];

/// What may stand in a message about this bundle.
fn vocabulary(bundles: [&MemoryBundle; 2]) -> BTreeSet<String> {
    let mut known: BTreeSet<String> = TERMS.map(str::to_owned).into();
    known.extend(Check::ALL.iter().map(|check| check.name().to_owned()));
    for (path, bytes) in bundles.into_iter().flat_map(|bundle| &bundle.0) {
        known.extend(words(path));
        known.extend(words(&String::from_utf8_lossy(bytes)));
    }
    known
}

fn english(failure: &Failure, known: &BTreeSet<String>) -> Vec<String> {
    let values = [&failure.got, &failure.expected];
    let said: Vec<&str> = values.into_iter().flatten().map(|said| said.text(Lang::Zh)).collect();
    said.iter()
        .flat_map(|text| words(text))
        .filter(|word| !known.contains(word) && !FIELDS.contains(&word.as_str()))
        .collect()
}

/// Names of fields, values and terms of the protocol that a message may name although the bundle at hand has them not.
const FIELDS: [&str; 12] = [
    "absent",
    "home",
    "min",
    "max",
    "slips",
    "site",
    "outcome",
    "announcement",
    "attested",
    "anchored",
    "points",
    "roll",
];

#[test]
fn every_recipe_in_chinese() {
    let mut wrong = Vec::new();
    for file in recipe::recipes() {
        for case in &file.cases {
            let (base, spoilt) = (recipe::bundle_of(&case.base), case.apply());
            let failure = case.verdict().unwrap_err();
            let found = english(&failure, &vocabulary([&base, &spoilt]));
            if !found.is_empty() {
                wrong.push(format!("{}: {found:?}: {}", case.name, failure.message(Lang::Zh)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Lines that are no canonical text, of every kind, in a file that is read as a record and in one that is scanned.
#[test]
fn every_fault_of_a_line_in_chinese() {
    let base = recipe::base();
    let lines: [&[u8]; 19] = [
        b"\xff\n",
        b"{\"a\"\n",
        b"{\"a\":}\n",
        b"{\"a\": 1}\n",
        b"{\"a\":1}x\n",
        b"{\"a\":null}\n",
        b"{\"A\":1}\n",
        b"{\"a\":1,\"a\":1}\n",
        b"{\"b\":1,\"a\":1}\n",
        b"{\"a\":1.5}\n",
        b"{\"a\":01}\n",
        b"{\"a\":-0}\n",
        b"{\"a\":9007199254740992}\n",
        b"{\"a\":\"\x01\"}\n",
        b"{\"a\":\"\\u0041\"}\n",
        b"{\"a\":\"\\ud800\"}\n",
        b"[]\n",
        b"{}\n",
        b"{\"a\":tru}\n",
    ];
    let deep = format!("{{\"a\":{}{}}}\n", "[".repeat(40), "]".repeat(40));
    let long = format!("{{\"a\":\"{}\"}}\n", "x".repeat(1_100_000));
    let all = lines.into_iter().chain([deep.as_bytes(), long.as_bytes()]);
    for line in all {
        for path in ["plan.json", "lists/items.jsonl", "lists/entities.jsonl", "lists/barred.jsonl", "manifest.json"] {
            let mut forge = Forge::new(&base);
            forge.files.insert(path.to_owned(), line.to_vec());
            let spoilt = if path == "manifest.json" { MemoryBundle(forge.files) } else { forge.rebuild_manifest() };
            let failure = check(&spoilt).unwrap_err();
            assert!(failure.check <= Check::Format, "{failure}");
            let found = english(&failure, &vocabulary([&base, &spoilt]));
            assert!(found.is_empty(), "{found:?}: {}", failure.message(Lang::Zh));
            assert!(failure.message(Lang::En).is_ascii() || !failure.message(Lang::En).contains("字节"), "{failure}");
        }
    }
}

/// A folder whose files can't be read, for whatever reason.
struct Locked(MemoryBundle, io::ErrorKind);

impl BundleFiles for Locked {
    fn entries(&self) -> io::Result<Vec<FileEntry>> {
        self.0.entries()
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn Read + Send + '_>> {
        match path {
            "manifest.json" => self.0.open(path),
            _ => Err(io::Error::new(self.1, "the words of some system")),
        }
    }
}

#[test]
fn what_the_system_says_is_said_in_chinese() {
    for kind in
        [io::ErrorKind::NotFound, io::ErrorKind::PermissionDenied, io::ErrorKind::InvalidInput, io::ErrorKind::Other]
    {
        let base = recipe::base();
        let failure = verify(&Locked(base.clone(), kind), &Options::default()).unwrap_err();
        assert!(english(&failure, &vocabulary([&base, &base])).is_empty(), "{}", failure.message(Lang::Zh));
        assert!(failure.message(Lang::En).contains("the words of some system"), "{failure}");
        let empty = verify(&MemoryBundle::default(), &Options::default()).unwrap_err();
        assert!(empty.message(Lang::Zh).contains("没有这个文件"), "{}", empty.message(Lang::Zh));
    }
}

/// The answers of `why`, for everybody and to every question, hold no English either.
#[test]
fn answers_in_chinese() {
    let base = bundle(&county::office(), &county::plan());
    let mut known = vocabulary([&base, &base]);
    known.extend(["printf", "s", "sha256sum", "NOBODY"].map(str::to_owned));
    let ids: Vec<String> = Forge::new(&base)
        .lines("lists/entities.jsonl")
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    let key = Forge::new(&base).object("draw/record.json")["keys"][0]["k"].as_str().unwrap().to_owned();
    for asked in ids.iter().map(String::as_str).chain(["OLD-4", "NOBODY"]) {
        let text = why(&base, asked, None, &Options::default()).unwrap().message(Lang::Zh).replace(&key, "");
        let found: Vec<String> = words(&text).into_iter().filter(|word| !known.contains(word)).collect();
        assert!(found.is_empty(), "{found:?}: {text}");
    }
}
