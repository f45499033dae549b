//! This file holds the model of a business: what is sold, to whom, how they come, stay and pay, and what it costs.

mod book;
mod change;
mod channel;
mod competitor;
mod content;
mod cost;
mod coupon;
mod evidence;
mod segment;
mod terms;

use rust_decimal::Decimal;

use super::Map;
use crate::month::Month;
use crate::pricing::Charge;
pub use crate::pricing::Interval;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::field;
use crate::shape::money;
use crate::shape::name;
use crate::shape::number;
use crate::shape::whole;

pub use book::Book;
pub use change::Band;
pub use change::Existing;
pub use change::Group;
pub use change::Offer;
pub use change::Path;
pub use change::Policy;
pub use change::PriceChange;
pub use change::Rollout;
pub use change::Tenure;
pub use change::Who;
pub use channel::Channel;
pub use channel::Source;
pub use competitor::Competitor;
pub use content::AddOn;
pub use content::Feature;
pub use content::Kind;
pub use content::MOST_ADD_ONS;
pub use content::UNLIMITED;
pub use cost::Basis;
pub use cost::Cogs;
pub use cost::Costs;
pub use cost::DEPARTMENTS;
pub use cost::Department;
pub use cost::Finance;
pub use cost::Fixed;
pub use coupon::Coupon;
pub use coupon::Lasts;
pub use evidence::About;
pub use evidence::Evidence;
pub use evidence::Experiment;
pub use evidence::Survey;
pub use segment::Negotiated;
pub use segment::Segment;
pub use segment::Usage;
pub use terms::Conditions;
pub use terms::Trial;

use crate::choice;
use content::CONTAINED;
use content::LIMITS;

/// The most plans of a model.
pub const MOST_PLANS: usize = 24;

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
        pub plans: Map<Plan> => field("Plans", Shape::Map { noun: "plan", of: &Plan::SHAPE, keys: None, most: MOST_PLANS }),
        /// What is sold on top of plans.
        pub add_ons: Map<AddOn> => field("Add-ons", Shape::Map { noun: "add-on", of: &AddOn::SHAPE, keys: None, most: MOST_ADD_ONS }).optional(),
        /// What some new customers take off their bills.
        pub coupons: Map<Coupon> => field("Coupons", Shape::Map { noun: "coupon", of: &Coupon::SHAPE, keys: None, most: 12 }).optional(),
        /// Prices by region and currency.
        pub books: Map<Book> => field("Price books", Shape::Map { noun: "price book", of: &Book::SHAPE, keys: None, most: 12 }).optional(),
        /// Groups of customers who behave alike.
        pub segments: Map<Segment> => field("Segments", Shape::Map { noun: "segment", of: &Segment::SHAPE, keys: None, most: 12 }),
        /// Where prospects come from.
        pub channels: Map<Channel> => field("Channels", Shape::Map { noun: "channel", of: &Channel::SHAPE, keys: None, most: 12 }),
        /// What prospects may buy instead.
        pub competitors: Map<Competitor> => field("Competitors", Shape::Map { noun: "competitor", of: &Competitor::SHAPE, keys: None, most: 12 }).optional(),
        /// How the price list reaches those who already pay.
        pub rollout: Rollout => field("Price change", Rollout::SHAPE),
        /// Later price changes, in order of month.
        pub price_changes: Map<PriceChange> => field("Later price changes", Shape::Map { noun: "price change", of: &PriceChange::SHAPE, keys: None, most: 12 }),
        /// What it costs.
        pub costs: Costs => field("Costs", Costs::SHAPE),
        /// Cash and how it is collected.
        pub finance: Finance => field("Cash", Finance::SHAPE),
        /// What was seen of how people react to prices.
        pub evidence: Map<Evidence> => field("Evidence", Shape::Map { noun: "finding", of: &Evidence::SHAPE, keys: None, most: 24 }).optional(),
        /// Customers at the start.
        pub opening: Map<Vintage> => field("Opening book", Shape::Map { noun: "vintage", of: &Vintage::SHAPE, keys: None, most: 200 }),
    }
}

choice! {
    /// Whether a meter counts what is licensed (recurring) or what is used (billed as used).
    pub enum MeterKind {
        /// Seats and the like: part of MRR, discounted on annual contracts.
        Licence = "licence",
        /// Events, credits, volume: revenue when used, never MRR.
        Usage = "usage",
    }
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
        let recurring = self.kind == MeterKind::Licence;
        crate::pricing::Meter { id, name: &self.name, unit: &self.unit, recurring, minimum: Decimal::ZERO }
    }
}

impl Plan {
    /// Whether new customers can take it in a month.
    pub fn sells_in(&self, month: Month) -> bool {
        self.closed.is_none_or(|closed| month < closed)
    }
}

/// The charges of a plan, by id.
pub type Charges = Map<Charge>;

const CHARGES: Shape = Shape::Map { noun: "charge", of: &Charge::SHAPE, keys: None, most: 12 };
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
        pub minimum: Option<Decimal> => field("Minimum spend", money(1e9)).optional(),
        /// Most a customer pays a month, if any.
        pub maximum: Option<Decimal> => field("Maximum spend", money(1e9)).optional(),
        /// Least billed of a licence meter: a seat minimum.
        pub minimum_units: Map<Decimal> => field("Least billed", terms::LEAST).optional(),
        /// Factor on recurring prices by year of a contract's age; the last one stays. Empty: the price as it is.
        pub ramp: Vec<Decimal> => field("Ramp", terms::RAMP).optional(),
        /// What those who choose it start with, before they pay.
        pub trial: Option<Trial> => field("Trial", Trial::SHAPE).optional(),
        /// Its price is not published: the charges are the expected price, which people who look are not shown.
        pub contact_sales: bool => field("Contact sales", Shape::Flag).help("its price is not published").optional(),
        /// Which features it contains.
        pub features: Map<bool> => field("Features", CONTAINED),
        /// How far they go, for features that are a number or text.
        pub limits: Map<String> => field("Limits", LIMITS).optional(),
        /// Factor on the segment's churn for customers of this plan.
        pub churn_factor: f64 => field("Churn factor", number(Unit::Plain, 0.0, 10.0)).help("1 is the segment's own churn"),
        /// First month in which nobody new can take it; those who have it stay, and those who left it return to another.
        pub closed: Option<Month> => field("Closed to new customers", Shape::Month).optional(),
        /// The plan whose list is this one's from its closing month on: its customers are on that plan once the policy of the
        /// price change has moved them to it, and who left returns to it. Absent: they stay, and who left chooses anew.
        pub successor: Option<String> => field("Moved to", Shape::Reference("plans")).optional(),
        /// For a plan nobody has been seen to buy: the plan whose appeal it shares, before price and features.
        pub like: Option<String> => field("Most like", Shape::Reference("plans")).optional(),
        /// The list under which conversion and mix were observed and today's customers bought; absent: as it stands.
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
        /// Minimum spend then.
        pub minimum: Option<Decimal> => field("Minimum spend", money(1e9)).optional(),
        /// Maximum spend then.
        pub maximum: Option<Decimal> => field("Maximum spend", money(1e9)).optional(),
        /// Least billed of a licence meter then.
        pub minimum_units: Map<Decimal> => field("Least billed", terms::LEAST).optional(),
        /// Ramp then.
        pub ramp: Vec<Decimal> => field("Ramp", terms::RAMP).optional(),
        /// Features then.
        pub features: Map<bool> => field("Features", CONTAINED),
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
