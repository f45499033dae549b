//! This file counts which part of a billing period is used: the conventions for it, by name.

use rust_decimal::Decimal;

use crate::date::Date;
use crate::date::Moment;
use crate::number::Locale;
use crate::number::Number;
use crate::number::plain;

/// How the used part of a billing period is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Convention {
    /// Days used over days of the period, the end not counted; the fraction is kept to nine decimals, half-up
    /// (Kill Bill, `InvoiceDateUtils` and `KillBillMoney.MAX_SCALE`).
    #[default]
    ActualDays,
    /// Every month has 30 days: `(30 − d₁) + d₂` across a month's end, over 30 a month, to nine decimals (Kill Bill with
    /// `proration.fixed.days` = 30).
    FixedThirty,
    /// Days used over days of the period with the last day of use counted, the fraction unrounded (Lago).
    InclusiveDays,
    /// Seconds used over seconds of the period, the fraction unrounded (Stripe).
    Seconds,
}

/// Every convention with its key on the command line and its words on the page, the usual one first.
pub const CONVENTIONS: &[(&str, &str, Convention)] = &[
    ("actual", "actual days", Convention::ActualDays),
    ("fixed-30", "30-day months", Convention::FixedThirty),
    ("inclusive", "last day counted", Convention::InclusiveDays),
    ("seconds", "by the second", Convention::Seconds),
];

/// Decimals of the fraction where it is rounded.
const DECIMALS: u32 = 9;

/// A stretch of time, its end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First moment.
    pub from: Moment,
    /// First moment after it.
    pub until: Moment,
}

/// A part of a billing period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Portion {
    /// What is used, in `unit`s.
    pub used: Decimal,
    /// What the whole period has.
    pub whole: Decimal,
    /// Plural of what both are counted in: days.
    pub unit: &'static str,
    /// Decimals to which the fraction is rounded before it is applied; unrounded for none.
    pub places: Option<u32>,
}

impl Convention {
    /// The part of the period `whole` that `used` takes. `months` is the length of the period in months.
    pub fn portion(self, used: Span, whole: Span, months: u32) -> Portion {
        let (places, unit) = (Some(DECIMALS), "days");
        let days = |span: Span| Decimal::from(span.until.date.since(span.from.date));
        if used == whole {
            return Portion { used: days(whole), whole: days(whole), unit, places };
        }
        match self {
            Self::ActualDays => Portion { used: days(used), whole: days(whole), unit, places },
            Self::FixedThirty => {
                let whole = Decimal::from(30 * months);
                Portion { used: Decimal::from(thirties(used.from.date, used.until.date)), whole, unit, places }
            }
            Self::InclusiveDays => Portion { used: days(used), whole: days(whole), unit, places: None },
            Self::Seconds => {
                let seconds = |span: Span| Decimal::from(span.until.since(span.from));
                Portion { used: seconds(used), whole: seconds(whole), unit: "seconds", places: None }
            }
        }
    }

    /// The first moment no longer billed when use ends at `last`.
    pub fn end(self, last: Moment) -> Moment {
        match self {
            Self::ActualDays | Self::FixedThirty => Moment::midnight(last.date),
            Self::InclusiveDays => Moment::midnight(last.date.next()),
            Self::Seconds => last,
        }
    }

    /// The first moment billed when use begins at `first`.
    pub fn start(self, first: Moment) -> Moment {
        if self == Self::Seconds { first } else { Moment::midnight(first.date) }
    }
}

/// Days between two dates where every month has 30; within one month they are the days between.
fn thirties(from: Date, until: Date) -> i64 {
    30 * i64::from(until.month().since(from.month())) + i64::from(until.day()) - i64::from(from.day())
}

impl Span {
    /// Seconds of it, at most a day for an empty one.
    pub fn is_empty(self) -> bool {
        self.until <= self.from
    }

    /// `1 Mar – 14 Mar 2027`, by its first and last day (or moment).
    pub fn label(self) -> String {
        format!("{} to {}", self.from.label(), self.until.label())
    }
}

impl Portion {
    /// So many days of a period.
    pub fn days(used: Decimal, whole: Decimal) -> Self {
        Self { used, whole, unit: "days", places: None }
    }

    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        self.used == self.whole && !self.whole.is_zero()
    }

    /// The fraction; 0 of a period that has nothing.
    pub fn fraction(&self) -> Decimal {
        if self.whole <= Decimal::ZERO {
            return Decimal::ZERO;
        }
        let fraction = self.used / self.whole;
        self.places.map_or(fraction, |places| fraction.to_places(places))
    }

    /// That part of an amount, unrounded. Where the fraction is not rounded the amount is multiplied before it is
    /// divided, so that no digit is lost.
    pub fn of(&self, amount: Decimal) -> Decimal {
        match amount.checked_mul(self.used) {
            Some(product) if self.places.is_none() && self.whole > Decimal::ZERO => product / self.whole,
            _ => amount * self.fraction(),
        }
    }

    /// `17 of 31 days`.
    pub fn words(&self, locale: Locale) -> String {
        format!("{} of {} {}", plain(self.used, 0, locale), plain(self.whole, 0, locale), self.unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, until: &str) -> Span {
        Span { from: from.parse().unwrap(), until: until.parse().unwrap() }
    }

    /// Source: killbill/killbill, TestInvoiceDateUtilsWithoutFixedProration and TestInvoiceDateUtilsWithFixedProration:
    /// use, period of one month, fraction by actual days and by months of 30.
    #[test]
    fn fractions_are_those_of_kill_bill() {
        let rows = [
            (("2023-05-23", "2023-06-15"), ("2023-05-15", "2023-06-15"), "0.741935484", "0.733333333"),
            (("2023-06-23", "2023-07-15"), ("2023-06-23", "2023-07-23"), "0.733333333", "0.733333333"),
            (("2023-02-23", "2023-03-15"), ("2023-02-15", "2023-03-15"), "0.714285714", "0.733333333"),
            (("2024-02-23", "2024-03-15"), ("2024-02-23", "2024-03-23"), "0.724137931", "0.733333333"),
            (("2023-05-15", "2023-05-23"), ("2023-04-23", "2023-05-23"), "0.266666667", "0.266666667"),
        ];
        for (used, whole, actual, fixed) in rows {
            let (used, whole) = (span(used.0, used.1), span(whole.0, whole.1));
            for (convention, fraction) in [(Convention::ActualDays, actual), (Convention::FixedThirty, fixed)] {
                let found = convention.portion(used, whole, 1).fraction();
                assert_eq!(found.to_string(), fraction, "{used:?} {convention:?}");
            }
        }
    }

    #[test]
    fn conventions_differ_where_they_should() {
        let whole = span("2027-01-31", "2027-02-28");
        let half = span("2027-01-31", "2027-02-14T12:00");
        let of = |convention: Convention, used: Span| {
            let used = Span { from: convention.start(used.from), until: convention.end(used.until) };
            convention.portion(used, whole, 1).words(Locale::EN_US)
        };
        assert_eq!(of(Convention::ActualDays, half), "14 of 28 days");
        assert_eq!(of(Convention::FixedThirty, half), "13 of 30 days");
        assert_eq!(of(Convention::InclusiveDays, half), "15 of 28 days");
        assert_eq!(of(Convention::Seconds, half), "1,252,800 of 2,419,200 seconds");
        for (_, _, convention) in CONVENTIONS {
            assert!(
                convention.portion(whole, whole, 1).is_whole()
                    && convention.portion(whole, whole, 1).fraction() == Decimal::ONE
            );
        }
        assert_eq!(half.until.since(half.from), 14 * 86_400 + 43_200);
        assert_eq!(Portion::days(Decimal::ONE, Decimal::ZERO).of(Decimal::TEN), Decimal::ZERO);
    }
}
