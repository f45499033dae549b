//! This file finds what stands at a path of the model: its field with label, unit and bounds, through maps and unions.

use std::borrow::Cow;

use serde_json::Value;

use super::model::Model;
use super::path;
use crate::shape::Described;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::driver;
use crate::shape::is_id;

/// What stands at a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub field: Field,
    /// Whether it is an object or entry of a map, and not a field.
    pub entry: bool,
}

/// The field at `path` of `model` (any JSON): its shape, and whether it can be taken out (`optional`).
///
/// Everything on the way must be there; the last step may be missing where a field is optional or an object can be
/// added. An object of a map has the map's noun as its label. `None` where the path leads nowhere.
pub fn field_at(path: &str, model: &Value) -> Option<Field> {
    place_at(path, model).map(|place| place.field)
}

/// Whether `path` leads to an input of `model`, one that may be left out and is among them, or to an object that is there.
pub(super) fn stands(path: &str, model: &Value) -> bool {
    path::get(model, path).is_some() || place_at(path, model).is_some_and(|place| !place.entry)
}

/// What stands at `path` of `model`, as [`field_at`].
pub(super) fn place_at(path: &str, model: &Value) -> Option<Place> {
    let mut steps = path::steps(path)?;
    let mut here = Place { field: nameless(Model::SHAPE, "model", false), entry: false };
    let mut value = Some(model);
    while let Some(step) = steps.next() {
        let Some(holder) = value else {
            // A map that may be left out is made with its first entry.
            let Shape::Map { noun, of, .. } = here.field.shape else { return None };
            if !here.field.optional || here.entry || !is_id(&step) {
                return None;
            }
            here = Place { field: nameless(*of, noun, true), entry: true };
            continue;
        };
        if let Shape::Driver { unit, low, high } = here.field.shape {
            let rest: Vec<String> = std::iter::once(step).chain(steps).map(Cow::into_owned).collect();
            let inside = driver::inside(holder, unit, low, high, &rest)?;
            path::get(model, path)?;
            return Some(Place { field: Field { shape: inside, optional: false, ..here.field }, entry: false });
        }
        let entry = matches!(here.field.shape, Shape::Map { .. });
        here = Place { field: child(here.field.shape, holder, &step)?, entry };
        value = path::inside(holder, &step);
    }
    Some(here)
}

/// The field of `holder`, a value of `shape`, under the key or index `step`.
pub(super) fn child(shape: Shape, holder: &Value, step: &str) -> Option<Field> {
    match shape {
        Shape::Record(fields) if holder.is_object() => fields.iter().find(|field| field.key == step).copied(),
        Shape::Union { tag, variants } => {
            let key = holder.get(tag).and_then(Value::as_str)?;
            let variant = variants.iter().find(|variant| variant.key == key)?;
            variant.fields.iter().find(|field| field.key == step).copied()
        }
        Shape::Map { noun, of, .. } if holder.is_object() && is_id(step) => Some(nameless(*of, noun, true)),
        Shape::List { noun, of, .. } => path::inside(holder, step).map(|_| nameless(*of, noun, false)),
        _ => None,
    }
}

fn nameless(shape: Shape, noun: &'static str, optional: bool) -> Field {
    Field { key: noun, label: noun, help: "", shape, optional, null: false }
}

/// Whether the map at `path` holds shares that sum to 1: a plan mix, or a channel's prospects by segment.
pub fn sums_to_one(path: &str) -> bool {
    let steps: Vec<_> = path.split('/').collect();
    matches!(steps[..], ["", "segments", _, "mix"] | ["", "channels", _, "split"])
}
