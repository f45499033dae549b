//! This file holds the form in which a workspace is kept in the browser's storage: one header line, then its text.

use std::fmt;

use serde_json::Value;

use crate::json::FromJson;
use crate::json::ToJson;
use crate::plain;

/// One saved state of a workspace. Two tabs never write the same revision: the tab's id is part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Counts the saves, 1 for the first.
    pub number: u64,
    /// Random id of the tab that wrote it.
    pub tab: String,
}

/// What a list of saved workspaces shows of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The saved state.
    pub revision: Revision,
    /// The workspace's name.
    pub name: String,
    /// When it was saved, in milliseconds since 1970.
    pub saved_ms: f64,
}

plain!(Revision { number, tab });
plain!(Header { revision, name, saved_ms });

/// A kept value whose header line cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotARecord;

impl fmt::Display for NotARecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what is stored does not begin with a header line")
    }
}

impl std::error::Error for NotARecord {}

/// The value to keep for a workspace's text.
pub fn write(header: &Header, text: &str) -> String {
    let header = header.to_json().to_string();
    format!("{header}\n{text}")
}

/// The header and the text of a kept value.
///
/// # Errors
/// [`NotARecord`] if the first line is not a header, as when another program wrote the value.
pub fn read(kept: &str) -> Result<(Header, &str), NotARecord> {
    let (header, text) = kept.split_once('\n').ok_or(NotARecord)?;
    Ok((Header::from_json(&header.parse::<Value>().map_err(|_| NotARecord)?).map_err(|_| NotARecord)?, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(name: &str) -> Header {
        let revision = Revision { number: 7, tab: "k3q9".into() };
        Header { revision, name: name.into(), saved_ms: 1_764_000_000_123.0 }
    }

    #[test]
    fn what_was_kept_comes_back() {
        for name in ["Buffer", "two\nlines", "“quotes” \"and\" {braces}", ""] {
            for text in ["{}", "", "{\n  \"name\": \"x\"\n}\n", "\n\n"] {
                let kept = write(&header(name), text);
                assert_eq!(read(&kept), Ok((header(name), text)), "{name:?} {text:?}");
            }
        }
    }

    #[test]
    fn foreign_values_are_refused() {
        for kept in ["", "\n", "{}", "{}\n{}", "null\n{}", "{\"revision\":1}\n{}", "[1,2]\n", "hello\nworld"] {
            assert_eq!(read(kept), Err(NotARecord), "{kept:?}");
        }
    }
}
