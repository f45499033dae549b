//! This file looks at the scenarios of a document, and says of each problem which override causes it.

use std::cell::LazyCell;

use serde_json::Value;

use super::Document;
use super::flaw::Flaw;
use super::flaw::flaws;
use crate::json::FromJson;
use crate::shape::Problem;
use crate::shape::escape;
use crate::workspace::Scenario;
use crate::workspace::path::within;
use crate::workspace::place::stands;
use crate::workspace::stage;
use crate::workspace::stage::Change;

/// The scenarios of a document whose base and scenarios have the right shape.
pub(super) struct Scenarios<'a> {
    document: &'a Document<'a>,
    base_flaws: Vec<Flaw>,
    all: Vec<(&'a str, Scenario)>,
}

impl<'a> Scenarios<'a> {
    pub fn new(document: &'a Document<'a>, base_flaws: Vec<Flaw>) -> Self {
        let all = document.rest["scenarios"].as_object().into_iter().flatten();
        let all = all.filter_map(|(id, scenario)| Some((id.as_str(), Scenario::from_json(scenario).ok()?)));
        Self { document, base_flaws, all: all.collect() }
    }

    /// Looks at every scenario but those that `stood` as they were.
    pub fn check(&self, stood: &dyn Fn(Option<&str>) -> bool, problems: &mut Vec<Problem>) {
        let Document { rest, base, .. } = self.document;
        let mut chains = Vec::new();
        for (id, scenario) in &self.all {
            match self.chain(id, scenario) {
                Ok(chain) => {
                    if !stood(Some(id)) {
                        self.scenario(id, &chain, problems);
                    }
                    chains.push(chain);
                }
                Err(problem) => problems.push(problem),
            }
        }
        let last = |chain: &Vec<_>| stage::last(&self.document.stages(chain, &mut Vec::new()));
        let models = LazyCell::new(|| chains.iter().map(last).collect::<Vec<_>>());
        for path in rest["assumptions"].as_object().into_iter().flat_map(|all| all.keys()) {
            let somewhere = || stands(path, base) || models.iter().any(|model| stands(path, model));
            if path.is_empty() || !somewhere() {
                let found = format!("an assumption about {path:?}, which is in no model");
                let allowed = "a path into the base or into a scenario's model".into();
                problems.push(Problem { path: format!("/assumptions/{}", escape(path)), found, allowed });
            }
        }
        assumptions(rest, problems);
    }

    fn find(&self, id: &str) -> Option<(&'a str, &Scenario)> {
        self.all.iter().find(|(found, _)| *found == id).map(|(found, scenario)| (*found, scenario))
    }

    /// A scenario with its ancestors, the furthest first.
    fn chain<'s>(&'s self, id: &'s str, scenario: &'s Scenario) -> Result<Vec<(&'s str, &'s Scenario)>, Problem> {
        let mut chain = vec![(id, scenario)];
        while let Some(parent) = chain.last().and_then(|(_, scenario)| scenario.parent.as_deref()) {
            let wrong = |found: String| {
                let allowed = "the id of a scenario that does not start from this one".into();
                Err(Problem { path: format!("/scenarios/{id}/parent"), found, allowed })
            };
            match self.find(parent) {
                None => return wrong(format!("{parent:?}, which is not there")),
                Some(_) if chain.len() > self.all.len() => return wrong("scenarios that start from each other".into()),
                Some(found) => chain.push(found),
            }
        }
        chain.reverse();
        Ok(chain)
    }

    /// What is wrong in a scenario's models and in no model above it.
    fn scenario(&self, id: &str, chain: &[(&str, &Scenario)], problems: &mut Vec<Problem>) {
        let mut unfit = Vec::new();
        let stages = self.document.stages(chain, &mut unfit);
        let own = format!("/scenarios/{id}");
        unfit.retain(|problem| within(&problem.path, &own));
        problems.extend(unfit);
        let changes = stage::changes(chain);
        if changes.iter().any(|change| change.scenario == id) {
            let found: Vec<_> = stages.iter().flat_map(flaws).collect();
            let mut known = if found.is_empty() { Vec::new() } else { self.inherited_flaws(chain) };
            for flaw in found {
                let same = |known: &Problem| known.path == flaw.problem.path && known.found == flaw.problem.found;
                if !known.iter().any(|known| same(&known.problem)) {
                    problems.push(caused(&flaw, id, &changes));
                    known.push(flaw);
                }
            }
        }
    }

    /// What is wrong in the base and in the models a scenario starts from.
    fn inherited_flaws(&self, chain: &[(&str, &Scenario)]) -> Vec<Flaw> {
        let mut known = self.base_flaws.clone();
        for stage in self.document.stages(&chain[..chain.len() - 1], &mut Vec::new()).iter() {
            known.extend(flaws(stage));
        }
        known
    }
}

/// A problem of a scenario's model, at the override that caused it where one can be named.
fn caused(flaw: &Flaw, id: &str, changes: &[Change]) -> Problem {
    let Problem { path, found, allowed } = &flaw.problem;
    let near = |own: &str| within(path, own) || within(own, path) || within(own, &flaw.about);
    let akin = |own: &str| object(path).is_some_and(|object| within(own, object));
    let own = || {
        let own = changes.iter().rev().filter(|change| change.scenario == id);
        own.flat_map(|change| change.overrides.keys().rev().map(move |path| (change, path)))
    };
    let cause = own().find(|(_, path)| near(path)).or_else(|| own().find(|(_, path)| akin(path)));
    let cause = cause.map(|(change, path)| change.path(path));
    let place = if path.is_empty() { "/" } else { path };
    Problem {
        path: cause.unwrap_or_else(|| format!("/scenarios/{id}")),
        found: format!("{found} at {place} of its model"),
        allowed: allowed.clone(),
    }
}

/// The path of the object of a collection that `path` leads into: `/plans/pro`.
fn object(path: &str) -> Option<&str> {
    let id = path.get(1..)?.find('/')? + 2;
    Some(&path[..path[id..].find('/').map_or(path.len(), |end| id + end)])
}

/// A range is two numbers, the lower first.
fn assumptions(value: &Value, problems: &mut Vec<Problem>) {
    for (path, assumption) in value["assumptions"].as_object().into_iter().flatten() {
        let Some(range) = assumption.get("range").and_then(Value::as_array) else { continue };
        let bounds: Vec<_> = range.iter().filter_map(Value::as_f64).collect();
        if range.len() != 2 || bounds.len() != 2 || bounds[0] >= bounds[1] {
            problems.push(Problem {
                path: format!("/assumptions/{}/range", escape(path)),
                found: Value::Array(range.clone()).to_string(),
                allowed: "two numbers, the lower first".into(),
            });
        }
    }
}
