//! This file draws scenarios: a price change, a dated one on top of it, and one that starts from another.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Draw;
use super::policy::capped;
use super::sold::charges;
use super::sold::coupons;

/// None to two scenarios, `a` and `b`, over the base `model`.
pub fn scenarios(draw: &mut Draw, model: &Value) -> Value {
    let mut scenarios = Map::new();
    for (at, id) in ["a", "b"].into_iter().enumerate().take(draw.pick(3)) {
        let mut levers = Map::new();
        if draw.flag(0.7) {
            levers.insert("list".into(), lever(prices(draw, model), None, draw.flag(0.9)));
        }
        if draw.flag(0.5) {
            let from = draw.month(30);
            levers.insert("dated".into(), lever(dated(draw), Some(from), true));
        }
        let mut scenario = json!({"name": id, "colour": "s1", "note": "", "levers": levers});
        if at == 1 && draw.flag(0.5) {
            scenario["parent"] = "a".into();
        }
        scenarios.insert(id.into(), scenario);
    }
    scenarios.into()
}

/// Lets competitors move, enter and leave in the scenarios over the base `model`.
pub fn compete(draw: &mut Draw, scenarios: &mut Value, model: &Value) {
    for (id, scenario) in scenarios.as_object_mut().expect("a map") {
        let mut overrides = Map::new();
        if model.pointer("/competitors/r0").is_some() && draw.flag(0.5) {
            overrides.insert("/competitors/r0/price".into(), draw.driver(0.0, 100.0));
        }
        // Nothing is built on `b`.
        if id == "b" && model.pointer("/competitors/r1").is_some() && draw.flag(0.3) {
            overrides.insert("/competitors/r1".into(), Value::Null);
        }
        if draw.flag(0.3) {
            let entrant = json!({"name": "Entrant", "price": draw.driver(0.0, 100.0), "values": {"s0": draw.between(0.0, 200.0)}});
            overrides.insert("/competitors/entrant".into(), entrant);
        }
        let from =
            draw.flag(0.5).then(|| draw.month(30)).filter(|_| overrides.keys().all(|path| path.ends_with("/price")));
        if !overrides.is_empty() {
            scenario["levers"]["market"] = lever(overrides.into(), from, true);
        }
    }
}

fn lever(overrides: Value, from: Option<String>, on: bool) -> Value {
    let mut lever = json!({"name": "Lever", "on": on, "overrides": overrides});
    if let Some(from) = from {
        lever["from"] = from.into();
    }
    lever
}

fn prices(draw: &mut Draw, model: &Value) -> Value {
    let mut overrides = Map::new();
    overrides.insert("/plans/p0/charges".into(), charges(draw));
    if draw.flag(0.5) {
        let from = draw.month(20);
        overrides.insert("/rollout".into(), capped(draw, &from, &["p0".into()]));
    }
    if draw.flag(0.5) {
        overrides.insert("/plans/p0/features/a".into(), draw.flag(0.5).into());
    }
    if draw.flag(0.2) && model["plans"].get("p1").is_some() {
        overrides.insert("/plans/p1/annual_discount".into(), "0.25".into());
        overrides.insert("/plans/p1/closed".into(), draw.month(30).into());
        if draw.flag(0.5) && model["plans"]["p0"]["free"] != json!(true) && model["plans"]["p1"]["free"] != json!(true)
        {
            overrides.insert("/plans/p1/successor".into(), "p0".into());
        }
    }
    if model.pointer("/add_ons/d0").is_some() && draw.flag(0.5) {
        overrides.insert("/add_ons/d0/charges".into(), charges(draw));
        overrides.insert("/add_ons/d0/attach/s0".into(), draw.between(0.0, 1.0).into());
    }
    if draw.flag(0.3) {
        let bought = json!({"name": "Bought", "charges": charges(draw), "features": {"b": true}});
        overrides.insert("/add_ons/bought".into(), bought);
        overrides.insert("/plans/p0/limits/b".into(), "7.5".into());
    }
    if draw.flag(0.3) {
        let segments: Vec<String> = model["segments"].as_object().expect("segments").keys().cloned().collect();
        overrides.insert("/coupons".into(), coupons(draw, &["p0".into()], &segments));
    }
    if draw.flag(0.4) {
        let new = json!({
            "name": "New", "free": false, "charges": charges(draw), "annual_discount": "0", "features": {},
            "churn_factor": 1, "like": "p0",
        });
        overrides.insert("/plans/new".into(), new);
    }
    overrides.into()
}

fn dated(draw: &mut Draw) -> Value {
    let mut overrides = Map::new();
    if draw.flag(0.6) {
        overrides.insert("/plans/p0/charges".into(), charges(draw));
    }
    overrides.insert("/segments/s0/churn_level".into(), draw.driver(0.5, 1.5));
    overrides.insert("/segments/s0/conversion".into(), draw.driver(0.0, 0.3));
    overrides.insert("/costs/cogs/head/basis/amount".into(), draw.driver(0.0, 9.0));
    overrides.into()
}
