//! This file bounds how large a model can become, so that no sum downstream can overflow.
//!
//! The estimate is from above: every prospect of [`HORIZON`] months buys, nobody leaves, all pay the dearest plan.

use rust_decimal::Decimal;

use super::model::Basis;
use super::model::Charges;
use super::model::Conditions;
use super::model::Model;
use super::model::Segment;
use super::model::Source;
use super::model::Usage;
use crate::driver::HORIZON;
use crate::number::Number;
use crate::pricing::Charge;
use crate::pricing::HIGHEST_QUANTITY;
use crate::shape::Problem;

/// The most money a segment may pay or cost in a month, in currency units.
pub const HIGHEST_FLOW: f64 = 1e13;
/// Years a customer can grow within a projection: 120 months of opening age and [`HORIZON`] months more.
const YEARS: i32 = 20;
/// The size of the largest of five equal groups is at most five times the mean.
const LARGEST: f64 = 5.0;

/// Every segment whose customers, or whose money, could grow beyond what the ledger holds.
pub(super) fn magnitude(model: &Model) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (id, segment) in &model.segments {
        for (meter, usage) in &segment.usage {
            let most = quantity(usage);
            if most > HIGHEST_QUANTITY {
                problems.push(Problem {
                    path: format!("/segments/{id}/usage/{meter}"),
                    found: format!("up to {most:.1e} for one customer within {YEARS} years"),
                    allowed: format!("at most {HIGHEST_QUANTITY:e}"),
                });
            }
        }
        let heads = heads(id, model).max(1.0);
        let (bill, cost) = (dearest(segment, model), costliest(segment, model));
        for (what, each) in [("pay", bill), ("cost", cost)] {
            if heads * each > HIGHEST_FLOW {
                problems.push(Problem {
                    path: format!("/segments/{id}"),
                    found: format!(
                        "customers who could {what} {:.1e} a month ({heads:.1e} × {each:.1e})",
                        heads * each
                    ),
                    allowed: format!("at most {HIGHEST_FLOW:e} a month, customers times money for each"),
                });
            }
        }
    }
    problems
}

/// The most customers of a segment there can be.
fn heads(id: &str, model: &Model) -> f64 {
    let opening: f64 = model.opening.values().filter(|row| row.segment == id).map(|row| row.customers).sum();
    let prospects = |source: &Source| match source {
        Source::Organic { prospects } => prospects.extremes().1,
        Source::Paid { spend, reference_spend, reference_prospects, saturation } => {
            let ratio = spend.extremes().1 / reference_spend;
            reference_prospects * ratio * (1.0 + saturation) / (1.0 + saturation * ratio)
        }
    };
    let monthly: f64 = model
        .channels
        .values()
        .map(|channel| prospects(&channel.source) * channel.split.get(id).copied().unwrap_or_default())
        .sum();
    opening + monthly * HORIZON as f64
}

/// The most of a meter one customer can have.
fn quantity(usage: &Usage) -> f64 {
    let yearly = (1.0 + usage.growth).max(1.0);
    let size = if usage.spread > 0.0 { LARGEST } else { 1.0 };
    usage.mean * size * libm::pow(yearly, f64::from(YEARS))
}

/// The largest bill a customer of the segment can get, over every plan, every version of its price and every book, all
/// add-ons on top. What counts money counts it in the book's: as much as the list's at the lowest rate.
fn dearest(segment: &Segment, model: &Model) -> f64 {
    let list = listed(segment, model);
    let abroad = model.books.values().map(|book| {
        let (lowest, highest) = book.rate.extremes();
        let own = book.plans.iter().map(|(plan, charges)| {
            let counted = |(id, charge): (&String, &Charge)| (id.clone(), charge.counting(Decimal::from_f64(lowest)));
            bill(
                &charges.iter().map(counted).collect(),
                &model.plans.get(plan).map(|plan| plan.conditions()).unwrap_or_default(),
                segment,
            )
        });
        let factor = book.factor.to_f64().max(1.0 / lowest);
        own.fold(list * factor, f64::max) * highest
    });
    abroad.fold(list, f64::max)
}

/// The same on the list.
fn listed(segment: &Segment, model: &Model) -> f64 {
    let mut most = 0.0_f64;
    for plan in model.plans.values() {
        let least = plan.minimum.map_or(0.0, |least| least.to_f64());
        most = most.max(least).max(bill(&plan.charges, &plan.conditions(), segment));
        most = plan.observed.iter().fold(most, |most, then| {
            let least = then.minimum.map_or(0.0, |least| least.to_f64());
            most.max(least).max(bill(&then.charges, &then.conditions(), segment))
        });
    }
    let priced = |plan: &String, charges: &Charges| {
        bill(charges, &model.plans.get(plan).map(|plan| plan.conditions()).unwrap_or_default(), segment)
    };
    for change in model.price_changes.values() {
        most = change.plans.iter().map(|(plan, charges)| priced(plan, charges)).fold(most, f64::max);
    }
    let policies = model.price_changes.values().flat_map(|change| change.policies()).chain(model.rollout.policies());
    for stage in policies.flat_map(|policy| policy.stages()) {
        most = stage.plans.iter().map(|(plan, charges)| priced(plan, charges)).fold(most, f64::max);
    }
    let add_ons = model.add_ons.values().map(|add_on| {
        let none = Conditions::default();
        let observed = add_on.observed.as_ref().map_or(0.0, |observed| bill(&observed.charges, &none, segment));
        observed.max(bill(&add_on.charges, &none, segment))
    });
    most + add_ons.sum::<f64>()
}

fn bill(charges: &Charges, conditions: &Conditions, segment: &Segment) -> f64 {
    let money = |price: &Decimal| price.to_f64();
    let units = |meter: &str| {
        let least = conditions.minimum_units.get(meter).map_or(0.0, money);
        segment.usage.get(meter).map_or(0.0, quantity).max(least)
    };
    let sum = charges.values().map(|charge| charge.most(units)).sum::<f64>();
    sum * conditions.ramp.iter().map(money).fold(1.0, f64::max)
}

/// The most a customer of the segment can cost a month, a share of revenue left out.
fn costliest(segment: &Segment, model: &Model) -> f64 {
    let lines = model.costs.cogs.values().map(|cogs| match &cogs.basis {
        Basis::Revenue { .. } => 0.0,
        Basis::Customer { amount } | Basis::Free { amount } => amount.extremes().1,
        Basis::Unit { meter, amount } => amount.extremes().1 * segment.usage.get(meter).map_or(0.0, quantity),
    });
    model.costs.payment_fixed + lines.sum::<f64>()
}
