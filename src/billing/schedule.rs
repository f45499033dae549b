//! This file says month by month when an invoice becomes revenue: ratably over its term, by days or by equal months.
//!
//! Conventions: what recurs is spread over the term with the discounts on it, and so are credits of a former plan and
//! true-ups; usage and what was billed before count in the first month, being incurred already; tax is no revenue. Each
//! month is the difference of two rounded running totals, so that the months add up to the invoice.

use rust_decimal::Decimal;

use super::cycle::Stretch;
use super::invoice::Statement;
use super::proration::Span;
use super::recognition::deferred_after;
use crate::date::Date;
use crate::month::Month;
use crate::number::Number;

/// The time an invoice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// So many equal months.
    Months(u32),
    /// From one day to another, counted by days.
    Days(Span),
}

/// Revenue of one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earned {
    /// The month: of the calendar, or its number from 1.
    pub month: String,
    /// What is recognised in it.
    pub revenue: Decimal,
    /// What is billed and still deferred at its end.
    pub deferred: Decimal,
}

/// The revenue of an invoice, amounts rounded to `places`.
pub fn schedule(statement: &Statement, term: Term, places: u32) -> Vec<Earned> {
    let (mut spread, mut at_once) = (Decimal::ZERO, Decimal::ZERO);
    for (line, left) in statement.lines.iter().zip(&statement.left) {
        *(if line.recurring { &mut spread } else { &mut at_once }) += *left;
    }
    let mut before = spread + at_once;
    let earned = |(month, elapsed, term): (String, i64, i64)| {
        let left = deferred_after(spread, Decimal::from(elapsed), Decimal::from(term));
        let deferred = left.to_places(places);
        let revenue = before - deferred;
        before = deferred;
        Earned { month, revenue, deferred }
    };
    term.months().into_iter().map(earned).collect()
}

impl Term {
    /// The term of stretches of billing periods; without any, one period of so many months.
    pub fn of(stretches: &[Stretch], months: u32) -> Self {
        match stretches {
            [] => Self::Months(months),
            [first, .., last] => Self::Days(Span { from: first.used.from, until: last.used.until }),
            [one] => Self::Days(one.used),
        }
    }

    /// Each month with how much of the term has passed at its end, and the term.
    fn months(self) -> Vec<(String, i64, i64)> {
        match self {
            Self::Months(months) => {
                (1..=months).map(|month| (month.to_string(), month.into(), months.into())).collect()
            }
            Self::Days(span) => {
                let until = if span.until.second > 0 { span.until.date.next() } else { span.until.date };
                let (from, days) = (span.from.date, until.since(span.from.date));
                let count = until.month().since(from.month()).max(0) + 1;
                let months = (0..count).map(|after| from.month().plus(after));
                let one = |month: Month| {
                    let end = Date::clamped(month.plus(1), 1);
                    (Date::clamped(month, 1) < until).then(|| (month.label(), end.since(from).min(days), days))
                };
                months.filter_map(one).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pricing::Line;

    fn exact(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn statement(lines: &[(&str, bool)]) -> Statement {
        let line = |(amount, recurring): &(&str, bool)| Line {
            label: String::new(),
            words: String::new(),
            amount: exact(amount),
            unrounded: exact(amount),
            recurring: *recurring,
            tops_up: false,
        };
        let lines: Vec<_> = lines.iter().map(line).collect();
        let left: Vec<_> = lines.iter().map(|line| line.amount).collect();
        let total = left.iter().sum();
        Statement { lines, left, subtotal: total, discounts: Vec::new(), tax: None, total }
    }

    /// Source: the day's share is not rounded before it is multiplied: 1200 ÷ 365 × 31 = 101.92 (domain of ASC 606,
    /// ratable by days); by equal months it is 100.
    #[test]
    fn a_year_is_earned_by_days_or_by_months() {
        let year = statement(&[("1200", true), ("7.50", false)]);
        let span = Span { from: "2027-01-01".parse().unwrap(), until: "2028-01-01".parse().unwrap() };
        let days = schedule(&year, Term::Days(span), 2);
        assert_eq!((days.len(), days[0].month.as_str(), days[0].revenue), (12, "Jan 2027", exact("109.42")));
        assert_eq!(days[0].deferred, exact("1098.08"));
        assert_eq!(days.iter().map(|month| month.revenue).sum::<Decimal>(), exact("1207.50"));
        assert_eq!(days[11].deferred, Decimal::ZERO);
        let months = schedule(&year, Term::Months(12), 2);
        assert_eq!((months[0].revenue, months[11].revenue), (exact("107.50"), exact("100")));
    }

    #[test]
    fn a_part_of_a_month_is_earned_in_the_months_it_touches() {
        let part = statement(&[("31", true)]);
        let span = Span { from: "2027-01-15".parse().unwrap(), until: "2027-02-15".parse().unwrap() };
        let found: Vec<_> = schedule(&part, Term::Days(span), 2).into_iter().map(|month| month.revenue).collect();
        assert_eq!(found, [exact("17"), exact("14")]);
        let day = Span { from: "2027-01-15".parse().unwrap(), until: "2027-01-15T12:00".parse().unwrap() };
        assert_eq!(schedule(&part, Term::Days(day), 2)[0].revenue, exact("31"));
    }
}
