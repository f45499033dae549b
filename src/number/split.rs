//! This file splits an amount of minor units among parties so that the shares sum exactly to the whole.
//!
//! Three conventions are in the wild and differ by single units; [`largest_remainder`] is the one used unless a
//! source follows another. Each returns `None` where there is nothing to split by: no ratio, a negative one, or all 0.

use rust_decimal::Decimal;

/// Hamilton's method: each party gets the whole part of its quota, the units left go one each to the largest
/// remainders, ties to the lowest index.
pub fn largest_remainder(total: i64, ratios: &[Decimal]) -> Option<Vec<i64>> {
    let quotas = Quotas::of(total, ratios)?;
    let mut order: Vec<usize> = (0..ratios.len()).collect();
    order.sort_by_key(|&party| std::cmp::Reverse(quotas.remainders[party]));
    Some(quotas.settle(total, order.into_iter()))
}

/// Fowler's method (Patterns of Enterprise Application Architecture, Money): whole parts, and the units left one
/// each to the first parties that have a ratio at all.
pub fn remainder_to_first(total: i64, ratios: &[Decimal]) -> Option<Vec<i64>> {
    let quotas = Quotas::of(total, ratios)?;
    let paying = (0..ratios.len()).filter(|&party| !ratios[party].is_zero());
    Some(quotas.settle(total, paying))
}

/// RubyMoney's method: from the last party to the first, each gets the whole part of its quota in what remains.
pub fn running_remainder(total: i64, ratios: &[Decimal]) -> Option<Vec<i64>> {
    let weights = weights(ratios)?;
    let mut left = i128::from(total.unsigned_abs());
    let mut shares = vec![0; ratios.len()];
    for party in (0..ratios.len()).rev() {
        let sum: i128 = weights[..=party].iter().sum();
        let share = if sum == 0 { 0 } else { left * weights[party] / sum };
        shares[party] = signed(share, total);
        left -= share;
    }
    Some(shares)
}

/// Whole parts of `|total| × ratio / sum` and what each division left over.
struct Quotas {
    whole: Vec<i128>,
    remainders: Vec<i128>,
}

impl Quotas {
    fn of(total: i64, ratios: &[Decimal]) -> Option<Self> {
        let weights = weights(ratios)?;
        let sum: i128 = weights.iter().sum();
        let amount = i128::from(total.unsigned_abs());
        Some(Self {
            whole: weights.iter().map(|weight| amount * weight / sum).collect(),
            remainders: weights.iter().map(|weight| amount * weight % sum).collect(),
        })
    }

    /// Hands the units left to the parties in order, one each, and puts the sign back.
    fn settle(mut self, total: i64, order: impl Iterator<Item = usize>) -> Vec<i64> {
        let left = i128::from(total.unsigned_abs()) - self.whole.iter().sum::<i128>();
        for party in order.take(left as usize) {
            self.whole[party] += 1;
        }
        self.whole.into_iter().map(|share| signed(share, total)).collect()
    }
}

fn signed(share: i128, total: i64) -> i64 {
    let share = if total < 0 { -share } else { share };
    i64::try_from(share).expect("a share is no larger than the total")
}

/// The ratios as integers of the same proportions, small enough that their sum times any `i64` fits an `i128`.
/// Ratios of more than about 18 digits lose the last ones; the shares still sum exactly.
fn weights(ratios: &[Decimal]) -> Option<Vec<i128>> {
    const MOST: i128 = 1 << 62;
    if ratios.iter().any(|ratio| ratio.is_sign_negative() && !ratio.is_zero()) {
        return None;
    }
    let largest = ratios.iter().copied().max().filter(|ratio| !ratio.is_zero())?;
    let ratios = ratios.iter().map(Decimal::normalize);
    let scale = ratios.clone().map(|ratio| ratio.scale()).max()?;
    let room = MOST / ratios.len() as i128;
    let fits = |places: i64| match 10i128.checked_pow(places.unsigned_abs() as u32) {
        Some(ten) if places >= 0 => largest.mantissa().checked_mul(ten).is_some_and(|mantissa| mantissa <= room),
        Some(ten) => largest.mantissa() / ten <= room,
        None => false,
    };
    let mut scale = i64::from(scale);
    while !fits(scale - i64::from(largest.scale())) {
        scale -= 1;
    }
    let weigh = |ratio: Decimal| {
        let places = scale - i64::from(ratio.scale());
        let ten = 10i128.checked_pow(places.unsigned_abs() as u32).unwrap_or(i128::MAX);
        if places >= 0 { ratio.mantissa() * ten } else { ratio.mantissa() / ten }
    };
    Some(ratios.map(weigh).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Method = fn(i64, &[Decimal]) -> Option<Vec<i64>>;
    const METHODS: [Method; 3] = [largest_remainder, remainder_to_first, running_remainder];

    fn decimals(ratios: &[&str]) -> Vec<Decimal> {
        ratios.iter().map(|ratio| Decimal::from_str_exact(ratio).unwrap()).collect()
    }

    #[test]
    fn the_conventions_differ_as_their_sources_say() {
        let wild: Vec<_> = (0..7).map(|_| "1.1818583143661").chain(["1.170126087450276", "1", "1", "1", "1"]).collect();
        let cases: &[(Method, i64, &[&str], &[i64])] = &[
            (largest_remainder, 1003, &["0", "50", "50"], &[0, 502, 501]),
            (largest_remainder, 10, &["0.1", "0.2", "0.1"], &[3, 5, 2]),
            (largest_remainder, -1003, &["50", "50"], &[-502, -501]),
            (
                largest_remainder,
                700_273,
                &wild,
                &[61565, 61565, 61565, 61565, 61565, 61565, 61565, 60954, 52091, 52091, 52091, 52091],
            ),
            (remainder_to_first, 5, &["3", "7"], &[2, 3]),
            (remainder_to_first, 1003, &["0", "50", "50"], &[0, 502, 501]),
            (running_remainder, 100, &["1", "1", "1", "1", "1", "1"], &[17, 17, 17, 17, 16, 16]),
            (running_remainder, 10, &["0.1", "0.2", "0.1"], &[3, 5, 2]),
        ];
        for (method, total, ratios, shares) in cases {
            assert_eq!(method(*total, &decimals(ratios)).as_deref(), Some(*shares), "{total} by {ratios:?}");
        }
    }

    #[test]
    fn nothing_to_split_by_is_none() {
        for method in METHODS {
            for ratios in [&[][..], &["0", "0"], &["1", "-1"]] {
                assert_eq!(method(100, &decimals(ratios)), None);
            }
        }
    }

    proptest! {
        #[test]
        fn shares_sum_to_the_total_and_stay_within_one_unit(
            total in any::<i64>(),
            ratios in prop::collection::vec((0i128..1 << 95, 0u32..=28), 1..12),
        ) {
            let ratio = |&(digits, scale): &(i128, u32)| Decimal::from_i128_with_scale(digits >> (digits % 90), scale);
            let ratios: Vec<_> = ratios.iter().map(ratio).collect();
            for method in METHODS {
                if let Some(shares) = method(total, &ratios) {
                    prop_assert_eq!(shares.iter().map(|&share| i128::from(share)).sum::<i128>(), i128::from(total));
                    prop_assert!(shares.iter().all(|share| share.signum() * total.signum() >= 0));
                }
            }
        }
    }
}
