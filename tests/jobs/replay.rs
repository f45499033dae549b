//! This file turns a template into the workspace a published figure was seen in, and reads its projection.

use planwright::projection::Projection;
use planwright::projection::Scope;
use planwright::projection::metric;
use planwright::workspace::Workspace;
use planwright::workspace::check_value;
use planwright::workspace::template;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;
use serde_json::json;

/// A template with some values of its document set, by JSON Pointer; a missing last step is added.
pub fn changed(name: &str, edits: &[(&str, Value)]) -> Workspace {
    let mut document = serde_json::to_value(template(name).unwrap().open()).unwrap();
    document["assumptions"] = json!({});
    for (path, value) in edits {
        let (holder, key) = path.rsplit_once('/').unwrap();
        let holder = document.pointer_mut(holder).unwrap_or_else(|| panic!("{holder} of {name}"));
        holder[key.replace("~1", "/")] = value.clone();
    }
    check_value(&document).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A template in which nobody comes, leaves by habit, grows or minds a price: only prices and the `opening` book act.
pub fn still(name: &str, opening: Value, edits: &[(&str, Value)]) -> Workspace {
    let base = template(name).unwrap().open().base;
    let mut all = vec![("/base/opening".to_owned(), opening), ("/base/rollout/attention".to_owned(), json!(0))];
    for id in base.price_changes.keys() {
        all.push((format!("/base/price_changes/{id}/attention"), json!(0)));
    }
    for id in base.channels.keys() {
        all.push((format!("/base/channels/{id}/source"), json!({"kind": "organic", "prospects": 0})));
    }
    for (id, segment) in &base.segments {
        let of = |field: &str| format!("/base/segments/{id}/{field}");
        all.push((of("retention"), json!({"curve": "constant", "churn_monthly": 0})));
        all.extend(["failed_payments", "reactivation", "switching"].map(|field| (of(field), json!(0))));
        for meter in segment.usage.keys() {
            all.push((of(&format!("usage/{meter}/growth")), json!(0)));
            all.push((of(&format!("usage/{meter}/spread")), json!(0)));
        }
    }
    let all: Vec<_> = all.iter().map(|(path, value)| (path.as_str(), value.clone())).collect();
    changed(name, &[&all[..], edits].concat())
}

/// A metric of the whole business in month `t`.
pub fn at(projection: &Projection, id: &str, t: usize) -> Decimal {
    projection.value(metric(id).unwrap(), t, Scope::All).unwrap_or_else(|| panic!("{id} in month {t}"))
}

/// A metric summed over months `from..to`, of a part of the business.
pub fn sum(projection: &Projection, id: &str, scope: Scope, from: usize, to: usize) -> f64 {
    let months = projection.series(metric(id).unwrap(), scope);
    months[from..to].iter().map(|value| value.unwrap().to_f64().unwrap()).sum()
}

/// Whether `value` is within the share `tolerance` of `expected`.
pub fn near(value: f64, expected: f64, tolerance: f64) -> bool {
    (value / expected - 1.0).abs() <= tolerance
}
