//! This file adds, copies, moves and removes scenarios and their levers.

use super::LeverChange;
use super::draft::Draft;
use super::draft::fresh;
use super::draft::fresh_id;
use super::draft::refusal;
use crate::month::Month;
use crate::shape::Problem;
use crate::workspace::COLOURS;
use crate::workspace::Lever;
use crate::workspace::Scenario;

impl Draft {
    /// Adds a scenario at the end, in a colour not yet taken; see [`Edit::AddScenario`](super::Edit::AddScenario).
    pub fn add_scenario(&mut self, name: &str, from: Option<&str>) -> Result<(), Problem> {
        let colour = self.free_colour();
        let scenario = match from {
            Some(id) => Scenario { name: name.to_owned(), colour, ..self.scenario_mut(id)?.clone() },
            None => {
                let (name, note) = (name.to_owned(), String::new());
                Scenario { name, parent: None, colour, note, levers: Default::default() }
            }
        };
        let id = fresh_id(name, &self.workspace.scenarios);
        self.workspace.scenarios.insert(id, scenario);
        Ok(())
    }

    /// The first colour no scenario has; when all are taken, they are given out again in order.
    fn free_colour(&self) -> String {
        let scenarios = &self.workspace.scenarios;
        let mut colours = COLOURS.iter().map(|(colour, _)| *colour);
        let free = colours.find(|colour| scenarios.values().all(|scenario| scenario.colour != *colour));
        free.unwrap_or(COLOURS[scenarios.len() % COLOURS.len()].0).to_owned()
    }

    /// Removes a scenario and hands its levers to those that start from it.
    pub fn delete_scenario(&mut self, id: &str) -> Result<(), Problem> {
        self.scenario_mut(id)?;
        let scenarios = &mut self.workspace.scenarios;
        let gone = scenarios.shift_remove(id).expect("it was found a moment ago");
        for child in scenarios.values_mut().filter(|child| child.parent.as_deref() == Some(id)) {
            child.parent = gone.parent.clone();
            let own = std::mem::take(&mut child.levers);
            for (lever, content) in &gone.levers {
                let id = match own.contains_key(lever) {
                    true => fresh(lever, |id| own.contains_key(id) || gone.levers.contains_key(id)),
                    false => lever.clone(),
                };
                child.levers.insert(id, content.clone());
            }
            child.levers.extend(own);
        }
        Ok(())
    }

    /// Moves a scenario to index `to`, the last at most.
    pub fn move_scenario(&mut self, id: &str, to: usize) -> Result<(), Problem> {
        self.scenario_mut(id)?;
        let scenarios = &mut self.workspace.scenarios;
        let from = scenarios.get_index_of(id).expect("it was found a moment ago");
        scenarios.move_index(from, to.min(scenarios.len() - 1));
        Ok(())
    }

    /// Adds a lever without changes.
    pub fn add_lever(&mut self, scenario: &str, name: &str, from: Option<Month>) -> Result<(), Problem> {
        let levers = &mut self.scenario_mut(scenario)?.levers;
        let id = fresh_id(name, levers);
        levers.insert(id, Lever { name: name.to_owned(), on: true, from, overrides: Default::default() });
        Ok(())
    }

    /// Changes a lever.
    pub fn set_lever(&mut self, scenario: &str, id: &str, change: &LeverChange) -> Result<(), Problem> {
        let Some(lever) = self.scenario_mut(scenario)?.levers.get_mut(id) else {
            return no_lever(scenario, id);
        };
        match change {
            LeverChange::Name(name) => lever.name = name.clone(),
            LeverChange::On(on) => lever.on = *on,
            LeverChange::From(from) => lever.from = *from,
        }
        Ok(())
    }

    /// Removes a lever; what relied on it is mended.
    pub fn remove_lever(&mut self, scenario: &str, id: &str) -> Result<(), Problem> {
        if self.scenario_mut(scenario)?.levers.shift_remove(id).is_none() {
            return no_lever(scenario, id);
        }
        self.settle();
        Ok(())
    }
}

fn no_lever<T>(scenario: &str, lever: &str) -> Result<T, Problem> {
    refusal(&format!("/scenarios/{scenario}/levers/{lever}"), "a lever that is not there", "the id of a lever")
}
