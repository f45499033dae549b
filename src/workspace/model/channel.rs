//! This file holds the channel: where prospects come from, and how many.

use super::HIGHEST;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::Variant;
use crate::shape::driver;
use crate::shape::field;
use crate::shape::name;
use crate::shape::number;
use crate::shape::share;
use crate::tagged;
use crate::workspace::Driver;
use crate::workspace::Map;

const SPLIT: Shape = Shape::Map { noun: "segment", of: &share(), keys: Some("segments"), most: 12 };

record! {
    /// Where prospects come from.
    pub struct Channel {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// How many come.
        pub source: Source => field("Source", Source::SHAPE),
        /// Share of its prospects by segment; sums to 1.
        pub split: Map<f64> => field("Prospects by segment", SPLIT),
    }
}

tagged! {
    by "kind";
    /// How many prospects a channel brings. In JSON the field `kind` says which.
    pub enum Source {
        /// Prospects a month.
        Organic = "organic" {
            /// Prospects a month.
            prospects: Driver,
        },
        /// Prospects bought, with saturation: `L(x) = L0 · r(1+k)/(1+k·r)`, `r` = spend over reference spend.
        Paid = "paid" {
            /// Spend a month.
            spend: Driver,
            /// Spend at which the reference was seen.
            reference_spend: f64,
            /// Prospects a month at that spend.
            reference_prospects: f64,
            /// `k`: 0 is proportional, larger saturates sooner.
            saturation: f64,
        },
    }
}

impl Source {
    /// The source as a shape.
    pub const SHAPE: Shape = Shape::Union {
        tag: "kind",
        variants: &[
            Variant {
                key: "organic",
                label: "Organic",
                fields: &[field("Prospects a month", driver(Unit::Count, 0.0, 1e8)).keyed("prospects")],
            },
            Variant {
                key: "paid",
                label: "Paid",
                fields: &[
                    field("Spend a month", driver(Unit::MoneyMonthly, 0.0, HIGHEST)).keyed("spend"),
                    field("Reference spend", number(Unit::MoneyMonthly, 0.01, HIGHEST)).keyed("reference_spend"),
                    field("Prospects at it", number(Unit::Count, 0.0, 1e8)).keyed("reference_prospects"),
                    field("Saturation", number(Unit::Plain, 0.0, 100.0)).keyed("saturation"),
                ],
            },
        ],
    };
}
