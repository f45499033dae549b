//! This file compares a JSON value with a shape and finds every problem, each with its path and the range allowed.

use std::fmt;

use rust_decimal::Decimal;
use serde_json::Value;

use super::Field;
use super::Shape;
use crate::json::entry;

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

/// Every way in which `value` is not an object of these fields.
pub fn verify_fields(value: &Value, fields: &[Field]) -> Vec<Problem> {
    let mut problems = Vec::new();
    record(value, fields, None, &mut String::new(), &mut problems);
    problems
}

/// Adds a key to a JSON Pointer as one more step.
pub(crate) fn push_step(path: &mut String, key: &str) {
    path.push('/');
    match key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
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

/// The most decimal places of an exact number.
const PLACES: u32 = 12;
const ID: &str = "an id: 1 to 40 of a-z, 0-9, - and _";

fn visit(value: &Value, shape: &Shape, path: &mut String, problems: &mut Vec<Problem>) {
    let mut wrong = |found: String, allowed: String| problems.push(Problem { path: path.clone(), found, allowed });
    match *shape {
        Shape::Driver { low, high, .. } => super::driver::verify_driver(value, low, high, path, problems),
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
        _ => {
            if let Some((found, allowed)) = plain(value, shape) {
                wrong(found, allowed);
            }
        }
    }
}

/// What is wrong with a value that holds no others, and what is allowed.
fn plain(value: &Value, shape: &Shape) -> Option<(String, String)> {
    match *shape {
        Shape::Text { longest, empty } => written(value, longest, empty),
        _ if fits(value, shape) => None,
        _ => Some((shown(value), allowed(value, shape))),
    }
}

fn fits(value: &Value, shape: &Shape) -> bool {
    let text = |right: fn(&str) -> bool| value.as_str().is_some_and(right);
    match *shape {
        Shape::Number { low, high, whole, .. } => {
            value.as_f64().is_some_and(|number| (low..=high).contains(&number)) && !(whole && value.is_f64())
        }
        Shape::Decimal { low, high, .. } => {
            decimal(value).is_some_and(|number| number.scale() <= PLACES && within(number, low, high))
        }
        Shape::Flag => value.is_boolean(),
        Shape::Month => text(|text| text.parse::<crate::month::Month>().is_ok()),
        Shape::Choice(words) => value.as_str().is_some_and(|text| words.iter().any(|(key, _)| *key == text)),
        Shape::Reference(_) | Shape::Id => text(is_id),
        Shape::Currency => text(|text| text.parse::<crate::number::Currency>().is_ok()),
        _ => true,
    }
}

/// What would have fitted in place of `value`.
fn allowed(value: &Value, shape: &Shape) -> String {
    match *shape {
        Shape::Number { low, high, .. } => match value.as_f64() {
            Some(number) if (low..=high).contains(&number) => "a whole number".into(),
            Some(_) => range(low, high),
            None => format!("a number, {}", range(low, high)),
        },
        Shape::Decimal { low, high, .. } => match decimal(value) {
            Some(number) if number.scale() > PLACES => format!("at most {PLACES} decimal places"),
            Some(_) => range(low, high),
            None => format!("a decimal written as text, {}", range(low, high)),
        },
        Shape::Flag => "true or false".into(),
        Shape::Month => "a month as YYYY-MM, 1970-01 to 2199-12".into(),
        Shape::Choice(words) => listed(words.iter().map(|(key, _)| *key)),
        Shape::Reference(collection) => format!("the id of one of the {collection}"),
        Shape::Currency => "an ISO 4217 code such as USD".into(),
        _ => ID.into(),
    }
}

/// A decimal in digits, with a point and more digits behind it or not: the one way in which it is written.
fn decimal(value: &Value) -> Option<Decimal> {
    let text = value.as_str()?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let plain = match unsigned.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(unsigned),
    };
    if plain { text.parse().ok() } else { None }
}

fn written(value: &Value, longest: usize, empty: bool) -> Option<(String, String)> {
    let Some(text) = value.as_str() else { return Some((shown(value), "text".into())) };
    let length = text.chars().count();
    if length > longest {
        return Some((format!("{length} characters"), format!("at most {longest} characters")));
    }
    if !empty && text.trim().is_empty() {
        return Some(("no text".into(), "some text".into()));
    }
    let control = text.chars().any(|c| c.is_control() && c != '\n' && c != '\t');
    control.then(|| ("a control character".into(), "printable text".into()))
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
        match entry(object, field.key) {
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
