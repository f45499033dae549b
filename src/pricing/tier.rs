//! This file holds the rows of price tables: tiers, blocks, rates, steps, and steps of a capacity.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::bounds::BLOCK;
use super::bounds::HIGHEST_PRICE;
use super::bounds::QUANTITY;
use super::bounds::RATE;
use crate::record;
use crate::shape::Described;
use crate::shape::Shape;
use crate::shape::field;
use crate::shape::money;

/// The most rows of one table.
const MOST_ROWS: usize = 40;

record! {
    /// One tier: units above the previous tier's bound, up to and including `up_to`.
    pub struct Tier {
        /// Inclusive upper bound; `None` (null) is unbounded and only the last tier may be so.
        pub up_to: Option<Decimal> => field("Up to", QUANTITY).or_null(),
        /// Price of a unit in this tier.
        pub unit: Decimal => field("Unit price", money(HIGHEST_PRICE)),
        /// Fee due when the tier is reached.
        pub flat: Decimal => field("Flat fee", money(HIGHEST_PRICE)),
    }
}

record! {
    /// One tier sold in blocks: units above the previous bound, up to and including `up_to`.
    pub struct BlockTier {
        /// Inclusive upper bound; `None` (null) is unbounded and only the last tier may be so.
        pub up_to: Option<Decimal> => field("Up to", QUANTITY).or_null(),
        /// Units in a block.
        pub size: Decimal => field("Block size", BLOCK),
        /// Price of a block.
        pub price: Decimal => field("Block price", money(HIGHEST_PRICE)),
    }
}

record! {
    /// One tier of a take rate: money above the previous bound, up to and including `up_to`.
    pub struct RateTier {
        /// Inclusive upper bound; `None` (null) is unbounded and only the last tier may be so.
        pub up_to: Option<Decimal> => field("Up to", QUANTITY).or_null(),
        /// Share of the money within the tier.
        pub rate: Decimal => field("Rate", RATE),
        /// Fee due when the tier is reached.
        pub flat: Decimal => field("Flat fee", money(HIGHEST_PRICE)),
    }
}

record! {
    /// One step of a stairstep: the whole price for usage up to and including `up_to`.
    pub struct Step {
        /// Inclusive upper bound; `None` (null) is unbounded and only the last step may be so.
        pub up_to: Option<Decimal> => field("Up to", QUANTITY).or_null(),
        /// Price of the step.
        pub price: Decimal => field("Price", money(HIGHEST_PRICE)),
    }
}

record! {
    /// One step of a capacity: the whole price for usage within every limit.
    pub struct CapacityStep {
        /// Inclusive limits by meter; a meter without one is unlimited.
        pub limits: IndexMap<String, Decimal> => field("Limits", Shape::Map { noun: "limit", of: &QUANTITY, keys: Some("meters"), most: 12 }),
        /// Price of the step.
        pub price: Decimal => field("Price", money(HIGHEST_PRICE)),
    }
}

pub(super) const TIERS: Shape = Shape::List { noun: "tier", of: &Tier::SHAPE, most: MOST_ROWS };
pub(super) const BLOCKS: Shape = Shape::List { noun: "tier", of: &BlockTier::SHAPE, most: MOST_ROWS };
pub(super) const RATES: Shape = Shape::List { noun: "tier", of: &RateTier::SHAPE, most: MOST_ROWS };
pub(super) const STEPS: Shape = Shape::List { noun: "step", of: &Step::SHAPE, most: MOST_ROWS };
pub(super) const CAPACITY: Shape = Shape::List { noun: "step", of: &CapacityStep::SHAPE, most: MOST_ROWS };
