//! This file holds what is done to prices over time.

use rust_decimal::Decimal;

use super::CHARGES;
use super::Charges;
use super::MOST_PLANS;
use crate::choice;
use crate::month::Month;
use crate::record;
use crate::shape::Described;
use crate::shape::Label;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::field;
use crate::shape::name;
use crate::shape::number;
use crate::shape::share;
use crate::shape::whole;
use crate::workspace::Map;

choice! {
    /// What a price change does to those who already pay.
    pub enum Existing {
        /// They keep their price (grandfathered).
        Keep = "keep",
        /// Each moves at the next renewal: monthly contracts next month, annual ones at the anniversary.
        Renewal = "renewal",
        /// Monthly contracts move in the month `date`, annual ones at the first renewal from then on.
        Date = "date",
        /// Each moves at the first renewal at least `notice` months after the change.
        Notice = "notice",
        /// The rise is spread over `steps` steps, `every` so many months; annual contracts take the step then due at renewal.
        Steps = "steps",
        /// Each chooses one of `offers` at the next renewal.
        Offers = "offers",
    }
}

const EXISTING: Shape = Shape::Choice(&[
    ("keep", "keep their price"),
    ("renewal", "move at next renewal"),
    ("date", "move at a date"),
    ("notice", "move after notice"),
    ("steps", "move in steps"),
    ("offers", "choose an offer"),
]);
const DATE: Label = field("They move in", Shape::Month).optional();
const NOTICE: Label = field("Notice", whole(Unit::Months, 1.0, 36.0)).optional();
const STEPS: Label = field("Steps", whole(Unit::Plain, 2.0, 6.0)).optional();
const EVERY: Label = field("Months between steps", whole(Unit::Months, 1.0, 24.0)).optional();
const OFFERS: Label = field("Offers", Shape::Map { noun: "offer", of: &Path::SHAPE, keys: None, most: 4 }).optional();
const GROUPS: Label = field("Groups", Shape::Map { noun: "group", of: &Group::SHAPE, keys: None, most: 8 }).optional();
const CAP: Label = field("Cap on a rise", Shape::Decimal { unit: Unit::Share, low: 0.0, high: 100.0 })
    .help("of bills on the page Customer list alone; the projection has none")
    .optional();
const ATTENTION: Label = field("Notice they take of it", share());

record! {
    /// How the price list, where it differs from the observed one, comes into force.
    pub struct Rollout {
        /// First month of the list for new customers; absent: from the start.
        pub from: Option<Month> => field("From", Shape::Month).optional(),
        /// What existing customers get who are in none of the groups.
        pub existing: Existing => field("Existing customers", EXISTING),
        /// The month they move, for `date`.
        pub date: Option<Month> => DATE,
        /// Months of notice, for `notice`.
        pub notice: Option<u32> => NOTICE,
        /// How many steps, for `steps`.
        pub steps: Option<u32> => STEPS,
        /// Months from one step to the next, for `steps`.
        pub every: Option<u32> => EVERY,
        /// Share of the price reaction that existing customers show: 0 nobody notices, 1 everybody compares.
        pub attention: f64 => ATTENTION,
        /// What they may choose from, for `offers`.
        pub offers: Map<Path> => OFFERS,
        /// Customers who get something else; the first group a customer is in counts.
        pub groups: Map<Group> => GROUPS,
        /// The most a bill of a customer list may rise, a share of it; absent: freely.
        pub cap: Option<Decimal> => CAP,
    }
}

const PRICED: Shape = Shape::Map { noun: "plan", of: &CHARGES, keys: Some("plans"), most: MOST_PLANS };

record! {
    /// A dated change of the price list after the rollout.
    pub struct PriceChange {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// First month for new customers.
        pub from: Month => field("From", Shape::Month),
        /// New charges by plan.
        pub plans: Map<Charges> => field("New prices", PRICED),
        /// What existing customers get who are in none of the groups.
        pub existing: Existing => field("Existing customers", EXISTING),
        /// The month they move, for `date`.
        pub date: Option<Month> => DATE,
        /// Months of notice, for `notice`.
        pub notice: Option<u32> => NOTICE,
        /// How many steps, for `steps`.
        pub steps: Option<u32> => STEPS,
        /// Months from one step to the next, for `steps`.
        pub every: Option<u32> => EVERY,
        /// Share of the price reaction that existing customers show.
        pub attention: f64 => ATTENTION,
        /// A passing price for those who renew before a date and are in none of the groups.
        pub offer: Option<Offer> => field("Passing offer", Offer::SHAPE).optional(),
        /// What they may choose from, for `offers`.
        pub offers: Map<Path> => OFFERS,
        /// Customers who get something else; the first group a customer is in counts.
        pub groups: Map<Group> => GROUPS,
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
    /// Some of the existing customers, and what they get.
    pub struct Group {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// Who is in it.
        pub who: Who => field("Who", Who::SHAPE),
        /// What they get.
        pub existing: Existing => field("They", EXISTING),
        /// The month they move, for `date`.
        pub date: Option<Month> => DATE,
        /// Months of notice, for `notice`.
        pub notice: Option<u32> => NOTICE,
        /// How many steps, for `steps`.
        pub steps: Option<u32> => STEPS,
        /// Months from one step to the next, for `steps`.
        pub every: Option<u32> => EVERY,
        /// Share of the price reaction they show; absent: that of the change.
        pub attention: Option<f64> => ATTENTION.optional(),
        /// What they may choose from, for `offers`.
        pub offers: Map<Path> => OFFERS,
    }
}

record! {
    /// Who is in a group, as things stand in the month of the change; what is absent is not asked for.
    pub struct Who {
        /// Customers of these plans.
        pub plans: Option<Map<bool>> => field("Plans", Shape::Map { noun: "plan", of: &Shape::Flag, keys: Some("plans"), most: MOST_PLANS }).optional(),
        /// Customers of these segments.
        pub segments: Option<Map<bool>> => field("Segments", Shape::Map { noun: "segment", of: &Shape::Flag, keys: Some("segments"), most: 12 }).optional(),
        /// Customers of this size.
        pub size: Option<Band> => field("Size", Band::SHAPE).optional(),
        /// Customers of this age.
        pub tenure: Option<Tenure> => field("Months since acquired", Tenure::SHAPE).optional(),
    }
}

record! {
    /// A range of sizes in one meter, both ends included.
    pub struct Band {
        /// What is counted.
        pub meter: String => field("Counted in", Shape::Reference("meters")),
        /// Least.
        pub from: Option<f64> => field("At least", number(Unit::Count, 0.0, 1e12)).optional(),
        /// Most.
        pub to: Option<f64> => field("At most", number(Unit::Count, 0.0, 1e12)).optional(),
    }
}

record! {
    /// A range of months since customers were acquired, both ends included.
    pub struct Tenure {
        /// Least.
        pub from: Option<u32> => field("At least", whole(Unit::Months, 0.0, 240.0)).optional(),
        /// Most.
        pub to: Option<u32> => field("At most", whole(Unit::Months, 0.0, 240.0)).optional(),
    }
}

record! {
    /// Something existing customers may choose: prices for a time, then the new list; without stages the list at once.
    pub struct Path {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// Whether who takes it is bound until its last stage ends: nobody leaves, and no later change is met.
        pub lock: bool => field("Bound until it ends", Shape::Flag).optional(),
        /// Prices one after the other, in order of month; a plan not named pays the new list.
        pub stages: Map<Offer> => field("Stages", Shape::Map { noun: "stage", of: &Offer::SHAPE, keys: None, most: 6 }).optional(),
    }
}

/// What some existing customers get, wherever it is written.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a> {
    /// Who; `None` for all who are in no group.
    pub who: Option<&'a Who>,
    /// What.
    pub existing: Existing,
    /// The month they move.
    pub date: Option<Month>,
    /// Months of notice.
    pub notice: Option<u32>,
    /// How many steps.
    pub steps: Option<u32>,
    /// Months between them.
    pub every: Option<u32>,
    /// Share of the price reaction they show.
    pub attention: f64,
    /// A passing price.
    pub offer: Option<&'a Offer>,
    /// What they may choose from.
    pub offers: &'a Map<Path>,
}

impl<'a> Policy<'a> {
    /// Every passing price in it.
    pub fn stages(self) -> impl Iterator<Item = &'a Offer> {
        self.offer.into_iter().chain(self.offers.values().flat_map(|offer| offer.stages.values()))
    }
}

impl Group {
    /// What the group gets of a change of which customers take notice by `attention`.
    pub fn policy(&self, attention: f64) -> Policy<'_> {
        let Self { who, existing, date, notice, steps, every, offers, .. } = self;
        let (existing, date, notice, steps, every) = (*existing, *date, *notice, *steps, *every);
        let attention = self.attention.unwrap_or(attention);
        Policy { who: Some(who), existing, date, notice, steps, every, attention, offer: None, offers }
    }
}

impl Rollout {
    /// What those get who are in no group.
    pub fn policy(&self) -> Policy<'_> {
        let Self { existing, date, notice, steps, every, attention, offers, .. } = self;
        let (existing, date, notice, steps, every) = (*existing, *date, *notice, *steps, *every);
        Policy { who: None, existing, date, notice, steps, every, attention: *attention, offer: None, offers }
    }

    /// What each group gets, then what all others get.
    pub fn policies(&self) -> impl Iterator<Item = Policy<'_>> {
        self.groups.values().map(|group| group.policy(self.attention)).chain([self.policy()])
    }
}

impl PriceChange {
    /// What those get who are in no group.
    pub fn policy(&self) -> Policy<'_> {
        let Self { existing, date, notice, steps, every, attention, offer, offers, .. } = self;
        let (existing, date, notice, steps, every) = (*existing, *date, *notice, *steps, *every);
        let offer = offer.as_ref();
        Policy { who: None, existing, date, notice, steps, every, attention: *attention, offer, offers }
    }

    /// What each group gets, then what all others get.
    pub fn policies(&self) -> impl Iterator<Item = Policy<'_>> {
        self.groups.values().map(|group| group.policy(self.attention)).chain([self.policy()])
    }
}
