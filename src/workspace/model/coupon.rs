//! This file holds the coupon: what it takes off, for how long, on which plans, and who comes with it.

use super::MOST_PLANS;
use super::Map;
use crate::month::Month;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::Variant;
use crate::shape::field;
use crate::shape::name;
use crate::shape::share;
use crate::shape::whole;
use crate::tagged;

tagged! {
    by "for";
    /// For how long a coupon holds. In JSON the field `for` says which.
    #[derive(Copy)]
    pub enum Lasts {
        /// On the first bill alone.
        Once = "once",
        /// On every bill of so many months.
        Months = "months" {
            /// How many.
            months: u32,
        },
        /// On every bill.
        Forever = "forever",
    }
}

impl Lasts {
    /// The duration as a shape.
    pub const SHAPE: Shape = Shape::Union {
        tag: "for",
        variants: &[
            Variant { key: "once", label: "Once", fields: &[] },
            Variant {
                key: "months",
                label: "For months",
                fields: &[field("For", whole(Unit::Months, 1.0, 120.0)).keyed("months")],
            },
            Variant { key: "forever", label: "Forever", fields: &[] },
        ],
    };
}

const PLANS: Shape = Shape::Map { noun: "plan", of: &Shape::Flag, keys: Some("plans"), most: MOST_PLANS };
const USERS: Shape = Shape::Map { noun: "segment", of: &share(), keys: Some("segments"), most: 12 };

record! {
    /// A coupon that some new customers use. A bill carries it if it is issued while the coupon holds: each month's, or
    /// the year's that is paid up front. It is off the plan's own bill, whose lines are all it is eligible for, not off
    /// add-ons, which are sold at their list. When it ends, who used it may leave as at a price rise.
    pub struct Coupon {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// What it takes off.
        pub off: Off => field("Takes off", Off::SHAPE),
        /// For how long.
        pub lasts: Lasts => field("Holds", Lasts::SHAPE),
        /// The plans it is for; absent: every paid plan.
        pub plans: Option<Map<bool>> => field("Only for", PLANS).optional(),
        /// Share of new customers who use it, by segment. Each uses one coupon at most.
        pub share: Map<f64> => field("Used by", USERS).optional(),
        /// First month it is given to new customers; absent: always.
        pub from: Option<Month> => field("Given from", Shape::Month).optional(),
        /// First month it is no longer given; absent: never.
        pub until: Option<Month> => field("Not given from", Shape::Month).optional(),
    }
}

impl Coupon {
    /// Whether it is for a plan.
    pub fn fits(&self, plan: &str) -> bool {
        self.plans.as_ref().is_none_or(|plans| plans.get(plan) == Some(&true))
    }

    /// Whether new customers of a month are given it.
    pub fn given(&self, month: Month) -> bool {
        self.from.is_none_or(|from| from <= month) && self.until.is_none_or(|until| month < until)
    }

    /// Months after acquisition within which a bill carries it; none for ever.
    pub fn months(&self) -> Option<usize> {
        match self.lasts {
            Lasts::Once => Some(1),
            Lasts::Months { months } => Some(months as usize),
            Lasts::Forever => None,
        }
    }

    /// Whether what is billed for an age in months carries it: the recurring part, and usage of the month.
    pub fn holds(&self, age: usize, interval: Interval) -> (bool, bool) {
        let within = |age: usize| self.months().is_none_or(|months| age < months);
        let issued = age - age % interval.months() as usize;
        (within(issued), within(age))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bill_carries_a_coupon_if_it_is_issued_while_it_holds() {
        let rows = [
            (json!({"for": "once"}), Interval::Monthly, 0, (true, true)),
            (json!({"for": "once"}), Interval::Monthly, 1, (false, false)),
            (json!({"for": "once"}), Interval::Annual, 11, (true, false)),
            (json!({"for": "once"}), Interval::Annual, 12, (false, false)),
            (json!({"for": "months", "months": 13}), Interval::Annual, 23, (true, false)),
            (json!({"for": "months", "months": 13}), Interval::Monthly, 13, (false, false)),
            (json!({"for": "forever"}), Interval::Monthly, 119, (true, true)),
        ];
        for (lasts, interval, age, expected) in rows {
            let value = json!({"name": "C", "off": {"kind": "share", "share": "0.2"}, "lasts": lasts});
            let coupon: Coupon = serde_json::from_value(value).unwrap();
            assert_eq!(coupon.holds(age, interval), expected, "{lasts} at {age}");
        }
    }
}
