//! This file turns the price list of a case into dated versions: what new customers pay, and where existing ones move.

use rust_decimal::Decimal;

use crate::month::Month;
use crate::workspace::Case;
use crate::workspace::model::Charges;
use crate::workspace::model::Existing;
use crate::workspace::model::Model;
use crate::workspace::model::Plan;

/// One version of one plan's prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Priced components.
    pub charges: Charges,
    /// Share taken off a year paid up front.
    pub annual_discount: Decimal,
}

/// Where existing customers on a version move when they renew, and how much of the change they notice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Index of the version they move to.
    pub version: usize,
    /// Share of the price reaction they show.
    pub attention: f64,
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

/// A dated change of one plan, as existing customers meet it.
struct Change {
    from: usize,
    version: usize,
    existing: Existing,
    moves_from: usize,
    attention: f64,
    offer: Option<(usize, usize)>,
}

/// The versions of every plan of `case`. Plans that only the base knows in another form take that form as version 0.
pub fn prices(case: &Case, base: &Model) -> Vec<PlanPrices> {
    case.last().plans.iter().map(|(id, plan)| plan_prices(case, base.plans.get(id), id, plan)).collect()
}

/// The plan as its buyers were observed: said by the plan itself, else by the base, else as it stands.
pub fn observed<'a>(plan: &'a Plan, base: Option<&'a Plan>) -> (&'a Charges, Decimal) {
    let then = plan.observed.as_ref().or(base.and_then(|plan| plan.observed.as_ref()));
    match (then, base) {
        (Some(then), _) => (&then.charges, then.annual_discount),
        (None, Some(base)) => (&base.charges, base.annual_discount),
        (None, None) => (&plan.charges, plan.annual_discount),
    }
}

fn plan_prices(case: &Case, base: Option<&Plan>, id: &str, plan: &Plan) -> PlanPrices {
    let (charges, annual_discount) = observed(plan, base);
    let mut versions = vec![Version { charges: charges.clone(), annual_discount }];
    let mut changes = Vec::new();
    for (at, (month, model)) in case.models.iter().enumerate() {
        let Some(plan) = model.plans.get(id) else { continue };
        let rollout = &model.rollout;
        let from = if at == 0 { rollout.from.map_or(0, |from| index(case, from)) } else { *month };
        let next = Version { charges: plan.charges.clone(), annual_discount: plan.annual_discount };
        if versions.last() != Some(&next) {
            versions.push(next);
            changes.push(Change {
                from,
                version: versions.len() - 1,
                existing: rollout.existing,
                moves_from: rollout.date.map_or(from, |date| index(case, date).max(from)),
                attention: rollout.attention,
                offer: None,
            });
        }
    }
    for change in case.last().price_changes.values() {
        let Some(charges) = change.plans.get(id) else { continue };
        let annual_discount = versions.last().map_or(Decimal::ZERO, |version| version.annual_discount);
        let offer = change.offer.as_ref().and_then(|offer| {
            let charges = offer.plans.get(id)?.clone();
            versions.push(Version { charges, annual_discount });
            Some((versions.len() - 1, index(case, offer.until)))
        });
        versions.push(Version { charges: charges.clone(), annual_discount });
        let from = index(case, change.from);
        changes.push(Change {
            from,
            version: versions.len() - 1,
            existing: change.existing,
            moves_from: change.date.map_or(from, |date| index(case, date).max(from)),
            attention: change.attention,
            offer,
        });
    }
    changes.sort_by_key(|change| change.from);
    schedule(versions, &changes, case.months)
}

fn schedule(versions: Vec<Version>, changes: &[Change], months: usize) -> PlanPrices {
    let list = (0..months)
        .map(|t| changes.iter().rev().find(|change| change.from <= t).map_or(0, |change| change.version))
        .collect::<Vec<_>>();
    let targets = (0..versions.len()).map(|held| (0..months).map(|t| target(changes, held, t)).collect()).collect();
    PlanPrices { versions, list, targets }
}

/// The move due in month `t` for customers on version `held`: the newest change that reaches them, if it is newer.
fn target(changes: &[Change], held: usize, t: usize) -> Option<Target> {
    let reached = changes.iter().rev().find(|change| match change.existing {
        Existing::Keep => false,
        Existing::Renewal => change.from <= t,
        Existing::Date => change.moves_from <= t,
    })?;
    let version = match reached.offer {
        Some((offer, until)) if t < until => offer,
        _ => reached.version,
    };
    (version > held).then_some(Target { version, attention: reached.attention })
}

/// The month as an index into the horizon; before the start is 0, far ahead is beyond the horizon.
fn index(case: &Case, month: Month) -> usize {
    month.since(case.start).max(0) as usize
}
