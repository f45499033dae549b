//! This file reads a price page in Pricing2Yaml 2.1 (sphere-docs.vercel.app, "Version 2.1"; Alex-GF/Pricing4TS).

use rust_decimal::Decimal;

use super::contents::Contents;
use super::contents::features;
use super::names;
use super::page::AddOnRow;
use super::page::Page;
use super::page::Place;
use super::page::PlanRow;
use super::page::Price;
use super::report::ImportError;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::unit::Period;
use super::unit::Priced;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;
use crate::number::Currency;

/// The keys the format has at the top; others are named in the report.
const TOP: &[&str] = &[
    "syntaxVersion",
    "saasName",
    "createdAt",
    "version",
    "url",
    "currency",
    "tags",
    "billing",
    "features",
    "usageLimits",
    "plans",
    "addOns",
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
    let version = root.get("syntaxVersion").and_then(Node::text).unwrap_or("2.1");
    if !version.starts_with("2.") {
        say(&mut report.assumed, format!("Syntax version {version} is read as 2.1."));
    }
    let text = |key: &str| root.get(key).and_then(Node::text).unwrap_or_default().trim();
    let features = features(root, report);
    described(root, report);
    let discount = billing(root, report);
    let mut page = Page {
        name: names::name(text("saasName"), "Imported price page"),
        currency: currency(root, report),
        source: source(text("url"), text("createdAt")),
        ..Page::default()
    };
    let contents = Contents::new(&features);
    for entry in sold(root, "plans", report) {
        page.plans.push(plan(entry, &contents, discount, report));
    }
    for entry in sold(root, "addOns", report) {
        page.add_ons.push(add_on(entry, &contents, discount, report));
    }
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
    for entry in entries {
        if entry.value.map().is_none() {
            note(
                &mut report.left_out,
                format!("{key}/{}", entry.key),
                entry.line,
                format!("{}, expected a mapping", entry.value.shown()),
            );
        } else if let Some(same) = kept.iter_mut().find(|kept| kept.key == entry.key) {
            note(&mut report.left_out, format!("{key}/{}", entry.key), same.line, "stands twice, the last counts");
            *same = entry;
        } else {
            kept.push(entry);
        }
    }
    kept
}

fn plan(entry: &Entry, contents: &Contents, discount: Decimal, report: &mut Report) -> PlanRow {
    let place = Place { path: format!("plans/{}", entry.key), line: entry.line };
    unknown(&entry.value, &place, report);
    let (price, unit, annual_discount) = priced(&entry.value, &place, discount, report);
    PlanRow {
        key: entry.key.clone(),
        name: names::name(&names::title(&entry.key), "Plan"),
        price,
        unit,
        annual_discount,
        included: None,
        contents: contents.of_plan(&entry.value, &place, report),
        place,
    }
}

fn add_on(entry: &Entry, contents: &Contents, discount: Decimal, report: &mut Report) -> AddOnRow {
    let place = Place { path: format!("addOns/{}", entry.key), line: entry.line };
    unknown(&entry.value, &place, report);
    let (price, unit, annual_discount) = priced(&entry.value, &place, discount, report);
    let keys = |key: &str| {
        let items = entry.value.get(key).and_then(Node::list)?;
        Some(items.iter().filter_map(Node::text).map(str::to_owned).collect::<Vec<_>>())
    };
    AddOnRow {
        key: entry.key.clone(),
        name: names::name(&names::words(&entry.key), "Add-on"),
        price,
        unit,
        annual_discount,
        available_for: keys("availableFor").filter(|plans| !plans.is_empty()),
        depends_on: keys("dependsOn").unwrap_or_default(),
        excludes: keys("excludes").unwrap_or_default(),
        contents: contents.of_add_on(&entry.value, &place, report),
        extends: contents.extensions(&entry.value, &place, report),
        place,
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

fn unknown(node: &Node, place: &Place, report: &mut Report) {
    for entry in node.map().unwrap_or_default() {
        let path = format!("{}/{}", place.path, entry.key);
        if !SOLD.contains(&entry.key.as_str()) {
            note(&mut report.left_out, path, entry.line, "not a part of a plan or add-on this app knows");
        }
    }
}

/// Price, unit and annual discount of a plan or add-on.
fn priced(node: &Node, place: &Place, discount: Decimal, report: &mut Report) -> (Price, Priced, Decimal) {
    let words = node.get("unit").and_then(Node::text).unwrap_or_default();
    let unit = Priced::read(words);
    let at = |key: &str| format!("{}/{key}", place.path);
    let written = node.get("price").or_else(|| node.get("monthlyPrice"));
    let price = match written.map(|node| (node, node.figure())) {
        Some((_, Some(Figure::Finite(value)))) if value.is_zero() => Price::Free,
        Some((_, Some(Figure::Finite(value)))) if value > Decimal::ZERO && value <= Decimal::from(1_000_000_000) => {
            Price::Known(value.round_dp(12))
        }
        Some((node, Some(_))) => {
            note(
                &mut report.left_out,
                at("price"),
                node.line,
                format!("{} is no price, read as on request", node.shown()),
            );
            Price::OnRequest(node.shown())
        }
        Some((node, None)) => match node.text() {
            Some(text) if text.trim().eq_ignore_ascii_case("free") => Price::Free,
            Some(text) => Price::OnRequest(text.trim().chars().take(80).collect()),
            None => Price::OnRequest("no price given".into()),
        },
        None => Price::OnRequest("no price given".into()),
    };
    if written.is_some() && node.get("unit").is_none() && matches!(price, Price::Known(_)) {
        note(&mut report.assumed, at("unit"), place.line, "no unit, read as a flat fee a month");
    }
    let yearly = node.get("annualPrice").and_then(Node::figure);
    let discount = match (&price, yearly) {
        (Price::Known(monthly), Some(Figure::Finite(yearly))) if yearly > Decimal::ZERO && yearly <= *monthly => {
            // In the format's own files an annual price is a price a month when a year is paid.
            (Decimal::ONE - yearly / monthly).round_dp(12).min(Decimal::new(9, 1))
        }
        _ => discount,
    };
    let discount = if unit.period == Period::Yearly(1) { Decimal::ZERO } else { discount };
    (price, unit, discount)
}

/// The share taken off a year paid up front, out of the billing multipliers.
fn billing(root: &Node, report: &mut Report) -> Decimal {
    let mut discount = None;
    for entry in root.get("billing").and_then(Node::map).unwrap_or_default() {
        let path = format!("billing/{}", entry.key);
        let Some(Figure::Finite(factor)) = entry.value.figure() else {
            note(&mut report.left_out, path, entry.line, format!("{} is no multiplier", entry.value.shown()));
            continue;
        };
        match entry.key.to_lowercase().as_str() {
            "monthly" | "month" if factor == Decimal::ONE => {}
            "annual" | "annually" | "yearly" | "year" if factor > Decimal::ZERO && factor <= Decimal::ONE => {
                discount = Some((Decimal::ONE - factor).min(Decimal::new(9, 1)));
                let off = ((Decimal::ONE - factor) * Decimal::ONE_HUNDRED).normalize();
                note(&mut report.understood, path, entry.line, format!("a year paid up front is {off} % cheaper"));
            }
            _ => note(&mut report.left_out, path, entry.line, format!("multiplier {factor} for this period")),
        }
    }
    if discount.is_none() {
        say(&mut report.assumed, "No discount for paying a year up front, since the page names none.");
    }
    discount.unwrap_or_default()
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
    let found =
        text.parse().ok().or_else(|| symbols.iter().find(|(symbol, _)| *symbol == text).map(|(_, currency)| *currency));
    if found.is_none() {
        note(&mut report.left_out, "currency", node.line, format!("{} is no currency code", node.shown()));
    }
    found
}

/// Where the prices were seen.
fn source(url: &str, date: &str) -> String {
    let seen = if date.is_empty() { "Price page".to_owned() } else { format!("Price page, {date}") };
    let all = if url.is_empty() { seen } else { format!("{seen} ({url})") };
    all.chars().take(400).collect()
}
