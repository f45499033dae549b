//! This file holds the figures that formulas of metrics name and that are no metrics themselves.

use crate::number::Decimal;
use crate::shape::Unit;

use super::Line;
use super::View;
use super::formulas;

/// A figure a formula names: of another month than the metric's, or of several.
pub struct Named {
    /// What [`super::Metric::inputs`] calls it.
    pub id: &'static str,
    /// Its words in the formula.
    pub name: &'static str,
    /// What it counts.
    pub unit: Unit,
    /// The value for a metric of a month; `None` where undefined.
    pub value: fn(&View<'_>, usize) -> Option<Decimal>,
}

/// The figure with this id.
pub fn named(id: &str) -> Option<&'static Named> {
    NAMED.iter().find(|named| named.id == id)
}

const fn money(id: &'static str, name: &'static str, value: fn(&View<'_>, usize) -> Option<Decimal>) -> Named {
    Named { id, name, unit: Unit::Money, value }
}

const fn count(id: &'static str, name: &'static str, value: fn(&View<'_>, usize) -> Option<Decimal>) -> Named {
    Named { id, name, unit: Unit::Count, value }
}

const NAMED: &[Named] = &[
    money("mrr_before", "MRR at the start of the month", |view, t| Some(view.mrr_before(t))),
    count("customers_before", "Customers at the start of the month", |view, t| Some(view.customers_before(t))),
    count("buyers", "Prospects who choose a plan", |view, t| view.prospects(t)?.checked_mul(view.conversion(t)?)),
    money("new_arpa", "MRR of a new customer", new_arpa),
    money("kept_mrr", "MRR today of customers of 12 months ago, each at most its MRR then", |view, t| {
        view.year_ago(t)?;
        view.heads(t, |cell| cell.kept_mrr)
    }),
    money("mature_mrr", "MRR today of customers of 12 months ago", |view, t| {
        view.year_ago(t)?;
        view.heads(t, |cell| cell.mature_mrr)
    }),
    money("mrr_year_ago", "MRR 12 months ago", |view, t| super::view::decimal(view.year_ago(t)?)),
    money("revenue_year_ago", "Revenue of the month 12 months ago", |view, t| {
        Some(view.line(t.checked_sub(12)?).revenue())
    }),
    money("revenue_quarter", "Revenue of 3 months", |view, t| over(view, t, 0, Line::revenue)),
    money("revenue_quarter_before", "Revenue of the 3 months before", |view, t| over(view, t, 3, Line::revenue)),
    money("marketing_quarter_before", "Sales and marketing of the 3 months before", marketing_before),
    money("burn_quarter", "Cash burnt over 3 months", |view, t| view.burn(t, 3)),
    money("arr_rise_quarter", "Rise of ARR over 3 months", arr_rise_quarter),
    money("sales_costs", "Sales and marketing costs", |view, t| Some(view.totals(t)?.sales)),
    money("cash_before", "Cash before", |view, t| match t.checked_sub(1) {
        Some(t) => Some(view.totals(t)?.cash),
        None => Some(view.projection.ledger.opening_cash),
    }),
    money("deferred_before", "Deferred revenue before", |view, t| match t.checked_sub(1) {
        Some(t) => Some(view.totals(t)?.deferred),
        None => Some(view.projection.ledger.opening_deferred),
    }),
    money("receivables_before", "Receivables before", |view, t| match t.checked_sub(1) {
        Some(t) => Some(view.totals(t)?.receivables),
        None => Some(view.projection.ledger.opening_receivables),
    }),
];

/// MRR of a new customer of the month.
pub(super) fn new_arpa(view: &View<'_>, t: usize) -> Option<Decimal> {
    formulas::ratio(view.line(t).new, view.heads(t, |cell| cell.new)?)
}

/// Rise of ARR over three months, from the opening book on.
pub(super) fn arr_rise_quarter(view: &View<'_>, t: usize) -> Option<Decimal> {
    let before = if t >= 3 { view.line(t - 3).mrr } else { (t == 2).then(|| view.mrr_before(0))? };
    Some(formulas::arr(view.line(t).mrr - before))
}

/// Sales and marketing of the three months before the last three.
pub(super) fn marketing_before(view: &View<'_>, t: usize) -> Option<Decimal> {
    let from = t.checked_sub(5)?;
    (from..from + 3).map(|t| view.of("sales_marketing", t)).sum()
}

/// The sum over the three months up to `back` months before `t`.
pub(super) fn over(view: &View<'_>, t: usize, back: usize, of: fn(&Line) -> Decimal) -> Option<Decimal> {
    let from = t.checked_sub(back + 2)?;
    Some((from..from + 3).map(|t| of(&view.line(t))).sum())
}
