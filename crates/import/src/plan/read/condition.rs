//! Conditions of scopes and strata: one field, and what it must be.

use records::day::Day;
use records::plan::Condition;

use super::super::context::{Context, known_words, say};
use super::super::table::Table;
use super::unique;

/// Public fields of an entity whose value is one text.
const TEXT_FIELDS: &[&str] = &["area", "code", "id", "industry", "kind", "name", "scale", "scope", "status"];

/// Public fields whose value is several texts.
const LIST_FIELDS: &[&str] = &["licences", "tags"];

/// Public fields whose value is a day.
const DAY_FIELDS: &[&str] = &["established", "licence_until"];

/// Sealed fields: a task that reads one is labelled.
const PRIVATE_FIELDS: &[&str] = &["accepted", "address", "credit_class", "legal_representative", "note", "phone"];

/// Codes of others, or of earlier times: the protocol allows no condition on them.
const NEVER_FIELDS: &[&str] = &["former_ids", "maintainer_id", "user_id"];

/// Whether a field has several texts as its value.
pub(in super::super) fn is_list_field(field: &str) -> bool {
    LIST_FIELDS.contains(&field)
}

/// Whether a condition reads a sealed field.
pub(in super::super) fn reads_private(condition: &Condition) -> bool {
    PRIVATE_FIELDS.contains(&condition.field.as_str())
}

pub(super) fn conditions(cx: &mut Context<'_>, table: &Table<'_>, key: &str) -> Vec<Condition> {
    table.tables(cx, key).iter().map(|table| condition(cx, table)).collect()
}

fn condition(cx: &mut Context<'_>, table: &Table<'_>) -> Condition {
    table.known_keys(cx, &["any", "field", "from", "none", "prefix", "until"]);
    let field = table.text(cx, "field", "字段名，如 \"area\"", "the name of a field, such as \"area\"");
    let condition = Condition {
        any: texts(cx, table, "any"),
        none: texts(cx, table, "none"),
        prefix: texts(cx, table, "prefix"),
        from: table.optional::<Day>(cx, "from"),
        until: table.optional::<Day>(cx, "until"),
        field,
    };
    if cx.good(&table.key("field")) && known_field(cx, table, &condition.field) {
        form(cx, table, &condition.field);
    }
    condition
}

fn texts(cx: &mut Context<'_>, table: &Table<'_>, key: &str) -> Vec<String> {
    let texts: Vec<String> = table.or(cx, key, Vec::new());
    let path = table.key(key);
    unique(cx, &path, &texts);
    if table.has(key) && texts.is_empty() && !cx.any_broken_below(&path) {
        cx.refuse_value(
            "condition-empty",
            &path,
            say("条件里一个值也没有", "写上值，或删去这个条件"),
            say("the condition has no value", "write values or remove the condition"),
        );
    }
    if key == "prefix" && texts.iter().any(String::is_empty) {
        cx.refuse_value(
            "condition-empty",
            &path,
            say("空的开头与什么都相符", "写上开头的文字，或删去这个条件"),
            say("an empty beginning fits everything", "write a beginning or remove the condition"),
        );
    }
    texts
}

fn known_field(cx: &mut Context<'_>, table: &Table<'_>, field: &str) -> bool {
    let known: Vec<&str> = [TEXT_FIELDS, LIST_FIELDS, DAY_FIELDS, PRIVATE_FIELDS].concat();
    if known.contains(&field) {
        return true;
    }
    if NEVER_FIELDS.contains(&field) {
        cx.refuse_value(
            "field-never-read",
            &table.key("field"),
            say(
                format!(
                    "条件不能用“{field}”：它是别的企业的代码或本企业的曾用代码，规范（PROTOCOL.md 第5节）不许用作条件"
                ),
                format!("改用别的字段：{}", known.join("、")),
            ),
            say(
                format!("a condition may not read {field:?}, which holds other codes (PROTOCOL.md, section 5)"),
                format!("use another field: {}", known.join(", ")),
            ),
        );
        return false;
    }
    let (zh, en) = known_words(field, &known);
    cx.refuse_value(
        "unknown-field",
        &table.key("field"),
        say(format!("检查对象没有可用作条件的字段“{field}”"), zh),
        say(format!("entities have no field {field:?} that a condition can read"), en),
    );
    false
}

/// Exactly one of any, none and prefix, or a span of days, as the field's type asks.
fn form(cx: &mut Context<'_>, table: &Table<'_>, field: &str) {
    let of_texts = ["any", "none", "prefix"].iter().filter(|key| table.has(key)).count();
    let of_days = ["from", "until"].iter().filter(|key| table.has(key)).count();
    let is_day = DAY_FIELDS.contains(&field);
    let right = if is_day { of_texts == 0 && of_days > 0 } else { of_texts == 1 && of_days == 0 };
    if right {
        return;
    }
    let (zh, en) = if is_day {
        ("这个字段是日期：写 from、until 或两者", "this field is a day: write `from`, `until` or both")
    } else {
        (
            "any、none、prefix 三者写一个；要求几个条件同时成立就写几个条件",
            "write exactly one of `any`, `none`, `prefix`; conditions that must hold together are written one by one",
        )
    };
    cx.refuse_value(
        "condition-form",
        &table.path,
        say(format!("对字段“{field}”的条件写得不对"), zh),
        say(format!("the condition on {field:?} has the wrong form"), en),
    );
}
