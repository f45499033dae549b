//! This file draws a base model.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use planwright::pricing::widest_discount;

use super::Draw;
use super::charge::charge;

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

/// None to three add-ons, each of which may need the first or exclude the one before.
fn add_ons(draw: &mut Draw, paid: &[String], segments: &[String]) -> Map<String, Value> {
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

fn plan(draw: &mut Draw, id: &str, paid: &[String]) -> Value {
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
fn books(draw: &mut Draw, paid: &[String], segments: &[String]) -> Value {
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

fn negotiated(draw: &mut Draw, plans: &[String]) -> Value {
    let mean = draw.perhaps(0.0, 0.9);
    let mut negotiated = json!({"mean": mean, "spread": draw.perhaps(0.0, widest_discount(mean))});
    if draw.flag(0.3) {
        negotiated["plans"] = json!({plans[0].clone(): true});
    }
    negotiated
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

fn later(month: &str, by: usize) -> String {
    let year: usize = month[..4].parse().expect("a month");
    let of_year: usize = month[5..].parse().expect("a month");
    super::draw::month(year * 12 + of_year - 1 - (2026 * 12 + 10) + by)
}

fn price_changes(draw: &mut Draw, paid: &[String]) -> Value {
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
