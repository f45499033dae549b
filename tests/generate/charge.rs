//! This file draws charges: every price model, with and without what surrounds a price.

use serde_json::Value;
use serde_json::json;

use super::Draw;

/// A charge of any model.
pub fn charge(draw: &mut Draw) -> Value {
    let (meter, price) = if draw.flag(0.3) { ("calls", 0.02) } else { ("seats", 30.0) };
    let mut charge = model(draw, meter, price);
    if ["volume", "volume_blocks", "stairstep"].iter().any(|model| charge["model"] == *model) && draw.flag(0.2) {
        charge["by_end"] = true.into();
    }
    if draw.flag(0.3) {
        adjust(draw, &mut charge);
    }
    charge
}

fn model(draw: &mut Draw, meter: &str, price: f64) -> Value {
    match draw.pick(14) {
        0 => json!({"model": "flat", "amount": draw.money(0.0, 100.0)}),
        1 => json!({"model": "per_unit", "meter": meter, "price": draw.money(0.0, price)}),
        2 => json!({"model": "graduated", "meter": meter, "tiers": tiers(draw, price)}),
        3 => json!({"model": "volume", "meter": meter, "tiers": tiers(draw, price)}),
        4 => json!({
            "model": "package", "meter": meter, "size": draw.money(1.0, 20.0), "price": draw.money(0.0, 10.0 * price),
            "free": draw.money(0.0, 5.0), "full_only": draw.flag(0.3),
        }),
        5 => json!({"model": "stairstep", "meter": meter, "steps": [
            {"up_to": draw.money(1.0, 9.0), "price": draw.money(0.0, 9.0 * price)},
            {"up_to": null, "price": draw.money(9.0, 90.0)},
        ]}),
        6 => json!({"model": "graduated_blocks", "meter": meter, "blocks": blocks(draw, price)}),
        7 => json!({"model": "volume_blocks", "meter": meter, "blocks": blocks(draw, price)}),
        8 => json!({"model": "capacity", "capacity": [
            {"limits": {"seats": draw.money(1.0, 9.0), "calls": draw.money(1.0, 900.0)}, "price": draw.money(0.0, 50.0)},
            {"limits": {"seats": draw.money(9.0, 90.0)}, "price": draw.money(50.0, 99.0)},
            {"limits": {}, "price": draw.money(99.0, 200.0)},
        ]}),
        9 => json!({
            "model": "percentage", "meter": "calls", "rate": draw.money(0.0, 0.2), "events": "seats",
            "fee": draw.money(0.0, 1.0), "transaction_maximum": draw.money(1.0, 9.0),
        }),
        10 => json!({"model": "graduated_percentage", "meter": meter, "rates": [
            {"up_to": draw.money(1.0, 90.0), "rate": draw.money(0.0, 0.5), "flat": draw.money(0.0, 9.0)},
            {"up_to": null, "rate": draw.money(0.0, 0.5), "flat": "0"},
        ]}),
        11 => json!({"model": "cost_plus", "meter": meter, "multiplier": draw.money(0.0, price)}),
        12 => json!({
            "model": "credits", "meter": meter, "included": draw.money(0.0, 20.0), "size": draw.money(1.0, 90.0),
            "price": draw.money(0.0, 20.0 * price), "expiry": 1 + draw.pick(12),
        }),
        _ => json!({
            "model": "allowance", "meter": meter, "fee": draw.money(0.0, 50.0), "included": draw.money(0.0, 20.0),
            "price": draw.money(0.0, price),
        }),
    }
}

/// Discounts and limits; units too, where one meter is counted.
fn adjust(draw: &mut Draw, charge: &mut Value) {
    charge["discount_share"] = draw.money(0.0, 1.0).into();
    charge["maximum"] = draw.money(50.0, 900.0).into();
    if draw.flag(0.5) {
        charge["minimum"] = draw.money(0.0, 50.0).into();
        charge["discount_amount"] = draw.money(0.0, 9.0).into();
    }
    if charge.get("meter").is_some() && draw.flag(0.5) {
        charge["divide_by"] = draw.money(0.5, 9.0).into();
        charge["round"] = ["up", "down", "nearest", "no"][draw.pick(4)].into();
        charge["free_units"] = draw.money(0.0, 3.0).into();
        charge["free_at_zero"] = draw.flag(0.5).into();
    }
}

fn tiers(draw: &mut Draw, price: f64) -> Value {
    let mut below = 0.0;
    let bounded = draw.pick(3);
    let mut tiers: Vec<Value> = (0..bounded)
        .map(|_| {
            below += draw.between(1.0, 40.0);
            json!({"up_to": format!("{below:.2}"), "unit": draw.money(0.0, price), "flat": draw.money(0.0, 20.0)})
        })
        .collect();
    tiers.push(json!({"up_to": null, "unit": draw.money(0.0, price), "flat": "0"}));
    tiers.into()
}

fn blocks(draw: &mut Draw, price: f64) -> Value {
    let mut block =
        |up_to: Value| json!({"up_to": up_to, "size": draw.money(1.0, 9.0), "price": draw.money(0.0, 5.0 * price)});
    let first = block("20".into());
    json!([first, block(Value::Null)])
}
