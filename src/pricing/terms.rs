//! This file holds a plan's charges together: what is offered, and the same made ready to bill many customers fast.
//!
//! Conventions of an annual contract:
//! - Recurring charges (flat fees and licence meters such as seats) are billed a year up front: twelve times the
//!   monthly amount less the annual discount, rounded once per line. Usage is billed monthly, without the discount.
//! - Minimum and maximum are monthly amounts. On an annual contract twelve of them bound the year: the up-front
//!   amount and twelve months of usage. The annual discount does not lower them.
//!
//! A charge is recurring or usage as the meter it is counted in; its own discounts, maximum and minimum (monthly amounts,
//! twelve of them on a year paid up front) come after ramp and annual discount and stay on its line.
//!
//! A minimum of a meter (a seat minimum) is billed where a customer has less: the quantity is raised before anything else.
//! A ramp factor is on the price of recurring charges, before the annual discount and rounding; usage is not ramped.
//!
//! Conventions of minimum and maximum, which bound the sum of all lines (reductions first, then maximum, then minimum):
//! - The true-up to the minimum is recurring.
//! - What the maximum cuts is taken from usage first, the rest from the recurring part.

use rust_decimal::Decimal;

use super::Charge;
use super::Off;
use super::Reduction;
use super::limits::Limits;
use super::limits::Settled;
use super::priced::MOST_METERS;
use super::priced::Priced;
use crate::choice;
use crate::number::Currency;
use crate::number::Number;

choice! {
    /// How often a contract is paid and renewed.
    #[derive(Hash)]
    pub enum Interval {
        /// Paid and renewed each month.
        Monthly = "monthly",
        /// Paid a year up front, renewed at the anniversary.
        Annual = "annual",
    }
}

impl Interval {
    /// Months from one payment to the next. A recurring amount over this is its MRR.
    pub fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Annual => 12,
        }
    }
}

/// What usage is counted in, as far as a bill must know.
#[derive(Clone, Copy, Debug)]
pub struct Meter<'a> {
    /// The id that charges name.
    pub id: &'a str,
    /// Plural: seats.
    pub name: &'a str,
    /// Singular: seat.
    pub unit: &'a str,
    /// A licence, part of MRR, rather than usage.
    pub recurring: bool,
    /// Least billed of it on the plan; 0 where there is no such minimum.
    pub minimum: Decimal,
}

/// A plan (and its add-ons) as offered to a customer.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// Charges a month in the order of the bill, each with the name people read.
    pub charges: &'a [(&'a str, &'a Charge)],
    /// Meters; quantities are given in this order.
    pub meters: &'a [Meter<'a>],
    /// Share taken off twelve months when a year is paid up front.
    pub annual_discount: Decimal,
    /// Factor on recurring prices in this year of a ramp deal; 1 without one.
    pub ramp: Decimal,
    /// What is taken off, in order: negotiated discounts, then coupons.
    pub reductions: &'a [Reduction<'a>],
    /// Least paid a month.
    pub minimum: Option<Decimal>,
    /// Most paid a month.
    pub maximum: Option<Decimal>,
    /// Currency of all amounts; lines are rounded to its minor unit.
    pub currency: Currency,
    /// Meters that count money, and the single transactions in each, in their order; their sum is its quantity.
    pub transactions: &'a [(&'a str, &'a [Decimal])],
    /// Units of meters at the period's end, where they are not those of the period: see [`super::PriceModel::by_end`].
    pub ends: &'a [(&'a str, Decimal)],
}

impl<'a> Offer<'a> {
    /// Charges alone, to which terms are added: `Offer { minimum, ..Offer::of(…) }`.
    pub const fn of(charges: &'a [(&'a str, &'a Charge)], meters: &'a [Meter<'a>], currency: Currency) -> Self {
        Self {
            charges,
            meters,
            annual_discount: Decimal::ZERO,
            ramp: Decimal::ONE,
            reductions: &[],
            minimum: None,
            maximum: None,
            currency,
            transactions: &[],
            ends: &[],
        }
    }
}

/// An offer at one interval, ready to be billed; evaluating it allocates nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms<N> {
    pub(super) lines: Vec<TermsLine<N>>,
    pub(super) interval: Interval,
    months: N,
    /// `12 × (1 − annual discount)`; none where months are billed one by one.
    year: Option<N>,
    /// Least billed of each meter; empty where no meter has such a minimum.
    least: Vec<N>,
    ramp: N,
    pub(super) reductions: Vec<Off<N>>,
    limits: Limits<N>,
    places: u32,
}

/// One charge of an offer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TermsLine<N> {
    pub priced: Priced<N>,
    /// Indices of its meters, the one it is counted in first: empty for a flat fee, none for a meter that is not among
    /// the offer's (its quantity is 0).
    pub meters: Vec<Option<usize>>,
    pub recurring: bool,
}

impl<N: Number> Terms<N> {
    /// The offer at an interval. Costs allocations: do it once per plan, price version and interval.
    pub fn new(offer: &Offer, interval: Interval) -> Self {
        let places = offer.currency.minor_digits();
        let months = Decimal::from(interval.months());
        let bound =
            |monthly: Option<Decimal>| monthly.map(|monthly| N::from_decimal((monthly * months).to_places(places)));
        let year =
            (interval == Interval::Annual).then(|| N::from_decimal(months * (Decimal::ONE - offer.annual_discount)));
        let line = |(_, charge): &(&str, &Charge)| {
            let place = |id: &str| offer.meters.iter().position(|meter| meter.id == id);
            let meters: Vec<_> = charge.model.meters().into_iter().take(MOST_METERS).map(place).collect();
            let recurring = meters.first().is_none_or(|meter| meter.is_some_and(|at| offer.meters[at].recurring));
            let end = offer.ends.iter().find(|(meter, _)| charge.meter() == Some(meter)).map(|(_, units)| {
                let least = meters.first().copied().flatten().map_or(Decimal::ZERO, |at| offer.meters[at].minimum);
                N::from_decimal(units.larger(least))
            });
            let priced = Priced::new(charge).of_each(charge, offer.transactions).ending_with(charge, end);
            TermsLine { priced, meters, recurring }
        };
        let least = match offer.meters.iter().any(|meter| !meter.minimum.is_zero()) {
            true => offer.meters.iter().map(|meter| N::from_decimal(meter.minimum)).collect(),
            false => Vec::new(),
        };
        Self {
            lines: offer.charges.iter().map(line).collect(),
            interval,
            months: N::from_decimal(months),
            year,
            least,
            ramp: N::from_decimal(offer.ramp),
            reductions: offer.reductions.iter().map(|reduction| reduction.off.of()).collect(),
            limits: Limits { minimum: bound(offer.minimum), maximum: bound(offer.maximum) },
            places,
        }
    }

    /// Recurring amount of one payment interval (so MRR is this over [`Interval::months`]) and usage amount of one
    /// month, for quantities a month in the order of the offer's meters. Each line is rounded to the minor unit where
    /// `N` is exact; minimum and maximum are applied by the conventions in this file's head.
    pub fn recurring_and_usage(&self, quantities: &[N]) -> (N, N) {
        self.amounts(|meter| quantities.get(meter).copied().unwrap_or(N::ZERO))
    }

    fn amounts(&self, quantity: impl Fn(usize) -> N) -> (N, N) {
        self.net(self.gross(quantity, self.ramp), &self.reductions)
    }

    /// The recurring lines of an interval and the usage lines of a month, before reductions and limits, where `ramp` is
    /// on recurring prices.
    pub fn gross(&self, quantity: impl Fn(usize) -> N, ramp: N) -> (N, N) {
        let (mut recurring, mut usage) = (N::ZERO, N::ZERO);
        for line in &self.lines {
            let mut units = [N::ZERO; MOST_METERS];
            for (units, meter) in units.iter_mut().zip(&line.meters) {
                *units = meter.map_or(N::ZERO, |meter| self.billed(meter, quantity(meter)));
            }
            let amount = self.amount(line, &units[..line.meters.len()], ramp);
            match line.recurring {
                true => recurring += amount,
                false => usage += amount,
            }
        }
        (recurring, usage)
    }

    /// What is left of [`Terms::gross`] after `reductions`, within the limits.
    pub fn net(&self, (mut recurring, mut usage): (N, N), reductions: &[Off<N>]) -> (N, N) {
        for off in reductions {
            let cuts = off.cuts((recurring, usage), self.interval, self.places);
            (recurring, usage) = (recurring - cuts.0, usage - cuts.1);
        }
        let settled = self.settle(recurring, usage);
        (recurring - settled.recurring_cut + settled.true_up, usage - settled.usage_cut)
    }

    /// The factor on recurring prices the offer was made with.
    pub fn ramp(&self) -> N {
        self.ramp
    }

    /// Units billed of a meter: at least its minimum.
    pub(super) fn billed(&self, meter: usize, units: N) -> N {
        self.least.get(meter).map_or(units, |least| units.larger(*least))
    }

    /// One line, for the units of its meters: a recurring one for the interval, a usage one for a month.
    fn amount(&self, line: &TermsLine<N>, units: &[N], ramp: N) -> N {
        self.unrounded(line, units, ramp).to_places(self.places)
    }

    /// The same before it is rounded.
    pub(super) fn unrounded(&self, line: &TermsLine<N>, units: &[N], ramp: N) -> N {
        let (factor, months) = self.factor(line, ramp);
        line.priced.over(units, factor, months)
    }

    /// What is on the price of a line, and how many months it is for.
    pub(super) fn factor(&self, line: &TermsLine<N>, ramp: N) -> (N, N) {
        match (line.recurring, self.year) {
            (true, Some(year)) => (year * ramp, self.months),
            (true, None) => (ramp, N::ONE),
            (false, _) => (N::ONE, N::ONE),
        }
    }

    /// What the bounds add to or take off a recurring amount and a month's usage.
    pub(super) fn settle(&self, recurring: N, usage: N) -> Settled<N> {
        self.limits.settle(recurring, usage, self.months, self.places)
    }
}
