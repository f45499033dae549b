//! This file finds the plans and add-ons of a Pricing2Yaml page, and says what in them is amiss or has no place.

use std::collections::HashMap;

use super::page::AddOnRow;
use super::page::Place;
use super::report::Report;
use super::report::note;
use super::report::twice;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Node;
use crate::number::Locale;
use crate::number::counted;

/// Keys of plans and add-ons that are read.
pub(super) const SOLD: &[&str] = &[
    "description",
    "price",
    "monthlyPrice",
    "annualPrice",
    "unit",
    "private",
    "features",
    "usageLimits",
    "availableFor",
    "dependsOn",
    "excludes",
    "usageLimitsExtensions",
];

/// Plans or add-ons that are mappings; others are named.
pub(super) fn sold<'a>(root: &'a Node, key: &str, report: &mut Report) -> Vec<&'a Entry> {
    let entries = root.entries(key);
    let mut kept: Vec<&Entry> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        if entry.value.map().is_none() {
            note(
                &mut report.left_out,
                format!("{key}/{}", entry.key),
                entry.line,
                format!("{}, expected a mapping", entry.value.shown()),
            );
        } else if let Some(at) = places.get(entry.key.as_str()) {
            note(&mut report.left_out, format!("{key}/{}", entry.key), kept[*at].line, "stands twice, the last counts");
            kept[*at] = entry;
        } else {
            places.insert(&entry.key, kept.len());
            kept.push(entry);
        }
    }
    kept
}

/// Where a plan or add-on stands; what it says that is not read is named.
pub(super) fn placed(collection: &str, entry: &Entry, report: &mut Report) -> Place {
    let place = Place { path: format!("{collection}/{}", entry.key), line: entry.line };
    for part in entry.value.map().unwrap_or_default() {
        if !SOLD.contains(&part.key.as_str()) {
            let path = format!("{}/{}", place.path, part.key);
            note(&mut report.left_out, path, part.line, "not a part of a plan or add-on this app knows");
        }
    }
    twice(entry.value.map().unwrap_or_default(), &format!("{}/", place.path), report);
    wrong(entry, &place, report);
    place
}

/// Names what in a plan or add-on is of another kind than its key.
fn wrong(entry: &Entry, place: &Place, report: &mut Report) {
    let given = |key: &str| entry.value.get(key).filter(|node| !node.nothing());
    let mut wrong = |key: &str, node: &Node, words: String| {
        note(&mut report.left_out, format!("{}/{key}", place.path), node.line, words);
    };
    for key in ["unit", "description"] {
        if let Some(node) = given(key).filter(|node| node.text().is_none()) {
            wrong(key, node, format!("{}, expected words", node.shown()));
        }
    }
    for key in ["availableFor", "dependsOn", "excludes"] {
        let Some(node) = given(key) else { continue };
        let items = node.list().map_or(vec![node], |items| items.iter().collect());
        for item in items.into_iter().filter(|item| item.text().is_none()) {
            wrong(key, item, format!("{}, expected a list of keys", item.shown()));
        }
    }
    if let Some(node) = given("private") {
        match node.text().map(str::to_lowercase).as_deref() {
            Some("false") => {}
            Some("true") => wrong("private", node, "sold to some only; here it is sold as the others are".to_owned()),
            _ => wrong("private", node, format!("{} is neither true nor false", node.shown())),
        }
    }
}

/// Descriptions of plans and add-ons have no place in the document.
pub(super) fn described(root: &Node, report: &mut Report) {
    for (collection, noun) in [("plans", "plan"), ("addOns", "add-on")] {
        let sold = root.entries(collection);
        let texts = sold.iter().filter_map(|entry| entry.value.get("description"));
        let texts: Vec<&Node> = texts.filter(|node| node.text().is_some_and(|text| !text.trim().is_empty())).collect();
        if let Some(first) = texts.first() {
            let words = format!("the description of {}", counted(texts.len(), noun, Locale::EN_US));
            note(&mut report.left_out, format!("{collection}/…/description"), first.line, words);
        }
    }
}

/// Names the add-ons of which a page does not say what they bring.
pub(super) fn unsaid(add_ons: &[AddOnRow], report: &mut Report) {
    let empty: Vec<&AddOnRow> =
        add_ons.iter().filter(|row| row.contents.is_empty() && row.extends.is_empty()).collect();
    if let Some(first) = empty.first() {
        let names = empty.iter().map(|row| row.key.as_str()).collect::<Vec<_>>().join(", ");
        let words = format!("the page does not say what {names} {}", if empty.len() == 1 { "brings" } else { "bring" });
        note(&mut report.assumed, "addOns", first.place.line, words);
    }
}
