//! This file finds what is wrong with charges whose shape is right, and what is right but likely not meant: price tables
//! that leave gaps or overlap are refused, tables whose total falls are warned of, each at its row.

use rust_decimal::Decimal;
use serde_json::Value;

use super::Map;
use super::Workspace;
use super::case::effective;
use super::horizon::unseen;
use super::model::Charges;
use super::model::Group;
use super::model::Model;
use super::model::Path;
use crate::json::FromJson;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::plain;
use crate::number::price;
use crate::pricing::CapacityStep;
use crate::pricing::Charge;
use crate::pricing::Fall;
use crate::pricing::PriceModel;
use crate::shape::Problem;

/// Something that is allowed and probably not meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Path of the row into the model.
    pub path: String,
    /// What to know, as a sentence without a full stop.
    pub words: String,
}

/// Every problem of the charges at `path`.
pub(super) fn charges(path: &str, charges: &Charges, found: &mut Vec<Problem>) {
    for (id, charge) in charges {
        let path = format!("{path}/{id}");
        if let Some((table, bounds)) = charge.model.table().zip(charge.model.bounds()) {
            rising(&format!("{path}/{table}"), &bounds, found);
        }
        match &charge.model {
            PriceModel::Capacity { capacity } => covering(&format!("{path}/capacity"), capacity, found),
            PriceModel::Percentage {
                events: None, fee, free_events, transaction_minimum, transaction_maximum, ..
            } => {
                let of_events = [fee, free_events, transaction_minimum, transaction_maximum];
                if of_events.iter().any(|field| field.is_some()) {
                    wrong(found, format!("{path}/events"), "nothing", "the meter that counts the transactions");
                }
            }
            PriceModel::Percentage { transaction_minimum, transaction_maximum, .. } => {
                let bounds = (*transaction_minimum, *transaction_maximum);
                ordered(&format!("{path}/transaction_maximum"), bounds, found);
            }
            _ => {}
        }
        ordered(&format!("{path}/maximum"), (charge.adjust.minimum, charge.adjust.maximum), found);
    }
}

fn wrong(problems: &mut Vec<Problem>, path: String, found: impl Into<String>, allowed: impl Into<String>) {
    problems.push(Problem { path, found: found.into(), allowed: allowed.into() });
}

/// A maximum is no less than its minimum.
fn ordered(path: &str, bounds: (Option<Decimal>, Option<Decimal>), found: &mut Vec<Problem>) {
    if let (Some(least), Some(most)) = bounds
        && least > most
    {
        wrong(found, path.to_owned(), most.to_string(), format!("{least} (the minimum) or more"));
    }
}

/// Bounds rise, and the last, and only the last, is open: so there is neither gap nor overlap.
fn rising(path: &str, bounds: &[Option<Decimal>], found: &mut Vec<Problem>) {
    let Some((last, before)) = bounds.split_last() else {
        return wrong(found, path.to_owned(), "an empty list", "at least one");
    };
    if let Some(bound) = last {
        let path = format!("{path}/{}/up_to", before.len());
        wrong(found, path, bound.to_string(), "no bound (null): the last holds for all above");
    }
    let mut below = Decimal::ZERO;
    for (at, bound) in before.iter().enumerate() {
        let path = format!("{path}/{at}/up_to");
        match bound {
            None => wrong(found, path, "no bound", "a bound; only the last has none"),
            Some(bound) if *bound <= below => {
                wrong(found, path, bound.to_string(), format!("more than {below}"));
            }
            Some(bound) => below = *bound,
        }
    }
}

/// Limits never fall from step to step, every step but the last has one, and the last has none.
fn covering(path: &str, steps: &[CapacityStep], found: &mut Vec<Problem>) {
    let Some((last, before)) = steps.split_last() else {
        return wrong(found, path.to_owned(), "an empty list", "at least one");
    };
    if !last.limits.is_empty() {
        let path = format!("{path}/{}/limits", before.len());
        wrong(found, path, format!("{} limits", last.limits.len()), "none: the last step holds for all above");
    }
    for (at, step) in before.iter().enumerate() {
        let path = format!("{path}/{at}/limits");
        let Some(below) = at.checked_sub(1).map(|at| &steps[at].limits) else {
            if step.limits.is_empty() {
                wrong(found, path, "no limit", "at least one; only the last step has none");
            }
            continue;
        };
        let fallen = step.limits.iter().find_map(|(meter, limit)| match below.get(meter) {
            Some(under) => (limit < under).then(|| (meter, *limit, format!("{under} or more, as the step before"))),
            None => Some((meter, *limit, "no limit, as the step before".to_owned())),
        });
        if let Some((meter, limit, allowed)) = fallen {
            wrong(found, format!("{path}/{meter}"), limit.to_string(), allowed);
        } else if step.limits == *below {
            wrong(found, path, "the limits of the step before", "one that is higher");
        } else if step.limits.is_empty() {
            wrong(found, path, "no limit", "at least one; only the last step has none");
        }
    }
}

/// Everything in the price lists of a model that is allowed and probably not meant.
fn of_model(model: &Model, currency: Currency, locale: Locale) -> Vec<Warning> {
    let plans = model.plans.iter().map(|(id, plan)| (format!("/plans/{id}/charges"), &plan.charges));
    let add_ons = model.add_ons.iter().map(|(id, add_on)| (format!("/add_ons/{id}/charges"), &add_on.charges));
    let later = model.price_changes.iter().flat_map(|(id, change)| {
        let at = format!("/price_changes/{id}");
        let offered = change.offer.iter().flat_map(|offer| priced(&format!("{at}/offer/plans"), &offer.plans));
        let listed = priced(&format!("{at}/plans"), &change.plans);
        listed.chain(offered).chain(staged(&at, &change.offers, &change.groups)).collect::<Vec<_>>()
    });
    let staged = staged("/rollout", &model.rollout.offers, &model.rollout.groups);
    let mut found = Vec::new();
    for (path, charges) in plans.chain(add_ons).chain(later).chain(staged) {
        for (id, charge) in charges {
            let table = charge.model.table().unwrap_or_default();
            for fall in charge.model.falls() {
                let path = format!("{path}/{id}/{table}/{}", fall.row);
                found.push(Warning { path, words: fall_words(&fall, currency, locale) });
            }
        }
    }
    found
}

/// Each plan's charges in a map of them, with its path.
fn priced<'a>(at: &str, plans: &'a Map<Charges>) -> impl Iterator<Item = (String, &'a Charges)> + use<'a> {
    let at = at.to_owned();
    plans.iter().map(move |(plan, charges)| (format!("{at}/{plan}"), charges))
}

/// The passing prices of the offers that customers, and those of each group, may choose from.
fn staged<'a>(at: &str, offers: &'a Map<Path>, groups: &'a Map<Group>) -> Vec<(String, &'a Charges)> {
    let own = (format!("{at}/offers"), offers);
    let grouped = groups.iter().map(|(id, group)| (format!("{at}/groups/{id}/offers"), &group.offers));
    let paths = std::iter::once(own)
        .chain(grouped)
        .flat_map(|(at, offers)| offers.iter().map(move |(id, path)| (format!("{at}/{id}/stages"), path)));
    let stages =
        paths.flat_map(|(at, path)| path.stages.iter().map(move |(id, stage)| (format!("{at}/{id}/plans"), stage)));
    stages.flat_map(|(at, stage)| priced(&at, &stage.plans)).collect()
}

/// The warnings of the base, then of each scenario those that are its own, with its name.
pub fn warnings(workspace: &Workspace, locale: Locale) -> Vec<(Option<String>, Warning)> {
    let of = |scenario: Option<&str>| {
        let model = effective(workspace, scenario);
        let mut found = of_model(&model, workspace.currency, locale);
        found.extend(unseen(workspace, &model).into_iter().map(|(path, words)| Warning { path, words }));
        found
    };
    let base = of(None);
    let mut all: Vec<_> = base.iter().map(|warning| (None, warning.clone())).collect();
    for (id, scenario) in &workspace.scenarios {
        let own = of(Some(id)).into_iter().filter(|warning| !base.contains(warning));
        all.extend(own.map(|warning| (Some(scenario.name.clone()), warning)));
    }
    all
}

/// The warnings of one charge in JSON by row of its table, for the form that edits it.
pub fn row_warnings(charge: &Value, currency: Currency, locale: Locale) -> Vec<(usize, String)> {
    let Ok(charge) = Charge::from_json(charge) else { return Vec::new() };
    let falls = charge.model.falls();
    falls.iter().map(|fall| (fall.row, fall_words(fall, currency, locale))).collect()
}

/// Where the total falls, and from what to what.
fn fall_words(fall: &Fall, currency: Currency, locale: Locale) -> String {
    let money = |amount| price(amount, currency, locale);
    let (from, to) = (money(fall.from), money(fall.to));
    match fall.bound {
        Some(bound) => {
            let bound = plain(bound, 6, locale);
            format!("the total falls above {bound}, from {from} at {bound} to {to} just above: more costs less")
        }
        None => format!("the next step costs less, {to} after {from}: more costs less"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::workspace::check_value;
    use crate::workspace::template;

    #[test]
    fn a_table_that_falls_is_named_wherever_it_is_a_price() {
        let falls = json!({"seats": {"model": "volume", "meter": "seats", "tiers": [
            {"up_to": "10", "unit": "10", "flat": "0"}, {"unit": "5", "flat": "0"},
        ]}});
        let stages = json!({"first": {"until": "2029-01", "plans": {"team": falls}}});
        let offers = json!({"path": {"name": "Path", "stages": stages}});
        let group = json!({"name": "Group", "who": {}, "existing": "offers", "offers": offers});
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        document["scenarios"] = json!({});
        let rollout = &mut document["base"]["rollout"];
        (rollout["existing"], rollout["offers"]) = (json!("offers"), offers.clone());
        rollout["groups"] = json!({"g": group});
        document["base"]["price_changes"] = json!({"c": {"name": "C", "from": "2028-01", "plans": {"team": falls},
            "existing": "offers", "attention": 1, "offers": offers, "groups": {"g": group}}});
        let workspace = check_value(&document).unwrap();
        let found: Vec<_> = warnings(&workspace, Locale::EN_US).into_iter().map(|(_, warning)| warning.path).collect();
        let stage = "offers/path/stages/first/plans/team/seats/tiers/0";
        let expected = ["/price_changes/c/plans/team/seats/tiers/0".to_owned()]
            .into_iter()
            .chain(
                ["/price_changes/c", "/price_changes/c/groups/g", "/rollout", "/rollout/groups/g"]
                    .map(|at| format!("{at}/{stage}")),
            )
            .collect::<Vec<_>>();
        assert_eq!(found, expected);
    }
}
