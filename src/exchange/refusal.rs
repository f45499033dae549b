//! This file names why a link could not be made or opened.

use std::fmt;

use crate::number::Locale;
use crate::number::counted;
use crate::shape::Problem;

/// Why a link could not be made or opened.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkError {
    /// It is something else altogether.
    NotALink,
    /// Its end is missing.
    Truncated {
        /// Characters it had, unless the cut took that away too.
        expected: Option<usize>,
        /// Characters it has.
        found: usize,
    },
    /// A character in it was changed.
    Damaged,
    /// A later version of the app made it.
    Newer {
        /// Its version.
        found: u8,
        /// The newest this app reads.
        newest: u8,
    },
    /// It builds on a template this app does not have.
    UnknownDictionary(String),
    /// It builds on a template that has since become another under the same name.
    ChangedDictionary(String),
    /// The document is too long for a link.
    TooLong,
    /// It arrived whole, but what is in it is not a workspace.
    Document(Vec<Problem>),
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotALink => f.write_str("this is not a link to a workspace"),
            Self::Truncated { expected: Some(expected), found } => {
                write!(f, "the link was cut short: {found} of {expected} characters arrived")
            }
            Self::Truncated { expected: None, found } => {
                write!(f, "the link was cut short: only {found} characters arrived")
            }
            Self::Damaged => f.write_str("the link's checksum does not match its content"),
            Self::Newer { found, newest } => {
                write!(f, "the link is of version {found}, this app reads up to {newest}")
            }
            Self::UnknownDictionary(name) => {
                write!(f, "the link builds on the template {name:?}, which this app does not have")
            }
            Self::ChangedDictionary(name) => {
                write!(f, "the link builds on a template {name:?} other than the one this app has")
            }
            Self::TooLong => f.write_str("the document is too long for a link, send the file instead"),
            Self::Document(problems) => {
                let found = counted(problems.len(), "problem", Locale::EN_US);
                write!(f, "the document in the link is not a workspace ({found})")?;
                problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
            }
        }
    }
}

impl std::error::Error for LinkError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_say_what_happened() {
        let rows = [
            (
                LinkError::Truncated { expected: Some(1200), found: 900 },
                "the link was cut short: 900 of 1200 characters arrived",
            ),
            (LinkError::Newer { found: 3, newest: 1 }, "the link is of version 3, this app reads up to 1"),
            (LinkError::Damaged, "the link's checksum does not match its content"),
        ];
        for (error, sentence) in rows {
            assert_eq!(error.to_string(), sentence);
        }
    }
}
