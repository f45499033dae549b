//! This file holds the laws of the document: what is checked, edited, reset, undone and written stays sound and the same.

mod edits;
mod generate;

use edits::Dice;
use edits::edit;
use edits::inputs;
use edits::value_of;
use planwright::number::Locale;
use planwright::workspace::Edit;
use planwright::workspace::History;
use planwright::workspace::TEMPLATES;
use planwright::workspace::View;
use planwright::workspace::Workspace;
use planwright::workspace::apply;
use planwright::workspace::case;
use planwright::workspace::check;
use planwright::workspace::check_value;
use planwright::workspace::differences;
use proptest::prelude::*;
use serde_json::Value;
use serde_json::json;

fn text(workspace: &Workspace) -> String {
    serde_json::to_string(workspace).expect("a workspace is JSON")
}

/// The base and every scenario.
fn all(workspace: &Workspace) -> Vec<Option<String>> {
    std::iter::once(None).chain(workspace.scenarios.keys().cloned().map(Some)).collect()
}

/// Any JSON, four levels deep.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof![Just(0.0), Just(-1.0), Just(1e300), Just(0.5)].prop_map(Value::from),
        "[a-z0-9~/-]{0,12}".prop_map(Value::from),
        prop_oneof![Just("2030-01"), Just("keep"), Just("0.5"), Just("plan0"), Just("1e99")].prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,8}", inner, 0..6).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// Every path of a value, its own among them.
fn paths(value: &Value, path: &str, out: &mut Vec<String>) {
    out.push(path.to_owned());
    let step = |key: &str| format!("{path}/{}", planwright::shape::escape(key));
    match value {
        Value::Object(object) => object.iter().for_each(|(key, inner)| paths(inner, &step(key), out)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, inner)| paths(inner, &step(&at.to_string()), out))
        }
        _ => {}
    }
}

/// What passes the check can be put to every use without a panic, and is written and read the same.
fn sound(workspace: &Workspace) {
    let text = text(workspace);
    let again = check(text.as_bytes()).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"));
    assert_eq!(&again, workspace);
    assert_eq!(self::text(&again), text);
    for scenario in all(workspace) {
        let case = case(workspace, scenario.as_deref());
        // Models are kept from edit to edit: they are those of the document read anew.
        assert_eq!(case, planwright::workspace::case(&again, scenario.as_deref()));
        assert_eq!(View::new(workspace, scenario.as_deref()), View::new(&again, scenario.as_deref()));
        assert!(case.models[0].0 == 0 && case.models.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(case.models.iter().all(|(month, _)| *month < case.months));
        assert!(differences(workspace, scenario.as_deref(), scenario.as_deref(), Locale::EN_US).is_empty());
        for difference in differences(workspace, scenario.as_deref(), None, Locale::EN_US) {
            assert!(!difference.to_string().contains('{'), "{difference}");
        }
    }
}

#[test]
fn templates_are_sound() {
    TEMPLATES.iter().for_each(|template| sound(&template.open()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_made_is_sound(workspace in generate::workspace()) {
        sound(&workspace);
    }

    #[test]
    fn an_override_and_its_reset_leave_no_trace(workspace in generate::workspace(), seed: u64) {
        let mut dice = Dice(seed);
        let added = Edit::AddScenario { name: "Tried".into(), from: None };
        let workspace = apply(&workspace, &added).unwrap_or(workspace);
        for scenario in workspace.scenarios.keys() {
            let view = View::new(&workspace, Some(scenario));
            for _ in 0..6 {
                let path = dice.pick(&inputs(view.model()));
                // What was seen is changed in the base.
                let fact = path.starts_with("/evidence");
                if fact || view.overridden().any(|own| path.starts_with(own) || own.starts_with(&path)) {
                    continue;
                }
                let value = value_of(&path, view.model(), &mut dice);
                let set = Edit::Set { scenario: Some(scenario.clone()), path: path.clone(), value };
                if let Ok(after) = apply(&workspace, &set) {
                    let reset = apply(&after, &Edit::Reset { scenario: scenario.clone(), path }).expect("what was set can be reset");
                    prop_assert_eq!(text(&reset), text(&workspace), "{:?}", set);
                }
            }
        }
    }

    #[test]
    fn a_run_of_edits_is_undone_and_done_again(workspace in generate::workspace(), seed: u64) {
        let mut dice = Dice(seed);
        let mut history = History::new(workspace);
        let mut texts = vec![text(history.workspace())];
        for _ in 0..12 {
            let next = edit(history.workspace(), &mut dice);
            if history.edit(std::slice::from_ref(&next), None).is_ok() {
                sound(history.workspace());
                let now = text(history.workspace());
                if texts.last() != Some(&now) {
                    texts.push(now);
                }
            }
        }
        for before in texts.iter().rev().skip(1) {
            prop_assert!(history.undo());
            prop_assert_eq!(&text(history.workspace()), before);
        }
        prop_assert!(!history.can_undo());
        for after in &texts[1..] {
            prop_assert!(history.redo());
            prop_assert_eq!(&text(history.workspace()), after);
        }
        prop_assert!(!history.can_redo());
    }

    #[test]
    fn a_changed_document_is_sound_or_refused(workspace in generate::workspace(), new in json(), at: prop::sample::Index, how in 0..3) {
        let mut value = serde_json::to_value(&workspace).expect("a workspace is JSON");
        let mut all = Vec::new();
        paths(&value, "", &mut all);
        let path = at.get(&all);
        match how {
            0 => drop(value.pointer_mut(path).map(|place| std::mem::replace(place, new))),
            1 => drop(planwright::workspace::path::remove(&mut value, path)),
            _ => {
                if let Some(object) = value.pointer_mut(path).and_then(Value::as_object_mut) {
                    object.insert("surprise".into(), new);
                }
            }
        }
        match check_value(&value) {
            Ok(workspace) => sound(&workspace),
            Err(problems) => prop_assert!(!problems.is_empty() && problems.iter().all(|problem| !problem.allowed.is_empty())),
        }
    }

    #[test]
    fn a_changed_byte_is_sound_or_refused(workspace in generate::workspace(), at: prop::sample::Index, byte: u8, cut: bool) {
        let mut bytes = text(&workspace).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
        }
        if let Ok(workspace) = check(&bytes) {
            sound(&workspace);
        }
    }

    #[test]
    fn no_bytes_make_the_check_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(check(&bytes).is_err());
    }

    #[test]
    fn no_json_makes_the_check_panic(value in json()) {
        prop_assert!(check_value(&value).is_err());
        let document = json!({"schema": 1, "base": value, "scenarios": value, "assumptions": value});
        prop_assert!(check_value(&document).is_err());
    }

    #[test]
    fn no_edit_panics(workspace in generate::workspace(), new in json(), path in "(/[a-z0-9~-]{0,9}){0,4}", seed: u64) {
        let mut dice = Dice(seed);
        let inner = dice.pick(&inputs(View::new(&workspace, None).model()));
        for path in [path, inner] {
            for scenario in all(&workspace) {
                let edits = [
                    Edit::Set { scenario: scenario.clone(), path: path.clone(), value: new.clone() },
                    Edit::Share { scenario: scenario.clone(), path: path.clone(), value: dice.between(-1.0, 2.0) },
                    Edit::Remove { scenario: scenario.clone(), path: path.clone() },
                    Edit::Insert { scenario: scenario.clone(), collection: path.clone(), id: "new".into(), value: new.clone() },
                    Edit::Reset { scenario: scenario.unwrap_or_default(), path: path.clone() },
                    Edit::SetWorkspace { path: path.clone(), value: new.clone() },
                ];
                for edit in edits {
                    if let Ok(after) = apply(&workspace, &edit) {
                        sound(&after);
                    }
                }
            }
        }
    }
}
