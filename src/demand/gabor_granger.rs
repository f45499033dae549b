//! This file reads a Gabor-Granger survey: the share who would buy at each price they were asked about.

use super::NoOptimum;
use super::choice::logistic;
use super::lambert_w::lambert_w0_of_exp;

/// One tested price.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// The price asked about.
    pub price: f64,
    /// Share who would buy, 0..=1, made non-increasing in the price.
    pub buy: f64,
    /// Revenue for each respondent.
    pub revenue: f64,
    /// Contribution for each respondent.
    pub profit: f64,
}

/// The curve over the tested prices, in order of price, at a unit cost.
///
/// Buy shares are forced non-increasing by the running minimum (Gabor & Granger 1966 ask in falling order, where
/// this holds of each person).
pub fn curve(prices: &[f64], buys: &[f64], unit_cost: f64) -> Vec<Point> {
    let mut asked: Vec<(f64, f64)> = prices.iter().copied().zip(buys.iter().copied()).collect();
    asked.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut lowest = 1.0_f64;
    let point = |(price, buy): (f64, f64)| {
        lowest = lowest.min(buy.max(0.0));
        Point { price, buy: lowest, revenue: price * lowest, profit: (price - unit_cost) * lowest }
    };
    asked.into_iter().map(point).collect()
}

/// The tested price with the largest profit (the lowest of equals); `None` without prices. At unit cost 0 this is
/// the price of the largest revenue.
pub fn best(points: &[Point]) -> Option<Point> {
    points.iter().copied().reduce(|best, point| if point.profit > best.profit { point } else { best })
}

/// A logistic buy curve: most / (1 + exp(−(b₀ + b₁ P))), with b₁ below 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logistic {
    /// Share who would buy at any price low enough, 0..=1.
    pub most: f64,
    /// Intercept b₀.
    pub intercept: f64,
    /// Slope b₁, for each unit of money, below 0.
    pub slope: f64,
}

impl Logistic {
    /// Share who would buy at a price.
    pub fn buy(&self, price: f64) -> f64 {
        self.most * logistic(self.intercept + self.slope * price)
    }

    /// Contribution for each respondent at a price.
    pub fn profit(&self, price: f64, unit_cost: f64) -> f64 {
        (price - unit_cost) * self.buy(price)
    }

    /// The price of the largest contribution: c + (1 + W₀(exp(b₀ + b₁ c − 1))) / −b₁, as in the logit.
    pub fn optimum(&self, unit_cost: f64) -> Result<f64, NoOptimum> {
        if self.slope.is_nan() || self.slope >= 0.0 {
            return Err(NoOptimum::DemandDoesNotFall);
        }
        let w = lambert_w0_of_exp(self.intercept + self.slope * unit_cost - 1.0);
        Ok(unit_cost + (1.0 + w) / -self.slope)
    }

    /// The best price among the whole multiples of `step` (above 0): one of the two beside the optimum, as profit has
    /// one peak.
    pub fn optimum_on_grid(&self, unit_cost: f64, step: f64) -> Result<f64, NoOptimum> {
        let steps = libm::floor(self.optimum(unit_cost)? / step);
        let (below, above) = (steps * step, (steps + 1.0) * step);
        Ok(if self.profit(above, unit_cost) > self.profit(below, unit_cost) { above } else { below })
    }
}

#[cfg(test)]
mod tests {
    use super::Logistic;
    use super::best;
    use super::curve;
    use crate::demand::optimum::Optimum;
    use crate::demand::optimum::search;

    #[test]
    fn a_rise_in_the_answers_is_levelled() {
        let points = curve(&[20.0, 10.0, 30.0], &[0.3, 0.5, 0.4], 0.0);
        assert_eq!(points.iter().map(|point| point.buy).collect::<Vec<_>>(), [0.5, 0.3, 0.3]);
        assert_eq!(best(&points).unwrap().price, 30.0);
        assert_eq!(best(&curve(&[10.0, 20.0], &[0.5, 0.3], 8.0)).unwrap().price, 20.0);
        assert_eq!(best(&[]), None);
    }

    #[test]
    fn closed_form_is_the_peak() {
        let logistic = Logistic { most: 0.33, intercept: 8.3, slope: -0.97 };
        let exact = logistic.optimum(3.0).unwrap();
        let Optimum::Inside { price, .. } = search(3.0, 20.0, |price| logistic.profit(price, 3.0)) else { panic!() };
        assert!((price - exact).abs() < 1e-5);
        assert!(Logistic { slope: 0.1, ..logistic }.optimum(3.0).is_err());
    }
}
