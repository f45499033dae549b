//! This file finds what is wrong with price changes whose shape is right: order, missing months, groups of nobody.

use super::Map;
use super::meaning::Found;
use super::model::Existing;
use super::model::Group;
use super::model::Model;
use super::model::Offer;
use super::model::Policy;
use super::model::Who;
use crate::month::Month;
use crate::shape::Problem;

/// Every way in which the rollout and the later changes mean nothing.
pub(super) fn changes(model: &Model) -> Vec<Problem> {
    let mut all = Found(Vec::new());
    let found = &mut all;
    let rollout = &model.rollout;
    policy("/rollout", &rollout.policy(), rollout.from, model, found);
    groups("/rollout", &rollout.groups, rollout.from, model, found);
    let mut before: Option<Month> = None;
    for (id, change) in &model.price_changes {
        let path = format!("/price_changes/{id}");
        if let Some(earlier) = before.filter(|earlier| change.from < *earlier) {
            let allowed = format!("{earlier} or later: price changes stand in order of month");
            found.wrong(format!("{path}/from"), change.from.to_string(), allowed);
        }
        before = before.max(Some(change.from));
        found.prices(&format!("{path}/plans"), &change.plans, model);
        if let Some(offer) = &change.offer {
            stage(&format!("{path}/offer"), offer, Some(change.from), model, found);
        }
        policy(&path, &change.policy(), Some(change.from), model, found);
        groups(&path, &change.groups, Some(change.from), model, found);
    }
    all.0
}

fn groups(path: &str, groups: &Map<Group>, from: Option<Month>, model: &Model, found: &mut Found) {
    for (id, group) in groups {
        let path = format!("{path}/groups/{id}");
        policy(&path, &group.policy(0.0), from, model, found);
        who(&format!("{path}/who"), &group.who, model, found);
    }
}

/// What a policy needs is there, and not before the list is in force.
fn policy(path: &str, policy: &Policy<'_>, from: Option<Month>, model: &Model, found: &mut Found) {
    let mut missing = |there: bool, field: &str, allowed: &str| {
        if !there {
            found.wrong(format!("{path}/{field}"), "nothing", allowed);
        }
    };
    match policy.existing {
        Existing::Keep | Existing::Renewal => {}
        Existing::Date => missing(policy.date.is_some(), "date", "the month in which existing customers move"),
        Existing::Notice => missing(policy.notice.is_some(), "notice", "how many months of notice they get"),
        Existing::Steps => {
            missing(policy.steps.is_some(), "steps", "how many steps the rise is spread over");
            missing(policy.every.is_some(), "every", "how many months lie between two steps");
        }
        Existing::Offers => missing(!policy.offers.is_empty(), "offers", "at least one offer to choose"),
    }
    if let (Existing::Date, Some(date), Some(from)) = (policy.existing, policy.date, from)
        && date < from
    {
        found.wrong(format!("{path}/date"), date.to_string(), format!("{from} or later"));
    }
    for (id, offer) in policy.offers {
        let mut before = from;
        for (id_of, one) in &offer.stages {
            stage(&format!("{path}/offers/{id}/stages/{id_of}"), one, before, model, found);
            before = before.max(Some(one.until));
        }
    }
}

fn stage(path: &str, stage: &Offer, after: Option<Month>, model: &Model, found: &mut Found) {
    if let Some(after) = after.filter(|after| stage.until <= *after) {
        found.wrong(format!("{path}/until"), stage.until.to_string(), format!("later than {after}"));
    }
    found.prices(&format!("{path}/plans"), &stage.plans, model);
}

/// A group asks for something that somebody can be.
fn who(path: &str, who: &Who, model: &Model, found: &mut Found) {
    for (key, named) in [("plans", &who.plans), ("segments", &who.segments)] {
        if named.as_ref().is_some_and(Map::is_empty) {
            found.wrong(format!("{path}/{key}"), "an empty list", "at least one, or no list: all of them");
        }
    }
    let mut range = |key: &str, from: Option<f64>, to: Option<f64>| match (from, to) {
        (None, None) => found.wrong(format!("{path}/{key}"), "no bound", "a least, a most or both"),
        (Some(from), Some(to)) if from > to => {
            found.wrong(format!("{path}/{key}/to"), to.to_string(), format!("{from} (the least) or more"));
        }
        _ => {}
    };
    if let Some(size) = &who.size {
        range("size", size.from, size.to);
    }
    if let Some(tenure) = &who.tenure {
        range("tenure", tenure.from.map(f64::from), tenure.to.map(f64::from));
    }
    for (id, _) in who.plans.iter().flatten() {
        if model.plans.get(id).is_some_and(|plan| plan.free) {
            found.wrong(format!("{path}/plans/{id}"), "a free plan", "plans that are not free");
        }
    }
}
