//! This file holds the customers of a segment as bills see them: their sizes by age.

use std::cell::OnceCell;
use std::ops::Range;

use crate::number::Number;
use crate::pricing::SIZE_POINTS;
use crate::pricing::size_points;
use crate::workspace::Map;
use crate::workspace::model::Meter;
use crate::workspace::model::Segment;
use crate::workspace::model::Usage;

/// How the sizes of a segment's customers develop.
#[derive(Clone, PartialEq)]
pub struct Sizes {
    pub(super) segment: String,
    meters: Vec<Size>,
    pub(super) ages: usize,
    /// Ages from which on they have other sizes than before, the first 0.
    pub(super) steps: Vec<usize>,
    /// Factor on all sizes.
    factor: f64,
    /// Whether customers may cut what they have.
    pub cuts: bool,
}

/// The size of a segment's customers in one meter.
#[derive(Clone, PartialEq)]
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
        let meters: Vec<Size> = meters.keys().map(of).collect();
        let mut steps = vec![0];
        for Size { usage, .. } in meters.iter().filter(|size| size.usage.growth != 0.0) {
            steps.extend((0..ages).step_by(usage.every as usize));
        }
        steps.sort_unstable();
        steps.dedup();
        Self { segment: id.to_owned(), meters, ages, steps, factor: 1.0, cuts: false }
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

/// Units of the customers of a segment in the numbers they are billed in, made ready once for all of their bills.
pub(super) struct Loads<'a, N> {
    pub sizes: &'a Sizes,
    /// Whether customers of every age are asked for, or new ones alone.
    grows: bool,
    /// By step of the sizes, then point, then meter; once they are asked for.
    units: OnceCell<Vec<N>>,
}

impl<'a, N: Number> Loads<'a, N> {
    /// Of customers of every age (`grows`), or of new ones alone.
    pub fn new(sizes: &'a Sizes, grows: bool) -> Self {
        Self { sizes, grows, units: OnceCell::new() }
    }

    fn made(&self) -> Vec<N> {
        let sizes = self.sizes;
        let steps = if self.grows { &sizes.steps[..] } else { &sizes.steps[..1] };
        let mut units = Vec::with_capacity(steps.len() * sizes.points() * sizes.meters.len());
        for age in steps {
            for point in 0..sizes.points() {
                units.extend(sizes.meters.iter().map(|size| {
                    let factor = if size.usage.spread == 0.0 { 1.0 } else { size.points[point] };
                    N::from_f64(size.usage.mean * factor * size.growth(*age) * sizes.factor).to_places(6)
                }));
            }
        }
        units
    }

    /// Units by meter of a customer of an age at each of some points of the sizes, which are one where all are of one size.
    pub fn at(&self, age: usize, points: Range<usize>) -> impl Iterator<Item = &[N]> {
        let step = self.sizes.steps.partition_point(|step| *step <= age) - 1;
        let (of, meters) = (self.sizes.points(), self.sizes.meters.len());
        let units = self.units.get_or_init(|| self.made());
        points.map(move |point| &units[(step * of + point.min(of - 1)) * meters..][..meters])
    }
}
