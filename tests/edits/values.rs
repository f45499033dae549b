//! This file makes random values for drivers and charges.

use planwright::shape::Unit;
use planwright::shape::driver as shape_of_driver;
use planwright::shape::verify;
use serde_json::Value;
use serde_json::json;

use super::Dice;

/// A number over time of any kind within `low..=high`.
pub fn driver(dice: &mut Dice, low: f64, high: f64) -> Value {
    let mut level = || dice.between(low, high);
    let (a, b, c) = (level(), level(), level());
    let mut made = match dice.below(9) {
        0 => json!({"kind": "ramp", "from": a, "to": b, "start": "2030-02", "end": "2031-05"}),
        1 => {
            json!({"kind": "steps", "value": a, "steps": [{"month": "2030-03", "value": b}, {"month": "2031-01", "value": c}]})
        }
        2 => json!({"kind": "list", "values": [a, b, c]}),
        3 => json!({"kind": "growth", "value": a, "monthly": dice.between(-0.05, 0.0)}),
        4 => json!({"kind": "level", "value": a}),
        _ => return json!(a),
    };
    if dice.once_in(3) {
        made["season"] = json!((0..12).map(|_| dice.between(0.5, 1.0)).collect::<Vec<_>>());
        let within = shape_of_driver(Unit::Plain, low, high);
        if !verify(&made, &within, "").is_empty() {
            made["season"] = json!(null);
        }
    }
    made
}

/// A charge of any price model.
pub fn charge(dice: &mut Dice) -> Value {
    let meter = dice.pick(&["seats", "calls"]);
    let bounds = [json!("10"), json!("100.5"), json!(null)];
    let bounds = &bounds[dice.below(3)..];
    let mut tiers = || {
        bounds
            .iter()
            .map(|up_to| json!({"up_to": up_to, "unit": dice.money(60), "flat": dice.pick(&["0", "20"])}))
            .collect::<Vec<_>>()
    };
    let tiers = tiers();
    let steps: Vec<_> = bounds.iter().map(|up_to| json!({"up_to": up_to, "price": dice.money(500)})).collect();
    match dice.below(7) {
        0 => json!({"model": "flat", "amount": dice.money(200)}),
        1 => json!({"model": "graduated", "meter": meter, "tiers": tiers}),
        2 => json!({"model": "volume", "meter": meter, "tiers": tiers}),
        3 => {
            json!({"model": "package", "meter": meter, "size": "100", "price": dice.money(50), "free": dice.pick(&["0", "50"])})
        }
        4 => json!({"model": "stairstep", "meter": meter, "steps": steps}),
        5 => {
            json!({"model": "allowance", "meter": meter, "fee": dice.money(100), "included": "5", "price": dice.money(20)})
        }
        _ => json!({"model": "per_unit", "meter": meter, "price": dice.money(80)}),
    }
}
