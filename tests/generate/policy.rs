//! This file draws what a price change means for the customers there are, and dated price changes.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Draw;
use super::draw::later;
use super::sold::charges;

/// What existing customers get from `from` on; prices of offers are those of `paid` plans.
pub fn policy(draw: &mut Draw, from: &str, paid: &[String]) -> Value {
    let mut policy = Map::new();
    let existing = ["keep", "renewal", "date", "notice", "steps", "offers"][draw.pick(6)];
    policy.insert("existing".into(), existing.into());
    policy.insert("attention".into(), draw.between(0.0, 1.0).into());
    match existing {
        "date" => {
            policy.insert("date".into(), later(from, draw.pick(10)).into());
        }
        "notice" => {
            policy.insert("notice".into(), (1 + draw.pick(9)).into());
        }
        "steps" => {
            policy.insert("steps".into(), (2 + draw.pick(3)).into());
            policy.insert("every".into(), (1 + draw.pick(13)).into());
        }
        "offers" => {
            let offers = (0..=draw.pick(3)).map(|at| (format!("o{at}"), path(draw, from, paid)));
            policy.insert("offers".into(), offers.collect::<Map<String, Value>>().into());
        }
        _ => {}
    }
    policy.into()
}

/// No stage, or up to two, perhaps binding.
fn path(draw: &mut Draw, from: &str, paid: &[String]) -> Value {
    let (mut stages, mut until) = (Map::new(), from.to_owned());
    for at in 0..draw.pick(3) {
        until = later(&until, 1 + draw.pick(14));
        let priced: Map<String, Value> =
            paid.iter().skip(draw.pick(paid.len())).map(|plan| (plan.clone(), charges(draw))).collect();
        stages.insert(format!("y{at}"), json!({"until": until, "plans": priced}));
    }
    json!({"name": "Offer", "lock": draw.flag(0.3), "stages": stages})
}

/// The policy of the list, perhaps with a cap on the rises of a customer list.
pub fn capped(draw: &mut Draw, from: &str, paid: &[String]) -> Value {
    let mut policy = grouped(draw, from, paid);
    if draw.flag(0.2) {
        policy["cap"] = ["0", "0.1", "2.5"][draw.pick(3)].into();
    }
    policy
}

/// A policy with up to two groups who get something else.
pub fn grouped(draw: &mut Draw, from: &str, paid: &[String]) -> Value {
    let mut policy = policy(draw, from, paid);
    if policy["existing"] == "date" || draw.flag(0.3) {
        policy["from"] = from.into();
    }
    let groups = groups(draw, from, paid);
    if !groups.is_empty() {
        policy["groups"] = groups.into();
    }
    policy
}

fn groups(draw: &mut Draw, from: &str, paid: &[String]) -> Map<String, Value> {
    let mut groups = Map::new();
    for at in 0..draw.pick(3) {
        let mut who = Map::new();
        if draw.flag(0.2) {
            who.insert("plans".into(), json!({ &paid[draw.pick(paid.len())]: true }));
        }
        if draw.flag(0.2) {
            who.insert("segments".into(), json!({ "s0": draw.flag(0.7) }));
        }
        if draw.flag(0.5) {
            let least = draw.between(0.0, 30.0);
            let meter = if draw.flag(0.2) { "calls" } else { "seats" };
            who.insert(
                "size".into(),
                match draw.pick(3) {
                    0 => json!({"meter": meter, "to": least}),
                    1 => json!({"meter": meter, "from": least}),
                    _ => json!({"meter": meter, "from": least, "to": least + draw.between(0.0, 40.0)}),
                },
            );
        }
        if draw.flag(0.4) {
            let least = draw.pick(40);
            who.insert("tenure".into(), if draw.flag(0.5) { json!({"from": least}) } else { json!({"to": least}) });
        }
        let mut group = policy(draw, from, paid);
        group["name"] = "Group".into();
        group["who"] = who.into();
        groups.insert(format!("g{at}"), group);
    }
    groups
}

pub fn price_changes(draw: &mut Draw, paid: &[String]) -> Value {
    let mut months: Vec<String> = (0..draw.pick(3)).map(|_| draw.month(40)).collect();
    months.sort();
    let mut changes = Map::new();
    for (at, from) in months.iter().enumerate() {
        let mut priced = Map::new();
        for plan in paid.iter().skip(draw.pick(paid.len())) {
            priced.insert(plan.clone(), charges(draw));
        }
        let mut change = grouped(draw, from, paid);
        change["name"] = "Change".into();
        change["from"] = from.clone().into();
        if draw.flag(0.4) {
            let offered: Map<String, Value> = priced.keys().map(|plan| (plan.clone(), charges(draw))).collect();
            change["offer"] = json!({"until": later(from, 1 + draw.pick(14)), "plans": offered});
        }
        change["plans"] = priced.into();
        changes.insert(format!("x{at}"), change);
    }
    changes.into()
}
