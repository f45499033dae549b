//! This file tests the check: each problem with its path, where it belongs.

use serde_json::Value;
use serde_json::json;

use super::check;
use super::check_value;
use crate::shape::escape;
use crate::workspace::path;
use crate::workspace::sample;

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
        ("/base/rollout/groups", group(json!({"segments": {}})), "/base/rollout/groups/g/who/segments", "all of them"),
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
