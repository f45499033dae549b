//! This file tabulates expected bills by age: each distinct bill is computed once and enters the cohorts as a number.

use std::borrow::Cow;

use crate::month::Month;
use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Number;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::pricing::Offer;
use crate::pricing::SIZE_POINTS;
use crate::pricing::Terms;
use crate::pricing::discount_points;
use crate::workspace::Map;
use crate::workspace::model::Book;
use crate::workspace::model::Charges;
use crate::workspace::model::Coupon;
use crate::workspace::model::Lasts;
use crate::workspace::model::Meter;
use crate::workspace::model::Negotiated;

use super::prices::Version;
use super::sizes::Loads;
use super::sizes::Sizes;
use super::table::Table;

/// How much less customers are given to have to see what of their bill follows it.
const LESS: f64 = 0.1;

/// What a plan is sold at, whatever the segment.
pub struct Sale<'a> {
    /// Prices.
    pub version: &'a Version,
    /// All meters of the model.
    pub meters: &'a Map<Meter>,
    /// Currency of all money.
    pub currency: Currency,
    /// Price books.
    pub books: &'a Map<Book>,
    /// First month, at whose rates books are converted.
    pub start: Month,
}

impl Sale<'_> {
    /// What customers pay under one contract, made ready once for the customers of every segment.
    pub fn terms<N: Number>(&self, interval: Interval) -> Bill<N> {
        let charges = self.version.charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect::<Vec<_>>();
        let conditions = &self.version.conditions;
        let meters = conditions.meters(self.meters);
        let offer = conditions.offer(&charges, &meters, self.currency, 0);
        let ramp = conditions.ramp.iter().map(|factor| N::from_decimal(*factor)).collect();
        let coupons = self.version.coupons.clone();
        let negotiated = self.version.negotiated.iter();
        let negotiated = negotiated.map(|(segment, found)| (segment.clone(), discounts(found))).collect();
        let abroad = self.books.iter().map(|(id, book)| self.abroad(id, book, interval)).collect();
        Bill { negotiated, terms: Terms::new(&offer, interval), interval, ramp, coupons, abroad }
    }

    /// The bill from a book.
    fn abroad<N: Number>(&self, id: &str, book: &Book, interval: Interval) -> Abroad<N> {
        let Version { charges, conditions, .. } = self.version.in_book(id, book.factor);
        let rate = book.rate.at(0, self.start);
        let counted = charges.iter().map(|(id, charge)| (id.as_str(), charge.counting(Decimal::from_f64(rate))));
        let counted = counted.collect::<Vec<_>>();
        let charges = counted.iter().map(|(id, charge)| (*id, charge)).collect::<Vec<_>>();
        let meters = conditions.meters(self.meters);
        let terms = Terms::new(&conditions.offer(&charges, &meters, book.currency, 0), interval);
        let factor = N::from_decimal(book.factor);
        Abroad { terms, factor, rate: N::from_f64(rate), share: book.share.clone() }
    }
}

/// The bill under one contract.
#[derive(PartialEq)]
pub struct Bill<N> {
    /// Shares negotiated off it by segment, equally likely; nothing off an add-on.
    negotiated: Map<Vec<f64>>,
    terms: Terms<N>,
    pub(super) interval: Interval,
    /// Factor on recurring prices by year of age; empty where they are as listed.
    ramp: Vec<N>,
    coupons: Vec<Coupon>,
    abroad: Vec<Abroad<N>>,
}

/// The bill from a price book.
#[derive(PartialEq)]
struct Abroad<N> {
    terms: Terms<N>,
    /// The book's money for the list's, of amounts off.
    factor: N,
    /// The list's money for the book's, in the first month.
    rate: N,
    /// Share of customers by segment.
    share: Map<f64>,
}

/// One way of paying the customers of a segment have: from the list, or from a book.
pub(super) struct Till<'a, N> {
    terms: &'a Terms<N>,
    /// Share of customers times rate of exchange; none where all pay the list.
    weight: Option<N>,
    /// Factor on amounts off.
    factor: Option<N>,
}

/// Customers whose bills are summed: each size with each discount.
pub(super) struct Crowd<'a, N> {
    loads: &'a Loads<'a, N>,
    points: std::ops::Range<usize>,
    discounts: &'a [f64],
    tills: &'a [Till<'a, N>],
}

/// A coupon in the hands of one segment.
pub(super) struct Used<'a, N> {
    /// Its place among the coupons of the version.
    pub at: usize,
    pub coupon: &'a Coupon,
    pub off: Off<N>,
    /// Share of customers who use it.
    pub share: N,
}

/// Sums over customers of one age: recurring money of an interval, usage of a month, and what is taken off once.
struct Sum<N> {
    recurring: N,
    usage: N,
    once: N,
    /// What coupons take off a year, at the size of this age.
    yearly: N,
}

impl<N: Number> Bill<N> {
    /// The bill of charges without bounds.
    pub fn of(
        charges: &Charges,
        annual_discount: Decimal,
        meters: &Map<Meter>,
        currency: Currency,
        interval: Interval,
    ) -> Self {
        let charges = charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect::<Vec<_>>();
        let meters = meters.iter().map(|(id, meter)| meter.priced(id)).collect::<Vec<_>>();
        let offer = Offer { annual_discount, ..Offer::of(&charges, &meters, currency) };
        let (negotiated, ramp, coupons, abroad) = (Map::default(), Vec::new(), Vec::new(), Vec::new());
        Self { negotiated, terms: Terms::new(&offer, interval), interval, ramp, coupons, abroad }
    }

    /// The table for new customers of the given sizes, in numbers that `convert` gives: their bill stands for all ages.
    pub fn table<M: Number>(&self, sizes: &Sizes, convert: fn(N) -> M) -> Table<M> {
        self.at(&Loads::new(sizes, false), None, false, convert)
    }

    /// The table for customers of all sizes, or at one point of them, in numbers that `convert` gives. Each distinct bill is
    /// computed once: ages between two that differ share it, and all ages unless bills of later ages are asked for (`grows`).
    pub fn at<M: Number>(
        &self,
        loads: &Loads<'_, N>,
        point: Option<usize>,
        grows: bool,
        convert: fn(N) -> M,
    ) -> Table<M> {
        let sizes = loads.sizes;
        let who = Crowd {
            loads,
            points: point.map_or(0..sizes.points(), |point| point..point + 1),
            discounts: self.negotiated.get(&sizes.segment).map_or(&[0.0], Vec::as_slice),
            tills: &self.tills(sizes),
        };
        let used = self.used(sizes);
        let parts = (who.points.len() * who.discounts.len()) as f64;
        let months = f64::from(self.interval.months());
        let (recurring_parts, usage_parts) = (M::from_f64(parts * months), M::from_f64(parts));
        let (mut recurring, mut usage) = (Vec::with_capacity(sizes.ages), Vec::with_capacity(sizes.ages));
        let mut rises = Vec::new();
        let (mut once, mut weighed) = (M::ZERO, M::ZERO);
        let starts = self.starts(sizes, grows);
        for (at, age) in starts.iter().copied().enumerate() {
            let sum = self.sum(&who, age, &used);
            if age > 0 {
                rises.extend(self.rises(&who, age, &used, |more| convert(more) / recurring_parts));
            }
            let bill = (convert(sum.recurring) / recurring_parts, convert(sum.usage) / usage_parts);
            if age == 0 {
                weighed = bill.0 + bill.1;
                if !used.is_empty() {
                    let off = convert(sum.yearly) / M::from_f64(parts * 12.0);
                    once = convert(sum.once) / usage_parts;
                    weighed = self.plain(&who, convert) - off;
                }
            }
            let until = starts.get(at + 1).copied().unwrap_or(sizes.ages);
            recurring.resize(until, bill.0);
            usage.resize(until, bill.1);
        }
        let lapses = |coupon: &Coupon| coupon.months().is_some_and(|months| !months.is_multiple_of(12));
        let restless = sizes.restless() || self.coupons.iter().any(lapses);
        let follows =
            if sizes.cuts { self.follows(&who, &used, (recurring[0], usage[0]), convert) } else { (M::ZERO, M::ZERO) };
        Table { recurring, usage, once, weighed, restless, add_ons: None, rises, follows }
    }

    /// Ages from which on customers are billed something else than before, the first 0; no other unless the bill `grows`.
    fn starts<'s>(&self, sizes: &'s Sizes, grows: bool) -> Cow<'s, [usize]> {
        let own = |age: usize| self.ramps_at(age) || self.coupon_ends_at(age);
        match grows {
            false => Cow::Borrowed(&[0]),
            true if self.ramp.is_empty() && self.coupons.is_empty() => Cow::Borrowed(&sizes.steps),
            true => (0..sizes.ages).filter(|age| sizes.steps.binary_search(age).is_ok() || own(*age)).collect(),
        }
    }

    /// The shares of a new customer's recurring and usage money that follow the units it has.
    ///
    /// Convention: what a tenth less would save, in proportion, and never more than in proportion. It stands for all ages
    /// and for any number of units, so that customers of a cohort who have cut at different times can be summed.
    fn follows<M: Number>(&self, who: &Crowd<'_, N>, used: &[Used<'_, N>], all: (M, M), convert: fn(N) -> M) -> (M, M) {
        let sizes = who.loads.sizes.with(1.0 - LESS);
        let less = self.sum(&Crowd { loads: &Loads::new(&sizes, false), points: who.points.clone(), ..*who }, 0, used);
        let parts = M::from_f64((who.points.len() * who.discounts.len()) as f64);
        let share = |all: M, less: M| {
            let saved = (all - less).larger(M::ZERO);
            if all > M::ZERO { (saved / (all * M::from_f64(LESS))).smaller(M::from_f64(1.0)) } else { M::ZERO }
        };
        let months = M::from_f64(f64::from(self.interval.months()));
        (share(all.0, convert(less.recurring) / (parts * months)), share(all.1, convert(less.usage) / parts))
    }

    /// The coupons that customers of a segment use.
    fn used(&self, sizes: &Sizes) -> Vec<Used<'_, N>> {
        let of = |coupon: &Coupon| *coupon.share.get(&sizes.segment).unwrap_or(&0.0);
        let used = self.coupons.iter().enumerate().filter(|(_, coupon)| of(coupon) > 0.0);
        used.map(|(at, coupon)| Used { at, coupon, off: coupon.off.of(), share: N::from_f64(of(coupon)) }).collect()
    }

    /// What a new customer pays a month without any coupon.
    fn plain<M: Number>(&self, who: &Crowd<'_, N>, convert: fn(N) -> M) -> M {
        let parts = (who.points.len() * who.discounts.len()) as f64;
        let Sum { recurring, usage, .. } = self.sum(who, 0, &[]);
        convert(recurring) / M::from_f64(parts * f64::from(self.interval.months()))
            + convert(usage) / M::from_f64(parts)
    }

    /// The bills of all sizes and all discounts at an age, each weighted by who uses which coupon.
    ///
    /// Conventions: a negotiated discount comes before a coupon, and both before minimum and maximum spend, which makes
    /// bills crooked, so that each discount is billed by itself rather than the mean alone. Where only the part of an
    /// annual contract that is paid up front carries a coupon, it is settled as if its usage did too.
    fn sum(&self, who: &Crowd<'_, N>, age: usize, used: &[Used<'_, N>]) -> Sum<N> {
        let mut sum = Sum { recurring: N::ZERO, usage: N::ZERO, once: N::ZERO, yearly: N::ZERO };
        self.each_bill(who, age, self.ramp(age), |till, gross, negotiated| {
            let plain = till.paid(gross, negotiated);
            (sum.recurring, sum.usage) = (sum.recurring + plain.0, sum.usage + plain.1);
            for used in used {
                let less = till.paid(gross, &[negotiated, &[till.off(used.off)]].concat());
                self.use_up(used, age, plain, less, &mut sum);
            }
        });
        sum
    }

    /// Calls `of` with each gross bill at the size of an age, where it is paid, and what is negotiated off it; `ramp` is on
    /// recurring prices.
    pub(super) fn each_bill(
        &self,
        who: &Crowd<'_, N>,
        age: usize,
        ramp: N,
        mut of: impl FnMut(&Till<'_, N>, (N, N), &[Off<N>]),
    ) {
        for quantities in who.loads.at(age, who.points.clone()) {
            for till in who.tills {
                let gross = till.terms.gross(|meter| quantities[meter], ramp);
                for discount in who.discounts {
                    if *discount > 0.0 {
                        of(till, gross, &[Off::Share { share: N::from_f64(*discount).to_places(9) }]);
                    } else {
                        of(till, gross, &[]);
                    }
                }
            }
        }
    }

    /// From what the customers of a segment buy.
    fn tills(&self, sizes: &Sizes) -> Vec<Till<'_, N>> {
        let of = |abroad: &Abroad<N>| N::from_f64(abroad.share.get(&sizes.segment).copied().unwrap_or(0.0));
        let books = self.abroad.iter().filter(|abroad| of(abroad) != N::ZERO);
        let rest = books.clone().fold(N::ONE, |rest, abroad| rest - of(abroad));
        let weight = (rest != N::ONE).then_some(rest);
        let list = Till { terms: &self.terms, weight, factor: None };
        let abroad = books.map(|abroad| Till {
            terms: &abroad.terms,
            weight: Some(of(abroad) * abroad.rate),
            factor: Some(abroad.factor),
        });
        std::iter::once(list).chain(abroad).collect()
    }

    /// What each book's part of a new customer's bill is, and the list's part before them, at the first month's rates.
    pub fn parts(&self, sizes: &Sizes) -> Vec<f64> {
        let loads = Loads::new(sizes, false);
        let one = |till: &Till<'_, N>| {
            let sums = loads.at(0, 0..sizes.points()).map(|quantities| {
                let (recurring, usage) = till.paid(till.terms.gross(|meter| quantities[meter], self.ramp(0)), &[]);
                recurring.to_f64() / f64::from(self.interval.months()) + usage.to_f64()
            });
            sums.sum::<f64>()
        };
        let mut tills = self.tills(sizes).into_iter();
        let list = tills.next().map_or(0.0, |list| one(&list));
        let bought = |abroad: &Abroad<N>| abroad.share.get(&sizes.segment).is_some_and(|share| *share != 0.0);
        let books = self
            .abroad
            .iter()
            .map(|abroad| if bought(abroad) { tills.next().map_or(0.0, |till| one(&till)) } else { 0.0 });
        std::iter::once(list).chain(books).collect()
    }

    /// Takes off what those who use a coupon pay less at an age.
    fn use_up(&self, used: &Used<'_, N>, age: usize, plain: (N, N), less: (N, N), sum: &mut Sum<N>) {
        let off = ((plain.0 - less.0) * used.share, (plain.1 - less.1) * used.share);
        if used.coupon.lasts == Lasts::Once && self.interval == Interval::Monthly {
            if age == 0 {
                sum.once += off.0 + off.1;
                sum.yearly += off.0 + off.1;
            }
            return;
        }
        let (up_front, monthly) = used.coupon.holds(age, self.interval);
        sum.recurring -= if up_front { off.0 } else { N::ZERO };
        sum.usage -= if monthly { off.1 } else { N::ZERO };
        if age == 0 {
            let months = used.coupon.months().unwrap_or(12).min(12) as f64;
            let bills = if self.interval == Interval::Annual { 1.0 } else { months };
            sum.yearly += off.0 * N::from_f64(bills) + off.1 * N::from_f64(months);
        }
    }

    /// Whether a coupon has just ended for what is billed at an age.
    fn coupon_ends_at(&self, age: usize) -> bool {
        let held = |coupon: &Coupon, age| coupon.holds(age, self.interval);
        age > 0 && self.coupons.iter().any(|coupon| held(coupon, age) != held(coupon, age - 1))
    }

    /// The factor on recurring prices at an age.
    pub(super) fn ramp(&self, age: usize) -> N {
        self.ramp.get(age / 12).or(self.ramp.last()).copied().unwrap_or(N::ONE)
    }

    /// Whether another year of the ramp begins.
    fn ramps_at(&self, age: usize) -> bool {
        age.is_multiple_of(12) && age / 12 < self.ramp.len()
    }
}

/// Shares off the bill of customers who negotiate so: one where all get the same.
fn discounts(negotiated: &Negotiated) -> Vec<f64> {
    let points: [f64; SIZE_POINTS] = discount_points(negotiated.mean, negotiated.spread);
    points[..if negotiated.spread > 0.0 { SIZE_POINTS } else { 1 }].to_vec()
}

impl<N: Number> Till<'_, N> {
    /// What is paid of a gross amount in the list's money, weighted by who pays it.
    pub(super) fn paid(&self, gross: (N, N), reductions: &[Off<N>]) -> (N, N) {
        let net = self.terms.net(gross, reductions);
        self.weight.map_or(net, |weight| (net.0 * weight, net.1 * weight))
    }

    /// An amount off in the book's money.
    pub(super) fn off(&self, off: Off<N>) -> Off<N> {
        match (off, self.factor) {
            (Off::Amount { amount }, Some(factor)) => Off::Amount { amount: amount * factor },
            _ => off,
        }
    }
}
