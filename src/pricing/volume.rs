//! This file holds volume tiers (all-units): the tier that the total falls in prices every unit.

use rust_decimal::Decimal;

use super::Tier;
use super::band::Band;
use super::wording::Wording;
use crate::number::Number;

/// Tiers of which one prices all units.
#[derive(Clone, Debug, PartialEq)]
pub struct Volume<N> {
    bands: Vec<Band<N>>,
    /// Units that choose the tier, where they are not those billed.
    chosen_by: Option<N>,
}

impl<N: Number> Volume<N> {
    /// Tiers in order of their bounds.
    pub fn new(tiers: &[Tier]) -> Self {
        Self { bands: Band::all(tiers), chosen_by: None }
    }

    /// The same with the tier that other units fall in.
    pub fn chosen_by(self, units: N) -> Self {
        Self { chosen_by: Some(units), ..self }
    }

    /// Amount for `units` ≥ 0: `flat + unit × units` of the tier they fall in; zero units owe the first tier's flat
    /// fee. May fall where units cross a bound: see [`super::PriceModel::falls`].
    pub fn charge(&self, units: N) -> N {
        Band::holding(&self.bands, self.chosen_by.unwrap_or(units))
            .map_or(N::ZERO, |band| band.flat + band.unit * units)
    }
}

impl Volume<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let Some(band) = Band::holding(&self.bands, self.chosen_by.unwrap_or(units)) else {
            return wording.units(units);
        };
        let price = band.words(&wording.units(units), wording) + &wording.chosen_by(self.chosen_by);
        match (band.from.is_zero(), band.up_to) {
            (true, None) => price,
            (true, Some(up_to)) => format!("{price} (tier up to {})", wording.number(up_to)),
            (false, None) => format!("{price} (tier above {})", wording.number(band.from)),
            (false, Some(up_to)) => {
                format!("{price} (tier above {} up to {})", wording.number(band.from), wording.number(up_to))
            }
        }
    }
}
