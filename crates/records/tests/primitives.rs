//! The primitives against `tests/vectors/primitives.json`, which another implementation computed.

use records::canonical;
use records::day::Day;
use records::entropy::{EntropyError, FinalSource};
use records::hash::{self, Digest};
use records::id::Id;
use records::ratio::{Ratio, Rounding};
use records::text;
use records::uscc::{Code, Registration15};
use serde_json::Value;

fn vectors(section: &str) -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/primitives.json");
    let file = std::fs::read_to_string(path).expect("the vectors are in the repository");
    let all: Value = serde_json::from_str(&file).expect("the vectors are JSON");
    all[section].clone()
}

fn rows(value: &Value) -> impl Iterator<Item = &Value> {
    let rows = value.as_array().expect("an array of vectors");
    assert!(!rows.is_empty());
    rows.iter()
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn bytes_of(value: &Value) -> Vec<u8> {
    hex::decode(text_of(value)).expect("hexadecimal digits")
}

fn key_of(value: &Value) -> [u8; 32] {
    bytes_of(value).try_into().expect("32 bytes")
}

fn parts_of(value: &Value) -> Vec<Vec<u8>> {
    value.as_array().expect("parts").iter().map(bytes_of).collect()
}

fn slices(parts: &[Vec<u8>]) -> Vec<&[u8]> {
    parts.iter().map(Vec::as_slice).collect()
}

fn position_of(row: &Value) -> Option<usize> {
    row["position"].as_u64().map(|position| usize::try_from(position).expect("small"))
}

#[test]
fn hashes_are_framed() {
    for row in rows(&vectors("hash")) {
        let parts = parts_of(&row["parts"]);
        let digest = hash::h(text_of(&row["tag"]), &slices(&parts));
        assert_eq!(digest.to_string(), text_of(&row["digest"]));
        assert_eq!(hash::sha256(&bytes_of(&row["input"])), digest);
        let mut hasher = hash::Hasher::new(text_of(&row["tag"]));
        for part in &parts {
            hasher.part(part);
        }
        assert_eq!(hasher.finish(), digest);
    }
}

#[test]
fn keys_are_derived() {
    let keys = vectors("keys");
    for row in rows(&keys["hmac"]) {
        let mac = hash::hmac(&key_of(&row["key"]), &bytes_of(&row["message"]));
        assert_eq!(hex::encode(mac), text_of(&row["mac"]));
    }
    for row in rows(&keys["extract"]) {
        let prk = hash::hkdf_extract(&bytes_of(&row["salt"]), &bytes_of(&row["ikm"]));
        assert_eq!(hex::encode(prk), text_of(&row["prk"]));
    }
    for row in rows(&keys["expand"]) {
        let parts = parts_of(&row["parts"]);
        let output = hash::expand(&key_of(&row["key"]), text_of(&row["tag"]), &slices(&parts));
        assert_eq!(hex::encode(output), text_of(&row["output"]));
    }
}

#[test]
fn tickets_are_one_plain_hash() {
    let select = vectors("select");
    let k = hash::ticket_key(&key_of(&select["select_key"]));
    assert_eq!(k, text_of(&select["k"]).as_bytes());
    for row in rows(&select["tickets"]) {
        let ticket = hash::ticket(&k, text_of(&row["id"]).as_bytes());
        assert_eq!(ticket.to_string(), text_of(&row["ticket"]));
    }
}

#[test]
fn ids_are_strict() {
    let ids = vectors("ids");
    for row in rows(&ids["good"]) {
        assert_eq!(Id::parse(text_of(row)).unwrap().as_str(), text_of(row));
    }
    for row in rows(&ids["bad"]) {
        let error = Id::parse(text_of(&row["text"])).unwrap_err();
        assert_eq!(error.code(), text_of(&row["code"]), "{row}");
        if let records::id::IdError::Character { position, .. } = error {
            assert_eq!(Some(position), position_of(row), "{row}");
        }
    }
    for row in rows(&ids["derived"]) {
        let parts: Vec<&str> = rows(&row["parts"]).map(text_of).collect();
        assert_eq!(Id::derived(&parts).as_str(), text_of(&row["id"]));
    }
}

#[test]
fn ratios_are_exact() {
    let ratios = vectors("ratios");
    for row in rows(&ratios["good"]) {
        let ratio: Ratio = text_of(&row["text"]).parse().unwrap();
        assert_eq!(serde_json::to_value(ratio).unwrap(), row["pair"]);
        assert_eq!(serde_json::from_value::<Ratio>(row["pair"].clone()).unwrap(), ratio);
    }
    for row in rows(&ratios["bad"]) {
        let error = text_of(&row["text"]).parse::<Ratio>().unwrap_err();
        assert_eq!(error.code(), text_of(&row["code"]), "{row}");
    }
    for row in rows(&ratios["of"]) {
        let ratio: Ratio = text_of(&row["ratio"]).parse().unwrap();
        let population = text_of(&row["population"]).parse().unwrap();
        for (key, rounding) in [("up", Rounding::Up), ("down", Rounding::Down), ("half_up", Rounding::HalfUp)] {
            assert_eq!(ratio.of(population, rounding).to_string(), text_of(&row[key]), "{row}");
        }
    }
}

#[test]
fn codes_are_checked() {
    let codes = vectors("codes");
    for row in rows(&codes["uscc"]) {
        assert!(matches!(Code::parse(text_of(row)), Ok(Code::Uscc(_))), "{row}");
    }
    for row in rows(&codes["registration"]) {
        let text = text_of(&row["text"]);
        assert!(matches!(Code::parse(text), Ok(Code::Registration15(_))));
        let warning = Registration15::parse(text).unwrap().check_digit_warning();
        let expected = text_of(&row["expected_check"]);
        match warning {
            None => assert!(text.ends_with(expected)),
            Some(warning) => assert_eq!(warning.expected.to_string(), expected),
        }
    }
    for row in rows(&codes["bad"]) {
        let error = Code::parse(text_of(&row["text"])).unwrap_err();
        assert_eq!(error.code(), text_of(&row["code"]), "{row}");
        match error {
            records::uscc::CodeError::Character { position, .. } => {
                assert_eq!(Some(position), position_of(row), "{row}");
            }
            records::uscc::CodeError::Check { expected, got } => {
                assert_eq!(expected.to_string(), text_of(&row["expected"]));
                assert_eq!(got.to_string(), text_of(&row["got"]));
            }
            records::uscc::CodeError::Length { .. } => {}
        }
    }
}

#[test]
fn canonical_text_is_strict() {
    let lines = vectors("canonical");
    for row in rows(&lines["good"]) {
        let bytes = text_of(row).as_bytes();
        assert_eq!(canonical::check(bytes), Ok(()), "{row}");
        let value: Value = canonical::from_slice(bytes).unwrap();
        assert_eq!(canonical::to_vec(&value).unwrap(), bytes);
    }
    for row in rows(&lines["bad"]) {
        let bytes = match row.get("hex") {
            Some(hex) => bytes_of(hex),
            None => text_of(&row["text"]).as_bytes().to_vec(),
        };
        let error = canonical::check(&bytes).unwrap_err();
        assert_eq!((error.code(), error.position()), (text_of(&row["code"]), position_of(row)), "{row}");
        assert_eq!(canonical::scan(&bytes).unwrap_err(), error);
    }
}

#[test]
fn days_are_real() {
    let days = vectors("days");
    for row in rows(&days["good"]) {
        let day: Day = text_of(&row["text"]).parse().unwrap();
        assert_eq!(i64::from(day.number()), row["number"].as_i64().unwrap());
        assert_eq!(u64::from(day.weekday().number()), row["weekday"].as_u64().unwrap());
        assert_eq!(day.to_string(), text_of(&row["text"]));
    }
    for row in rows(&days["bad"]) {
        let error = text_of(&row["text"]).parse::<Day>().unwrap_err();
        assert_eq!(error.code(), text_of(&row["code"]), "{row}");
    }
}

#[test]
fn final_sources_are_counted_and_read() {
    let vectors = vectors("entropy");
    let number = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
    let source = |row: &Value| serde_json::from_value::<FinalSource>(row["plan"].clone()).unwrap();
    for row in rows(&vectors["bits"]) {
        assert_eq!(source(row).bits(), number(&row["bits"]), "{row}");
    }
    for row in rows(&vectors["final"]) {
        let source = source(row);
        let value = text_of(&row["value"]);
        source.check().unwrap();
        source.read(value).unwrap();
        assert_eq!(source.id(), text_of(&row["source"]));
        assert_eq!(source.digest(value).to_string(), text_of(&row["digest"]));
    }
    for row in rows(&vectors["bad_sources"]) {
        assert_eq!(source(row).check().unwrap_err().code(), text_of(&row["code"]), "{row}");
    }
    for row in rows(&vectors["bad_values"]) {
        let error = source(row).read(text_of(&row["text"])).unwrap_err();
        assert_eq!(error.code(), text_of(&row["code"]), "{row}");
        if let EntropyError::Character { position, .. } = error {
            assert_eq!(Some(position), position_of(row), "{row}");
        }
    }
}

#[test]
fn field_text_is_refused_or_kept() {
    let vectors = vectors("text");
    for row in rows(&vectors["good"]) {
        assert_eq!(text::check(text_of(row)), Ok(()), "{row}");
    }
    for row in rows(&vectors["bad"]) {
        let error = text::check(text_of(&row["text"])).unwrap_err();
        assert_eq!((error.code(), Some(error.position())), (text_of(&row["code"]), position_of(row)), "{row}");
    }
    for row in rows(&vectors["fold_code"]) {
        let (folded, changed) = text::fold_code(text_of(&row["text"]));
        assert_eq!((folded.as_str(), changed), (text_of(&row["folded"]), row["changed"] == true), "{row}");
    }
}

#[test]
fn a_digest_has_one_text_form() {
    let digest = hash::sha256(b"");
    let text = digest.to_string();
    assert_eq!(text.parse::<Digest>().unwrap(), digest);
    assert_eq!(serde_json::to_value(digest).unwrap(), Value::from(text.as_str()));
    assert_eq!(serde_json::from_value::<Digest>(Value::from(text.as_str())).unwrap(), digest);
    assert_eq!(text.to_uppercase().parse::<Digest>().unwrap_err().code(), "digest-character");
    assert_eq!(text[..63].parse::<Digest>().unwrap_err().code(), "digest-length");
    assert_eq!(format!("{text}0").parse::<Digest>().unwrap_err().code(), "digest-length");
    assert_eq!("é".repeat(32).parse::<Digest>().unwrap_err().code(), "digest-character");
}
