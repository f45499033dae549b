//! This file gives new objects their starting values, from the shape of what they must hold.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::outlook::Outlook;
use crate::shape::Shape;
use crate::workspace::Workspace;

/// A value of that shape which the check accepts: zero or the bound next to it, the first of what can be chosen,
/// an object with its required fields. A list of tiers starts with one that has no end.
pub fn starting(front: &Outlook, shape: &Shape) -> Value {
    match *shape {
        Shape::Number { low, high, .. } | Shape::Driver { low, high, .. } => number(low, high),
        Shape::Decimal { low, high, .. } => Value::String(number(low, high).to_string()),
        Shape::Text { empty, .. } => if empty { "" } else { "New" }.into(),
        Shape::Flag => false.into(),
        Shape::Month => front.projection.start.to_string().into(),
        Shape::Choice(words) => words.first().map_or(Value::Null, |(key, _)| (*key).into()),
        Shape::Reference(collection) => {
            front.named(collection).first().map_or(Value::Null, |(id, _)| id.as_str().to_owned().into())
        }
        Shape::Record(fields) => {
            let needed = fields.iter().filter(|field| !field.optional || field.key == "up_to");
            let value = |field: &crate::shape::Field| match field.optional {
                true => Value::Null,
                false => starting(front, &field.shape),
            };
            Value::Object(needed.map(|field| (field.key.to_owned(), value(field))).collect())
        }
        Shape::Union { tag, variants } => {
            let Some(variant) = variants.first() else { return Value::Null };
            let mut object = Map::new();
            object.insert(tag.to_owned(), variant.key.into());
            for field in variant.fields.iter().filter(|field| !field.optional) {
                object.insert(field.key.to_owned(), starting(front, &field.shape));
            }
            Value::Object(object)
        }
        Shape::List { of, .. } => json!([starting(front, of)]),
        Shape::Map { .. } | Shape::Paths { .. } => json!({}),
        Shape::Id | Shape::Currency | Shape::Any => Value::Null,
    }
}

fn number(low: f64, high: f64) -> Value {
    let value = 0.0_f64.clamp(low, high);
    if value.fract() == 0.0 { Value::from(value as i64) } else { Value::from(value) }
}

/// A name that no scenario has: `Scenario 2`.
pub fn fresh_scenario_name(workspace: &Workspace) -> String {
    let taken = |name: &String| workspace.scenarios.values().any(|scenario| scenario.name == *name);
    (1..).map(|number| format!("Scenario {number}")).find(|name| !taken(name)).expect("the numbers do not run out")
}
