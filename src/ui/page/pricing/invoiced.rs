//! This file works out what the invoice calculator was asked: the list of the month, the invoice, the cheapest plan.

use rust_decimal::Decimal;
use yew::AttrValue;

use super::invoice::charge_name;
use super::words::Hand;
use crate::billing::Convention;
use crate::billing::Coupon;
use crate::billing::Immense;
use crate::billing::Invoice;
use crate::billing::Order;
use crate::billing::Replaced;
use crate::billing::Stretch;
use crate::billing::invoice;
use crate::billing::stretches;
use crate::date::Moment;
use crate::number;
use crate::number::Currency;
use crate::pricing::Charge;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::pricing::Reduction;
use crate::projection::Version;
use crate::projection::price_list;
use crate::projection::ranking;
use crate::projection::with_offers;
use crate::projection::with_reductions;
use crate::ui::words::from_f64;
use crate::workspace::Case;
use crate::workspace::Map;
use crate::workspace::Model;

/// Everything typed into the calculator; what was left alone is none or zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The plan, by id; the dearest for none.
    pub plan: AttrValue,
    /// A year up front rather than month by month.
    pub annual: bool,
    /// Ids of add-ons.
    pub add_ons: Vec<String>,
    /// Units by meter.
    pub units: Map<Decimal>,
    /// First moment of use; a whole period for none.
    pub start: Option<Moment>,
    /// Last moment of use; up to the next billing date for none.
    pub until: Option<Moment>,
    /// Day of the month on which periods begin; the start's for none.
    pub day: Option<Decimal>,
    /// How a part of a period is counted.
    pub convention: Convention,
    /// The plan it takes the place of, by id; empty for none.
    pub was: AttrValue,
    /// What was billed before.
    pub billed: Decimal,
    /// A coupon of the workspace, by id; empty for none.
    pub coupon: AttrValue,
    /// Share off.
    pub share: Decimal,
    /// Amount off.
    pub amount: Decimal,
    /// Rate of tax.
    pub tax: Decimal,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The invoice, or why there is none.
    pub invoice: Result<Invoice, &'static str>,
    /// Whose prices these are: `Prices of Mar 2027`.
    pub list: String,
    /// Which plan is cheapest for the usage, in a sentence; none where there is no choice.
    pub cheapest: Option<String>,
    /// Ids and names of the add-ons that can be had with the plan.
    pub add_ons: Vec<(String, String)>,
}

const IMMENSE: &str = "The bill for these quantities is too large to be counted to the cent.";

impl Asked {
    /// The plan meant, of those there are.
    pub fn plan(&self, model: &Model) -> AttrValue {
        let paid = model.plans.iter().rev().find(|(_, plan)| !plan.free);
        let dearest = || paid.or(model.plans.first()).map(|(id, _)| id.clone().into()).unwrap_or_default();
        if model.plans.contains_key(self.plan.as_str()) { self.plan.clone() } else { dearest() }
    }

    /// Units of a meter: what was typed, or the mean of the first segment in whole units, at least one.
    pub fn quantity(&self, model: &Model, meter: &str) -> Decimal {
        let usual = || {
            let usage = model.segments.values().find_map(|segment| segment.usage.get(meter));
            from_f64(libm::round(usage.map_or(1.0, |usage| usage.mean)).max(1.0))
        };
        self.units.get(meter).copied().unwrap_or_else(usual)
    }

    fn interval(&self) -> Interval {
        if self.annual { Interval::Annual } else { Interval::Monthly }
    }

    /// The stretches to be billed; none for one whole period.
    fn stretches(&self) -> Result<Vec<Stretch>, &'static str> {
        let Some(start) = self.start else { return Ok(Vec::new()) };
        let day = self.day.and_then(|day| u32::try_from(day).ok());
        stretches(self.convention, (start, self.until), day, self.interval().months())
            .ok_or("The end is not after the start, or more than 60 periods after it: choose another date.")
    }

    fn coupons(&self) -> Vec<Coupon> {
        let (share, amount) = (Off::Share { share: self.share }, Off::Amount { amount: self.amount });
        let coupons = [("Percentage off", share, self.share), ("Amount off", amount, self.amount)];
        let given = coupons.into_iter().filter(|(_, _, given)| !given.is_zero());
        given.map(|(name, off, _)| Coupon { name: name.to_owned(), off, used: Decimal::ZERO, lines: None }).collect()
    }

    /// Works it out.
    pub fn made(&self, case: &Case, base: &Model, hand: Hand) -> Option<Made> {
        let model = case.last();
        let plan = model.plans.get_index_of(self.plan(model).as_str())?;
        let month = self.start.map(|start| start.date.month());
        let t = month.and_then(|month| usize::try_from(month.since(case.start)).ok()).filter(|t| *t < case.months);
        let list = month
            .filter(|_| t.is_some())
            .map_or_else(|| "Prices as they stand".to_owned(), |month| format!("Prices of {}", month.label()));
        let versions = price_list(case, base, t);
        let quantities: Vec<_> = model.meters.keys().map(|id| self.quantity(model, id)).collect();
        let called = |id: &str| model.add_ons.get(id).map_or_else(|| id.to_owned(), |add_on| add_on.name.clone());
        let add_ons = versions[plan].add_ons.iter().map(|sold| (sold.id.clone(), called(&sold.id))).collect();
        let invoice = self.invoice(model, &versions, plan, &quantities, hand);
        let cheapest = self.cheapest(model, &versions, &quantities, hand);
        Some(Made { invoice, list, cheapest, add_ons })
    }

    fn invoice(
        &self,
        model: &Model,
        versions: &[Version],
        plan: usize,
        quantities: &[Decimal],
        hand: Hand,
    ) -> Result<Invoice, &'static str> {
        let order = Order {
            offers: &[],
            quantities,
            interval: self.interval(),
            stretches: &self.stretches()?,
            convention: self.convention,
            replaced: None,
            billed: self.billed,
            coupons: &self.coupons(),
            tax: Some(self.tax).filter(|tax| !tax.is_zero()),
            locale: hand.locale,
        };
        let name = |id: &str, charge: &Charge| charge_name(model, id, charge);
        let add_ons: Vec<&str> = self.add_ons.iter().map(String::as_str).collect();
        let was = model.plans.get_full(self.was.as_str());
        let id = model.plans.get_index(plan).map_or("", |(id, _)| id.as_str());
        let coupon = model.coupons.get(self.coupon.as_str()).filter(|coupon| coupon.fits(id));
        let coupon = coupon.map(|coupon| Reduction { name: &coupon.name, off: coupon.off });
        let made = with_offers(model, &versions[plan], &add_ons, hand.currency, name, |offers| {
            with_reductions(offers, coupon.as_slice(), |offers| match was {
                None => invoice(&Order { offers, ..order }),
                Some((at, _, before)) => with_offers(model, &versions[at], &[], hand.currency, name, |old| {
                    let replaced = Replaced { name: &before.name, offer: old[0], quantities };
                    invoice(&Order { offers, replaced: Some(replaced), ..order })
                }),
            })
        });
        made.map_err(|Immense| IMMENSE)
    }

    /// `Team is the cheapest plan for this usage, $120.00 a month; Pro is next, $149.00 more.`
    fn cheapest(&self, model: &Model, versions: &[Version], quantities: &[Decimal], hand: Hand) -> Option<String> {
        let ranked = ranking(model, versions, quantities, self.interval(), hand.currency).ok()?;
        let [first, second, ..] = ranked[..] else { return None };
        let (name, money) = (|at: usize| &model.plans[at].name, |amount| written(amount, hand.currency, hand));
        Some(format!(
            "{} is the cheapest plan for this usage, {} a month; {} is next, {} more.",
            name(first.0),
            money(first.1),
            name(second.0),
            money(second.1 - first.1)
        ))
    }
}

fn written(amount: Decimal, currency: Currency, hand: Hand) -> String {
    number::money(amount, currency, hand.locale)
}
