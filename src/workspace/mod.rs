//! This module is the document: what a person writes down about a business, its scenarios, and every change to them.

pub mod driver;

/// An ordered map from a stable id to an object.
pub type Map<T> = indexmap::IndexMap<String, T>;

pub use driver::Driver;
