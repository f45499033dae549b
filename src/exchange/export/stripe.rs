//! This file writes Stripe product and price objects, as their creation takes them (docs.stripe.com/api/products/create,
//! docs.stripe.com/api/prices/create).
//!
//! Rules of the format that are kept: amounts are in the minor unit, whole or as a decimal text of at most 12 places;
//! a tiered price has `tiers` and `tiers_mode`, its bounds are whole and the last is `inf`; `transform_quantity`
//! stands only with `per_unit`; ISK and UGX are written with two places though they have none.

use rust_decimal::Decimal;
use serde_json::Value;
use serde_json::json;

use super::Format;
use super::Source;
use super::catalogue::Charge;
use super::catalogue::Sold;
use super::catalogue::Tier;
use super::catalogue::object;
use super::catalogue::text;
use super::catalogue::whole;
use super::catalogue::written;

pub(super) const FORMAT: Format = Format {
    id: "stripe",
    label: "Stripe",
    about: "Product and price objects to be created in Stripe",
    ending: ".stripe.json",
    kind: "application/json",
};

/// The most features of a product shown to customers.
const MOST_FEATURES: usize = 15;

/// The longest name of one.
const LONGEST_FEATURE: usize = 80;

/// The longest label of a product's unit, in characters: `maxLength` of `unit_label` where products are created
/// (github.com/stripe/openapi, `PostProducts`).
const LONGEST_UNIT: usize = 12;

/// The file.
pub(super) fn write(source: &Source<'_>, left_out: &mut Vec<String>) -> String {
    let (mut products, mut prices) = (Vec::new(), Vec::new());
    for sold in source.sold("plans").into_iter().chain(source.sold("add_ons")) {
        products.push(product(source, sold, left_out));
        let known = ["name", "free", "charges", "annual_discount", "features", "contact_sales"];
        sold.unknown(&known, left_out);
        if sold.on_request() {
            left_out.push(format!("{}: its price, which is on request; the product has none", sold.name()));
            continue;
        }
        if sold.free() {
            let amount = [("billing_scheme", json!("per_unit")), ("unit_amount", json!(0))];
            prices.push(price(source, sold, "free", "month", "licensed", amount.to_vec(), Value::Null));
        }
        for charge in source.charges(sold) {
            charged(source, sold, &charge, &mut prices, left_out);
        }
    }
    written(&json!({"products": products, "prices": prices}))
}

fn product(source: &Source<'_>, sold: Sold<'_>, left_out: &mut Vec<String>) -> Value {
    let name =
        |id: &&str| text(&source.model["features"][*id], "name").chars().take(LONGEST_FEATURE).collect::<String>();
    let features = sold.keys("features");
    if features.len() > MOST_FEATURES {
        left_out.push(format!(
            "{}: {} features beyond the first {MOST_FEATURES}",
            sold.name(),
            features.len() - MOST_FEATURES
        ));
    }
    let shown: Vec<Value> = features.iter().take(MOST_FEATURES).map(|id| json!({"name": name(id)})).collect();
    let unit = unit(source, sold, left_out);
    object(vec![
        ("id", id(sold).into()),
        ("name", sold.name().into()),
        ("active", true.into()),
        ("type", "service".into()),
        ("unit_label", unit.map_or(Value::Null, Value::from)),
        ("marketing_features", shown.into()),
        ("metadata", json!({"planwright": format!("/{}/{}", sold.collection, sold.id)})),
    ])
}

/// The label of a product's unit: that of its first charge with one, as far as it fits.
fn unit(source: &Source<'_>, sold: Sold<'_>, left_out: &mut Vec<String>) -> Option<String> {
    let mut units: Vec<String> = source.charges(sold).iter().map(|charge| charge.unit().to_owned()).collect();
    units.retain(|unit| !unit.is_empty());
    let first = units.first()?.clone();
    let label = first.chars().take(LONGEST_UNIT).collect::<String>().trim_end().to_owned();
    if label != first {
        let words =
            format!("its unit {first:?}, written {label:?}; a unit label has at most {LONGEST_UNIT} characters");
        left_out.push(format!("{}: {words}", sold.name()));
    }
    let others = units.iter().enumerate().filter(|(at, unit)| **unit != first && !units[..*at].contains(unit));
    for (_, unit) in others {
        left_out.push(format!("{}: its unit {unit:?}; a product has one unit label, here {label:?}", sold.name()));
    }
    Some(label)
}

fn id(sold: Sold<'_>) -> String {
    format!("{}_{}", if sold.collection == "plans" { "plan" } else { "addon" }, sold.id)
}

/// The monthly price of a charge and, where it recurs, the one for a year.
fn charged(
    source: &Source<'_>,
    sold: Sold<'_>,
    charge: &Charge<'_>,
    prices: &mut Vec<Value>,
    left_out: &mut Vec<String>,
) {
    let usage = if charge.recurring() { "licensed" } else { "metered" };
    let year = Decimal::from(12) * sold.of_a_year();
    for (interval, times) in [("month", Decimal::ONE), ("year", year)] {
        if interval == "year" && !charge.recurring() {
            continue;
        }
        let mut told = Vec::new();
        let Some(amount) = amount(source, sold, charge, times, &mut told) else {
            return left_out.append(&mut told);
        };
        // What both intervals lack is said once.
        if interval == "month" {
            left_out.append(&mut told);
        }
        let meter = charge.value.get("meter").filter(|_| usage == "metered").cloned().unwrap_or_default();
        prices.push(price(source, sold, charge.id, interval, usage, amount, meter));
    }
    if usage == "metered" {
        left_out.push(format!(
            "{}, {}: the id of the meter, which Stripe gives out; recurring.meter holds its name here",
            sold.name(),
            charge.id
        ));
    }
}

fn price(
    source: &Source<'_>,
    sold: Sold<'_>,
    charge: &str,
    interval: &str,
    usage: &str,
    amount: Vec<(&str, Value)>,
    meter: Value,
) -> Value {
    let recurring = object(vec![
        ("interval", interval.into()),
        ("interval_count", 1.into()),
        ("usage_type", usage.into()),
        ("meter", meter),
    ]);
    let mut entries = vec![
        ("product", id(sold).into()),
        ("currency", source.workspace.currency.code().to_lowercase().into()),
        ("nickname", format!("{}, {charge}, by the {interval}", sold.name()).into()),
        ("lookup_key", format!("{}_{charge}_{interval}", id(sold)).into()),
        ("recurring", recurring),
    ];
    entries.extend(amount);
    object(entries)
}

/// What a charge costs, `times` over; none where Stripe has no such price.
fn amount(
    source: &Source<'_>,
    sold: Sold<'_>,
    charge: &Charge<'_>,
    times: Decimal,
    left_out: &mut Vec<String>,
) -> Option<Vec<(&'static str, Value)>> {
    let minor = |key: (&'static str, &'static str), amount: Decimal| minor(source, key, amount * times);
    const UNIT: (&str, &str) = ("unit_amount", "unit_amount_decimal");
    if let Some((graduated, tiers)) = charge.tiers() {
        let known = ["tiers", "steps", "fee", "included", "price"];
        charge.unknown(sold, &known, left_out);
        let tier = |tier: &Tier| {
            let up_to = tier.up_to.map_or(Some(json!("inf")), whole)?;
            let flat = minor(("flat_amount", "flat_amount_decimal"), tier.flat);
            Some(object(vec![("up_to", up_to), minor(UNIT, tier.unit), flat]))
        };
        let Some(tiers) = tiers.iter().map(tier).collect::<Option<Vec<Value>>>() else {
            charge.cannot(sold, "bounds of tiers are whole", left_out);
            return None;
        };
        let mode = if graduated { "graduated" } else { "volume" };
        return Some(vec![("billing_scheme", "tiered".into()), ("tiers_mode", mode.into()), ("tiers", tiers.into())]);
    }
    match charge.model() {
        "flat" | "per_unit" => {
            charge.unknown(sold, &["amount", "price"], left_out);
            let each = charge.maybe("amount").unwrap_or_else(|| charge.number("price"));
            Some(vec![("billing_scheme", "per_unit".into()), minor(UNIT, each)])
        }
        "package" => {
            charge.unknown(sold, &["size", "price", "free", "full_only"], left_out);
            let Some(size) = whole(charge.number("size")).filter(|_| charge.number("free").is_zero()) else {
                charge.cannot(sold, "packages are of whole units, none of them free", left_out);
                return None;
            };
            let round = if charge.value.get("full_only") == Some(&json!(true)) { "down" } else { "up" };
            let transform = json!({"divide_by": size, "round": round});
            Some(vec![
                ("billing_scheme", "per_unit".into()),
                minor(UNIT, charge.number("price")),
                ("transform_quantity", transform),
            ])
        }
        _ => {
            charge.cannot(sold, "Stripe has no such price", left_out);
            None
        }
    }
}

/// An amount in the minor unit: whole, or a decimal text where it is not.
fn minor(source: &Source<'_>, key: (&'static str, &'static str), amount: Decimal) -> (&'static str, Value) {
    let currency = source.workspace.currency;
    let places = if matches!(currency.code(), "ISK" | "UGX") { 2 } else { currency.minor_digits() };
    let minor = (amount * Decimal::from(10_u32.pow(places))).round_dp(12).normalize();
    match whole(minor) {
        Some(whole) => (key.0, whole),
        None => (key.1, minor.to_string().into()),
    }
}
