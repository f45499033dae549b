//! This file holds what the page has to say above the figures.

use std::rc::Rc;

/// How loud a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// For information.
    Plain,
    /// Something to decide.
    Warn,
    /// Something went wrong.
    Bad,
}

impl Tone {
    /// Its CSS class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// What a notice offers to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// Put a deleted workspace back, from its text.
    Restore(Rc<str>),
    /// Save this document as a file.
    Export,
    /// Take over what another tab saved.
    Reload,
    /// Save over what another tab saved.
    Overwrite,
    /// Save this document as a workspace of its own, beside the other.
    Copy,
    /// Keep a linked document.
    Keep,
}

/// The topic of a notice about the edit just made: it goes when the edit is undone.
pub const EDITED: &str = "edited";

/// One thing the page has to say, above the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// What it is about; a newer notice about the same replaces it.
    pub topic: &'static str,
    /// How loud.
    pub tone: Tone,
    /// What is said.
    pub text: String,
    /// What can be done.
    pub offers: Vec<Offer>,
}
