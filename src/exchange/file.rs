//! This file turns a workspace into a file and a file into a workspace.

use std::fmt;

/// The largest file read, in bytes.
pub const LARGEST: usize = 10_000_000;

/// Why a file is not text this app reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextError {
    /// It is larger than [`LARGEST`].
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// It is not UTF-8; `at` is the first byte that is not.
    NotText {
        /// Position in bytes.
        at: usize,
    },
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => {
                let (found, most) = (*bytes as f64 / 1e6, LARGEST / 1_000_000);
                write!(f, "the file has {found:.1} MB, at most {most} MB are read")
            }
            Self::NotText { at } => write!(f, "the file is not text in UTF-8 (byte {at})"),
        }
    }
}

impl std::error::Error for TextError {}

/// Whether a file of `bytes` bytes is read at all.
///
/// # Errors
/// [`TextError::TooLarge`].
pub fn roomy(bytes: f64) -> Result<(), TextError> {
    if bytes > LARGEST as f64 {
        return Err(TextError::TooLarge { bytes: bytes as usize });
    }
    Ok(())
}

/// The text of a file, without the mark some programs put at its start.
///
/// # Errors
/// [`TextError`].
pub fn text(bytes: &[u8]) -> Result<String, TextError> {
    roomy(bytes.len() as f64)?;
    let text = std::str::from_utf8(bytes).map_err(|error| TextError::NotText { at: error.valid_up_to() })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
}
