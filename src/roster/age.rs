//! This file says how old a customer of a list is, and in which months it renews.
//!
//! Conventions: a customer whose list does not say since when it is one is as old as its segment's opening book on average,
//! in whole years and the months its renewal asks for; without a segment, as one of no age. So is one who came in the
//! first month or later: its list is newer than the start. An annual contract renews in
//! the month the list names, else when a year since it began is over; where neither is known, in the last month of the first
//! year, so that it is moved no earlier than it may be.

use super::Customer;
use crate::month::Month;
use crate::pricing::Interval;
use crate::workspace::Workspace;

/// Least and most age of a segment that has no opening book yet, in months.
const UNKNOWN: (u32, u32) = (0, 23);

/// Least and most age of a segment's book, and the months of the whole years of its mean age.
pub(super) fn ages(workspace: &Workspace, segment: &str) -> (u32, u32, u32) {
    let own = || workspace.base.opening.values().filter(|vintage| vintage.segment == segment);
    let (least, most) = own().fold((u32::MAX, 0), |(least, most), one| (least.min(one.age_from), most.max(one.age_to)));
    let customers: f64 = own().map(|vintage| vintage.customers).sum();
    if least > most || customers <= 0.0 {
        return (UNKNOWN.0, UNKNOWN.1, 0);
    }
    let middle = |vintage: &crate::workspace::model::Vintage| f64::from(vintage.age_from + vintage.age_to) / 2.0;
    let mean = own().map(|vintage| middle(vintage) * vintage.customers).sum::<f64>() / customers;
    // The oldest vintage is 120 months old at most, the whole year included.
    (least, most, (mean as u32 / 12 * 12).min(108))
}

/// The age below a year, at the month before `start`, whose anniversary falls in the month `renewal` of the year.
pub(super) fn age_of(start: Month, renewal: u32) -> u32 {
    11 - (renewal + 12 - start.of_year()) % 12
}

/// How old customers are where the list does not say it.
#[derive(Debug)]
pub(super) struct Ages {
    start: Month,
    /// By segment of the base, whole years in months.
    usual: Vec<u32>,
}

/// A customer in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Standing {
    /// Age in the month before the start.
    pub age: u32,
    /// The month of the year in which an annual contract renews; 0 for a monthly one, which does every month.
    renewal: u32,
}

impl Ages {
    pub fn new(workspace: &Workspace) -> Self {
        let usual = workspace.base.segments.keys().map(|segment| ages(workspace, segment).2).collect();
        Self { start: workspace.start, usual }
    }

    /// Where a customer of a segment stands.
    pub fn of(&self, customer: &Customer, segment: Option<usize>) -> Standing {
        let month = customer.renewal.filter(|_| customer.contract == Interval::Annual);
        let age = match customer.since {
            Some(since) => self.start.since(since).max(1) as u32 - 1,
            None => segment.map_or(0, |at| self.usual[at]) + month.map_or(0, |month| age_of(self.start, month)),
        };
        let renewal = match customer.contract {
            Interval::Monthly => 0,
            // The first anniversary lies `12 − age % 12` months after the month before the start.
            Interval::Annual => month.unwrap_or_else(|| self.start.plus(11 - (age % 12) as i32).of_year()),
        };
        Standing { age, renewal }
    }
}

impl Standing {
    /// Whether it renews in a calendar month.
    pub fn renews(self, month: Month) -> bool {
        self.renewal == 0 || self.renewal == month.of_year()
    }

    /// Its age in month `t` of the horizon.
    pub fn age_in(self, t: usize) -> usize {
        self.age as usize + 1 + t
    }
}
