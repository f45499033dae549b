//! This file puts text on the clipboard.

use std::fmt;

use wasm_bindgen_futures::JsFuture;

use super::window;
use super::words;

/// Why the text was not copied; the page then shows it for copying by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClipboardError {
    /// The browser lends its clipboard only to pages from https or this machine.
    Absent,
    /// The browser or the person refused, in the browser's words.
    Refused(String),
}

impl fmt::Display for ClipboardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("this browser lends its clipboard only to secure pages"),
            Self::Refused(why) => write!(f, "the browser did not copy it ({why})"),
        }
    }
}

impl std::error::Error for ClipboardError {}

/// Copies `text`. Call it while handling a click or key, or the browser will refuse.
///
/// # Errors
/// [`ClipboardError`].
pub async fn write(text: &str) -> Result<(), ClipboardError> {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return Err(ClipboardError::Absent);
    }
    match JsFuture::from(clipboard.write_text(text)).await {
        Ok(_) => Ok(()),
        Err(thrown) => Err(ClipboardError::Refused(words(&thrown))),
    }
}
