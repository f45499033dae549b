//! This file holds the allowance with overage: a fee that includes some units, and a price for each one beyond.

use rust_decimal::Decimal;

use super::wording::Wording;
use crate::number::Number;

/// A fee with included units. The same as graduated tiers `(included, 0, fee)`, `(∞, price, 0)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowance<N> {
    /// Fee, due even without usage, in currency units.
    pub fee: N,
    /// Units the fee includes.
    pub included: N,
    /// Price of each unit beyond, in currency units.
    pub price: N,
}

/// How one line of a period's usage draws on what is left of its allowance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn<N> {
    /// Units of this line to be paid.
    pub billable: N,
    /// Units of the lines before it that were to be paid.
    pub billable_before: N,
    /// Included units that this line used up.
    pub allowance_used: N,
}

impl<N: Number> Allowance<N> {
    /// Units beyond the allowance.
    pub fn beyond(&self, units: N) -> N {
        (units - self.included).larger(N::ZERO)
    }

    /// Amount for `units` ≥ 0: `fee + price × max(units − included, 0)`.
    pub fn charge(&self, units: N) -> N {
        self.fee + self.price * self.beyond(units)
    }

    /// What `units` draw after `before` units of the same period (OpenMeter's usage discount).
    pub fn drawn(&self, before: N, units: N) -> Drawn<N> {
        let billable_before = self.beyond(before);
        let billable = self.beyond(before + units) - billable_before;
        Drawn { billable, billable_before, allowance_used: units - billable }
    }
}

impl Allowance<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let (fee, included) = (wording.price(self.fee), wording.units(self.included));
        let beyond = self.beyond(units);
        if beyond.is_zero() {
            return format!("{} of {included} included in {fee}", wording.number(units));
        }
        format!("{included} included in {fee}; {} more × {}", wording.number(beyond), wording.price(self.price))
    }
}
