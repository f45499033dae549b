//! This file reads what plans and add-ons of a Pricing2Yaml page contain: features and usage limits with their values.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::boundless::Boundless;
use super::defined::Defined;
use super::page::Content;
use super::page::Kind;
use super::page::Place;
use super::report::Report;
use super::report::note;
use super::report::twice;
use super::values;
use super::values::content;
use super::values::tidy;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;
use crate::workspace::model::UNLIMITED;

/// How many names of features that a page does not define are written out.
const NAMED: usize = 5;

/// Reads what plans and add-ons say of the features of a page.
pub(super) struct Contents<'a> {
    defined: &'a [Defined],
    boundless: &'a Boundless,
    places: HashMap<(&'a str, bool), usize>,
}

/// The value in an entry of a plan or add-on, which stands there as `value:` or by itself.
pub(super) fn value(node: &Node) -> &Node {
    node.get("value").unwrap_or(node)
}

impl<'a> Contents<'a> {
    pub fn new(defined: &'a [Defined], boundless: &'a Boundless) -> Self {
        let places = defined.iter().enumerate().map(|(at, own)| ((own.row.key.as_str(), own.limit), at)).collect();
        Self { defined, boundless, places }
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
        let mut found = self.said(add_on, place, report);
        // A limit that is lifted altogether is one the add-on brings.
        for entry in extending(add_on) {
            let lifted = value(&entry.value);
            let endless = match lifted.figure() {
                Some(Figure::Infinite) => true,
                Some(Figure::Finite(more)) => self.boundless.holds(more),
                None => lifted.text().is_some_and(|text| text.trim().eq_ignore_ascii_case(UNLIMITED)),
            };
            if let Some(at) =
                self.at(&entry.key, true).filter(|at| endless && self.defined[*at].row.kind == Kind::Number)
            {
                found.push((at, Content::Upto(UNLIMITED.into())));
            }
        }
        found.into_iter().filter(|(_, content)| *content != Content::Absent).collect()
    }

    /// What an add-on adds to limits.
    pub fn extensions(&self, add_on: &Node, place: &Place, report: &mut Report) -> Vec<(usize, Decimal)> {
        let mut found = Vec::new();
        for entry in mapping(add_on, "usageLimitsExtensions", place, report) {
            let path = format!("{}/usageLimitsExtensions/{}", place.path, entry.key);
            let more = value(&entry.value);
            let Some(at) = self.at(&entry.key, true) else {
                note(&mut report.left_out, path, entry.line, "a usage limit the page does not define");
                continue;
            };
            let kind = self.defined[at].row.kind;
            match (content(more, kind, self.boundless), more.figure()) {
                (Content::Upto(limit), _) if limit == UNLIMITED => {
                    note(&mut report.understood, path, entry.line, "lifts the limit");
                }
                (_, Some(Figure::Finite(more))) if more > Decimal::ZERO && kind == Kind::Number => {
                    found.push((at, tidy(more)));
                }
                _ => {
                    let words = format!("{} cannot be added to a limit", more.shown());
                    note(&mut report.left_out, path, entry.line, words);
                }
            }
        }
        found
    }

    fn said(&self, sold: &Node, place: &Place, report: &mut Report) -> Vec<(usize, Content)> {
        let mut found = self.listed(sold, place, report);
        for (collection, limit) in [("features", false), ("usageLimits", true)] {
            let mut unknown: Vec<&Entry> = Vec::new();
            for entry in self.entries(sold, collection, place, report) {
                let said = value(&entry.value);
                let Some(at) = self.at(&entry.key, limit) else {
                    unknown.push(entry);
                    continue;
                };
                let path = || format!("{}/{collection}/{}", place.path, entry.key);
                if said.nothing() || said.map().is_some() {
                    note(&mut report.left_out, path(), entry.line, "no value, the default counts");
                    continue;
                }
                let kind = self.defined[at].row.kind;
                if kind == Kind::Text && values::beyond(said) > 0 {
                    let words = format!("the last {} of its signs", values::beyond(said));
                    note(&mut report.left_out, path(), entry.line, words);
                }
                found.push((at, content(said, kind, self.boundless)));
            }
            undefined(&unknown, &format!("{}/{collection}", place.path), limit, report);
        }
        found
    }

    /// What stands in one of the collections of a plan or add-on. A feature that stands within another is one beside it: its
    /// line begins too far to the right.
    fn entries<'n>(&self, sold: &'n Node, collection: &str, place: &Place, report: &mut Report) -> Vec<&'n Entry> {
        let mut found = Vec::new();
        for entry in mapping(sold, collection, place, report) {
            found.push(entry);
            for inner in entry.value.map().unwrap_or_default().iter().filter(|inner| inner.key != "value") {
                let path = format!("{}/{collection}/{}/{}", place.path, entry.key, inner.key);
                let defined = inner.value.map().is_some() && self.at(&inner.key, collection != "features").is_some();
                if defined {
                    note(&mut report.assumed, path, inner.line, format!("read as beside {}, not within it", entry.key));
                    found.push(inner);
                } else {
                    note(&mut report.left_out, path, inner.line, "not a part of what a plan or add-on says of it");
                }
            }
        }
        found
    }

    /// The features of a plan or add-on that names them in a list.
    fn listed(&self, sold: &Node, place: &Place, report: &mut Report) -> Vec<(usize, Content)> {
        let Some(node) = sold.get("features").filter(|node| node.map().is_none()) else { return Vec::new() };
        let Some(items) = node.list() else { return Vec::new() };
        let path = format!("{}/features", place.path);
        note(&mut report.assumed, &path, node.line, "a list, read as what it contains");
        let mut found = Vec::new();
        for item in items {
            match item.text().and_then(|key| self.at(key, false)) {
                Some(at) => found.push((at, Content::There)),
                None => {
                    let words = format!("{}, a feature the page does not define", item.shown());
                    note(&mut report.left_out, &path, item.line, words);
                }
            }
        }
        found
    }

    /// A feature is looked for among the usage limits too, and the other way round.
    fn at(&self, key: &str, limit: bool) -> Option<usize> {
        let own = self.places.get(&(key, limit));
        own.or_else(|| self.places.get(&(key, !limit))).copied()
    }
}

fn extending(add_on: &Node) -> &[Entry] {
    add_on.entries("usageLimitsExtensions")
}

/// What stands in a collection of a plan or add-on; one that is no mapping is named, a list of features is not.
fn mapping<'n>(sold: &'n Node, collection: &str, place: &Place, report: &mut Report) -> &'n [Entry] {
    let Some(node) = sold.get(collection) else { return &[] };
    if node.map().is_none() && (collection != "features" || node.list().is_none()) {
        let words = format!("{}, expected a mapping", node.shown());
        note(&mut report.left_out, format!("{}/{collection}", place.path), node.line, words);
    }
    let entries = node.map().unwrap_or_default();
    twice(entries, &format!("{}/{collection}/", place.path), report);
    entries
}

/// Names the features a plan or add-on says something of though the page does not define them; many in one line.
fn undefined(unknown: &[&Entry], path: &str, limit: bool, report: &mut Report) {
    let noun = if limit { "usage limit" } else { "feature" };
    let Some(first) = unknown.first() else { return };
    if unknown.len() == 1 {
        let words = format!("a {noun} the page does not define");
        note(&mut report.left_out, format!("{path}/{}", first.key), first.line, words);
        return;
    }
    let names: Vec<&str> = unknown.iter().take(NAMED).map(|entry| entry.key.as_str()).collect();
    let more = unknown.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let words = format!("{} {noun}s the page does not define: {}{more}", unknown.len(), names.join(", "));
    note(&mut report.left_out, path, first.line, words);
}
