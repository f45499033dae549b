//! This file holds cost-plus (dynamic) pricing: what usage cost us, times a multiplier.

use rust_decimal::Decimal;

use super::wording::Wording;
use crate::number::Number;

/// A mark-up on the cost of usage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostPlus<N> {
    /// Price over cost: 1.25 charges a quarter more than the cost.
    pub multiplier: N,
}

impl<N: Number> CostPlus<N> {
    /// Amount for usage that cost `cost`, unrounded.
    pub fn charge(&self, cost: N) -> N {
        cost * self.multiplier
    }
}

impl CostPlus<Decimal> {
    pub(super) fn words(&self, cost: Decimal, wording: &Wording) -> String {
        format!("{} of cost × {}", wording.price(cost), wording.number(self.multiplier))
    }
}
