//! This file holds tiers sold in blocks: within each tier (graduated), or all units in the tier they fall in (volume).
//!
//! Kill Bill's consumable tiers: a started block is billed whole, in the tier it was started in.

use rust_decimal::Decimal;

use super::BlockTier;
use super::block::started;
use super::wording::Wording;
use crate::number::Number;

/// Blocks of the units above `from`, up to and including `up_to`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Band<N> {
    from: N,
    /// None is unbounded.
    up_to: Option<N>,
    size: N,
    price: N,
}

/// Tiers with a block size and a price of a block each.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocks<N> {
    bands: Vec<Band<N>>,
    /// Whether each tier prices only its own units.
    graduated: bool,
    /// Units that choose the tier of all, where they are not those billed.
    chosen_by: Option<N>,
}

impl<N: Number> Blocks<N> {
    /// Tiers in order of their bounds, each of which prices its own units.
    pub fn graduated(tiers: &[BlockTier]) -> Self {
        Self::new(tiers, true)
    }

    /// Tiers in order of their bounds, one of which prices all units.
    pub fn volume(tiers: &[BlockTier]) -> Self {
        Self::new(tiers, false)
    }

    /// The same with the tier that other units fall in.
    pub fn chosen_by(self, units: N) -> Self {
        Self { chosen_by: Some(units), ..self }
    }

    fn new(tiers: &[BlockTier], graduated: bool) -> Self {
        let mut from = N::ZERO;
        let band = |tier: &BlockTier| {
            let up_to = tier.up_to.map(N::from_decimal);
            let band = Band { from, up_to, size: N::from_decimal(tier.size), price: N::from_decimal(tier.price) };
            from = up_to.unwrap_or(from);
            band
        };
        Self { bands: tiers.iter().map(band).collect(), graduated, chosen_by: None }
    }

    /// Amount for `units` ≥ 0; none owe nothing.
    pub fn charge(&self, units: N) -> N {
        let mut amount = N::ZERO;
        for (price, blocks, _) in self.parts(units) {
            amount += price * blocks;
        }
        amount
    }

    /// Price, number and size of the blocks, by tier.
    fn parts(&self, units: N) -> impl Iterator<Item = (N, N, N)> {
        let last = self.bands.len().saturating_sub(1);
        let by = self.chosen_by.unwrap_or(units);
        let within = move |at: usize, band: &Band<N>| band.up_to.is_none_or(|up_to| by <= up_to) || at == last;
        let reached = self.bands.iter().enumerate().filter(move |(at, band)| match self.graduated {
            true => by > band.from,
            false => (*at == 0 || by > band.from) && within(*at, band),
        });
        reached.map(move |(at, band)| {
            let counted = match (self.graduated, band.up_to) {
                (true, Some(up_to)) if !within(at, band) => up_to - band.from,
                (true, _) => units - band.from,
                (false, _) => units,
            };
            (band.price, started(counted, band.size), band.size)
        })
    }
}

impl Blocks<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let part = |(price, blocks, size): (Decimal, Decimal, Decimal)| {
            let noun = if blocks == Decimal::ONE { "block" } else { "blocks" };
            format!("{} {noun} of {} at {}", wording.number(blocks), wording.number(size), wording.price(price))
        };
        let parts = self.parts(units).filter(|(_, blocks, _)| !blocks.is_zero()).map(part).collect::<Vec<_>>();
        let lead = wording.units(units) + &wording.chosen_by(self.chosen_by);
        if parts.is_empty() { lead } else { format!("{lead}: {}", parts.join(" + ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiers() -> Vec<BlockTier> {
        let tier = |up_to: Option<i64>, size: i64, price: i64| BlockTier {
            up_to: up_to.map(Decimal::from),
            size: Decimal::from(size),
            price: Decimal::from(price),
        };
        vec![tier(Some(1000), 100, 10), tier(Some(3000), 500, 40), tier(None, 1000, 60)]
    }

    #[test]
    fn a_started_block_is_billed_in_its_tier() {
        let graduated = Blocks::<f64>::graduated(&tiers());
        let volume = Blocks::<f64>::volume(&tiers());
        for (units, each, all) in [
            (0.0, 0.0, 0.0),
            (1.0, 10.0, 10.0),
            (1000.0, 100.0, 100.0),
            (1001.0, 140.0, 120.0),
            (3000.0, 260.0, 240.0),
            (3001.0, 320.0, 240.0),
        ] {
            assert_eq!((graduated.charge(units), volume.charge(units)), (each, all), "{units}");
        }
    }
}
