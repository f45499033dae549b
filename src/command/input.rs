//! This file reads what a command works on: a file, or standard input for `-`.

use std::ffi::OsStr;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;

use super::Failure;
use crate::exchange::file;
use crate::exchange::file::LARGEST;
use crate::month::Month;
use crate::workspace::Workspace;
use crate::workspace::check;

/// Opens the file at a path.
pub type Opener<'a> = &'a dyn Fn(&Path) -> io::Result<Box<dyn Read>>;

/// Where commands read from, and where those write that do not wait until they are done.
pub struct Input<'a> {
    /// Standard input.
    pub standard: &'a mut dyn Read,
    /// Opens files.
    pub files: Opener<'a>,
    /// The month it is.
    pub today: Month,
    /// Takes what is written as it comes.
    pub out: &'a mut dyn Write,
    /// Seconds since some moment that stays.
    pub seconds: &'a dyn Fn() -> f64,
}

impl Input<'_> {
    /// The text at `path`, byte for byte; of standard input for `-`. No more than [`LARGEST`] bytes are read.
    pub(super) fn text(&mut self, path: &OsStr) -> Result<String, Failure> {
        let unread = |error| Failure::Unread { path: shown(path), error };
        let mut bytes = Vec::new();
        let most = LARGEST as u64 + 1;
        if path == "-" {
            (&mut *self.standard).take(most).read_to_end(&mut bytes).map_err(unread)?;
        } else {
            (self.files)(Path::new(path))
                .and_then(|opened| opened.take(most).read_to_end(&mut bytes))
                .map_err(unread)?;
        }
        let wrong = |error| Failure::NotText { path: shown(path), error };
        if bytes.len() > LARGEST {
            return Err(Failure::TooLarge { path: shown(path) });
        }
        file::text(&bytes).map_err(wrong)?;
        Ok(String::from_utf8(bytes).expect("the bytes were just found to be UTF-8"))
    }

    /// The bytes at `path` as they come; of standard input for `-`.
    pub(super) fn stream(&mut self, path: &OsStr) -> Result<(Box<dyn Read + '_>, &mut dyn Write), Failure> {
        let stream: Box<dyn Read + '_> = if path == "-" {
            Box::new(&mut *self.standard)
        } else {
            (self.files)(Path::new(path)).map_err(|error| Failure::Unread { path: shown(path), error })?
        };
        Ok((stream, &mut *self.out))
    }

    /// The workspace at `path`, checked, and its text.
    pub(super) fn workspace(&mut self, path: &OsStr) -> Result<(Workspace, String), Failure> {
        let text = self.text(path)?;
        match check(text.as_bytes()) {
            Ok(workspace) => Ok((workspace, text)),
            Err(problems) => Err(Failure::Document { path: shown(path), problems }),
        }
    }
}

/// A path as messages name it.
pub(super) fn shown(path: &OsStr) -> String {
    if path == "-" { "standard input".to_owned() } else { path.to_string_lossy().into_owned() }
}
