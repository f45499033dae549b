//! This file makes the edits of features: put into plans, add, move to a group, rename a group.

use serde_json::Value;
use serde_json::json;

use crate::ui::outlook::Outlook;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::fresh_id;

/// Puts a feature into a plan, or takes it out.
pub fn put(scenario: Option<&str>, plan: &str, feature: &str, contained: bool) -> Edit {
    Edit::set(scenario, format!("/plans/{plan}/features/{feature}"), contained)
}

/// A new feature in a group.
pub fn another(model: &Model, scenario: Option<String>, group: &str) -> Edit {
    let taken = |name: &String| model.features.values().any(|feature| feature.name == *name);
    let names = std::iter::once("New feature".to_owned()).chain((2..).map(|number| format!("New feature {number}")));
    let name = names.into_iter().find(|name| !taken(name)).expect("the numbers do not run out");
    let id = fresh_id(&name, &model.features);
    Edit::Insert { scenario, collection: "/features".to_owned(), id, value: json!({ "name": name, "group": group }) }
}

/// Calls a group something else: every feature of it moves along.
pub fn rename_group(model: &Model, scenario: Option<&str>, group: &str, name: &str) -> Edit {
    let inside = model.features.iter().filter(|(_, feature)| feature.group == group);
    Edit::Many(inside.map(|(id, _)| regroup(scenario, id, name)).collect())
}

/// Moves a feature to a group.
pub fn regroup(scenario: Option<&str>, feature: &str, group: &str) -> Edit {
    Edit::set(scenario, format!("/features/{feature}/group"), Value::from(group.trim()))
}

/// The groups in the order their first features stand, each with its features' ids.
pub fn groups(model: &Model) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (id, feature) in &model.features {
        match groups.iter_mut().find(|(name, _)| *name == feature.group) {
            Some((_, features)) => features.push(id.clone()),
            None => groups.push((feature.group.clone(), vec![id.clone()])),
        }
    }
    groups
}

/// A name no group has.
pub fn fresh_group(model: &Model) -> String {
    let taken = |name: &String| model.features.values().any(|feature| feature.group == *name);
    let names = std::iter::once("New group".to_owned()).chain((2..).map(|number| format!("New group {number}")));
    names.into_iter().find(|name| !taken(name)).expect("the numbers do not run out")
}

/// A change of what plans contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Plan, by id.
    pub plan: String,
    /// Feature, by id.
    pub feature: String,
    /// Whether it came in rather than went out.
    pub came: bool,
}

/// What the plans in front contain that those compared with do not, and the reverse.
pub fn moved(front: &Outlook, compared: &Outlook) -> Vec<Moved> {
    let (now, then) = (front.projection.case.last(), compared.projection.case.last());
    let mut found = Vec::new();
    for (plan, content) in &now.plans {
        let Some(before) = then.plans.get(plan) else { continue };
        for feature in now.features.keys() {
            let has = |features: &crate::workspace::Map<bool>| features.get(feature) == Some(&true);
            let (came, had) = (has(&content.features), has(&before.features));
            if came != had {
                found.push(Moved { plan: plan.clone(), feature: feature.clone(), came });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::apply;
    use crate::workspace::template;

    #[test]
    fn a_feature_put_into_a_plan_is_found_as_moved_and_moves_the_mix() {
        let workspace = template("starter").unwrap().open();
        let before = Outlook::new(&workspace, None);
        let after = apply(&workspace, &put(None, "pro", "sso", true)).unwrap();
        let after = Outlook::new(&after, None);
        assert_eq!(moved(&after, &before), [Moved { plan: "pro".into(), feature: "sso".into(), came: true }]);
        let share = |of: &Outlook| of.projection.rates.segments[1].shares[0][1];
        assert!(share(&after) > share(&before));
    }

    #[test]
    fn groups_keep_their_features_when_renamed_and_features_can_be_added() {
        let workspace = template("starter").unwrap().open();
        let names = |model: &Model| {
            groups(model).into_iter().map(|(name, features)| (name, features.len())).collect::<Vec<_>>()
        };
        let (first, count) = names(&workspace.base)[0].clone();
        let renamed = apply(&workspace, &rename_group(&workspace.base, None, &first, "Core")).unwrap();
        assert_eq!(names(&renamed.base)[0], ("Core".to_owned(), count));
        let added = apply(&renamed, &another(&renamed.base, None, "Core")).unwrap();
        assert_eq!(names(&added.base)[0], ("Core".to_owned(), count + 1));
    }
}
