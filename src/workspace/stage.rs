//! This file applies the levers of a scenario to the base: undated ones first, then dated ones month by month.

use serde_json::Value;
use serde_json::json;

use super::Scenario;
use super::Workspace;
use super::document::Paths;
use super::path;
use super::place::Place;
use super::place::place_at;
use crate::month::Month;
use crate::shape::Problem;
use crate::shape::Shape;
use crate::shape::escape;

/// A model with the month from which it is in force; `None` is throughout.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub from: Option<Month>,
    pub model: Value,
}

/// The overrides of one lever that is on.
pub(super) struct Change<'a> {
    pub scenario: &'a str,
    pub lever: &'a str,
    pub from: Option<Month>,
    pub overrides: &'a Paths<Value>,
}

/// A scenario with its ancestors, the furthest first; empty for the base and for an id that is not there.
pub(super) fn chain<'a>(workspace: &'a Workspace, scenario: Option<&str>) -> Vec<(&'a str, &'a Scenario)> {
    let mut chain = Vec::new();
    let mut next = scenario;
    while let Some((_, id, found)) = next.and_then(|id| workspace.scenarios.get_full(id)) {
        if chain.len() >= workspace.scenarios.len() {
            break;
        }
        chain.push((id.as_str(), found));
        next = found.parent.as_deref();
    }
    chain.reverse();
    chain
}

/// What the scenarios of a chain change, in the order it is applied.
pub(super) fn changes<'a>(chain: &[(&'a str, &'a Scenario)]) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    for (scenario, content) in chain {
        for (lever, content) in content.levers.iter().filter(|(_, lever)| lever.on) {
            changes.push(Change { scenario, lever, from: content.from, overrides: &content.overrides });
        }
    }
    changes.sort_by_key(|change| change.from);
    changes
}

/// The models of a chain over time, at least one; the first is in force throughout. What cannot be applied is left out
/// and added to `problems`.
pub(super) fn stages(base: &Value, chain: &[(&str, &Scenario)], problems: &mut Vec<Problem>) -> Vec<Stage> {
    let changes = changes(chain);
    let mut stages = vec![Stage { from: None, model: base.clone() }];
    for change in &changes {
        if stages.last().is_some_and(|stage| stage.from != change.from) {
            let model = stages.last().map(|stage| stage.model.clone()).unwrap_or_default();
            stages.push(Stage { from: change.from, model });
        }
        let Some(stage) = stages.last_mut() else { continue };
        for (path, value) in change.overrides {
            if let Err(problem) = put(&mut stage.model, path, value, change.from.is_some()) {
                problems.push(Problem { path: change.path(path), ..problem });
            }
        }
    }
    stages
}

impl Change<'_> {
    /// Where an override stands in the document.
    pub fn path(&self, path: &str) -> String {
        format!("/scenarios/{}/levers/{}/overrides/{}", self.scenario, self.lever, escape(path))
    }
}

/// Puts one override into a model; null takes out. The problem's path is that of the model.
pub(super) fn put(model: &mut Value, path: &str, value: &Value, dated: bool) -> Result<(), Problem> {
    let wrong = |found: String, allowed: &str| Err(Problem { path: path.to_owned(), found, allowed: allowed.into() });
    let Some(Place { field, entry }) = place_at(path, model).filter(|_| !path.is_empty()) else {
        return wrong(format!("a change of {path}, which is not there"), "a path into the model it is applied to");
    };
    if dated && !datable(path, &field.shape) {
        let allowed = "in a lever with a month: drivers, charges and annual discounts of plans";
        return wrong(format!("a dated change of {path}"), allowed);
    }
    if !value.is_null() {
        path::set(model, path, value.clone());
    } else if !field.optional {
        return wrong(format!("null for {path}"), "a value; only objects and optional inputs can be taken out");
    } else if !path::remove(model, path) && entry {
        return wrong(format!("a removal of {path}, which is not there"), "a path into the model it is applied to");
    }
    Ok(())
}

/// Whether a lever with a month may change it.
fn datable(path: &str, shape: &Shape) -> bool {
    matches!(shape, Shape::Driver { .. }) || priced(path).is_some_and(|(_, what)| what != "features")
}

/// The plan, and which of its parts, whose list `path` changes: `charges`, `annual_discount` or `features`.
pub(super) fn priced(path: &str) -> Option<(&str, &str)> {
    let (plan, rest) = path.strip_prefix("/plans/")?.split_once('/')?;
    let part = rest.split('/').next()?;
    PARTS.contains(&part).then_some((plan, part))
}

/// What an observed list holds of a plan.
pub(super) const PARTS: &[&str] = &["charges", "annual_discount", "features"];

/// A plan as it stands, as an observed list.
pub(super) fn as_observed(plan: &Value) -> Value {
    json!({"charges": plan["charges"], "annual_discount": plan["annual_discount"], "features": plan["features"]})
}

/// If `path` changes the list of a plan whose buyers were seen at the list as it stands, writes that list down first.
///
/// Demand reacts to the difference between a plan and its observed list; without this a change would be no change.
pub(super) fn observe(model: &mut Value, path: &str) {
    let Some((id, _)) = priced(path) else { return };
    if !seen(model, id) {
        return;
    }
    if let Some(plan) = model["plans"].get_mut(id).filter(|plan| plan.is_object())
        && plan.get("observed").is_none_or(Value::is_null)
    {
        plan["observed"] = as_observed(plan);
    }
}

/// Whether a plan has buyers or customers: a share in a mix, or a vintage.
fn seen(model: &Value, plan: &str) -> bool {
    let each = |collection: &str| model[collection].as_object().into_iter().flat_map(|all| all.values());
    each("segments").any(|segment| segment["mix"].get(plan).and_then(Value::as_f64).is_some_and(|share| share > 0.0))
        || each("opening").any(|vintage| vintage.get("plan").and_then(Value::as_str) == Some(plan))
}
