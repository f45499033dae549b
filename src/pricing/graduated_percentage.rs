//! This file holds the graduated percentage: graduated tiers of money, with rates in place of unit prices.

use rust_decimal::Decimal;

use super::RateTier;
use super::Tier;
use super::graduated::Graduated;
use super::wording::Wording;
use crate::number::Number;

/// Tiers of which each takes its share of its own money.
#[derive(Clone, Debug, PartialEq)]
pub struct GraduatedPercentage<N>(Graduated<N>);

impl<N: Number> GraduatedPercentage<N> {
    /// Tiers in order of their bounds.
    pub fn new(tiers: &[RateTier]) -> Self {
        let tier = |tier: &RateTier| Tier { up_to: tier.up_to, unit: tier.rate, flat: tier.flat };
        Self(Graduated::new(&tiers.iter().map(tier).collect::<Vec<_>>()))
    }

    /// Amount for a volume ≥ 0, as [`Graduated::charge`].
    pub fn charge(&self, volume: N) -> N {
        self.0.charge(volume)
    }
}

impl GraduatedPercentage<Decimal> {
    pub(super) fn words(&self, volume: Decimal, wording: &Wording) -> String {
        let part = |(at, (band, within)): (usize, (&super::band::Band<Decimal>, Decimal))| {
            let rate = wording.number(band.unit * Decimal::ONE_HUNDRED);
            let of = if at == 0 { "" } else { "the next " };
            let flat = if band.flat.is_zero() { String::new() } else { format!(" + {}", wording.price(band.flat)) };
            format!("{rate}\u{a0}% of {of}{}{flat}", wording.price(within))
        };
        self.0.reached(volume).enumerate().map(part).collect::<Vec<_>>().join("; ")
    }
}
