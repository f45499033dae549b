//! This file sums up a two-price experiment: two groups of people, each shown one price.

use super::Interval;
use super::NoOptimum;
use super::elasticity;
use crate::number::normal_quantile;

/// One group of an experiment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// The price shown, above 0.
    pub price: f64,
    /// How many people were shown it, above 0.
    pub users: f64,
    /// What they paid in all, at least 0.
    pub revenue: f64,
    /// How many of them bought, where that was counted; at most `users`.
    pub conversions: Option<f64>,
}

impl Arm {
    /// Revenue for each person who was shown the price.
    pub fn revenue_per_user(&self) -> f64 {
        self.revenue / self.users
    }

    /// Share who bought, where that was counted.
    pub fn conversion(&self) -> Option<f64> {
        self.conversions.map(|bought| bought / self.users)
    }

    /// Central 90 % interval of the share who bought. Source: Wilson (1927), the score interval.
    pub fn conversion_interval(&self) -> Option<Interval> {
        let (share, z) = (self.conversion()?, normal_quantile(0.95));
        let squared = z * z / self.users;
        let middle = (share + squared / 2.0) / (1.0 + squared);
        let half = z * libm::sqrt(share * (1.0 - share) / self.users + squared / self.users / 4.0) / (1.0 + squared);
        Some(Interval { low: (middle - half).max(0.0), high: (middle + half).min(1.0) })
    }
}

/// What two prices tell: a local slope, and no optimum (see [`Experiment::optimum`]).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Experiment {
    /// Revenue per user, control.
    pub control: f64,
    /// Revenue per user, treated.
    pub treated: f64,
    /// Change of revenue per user from control to treated, a share (−0.209 is −20.9 %).
    pub revenue_per_user_change: f64,
    /// Price-weighted quantity per user of the treated group, as a multiple of the control's.
    pub quantity_ratio: f64,
    /// Constant elasticity through the two points: of buyers where they were counted, else of the price-weighted
    /// quantity. `None` where the treated group bought nothing or the prices are equal.
    pub elasticity: Option<f64>,
    /// Arc (midpoint) elasticity between the same points.
    pub arc_elasticity: Option<f64>,
    /// Central 90 % interval of the elasticity, by the delta method on the log of the ratio of conversions. `None`
    /// where buyers were not counted: revenue alone does not say how much chance is in it.
    pub interval: Option<Interval>,
    /// The least elasticity (in size) that groups of this size would have shown with 80 % power, at a two-sided 10 %
    /// level. `None` where buyers were not counted, or no fall in conversion could have been shown.
    pub detectable: Option<f64>,
}

impl Experiment {
    /// Always [`NoOptimum::TwoPrices`]: a curve through two points is an assumption, not a measurement.
    pub fn optimum(&self) -> Result<f64, NoOptimum> {
        Err(NoOptimum::TwoPrices { elasticity: self.elasticity })
    }

    /// Whether an elasticity of 0 is within the interval: chance alone would explain the difference.
    pub fn is_inconclusive(&self) -> bool {
        self.interval.is_some_and(|interval| interval.low <= 0.0 && interval.high >= 0.0)
    }
}

/// The summary; `None` where a group is empty, a price is not above 0, or the control group paid nothing.
///
/// With several prices moved by the same factor (monthly and yearly, say), either pair may be given: only the
/// ratio of the prices matters.
pub fn summarise(control: Arm, treated: Arm) -> Option<Experiment> {
    let positive = [control.price, control.users, control.revenue, treated.price, treated.users];
    if positive.iter().any(|value| !value.is_finite() || *value <= 0.0)
        || treated.revenue.is_nan()
        || treated.revenue < 0.0
    {
        return None;
    }
    let ratio = treated.revenue_per_user() / control.revenue_per_user();
    let quantity_ratio = ratio * control.price / treated.price;
    let conversions = control.conversion().zip(treated.conversion()).filter(|(control, _)| *control > 0.0);
    let quantity = conversions.map_or(quantity_ratio, |(control, treated)| treated / control);
    Some(Experiment {
        control: control.revenue_per_user(),
        treated: treated.revenue_per_user(),
        revenue_per_user_change: ratio - 1.0,
        quantity_ratio,
        elasticity: elasticity::constant(control.price, 1.0, treated.price, quantity),
        arc_elasticity: elasticity::arc(control.price, 1.0, treated.price, quantity),
        interval: interval(&control, &treated),
        detectable: detectable(&control, &treated),
    })
}

/// ln of a ratio of two binomial shares has variance (1−p₁)/(n₁p₁) + (1−p₂)/(n₂p₂) (Katz et al. 1978).
fn interval(control: &Arm, treated: &Arm) -> Option<Interval> {
    let (one, other) = (control.conversion()?, treated.conversion()?);
    let move_of_price = libm::log(treated.price / control.price);
    if one <= 0.0 || other <= 0.0 || move_of_price == 0.0 {
        return None;
    }
    let error = libm::sqrt((1.0 - one) / (control.users * one) + (1.0 - other) / (treated.users * other));
    let (middle, half) = (libm::log(other / one) / move_of_price, normal_quantile(0.95) * error / move_of_price.abs());
    Some(Interval { low: middle - half, high: middle + half })
}

/// Two shares, two-sided 10 %, power 80 %, with the variance of the control's share: δ = (z.95 + z.8) √(p(1−p)(1/n₁ + 1/n₂)).
fn detectable(control: &Arm, treated: &Arm) -> Option<f64> {
    let share = control.conversion().filter(|share| *share > 0.0 && *share < 1.0)?;
    let error = libm::sqrt(share * (1.0 - share) * (1.0 / control.users + 1.0 / treated.users));
    let least = (normal_quantile(0.95) + normal_quantile(0.8)) * error;
    let dearer = treated.price > control.price;
    let shown = if dearer { share - least } else { share + least };
    if shown <= 0.0 { None } else { elasticity::constant(control.price, share, treated.price, shown) }
}

#[cfg(test)]
mod tests {
    use super::Arm;
    use super::summarise;

    /// Source: jwinternheimer.github.io/blog/awesome-price-experiment (Buffer, September 2016).
    #[test]
    fn doubling_a_price_in_2016() {
        let control = Arm { price: 10.0, users: 16520.0, revenue: 57946.06, conversions: None };
        let treated = Arm { price: 20.0, users: 16938.0, revenue: 47001.05, conversions: None };
        let found = summarise(control, treated).unwrap();
        let figures = [
            (found.control, 3.508, 5e-4),
            (found.treated, 2.775, 5e-4),
            (found.revenue_per_user_change, -0.209, 5e-4),
            (found.quantity_ratio, 0.396, 6e-4),
            (found.elasticity.unwrap(), -1.34, 5e-3),
        ];
        for (value, expected, tolerance) in figures {
            assert!((value - expected).abs() < tolerance, "{value} {expected}");
        }
        let words = found.optimum().unwrap_err().to_string();
        assert!(words.contains("-1.34") && words.contains("no optimum"), "{words}");
        assert_eq!((found.interval, found.detectable), (None, None));
        assert_eq!(summarise(Arm { users: 0.0, ..control }, treated), None);
    }

    #[test]
    fn counted_buyers_give_an_interval_and_its_power() {
        let arm = |price: f64, bought: f64| Arm {
            price,
            users: 10_000.0,
            revenue: price * bought,
            conversions: Some(bought),
        };
        let found = summarise(arm(10.0, 500.0), arm(12.0, 450.0)).unwrap();
        let elasticity = libm::log(0.9) / libm::log(1.2);
        assert!((found.elasticity.unwrap() - elasticity).abs() < 1e-12);
        let interval = found.interval.unwrap();
        // √(0.95/500 + 0.955/450) = 0.06342; × 1.6449 ÷ ln 1.2 = 0.5722
        assert!((interval.high - interval.low - 2.0 * 0.5722).abs() < 1e-3, "{interval:?}");
        assert!(!found.is_inconclusive());
        // 2.4865 × √(0.05 × 0.95 × 2/10000) = 0.0076638: conversion 4.234 %, ln(0.84672)/ln 1.2 = −0.9126
        assert!((found.detectable.unwrap() + 0.9126).abs() < 1e-3, "{found:?}");
        let small = Arm { users: 100.0, revenue: 50.0, conversions: Some(5.0), ..arm(10.0, 0.0) };
        let other = Arm { price: 12.0, users: 100.0, revenue: 48.0, conversions: Some(4.0) };
        let unsure = summarise(small, other).unwrap();
        assert!(unsure.is_inconclusive() && unsure.detectable.is_none(), "{unsure:?}");
    }

    /// Source: Wilson's interval for 4 of 10 at 90 %, worked by hand: (0.4 + 0.13528 ± 0.28850) / 1.27055.
    #[test]
    fn the_interval_of_a_share() {
        let arm = Arm { price: 1.0, users: 10.0, revenue: 4.0, conversions: Some(4.0) };
        let found = arm.conversion_interval().unwrap();
        assert!((found.low - 0.19423).abs() < 1e-3 && (found.high - 0.64837).abs() < 1e-3, "{found:?}");
        let none = Arm { conversions: Some(0.0), ..arm }.conversion_interval().unwrap();
        assert!(none.low == 0.0 && none.high > 0.15);
    }
}
