//! This file holds the workspace: one base model, the scenarios that differ from it, and what is known about inputs.

use super::Base;
use super::Map;
use super::Paths;
use super::Scenario;
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
        pub base: Base => field("Base", Model::SHAPE),
        /// What might be changed, in the order of the tabs.
        pub scenarios: Map<Scenario> => field("Scenarios", Shape::Map { noun: "scenario", of: &Scenario::SHAPE, keys: None, most: 12 }),
        /// What is known about inputs, by path into the model.
        pub assumptions: Paths<Assumption> => field("Assumptions", Shape::Paths { of: &Assumption::SHAPE }),
    }
}

impl Workspace {
    /// The base, to be changed; a copy of its own where it is shared.
    pub fn base_mut(&mut self) -> &mut Model {
        self.base.make_mut()
    }

    /// A scenario with its ancestors, the furthest first; empty for the base and for an id that is not there.
    pub(super) fn chain(&self, scenario: Option<&str>) -> Vec<(&str, &Scenario)> {
        let mut chain = Vec::new();
        let mut next = scenario;
        while let Some((_, id, found)) = next.and_then(|id| self.scenarios.get_full(id)) {
            if chain.len() >= self.scenarios.len() {
                break;
            }
            chain.push((id.as_str(), found));
            next = found.parent.as_deref();
        }
        chain.reverse();
        chain
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
