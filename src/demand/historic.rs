//! This file compares the months before a price change with those after it.

use super::Interval;
use super::elasticity;
use crate::number::normal_quantile;

/// What was seen in one month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The price in force, above 0.
    pub price: f64,
    /// How many could have bought, above 0.
    pub prospects: f64,
    /// How many did, at most `prospects`.
    pub buyers: f64,
}

/// Months of one price taken together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// Months.
    pub months: usize,
    /// The price.
    pub price: f64,
    /// Share who bought over all of them.
    pub conversion: f64,
}

/// Before and after one price change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The months up to the change, back to the change before it.
    pub before: Side,
    /// The months from the change on, up to the next one.
    pub after: Side,
    /// Constant elasticity from before to after; `None` where nobody bought on a side.
    pub elasticity: Option<f64>,
    /// Arc (midpoint) elasticity.
    pub arc_elasticity: Option<f64>,
    /// Central 90 % interval of the elasticity: chance of buying alone, widened where months differ by more.
    pub interval: Option<Interval>,
    /// The elasticity left once the trend of all months is taken out; `None` with fewer than three months on a side.
    pub against_trend: Option<f64>,
}

/// Every price change in months that follow each other, in their order.
pub fn changes(months: &[Seen]) -> Vec<Change> {
    let mut starts: Vec<usize> =
        (0..months.len()).filter(|at| *at == 0 || months[*at].price != months[*at - 1].price).collect();
    starts.push(months.len());
    starts.windows(3).map(|edges| change(&months[edges[0]..edges[1]], &months[edges[1]..edges[2]])).collect()
}

fn change(before: &[Seen], after: &[Seen]) -> Change {
    let (one, other) = (side(before), side(after));
    let both = [before, after].map(variance_of_log);
    let move_of_price = libm::log(other.price / one.price);
    let elasticity = elasticity::constant(one.price, one.conversion, other.price, other.conversion);
    let interval = elasticity.zip(both[0].zip(both[1])).map(|(middle, (a, b))| {
        let half = normal_quantile(0.95) * libm::sqrt(a + b) / move_of_price.abs();
        Interval { low: middle - half, high: middle + half }
    });
    Change {
        before: one,
        after: other,
        elasticity,
        arc_elasticity: elasticity::arc(one.price, one.conversion, other.price, other.conversion),
        interval,
        against_trend: against_trend(before, after).map(|jump| jump / move_of_price),
    }
}

fn side(months: &[Seen]) -> Side {
    let (prospects, buyers) =
        months.iter().fold((0.0, 0.0), |sum, month| (sum.0 + month.prospects, sum.1 + month.buyers));
    Side { months: months.len(), price: months[0].price, conversion: buyers / prospects }
}

/// Variance of the log of the share who bought: binomial, times how much more months differ than chance would make
/// them (Pearson's χ² over its degrees of freedom, at least 1). `None` where nobody bought.
fn variance_of_log(months: &[Seen]) -> Option<f64> {
    let share = side(months).conversion;
    if share <= 0.0 {
        return None;
    }
    let prospects: f64 = months.iter().map(|month| month.prospects).sum();
    let excess = |month: &Seen| {
        let expected = month.prospects * share;
        (month.buyers - expected) * (month.buyers - expected) / (expected * (1.0 - share))
    };
    let spread = if months.len() > 1 && share < 1.0 {
        (months.iter().map(excess).sum::<f64>() / (months.len() - 1) as f64).max(1.0)
    } else {
        1.0
    };
    Some(spread * (1.0 - share) / (prospects * share))
}

/// The jump of ln conversion at the change beside one straight trend through all months, by least squares.
fn against_trend(before: &[Seen], after: &[Seen]) -> Option<f64> {
    if before.len() < 3 || after.len() < 3 || before.iter().chain(after).any(|month| month.buyers <= 0.0) {
        return None;
    }
    let (m, n) = (before.len() as f64, (before.len() + after.len()) as f64);
    let rows: Vec<(f64, f64, f64)> = before
        .iter()
        .chain(after)
        .enumerate()
        .map(|(at, month)| {
            let after = if at >= before.len() { 1.0 } else { 0.0 };
            (at as f64 - (n - 1.0) / 2.0, after - (n - m) / n, libm::log(month.buyers / month.prospects))
        })
        .collect();
    let mean = rows.iter().map(|row| row.2).sum::<f64>() / n;
    let sum = |of: &dyn Fn(&(f64, f64, f64)) -> f64| rows.iter().map(of).sum::<f64>();
    let (tt, dd, td) = (sum(&|row| row.0 * row.0), sum(&|row| row.1 * row.1), sum(&|row| row.0 * row.1));
    let (ty, dy) = (sum(&|row| row.0 * (row.2 - mean)), sum(&|row| row.1 * (row.2 - mean)));
    let determinant = tt * dd - td * td;
    (determinant > 1e-9).then(|| (tt * dy - td * ty) / determinant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(price: f64, conversions: &[f64]) -> Vec<Seen> {
        conversions.iter().map(|share| Seen { price, prospects: 1_000.0, buyers: 1_000.0 * share }).collect()
    }

    #[test]
    fn each_change_of_price_is_compared_with_the_months_around_it() {
        let all = [months(10.0, &[0.1; 4]), months(12.0, &[0.08; 3]), months(15.0, &[0.08])].concat();
        let found = changes(&all);
        assert_eq!(found.len(), 2);
        assert!((found[0].elasticity.unwrap() - libm::log(0.8) / libm::log(1.2)).abs() < 1e-12);
        assert_eq!((found[1].elasticity, found[1].before.months, found[1].after.months), (Some(0.0), 3, 1));
        let interval = found[0].interval.unwrap();
        let half = 1.644_854 * libm::sqrt(0.9 / 400.0 + 0.92 / 240.0) / libm::log(1.2);
        assert!((interval.high - found[0].elasticity.unwrap() - half).abs() < 1e-4, "{interval:?}");
        assert!(changes(&months(10.0, &[0.1; 5])).is_empty() && changes(&[]).is_empty());
    }

    #[test]
    fn a_fall_that_was_under_way_is_no_answer_to_the_price() {
        let trend = |at: i32| 0.1 * libm::pow(0.97, f64::from(at));
        let shares: Vec<f64> = (0..12).map(trend).collect();
        let all = [months(10.0, &shares[..6]), months(12.0, &shares[6..])].concat();
        let found = changes(&all)[0];
        assert!(found.elasticity.unwrap() < -0.9);
        assert!(found.against_trend.unwrap().abs() < 1e-9, "{found:?}");
        let wild = [months(10.0, &[0.05, 0.15, 0.1]), months(12.0, &[0.08; 3])].concat();
        let calm = [months(10.0, &[0.1; 3]), months(12.0, &[0.08; 3])].concat();
        let width = |all: &[Seen]| changes(all)[0].interval.map(|found| found.high - found.low).unwrap();
        assert!(width(&wild) > 2.0 * width(&calm));
    }
}
