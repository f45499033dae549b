//! This file is the nested logit: which plan a prospect takes, or none, given the utilities.
//!
//! The outside option (buying nothing) has utility 0. A plan that cannot be had has utility −∞ and share 0.
//! λ is the dissimilarity of the plans in one nest, 0 < λ ≤ 1; at 1 the model is the plain logit.
//! Utilities are finite or −∞, never +∞ or NaN.

/// What the prospects of one segment choose; `buy` and `none` sum to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Share of prospects who take a plan (the conversion), 0..=1.
    pub buy: f64,
    /// Share of prospects who take none, 0..=1.
    pub none: f64,
    /// Share of all prospects who take each plan, in the order of the utilities; sums to `buy`.
    pub shares: Vec<f64>,
}

/// Options that are more alike than others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nest<'a> {
    /// Dissimilarity within the nest, 0 < λ ≤ 1.
    pub lambda: f64,
    /// Utility of each option in it.
    pub utilities: &'a [f64],
}

/// Shares of the plans of one segment, all in one nest, against an outside option at utility 0.
///
/// Source: Train, Discrete Choice Methods with Simulation, ch. 4, eq. 4.2.
pub fn shares(utilities: &[f64], lambda: f64) -> Choice {
    let mut shares = vec![0.0; utilities.len()];
    let buy = shares_into(utilities, lambda, &mut shares);
    Choice { buy, none: 1.0 - buy, shares }
}

/// [`shares`] without allocation: writes each plan's share of all prospects and returns the share who buy.
///
/// `shares` is as long as `utilities`.
pub fn shares_into(utilities: &[f64], lambda: f64, shares: &mut [f64]) -> f64 {
    let best = largest(utilities);
    if best == f64::NEG_INFINITY {
        shares.fill(0.0);
        return 0.0;
    }
    let sum = weigh(utilities, lambda, best, shares);
    // With λ = 1 the nest's worth needs no logarithm: the odds of buying are exp(best) × sum.
    let buy = if lambda == 1.0 && best.abs() < 500.0 {
        sum / (sum + libm::exp(-best))
    } else {
        logistic(best + lambda * libm::log(sum))
    };
    let scale = buy / sum;
    for share in shares {
        *share *= scale;
    }
    buy
}

/// Shares over several nests, one list for each nest, and of the outside option where there is one.
///
/// `none` is the utility of the outside option; `None` makes everybody take something (if anything can be had).
pub fn nested_shares(nests: &[Nest<'_>], none: Option<f64>) -> (Vec<Vec<f64>>, f64) {
    let mut within: Vec<Vec<f64>> = nests.iter().map(|nest| vec![0.0; nest.utilities.len()]).collect();
    let worths: Vec<f64> = nests.iter().zip(&mut within).map(|(nest, shares)| worth(nest, shares)).collect();
    let none = none.unwrap_or(f64::NEG_INFINITY);
    let best = largest(&worths).max(none);
    if best == f64::NEG_INFINITY {
        return (within, 0.0);
    }
    let weights: Vec<f64> = worths.iter().map(|worth| libm::exp(worth - best)).collect();
    let outside = libm::exp(none - best);
    let total = outside + weights.iter().sum::<f64>();
    for (shares, weight) in within.iter_mut().zip(&weights) {
        shares.iter_mut().for_each(|share| *share *= weight / total);
    }
    (within, outside / total)
}

/// The largest of the utilities; −∞ where there are none.
pub(crate) fn largest(utilities: &[f64]) -> f64 {
    utilities.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// λ I of one nest (−∞ where nothing in it can be had), and its options' shares of the nest.
fn worth(nest: &Nest<'_>, shares: &mut [f64]) -> f64 {
    let best = largest(nest.utilities);
    if best == f64::NEG_INFINITY {
        return best;
    }
    let sum = weigh(nest.utilities, nest.lambda, best, shares);
    shares.iter_mut().for_each(|share| *share /= sum);
    best + nest.lambda * libm::log(sum)
}

/// Writes `exp((U − best) / λ)` for each option and returns the sum, which is at least 1.
fn weigh(utilities: &[f64], lambda: f64, best: f64, weights: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for (weight, utility) in weights.iter_mut().zip(utilities) {
        *weight = if *utility == best { 1.0 } else { libm::exp((utility - best) / lambda) };
        sum += *weight;
    }
    sum
}

/// 1 / (1 + exp(−x)), without overflow.
pub(crate) fn logistic(x: f64) -> f64 {
    let small = libm::exp(-x.abs());
    if x >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::prelude::prop_assume;
    use proptest::proptest;

    use super::Nest;
    use super::nested_shares;
    use super::shares;

    #[test]
    fn a_plan_that_cannot_be_had_takes_nobody() {
        let choice = shares(&[f64::NEG_INFINITY, 0.0], 0.5);
        assert_eq!((choice.shares[0], choice.buy), (0.0, 0.5));
        let choice = shares(&[f64::NEG_INFINITY; 3], 0.5);
        assert_eq!((choice.buy, choice.none), (0.0, 1.0));
        assert_eq!(shares(&[], 1.0).none, 1.0);
    }

    #[test]
    fn far_utilities_neither_overflow_nor_vanish() {
        for utility in [-1e12, -800.0, 0.0, 800.0, 1e12] {
            let choice = shares(&[utility, utility - 1.0], 0.3);
            assert!((choice.buy - f64::from(u8::from(utility > 0.0))).abs() < 0.6, "{utility}: {choice:?}");
            assert!(choice.shares.iter().all(|share| share.is_finite()));
        }
    }

    proptest! {
        #[test]
        fn shares_sum_to_one(utilities in proptest::collection::vec(-50.0..50.0, 1..8), lambda in 0.05..=1.0) {
            let choice = shares(&utilities, lambda);
            prop_assert!((choice.shares.iter().sum::<f64>() + choice.none - 1.0).abs() < 1e-12);
            prop_assert!(choice.shares.iter().all(|share| (0.0..=1.0).contains(share)));
        }

        #[test]
        fn one_nest_is_the_general_model(utilities in proptest::collection::vec(-9.0..9.0, 1..6), lambda in 0.05..=1.0) {
            let choice = shares(&utilities, lambda);
            let (within, none) = nested_shares(&[Nest { lambda, utilities: &utilities }], Some(0.0));
            prop_assert!((none - choice.none).abs() < 1e-12);
            prop_assert!(within[0].iter().zip(&choice.shares).all(|(one, other)| (one - other).abs() < 1e-12));
        }

        #[test]
        fn a_dearer_plan_never_gains(
            utilities in proptest::collection::vec(-9.0..9.0, 1..6), at in 0_usize..6, rise in 0.0..20.0, lambda in 0.05..=1.0,
        ) {
            prop_assume!(at < utilities.len());
            let before = shares(&utilities, lambda);
            let mut dearer = utilities.clone();
            dearer[at] -= rise;
            let after = shares(&dearer, lambda);
            prop_assert!(after.shares[at] <= before.shares[at] + 1e-15);
            prop_assert!(after.buy <= before.buy + 1e-15);
            for other in (0..utilities.len()).filter(|other| *other != at) {
                prop_assert!(after.shares[other] >= before.shares[other] - 1e-15);
            }
        }
    }
}
