//! This file makes a price list ready to be billed: plans with the add-ons that can be had, in a month or as they stand.

use crate::billing::Immense;
use crate::billing::cost_a_month;
use crate::number::Currency;
use crate::number::Decimal;
use crate::packaging::Rules;
use crate::packaging::lifted;
use crate::packaging::needs_of;
use crate::pricing::Charge;
use crate::pricing::Interval;
use crate::pricing::Meter;
use crate::pricing::Offer;
use crate::pricing::PriceModel;
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
            let listed = |(id, plan): (&String, &Plan)| Version {
                add_ons: attach::listed(last, id),
                ..Version::of(plan).sold_in(last, id)
            };
            last.plans.iter().map(listed).collect()
        }
    }
}

impl Version {
    /// The same in the currency of a book: its own prices where it has some, else the list's times its factor. What add-ons
    /// cost goes by the factor too. A quantity that counts money is then in that currency.
    pub fn in_book(&self, id: &str, factor: Decimal) -> Self {
        let mut version = self.clone();
        let times = |charges: &Charges| -> Charges {
            charges.iter().map(|(id, charge)| (id.clone(), charge.times(factor))).collect()
        };
        match self.abroad.get(id) {
            Some(own) => version.charges = own.clone(),
            None => {
                version.charges = times(&self.charges);
                for limit in [&mut version.conditions.minimum, &mut version.conditions.maximum].into_iter().flatten() {
                    *limit *= factor;
                }
            }
        }
        for sold in &mut version.add_ons {
            sold.charges = times(&sold.charges);
        }
        version
    }
}

/// For whom a list is made ready.
#[derive(Clone, Copy, Debug)]
pub struct Buyer<'a> {
    /// Currency of the list.
    pub currency: Currency,
    /// Months since the contract began, on which a ramp depends.
    pub age: usize,
    /// Meters that count money, and the single transactions in each.
    pub transactions: &'a [(&'a str, &'a [Decimal])],
    /// Units of meters at the period's end, where they are not those of the period.
    pub ends: &'a [(&'a str, Decimal)],
}

impl Buyer<'_> {
    /// A new customer.
    pub fn new(currency: Currency) -> Self {
        Self { currency, age: 0, transactions: &[], ends: &[] }
    }
}

/// The charges of a price list, add-ons' too.
fn charges(version: &Version) -> impl Iterator<Item = &Charge> {
    version.charges.values().chain(version.add_ons.iter().flat_map(|sold| sold.charges.values()))
}

/// The meters of which some price lists take a percentage, each with one that counts its events, every pair once.
pub fn transacted<'a>(versions: impl IntoIterator<Item = &'a Version>) -> Vec<(&'a str, Option<&'a str>)> {
    let mut pairs = Vec::new();
    for charge in versions.into_iter().flat_map(charges) {
        if let PriceModel::Percentage { meter, events, .. } = &charge.model
            && !pairs.contains(&(meter.as_str(), events.as_deref()))
        {
            pairs.push((meter.as_str(), events.as_deref()));
        }
    }
    pairs
}

/// Puts the money and number of single transactions, by meter, in place of what the meters had.
pub fn count_transactions(
    model: &Model,
    pairs: &[(&str, Option<&str>)],
    lists: &[(&str, &[Decimal])],
    quantities: &mut [Decimal],
) {
    let place = |meter: &str| model.meters.get_index_of(meter);
    let listed = |meter: &str| lists.iter().find(|(known, _)| *known == meter).map(|(_, all)| *all);
    let counted = pairs.iter().filter_map(|(meter, events)| Some(((*events)?, listed(meter)?.len())));
    for at in counted.clone().filter_map(|(events, _)| place(events)) {
        quantities[at] = Decimal::ZERO;
    }
    for (events, number) in counted {
        if let Some(at) = place(events) {
            quantities[at] += Decimal::from(number);
        }
    }
    for (meter, all) in lists {
        if let Some(at) = place(meter) {
            quantities[at] = all.iter().sum();
        }
    }
}

/// Whether a price list has a charge whose tier goes by what a meter counts at the period's end.
pub fn goes_by_end(version: &Version, add_ons: &[String], meter: &str) -> bool {
    let sold = version.add_ons.iter().filter(|sold| add_ons.contains(&sold.id));
    let mut charges = version.charges.values().chain(sold.flat_map(|sold| sold.charges.values()));
    charges.any(|charge| charge.model.by_end() && charge.meter() == Some(meter))
}

/// Hands on the offers of a plan and of the named add-ons that can be had with it. `name` says what a charge is called;
/// one of an add-on has its name before it.
pub fn with_offers<T>(
    model: &Model,
    version: &Version,
    add_ons: &[&str],
    buyer: Buyer,
    name: impl Fn(&str, &Charge) -> String,
    then: impl FnOnce(&[&Offer]) -> T,
) -> T {
    let Buyer { currency, age, transactions, ends } = buyer;
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
    let offers = std::iter::once(version.conditions.offer(&own, &meters, currency, age)).chain(extra);
    let offers: Vec<Offer> = offers.map(|offer| Offer { transactions, ends, ..offer }).collect();
    then(&offers.iter().collect::<Vec<_>>())
}

/// Hands on the same offers with something more taken off the first, the plan's own: add-ons are left as they are.
pub fn with_reductions<T>(offers: &[&Offer], reductions: &[Reduction], then: impl FnOnce(&[&Offer]) -> T) -> T {
    let Some((own, add_ons)) = offers.split_first() else { return then(offers) };
    let own = Offer { reductions, ..**own };
    then(&std::iter::once(&own).chain(add_ons.iter().copied()).collect::<Vec<_>>())
}

/// A plan with the add-ons a usage needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Its place among the plans.
    pub plan: usize,
    /// Ids of the add-ons without which its limits would not do.
    pub add_ons: Vec<String>,
    /// What both cost a month.
    pub cost: Decimal,
}

impl Ranked {
    /// `Team with Storage`.
    pub fn name(&self, model: &Model) -> String {
        let called = |id: &String| model.add_ons.get(id).map_or_else(|| id.clone(), |add_on| add_on.name.clone());
        let with: Vec<_> = self.add_ons.iter().map(called).collect();
        let plan = model.plans.get_index(self.plan).map_or("", |(_, plan)| plan.name.as_str());
        if with.is_empty() { plan.to_owned() } else { format!("{plan} with {}", with.join(", ")) }
    }
}

/// The plans with a published price by what they cost a month for `quantities`, the cheapest first, each with the
/// cheapest add-ons that lift its limits of them; those whose limits no add-on lifts far enough are left out.
pub fn ranking(
    model: &Model,
    versions: &[Version],
    quantities: &[Decimal],
    interval: Interval,
    buyer: Buyer,
) -> Result<Vec<Ranked>, Immense> {
    let (rules, needs) = (Rules::new(model), needs_of(model, quantities));
    let cost = |version: &Version, add_ons: &[&str]| {
        with_offers(
            model,
            version,
            add_ons,
            buyer,
            |id, _| id.to_owned(),
            |offers| {
                offers.iter().map(|offer| cost_a_month(&[offer], quantities, interval)).collect::<Result<Vec<_>, _>>()
            },
        )
    };
    let mut ranked = Vec::new();
    for (plan, version) in versions.iter().enumerate() {
        if model.plans[plan].free || model.plans[plan].contact_sales {
            continue;
        }
        let sold: Vec<&str> = version.add_ons.iter().map(|sold| sold.id.as_str()).collect();
        let costs = cost(version, &sold)?;
        let of = |id: &str| Some(costs[1 + sold.iter().position(|sold| *sold == id)?]);
        if let Some((more, add_ons)) = lifted(model, &rules, plan, &needs, of) {
            ranked.push(Ranked { plan, add_ons, cost: costs[0] + more });
        }
    }
    ranked.sort_by_key(|ranked| ranked.cost);
    Ok(ranked)
}

fn paired<'a>(names: &'a [String], charges: &'a Charges) -> Vec<(&'a str, &'a Charge)> {
    names.iter().map(String::as_str).zip(charges.values()).collect()
}
