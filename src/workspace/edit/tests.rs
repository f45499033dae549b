//! This file tests what each edit does to the sample document.

use serde_json::Value;
use serde_json::json;

use super::*;
use crate::workspace::History;
use crate::workspace::View;
use crate::workspace::Workspace;
use crate::workspace::path::within;
use crate::workspace::sample;

const PRICE: &str = "/plans/pro/charges/seats/price";

fn done(workspace: &Workspace, edits: &[Edit]) -> Workspace {
    match apply_all(workspace, edits) {
        Ok(workspace) => workspace,
        Err(problems) => panic!("{edits:?}: {problems:#?}"),
    }
}

fn text(workspace: &Workspace) -> String {
    serde_json::to_string(workspace).unwrap()
}

fn at(workspace: &Workspace, scenario: Option<&str>, path: &str) -> Value {
    View::new(workspace, scenario).value(path).cloned().unwrap_or_default()
}

fn remove(scenario: Option<&str>, path: &str) -> Edit {
    Edit::Remove { scenario: scenario.map(str::to_owned), path: path.into() }
}

#[test]
fn an_override_and_its_reset_leave_no_trace() {
    let before = sample::workspace();
    for (scenario, path, value) in [
        ("premium", "/segments/teams/conversion", json!(0.06)),
        ("premium", "/segments/teams/conversion", json!({"kind": "growth", "value": 0.04, "monthly": 0.01})),
        ("premium", "/plans/basic/charges/fee/amount", json!("25")),
        ("premium", "/plans/basic/minimum", json!("5")),
        ("premium", "/segments/solo/mix", json!({"free": 0, "basic": 0.5, "pro": 0.5})),
        ("dearer", "/price_changes/next/plans/pro/seats/tiers/0/unit", json!("60")),
        ("dearer", "/rollout/existing", json!("keep")),
    ] {
        let set = done(&before, &[Edit::set(Some(scenario), path, value.clone())]);
        assert_eq!(at(&set, Some(scenario), path), value);
        let view = View::new(&set, Some(scenario));
        assert!(view.overridden().any(|own| within(own, path) || within(path, own)), "{path}");
        let reset = done(&set, &[Edit::Reset { scenario: scenario.into(), path: path.into() }]);
        assert_eq!(text(&reset), text(&before), "{path}");
        let inherited = at(&before, Some(scenario), path);
        assert_eq!(text(&done(&set, &[Edit::set(Some(scenario), path, inherited)])), text(&before), "{path}");
    }
}

#[test]
fn a_value_is_written_where_it_is_decided() {
    let before = sample::workspace();
    let after = done(&before, &[Edit::set(Some("dearer"), PRICE, "79")]);
    assert_eq!(after.scenarios["dearer"].levers["later"].overrides[PRICE], json!("79"), "the later lever decides");
    let after = done(&before, &[Edit::set(Some("premium"), "/plans/premium/charges/fee/amount", "89")]);
    let levers = &after.scenarios["premium"].levers["changes"];
    assert_eq!(levers.overrides["/plans/premium"]["charges"]["fee"]["amount"], json!("89"));
    assert_eq!(levers.overrides.len(), 2);
}

#[test]
fn a_move_of_a_base_price_keeps_the_observed_list() {
    let before = sample::workspace();
    let moved = done(&before, &[Edit::set(None, PRICE, "59")]);
    assert_eq!(at(&moved, None, "/plans/pro/observed/charges/seats/price"), json!("49"));
    let again = done(&moved, &[Edit::set(None, PRICE, "69")]);
    assert_eq!(at(&again, None, "/plans/pro/observed/charges/seats/price"), json!("49"));
    assert_eq!(text(&done(&again, &[Edit::set(None, PRICE, "49")])), text(&before), "back where it was");
    let observed = done(&again, &[Edit::Observe { scenario: None }]);
    assert_eq!(at(&observed, None, "/plans/pro/observed"), Value::Null);
    assert_eq!(at(&observed, None, PRICE), json!("69"));
}

#[test]
fn a_scenario_can_take_its_list_as_observed() {
    let before = sample::workspace();
    assert_eq!(at(&before, Some("dearer"), "/plans/pro/observed"), Value::Null, "the base's list is what was observed");
    let observed = done(&before, &[Edit::Observe { scenario: Some("dearer".into()) }]);
    assert_eq!(at(&observed, Some("dearer"), "/plans/pro/observed/charges/seats/price"), json!("69"));
    assert_eq!(at(&observed, Some("dearer"), "/plans/basic/observed"), Value::Null, "its list has not changed");
    let moved = done(&observed, &[Edit::set(Some("dearer"), PRICE, "75")]);
    assert_eq!(at(&moved, Some("dearer"), "/plans/pro/observed/charges/seats/price"), json!("69"));
}

#[test]
fn removing_a_plan_from_the_base_mends_what_refers_to_it() {
    let after = done(&sample::workspace(), &[remove(None, "/plans/pro")]);
    assert_eq!(at(&after, None, "/segments/solo/mix"), json!({"free": 0.33333333, "basic": 0.66666667}));
    assert_eq!(after.base.opening.keys().collect::<Vec<_>>(), ["new"]);
    assert!(after.base.price_changes.is_empty());
    assert!(after.scenarios["dearer"].levers["changes"].overrides.is_empty());
    assert_eq!(at(&after, Some("premium"), "/plans/premium/like"), Value::Null);
    assert_eq!(after.assumptions.len(), 2);
}

#[test]
fn removing_in_a_scenario_leaves_the_base_alone() {
    let before = sample::workspace();
    let after = done(&before, &[remove(Some("dearer"), "/plans/pro")]);
    assert_eq!(after.base, before.base);
    assert_eq!(at(&after, Some("dearer"), "/segments/teams/mix"), json!({"free": 0.5, "basic": 0.5}));
    assert_eq!(at(&after, Some("dearer"), "/opening/old"), Value::Null);
    assert_eq!(at(&after, Some("premium"), "/plans/premium/like"), Value::Null);
    let gone = done(&before, &[remove(Some("premium"), "/plans/premium")]);
    assert_eq!(gone.scenarios["premium"].levers["changes"].overrides.len(), 1);
    assert_eq!(gone.assumptions.len(), 1, "what was assumed about it is forgotten");
    for path in ["/segments/solo", "/meters/seats", "/features/sso", "/channels/ads", "/costs/fixed/rent"] {
        for scenario in [None, Some("dearer"), Some("premium")] {
            match apply(&before, &remove(scenario, path)) {
                Ok(after) => assert_eq!(at(&after, scenario, path), Value::Null),
                // A plan must not be left without a charge, and no meter means none for Pro.
                Err(problems) => {
                    assert!(path == "/meters/seats" && problems[0].found.contains("no charge"), "{problems:#?}")
                }
            }
        }
    }
}

#[test]
fn a_plan_can_be_added_anywhere() {
    let before = sample::workspace();
    let plan = serde_json::to_value(&before.base.plans["basic"]).unwrap();
    for scenario in [None, Some("premium".to_owned())] {
        let id = fresh_id("Basic", &before.base.plans);
        let (collection, value) = ("/plans".to_owned(), plan.clone());
        let add = Edit::Insert { scenario: scenario.clone(), collection, id: id.clone(), value };
        let after = done(&before, std::slice::from_ref(&add));
        assert_eq!(id, "basic-2");
        assert_eq!(at(&after, scenario.as_deref(), "/plans/basic-2/name"), json!("Basic"));
        assert_eq!(apply(&after, &add).unwrap_err()[0].found, "an id that is taken");
        let path = "/plans/basic-2".to_owned();
        let back = match scenario {
            None => Edit::Remove { scenario, path },
            Some(scenario) => Edit::Reset { scenario, path },
        };
        assert_eq!(text(&done(&after, &[back])), text(&before));
    }
}

#[test]
fn what_was_seen_is_the_same_in_every_scenario() {
    let before = sample::workspace();
    let finding =
        json!({"kind": "gabor_granger", "name": "Asked", "source": "panel", "rows": "10\t80\t100\n20\t40\t100"});
    let added = done(&before, &[Edit::set(Some("premium"), "/evidence", json!({ "asked": finding }))]);
    let renamed = done(&added, &[Edit::set(Some("dearer"), "/evidence/asked/name", "Asked in May")]);
    for scenario in [None, Some("premium"), Some("dearer")] {
        assert_eq!(at(&renamed, scenario, "/evidence/asked/name"), json!("Asked in May"));
        assert!(!View::new(&renamed, scenario).overridden().any(|own| within(own, "/evidence")));
    }
    assert_eq!(text(&done(&renamed, &[remove(Some("premium"), "/evidence/asked")])), text(&before));
    // A scenario of old with its own version of a finding keeps it, and goes on changing that.
    let mut own = added;
    let lever = own.scenarios["premium"].levers.values_mut().next().unwrap();
    lever.overrides.insert("/evidence/asked/name".into(), json!("Own"));
    let again = done(&own, &[Edit::set(Some("premium"), "/evidence/asked/name", "Own still")]);
    assert_eq!(at(&again, Some("premium"), "/evidence/asked/name"), json!("Own still"));
    assert_eq!(at(&again, None, "/evidence/asked/name"), json!("Asked"));
}

#[test]
fn one_share_moves_the_others() {
    let path = "/segments/teams/mix/pro".to_owned();
    for scenario in [None, Some("dearer".to_owned())] {
        let after =
            done(&sample::workspace(), &[Edit::Share { scenario: scenario.clone(), path: path.clone(), value: 0.8 }]);
        let expected = json!({"free": 0.1, "basic": 0.1, "pro": 0.8});
        assert_eq!(at(&after, scenario.as_deref(), "/segments/teams/mix"), expected);
    }
}

#[test]
fn scenarios_are_copied_moved_and_deleted() {
    let before = sample::workspace();
    let copy = done(&before, &[Edit::AddScenario { name: "Copy".into(), from: Some("premium".into()) }]);
    assert_eq!(copy.scenarios["copy"].levers, before.scenarios["premium"].levers);
    assert_eq!(copy.scenarios["copy"].colour, "s3");
    let moved = done(&copy, &[Edit::MoveScenario { id: "copy".into(), to: 0 }]);
    assert_eq!(moved.scenarios.keys().collect::<Vec<_>>(), ["copy", "dearer", "premium"]);
    let deleted = done(&before, &[Edit::DeleteScenario { id: "dearer".into() }]);
    assert_eq!(deleted.scenarios["premium"].parent, None);
    assert_eq!(at(&deleted, Some("premium"), ""), at(&before, Some("premium"), ""), "its figures stay");
    let parent = ScenarioChange::Parent(Some("premium".into()));
    let circle = apply(&before, &Edit::SetScenario { id: "dearer".into(), change: parent });
    assert!(circle.is_err());
}

#[test]
fn levers_are_switched_dated_and_removed() {
    let lever = |lever: &str, change| Edit::SetLever { scenario: "dearer".into(), lever: lever.into(), change };
    let before = sample::workspace();
    let off = done(&before, &[lever("later", LeverChange::On(false))]);
    assert_eq!(at(&off, Some("dearer"), PRICE), json!("59"));
    let on = done(&before, &[lever("idle", LeverChange::On(true))]);
    assert_eq!(at(&on, Some("premium"), "/finance/discount_rate"), json!(0.2));
    let month = "2027-06".parse().unwrap();
    assert!(apply(&on, &lever("idle", LeverChange::From(Some(month)))).is_err(), "no driver, no price");
    let (scenario, lever) = ("premium".to_owned(), "changes".to_owned());
    let removed = done(&before, &[Edit::RemoveLever { scenario, lever }]);
    assert_eq!(removed.assumptions.len(), 1);
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let before = sample::workspace();
    for edit in [
        Edit::set(None, PRICE, json!(49)),
        Edit::set(None, "/plans/gold/name", "Gold"),
        Edit::set(Some("gone"), PRICE, "5"),
        Edit::set(Some("dearer"), "/segments/solo/mix/pro", 0.9),
        Edit::set(None, "", json!({})),
        Edit::SetWorkspace { path: "/schema".into(), value: json!(2) },
        Edit::SetWorkspace { path: "/months".into(), value: json!(7) },
        Edit::Assume { path: "/plans/gold".into(), assumption: None },
        remove(None, "/plans/gold"),
        remove(None, "/finance"),
        Edit::DeleteScenario { id: "gone".into() },
        Edit::Many(vec![Edit::set(None, PRICE, "5"), Edit::set(None, PRICE, json!({}))]),
    ] {
        assert!(apply(&before, &edit).is_err(), "{edit:?}");
    }
}

#[test]
fn a_drag_is_one_step() {
    let mut history = History::new(sample::workspace());
    let start = history.workspace().clone();
    for price in 50..60 {
        history.edit(&[Edit::set(None, PRICE, price.to_string())], Some(PRICE)).unwrap();
    }
    history.edit(&[Edit::set(None, PRICE, "80")], Some("another")).unwrap();
    assert!(history.undo());
    assert_eq!(at(history.workspace(), None, PRICE), json!("59"));
    assert!(history.undo());
    assert_eq!(history.workspace(), &start);
    assert!(!history.can_undo() && history.redo() && history.redo() && !history.redo());
    assert_eq!(at(history.workspace(), None, PRICE), json!("80"));
}
