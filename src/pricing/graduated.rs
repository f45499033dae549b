//! This file holds graduated tiers (incremental, slab): each unit is charged at the price of the tier it falls in.

use rust_decimal::Decimal;

use super::Tier;
use super::band::Band;
use super::wording::Wording;
use crate::number::Number;

/// Tiers of which each prices only its own units.
#[derive(Clone, Debug, PartialEq)]
pub struct Graduated<N> {
    bands: Vec<Band<N>>,
    /// What all units below each band cost, its own flat fee included.
    below: Vec<N>,
}

impl<N: Number> Graduated<N> {
    /// Tiers in order of their bounds.
    pub fn new(tiers: &[Tier]) -> Self {
        let bands = Band::all(tiers);
        let mut total = N::ZERO;
        let below = bands.iter().map(|band: &Band<N>| {
            let below = total + band.flat;
            total = below + band.up_to.map_or(N::ZERO, |up_to| band.unit * (up_to - band.from));
            below
        });
        let below = below.collect();
        Self { bands, below }
    }

    /// Amount for `units` ≥ 0: the sum over the tiers reached of `flat + unit × units within`. A tier's flat fee is due
    /// once its first unit is used; zero units owe the first tier's flat fee (Stripe, Lago, OpenMeter).
    pub fn charge(&self, units: N) -> N {
        let last = self.bands.len().saturating_sub(1);
        for (at, (band, below)) in self.bands.iter().zip(&self.below).enumerate() {
            if at == last || band.up_to.is_none_or(|up_to| units <= up_to) {
                return *below + band.unit * (units - band.from);
            }
        }
        N::ZERO
    }

    /// What each tier reached by `units` contributes, in order: they sum to [`Graduated::charge`].
    pub fn by_tier(&self, units: N) -> Vec<N> {
        self.reached(units).map(|(band, within)| band.flat + band.unit * within).collect()
    }

    /// The bands reached and the units within each; the first is always reached.
    pub(super) fn reached(&self, units: N) -> impl Iterator<Item = (&Band<N>, N)> {
        let last = self.bands.len().saturating_sub(1);
        let reached = self.bands.iter().enumerate().filter(move |(at, band)| *at == 0 || units > band.from);
        reached.map(move |(at, band)| {
            let top = band.up_to.filter(|_| at < last).map_or(units, |up_to| units.smaller(up_to));
            (band, top - band.from)
        })
    }
}

impl Graduated<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let split = self.reached(units).count() > 1;
        let part = |(at, (band, within)): (usize, (&Band<Decimal>, Decimal))| {
            let lead = match (split, at) {
                (false, _) => wording.units(within),
                (true, 0) => format!("first {}", wording.units(within)),
                (true, _) => format!("next {}", wording.number(within)),
            };
            band.words(&lead, wording)
        };
        self.reached(units).enumerate().map(part).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tiers;
    use super::*;

    #[test]
    fn the_bounds_belong_to_the_lower_tier() {
        let graduated =
            Graduated::<f64>::new(&tiers(&[(Some(5), "0", "100"), (Some(10), "0", "50"), (None, "10", "0")]));
        for (units, amount) in [(0.0, 100.0), (5.0, 100.0), (5.001, 150.0), (10.0, 150.0), (12.0, 170.0)] {
            assert_eq!(graduated.charge(units), amount, "{units}");
            assert_eq!(graduated.by_tier(units).iter().sum::<f64>(), amount, "{units}");
        }
    }

    #[test]
    fn a_bounded_last_tier_prices_all_beyond() {
        let graduated = Graduated::<f64>::new(&tiers(&[(Some(5), "2", "0"), (Some(10), "1", "0")]));
        assert_eq!((graduated.charge(20.0), graduated.by_tier(20.0)), (25.0, vec![10.0, 15.0]));
        assert_eq!(Graduated::<f64>::new(&[]).charge(3.0), 0.0);
    }
}
