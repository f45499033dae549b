//! This file adds and takes out whole objects.

use serde_json::Value;
use serde_json::json;

use super::draft::Draft;
use super::draft::refusal;
use super::set::edit_inside;
use super::set::holder;
use super::set::home;
use super::set::place;
use super::set::tidy_levers;
use crate::shape::Problem;
use crate::shape::Shape;
use crate::workspace::path;
use crate::workspace::path::within;
use crate::workspace::place::field_at;
use crate::workspace::stage;

impl Draft {
    /// Adds an object to a map; see [`Edit::Insert`](super::Edit::Insert).
    pub fn insert(&mut self, scenario: Option<&str>, collection: &str, id: &str, value: &Value) -> Result<(), Problem> {
        let effective = self.effective(scenario);
        let path = format!("{collection}/{id}");
        let map = field_at(collection, &effective).is_some_and(|field| matches!(field.shape, Shape::Map { .. }));
        if !map {
            return refusal(collection, "something objects cannot be added to", "the path of a map of objects");
        }
        if effective.pointer(&path).is_some() {
            return refusal(&path, "an id that is taken", "a new id");
        }
        self.set(scenario, &path, value.clone())?;
        if scenario.is_none() && collection == "/plans" {
            for segment in self.base_mut()["segments"].as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
                path::set(segment, &format!("/mix/{id}"), json!(0));
            }
        }
        Ok(())
    }

    /// Takes an object out, with what refers to it; see [`Edit::Remove`](super::Edit::Remove).
    pub fn remove(&mut self, scenario: Option<&str>, path: &str) -> Result<(), Problem> {
        let effective = self.effective(scenario);
        place(path, &effective, &Value::Null)?;
        if effective.pointer(path).is_none() {
            return refusal(path, "an object that is not there", "the path of an object");
        }
        match scenario {
            None => {
                stage::observe(self.base_mut(), path);
                path::remove(self.base_mut(), path);
                for scenario in self.workspace.scenarios.values_mut() {
                    for lever in scenario.levers.values_mut() {
                        lever.overrides.retain(|own, _| !within(own, path));
                    }
                }
            }
            Some(id) => self.remove_override(id, path)?,
        }
        self.settle();
        Ok(())
    }

    /// Takes an object out of a scenario's model: its own override, or one of null.
    pub fn remove_override(&mut self, id: &str, path: &str) -> Result<(), Problem> {
        let scenario = self.scenario_mut(id)?;
        let above = holder(scenario, path).filter(|(_, own)| own != path);
        for lever in scenario.levers.values_mut().filter(|lever| lever.on) {
            lever.overrides.retain(|own, _| !within(own, path));
        }
        if let Some((lever, own)) = above {
            edit_inside(&mut scenario.levers[lever].overrides[&own], &path[own.len()..], Value::Null);
        }
        let inherited = self.effective(Some(id)).pointer(path).is_some();
        let scenario = self.scenario_mut(id)?;
        if inherited {
            let lever = home(scenario);
            scenario.levers[lever].overrides.insert(path.to_owned(), Value::Null);
        }
        tidy_levers(scenario);
        Ok(())
    }
}
