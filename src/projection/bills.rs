//! This file tabulates expected bills by age: each distinct bill is computed once and enters the cohorts as a number.

use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Number;
use crate::pricing::Interval;
use crate::pricing::Offer;
use crate::pricing::SIZE_POINTS;
use crate::pricing::Terms;
use crate::pricing::size_points;
use crate::workspace::Map;
use crate::workspace::model::Meter;
use crate::workspace::model::Plan;
use crate::workspace::model::Segment;
use crate::workspace::model::Usage;

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
}

/// How the sizes of a segment's customers develop.
pub struct Sizes {
    /// By meter: mean, points of the distribution (mean 1), growth a year, months between steps.
    meters: Vec<(Usage, [f64; SIZE_POINTS])>,
    ages: usize,
}

impl Sizes {
    /// The sizes of `segment`, for ages below `ages`.
    pub fn new(segment: &Segment, meters: &Map<Meter>, ages: usize) -> Self {
        let none = Usage { mean: 0.0, spread: 0.0, growth: 0.0, every: 12 };
        let of = |id: &String| {
            let usage = segment.usage.get(id).unwrap_or(&none).clone();
            let points = size_points(usage.spread);
            (usage, points)
        };
        Self { meters: meters.keys().map(of).collect(), ages }
    }

    /// Expected units of a meter by age.
    pub fn units(&self, meter: usize) -> Vec<f64> {
        let usage = &self.meters[meter].0;
        (0..self.ages).map(|age| usage.mean * growth(usage, age)).collect()
    }

    /// Whether sizes change at this age.
    fn steps_at(&self, age: usize) -> bool {
        self.meters.iter().any(|(usage, _)| usage.growth != 0.0 && age.is_multiple_of(usage.every as usize))
    }

    /// Whether sizes can change between two anniversaries.
    fn restless(&self) -> bool {
        self.meters.iter().any(|(usage, _)| usage.growth != 0.0 && usage.every != 12)
    }

    /// Points that differ: one where all customers are of one size.
    fn points(&self) -> usize {
        if self.meters.iter().all(|(usage, _)| usage.spread == 0.0) { 1 } else { SIZE_POINTS }
    }
}

/// Size against that of a new customer: grows by steps every `usage.every` months of age.
fn growth(usage: &Usage, age: usize) -> f64 {
    if usage.growth == 0.0 {
        return 1.0;
    }
    let every = usage.every as usize;
    libm::pow(1.0 + usage.growth, (age / every * every) as f64 / 12.0)
}

/// What a plan is sold at, whatever the segment.
pub struct Sale<'a> {
    /// Prices.
    pub version: &'a Version,
    /// The plan, for its spend limits.
    pub plan: &'a Plan,
    /// All meters of the model.
    pub meters: &'a Map<Meter>,
    /// Currency of all money.
    pub currency: Currency,
}

impl Sale<'_> {
    /// The table for customers of the given sizes under one contract.
    pub fn table<N: Number>(&self, sizes: &Sizes, interval: Interval) -> Table<N> {
        let charges = self.version.charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect::<Vec<_>>();
        let meters = self.meters.iter().map(|(id, meter)| meter.priced(id)).collect::<Vec<_>>();
        let offer = Offer {
            charges: &charges,
            meters: &meters,
            annual_discount: self.version.annual_discount,
            minimum: self.plan.minimum,
            maximum: self.plan.maximum,
            currency: self.currency,
        };
        let terms = Terms::<N>::new(&offer, interval);
        let points = sizes.points();
        let share = N::ONE / N::from_f64(points as f64);
        let months = N::from_f64(f64::from(interval.months()));
        let ages = sizes.ages;
        let (mut recurring, mut usage) = (Vec::with_capacity(ages), Vec::with_capacity(ages));
        let mut last = (N::ZERO, N::ZERO);
        for age in 0..ages {
            if age == 0 || sizes.steps_at(age) {
                let mut sum = (N::ZERO, N::ZERO);
                for point in 0..points {
                    let quantities = quantities::<N>(sizes, age, point);
                    let bill = terms.recurring_and_usage(&quantities[..sizes.meters.len()]);
                    sum = (sum.0 + bill.0, sum.1 + bill.1);
                }
                last = (sum.0 * share / months, sum.1 * share);
            }
            recurring.push(last.0);
            usage.push(last.1);
        }
        Table { recurring, usage, restless: sizes.restless() }
    }

    /// The same from exact bills, each line rounded to the minor unit at each size.
    pub fn exact<N: Number>(&self, sizes: &Sizes, interval: Interval) -> Table<N> {
        let Table { recurring, usage, restless } = self.table::<Decimal>(sizes, interval);
        let convert = |values: Vec<Decimal>| values.into_iter().map(N::from_decimal).collect();
        Table { recurring: convert(recurring), usage: convert(usage), restless }
    }
}

fn quantities<N: Number>(sizes: &Sizes, age: usize, point: usize) -> [N; 12] {
    let mut quantities = [N::ZERO; 12];
    for (quantity, (usage, points)) in quantities.iter_mut().zip(&sizes.meters) {
        let factor = if usage.spread == 0.0 { 1.0 } else { points[point] };
        *quantity = N::from_f64(usage.mean * factor * growth(usage, age)).to_places(6);
    }
    quantities
}
