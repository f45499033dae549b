//! This file turns a workspace into a file and a file into a workspace.

use std::fmt;

use crate::json::ToJson;
use crate::number::Locale;
use crate::number::counted;
use crate::shape::Problem;
use crate::workspace::Workspace;
use crate::workspace::check;

/// What the names of saved workspaces end in.
pub const ENDING: &str = ".planwright.json";

/// The longest name of a file before its ending, in characters.
const LONGEST_NAME: usize = 60;

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

/// Why a file is not a workspace.
#[derive(Clone, Debug, PartialEq)]
pub enum FileError {
    /// It is not text this app reads.
    Text(TextError),
    /// It is text, but not a workspace: everything wrong with it.
    Document(Vec<Problem>),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => error.fmt(f),
            Self::Document(problems) => {
                let found = counted(problems.len(), "problem", Locale::EN_US);
                write!(f, "the file is not a workspace ({found})")?;
                problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
            }
        }
    }
}

impl std::error::Error for FileError {}

/// The workspace in a file.
///
/// # Errors
/// [`FileError`].
pub fn read(bytes: &[u8]) -> Result<Workspace, FileError> {
    let text = text(bytes).map_err(FileError::Text)?;
    check(text.as_bytes()).map_err(FileError::Document)
}

/// The text of a workspace's file: JSON, one value a line, ended by a line feed.
pub fn write(workspace: &Workspace) -> String {
    format!("{:#}\n", workspace.to_json())
}

/// The name of a workspace's file: its own in small letters, signs that file systems reserve left out.
pub fn name(workspace: &str) -> String {
    stem(workspace) + ENDING
}

/// The name of a file of a workspace, without an ending.
pub fn stem(workspace: &str) -> String {
    let plain: String =
        workspace.to_lowercase().chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
    let joined = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let short: String = joined.chars().take(LONGEST_NAME).collect();
    if short.is_empty() { "workspace".into() } else { short.trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_suit_any_file_system() {
        let rows = [
            ("GitLab Premium", "gitlab-premium.planwright.json"),
            ("../../etc/passwd", "etc-passwd.planwright.json"),
            ("Plan: A/B \\ \"C\" <d>|?*", "plan-a-b-c-d.planwright.json"),
            ("Zürich 2027 – größer", "zürich-2027-größer.planwright.json"),
            ("…", "workspace.planwright.json"),
            ("", "workspace.planwright.json"),
        ];
        for (workspace, file) in rows {
            assert_eq!(name(workspace), file);
        }
        assert_eq!(name(&"ab ".repeat(80)).len(), 59 + ENDING.len());
    }

    #[test]
    fn text_is_read_and_everything_else_named() {
        assert_eq!(text(b"\xef\xbb\xbf{}"), Ok("{}".to_owned()));
        assert_eq!(text("é".as_bytes()), Ok("é".to_owned()));
        assert_eq!(text(b"ab\xff"), Err(TextError::NotText { at: 2 }));
        assert_eq!(text(&vec![b' '; LARGEST + 1]), Err(TextError::TooLarge { bytes: LARGEST + 1 }));
        let sentence = "the file has 10.5 MB, at most 10 MB are read";
        assert_eq!(TextError::TooLarge { bytes: 10_500_000 }.to_string(), sentence);
    }

    #[test]
    fn what_is_no_workspace_is_refused() {
        for bytes in [&b""[..], b"{}", b"[]", b"null", b"{\"schema\":1}"] {
            assert!(matches!(read(bytes), Err(FileError::Document(problems)) if !problems.is_empty()));
        }
        assert!(matches!(read(b"\xff"), Err(FileError::Text(_))));
    }
}
