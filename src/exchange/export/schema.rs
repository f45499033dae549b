//! This file writes the JSON Schema (2020-12, json-schema.org) of the document, out of the same tables as its check.
//!
//! What one value alone cannot show is not in it: ids that must be of a collection, shares that sum to 1, tiers in order.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::shape::Described;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::driver;
use crate::workspace::Workspace;
use crate::workspace::document::SCHEMA;

/// The schema of the whole document.
pub fn schema() -> Value {
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Planwright workspace",
        "description": format!("A workspace as version {SCHEMA} of the document has it."),
    });
    let body = of(&Workspace::SHAPE);
    for (key, value) in body.as_object().into_iter().flatten() {
        whole[key] = value.clone();
    }
    whole["$defs"] = json!({
        "id": {"type": "string", "pattern": "^[a-z0-9_-]{1,40}$"},
        "month": {"type": "string", "pattern": "^(19[7-9][0-9]|2[01][0-9][0-9])-(0[1-9]|1[0-2])$"},
        "decimal": {"type": "string", "pattern": "^-?[0-9]{1,28}(\\.[0-9]{1,12})?$"},
        "pointer": {"type": "string", "pattern": "^/"},
    });
    whole
}

/// The schema of a shape.
fn of(shape: &Shape) -> Value {
    match *shape {
        Shape::Number { low, high, whole, .. } => number(low, high, whole),
        Shape::Decimal { low, high, .. } => {
            json!({"$ref": "#/$defs/decimal", "description": format!("an exact number from {low} to {high}")})
        }
        Shape::Driver { low, high, .. } => driver::schema(number(low, high, false), &|shape| of(&shape)),
        Shape::Text { longest, empty } => {
            let mut text = json!({"type": "string", "maxLength": longest});
            if !empty {
                text["pattern"] = "\\S".into();
            }
            text
        }
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Month => json!({"$ref": "#/$defs/month"}),
        Shape::Choice(words) => json!({"enum": words.iter().map(|(key, _)| *key).collect::<Vec<_>>()}),
        Shape::Reference(collection) => {
            json!({"$ref": "#/$defs/id", "description": format!("an id of {collection}")})
        }
        Shape::Record(fields) => record(fields, None),
        Shape::Union { tag, variants } => {
            let variants = variants.iter().map(|variant| {
                let mut one = record(variant.fields, Some((tag, variant.key)));
                one["title"] = variant.label.into();
                one
            });
            json!({"oneOf": variants.collect::<Vec<_>>()})
        }
        Shape::Map { of: inner, keys, most, .. } => {
            let mut map = json!({
                "type": "object", "propertyNames": {"$ref": "#/$defs/id"}, "maxProperties": most,
                "additionalProperties": of(inner),
            });
            if let Some(collection) = keys {
                map["description"] = format!("by id of {collection}").into();
            }
            map
        }
        Shape::Id => json!({"$ref": "#/$defs/id"}),
        Shape::Currency => json!({"type": "string", "pattern": "^[A-Z]{3}$", "description": "a code of ISO 4217"}),
        Shape::Paths { of: inner } => {
            json!({"type": "object", "propertyNames": {"$ref": "#/$defs/pointer"}, "additionalProperties": of(inner)})
        }
        Shape::Any => json!(true),
        Shape::List { of: inner, most, .. } => json!({"type": "array", "items": of(inner), "maxItems": most}),
    }
}

fn number(low: f64, high: f64, whole: bool) -> Value {
    json!({"type": if whole { "integer" } else { "number" }, "minimum": low, "maximum": high})
}

/// An object with exactly these fields, the tag of a union among them.
fn record(fields: &[Field], tag: Option<(&str, &str)>) -> Value {
    let mut properties = Map::new();
    let mut required: Vec<&str> = Vec::new();
    if let Some((tag, key)) = tag {
        properties.insert(tag.to_owned(), json!({"const": key}));
        required.push(tag);
    }
    for field in fields {
        let inner = of(&field.shape);
        let mut about =
            if field.optional { json!({"anyOf": [inner, {"type": "null"}]}) } else { json!({"allOf": [inner]}) };
        about["title"] = field.label.into();
        if !field.help.is_empty() {
            about["description"] = field.help.into();
        }
        properties.insert(field.key.to_owned(), about);
        if !field.optional {
            required.push(field.key);
        }
    }
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}
