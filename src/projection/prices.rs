//! This file turns the price list of a case into dated versions: what new customers pay, and where existing ones move.

use crate::month::Month;
use crate::workspace::Case;
use crate::workspace::model::Charges;
use crate::workspace::model::Conditions;
use crate::workspace::model::Existing;
use crate::workspace::model::Model;
use crate::workspace::model::Plan;
use crate::workspace::model::PriceChange;

use super::attach;
use super::attach::Sold;

/// One version of one plan's prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Priced components.
    pub charges: Charges,
    /// Discounts, limits and terms.
    pub conditions: Conditions,
    /// The add-ons that can be had with it.
    pub add_ons: Vec<Sold>,
}

impl Version {
    /// The list of a plan as it stands; without add-ons, as are all of these.
    pub fn of(plan: &Plan) -> Self {
        Self { charges: plan.charges.clone(), conditions: plan.conditions(), add_ons: Vec::new() }
    }

    /// The list of a plan as its buyers were observed: said by the plan itself, else by the base, else as it stands.
    pub fn observed(plan: &Plan, base: Option<&Plan>) -> Self {
        match (plan.observed.as_ref().or(base.and_then(|plan| plan.observed.as_ref())), base) {
            (Some(then), _) => {
                Self { charges: then.charges.clone(), conditions: then.conditions(), add_ons: Vec::new() }
            }
            (None, Some(base)) => Self::of(base),
            (None, None) => Self::of(plan),
        }
    }
}

/// Where existing customers on a version move when they renew, and how much of the change they notice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Index of the version they move to.
    pub version: usize,
    /// Share of the price reaction they show.
    pub attention: f64,
    /// First month of the change: what other plans cost before it is what they are compared with.
    pub from: usize,
}

/// The prices of one plan over time. Versions are in the order they come into force; version 0 is the observed one.
#[derive(Clone, Debug)]
pub struct PlanPrices {
    /// All versions.
    pub versions: Vec<Version>,
    /// The version new customers get, by month.
    pub list: Vec<usize>,
    /// By version and month, the move due at a renewal in that month.
    pub targets: Vec<Vec<Option<Target>>>,
}

/// A dated change of one plan's prices, as existing customers meet it.
struct Change {
    /// First month for new customers.
    from: usize,
    charges: Charges,
    /// `None` where the conditions in force stay.
    conditions: Option<Conditions>,
    /// `None` where those on offer stay.
    add_ons: Option<Vec<Sold>>,
    existing: Existing,
    /// First month in which those move who move at a date.
    moves_from: usize,
    attention: f64,
    /// A passing price, and the first month in which it is no longer given.
    offer: Option<(Charges, usize)>,
}

/// A change whose prices are versions.
struct Dated {
    change: Change,
    version: usize,
    /// The version of the passing price.
    offer: Option<usize>,
}

/// The versions of every plan of `case`. Plans that only the base knows in another form take that form as version 0.
pub fn prices(case: &Case, base: &Model) -> Vec<PlanPrices> {
    case.last().plans.iter().map(|(id, plan)| plan_prices(case, base, id, plan)).collect()
}

fn plan_prices(case: &Case, base: &Model, id: &str, plan: &Plan) -> PlanPrices {
    let known = base.plans.contains_key(id);
    let add_ons = if known { attach::observed(base, id) } else { attach::listed(case.at(0), id) };
    let first = Version { add_ons, ..Version::observed(plan, base.plans.get(id)) };
    let mut changes = listed(case, id, &first);
    changes.extend(dated(case, id));
    changes.sort_by_key(|change| change.from);
    schedule(first, changes, case.months)
}

/// The list itself, where it differs from the observed one or a lever changes it in some month.
fn listed(case: &Case, id: &str, first: &Version) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut before = first.clone();
    for (at, (month, model)) in case.models.iter().enumerate() {
        let Some(plan) = model.plans.get(id) else { continue };
        let now = Version { add_ons: attach::listed(model, id), ..Version::of(plan) };
        if now == before {
            continue;
        }
        let rollout = &model.rollout;
        let from = if at == 0 { rollout.from.map_or(0, |from| index(case, from)) } else { *month };
        // A lever's list holds from its month on: what was to come in force after it is part of it.
        changes.retain(|change| change.from < from);
        changes.push(Change {
            from,
            charges: now.charges.clone(),
            conditions: Some(now.conditions.clone()),
            add_ons: Some(now.add_ons.clone()),
            existing: rollout.existing,
            moves_from: rollout.date.map_or(from, |date| index(case, date).max(from)),
            attention: rollout.attention,
            offer: None,
        });
        before = now;
    }
    changes
}

/// The later price changes that name the plan.
fn dated(case: &Case, id: &str) -> Vec<Change> {
    let of = |change: &PriceChange| {
        let from = index(case, change.from);
        let offer =
            change.offer.as_ref().and_then(|offer| Some((offer.plans.get(id)?.clone(), index(case, offer.until))));
        Some(Change {
            from,
            charges: change.plans.get(id)?.clone(),
            conditions: None,
            add_ons: None,
            existing: change.existing,
            moves_from: change.date.map_or(from, |date| index(case, date).max(from)),
            attention: change.attention,
            offer,
        })
    };
    case.last().price_changes.values().filter_map(of).collect()
}

/// Versions are numbered as they come into force, so that a later one is always the newer one; a passing price stands
/// just before the price it leads to.
fn schedule(first: Version, changes: Vec<Change>, months: usize) -> PlanPrices {
    let mut latest = first.clone();
    let mut versions = vec![first];
    let mut dated = Vec::with_capacity(changes.len());
    for change in changes {
        latest.conditions = change.conditions.clone().unwrap_or(latest.conditions);
        latest.add_ons = change.add_ons.clone().unwrap_or(latest.add_ons);
        let offer = change.offer.as_ref().map(|(charges, _)| {
            versions.push(Version { charges: charges.clone(), ..latest.clone() });
            versions.len() - 1
        });
        versions.push(Version { charges: change.charges.clone(), ..latest.clone() });
        dated.push(Dated { change, version: versions.len() - 1, offer });
    }
    let list = (0..months)
        .map(|t| dated.iter().rev().find(|dated| dated.change.from <= t).map_or(0, |dated| dated.version))
        .collect::<Vec<_>>();
    let targets = (0..versions.len()).map(|held| (0..months).map(|t| target(&dated, held, t)).collect()).collect();
    PlanPrices { versions, list, targets }
}

/// The move due in month `t` for customers on version `held`: the newest change that reaches them, if it is newer.
fn target(changes: &[Dated], held: usize, t: usize) -> Option<Target> {
    let reached = changes.iter().rev().find(|dated| match dated.change.existing {
        Existing::Keep => false,
        Existing::Renewal => dated.change.from <= t,
        Existing::Date => dated.change.moves_from <= t,
    })?;
    let version = match (reached.offer, &reached.change.offer) {
        (Some(offer), Some((_, until))) if t < *until => offer,
        _ => reached.version,
    };
    let Change { attention, from, .. } = reached.change;
    (version > held).then_some(Target { version, attention, from })
}

/// The month as an index into the horizon; before the start is 0, far ahead is beyond the horizon.
fn index(case: &Case, month: Month) -> usize {
    month.since(case.start).max(0) as usize
}
