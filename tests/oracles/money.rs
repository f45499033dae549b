//! This file computes the rows of the table `money`: rounding, splitting, minor units.

use planwright::number::Currency;
use planwright::number::Decimal;
use planwright::number::Rounding;
use planwright::number::largest_remainder;
use planwright::number::remainder_to_first;
use planwright::number::round;
use planwright::number::running_remainder;
use serde_json::Value;

use crate::outcome::Outcome;
use crate::row::Row;
use crate::row::decimal;

const ROUNDINGS: [(&str, Rounding); 3] =
    [("half_even", Rounding::HalfEven), ("half_up", Rounding::HalfUp), ("half_down", Rounding::HalfDown)];

/// The figures of a row.
pub fn compute(row: &Row) -> Option<Outcome> {
    if let Some(code) = row.text("currency") {
        let currency: Currency = code.parse().ok()?;
        let outcome = Outcome::default().with("minor_unit_digits", Decimal::from(currency.minor_digits()));
        return row.only(&["currency"]).then_some(outcome);
    }
    if row.inputs.contains_key("ratios") {
        return split(row);
    }
    if row.inputs.contains_key("divide") {
        return divide(row);
    }
    match row.text("op") {
        None => rounded(row),
        Some(op) => rounded_binary(row, op),
    }
}

fn rounded(row: &Row) -> Option<Outcome> {
    let (value, places) = (row.decimal("value")?, places(row)?);
    let all = ROUNDINGS
        .iter()
        .fold(Outcome::default(), |outcome, (name, rounding)| outcome.with(name, round(value, places, *rounding)));
    row.only(&["value", "dp"]).then_some(all)
}

/// What a binary float does to a decimal: the exact value of the nearest float, rounded.
fn rounded_binary(row: &Row, op: &str) -> Option<Outcome> {
    let (rounding, places) = op.strip_prefix("round ")?.split_once(" on binary double to ")?;
    let rounding = named(&rounding.replace(' ', "_"))?;
    let places = places.strip_suffix("dp")?.parse().ok()?;
    let exact = Decimal::from_f64_retain(row.text("value")?.parse().ok()?)?;
    row.only(&["value", "op"]).then(|| Outcome::default().with("value", round(exact, places, rounding)))
}

fn divide(row: &Row) -> Option<Outcome> {
    let quotient = row.decimal("minor")?.checked_div(row.decimal("divide")?)?;
    let minor = round(quotient, 0, named(row.text("rounding")?)?);
    row.only(&["minor", "divide", "rounding"]).then(|| Outcome::default().with("minor", minor))
}

fn split(row: &Row) -> Option<Outcome> {
    let ratios: Vec<Decimal> = row.list("ratios")?.iter().map(decimal).collect::<Option<_>>()?;
    let total = row.inputs.get("minor").and_then(Value::as_i64)?;
    let method = row.text("method")?;
    let shares = match method {
        _ if method.starts_with("largest remainder") || method.starts_with("Hamilton") => {
            largest_remainder(total, &ratios)
        }
        _ if method.starts_with("remainder to first") => remainder_to_first(total, &ratios),
        _ if method.starts_with("running remainder") => running_remainder(total, &ratios),
        _ => return None,
    }?;
    let sum: i64 = shares.iter().sum();
    let outcome = Outcome::default().with_list("shares", shares.into_iter().map(Decimal::from));
    row.only(&["minor", "ratios", "method"]).then(|| outcome.with("sum", Decimal::from(sum)))
}

fn named(name: &str) -> Option<Rounding> {
    ROUNDINGS.iter().find(|(known, _)| *known == name).map(|(_, rounding)| *rounding)
}

fn places(row: &Row) -> Option<u32> {
    row.inputs.get("dp")?.as_u64()?.try_into().ok()
}
