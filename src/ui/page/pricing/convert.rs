//! This file turns a charge into one of another price model, keeping meter and price, so that a change of model is not a loss.

use serde_json::Value;
use serde_json::json;

use crate::pricing::Charge;
use crate::shape::Shape;
use crate::shape::Variant;

/// Every price model, in the order people are offered them.
pub fn models() -> &'static [Variant] {
    match Charge::SHAPE {
        Shape::Union { variants, .. } => variants,
        _ => &[],
    }
}

/// A charge of the price model `key`, counted in `meter` and priced at `price` where the model has one price.
///
/// Tiers and steps are kept between the models that have tiers; a single price becomes one tier without end.
pub fn converted(before: &Value, key: &str, meter: &str) -> Value {
    let meter = before.get("meter").and_then(Value::as_str).unwrap_or(meter);
    let price = principal(before);
    let tiers = before.get("tiers").filter(|tiers| tiers.is_array()).cloned();
    let one_tier = || json!([{ "up_to": null, "unit": price, "flat": "0" }]);
    match key {
        "flat" => json!({ "model": key, "amount": price }),
        "graduated" | "volume" => json!({ "model": key, "meter": meter, "tiers": tiers.unwrap_or_else(one_tier) }),
        "package" => json!({ "model": key, "meter": meter, "size": "1", "price": price, "free": "0" }),
        "stairstep" => json!({ "model": key, "meter": meter, "steps": [{ "up_to": null, "price": price }] }),
        "allowance" => json!({ "model": key, "meter": meter, "fee": "0", "included": "0", "price": price }),
        _ => json!({ "model": "per_unit", "meter": meter, "price": price }),
    }
}

/// The price that says most about a charge; "0" where there is none.
fn principal(charge: &Value) -> Value {
    let places = ["/price", "/amount", "/tiers/0/unit", "/steps/0/price", "/fee"];
    let found = places.iter().find_map(|place| charge.pointer(place)).filter(|value| value.is_string());
    found.cloned().unwrap_or_else(|| "0".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::verify;

    #[test]
    fn every_model_turns_into_every_other_and_passes_the_check() {
        let start = json!({ "model": "per_unit", "meter": "seats", "price": "8" });
        for first in models() {
            let once = converted(&start, first.key, "seats");
            assert!(verify(&once, &Charge::SHAPE, "").is_empty(), "{once}");
            for second in models() {
                let twice = converted(&once, second.key, "seats");
                assert!(verify(&twice, &Charge::SHAPE, "").is_empty(), "{twice}");
                assert_eq!(principal(&twice), "8", "{} to {}", first.key, second.key);
            }
        }
    }
}
