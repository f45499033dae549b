//! This file compares a JSON value with a shape and finds every problem, each with its path and the range allowed.

use std::fmt;

use rust_decimal::Decimal;
use serde_json::Value;

use super::Field;
use super::Shape;

/// One thing wrong with a document: where, what was found, what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// JSON Pointer (RFC 6901) of the value.
    pub path: String,
    /// What is wrong, with the offending value.
    pub found: String,
    /// What would be right.
    pub allowed: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        write!(f, "{path}: {}; allowed: {}", self.found, self.allowed)
    }
}

/// Every way in which `value` is not of `shape`. References to collections are compared by the caller.
pub fn verify(value: &Value, shape: &Shape, path: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    visit(value, shape, &mut path.to_owned(), &mut problems);
    problems
}

/// Adds a key to a JSON Pointer as one more step.
pub(crate) fn push_step(path: &mut String, key: &str) {
    path.push('/');
    match key.contains(['~', '/']) {
        true => path.push_str(&escape(key)),
        false => path.push_str(key),
    }
}

/// Adds a key to a JSON Pointer, runs `inner`, and takes the key off again.
pub(crate) fn step(path: &mut String, key: &str, inner: impl FnOnce(&mut String)) {
    let length = path.len();
    push_step(path, key);
    inner(path);
    path.truncate(length);
}

/// A key as one step of a JSON Pointer.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

const ID: &str = "an id: 1 to 40 of a-z, 0-9, - and _";

fn visit(value: &Value, shape: &Shape, path: &mut String, problems: &mut Vec<Problem>) {
    let mut wrong = |found: String, allowed: String| problems.push(Problem { path: path.clone(), found, allowed });
    match *shape {
        Shape::Number { low, high, whole, .. } => match value.as_f64() {
            Some(number) if !(low..=high).contains(&number) => wrong(shown(value), range(low, high)),
            Some(_) if whole && value.is_f64() => wrong(shown(value), "a whole number".into()),
            Some(_) => {}
            None => wrong(shown(value), format!("a number, {}", range(low, high))),
        },
        Shape::Decimal { low, high, .. } => match value.as_str().map(str::parse::<Decimal>) {
            Some(Ok(number)) if number.scale() > 12 => wrong(shown(value), "at most 12 decimal places".into()),
            Some(Ok(number)) if !within(number, low, high) => wrong(shown(value), range(low, high)),
            Some(Ok(_)) => {}
            _ => wrong(shown(value), format!("a decimal written as text, {}", range(low, high))),
        },
        Shape::Driver { low, high, .. } => super::driver::verify_driver(value, low, high, path, problems),
        Shape::Text { longest, empty } => match value.as_str() {
            Some(text) if text.chars().count() > longest => {
                wrong(format!("{} characters", text.chars().count()), format!("at most {longest} characters"));
            }
            Some(text) if !empty && text.trim().is_empty() => wrong("no text".into(), "some text".into()),
            Some(text) if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') => {
                wrong("a control character".into(), "printable text".into());
            }
            Some(_) => {}
            None => wrong(shown(value), "text".into()),
        },
        Shape::Flag => {
            if !value.is_boolean() {
                wrong(shown(value), "true or false".into());
            }
        }
        Shape::Month => {
            if value.as_str().is_none_or(|text| text.parse::<crate::month::Month>().is_err()) {
                wrong(shown(value), "a month as YYYY-MM, 1970-01 to 2199-12".into());
            }
        }
        Shape::Choice(words) => {
            if value.as_str().is_none_or(|text| words.iter().all(|(key, _)| *key != text)) {
                wrong(shown(value), listed(words.iter().map(|(key, _)| *key)));
            }
        }
        Shape::Reference(collection) => {
            if value.as_str().is_none_or(|text| !is_id(text)) {
                wrong(shown(value), format!("the id of one of the {collection}"));
            }
        }
        Shape::Id => {
            if value.as_str().is_none_or(|text| !is_id(text)) {
                wrong(shown(value), ID.into());
            }
        }
        Shape::Currency => {
            if value.as_str().is_none_or(|text| text.parse::<crate::number::Currency>().is_err()) {
                wrong(shown(value), "an ISO 4217 code such as USD".into());
            }
        }
        Shape::Any => {}
        Shape::Paths { of } => match value.as_object() {
            Some(object) => {
                for (key, inner) in object {
                    step(path, key, |path| visit(inner, of, path, problems));
                }
            }
            None => wrong(shown(value), "an object of values by path".into()),
        },
        Shape::Record(fields) => record(value, fields, None, path, problems),
        Shape::Union { tag, variants } => {
            let key = value.get(tag).and_then(Value::as_str);
            match variants.iter().find(|variant| Some(variant.key) == key) {
                Some(variant) => record(value, variant.fields, Some(tag), path, problems),
                None => {
                    let found = value.get(tag).map_or_else(|| format!("no field {tag:?}"), shown);
                    wrong(found, format!("{tag}: {}", listed(variants.iter().map(|variant| variant.key))));
                }
            }
        }
        Shape::Map { noun, of, most, .. } => map(value, noun, of, most, path, problems),
        Shape::List { noun, of, most } => match value.as_array() {
            Some(items) if items.len() > most => {
                wrong(format!("{} {noun}s", items.len()), format!("at most {most}"));
            }
            Some(items) => {
                for (at, item) in items.iter().enumerate() {
                    step(path, &at.to_string(), |path| visit(item, of, path, problems));
                }
            }
            None => wrong(shown(value), format!("a list of {noun}s")),
        },
    }
}

fn record(value: &Value, fields: &[Field], tag: Option<&str>, path: &mut String, problems: &mut Vec<Problem>) {
    let Some(object) = value.as_object() else {
        problems.push(Problem { path: path.clone(), found: shown(value), allowed: "an object".into() });
        return;
    };
    for key in object.keys() {
        if Some(key.as_str()) != tag && fields.iter().all(|field| field.key != key) {
            let path = format!("{path}/{}", escape(key));
            let allowed = listed(fields.iter().map(|field| field.key));
            problems.push(Problem { path, found: "an unknown field".into(), allowed });
        }
    }
    for field in fields {
        match object.get(field.key) {
            Some(Value::Null) if field.optional => {}
            Some(inner) => step(path, field.key, |path| visit(inner, &field.shape, path, problems)),
            None if field.optional => {}
            None => problems.push(Problem {
                path: format!("{path}/{}", field.key),
                found: "nothing".into(),
                allowed: format!("the field {:?} ({})", field.key, field.label),
            }),
        }
    }
}

fn map(value: &Value, noun: &str, of: &Shape, most: usize, path: &mut String, problems: &mut Vec<Problem>) {
    let Some(object) = value.as_object() else {
        let allowed = format!("an object of {noun}s by id");
        problems.push(Problem { path: path.clone(), found: shown(value), allowed });
        return;
    };
    if object.len() > most {
        let found = format!("{} {noun}s", object.len());
        problems.push(Problem { path: path.clone(), found, allowed: format!("at most {most}") });
    }
    for (key, item) in object {
        if !is_id(key) {
            problems.push(Problem {
                path: format!("{path}/{}", escape(key)),
                found: format!("the id {:?}", clip(key)),
                allowed: ID.into(),
            });
        }
        step(path, key, |path| visit(item, of, path, problems));
    }
}

/// Whether `text` may be the id of an object: 1 to 40 of a-z, 0-9, `-` and `_`.
pub fn is_id(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

fn within(number: Decimal, low: f64, high: f64) -> bool {
    let bound = |value: f64| Decimal::from_f64_retain(value).unwrap_or(Decimal::MAX);
    (bound(low)..=bound(high)).contains(&number)
}

/// A range in words.
pub(super) fn range(low: f64, high: f64) -> String {
    format!("{low} to {high}")
}

/// A value as it was found, clipped.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".into(),
        Value::Array(items) => format!("a list of {}", items.len()),
        other => clip(&other.to_string()),
    }
}

fn clip(text: &str) -> String {
    if text.chars().count() <= 60 {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(60).collect::<String>())
    }
}

fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
