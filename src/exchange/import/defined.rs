//! This file reads which features and usage limits a Pricing2Yaml page defines, and what plans contain by default.

use std::collections::HashMap;

use super::boundless::Boundless;
use super::names;
use super::page::Content;
use super::page::FeatureRow;
use super::page::Kind;
use super::report::Report;
use super::report::note;
use super::values;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Node;

/// Headings for features without a tag, by their type.
pub const TYPES: &[(&str, &str)] = &[
    ("DOMAIN", "Product"),
    ("INTEGRATION", "Integrations"),
    ("MANAGEMENT", "Administration"),
    ("AUTOMATION", "Automation"),
    ("SUPPORT", "Support"),
    ("INFORMATION", "Information"),
    ("GUARANTEE", "Guarantees"),
    ("PAYMENT", "Payment"),
];

/// The longest description, heading and unit.
pub(super) const LONGEST: [(&str, usize); 3] = [("description", 400), ("tag", 80), ("unit", 40)];

/// A feature or limit of the page with what plans contain unless they say otherwise.
pub(super) struct Defined {
    pub row: FeatureRow,
    pub default: Content,
    pub limit: bool,
    pub tagged: bool,
}

/// By key of a feature or limit, every value that plans and add-ons give it.
type Given<'a> = HashMap<&'a str, Vec<&'a Node>>;

/// The features and, behind them, the usage limits of a page.
pub(super) fn features(root: &Node, boundless: &Boundless, report: &mut Report) -> Vec<Defined> {
    let given = given(root);
    let mut found: Vec<Defined> = Vec::new();
    for (collection, limit) in [("features", false), ("usageLimits", true)] {
        let mut places: HashMap<&str, usize> = HashMap::new();
        for entry in root.entries(collection) {
            let path = format!("{collection}/{}", entry.key);
            if entry.value.map().is_none_or(<[Entry]>::is_empty) {
                let found = if entry.value.map().is_some() { "nothing".into() } else { entry.value.shown() };
                note(&mut report.left_out, path, entry.line, format!("{found}, expected a mapping"));
                continue;
            }
            let defined = defined(entry, limit, &given, boundless, report);
            match places.get(entry.key.as_str()) {
                Some(at) => {
                    note(&mut report.left_out, path, entry.line, "stands twice, the last counts");
                    found[*at] = defined;
                }
                None => {
                    places.insert(&entry.key, found.len());
                    found.push(defined);
                }
            }
        }
    }
    adopt(root, &mut found);
    found
}

fn given(root: &Node) -> Given<'_> {
    let mut given = Given::new();
    let sold = ["plans", "addOns"].into_iter().flat_map(|key| root.entries(key));
    for sold in sold {
        for collection in ["features", "usageLimits"] {
            for entry in sold.value.entries(collection) {
                given.entry(&entry.key).or_default().push(super::contents::value(&entry.value));
            }
        }
    }
    given
}

fn defined(entry: &Entry, limit: bool, given: &Given<'_>, boundless: &Boundless, report: &mut Report) -> Defined {
    let text = |key: &str| entry.value.get(key).and_then(Node::text).unwrap_or_default().trim();
    let declared = match text("valueType").to_uppercase().as_str() {
        "NUMERIC" => Some(Kind::Number),
        "TEXT" => Some(Kind::Text),
        "BOOLEAN" => Some(Kind::Flag),
        _ => None,
    };
    let default = entry.value.get("defaultValue");
    let values: Vec<&Node> =
        default.into_iter().chain(given.get(entry.key.as_str()).into_iter().flatten().copied()).collect();
    let kind = values::kind(declared, &values);
    if declared.is_some_and(|declared| declared != kind) {
        let path = format!("{}/{}/valueType", if limit { "usageLimits" } else { "features" }, entry.key);
        let read = if kind == Kind::Text { "text" } else { "a number" };
        let words = format!("{}, read as {read}, since that is what it is given", text("valueType"));
        note(&mut report.assumed, path, entry.line, words);
    }
    let heading = TYPES.iter().find(|(key, _)| *key == text("type").to_uppercase()).map(|(_, heading)| *heading);
    let group = match text("tag") {
        "" => heading.unwrap_or_default(),
        tag => tag,
    };
    let cut = |words: &str, longest: usize| words.chars().take(longest).collect::<String>().trim_end().to_owned();
    let row = FeatureRow {
        key: entry.key.clone(),
        name: names::name(&names::words(&entry.key), "Feature"),
        group: cut(group, LONGEST[1].1),
        unit: if kind == Kind::Number { cut(text("unit"), LONGEST[2].1) } else { String::new() },
        description: cut(text("description"), LONGEST[0].1),
        kind,
    };
    if let Some(long) = default.filter(|node| kind == Kind::Text && values::beyond(node) > 0) {
        let path = format!("{}/{}/defaultValue", if limit { "usageLimits" } else { "features" }, entry.key);
        note(&mut report.left_out, path, long.line, format!("the last {} of its signs", values::beyond(long)));
    }
    let default = default.map_or(Content::Absent, |node| values::content(node, kind, boundless));
    Defined { row, default, limit, tagged: !text("tag").is_empty() }
}

/// A limit without a tag of its own, which only exports of this app give it, stands under the heading of the first feature it
/// is linked with.
fn adopt(root: &Node, found: &mut [Defined]) {
    let groups: HashMap<String, String> =
        found.iter().filter(|own| !own.limit).map(|own| (own.row.key.clone(), own.row.group.clone())).collect();
    let limits: HashMap<&str, &Entry> =
        root.entries("usageLimits").iter().map(|entry| (entry.key.as_str(), entry)).collect();
    for limit in found.iter_mut().filter(|found| found.limit && !found.tagged) {
        let entry = limits.get(limit.row.key.as_str());
        let linked = entry.and_then(|entry| entry.value.get("linkedFeatures").or_else(|| entry.value.get("features")));
        let linked = linked.and_then(Node::list);
        let group = linked.unwrap_or_default().iter().filter_map(Node::text).find_map(|key| groups.get(key));
        limit.row.group = group.cloned().unwrap_or_else(|| "Limits".to_owned());
    }
}
