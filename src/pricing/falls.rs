//! This file finds where a price table falls: a little more usage that costs less in all, which people should be told.

use rust_decimal::Decimal;

use super::PriceModel;
use super::block::full;
use super::block::started;

/// A total that falls where usage crosses the bound of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Fall {
    /// Index of the row beyond whose bound it falls.
    pub row: usize,
    /// The bound, in billed units; none where a step has several.
    pub bound: Option<Decimal>,
    /// Total at the bound.
    pub from: Decimal,
    /// Total just above it.
    pub to: Decimal,
}

impl PriceModel {
    /// The key of the field that holds its table, if it has one.
    pub fn table(&self) -> Option<&'static str> {
        match self {
            Self::Graduated { .. } | Self::Volume { .. } => Some("tiers"),
            Self::GraduatedBlocks { .. } | Self::VolumeBlocks { .. } => Some("blocks"),
            Self::GraduatedPercentage { .. } => Some("rates"),
            Self::Stairstep { .. } => Some("steps"),
            Self::Capacity { .. } => Some("capacity"),
            _ => None,
        }
    }

    /// The upper bound of each row of its table, where it has one table with one bound a row.
    pub fn bounds(&self) -> Option<Vec<Option<Decimal>>> {
        match self {
            Self::Graduated { tiers, .. } | Self::Volume { tiers, .. } => {
                Some(tiers.iter().map(|tier| tier.up_to).collect())
            }
            Self::GraduatedBlocks { blocks, .. } | Self::VolumeBlocks { blocks, .. } => {
                Some(blocks.iter().map(|tier| tier.up_to).collect())
            }
            Self::GraduatedPercentage { rates, .. } => Some(rates.iter().map(|tier| tier.up_to).collect()),
            Self::Stairstep { steps, .. } => Some(steps.iter().map(|step| step.up_to).collect()),
            _ => None,
        }
    }

    /// Every bound at which the total falls, in order. Only tables that price all units at once can fall.
    pub fn falls(&self) -> Vec<Fall> {
        let rows: Vec<(Option<Decimal>, Decimal, Decimal)> = match self {
            Self::Volume { tiers, .. } => {
                let pairs = tiers.windows(2).map(|pair| {
                    let bound = pair[0].up_to.unwrap_or_default();
                    let total = |at: usize| pair[at].flat + pair[at].unit * bound;
                    (Some(bound), total(0), total(1))
                });
                pairs.collect()
            }
            Self::VolumeBlocks { blocks, .. } => {
                let pairs = blocks.windows(2).map(|pair| {
                    let bound = pair[0].up_to.unwrap_or_default();
                    let next = full(bound, pair[1].size) + Decimal::ONE;
                    (Some(bound), pair[0].price * started(bound, pair[0].size), pair[1].price * next)
                });
                pairs.collect()
            }
            Self::Stairstep { steps, .. } => {
                steps.windows(2).map(|pair| (pair[0].up_to, pair[0].price, pair[1].price)).collect()
            }
            Self::Capacity { capacity } => {
                capacity.windows(2).map(|pair| (None, pair[0].price, pair[1].price)).collect()
            }
            _ => Vec::new(),
        };
        let fall = |(row, (bound, from, to)): (usize, (Option<Decimal>, Decimal, Decimal))| {
            (to < from).then_some(Fall { row, bound, from, to })
        };
        rows.into_iter().enumerate().filter_map(fall).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::tiers;
    use super::*;
    use crate::pricing::BlockTier;

    #[test]
    fn a_fall_is_found_where_openmeter_shows_one() {
        let tiers = tiers(&[(Some(5), "0", "100"), (Some(10), "0", "150"), (Some(15), "10", "0"), (None, "5", "0")]);
        let falls = PriceModel::Volume { meter: "m".into(), tiers, by_end: None }.falls();
        let row = |fall: &Fall| (fall.row, fall.bound.unwrap(), fall.from, fall.to);
        let expected = [(1, 10, 150, 100), (2, 15, 150, 75)];
        let expected =
            expected.map(|(row, bound, from, to)| (row, Decimal::from(bound), Decimal::from(from), Decimal::from(to)));
        assert_eq!(falls.iter().map(row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn blocks_fall_only_where_the_next_started_block_is_cheaper() {
        let tier = |up_to: Option<i64>, size: i64, price: i64| BlockTier {
            up_to: up_to.map(Decimal::from),
            size: Decimal::from(size),
            price: Decimal::from(price),
        };
        let falls = |next| {
            let blocks = vec![tier(Some(1000), 100, 10), tier(None, 500, next)];
            PriceModel::VolumeBlocks { meter: "m".into(), blocks, by_end: None }.falls()
        };
        assert_eq!(falls(34), Vec::new(), "three started blocks cost 102");
        assert_eq!((falls(33)[0].from, falls(33)[0].to), (Decimal::from(100), Decimal::from(99)));
    }
}
