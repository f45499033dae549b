//! This file reads a price page in Pricing2Yaml 2.1 (sphere-docs.vercel.app, "Version 2.1"; Alex-GF/Pricing4TS).

use rust_decimal::Decimal;

use super::annual::Annual;
use super::billing;
use super::billing::Billing;
use super::boundless::Boundless;
use super::contents::Contents;
use super::defined::Defined;
use super::defined::features;
use super::expression;
use super::expression::Variables;
use super::head;
use super::itself;
use super::misspelt;
use super::misspelt::Keys;
use super::names;
use super::page::AddOnRow;
use super::page::Page;
use super::page::Place;
use super::page::PlanRow;
use super::page::Price;
use super::priced;
use super::priced::Cost;
use super::remarks;
use super::report::ImportError;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::report::twice;
use super::sold::SOLD;
use super::sold::described;
use super::sold::placed;
use super::sold::sold;
use super::sold::unsaid;
use super::unit::Period;
use super::unit::Priced;
use super::unit::plural;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Node;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::counted;

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
    "starts",
    "ends",
];

/// Keys of features and usage limits that may be written with a letter amiss.
const DEFINING: &[&str] = &["description", "valueType", "defaultValue", "linkedFeatures"];

/// The keys of what stands in the collections of a page.
const INNER: &[Keys] = &[
    Keys { collections: &["plans", "addOns"], known: SOLD },
    Keys { collections: &["features", "usageLimits"], known: DEFINING },
];

/// Whether a document has a key that only a price page has.
pub(super) fn looks(root: &Node) -> bool {
    let own = |key: &str| TOP.contains(&key) && !head::DATE.contains(&key);
    root.map().unwrap_or_default().iter().any(|entry| own(&entry.key))
}

/// The page in a document.
pub(super) fn read(root: &Node, report: &mut Report) -> Result<Page, ImportError> {
    let root = &itself::left_out(misspelt::mended(root, TOP, INNER, report));
    let entries = verified(root)?;
    for entry in entries {
        if !TOP.contains(&entry.key.as_str()) {
            note(&mut report.left_out, &entry.key, entry.line, "not a part of a price page this app knows");
        }
    }
    twice(entries, "", report);
    let head = head::read(root, report);
    let boundless = Boundless::of(root, report);
    let features = features(root, &boundless, report);
    remarks::told(root, &features, report);
    described(root, report);
    let billing = billing::read(root, report);
    let variables = expression::variables(root, report);
    let mut page = Page { name: head.name, currency: currency(root, report), source: head.source, ..Page::default() };
    let contents = Contents::new(&features, &boundless);
    let mut costs = Costs { billing, variables, annual: Annual::default(), currency: None };
    page.plans = plans(root, &mut costs, &contents, report);
    page.add_ons = add_ons(root, &mut costs, &contents, &features, report);
    if page.plans.is_empty() {
        let are = if page.add_ons.len() == 1 { "is" } else { "are" };
        let add_ons = counted(page.add_ons.len(), "add-on", Locale::EN_US);
        let words = format!("The page has no plans: its {add_ons} {are} sold with one that is none of its own.");
        say(&mut report.assumed, words);
        page.plans.push(base(&features));
    }
    page.never_yearly = costs.annual.told(billing, head.yearly, report);
    page.currency = page.currency.or(costs.currency);
    page.features = features.into_iter().map(|feature| feature.row).collect();
    Ok(page)
}

/// Reads what plans and add-ons cost, and keeps what their prices say of the page.
struct Costs {
    billing: Billing,
    variables: Variables,
    annual: Annual,
    /// The first currency that stands in a price.
    currency: Option<Currency>,
}

impl Costs {
    fn of(&mut self, noun: &'static str, entry: &Entry, place: &Place, report: &mut Report) -> Cost {
        let cost = priced::read(&entry.value, place, self.billing, &self.variables, report);
        self.currency = self.currency.or(cost.currency);
        self.annual.add(noun, &cost);
        cost
    }
}

fn plans(root: &Node, costs: &mut Costs, contents: &Contents<'_>, report: &mut Report) -> Vec<PlanRow> {
    let mut plans: Vec<PlanRow> = Vec::new();
    for entry in sold(root, "plans", report) {
        let place = placed("plans", entry, report);
        let mut cost = costs.of("plan", entry, &place, report);
        if cost.unitless {
            priced::flat(&cost.price, &place, report);
            // A plan on request that names no unit is sold as the one before it.
            let asked = matches!(cost.price, Price::OnRequest(_));
            if let Some(before) = plans.last().filter(|before| asked && before.unit.noun.is_some()) {
                cost.unit = before.unit.by_the_month();
            }
        }
        plans.push(plan(entry, place, cost, contents, report));
    }
    plans
}

fn add_ons(
    root: &Node,
    costs: &mut Costs,
    contents: &Contents<'_>,
    features: &[Defined],
    report: &mut Report,
) -> Vec<AddOnRow> {
    let mut add_ons = Vec::new();
    for entry in sold(root, "addOns", report) {
        let place = placed("addOns", entry, report);
        let cost = costs.of("add-on", entry, &place, report);
        let unitless = cost.unitless;
        let mut row = add_on(entry, place, cost, contents, report);
        bought(&mut row, unitless, features, report);
        add_ons.push(row);
    }
    unsaid(&add_ons, report);
    add_ons
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
    let available = keys("availableFor").filter(|plans| !plans.is_empty());
    let list = entry.value.get("availableFor").filter(|node| available.is_none() && !node.nothing());
    if let Some(list) = list {
        note(
            &mut report.assumed,
            format!("{}/availableFor", place.path),
            list.line,
            "no plan is named, so all can have it",
        );
    }
    AddOnRow {
        key: entry.key.clone(),
        name: names::name(&names::words(&entry.key), "Add-on"),
        price: cost.price,
        unit: cost.unit,
        annual_discount: cost.annual_discount,
        included: cost.included,
        available_for: available,
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

fn currency(root: &Node, report: &mut Report) -> Option<Currency> {
    let node = root.get("currency").filter(|node| !node.nothing())?;
    let text = node.text().unwrap_or_default().trim().to_uppercase();
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
