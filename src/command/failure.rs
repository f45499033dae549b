//! This file holds everything that can go wrong on the command line, and the lines that say so.

use std::fmt;
use std::io;

use super::report::LOCALE;
use crate::exchange::file::LARGEST;
use crate::exchange::file::TextError;
use crate::exchange::import::ImportError;
use crate::exchange::link::LinkError;
use crate::month::NotAMonth;
use crate::number::counted;
use crate::retention::FitError;
use crate::retention::paste::PasteError;
use crate::roster::Fault;
use crate::roster::HeadError;
use crate::shape::Problem;

/// Why a command was not carried out.
#[derive(Debug)]
pub enum Failure {
    /// No command was named.
    NoCommand,
    /// The words of the command line do not fit together.
    Words(lexopt::Error),
    /// Something that must be given is missing.
    Missing {
        /// The command.
        command: &'static str,
        /// What it lacks.
        what: &'static str,
    },
    /// A word behind everything a command takes.
    Surplus {
        /// The command.
        command: &'static str,
        /// The word.
        word: String,
    },
    /// A name for something that is not there.
    Unknown {
        /// The kind of thing.
        what: &'static str,
        /// The name given.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// A word that a choice does not offer.
    NotOffered {
        /// The choice.
        choice: &'static str,
        /// The word.
        word: String,
        /// What it offers.
        offered: Vec<String>,
    },
    /// A quantity that is not `METER=N` with N from 0 to 10¹².
    Quantity(String),
    /// A value that a choice cannot have.
    Value {
        /// The choice.
        choice: &'static str,
        /// What was given.
        text: String,
        /// What is allowed.
        allowed: &'static str,
    },
    /// Things asked for that do not go together, in words.
    Clash(String),
    /// Quantities so large that their bill is beyond all bounds.
    Immense,
    /// A file that cannot be read.
    Unread {
        /// Its path.
        path: String,
        /// Why.
        error: io::Error,
    },
    /// A file beyond the largest read.
    TooLarge {
        /// Its path.
        path: String,
    },
    /// A file that is not text.
    NotText {
        /// Its path.
        path: String,
        /// Why.
        error: TextError,
    },
    /// A file that is not a workspace: everything wrong with it.
    Document {
        /// Its path.
        path: String,
        /// What is wrong, never empty.
        problems: Vec<Problem>,
    },
    /// A file that is no price page.
    Import {
        /// Its path.
        path: String,
        /// Why.
        error: Box<ImportError>,
    },
    /// A text that is no month.
    Month(NotAMonth),
    /// A link that cannot be made or opened.
    Link(LinkError),
    /// A customer list that cannot be read.
    List {
        /// Its path.
        path: String,
        /// Why.
        error: HeadError,
    },
    /// Rows of a customer list that were left out; the others were billed.
    Rows {
        /// The list's path.
        path: String,
        /// How many.
        wrong: usize,
        /// What is wrong with the first of them.
        faults: Vec<Fault>,
        /// What the others come to.
        notes: Vec<String>,
    },
    /// A column that is not `FIELD=HEADING`.
    Column(String),
    /// What was to be written cannot be.
    Unwritten(io::Error),
    /// Survivors that cannot be read.
    Survivors(PasteError),
    /// Survivors that no curve can be fitted to.
    Fit(FitError),
}

impl Failure {
    /// The lines for standard error. Problems of a document stand alone, one a line, for other programs to read.
    pub fn report(&self) -> String {
        let problems = match self {
            Self::Import { error, .. } => match error.as_ref() {
                ImportError::Document(problems) => &problems[..],
                _ => &[],
            },
            Self::Document { problems, .. } | Self::Link(LinkError::Document(problems)) => &problems[..],
            _ => &[],
        };
        let mut lines = format!("planwright: {}\n", one_line(&self.to_string()));
        let mut say = |line: String| lines.push_str(&(one_line(&line) + "\n"));
        problems.iter().for_each(|problem| say(problem.to_string()));
        if let Self::Rows { faults, notes, .. } = self {
            faults.iter().for_each(|fault| say(fault.to_string()));
            notes.iter().for_each(|note| say(format!("planwright: {note}")));
        }
        lines
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCommand => f.write_str("no command given; `planwright help` lists them"),
            Self::Words(error) => write!(f, "{error}; see `planwright help`"),
            Self::Missing { command, what } => {
                write!(f, "{command}: {what} is missing; see `planwright help {command}`")
            }
            Self::Surplus { command, word } => {
                write!(f, "{command}: {word:?} is one word too many; see `planwright help {command}`")
            }
            Self::Unknown { what, name, known } if known.is_empty() => {
                write!(f, "no {what} {name:?}: there are none")
            }
            Self::Unknown { what, name, known } => write!(f, "no {what} {name:?}; there are: {}", known.join(", ")),
            Self::NotOffered { choice, word, offered } => {
                write!(f, "--{choice} is one of {}, not {word:?}", offered.join(", "))
            }
            Self::Quantity(text) => {
                write!(f, "{text:?} is not METER=N or METER=N/END with numbers from 0 to 1000000000000")
            }
            Self::Value { choice, text, allowed } => write!(f, "--{choice} is {allowed}, not {text:?}"),
            Self::Clash(words) => f.write_str(words),
            Self::Immense => f.write_str("the bill for these quantities is too large"),
            Self::Unread { path, error } => write!(f, "{path}: {error}"),
            Self::TooLarge { path } => write!(f, "{path}: at most {} MB are read", LARGEST / 1_000_000),
            Self::NotText { path, error } => write!(f, "{path}: {error}"),
            Self::Document { path, problems } => {
                write!(f, "{path}: not a workspace, {}", counted(problems.len(), "problem", LOCALE))
            }
            Self::Import { path, error } => match error.as_ref() {
                ImportError::Document(_) => write!(f, "{path}: this page does not fit into a workspace"),
                error => write!(f, "{path}: {error}"),
            },
            Self::Month(text) => text.fmt(f),
            Self::Link(LinkError::Document(problems)) => {
                let noun = if problems.len() == 1 { "problem" } else { "problems" };
                write!(f, "the link holds a document with {} {noun}", problems.len())
            }
            Self::Link(error) => error.fmt(f),
            Self::List { path, error } => write!(f, "{path}: {error}"),
            Self::Rows { path, wrong: 1, .. } => write!(f, "{path}: 1 row is wrong and was left out"),
            Self::Rows { path, wrong, .. } => write!(f, "{path}: {wrong} rows are wrong and were left out"),
            Self::Column(word) => write!(f, "{word:?} is not FIELD=HEADING"),
            Self::Unwritten(error) => write!(f, "standard output: {error}"),
            Self::Survivors(error) => error.fmt(f),
            Self::Fit(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Failure {}

impl From<lexopt::Error> for Failure {
    fn from(error: lexopt::Error) -> Self {
        Self::Words(error)
    }
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        Self::Link(error)
    }
}

/// The text on one line, whatever a document or an argument put into it.
fn one_line(text: &str) -> String {
    text.chars().flat_map(|sign| if sign.is_control() { sign.escape_default().collect() } else { vec![sign] }).collect()
}
