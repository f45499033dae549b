//! This file makes a random model that means something.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Dice;

const METERS: [(&str, &str); 3] = [("seats", "licence"), ("events", "usage"), ("channels", "licence")];
const FEATURES: [&str; 4] = ["sso", "audit", "api", "export"];

/// A model with so many plans, segments and channels.
pub fn model(dice: &mut Dice, plans: usize, segments: usize, channels: usize) -> Value {
    let free = plans > 1 && dice.once_in(2);
    let ids = |noun: &str, n: usize| (0..n).map(|at| format!("{noun}{at}")).collect::<Vec<_>>();
    let (plans, segments, channels) = (ids("plan", plans), ids("segment", segments), ids("channel", channels));
    let each = |ids: &[String], mut made: Box<dyn FnMut(usize) -> Value + '_>| {
        ids.iter().enumerate().map(|(at, id)| (id.clone(), made(at))).collect::<Map<_, _>>()
    };
    let meters: Map<_, _> =
        METERS.iter().map(|(id, kind)| ((*id).into(), json!({"name": id, "unit": id, "kind": kind}))).collect();
    let features: Map<_, _> = FEATURES.iter().map(|id| ((*id).into(), json!({"name": id, "group": ""}))).collect();
    let all = each(&plans, Box::new(|at| plan(dice, free && at == 0)));
    let buyers = each(&segments, Box::new(|_| segment(dice, &plans)));
    let sources = each(&channels, Box::new(|_| channel(dice, &segments)));
    let paid = &plans[usize::from(free)..];
    let changes: Map<_, _> = (0..dice.below(3)).map(|at| (format!("change{at}"), change(dice, at, paid))).collect();
    let opening: Map<_, _> =
        (0..dice.below(6)).map(|at| (format!("vintage{at}"), vintage(dice, &segments, &plans, free))).collect();
    json!({
        "meters": meters, "features": features, "plans": all, "segments": buyers, "channels": sources,
        "rollout": policy(dice, json!({"from": "2030-01"})), "price_changes": changes, "costs": costs(dice),
        "finance": {
            "opening_cash": dice.money(1_000_000), "opening_receivables": dice.money(10_000),
            "collection_months": dice.below(7), "discount_rate": dice.between(0.0, 0.3),
        },
        "opening": opening,
    })
}

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
        let within = planwright::shape::driver(planwright::shape::Unit::Plain, low, high);
        if !planwright::shape::verify(&made, &within, "").is_empty() {
            made["season"] = json!(null);
        }
    }
    made
}

/// A charge of any price model.
pub fn charge(dice: &mut Dice) -> Value {
    let meter = dice.pick(&METERS).0;
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

fn charges(dice: &mut Dice) -> Value {
    let made: Map<_, _> = (0..=dice.below(2)).map(|at| (format!("charge{at}"), charge(dice))).collect();
    Value::Object(made)
}

fn plan(dice: &mut Dice, free: bool) -> Value {
    let mut contained = || FEATURES.iter().map(|id| ((*id).into(), json!(dice.once_in(2)))).collect::<Map<_, _>>();
    let (features, before) = (contained(), contained());
    let mut plan = json!({
        "name": "Plan", "free": free, "charges": if free { json!({}) } else { charges(dice) },
        "annual_discount": dice.pick(&["0", "0.1", "0.1666"]), "features": features, "churn_factor": dice.between(0.5, 1.5),
    });
    if !free && dice.once_in(3) {
        plan["observed"] = json!({"charges": charges(dice), "annual_discount": "0.2", "features": before});
    }
    if !free && dice.once_in(4) {
        plan["minimum"] = json!("5");
        plan["maximum"] = json!("5000");
    }
    plan
}

fn segment(dice: &mut Dice, plans: &[String]) -> Value {
    let mix: Map<_, _> = plans.iter().cloned().zip(dice.shares(plans.len()).into_iter().map(Value::from)).collect();
    let usage: Map<_, _> = METERS
        .iter()
        .map(|(id, _)| {
            let growth = dice.between(-0.2, 0.3);
            let every = 1 + dice.below(12);
            ((*id).into(), json!({"mean": dice.between(0.0, 50.0), "spread": dice.between(0.0, 2.0), "growth": growth, "every": every}))
        })
        .collect();
    let retention = match dice.below(3) {
        0 => json!({"curve": "constant", "churn_monthly": dice.between(0.0, 0.2)}),
        1 => json!({"curve": "sbg", "alpha": dice.between(0.1, 3.0), "beta": dice.between(0.1, 9.0)}),
        _ => json!({"curve": "table", "survival": [1, 0.9, 0.85]}),
    };
    json!({
        "name": "Segment", "usage": usage, "conversion": driver(dice, 0.0, 0.3), "mix": mix,
        "elasticity": dice.between(-4.0, 0.0), "nesting": dice.between(0.05, 1.0), "annual_share": driver(dice, 0.0, 1.0),
        "values": {"sso": dice.between(-5.0, 30.0)}, "retention": retention, "churn_level": driver(dice, 0.0, 2.0),
        "failed_payments": dice.between(0.0, 0.1), "unrecovered": dice.between(0.0, 1.0),
        "reactivation": dice.between(0.0, 0.1), "switching": dice.between(0.0, 0.5),
        "free_conversion": dice.between(0.0, 0.1), "free_churn": dice.between(0.0, 0.2),
    })
}

fn channel(dice: &mut Dice, segments: &[String]) -> Value {
    let split: Map<_, _> =
        segments.iter().cloned().zip(dice.shares(segments.len()).into_iter().map(Value::from)).collect();
    let source = match dice.once_in(2) {
        true => json!({"kind": "organic", "prospects": driver(dice, 0.0, 5000.0)}),
        false => json!({
            "kind": "paid", "spend": driver(dice, 0.0, 50_000.0), "reference_spend": dice.between(100.0, 20_000.0),
            "reference_prospects": dice.between(0.0, 2000.0), "saturation": dice.between(0.0, 3.0),
        }),
    };
    json!({"name": "Channel", "source": source, "split": split})
}

fn policy(dice: &mut Dice, mut made: Value) -> Value {
    let existing = dice.pick(&["keep", "renewal", "date"]);
    made["existing"] = json!(existing);
    made["attention"] = json!(dice.between(0.0, 1.0));
    if existing == "date" {
        made["date"] = json!("2039-06");
    }
    made
}

fn change(dice: &mut Dice, at: usize, paid: &[String]) -> Value {
    let mut made = policy(dice, json!({"name": "Change", "from": format!("203{}-04", at + 1)}));
    let plans = |dice: &mut Dice| Value::Object(Map::from_iter([(dice.pick(paid), charges(dice))]));
    made["plans"] = plans(dice);
    if dice.once_in(2) {
        made["offer"] = json!({"until": "2038-01", "plans": plans(dice)});
    }
    made
}

fn vintage(dice: &mut Dice, segments: &[String], plans: &[String], free: bool) -> Value {
    let plan = dice.pick(plans);
    let annual = !(free && plan == plans[0]) && dice.once_in(2);
    let age = dice.below(40);
    json!({
        "segment": dice.pick(segments), "plan": plan, "interval": if annual { "annual" } else { "monthly" },
        "age_from": age, "age_to": age + dice.below(40), "customers": dice.between(0.0, 2000.0),
    })
}

fn costs(dice: &mut Dice) -> Value {
    json!({
        "cogs": {
            "fees": {"name": "Fees", "basis": {"per": "revenue", "share": driver(dice, 0.0, 0.2)}},
            "support": {"name": "Support", "basis": {"per": "customer", "amount": driver(dice, 0.0, 5.0)}},
            "trials": {"name": "Trials", "basis": {"per": "free", "amount": driver(dice, 0.0, 0.5)}},
            "hosting": {"name": "Hosting", "basis": {"per": "unit", "meter": "events", "amount": driver(dice, 0.0, 0.1)}},
        },
        "payment_share": dice.between(0.0, 0.05), "payment_fixed": dice.between(0.0, 1.0),
        "fixed": {
            "team": {"name": "Team", "department": dice.pick(&["sales", "research", "general"]), "amount": driver(dice, 0.0, 90_000.0)},
        },
    })
}
