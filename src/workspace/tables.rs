//! This file finds what is wrong with charges whose shape is right, and what is right but likely not meant: price tables
//! that leave gaps or overlap are refused, tables whose total falls are warned of, each at its row.

use rust_decimal::Decimal;
use serde_json::Value;

use super::Workspace;
use super::case::effective;
use super::model::Charges;
use super::model::Model;
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
        let offered = change.offer.iter().flat_map(move |offer| {
            offer.plans.iter().map(move |(plan, charges)| (format!("/price_changes/{id}/offer/plans/{plan}"), charges))
        });
        let listed = change.plans.iter();
        listed.map(move |(plan, charges)| (format!("/price_changes/{id}/plans/{plan}"), charges)).chain(offered)
    });
    let mut found = Vec::new();
    for (path, charges) in plans.chain(add_ons).chain(later) {
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

/// The warnings of the base, then of each scenario those that are its own, with its name.
pub fn warnings(workspace: &Workspace, locale: Locale) -> Vec<(Option<String>, Warning)> {
    let of = |scenario: Option<&str>| of_model(&effective(workspace, scenario), workspace.currency, locale);
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
