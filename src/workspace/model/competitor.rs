//! This file holds the competitor: what prospects may buy instead.

use crate::month::Month;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::driver;
use crate::shape::field;
use crate::shape::name;
use crate::shape::number;
use crate::workspace::Driver;
use crate::workspace::Map;

const PRICE: Shape = driver(Unit::MoneyMonthly, 0.0, 1e6);
const VALUE: Shape = number(Unit::MoneyMonthly, -1e6, 1e6);
const VALUES: Shape = Shape::Map { noun: "segment", of: &VALUE, keys: Some("segments"), most: 12 };
const PRICES: Shape = Shape::Map { noun: "segment", of: &PRICE, keys: Some("segments"), most: 12 };

record! {
    /// Somebody else's product that prospects compare the plans with.
    pub struct Competitor {
        /// What people call it.
        pub name: String => field("Name", name()),
        /// What a customer pays for it a month, or for each unit of the meter.
        pub price: Driver => field("Price", PRICE),
        /// What the price is for each of; absent where it is one price a customer.
        pub meter: Option<String> => field("Price for each", Shape::Reference("meters")).help("none: for the whole account").optional(),
        /// The same for segments that pay another price.
        pub prices: Map<Driver> => field("Price by segment", PRICES).optional(),
        /// What it is worth to a customer of each segment; a segment without one does not know it.
        pub values: Map<f64> => field("Value by segment", VALUES),
    }
}

impl Competitor {
    /// What a customer of `segment` pays for it a month, in month `t`; `units` says how many of a meter they have.
    pub fn bill(&self, segment: &str, units: impl FnOnce(&str) -> f64, t: usize, start: Month) -> f64 {
        let price = self.prices.get(segment).unwrap_or(&self.price).at(t, start);
        self.meter.as_deref().map_or(price, |meter| price * units(meter))
    }
}
