//! This file writes a text as its differences from another, so that the length of a link grows with what was changed.
//!
//! Deflate alone reaches back 32 KB and 258 bytes at a time; a run copied from the other text costs three numbers
//! however long and far it is. What is not copied stays literal and is left to deflate.

use std::collections::HashMap;

/// The shortest run worth copying; below it deflate does better.
const SHORTEST: usize = 24;
/// The most places compared for the longest run, so that the time stays linear.
const PLACES: usize = 64;

/// A text as differences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Triples of numbers: literal bytes to take, distance from the end of the last run to the next, length of the run.
    pub runs: Vec<u8>,
    /// All literal bytes in a row; those no triple takes end the text.
    pub literals: Vec<u8>,
}

/// What makes `target` out of `source`.
pub fn differences(source: &[u8], target: &[u8]) -> Delta {
    let places = places(source);
    let mut delta = Delta::default();
    let (mut at, mut written, mut last) = (0, 0, 0);
    while at + SHORTEST <= target.len() {
        let found = places.get(&target[at..at + SHORTEST]).map_or(&[][..], Vec::as_slice);
        let longest = found
            .iter()
            .map(|&from| (common(&source[from..], &target[at..]), from))
            .max_by_key(|&(length, from)| (length, std::cmp::Reverse(from.abs_diff(last))));
        let Some((length, from)) = longest else {
            at += 1;
            continue;
        };
        put(&mut delta.runs, at - written);
        put(&mut delta.runs, zigzag(last, from));
        put(&mut delta.runs, length);
        delta.literals.extend_from_slice(&target[written..at]);
        at += length;
        written = at;
        last = from + length;
    }
    delta.literals.extend_from_slice(&target[written..]);
    delta
}

/// The text that `delta` makes out of `source`; `None` if it does not fit `source` or makes more than `most` bytes.
pub fn apply(source: &[u8], delta: &Delta, most: usize) -> Option<Vec<u8>> {
    let (mut runs, mut literals) = (&delta.runs[..], &delta.literals[..]);
    let mut target = Vec::new();
    let mut last = 0;
    while !runs.is_empty() {
        let (taken, rest) = literals.split_at_checked(take(&mut runs)?)?;
        literals = rest;
        let from = unzigzag(last, take(&mut runs)?)?;
        last = from.checked_add(take(&mut runs)?)?;
        let run = source.get(from..last)?;
        if target.len() + taken.len() + run.len() > most {
            return None;
        }
        target.extend_from_slice(taken);
        target.extend_from_slice(run);
    }
    target.extend_from_slice(literals);
    (target.len() <= most).then_some(target)
}

/// Appends a number, seven bits a byte, the lowest first.
pub fn put(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 128 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number below 2^28 from the front; `None` if none stands there.
pub fn take(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in [0, 7, 14, 21] {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(first & 127) << shift;
        if first & 128 == 0 {
            return Some(number);
        }
    }
    None
}

fn places(source: &[u8]) -> HashMap<&[u8], Vec<usize>> {
    let mut places: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (at, window) in source.windows(SHORTEST).enumerate() {
        let known = places.entry(window).or_default();
        if known.len() < PLACES {
            known.push(at);
        }
    }
    places
}

fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// A step forwards or back as one number: forwards even, back odd.
fn zigzag(from: usize, to: usize) -> usize {
    if to >= from { (to - from) * 2 } else { (from - to) * 2 - 1 }
}

fn unzigzag(from: usize, step: usize) -> Option<usize> {
    if step.is_multiple_of(2) { from.checked_add(step / 2) } else { from.checked_sub(step.div_ceil(2)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    #[test]
    fn what_is_the_same_is_copied() {
        let source: Vec<u8> =
            (0..40_000_u32).flat_map(|n| (n.wrapping_mul(2_654_435_761) >> 7).to_le_bytes()).collect();
        let mut target = source.clone();
        target[70_000] ^= 1;
        target.splice(100_000..100_010, *b"inserted");
        let delta = differences(&source, &target);
        assert_eq!(delta.literals.len(), 1 + b"inserted".len());
        assert!(delta.runs.len() < 20, "{}", delta.runs.len());
        assert_eq!(apply(&source, &delta, target.len()), Some(target.clone()));
        assert_eq!(apply(&source, &delta, target.len() - 1), None);
        assert_eq!(apply(&source[..1000], &delta, target.len()), None);
    }

    #[test]
    fn numbers_come_back() {
        for number in [0, 1, 127, 128, 16_383, 16_384, (1 << 28) - 1] {
            let mut bytes = Vec::new();
            put(&mut bytes, number);
            assert_eq!(take(&mut &bytes[..]), Some(number));
            assert_eq!(take(&mut &bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(take(&mut &[255; 9][..]), None);
    }

    proptest! {
        #[test]
        fn differences_make_the_target(parts in vec((0..6_usize, 0..6_usize), 0..30)) {
            let words = ["{\"price\":\"49.00\",\"meter\":\"seats\"}", "churn_monthly", "x", "", "segments/smb/elasticity/value", "\n"];
            let source: String = parts.iter().map(|(a, _)| words[*a]).collect();
            let target: String = parts.iter().map(|(_, b)| words[*b]).collect();
            let delta = differences(source.as_bytes(), target.as_bytes());
            prop_assert_eq!(apply(source.as_bytes(), &delta, target.len()), Some(target.into_bytes()));
        }

        #[test]
        fn no_delta_panics(source in vec(any::<u8>(), 0..50), runs in vec(any::<u8>(), 0..50), literals in vec(any::<u8>(), 0..50)) {
            let made = apply(&source, &Delta { runs, literals }, 100);
            prop_assert!(made.is_none_or(|made| made.len() <= 100));
        }
    }
}
