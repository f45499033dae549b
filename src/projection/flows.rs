//! This file holds the flows: expected customers and money by month, plan and segment, before any rounding.

use crate::number::Number;

use super::course::Held;

/// What happened in one month to the customers of one plan in one segment. Losses are positive.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cell<N> {
    /// Customers at the month's end.
    pub customers: N,
    /// Customers on annual contracts at the month's end.
    pub annual_customers: N,
    /// Accounts on a free plan at the month's end.
    pub free_accounts: N,
    /// Trials under way at the month's end.
    pub trials: N,
    /// Customers won.
    pub new: N,
    /// Customers lost.
    pub churned: N,
    /// Former customers who returned.
    pub reactivated: N,
    /// Customers who came from other plans less those who went to them.
    pub moved: N,
    /// MRR at the month's end.
    pub mrr: N,
    /// Part of it on annual contracts.
    pub annual_mrr: N,
    /// MRR won with new customers.
    pub new_mrr: N,
    /// MRR won as customers grow or move up.
    pub expansion_mrr: N,
    /// MRR won (lost if negative) because existing customers were repriced.
    pub price_mrr: N,
    /// MRR lost as customers shrink or move down.
    pub contraction_mrr: N,
    /// MRR lost with customers.
    pub churned_mrr: N,
    /// MRR won with customers who returned.
    pub reactivation_mrr: N,
    /// MRR of customers who came from other plans, at their old price, less that of those who went.
    pub moved_mrr: N,
    /// Revenue from usage, billed as used.
    pub usage: N,
    /// Taken off new customers' first bills, once: less revenue, and no part of MRR.
    pub once: N,
    /// Invoiced a year (or the rest of one) up front.
    pub annual_billed: N,
    /// Payments taken.
    pub payments: N,
    /// MRR of customers acquired at least twelve months ago.
    pub mature_mrr: N,
    /// The same, each customer counted at no more than twelve months before.
    pub kept_mrr: N,
}

/// Customers who moved from one plan to another.
#[derive(Clone, Copy, Debug)]
pub struct Transfer<N> {
    /// Month.
    pub month: usize,
    /// Segment.
    pub segment: usize,
    /// The plan left.
    pub from: usize,
    /// The plan taken.
    pub to: usize,
    /// Their MRR before the move.
    pub mrr: N,
}

/// What came of the MRR of customers of a plan who were repriced in one month, all at the price they paid before.
#[derive(Clone, Copy, Debug)]
pub struct Repriced<N> {
    /// Month.
    pub month: usize,
    /// Segment.
    pub segment: usize,
    /// Plan.
    pub plan: usize,
    /// MRR of those who stay at the new price, less what they cut.
    pub repriced: N,
    /// MRR of the units that those who stay give up.
    pub cut: N,
    /// MRR of those who take another plan.
    pub downgraded: N,
    /// MRR of those who leave.
    pub lost: N,
    /// Part of it that would have left anyway.
    pub anyway: N,
}

impl<N: Number> Repriced<N> {
    /// Nobody yet.
    pub fn new(month: usize, segment: usize, plan: usize) -> Self {
        let none = N::ZERO;
        Self { month, segment, plan, repriced: none, cut: none, downgraded: none, lost: none, anyway: none }
    }

    /// MRR of all who were repriced.
    pub fn due(&self) -> N {
        self.repriced + self.cut + self.downgraded + self.lost
    }
}

/// Customers who were there before any price change and are still there at the end, by the prices they then hold.
#[derive(Clone, Copy, Debug)]
pub struct Standing<N> {
    /// Segment.
    pub segment: usize,
    /// Plan.
    pub plan: usize,
    /// Version of its prices.
    pub version: usize,
    /// Point of the sizes; `None` for all sizes together.
    pub point: Option<usize>,
    /// How many.
    pub heads: N,
}

/// All cells, by month, then segment, then plan; and the state at the start.
#[derive(Clone, Debug)]
pub struct Flows<N> {
    /// Months.
    pub months: usize,
    /// Segments.
    pub segments: usize,
    /// Plans.
    pub plans: usize,
    /// One cell per month, segment and plan.
    pub cells: Vec<Cell<N>>,
    /// One cell per segment and plan: customers and MRR at the end of the month before the first.
    pub opening: Vec<Cell<N>>,
    /// Already paid for months to come at the start, by segment and plan.
    pub opening_deferred: Vec<N>,
    /// Moves between plans.
    pub transfers: Vec<Transfer<N>>,
    /// What came of repricings.
    pub repriced: Vec<Repriced<N>>,
    /// MRR at each month's end by how customers came to their price, when asked for, by cell.
    pub held: Vec<[N; Held::COUNT]>,
    /// Who is left of those before any price change, when asked for.
    pub standing: Vec<Standing<N>>,
    /// MRR at each month's end at the rates of exchange of its month, by cell; nothing without price books.
    pub rated: Vec<N>,
    /// Units by meter that costs follow: `[meter][cell]`.
    pub units: Vec<Vec<N>>,
    /// Customers by month of acquisition and month, when asked for: `[acquired][month]`.
    pub cohorts: Vec<Vec<N>>,
}

impl<N: Number> Flows<N> {
    /// Nothing yet, for the given shape; `meters` of units are counted.
    pub fn empty(months: usize, segments: usize, plans: usize, meters: usize) -> Self {
        let cells = months * segments * plans;
        Self {
            months,
            segments,
            plans,
            cells: vec![Cell::default(); cells],
            opening: vec![Cell::default(); segments * plans],
            opening_deferred: vec![N::ZERO; segments * plans],
            transfers: Vec::new(),
            repriced: Vec::new(),
            held: Vec::new(),
            standing: Vec::new(),
            rated: Vec::new(),
            units: vec![vec![N::ZERO; cells]; meters],
            cohorts: Vec::new(),
        }
    }

    /// Where the cell of a month, segment and plan stands.
    pub fn at(&self, month: usize, segment: usize, plan: usize) -> usize {
        (month * self.segments + segment) * self.plans + plan
    }
}
