//! This file draws what is sold, and on which terms: plans, add-ons, coupons, price books, what is negotiated.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use planwright::pricing::widest_discount;

use super::Draw;
use super::charge::charge;
use super::draw::later;

pub fn plan(draw: &mut Draw, id: &str, paid: &[String]) -> Value {
    let free = id == "free";
    let mut plan = json!({
        "name": id,
        "free": free,
        "charges": if free { json!({}) } else { charges(draw) },
        "annual_discount": if draw.flag(0.5) { draw.money(0.0, 0.4) } else { "0".into() },
        "features": {"a": draw.flag(0.5), "b": draw.flag(0.5)},
        "churn_factor": if draw.flag(0.5) { draw.between(0.0, 2.0) } else { 1.0 },
    });
    if draw.flag(0.4) {
        plan["limits"] = json!({"b": if draw.flag(0.3) { "unlimited".into() } else { draw.money(0.0, 90.0) }});
    }
    if !free && draw.flag(0.2) {
        plan["minimum"] = draw.money(0.0, 60.0).into();
    }
    if !free && draw.flag(0.2) {
        plan["maximum"] = draw.money(60.0, 2000.0).into();
    }
    if !free && draw.flag(0.2) {
        plan["trial"] = json!({"days": 1 + draw.pick(90), "conversion": draw.driver(0.0, 1.0)});
    }
    if !free && draw.flag(0.2) {
        plan["minimum_units"] = json!({"seats": draw.money(0.0, 30.0)});
    }
    if !free && draw.flag(0.2) {
        plan["ramp"] = (0..1 + draw.pick(3)).map(|_| draw.money(0.0, 2.0)).collect::<Vec<_>>().into();
        plan["contact_sales"] = draw.flag(0.5).into();
    }
    if !free && draw.flag(0.3) {
        let features = plan["features"].clone();
        plan["observed"] = json!({"charges": charges(draw), "annual_discount": "0.1", "features": features});
        if draw.flag(0.3) {
            plan["observed"]["minimum"] = draw.money(0.0, 30.0).into();
            plan["observed"]["ramp"] = json!([draw.money(0.5, 1.0)]);
        }
    }
    if id != paid[0] && draw.flag(0.3) {
        plan["like"] = paid[0].clone().into();
    }
    plan
}

/// One to three charges of any model.
pub fn charges(draw: &mut Draw) -> Value {
    let count = 1 + draw.pick(3);
    (0..count).map(|at| (format!("c{at}"), charge(draw))).collect::<Map<String, Value>>().into()
}

/// None to three add-ons, each of which may need the first or exclude the one before.
pub fn add_ons(draw: &mut Draw, paid: &[String], segments: &[String]) -> Map<String, Value> {
    let mut add_ons = Map::new();
    for at in 0..draw.pick(4) {
        let mut add_on = json!({"name": "Add-on", "charges": charges(draw)});
        if draw.flag(0.3) {
            add_on["annual_discount"] = "0.15".into();
        }
        if at > 0 && draw.flag(0.3) {
            add_on["depends_on"] = json!({"d0": true});
        } else if at > 0 && draw.flag(0.3) {
            add_on["excludes"] = json!({format!("d{}", at - 1): true});
        }
        if draw.flag(0.3) {
            add_on["available_for"] = json!({paid[0].clone(): true});
        }
        if draw.flag(0.5) {
            add_on["features"] = json!({"b": true});
            add_on["extends"] = json!({"b": draw.money(0.0, 50.0)});
        }
        let by_segment = |draw: &mut Draw, low, high| -> Map<String, Value> {
            segments.iter().map(|id| (id.clone(), draw.perhaps(low, high).into())).collect()
        };
        if draw.flag(0.7) {
            add_on["attach"] = by_segment(draw, 0.0, 1.0).into();
        }
        if draw.flag(0.3) {
            add_on["values"] = by_segment(draw, -20.0, 90.0).into();
        }
        if draw.flag(0.3) {
            add_on["observed"] = json!({"charges": charges(draw), "annual_discount": "0.1", "features": {}});
        }
        if draw.flag(0.2) {
            add_on["contact_sales"] = true.into();
        }
        add_ons.insert(format!("d{at}"), add_on);
    }
    add_ons
}

/// Coupons of every kind; their shares leave some without one.
pub fn coupons(draw: &mut Draw, plans: &[String], segments: &[String]) -> Value {
    let mut coupons = Map::new();
    for at in 0..draw.pick(4) {
        let off = match draw.flag(0.5) {
            true => json!({"kind": "share", "share": draw.money(0.0, 1.0)}),
            false => json!({"kind": "amount", "amount": draw.money(0.0, 90.0)}),
        };
        let lasts = match draw.pick(3) {
            0 => json!({"for": "once"}),
            1 => json!({"for": "months", "months": 1 + draw.pick(30)}),
            _ => json!({"for": "forever"}),
        };
        let share: Map<String, Value> =
            segments.iter().map(|id| (id.clone(), draw.perhaps(0.0, 0.33).into())).collect();
        let mut coupon = json!({"name": format!("Coupon {at}"), "off": off, "lasts": lasts, "share": share});
        if draw.flag(0.3) {
            coupon["plans"] = json!({plans[draw.pick(plans.len())].clone(): true});
        }
        if draw.flag(0.4) {
            let from = draw.month(30);
            coupon["until"] = later(&from, 1 + draw.pick(20)).into();
            coupon["from"] = from.into();
        }
        coupons.insert(format!("k{at}"), coupon);
    }
    coupons.into()
}

/// One or two price books, with rates that move.
pub fn books(draw: &mut Draw, paid: &[String], segments: &[String]) -> Value {
    let mut books = Map::new();
    for at in 0..=draw.pick(2) {
        let share: Map<String, Value> = segments.iter().map(|id| (id.clone(), draw.perhaps(0.0, 0.5).into())).collect();
        let currency = ["EUR", "JPY", "GBP"][draw.pick(3)];
        let mut book = json!({
            "name": "Book", "currency": currency, "rate": draw.driver(0.5, 2.0),
            "factor": draw.money(0.5, 2.0), "share": share,
        });
        if draw.flag(0.4) {
            book["plans"] = json!({paid[0].clone(): charges(draw)});
        }
        books.insert(format!("b{at}"), book);
    }
    books.into()
}

pub fn negotiated(draw: &mut Draw, plans: &[String]) -> Value {
    let mean = draw.perhaps(0.0, 0.9);
    let mut negotiated = json!({"mean": mean, "spread": draw.perhaps(0.0, widest_discount(mean))});
    if draw.flag(0.3) {
        negotiated["plans"] = json!({plans[0].clone(): true});
    }
    negotiated
}
