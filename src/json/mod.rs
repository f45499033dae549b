//! This module reads and writes what stands in a document as JSON values: one small function a type.
//!
//! serde's derives would read any format into any type, at several kilobytes of code for each of the document's types.
//! A document is always a tree of JSON values by the time a type is read from it, and has been compared with its shape,
//! so a type only says its keys, once, in [`record!`](crate::record), [`tagged!`](crate::tagged) or
//! [`choice!`](crate::choice). These make every type known to serde too, by way of the tree.

mod declare;
mod values;

use std::fmt;

use serde_json::Map;
use serde_json::Value;

/// Why a value could not be read: what was found where something else belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread(Box<str>);

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unread {}

/// Says that `wanted` was not found.
#[cold]
pub fn unread(wanted: &str) -> Unread {
    Unread(format!("expected {wanted}").into())
}

/// What can be read from a document.
pub trait FromJson: Sized {
    /// Whether it may be left out wherever it stands, as an `Option` may.
    const MAY_MISS: bool = false;

    /// The value written in `value`.
    ///
    /// # Errors
    /// Where `value` is of another form.
    fn from_json(value: &Value) -> Result<Self, Unread>;

    /// What is meant where a field that may be left out is; `None` where a type has nothing to mean by it.
    fn absent() -> Option<Self> {
        None
    }
}

/// What can be written into a document.
pub trait ToJson {
    /// The value as JSON.
    fn to_json(&self) -> Value;

    /// Whether a field that may be left out need not be written.
    fn is_absent(&self) -> bool {
        false
    }
}

/// What is written as the fields of an object, alone or beside those of another.
pub trait Fields: Sized {
    /// Takes its fields from an object.
    ///
    /// # Errors
    /// Where a field is missing or of another form.
    fn take(object: &mut Object<'_>) -> Result<Self, Unread>;

    /// Adds its fields to an object.
    fn put(&self, object: &mut Written);
}

/// Entries up to which looking along an object beats hashing the key.
const FEW: usize = 24;

/// What stands under `key`. Most objects of a document are small, and mostly written in the order they are read.
pub fn entry<'a>(object: &'a Map<String, Value>, key: &str) -> Option<&'a Value> {
    if object.len() > FEW {
        return object.get(key);
    }
    object.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
}

/// An object while its fields are taken from it.
#[derive(Debug)]
pub struct Object<'a> {
    fields: &'a Map<String, Value>,
    taken: usize,
}

impl<'a> Object<'a> {
    /// All of `value` as `T`; no field may be left over.
    ///
    /// # Errors
    /// Where it is not an object, a field is missing, unknown or of another form.
    pub fn read<T: Fields>(value: &'a Value) -> Result<T, Unread> {
        let mut object = Self { fields: value.as_object().ok_or_else(|| unread("an object"))?, taken: 0 };
        let all = T::take(&mut object)?;
        match object.taken == object.fields.len() {
            true => Ok(all),
            false => Err(object.left_over()),
        }
    }

    /// The text under `key`, which says which fields there are.
    ///
    /// # Errors
    /// Where it is missing or not a text.
    pub fn tag(&mut self, key: &str) -> Result<&'a str, Unread> {
        self.find(key).and_then(Value::as_str).ok_or_else(|| missing(key))
    }

    /// The field `key`; with `may_miss` it may be left out or null.
    ///
    /// # Errors
    /// Where it is missing or of another form.
    pub fn field<T: FromJson>(&mut self, key: &str, may_miss: bool) -> Result<T, Unread> {
        match self.find(key).filter(|value| !(may_miss && value.is_null())) {
            Some(value) => T::from_json(value).map_err(|error| within(key, &error)),
            None if may_miss => T::absent().ok_or_else(|| missing(key)),
            None => Err(missing(key)),
        }
    }

    /// As [`Self::field`], where the type itself says whether it may be left out.
    ///
    /// # Errors
    /// As [`Self::field`].
    pub fn part<T: FromJson>(&mut self, key: &str) -> Result<T, Unread> {
        self.field(key, T::MAY_MISS)
    }

    fn find(&mut self, key: &str) -> Option<&'a Value> {
        let value = entry(self.fields, key)?;
        self.taken += 1;
        Some(value)
    }

    #[cold]
    fn left_over(&self) -> Unread {
        let known: Vec<_> = self.fields.keys().map(String::as_str).collect();
        Unread(format!("an unknown field among {}", known.join(", ")).into())
    }
}

#[cold]
fn missing(key: &str) -> Unread {
    Unread(format!("missing field `{key}`").into())
}

#[cold]
fn within(key: &str, error: &Unread) -> Unread {
    Unread(format!("{key}: {error}").into())
}

/// An object while fields are added to it.
#[derive(Debug, Default)]
pub struct Written {
    fields: Map<String, Value>,
    /// A field that is not written.
    without: Option<&'static str>,
}

impl Written {
    /// All fields of `whole`.
    pub fn of(whole: &impl Fields) -> Value {
        let mut all = Self::default();
        whole.put(&mut all);
        Value::Object(all.fields)
    }

    /// All fields of `whole` but one, which may be costly to write and stand ready elsewhere.
    pub fn without(key: &'static str, whole: &impl Fields) -> Value {
        let mut all = Self { without: Some(key), ..Self::default() };
        whole.put(&mut all);
        Value::Object(all.fields)
    }

    /// Adds what says which fields follow.
    pub fn tag(&mut self, key: &str, variant: &str) {
        self.fields.insert(key.to_owned(), Value::String(variant.to_owned()));
    }

    /// Adds a field, or leaves it out where it `may_miss` and nothing is lost by it.
    pub fn field(&mut self, key: &str, value: &dyn ToJson, may_miss: bool) {
        if self.without != Some(key) && !(may_miss && value.is_absent()) {
            self.fields.insert(key.to_owned(), value.to_json());
        }
    }

    /// As [`Self::field`], where the type itself says whether it may be left out.
    pub fn part<T: FromJson + ToJson>(&mut self, key: &str, value: &T) {
        self.field(key, value, T::MAY_MISS);
    }
}
