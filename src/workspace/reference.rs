//! This file finds the references of a model that lead nowhere, and says what would mend each of them.

use serde_json::Value;

use super::model::Model;
use crate::json::entry;
use crate::shape::Described;
use crate::shape::Problem;
use crate::shape::Shape;
use crate::shape::push_step;

/// A reference to an object that is not there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dangling {
    /// Path of the reference in the model: the value that holds the id, or the entry whose key it is.
    pub path: String,
    /// The id.
    pub id: String,
    /// The collection it should be in.
    pub collection: &'static str,
    /// Path of the least thing that can be taken out with it: an optional field, an entry, an object of a map.
    pub holder: String,
}

impl Dangling {
    /// The reference as a problem of the model.
    pub fn problem(&self, model: &Value) -> Problem {
        let ids: Vec<_> = model[self.collection].as_object().into_iter().flat_map(|all| all.keys()).collect();
        let list = ids.iter().take(12).map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
        let more = if ids.len() > 12 { ", …" } else { "" };
        let allowed =
            if ids.is_empty() { format!("one of the {}; there are none", self.collection) } else { list + more };
        Problem { path: self.path.clone(), found: format!("{:?}, which is not there", self.id), allowed }
    }
}

/// Every reference of `model`, of any shape, that leads nowhere.
pub(super) fn dangling(model: &Value) -> Vec<Dangling> {
    let mut walk = Walk { model, path: String::new(), holder: String::new(), found: Vec::new() };
    walk.visit(model, Model::SHAPE);
    walk.found
}

struct Walk<'a> {
    model: &'a Value,
    path: String,
    holder: String,
    found: Vec<Dangling>,
}

impl Walk<'_> {
    fn visit(&mut self, value: &Value, shape: Shape) {
        match shape {
            Shape::Reference(collection) => {
                if let Some(id) = value.as_str() {
                    self.look(collection, id);
                }
            }
            Shape::Record(fields) => self.fields(value, fields),
            Shape::Union { tag, variants } => {
                let key = value.get(tag).and_then(Value::as_str);
                if let Some(variant) = variants.iter().find(|variant| Some(variant.key) == key) {
                    self.fields(value, variant.fields);
                }
            }
            Shape::Map { of, keys, .. } => {
                for (key, inner) in value.as_object().into_iter().flatten() {
                    self.step(key, true, |walk| {
                        if let Some(collection) = keys {
                            walk.look(collection, key);
                        }
                        walk.visit(inner, *of);
                    });
                }
            }
            Shape::List { of, .. } => {
                for (at, inner) in value.as_array().into_iter().flatten().enumerate() {
                    self.step(&at.to_string(), false, |walk| walk.visit(inner, *of));
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, value: &Value, fields: &[crate::shape::Field]) {
        for field in fields {
            if let Some(inner) = value.as_object().and_then(|object| entry(object, field.key)) {
                self.step(field.key, field.optional, |walk| walk.visit(inner, field.shape));
            }
        }
    }

    fn step(&mut self, key: &str, removable: bool, inner: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        push_step(&mut self.path, key);
        let holder = removable.then(|| std::mem::replace(&mut self.holder, self.path.clone()));
        inner(self);
        if let Some(holder) = holder {
            self.holder = holder;
        }
        self.path.truncate(length);
    }

    fn look(&mut self, collection: &'static str, id: &str) {
        if self.model[collection].get(id).is_none() {
            let (path, holder) = (self.path.clone(), self.holder.clone());
            self.found.push(Dangling { path, id: id.to_owned(), collection, holder });
        }
    }
}
