//! This file holds the list of price models: the document's side of each, in the order a person is offered them.

use rust_decimal::Decimal;

use super::bounds::BLOCK;
use super::bounds::HIGHEST_PRICE;
use super::bounds::METER;
use super::bounds::QUANTITY;
use super::bounds::RATE;
use super::tier::BLOCKS;
use super::tier::BlockTier;
use super::tier::CAPACITY;
use super::tier::CapacityStep;
use super::tier::RATES;
use super::tier::RateTier;
use super::tier::STEPS;
use super::tier::Step;
use super::tier::TIERS;
use super::tier::Tier;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::field;
use crate::shape::money;
use crate::shape::whole;
use crate::tagged;

tagged! {
    by "model";
    /// How one charge is priced, per month. In JSON the field `model` says which.
    pub enum PriceModel {
        /// A fixed fee.
        Flat = "flat" { amount: Decimal },
        /// A price for each unit.
        PerUnit = "per_unit" { meter: String, price: Decimal },
        /// Each unit at the price of the tier it falls in.
        Graduated = "graduated" { meter: String, tiers: Vec<Tier> },
        /// All units at the price of the tier the total falls in.
        Volume = "volume" { meter: String, tiers: Vec<Tier>, by_end: Option<bool> },
        /// Whole packages of `size` units above `free` ones.
        Package = "package" {
            meter: String,
            size: Decimal,
            price: Decimal,
            free: Decimal,
            /// A started package is not billed.
            full_only: Option<bool>,
            /// Packages billed in any case.
            least: Option<Decimal>,
        },
        /// Each tier's units in blocks of its own size.
        GraduatedBlocks = "graduated_blocks" { meter: String, blocks: Vec<BlockTier> },
        /// All units in blocks of the tier the total falls in.
        VolumeBlocks = "volume_blocks" { meter: String, blocks: Vec<BlockTier>, by_end: Option<bool> },
        /// One price for all usage up to a bound.
        Stairstep = "stairstep" { meter: String, steps: Vec<Step>, by_end: Option<bool> },
        /// One price for usage within limits of several meters.
        Capacity = "capacity" { capacity: Vec<CapacityStep> },
        /// A fee with an allowance, and a price for each unit beyond.
        Allowance = "allowance" { meter: String, fee: Decimal, included: Decimal, price: Decimal },
        /// A share of the money that a meter counts, and a fee for each event that another counts.
        Percentage = "percentage" {
            meter: String,
            rate: Decimal,
            free_volume: Option<Decimal>,
            events: Option<String>,
            fee: Option<Decimal>,
            free_events: Option<Decimal>,
            transaction_minimum: Option<Decimal>,
            transaction_maximum: Option<Decimal>,
        },
        /// Shares of money by tier.
        GraduatedPercentage = "graduated_percentage" { meter: String, rates: Vec<RateTier> },
        /// What usage costs us, times a multiplier.
        CostPlus = "cost_plus" { meter: String, multiplier: Decimal },
        /// Credits bought ahead in packs.
        Credits = "credits" {
            meter: String,
            included: Decimal,
            size: Decimal,
            price: Decimal,
            /// Months until a pack lapses; none never does.
            expiry: Option<u32>,
            /// Most credits carried into the next month; none is without limit.
            rollover: Option<Decimal>,
            /// Most packs a month, then use stops; none buys as many as are used.
            stop_after: Option<Decimal>,
        },
    }
}

impl PriceModel {
    /// The meters it counts, the one it is counted in first; none for a flat fee.
    pub fn meters(&self) -> Vec<&str> {
        match self {
            Self::Flat { .. } => Vec::new(),
            Self::PerUnit { meter, .. }
            | Self::Graduated { meter, .. }
            | Self::Volume { meter, .. }
            | Self::Package { meter, .. }
            | Self::GraduatedBlocks { meter, .. }
            | Self::VolumeBlocks { meter, .. }
            | Self::Stairstep { meter, .. }
            | Self::Allowance { meter, .. }
            | Self::GraduatedPercentage { meter, .. }
            | Self::CostPlus { meter, .. }
            | Self::Credits { meter, .. } => vec![meter],
            Self::Percentage { meter, events, .. } => {
                std::iter::once(meter).chain(events).map(String::as_str).collect()
            }
            Self::Capacity { capacity } => {
                let mut meters = Vec::new();
                for meter in capacity.iter().flat_map(|step| step.limits.keys()) {
                    if !meters.contains(&meter.as_str()) {
                        meters.push(meter.as_str());
                    }
                }
                meters
            }
        }
    }
}

impl PriceModel {
    /// Whether the tier is chosen on the quantity at the period's end. A month of the projection has one size of customers
    /// for both.
    pub fn by_end(&self) -> bool {
        let (Self::Volume { by_end, .. } | Self::VolumeBlocks { by_end, .. } | Self::Stairstep { by_end, .. }) = self
        else {
            return false;
        };
        *by_end == Some(true)
    }
}

/// A price model as people are offered it: the tag in JSON, its name, its own fields.
pub(super) struct Model {
    pub key: &'static str,
    pub label: &'static str,
    pub fields: &'static [Field],
}

const METERED: Field = field("Counted in", METER).keyed("meter");
const MONEY: Shape = money(HIGHEST_PRICE);
const PRICE: Field = field("Price", MONEY).keyed("price");
const TIERED: Field = field("Tiers", TIERS).keyed("tiers");
const BLOCKED: Field = field("Tiers", BLOCKS).keyed("blocks");

/// Which of two quantities of a period chooses the tier.
const BY_END: Field = field("Tier by the period's end", Shape::Flag)
    .optional()
    .help("chosen on the quantity at the period's end, not on the one billed")
    .keyed("by_end");

/// Every price model.
pub(super) const MODELS: [Model; 14] = [
    Model { key: "flat", label: "Flat fee", fields: &[field("Price", MONEY).keyed("amount")] },
    Model { key: "per_unit", label: "Per unit", fields: &[METERED, PRICE] },
    Model { key: "graduated", label: "Graduated tiers", fields: &[METERED, TIERED] },
    Model { key: "volume", label: "Volume tiers", fields: &[METERED, TIERED, BY_END] },
    Model {
        key: "package",
        label: "Packages",
        fields: &[
            METERED,
            field("Package size", BLOCK).keyed("size"),
            field("Price of a package", MONEY).keyed("price"),
            field("Free units", QUANTITY).keyed("free"),
            field("Full packages only", Shape::Flag)
                .optional()
                .help("a started package is not billed")
                .keyed("full_only"),
            field("Least packages", QUANTITY).optional().help("billed in any case").keyed("least"),
        ],
    },
    Model { key: "graduated_blocks", label: "Graduated blocks", fields: &[METERED, BLOCKED] },
    Model { key: "volume_blocks", label: "Volume blocks", fields: &[METERED, BLOCKED, BY_END] },
    Model { key: "stairstep", label: "Stairstep", fields: &[METERED, field("Steps", STEPS).keyed("steps"), BY_END] },
    Model {
        key: "capacity",
        label: "Capacity of several meters",
        fields: &[field("Steps", CAPACITY).keyed("capacity")],
    },
    Model {
        key: "allowance",
        label: "Allowance with overage",
        fields: &[
            METERED,
            field("Fee", MONEY).keyed("fee"),
            field("Included units", QUANTITY).keyed("included"),
            field("Price beyond", MONEY).keyed("price"),
        ],
    },
    Model {
        key: "percentage",
        label: "Percentage",
        fields: &[
            field("Share of", METER).help("a meter that counts money").keyed("meter"),
            field("Rate", RATE).keyed("rate"),
            field("Free volume", QUANTITY).optional().help("money free of the rate").keyed("free_volume"),
            field("Events", METER).optional().help("a meter that counts transactions").keyed("events"),
            field("Fee for each event", MONEY).optional().keyed("fee"),
            field("Free events", QUANTITY).optional().help("events free of the fee").keyed("free_events"),
            field("Least a transaction", MONEY).optional().keyed("transaction_minimum"),
            field("Most a transaction", MONEY).optional().keyed("transaction_maximum"),
        ],
    },
    Model {
        key: "graduated_percentage",
        label: "Graduated percentage",
        fields: &[
            field("Share of", METER).help("a meter that counts money").keyed("meter"),
            field("Tiers", RATES).keyed("rates"),
        ],
    },
    Model {
        key: "cost_plus",
        label: "Cost-plus",
        fields: &[
            field("Cost counted in", METER).help("a meter that counts what usage costs us").keyed("meter"),
            field("Multiplier", Shape::Decimal { unit: Unit::Plain, low: 0.0, high: 1000.0 })
                .help("1.25 charges a quarter more than it costs")
                .keyed("multiplier"),
        ],
    },
    Model {
        key: "credits",
        label: "Prepaid credits",
        fields: &[
            METERED,
            field("Included credits", QUANTITY).help("a month, at no charge").keyed("included"),
            field("Credits in a pack", BLOCK).keyed("size"),
            field("Price of a pack", MONEY).keyed("price"),
            field("Expire after", whole(Unit::Months, 1.0, 120.0)).optional().help("none: never").keyed("expiry"),
            field("Roll over at most", QUANTITY)
                .optional()
                .help("credits kept at a month's end; none: all")
                .keyed("rollover"),
            field("Stop after", QUANTITY)
                .optional()
                .help("packs a month, then use stops; none: topped up automatically")
                .keyed("stop_after"),
        ],
    },
];
