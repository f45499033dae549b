//! This file is the source of business: whom each option takes its buyers from when plans or prices change.

/// Flows between options, as shares of all prospects. The options are the plans and, last, taking none.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// `flows[from][to]`, at least 0: who leaves option `from` for option `to`.
    pub flows: Vec<Vec<f64>>,
}

/// The flows that turn the shares `before` into the shares `after`.
///
/// Both hold one share for each plan and are of equal length; who takes none is the rest to 1. A plan that is not
/// offered has share 0. Each gaining option draws on the losing options pro rata to their losses, which is the
/// convention that needs no knowledge of persons: rows sum to the losses, columns to the gains.
pub fn source_of_business(before: &[f64], after: &[f64]) -> Source {
    let whole = |plans: &[f64]| {
        let mut all = plans.to_vec();
        all.push((1.0 - plans.iter().sum::<f64>()).max(0.0));
        all
    };
    let changes: Vec<f64> = whole(after).iter().zip(whole(before)).map(|(after, before)| after - before).collect();
    let moved: f64 = changes.iter().map(|change| change.max(0.0)).sum();
    let flow = |from: f64, to: f64| if from < 0.0 && to > 0.0 { -from * (to / moved) } else { 0.0 };
    Source { flows: changes.iter().map(|from| changes.iter().map(|to| flow(*from, *to)).collect()).collect() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::prop_assert;
    use proptest::proptest;

    use super::Source;
    use super::source_of_business;
    use crate::demand::shares;

    fn gained(source: &Source, option: usize) -> f64 {
        source.flows.iter().map(|from| from[option]).sum()
    }

    #[test]
    fn a_tier_between_two_takes_from_the_dearer_one_and_from_nobody() {
        let before = shares(&[-2.5, f64::NEG_INFINITY, -3.5], 0.6);
        let after = shares(&[-2.5, -3.0, -3.5], 0.6);
        let source = source_of_business(&before.shares, &after.shares);
        let from = |option: usize| source.flows[option][1];
        assert!(from(0) > 0.0 && from(2) > 0.0 && from(3) > 0.0 && from(1) == 0.0);
        assert!((gained(&source, 1) - after.shares[1]).abs() < 1e-15);
        assert!(source_of_business(&[0.1], &[0.1]).flows.iter().flatten().all(|flow| *flow == 0.0));
    }

    proptest! {
        #[test]
        fn rows_and_columns_sum_to_the_changes(
            one in proptest::collection::vec(-6.0..2.0, 4), other in proptest::collection::vec(-6.0..2.0, 4),
        ) {
            let (before, after) = (shares(&one, 0.5), shares(&other, 0.5));
            let source = source_of_business(&before.shares, &after.shares);
            for plan in 0..4 {
                let change = after.shares[plan] - before.shares[plan];
                prop_assert!((gained(&source, plan) - change.max(0.0)).abs() < 1e-14);
                prop_assert!((source.flows[plan].iter().sum::<f64>() - (-change).max(0.0)).abs() < 1e-14);
            }
        }
    }
}
