//! This file holds the band, a tier with its lower bound, which graduated and volume pricing share.

use rust_decimal::Decimal;

use super::Tier;
use super::wording::Wording;
use crate::number::Number;

/// Units above `from`, up to and including `up_to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band<N> {
    /// Exclusive lower bound: the bound of the tier before, 0 for the first.
    pub from: N,
    /// Inclusive upper bound; none is unbounded. A last tier with a bound prices all beyond it too (as Kill Bill does).
    pub up_to: Option<N>,
    /// Price of a unit.
    pub unit: N,
    /// Fee of the tier.
    pub flat: N,
}

impl<N: Number> Band<N> {
    /// The tiers as bands, in order.
    pub fn all(tiers: &[Tier]) -> Vec<Self> {
        let mut from = N::ZERO;
        let band = |tier: &Tier| {
            let up_to = tier.up_to.map(N::from_decimal);
            let band = Self { from, up_to, unit: N::from_decimal(tier.unit), flat: N::from_decimal(tier.flat) };
            from = up_to.unwrap_or(from);
            band
        };
        tiers.iter().map(band).collect()
    }

    /// The band that `units` fall in (the last where they exceed every bound); none only of an empty list.
    pub fn holding(bands: &[Self], units: N) -> Option<&Self> {
        bands.iter().find(|band| band.up_to.is_none_or(|up_to| units <= up_to)).or(bands.last())
    }
}

impl Band<Decimal> {
    /// `lead` (how many units of what) at this band's price: `next 2 × $4.00 + $20.00 flat`.
    pub(super) fn words(&self, lead: &str, wording: &Wording) -> String {
        let (unit, flat) = (wording.price(self.unit), wording.price(self.flat));
        match (self.unit.is_zero(), self.flat.is_zero()) {
            (true, false) => format!("{lead}: {flat} flat"),
            (_, true) => format!("{lead} × {unit}"),
            (false, false) => format!("{lead} × {unit} + {flat} flat"),
        }
    }
}
