//! This file holds the charge, one priced component of a plan, and its tiers: the document's side of every price model.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::Serialize;

use crate::record;
use crate::shape::Described;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::Variant;
use crate::shape::field;
use crate::shape::money;

/// The largest price, in currency units.
pub const HIGHEST_PRICE: f64 = 1e9;
/// The largest quantity of a meter in a month.
pub const HIGHEST_QUANTITY: f64 = 1e12;
/// The most tiers of one charge.
pub const MOST_TIERS: usize = 40;

const METER: Shape = Shape::Reference("meters");
const QUANTITY: Shape = Shape::Decimal { unit: Unit::Count, low: 0.0, high: HIGHEST_QUANTITY };
const BLOCK: Shape = Shape::Decimal { unit: Unit::Count, low: 1e-6, high: HIGHEST_QUANTITY };

record! {
    /// One tier: units above the previous tier's bound, up to and including `up_to`.
    pub struct Tier {
        /// Inclusive upper bound; `None` (null) is unbounded and only the last tier may be so.
        pub up_to: Option<Decimal> => field("Up to", QUANTITY).optional(),
        /// Price of a unit in this tier.
        pub unit: Decimal => field("Unit price", money(HIGHEST_PRICE)),
        /// Fee due when the tier is reached.
        pub flat: Decimal => field("Flat fee", money(HIGHEST_PRICE)),
    }
}

record! {
    /// One step of a stairstep: the whole price for usage up to and including `up_to`.
    pub struct Step {
        /// Inclusive upper bound; `None` (null) is unbounded and only the last step may be so.
        pub up_to: Option<Decimal> => field("Up to", QUANTITY).optional(),
        /// Price of the step.
        pub price: Decimal => field("Price", money(HIGHEST_PRICE)),
    }
}

const TIERS: Shape = Shape::List { noun: "tier", of: &Tier::SHAPE, most: MOST_TIERS };
const STEPS: Shape = Shape::List { noun: "step", of: &Step::SHAPE, most: MOST_TIERS };

/// One priced component of a plan, per month. In JSON the field `model` says which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "model", rename_all = "snake_case", deny_unknown_fields)]
pub enum Charge {
    /// A fixed fee.
    Flat { amount: Decimal },
    /// A price for each unit.
    PerUnit { meter: String, price: Decimal },
    /// Each unit at the price of the tier it falls in.
    Graduated { meter: String, tiers: Vec<Tier> },
    /// All units at the price of the tier the total falls in.
    Volume { meter: String, tiers: Vec<Tier> },
    /// Whole packages of `size` units above `free` ones.
    Package { meter: String, size: Decimal, price: Decimal, free: Decimal },
    /// One price for all usage up to a bound.
    Stairstep { meter: String, steps: Vec<Step> },
    /// A fee with an allowance, and a price for each unit beyond.
    Allowance { meter: String, fee: Decimal, included: Decimal, price: Decimal },
}

impl Charge {
    /// The charge as a shape, one variant per price model, in the order a person is offered them.
    pub const SHAPE: Shape = Shape::Union { tag: "model", variants: MODELS };

    /// The meter it is counted in; none for a flat fee.
    pub fn meter(&self) -> Option<&str> {
        match self {
            Self::Flat { .. } => None,
            Self::PerUnit { meter, .. }
            | Self::Graduated { meter, .. }
            | Self::Volume { meter, .. }
            | Self::Package { meter, .. }
            | Self::Stairstep { meter, .. }
            | Self::Allowance { meter, .. } => Some(meter),
        }
    }
}

const METERED: Field = field("Counted in", METER).keyed("meter");
const PRICE: Field = field("Price", money(HIGHEST_PRICE)).keyed("price");

/// Every price model.
const MODELS: &[Variant] = &[
    Variant { key: "flat", label: "Flat fee", fields: &[field("Price", money(HIGHEST_PRICE)).keyed("amount")] },
    Variant { key: "per_unit", label: "Per unit", fields: &[METERED, PRICE] },
    Variant { key: "graduated", label: "Graduated tiers", fields: &[METERED, field("Tiers", TIERS).keyed("tiers")] },
    Variant { key: "volume", label: "Volume tiers", fields: &[METERED, field("Tiers", TIERS).keyed("tiers")] },
    Variant {
        key: "package",
        label: "Packages",
        fields: &[
            METERED,
            field("Package size", BLOCK).keyed("size"),
            field("Price of a package", money(HIGHEST_PRICE)).keyed("price"),
            field("Free units", QUANTITY).keyed("free"),
        ],
    },
    Variant { key: "stairstep", label: "Stairstep", fields: &[METERED, field("Steps", STEPS).keyed("steps")] },
    Variant {
        key: "allowance",
        label: "Allowance with overage",
        fields: &[
            METERED,
            field("Fee", money(HIGHEST_PRICE)).keyed("fee"),
            field("Included units", QUANTITY).keyed("included"),
            field("Price beyond", money(HIGHEST_PRICE)).keyed("price"),
        ],
    },
];
