//! This file computes the rows of the table `price_models`: what a quantity costs under each price model.

use planwright::number::Decimal;
use planwright::number::Rounding;
use planwright::number::round;
use planwright::pricing::Adjust;
use planwright::pricing::Allowance;
use planwright::pricing::Charge;
use planwright::pricing::Graduated;
use planwright::pricing::Limits;
use planwright::pricing::PriceModel;
use planwright::pricing::Priced;
use planwright::pricing::Step;
use planwright::pricing::Tier;
use planwright::pricing::Whole;
use planwright::pricing::due_now;
use planwright::shape::verify;
use serde_json::Value;

use crate::outcome::Outcome;
use crate::row::Row;
use crate::row::decimal;

/// Inputs that mean the same for every price model.
const COMMON: [&str; 11] = [
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
    "previously_billed_quantity",
];

/// The figures of a row, from the charge a document would hold for it.
pub fn compute(row: &Row) -> Option<Outcome> {
    match row.text("model")? {
        "cost_plus" => cost_plus(row),
        "allowance" if row.inputs.contains_key("prior_quantity") => drawn(row),
        model => charged(row, &model_of(row, model)?),
    }
}

/// A price model as the row describes it, and the inputs it took.
struct Model {
    charge: PriceModel,
    inputs: &'static [&'static str],
}

fn model_of(row: &Row, model: &str) -> Option<Model> {
    let meter = String::from("units");
    let or_zero = |keys: &[&str]| row.first(keys).unwrap_or_default();
    let (charge, inputs): (_, &[&str]) = match model {
        "flat" => (PriceModel::Flat { amount: row.decimal("amount")? }, &["amount"]),
        "per_unit" => {
            let keys = &["unit", "price", "unit_price"];
            (PriceModel::PerUnit { meter, price: row.first(keys)? }, keys)
        }
        "graduated" => (PriceModel::Graduated { meter, tiers: tiers(row)? }, &["tiers"]),
        "volume" => (PriceModel::Volume { meter, tiers: tiers(row)?, by_end: None }, &["tiers"]),
        "package" => {
            let keys = &["package_size", "size", "price_per_package", "price", "free_units", "free"];
            let (size, price) = (row.first(&keys[..2])?, row.first(&keys[2..4])?);
            let full_only = match row.text("round") {
                // Where raw units are converted, the rounding is that of the conversion.
                _ if row.inputs.contains_key("raw_quantity") => None,
                None | Some("up") => None,
                Some("down") => Some(true),
                Some(_) => return None,
            };
            let free = or_zero(&keys[4..]);
            (PriceModel::Package { meter, size, price, free, full_only, least: None }, keys)
        }
        "stairstep" => (PriceModel::Stairstep { meter, steps: steps(row)?, by_end: None }, &["steps", "tiers"]),
        "allowance" => {
            let keys = &["fee", "flat", "included_units", "included", "price", "unit", "overage_price"];
            let (included, price) = (row.first(&keys[2..4])?, or_zero(&keys[4..]));
            (PriceModel::Allowance { meter, fee: or_zero(&keys[..2]), included, price }, keys)
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

/// What the row says of units and discounts before the limits.
fn adjust(row: &Row, model: &PriceModel) -> Option<Adjust> {
    let raw = row.inputs.contains_key("raw_quantity");
    let round = match row.text("round") {
        _ if matches!(model, PriceModel::Package { .. }) && !raw => None,
        None | Some("none") => None,
        Some("up" | "ceiling") => Some(Whole::Up),
        Some("down" | "floor") => Some(Whole::Down),
        Some("nearest" | "half_up") => Some(Whole::Nearest),
        Some(_) => return None,
    };
    Some(Adjust {
        divide_by: row.decimal("divide_by"),
        round,
        free_units: row.decimal("usage_discount_units"),
        discount_share: row.decimal("percent_discount").map(|percent| percent / Decimal::ONE_HUNDRED),
        ..Adjust::default()
    })
}

/// The model's amount and everything that is said about it.
fn charged(row: &Row, model: &Model) -> Option<Outcome> {
    let known: Vec<&str> = COMMON.into_iter().chain(model.inputs.iter().copied()).collect();
    if !row.only(&known) {
        return None;
    }
    let adjust = adjust(row, &model.charge)?;
    let limits = Limits { minimum: row.decimal("minimum_amount"), maximum: row.decimal("maximum_amount") };
    let amount_of = |adjust: &Adjust, units: Decimal| {
        let charge = Charge { model: model.charge.clone(), adjust: adjust.clone() };
        let json = serde_json::to_value(&charge).expect("a charge is JSON");
        let found = verify(&json, &Charge::SHAPE, "");
        assert!(found.is_empty(), "{}: {found:?}", row.name);
        Priced::new(&charge).charge(&[units])
    };
    let raw = row
        .first(&["raw_quantity", "quantity"])
        .or_else(|| (row.text("model") == Some("flat")).then_some(Decimal::ONE))?;
    let list = amount_of(&Adjust { discount_share: None, ..adjust.clone() }, raw);
    let net = amount_of(&adjust, raw);
    let units = billed(&adjust, raw);
    let outcome = Outcome::default()
        .with("billed_units", units)
        .with("line_amount", list)
        .with("percent_discount_amount", list - net);
    let outcome = match model.charge {
        PriceModel::Graduated { ref tiers, .. } => outcome.with_list("lines", Graduated::new(tiers).by_tier(units)),
        PriceModel::Package { price, .. } if !price.is_zero() => outcome.with("packages", list / price),
        _ => outcome,
    };
    let bounded = |units: Decimal| {
        amount_of(&Adjust { minimum: limits.minimum, maximum: limits.maximum, ..adjust.clone() }, units)
    };
    let outcome = match (row.decimal("previously_billed_amount"), row.decimal("percent_discount")) {
        (Some(billed), Some(_)) => line_after(outcome, &limits, net, billed),
        (billed, _) => {
            let before = row.decimal("previously_billed_quantity").map(bounded);
            assert_eq!(bounded(raw), limits.apply(net).amount, "{}", row.name);
            whole_period(outcome, &limits, net, before, billed.or(before))
        }
    };
    Some(rounded(outcome, row, net))
}

/// Units left to be priced, as a price of 1 each shows them.
fn billed(adjust: &Adjust, raw: Decimal) -> Decimal {
    let model = PriceModel::PerUnit { meter: "units".into(), price: Decimal::ONE };
    let adjust = Adjust { discount_share: None, ..adjust.clone() };
    Priced::new(&Charge { model, adjust }).charge(&[raw])
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
    let model = PriceModel::CostPlus { meter: "cost".into(), multiplier: row.decimal("multiplier")? };
    let priced = Priced::new(&model.into());
    let places = row.inputs.get("round_dp").and_then(Value::as_u64).map_or(Some(28), |dp| dp.try_into().ok())?;
    let amount = |cost: Decimal| round(priced.charge(&[cost]), places, Rounding::HalfUp);
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
