//! This file sums up a two-price experiment: two groups of people, each shown one price.

use super::NoOptimum;
use super::elasticity;

/// One group of an experiment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arm {
    /// The price shown, above 0.
    pub price: f64,
    /// How many people were shown it, above 0.
    pub users: f64,
    /// What they paid in all, at least 0.
    pub revenue: f64,
}

impl Arm {
    /// Revenue for each person who was shown the price.
    pub fn revenue_per_user(&self) -> f64 {
        self.revenue / self.users
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
    /// Constant elasticity through the two points; `None` where the treated group bought nothing or the prices are equal.
    pub elasticity: Option<f64>,
}

impl Experiment {
    /// Always [`NoOptimum::TwoPrices`]: a curve through two points is an assumption, not a measurement.
    pub fn optimum(&self) -> Result<f64, NoOptimum> {
        Err(NoOptimum::TwoPrices { elasticity: self.elasticity })
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
    Some(Experiment {
        control: control.revenue_per_user(),
        treated: treated.revenue_per_user(),
        revenue_per_user_change: ratio - 1.0,
        quantity_ratio,
        elasticity: elasticity::constant(control.price, 1.0, treated.price, quantity_ratio),
    })
}

#[cfg(test)]
mod tests {
    use super::Arm;
    use super::summarise;

    /// Source: jwinternheimer.github.io/blog/awesome-price-experiment (Buffer, September 2016).
    #[test]
    fn doubling_a_price_in_2016() {
        let control = Arm { price: 10.0, users: 16520.0, revenue: 57946.06 };
        let treated = Arm { price: 20.0, users: 16938.0, revenue: 47001.05 };
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
        assert_eq!(summarise(Arm { users: 0.0, ..control }, treated), None);
    }
}
