//! This file reads keys of a Pricing2Yaml page that are one letter away from what was meant: `usaeLimits`, `availablefor`.

use super::report::Report;
use super::report::note;
use crate::exchange::yaml::Node;

/// The shortest key that is recognised with a letter amiss; of shorter ones too many words are one letter away.
const SHORTEST: usize = 7;

/// The keys that hold several things: what is a word or a number was not meant for one of them (`featured: true`).
const HOLDERS: &[&str] =
    &["features", "usageLimits", "usageLimitsExtensions", "plans", "addOns", "billing", "variables", "linkedFeatures"];

/// The keys of one mapping in a page: of the page itself, or of what stands in its collections.
pub(super) struct Keys {
    pub collections: &'static [&'static str],
    pub known: &'static [&'static str],
}

/// The page with every key as it is meant; each that was not written so is named.
pub(super) fn mended(root: &Node, top: &[&str], inner: &[Keys], report: &mut Report) -> Node {
    let mut root = root.clone();
    rename(&mut root, "", top, report);
    for keys in inner {
        for collection in keys.collections {
            for entry in root.map_mut().iter_mut().filter(|entry| entry.key == *collection) {
                for sold in entry.value.map_mut() {
                    rename(&mut sold.value, &format!("{collection}/{}/", sold.key), keys.known, report);
                }
            }
        }
    }
    root
}

fn rename(node: &mut Node, path: &str, known: &[&str], report: &mut Report) {
    let written: Vec<String> = node.map_mut().iter().map(|entry| entry.key.clone()).collect();
    for entry in node.map_mut().iter_mut().filter(|entry| !known.contains(&entry.key.as_str())) {
        let free = known.iter().filter(|key| !written.iter().any(|other| other == *key));
        let fits = |key: &&str| entry.value.text().is_none() || !HOLDERS.contains(key);
        let Some(meant) = free.copied().filter(fits).find(|key| near(&entry.key, key)) else { continue };
        note(&mut report.assumed, format!("{path}{}", entry.key), entry.line, format!("read as {meant}"));
        entry.key = meant.to_owned();
    }
}

/// Whether a key is `meant` but for its case and its signs, or but for one letter: left out, put in, another, or two swapped.
fn near(key: &str, meant: &str) -> bool {
    let plain = |text: &str| {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect::<Vec<_>>()
    };
    let (key, meant) = (plain(key), plain(meant));
    if key == meant {
        return true;
    }
    let same = key.iter().zip(&meant).take_while(|(one, other)| one == other).count();
    let (key_rest, meant_rest) = (&key[same..], &meant[same..]);
    let swapped = match (key_rest, meant_rest) {
        ([a, b, left @ ..], [c, d, right @ ..]) => (a, b, left) == (d, c, right),
        _ => false,
    };
    let one_off =
        |key: usize, meant: usize| key_rest.get(key..).is_some_and(|rest| meant_rest.get(meant..) == Some(rest));
    meant.len() >= SHORTEST && (swapped || one_off(1, 0) || one_off(0, 1) || one_off(1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_amiss_is_near() {
        for key in ["usaeLimits", "usageLimit", "usagelimits", "usage_limits", "usageLimitss", "usageLimots"] {
            assert!(near(key, "usageLimits"), "{key}");
        }
        for (key, meant) in [
            ("prize", "price"),
            ("limits", "usageLimits"),
            ("", "features"),
            ("unite", "unit"),
            ("useagLimts", "usageLimits"),
        ] {
            assert!(!near(key, meant), "{key}");
        }
        assert!(near("Price", "price") && near("docURL", "docUrl") && near("pricingsURLs", "pricingUrls"));
    }
}
