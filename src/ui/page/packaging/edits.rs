//! This file makes the edits of features: put into plans, add, move to a group, rename a group.

use rust_decimal::Decimal;
use serde_json::Value;
use serde_json::json;

use crate::number::Locale;
use crate::number::parse_number;
use crate::packaging::contain;
use crate::ui::outlook::Outlook;
use crate::workspace::Edit;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::fresh_id;
use crate::workspace::model::Kind;
use crate::workspace::model::UNLIMITED;

/// Puts a feature into a plan with what is said of it, or takes it out.
pub fn put(model: &Model, scenario: Option<&str>, plan: &str, feature: &str, said: Option<&str>) -> Edit {
    contain(model, scenario, plan, feature, said)
}

/// What was typed of a feature, as the document says it.
///
/// # Errors
/// A sentence, where a number was asked for and none was typed.
pub fn said(model: &Model, feature: &str, text: &str, locale: Locale) -> Result<String, String> {
    let number = model.features.get(feature).is_some_and(|feature| feature.kind == Kind::Number);
    if !number || text == UNLIMITED {
        return Ok(text.to_owned());
    }
    if text == "∞" {
        return Ok(UNLIMITED.to_owned());
    }
    match parse_number(text, locale) {
        Ok(parsed) if parsed.value >= Decimal::ZERO && !parsed.percent => Ok(parsed.value.normalize().to_string()),
        _ => Err(format!("{text:?} is no number; allowed: a number from 0, or {UNLIMITED}")),
    }
}

/// Makes a feature a yes or no, a number or text; what plans said of it that is no such thing goes.
pub fn of_kind(model: &Model, scenario: Option<&str>, feature: &str, kind: Kind) -> Edit {
    let mut edits = Vec::new();
    for (collection, id, limits) in sold(model) {
        let stays = |limit: &String| match kind {
            Kind::Flag => false,
            Kind::Number => limit == UNLIMITED || limit.parse::<Decimal>().is_ok_and(|limit| limit >= Decimal::ZERO),
            Kind::Text => true,
        };
        if limits.get(feature).is_some_and(|limit| !stays(limit)) {
            edits.push(Edit::set(scenario, format!("/{collection}/{id}/limits/{feature}"), Value::Null));
        }
    }
    if kind != Kind::Number {
        let extending = model.add_ons.iter().filter(|(_, add_on)| add_on.extends.contains_key(feature));
        let path = |id: &String| format!("/add_ons/{id}/extends/{feature}");
        edits.extend(extending.map(|(id, _)| Edit::set(scenario, path(id), Value::Null)));
    }
    edits.push(Edit::set(scenario, format!("/features/{feature}/kind"), json!(kind)));
    Edit::Many(edits)
}

fn sold(model: &Model) -> impl Iterator<Item = (&'static str, &String, &Map<String>)> {
    let plans = model.plans.iter().map(|(id, plan)| ("plans", id, &plan.limits));
    plans.chain(model.add_ons.iter().map(|(id, add_on)| ("add_ons", id, &add_on.limits)))
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
        let after = apply(&workspace, &put(&workspace.base, None, "pro", "sso", Some(""))).unwrap();
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
