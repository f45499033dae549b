//! This file holds the price per unit (per seat, standard, linear).

use rust_decimal::Decimal;

use super::wording::Wording;
use crate::number::Number;

/// The same price for every unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PerUnit<N> {
    /// Price of a unit, in currency units; may be finer than the minor unit.
    pub price: N,
}

impl<N: Number> PerUnit<N> {
    /// Amount for `units` ≥ 0, fractions included.
    pub fn charge(&self, units: N) -> N {
        self.price * units
    }
}

impl PerUnit<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        format!("{} × {}", wording.units(units), wording.price(self.price))
    }
}
