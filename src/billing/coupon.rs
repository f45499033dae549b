//! This file takes coupons off the lines of an invoice, one after the other, each from what the ones before it left.

use rust_decimal::Decimal;

use crate::number::Number;
use crate::number::largest_remainder;
use crate::pricing::Off;

/// A coupon on an invoice.
#[derive(Clone, Debug, PartialEq)]
pub struct Coupon {
    /// What people call it.
    pub name: String,
    /// What it takes off: a share of what is left of its lines, or an amount, of which what this invoice cannot take is
    /// not paid out.
    pub off: Off,
    /// What earlier invoices took of an amount.
    pub used: Decimal,
    /// The lines it is for, by index; all where there is none.
    pub lines: Option<Vec<usize>>,
}

impl Coupon {
    /// The discount on lines that together still have `base`: never below 0, never more than they have.
    pub fn discount(&self, base: Decimal) -> Decimal {
        let base = base.larger(Decimal::ZERO);
        match self.off {
            Off::Share { share } => share * base,
            Off::Amount { amount } => (amount - self.used).larger(Decimal::ZERO).smaller(base),
        }
    }

    /// What is left of each line, nothing of those it is not for and of credits.
    fn eligible(&self, left: &[Decimal]) -> Vec<Decimal> {
        let is_for = |line: usize| self.lines.as_ref().is_none_or(|lines| lines.contains(&line));
        let amount =
            |(line, left): (usize, &Decimal)| if is_for(line) { left.larger(Decimal::ZERO) } else { Decimal::ZERO };
        left.iter().enumerate().map(amount).collect()
    }

    /// What the lines it is for still have together; credits of the invoice lower it where it is for all of them.
    fn base(&self, eligible: &[Decimal], left: &[Decimal]) -> Decimal {
        match self.lines {
            None => left.iter().sum(),
            Some(_) => eligible.iter().sum(),
        }
    }
}

/// The discount on each line by each coupon (coupons outside, lines inside), unrounded: a coupon is spread pro rata to
/// what is left of its lines (Lago, `coupons_breakdown_spec`).
pub fn exact_discounts(lines: &[Decimal], coupons: &[Coupon]) -> Vec<Vec<Decimal>> {
    taken(lines, coupons, |discount, eligible, sum| {
        eligible.iter().map(|line| if line.is_zero() { Decimal::ZERO } else { discount / sum * *line }).collect()
    })
}

/// The same in whole minor units of `places` decimals: each coupon's discount is rounded, and spread by largest
/// remainder, so that the lines' shares sum to it exactly. Amounts fit an `i64` of minor units.
pub fn minor_discounts(lines: &[Decimal], coupons: &[Coupon], places: u32) -> Vec<Vec<Decimal>> {
    taken(lines, coupons, |discount, eligible, sum| {
        let minor = i64::try_from(discount.smaller(sum).minor(places)).unwrap_or_default();
        let shares = largest_remainder(minor, eligible).unwrap_or_else(|| vec![0; eligible.len()]);
        shares.into_iter().map(|share| Decimal::new(share, places)).collect()
    })
}

/// Takes the coupons off in order; `spread` shares a discount among what the lines still have.
fn taken(
    lines: &[Decimal],
    coupons: &[Coupon],
    spread: impl Fn(Decimal, &[Decimal], Decimal) -> Vec<Decimal>,
) -> Vec<Vec<Decimal>> {
    let mut left = lines.to_vec();
    let mut all = Vec::with_capacity(coupons.len());
    for coupon in coupons {
        let eligible = coupon.eligible(&left);
        let discount = coupon.discount(coupon.base(&eligible, &left));
        let shares = spread(discount, &eligible, eligible.iter().sum());
        left.iter_mut().zip(&shares).for_each(|(left, share)| *left -= *share);
        all.push(shares);
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn coupons_never_take_more_than_there_is(
            lines in prop::collection::vec(-20_000i64..1_000_000, 1..9),
            coupons in prop::collection::vec((any::<bool>(), 0i64..1_500_000, 0u32..=100, any::<u16>()), 0..5),
        ) {
            let amounts = lines.iter().map(|minor| Decimal::new(*minor, 2)).collect::<Vec<_>>();
            let coupon = |&(share, minor, percent, lines): &(bool, i64, u32, u16)| Coupon {
                name: String::new(),
                off: match share {
                    true => Off::Share { share: Decimal::from(percent) / Decimal::ONE_HUNDRED },
                    false => Off::Amount { amount: Decimal::new(minor, 2) },
                },
                used: Decimal::from(percent),
                lines: (lines % 3 == 0).then(|| (0..9).filter(|line| lines >> line & 1 == 1).collect()),
            };
            let coupons = coupons.iter().map(coupon).collect::<Vec<_>>();
            let (exact, minor) = (exact_discounts(&amounts, &coupons), minor_discounts(&amounts, &coupons, 2));
            let mut left = amounts.clone();
            for (at, coupon) in coupons.iter().enumerate() {
                let eligible = coupon.eligible(&left);
                let due = coupon.discount(coupon.base(&eligible, &left)).to_places(2);
                prop_assert_eq!(minor[at].iter().sum::<Decimal>(), due);
                for (line, share) in minor[at].iter().enumerate() {
                    prop_assert!(*share >= Decimal::ZERO && *share <= eligible[line]);
                    left[line] -= *share;
                }
            }
            let together = |all: &[Vec<Decimal>]| all.iter().flatten().sum::<Decimal>();
            let slack = Decimal::new(coupons.len() as i64, 2);
            prop_assert!((together(&exact) - together(&minor)).abs() <= slack);
        }
    }
}
