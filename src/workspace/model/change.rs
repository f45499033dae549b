//! This file holds what is done to prices over time, and what was seen of how people react to them.

use serde::Deserialize;
use serde::Serialize;

use super::CHARGES;
use super::Charges;
use super::HIGHEST;
use crate::month::Month;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::field;
use crate::shape::name;
use crate::shape::number;
use crate::shape::share;
use crate::workspace::Map;

/// What a price change does to those who already pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Existing {
    /// They keep their price (grandfathered).
    Keep,
    /// Each moves at the next renewal: monthly contracts next month, annual ones at the anniversary.
    Renewal,
    /// Monthly contracts move in the month `date`, annual ones at the first renewal from then on.
    Date,
}

const EXISTING: Shape =
    Shape::Choice(&[("keep", "keep their price"), ("renewal", "move at next renewal"), ("date", "move at a date")]);

record! {
    /// How the price list, where it differs from the observed one, comes into force.
    pub struct Rollout {
        /// First month of the list for new customers; absent: from the start.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub from: Option<Month> => field("From", Shape::Month).optional(),
        /// What existing customers get.
        pub existing: Existing => field("Existing customers", EXISTING),
        /// The month they move, for `date`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<Month> => field("They move in", Shape::Month).optional(),
        /// Share of the price reaction that existing customers show: 0 nobody notices, 1 everybody compares.
        pub attention: f64 => field("Notice they take of it", share()),
    }
}

const PRICED: Shape = Shape::Map { noun: "plan", of: &CHARGES, keys: Some("plans"), most: 12 };

record! {
    /// A dated change of the price list after the rollout.
    pub struct PriceChange {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// First month for new customers.
        pub from: Month => field("From", Shape::Month),
        /// New charges by plan.
        pub plans: Map<Charges> => field("New prices", PRICED),
        /// What existing customers get.
        pub existing: Existing => field("Existing customers", EXISTING),
        /// The month they move, for `date`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<Month> => field("They move in", Shape::Month).optional(),
        /// Share of the price reaction that existing customers show.
        pub attention: f64 => field("Notice they take of it", share()),
        /// A passing price for those who renew before a date.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub offer: Option<Offer> => field("Passing offer", Offer::SHAPE).optional(),
    }
}

record! {
    /// A passing price for existing customers: due at a renewal before `until`, replaced at the first one after.
    pub struct Offer {
        /// First month in which it is no longer given.
        pub until: Month => field("Renewals before", Shape::Month),
        /// Charges by plan.
        pub plans: Map<Charges> => field("Passing prices", PRICED),
    }
}

record! {
    /// Something seen of how people react to prices.
    pub struct Evidence {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// The plan whose price it is about.
        pub plan: String => field("Plan", Shape::Reference("plans")),
        /// Where it was published, or who measured it.
        pub source: String => field("Source", Shape::Text { longest: 400, empty: false }),
        /// Price a month of the first arm.
        pub price_low: f64 => field("Lower price", number(Unit::Money, 0.01, 1e6)),
        /// Price a month of the second arm.
        pub price_high: f64 => field("Higher price", number(Unit::Money, 0.01, 1e6)),
        /// Users who saw the lower price.
        pub users_low: f64 => field("Users at it", number(Unit::Count, 1.0, 1e9)),
        /// Users who saw the higher price.
        pub users_high: f64 => field("Users at it", number(Unit::Count, 1.0, 1e9)),
        /// Revenue from the first arm.
        pub revenue_low: f64 => field("Revenue from them", number(Unit::Money, 0.01, HIGHEST)),
        /// Revenue from the second arm.
        pub revenue_high: f64 => field("Revenue from them", number(Unit::Money, 0.01, HIGHEST)),
    }
}
