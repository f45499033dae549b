//! This module is the document: what a person writes down about a business, its scenarios, and every change to them.

pub mod model;

pub mod path;

mod tidy;

mod place;

mod scenario;

mod stage;

mod base;

pub mod document;

mod read;

mod migrate;

mod reference;

mod contents;

mod horizon;

mod tables;

mod meaning;

mod changes;

mod magnitude;

mod alike;

mod check;

mod case;

mod edit;

mod history;

mod driver_words;

mod words;

mod charge_words;

mod describe;

mod walk;

mod difference;

mod inputs;

mod step;

#[cfg(test)]
mod sample;
pub mod template;

/// An ordered map from a stable id to an object.
pub type Map<T> = indexmap::IndexMap<String, T>;

pub use crate::driver;
pub use crate::driver::Driver;
pub use alike::alike;
pub use base::Base;
pub use case::Case;
pub use case::View;
pub use case::case;
pub use case::effective;
pub use case::value_at;
pub use case::view_and_case;
pub use check::check;
pub use check::check_value;
pub use describe::Described;
pub use describe::describe;
pub use difference::Difference;
pub use difference::Kind;
pub use difference::changed;
pub use difference::differences;
pub use document::Assumption;
pub use document::Workspace;
pub use edit::Edit;
pub use edit::LeverChange;
pub use edit::ScenarioChange;
pub use edit::apply;
pub use edit::apply_all;
pub use edit::fresh_id;
pub use history::History;
pub use horizon::beyond;
pub use inputs::inputs;
pub use model::Model;
pub use place::field_at;
pub use scenario::COLOURS;
pub use scenario::Lever;
pub use scenario::Paths;
pub use scenario::Scenario;
pub use step::step;
pub use tables::Warning;
pub use tables::row_warnings;
pub use tables::warnings;
pub use template::TEMPLATES;
pub use template::Template;
pub use template::template;
pub use tidy::tidy;
pub use words::Writer;
pub use words::value_words;
