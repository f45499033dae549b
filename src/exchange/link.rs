//! This file writes a whole workspace into the part of an address after `#`, and reads it back or says what is wrong.
//!
//! ```text
//! pw 1 0012c 89abcdef …            characters after the '#'
//! │  │ │     │        └ body: base64url
//! │  │ │     └ CRC-32 of version and body, hexadecimal
//! │  │ └ characters in all, hexadecimal
//! │  └ version, one of 0-9 and a-z
//! └ mark of this app
//! body: layout code, length and bytes of the dictionary's name, CRC-32 of the plain bytes, then the plain bytes packed
//! plain: length and bytes of the runs, length and bytes of the literals (see delta), digest as text
//! ```
//! The first line is the same in every version, so that a cut, a damaged and a newer link are always told apart.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::checksum::crc32;
use super::deflate;
use super::deflate::UnpackError;
use super::delta;
use super::delta::Delta;
use super::digest;
use super::digest::Figure;
use super::file;
use super::layout;
use super::layout::Layout;
use crate::shape::Problem;
use crate::workspace::Workspace;

/// The version this app writes, and the newest it reads.
pub const VERSION: u8 = 1;
/// The longest document a link may hold, in bytes.
pub const LONGEST: usize = 4_000_000;

const MARK: &str = "pw";
/// Characters before the body: mark, version, length, checksum.
const HEAD: usize = 2 + 1 + 5 + 8;
/// The most characters the length's five digits can say.
const MOST: usize = 0xF_FFFF;

/// A text both sides know, by name: as a rule the template a workspace started from. What a name stands for never
/// changes, or links made with it no longer open; a changed template takes a new name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dictionary<'a> {
    /// Its name, at most 255 bytes.
    pub name: &'a str,
    /// Its JSON, in any layout.
    pub json: &'a str,
}

/// What a link holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The document's text, byte for byte as given to [`encode`].
    pub text: String,
    /// The headline figures when the link was made.
    pub digest: Vec<Figure>,
}

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
                write!(f, "the link holds a document with {} problems", problems.len())?;
                problems.first().map_or(Ok(()), |first| write!(f, ", the first: {first}"))
            }
        }
    }
}

impl std::error::Error for LinkError {}

/// The fragment (without `#`) that holds `text`, a document, and the figures. With a dictionary like the document it
/// is short; any text can be linked with any dictionary.
///
/// # Errors
/// [`LinkError::TooLong`].
pub fn encode(text: &str, figures: &[Figure], dictionary: Option<Dictionary<'_>>) -> Result<String, LinkError> {
    if text.len() > LONGEST {
        return Err(LinkError::TooLong);
    }
    let (name, known) = dictionary.map_or(("", String::new()), |dictionary| {
        assert!(!dictionary.name.is_empty() && dictionary.name.len() <= 255, "a dictionary's name has 1 to 255 bytes");
        (dictionary.name, layout::compact(dictionary.json))
    });
    let (layout, document) = layout::pack(text);
    let delta = delta::differences(known.as_bytes(), document.as_bytes());
    let mut plain = Vec::new();
    for part in [&delta.runs, &delta.literals] {
        delta::put(&mut plain, part.len());
        plain.extend_from_slice(part);
    }
    plain.extend_from_slice(digest::write(figures).as_bytes());
    if plain.len() > 2 * LONGEST {
        return Err(LinkError::TooLong);
    }
    let mut body = vec![layout.code(), name.len() as u8];
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(&crc32(&[text.as_bytes(), &plain]).to_be_bytes());
    body.extend_from_slice(&deflate::pack(known.as_bytes(), &plain));
    let link = wrap(VERSION, &URL_SAFE_NO_PAD.encode(body));
    if link.len() > MOST { Err(LinkError::TooLong) } else { Ok(link) }
}

/// What a link holds. `link` is a whole address or what follows its `#`; white space in it, and anything a chat tool
/// put behind it, is passed over. `dictionaries` gives the JSON of a name.
///
/// # Errors
/// Every [`LinkError`] but [`LinkError::Document`]: the text is not checked here.
pub fn decode<'a>(link: &str, dictionaries: impl Fn(&str) -> Option<&'a str>) -> Result<Linked, LinkError> {
    let body = unwrap(link)?;
    let body = URL_SAFE_NO_PAD.decode(body).map_err(|_| LinkError::Damaged)?;
    let [code, length, rest @ ..] = &body[..] else { return Err(LinkError::Damaged) };
    let layout = Layout::of(*code).ok_or(LinkError::Damaged)?;
    let (name, rest) = rest.split_at_checked(usize::from(*length)).ok_or(LinkError::Damaged)?;
    let name = std::str::from_utf8(name).map_err(|_| LinkError::Damaged)?;
    let (crc, packed) = rest.split_first_chunk().ok_or(LinkError::Damaged)?;
    let known = if name.is_empty() {
        String::new()
    } else {
        layout::compact(dictionaries(name).ok_or_else(|| LinkError::UnknownDictionary(name.to_owned()))?)
    };
    // The body arrived whole, so from here on only the dictionary can be to blame.
    let changed = || match name {
        "" => LinkError::Damaged,
        name => LinkError::ChangedDictionary(name.to_owned()),
    };
    let plain = deflate::unpack(known.as_bytes(), packed, 2 * LONGEST).map_err(|error| match error {
        UnpackError::TooLong => LinkError::TooLong,
        UnpackError::Foreign => changed(),
    })?;
    let (delta, digest) = parts(&plain).ok_or_else(changed)?;
    let document = delta::apply(known.as_bytes(), &delta, LONGEST).ok_or_else(changed)?;
    let document = String::from_utf8(document).map_err(|_| changed())?;
    let text = layout::unpack(layout, &document, LONGEST).ok_or_else(changed)?;
    if crc32(&[text.as_bytes(), &plain]) != u32::from_be_bytes(*crc) {
        return Err(changed());
    }
    Ok(Linked { digest: digest::read(digest), text })
}

/// The workspace a link holds, checked, and the figures it had when shared.
///
/// # Errors
/// [`LinkError`].
pub fn open<'a>(
    link: &str,
    dictionaries: impl Fn(&str) -> Option<&'a str>,
) -> Result<(Workspace, Vec<Figure>), LinkError> {
    let linked = decode(link, dictionaries)?;
    let workspace = file::check(linked.text.as_bytes()).map_err(LinkError::Document)?;
    Ok((workspace, linked.digest))
}

fn parts(plain: &[u8]) -> Option<(Delta, &str)> {
    let mut rest = plain;
    let mut part = || {
        let length = delta::take(&mut rest)?;
        let (part, behind) = rest.split_at_checked(length)?;
        rest = behind;
        Some(part.to_vec())
    };
    let delta = Delta { runs: part()?, literals: part()? };
    Some((delta, std::str::from_utf8(rest).ok()?))
}

fn wrap(version: u8, body: &str) -> String {
    let version = char::from_digit(u32::from(version), 36).expect("a version is below 36");
    let crc = crc32(&[version.to_string().as_bytes(), body.as_bytes()]);
    format!("{MARK}{version}{:05x}{crc:08x}{body}", HEAD + body.len())
}

/// The body of a link that arrived whole and is of a version this app reads.
fn unwrap(link: &str) -> Result<Vec<u8>, LinkError> {
    let fragment = match link.split_once('#') {
        Some((_, fragment)) if !link.starts_with(MARK) => fragment,
        _ => link,
    };
    let mut signs: Vec<u8> = fragment.bytes().filter(|sign| !sign.is_ascii_whitespace()).collect();
    let found = signs.len();
    let marked = signs.iter().zip(MARK.as_bytes()).all(|(sign, mark)| sign == mark);
    if found == 0 || !marked {
        return Err(LinkError::NotALink);
    }
    if found < HEAD {
        return Err(LinkError::Truncated { expected: None, found });
    }
    let mut body = signs.split_off(HEAD);
    let version = &signs[2..3];
    let expected = hexadecimal(&signs[3..8]).ok_or(LinkError::Damaged)? as usize;
    let crc = hexadecimal(&signs[8..HEAD]).ok_or(LinkError::Damaged)?;
    if found < expected {
        // Where the checksum holds nothing is missing: the length itself was changed.
        let whole = crc32(&[version, &body]) == crc;
        return Err(if whole { LinkError::Damaged } else { LinkError::Truncated { expected: Some(expected), found } });
    }
    body.truncate(expected.saturating_sub(HEAD));
    if crc32(&[version, &body]) != crc {
        return Err(LinkError::Damaged);
    }
    match char::from(version[0]).to_digit(36) {
        Some(0) | None => Err(LinkError::Damaged),
        Some(version) if version > u32::from(VERSION) => {
            Err(LinkError::Newer { found: version as u8, newest: VERSION })
        }
        Some(_) => Ok(body),
    }
}

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| match digit {
        b'0'..=b'9' | b'a'..=b'f' => Some(number << 4 | char::from(*digit).to_digit(16)?),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
