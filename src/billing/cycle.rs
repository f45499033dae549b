//! This file cuts a subscription's time into billing periods: a stub before the first billing date, whole periods, a stub after the last.

use super::proration::Convention;
use super::proration::Portion;
use super::proration::Span;
use crate::date::Date;
use crate::date::Moment;

/// Billing dates: every so many months on a day of the month, which is its last where the month is shorter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The day of the month, 1 to 31.
    pub day: u32,
    /// The second of that day at which a period begins.
    pub second: i64,
    /// Months from one billing date to the next, at least 1.
    pub months: u32,
}

/// What is used of one billing period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The used part, never empty.
    pub used: Span,
    /// The period.
    pub whole: Span,
    /// Its months.
    pub months: u32,
}

/// The most stretches of one invoice.
const MOST: i32 = 60;

/// The stretches from the first moment of use to its last, billed every `months` on a day of the month; without a day
/// on that of the start, without an end up to the first billing date after it. None where use ends before it begins,
/// or takes more than 60 periods.
pub fn stretches(
    convention: Convention,
    (first, last): (Moment, Option<Moment>),
    billing_day: Option<u32>,
    months: u32,
) -> Option<Vec<Stretch>> {
    let from = convention.start(first);
    let (day, second) = billing_day.map_or((from.date.day(), from.second), |day| (day, 0));
    let cycle = Cycle { day, second, months };
    let until = last.map_or_else(|| cycle.after(from), |last| convention.end(last));
    let periods = until.date.month().since(from.date.month()) / months as i32;
    (until > from && periods < MOST).then(|| cycle.stretches(from, until))
}

impl Stretch {
    /// The part by a convention.
    pub fn portion(&self, convention: Convention) -> Portion {
        convention.portion(self.used, self.whole, self.months)
    }
}

impl Cycle {
    /// The first billing date at or after `moment`: in its month, or one period after that of its month.
    pub fn at_or_after(&self, moment: Moment) -> Moment {
        let here = self.on(moment.date, 0);
        if here >= moment { here } else { self.on(moment.date, 1) }
    }

    /// The first billing date after `moment`.
    fn after(&self, moment: Moment) -> Moment {
        let found = self.at_or_after(moment);
        if found > moment { found } else { self.on(found.date, 1) }
    }

    /// The stretches from `from` up to `until`. A leading stub is a part of the period that ends at the first billing
    /// date, a trailing one of the period that begins at the last (Kill Bill, `BillingIntervalDetail`).
    pub fn stretches(&self, from: Moment, until: Moment) -> Vec<Stretch> {
        let (mut stretches, mut next) = (Vec::new(), self.at_or_after(from));
        let mut start = self.on(next.date, -1);
        if next == from {
            (start, next) = (next, self.on(next.date, 1));
        }
        let mut at = from;
        while at < until {
            let used = Span { from: at, until: next.min(until) };
            stretches.push(Stretch { used, whole: Span { from: start, until: next }, months: self.months });
            (at, start, next) = (next, next, self.on(next.date, 1));
        }
        stretches
    }

    /// The billing date so many periods after the one in the month of `date`.
    fn on(&self, date: Date, periods: i32) -> Moment {
        let month = date.month().plus(periods * self.months as i32);
        Moment { date: Date::clamped(month, self.day), second: self.second }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    /// Source: killbill/killbill, invoice/…/proRations/inAdvance: monthly/TestDoubleProRation,
    /// quarterly/TestLeadingProRation, annual/TestTrailingProRation. Months, billing day, start, end, then the fraction
    /// of each stretch as days over days.
    #[test]
    fn stubs_are_those_of_kill_bill() {
        type Row = (u32, u32, &'static str, &'static str, &'static [(i64, i64)]);
        let rows: [Row; 5] = [
            (1, 15, "2011-01-01", "2011-02-27", &[(14, 31), (31, 31), (12, 28)]),
            (3, 13, "2011-02-01", "2011-08-13", &[(12, 92), (89, 89), (92, 92)]),
            (12, 17, "2010-06-17", "2011-06-25", &[(365, 365), (8, 366)]),
            (1, 15, "2011-01-01", "2011-01-07", &[(6, 31)]),
            (1, 15, "2011-01-01", "2011-01-01", &[]),
        ];
        for (months, day, from, until, expected) in rows {
            let stretches = Cycle { day, second: 0, months }.stretches(from.parse().unwrap(), until.parse().unwrap());
            let found = stretches.iter().map(|stretch| stretch.portion(Convention::ActualDays));
            let found = found.map(|portion| (portion.used, portion.whole)).collect::<Vec<_>>();
            let expected = expected.iter().map(|(used, whole)| (Decimal::from(*used), Decimal::from(*whole)));
            assert_eq!(found, expected.collect::<Vec<_>>(), "{from} {until}");
        }
    }

    #[test]
    fn a_billing_day_beyond_the_month_is_its_last() {
        let cycle = Cycle { day: 31, second: 0, months: 1 };
        let stretches = cycle.stretches("2027-01-31".parse().unwrap(), "2027-04-15".parse().unwrap());
        let starts = stretches.iter().map(|stretch| stretch.whole.from.to_string()).collect::<Vec<_>>();
        assert_eq!(starts, ["2027-01-31", "2027-02-28", "2027-03-31"]);
        let words = stretches.iter().map(|stretch| stretch.portion(Convention::ActualDays));
        let days = words.map(|portion| portion.whole).collect::<Vec<_>>();
        assert_eq!(days, [28, 31, 30].map(Decimal::from));
        assert_eq!(stretches[2].used.until.to_string(), "2027-04-15");
    }

    #[test]
    fn stretches_follow_each_other_without_a_gap() {
        for day in 1..=31 {
            for (months, hour) in [(1, 0), (3, 7_200), (12, 0)] {
                let cycle = Cycle { day, second: hour, months };
                for first in 1..=28 {
                    let from: Moment = format!("2027-01-{first:02}").parse().unwrap();
                    let until: Moment = "2028-03-10T06:00".parse().unwrap();
                    let stretches = cycle.stretches(from, until);
                    assert_eq!((stretches[0].used.from, stretches[stretches.len() - 1].used.until), (from, until));
                    for pair in stretches.windows(2) {
                        assert_eq!((pair[0].used.until, pair[0].whole.until), (pair[1].used.from, pair[1].whole.from));
                    }
                    for stretch in stretches {
                        assert!(!stretch.used.is_empty() && stretch.whole.from <= stretch.used.from);
                        assert!(stretch.used.until <= stretch.whole.until);
                    }
                }
            }
        }
    }
}
