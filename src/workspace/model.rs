//! This file holds the model of a business: what is sold, to whom, how they come, stay and pay, and what it costs.

use rust_decimal::Decimal;
use serde::Deserialize;
use serde::Serialize;

use super::Driver;
use super::Map;
use crate::month::Month;
use crate::pricing::Charge;
pub use crate::pricing::Interval;
use crate::record;
use crate::retention::Curve;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::Variant;
use crate::shape::driver;
use crate::shape::field;
use crate::shape::money;
use crate::shape::name;
use crate::shape::number;
use crate::shape::share;
use crate::shape::whole;

/// The most money or customers any single input may hold.
pub const HIGHEST: f64 = 1e12;

record! {
    /// Everything a scenario can change.
    pub struct Model {
        /// What usage is counted in.
        pub meters: Map<Meter> => field("Meters", Shape::Map { noun: "meter", of: &Meter::SHAPE, keys: None, most: 12 }),
        /// What plans contain.
        pub features: Map<Feature> => field("Features", Shape::Map { noun: "feature", of: &Feature::SHAPE, keys: None, most: 400 }),
        /// The price list.
        pub plans: Map<Plan> => field("Plans", Shape::Map { noun: "plan", of: &Plan::SHAPE, keys: None, most: 12 }),
        /// Groups of customers who behave alike.
        pub segments: Map<Segment> => field("Segments", Shape::Map { noun: "segment", of: &Segment::SHAPE, keys: None, most: 12 }),
        /// Where prospects come from.
        pub channels: Map<Channel> => field("Channels", Shape::Map { noun: "channel", of: &Channel::SHAPE, keys: None, most: 12 }),
        /// How the price list reaches those who already pay.
        pub rollout: Rollout => field("Price change", Rollout::SHAPE),
        /// Later price changes, in order of month.
        pub price_changes: Map<PriceChange> => field("Later price changes", Shape::Map { noun: "price change", of: &PriceChange::SHAPE, keys: None, most: 12 }),
        /// What it costs.
        pub costs: Costs => field("Costs", Costs::SHAPE),
        /// Cash and how it is collected.
        pub finance: Finance => field("Cash", Finance::SHAPE),
        /// What was seen of how people react to prices.
        #[serde(default, skip_serializing_if = "Map::is_empty")]
        pub evidence: Map<Evidence> => field("Evidence", Shape::Map { noun: "finding", of: &Evidence::SHAPE, keys: None, most: 24 }).optional(),
        /// Customers at the start.
        pub opening: Map<Vintage> => field("Opening book", Shape::Map { noun: "vintage", of: &Vintage::SHAPE, keys: None, most: 200 }),
    }
}

/// Whether a meter counts what is licensed (recurring) or what is used (billed as used).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeterKind {
    /// Seats and the like: part of MRR, discounted on annual contracts.
    Licence,
    /// Events, credits, volume: revenue when used, never MRR.
    Usage,
}

record! {
    /// What usage is counted in.
    pub struct Meter {
        /// Plural: seats.
        pub name: String => field("Name", name()),
        /// Singular: seat.
        pub unit: String => field("One of them", name()),
        /// Licensed or used.
        pub kind: MeterKind => field("Kind", Shape::Choice(&[("licence", "licensed, recurring"), ("usage", "billed as used")])),
    }
}

impl Meter {
    /// The meter as a bill knows it.
    pub fn priced<'a>(&'a self, id: &'a str) -> crate::pricing::Meter<'a> {
        crate::pricing::Meter { id, name: &self.name, unit: &self.unit, recurring: self.kind == MeterKind::Licence }
    }
}

record! {
    /// Something a plan may contain.
    pub struct Feature {
        /// Name on the price page.
        pub name: String => field("Name", name()),
        /// Heading it stands under; may be empty.
        pub group: String => field("Group", Shape::Text { longest: 80, empty: true }),
    }
}

/// The charges of a plan, by id.
pub type Charges = Map<Charge>;

const CHARGES: Shape = Shape::Map { noun: "charge", of: &Charge::SHAPE, keys: None, most: 12 };
const CONTAINED: Shape = Shape::Map { noun: "feature", of: &Shape::Flag, keys: Some("features"), most: 400 };
const DISCOUNT: Shape = Shape::Decimal { unit: Unit::Share, low: 0.0, high: 0.9 };

record! {
    /// One line of the price list.
    pub struct Plan {
        /// Name on the price page.
        pub name: String => field("Name", name()),
        /// A free plan: its accounts are counted apart from customers, and it has no charges.
        pub free: bool => field("Free plan", Shape::Flag),
        /// Priced components, per month.
        pub charges: Charges => field("Charges", CHARGES),
        /// Share taken off twelve months when paid a year up front (2 months free is 1/6).
        pub annual_discount: Decimal => field("Annual discount", DISCOUNT),
        /// Least a customer pays a month, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub minimum: Option<Decimal> => field("Minimum spend", money(1e9)).optional(),
        /// Most a customer pays a month, if any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub maximum: Option<Decimal> => field("Maximum spend", money(1e9)).optional(),
        /// Which features it contains.
        pub features: Map<bool> => field("Features", CONTAINED),
        /// Factor on the segment's churn for customers of this plan.
        pub churn_factor: f64 => field("Churn factor", number(Unit::Plain, 0.0, 10.0)).help("1 is the segment's own churn"),
        /// For a plan nobody has been seen to buy: the plan whose appeal it shares, before price and features.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub like: Option<String> => field("Most like", Shape::Reference("plans")).optional(),
        /// The list under which conversion and mix were observed and today's customers bought; absent: as it stands.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub observed: Option<Observed> => field("Observed at", Observed::SHAPE).optional(),
    }
}

record! {
    /// A plan as it was when its buyers were observed.
    pub struct Observed {
        /// Charges then.
        pub charges: Charges => field("Charges", CHARGES),
        /// Annual discount then.
        pub annual_discount: Decimal => field("Annual discount", DISCOUNT),
        /// Features then.
        pub features: Map<bool> => field("Features", CONTAINED),
    }
}

record! {
    /// How much of a meter one customer has.
    pub struct Usage {
        /// Mean a month when acquired.
        pub mean: f64 => field("Mean", number(Unit::Count, 0.0, 1e9)),
        /// Standard deviation over mean, across the customers of the segment (lognormal).
        pub spread: f64 => field("Spread", number(Unit::Plain, 0.0, 5.0)).help("standard deviation over mean"),
        /// Growth a year of the customer's age.
        pub growth: f64 => field("Growth a year", number(Unit::Rate, -0.9, 1.0)),
        /// Months of age between two steps of growth: 12 is at each anniversary.
        pub every: u32 => field("Growth every", whole(Unit::Months, 1.0, 12.0)),
    }
}

record! {
    /// A group of customers who behave alike.
    pub struct Segment {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// Size by meter.
        pub usage: Map<Usage> => field("Size", Shape::Map { noun: "meter", of: &Usage::SHAPE, keys: Some("meters"), most: 12 }),
        /// Share of prospects who buy at the observed prices.
        pub conversion: Driver => field("Conversion", driver(Unit::Share, 0.0, 0.99)),
        /// Share of buyers by plan at the observed prices; sums to 1.
        pub mix: Map<f64> => field("Plan mix", Shape::Map { noun: "plan", of: &share(), keys: Some("plans"), most: 12 }),
        /// Change of the share who buy, in percent, when all prices rise by one percent.
        pub elasticity: f64 => field("Price elasticity", number(Unit::Plain, -20.0, 0.0)).help("change in buyers, %, when all prices rise 1 %"),
        /// Nesting of plans: 1 is plain logit, towards 0 plans are close substitutes.
        pub nesting: f64 => field("Plans differ", number(Unit::Plain, 0.05, 1.0)).help("1: chosen independently; towards 0: close substitutes for each other"),
        /// Share of buyers who pay a year up front.
        pub annual_share: Driver => field("Pay annually", driver(Unit::Share, 0.0, 1.0)),
        /// Worth of a feature to one customer, money a month.
        pub values: Map<f64> => field("Value of features", Shape::Map { noun: "feature", of: &number(Unit::MoneyMonthly, -1e6, 1e6), keys: Some("features"), most: 400 }),
        /// Who stays, by months of age.
        pub retention: Curve => field("Retention", Curve::SHAPE),
        /// Survivors by months of age, the first the number acquired, where they were counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub survivors: Option<Vec<f64>> => field("Survivors counted", Shape::List { noun: "count", of: &number(Unit::Count, 0.0, 1e9), most: 121 }).optional(),
        /// Factor on the curve's churn over time.
        pub churn_level: Driver => field("Churn level", driver(Unit::Plain, 0.0, 10.0)).help("1 is the curve as fitted"),
        /// Share of payments that fail.
        pub failed_payments: f64 => field("Failed payments", share()),
        /// Share of failed payments never recovered, each a customer lost.
        pub unrecovered: f64 => field("Never recovered", share()),
        /// Share of customers lost in the last twelve months who return, a month.
        pub reactivation: f64 => field("Return a month", share()).help("of customers lost in the last 12 months"),
        /// Share of repriced customers who would consider another plan at unchanged prices.
        pub switching: f64 => field("Open to switching", number(Unit::Share, 0.0, 0.5)).help("when repriced"),
        /// Share of free accounts that start to pay, a month.
        pub free_conversion: f64 => field("Free to paid a month", share()),
        /// Share of free accounts that leave, a month.
        pub free_churn: f64 => field("Free leave a month", share()),
    }
}

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

/// How many prospects a channel brings. In JSON the field `kind` says which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// Prospects a month.
    Organic {
        /// Prospects a month.
        prospects: Driver,
    },
    /// Prospects bought, with saturation: `L(x) = L0 · r(1+k)/(1+k·r)`, `r` = spend over reference spend.
    Paid {
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

record! {
    /// What it costs.
    pub struct Costs {
        /// Cost of revenue.
        pub cogs: Map<Cogs> => field("Cost of revenue", Shape::Map { noun: "cost", of: &Cogs::SHAPE, keys: None, most: 24 }),
        /// Share of what is collected that the payment provider keeps.
        pub payment_share: f64 => field("Payment fee", number(Unit::Share, 0.0, 0.2)),
        /// Fee for each payment (monthly contracts pay twelve times a year, annual ones once).
        pub payment_fixed: f64 => field("Fee per payment", number(Unit::Money, 0.0, 100.0)),
        /// Fixed costs, month by month.
        pub fixed: Map<Fixed> => field("Fixed costs", Shape::Map { noun: "cost", of: &Fixed::SHAPE, keys: None, most: 40 }),
    }
}

record! {
    /// One line of the cost of revenue.
    pub struct Cogs {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// What it grows with.
        pub basis: Basis => field("Grows with", Basis::SHAPE),
    }
}

/// What a cost of revenue grows with. In JSON the field `per` says which.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "per", rename_all = "snake_case", deny_unknown_fields)]
pub enum Basis {
    /// A share of revenue.
    Revenue {
        /// The share.
        share: Driver,
    },
    /// An amount a month for each customer.
    Customer {
        /// Money a month.
        amount: Driver,
    },
    /// An amount a month for each free account.
    Free {
        /// Money a month.
        amount: Driver,
    },
    /// An amount for each unit of a meter.
    Unit {
        /// The meter.
        meter: String,
        /// Money a unit.
        amount: Driver,
    },
}

impl Basis {
    /// The basis as a shape.
    pub const SHAPE: Shape = Shape::Union {
        tag: "per",
        variants: &[
            Variant {
                key: "revenue",
                label: "Share of revenue",
                fields: &[field("Share", driver(Unit::Share, 0.0, 1.0)).keyed("share")],
            },
            Variant { key: "customer", label: "Per customer", fields: &[AMOUNT] },
            Variant { key: "free", label: "Per free account", fields: &[AMOUNT] },
            Variant {
                key: "unit",
                label: "Per unit",
                fields: &[field("Counted in", Shape::Reference("meters")).keyed("meter"), AMOUNT],
            },
        ],
    };
}

const AMOUNT: crate::shape::Field = field("Amount", driver(Unit::Money, 0.0, 1e6)).keyed("amount");

/// Which part of operating costs a line belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Department {
    /// Sales and marketing: part of CAC.
    Sales,
    /// Research and development.
    Research,
    /// General and administrative.
    General,
}

record! {
    /// A cost that does not follow sales.
    pub struct Fixed {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// Which part of operating costs it belongs to.
        pub department: Department => field("Department", Shape::Choice(&[("sales", "Sales and marketing"), ("research", "Research and development"), ("general", "General and administrative")])),
        /// Money a month.
        pub amount: Driver => field("Amount a month", driver(Unit::MoneyMonthly, 0.0, HIGHEST)),
    }
}

record! {
    /// Cash and how it is collected.
    pub struct Finance {
        /// Cash at the start.
        pub opening_cash: Decimal => field("Opening cash", Shape::Decimal { unit: Unit::Money, low: -HIGHEST, high: HIGHEST }),
        /// Owed by customers at the start, collected in the first month.
        pub opening_receivables: Decimal => field("Opening receivables", money(HIGHEST)),
        /// Months from an annual invoice to its payment; monthly contracts pay at once.
        pub collection_months: u32 => field("Annual invoices paid after", whole(Unit::Months, 0.0, 6.0)),
        /// Yearly rate at which a customer's later months are discounted in LTV.
        pub discount_rate: f64 => field("Discount rate a year", number(Unit::Rate, 0.0, 1.0)),
    }
}

record! {
    /// Customers at the start who were acquired `age_from` to `age_to` months before, evenly; they pay the observed list.
    pub struct Vintage {
        /// Their segment.
        pub segment: String => field("Segment", Shape::Reference("segments")),
        /// Their plan.
        pub plan: String => field("Plan", Shape::Reference("plans")),
        /// Their contract.
        pub interval: Interval => field("Contract", Shape::Choice(&[("monthly", "monthly"), ("annual", "annual")])),
        /// Least months since they were acquired; 0 is the month before the start.
        pub age_from: u32 => field("Age from", whole(Unit::Months, 0.0, 120.0)),
        /// Most months since they were acquired.
        pub age_to: u32 => field("Age to", whole(Unit::Months, 0.0, 120.0)),
        /// How many, in all.
        pub customers: f64 => field("Customers", number(Unit::Count, 0.0, 1e8)),
    }
}
