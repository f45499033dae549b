//! This file holds the sizes of customers: a lognormal spread as a few points of equal weight.

use crate::number::normal_cdf;
use crate::number::normal_quantile;

/// How many points a size distribution is cut into.
pub const SIZE_POINTS: usize = 5;

/// The conditional means of `K` equally likely bins of a lognormal with mean 1 and standard deviation `spread` (≥ 0),
/// smallest first; their mean is 1.
///
/// With `σ² = ln(1 + spread²)` and `z_i` the `i/K` quantile of the normal, bin `i` has the mean
/// `K·(Φ(z_i − σ) − Φ(z_{i−1} − σ))`: the partial expectation of the lognormal (Johnson, Kotz & Balakrishnan,
/// Continuous Univariate Distributions 1, ch. 14) between the quantiles.
pub fn size_points<const K: usize>(spread: f64) -> [f64; K] {
    if spread <= 0.0 {
        return [1.0; K];
    }
    let sigma = libm::sqrt(libm::log1p(spread * spread));
    let share_below = |bin: usize| match bin {
        0 => 0.0,
        bin if bin == K => 1.0,
        bin => normal_cdf(normal_quantile(bin as f64 / K as f64) - sigma),
    };
    std::array::from_fn(|bin| K as f64 * (share_below(bin + 1) - share_below(bin)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn points_agree_with_numerical_integration() {
        for spread in [0.1, 0.5, 1.0, 2.0] {
            let sigma = libm::sqrt(libm::log1p(spread * spread));
            let points = size_points::<SIZE_POINTS>(spread);
            for (bin, point) in points.iter().enumerate() {
                let steps = 200_000;
                let middle = |step: usize| (bin as f64 + (step as f64 + 0.5) / steps as f64) / SIZE_POINTS as f64;
                let size = |p: f64| libm::exp(sigma * normal_quantile(p) - sigma * sigma / 2.0);
                let mean = (0..steps).map(|step| size(middle(step))).sum::<f64>() / steps as f64;
                assert!((mean - point).abs() < 2e-4 * mean.max(1.0), "{spread} {bin}: {point} is not {mean}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_mean_is_one_and_sizes_rise(spread in 0.0f64..5.0) {
            let points = size_points::<SIZE_POINTS>(spread);
            prop_assert!((points.iter().sum::<f64>() / SIZE_POINTS as f64 - 1.0).abs() < 1e-12);
            prop_assert!(points[0] > 0.0 && points.is_sorted());
        }
    }
}
