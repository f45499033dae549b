//! This file makes the edits of whole plans: add, duplicate, make free or paid, remove.

use serde_json::Value;
use serde_json::json;

use super::convert::converted;
use crate::ui::outlook::Outlook;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::fresh_id;

/// A plan nobody has bought yet, most like the last paid one and half as dear again.
pub fn another(front: &Outlook, scenario: Option<String>) -> Edit {
    let model = front.projection.case.last();
    let like = model.plans.iter().rev().find(|(_, plan)| !plan.free);
    let name = fresh_name(model, "New plan");
    let mut value =
        like.and_then(|(id, _)| front.value(&format!("/plans/{id}"))).cloned().unwrap_or_else(|| blank(model));
    if let Some((id, _)) = like {
        value["like"] = json!(id);
    }
    insert(model, scenario, value, name)
}

/// A plan like another in everything, bought by nobody yet.
pub fn twin(front: &Outlook, scenario: Option<String>, id: &str) -> Option<Edit> {
    let model = front.projection.case.last();
    let mut value = front.value(&format!("/plans/{id}"))?.clone();
    let name = fresh_name(model, &format!("{} copy", value["name"].as_str().unwrap_or("Plan")));
    value["like"] = json!(id);
    Some(insert(model, scenario, value, name))
}

/// Makes a plan free, without charges, or paid, with a charge to be priced.
pub fn toggle_free(front: &Outlook, scenario: Option<String>, id: &str) -> Edit {
    let at = format!("/plans/{id}");
    let model = front.projection.case.last();
    let free = model.plans.get(id).is_some_and(|plan| plan.free);
    let charges = if free { charge(model) } else { json!({}) };
    let set = |key: &str, value: Value| Edit::set(scenario.as_deref(), format!("{at}/{key}"), value);
    let mut edits = vec![set("charges", charges), set("free", json!(!free))];
    for key in ["minimum", "ramp", "trial"] {
        if !free && front.value(&format!("{at}/{key}")).is_some() {
            edits.push(set(key, Value::Null));
        }
    }
    Edit::Many(edits)
}

fn insert(model: &Model, scenario: Option<String>, mut value: Value, name: String) -> Edit {
    let id = fresh_id(&name, &model.plans);
    value["name"] = name.into();
    if let Some(plan) = value.as_object_mut() {
        plan.shift_remove("observed");
    }
    Edit::Insert { scenario, collection: "/plans".to_owned(), id, value }
}

fn blank(model: &Model) -> Value {
    json!({ "name": "", "free": false, "charges": charge(model), "annual_discount": "0", "features": {}, "churn_factor": 1 })
}

/// One charge: by the first meter, or a fee where nothing is counted.
fn charge(model: &Model) -> Value {
    match model.meters.keys().next() {
        Some(meter) => json!({ meter: converted(&json!({ "price": "10" }), "per_unit", meter) }),
        None => json!({ "fee": converted(&json!({ "price": "10" }), "flat", "") }),
    }
}

/// A name no plan has, at most 80 characters.
fn fresh_name(model: &Model, name: &str) -> String {
    let short: String = name.chars().take(74).collect();
    let taken = |name: &String| model.plans.values().any(|plan| plan.name == *name);
    let names = std::iter::once(short.clone()).chain((2..).map(|number| format!("{short} {number}")));
    names.into_iter().find(|name| !taken(name)).expect("the numbers do not run out")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::TEMPLATES;
    use crate::workspace::apply;

    #[test]
    fn every_edit_of_a_plan_passes_the_check_in_base_and_scenario() {
        for template in TEMPLATES {
            let workspace = template.open();
            let scenarios = std::iter::once(None).chain(workspace.scenarios.keys().map(|id| Some(id.clone())));
            for scenario in scenarios {
                let front = Outlook::new(&workspace, scenario.as_deref());
                let plans = front.named("plans");
                let added = apply(&workspace, &another(&front, scenario.clone())).unwrap();
                let after = Outlook::new(&added, scenario.as_deref()).named("plans");
                assert_eq!(after.len(), plans.len() + 1);
                for (id, _) in &plans {
                    let twin = twin(&front, scenario.clone(), id).unwrap();
                    assert!(apply(&workspace, &twin).is_ok(), "{} {id}", template.name);
                }
                // A new plan has no customers, so it can always become free and paid again.
                let (new, _) = after.last().unwrap();
                let front = Outlook::new(&added, scenario.as_deref());
                let free = apply(&added, &toggle_free(&front, scenario.clone(), new)).unwrap();
                let front = Outlook::new(&free, scenario.as_deref());
                assert!(apply(&free, &toggle_free(&front, scenario.clone(), new)).is_ok());
            }
        }
    }
}
