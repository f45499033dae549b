//! This file says how much of each meter the two assumed segments have, and what they pay for it.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::build::List;
use super::unit::Priced;

/// Heads of a small team and of a mid-sized firm.
const HEADS: [f64; 2] = [6.0, 38.0];

/// How much of what is licensed otherwise, and of what is used, they have.
const LICENSED: [f64; 2] = [3.0, 12.0];
const USED: [f64; 2] = [200.0, 2_000.0];

/// What a small team pays where no plan has a price.
const USUAL: f64 = 126.0;

/// How much of each meter a customer of the two segments has. Of what is dear by the plans of the page they have less: a
/// small team pays no more for it than for the plan in the middle.
pub(super) fn sizes(list: &List) -> Map<String, Value> {
    let sold = || list.plans.values().chain(list.add_ons.values());
    let figures = |id: &str, key: &str| {
        let charges = sold().filter_map(|sold| sold["charges"].get(id)?.get(key)?.as_str()?.parse::<f64>().ok());
        charges.fold(0.0, f64::max)
    };
    let heads = |_: &str| HEADS[0];
    let mut bills: Vec<f64> = list.plans.values().map(|plan| bill(plan, &heads)).filter(|bill| *bill > 0.0).collect();
    bills.sort_by(f64::total_cmp);
    let middle = bills.get(bills.len() / 2).copied().unwrap_or(USUAL);
    let size = |(id, meter): (&String, &Value)| {
        let (block, price) = (figures(id, "size"), figures(id, "price"));
        let people = Priced::read(meter["unit"].as_str().unwrap_or_default()).people();
        let usual = if meter["kind"] == "usage" { USED } else { LICENSED };
        let most = (middle / price).max(1.0);
        let pair = match () {
            () if block > 0.0 => [1.2 * block, 5.0 * block],
            () if people => HEADS,
            () if price > 0.0 && usual[0] > most => usual.map(|size| libm::ceil(size * most / usual[0])),
            () => usual,
        };
        (id.clone(), json!(pair))
    };
    list.meters.iter().map(size).collect()
}

/// What a customer of the segment's mean size pays a month.
pub(super) fn bill(plan: &Value, mean: &impl Fn(&str) -> f64) -> f64 {
    let number =
        |charge: &Value, key: &str| charge.get(key).and_then(Value::as_str).and_then(|text| text.parse::<f64>().ok());
    let charge = |charge: &Value| {
        let units = charge.get("meter").and_then(Value::as_str).map_or(0.0, mean);
        let price = number(charge, "price").unwrap_or_default();
        match charge["model"].as_str() {
            Some("flat") => number(charge, "amount").unwrap_or_default(),
            Some("package") => price * libm::ceil(units / number(charge, "size").unwrap_or(1.0)),
            Some("allowance") => {
                number(charge, "fee").unwrap_or_default()
                    + price * (units - number(charge, "included").unwrap_or_default()).max(0.0)
            }
            _ => price * units,
        }
    };
    plan["charges"].as_object().into_iter().flat_map(|charges| charges.values()).map(charge).sum()
}
