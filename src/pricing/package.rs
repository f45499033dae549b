//! This file holds packages (blocks): units are sold in whole packages.

use rust_decimal::Decimal;

use super::block::full;
use super::block::started;
use super::wording::Wording;
use crate::number::Number;

/// Whole packages of `size` units above the free ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Package<N> {
    /// Units in a package, above 0.
    pub size: N,
    /// Price of a package, in currency units.
    pub price: N,
    /// Units that cost nothing.
    pub free: N,
    /// A started package is not billed (Stripe's `transform_quantity` offers both).
    pub full_only: bool,
    /// Packages billed in any case (Chargebee bills at least one).
    pub least: N,
}

impl<N: Number> Package<N> {
    /// Packages billed for `units`: `⌈max(units − free, 0) / size⌉`, or `⌊…⌋` where only full ones are.
    pub fn packages(&self, units: N) -> N {
        let beyond = (units - self.free).larger(N::ZERO);
        let packages = if self.full_only { full(beyond, self.size) } else { started(beyond, self.size) };
        packages.larger(self.least)
    }

    /// Amount for `units` ≥ 0; zero units owe nothing, unless some packages are billed in any case.
    pub fn charge(&self, units: N) -> N {
        self.price * self.packages(units)
    }
}

impl Package<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let packages = self.packages(units);
        let noun = if packages == Decimal::ONE { "package" } else { "packages" };
        let (count, size) = (wording.number(packages), wording.units(self.size));
        let price = format!("{count} {noun} of {size} at {}", wording.price(self.price));
        if self.free.is_zero() { price } else { format!("{price}, after {} free", wording.number(self.free)) }
    }
}
