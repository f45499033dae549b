//! This file holds the price book: what plans cost in another region and currency, and who buys from it.

use rust_decimal::Decimal;

use super::CHARGES;
use super::Charges;
use super::MOST_PLANS;
use super::Map;
use crate::number::Currency;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::driver;
use crate::shape::field;
use crate::shape::name;
use crate::shape::share;
use crate::workspace::Driver;

/// The largest rate of exchange, and the largest factor on the list.
pub const HIGHEST_RATE: f64 = 1e6;

const FACTOR: Shape = Shape::Decimal { unit: Unit::Plain, low: 1e-6, high: HIGHEST_RATE };
const PRICED: Shape = Shape::Map { noun: "plan", of: &CHARGES, keys: Some("plans"), most: MOST_PLANS };
const BUYERS: Shape = Shape::Map { noun: "segment", of: &share(), keys: Some("segments"), most: 12 };

record! {
    /// Prices of a region. Its bills are exact in its own currency and converted at the rate of their month; who buys from
    /// no book pays the list. What is used of a meter that counts money is said of a segment in the workspace's currency:
    /// its buyers from a book use as much in the book's, at the rate of the first month.
    pub struct Book {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// Where it holds.
        pub region: String => field("Region", Shape::Text { longest: 80, empty: true }).optional(),
        /// Currency of its prices.
        pub currency: Currency => field("Currency", Shape::Currency).help("ISO code, such as EUR"),
        /// Money of the workspace's currency for one unit of the book's, by month.
        pub rate: Driver => field("Exchange rate", driver(Unit::Plain, 1e-6, HIGHEST_RATE)).help("workspace currency for one of the book's"),
        /// The book's price for each unit of the list's, where the book gives no prices of its own.
        pub factor: Decimal => field("Price factor", FACTOR).help("book's price ÷ list price; percentages stay"),
        /// Its own charges by plan, in its currency, in place of any list: a change of the list does not move them, a change
        /// of the book does, and reaches its buyers as a price change.
        pub plans: Map<Charges> => field("Own prices", PRICED).optional(),
        /// Share of customers who buy from it, by segment.
        pub share: Map<f64> => field("Bought from by", BUYERS).optional(),
    }
}
