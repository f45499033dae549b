//! This file cuts a projection down to one plan or segment, so that each metric is written once for every cut.

use crate::number::Decimal;

use super::Cell;
use super::Line;
use super::Projection;
use super::Totals;
use super::formulas;
use super::metrics::metric;

/// A part of the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole.
    All,
    /// One plan, by its place in the model.
    Plan(usize),
    /// One segment, by its place in the model.
    Segment(usize),
}

/// A projection seen for one scope.
pub struct View<'a> {
    pub(super) projection: &'a Projection,
    pub(super) scope: Scope,
}

impl Projection {
    /// This projection for one scope.
    pub fn view(&self, scope: Scope) -> View<'_> {
        View { projection: self, scope }
    }
}

impl View<'_> {
    /// The places of the scope's cells in a month of `segments × plans` cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = usize> {
        let (segments, plans) = (self.projection.flows.segments, self.projection.flows.plans);
        let scope = self.scope;
        (0..segments * plans).filter(move |cell| match scope {
            Scope::All => true,
            Scope::Plan(plan) => cell % plans == plan,
            Scope::Segment(segment) => cell / plans == segment,
        })
    }

    /// The sum of the scope's ledger lines in month `t`.
    pub fn line(&self, t: usize) -> Line {
        if self.scope == Scope::All {
            return self.projection.ledger.totals[t].line;
        }
        let month = self.projection.flows.at(t, 0, 0);
        let mut sum = Line::default();
        self.cells().for_each(|cell| sum.add(&self.projection.ledger.lines[month + cell]));
        sum
    }

    /// Totals of month `t`, which only the whole business has.
    pub fn totals(&self, t: usize) -> Option<&Totals> {
        (self.scope == Scope::All).then(|| &self.projection.ledger.totals[t])
    }

    /// Expected heads (or money before it is rounded) of the scope in month `t`, to 9 decimals.
    pub fn heads(&self, t: usize, of: impl Fn(&Cell<f64>) -> f64) -> Option<Decimal> {
        decimal(self.sum(t, of))
    }

    /// The sum of something over the scope's cells in month `t`.
    pub fn sum(&self, t: usize, of: impl Fn(&Cell<f64>) -> f64) -> f64 {
        let month = self.projection.flows.at(t, 0, 0);
        self.cells().map(|cell| of(&self.projection.flows.cells[month + cell])).sum()
    }

    /// The sum of something over the scope's cells at the end of month `t − 1`.
    fn before(&self, t: usize, of: impl Fn(&Cell<f64>) -> f64) -> f64 {
        match t.checked_sub(1) {
            Some(t) => self.sum(t, of),
            None => self.cells().map(|cell| of(&self.projection.flows.opening[cell])).sum(),
        }
    }

    /// Customers at the start of month `t`.
    pub fn customers_before(&self, t: usize) -> Decimal {
        decimal(self.before(t, |cell| cell.customers)).unwrap_or_default()
    }

    /// MRR at the start of month `t`.
    pub fn mrr_before(&self, t: usize) -> Decimal {
        match t.checked_sub(1) {
            Some(t) => self.line(t).mrr,
            None => self.cells().map(|cell| self.projection.ledger.opening[cell]).sum(),
        }
    }

    /// MRR of the closed cohort of twelve months ago, `of` today, over its MRR then. The first is of the opening book.
    pub(super) fn retained(&self, t: usize, of: impl Fn(&Cell<f64>) -> f64) -> Option<Decimal> {
        decimal(self.sum(t, of) / self.year_ago(t)?)
    }

    /// MRR of twelve months ago; `None` in the first year, and where there is no closed cohort of it.
    pub(super) fn year_ago(&self, t: usize) -> Option<f64> {
        let then = t.checked_sub(11)?;
        let before = self.before(then, |cell| cell.mrr);
        // Customers who moved between plans are in the cut they are in now, so only the whole and segments are closed.
        // Below a minor unit there is nobody left to retain, only what floats leave behind.
        let least = libm::pow(10.0, -f64::from(self.projection.places));
        (before >= least && !matches!(self.scope, Scope::Plan(_))).then_some(before)
    }

    /// Cash burnt over the `months` up to and including `t`.
    pub(super) fn burn(&self, t: usize, months: usize) -> Option<Decimal> {
        let now = self.totals(t)?.cash;
        let before = match (t + 1).checked_sub(months)? {
            0 => self.projection.ledger.opening_cash,
            first => self.totals(first - 1)?.cash,
        };
        Some(before - now)
    }

    /// Prospects of month `t`; a plan has none of its own.
    pub(super) fn prospects(&self, t: usize) -> Option<Decimal> {
        decimal(self.segments()?.map(|segment| self.projection.rates.segments[segment].prospects[t]).sum())
    }

    /// Share of the prospects of month `t` who choose a plan (this plan).
    pub(super) fn conversion(&self, t: usize) -> Option<Decimal> {
        let rates = &self.projection.rates.segments;
        let (arriving, buying) = match self.scope {
            Scope::Plan(plan) => rates.iter().fold((0.0, 0.0), |(arriving, buying), segment| {
                (arriving + segment.prospects[t], buying + segment.prospects[t] * segment.shares[t][plan])
            }),
            Scope::Segment(at) => (rates[at].prospects[t], rates[at].prospects[t] * rates[at].conversion[t]),
            _ => rates.iter().fold((0.0, 0.0), |(arriving, buying), segment| {
                (arriving + segment.prospects[t], buying + segment.prospects[t] * segment.conversion[t])
            }),
        };
        if arriving > 0.0 { decimal(buying / arriving) } else { None }
    }

    fn segments(&self) -> Option<std::ops::Range<usize>> {
        match self.scope {
            Scope::All => Some(0..self.projection.flows.segments),
            Scope::Segment(segment) => Some(segment..segment + 1),
            Scope::Plan(_) => None,
        }
    }

    /// Another metric of the same scope and month.
    pub(super) fn of(&self, id: &str, t: usize) -> Option<Decimal> {
        (metric(id)?.value)(self, t)
    }

    /// Discounted bills expected of one of the new customers of month `t`.
    pub(super) fn lifetime(&self, t: usize) -> Option<Decimal> {
        let new = self.sum(t, |cell| cell.new);
        let worth = self.cells().map(|cell| {
            let (segment, plan) = (cell / self.projection.flows.plans, cell % self.projection.flows.plans);
            super::lifetime::bills(self.projection, t, segment, plan)
        });
        let sum = worth.sum::<f64>();
        formulas::ratio(decimal(sum)?, decimal(new)?)
    }
}

/// A float as it is shown: 9 decimals.
pub(super) fn decimal(value: f64) -> Option<Decimal> {
    let rounded = Decimal::from_f64_retain(value)?.round_dp(9).normalize();
    Some(rounded)
}
