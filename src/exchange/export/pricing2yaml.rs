//! This file writes a price page in Pricing2Yaml 2.1 (sphere-docs.vercel.app, "Version 2.1"; validators of
//! Alex-GF/Pricing4TS).
//!
//! Rules of the format that are kept: names have 3 to 255 characters (50 until Pricing4TS 0.7, which the format's own data set
//! of 2.1 exceeds); a feature has type, valueType and defaultValue, and a tag among `tags`; a limit has type, valueType,
//! defaultValue and unit; a plan has features, price and unit; an add-on brings something; billing multipliers lie above 0
//! and at most at 1; createdAt is no day to come.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::RangeInclusive;

use rust_decimal::Decimal;
use serde_json::Value;

use super::Format;
use super::Source;
use super::catalogue::Charge;
use super::catalogue::Sold;
use super::catalogue::text;
use crate::exchange::import::ITSELF;
use crate::exchange::import::TYPES;
use crate::exchange::import::annual_discount;
use crate::exchange::import::counted;
use crate::exchange::import::key;
use crate::exchange::import::shouted;
use crate::shape::capital;
use crate::workspace::model::UNLIMITED;

pub(super) const FORMAT: Format = Format {
    id: "pricing2yaml",
    label: "Pricing2Yaml",
    about: "A price page as data, to be compared, published or imported again",
    ending: ".pricing.yml",
    kind: "application/yaml",
};

/// What stands for a price that is on request.
const CONTACT: &str = "'Contact Sales'";

/// The least and most characters of a name.
const NAME: RangeInclusive<usize> = 3..=255;

/// Types of features that need a kind of their own, which the document does not hold.
const OF_A_KIND: &[&str] = &["PAYMENT", "INTEGRATION", "AUTOMATION"];

/// Beside the collections of the document: features that stand for add-ons which bring nothing else.
const BARE: &str = "bare";

/// The page being written.
struct Page<'a> {
    source: &'a Source<'a>,
    out: String,
    /// By collection and id, the key in the file.
    keys: HashMap<(&'static str, String), String>,
    /// What a month costs of twelve when a year is paid, for most plans.
    of_a_year: Decimal,
}

/// The file.
pub(super) fn write(source: &Source<'_>, left_out: &mut Vec<String>) -> String {
    let mut page = Page { source, out: String::new(), keys: HashMap::new(), of_a_year: Decimal::ONE };
    page.name(page.named("plans"), shouted, left_out);
    page.name([page.named("features"), page.bare()].concat(), key, left_out);
    page.name(page.named("add_ons"), key, left_out);
    page.head(left_out);
    page.features(left_out);
    page.out += "plans:";
    page.out += if source.sold("plans").is_empty() { " {}\n" } else { "\n" };
    for plan in source.sold("plans") {
        plan.unknown(&["name", "free", "charges", "annual_discount", "features", "limits", "contact_sales"], left_out);
        page.sold(plan, left_out);
    }
    if !source.sold("add_ons").is_empty() {
        page.out += "addOns:\n";
    }
    for add_on in source.sold("add_ons") {
        let known = [
            "name",
            "charges",
            "annual_discount",
            "contact_sales",
            "available_for",
            "depends_on",
            "excludes",
            "features",
            "limits",
            "extends",
        ];
        add_on.unknown(&known, left_out);
        page.sold(add_on, left_out);
    }
    page.out
}

impl Page<'_> {
    /// The objects of a collection: collection, id and name.
    fn named(&self, collection: &'static str) -> Vec<(&'static str, String, String)> {
        let all = self.source.model.get(collection).and_then(Value::as_object).into_iter().flatten();
        all.map(|(id, value)| (collection, id.clone(), text(value, "name").to_owned())).collect()
    }

    /// The features that stand for the add-ons which bring nothing.
    fn bare(&self) -> Vec<(&'static str, String, String)> {
        let brings = |sold: &Sold<'_>, what: &str| !sold.keys(what).is_empty();
        let all = self.source.sold("add_ons").into_iter();
        let bare = all.filter(|add_on| !["features", "extends"].iter().any(|what| brings(add_on, what)));
        bare.map(|add_on| (BARE, add_on.id.to_owned(), add_on.name().to_owned())).collect()
    }

    /// Gives each of some objects a key as long as the format has it that no other of them has.
    fn name(&mut self, all: Vec<(&'static str, String, String)>, key: fn(&str) -> String, left_out: &mut Vec<String>) {
        let mut taken: Vec<String> = Vec::new();
        for (collection, id, name) in all {
            let fits = |key: &String| NAME.contains(&key.chars().count()) && !taken.contains(key);
            let long = std::iter::once(key(&name)).chain([name.clone(), format!("{name} {id}")]);
            let numbered = (2..).map(|number| format!("{} {number}", name.chars().take(40).collect::<String>()));
            let found = long.chain(numbered).map(|key| key.trim().to_owned()).find(fits).unwrap_or_default();
            if found != key(&name) && found != name.trim() {
                left_out
                    .push(format!("{name}: its name, written {found:?}; each has one of its own with 3 to 255 signs"));
            }
            taken.push(found.clone());
            self.keys.insert((collection, id), found);
        }
    }

    fn key(&self, collection: &'static str, id: &str) -> String {
        let key = self.keys.get(&(collection, id.to_owned())).map_or(id, String::as_str);
        let plain = key.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '_')
            && key.starts_with(|sign: char| sign.is_ascii_alphabetic());
        let word =
            ["true", "false", "null", "yes", "no", "on", "off", "nan", "inf"].contains(&key.to_lowercase().as_str());
        if plain && !word { key.to_owned() } else { quoted(key) }
    }

    fn head(&mut self, left_out: &mut Vec<String>) {
        let workspace = self.source.workspace;
        let whole = workspace.name.trim();
        let short = whole.chars().count() < *NAME.start();
        let name = if short { format!("{whole} page") } else { whole.to_owned() };
        if short {
            left_out.push(format!("The name of the workspace, written {name:?}: it has 3 to 255 signs"));
        }
        let today = self.source.today;
        let _ = write!(
            self.out,
            "syntaxVersion: '2.1'\nsaasName: {}\ncreatedAt: '{today}-01'\nversion: '{}'\ncurrency: {}\n",
            quoted(&name),
            today.year(),
            workspace.currency.code(),
        );
        let mut discounts: Vec<(Decimal, usize)> = Vec::new();
        let paid = |sold: &Sold<'_>| !sold.free() && !sold.on_request();
        for sold in self.source.sold("plans").into_iter().filter(paid) {
            match discounts.iter_mut().find(|(factor, _)| *factor == sold.of_a_year()) {
                Some((_, count)) => *count += 1,
                None => discounts.push((sold.of_a_year(), 1)),
            }
        }
        let most = discounts.iter().map(|(_, count)| *count).max();
        let common =
            discounts.iter().find(|(_, count)| Some(*count) == most).map_or(Decimal::ONE, |(factor, _)| *factor);
        self.out += "billing:\n  monthly: 1.0\n";
        if common < Decimal::ONE {
            let _ = writeln!(self.out, "  annually: {}", common.normalize());
        }
        self.of_a_year = common;
        let features = self.source.model["features"].as_object().into_iter().flatten();
        let mut tags: Vec<&str> =
            features.map(|(_, feature)| text(feature, "group")).filter(|group| !group.is_empty()).collect();
        tags.sort_unstable();
        tags.dedup();
        if !tags.is_empty() {
            self.out += "tags:\n";
            tags.iter().for_each(|tag| self.out += &format!("- {}\n", quoted(tag)));
        }
    }

    /// Features that are yes or no, or text; behind them those that are a number, as usage limits.
    fn features(&mut self, left_out: &mut Vec<String>) {
        let source = self.source;
        let all: Vec<(&String, &Value)> = source.model["features"].as_object().into_iter().flatten().collect();
        let number = |feature: &Value| text(feature, "kind") == "number";
        let described = |feature: &Value| match text(feature, "description") {
            "" => String::new(),
            words => format!("    description: {}\n", quoted(words)),
        };
        // Usage limits of the format have no tag; readers of 2.1 pass over it, and this app reads it.
        let tag = |feature: &Value| match text(feature, "group") {
            "" => String::new(),
            group => format!("    tag: {}\n", quoted(group)),
        };
        let bare = self.bare();
        let any = !bare.is_empty() || all.iter().any(|(_, feature)| !number(feature));
        self.out += if any { "features:\n" } else { "features: {}\n" };
        for (id, feature) in all.iter().filter(|(_, feature)| !number(feature)) {
            let (value, default) = if text(feature, "kind") == "text" { ("TEXT", "''") } else { ("BOOLEAN", "false") };
            let group = text(feature, "group");
            let kind = TYPES.iter().find(|(_, heading)| *heading == group).map_or("DOMAIN", |(kind, _)| *kind);
            let kind = if OF_A_KIND.contains(&kind) { "DOMAIN" } else { kind };
            let key = self.key("features", id);
            let _ = write!(
                self.out,
                "  {key}:\n{}    valueType: {value}\n    defaultValue: {default}\n{}    type: {kind}\n",
                described(feature),
                tag(feature)
            );
        }
        for (collection, id, name) in bare {
            left_out
                .push(format!("{name}: it brings nothing, and an add-on must; a feature of its name stands for it"));
            let key = self.key(collection, &id);
            let _ = writeln!(
                self.out,
                "  {key}:\n    description: {ITSELF}\n    valueType: BOOLEAN\n    defaultValue: false\n    type: DOMAIN"
            );
        }
        let limits: Vec<_> = all.iter().filter(|(_, feature)| number(feature)).collect();
        if limits.is_empty() {
            return;
        }
        self.out += "usageLimits:\n";
        for (id, feature) in &limits {
            let unit = text(feature, "unit");
            let kind = if unit.contains('/') { "RENEWABLE" } else { "NON_RENEWABLE" };
            let key = self.key("features", id);
            let _ = write!(
                self.out,
                "  {key}:\n{}    valueType: NUMERIC\n    defaultValue: 0\n    unit: {}\n{}    type: {kind}\n",
                described(feature),
                quoted(unit),
                tag(feature)
            );
        }
    }

    fn sold(&mut self, sold: Sold<'_>, left_out: &mut Vec<String>) {
        let (price, unit) = self.price(sold, left_out);
        let key = self.key(sold.collection, sold.id);
        let _ = writeln!(self.out, "  {key}:");
        if sold.collection == "add_ons" {
            let plans = match sold.value.get("available_for") {
                Some(Value::Object(_)) => sold.keys("available_for"),
                _ => self.source.sold("plans").iter().map(|plan| plan.id).collect(),
            };
            for (field, collection, ids) in [
                ("availableFor", "plans", plans),
                ("dependsOn", "add_ons", sold.keys("depends_on")),
                ("excludes", "add_ons", sold.keys("excludes")),
            ] {
                let keys = ids.iter().map(|id| format!("    - {}\n", self.key(collection, id))).collect::<String>();
                self.out += &if keys.is_empty() { String::new() } else { format!("    {field}:\n{keys}") };
            }
        }
        let _ = writeln!(self.out, "    price: {price}");
        self.yearly(sold, &price, left_out);
        let _ = writeln!(self.out, "    unit: {unit}");
        let kind = |id: &str| text(&self.source.model["features"][id], "kind").to_owned();
        let limit = |id: &str| text(&sold.value["limits"], id).to_owned();
        let (numbers, others): (Vec<_>, Vec<_>) =
            sold.keys("features").into_iter().partition(|id| kind(id) == "number");
        let values = |ids: &[&str], value: &dyn Fn(&str) -> String| {
            ids.iter()
                .map(|id| format!("      {}:\n        value: {}\n", self.key("features", id), value(id)))
                .collect::<String>()
        };
        let other = |id: &str| match (kind(id).as_str(), limit(id).as_str()) {
            ("text", "") => "'Included'".to_owned(),
            ("text", words) => quoted(words),
            _ => "true".to_owned(),
        };
        let number = |id: &str| match limit(id).as_str() {
            "" | UNLIMITED => ".inf".to_owned(),
            number => number.to_owned(),
        };
        let extends = sold.value.get("extends").and_then(Value::as_object).into_iter().flatten();
        let extends: Vec<&str> = extends.map(|(id, _)| id.as_str()).collect();
        let more = |id: &str| text(&sold.value["extends"], id).to_owned();
        let mut features = values(&others, &other);
        if sold.collection == "add_ons" && self.keys.contains_key(&(BARE, sold.id.to_owned())) {
            features = format!("      {}:\n        value: true\n", self.key(BARE, sold.id));
        }
        let mut blocks = vec![("features", features), ("usageLimits", values(&numbers, &number))];
        if sold.collection == "add_ons" {
            blocks.push(("usageLimitsExtensions", values(&extends, &more)));
        }
        for (field, entries) in blocks {
            let text =
                if entries.is_empty() { format!("    {field}: null\n") } else { format!("    {field}:\n{entries}") };
            self.out += &text;
        }
    }

    /// The price of a month when a year is paid, where it is not the one that the multiplier for all makes. Version 2.1 knows
    /// no such price; the key is that of versions before, which readers of 2.1 pass over and this app reads.
    fn yearly(&mut self, sold: Sold<'_>, price: &str, left_out: &mut Vec<String>) {
        if sold.free() || sold.of_a_year() == self.of_a_year {
            return;
        }
        let percent = ((Decimal::ONE - sold.of_a_year()) * Decimal::ONE_HUNDRED).round_dp(2).normalize();
        let asked = || Some(CONTACT.to_owned()).filter(|_| sold.on_request() && sold.of_a_year() == Decimal::ONE);
        let written = price.parse::<Decimal>().ok().and_then(|price| of_a_month(price, sold.of_a_year()));
        let written = written.map(|price| price.to_string()).or_else(asked);
        if let Some(price) = &written {
            let _ = writeln!(self.out, "    annualPrice: {price}");
        }
        let why =
            if written.is_some() { ", for readers that know one for all: it is written as annualPrice" } else { "" };
        left_out.push(format!("{}: its own annual discount of {percent} %{why}", sold.name()));
    }

    /// The price and what it is for. A charge the format has no words for is written as what it begins with, and said.
    fn price(&self, sold: Sold<'_>, left_out: &mut Vec<String>) -> (String, String) {
        let charges = self.source.charges(sold);
        let Some(charge) = charges.first() else { return ("0".into(), "'/month'".into()) };
        for more in &charges[1..] {
            more.cannot(sold, "a plan or add-on has one price", left_out);
        }
        let counted = |size: Option<Decimal>| {
            let noun = match size {
                Some(size) => format!("{} {}", size, text(charge.meter.unwrap_or(&Value::Null), "name")),
                None => charge.unit().to_owned(),
            };
            quoted(&if charge.recurring() || size.is_some() { format!("{noun}/month") } else { noun })
        };
        let included = charge.number("included");
        if let Some(key) = linear(charge).filter(|_| included.is_zero() && !sold.on_request()) {
            charge.unknown(sold, &["fee", "included", "price"], left_out);
            let (fee, each) = (charge.number("fee").normalize(), charge.number("price").normalize());
            return (format!("'{fee} + {each} * #{key}'"), "'/month'".into());
        }
        let (price, unit, known): (Decimal, String, &[&str]) = match charge.model() {
            "flat" => (charge.number("amount"), "'/month'".into(), &["amount"]),
            "per_unit" => (charge.number("price"), counted(None), &["price"]),
            "package" if charge.number("free").is_zero() => {
                (charge.number("price"), counted(charge.maybe("size")), &["size", "price", "free"])
            }
            "allowance" => (charge.number("fee"), "'/month'".into(), &["fee"]),
            model => {
                charge.cannot(sold, "only a price of one unit is written", left_out);
                let first = charge.tiers().and_then(|(_, tiers)| tiers.into_iter().next());
                let fee = first.as_ref().is_some_and(|tier| tier.unit.is_zero());
                match first {
                    Some(tier) if fee || model == "stairstep" => (tier.flat, "'/month'".into(), &["tiers", "steps"]),
                    Some(tier) => (tier.unit, counted(None), &["tiers"]),
                    None => match charge.maybe("price") {
                        Some(price) => (price, counted(charge.maybe("size")), &["price", "size"]),
                        // No figure here is a price of something; nothing would read as free.
                        None => return (CONTACT.into(), "'/month'".into()),
                    },
                }
            }
        };
        charge.unknown(sold, known, left_out);
        if sold.on_request() {
            left_out.push(format!("{}: its expected price of {price}, which is on request", sold.name()));
            return (CONTACT.into(), unit);
        }
        (price.normalize().to_string(), unit)
    }
}

/// A month's price when a year is paid, with as few places as tell the share it is of the price.
fn of_a_month(price: Decimal, share: Decimal) -> Option<Decimal> {
    let exact = price.checked_mul(share).filter(|exact| !exact.is_zero())?;
    let tells = |found: &Decimal| annual_discount(price, *found) == Some(Decimal::ONE - share);
    (0..=28).map(|places| exact.round_dp(places).normalize()).find(tells)
}

/// The key by which an expression counts the units of an allowance, if it is read as the same again.
fn linear(charge: &Charge<'_>) -> Option<String> {
    let meter = charge.meter.filter(|_| {
        charge.model() == "allowance" && ["fee", "price"].iter().all(|key| !charge.number(key).is_zero())
    })?;
    let key = key(&capital(text(meter, "name")));
    let plain = !key.is_empty() && key.chars().all(|sign| sign.is_alphanumeric() || sign == '_');
    Some(key).filter(|key| plain && counted(key) == text(meter, "unit"))
}

/// A text in single quotes, on one line.
fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("'{}'", line.replace('\'', "''"))
}
