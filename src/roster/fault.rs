//! This file holds what can be wrong with a customer list: with its headings, or with a cell of a row.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

/// A cell that is not what its column must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The line its row begins in, 1 for the first.
    pub line: usize,
    /// The heading of its column; empty where the row as a whole is wrong.
    pub column: String,
    /// What stands there, shortened.
    pub found: String,
    /// What may stand there.
    pub allowed: String,
}

/// The most characters of a cell that a fault repeats.
const LONGEST: usize = 40;

impl Fault {
    /// A fault that repeats the cell, as far as it is short.
    pub fn new(line: usize, column: &str, found: &[u8], allowed: impl Into<String>) -> Self {
        let found = String::from_utf8_lossy(found).chars().take(LONGEST).collect();
        Self { line, column: column.to_owned(), found, allowed: allowed.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, found, allowed } = self;
        let place = if column.is_empty() { format!("line {line}") } else { format!("line {line}, {column}") };
        match found.as_str() {
            "" => write!(f, "{place}: nothing found, allowed: {allowed}"),
            found => write!(f, "{place}: found {found:?}, allowed: {allowed}"),
        }
    }
}

/// Why a text is no customer list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeadError {
    /// There is nothing in it.
    Empty,
    /// The first row is longer than any heading.
    TooLong,
    /// A column that must be there is not.
    Missing {
        /// What the column says.
        field: String,
        /// The headings found.
        headings: Vec<String>,
    },
    /// A column was named that the list does not have.
    NoSuchHeading {
        /// The name.
        heading: String,
        /// The headings found.
        headings: Vec<String>,
    },
    /// The stream broke off, in the system's words.
    Unread(String),
}

impl fmt::Display for HeadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let listed = |headings: &[String]| headings.join(", ");
        match self {
            Self::Empty => f.write_str("there is nothing in it"),
            Self::TooLong => f.write_str("its first row has no end, a row of headings is expected"),
            Self::Missing { field, headings } => {
                write!(f, "no column says the {field}; its headings are: {}", listed(headings))
            }
            Self::NoSuchHeading { heading, headings } => {
                write!(f, "no column is called {heading:?}; its headings are: {}", listed(headings))
            }
            Self::Unread(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for HeadError {}
