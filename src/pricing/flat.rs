//! This file holds the flat fee: the same amount whatever is used.

use rust_decimal::Decimal;

use super::wording::Wording;

/// A fixed fee a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flat<N> {
    /// The fee, in currency units.
    pub amount: N,
}

impl Flat<Decimal> {
    pub(super) fn words(&self, wording: &Wording) -> String {
        format!("{} a month", wording.price(self.amount))
    }
}
