//! This file holds what is sold beside prices: features with their values, limits, and add-ons with their rules.

use rust_decimal::Decimal;

use super::CHARGES;
use super::Charges;
use super::DISCOUNT;
use super::MOST_PLANS;
use super::Observed;
use crate::choice;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::field;
use crate::shape::name;
use crate::shape::number;
use crate::shape::share;
use crate::workspace::Map;

/// The most add-ons of a model: as many as a set of them has bits. The space of subscriptions doubles with each.
pub const MOST_ADD_ONS: usize = 64;

/// The limit that is none.
pub const UNLIMITED: &str = "unlimited";

choice! {
    /// What can be said of a feature in a plan.
    pub enum Kind else Flag {
        /// It is there or not.
        Flag = "flag",
        /// It is there up to a number, or without limit.
        Number = "number",
        /// It is there in a manner that needs words.
        Text = "text",
    }
}

const KINDS: Shape = Shape::Choice(&[("flag", "yes or no"), ("number", "a number"), ("text", "text")]);
const WORDS: Shape = Shape::Text { longest: 400, empty: true };
const UNIT: Shape = Shape::Text { longest: 40, empty: true };

record! {
    /// Something a plan may contain.
    pub struct Feature {
        /// Name on the price page.
        pub name: String => field("Name", name()),
        /// Heading it stands under; may be empty.
        pub group: String => field("Group", Shape::Text { longest: 80, empty: true }),
        /// What can be said of it.
        pub kind: Kind => field("Value", KINDS).optional(),
        /// What a number counts: GB, seats. Empty where the name says it.
        pub unit: String => field("Unit", UNIT).optional(),
        /// What it is, in a sentence.
        pub description: String => field("Description", WORDS).optional(),
    }
}

/// Which features something contains.
pub(super) const CONTAINED: Shape = Shape::Map { noun: "feature", of: &Shape::Flag, keys: Some("features"), most: 400 };

/// How far the features something contains go: a decimal number or `unlimited`, or words, as the feature's kind is.
pub(super) const LIMITS: Shape =
    Shape::Map { noun: "limit", of: &Shape::Text { longest: 120, empty: false }, keys: Some("features"), most: 400 };

const PLANS: Shape = Shape::Map { noun: "plan", of: &Shape::Flag, keys: Some("plans"), most: MOST_PLANS };
const OTHERS: Shape = Shape::Map { noun: "add-on", of: &Shape::Flag, keys: Some("add_ons"), most: MOST_ADD_ONS };
const AMOUNT: Shape = Shape::Decimal { unit: Unit::Count, low: 0.0, high: crate::pricing::HIGHEST_QUANTITY };
const EXTENDED: Shape = Shape::Map { noun: "feature", of: &AMOUNT, keys: Some("features"), most: 400 };
const ATTACH: Shape = Shape::Map { noun: "segment", of: &share(), keys: Some("segments"), most: 12 };
const VALUES: Shape =
    Shape::Map { noun: "segment", of: &number(Unit::MoneyMonthly, -1e6, 1e6), keys: Some("segments"), most: 12 };

record! {
    /// Something sold on top of a plan. It is billed by itself: a plan's minimum and maximum do not bound it.
    pub struct AddOn {
        /// Name on the price page.
        pub name: String => field("Name", name()),
        /// Priced components, per month.
        pub charges: Charges => field("Charges", CHARGES),
        /// Share taken off twelve months when paid a year up front.
        pub annual_discount: Decimal => field("Annual discount", DISCOUNT).optional(),
        /// The plans it can be had with; absent: all. Accounts on a free plan pay nothing and so take none.
        pub available_for: Option<Map<bool>> => field("Only for", PLANS).optional(),
        /// Add-ons without which it cannot be had.
        pub depends_on: Map<bool> => field("Needs", OTHERS).optional(),
        /// Add-ons with which it cannot be had, whichever of the two says so.
        pub excludes: Map<bool> => field("Not with", OTHERS).optional(),
        /// Its price is not published: the charges are the expected price, which people who look are not shown.
        pub contact_sales: bool => field("Contact sales", Shape::Flag).help("its price is not published").optional(),
        /// Features it brings.
        pub features: Map<bool> => field("Features", CONTAINED).optional(),
        /// How far they go, where the plan does not say.
        pub limits: Map<String> => field("Limits", LIMITS).optional(),
        /// What it adds to a limit of the plan, by feature.
        pub extends: Map<Decimal> => field("Adds to limits", EXTENDED).optional(),
        /// Share of the customers who can have it that take it at the observed price, by segment.
        pub attach: Map<f64> => field("Observed attach", ATTACH).optional(),
        /// Worth to one customer a month, by segment; used where no attach was observed, else backed out of it. Absent:
        /// the worth of its features.
        pub values: Map<f64> => field("Worth", VALUES).optional(),
        /// The list under which attach was observed; absent: as it stands.
        pub observed: Option<Observed> => field("Observed at", Observed::SHAPE).optional(),
    }
}

impl AddOn {
    /// Whether its own rule lets it be had with a plan; what it depends on has rules too.
    pub fn fits(&self, plan: &str) -> bool {
        self.available_for.as_ref().is_none_or(|plans| plans.get(plan) == Some(&true))
    }

    /// The add-ons without which it cannot be had.
    pub fn needs(&self) -> impl Iterator<Item = &str> {
        named(&self.depends_on)
    }

    /// The add-ons it says it cannot be had with.
    pub fn bars(&self) -> impl Iterator<Item = &str> {
        named(&self.excludes)
    }
}

fn named(set: &Map<bool>) -> impl Iterator<Item = &str> {
    set.iter().filter(|(_, named)| **named).map(|(id, _)| id.as_str())
}
