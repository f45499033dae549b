//! This module says what an input is: its label, unit and bounds, written once beside the field it describes.
//!
//! A struct declared through [`record!`](crate::record) carries a table of its fields; the check, the form, the
//! sentence in a list of differences and the message about a bad value all read that table.

pub mod driver;

mod verify;

pub use verify::Problem;
pub use verify::escape;
pub use verify::is_id;
pub(crate) use verify::push_step;
pub(crate) use verify::step;
pub use verify::verify;
pub use verify::verify_fields;

use std::slice::Iter;

use crate::json::FromJson;
use crate::json::Object;
use crate::json::ToJson;
use crate::json::Unread;
use crate::json::Written;

/// What a number counts, and so how it is written for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Money in the workspace's currency.
    Money,
    /// Money a month.
    MoneyMonthly,
    /// A share, 0..=1, shown as percent.
    Share,
    /// A share that may be below 0 or above 1 (growth, elasticity of percent), shown as percent.
    Rate,
    /// Whole months.
    Months,
    /// A count of something named by the label: customers, seats, prospects.
    Count,
    /// A plain number without a unit.
    Plain,
}

/// The kind, unit and bounds of a value in the document.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A JSON number.
    Number { unit: Unit, low: f64, high: f64, whole: bool },
    /// An exact decimal, a JSON string; at most 12 decimal places.
    Decimal { unit: Unit, low: f64, high: f64 },
    /// A number over time: a JSON number, or an object (see [`crate::driver::Driver`]).
    Driver { unit: Unit, low: f64, high: f64 },
    /// Text of 1 to `longest` characters (0 too where `empty`).
    Text { longest: usize, empty: bool },
    /// True or false.
    Flag,
    /// A month, `YYYY-MM`.
    Month,
    /// One of a few keys, each with its words.
    Choice(&'static [(&'static str, &'static str)]),
    /// The id of an object in the named collection of the model.
    Reference(&'static str),
    /// An object with exactly these fields.
    Record(&'static [Field]),
    /// An object whose `tag` says which fields it has.
    Union { tag: &'static str, variants: &'static [Variant] },
    /// An ordered map from id to `of`. With `keys`, the ids are those of that collection of the model.
    Map { noun: &'static str, of: &'static Shape, keys: Option<&'static str>, most: usize },
    /// The id of an object: 1 to 40 of a-z, 0-9, `-` and `_`.
    Id,
    /// An ISO 4217 currency code.
    Currency,
    /// A map from a JSON Pointer to `of`.
    Paths { of: &'static Shape },
    /// Any JSON; checked where it is put to use.
    Any,
    /// A list of 0 to `most` values.
    List { noun: &'static str, of: &'static Shape, most: usize },
}

/// One case of a [`Shape::Union`].
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// The value of the tag.
    pub key: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Its fields, the tag left out.
    pub fields: &'static [Field],
}

/// One field of a record: its key in the document and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key in JSON.
    pub key: &'static str,
    /// What people call it, in sentence case.
    pub label: &'static str,
    /// A sentence of help, empty where the label says it all.
    pub help: &'static str,
    /// Kind, unit and bounds.
    pub shape: Shape,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether it is written as null rather than left out.
    pub null: bool,
}

/// With a capital first letter, as labels and sentences begin.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A label with a shape; [`record!`](crate::record) adds the key.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    label: &'static str,
    help: &'static str,
    shape: Shape,
    optional: bool,
    null: bool,
}

/// Names a field. The label is what people read.
pub const fn field(label: &'static str, shape: Shape) -> Label {
    Label { label, help: "", shape, optional: false, null: false }
}

impl Label {
    /// The field may be left out of the document.
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The field may be left out of the document, and is written as null rather than left out.
    pub const fn or_null(mut self) -> Self {
        self.optional = true;
        self.null = true;
        self
    }

    /// A sentence shown beside the field.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// The field with its key.
    pub const fn keyed(self, key: &'static str) -> Field {
        Field { key, label: self.label, help: self.help, shape: self.shape, optional: self.optional, null: self.null }
    }
}

/// Takes the next of `fields` from an object; [`record!`](crate::record) calls it for each in turn.
///
/// # Errors
/// As [`Object::field`].
pub fn take<T: FromJson>(object: &mut Object<'_>, fields: &mut Iter<'_, Field>) -> Result<T, Unread> {
    let field = next(fields);
    object.field(field.key, field.optional)
}

/// Adds the next of `fields` to an object.
pub fn put(object: &mut Written, fields: &mut Iter<'_, Field>, value: &dyn ToJson) {
    let field = next(fields);
    object.field(field.key, value, field.optional && !field.null);
}

fn next<'a>(fields: &mut Iter<'a, Field>) -> &'a Field {
    fields.next().expect("a record has as many keys as fields")
}

/// A type whose fields are described.
pub trait Described {
    /// The fields in the order of the struct.
    const FIELDS: &'static [Field];
    /// The whole as a shape.
    const SHAPE: Shape = Shape::Record(Self::FIELDS);
}

/// A share, 0..=1.
pub const fn share() -> Shape {
    Shape::Number { unit: Unit::Share, low: 0.0, high: 1.0, whole: false }
}

/// A plain or counted number within bounds.
pub const fn number(unit: Unit, low: f64, high: f64) -> Shape {
    Shape::Number { unit, low, high, whole: false }
}

/// A whole number within bounds.
pub const fn whole(unit: Unit, low: f64, high: f64) -> Shape {
    Shape::Number { unit, low, high, whole: true }
}

/// Money from 0 to `high`, exact.
pub const fn money(high: f64) -> Shape {
    Shape::Decimal { unit: Unit::Money, low: 0.0, high }
}

/// A driver within bounds.
pub const fn driver(unit: Unit, low: f64, high: f64) -> Shape {
    Shape::Driver { unit, low, high }
}

/// A name of 1 to 80 characters.
pub const fn name() -> Shape {
    Shape::Text { longest: 80, empty: false }
}

/// Declares a struct of the document together with the table of its fields.
///
/// Each field is `pub key: Type => field("Label", shape)`. The struct is read and written by its keys (unknown ones
/// refused), a field that is optional left out where it says nothing, and gets [`Described`].
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $key:ident : $kind:ty => $label:expr),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[$field_meta])* pub $key: $kind),* }

        impl $crate::shape::Described for $name {
            const FIELDS: &'static [$crate::shape::Field] = &[$($label.keyed(stringify!($key))),*];
        }

        impl $crate::json::Fields for $name {
            fn take(object: &mut $crate::json::Object<'_>) -> Result<Self, $crate::json::Unread> {
                let mut fields = <Self as $crate::shape::Described>::FIELDS.iter();
                Ok(Self { $($key: $crate::shape::take(object, &mut fields)?),* })
            }

            fn put(&self, object: &mut $crate::json::Written) {
                let mut fields = <Self as $crate::shape::Described>::FIELDS.iter();
                $($crate::shape::put(object, &mut fields, &self.$key);)*
            }
        }

        $crate::object!($name);
    };
}
