//! This file holds the commercial terms of plans, beyond their charges.

use rust_decimal::Decimal;

use super::Map;
use super::Meter;
use super::Observed;
use super::Plan;
use crate::number::Currency;
use crate::pricing::Charge;
use crate::pricing::HIGHEST_QUANTITY;
use crate::pricing::Meter as PricedMeter;
use crate::pricing::Offer;
use crate::record;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::driver;
use crate::shape::field;
use crate::shape::whole;
use crate::workspace::Driver;

/// The largest factor of a ramp.
pub const HIGHEST_RAMP: f64 = 10.0;
/// The most years of a ramp.
const MOST_YEARS: usize = 10;

/// Least units billed, by meter.
pub(super) const LEAST: Shape = Shape::Map {
    noun: "least billed",
    of: &Shape::Decimal { unit: Unit::Count, low: 0.0, high: HIGHEST_QUANTITY },
    keys: Some("meters"),
    most: 12,
};

/// Factors on recurring prices, by year.
pub(super) const RAMP: Shape = Shape::List {
    noun: "year",
    of: &Shape::Decimal { unit: Unit::Share, low: 0.0, high: HIGHEST_RAMP },
    most: MOST_YEARS,
};

record! {
    /// A free trial. A segment's conversion is then of prospects who start one, not of those who start to pay.
    pub struct Trial {
        /// How long it is.
        pub days: u32 => field("Trial days", whole(Unit::Count, 1.0, 365.0)),
        /// Share of those who started that pay when it ends.
        pub conversion: Driver => field("Trials that convert", driver(Unit::Share, 0.0, 1.0)).help("of those who start one"),
    }
}

/// What a price list says of a plan beside its charges.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions {
    /// Share taken off a year paid up front.
    pub annual_discount: Decimal,
    /// Least paid a month.
    pub minimum: Option<Decimal>,
    /// Most paid a month.
    pub maximum: Option<Decimal>,
    /// Least billed by meter.
    pub minimum_units: Map<Decimal>,
    /// Factor on recurring prices by year of age.
    pub ramp: Vec<Decimal>,
}

impl Conditions {
    /// The conditions as a plan or its observed list says them.
    fn read(
        annual_discount: Decimal,
        [minimum, maximum]: [Option<Decimal>; 2],
        units: &Map<Decimal>,
        ramp: &[Decimal],
    ) -> Self {
        Self { annual_discount, minimum, maximum, minimum_units: units.clone(), ramp: ramp.to_vec() }
    }

    /// The factor on recurring prices at an age in months: that of its year, or of the last year there is.
    pub fn ramp_at(&self, age: usize) -> Decimal {
        self.ramp.get(age / 12).or(self.ramp.last()).copied().unwrap_or(Decimal::ONE)
    }

    /// The meters as a bill under these conditions knows them.
    pub fn meters<'a>(&self, meters: &'a Map<Meter>) -> Vec<PricedMeter<'a>> {
        let least = |id: &String| self.minimum_units.get(id).copied().unwrap_or_default();
        meters.iter().map(|(id, meter)| PricedMeter { minimum: least(id), ..meter.priced(id) }).collect()
    }

    /// What a customer of an age in months is offered; without what is taken off for some customers only.
    pub fn offer<'a>(
        &self,
        charges: &'a [(&'a str, &'a Charge)],
        meters: &'a [PricedMeter<'a>],
        currency: Currency,
        age: usize,
    ) -> Offer<'a> {
        Offer {
            annual_discount: self.annual_discount,
            ramp: self.ramp_at(age),
            minimum: self.minimum,
            maximum: self.maximum,
            ..Offer::of(charges, meters, currency)
        }
    }
}

impl Plan {
    /// The plan's conditions as they stand.
    pub fn conditions(&self) -> Conditions {
        let Self { annual_discount, minimum, maximum, minimum_units, ramp, .. } = self;
        Conditions::read(*annual_discount, [*minimum, *maximum], minimum_units, ramp)
    }

    /// Puts the plan under other conditions.
    pub fn list_under(&mut self, conditions: Conditions) {
        let Conditions { annual_discount, minimum, maximum, minimum_units, ramp } = conditions;
        (self.annual_discount, self.minimum, self.maximum) = (annual_discount, minimum, maximum);
        (self.minimum_units, self.ramp) = (minimum_units, ramp);
    }
}

impl Observed {
    /// The conditions of the observed list.
    pub fn conditions(&self) -> Conditions {
        let Self { annual_discount, minimum, maximum, minimum_units, ramp, .. } = self;
        Conditions::read(*annual_discount, [*minimum, *maximum], minimum_units, ramp)
    }
}
