//! This file tabulates expected bills by age: each distinct bill is computed once and enters the cohorts as a number.

use rust_decimal::Decimal;

use crate::number::Number;
use crate::pricing::PlanTerms;
use crate::pricing::Priced;
use crate::pricing::size_points;
use crate::workspace::Map;
use crate::workspace::model::Interval;
use crate::workspace::model::Meter;
use crate::workspace::model::MeterKind;
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

/// Points of the size distribution.
const POINTS: usize = 5;

/// How the sizes of a segment's customers develop.
pub struct Sizes {
    /// By meter: mean, points of the distribution (mean 1), growth a year, months between steps.
    meters: Vec<(Usage, [f64; POINTS])>,
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
        if self.meters.iter().all(|(usage, _)| usage.spread == 0.0) { 1 } else { POINTS }
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

/// The spend limits of a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Least a month.
    pub minimum: Option<Decimal>,
    /// Most a month.
    pub maximum: Option<Decimal>,
}

/// The table of one version of a plan for customers of the given sizes.
pub fn table<N: Number>(
    version: &Version,
    limits: Limits,
    meters: &Map<Meter>,
    sizes: &Sizes,
    interval: Interval,
    places: u32,
) -> Table<N> {
    let recurring = |id: &str| meters.get(id).is_none_or(|meter| meter.kind == MeterKind::Licence);
    let at = |id: &str| meters.get_index_of(id).unwrap_or(0);
    let discount = if interval == Interval::Annual { version.annual_discount } else { Decimal::ZERO };
    let terms = PlanTerms { annual: interval == Interval::Annual, annual_discount: discount, places };
    let priced = Priced::<N>::new(version.charges.values(), at, recurring, limits.minimum, limits.maximum, terms);
    let points = sizes.points();
    let share = N::ONE / N::from_f64(points as f64);
    let mut table = Table { recurring: Vec::with_capacity(sizes.ages), usage: Vec::new(), restless: sizes.restless() };
    let mut last = (N::ZERO, N::ZERO);
    for age in 0..sizes.ages {
        if age == 0 || sizes.steps_at(age) {
            let mut sum = (N::ZERO, N::ZERO);
            for point in 0..points {
                let quantities = quantities::<N>(sizes, age, point);
                let (recurring, usage) = priced.bill(&quantities[..sizes.meters.len()]);
                sum = (sum.0 + recurring, sum.1 + usage);
            }
            last = (sum.0 * share, sum.1 * share);
        }
        table.recurring.push(last.0);
        table.usage.push(last.1);
    }
    table
}

fn quantities<N: Number>(sizes: &Sizes, age: usize, point: usize) -> [N; 12] {
    let mut quantities = [N::ZERO; 12];
    for (quantity, (usage, points)) in quantities.iter_mut().zip(&sizes.meters) {
        let factor = if usage.spread == 0.0 { 1.0 } else { points[point] };
        *quantity = N::from_f64(usage.mean * factor * growth(usage, age)).to_places(6);
    }
    quantities
}
