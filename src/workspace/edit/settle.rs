//! This file mends what a removal leaves behind: references that lead nowhere, shares that no longer sum to 1.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::draft::Draft;
use super::set::spread;
use crate::workspace::path;
use crate::workspace::path::within;
use crate::workspace::place::sums_to_one;
use crate::workspace::reference::dangling;
use crate::workspace::stage;

/// How often mending may call for more mending before the rest is left to the check, which names it.
const ROUNDS: usize = 6;

/// A new value of a model by path; `None` takes out.
type Mend = (String, Option<Value>);

impl Draft {
    /// Mends the base and every scenario, those that start from another after it.
    pub fn settle(&mut self) {
        for _ in 0..ROUNDS {
            for (path, value) in mends(&self.base) {
                match value {
                    Some(value) => path::set(self.base_mut(), &path, value),
                    None => path::remove(self.base_mut(), &path),
                };
            }
        }
        for id in self.in_order() {
            self.drop_lost(&id, "");
            for _ in 0..ROUNDS {
                let mends = mends(&self.effective(Some(&id)));
                let mended = mends.into_iter().filter(|(path, value)| match value {
                    Some(value) => self.set(Some(&id), path, value.clone()).is_ok(),
                    None => self.remove_override(&id, path).is_ok(),
                });
                if mended.count() == 0 {
                    break;
                }
            }
        }
    }

    /// Drops the overrides inside `path` that lead nowhere now.
    pub fn drop_lost_overrides(&mut self, path: &str) {
        for id in self.in_order() {
            self.drop_lost(&id, path);
        }
    }

    fn drop_lost(&mut self, id: &str, inside: &str) {
        let chain = self.workspace.chain(Some(id));
        let mut model = Value::clone(&self.base);
        let mut lost = Vec::new();
        for change in stage::changes(&chain) {
            for (path, value) in change.overrides {
                let put = stage::put(&mut model, path, value, false);
                if put.is_err() && change.scenario == id && within(path, inside) {
                    lost.push((change.lever.to_owned(), path.clone()));
                }
            }
        }
        let Some(scenario) = self.workspace.scenarios.get_mut(id) else { return };
        for (lever, path) in lost {
            if let Some(lever) = scenario.levers.get_mut(&lever) {
                lever.overrides.shift_remove(&path);
            }
        }
    }
}

/// What mends a model: shares of what is gone are spread over what is left, all else that leads nowhere goes.
fn mends(model: &Value) -> Vec<Mend> {
    let mut mends: Vec<Mend> = Vec::new();
    for lost in dangling(model) {
        let parent = lost.path.rfind('/').map_or("", |at| &lost.path[..at]);
        let mend = match (model.pointer(parent), model[lost.collection].as_object()) {
            // A group that asked for a size in a meter is not one of customers of any size.
            _ if lost.holder.ends_with("/who/size") => (lost.holder.replace("/who/size", ""), None),
            (Some(Value::Object(shares)), Some(known)) if sums_to_one(parent) => {
                (parent.to_owned(), Some(Value::Object(whole(shares, known))))
            }
            _ => (lost.holder, None),
        };
        if !mends.contains(&mend) {
            mends.push(mend);
        }
    }
    if let Some(rollout) = model.get("rollout") {
        policies("/rollout", rollout, &mut mends);
    }
    for (id, change) in objects(model.get("price_changes")) {
        let path = format!("/price_changes/{id}");
        if empty(change.get("plans")) {
            mends.push((path, None));
            continue;
        }
        if empty(change.pointer("/offer/plans")) {
            mends.push((format!("{path}/offer"), None));
        }
        policies(&path, change, &mut mends);
    }
    for (id, add_on) in model.get("add_ons").and_then(Value::as_object).into_iter().flatten() {
        let plans = add_on.get("available_for").and_then(Value::as_object);
        if plans.is_some_and(|plans| plans.values().all(|fits| fits.as_bool() != Some(true))) {
            mends.push((format!("/add_ons/{id}"), None));
        }
    }
    let named = |of: &Value| {
        let plans = of.get("plans").and_then(Value::as_object);
        plans.is_none_or(|plans| plans.values().any(|named| named.as_bool() == Some(true)))
    };
    for (id, coupon) in model.get("coupons").and_then(Value::as_object).into_iter().flatten() {
        if !named(coupon) {
            mends.push((format!("/coupons/{id}"), None));
        }
    }
    for (id, segment) in model["segments"].as_object().into_iter().flatten() {
        if segment.get("negotiated").is_some_and(|negotiated| !named(negotiated)) {
            mends.push((format!("/segments/{id}/negotiated"), None));
        }
    }
    mends
}

/// Stages without a price and groups of nobody go.
fn policies(path: &str, change: &Value, mends: &mut Vec<Mend>) {
    offers(path, change, mends);
    for (id, group) in objects(change.get("groups")) {
        let path = format!("{path}/groups/{id}");
        if ["/who/plans", "/who/segments"].iter().any(|who| empty(group.pointer(who))) {
            mends.push((path, None));
        } else {
            offers(&path, group, mends);
        }
    }
}

fn offers(path: &str, policy: &Value, mends: &mut Vec<Mend>) {
    for (id, offer) in objects(policy.get("offers")) {
        let gone = objects(offer.get("stages")).filter(|(_, stage)| empty(stage.get("plans")));
        mends.extend(gone.map(|(stage, _)| (format!("{path}/offers/{id}/stages/{stage}"), None)));
    }
}

fn objects(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn empty(value: Option<&Value>) -> bool {
    value.and_then(Value::as_object).is_some_and(Map::is_empty)
}

/// The shares of what is known, scaled to sum to 1; all for the first where none has one.
fn whole(shares: &Map<String, Value>, known: &Map<String, Value>) -> Map<String, Value> {
    let mut shares = shares.clone();
    shares.retain(|key, _| known.contains_key(key));
    if let (true, Some(first)) = (shares.is_empty(), known.keys().next()) {
        shares.insert(first.clone(), json!(1));
    }
    spread(&mut shares, "", 1.0);
    shares
}
