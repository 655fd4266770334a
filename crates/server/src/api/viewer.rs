//! The description of the interface as a page: plain HTML without a script, made from the document itself.

use askama::Template;
use serde_json::Value;

use crate::serve::Problem;

/// The page.
#[derive(Template)]
#[template(path = "site/api.html")]
pub(super) struct Viewer {
    title: String,
    about: Vec<String>,
    operations: Vec<Operation>,
    schemas: Vec<SchemaRow>,
    problems: Vec<ProblemRow>,
}

struct Operation {
    id: String,
    path: String,
    summary: String,
    about: String,
    parameters: Vec<Member>,
    answer: Shape,
    problems: Vec<(String, String)>,
    /// Whether a link can ask for it: nothing in its address has to be filled in.
    has_form: bool,
}

struct SchemaRow {
    name: String,
    about: String,
    members: Vec<Member>,
    words: Vec<(String, String)>,
}

struct Member {
    name: String,
    shape: Shape,
    required: bool,
    about: String,
}

/// What a value is: in words, with the schema that it refers to.
#[derive(Default)]
struct Shape {
    text: String,
    link: String,
}

struct ProblemRow {
    code: &'static str,
    status: u16,
    zh: &'static str,
    en: &'static str,
}

fn text(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn entries<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.get(name).and_then(Value::as_object).into_iter().flatten()
}

impl Shape {
    fn of(schema: &Value) -> Self {
        if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
            let name = name.rsplit('/').next().unwrap_or_default().to_owned();
            return Self { text: String::new(), link: name };
        }
        if let Some(one) = list(schema, "oneOf").chain(list(schema, "anyOf")).find(|one| text(one, "type") != "null") {
            return Self::of(one);
        }
        let kind = match schema.get("type") {
            Some(Value::String(kind)) => kind.clone(),
            Some(Value::Array(kinds)) => {
                kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect::<Vec<_>>().join(" / ")
            }
            _ => String::new(),
        };
        if kind == "array" {
            let items = schema.get("items").map(Self::of).unwrap_or_default();
            return Self { text: format!("array {}", items.text).trim_end().to_owned(), link: items.link };
        }
        let mut words = vec![kind];
        words.extend(Some(text(schema, "format")).filter(|format| !format.is_empty()));
        let bound = |name: &str, sign: &str| schema.get(name).map(|value| format!("{sign} {value}"));
        words.extend(bound("minimum", "≥").into_iter().chain(bound("maximum", "≤")));
        words.extend(Some(text(schema, "pattern")).filter(|pattern| !pattern.is_empty()));
        Self { text: words.join(" ").trim().to_owned(), link: String::new() }
    }
}

impl Operation {
    fn new(path: &str, get: &Value) -> Self {
        let parameter = |one: &Value| Member {
            name: text(one, "name"),
            shape: one.get("schema").map(Shape::of).unwrap_or_default(),
            required: one.get("required").and_then(Value::as_bool).unwrap_or(false),
            about: text(one, "description"),
        };
        let answer = get.pointer("/responses/200/content/application~1json/schema");
        let is_problem = |status: &&String| status.starts_with('4') || status.starts_with('5');
        let problems = entries(get, "responses").filter(|(status, _)| is_problem(status));
        let parameters: Vec<Member> = list(get, "parameters").map(parameter).collect();
        Self {
            id: text(get, "operationId"),
            path: path.to_owned(),
            summary: text(get, "summary"),
            about: text(get, "description"),
            has_form: parameters.iter().all(|one| !one.required),
            parameters,
            answer: answer.map(Shape::of).unwrap_or_default(),
            problems: problems.map(|(status, one)| (status.clone(), text(one, "description"))).collect(),
        }
    }
}

impl SchemaRow {
    fn new(name: &str, schema: &Value) -> Self {
        let required: Vec<&str> = list(schema, "required").filter_map(Value::as_str).collect();
        let member = |(name, one): (&String, &Value)| Member {
            name: name.clone(),
            shape: Shape::of(one),
            required: required.contains(&name.as_str()),
            about: text(one, "description"),
        };
        let own = list(schema, "enum").filter_map(Value::as_str).map(|word| (word.to_owned(), String::new()));
        let told = list(schema, "oneOf").flat_map(|one| {
            let about = text(one, "description");
            list(one, "enum").filter_map(Value::as_str).map(move |word| (word.to_owned(), about.clone()))
        });
        Self {
            name: name.to_owned(),
            about: text(schema, "description"),
            members: entries(schema, "properties").map(member).collect(),
            words: own.chain(told).collect(),
        }
    }
}

impl Viewer {
    pub(super) fn new(document: &Value) -> Self {
        let info = document.get("info").cloned().unwrap_or_default();
        let components = document.get("components").cloned().unwrap_or_default();
        let operation = |(path, item): (&String, &Value)| item.get("get").map(|get| Operation::new(path, get));
        let row = |problem: &Problem| {
            let (zh, en) = problem.sentences();
            ProblemRow { code: problem.code(), status: problem.status().as_u16(), zh, en }
        };
        Self {
            title: text(&info, "title"),
            about: text(&info, "description").split("\n\n").map(str::to_owned).collect(),
            operations: entries(document, "paths").filter_map(operation).collect(),
            schemas: entries(&components, "schemas").map(|(name, schema)| SchemaRow::new(name, schema)).collect(),
            problems: Problem::ALL.iter().map(row).collect(),
        }
    }
}
