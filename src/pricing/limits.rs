//! This file holds the least and most a customer pays: minimum spend with its true-up, maximum spend.

use crate::number::Number;

/// Bounds of the amount for a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits<N> {
    /// Minimum spend; what is missing is the true-up, billed once at the period's end.
    pub minimum: Option<N>,
    /// Maximum spend; what exceeds it is taken off.
    pub maximum: Option<N>,
}

/// An amount within its bounds, and what brought it there: `amount = before − cap_discount + true_up`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limited<N> {
    /// What is paid.
    pub amount: N,
    /// Added to reach the minimum, ≥ 0.
    pub true_up: N,
    /// Taken off to keep to the maximum, ≥ 0.
    pub cap_discount: N,
}

/// What minimum and maximum do to a bill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settled<N> {
    /// Taken off the recurring part, ≥ 0.
    pub recurring_cut: N,
    /// Taken off a month's usage, ≥ 0.
    pub usage_cut: N,
    /// Added to the recurring part, ≥ 0.
    pub true_up: N,
}

impl<N: Number> Limits<N> {
    /// The amount for a whole period within its bounds: the maximum first, then the minimum, which wins if they cross.
    /// Discounts come before both.
    pub fn apply(&self, amount: N) -> Limited<N> {
        let cap_discount = self.maximum.map_or(N::ZERO, |most| (amount - most).larger(N::ZERO));
        let capped = amount - cap_discount;
        let true_up = self.minimum.map_or(N::ZERO, |least| (least - capped).larger(N::ZERO));
        Limited { amount: capped + true_up, true_up, cap_discount }
    }

    /// What the bounds of an interval of `months` do to its recurring amount and a month's `usage`: what the maximum cuts
    /// is taken from usage first, each month's share rounded to `places`, the rest from the recurring part.
    pub fn settle(&self, recurring: N, usage: N, months: N, places: u32) -> Settled<N> {
        if self.minimum.is_none() && self.maximum.is_none() {
            return Settled { recurring_cut: N::ZERO, usage_cut: N::ZERO, true_up: N::ZERO };
        }
        let usage_whole = usage * months;
        let limited = self.apply(recurring + usage_whole);
        let off_usage = limited.cap_discount.smaller(usage_whole);
        let usage_cut = if off_usage > N::ZERO { (off_usage / months).to_places(places) } else { N::ZERO };
        Settled { recurring_cut: limited.cap_discount - off_usage, usage_cut, true_up: limited.true_up }
    }

    /// What the maximum takes off one more line of a period of which `billed` was billed before; at most the line.
    pub fn cap_discount(&self, line: N, billed: N) -> N {
        let excess = self.maximum.map_or(N::ZERO, |most| billed + line - most);
        excess.larger(N::ZERO).smaller(line)
    }
}
