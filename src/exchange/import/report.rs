//! This file holds what an import says of itself: what was understood, what was assumed, what was left out, and why not.

use std::collections::HashSet;
use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::exchange::file::TextError;
use crate::exchange::table::TableError;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::YamlError;
use crate::shape::Problem;

/// What an import did with a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// What was taken over, as counts and conversions.
    pub understood: Vec<Note>,
    /// What the file does not say and the document needs, or what was read in one of several ways.
    pub assumed: Vec<Note>,
    /// What the file says and the document does not hold.
    pub left_out: Vec<Note>,
}

/// One thing said of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where it stands in the file, as a path of keys; empty for the whole.
    pub path: String,
    /// Its line, where it has one.
    pub line: Option<usize>,
    /// What is said.
    pub words: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.path.is_empty(), self.line) {
            (true, _) => f.write_str(&self.words),
            (false, None) => write!(f, "{}: {}", self.path, self.words),
            (false, Some(line)) => write!(f, "{} (line {line}): {}", self.path, self.words),
        }
    }
}

impl Report {
    /// The three parts, each with its heading.
    pub fn parts(&self) -> [(&'static str, &[Note]); 3] {
        [("Understood", &self.understood), ("Assumed", &self.assumed), ("Left out", &self.left_out)]
    }

    /// As lines of text: a heading for each part, its notes below.
    pub fn lines(&self) -> Vec<String> {
        let part = |(heading, notes): (&str, &[Note])| {
            let notes = notes.iter().map(|note| format!("  {note}"));
            std::iter::once(format!("{heading}: {}", if notes.len() == 0 { "nothing" } else { "" }).trim().to_owned())
                .chain(notes)
                .collect::<Vec<_>>()
        };
        self.parts().into_iter().flat_map(part).collect()
    }
}

/// Adds a note about the value at `path` and `line`.
pub(super) fn note(notes: &mut Vec<Note>, path: impl Into<String>, line: usize, words: impl Into<String>) {
    notes.push(Note { path: path.into(), line: Some(line).filter(|line| *line > 0), words: words.into() });
}

/// Adds a note about the whole.
pub(super) fn say(notes: &mut Vec<Note>, words: impl Into<String>) {
    note(notes, "", 0, words);
}

/// Names the keys that stand twice in a mapping, each where it does not count; `path` leads to the mapping, with a `/` behind.
pub(super) fn twice(entries: &[Entry], path: &str, report: &mut Report) {
    let mut later: HashSet<&str> = HashSet::new();
    let twice: Vec<&Entry> = entries.iter().rev().filter(|entry| !later.insert(&entry.key)).collect();
    for entry in twice.into_iter().rev() {
        note(&mut report.left_out, format!("{path}{}", entry.key), entry.line, "stands twice, the last counts");
    }
}

/// Why a file cannot be imported.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportError {
    /// It is not text.
    Text(TextError),
    /// It is neither YAML nor a table.
    Yaml(YamlError),
    /// It cannot be read as a table.
    Table(TableError),
    /// It can be read, but is no price page.
    NotAPage {
        /// The line that shows it.
        line: usize,
        /// What is missing or there instead.
        why: String,
    },
    /// What was read does not make a workspace; the importer should have seen to it.
    Document(Vec<Problem>),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => error.fmt(f),
            Self::Yaml(error) => write!(
                f,
                "this is not YAML: {error}; a price page is YAML with saasName, features and plans, or a table with a plan in each column or row"
            ),
            Self::Table(error) => write!(f, "this is not a table of plans: {error}"),
            Self::NotAPage { line, why } => write!(f, "this is not a price page, line {line}: {why}"),
            Self::Document(problems) => {
                f.write_str("this page does not fit into a workspace")?;
                problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
            }
        }
    }
}

impl std::error::Error for ImportError {}
