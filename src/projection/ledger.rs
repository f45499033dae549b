//! This file is the ledger: every line exact, rounded once to the minor unit, so that all tables foot to the cent.
//!
//! Flows are rounded cumulatively: a month's line is the difference of two rounded running totals, so that nothing
//! drifts. Everything else (MRR, revenue, deferred revenue, receivables, cash) is decimal arithmetic on those lines.

use crate::number::Decimal;
use crate::number::Number;
use crate::workspace::Case;
use crate::workspace::model::Basis;
use crate::workspace::model::Department;

use super::flows::Cell;
use super::flows::Flows;
use super::market::spend;
use super::rates::Rates;

/// One month of one plan in one segment. Losses are positive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Line {
    /// MRR won with new customers.
    pub new: Decimal,
    /// MRR won as customers grow or move up.
    pub expansion: Decimal,
    /// MRR won (lost if negative) because existing customers were repriced.
    pub price: Decimal,
    /// MRR lost as customers shrink or move down.
    pub contraction: Decimal,
    /// MRR lost with customers.
    pub churn: Decimal,
    /// MRR won with customers who returned.
    pub reactivation: Decimal,
    /// MRR that came from other plans less what went to them; nothing over all plans.
    pub moved: Decimal,
    /// MRR at the month's end.
    pub mrr: Decimal,
    /// Revenue from usage.
    pub usage: Decimal,
    /// Discounts given once, on first bills: less revenue, no part of MRR.
    pub once: Decimal,
    /// Invoiced up front on annual contracts.
    pub annual_billed: Decimal,
    /// Revenue recognised on annual contracts, a part of MRR.
    pub annual_recognised: Decimal,
    /// Cost of revenue.
    pub cogs: Decimal,
}

impl Line {
    /// Recurring and usage revenue of the month, less discounts given once.
    pub fn revenue(&self) -> Decimal {
        self.mrr + self.usage - self.once
    }

    /// Invoiced in the month.
    pub fn billings(&self) -> Decimal {
        self.revenue() - self.annual_recognised + self.annual_billed
    }

    /// Adds another line.
    pub fn add(&mut self, other: &Self) {
        self.new += other.new;
        self.expansion += other.expansion;
        self.price += other.price;
        self.contraction += other.contraction;
        self.churn += other.churn;
        self.reactivation += other.reactivation;
        self.moved += other.moved;
        self.mrr += other.mrr;
        self.usage += other.usage;
        self.once += other.once;
        self.annual_billed += other.annual_billed;
        self.annual_recognised += other.annual_recognised;
        self.cogs += other.cogs;
    }
}

/// One month of the whole business.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// All plans and segments.
    pub line: Line,
    /// MRR at the end of the month before.
    pub opening_mrr: Decimal,
    /// Spend on channels.
    pub spend: Decimal,
    /// Sales and marketing without channels.
    pub sales: Decimal,
    /// Research and development.
    pub research: Decimal,
    /// General and administrative.
    pub general: Decimal,
    /// Invoiced and not yet earned, at the month's end.
    pub deferred: Decimal,
    /// Received from customers.
    pub collections: Decimal,
    /// Invoiced and not yet received, at the month's end.
    pub receivables: Decimal,
    /// Cash at the month's end.
    pub cash: Decimal,
}

impl Totals {
    /// Revenue less cost of revenue.
    pub fn gross_profit(&self) -> Decimal {
        self.line.revenue() - self.line.cogs
    }

    /// Channels, sales, research and general.
    pub fn operating_costs(&self) -> Decimal {
        self.spend + self.sales + self.research + self.general
    }

    /// Gross profit less operating costs.
    pub fn operating_profit(&self) -> Decimal {
        self.gross_profit() - self.operating_costs()
    }
}

/// A cost with its amount a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// What people call it.
    pub name: String,
    /// Amount by month.
    pub amounts: Vec<Decimal>,
}

/// All lines of a projection.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// By month, then segment, then plan.
    pub lines: Vec<Line>,
    /// MRR at the start, by segment and plan.
    pub opening: Vec<Decimal>,
    /// Deferred revenue at the start.
    pub opening_deferred: Decimal,
    /// Receivables at the start.
    pub opening_receivables: Decimal,
    /// Cash at the start.
    pub opening_cash: Decimal,
    /// By month.
    pub totals: Vec<Totals>,
    /// Cost of revenue by line; payment fees last.
    pub cogs: Vec<Cost>,
    /// Spend by channel.
    pub spend: Vec<Cost>,
    /// Fixed costs by line.
    pub fixed: Vec<Cost>,
}

/// A running total and what of it has been posted, in minor units.
#[derive(Clone, Copy, Default)]
struct Running<N> {
    total: N,
    posted: i128,
}

impl<N: Number> Running<N> {
    /// What is posted for `amount`: the rounded total less what was posted before.
    fn post(&mut self, amount: N, places: u32) -> Decimal {
        if amount == N::ZERO {
            return Decimal::ZERO;
        }
        self.total += amount;
        let now = self.total.minor(places);
        let line = now - self.posted;
        self.posted = now;
        // Nearly always, and faster.
        match i64::try_from(line) {
            Ok(line) => Decimal::new(line, places),
            Err(_) => Decimal::from_i128_with_scale(line, places),
        }
    }
}

/// The ledger of the flows of a case, in a currency of `places` decimals.
pub fn ledger<N: Number>(case: &Case, rates: &Rates<N>, flows: &Flows<N>, places: u32) -> Ledger {
    let round = |amount: N| Decimal::from_i128_with_scale(amount.minor(places), places);
    let opening = flows.opening.iter().map(|cell| round(cell.mrr)).collect::<Vec<_>>();
    let mut lines = lines(flows, &opening, places);
    let cogs = cogs(case, rates, flows, places, &mut lines);
    let (spend, fixed) = (channels(case, places), fixed(case, places));
    let finance = &case.at(0).finance;
    let deferred = flows.opening_deferred.iter().fold(N::ZERO, |sum, part| sum + *part);
    let mut ledger = Ledger {
        lines,
        opening,
        opening_deferred: round(deferred),
        opening_receivables: finance.opening_receivables,
        opening_cash: finance.opening_cash,
        totals: Vec::with_capacity(flows.months),
        cogs,
        spend,
        fixed,
    };
    ledger.total(case, flows.segments * flows.plans);
    ledger
}

fn lines<N: Number>(flows: &Flows<N>, opening: &[Decimal], places: u32) -> Vec<Line> {
    let cells = flows.segments * flows.plans;
    let mut running = vec![[Running::<N>::default(); 10]; cells];
    let mut lines: Vec<Line> = Vec::with_capacity(flows.cells.len());
    let mut transfers = std::collections::BTreeMap::new();
    let mut next = 0;
    for month in 0..flows.months {
        for cell in 0..cells {
            let Cell { new_mrr, expansion_mrr, price_mrr, contraction_mrr, .. } = flows.cells[month * cells + cell];
            let Cell { churned_mrr, reactivation_mrr, usage, once, annual_billed, annual_mrr, .. } =
                flows.cells[month * cells + cell];
            let run = &mut running[cell];
            let mut line = Line {
                new: run[0].post(new_mrr, places),
                expansion: run[1].post(expansion_mrr, places),
                price: run[2].post(price_mrr, places),
                contraction: run[3].post(contraction_mrr, places),
                churn: run[4].post(churned_mrr, places),
                reactivation: run[5].post(reactivation_mrr, places),
                usage: run[6].post(usage, places),
                once: run[9].post(once, places),
                annual_billed: run[7].post(annual_billed, places),
                annual_recognised: run[8].post(annual_mrr, places),
                ..Line::default()
            };
            let before = if month == 0 { opening[cell] } else { lines[(month - 1) * cells + cell].mrr };
            line.mrr =
                before + line.new + line.expansion + line.price + line.reactivation - line.contraction - line.churn;
            lines.push(line);
        }
        while let Some(transfer) = flows.transfers.get(next).filter(|transfer| transfer.month == month) {
            next += 1;
            let key = (transfer.segment, transfer.from, transfer.to);
            let amount = transfers.entry(key).or_insert(Running::<N>::default()).post(transfer.mrr, places);
            for (plan, amount) in [(transfer.from, -amount), (transfer.to, amount)] {
                let line = &mut lines[month * cells + transfer.segment * flows.plans + plan];
                line.moved += amount;
                line.mrr += amount;
            }
        }
    }
    lines
}

/// Cost of revenue by line, also posted to the cells.
fn cogs<N: Number>(case: &Case, rates: &Rates<N>, flows: &Flows<N>, places: u32, lines: &mut [Line]) -> Vec<Cost> {
    let cells = flows.segments * flows.plans;
    let count = case.last().costs.cogs.len();
    let mut costs = (0..=count)
        .map(|at| {
            let name = case.last().costs.cogs.get_index(at).map_or("Payment fees", |(_, cost)| cost.name.as_str());
            Cost { name: name.to_owned(), amounts: vec![Decimal::ZERO; flows.months] }
        })
        .collect::<Vec<_>>();
    let mut running = vec![Running::<N>::default(); cells * (count + 1)];
    for month in 0..flows.months {
        let model = case.at(month);
        let rate = |driver: &crate::workspace::Driver| N::from_f64(driver.at(month, case.start));
        let bases = model.costs.cogs.values().map(|cost| match &cost.basis {
            Basis::Revenue { share } => (0, rate(share), 0),
            Basis::Customer { amount } => (1, rate(amount), 0),
            Basis::Free { amount } => (2, rate(amount), 0),
            Basis::Unit { meter, amount } => {
                let meter = model.meters.get_index_of(meter);
                let counted = rates.counted.iter().position(|counted| Some(*counted) == meter);
                (3, rate(amount), counted.unwrap_or(0))
            }
        });
        let bases = bases.collect::<Vec<_>>();
        let share = N::from_f64(model.costs.payment_share);
        let fee = N::from_f64(model.costs.payment_fixed);
        for cell in 0..cells {
            let at = month * cells + cell;
            let flow = &flows.cells[at];
            let revenue = flow.mrr + flow.usage - flow.once;
            for (line, (basis, rate, counted)) in bases.iter().enumerate() {
                let amount = match basis {
                    0 => revenue * *rate,
                    1 => (flow.customers + flow.trials) * *rate,
                    2 => flow.free_accounts * *rate,
                    _ => flows.units[*counted][at] * *rate,
                };
                let amount = running[cell * (count + 1) + line].post(amount, places);
                costs[line].amounts[month] += amount;
                lines[at].cogs += amount;
            }
            let billed = revenue - flow.annual_mrr + flow.annual_billed;
            let fees = running[cell * (count + 1) + count].post(billed * share + flow.payments * fee, places);
            costs[count].amounts[month] += fees;
            lines[at].cogs += fees;
        }
    }
    costs
}

fn channels(case: &Case, places: u32) -> Vec<Cost> {
    let of = |(id, channel): (&String, &crate::workspace::model::Channel)| {
        let mut running = Running::default();
        let amounts = (0..case.months).map(|t| {
            let channel = case.at(t).channels.get(id).unwrap_or(channel);
            running.post(spend(channel, t, case.start), places)
        });
        Cost { name: channel.name.clone(), amounts: amounts.collect() }
    };
    case.last().channels.iter().map(of).collect()
}

fn fixed(case: &Case, places: u32) -> Vec<Cost> {
    let of = |(id, cost): (&String, &crate::workspace::model::Fixed)| {
        let mut running = Running::default();
        let amounts = (0..case.months).map(|t| {
            let cost = case.at(t).costs.fixed.get(id).unwrap_or(cost);
            running.post(cost.amount.at(t, case.start), places)
        });
        Cost { name: cost.name.clone(), amounts: amounts.collect() }
    };
    case.last().costs.fixed.iter().map(of).collect()
}

impl Ledger {
    /// Totals month by month: what is invoiced, earned, received and spent.
    fn total(&mut self, case: &Case, cells: usize) {
        let delay = case.at(0).finance.collection_months as usize;
        let departments = case.last().costs.fixed.values().map(|cost| cost.department).collect::<Vec<_>>();
        let mut last = Totals {
            line: Line { mrr: self.opening.iter().sum(), ..Line::default() },
            deferred: self.opening_deferred,
            receivables: self.opening_receivables,
            cash: self.opening_cash,
            ..Totals::default()
        };
        for month in 0..case.months {
            let mut now = Totals { opening_mrr: last.line.mrr, ..Totals::default() };
            self.lines[month * cells..(month + 1) * cells].iter().for_each(|line| now.line.add(line));
            now.spend = self.spend.iter().map(|cost| cost.amounts[month]).sum();
            for (cost, department) in self.fixed.iter().zip(&departments) {
                let part = match department {
                    Department::Sales => &mut now.sales,
                    Department::Research => &mut now.research,
                    Department::General => &mut now.general,
                };
                *part += cost.amounts[month];
            }
            let billings = now.line.billings();
            let at_once = billings - now.line.annual_billed;
            let invoiced = match month.checked_sub(delay) {
                Some(then) if then == month => now.line.annual_billed,
                Some(then) => self.totals[then].line.annual_billed,
                None => Decimal::ZERO,
            };
            let owed = if month == 0 { self.opening_receivables } else { Decimal::ZERO };
            now.collections = at_once + invoiced + owed;
            now.receivables = last.receivables + billings - now.collections;
            now.deferred = last.deferred + billings - now.line.revenue();
            now.cash = last.cash + now.collections - now.line.cogs - now.operating_costs();
            self.totals.push(now);
            last = now;
        }
    }
}
