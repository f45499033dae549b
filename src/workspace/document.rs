//! This file holds the workspace: one base model, the scenarios that differ from it, and what is known about inputs.

use std::rc::Rc;

use serde_json::Value;

use super::Map;
use super::model::Model;
use crate::month::Month;
use crate::number::Currency;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::field;
use crate::shape::name;
use crate::shape::whole;

/// The version of the document this program writes.
pub const SCHEMA: u32 = 2;

/// Ordered map from a JSON Pointer to a value.
pub type Paths<T> = indexmap::IndexMap<String, T>;

record! {
    /// The whole document.
    pub struct Workspace {
        /// Version of the document.
        pub schema: u32 => field("Version", whole(Unit::Plain, 1.0, SCHEMA as f64)),
        /// Stable id.
        pub id: String => field("Id", Shape::Id),
        /// What people call it.
        pub name: String => field("Name", name()),
        /// The template it started from, if any.
        pub template: Option<String> => field("Template", Shape::Id).optional(),
        /// The one currency all money is in.
        pub currency: Currency => field("Currency", Shape::Currency),
        /// First month of the projection.
        pub start: Month => field("Starts in", Shape::Month),
        /// Months projected.
        pub months: u32 => field("Horizon", whole(Unit::Months, 12.0, 120.0)),
        /// Ids of the metrics in the strip.
        pub kpis: Vec<String> => field("Key figures", Shape::List { noun: "metric", of: &Shape::Id, most: 8 }),
        /// Today's facts, shared by all that is made of them.
        pub base: Rc<Model> => field("Base", Model::SHAPE),
        /// What might be changed, in the order of the tabs.
        pub scenarios: Map<Scenario> => field("Scenarios", Shape::Map { noun: "scenario", of: &Scenario::SHAPE, keys: None, most: 12 }),
        /// What is known about inputs, by path into the model.
        pub assumptions: Paths<Assumption> => field("Assumptions", Shape::Paths { of: &Assumption::SHAPE }),
    }
}

impl Workspace {
    /// The base, to be changed; a copy of its own where it is shared.
    pub fn base_mut(&mut self) -> &mut Model {
        Rc::make_mut(&mut self.base)
    }
}

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

record! {
    /// What is known about an input.
    pub struct Assumption {
        /// Where the figure comes from; "assumed" where nobody published it.
        pub source: String => field("Source", Shape::Text { longest: 400, empty: false }),
        /// A note.
        pub note: String => field("Note", Shape::Text { longest: 1000, empty: true }).optional(),
        /// Low and high end of a central 90 % range, where one is known.
        pub range: Option<Vec<f64>> => field("Range", Shape::List { noun: "bound", of: &crate::shape::number(Unit::Plain, -1e15, 1e15), most: 2 }).optional(),
    }
}

/// Words of a source that nobody published.
pub const ASSUMED: &str = "assumed";

impl Assumption {
    /// Whether nobody published the figure.
    pub fn assumed(&self) -> bool {
        self.source == ASSUMED
    }
}
