//! This file tabulates expected bills by age: each distinct bill is computed once and enters the cohorts as a number.

use crate::number::Currency;
use crate::number::Number;
use crate::pricing::Interval;
use crate::pricing::Offer;
use crate::pricing::SIZE_POINTS;
use crate::pricing::Terms;
use crate::pricing::size_points;
use crate::workspace::Map;
use crate::workspace::model::Charges;
use crate::workspace::model::Meter;
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

    /// What a new customer pays a month for the plan itself, usage included.
    pub fn plan_price(&self) -> N {
        let whole = self.recurring[0] + self.usage[0];
        self.add_ons.as_ref().map_or(whole, |extra| whole - extra.recurring[0] - extra.usage[0])
    }

    /// What its add-ons leave a customer on average, money a month.
    pub fn surplus(&self) -> f64 {
        self.add_ons.as_ref().map_or(0.0, |extra| extra.surplus)
    }
}

/// How the sizes of a segment's customers develop.
pub struct Sizes {
    meters: Vec<Size>,
    ages: usize,
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
    pub fn new(segment: &Segment, meters: &Map<Meter>, ages: usize) -> Self {
        let none = Usage { mean: 0.0, spread: 0.0, growth: 0.0, every: 12 };
        let of = |id: &String| {
            let usage = segment.usage.get(id).unwrap_or(&none).clone();
            let steps = if usage.growth == 0.0 { 1 } else { (ages - 1) / usage.every as usize + 1 };
            let growth = |step: usize| libm::pow(1.0 + usage.growth, step as f64 * f64::from(usage.every) / 12.0);
            let growth = (0..steps).map(growth).collect();
            Size { points: size_points(usage.spread), growth, usage }
        };
        Self { meters: meters.keys().map(of).collect(), ages }
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
        Bill { terms: Terms::new(&offer, interval), months: f64::from(interval.months()), ramp }
    }
}

/// The bill under one contract.
pub struct Bill<N> {
    terms: Terms<N>,
    months: f64,
    /// Factor on recurring prices by year of age; empty where they are as listed.
    ramp: Vec<N>,
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
        Self { terms: Terms::new(&offer, interval), months: f64::from(interval.months()), ramp: Vec::new() }
    }

    /// The table for customers of the given sizes, in numbers that `convert` gives. Each distinct bill is computed
    /// once: ages between two steps of growth share it, and all ages unless sizes are to grow.
    pub fn table<M: Number>(&self, sizes: &Sizes, grows: bool, convert: fn(N) -> M) -> Table<M> {
        self.at(sizes, None, grows, convert)
    }

    /// The same for customers at one point of the sizes.
    pub fn at<M: Number>(&self, sizes: &Sizes, point: Option<usize>, grows: bool, convert: fn(N) -> M) -> Table<M> {
        let points = point.map_or(0..sizes.points(), |point| point..point + 1);
        let recurring_parts = M::from_f64(points.len() as f64 * self.months);
        let usage_parts = M::from_f64(points.len() as f64);
        let ages = sizes.ages;
        let (mut recurring, mut usage) = (Vec::with_capacity(ages), Vec::with_capacity(ages));
        let mut last = (M::ZERO, M::ZERO);
        for age in 0..ages {
            if age == 0 || grows && (sizes.steps_at(age) || self.ramps_at(age)) {
                let mut sum = (N::ZERO, N::ZERO);
                for point in points.clone() {
                    let quantities = quantities::<N>(sizes, age, point);
                    let gross = self.terms.gross(|meter| quantities[meter], self.ramp(age));
                    let bill = self.terms.net(gross, &[]);
                    sum = (sum.0 + bill.0, sum.1 + bill.1);
                }
                last = (convert(sum.0) / recurring_parts, convert(sum.1) / usage_parts);
            }
            recurring.push(last.0);
            usage.push(last.1);
        }
        Table { recurring, usage, restless: sizes.restless(), add_ons: None }
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
        let (recurring, usage) = (between(&self.recurring, &to.recurring), between(&self.usage, &to.usage));
        Self { recurring, usage, restless: self.restless, add_ons: None }
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
