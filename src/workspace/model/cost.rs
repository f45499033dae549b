//! This file holds what the business costs, and its cash.

use rust_decimal::Decimal;

use super::HIGHEST;
use crate::choice;
use crate::record;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::Variant;
use crate::shape::driver;
use crate::shape::field;
use crate::shape::money;
use crate::shape::name;
use crate::shape::number;
use crate::shape::whole;
use crate::tagged;
use crate::workspace::Driver;
use crate::workspace::Map;

record! {
    /// What it costs.
    pub struct Costs {
        /// Cost of revenue.
        pub cogs: Map<Cogs> => field("Cost of revenue", Shape::Map { noun: "cost", of: &Cogs::SHAPE, keys: None, most: 24 }),
        /// Share of what is billed that the payment provider keeps.
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

tagged! {
    by "per";
    /// What a cost of revenue grows with. In JSON the field `per` says which.
    pub enum Basis {
        /// A share of revenue.
        Revenue = "revenue" {
            /// The share.
            share: Driver,
        },
        /// An amount a month for each customer.
        Customer = "customer" {
            /// Money a month.
            amount: Driver,
        },
        /// An amount a month for each free account.
        Free = "free" {
            /// Money a month.
            amount: Driver,
        },
        /// An amount for each unit of a meter.
        Unit = "unit" {
            /// The meter.
            meter: String,
            /// Money a unit.
            amount: Driver,
        },
    }
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

const AMOUNT: Field = field("Amount", driver(Unit::Money, 0.0, 1e6)).keyed("amount");

choice! {
    /// Which part of operating costs a line belongs to.
    pub enum Department {
        /// Sales and marketing: part of CAC.
        Sales = "sales",
        /// Research and development.
        Research = "research",
        /// General and administrative.
        General = "general",
    }
}

/// Keys and names of the departments.
pub const DEPARTMENTS: [(&str, &str); 3] = [
    ("sales", "Sales and marketing"),
    ("research", "Research and development"),
    ("general", "General and administrative"),
];

record! {
    /// A cost that does not follow sales.
    pub struct Fixed {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// Which part of operating costs it belongs to.
        pub department: Department => field("Department", Shape::Choice(&DEPARTMENTS)),
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
