//! This file gives inputs values: in the base directly, in a scenario as an override.

use serde_json::Value;
use serde_json::json;

use super::draft::Draft;
use super::draft::fresh;
use super::draft::refusal;
use crate::shape::Field;
use crate::shape::Problem;
use crate::workspace::Lever;
use crate::workspace::path;
use crate::workspace::path::within;
use crate::workspace::place::field_at;
use crate::workspace::stage;
use crate::workspace::tidy;
use crate::workspace::walk;

/// The lever that edits make for themselves.
const LEVER: &str = "Changes";

impl Draft {
    /// Gives an input a value; see [`Edit::Set`](super::Edit::Set).
    pub fn set(&mut self, scenario: Option<&str>, path: &str, mut value: Value) -> Result<(), Problem> {
        tidy(&mut value);
        match scenario {
            None => self.set_base(path, value),
            Some(id) => self.set_override(id, path, value),
        }
    }

    fn set_base(&mut self, path: &str, value: Value) -> Result<(), Problem> {
        let field = place(path, &self.base, &value)?;
        stage::observe(self.base_mut(), path);
        let structural = value.is_object() || value.is_array() || value.is_null();
        match value {
            Value::Null => path::remove(self.base_mut(), path) || field.optional,
            value => path::set_within(self.base_mut(), path, value),
        };
        let back = stage::priced(path).filter(|(sold, id, _)| back_to_observed(&mut self.base_mut()[*sold], id));
        if structural || back.is_some() {
            self.drop_lost_overrides(&back.map_or(path.to_owned(), |(sold, ..)| format!("/{sold}")));
        }
        Ok(())
    }

    fn set_override(&mut self, id: &str, path: &str, value: Value) -> Result<(), Problem> {
        let inherited = self.inherited(id);
        let effective = self.effective(Some(id));
        let field = place(path, &effective, &value)?;
        let scenario = self.scenario_mut(id)?;
        let same = same(inherited.pointer(path), &value, &field);
        if let Some((lever, own)) = holder(scenario, path) {
            let overrides = &mut scenario.levers[lever].overrides;
            if own == path {
                overrides.insert(own.clone(), value);
            } else {
                edit_inside(&mut overrides[&own], &path[own.len()..], value);
            }
            let unchanged = own != path && inherited.pointer(&own) == Some(&overrides[&own]);
            if unchanged || (own == path && same) {
                overrides.shift_remove(&own);
            }
            drop_inside(scenario, path, Some(&own));
        } else {
            drop_inside(scenario, path, None);
            if !same {
                let lever = home(scenario);
                scenario.levers[lever].overrides.insert(path.to_owned(), value);
            }
        }
        tidy_levers(scenario);
        Ok(())
    }

    /// Gives one share a value and scales the others; see [`Edit::Share`](super::Edit::Share).
    pub fn share(&mut self, scenario: Option<&str>, path: &str, value: f64) -> Result<(), Problem> {
        let effective = self.effective(scenario);
        let parent = path.rfind('/').map(|at| (&path[..at], &path[at + 1..]));
        let shares = parent.and_then(|(parent, key)| Some((parent, key, effective.pointer(parent)?.as_object()?)));
        let Some((parent, key, shares)) = shares.filter(|_| (0.0..=1.0).contains(&value)) else {
            return refusal(path, &format!("{value}"), "a share, 0 to 1, of a map of shares");
        };
        place(path, &effective, &json!(value))?;
        let mut shares = shares.clone();
        shares.insert(key.to_owned(), json!(value));
        spread(&mut shares, key, 1.0 - value);
        self.set(scenario, parent, Value::Object(shares))
    }

    /// Gives an input its inherited value again.
    pub fn reset(&mut self, id: &str, path: &str) -> Result<(), Problem> {
        let inherited = self.inherited(id);
        let scenario = self.scenario_mut(id)?;
        for lever in scenario.levers.values_mut().filter(|lever| lever.on) {
            lever.overrides.retain(|own, _| !within(own, path));
            let above: Vec<_> = lever.overrides.keys().filter(|own| within(path, own)).cloned().collect();
            for own in above {
                let Some(before) = inherited.pointer(&own) else { continue };
                edit_inside(
                    &mut lever.overrides[&own],
                    &path[own.len()..],
                    inherited.pointer(path).cloned().unwrap_or_default(),
                );
                if lever.overrides[&own] == *before {
                    lever.overrides.shift_remove(&own);
                }
            }
        }
        tidy_levers(scenario);
        self.settle();
        Ok(())
    }

    /// Takes the list as it stands as the observed one.
    pub fn observe(&mut self, scenario: Option<&str>) -> Result<(), Problem> {
        let Some(id) = scenario else {
            for sold in stage::SOLD {
                for sold in self.base_mut().get_mut(sold).and_then(Value::as_object_mut).into_iter().flatten() {
                    path::remove(sold.1, "/observed");
                }
                self.drop_lost_overrides(&format!("/{sold}"));
            }
            return Ok(());
        };
        for sold in stage::SOLD {
            for (own, value) in self.effective(Some(id)).get(sold).and_then(Value::as_object).into_iter().flatten() {
                let (now, then) = (stage::as_observed(value), self.base[sold].get(own));
                let then = value.get("observed").or_else(|| then?.get("observed")).cloned();
                let then = then.or_else(|| self.base[sold].get(own).map(stage::as_observed));
                if then.is_some_and(|then| then != now) {
                    self.set(Some(id), &format!("/{sold}/{own}/observed"), now)?;
                }
            }
        }
        Ok(())
    }
}

/// The field at `path`, if `value` may be put there.
pub(super) fn place(path: &str, model: &Value, value: &Value) -> Result<Field, Problem> {
    match field_at(path, model).filter(|_| !path.is_empty()) {
        None => refusal(path, "an input that is not there", "a path into the model"),
        Some(field) if value.is_null() && !field.optional => refusal(path, "null", "a value"),
        Some(field) => Ok(field),
    }
}

/// The lever, and its override at or above `path`, that decides the input: the last one applied.
pub(super) fn holder(scenario: &crate::workspace::Scenario, path: &str) -> Option<(usize, String)> {
    let mut levers: Vec<_> = scenario.levers.values().enumerate().filter(|(_, lever)| lever.on).collect();
    levers.sort_by_key(|(_, lever)| lever.from);
    levers.into_iter().rev().find_map(|(at, lever)| {
        let own = lever.overrides.iter().rev();
        let mut own = own.filter(|(own, value)| path == own.as_str() || (within(path, own) && !value.is_null()));
        own.next().map(|(own, _)| (at, own.clone()))
    })
}

/// The first lever that is on and has no month; made if there is none.
pub(super) fn home(scenario: &mut crate::workspace::Scenario) -> usize {
    if let Some(at) = scenario.levers.values().position(|lever| lever.on && lever.from.is_none()) {
        return at;
    }
    let id = fresh(LEVER, |id| scenario.levers.contains_key(id));
    let lever = Lever { name: LEVER.into(), on: true, from: None, overrides: Default::default() };
    scenario.levers.insert_full(id, lever).0
}

/// Drops what levers without a month say about the inside of `path`, and about `path` itself unless that is `kept`.
pub(super) fn drop_inside(scenario: &mut crate::workspace::Scenario, path: &str, kept: Option<&str>) {
    for lever in scenario.levers.values_mut().filter(|lever| lever.on && lever.from.is_none()) {
        lever.overrides.retain(|own, _| !within(own, path) || kept == Some(own));
    }
}

/// Drops the lever that edits made for themselves once it is empty.
pub(super) fn tidy_levers(scenario: &mut crate::workspace::Scenario) {
    scenario
        .levers
        .retain(|_, lever| !(lever.name == LEVER && lever.on && lever.from.is_none() && lever.overrides.is_empty()));
}

/// Puts a value inside the value of an override; null takes out.
pub(super) fn edit_inside(holder: &mut Value, path: &str, value: Value) {
    if value.is_null() {
        path::remove(holder, path);
    } else {
        path::set_within(holder, path, value);
    }
}

/// Scales the shares other than `key`, so that they sum to `rest`; evenly where there were none.
pub(super) fn spread(shares: &mut serde_json::Map<String, Value>, key: &str, rest: f64) {
    let others = shares.iter().filter(|(id, _)| *id != key);
    let (count, sum) =
        others.fold((0, 0.0), |(count, sum), (_, share)| (count + 1, sum + share.as_f64().unwrap_or(0.0)));
    for (_, share) in shares.iter_mut().filter(|(id, _)| *id != key) {
        let part = if sum > 0.0 { share.as_f64().unwrap_or(0.0) / sum } else { 1.0 / f64::from(count) };
        // Eight places are exact enough for the sum, and read well.
        *share = json!((part * rest * 1e8).round() / 1e8);
    }
}

/// A plan or add-on of the base whose list is what was observed needs no note of it. Says whether it had one.
fn back_to_observed(sold: &mut Value, id: &str) -> bool {
    let Some(sold) = sold.get_mut(id) else { return false };
    let back = sold.get("observed").is_some_and(|observed| *observed == stage::as_observed(sold));
    back && path::remove(sold, "/observed")
}

/// Whether a value is the inherited one.
fn same(inherited: Option<&Value>, value: &Value, field: &Field) -> bool {
    inherited.map_or(value.is_null(), |inherited| walk::same(inherited, value, field.shape))
}
