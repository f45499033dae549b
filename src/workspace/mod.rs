//! This module is the document: what a person writes down about a business, its scenarios, and every change to them.

pub mod model;

pub mod document;

pub mod path;

/// An ordered map from a stable id to an object.
pub type Map<T> = indexmap::IndexMap<String, T>;

pub use crate::driver;
pub use crate::driver::Driver;
pub use document::Assumption;
pub use document::Lever;
pub use document::Scenario;
pub use document::Workspace;
pub use model::Model;
