//! This file is isotonic regression: the falling sequence nearest to what was seen.

/// The non-increasing sequence with the least weighted squares from `values`: neighbours out of order are pooled.
///
/// Weights are above 0 and as many as values. Source: Ayer et al. (1955), pool adjacent violators.
pub fn falling(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(values.len());
    for (value, weight) in values.iter().zip(weights) {
        pools.push((*value, *weight, 1));
        while let [.., before, last] = pools[..]
            && last.0 > before.0
        {
            let weight = before.1 + last.1;
            let value = (before.0 * before.1 + last.0 * last.1) / weight;
            pools.truncate(pools.len() - 2);
            pools.push((value, weight, before.2 + last.2));
        }
    }
    pools.into_iter().flat_map(|(value, _, count)| std::iter::repeat_n(value, count)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::falling;

    #[test]
    fn neighbours_out_of_order_are_pooled() {
        assert_eq!(falling(&[5.0, 4.0, 1.0], &[1.0; 3]), [5.0, 4.0, 1.0]);
        assert_eq!(falling(&[1.0, 2.0, 3.0], &[1.0, 1.0, 2.0]), [2.25; 3]);
        assert_eq!(falling(&[4.0, 1.0, 3.0, 0.0], &[1.0; 4]), [4.0, 2.0, 2.0, 0.0]);
        assert!(falling(&[], &[]).is_empty());
    }

    proptest! {
        #[test]
        fn it_falls_keeps_the_mean_and_no_falling_sequence_is_nearer(
            values in proptest::collection::vec(0.0..1.0, 1..9), other in proptest::collection::vec(0.0..1.0, 9),
        ) {
            let weights: Vec<f64> = (1..=values.len()).map(|at| at as f64).collect();
            let found = falling(&values, &weights);
            prop_assert!(found.windows(2).all(|pair| pair[0] >= pair[1]));
            let sum = |all: &[f64]| all.iter().zip(&weights).map(|(value, weight)| value * weight).sum::<f64>();
            prop_assert!((sum(&found) - sum(&values)).abs() < 1e-9);
            let mut rival = other[..values.len()].to_vec();
            rival.sort_by(|one: &f64, other: &f64| other.total_cmp(one));
            let far = |all: &[f64]| -> f64 {
                all.iter().zip(&values).zip(&weights).map(|((a, b), weight)| weight * (a - b) * (a - b)).sum()
            };
            prop_assert!(far(&found) <= far(&rival) + 1e-9);
        }
    }
}
