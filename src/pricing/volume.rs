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
}

impl<N: Number> Volume<N> {
    /// Tiers in order of their bounds.
    pub fn new(tiers: &[Tier]) -> Self {
        Self { bands: Band::all(tiers) }
    }

    /// Amount for `units` ≥ 0: `flat + unit × units` of the tier they fall in; zero units owe the first tier's flat
    /// fee. May fall where units cross a bound: see [`Volume::falls_at`].
    pub fn charge(&self, units: N) -> N {
        Band::holding(&self.bands, units).map_or(N::ZERO, |band| band.flat + band.unit * units)
    }

    /// The first bound beyond which a little more costs less in all, which people should be warned of.
    pub fn falls_at(&self) -> Option<N> {
        self.bands.windows(2).find_map(|pair| {
            let bound = pair[0].up_to?;
            let cost = |band: &Band<N>| band.flat + band.unit * bound;
            (cost(&pair[1]) < cost(&pair[0])).then_some(bound)
        })
    }
}

impl Volume<Decimal> {
    pub(super) fn words(&self, units: Decimal, wording: &Wording) -> String {
        let Some(band) = Band::holding(&self.bands, units) else { return wording.units(units) };
        let price = band.words(&wording.units(units), wording);
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

#[cfg(test)]
mod tests {
    use super::super::tests::tiers;
    use super::*;

    #[test]
    fn a_fall_is_found_where_openmeter_shows_one() {
        let volume = tiers(&[(Some(5), "0", "100"), (Some(10), "0", "150"), (Some(15), "10", "0"), (None, "5", "0")]);
        let volume = Volume::<f64>::new(&volume);
        assert_eq!((volume.charge(15.0), volume.charge(16.0)), (150.0, 80.0));
        assert_eq!(volume.falls_at(), Some(10.0));
        assert_eq!(Volume::<f64>::new(&tiers(&[(Some(5), "2", "0"), (None, "2", "0")])).falls_at(), None);
    }
}
