//! This file holds what a list says about segments: values of the base with their sources, and what is said beside them.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use super::Opens;
use crate::number::Locale;
use crate::number::counted;
use crate::workspace::Assumption;
use crate::workspace::Edit;

/// What a list says about segments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// New values of the base by path.
    pub values: Vec<(String, Value)>,
    /// What is known about them.
    pub sources: Vec<(String, Assumption)>,
    /// Customers learnt from.
    pub customers: usize,
    /// Customers without a segment, not learnt from.
    pub left_out: usize,
    /// What goes beyond what a segment or its book can say, in sentences.
    pub cut: Vec<String>,
    /// What the list cannot show, so that it stays as it is, in sentences.
    pub kept: Vec<String>,
    /// What the book then opens at, beside what the list bills.
    pub opens: Option<Opens>,
}

impl Learned {
    /// Everything as one edit.
    pub fn edit(&self) -> Edit {
        let set = self.values.iter().map(|(path, value)| Edit::set(None, path, value.clone()));
        let assume = self
            .sources
            .iter()
            .map(|(path, assumption)| Edit::Assume { path: path.clone(), assumption: Some(assumption.clone()) });
        Edit::Many(set.chain(assume).collect())
    }

    /// A value of the base with what is known about it.
    pub(super) fn say(&mut self, path: String, value: Value, note: String, range: Option<Vec<f64>>) {
        self.values.push((path.clone(), value));
        self.sources.push((path, source(note, range)));
    }
}

/// What is known of a figure a list says.
pub(super) fn source(note: String, range: Option<Vec<f64>>) -> Assumption {
    Assumption { source: "customer list".to_owned(), note, range }
}

/// How many customers a figure is of.
pub(super) fn note(customers: usize) -> String {
    counted(customers, "customer", Locale::EN_US)
}

/// To six digits behind the point: as exact as a list can be, and readable.
pub(super) fn rounded(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}
