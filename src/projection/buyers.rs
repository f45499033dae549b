//! This file says who buys in one month of a projection: shares by plan, what they pay, and the ladder of plans that makes.

use crate::number::Currency;
use crate::packaging::Rung;
use crate::packaging::ladder;
use crate::packaging::order;
use crate::workspace::Case;

use super::Projection;
use super::prices::PlanPrices;
use super::table::Table;

/// The first month in which every price and packaging change of a case is in force, retired plans among them, within the
/// horizon; later dated price changes are not waited for.
pub fn settled(case: &Case) -> usize {
    let from = case.last().rollout.from.map_or(0, |from| from.since(case.start).max(0) as usize);
    let lever = case.models.last().map_or(0, |(month, _)| *month);
    let closed = case.last().plans.values().filter_map(|plan| plan.closed?.since(case.start).try_into().ok());
    let closed = closed.filter(|closed: &usize| *closed < case.months).max().unwrap_or(0);
    from.max(lever).max(closed).min(case.months.saturating_sub(1))
}

/// Prospects of each segment as shares of all in month `t`; evenly where nobody comes.
pub fn weights(projection: &Projection, t: usize) -> Vec<f64> {
    let arriving: Vec<f64> = projection.rates.segments.iter().map(|segment| segment.prospects[t]).collect();
    let (all, count) = (arriving.iter().sum::<f64>(), arriving.len() as f64);
    arriving.into_iter().map(|some| if all > 0.0 { some / all } else { 1.0 / count }).collect()
}

/// Share of each segment's prospects who take each plan in month `t`: `[segment][plan]`.
pub fn shares(projection: &Projection, t: usize) -> Vec<Vec<f64>> {
    projection.rates.segments.iter().map(|segment| segment.shares[t].to_vec()).collect()
}

/// Whether so many more buy than before that what is assumed of them hardly carries it.
pub fn is_far(before: f64, after: f64) -> bool {
    before > 0.0 && after > 2.0 * before
}

/// Shares of all prospects, the segments weighted by theirs.
pub fn together(shares: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; shares.first().map_or(0, Vec::len)];
    for (shares, weight) in shares.iter().zip(weights) {
        for (sum, share) in sum.iter_mut().zip(shares) {
            *sum += share * weight;
        }
    }
    sum
}

/// What a new customer of month `t` is expected to pay on each plan, contracts mixed as in that month: `[segment][plan]`.
/// `list` says which version of a plan's prices, `part` which part of its bill.
pub fn expected(
    projection: &Projection,
    t: usize,
    list: impl Fn(&PlanPrices) -> usize,
    part: impl Fn(&Table<f64>) -> f64,
) -> Vec<Vec<f64>> {
    let rates = &projection.rates;
    let paid = |segment: usize, plan: usize| {
        let annual = rates.segments[segment].annual_share[t];
        let at = |interval: usize| part(&rates.tables[segment][plan][interval][list(&rates.prices[plan])]);
        at(0) * (1.0 - annual) + at(1) * annual
    };
    let plans = rates.prices.len();
    (0..rates.segments.len()).map(|segment| (0..plans).map(|plan| paid(segment, plan)).collect()).collect()
}

/// Expected bill a month of a new customer for each plan itself in month `t`, usage included, without add-ons:
/// `[segment][plan]`.
pub fn prices_of_plans(projection: &Projection, t: usize) -> Vec<Vec<f64>> {
    expected(projection, t, |prices| prices.list[t], |table| table.weighed)
}

/// The plans on sale as a ladder, from the cheapest up, in the month in which all changes are in force.
pub fn rungs(projection: &Projection, currency: Currency) -> Vec<Rung> {
    let (model, t) = (projection.case.last(), settled(&projection.case));
    let weights = weights(projection, t);
    let shares = together(&shares(projection, t), &weights);
    let buyers: f64 = shares.iter().sum();
    let prices = together(&prices_of_plans(projection, t), &weights);
    let open = order(model, currency).into_iter().filter(|at| projection.rates.closed[*at] > t);
    let plans: Vec<_> = open.map(|at| (at, prices[at], if buyers > 0.0 { shares[at] / buyers } else { 0.0 })).collect();
    ladder(model, &plans)
}
