//! This file makes a price list ready to be billed: plans with the add-ons that can be had, in a month or as they stand.

use crate::billing::Immense;
use crate::billing::cost_a_month;
use crate::number::Currency;
use crate::number::Decimal;
use crate::pricing::Charge;
use crate::pricing::Interval;
use crate::pricing::Meter;
use crate::pricing::Offer;
use crate::pricing::Reduction;
use crate::workspace::Case;
use crate::workspace::model::Charges;
use crate::workspace::model::Model;
use crate::workspace::model::Plan;

use super::attach;
use super::prices::PlanPrices;
use super::prices::Version;
use super::prices::prices;

/// What each plan costs new customers in month `t` of the horizon, dated price changes and the rollout applied; without
/// a month, as the plans stand with every lever applied.
pub fn price_list(case: &Case, base: &Model, t: Option<usize>) -> Vec<Version> {
    let last = case.last();
    match t {
        Some(t) => {
            let in_force = |plan: PlanPrices| plan.versions[plan.list[t]].clone();
            prices(case, base, false).into_iter().map(in_force).collect()
        }
        None => {
            let listed =
                |(id, plan): (&String, &Plan)| Version { add_ons: attach::listed(last, id), ..Version::of(plan) };
            last.plans.iter().map(listed).collect()
        }
    }
}

/// Hands on the offers of a plan and of the named add-ons that can be had with it, in the first year of a ramp deal.
/// `name` says what a charge is called; one of an add-on has its name before it.
pub fn with_offers<T>(
    model: &Model,
    version: &Version,
    add_ons: &[&str],
    currency: Currency,
    name: impl Fn(&str, &Charge) -> String,
    then: impl FnOnce(&[&Offer]) -> T,
) -> T {
    let named = |charges: &Charges, before: &str| -> Vec<String> {
        charges.iter().map(|(id, charge)| format!("{before}{}", name(id, charge))).collect()
    };
    let own_names = named(&version.charges, "");
    let own = paired(&own_names, &version.charges);
    let meters = version.conditions.meters(&model.meters);
    let plain: Vec<Meter> = model.meters.iter().map(|(id, meter)| meter.priced(id)).collect();
    let sold: Vec<_> = version.add_ons.iter().filter(|sold| add_ons.contains(&sold.id.as_str())).collect();
    let called = |id: &str| model.add_ons.get(id).map_or_else(|| id.to_owned(), |add_on| add_on.name.clone());
    let names: Vec<_> = sold.iter().map(|sold| named(&sold.charges, &format!("{}: ", called(&sold.id)))).collect();
    let charges: Vec<_> = sold.iter().zip(&names).map(|(sold, names)| paired(names, &sold.charges)).collect();
    let extra = charges
        .iter()
        .zip(&sold)
        .map(|(charges, sold)| Offer { annual_discount: sold.annual_discount, ..Offer::of(charges, &plain, currency) });
    let offers: Vec<Offer> =
        std::iter::once(version.conditions.offer(&own, &meters, currency, 0)).chain(extra).collect();
    then(&offers.iter().collect::<Vec<_>>())
}

/// Hands on the same offers with something more taken off the first, the plan's own: add-ons are left as they are.
pub fn with_reductions<T>(offers: &[&Offer], reductions: &[Reduction], then: impl FnOnce(&[&Offer]) -> T) -> T {
    let Some((own, add_ons)) = offers.split_first() else { return then(offers) };
    let own = Offer { reductions, ..**own };
    then(&std::iter::once(&own).chain(add_ons.iter().copied()).collect::<Vec<_>>())
}

/// The plans with a published price by what they cost a month for `quantities`, the cheapest first: their place, their cost.
pub fn ranking(
    model: &Model,
    versions: &[Version],
    quantities: &[Decimal],
    interval: Interval,
    currency: Currency,
) -> Result<Vec<(usize, Decimal)>, Immense> {
    let published = |at: &usize| !model.plans[*at].free && !model.plans[*at].contact_sales;
    let cost = |at: usize| {
        let cost = |offers: &[&Offer]| cost_a_month(offers, quantities, interval);
        with_offers(model, &versions[at], &[], currency, |id, _| id.to_owned(), cost).map(|cost| (at, cost))
    };
    let mut ranked = (0..versions.len()).filter(published).map(cost).collect::<Result<Vec<_>, _>>()?;
    ranked.sort_by_key(|(_, cost)| *cost);
    Ok(ranked)
}

fn paired<'a>(names: &'a [String], charges: &'a Charges) -> Vec<(&'a str, &'a Charge)> {
    names.iter().map(String::as_str).zip(charges.values()).collect()
}
