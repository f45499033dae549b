//! This file applies the levers of a scenario to the base: undated ones first, then dated ones month by month.

use std::cell::OnceCell;
use std::rc::Rc;

use serde_json::Value;
use serde_json::json;

use super::Paths;
use super::Scenario;
use super::model::Model;
use super::path;
use super::place::Place;
use super::place::place_at;
use crate::json::FromJson;
use crate::json::Unread;
use crate::month::Month;
use crate::shape::Problem;
use crate::shape::Shape;
use crate::shape::escape;

/// A model with the month from which it is in force; `None` is throughout.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    pub from: Option<Month>,
    pub model: Rc<Value>,
    typed: OnceCell<Rc<Model>>,
}

impl Stage {
    pub fn new(from: Option<Month>, model: Rc<Value>) -> Self {
        Self { from, model, typed: OnceCell::new() }
    }

    /// Takes the model as it is typed from whoever has it.
    pub fn know(&self, typed: Rc<Model>) {
        // What was read before is the same.
        let _ = self.typed.set(typed);
    }

    /// The model as it is typed.
    ///
    /// # Errors
    /// Where it cannot be read; never what has passed the check.
    pub fn typed(&self) -> Result<Rc<Model>, Unread> {
        if let Some(typed) = self.typed.get() {
            return Ok(typed.clone());
        }
        let typed = Rc::new(Model::from_json(&self.model)?);
        Ok(self.typed.get_or_init(|| typed).clone())
    }
}

/// The overrides of one lever that is on.
pub(super) struct Change<'a> {
    pub scenario: &'a str,
    pub lever: &'a str,
    pub from: Option<Month>,
    pub overrides: &'a Paths<Value>,
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
pub(super) fn stages(base: &Rc<Value>, chain: &[(&str, &Scenario)], problems: &mut Vec<Problem>) -> Vec<Stage> {
    let changes = changes(chain);
    let mut stages = vec![Stage::new(None, base.clone())];
    for change in &changes {
        if stages.last().is_some_and(|stage| stage.from != change.from) {
            let model = stages.last().map(|stage| stage.model.clone()).unwrap_or_default();
            stages.push(Stage::new(change.from, model));
        }
        let Some(stage) = stages.last_mut() else { continue };
        for (path, value) in change.overrides {
            if let Err(problem) = put(Rc::make_mut(&mut stage.model), path, value, change.from.is_some()) {
                problems.push(Problem { path: change.path(path), ..problem });
            }
        }
    }
    stages
}

/// The model at the end: every lever applied.
pub(super) fn last(stages: &[Stage]) -> Rc<Value> {
    stages.last().map(|stage| stage.model.clone()).unwrap_or_default()
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
        let allowed = "in a lever with a month: drivers, charges and terms of plans and add-ons";
        return wrong(format!("a dated change of {path}"), allowed);
    }
    if !value.is_null() {
        path::set_within(model, path, value.clone());
    } else if !field.optional {
        return wrong(format!("null for {path}"), "a value; only objects and optional inputs can be taken out");
    } else if !path::remove(model, path) && entry {
        return wrong(format!("a removal of {path}, which is not there"), "a path into the model it is applied to");
    }
    Ok(())
}

/// Whether a lever with a month may change it.
fn datable(path: &str, shape: &Shape) -> bool {
    matches!(shape, Shape::Driver { .. }) || priced(path).is_some_and(|(_, _, what)| what != "features")
}

/// Of whose list `path` changes a part: the collection (`plans` or `add_ons`), the id, and the part (see [`PARTS`]).
pub(super) fn priced(path: &str) -> Option<(&'static str, &str, &str)> {
    let (collection, rest) = SOLD.iter().find_map(|sold| {
        let rest = path.strip_prefix('/')?.strip_prefix(sold)?.strip_prefix('/')?;
        Some((*sold, rest))
    })?;
    let (id, rest) = rest.split_once('/')?;
    let part = rest.split('/').next()?;
    PARTS.contains(&part).then_some((collection, id, part))
}

/// The collections whose objects have a list.
pub(super) const SOLD: &[&str] = &["plans", "add_ons"];

/// What an observed list holds of a plan or an add-on.
pub(super) const PARTS: &[&str] =
    &["charges", "annual_discount", "minimum", "maximum", "minimum_units", "ramp", "features"];

/// A plan or add-on as it stands, as an observed list.
pub(super) fn as_observed(sold: &Value) -> Value {
    let of = |key: &&str| {
        let absent = match *key {
            "annual_discount" => Some(json!("0")),
            "charges" | "features" => Some(json!({})),
            _ => None,
        };
        let empty = |part: &Value| part.is_null() || *part == json!({}) || *part == json!([]);
        let part = sold.get(*key).filter(|part| !empty(part)).cloned().or(absent)?;
        Some(((*key).to_owned(), part))
    };
    Value::Object(PARTS.iter().filter_map(of).collect())
}

/// If `path` changes the list of something whose buyers were seen at the list as it stands, writes that list down first.
///
/// Demand reacts to the difference between a list and the observed one; without this a change would be no change.
pub(super) fn observe(model: &mut Value, path: &str) {
    let Some((collection, id, _)) = priced(path) else { return };
    if !seen(model, collection, id) {
        return;
    }
    if let Some(sold) = model[collection].get_mut(id).filter(|sold| sold.is_object())
        && sold.get("observed").is_none_or(Value::is_null)
    {
        sold["observed"] = as_observed(sold);
    }
}

/// Whether a plan has buyers or customers (a share in a mix, or a vintage), or an add-on an attach.
fn seen(model: &Value, collection: &str, id: &str) -> bool {
    let share = |share: Option<&Value>| share.and_then(Value::as_f64).is_some_and(|share| share > 0.0);
    let each = |collection: &str| model[collection].as_object().into_iter().flat_map(|all| all.values());
    if collection == "add_ons" {
        let attach = model[collection].get(id).and_then(|sold| sold.get("attach")?.as_object());
        return attach.into_iter().flat_map(|all| all.values()).any(|attach| share(Some(attach)));
    }
    each("segments").any(|segment| share(segment["mix"].get(id)))
        || each("opening").any(|vintage| vintage.get("plan").and_then(Value::as_str) == Some(id))
}
