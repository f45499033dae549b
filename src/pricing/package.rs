//! This file holds packages (blocks): units are sold in whole packages.

use rust_decimal::Decimal;

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
}

impl<N: Number> Package<N> {
    /// Packages that cover `units`: `⌈max(units − free, 0) / size⌉`. A quotient that rounding lifted above a whole
    /// number is put back, so that `f64` and `Decimal` count alike (1.1 / 0.1 is 11 packages).
    pub fn packages(&self, units: N) -> N {
        let beyond = (units - self.free).larger(N::ZERO);
        let packages = (beyond / self.size).ceil();
        let fewer = packages - N::ONE;
        if fewer >= N::ZERO && fewer * self.size >= beyond && beyond > N::ZERO { fewer } else { packages }
    }

    /// Amount for `units` ≥ 0; zero units owe nothing.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_count_as_decimals_do() {
        for tenths in 0..2_000 {
            let units = Decimal::new(tenths, 1);
            let exact = Package { size: Decimal::new(1, 1), price: Decimal::ONE, free: Decimal::ZERO }.packages(units);
            assert_eq!(exact, Decimal::from(tenths));
            assert_eq!(Package { size: 0.1, price: 1.0, free: 0.0 }.packages(units.to_f64()), tenths as f64);
        }
    }
}
