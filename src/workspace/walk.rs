//! This file compares two models along their shape and finds the smallest things that differ.

use rust_decimal::Decimal;
use serde_json::Value;
use serde_json::json;

use super::model::Model;
use super::path::inside;
use crate::json::entry;
use crate::shape::Described;
use crate::shape::Shape;
use crate::shape::step;

/// Something that differs: an input, or an object that is there on one side only.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub path: String,
    pub shape: Shape,
    /// What a map calls its objects, where it is one.
    pub noun: Option<&'static str>,
    /// What absence stands for: a share of 0, a feature not contained.
    pub absent: Option<Value>,
}

/// Everything that differs between two models, in the order of their fields; objects of `new` before those only in `old`.
/// Observed lists are left out: they say how inputs are read, and are none themselves.
pub(super) fn walk(old: &Value, new: &Value) -> Vec<Found> {
    let mut found = Vec::new();
    compare(Some(old), Some(new), Model::SHAPE, &mut String::new(), &mut found);
    found
}

fn compare(old: Option<&Value>, new: Option<&Value>, shape: Shape, path: &mut String, found: &mut Vec<Found>) {
    let leaf = || Found { path: String::new(), shape, noun: None, absent: None };
    // A collection that may be left out is empty where it is.
    let none = json!({});
    let collection = matches!(shape, Shape::Map { keys: None, .. }) && old.or(new).is_some();
    let (old, new) = if collection { (old.or(Some(&none)), new.or(Some(&none))) } else { (old, new) };
    let (Some(a), Some(b)) = (old, new) else {
        // A flag that may be left out is off where it is.
        let off = matches!(shape, Shape::Flag).then(|| json!(false));
        if old.or(new).is_some_and(|one| Some(one) != off.as_ref()) {
            found.push(Found { path: path.clone(), absent: off, ..leaf() });
        }
        return;
    };
    match shape {
        Shape::Record(fields) => {
            for field in fields.iter().filter(|field| field.key != "observed") {
                step(path, field.key, |path| {
                    compare(present(a, field.key), present(b, field.key), field.shape, path, found)
                });
            }
        }
        Shape::Union { tag, variants } if a.get(tag) == b.get(tag) => {
            let variant = variants.iter().find(|variant| b.get(tag).and_then(Value::as_str) == Some(variant.key));
            for field in variant.into_iter().flat_map(|variant| variant.fields) {
                step(path, field.key, |path| {
                    compare(present(a, field.key), present(b, field.key), field.shape, path, found)
                });
            }
        }
        Shape::Map { of, noun, keys, .. } => {
            let absent = keys.and_then(|_| nothing(of));
            let keys =
                |value: &Value| value.as_object().into_iter().flat_map(|all| all.keys()).cloned().collect::<Vec<_>>();
            let gone = keys(a).into_iter().filter(|key| inside(b, key).is_none());
            for key in keys(b).into_iter().chain(gone) {
                step(path, &key, |path| match (inside(a, &key), inside(b, &key)) {
                    (Some(a), Some(b)) => compare(Some(a), Some(b), *of, path, found),
                    (one, other) if absent.is_some() && one.or(other) == absent.as_ref() => {}
                    _ => found.push(Found { path: path.clone(), shape: *of, noun: Some(noun), absent: absent.clone() }),
                });
            }
        }
        _ if !same(a, b, shape) => found.push(Found { path: path.clone(), ..leaf() }),
        _ => {}
    }
}

/// The value under a key; null is as good as absent.
fn present<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    entry(value.as_object()?, key).filter(|value| !value.is_null())
}

/// What an entry of a keyed map is where it is absent.
fn nothing(of: &Shape) -> Option<Value> {
    match of {
        Shape::Flag => Some(json!(false)),
        Shape::Number { .. } => Some(json!(0)),
        _ => None,
    }
}

/// Whether two values are the same; decimals are compared as numbers.
pub(super) fn same(a: &Value, b: &Value, shape: Shape) -> bool {
    let decimal = |value: &Value| value.as_str().and_then(|text| text.parse::<Decimal>().ok());
    a == b || (matches!(shape, Shape::Decimal { .. }) && decimal(a).is_some() && decimal(a) == decimal(b))
}
