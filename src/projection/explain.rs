//! This file opens a figure up: its formula with the month's numbers, and its parts by plan and by segment.

use crate::number::Decimal;

use super::Metric;
use super::Projection;
use super::Scope;
use super::metric;

/// A figure opened up.
pub struct Explanation {
    /// The metric.
    pub metric: &'static Metric,
    /// Its value; `None` where undefined.
    pub value: Option<Decimal>,
    /// The metrics its formula names, with their values in the same month.
    pub inputs: Vec<(&'static Metric, Option<Decimal>)>,
    /// By plan, in the order of the price list.
    pub plans: Vec<(String, Option<Decimal>)>,
    /// By segment, in the order of the model.
    pub segments: Vec<(String, Option<Decimal>)>,
}

/// Why `metric` is what it is in month `t`.
pub fn explain(projection: &Projection, metric_of: &'static Metric, t: usize) -> Explanation {
    let model = projection.case.last();
    let value = |scope| projection.value(metric_of, t, scope);
    let plans = model.plans.values().enumerate().map(|(at, plan)| (plan.name.clone(), value(Scope::Plan(at))));
    let segments =
        model.segments.values().enumerate().map(|(at, segment)| (segment.name.clone(), value(Scope::Segment(at))));
    let input = |id: &&str| metric(id).map(|metric| (metric, projection.value(metric, t, Scope::All)));
    Explanation {
        metric: metric_of,
        value: value(Scope::All),
        inputs: metric_of.inputs.iter().filter_map(input).collect(),
        plans: plans.collect(),
        segments: segments.collect(),
    }
}
