use draw::rules::{
    EntityLine, Field, Fields, LineBuffer, LineError, OUTSIDE, Rules, RulesError, Standing, publishable,
};
use records::canonical;
use records::frozen::LabelLine;
use records::hash::HmacKey;
use records::plan::Condition;

use crate::fixture;

/// A row of an index: values by field, as raw canonical text.
struct Row(Vec<(Field, String)>);

impl Fields for Row {
    fn raw(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(other, _)| *other == field).map(|(_, raw)| raw.as_str())
    }
}

fn condition(json: serde_json::Value) -> Condition {
    serde_json::from_value(json).unwrap()
}

/// Whether one condition holds, as the scope of a labelled task (which may read every field).
fn holds(row: &Row, json: serde_json::Value) -> bool {
    let mut plan = fixture::plan();
    plan.tasks.truncate(2);
    plan.tasks.remove(0);
    plan.tasks[0].scope = vec![condition(json)];
    plan.tasks[0].strata.truncate(1);
    plan.tasks[0].strata[0].when = Some(vec![]);
    let rules = Rules::compile(&plan).unwrap();
    let mut strata = [0; 1];
    rules.assign(row, Standing::default(), &mut strata);
    strata[0] != OUTSIDE
}

#[test]
fn conditions_on_texts() {
    use serde_json::json;
    let row = Row(vec![
        (Field::Area, "\"北区\"".to_owned()),
        (Field::Name, r#""甲\"乙\\""#.to_owned()),
        (Field::Tags, r#"["食品","a,b"]"#.to_owned()),
        (Field::CreditClass, "\"D\"".to_owned()),
    ]);
    assert!(holds(&row, json!({"field": "area", "any": ["南区", "北区"]})));
    assert!(!holds(&row, json!({"field": "area", "any": ["北"]})));
    assert!(holds(&row, json!({"field": "area", "prefix": ["南", "北"]})));
    assert!(holds(&row, json!({"field": "area", "prefix": [""]})));
    assert!(!holds(&row, json!({"field": "area", "none": ["北区"]})));
    assert!(holds(&row, json!({"field": "name", "any": ["甲\"乙\\"]})));
    assert!(holds(&row, json!({"field": "name", "prefix": ["甲\""]})));
    assert!(!holds(&row, json!({"field": "name", "prefix": ["甲\\"]})));
    assert!(holds(&row, json!({"field": "tags", "any": ["a,b"]})));
    assert!(!holds(&row, json!({"field": "tags", "any": [","]})), "not across two elements");
    assert!(holds(&row, json!({"field": "tags", "prefix": ["食"]})));
    assert!(holds(&row, json!({"field": "credit_class", "any": ["D"]})));
}

#[test]
fn what_is_missing_is_empty_and_active() {
    use serde_json::json;
    let row = Row(vec![]);
    assert!(holds(&row, json!({"field": "status", "any": ["active"]})));
    assert!(holds(&row, json!({"field": "industry", "any": [""]})));
    assert!(!holds(&row, json!({"field": "industry", "none": [""]})));
    assert!(!holds(&row, json!({"field": "licences", "any": [""]})), "no element at all");
    assert!(holds(&row, json!({"field": "licences", "none": ["许可证"]})));
    assert!(!holds(&row, json!({"field": "established", "from": "1900-01-01"})));
}

#[test]
fn conditions_on_days_and_many_texts() {
    use serde_json::json;
    let row = Row(vec![(Field::Established, "\"2020-02-29\"".to_owned()), (Field::Industry, "\"I17\"".to_owned())]);
    assert!(holds(&row, json!({"field": "established", "from": "2020-02-29", "until": "2020-02-29"})));
    assert!(!holds(&row, json!({"field": "established", "from": "2020-03-01"})));
    assert!(!holds(&row, json!({"field": "established", "until": "2020-02-28"})));
    let many: Vec<String> = (0..40).rev().map(|k| format!("I{k}")).collect();
    assert!(holds(&row, json!({"field": "industry", "any": many})));
    assert!(!holds(&row, json!({"field": "industry", "none": many})));
}

#[test]
fn faults_are_named() {
    let code = |change: fn(&mut records::plan::Plan)| {
        let mut plan = fixture::plan();
        change(&mut plan);
        Rules::compile(&plan).unwrap_err().code()
    };
    let any = |field: &str| Condition { field: field.to_owned(), any: vec!["x".to_owned()], ..Condition::default() };
    let mut plan = fixture::plan();
    plan.tasks[0].scope = vec![any("credit_class")];
    assert_eq!(
        Rules::compile(&plan).unwrap_err(),
        RulesError::NotLabelled { task: "MARKET".to_owned(), field: Field::CreditClass }
    );
    for field in ["user_id", "former_ids", "nothing", "established"] {
        plan.tasks[0].scope = vec![any(field)];
        assert_eq!(Rules::compile(&plan).unwrap_err().code(), "rules-condition", "{field}");
    }
    assert_eq!(code(|plan| plan.tasks[0].strata[0].when = None), "rules-no-conditions");
    assert_eq!(code(|plan| plan.tasks[0].scope = vec![Condition::default()]), "rules-condition");
}

#[test]
fn private_fields_read_are_those_of_conditions() {
    let rules = Rules::compile(&fixture::plan()).unwrap();
    assert_eq!(rules.private_fields_read(), [Field::CreditClass]);
    assert_eq!(rules.task_count(), 3);
    assert_eq!(rules.cells_of(1), 2..4);
}

/// A published plan tells nothing of conditions, and finds the strata by labels.
#[test]
fn published_plans_use_labels() {
    let plan = fixture::plan();
    let key = HmacKey::new(fixture::secret().expose_bytes());
    let published = publishable(&plan, &key).unwrap();
    let line = String::from_utf8(canonical::to_vec(&published).unwrap()).unwrap();
    assert!(!line.contains("credit_class") && !line.contains("免检"));
    assert!(published.tasks[1].scope_sealed.is_some());
    assert_eq!(published.tasks[0], plan.tasks[0]);
    assert_eq!(publishable(&published, &key).unwrap(), published, "done once");

    let rules = Rules::compile(&published).unwrap();
    assert_eq!(rules.private_fields_read(), []);
    let label = r#"{"id":"E03","labels":[{"stratum":"L2","task":"CREDIT"}],"sealed":"0000000000000000000000000000000000000000000000000000000000000000"}"#;
    let label: LabelLine = canonical::from_slice(label.as_bytes()).unwrap();
    let labels = rules.labels_of(&label).unwrap();
    let mut strata = [OUTSIDE; 3];
    rules.assign(&Row(vec![]), Standing { selected: &[2], labels: &labels }, &mut strata);
    assert_eq!(strata, [OUTSIDE, 1, 0]);
    let unknown = LabelLine { labels: vec![], ..label.clone() };
    assert!(rules.labels_of(&unknown).unwrap().is_empty());
}

#[test]
fn lines_are_read_strictly() {
    let parse = |line: &str| {
        let mut buffer = LineBuffer::default();
        EntityLine::parse(line.as_bytes(), &mut buffer, true).map(|line| line.id().to_owned())
    };
    assert_eq!(parse(r#"{"id":"A","name":"n"}"#).unwrap(), "A");
    assert!(matches!(parse(r#"{"id":"A", "name":"n"}"#), Err(LineError::Canonical(_))));
    assert!(matches!(parse(r#"{"credit_class":"A","id":"A"}"#), Err(LineError::UnknownKey { .. })));
    assert!(matches!(parse(r#"{"id":"A","private":{"area":"x"}}"#), Err(LineError::UnknownKey { .. })));
    assert!(matches!(parse(r#"{"id":"A","tags":"x"}"#), Err(LineError::Type { .. })));
    assert!(matches!(parse(r#"{"area":["x"],"id":"A"}"#), Err(LineError::Type { .. })));
    assert!(matches!(parse(r#"{"name":"n"}"#), Err(LineError::NoId)));
}
