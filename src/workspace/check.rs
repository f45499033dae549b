//! This file turns foreign bytes into a workspace everything downstream can rely on, or into every problem there is.

use std::cell::LazyCell;

use serde_json::Value;

use super::Scenario;
use super::Workspace;
use super::alike::alike;
use super::changes::changes;
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
use crate::json::FromJson;
use crate::json::Unread;
use crate::shape::Described;
use crate::shape::Problem;
use crate::shape::escape;
use crate::shape::verify;

/// The workspace written in `bytes`: JSON, of this version or an older one.
///
/// # Errors
/// Every problem, each with its path, what was found and what is allowed. Never panics, whatever the bytes.
pub fn check(bytes: &[u8]) -> Result<Workspace, Vec<Problem>> {
    check_owned(read(bytes)?, None)
}

/// The workspace described by `value`.
///
/// # Errors
/// As [`check`].
pub fn check_value(value: &Value) -> Result<Workspace, Vec<Problem>> {
    check_owned(value.clone(), None)
}

/// As [`check_value`], without a copy. What has stayed as it was `before`, in a document that passed, is not looked at again.
pub(super) fn check_owned(value: Value, before: Option<&Workspace>) -> Result<Workspace, Vec<Problem>> {
    let mut value = migrate(value).map_err(|problem| vec![problem])?;
    tidy(&mut value);
    let mut problems = verify(&value, &Workspace::SHAPE, "");
    let sound = |path: &str| !problems.iter().any(|problem| within(&problem.path, path) || within(path, &problem.path));
    let (base_sound, scenarios_sound) = (sound("/base"), sound("/scenarios"));
    let read = problems.is_empty().then(|| Workspace::from_json(&value));
    let now = read.as_ref().and_then(|read| read.as_ref().ok());
    let stood = |scenario: Option<&str>| before.zip(now).is_some_and(|(before, now)| alike(before, now, scenario));
    if base_sound {
        let found = if stood(None) { Vec::new() } else { flaws(&value["base"]) };
        problems.extend(found.iter().map(|flaw| moved(&flaw.problem, "/base")));
        if scenarios_sound {
            Scenarios::new(&value, found).check(&stood, &mut problems);
        }
    }
    // Every shape promises that what it lets pass can be read: the laws hold this on generated documents.
    let unread = |error| vec![unreadable("a document", "a workspace", &error)];
    read.filter(|_| problems.is_empty()).map_or(Err(problems), |read| read.map_err(unread))
}

/// A problem of a model, and the path it is about: its own, or that of the object a reference should have led to.
#[derive(Clone)]
struct Flaw {
    about: String,
    problem: Problem,
}

/// What is wrong with a model, by path into it. Its meaning is only looked at where its shape is right.
fn flaws(model: &Value) -> Vec<Flaw> {
    let mut problems = verify(model, &Model::SHAPE, "");
    if problems.is_empty() {
        match Model::from_json(model) {
            Ok(model) => {
                problems.extend(meaning(&model));
                problems.extend(changes(&model));
                problems.extend(magnitude(&model));
            }
            Err(error) => problems.push(unreadable("a model", "a model", &error)),
        }
    }
    let own = problems.into_iter().map(|problem| Flaw { about: problem.path.clone(), problem });
    let lost = dangling(model).into_iter().map(|reference| Flaw {
        about: format!("/{}/{}", reference.collection, reference.id),
        problem: reference.problem(model),
    });
    own.chain(lost).collect()
}

fn unreadable(what: &str, allowed: &str, error: &Unread) -> Problem {
    Problem { path: String::new(), found: format!("{what} that cannot be read: {error}"), allowed: allowed.into() }
}

fn moved(problem: &Problem, prefix: &str) -> Problem {
    Problem { path: format!("{prefix}{}", problem.path), ..problem.clone() }
}

/// The scenarios of a document whose base and scenarios have the right shape.
struct Scenarios<'a> {
    value: &'a Value,
    base_flaws: Vec<Flaw>,
    all: Vec<(&'a str, Scenario)>,
}

impl<'a> Scenarios<'a> {
    fn new(value: &'a Value, base_flaws: Vec<Flaw>) -> Self {
        let all = value["scenarios"].as_object().into_iter().flatten();
        let all = all.filter_map(|(id, scenario)| Some((id.as_str(), Scenario::from_json(scenario).ok()?)));
        Self { value, base_flaws, all: all.collect() }
    }

    /// Looks at every scenario but those that `stood` as they were.
    fn check(&self, stood: &dyn Fn(Option<&str>) -> bool, problems: &mut Vec<Problem>) {
        let base = &self.value["base"];
        let mut chains = Vec::new();
        for (id, scenario) in &self.all {
            match self.chain(id, scenario) {
                Ok(chain) => {
                    if !stood(Some(id)) {
                        self.scenario(id, base, &chain, problems);
                    }
                    chains.push(chain);
                }
                Err(problem) => problems.push(problem),
            }
        }
        let last = |chain: &Vec<_>| stage::stages(base, chain, &mut Vec::new()).pop().map(|stage| stage.model);
        let models = LazyCell::new(|| chains.iter().filter_map(last).collect::<Vec<_>>());
        for path in self.value["assumptions"].as_object().into_iter().flat_map(|all| all.keys()) {
            let somewhere = || base.pointer(path).is_some() || models.iter().any(|model| model.pointer(path).is_some());
            if path.is_empty() || !somewhere() {
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

    /// What is wrong in a scenario's models and in no model above it.
    fn scenario(&self, id: &str, base: &Value, chain: &[(&str, &Scenario)], problems: &mut Vec<Problem>) {
        let mut unfit = Vec::new();
        let stages = stage::stages(base, chain, &mut unfit);
        let own = format!("/scenarios/{id}");
        unfit.retain(|problem| within(&problem.path, &own));
        problems.extend(unfit);
        let changes = stage::changes(chain);
        if changes.iter().any(|change| change.scenario == id) {
            let found: Vec<_> = stages.iter().flat_map(|stage| flaws(&stage.model)).collect();
            let mut known = if found.is_empty() { Vec::new() } else { self.inherited_flaws(base, chain) };
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
    fn inherited_flaws(&self, base: &Value, chain: &[(&str, &Scenario)]) -> Vec<Flaw> {
        let mut known = self.base_flaws.clone();
        for stage in stage::stages(base, &chain[..chain.len() - 1], &mut Vec::new()) {
            known.extend(flaws(&stage.model));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::path;
    use crate::workspace::sample;
    use serde_json::json;

    #[test]
    fn a_sound_document_passes_and_reads_the_same_again() {
        let workspace = sample::workspace();
        let text = serde_json::to_string(&workspace).unwrap();
        assert_eq!(check(text.as_bytes()), Ok(workspace));
    }

    /// Puts `new` at `path` and expects a problem at `place` whose words hold `words`.
    fn refused(path: &str, new: Value, place: &str, words: &str) {
        let mut value = sample::value();
        assert!(path::set(&mut value, path, new.clone()), "{path} cannot be set");
        let problems = check_value(&value).expect_err(&format!("{path} = {new} passes"));
        let hit = problems.iter().any(|problem| problem.path == place && problem.to_string().contains(words));
        assert!(hit, "{path} = {new}: {problems:#?}");
    }

    /// A group of those who keep their price.
    fn group(who: Value) -> Value {
        json!({"g": {"name": "Group", "who": who, "existing": "keep"}})
    }

    #[test]
    fn each_problem_has_its_path() {
        let tiers = "/base/price_changes/next/plans/pro/seats/tiers";
        let rows: Vec<(&str, Value, &str, &str)> = vec![
            ("/months", json!(200), "/months", "12 to 120"),
            ("/months", json!(24.5), "/months", "whole"),
            ("/currency", json!("XQQ"), "/currency", "ISO 4217"),
            ("/surprise", json!(1), "/surprise", "unknown field"),
            ("/base/segments/solo/mix", json!({"pro": 0.5, "basic": 0.4}), "/base/segments/solo/mix", "sums to 0.9"),
            ("/base/segments/solo/mix", json!({"pro": 0.5, "gold": 0.5}), "/base/segments/solo/mix/gold", "basic"),
            ("/base/channels/ads/split", json!({"solo": 1.1}), "/base/channels/ads/split/solo", "0 to 1"),
            ("/base/channels/ads/split", json!({}), "/base/channels/ads/split", "sum to 1"),
            ("/base/opening/old/segment", json!("giants"), "/base/opening/old/segment", "solo, teams"),
            ("/base/opening/old/age_to", json!(-1), "/base/opening/old/age_to", "0 to 120"),
            ("/base/opening/new/age_from", json!(7), "/base/opening/new/age_to", "7 (the least age) or more"),
            ("/base/opening/old/plan", json!("free"), "/base/opening/old/interval", "free plan"),
            ("/base/plans/pro/charges", json!({}), "/base/plans/pro/charges", "no charge"),
            ("/base/plans/pro/free", json!(true), "/base/plans/pro/charges", "on a free plan"),
            ("/base/plans/free/minimum", json!("5"), "/base/plans/free/minimum", "free plan"),
            ("/base/plans/free/ramp", json!(["0.5"]), "/base/plans/free/ramp", "free plan"),
            ("/base/plans/pro/ramp", json!(["11"]), "/base/plans/pro/ramp/0", "0 to 10"),
            ("/base/plans/pro/minimum_units", json!({"rows": "5"}), "/base/plans/pro/minimum_units/rows", "seats"),
            ("/base/plans/pro/charges/seats/meter", json!("rows"), "/base/plans/pro/charges/seats/meter", "seats"),
            ("/base/plans/pro/charges/seats/price", json!(49), "/base/plans/pro/charges/seats/price", "as text"),
            ("/base/plans/pro/like", json!("pro"), "/base/plans/pro/like", "circle"),
            ("/base/plans/pro/successor", json!("pro"), "/base/plans/pro/successor", "another paid plan"),
            ("/base/rollout/existing", json!("date"), "/base/rollout/date", "month"),
            ("/base/rollout/existing", json!("notice"), "/base/rollout/notice", "how many months"),
            ("/base/rollout/existing", json!("steps"), "/base/rollout/every", "between two steps"),
            ("/base/rollout/existing", json!("offers"), "/base/rollout/offers", "at least one offer"),
            (
                "/base/rollout/groups",
                group(json!({"segments": {}})),
                "/base/rollout/groups/g/who/segments",
                "all of them",
            ),
            (
                "/base/rollout/groups",
                group(json!({"plans": {"gold": true}})),
                "/base/rollout/groups/g/who/plans/gold",
                "basic",
            ),
            ("/base/rollout/groups", group(json!({"tenure": {}})), "/base/rollout/groups/g/who/tenure", "a least"),
            (
                "/base/rollout/groups",
                group(json!({"size": {"meter": "seats", "from": 9, "to": 5}})),
                "/base/rollout/groups/g/who/size/to",
                "9 (the least) or more",
            ),
            ("/base/price_changes/next/plans", json!({}), "/base/price_changes/next/plans", "no plan"),
            (tiers, json!([]), tiers, "at least one"),
            ("/base/segments/solo/usage/seats/mean", json!(1e9), "/base/segments/solo", "1e13"),
            ("/base/segments/solo/conversion", json!(1.5), "/base/segments/solo/conversion", "0 to 0.99"),
            ("/scenarios/dearer/parent", json!("premium"), "/scenarios/dearer/parent", "each other"),
            ("/scenarios/dearer/parent", json!("gone"), "/scenarios/dearer/parent", "not there"),
            ("/assumptions/~1plans~1gold", json!({"source": "x"}), "/assumptions/~1plans~1gold", "in no model"),
            (
                "/assumptions/~1segments~1teams~1conversion/range",
                json!([0.2, 0.1]),
                "/assumptions/~1segments~1teams~1conversion/range",
                "lower first",
            ),
        ];
        for (path, new, place, words) in rows {
            refused(path, new, place, words);
        }
    }

    #[test]
    fn tiers_rise_and_the_last_is_open() {
        let tiers = "/base/price_changes/next/plans/pro/seats/tiers";
        let tier = |up_to: Value| json!({"up_to": up_to, "unit": "5", "flat": "0"});
        let rows = [
            (vec![json!("10"), json!("10"), json!(null)], "/1/up_to", "more than 10"),
            (vec![json!("10"), json!("20")], "/1/up_to", "no bound (null)"),
            (vec![json!(null), json!(null)], "/0/up_to", "only the last"),
            (vec![json!("0"), json!(null)], "/0/up_to", "more than 0"),
        ];
        for (bounds, place, words) in rows {
            refused(tiers, bounds.into_iter().map(tier).collect(), &format!("{tiers}{place}"), words);
        }
    }

    #[test]
    fn problems_of_a_scenario_stand_at_the_override_that_causes_them() {
        let rows = [
            ("/plans/gold/annual_discount", json!("0.1"), "which is not there"),
            ("/plans/pro/charges/seats/amount", json!("5"), "which is not there"),
            ("/plans/pro/charges/seats/price", json!("-5"), "/plans/pro/charges/seats/price of its model"),
            ("/plans/pro", json!(null), "\"pro\", which is not there at /segments"),
            ("/plans/gold", json!(null), "removal of /plans/gold"),
            ("/segments/solo/elasticity", json!(null), "null for"),
            ("/plans/basic/free", json!(true), "charges on a free plan"),
            ("/segments/solo/mix/pro", json!(0.9), "sums to 1.65"),
            ("/segments/solo/conversion", json!({"kind": "level"}), "nothing"),
        ];
        for (path, new, words) in rows {
            let mut value = sample::value();
            value["scenarios"]["premium"]["levers"]["changes"]["overrides"][path] = new.clone();
            let problems = check_value(&value).expect_err(path);
            let problem = problems.iter().find(|problem| problem.found.contains(words));
            let problem = problem.unwrap_or_else(|| panic!("{path} = {new}: {problems:#?}"));
            let expected = format!("/scenarios/premium/levers/changes/overrides/{}", escape(path));
            assert_eq!(problem.path, expected, "{problem}");
        }
    }

    #[test]
    fn a_dated_lever_changes_drivers_and_prices_only() {
        for (path, new, passes) in [
            ("/segments/solo/conversion", json!(0.05), true),
            ("/plans/basic/annual_discount", json!("0.1"), true),
            ("/plans/basic/features/sso", json!(true), false),
            ("/segments/solo/elasticity", json!(-1), false),
            ("/plans/basic", json!(null), false),
        ] {
            let mut value = sample::value();
            value["scenarios"]["dearer"]["levers"]["later"]["overrides"][path] = new;
            assert_eq!(check_value(&value).is_ok(), passes, "{path}");
        }
    }

    #[test]
    fn everything_is_found_in_one_pass() {
        let mut value = sample::value();
        value["months"] = json!(1);
        value["base"]["segments"]["solo"]["mix"]["pro"] = json!(0.9);
        value["base"]["opening"]["old"]["plan"] = json!("gold");
        value["scenarios"]["dearer"]["parent"] = json!("gone");
        let problems = check_value(&value).unwrap_err();
        let paths: Vec<_> = problems.iter().map(|problem| problem.path.as_str()).collect();
        assert!(paths.contains(&"/months") && paths.contains(&"/base/opening/old/plan"), "{paths:?}");
        assert!(paths.contains(&"/scenarios/dearer/parent"), "{paths:?}");
    }
}
