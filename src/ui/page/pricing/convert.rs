//! This file turns a charge into one of another price model, keeping meter and price, so that a change of model is not a loss.

use serde_json::Value;
use serde_json::json;

use crate::pricing::Charge;
use crate::shape::Shape;
use crate::shape::Variant;
use crate::shape::verify;

/// Every price model, in the order people are offered them.
pub fn models() -> &'static [Variant] {
    match Charge::SHAPE {
        Shape::Union { variants, .. } => variants,
        _ => &[],
    }
}

/// A charge of the price model `key`, counted in `meter` and priced at `price` where the model has one price.
///
/// What both models have is kept: tables, discounts and limits; a single price becomes one row without end.
pub fn converted(before: &Value, key: &str, meter: &str) -> Value {
    let Some(variant) = models().iter().find(|variant| variant.key == key) else { return before.clone() };
    let meter = before.get("meter").and_then(Value::as_str).unwrap_or(meter);
    let price = principal(before);
    let mut charge = json!({ "model": key });
    for field in variant.fields {
        let kept = before.get(field.key).filter(|kept| verify(kept, &field.shape, "").is_empty());
        let leads = LEADING.contains(&field.key);
        if let Some(kept) = kept.filter(|_| !leads) {
            charge[field.key] = kept.clone();
        } else if !field.optional {
            charge[field.key] = starting(field.key, &price, meter);
        }
    }
    charge
}

/// Fields that hold the price a charge is known by in some models and something lesser in others.
const LEADING: [&str; 3] = ["price", "amount", "fee"];

fn starting(key: &str, price: &Value, meter: &str) -> Value {
    match key {
        "meter" => meter.into(),
        "price" | "amount" => price.clone(),
        "tiers" => json!([{ "up_to": null, "unit": price, "flat": "0" }]),
        "blocks" => json!([{ "up_to": null, "size": "1", "price": price }]),
        "steps" => json!([{ "up_to": null, "price": price }]),
        "capacity" => json!([{ "limits": {}, "price": price }]),
        "rates" => json!([{ "up_to": null, "rate": "0.01", "flat": "0" }]),
        "size" | "multiplier" => "1".into(),
        "rate" => "0.01".into(),
        _ => "0".into(),
    }
}

/// The price that says most about a charge; "0" where there is none.
fn principal(charge: &Value) -> Value {
    let places =
        ["/price", "/amount", "/tiers/0/unit", "/blocks/0/price", "/steps/0/price", "/capacity/0/price", "/fee"];
    let found = places.iter().find_map(|place| charge.pointer(place)).filter(|value| value.is_string());
    found.cloned().unwrap_or_else(|| "0".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_model_turns_into_every_other_and_passes_the_check() {
        let start = json!({ "model": "per_unit", "meter": "seats", "price": "8" });
        for first in models() {
            let once = converted(&start, first.key, "seats");
            assert!(verify(&once, &Charge::SHAPE, "").is_empty(), "{once}");
            for second in models() {
                let twice = converted(&once, second.key, "seats");
                assert!(verify(&twice, &Charge::SHAPE, "").is_empty(), "{twice}");
                let shares = ["percentage", "graduated_percentage", "cost_plus"];
                if !shares.contains(&first.key) && !shares.contains(&second.key) {
                    assert_eq!(principal(&twice), "8", "{} to {}", first.key, second.key);
                }
            }
        }
    }
}
