//! This file is the attach of add-ons: who takes one with a plan, from its worth and its price.

use super::calibrate::HIGHEST_CONVERSION;
use super::choice::logistic;

/// Above this attach an add-on is no more sensitive to its price than at it: almost everybody has it, and no finite
/// sensitivity would fit in the end.
const MOST: f64 = 0.9;
/// Attach where worth and price are equal.
const EVEN: f64 = 0.5;

/// The choice of one segment to take an add-on or not: logit(a) = β (V − P).
///
/// Its sensitivity is that of the segment, of the add-on's own price: −1 % of the takers for each 1 % on the price at an
/// elasticity of −1, so β = −ε / ((1 − a) P) at the price where attach is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attach {
    /// Attach at the reference price, 0..=1.
    pub share: f64,
    /// Utility lost per unit of money a month, at least 0.
    pub beta: f64,
}

impl Attach {
    /// From the attach `observed` at a price, for an elasticity of at most 0.
    pub fn observed(observed: f64, price: f64, elasticity: f64) -> Self {
        let beta = if price > 0.0 { -elasticity / ((1.0 - observed.min(MOST)) * price) } else { 0.0 };
        Self { share: observed, beta }
    }

    /// Of an add-on nobody has been seen to buy, worth `value` at `price`: at an equal price half would take it.
    pub fn expected(value: f64, price: f64, elasticity: f64) -> Self {
        let beta = Self::observed(EVEN, price, elasticity).beta;
        let sure = if value > price { 1.0 } else { 0.0 };
        Self { share: if beta > 0.0 { logistic(beta * (value - price)) } else { sure }, beta }
    }

    /// After its worth less its price rose by `gain` money a month.
    pub fn gaining(self, gain: f64) -> Self {
        if self.share <= 0.0 || self.share >= 1.0 || gain == 0.0 {
            return self;
        }
        Self { share: logistic(libm::log(self.share / (1.0 - self.share)) + self.beta * gain), ..self }
    }

    /// What having the choice is worth on average, money a month: ln(1 + e^u) / β, with u the logit of the share.
    pub fn worth(self) -> f64 {
        if self.beta > 0.0 { -libm::log1p(-self.share.min(HIGHEST_CONVERSION)) / self.beta } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::Attach;

    #[test]
    fn at_the_observed_price_attach_is_what_was_observed() {
        for share in [0.0, 0.2, 1.0] {
            assert_eq!(Attach::observed(share, 10.0, -1.0).gaining(0.0).share, share);
            assert_eq!(Attach::observed(share, 0.0, -1.0).worth(), 0.0);
        }
        assert_eq!(Attach::observed(0.0, 10.0, -1.0).gaining(50.0).share, 0.0);
        let rows = [(10.0, 0.5), (0.0, 1.0 / (1.0 + libm::exp(2.0))), (1e4, 1.0)];
        for (value, share) in rows {
            assert!((Attach::expected(value, 10.0, -1.0).share - share).abs() < 1e-12, "{value}");
        }
        assert_eq!((Attach::expected(5.0, 4.0, 0.0).share, Attach::expected(4.0, 5.0, 0.0).share), (1.0, 0.0));
    }

    proptest! {
        /// One percent on the price takes the elasticity's share of the takers.
        #[test]
        fn attach_answers_by_the_elasticity(share in 0.01..0.9, price in 1.0..500.0, elasticity in -3.0..-0.1) {
            let step = 1e-6;
            let attach = Attach::observed(share, price, elasticity);
            let dearer = attach.gaining(-step * price);
            prop_assert!(((dearer.share / share - 1.0) / step - elasticity).abs() < 1e-3);
        }

        /// What the choice is worth falls with its price by the share who take it (Roy's identity).
        #[test]
        fn a_small_rise_costs_the_takers_the_rise(share in 0.01..0.9, price in 1.0..500.0, elasticity in -3.0..-0.1) {
            let attach = Attach::observed(share, price, elasticity);
            let step = 1e-5 / attach.beta;
            prop_assert!(((attach.worth() - attach.gaining(-step).worth()) / step - share).abs() < 1e-4);
        }
    }
}
