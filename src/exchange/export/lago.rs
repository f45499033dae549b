//! This file writes plans for Lago, as their creation takes them (getlago/lago-openapi: PlanCreateInput,
//! ChargeProperties, BillableMetricCreateInput, MinimumCommitmentInput).
//!
//! Rules of the format that are kept: a plan has name, code, interval, amount_cents, amount_currency and
//! pay_in_advance; a charge has billable_metric_id and charge_model; ranges begin at 0 or one above the last bound,
//! the last has none; amounts of charges are decimal text, rates are percent.

use rust_decimal::Decimal;
use serde_json::Value;
use serde_json::json;

use super::Format;
use super::Source;
use super::catalogue::Charge;
use super::catalogue::Sold;
use super::catalogue::Tier;
use super::catalogue::decimal;
use super::catalogue::object;
use super::catalogue::text;
use super::catalogue::whole;
use super::catalogue::written;

pub(super) const FORMAT: Format = Format {
    id: "lago",
    label: "Lago",
    about: "Billable metrics and plans to be created in Lago",
    ending: ".lago.json",
    kind: "application/json",
};

/// The file.
pub(super) fn write(source: &Source<'_>, left_out: &mut Vec<String>) -> String {
    let meters = source.model["meters"].as_object().cloned().unwrap_or_default();
    let metric = |(at, (id, meter)): (usize, (&String, &Value))| {
        json!({"billable_metric": {
            "name": text(meter, "name"), "code": id, "aggregation_type": "sum_agg", "field_name": "value",
            "recurring": meter["kind"] == "licence", "description": format!("billable_metric_id {} below", metric_id(at)),
        }})
    };
    let metrics: Vec<Value> = meters.iter().enumerate().map(metric).collect();
    let mut plans = Vec::new();
    for sold in source.sold("plans").into_iter().chain(source.sold("add_ons")) {
        sold.unknown(
            &["name", "free", "charges", "annual_discount", "features", "limits", "contact_sales", "minimum"],
            left_out,
        );
        if sold.on_request() {
            left_out.push(format!("{}: its price is on request", sold.name()));
            continue;
        }
        plans.push(plan(source, sold, None, left_out));
        if sold.of_a_year() < Decimal::ONE {
            plans.push(plan(source, sold, Some(Decimal::from(12) * sold.of_a_year()), &mut Vec::new()));
            if source.charges(sold).iter().any(|charge| !charge.recurring()) {
                left_out.push(format!(
                    "{}: usage within a year paid up front is billed at its end, not by the month",
                    sold.name()
                ));
            }
        }
    }
    if !metrics.is_empty() {
        left_out.push("The ids of billable metrics, which Lago gives out; billable_metric_id counts them here.".into());
    }
    let features = source.model["features"].as_object().map_or(0, serde_json::Map::len);
    if features > 0 {
        left_out.push(format!("What plans contain: {features} features and their limits."));
    }
    if !source.sold("add_ons").is_empty() {
        left_out.push("Add-ons are plans of their own here, to be subscribed to beside a plan.".into());
    }
    written(&json!({"billable_metrics": metrics, "plans": plans}))
}

/// A stand-in for the id that Lago gives to the metric at a place.
fn metric_id(at: usize) -> String {
    format!("00000000-0000-4000-8000-{:012x}", at + 1)
}

/// A plan for a month, or for a year at `year` times the price of a month.
fn plan(source: &Source<'_>, sold: Sold<'_>, year: Option<Decimal>, left_out: &mut Vec<String>) -> Value {
    let times = year.unwrap_or(Decimal::ONE);
    let mut fee = Decimal::ZERO;
    let mut charges = Vec::new();
    for charge in source.charges(sold) {
        let times = if charge.recurring() { times } else { Decimal::ONE };
        if charge.model() == "flat" {
            charge.unknown(sold, &["amount"], left_out);
            fee += charge.number("amount") * times;
            continue;
        }
        let Some((model, properties)) = properties(sold, &charge, times, left_out) else { continue };
        let at = source.model["meters"]
            .as_object()
            .and_then(|meters| meters.keys().position(|id| charge.value["meter"] == id.as_str()));
        charges.push(json!({
            "billable_metric_id": metric_id(at.unwrap_or_default()), "charge_model": model, "invoice_display_name": charge.id,
            "pay_in_advance": false, "prorated": false, "min_amount_cents": 0, "properties": properties,
        }));
    }
    let suffix = if year.is_some() { "-yearly" } else { "" };
    let prefix = if sold.collection == "plans" { "" } else { "add-on-" };
    let months = if year.is_some() { Decimal::from(12) } else { Decimal::ONE };
    let minimum = decimal(sold.value, "minimum")
        .map(|least| json!({"amount_cents": cents(source, sold, least * months, left_out)}));
    let entries = vec![
        ("name", format!("{}{}", sold.name(), if year.is_some() { ", yearly" } else { "" }).into()),
        ("code", format!("{prefix}{}{suffix}", sold.id).into()),
        ("interval", if year.is_some() { "yearly" } else { "monthly" }.into()),
        ("amount_cents", cents(source, sold, fee, left_out)),
        ("amount_currency", source.workspace.currency.code().into()),
        ("pay_in_advance", true.into()),
        ("minimum_commitment", minimum.unwrap_or_default()),
        ("charges", charges.into()),
    ];
    json!({"plan": object(entries)})
}

/// An amount in whole minor units; what rounding takes off is said.
fn cents(source: &Source<'_>, sold: Sold<'_>, amount: Decimal, left_out: &mut Vec<String>) -> Value {
    let exact = amount * Decimal::from(10_u32.pow(source.workspace.currency.minor_digits()));
    let rounded = exact.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    if rounded != exact {
        left_out.push(format!("{}: {} is rounded to {rounded} minor units", sold.name(), amount.normalize()));
    }
    whole(rounded).unwrap_or_else(|| json!(0))
}

/// The charge model and its properties; none where Lago has no such charge.
fn properties(
    sold: Sold<'_>,
    charge: &Charge<'_>,
    times: Decimal,
    left_out: &mut Vec<String>,
) -> Option<(&'static str, Value)> {
    let money = |amount: Decimal| Value::from((amount * times).round_dp(12).normalize().to_string());
    if let Some((graduated, tiers)) = charge.tiers() {
        charge.unknown(sold, &["tiers", "steps", "fee", "included", "price"], left_out);
        let row = |from: Value, to: Value, tier: &Tier| json!({"from_value": from, "to_value": to, "flat_amount": money(tier.flat), "per_unit_amount": money(tier.unit)});
        let Some(rows) = ranges(&tiers, |tier| tier.up_to, row) else {
            charge.cannot(sold, "bounds of ranges are whole", left_out);
            return None;
        };
        return Some(match graduated {
            true => ("graduated", json!({"graduated_ranges": rows})),
            false => ("volume", json!({"volume_ranges": rows})),
        });
    }
    match charge.model() {
        "per_unit" => {
            charge.unknown(sold, &["price"], left_out);
            Some(("standard", json!({"amount": money(charge.number("price"))})))
        }
        "package" => {
            charge.unknown(sold, &["size", "price", "free"], left_out);
            let (Some(size), Some(free)) = (whole(charge.number("size")), whole(charge.number("free"))) else {
                charge.cannot(sold, "packages are of whole units", left_out);
                return None;
            };
            Some((
                "package",
                json!({"amount": money(charge.number("price")), "package_size": size, "free_units": free}),
            ))
        }
        "percentage" => Some(("percentage", percentage(sold, charge, left_out)?)),
        "graduated_percentage" => Some(("graduated_percentage", graduated_percentage(sold, charge, left_out)?)),
        _ => {
            charge.cannot(sold, "Lago has no such charge", left_out);
            None
        }
    }
}

/// A percentage of what is counted, with a fee for each event.
fn percentage(sold: Sold<'_>, charge: &Charge<'_>, left_out: &mut Vec<String>) -> Option<Value> {
    let text = |key: &str| charge.maybe(key).map_or(Value::Null, |value| value.to_string().into());
    let known = ["rate", "fee", "free_events", "free_volume", "events", "transaction_minimum", "transaction_maximum"];
    charge.unknown(sold, &known, left_out);
    let events = charge.maybe("free_events").map_or(Some(Value::Null), whole);
    let Some(events) = events else {
        charge.cannot(sold, "free events are whole", left_out);
        return None;
    };
    let entries = vec![
        ("rate", percent(charge.number("rate"))),
        ("fixed_amount", text("fee")),
        ("free_units_per_events", events),
        ("free_units_per_total_aggregation", text("free_volume")),
        ("per_transaction_min_amount", text("transaction_minimum")),
        ("per_transaction_max_amount", text("transaction_maximum")),
    ];
    Some(object(entries))
}

/// The same by tiers.
fn graduated_percentage(sold: Sold<'_>, charge: &Charge<'_>, left_out: &mut Vec<String>) -> Option<Value> {
    charge.unknown(sold, &["rates"], left_out);
    let rows = charge.value.get("rates").and_then(Value::as_array).cloned().unwrap_or_default();
    let row = |from: Value, to: Value, tier: &Value| {
        let flat = decimal(tier, "flat").unwrap_or_default().to_string();
        json!({"from_value": from, "to_value": to, "rate": percent(decimal(tier, "rate").unwrap_or_default()), "flat_amount": flat})
    };
    let rows = ranges(&rows, |tier| decimal(tier, "up_to"), row);
    if rows.is_none() {
        charge.cannot(sold, "bounds of ranges are whole", left_out);
    }
    rows.map(|rows| json!({"graduated_percentage_ranges": rows}))
}

fn percent(rate: Decimal) -> Value {
    (rate * Decimal::ONE_HUNDRED).normalize().to_string().into()
}

/// Ranges that follow each other without a gap; none where a bound is not whole.
fn ranges<T>(
    tiers: &[T],
    up_to: impl Fn(&T) -> Option<Decimal>,
    row: impl Fn(Value, Value, &T) -> Value,
) -> Option<Vec<Value>> {
    let mut from = Decimal::ZERO;
    let mut rows = Vec::new();
    for tier in tiers {
        let bound = up_to(tier);
        let to = bound.map_or(Some(Value::Null), whole)?;
        rows.push(row(whole(from)?, to, tier));
        from = bound.unwrap_or_default() + Decimal::ONE;
    }
    Some(rows)
}
