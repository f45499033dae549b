//! This file holds the customers of a segment as bills see them: their sizes by age.

use crate::number::Number;
use crate::pricing::SIZE_POINTS;
use crate::pricing::size_points;
use crate::workspace::Map;
use crate::workspace::model::Meter;
use crate::workspace::model::Segment;
use crate::workspace::model::Usage;

/// How the sizes of a segment's customers develop.
#[derive(Clone)]
pub struct Sizes {
    pub(super) segment: String,
    meters: Vec<Size>,
    pub(super) ages: usize,
    /// Factor on all sizes.
    factor: f64,
    /// Whether customers may cut what they have.
    pub cuts: bool,
}

/// The size of a segment's customers in one meter.
#[derive(Clone)]
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
        let meters = meters.keys().map(of).collect();
        Self { segment: id.to_owned(), meters, ages, factor: 1.0, cuts: false }
    }

    /// The same customers, who may cut what they have or not.
    pub fn cutting(self, cuts: bool) -> Self {
        Self { cuts, ..self }
    }

    /// The same customers with a share of what they have.
    pub(super) fn with(&self, factor: f64) -> Self {
        Self { factor, ..self.clone() }
    }

    /// Expected units of a meter by age.
    pub fn units(&self, meter: usize) -> Vec<f64> {
        let size = &self.meters[meter];
        (0..self.ages).map(|age| size.usage.mean * size.growth(age)).collect()
    }

    /// Whether sizes change at this age.
    pub(super) fn steps_at(&self, age: usize) -> bool {
        self.meters.iter().any(|Size { usage, .. }| usage.growth != 0.0 && age.is_multiple_of(usage.every as usize))
    }

    /// Whether sizes can change between two anniversaries.
    pub(super) fn restless(&self) -> bool {
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

/// Units by meter of a customer of an age at one point of the sizes.
pub(super) fn quantities<N: Number>(sizes: &Sizes, age: usize, point: usize) -> [N; 12] {
    let mut quantities = [N::ZERO; 12];
    for (quantity, size) in quantities.iter_mut().zip(&sizes.meters) {
        let factor = if size.usage.spread == 0.0 { 1.0 } else { size.points[point] };
        *quantity = N::from_f64(size.usage.mean * factor * size.growth(age) * sizes.factor).to_places(6);
    }
    quantities
}
