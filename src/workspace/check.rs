//! This file turns foreign bytes into a workspace everything downstream can rely on, or into every problem there is.

use serde::Deserialize;
use serde_json::Value;

use super::Scenario;
use super::Workspace;
use super::magnitude::magnitude;
use super::meaning::meaning;
use super::migrate::migrate;
use super::model::Model;
use super::path::within;
use super::read::read;
use super::reference::dangling;
use super::stage;
use super::stage::Change;
use super::tidy::tidy;
use crate::shape::Described;
use crate::shape::Problem;
use crate::shape::escape;
use crate::shape::verify;

/// The workspace written in `bytes`: JSON, of this version or an older one.
///
/// # Errors
/// Every problem, each with its path, what was found and what is allowed. Never panics, whatever the bytes.
pub fn check(bytes: &[u8]) -> Result<Workspace, Vec<Problem>> {
    check_value(&read(bytes)?)
}

/// The workspace described by `value`.
///
/// # Errors
/// As [`check`].
pub fn check_value(value: &Value) -> Result<Workspace, Vec<Problem>> {
    let mut value = migrate(value.clone()).map_err(|problem| vec![problem])?;
    tidy(&mut value);
    let mut problems = verify(&value, &Workspace::SHAPE, "");
    let sound = |path: &str| !problems.iter().any(|problem| within(&problem.path, path) || within(path, &problem.path));
    let (base_sound, scenarios_sound) = (sound("/base"), sound("/scenarios"));
    if base_sound {
        let found = model_problems(&value["base"]);
        problems.extend(found.iter().map(|problem| moved(problem, "/base")));
        if scenarios_sound {
            let scenarios = Scenarios::new(&value, found);
            scenarios.check(&mut problems);
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Workspace::deserialize(&value).map_err(|error| {
        // Every shape promises that what it lets pass can be read: the laws hold this on generated documents.
        let found = format!("a document that cannot be read: {error}");
        vec![Problem { path: String::new(), found, allowed: "a workspace".into() }]
    })
}

/// What is wrong with a model, by path into it. Its meaning is only looked at where its shape is right.
pub(super) fn model_problems(model: &Value) -> Vec<Problem> {
    let mut problems = verify(model, &Model::SHAPE, "");
    problems.extend(dangling(model).iter().map(|dangling| dangling.problem(model)));
    if problems.is_empty() {
        match Model::deserialize(model) {
            Ok(model) => {
                problems.extend(meaning(&model));
                problems.extend(magnitude(&model));
            }
            Err(error) => problems.push(Problem {
                path: String::new(),
                found: format!("a model that cannot be read: {error}"),
                allowed: "a model".into(),
            }),
        }
    }
    problems
}

fn moved(problem: &Problem, prefix: &str) -> Problem {
    Problem { path: format!("{prefix}{}", problem.path), ..problem.clone() }
}

/// The scenarios of a document whose base and scenarios have the right shape.
struct Scenarios<'a> {
    value: &'a Value,
    base_problems: Vec<Problem>,
    all: Vec<(&'a str, Scenario)>,
}

impl<'a> Scenarios<'a> {
    fn new(value: &'a Value, base_problems: Vec<Problem>) -> Self {
        let all = value["scenarios"].as_object().into_iter().flatten();
        let all = all.filter_map(|(id, scenario)| Some((id.as_str(), Scenario::deserialize(scenario).ok()?)));
        Self { value, base_problems, all: all.collect() }
    }

    fn check(&self, problems: &mut Vec<Problem>) {
        let base = &self.value["base"];
        let mut models = vec![base.clone()];
        for (id, scenario) in &self.all {
            match self.chain(id, scenario) {
                Ok(chain) => models.extend(self.scenario(id, base, &chain, problems)),
                Err(problem) => problems.push(problem),
            }
        }
        for path in self.value["assumptions"].as_object().into_iter().flat_map(|all| all.keys()) {
            if path.is_empty() || models.iter().all(|model| model.pointer(path).is_none()) {
                let found = format!("an assumption about {path:?}, which is in no model");
                let allowed = "a path into the base or into a scenario's model".into();
                problems.push(Problem { path: format!("/assumptions/{}", escape(path)), found, allowed });
            }
        }
        assumptions(self.value, problems);
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

    /// What is wrong in a scenario's models and in no model above it; its last model.
    fn scenario(
        &self,
        id: &str,
        base: &Value,
        chain: &[(&str, &Scenario)],
        problems: &mut Vec<Problem>,
    ) -> Option<Value> {
        let mut known = self.base_problems.clone();
        let parents = &chain[..chain.len() - 1];
        if !parents.is_empty() {
            for stage in stage::stages(base, parents, &mut Vec::new()) {
                known.extend(model_problems(&stage.model));
            }
        }
        let mut unfit = Vec::new();
        let stages = stage::stages(base, chain, &mut unfit);
        let own = format!("/scenarios/{id}");
        unfit.retain(|problem| within(&problem.path, &own));
        problems.extend(unfit);
        let changes = stage::changes(chain);
        let changed = !changes.is_empty();
        for stage in stages.iter().filter(|_| changed) {
            for problem in model_problems(&stage.model) {
                if !known.iter().any(|known| known.path == problem.path && known.found == problem.found) {
                    problems.push(caused(&problem, id, &changes));
                    known.push(problem);
                }
            }
        }
        stages.into_iter().next_back().map(|stage| stage.model)
    }
}

/// A problem of a scenario's model, at the override that caused it where one can be named.
fn caused(problem: &Problem, id: &str, changes: &[Change]) -> Problem {
    let found =
        format!("{} at {} of its model", problem.found, if problem.path.is_empty() { "/" } else { &problem.path });
    let own = changes.iter().rev().filter(|change| change.scenario == id);
    let near = |path: &str| within(&problem.path, path) || within(path, &problem.path);
    let path = own
        .flat_map(|change| change.overrides.keys().rev().filter(|path| near(path)).map(|path| change.path(path)))
        .next()
        .unwrap_or_else(|| format!("/scenarios/{id}"));
    Problem { path, found, allowed: problem.allowed.clone() }
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
