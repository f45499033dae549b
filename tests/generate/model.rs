//! This file draws a base model.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Draw;
use super::policy::capped;
use super::policy::price_changes;
use super::sold::add_ons;
use super::sold::books;
use super::sold::coupons;
use super::sold::negotiated;
use super::sold::plan;

/// A model of 1 to 4 paid plans, perhaps a free one, and 1 to 3 segments.
pub fn model(draw: &mut Draw) -> Value {
    let paid: Vec<String> = (0..=draw.pick(4)).map(|at| format!("p{at}")).collect();
    let mut plans = paid.clone();
    if draw.flag(0.4) {
        plans.push("free".into());
    }
    let segments: Vec<String> = (0..=draw.pick(3)).map(|at| format!("s{at}")).collect();
    let add_ons = add_ons(draw, &paid, &segments);
    let listed: Map<String, Value> = plans.iter().map(|id| (id.clone(), plan(draw, id, &paid))).collect();
    let markets: Map<String, Value> = segments.iter().map(|id| (id.clone(), segment(draw, &plans))).collect();
    let mut model = json!({
        "meters": {
            "seats": {"name": "seats", "unit": "seat", "kind": "licence"},
            "calls": {"name": "calls", "unit": "call", "kind": "usage"},
        },
        "features": {
            "a": {"name": "A", "group": ""},
            "b": {"name": "B", "group": "", "kind": "number", "unit": "GB", "description": "How much"},
        },
        "plans": listed,
        "segments": markets,
        "channels": channels(draw, &segments),
        "rollout": capped(draw, "2027-01", &paid),
        "price_changes": price_changes(draw, &paid),
        "costs": costs(draw),
        "finance": {
            "opening_cash": draw.money(0.0, 1e6),
            "opening_receivables": if draw.flag(0.3) { draw.money(0.0, 1e5) } else { "0".into() },
            "collection_months": draw.pick(7),
            "discount_rate": draw.perhaps(0.0, 0.3),
        },
        "opening": opening(draw, &plans, &segments),
    });
    if draw.flag(0.4) {
        model["coupons"] = coupons(draw, &paid, &segments);
    }
    if draw.flag(0.3) {
        model["books"] = books(draw, &paid, &segments);
    }
    if !add_ons.is_empty() {
        model["add_ons"] = add_ons.into();
    }
    model
}

fn usage(draw: &mut Draw, mean: f64) -> Value {
    json!({
        "mean": draw.between(1.0, mean),
        "spread": draw.perhaps(0.1, 1.5),
        "growth": draw.perhaps(-0.4, 0.3),
        "every": 12 - draw.pick(12),
    })
}

fn segment(draw: &mut Draw, plans: &[String]) -> Value {
    let shares = draw.shares(plans.len());
    let mix: Map<String, Value> = plans.iter().cloned().zip(shares.into_iter().map(Value::from)).collect();
    let churn = draw.between(0.0, 0.3);
    let retention = match draw.pick(3) {
        0 => json!({"curve": "constant", "churn_monthly": churn}),
        1 => json!({"curve": "sbg", "alpha": draw.between(0.1, 3.0), "beta": draw.between(0.2, 30.0)}),
        _ => json!({"curve": "table", "survival": [1.0, 0.9, 0.85, 0.85, 0.8 - churn / 10.0]}),
    };
    let mut segment = json!({
        "name": "Segment",
        "usage": {"seats": usage(draw, 60.0), "calls": usage(draw, 3000.0)},
        "conversion": draw.driver(0.0, 0.4),
        "mix": mix,
        "elasticity": -draw.perhaps(0.0, 3.0),
        "nesting": draw.between(0.1, 1.0),
        "annual_share": draw.driver(0.0, 1.0),
        "values": {"a": draw.perhaps(-5.0, 40.0), "b": draw.perhaps(-5.0, 40.0)},
        "retention": retention,
        "churn_level": if draw.flag(0.5) { draw.driver(0.3, 2.0) } else { json!(1) },
        "failed_payments": draw.perhaps(0.0, 0.1),
        "unrecovered": draw.between(0.0, 1.0),
        "reactivation": draw.perhaps(0.0, 0.2),
        "switching": draw.perhaps(0.0, 0.5),
        "attention": if draw.flag(0.3) { draw.driver(0.0, 2.0) } else { json!(1) },
        "loyalty": if draw.flag(0.3) { draw.driver(0.0, 1.0) } else { json!(0) },
        "cutting": if draw.flag(0.4) { draw.driver(0.0, 1.5) } else { json!(0) },
        "free_conversion": draw.perhaps(0.0, 0.1),
        "free_churn": draw.perhaps(0.0, 0.2),
    });
    if draw.flag(0.3) {
        segment["negotiated"] = negotiated(draw, plans);
    }
    segment
}

fn channels(draw: &mut Draw, segments: &[String]) -> Value {
    let mut channels = Map::new();
    for at in 0..=draw.pick(2) {
        let source = if draw.flag(0.5) {
            json!({
                "kind": "paid", "spend": draw.driver(0.0, 5e4), "reference_spend": draw.between(1e3, 5e4),
                "reference_prospects": draw.between(1.0, 900.0), "saturation": draw.perhaps(0.0, 4.0),
            })
        } else {
            json!({"kind": "organic", "prospects": draw.driver(0.0, 500.0)})
        };
        let shares = draw.shares(segments.len());
        let split: Map<String, Value> = segments.iter().cloned().zip(shares.into_iter().map(Value::from)).collect();
        channels.insert(format!("ch{at}"), json!({"name": "Channel", "source": source, "split": split}));
    }
    channels.into()
}

fn costs(draw: &mut Draw) -> Value {
    json!({
        "cogs": {
            "share": {"name": "Share", "basis": {"per": "revenue", "share": draw.driver(0.0, 0.3)}},
            "head": {"name": "Head", "basis": {"per": "customer", "amount": draw.driver(0.0, 20.0)}},
            "free": {"name": "Free", "basis": {"per": "free", "amount": draw.driver(0.0, 1.0)}},
            "seat": {"name": "Seat", "basis": {"per": "unit", "meter": "seats", "amount": draw.driver(0.0, 3.0)}},
            "call": {"name": "Call", "basis": {"per": "unit", "meter": "calls", "amount": draw.driver(0.0, 0.01)}},
        },
        "payment_share": draw.perhaps(0.0, 0.05),
        "payment_fixed": draw.perhaps(0.0, 0.5),
        "fixed": {
            "sales": {"name": "Sales", "department": "sales", "amount": draw.driver(0.0, 1e5)},
            "research": {"name": "Research", "department": "research", "amount": draw.driver(0.0, 1e5)},
            "general": {"name": "General", "department": "general", "amount": draw.driver(0.0, 1e5)},
        },
    })
}

fn opening(draw: &mut Draw, plans: &[String], segments: &[String]) -> Value {
    let mut vintages = Map::new();
    for at in 0..draw.pick(6) {
        let plan = &plans[draw.pick(plans.len())];
        let annual = plan != "free" && draw.flag(0.5);
        let from = draw.pick(60);
        let vintage = json!({
            "segment": segments[draw.pick(segments.len())],
            "plan": plan,
            "interval": if annual { "annual" } else { "monthly" },
            "age_from": from,
            "age_to": from + draw.pick(40),
            "customers": draw.between(0.0, 5000.0),
        });
        vintages.insert(format!("v{at}"), vintage);
    }
    vintages.into()
}
