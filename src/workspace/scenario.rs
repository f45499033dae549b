//! This file holds scenarios: named sets of changes to the base, by path.

use serde_json::Value;

use super::Map;
use crate::month::Month;
use crate::record;
use crate::shape::Shape;
use crate::shape::field;
use crate::shape::name;

/// Ordered map from a JSON Pointer to a value.
pub type Paths<T> = indexmap::IndexMap<String, T>;

/// The scenario colours in the order they are given out; tokens of the style sheet.
pub const COLOURS: &[(&str, &str)] =
    &[("s1", "orange"), ("s2", "blue"), ("s3", "green"), ("s4", "purple"), ("s5", "vermilion"), ("s6", "yellow")];

record! {
    /// A named set of changes to the base, or to another scenario.
    pub struct Scenario {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// The scenario it starts from; absent: the base.
        pub parent: Option<String> => field("Starts from", Shape::Id).optional(),
        /// Its colour everywhere.
        pub colour: String => field("Colour", Shape::Choice(COLOURS)),
        /// A note.
        pub note: String => field("Note", Shape::Text { longest: 2000, empty: true }),
        /// Its changes, in groups that can be dated and switched off.
        pub levers: Map<Lever> => field("Levers", Shape::Map { noun: "lever", of: &Lever::SHAPE, keys: None, most: 24 }),
    }
}

record! {
    /// A named group of changed inputs.
    pub struct Lever {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// Whether it counts.
        pub on: bool => field("On", Shape::Flag),
        /// First month in which its drivers and prices hold; absent: throughout.
        pub from: Option<Month> => field("From", Shape::Month).optional(),
        /// New values by path into the model; null removes an object (RFC 7396).
        pub overrides: Paths<Value> => field("Changes", Shape::Paths { of: &Shape::Any }),
    }
}
