//! This file says what stands at a path in words: `/plans/pro/charges/seats/price` is Pro's price.

use serde_json::Value;

use super::path;
use super::place::Place;
use super::place::place_at;
use super::words::lower;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::Unit;

/// An input in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// The object it belongs to, by name: `Pro`. Empty for inputs of the whole business.
    pub subject: String,
    /// What it is, as in the middle of a sentence: `price`, `plan mix, Basic`.
    pub label: String,
    /// What it counts, if it is a number.
    pub unit: Option<Unit>,
}

/// What stands at `path` of `model`, in words; `None` where the path leads nowhere.
pub fn describe(path: &str, model: &Value) -> Option<Described> {
    let field = place_at(path, model)?.field;
    let steps: Vec<_> = path::steps(path)?.collect();
    let (mut subject, mut labels) = (String::new(), Vec::new());
    let mut here = String::new();
    for (at, step) in steps.iter().enumerate() {
        let holder = path::get(model, &here)?;
        let holding = place_at(&here, model)?.field;
        here = format!("{here}/{}", crate::shape::escape(step));
        let Some(place) = place_at(&here, model) else { break };
        if matches!(holding.shape, Shape::Driver { .. }) {
            break;
        }
        let last = at + 1 == steps.len();
        let part = match &place {
            Place { entry: true, .. } => entry(step, holder, &holding, model),
            Place { field, .. } if matches!(holding.shape, Shape::List { .. }) => numbered(field, step),
            Place { field, .. } => (last || told(field, at)).then(|| Part::Label(lower(field.label))),
        };
        match part {
            Some(Part::Name(name)) if subject.is_empty() => subject = name,
            Some(Part::Name(text) | Part::Label(text)) => labels.push(text),
            // A charge that is the only one of its plan.
            None if last => labels.push(lower(field.label)),
            None => {}
        }
    }
    let unit = match field.shape {
        Shape::Number { unit, .. } | Shape::Decimal { unit, .. } | Shape::Driver { unit, .. } => Some(unit),
        _ => None,
    };
    Some(Described { subject, label: labels.join(", "), unit })
}

/// One step in words.
enum Part {
    /// The name of an object.
    Name(String),
    /// What the input is called.
    Label(String),
}

/// An entry of a map: by its own name, by that of what its key refers to, or by what tells it from its neighbours.
fn entry(id: &str, holder: &Value, holding: &Field, model: &Value) -> Option<Part> {
    let Shape::Map { keys, of, .. } = holding.shape else { return None };
    let value = path::inside(holder, id);
    if let Some(name) = value.and_then(|value| value.get("name")?.as_str()) {
        return Some(Part::Name(name.to_owned()));
    }
    if let Some(collection) = keys {
        return Some(Part::Label(name(model, collection, id)));
    }
    let reference =
        |key: &str, collection| value.and_then(|value| Some(name(model, collection, value.get(key)?.as_str()?)));
    match of {
        Shape::Union { .. } if holder.as_object().is_some_and(|all| all.len() <= 1) => None,
        Shape::Union { .. } => {
            let several = value.is_some_and(|value| value.get("capacity").is_some());
            let unnamed = || if several { "capacity" } else { "fixed fee" }.into();
            Some(Part::Label(reference("meter", "meters").unwrap_or_else(unnamed)))
        }
        _ => match (reference("segment", "segments"), reference("plan", "plans")) {
            (Some(segment), Some(plan)) => Some(Part::Name(format!("{segment} on {plan}"))),
            _ => Some(Part::Name(id.to_owned())),
        },
    }
}

fn name(model: &Value, collection: &str, id: &str) -> String {
    model[collection].get(id).and_then(|found| found.get("name")?.as_str()).unwrap_or(id).to_owned()
}

fn numbered(field: &Field, step: &str) -> Option<Part> {
    let number = step.parse::<usize>().ok()? + 1;
    Some(Part::Label(format!("{} {number}", field.label)))
}

/// Whether the label of a field on the way says something its contents do not.
fn told(field: &Field, depth: usize) -> bool {
    match field.shape {
        Shape::Map { keys, of, .. } => {
            let contained = matches!(of, Shape::Flag) && keys == Some("features");
            depth > 0 && keys.is_some() && !contained && !matches!(of, Shape::Record(_) | Shape::Map { .. })
        }
        Shape::Record(_) => depth > 0,
        _ => false,
    }
}
