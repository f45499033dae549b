//! This file reads a price page in Pricing2Yaml 2.1 (sphere-docs.vercel.app, "Version 2.1"; Alex-GF/Pricing4TS).

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::annual::Annual;
use super::billing;
use super::boundless::Boundless;
use super::contents::Contents;
use super::defined::Defined;
use super::defined::features;
use super::expression;
use super::head;
use super::names;
use super::page::AddOnRow;
use super::page::Page;
use super::page::Place;
use super::page::PlanRow;
use super::page::Price;
use super::priced;
use super::priced::Cost;
use super::report::ImportError;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::unit::Period;
use super::unit::Priced;
use super::unit::plural;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Node;
use crate::number::Currency;

/// The keys the format has at the top, in any of its versions; others are named in the report.
const TOP: &[&str] = &[
    "syntaxVersion",
    "saasName",
    "createdAt",
    "version",
    "url",
    "currency",
    "tags",
    "billing",
    "variables",
    "features",
    "usageLimits",
    "plans",
    "addOns",
    "day",
    "month",
    "year",
    "hasAnnualPayment",
];

/// Keys of plans and add-ons that are read.
const SOLD: &[&str] = &[
    "description",
    "price",
    "monthlyPrice",
    "annualPrice",
    "unit",
    "features",
    "usageLimits",
    "availableFor",
    "dependsOn",
    "excludes",
    "usageLimitsExtensions",
];

/// Whether a document has a key that only a price page has.
pub(super) fn looks(root: &Node) -> bool {
    root.map().unwrap_or_default().iter().any(|entry| TOP.contains(&entry.key.as_str()))
}

/// The page in a document.
pub(super) fn read(root: &Node, report: &mut Report) -> Result<Page, ImportError> {
    let entries = verified(root)?;
    for entry in entries {
        if !TOP.contains(&entry.key.as_str()) {
            note(&mut report.left_out, &entry.key, entry.line, "not a part of a price page this app knows");
        }
        if entries.iter().any(|other| other.key == entry.key && other.line > entry.line) {
            note(&mut report.left_out, &entry.key, entry.line, "stands twice, the last counts");
        }
    }
    let head = head::read(root, report);
    let boundless = Boundless::of(root, report);
    let features = features(root, &boundless, report);
    described(root, report);
    let billing = billing::read(root, report);
    let variables = expression::variables(root, report);
    let mut page = Page { name: head.name, currency: currency(root, report), source: head.source, ..Page::default() };
    let contents = Contents::new(&features, &boundless);
    let mut seen = None;
    let mut annual = Annual::default();
    for entry in sold(root, "plans", report) {
        let place = placed("plans", entry, report);
        let cost = priced::read(&entry.value, &place, billing, &variables, report);
        seen = seen.or(cost.currency);
        annual.add("plan", &cost);
        if cost.unitless {
            priced::flat(&cost.price, &place, report);
        }
        page.plans.push(plan(entry, place, cost, &contents, report));
    }
    for entry in sold(root, "addOns", report) {
        let place = placed("addOns", entry, report);
        let cost = priced::read(&entry.value, &place, billing, &variables, report);
        seen = seen.or(cost.currency);
        annual.add("add-on", &cost);
        let unitless = cost.unitless;
        let mut row = add_on(entry, place, cost, &contents, report);
        bought(&mut row, unitless, &features, report);
        page.add_ons.push(row);
    }
    if page.plans.is_empty() {
        let words = format!(
            "The page has no plans: its {} add-ons are sold with one that is none of its own.",
            page.add_ons.len()
        );
        say(&mut report.assumed, words);
        page.plans.push(base(&features));
    }
    page.never_yearly = annual.told(billing, head.yearly, report);
    page.currency = page.currency.or(seen);
    page.features = features.into_iter().map(|feature| feature.row).collect();
    Ok(page)
}

/// The entries of a document that is a price page.
fn verified(root: &Node) -> Result<&[Entry], ImportError> {
    let wrong = |line: usize, why: String| Err(ImportError::NotAPage { line, why });
    let Some(entries) = root.map() else {
        return wrong(
            root.line,
            format!("found {}, expected a mapping with the keys saasName, features and plans", root.shown()),
        );
    };
    for key in ["features", "plans", "addOns", "usageLimits", "billing"] {
        if let Some(node) = root.get(key).filter(|node| node.map().is_none()) {
            return wrong(node.line, format!("{key} is {}, expected a mapping", node.shown()));
        }
    }
    let any = |key: &str| root.get(key).and_then(Node::map).is_some_and(|entries| !entries.is_empty());
    if !any("plans") && !any("addOns") {
        let keys: Vec<_> = entries.iter().take(6).map(|entry| entry.key.as_str()).collect();
        let line = root.get("plans").map_or(root.line, |plans| plans.line);
        return wrong(line, format!("it has neither plans nor addOns (its keys: {})", keys.join(", ")));
    }
    Ok(entries)
}

/// Plans or add-ons that are mappings; others are named.
fn sold<'a>(root: &'a Node, key: &str, report: &mut Report) -> Vec<&'a Entry> {
    let entries = root.get(key).and_then(Node::map).unwrap_or_default();
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
fn placed(collection: &str, entry: &Entry, report: &mut Report) -> Place {
    let place = Place { path: format!("{collection}/{}", entry.key), line: entry.line };
    for part in entry.value.map().unwrap_or_default() {
        if !SOLD.contains(&part.key.as_str()) {
            let path = format!("{}/{}", place.path, part.key);
            note(&mut report.left_out, path, part.line, "not a part of a plan or add-on this app knows");
        }
    }
    place
}

/// The plan of a page that sells add-ons only: what all who buy have.
fn base(features: &[Defined]) -> PlanRow {
    PlanRow {
        key: "BASE".into(),
        name: "Base".into(),
        place: Place::default(),
        price: Price::Free,
        unit: Priced::read(""),
        annual_discount: Decimal::ZERO,
        included: None,
        contents: features.iter().map(|feature| feature.default.clone()).collect(),
    }
}

fn plan(entry: &Entry, place: Place, cost: Cost, contents: &Contents<'_>, report: &mut Report) -> PlanRow {
    PlanRow {
        key: entry.key.clone(),
        name: names::name(&names::title(&entry.key), "Plan"),
        price: cost.price,
        unit: cost.unit,
        annual_discount: cost.annual_discount,
        included: cost.included,
        contents: contents.of_plan(&entry.value, &place, report),
        place,
    }
}

fn add_on(entry: &Entry, place: Place, cost: Cost, contents: &Contents<'_>, report: &mut Report) -> AddOnRow {
    let keys = |key: &str| {
        let value = entry.value.get(key)?;
        let items = value.list().map_or(vec![value], |items| items.iter().collect());
        Some(items.into_iter().filter_map(Node::text).map(str::to_owned).collect::<Vec<_>>())
    };
    AddOnRow {
        key: entry.key.clone(),
        name: names::name(&names::words(&entry.key), "Add-on"),
        price: cost.price,
        unit: cost.unit,
        annual_discount: cost.annual_discount,
        included: cost.included,
        available_for: keys("availableFor").filter(|plans| !plans.is_empty()),
        depends_on: keys("dependsOn").unwrap_or_default(),
        excludes: keys("excludes").unwrap_or_default(),
        contents: contents.of_add_on(&entry.value, &place, report),
        extends: contents.extensions(&entry.value, &place, report),
        place,
    }
}

/// An add-on that is priced by what it adds to a limit sells as many at a time as it adds: 20 by the hour for one that adds
/// 5 hours is 20 for 5 hours. Without a unit it is priced so if what it adds is used up.
fn bought(row: &mut AddOnRow, unitless: bool, features: &[Defined], report: &mut Report) {
    let added = match row.extends[..] {
        [(at, more)] => Some((Priced::read(&features[at].row.unit), more)),
        _ => None,
    };
    let fits = |limit: &Priced, more: Decimal| match unitless {
        true => limit.usage(),
        false => more > Decimal::ONE && row.unit.block.is_none() && limit.noun.is_some() && limit.noun == row.unit.noun,
    };
    let Some((limit, more)) = added.filter(|(limit, more)| fits(limit, *more)) else {
        if unitless {
            priced::flat(&row.price, &row.place, report);
        }
        return;
    };
    row.unit.block = Some(more).filter(|more| *more != Decimal::ONE);
    if unitless {
        row.unit = Priced { noun: limit.noun.clone(), period: Period::Use, ..row.unit.clone() };
    }
    if let (Price::Known(price), Some(noun)) = (&row.price, &limit.noun) {
        let words = format!("{price} buys {more} {}, since it adds so many", plural(noun));
        note(&mut report.assumed, &row.place.path, row.place.line, words);
    }
}

/// Descriptions of plans and add-ons have no place in the document.
fn described(root: &Node, report: &mut Report) {
    let sold = ["plans", "addOns"].into_iter().flat_map(|key| root.get(key).and_then(Node::map).unwrap_or_default());
    let texts = sold.filter_map(|entry| entry.value.get("description"));
    let texts: Vec<&Node> = texts.filter(|node| node.text().is_some_and(|text| !text.trim().is_empty())).collect();
    if let Some(first) = texts.first() {
        note(&mut report.left_out, "plans, addOns", first.line, format!("description of {} of them", texts.len()));
    }
}

fn currency(root: &Node, report: &mut Report) -> Option<Currency> {
    let node = root.get("currency")?;
    let text = node.text()?.trim().to_uppercase();
    let symbols = [
        ("$", Currency::USD),
        ("US$", Currency::USD),
        ("€", Currency::EUR),
        ("£", Currency::GBP),
        ("¥", Currency::JPY),
    ];
    let symbol = || symbols.iter().find(|(symbol, _)| *symbol == text).map(|(_, currency)| *currency);
    let first = || text.split([' ', '(']).next().and_then(|word| word.parse().ok());
    let found = text.parse().ok().or_else(symbol).or_else(first);
    if found.is_none() {
        note(&mut report.left_out, "currency", node.line, format!("{} is no currency code", node.shown()));
    }
    found
}
