//! This file finds what is wrong with what plans and add-ons contain: values that are none, rules that contradict.

use rust_decimal::Decimal;

use super::Map;
use super::model::AddOn;
use super::model::Kind;
use super::model::Model;
use super::model::UNLIMITED;
use crate::pricing::HIGHEST_QUANTITY;
use crate::shape::Problem;

/// Every value and rule that cannot hold, by path into the model.
pub(super) fn contents(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, plan) in &model.plans {
        limits(&format!("/plans/{id}/limits"), &plan.limits, model, &mut problems);
    }
    for (id, add_on) in &model.add_ons {
        let path = format!("/add_ons/{id}");
        limits(&format!("{path}/limits"), &add_on.limits, model, &mut problems);
        for feature in add_on.extends.keys() {
            let kind = model.features.get(feature).map(|feature| feature.kind);
            if kind.is_some_and(|kind| kind != Kind::Number) {
                let path = format!("{path}/extends/{feature}");
                wrong(&mut problems, path, "more of a feature that is no number", "a feature whose value is a number");
            }
        }
        rules(&path, id, add_on, model, &mut problems);
    }
    problems
}

fn wrong(problems: &mut Vec<Problem>, path: String, found: impl Into<String>, allowed: impl Into<String>) {
    problems.push(Problem { path, found: found.into(), allowed: allowed.into() });
}

/// A limit is what its feature's kind says: a number or `unlimited`, or words.
fn limits(path: &str, limits: &Map<String>, model: &Model, problems: &mut Vec<Problem>) {
    for (id, limit) in limits {
        let path = format!("{path}/{id}");
        match model.features.get(id).map(|feature| feature.kind) {
            Some(Kind::Flag) => {
                let allowed = "a limit only where the feature's value is a number or text";
                wrong(problems, path, "a limit of a feature that is yes or no", allowed);
            }
            Some(Kind::Number) if limit != UNLIMITED => {
                let most = Decimal::from_f64_retain(HIGHEST_QUANTITY).unwrap_or(Decimal::MAX);
                if !limit.parse::<Decimal>().is_ok_and(|limit| limit >= Decimal::ZERO && limit <= most) {
                    let allowed = format!("a number, 0 to {HIGHEST_QUANTITY:e}, or {UNLIMITED}");
                    wrong(problems, path, format!("{limit:?}"), allowed);
                }
            }
            _ => {}
        }
    }
}

/// An add-on can be had: with some plan, without itself, and with all it needs.
fn rules(path: &str, id: &str, add_on: &AddOn, model: &Model, problems: &mut Vec<Problem>) {
    if !model.plans.keys().any(|plan| add_on.fits(plan)) && !model.plans.is_empty() {
        let allowed = "at least one plan, or no list for all of them";
        return wrong(problems, format!("{path}/available_for"), "an add-on available for no plan", allowed);
    }
    if add_on.bars().any(|other| other == id) {
        let path = format!("{path}/excludes/{id}");
        return wrong(problems, path, "an add-on that excludes itself", "another add-on");
    }
    let needs = needs(id, model);
    if needs.contains(&id) {
        let allowed = "add-ons that do not need this one";
        return wrong(problems, format!("{path}/depends_on"), "a circle of add-ons that need each other", allowed);
    }
    let together: Vec<&str> = std::iter::once(id).chain(needs.iter().copied()).collect();
    for one in &together {
        let barred = model.add_ons[*one].bars().find(|other| together.contains(other));
        if let Some(other) = barred {
            let name = |id: &str| &model.add_ons[id].name;
            let found = format!("an add-on that needs {} and {}, which exclude each other", name(one), name(other));
            let found =
                if *one == id { format!("an add-on that needs {} and excludes it", name(other)) } else { found };
            let found =
                if other == id { format!("an add-on that needs {}, which excludes it", name(one)) } else { found };
            return wrong(problems, format!("{path}/depends_on"), found, "add-ons that can be had together with it");
        }
    }
    if !model.plans.keys().any(|plan| together.iter().all(|id| model.add_ons[*id].fits(plan))) {
        let found = "an add-on that is available for no plan together with what it needs";
        wrong(problems, format!("{path}/depends_on"), found, "add-ons available for one of its plans");
    }
}

/// Every add-on without which `id` cannot be had, step by step; itself where that leads back to it.
fn needs<'a>(id: &str, model: &'a Model) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    let mut next: Vec<&str> = model.add_ons.get(id).into_iter().flat_map(AddOn::needs).collect();
    while let Some(need) = next.pop() {
        if let Some((_, need, add_on)) = model.add_ons.get_full(need)
            && !found.contains(&need.as_str())
        {
            found.push(need);
            next.extend(add_on.needs());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use crate::workspace::check_value;
    use crate::workspace::sample;

    fn problems(change: impl Fn(&mut Value)) -> Vec<(String, String)> {
        let mut value = sample::value();
        value["base"]["features"]["storage"] = json!({"name": "Storage", "group": "", "kind": "number", "unit": "GB"});
        value["base"]["plans"]["pro"]["limits"] = json!({"storage": "100"});
        let charges = json!({"fee": {"model": "flat", "amount": "10"}});
        for (id, needs) in [("disk", json!({})), ("vault", json!({"disk": true})), ("audit", json!({"vault": true}))] {
            value["base"]["add_ons"][id] = json!({"name": id, "charges": charges, "depends_on": needs});
        }
        change(&mut value["base"]);
        let found = check_value(&value).err().unwrap_or_default();
        found.into_iter().map(|problem| (problem.path, problem.found)).collect()
    }

    #[test]
    fn contradictions_are_named_where_they_stand() {
        assert_eq!(problems(|_| {}), []);
        let rows: Vec<(&str, Value, &str, &str)> = vec![
            ("/plans/pro/limits/storage", json!("unlimited"), "", ""),
            ("/plans/pro/limits/storage", json!("many"), "/plans/pro/limits/storage", "\"many\""),
            ("/plans/pro/limits/storage", json!("-1"), "/plans/pro/limits/storage", "\"-1\""),
            ("/plans/pro/limits/sso", json!("5"), "/plans/pro/limits/sso", "yes or no"),
            ("/add_ons/disk/extends", json!({"storage": "50"}), "", ""),
            ("/add_ons/disk/extends", json!({"sso": "50"}), "/add_ons/disk/extends/sso", "no number"),
            ("/add_ons/disk/available_for", json!({"pro": false}), "/add_ons/disk/available_for", "for no plan"),
            ("/add_ons/disk/available_for", json!({"gone": true}), "/add_ons/disk/available_for/gone", "not there"),
            ("/add_ons/disk/excludes", json!({"disk": true}), "/add_ons/disk/excludes/disk", "excludes itself"),
            ("/add_ons/disk/depends_on", json!({"audit": true}), "/add_ons/disk/depends_on", "circle"),
            (
                "/add_ons/vault/excludes",
                json!({"disk": true}),
                "/add_ons/vault/depends_on",
                "needs disk and excludes it",
            ),
            ("/add_ons/disk/excludes", json!({"vault": true}), "/add_ons/vault/depends_on", "disk, which excludes it"),
            ("/add_ons/disk/excludes", json!({"vault": true}), "/add_ons/audit/depends_on", "exclude each other"),
        ];
        for (path, new, place, words) in rows {
            let found = problems(|base| assert!(crate::workspace::path::set_within(base, path, new.clone())));
            if place.is_empty() {
                assert_eq!(found, [], "{path} {new}");
                continue;
            }
            let place = format!("/base{place}");
            let hit = found.iter().any(|(path, found)| *path == place && found.contains(words));
            assert!(hit, "{path} {new}: {found:#?}");
        }
        let apart = problems(|base| {
            base["add_ons"]["disk"]["available_for"] = json!({"pro": true});
            base["add_ons"]["vault"]["available_for"] = json!({"basic": true});
        });
        assert!(
            apart.iter().any(|(path, found)| path == "/base/add_ons/vault/depends_on" && found.contains("together"))
        );
    }
}
