//! This file sets an add-on against its bundle: what putting it into a plan brings, by attach and upgrades.

/// An add-on put into a plan whose price rises for it; money of one customer a month.
///
/// Before the bundle a customer of the plan pays `price`, and `add_on` if it takes the add-on; then all pay
/// `price + rise`. A share of the customers of the plan below moves up for it. Nobody leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bundle {
    /// Price of the plan today.
    pub price: f64,
    /// What the plan costs more with the add-on inside.
    pub rise: f64,
    /// Price of the add-on.
    pub add_on: f64,
    /// The plan below: its price, and its customers for each customer of the plan.
    pub below: Option<(f64, f64)>,
    /// Whether the add-on can be had with the plan below too, at the same attach.
    pub sold_below: bool,
}

impl Bundle {
    /// What the bundle brings, money a month for each customer of the plan, where `attach` took the add-on and the share
    /// `upgrade` of the plan below moves up.
    pub fn gain(&self, attach: f64, upgrade: f64) -> f64 {
        let here = self.rise - attach * self.add_on;
        let Some((price, customers)) = self.below else { return here };
        let paid = price + if self.sold_below { attach * self.add_on } else { 0.0 };
        here + upgrade * customers * (self.price + self.rise - paid)
    }

    /// The attach at which the bundle brings nothing: below it the bundle earns more. With no upgrades it is the rise over
    /// the add-on's price. `None` where the add-on costs nothing.
    pub fn break_even(&self, upgrade: f64) -> Option<f64> {
        let lost = self.gain(0.0, upgrade) - self.gain(1.0, upgrade);
        (lost > 0.0).then(|| self.gain(0.0, upgrade) / lost)
    }
}

#[cfg(test)]
mod tests {
    use super::Bundle;

    /// Business at $18 with AI at $10, against $23 with AI inside: half (Notion, May 2025, prices on one base).
    #[test]
    fn without_upgrades_the_break_even_is_the_rise_over_the_price() {
        let bundle = Bundle { price: 18.0, rise: 5.0, add_on: 10.0, below: Some((12.0, 2.0)), sold_below: true };
        assert_eq!(bundle.break_even(0.0), Some(0.5));
        assert_eq!((bundle.gain(0.5, 0.0), bundle.gain(0.4, 0.0)), (0.0, 1.0));
        // A tenth of two customers below each pay $23 instead of $12 and what they paid for AI.
        let even = bundle.break_even(0.1).unwrap();
        assert!((bundle.gain(even, 0.1)).abs() < 1e-12 && even > 0.5, "{even}");
        assert_eq!(Bundle { add_on: 0.0, below: None, ..bundle }.break_even(0.0), None);
    }
}
