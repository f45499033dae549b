//! This file computes the rows of the table `price_models`: what a quantity costs under each price model.

use planwright::number::Decimal;
use planwright::number::Rounding;
use planwright::number::round;
use planwright::pricing::Allowance;
use planwright::pricing::Charge;
use planwright::pricing::Conversion;
use planwright::pricing::CostPlus;
use planwright::pricing::Graduated;
use planwright::pricing::Limits;
use planwright::pricing::Package;
use planwright::pricing::Priced;
use planwright::pricing::Step;
use planwright::pricing::Tier;
use planwright::pricing::Whole;
use planwright::pricing::due_now;
use serde_json::Value;

use crate::outcome::Outcome;
use crate::row::Row;
use crate::row::decimal;

/// Inputs that mean the same for every price model.
const COMMON: [&str; 10] = [
    "model",
    "quantity",
    "raw_quantity",
    "divide_by",
    "round",
    "usage_discount_units",
    "minimum_amount",
    "maximum_amount",
    "percent_discount",
    "previously_billed_amount",
];

/// The figures of a row.
pub fn compute(row: &Row) -> Option<Outcome> {
    match row.text("model")? {
        "cost_plus" => cost_plus(row),
        "allowance" if row.inputs.contains_key("prior_quantity") => drawn(row),
        model => charged(row, &model_of(row, model)?),
    }
}

/// A price model as the row describes it, and the inputs it took.
struct Model {
    charge: Charge,
    inputs: &'static [&'static str],
}

fn model_of(row: &Row, model: &str) -> Option<Model> {
    let meter = String::from("units");
    let or_zero = |keys: &[&str]| row.first(keys).unwrap_or_default();
    let (charge, inputs): (_, &[&str]) = match model {
        "flat" => (Charge::Flat { amount: row.decimal("amount")? }, &["amount"]),
        "per_unit" => {
            let keys = &["unit", "price", "unit_price"];
            (Charge::PerUnit { meter, price: row.first(keys)? }, keys)
        }
        "graduated" => (Charge::Graduated { meter, tiers: tiers(row)? }, &["tiers"]),
        "volume" => (Charge::Volume { meter, tiers: tiers(row)? }, &["tiers"]),
        "package" => {
            let keys = &["package_size", "size", "price_per_package", "price", "free_units", "free"];
            let (size, price) = (row.first(&keys[..2])?, row.first(&keys[2..4])?);
            (Charge::Package { meter, size, price, free: or_zero(&keys[4..]) }, keys)
        }
        "stairstep" => (Charge::Stairstep { meter, steps: steps(row)? }, &["steps", "tiers"]),
        "allowance" => {
            let keys = &["fee", "flat", "included_units", "included", "price", "unit", "overage_price"];
            let (included, price) = (row.first(&keys[2..4])?, or_zero(&keys[4..]));
            (Charge::Allowance { meter, fee: or_zero(&keys[..2]), included, price }, keys)
        }
        _ => return None,
    };
    Some(Model { charge, inputs })
}

fn tiers(row: &Row) -> Option<Vec<Tier>> {
    let tier = |tier: &Value| {
        let or_zero = |key: &str| tier.get(key).map_or(Some(Decimal::ZERO), decimal);
        let known = tier.as_object()?.keys().all(|key| ["up_to", "unit", "flat"].contains(&key.as_str()));
        known.then_some(Tier { up_to: bound(tier)?, unit: or_zero("unit")?, flat: or_zero("flat")? })
    };
    row.list("tiers")?.iter().map(tier).collect()
}

fn steps(row: &Row) -> Option<Vec<Step>> {
    let steps = row.list("steps").or_else(|| row.list("tiers"))?;
    let step = |step: &Value| {
        let price = step.get("price").or_else(|| step.get("flat")).or_else(|| step.get("amount"))?;
        Some(Step { up_to: bound(step)?, price: decimal(price)? })
    };
    steps.iter().map(step).collect()
}

fn bound(tier: &Value) -> Option<Option<Decimal>> {
    match tier.get("up_to")? {
        Value::Null => Some(None),
        bound => Some(Some(decimal(bound)?)),
    }
}

/// The model's amount and everything that is said about it.
fn charged(row: &Row, model: &Model) -> Option<Outcome> {
    let known: Vec<&str> =
        COMMON.into_iter().chain(["previously_billed_quantity"]).chain(model.inputs.iter().copied()).collect();
    if !row.only(&known) {
        return None;
    }
    let units = billed_units(row)?;
    let amount_of = |units: Decimal| match (&model.charge, packages(row, &model.charge, units)) {
        (Charge::Package { price, .. }, Some(packages)) => *price * packages,
        (charge, _) => Priced::new(charge).charge(units),
    };
    let list = amount_of(units);
    let percent_off = list * row.decimal("percent_discount").unwrap_or_default() / Decimal::ONE_HUNDRED;
    let outcome = Outcome::default()
        .with("billed_units", units)
        .with("line_amount", list)
        .with("percent_discount_amount", percent_off);
    let outcome = match &model.charge {
        Charge::Graduated { tiers, .. } => outcome.with_list("lines", Graduated::new(tiers).by_tier(units)),
        charge @ Charge::Package { .. } => outcome.with("packages", packages(row, charge, units)?),
        _ => outcome,
    };
    let limits = Limits { minimum: row.decimal("minimum_amount"), maximum: row.decimal("maximum_amount") };
    let outcome = match (row.decimal("previously_billed_amount"), row.decimal("percent_discount")) {
        (Some(billed), Some(_)) => line_after(outcome, &limits, list - percent_off, billed),
        (billed, _) => {
            let before = row.decimal("previously_billed_quantity").map(|units| limits.apply(amount_of(units)).amount);
            whole_period(outcome, &limits, list - percent_off, before, billed.or(before))
        }
    };
    Some(rounded(outcome, row, list - percent_off))
}

/// Packages billed; some sources round down (Stripe's `transform_quantity` offers both).
fn packages(row: &Row, charge: &Charge, units: Decimal) -> Option<Decimal> {
    let Charge::Package { size, price, free, .. } = *charge else { return None };
    match row.text("round") {
        _ if row.inputs.contains_key("raw_quantity") => Some(Package { size, price, free }.packages(units)),
        None | Some("up") => Some(Package { size, price, free }.packages(units)),
        Some("down") => {
            Some(Conversion { divide_by: size, whole: Whole::Down }.billed_beyond(units - free, Decimal::ZERO))
        }
        Some(_) => None,
    }
}

/// The quantity in billed units: converted, rounded, then less the discounted units.
fn billed_units(row: &Row) -> Option<Decimal> {
    let free = row.decimal("usage_discount_units").unwrap_or_default();
    let Some(raw) = row.decimal("raw_quantity") else {
        return match row.decimal("quantity") {
            Some(quantity) => Some((quantity - free).max(Decimal::ZERO)),
            None => (row.text("model") == Some("flat")).then_some(Decimal::ONE),
        };
    };
    let whole = match row.text("round") {
        None | Some("none") => Whole::No,
        Some("up" | "ceiling") => Whole::Up,
        Some("down" | "floor") => Whole::Down,
        Some("nearest" | "half_up") => Whole::Nearest,
        Some(_) => return None,
    };
    Some(Conversion { divide_by: row.decimal("divide_by").unwrap_or(Decimal::ONE), whole }.billed_beyond(raw, free))
}

/// The quantity is the whole period's: bounds on the whole, and what is due now of it.
fn whole_period(
    outcome: Outcome,
    limits: &Limits<Decimal>,
    amount: Decimal,
    rated_before: Option<Decimal>,
    billed: Option<Decimal>,
) -> Outcome {
    let limited = limits.apply(amount);
    let now = due_now(limited.amount, billed.unwrap_or_default());
    outcome
        .with("amount", if rated_before.is_some() { now } else { limited.amount })
        .with("amount_total", limited.amount)
        .with("amount_incremental", now)
        .with("true_up", limited.true_up)
        .with("max_spend_discount", limited.cap_discount)
}

/// The quantity is one more line of a period: the maximum takes off what exceeds it together with earlier lines.
fn line_after(outcome: Outcome, limits: &Limits<Decimal>, line: Decimal, billed: Decimal) -> Outcome {
    let cut = limits.cap_discount(line, billed);
    let true_up = limits.apply(billed + line).true_up;
    outcome
        .with("true_up", true_up)
        .with("amount", line - cut)
        .with("amount_incremental", line - cut)
        .with("amount_total", billed + line - cut)
        .with("max_spend_discount", cut)
}

/// With every `amount_rounded_…dp` the row expects, half-up.
fn rounded(outcome: Outcome, row: &Row, amount: Decimal) -> Outcome {
    let places = |field: &str| field.strip_prefix("amount_rounded_")?.strip_suffix("dp")?.parse().ok();
    row.expected
        .keys()
        .filter_map(|field| Some((field, places(field)?)))
        .fold(outcome, |outcome, (field, places)| outcome.with(field, round(amount, places, Rounding::HalfUp)))
}

fn cost_plus(row: &Row) -> Option<Outcome> {
    if !row.only(&["model", "usage_cost", "multiplier", "round_dp", "previously_billed_cost"]) {
        return None;
    }
    let cost_plus = CostPlus { multiplier: row.decimal("multiplier")? };
    let places = row.inputs.get("round_dp").and_then(Value::as_u64).map_or(Some(28), |dp| dp.try_into().ok())?;
    let amount = |cost: Decimal| round(cost_plus.charge(cost), places, Rounding::HalfUp);
    let total = amount(row.decimal("usage_cost")?);
    let first = amount(row.decimal("previously_billed_cost").unwrap_or_default());
    let outcome = Outcome::default().with("amount", total).with("amount_total", total);
    Some(outcome.with("amount_first", first).with("amount_second", due_now(total, first)))
}

fn drawn(row: &Row) -> Option<Outcome> {
    let included = row.first(&["included_units", "included"])?;
    let allowance = Allowance { fee: Decimal::ZERO, included, price: Decimal::ZERO };
    let drawn = allowance.drawn(row.decimal("prior_quantity")?, row.decimal("quantity")?);
    let outcome = Outcome::default()
        .with("billable_quantity", drawn.billable)
        .with("prior_billable", drawn.billable_before)
        .with("allowance_used_this_line", drawn.allowance_used);
    row.only(&["model", "included_units", "included", "prior_quantity", "quantity"]).then_some(outcome)
}
