//! This file holds negotiated discounts: what customers of a segment get off, as a few points of equal weight.

use super::SIZE_POINTS;
use crate::number::normal_cdf;
use crate::number::normal_quantile;

/// The most that is negotiated off.
pub const HIGHEST_DISCOUNT: f64 = 0.9;

/// The conditional means of equally likely bins of a normal distribution of `mean` (within 0..=[`HIGHEST_DISCOUNT`]) and
/// standard deviation `spread`, cut off below 0 and above [`HIGHEST_DISCOUNT`], smallest first. Their mean is exactly that
/// of the cut distribution, which is nearer the middle than `mean` where an end is cut off.
///
/// The bins are between quantiles of the renormalised distribution on `[F(0), F(0.9)]`; nothing is heaped up at the ends. A
/// bin from `a` to `b` (in standard deviations) has the mean `μ + σ (φ(a) − φ(b)) ÷ (Φ(b) − Φ(a))` (Johnson, Kotz &
/// Balakrishnan, Continuous Univariate Distributions 1, ch. 13.10.1).
pub fn discount_points(mean: f64, spread: f64) -> [f64; SIZE_POINTS] {
    if spread <= 0.0 {
        return [mean; SIZE_POINTS];
    }
    let below = normal_cdf(-mean / spread);
    let within = normal_cdf((HIGHEST_DISCOUNT - mean) / spread) - below;
    let bound = |bin: usize| match bin {
        0 => -mean / spread,
        SIZE_POINTS => (HIGHEST_DISCOUNT - mean) / spread,
        _ => normal_quantile(below + within * bin as f64 / SIZE_POINTS as f64),
    };
    let density = |z: f64| libm::exp(-z * z / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
    let share = within / SIZE_POINTS as f64;
    let point = |bin: usize| mean + spread * (density(bound(bin)) - density(bound(bin + 1))) / share;
    std::array::from_fn(|bin| point(bin).clamp(0.0, HIGHEST_DISCOUNT))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the integral of the cut density over a fine grid.
    #[test]
    fn points_agree_with_numerical_integration() {
        for (mean, spread) in [(0.0, 0.2), (0.15, 0.1), (0.3, 0.05), (0.45, 0.5), (0.9, 0.3), (0.2, 0.001)] {
            let points = discount_points(mean, spread);
            let steps = 400_000;
            let at = |step: usize| HIGHEST_DISCOUNT * (step as f64 + 0.5) / steps as f64;
            let weight = |x: f64| libm::exp(-(x - mean) * (x - mean) / (2.0 * spread * spread));
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
            let mean_of: f64 = points.iter().sum::<f64>() / SIZE_POINTS as f64;
            let exact = sums.iter().map(|(sum, _)| sum).sum::<f64>() / all;
            assert!((mean_of - exact).abs() < 1e-6 && points.is_sorted(), "{mean} {spread}");
        }
    }

    #[test]
    fn without_spread_all_get_the_mean() {
        assert_eq!(discount_points(0.2, 0.0), [0.2; SIZE_POINTS]);
    }
}
