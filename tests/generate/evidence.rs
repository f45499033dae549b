//! This file draws what is known of willingness to pay, and competitors.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Draw;

/// Up to three findings of any kind.
pub fn evidence(draw: &mut Draw, base: &Value) -> Value {
    let ids = |of: &str| base[of].as_object().expect("a map").keys().cloned().collect::<Vec<_>>();
    let collections = [("plan", ids("plans")), ("segment", ids("segments")), ("meter", ids("meters"))];
    let mut all = Map::new();
    for at in 0..draw.pick(4) {
        let kind = ["experiment", "van_westendorp", "gabor_granger", "historic", "conjoint"][draw.pick(5)];
        let mut finding = json!({"kind": kind, "name": "Finding", "source": "made"});
        for (key, ids) in &collections {
            if draw.flag(0.5) {
                finding[*key] = ids[draw.pick(ids.len())].clone().into();
            }
        }
        if draw.flag(0.5) {
            let segments = &collections[1].1;
            finding["used"] = json!({ segments[draw.pick(segments.len())].clone(): -draw.perhaps(0.0, 3.0) });
        }
        if draw.flag(0.5) {
            finding["date"] = draw.month(20).into();
        }
        let price = draw.between(1.0, 100.0);
        match kind {
            "experiment" => {
                let fields = json!({
                    "price_low": price, "price_high": price + draw.between(0.1, 50.0), "users_low": draw.between(10.0, 1e4),
                    "users_high": draw.between(10.0, 1e4), "revenue_low": draw.between(1.0, 1e5),
                    "revenue_high": draw.between(1.0, 1e5), "conversions_low": draw.between(0.0, 10.0),
                });
                finding.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
            }
            "van_westendorp" => {
                let people = (0..=draw.pick(5)).map(|one| {
                    let cheap = price + one as f64;
                    format!("{price}\t{cheap}\t{}\t{}\t4\t2\tG", cheap + draw.unit(), cheap + 2.0)
                });
                finding["rows"] = people.collect::<Vec<_>>().join("\n").into();
            }
            "gabor_granger" => {
                finding["rows"] = format!("{price}\t{}\t60\n{}\t12\t60", draw.pick(60), price * 2.0).into()
            }
            "historic" => {
                finding["rows"] = format!("2026-01\t{price}\t100\t9\n2026-02\t{}\t100\t7", price + 1.0).into()
            }
            _ => finding["rows"] = format!("Price: 10\tPrice: 20\tnone\n{}\t-1\t0", draw.unit()).into(),
        }
        all.insert(format!("e{at}"), finding);
    }
    all.into()
}

/// Up to two competitors, known to some segments.
pub fn competitors(draw: &mut Draw, base: &Value) -> Value {
    let mut all = Map::new();
    for at in 0..draw.pick(3) {
        let (mut values, mut prices) = (Map::new(), Map::new());
        for segment in
            base["segments"].as_object().expect("a map").keys().filter(|_| draw.flag(0.7)).cloned().collect::<Vec<_>>()
        {
            values.insert(segment.clone(), draw.between(-20.0, 200.0).into());
            if draw.flag(0.3) {
                prices.insert(segment, draw.driver(0.0, 100.0));
            }
        }
        let mut rival = json!({"name": "Rival", "price": draw.driver(0.0, 100.0), "prices": prices, "values": values});
        if let Some(meter) = base["meters"].as_object().and_then(|all| all.keys().next()).filter(|_| draw.flag(0.3)) {
            rival["meter"] = meter.clone().into();
        }
        all.insert(format!("r{at}"), rival);
    }
    all.into()
}
