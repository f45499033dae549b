//! This file reads what plans and add-ons of a Pricing2Yaml page contain: features and usage limits with their values.

use rust_decimal::Decimal;

use super::names;
use super::page::Content;
use super::page::FeatureRow;
use super::page::Kind;
use super::page::Place;
use super::report::Report;
use super::report::note;
use super::report::say;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;
use crate::workspace::model::UNLIMITED;

/// How pages write "as much as you like" where a number must stand.
const AS_GOOD_AS_NONE: u64 = 1_000_000_000;

/// What is written for text that says there is nothing.
const NONE: &[&str] = &["", "none", "no", "-", "–", "—", "n/a", "not included", "not available"];

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

/// A feature or limit of the page with what plans contain unless they say otherwise.
pub(super) struct Defined {
    pub row: FeatureRow,
    default: Content,
    limit: bool,
    tagged: bool,
}

/// The features and, behind them, the usage limits of a page.
pub(super) fn features(root: &Node, report: &mut Report) -> Vec<Defined> {
    let mut found: Vec<Defined> = Vec::new();
    for (collection, limit) in [("features", false), ("usageLimits", true)] {
        for entry in root.get(collection).and_then(Node::map).unwrap_or_default() {
            let path = format!("{collection}/{}", entry.key);
            if entry.value.map().is_none_or(<[Entry]>::is_empty) {
                note(&mut report.left_out, path, entry.line, format!("{}, expected a mapping", entry.value.shown()));
            } else if let Some(same) = found.iter_mut().find(|same| same.row.key == entry.key && same.limit == limit) {
                note(&mut report.left_out, path, entry.line, "stands twice, the last counts");
                *same = defined(entry, limit);
            } else {
                found.push(defined(entry, limit));
            }
        }
    }
    adopt(root, &mut found);
    let limits = found.iter().filter(|feature| feature.limit).count();
    if limits > 0 {
        say(&mut report.understood, format!("{limits} usage limits, each as a feature that is a number."));
    }
    let (mut huge, mut line) = (0, 0);
    enormous(root, &mut huge, &mut line);
    if huge > 0 {
        note(&mut report.assumed, "value", line, format!("{AS_GOOD_AS_NONE}, which stands {huge} times, is unlimited"));
    }
    let tagged = found.iter().filter(|feature| !feature.limit && feature.tagged).count();
    if tagged < found.iter().filter(|feature| !feature.limit).count() {
        say(&mut report.assumed, "Features without a tag stand under a heading for their type.");
    }
    if tagged > 0 {
        note(&mut report.left_out, "features/…/type", 0, format!("type of {tagged} features that have a tag"));
    }
    let dropped =
        ["expression", "serverExpression", "render", "docUrl", "pricingUrls", "automationType", "integrationType"];
    for key in dropped {
        let entries = root.get("features").and_then(Node::map).unwrap_or_default();
        let first = entries.iter().filter_map(|entry| entry.value.get(key).map(|node| (entry, node)));
        let all: Vec<_> = first.filter(|(_, node)| !node.nothing()).collect();
        if let Some((entry, node)) = all.first() {
            let words = format!("{key} of {} feature{}", all.len(), if all.len() == 1 { "" } else { "s" });
            note(&mut report.left_out, format!("features/{}/{key}", entry.key), node.line, words);
        }
    }
    found
}

/// Counts the numbers that stand for no limit, and finds the first.
fn enormous(node: &Node, count: &mut usize, line: &mut usize) {
    if let Some(Figure::Finite(value)) = node.figure()
        && value == Decimal::from(AS_GOOD_AS_NONE)
    {
        *count += 1;
        *line = if *line == 0 { node.line } else { *line };
    }
    node.list().unwrap_or_default().iter().for_each(|item| enormous(item, count, line));
    node.map().unwrap_or_default().iter().for_each(|entry| enormous(&entry.value, count, line));
}

fn defined(entry: &Entry, limit: bool) -> Defined {
    let text = |key: &str| entry.value.get(key).and_then(Node::text).unwrap_or_default().trim();
    let kind = match text("valueType").to_uppercase().as_str() {
        "NUMERIC" => Kind::Number,
        "TEXT" => Kind::Text,
        "BOOLEAN" => Kind::Flag,
        _ => kind_of(entry.value.get("defaultValue")),
    };
    let heading = TYPES.iter().find(|(key, _)| *key == text("type").to_uppercase()).map(|(_, heading)| *heading);
    let group = match text("tag") {
        "" => heading.unwrap_or_default(),
        tag => tag,
    };
    let description: String = text("description").chars().take(400).collect();
    let row = FeatureRow {
        key: entry.key.clone(),
        name: names::name(&names::words(&entry.key), "Feature"),
        group: group.chars().take(80).collect(),
        unit: if kind == Kind::Number { text("unit").chars().take(40).collect() } else { String::new() },
        description,
        kind,
    };
    let default = entry.value.get("defaultValue").map_or(Content::Absent, |node| content(node, kind));
    Defined { row, default, limit, tagged: !text("tag").is_empty() }
}

/// A limit stands under the heading of the first feature it is linked with.
fn adopt(root: &Node, found: &mut [Defined]) {
    for at in 0..found.len() {
        if !found[at].limit {
            continue;
        }
        let linked =
            root.get("usageLimits").and_then(|limits| limits.get(&found[at].row.key)?.get("linkedFeatures")?.list());
        let first = linked.unwrap_or_default().iter().find_map(Node::text);
        let group = found.iter().find(|feature| !feature.limit && Some(feature.row.key.as_str()) == first);
        found[at].row.group = group.map_or_else(|| "Limits".to_owned(), |feature| feature.row.group.clone());
    }
}

fn kind_of(value: Option<&Node>) -> Kind {
    match value {
        Some(node) if node.flag().is_some() => Kind::Flag,
        Some(node) if node.figure().is_some() => Kind::Number,
        Some(node) if node.text().is_some() || node.list().is_some_and(|items| !items.is_empty()) => Kind::Text,
        _ => Kind::Flag,
    }
}

/// What a value says of a feature of that kind.
fn content(node: &Node, kind: Kind) -> Content {
    if node.nothing() {
        return Content::Absent;
    }
    match (kind, node.flag(), node.figure()) {
        (_, Some(false), _) => Content::Absent,
        (_, Some(true), _) => Content::There,
        (Kind::Flag, _, Some(Figure::Finite(value))) if value.is_zero() => Content::Absent,
        (Kind::Flag, ..) => Content::There,
        (Kind::Number, _, Some(Figure::Infinite)) => Content::Upto(UNLIMITED.into()),
        (Kind::Number, _, Some(Figure::Finite(value))) if value == Decimal::from(AS_GOOD_AS_NONE) => {
            Content::Upto(UNLIMITED.into())
        }
        (Kind::Number, _, Some(Figure::Finite(value))) if value <= Decimal::ZERO => Content::Absent,
        (Kind::Number, _, Some(Figure::Finite(value))) => Content::Upto(bounded(value).to_string()),
        (Kind::Number, _, None) => match node.text().map(str::to_lowercase).as_deref() {
            Some("unlimited" | "infinite" | "no limit") => Content::Upto(UNLIMITED.into()),
            _ => Content::There,
        },
        (Kind::Text, ..) => words(node),
    }
}

/// Text, or payment methods: CARD and GATEWAY are Card, gateway.
fn words(node: &Node) -> Content {
    let text = match node.list() {
        Some(items) => {
            let methods = items.iter().filter_map(Node::text).map(|method| method.to_lowercase().replace('_', " "));
            names::capital(&methods.collect::<Vec<_>>().join(", "))
        }
        None => node.text().unwrap_or_default().trim().to_owned(),
    };
    if NONE.contains(&text.to_lowercase().as_str()) {
        return Content::Absent;
    }
    Content::Upto(text.chars().take(120).collect())
}

/// A limit within what the document holds.
fn bounded(value: Decimal) -> Decimal {
    value.min(Decimal::from(1_000_000_000_000_u64)).round_dp(12).normalize()
}

/// Reads what plans and add-ons say of the features of a page.
pub(super) struct Contents<'a> {
    defined: &'a [Defined],
}

impl<'a> Contents<'a> {
    pub fn new(defined: &'a [Defined]) -> Self {
        Self { defined }
    }

    /// What a plan contains, by feature.
    pub fn of_plan(&self, plan: &Node, place: &Place, report: &mut Report) -> Vec<Content> {
        let mut contents: Vec<Content> = self.defined.iter().map(|feature| feature.default.clone()).collect();
        for (at, content) in self.said(plan, place, report) {
            contents[at] = content;
        }
        contents
    }

    /// What an add-on brings.
    pub fn of_add_on(&self, add_on: &Node, place: &Place, report: &mut Report) -> Vec<(usize, Content)> {
        let said = self.said(add_on, place, report);
        said.into_iter().filter(|(_, content)| *content != Content::Absent).collect()
    }

    /// What an add-on adds to limits.
    pub fn extensions(&self, add_on: &Node, place: &Place, report: &mut Report) -> Vec<(usize, Decimal)> {
        let mut found = Vec::new();
        for entry in add_on.get("usageLimitsExtensions").and_then(Node::map).unwrap_or_default() {
            let path = format!("{}/usageLimitsExtensions/{}", place.path, entry.key);
            let value = entry.value.get("value").unwrap_or(&entry.value);
            match (self.at(&entry.key, true), value.figure()) {
                (Some(at), Some(Figure::Finite(more)))
                    if more > Decimal::ZERO && self.defined[at].row.kind == Kind::Number =>
                {
                    found.push((at, bounded(more)));
                }
                (None, _) => note(&mut report.left_out, path, entry.line, "a usage limit the page does not define"),
                _ => note(
                    &mut report.left_out,
                    path,
                    entry.line,
                    format!("{} cannot be added to a limit", value.shown()),
                ),
            }
        }
        found
    }

    fn said(&self, sold: &Node, place: &Place, report: &mut Report) -> Vec<(usize, Content)> {
        let mut found = Vec::new();
        for (collection, limit) in [("features", false), ("usageLimits", true)] {
            for entry in sold.get(collection).and_then(Node::map).unwrap_or_default() {
                let path = format!("{}/{collection}/{}", place.path, entry.key);
                let value = if entry.value.map().is_some_and(|entries| !entries.is_empty()) {
                    entry.value.get("value")
                } else {
                    Some(&entry.value)
                };
                match (self.at(&entry.key, limit), value) {
                    (Some(at), Some(value)) if !value.nothing() => {
                        found.push((at, content(value, self.defined[at].row.kind)))
                    }
                    (Some(_), _) => note(&mut report.left_out, path, entry.line, "no value, the default counts"),
                    (None, _) => note(&mut report.left_out, path, entry.line, "a feature the page does not define"),
                }
            }
        }
        found
    }

    /// A feature is looked for among the usage limits too, and the other way round.
    fn at(&self, key: &str, limit: bool) -> Option<usize> {
        let own = self.defined.iter().position(|feature| feature.row.key == key && feature.limit == limit);
        own.or_else(|| self.defined.iter().position(|feature| feature.row.key == key))
    }
}
