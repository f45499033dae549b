//! This file holds the segment: a group of customers who behave alike, and how big they are.

use super::MOST_PLANS;
use crate::pricing::HIGHEST_DISCOUNT;
use crate::record;
use crate::retention::Curve;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::driver;
use crate::shape::field;
use crate::shape::name;
use crate::shape::number;
use crate::shape::share;
use crate::shape::whole;
use crate::workspace::Driver;
use crate::workspace::Map;

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
    /// What customers negotiate off the plan's own bill: a share between 0 and 1, spread like a beta distribution. It holds for every list from the one on that brought it: what it changes of a bill reaches existing
    /// customers as a price change. Add-ons are sold at their list: what is negotiated, as a coupon, is on the plan, whose
    /// lines are all it is eligible for.
    pub struct Negotiated {
        /// Mean.
        pub mean: f64 => field("Discount", number(Unit::Share, 0.0, HIGHEST_DISCOUNT)).help("share off the list, on average"),
        /// Standard deviation: at most that of shares which are 0 or 1, `√(mean (1 − mean))`.
        pub spread: f64 => field("Discount spread", number(Unit::Share, 0.0, 0.5)).help("standard deviation, in points of the price"),
        /// The plans it is negotiated on; absent: every paid plan.
        pub plans: Option<Map<bool>> => field("Only on", Shape::Map { noun: "plan", of: &Shape::Flag, keys: Some("plans"), most: MOST_PLANS }).optional(),
    }
}

impl Negotiated {
    /// Whether it is negotiated on a plan.
    pub fn fits(&self, plan: &str) -> bool {
        self.plans.as_ref().is_none_or(|plans| plans.get(plan) == Some(&true))
    }
}

record! {
    /// A group of customers who behave alike.
    pub struct Segment {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// Size by meter.
        pub usage: Map<Usage> => field("Size", Shape::Map { noun: "meter", of: &Usage::SHAPE, keys: Some("meters"), most: 12 }),
        /// What they negotiate off the list.
        pub negotiated: Option<Negotiated> => field("Negotiated discount", Negotiated::SHAPE).optional(),
        /// Share of prospects who buy at the observed prices.
        pub conversion: Driver => field("Conversion", driver(Unit::Share, 0.0, 0.99)),
        /// Share of buyers by plan at the observed prices; sums to 1.
        pub mix: Map<f64> => field("Plan mix", Shape::Map { noun: "plan", of: &share(), keys: Some("plans"), most: MOST_PLANS }),
        /// Change of the share who buy a plan that costs something, in percent, when all prices rise by one percent.
        pub elasticity: f64 => field("Price elasticity", number(Unit::Plain, -20.0, 0.0)).help("change in buyers who pay, %, when all prices rise 1 %"),
        /// Nesting of plans: 1 is plain logit, towards 0 plans are close substitutes.
        pub nesting: f64 => field("Plans differ", number(Unit::Plain, 0.05, 1.0)).help("1: chosen independently; towards 0: close substitutes for each other"),
        /// Share of buyers who pay a year up front.
        pub annual_share: Driver => field("Pay annually", driver(Unit::Share, 0.0, 1.0)),
        /// Worth of a feature to one customer, money a month.
        pub values: Map<f64> => field("Value of features", Shape::Map { noun: "feature", of: &number(Unit::MoneyMonthly, -1e6, 1e6), keys: Some("features"), most: 400 }),
        /// Who stays, by months of age.
        pub retention: Curve => field("Retention", Curve::SHAPE),
        /// Survivors by months of age, the first the number acquired, where they were counted.
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
        /// Factor on the notice its customers take of a price change, over time; absent: 1.
        pub attention: Option<Driver> => field("Notice of price changes", driver(Unit::Plain, 0.0, 5.0)).help("0: nobody notices a rise; 1: as the change says; above: everybody studies it").optional(),
        /// Share of customers who stay with their plan whatever the rise, over time; absent: nobody.
        pub loyalty: Option<Driver> => field("Stay whatever the rise", driver(Unit::Share, 0.0, 1.0)).optional(),
        /// Units that those who stay at a new price give up, in percent, when their bill rises by one percent; absent: none.
        pub cutting: Option<Driver> => field("Seats they cut", driver(Unit::Plain, 0.0, 3.0)).help("seats and usage given up by those who stay, %, when their bill rises 1 %").optional(),
        /// Share of free accounts that start to pay, a month.
        pub free_conversion: f64 => field("Free to paid a month", share()),
        /// Share of free accounts that leave, a month.
        pub free_churn: f64 => field("Free leave a month", share()),
    }
}
