//! This file holds negotiated discounts: what customers of a segment get off, as a few points of equal weight.

use super::SIZE_POINTS;
use super::size_points;
use crate::number::Beta;

/// The most that is negotiated off on average.
pub const HIGHEST_DISCOUNT: f64 = 0.9;

/// The widest spread of shares with this mean: as many as that get all of it off, the others nothing.
pub fn widest_discount(mean: f64) -> f64 {
    libm::sqrt((mean * (1.0 - mean)).max(0.0))
}

/// The conditional means of equally likely bins of a beta distribution with this mean (within 0..=[`HIGHEST_DISCOUNT`])
/// and this standard deviation (below [`widest_discount`]), smallest first. All lie within 0..=1, and their mean is `mean`.
///
/// By moments `α + β = mean (1 − mean) ÷ spread² − 1` and `α ÷ (α + β) = mean` (Johnson, Kotz & Balakrishnan, Continuous
/// Univariate Distributions 2, ch. 25). Where that sum is nothing, shares are 0 or 1; where it is beyond a million, the
/// distribution is as narrow as a lognormal with the same moments, which is taken instead.
pub fn discount_points(mean: f64, spread: f64) -> [f64; SIZE_POINTS] {
    if spread <= 0.0 || mean <= 0.0 {
        return [mean; SIZE_POINTS];
    }
    let sum = mean * (1.0 - mean) / (spread * spread) - 1.0;
    if sum > 1e6 {
        return size_points(spread / mean).map(|point: f64| point * mean);
    }
    let lowest = |p: f64| match sum > 1e-6 {
        true => Beta::new(mean * sum, (1.0 - mean) * sum).lowest(p),
        false => (p - (1.0 - mean)).max(0.0),
    };
    let bins = SIZE_POINTS as f64;
    // Rounding alone may leave 0..=1.
    let point = |bin: usize| bins * (lowest((bin + 1) as f64 / bins) - lowest(bin as f64 / bins));
    std::array::from_fn(|bin| point(bin).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Against the integral of the density over a fine grid of its distribution function, by bin.
    #[test]
    fn points_agree_with_numerical_integration() {
        for (mean, spread) in [(0.15, 0.1), (0.3, 0.05), (0.1, 0.1), (0.45, 0.2), (0.9, 0.1), (0.2, 0.02)] {
            let points = discount_points(mean, spread);
            let sum = mean * (1.0 - mean) / (spread * spread) - 1.0;
            let (alpha, beta) = (mean * sum, (1.0 - mean) * sum);
            let steps = 400_000;
            let at = |step: usize| (step as f64 + 0.5) / steps as f64;
            let weight = |x: f64| libm::pow(x, alpha - 1.0) * libm::pow(1.0 - x, beta - 1.0);
            let all: f64 = (0..steps).map(|step| weight(at(step))).sum();
            let (mut sums, mut seen) = ([(0.0, 0.0); SIZE_POINTS], 0.0);
            for step in 0..steps {
                let bin = ((seen / all * SIZE_POINTS as f64) as usize).min(SIZE_POINTS - 1);
                sums[bin].0 += weight(at(step)) * at(step);
                sums[bin].1 += weight(at(step));
                seen += weight(at(step));
            }
            for (point, (sum, weight)) in points.iter().zip(sums) {
                assert!((point - sum / weight).abs() < 1e-4, "{mean} {spread}: {point} is not {}", sum / weight);
            }
        }
    }

    /// Even shares (α = β = 1: mean ½, spread √(1/12)) lie in the middles of fifths; with the widest spread around 0.3 one
    /// and a half fifths get all of it off.
    #[test]
    fn points_known_by_hand() {
        for (point, wanted) in discount_points(0.5, libm::sqrt(1.0 / 12.0)).into_iter().zip([0.1, 0.3, 0.5, 0.7, 0.9]) {
            assert!((point - wanted).abs() < 1e-12, "{point} is not {wanted}");
        }
        for (point, wanted) in discount_points(0.3, widest_discount(0.3)).into_iter().zip([0.0, 0.0, 0.0, 0.5, 1.0]) {
            assert!((point - wanted).abs() < 1e-12, "{point} is not {wanted}");
        }
        assert_eq!(discount_points(0.2, 0.0), [0.2; SIZE_POINTS]);
        assert_eq!(discount_points(0.0, 0.0), [0.0; SIZE_POINTS]);
    }

    proptest! {
        #[test]
        fn the_mean_is_the_one_asked_for(mean in 0.0..=HIGHEST_DISCOUNT, part in 0.0..=1.0f64, tiny in any::<bool>()) {
            let spread = widest_discount(mean) * if tiny { libm::pow(part, 12.0) } else { part };
            let points = discount_points(mean, spread);
            let found = points.iter().sum::<f64>() / SIZE_POINTS as f64;
            prop_assert!((found - mean).abs() < 1e-12, "{mean} {spread}: {points:?}");
            prop_assert!(points.is_sorted_by(|a, b| *a <= *b + 1e-12) && points[0] >= 0.0 && points[4] <= 1.0);
        }
    }
}
