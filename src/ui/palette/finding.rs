//! This file finds the entries that hold every word typed, and says which come first.

use super::entries::Entry;

/// The places of the entries in which every word of `query` occurs, in any case: first those whose label begins with the
/// whole, then those in which each word is one of the label, begins one, or stands in it; last those that need the note.
/// Among equals the order stays.
pub fn found(entries: &[Entry], query: &str) -> Vec<usize> {
    let query = plain(query);
    let ranked =
        entries.iter().enumerate().filter_map(|(at, entry)| Some((rank(&query, &entry.label, entry.place)?, at)));
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort();
    ranked.into_iter().map(|(_, at)| at).collect()
}

/// In lower case, letters and figures alone, a space between words.
fn plain(text: &str) -> String {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn rank(query: &str, label: &str, place: &str) -> Option<u8> {
    let label = plain(label);
    let all = |holds: &dyn Fn(&str) -> bool| query.split(' ').all(holds);
    if label.starts_with(query) {
        return Some(0);
    }
    if all(&|word| label.split(' ').any(|own| own == word)) {
        return Some(1);
    }
    if all(&|word| label.split(' ').any(|own| own.starts_with(word))) {
        return Some(2);
    }
    if all(&|word| label.contains(word)) {
        return Some(3);
    }
    let place = plain(place);
    all(&|word| label.contains(word) || place.contains(word)).then_some(4)
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn every_word_must_occur_and_the_nearest_come_first() {
        for (query, label, place, expected) in [
            ("", "Undo", "Command", Some(0)),
            ("pro price", "Pro: Price", "Pricing", Some(0)),
            ("price pro", "Pro: Price", "Pricing", Some(1)),
            ("pri pro", "Pro: Price", "Pricing", Some(2)),
            ("ice", "Pro: Price", "Pricing", Some(3)),
            ("pro pricing", "Pro: Name", "Pricing", Some(4)),
            ("pro price", "Basic: Price", "Pricing", None),
        ] {
            assert_eq!(rank(query, label, place), expected, "{query:?} in {label:?}");
        }
        assert_eq!(super::plain("  Épreuve,  -1% À "), "épreuve 1 à");
    }
}
