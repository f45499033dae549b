//! This file tabulates expected bills by age: each distinct bill is computed once and enters the cohorts as a number.

use crate::number::Currency;
use crate::number::Number;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::pricing::Offer;
use crate::pricing::SIZE_POINTS;
use crate::pricing::Terms;
use crate::pricing::discount_points;
use crate::pricing::size_points;
use crate::workspace::Map;
use crate::workspace::model::Charges;
use crate::workspace::model::Coupon;
use crate::workspace::model::Lasts;
use crate::workspace::model::Meter;
use crate::workspace::model::Negotiated;
use crate::workspace::model::Segment;
use crate::workspace::model::Usage;

use super::attach::Extra;
use super::prices::Version;

/// The expected bill of one customer by months of age, on one version of a plan under one contract.
#[derive(Clone, Debug)]
pub struct Table<N> {
    /// Recurring money a month; the customer's part of MRR.
    pub recurring: Vec<N>,
    /// Usage money a month.
    pub usage: Vec<N>,
    /// Taken off once, in the month of acquisition, and no part of the above.
    pub once: N,
    /// What a new customer weighs in a choice: the plan's own bill a month, what coupons take off spread over a year.
    pub weighed: N,
    /// Whether the bill can change between two anniversaries.
    pub restless: bool,
    /// The part of it that is for add-ons, where the plan has any.
    pub add_ons: Option<Box<Extra<N>>>,
}

impl<N: Number> Table<N> {
    /// Adds what is expected to be paid for add-ons.
    pub fn take_on(&mut self, extra: Extra<N>) {
        self.recurring.iter_mut().zip(&extra.recurring).for_each(|(whole, part)| *whole += *part);
        self.usage.iter_mut().zip(&extra.usage).for_each(|(whole, part)| *whole += *part);
        self.add_ons = Some(Box::new(extra));
    }

    /// Recurring money a month at an age as a customer feels it in a choice: for the plan itself, less what its add-ons
    /// leave.
    pub fn felt(&self, age: usize) -> N {
        match &self.add_ons {
            None => self.recurring[age],
            Some(extra) => self.recurring[age] - extra.recurring[age] - N::from_f64(extra.surplus),
        }
    }

    /// What its add-ons leave a customer on average, money a month.
    pub fn surplus(&self) -> f64 {
        self.add_ons.as_ref().map_or(0.0, |extra| extra.surplus)
    }
}

/// How the sizes of a segment's customers develop.
pub struct Sizes {
    segment: String,
    meters: Vec<Size>,
    ages: usize,
    /// What is negotiated off, with its points.
    negotiated: Option<(Negotiated, [f64; SIZE_POINTS])>,
}

/// The size of a segment's customers in one meter.
struct Size {
    usage: Usage,
    /// Points of the distribution, mean 1.
    points: [f64; SIZE_POINTS],
    /// Size against that of a new customer, by step of growth.
    growth: Vec<f64>,
}

impl Sizes {
    /// The sizes of `segment`, for ages below `ages`.
    pub fn new(id: &str, segment: &Segment, meters: &Map<Meter>, ages: usize) -> Self {
        let none = Usage { mean: 0.0, spread: 0.0, growth: 0.0, every: 12 };
        let of = |id: &String| {
            let usage = segment.usage.get(id).unwrap_or(&none).clone();
            let steps = if usage.growth == 0.0 { 1 } else { (ages - 1) / usage.every as usize + 1 };
            let growth = |step: usize| libm::pow(1.0 + usage.growth, step as f64 * f64::from(usage.every) / 12.0);
            let growth = (0..steps).map(growth).collect();
            Size { points: size_points(usage.spread), growth, usage }
        };
        let negotiated = segment.negotiated.as_ref().filter(|found| found.mean > 0.0 || found.spread > 0.0);
        let negotiated = negotiated.map(|found| (found.clone(), discount_points(found.mean, found.spread)));
        Self { segment: id.to_owned(), meters: meters.keys().map(of).collect(), ages, negotiated }
    }

    /// Expected units of a meter by age.
    pub fn units(&self, meter: usize) -> Vec<f64> {
        let size = &self.meters[meter];
        (0..self.ages).map(|age| size.usage.mean * size.growth(age)).collect()
    }

    /// Whether sizes change at this age.
    fn steps_at(&self, age: usize) -> bool {
        self.meters.iter().any(|Size { usage, .. }| usage.growth != 0.0 && age.is_multiple_of(usage.every as usize))
    }

    /// Whether sizes can change between two anniversaries.
    fn restless(&self) -> bool {
        self.meters.iter().any(|Size { usage, .. }| usage.growth != 0.0 && usage.every != 12)
    }

    /// Size of a customer of an age in a meter: at one point of the distribution, or the mean.
    pub fn of(&self, meter: usize, age: usize, point: Option<usize>) -> f64 {
        let size = &self.meters[meter];
        size.usage.mean * size.growth(age) * self.factor(meter, point)
    }

    /// Size at one point of the distribution against the mean.
    pub fn factor(&self, meter: usize, point: Option<usize>) -> f64 {
        let size = &self.meters[meter];
        point.filter(|_| size.usage.spread != 0.0).map_or(1.0, |point| size.points[point])
    }

    /// Shares off a plan, equally likely: one where all pay the same.
    fn discounts(&self, plan: &str) -> &[f64] {
        match &self.negotiated {
            Some((found, points)) if found.fits(plan) => &points[..if found.spread > 0.0 { SIZE_POINTS } else { 1 }],
            _ => &[0.0],
        }
    }

    /// Points that differ: one where all customers are of one size.
    pub fn points(&self) -> usize {
        if self.meters.iter().all(|Size { usage, .. }| usage.spread == 0.0) { 1 } else { SIZE_POINTS }
    }
}

impl Size {
    fn growth(&self, age: usize) -> f64 {
        if self.growth.len() == 1 { self.growth[0] } else { self.growth[age / self.usage.every as usize] }
    }
}

/// What a plan is sold at, whatever the segment.
pub struct Sale<'a> {
    /// Id of the plan.
    pub plan: &'a str,
    /// Prices.
    pub version: &'a Version,
    /// All meters of the model.
    pub meters: &'a Map<Meter>,
    /// Currency of all money.
    pub currency: Currency,
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
        Bill { plan: self.plan.to_owned(), terms: Terms::new(&offer, interval), interval, ramp, coupons }
    }
}

/// The bill under one contract.
pub struct Bill<N> {
    /// Id of the plan; empty for an add-on, off which nothing is negotiated.
    plan: String,
    terms: Terms<N>,
    interval: Interval,
    /// Factor on recurring prices by year of age; empty where they are as listed.
    ramp: Vec<N>,
    coupons: Vec<Coupon>,
}

/// Customers whose bills are summed: each size with each discount.
struct Crowd<'a> {
    sizes: &'a Sizes,
    points: std::ops::Range<usize>,
    discounts: &'a [f64],
}

/// A coupon in the hands of one segment.
struct Used<'a, N> {
    coupon: &'a Coupon,
    off: Off<N>,
    /// Share of customers who use it.
    share: N,
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
        annual_discount: crate::number::Decimal,
        meters: &Map<Meter>,
        currency: Currency,
        interval: Interval,
    ) -> Self {
        let charges = charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect::<Vec<_>>();
        let meters = meters.iter().map(|(id, meter)| meter.priced(id)).collect::<Vec<_>>();
        let offer = Offer { annual_discount, ..Offer::of(&charges, &meters, currency) };
        let (plan, ramp, coupons) = (String::new(), Vec::new(), Vec::new());
        Self { plan, terms: Terms::new(&offer, interval), interval, ramp, coupons }
    }

    /// The table for customers of the given sizes, in numbers that `convert` gives. Each distinct bill is computed
    /// once: ages between two that differ share it, and all ages unless bills of later ages are asked for (`grows`).
    pub fn table<M: Number>(&self, sizes: &Sizes, grows: bool, convert: fn(N) -> M) -> Table<M> {
        self.at(sizes, None, grows, convert)
    }

    /// The same for customers at one point of the sizes.
    pub fn at<M: Number>(&self, sizes: &Sizes, point: Option<usize>, grows: bool, convert: fn(N) -> M) -> Table<M> {
        let who = Crowd {
            sizes,
            points: point.map_or(0..sizes.points(), |point| point..point + 1),
            discounts: sizes.discounts(&self.plan),
        };
        let used = self.used(sizes);
        let parts = (who.points.len() * who.discounts.len()) as f64;
        let months = f64::from(self.interval.months());
        let (recurring_parts, usage_parts) = (M::from_f64(parts * months), M::from_f64(parts));
        let ages = sizes.ages;
        let (mut recurring, mut usage) = (Vec::with_capacity(ages), Vec::with_capacity(ages));
        let (mut last, mut once, mut weighed) = ((M::ZERO, M::ZERO), M::ZERO, M::ZERO);
        for age in 0..ages {
            if age == 0 || grows && (sizes.steps_at(age) || self.ramps_at(age) || self.coupon_ends_at(age)) {
                let sum = self.sum(&who, age, &used);
                last = (convert(sum.recurring) / recurring_parts, convert(sum.usage) / usage_parts);
                if age == 0 {
                    weighed = last.0 + last.1;
                    if !used.is_empty() {
                        let off = convert(sum.yearly) / M::from_f64(parts * 12.0);
                        once = convert(sum.once) / usage_parts;
                        weighed = self.plain(&who, convert) - off;
                    }
                }
            }
            recurring.push(last.0);
            usage.push(last.1);
        }
        let lapses = |coupon: &Coupon| coupon.months().is_some_and(|months| !months.is_multiple_of(12));
        let restless = sizes.restless() || self.coupons.iter().any(lapses);
        Table { recurring, usage, once, weighed, restless, add_ons: None }
    }

    /// The coupons that customers of a segment use.
    fn used(&self, sizes: &Sizes) -> Vec<Used<'_, N>> {
        let of = |coupon: &Coupon| *coupon.share.get(&sizes.segment).unwrap_or(&0.0);
        let used = self.coupons.iter().filter(|coupon| of(coupon) > 0.0);
        used.map(|coupon| Used { coupon, off: coupon.off.of(), share: N::from_f64(of(coupon)) }).collect()
    }

    /// What a new customer pays a month without any coupon.
    fn plain<M: Number>(&self, who: &Crowd<'_>, convert: fn(N) -> M) -> M {
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
    fn sum(&self, who: &Crowd<'_>, age: usize, used: &[Used<'_, N>]) -> Sum<N> {
        let mut sum = Sum { recurring: N::ZERO, usage: N::ZERO, once: N::ZERO, yearly: N::ZERO };
        for point in who.points.clone() {
            let quantities = quantities::<N>(who.sizes, age, point);
            let gross = self.terms.gross(|meter| quantities[meter], self.ramp(age));
            for discount in who.discounts {
                let negotiated = Off::Share { share: N::from_f64(*discount).to_places(9) };
                let negotiated = if *discount > 0.0 { &[negotiated][..] } else { &[] };
                let plain = self.terms.net(gross, negotiated);
                (sum.recurring, sum.usage) = (sum.recurring + plain.0, sum.usage + plain.1);
                for used in used {
                    let reductions = [negotiated, &[used.off]].concat();
                    self.use_up(used, age, plain, self.terms.net(gross, &reductions), &mut sum);
                }
            }
        }
        sum
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
    fn ramp(&self, age: usize) -> N {
        self.ramp.get(age / 12).or(self.ramp.last()).copied().unwrap_or(N::ONE)
    }

    /// Whether another year of the ramp begins.
    fn ramps_at(&self, age: usize) -> bool {
        age.is_multiple_of(12) && age / 12 < self.ramp.len()
    }
}

impl<N: Number> Table<N> {
    /// The bill after `taken` of `of` equal steps from `self` to `to`; no step is rounded.
    pub fn towards(&self, to: &Self, taken: u32, of: u32) -> Self {
        let share = N::from_f64(f64::from(taken)) / N::from_f64(f64::from(of));
        let between =
            |from: &[N], to: &[N]| from.iter().zip(to).map(|(from, to)| *from + (*to - *from) * share).collect();
        let (recurring, usage): (Vec<N>, Vec<N>) =
            (between(&self.recurring, &to.recurring), between(&self.usage, &to.usage));
        let (once, weighed) = (self.once, recurring[0] + usage[0]);
        Self { recurring, usage, once, weighed, restless: self.restless, add_ons: None }
    }
}

fn quantities<N: Number>(sizes: &Sizes, age: usize, point: usize) -> [N; 12] {
    let mut quantities = [N::ZERO; 12];
    for (quantity, size) in quantities.iter_mut().zip(&sizes.meters) {
        let factor = if size.usage.spread == 0.0 { 1.0 } else { size.points[point] };
        *quantity = N::from_f64(size.usage.mean * factor * size.growth(age)).to_places(6);
    }
    quantities
}
