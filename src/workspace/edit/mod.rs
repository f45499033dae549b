//! This module holds the edits: every change a person can make to a document, each pure and checked.

mod apply;

mod draft;

mod remove;

mod scenario;

mod set;

mod settle;

#[cfg(test)]
mod tests;

use serde_json::Value;

use super::Assumption;
use super::Scenario;
use crate::month::Month;

pub use apply::apply;
pub use apply::apply_all;
pub use draft::fresh_id;

/// One change of a document. Paths without `/base` in front lead into the model; `scenario: None` is the base.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Gives an input a value; null takes an optional one out. In a scenario the value becomes an override, in the
    /// lever that decides the input now or else in the first one without a month; the inherited value removes it. What
    /// was seen (`/evidence/…`) is changed, added and removed in the base, whatever is in front.
    Set { scenario: Option<String>, path: String, value: Value },
    /// Gives one entry of a map of shares (`/segments/…/mix/…`, `/channels/…/split/…`) a value and scales the others, so
    /// that all still sum to 1.
    Share { scenario: Option<String>, path: String, value: f64 },
    /// Gives an input its inherited value again, and everything inside it.
    Reset { scenario: String, path: String },
    /// Adds an object under a new id to the map at `collection`. A plan added to the base gets a share of 0 in every mix.
    Insert { scenario: Option<String>, collection: String, id: String, value: Value },
    /// Takes an object out, with everything that refers to it: shares are spread over the others, vintages and new
    /// prices go, and so do overrides and assumptions about it.
    Remove { scenario: Option<String>, path: String },
    /// Takes the list as it now stands as the one that was observed: demand is calibrated to it.
    Observe { scenario: Option<String> },
    /// Sets `/name`, `/currency`, `/start`, `/months` or `/kpis` of the workspace.
    SetWorkspace { path: String, value: Value },
    /// Says what is known about an input, or nothing any more.
    Assume { path: String, assumption: Option<Assumption> },
    /// Adds a scenario at the end: a copy of `from`, or one without changes that starts from the base.
    AddScenario { name: String, from: Option<String> },
    /// Changes what a scenario is called, looks like or starts from.
    SetScenario { id: String, change: ScenarioChange },
    /// Removes a scenario. Those that start from it start from its parent and take over its levers, so that their
    /// figures stay.
    DeleteScenario { id: String },
    /// Moves a scenario to a place in the order of tabs.
    MoveScenario { id: String, to: usize },
    /// Adds a lever without changes at the end.
    AddLever { scenario: String, name: String, from: Option<Month> },
    /// Renames, dates or switches a lever.
    SetLever { scenario: String, lever: String, change: LeverChange },
    /// Removes a lever with its overrides.
    RemoveLever { scenario: String, lever: String },
    /// Several edits as one step: all or none.
    Many(Vec<Edit>),
}

/// What can change of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum ScenarioChange {
    /// What people call it.
    Name(String),
    /// Its colour, one of [`COLOURS`](super::COLOURS).
    Colour(String),
    /// A note.
    Note(String),
    /// The scenario it starts from; the base for `None`.
    Parent(Option<String>),
}

/// What can change of a lever.
#[derive(Clone, Debug, PartialEq)]
pub enum LeverChange {
    /// What people call it.
    Name(String),
    /// Whether it counts.
    On(bool),
    /// First month in which it holds; throughout for `None`.
    From(Option<Month>),
}

impl Edit {
    /// [`Edit::Set`] with the value of any type that can be written as JSON.
    pub fn set(scenario: Option<&str>, path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self::Set { scenario: scenario.map(str::to_owned), path: path.into(), value: value.into() }
    }
}

impl ScenarioChange {
    fn apply(self, scenario: &mut Scenario) {
        match self {
            Self::Name(name) => scenario.name = name,
            Self::Colour(colour) => scenario.colour = colour,
            Self::Note(note) => scenario.note = note,
            Self::Parent(parent) => scenario.parent = parent,
        }
    }
}
