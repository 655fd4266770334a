use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

/// What `check` must agree with: parse with serde_json, refuse what the profile refuses, write with
/// another implementation of RFC 8785, compare.
fn oracle(bytes: &[u8]) -> bool {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return false;
    };
    value.is_object()
        && within_profile(&value, 0)
        && serde_json_canonicalizer::to_vec(&value).expect("no float here") == bytes
}

fn within_profile(value: &Value, depth: usize) -> bool {
    let key = |key: &String| !key.is_empty() && key.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    match value {
        Value::Null => false,
        Value::Number(number) => number.as_i64().is_some_and(|n| n.abs() <= INTEGER_MAX),
        Value::Bool(_) | Value::String(_) => true,
        Value::Array(items) => depth < DEPTH_MAX && items.iter().all(|item| within_profile(item, depth + 1)),
        Value::Object(fields) => {
            depth < DEPTH_MAX && fields.iter().all(|(k, v)| key(k) && within_profile(v, depth + 1))
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{0,20}",
        "[\\x00-\\x7f]{0,20}",
        "[\u{4e00}-\u{4e40}\"\\\\\n\u{1f}\u{7f}\u{80}]{0,12}",
        any::<String>(),
    ]
}

/// Values of the profile, at most five levels deep.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any_text().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        (-INTEGER_MAX..=INTEGER_MAX).prop_map(Value::from),
        (-3..3_i64).prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-c0_]{1,3}", inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn any_object() -> impl Strategy<Value = Value> {
    prop::collection::btree_map("[a-z0-9_]{1,8}", any_value(), 0..8)
        .prop_map(|map| Value::Object(map.into_iter().collect()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_written_is_accepted_and_equals_the_oracle(value in any_object()) {
        let bytes = to_vec(&value).unwrap();
        prop_assert_eq!(check(&bytes), Ok(()));
        prop_assert_eq!(&serde_json_canonicalizer::to_vec(&value).unwrap(), &bytes);
        prop_assert_eq!(from_slice::<Value>(&bytes).unwrap(), value);
    }

    #[test]
    fn mutated_bytes_are_judged_like_the_oracle(
        value in any_object(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>(), 0..16_usize), 1..4),
    ) {
        const LIKELY: &[u8; 16] = b"\"\\{}[]:,01-.eu \n";
        let mut bytes = to_vec(&value).unwrap();
        for (place, kind, byte, likely) in edits {
            if bytes.is_empty() { break; }
            let at = place.index(bytes.len());
            match kind {
                0 => { bytes.remove(at); }
                1 => bytes.insert(at, LIKELY[likely]),
                2 => bytes[at] = LIKELY[likely],
                _ => bytes[at] = byte,
            }
        }
        prop_assert_eq!(check(&bytes).is_ok(), oracle(&bytes), "{:?}", String::from_utf8_lossy(&bytes));
        prop_assert_eq!(check(&bytes), scan(&bytes).map(|_| ()));
    }

    #[test]
    fn loose_json_is_judged_like_the_oracle(text in "\\{(\"[ab]\":(0|1|-0|1\\.0|1e2|null|true|\"\\\\u00[01][0-9a-fA-F]\"|\\[\\]|\\{\\}),?){0,3}\\}") {
        prop_assert_eq!(check(text.as_bytes()).is_ok(), oracle(text.as_bytes()), "{}", text);
    }

    #[test]
    fn spans_read_what_serde_reads(value in any_object()) {
        let bytes = to_vec(&value).unwrap();
        let mut buffer = SpanBuffer::default();
        let spans = Spans::parse_into(&bytes, &mut buffer).unwrap();
        let fields = value.as_object().unwrap();
        prop_assert_eq!(spans.len(), fields.len());
        for ((key, raw), (name, field)) in spans.iter().zip(fields) {
            prop_assert_eq!(key, name);
            prop_assert_eq!(Some(raw), spans.raw(name));
            prop_assert_eq!(&serde_json::from_str::<Value>(raw).unwrap(), field);
            let text = spans.text(name);
            prop_assert_eq!(text.as_deref(), field.as_str());
            prop_assert_eq!(spans.integer(name), field.as_i64());
            prop_assert_eq!(spans.boolean(name), field.as_bool());
            prop_assert_eq!(spans.object(name).map(|o| o.len()), field.as_object().map(|o| o.len()));
            let items: Option<Vec<Value>> =
                spans.items(name).map(|items| items.map(|raw| serde_json::from_str(raw).unwrap()).collect());
            prop_assert_eq!(items.as_ref(), field.as_array());
            let texts: Option<Vec<String>> = spans.texts(name).map(|t| t.map(|text| text.into_owned()).collect());
            let expected: Option<Vec<String>> = field
                .as_array()
                .and_then(|array| array.iter().map(|item| item.as_str().map(str::to_owned)).collect());
            prop_assert_eq!(texts, expected);
        }
    }
}

#[test]
fn a_missing_field_is_none() {
    let spans = scan(br#"{"a":1,"c":["x"]}"#).unwrap();
    for key in ["", "0", "aa", "b", "d"] {
        assert_eq!(spans.raw(key), None);
    }
    assert_eq!(spans.text("a"), None);
    assert_eq!(spans.integer("c"), None);
    assert!(!spans.is_empty());
    assert_eq!(spans.as_str(), r#"{"a":1,"c":["x"]}"#);
}

#[test]
fn what_can_not_be_written_is_refused_with_its_path() {
    let error = |value: Value| to_vec(&value).unwrap_err().to_string();
    let level = |levels: usize| (1..levels).fold(json!({}), |inner, _| json!({ "a": inner }));
    assert_eq!(error(json!([])), "$: an array; expected an object at the top");
    assert_eq!(error(json!({"a": {"b": [1, null]}})), "$.a.b[1]: null; expected no key at all");
    assert_eq!(error(json!({"a": 1.0})), "$.a: the number 1.0; expected an integer within 2^53 - 1");
    assert_eq!(
        error(json!({"a": 9_007_199_254_740_992_u64})),
        "$.a: the number 9007199254740992; expected an integer within 2^53 - 1"
    );
    assert_eq!(error(json!({"a": {"B": 1}})), "$.a: the key \"B\"; expected a key of a-z 0-9 _");
    assert!(to_vec(&json!({"": 1})).is_err());
    assert!(to_vec(&level(32)).is_ok());
    assert_eq!(to_vec(&level(33)).unwrap_err().code(), "canonical-value");
}

#[test]
fn an_unknown_field_is_another_record() {
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Record {
        #[expect(dead_code, reason = "only its presence matters")]
        a: u8,
    }
    assert_eq!(from_slice::<Record>(br#"{"a":1,"b":1}"#).unwrap_err().code(), "canonical-shape");
    assert_eq!(from_slice::<Record>(br#"{"a": 1}"#).unwrap_err().code(), "canonical-white-space");
    assert!(from_slice::<Record>(br#"{"a":1}"#).is_ok());
}

#[test]
fn a_line_has_a_limit() {
    let line = |length: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(length - 8)).into_bytes();
    assert!(scan(&line(LINE_LENGTH_MAX)).is_ok());
    let error = scan(&line(LINE_LENGTH_MAX + 1)).unwrap_err();
    assert_eq!(error.code(), "canonical-too-long");
    assert!(check(&line(LINE_LENGTH_MAX + 1)).is_ok());
    assert_eq!(check_line(&line(LINE_LENGTH_MAX + 1)), Err(error));
}
