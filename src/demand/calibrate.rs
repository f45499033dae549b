//! This file sets the utilities and the price sensitivity of a segment from what is observed at reference prices.

/// The most a segment can be said to convert: at 1 no finite utility fits.
pub const HIGHEST_CONVERSION: f64 = 1.0 - 1e-9;

/// A segment's choice model at its reference prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Utility of each plan at its reference bill, −∞ for a plan nobody takes.
    pub utility: Vec<f64>,
    /// Price sensitivity β: utility lost for each unit of money a month, at least 0 for an elasticity of at most 0.
    pub beta: f64,
}

/// The model that gives back `conversion` and `mix` at the reference bills, and `elasticity` around them.
///
/// - `conversion`: share of prospects who buy, 0..=1, held at [`HIGHEST_CONVERSION`] at most;
/// - `mix`: share of buyers by plan, scaled to sum to 1; a plan at 0 gets utility −∞;
/// - `bills`: mean bill by plan, money a month, at least 0;
/// - `elasticity`: of the number of buyers who pay when all prices move together, at most 0;
/// - `lambda`: dissimilarity of the plans, 0 < λ ≤ 1.
///
/// U = λ ln m + ln(C/(1−C)) and β = −ε / (Σ m P · (1 − C + (1−a) / (λ a))), where `a` is the share of buyers whose bill is
/// not 0. Where every buyer's is 0 no price can move, and β is 0.
/// Derivation: when all P move by the same share, ∂ ln C / ∂ ln P of the nested logit is −β (1−C) Σ m P, and that of the
/// part of buyers who pay is −β Σ m P (1−a) / (λ a): those who stop paying take nothing or a free plan. Who has a free plan
/// meets no price, so a sensitivity that let them leave would have to be several times what the payers' is.
pub fn calibrate(conversion: f64, mix: &[f64], bills: &[f64], elasticity: f64, lambda: f64) -> Calibration {
    let conversion = conversion.clamp(0.0, HIGHEST_CONVERSION);
    let total: f64 = mix.iter().sum();
    if total <= 0.0 {
        return Calibration { utility: vec![f64::NEG_INFINITY; mix.len()], beta: 0.0 };
    }
    let odds = libm::log(conversion / (1.0 - conversion));
    let utility = mix.iter().map(|share| lambda * libm::log(share / total) + odds).collect();
    let mean: f64 = mix.iter().zip(bills).map(|(share, bill)| share / total * bill).sum();
    let paying = mix.iter().zip(bills).filter(|(_, bill)| **bill > 0.0).map(|(share, _)| share / total).sum::<f64>();
    let to_free = (1.0 - paying).max(0.0) / (lambda * paying);
    let beta = if mean > 0.0 { -elasticity / ((1.0 - conversion + to_free) * mean) } else { 0.0 };
    Calibration { utility, beta }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::Calibration;
    use super::calibrate;
    use crate::demand::choice::shares;
    use crate::demand::elasticity::arc;

    /// Utility of each plan when its bill differs from the reference bill by `changes` (money a month).
    fn utilities(calibration: &Calibration, changes: &[f64]) -> Vec<f64> {
        calibration.utility.iter().zip(changes).map(|(utility, change)| utility - calibration.beta * change).collect()
    }

    /// Arc elasticity of the number of buyers when all prices move by `step` down and up.
    fn simulated(calibration: &Calibration, bills: &[f64], lambda: f64, step: f64) -> f64 {
        let buy = |step: f64| {
            let changes: Vec<f64> = bills.iter().map(|bill| bill * step).collect();
            shares(&utilities(calibration, &changes), lambda).buy
        };
        arc(1.0 - step, buy(-step), 1.0 + step, buy(step)).unwrap()
    }

    #[test]
    fn one_percent_on_all_prices_moves_buyers_by_the_elasticity() {
        let rows =
            [(0.03, [0.6, 0.3, 0.1], -1.2, 0.5), (0.15, [0.2, 0.5, 0.3], -0.7, 0.8), (0.3, [0.1, 0.1, 0.8], -1.5, 1.0)];
        for (conversion, mix, elasticity, lambda) in rows {
            let bills = [12.0, 49.0, 199.0];
            let calibration = calibrate(conversion, &mix, &bills, elasticity, lambda);
            let arc = simulated(&calibration, &bills, lambda, 0.01);
            assert!((arc - elasticity).abs() < 1e-3, "{arc} {elasticity}");
        }
    }

    /// Four of five take the free plan: the elasticity is of those who pay. By hand: 20 % pay 50, so Σ m P = 10, and with
    /// C = 0.2 and λ = 0.5 β = 1.2 ÷ (10 × (0.8 + 0.8 / (0.5 × 0.2))) = 1.2 ÷ 88.
    #[test]
    fn on_a_page_with_a_free_plan_payers_move_by_the_elasticity() {
        let (bills, mix) = ([0.0, 50.0], [0.8, 0.2]);
        let calibration = calibrate(0.2, &mix, &bills, -1.2, 0.5);
        assert!((calibration.beta - 1.2 / 88.0).abs() < 1e-12, "{}", calibration.beta);
        let paying = |step: f64| {
            let changes = [0.0, 50.0 * step];
            shares(&utilities(&calibration, &changes), 0.5).shares[1]
        };
        let arc = arc(0.99, paying(-0.01), 1.01, paying(0.01)).unwrap();
        assert!((arc + 1.2).abs() < 1e-3, "{arc}");
    }

    #[test]
    fn degenerate_segments_stay_finite() {
        let free = calibrate(0.1, &[1.0, 0.0], &[0.0, 49.0], -1.0, 0.5);
        assert_eq!((free.beta, free.utility[1]), (0.0, f64::NEG_INFINITY));
        for conversion in [0.0, 1.0] {
            let choice =
                shares(&utilities(&calibrate(conversion, &[0.5, 0.5], &[10.0, 20.0], -1.0, 0.5), &[1.0, 2.0]), 0.5);
            assert!(choice.shares.iter().all(|share| share.is_finite()));
        }
        assert_eq!(calibrate(0.1, &[0.0, 0.0], &[1.0, 2.0], -1.0, 1.0).beta, 0.0);
    }

    proptest! {
        #[test]
        fn calibration_gives_back_what_was_observed(
            conversion in 0.005..0.6, weights in proptest::collection::vec(0.01..1.0, 1..6), elasticity in -3.0..-0.1,
            lambda in 0.1..=1.0, base in 1.0..500.0,
        ) {
            let total: f64 = weights.iter().sum();
            let mix: Vec<f64> = weights.iter().map(|weight| weight / total).collect();
            let bills: Vec<f64> = (0..mix.len()).map(|at| base * (1.0 + at as f64)).collect();
            let calibration = calibrate(conversion, &mix, &bills, elasticity, lambda);
            let choice = shares(&calibration.utility, lambda);
            prop_assert!((choice.buy - conversion).abs() < 1e-12);
            for (share, part) in choice.shares.iter().zip(&mix) {
                prop_assert!((share - conversion * part).abs() < 1e-12);
            }
            let at_one_in_ten_thousand = simulated(&calibration, &bills, lambda, 1e-4);
            prop_assert!((at_one_in_ten_thousand - elasticity).abs() < 1e-5, "{at_one_in_ten_thousand} {elasticity}");
        }
    }
}
