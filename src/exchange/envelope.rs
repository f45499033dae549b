//! This file puts an envelope around a link's body, by which a cut, a damaged and a newer link are told apart.
//!
//! ```text
//! pw 1 0012c 89abcdef …            characters after the '#'
//! │  │ │     │        └ body: base64url
//! │  │ │     └ CRC-32 of version and body, hexadecimal
//! │  │ └ characters in all, hexadecimal
//! │  └ version, one of 1-9 and a-z
//! └ mark of this app
//! ```
//! The envelope is the same in every version, for ever.

use super::checksum::crc32;
use super::refusal::LinkError;

const MARK: &str = "pw";
/// Characters before the body: mark, version, length, checksum.
const HEAD: usize = 2 + 1 + 5 + 8;
/// The most characters the length's five digits can say.
const MOST: usize = 0xF_FFFF;

/// The link around a body; `None` if it is longer than the length can say. `version` is 1 to 35.
pub(super) fn close(version: u8, body: &str) -> Option<String> {
    let version = char::from_digit(u32::from(version), 36).expect("a version is below 36");
    let crc = crc32(&[version.to_string().as_bytes(), body.as_bytes()]);
    let length = HEAD + body.len();
    (length <= MOST).then(|| format!("{MARK}{version}{length:05x}{crc:08x}{body}"))
}

/// The body of a link that arrived whole and is of a version up to `newest`. White space in the link and anything behind
/// it are passed over.
///
/// # Errors
/// [`LinkError::NotALink`], [`LinkError::Truncated`], [`LinkError::Damaged`] or [`LinkError::Newer`].
pub(super) fn open(link: &str, newest: u8) -> Result<Vec<u8>, LinkError> {
    let fragment = match link.split_once('#') {
        Some((_, fragment)) if !link.starts_with(MARK) => fragment,
        _ => link,
    };
    let mut signs: Vec<u8> = fragment.bytes().filter(|sign| !sign.is_ascii_whitespace()).collect();
    let found = signs.len();
    let like = |same: fn(&u8, &u8) -> bool| signs.iter().zip(MARK.as_bytes()).all(|(sign, mark)| same(sign, mark));
    let (marked, whole) = (like(u8::eq_ignore_ascii_case), like(u8::eq));
    if found == 0 || !marked {
        return Err(LinkError::NotALink);
    }
    if found < HEAD {
        return Err(LinkError::Truncated { expected: None, found });
    }
    if !whole {
        // Capitals and small letters were made one on the way: in the body they are different signs.
        return Err(LinkError::Damaged);
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
        Some(version) if version > u32::from(newest) => Err(LinkError::Newer { found: version as u8, newest }),
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
mod tests {
    use super::*;

    const BODY: &str = "AAdzdGFydGVyLTHx0aVQY2BgYGRgYGJgYGYqSy0qzszPYwQA";

    #[test]
    fn foreign_fragments_are_not_links() {
        for text in ["", "#", "overview", "/pricing", "https://example.org", "éé", "p-", "qw1"] {
            assert_eq!(open(text, 1), Err(LinkError::NotALink), "{text}");
        }
    }

    #[test]
    fn every_cut_is_named() {
        let link = close(1, BODY).unwrap();
        for found in 1..link.len() {
            let expected = (found >= HEAD).then_some(link.len());
            let error = open(&link[..found], 1);
            assert_eq!(error, Err(LinkError::Truncated { expected, found }));
        }
    }

    #[test]
    fn a_link_of_capitals_or_of_small_letters_alone_is_damaged() {
        let link = close(1, BODY).unwrap();
        for changed in [link.to_uppercase(), link.to_lowercase(), link.replacen("pw", "Pw", 1)] {
            assert_eq!(open(&changed, 1), Err(LinkError::Damaged), "{changed}");
            assert_eq!(open(&format!("https://example.org/#{changed}"), 1), Err(LinkError::Damaged), "{changed}");
        }
        assert_eq!(open("PW1", 1), Err(LinkError::Truncated { expected: None, found: 3 }));
    }

    #[test]
    fn every_changed_character_is_named() {
        let link = close(1, BODY).unwrap();
        for at in 0..link.len() {
            for sign in " !%+-/09ABZ_abcfgz~é".chars() {
                let changed = format!("{}{sign}{}", &link[..at], &link[at + 1..]);
                if changed == link {
                    continue;
                }
                let named = match open(&changed, 1) {
                    Err(LinkError::NotALink) => at < 2,
                    // A greater length promises characters that are not there, and white space is passed over.
                    Err(LinkError::Truncated { .. }) => sign == ' ',
                    Err(LinkError::Damaged) => true,
                    other => panic!("{at} {sign:?}: {other:?}"),
                };
                assert!(named, "{at} {sign:?}");
            }
        }
    }

    #[test]
    fn a_newer_link_is_named_unless_it_is_cut_or_damaged() {
        let newer = close(2, "anything-at_all").unwrap();
        assert_eq!(open(&newer, 1), Err(LinkError::Newer { found: 2, newest: 1 }));
        let (expected, found) = (Some(newer.len()), newer.len() - 3);
        assert_eq!(open(&newer[..found], 1), Err(LinkError::Truncated { expected, found }));
        assert_eq!(open(&newer.replace("any", "Any"), 1), Err(LinkError::Damaged));
    }

    #[test]
    fn a_body_too_long_is_refused() {
        assert!(close(1, &"A".repeat(MOST - HEAD)).is_some());
        assert_eq!(close(1, &"A".repeat(MOST - HEAD + 1)), None);
    }
}
