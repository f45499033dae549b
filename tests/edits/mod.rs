//! This module makes random edits of a document: most can be made, some are refused.

mod dice;

mod values;

use planwright::shape::Shape;
use planwright::workspace::Assumption;
use planwright::workspace::Edit;
use planwright::workspace::LeverChange;
use planwright::workspace::ScenarioChange;
use planwright::workspace::View;
use planwright::workspace::Workspace;
use planwright::workspace::field_at;
use serde_json::Value;
use serde_json::json;

pub use dice::Dice;
use values::charge;
use values::driver;

/// The collections objects are added to and taken from.
const COLLECTIONS: [&str; 10] = [
    "meters",
    "features",
    "plans",
    "add_ons",
    "segments",
    "channels",
    "price_changes",
    "opening",
    "costs/fixed",
    "costs/cogs",
];

/// Any edit.
pub fn edit(workspace: &Workspace, dice: &mut Dice) -> Edit {
    let ids: Vec<_> = workspace.scenarios.keys().cloned().collect();
    let scenario = if ids.is_empty() || dice.once_in(3) { None } else { Some(dice.pick(&ids)) };
    let Some(id) = scenario.clone() else {
        return match dice.below(6) {
            0 => Edit::AddScenario { name: "Tried".into(), from: None },
            1 => Edit::Observe { scenario: None },
            2 => assume(workspace, dice),
            3 => workspace_field(dice),
            _ => of_model(workspace, None, dice),
        };
    };
    let levers: Vec<_> = workspace.scenarios[&id].levers.keys().cloned().collect();
    let lever = if levers.is_empty() { String::new() } else { dice.pick(&levers) };
    match dice.below(24) {
        0 => Edit::AddScenario { name: "Copy".into(), from: Some(id) },
        1 => Edit::DeleteScenario { id },
        2 => Edit::MoveScenario { id, to: dice.below(5) },
        3 => Edit::SetScenario { id, change: ScenarioChange::Parent(dice.once_in(2).then(|| dice.pick(&ids))) },
        4 => Edit::SetScenario { id, change: ScenarioChange::Name("Named".into()) },
        5 => Edit::AddLever { scenario: id, name: "Later".into(), from: "2031-01".parse().ok() },
        6 => Edit::SetLever { scenario: id, lever, change: LeverChange::On(dice.once_in(2)) },
        7 => Edit::SetLever { scenario: id, lever, change: LeverChange::From("2030-06".parse().ok()) },
        8 => Edit::RemoveLever { scenario: id, lever },
        9 => Edit::Observe { scenario },
        10 => {
            let paths: Vec<_> = View::new(workspace, Some(&id)).overridden().map(str::to_owned).collect();
            let path = if paths.is_empty() { "/plans".into() } else { dice.pick(&paths) };
            Edit::Reset { scenario: id, path }
        }
        11 => Edit::Many(vec![of_model(workspace, scenario.clone(), dice), of_model(workspace, scenario, dice)]),
        _ => of_model(workspace, scenario, dice),
    }
}

/// An edit of inputs or objects.
fn of_model(workspace: &Workspace, scenario: Option<String>, dice: &mut Dice) -> Edit {
    let view = View::new(workspace, scenario.as_deref());
    let collection = format!("/{}", dice.pick(&COLLECTIONS));
    let objects: Vec<_> = view.value(&collection).and_then(Value::as_object).into_iter().flatten().collect();
    let one = if objects.is_empty() { None } else { Some(dice.pick(&objects)) };
    match (dice.below(8), one) {
        (0, Some((_, value))) => {
            let id = format!("added{}", dice.below(5));
            Edit::Insert { scenario, collection, id, value: value.clone() }
        }
        (1, Some((id, _))) => Edit::Remove { scenario, path: format!("{collection}/{id}") },
        (2, _) => {
            let inputs = inputs(view.model());
            let shares: Vec<_> =
                inputs.iter().filter(|path| path.contains("/mix/") || path.contains("/split/")).collect();
            let path = if shares.is_empty() { String::new() } else { dice.pick(&shares).clone() };
            Edit::Share { scenario, path, value: dice.between(0.0, 1.0) }
        }
        _ => {
            let path = dice.pick(&inputs(view.model()));
            let value = value_of(&path, view.model(), dice);
            Edit::Set { scenario, path, value }
        }
    }
}

/// Every input of a model: the paths of numbers, texts, choices, drivers, charges and lists.
pub fn inputs(model: &Value) -> Vec<String> {
    let mut paths = Vec::new();
    collect(model, model, "", &mut paths);
    paths
}

fn collect(model: &Value, value: &Value, path: &str, paths: &mut Vec<String>) {
    let Some(field) = field_at(path, model) else { return };
    match field.shape {
        Shape::Record(_) | Shape::Map { .. } | Shape::Union { .. } => {
            if !matches!(field.shape, Shape::Record(_)) && !path.is_empty() {
                paths.push(path.to_owned());
            }
            for (key, inner) in value.as_object().into_iter().flatten() {
                collect(model, inner, &format!("{path}/{key}"), paths);
            }
        }
        _ => paths.push(path.to_owned()),
    }
}

/// A value for the input at `path`: mostly one that fits its shape, for maps and unions the one it has.
pub fn value_of(path: &str, model: &Value, dice: &mut Dice) -> Value {
    let now = || model.pointer(path).cloned().unwrap_or_default();
    let Some(field) = field_at(path, model) else { return Value::Null };
    match field.shape {
        _ if field.optional && dice.once_in(4) => Value::Null,
        Shape::Number { low, high, whole: true, .. } => json!(dice.between(low, high.min(low + 20.0)).round()),
        Shape::Number { low, high, .. } => json!(dice.between(low.max(-10.0), high.min(100.0))),
        Shape::Decimal { high, .. } if high < 1.0 => json!(format!("0.{}", dice.below(9))),
        Shape::Decimal { .. } => json!(dice.money(300)),
        Shape::Driver { low, high, .. } => driver(dice, low, high.min(1000.0)),
        Shape::Text { .. } => json!(dice.pick(&["Ünïcode", "a/b~c", "\"quoted\"", "Renamed"])),
        Shape::Flag => json!(dice.once_in(2)),
        Shape::Month => json!(format!("203{}-0{}", dice.below(9), 1 + dice.below(9))),
        Shape::Choice(words) => json!(dice.pick(words).0),
        Shape::Reference(collection) => {
            let ids: Vec<_> = model[collection].as_object().into_iter().flatten().map(|(id, _)| id.clone()).collect();
            json!(if ids.is_empty() { String::new() } else { dice.pick(&ids) })
        }
        Shape::Union { tag: "model", .. } => charge(dice),
        _ => now(),
    }
}

fn assume(workspace: &Workspace, dice: &mut Dice) -> Edit {
    let path = dice.pick(&inputs(View::new(workspace, None).model()));
    let assumption = Assumption { source: "assumed".into(), note: String::new(), range: Some(vec![1.0, 2.5]) };
    Edit::Assume { path, assumption: (!dice.once_in(4)).then_some(assumption) }
}

fn workspace_field(dice: &mut Dice) -> Edit {
    let (path, value) = dice.pick(&[
        ("/name", json!("Renamed")),
        ("/months", json!(36)),
        ("/start", json!("2029-11")),
        ("/currency", json!("CHF")),
        ("/kpis", json!(["mrr"])),
    ]);
    Edit::SetWorkspace { path: path.into(), value }
}
