//! This file lets exchange rates move: what price books bring is converted at the rate of its month.
//!
//! Conventions: bills are reckoned at the rates of the first month, and what a plan brings in a segment moves with an index:
//! its books' rates, weighted by what each book brings of a new customer's first monthly bill. A book with prices of its own
//! brings another part of each list, so that the index of a month is that of the lists its customers are on, weighted by
//! their MRR, and of new customers that of the list they buy. MRR of monthly contracts,
//! usage and whatever is billed in a month are at its rates; annual contracts stand at the mean rate they were paid at, so
//! that what is billed ahead is earned to the cent. Movements are at the rates of their month, those who leave at what they stood
//! at, and what that leaves of a change of MRR is price. Retention of twelve months is at constant rates. People judge prices in their own money: rates
//! alone change nobody's choice.

use crate::number::Currency;
use crate::number::Number;
use crate::pricing::Interval;
use crate::workspace::Case;

use super::bills::Sale;
use super::course::Step;
use super::flows::Flows;
use super::prices::PlanPrices;
use super::sizes::Sizes;

/// Rates of exchange against those of the first month, and what they move.
#[derive(Clone, Debug)]
pub struct Fx {
    /// By segment and plan.
    parts: Vec<Vec<Parts>>,
    /// By book and month: its rate against that of the first month.
    moved: Vec<Vec<f64>>,
    /// By plan and month: the version that new customers get.
    list: Vec<Vec<usize>>,
}

/// The list's share of what a plan brings in a segment, then each book's.
#[derive(Clone, Debug)]
struct Parts {
    /// By version of one wave.
    by_version: Vec<Vec<f64>>,
    /// Whether they are the same on all versions.
    alike: bool,
}

impl Parts {
    fn new(sale: impl Fn(usize) -> Vec<f64>, prices: &PlanPrices) -> Self {
        let mut brought: Vec<Vec<f64>> = Vec::with_capacity(prices.each);
        for (version, equal) in prices.equals.iter().enumerate() {
            let parts = match prices.nodes[version].step {
                _ if *equal < version => brought[*equal].clone(),
                Some(Step { from, to, taken, of }) => {
                    let share = f64::from(taken) / f64::from(of);
                    brought[from].iter().zip(&brought[to]).map(|(from, to)| from + (to - from) * share).collect()
                }
                None => sale(version),
            };
            brought.push(parts);
        }
        for parts in &mut brought {
            let all: f64 = parts.iter().sum();
            if all > 0.0 {
                parts.iter_mut().for_each(|part| *part /= all);
            } else {
                parts.fill(0.0);
                parts[0] = 1.0;
            }
        }
        let near = |one: &[f64]| one.iter().zip(&brought[0]).all(|(one, other)| (one - other).abs() < 1e-12);
        Self { alike: brought.iter().all(|one| near(one)), by_version: brought }
    }
}

impl Fx {
    /// The index of every segment and plan; `None` without price books.
    pub(super) fn new(case: &Case, prices: &[PlanPrices], sizes: &[Sizes], currency: Currency) -> Option<Self> {
        let model = case.last();
        if model.books.is_empty() {
            return None;
        }
        let (meters, books, start) = (&model.meters, &model.books, case.start);
        let of = |sizes: &Sizes, prices: &PlanPrices| {
            let sale = |version: usize| {
                let sale = Sale { version: &prices.versions[version], meters, currency, books, start };
                sale.terms::<f64>(Interval::Monthly).parts(sizes)
            };
            Parts::new(sale, prices)
        };
        let moved = books.iter().map(|(id, book)| {
            let rate = |t: usize| case.at(t).books.get(id).map_or(1.0, |now| now.rate.at(t, start));
            (0..case.months).map(|t| rate(t) / book.rate.at(0, start)).collect()
        });
        Some(Self {
            parts: sizes.iter().map(|sizes| prices.iter().map(|prices| of(sizes, prices)).collect()).collect(),
            moved: moved.collect(),
            list: prices.iter().map(|prices| prices.list.clone()).collect(),
        })
    }

    /// What one unit of money on a version of a plan is worth in a month, against the first month.
    pub fn at<N: Number>(&self, segment: usize, plan: usize, version: usize, month: usize) -> N {
        let by_version = &self.parts[segment][plan].by_version;
        let parts = &by_version[version % by_version.len()];
        let books = parts[1..].iter().zip(&self.moved).map(|(part, moved)| part * moved[month]);
        N::from_f64(parts[0] + books.sum::<f64>())
    }

    /// The same of all customers of a cell, as their MRR was before anything was converted.
    fn rate<N: Number>(&self, then: &Flows<N>, month: usize, segment: usize, plan: usize) -> N {
        let at = then.at(month, segment, plan);
        match then.rated.get(at) {
            _ if self.parts[segment][plan].alike => self.at(segment, plan, 0, month),
            Some(rated) if then.cells[at].mrr > N::ZERO => *rated / then.cells[at].mrr,
            _ => self.at(segment, plan, self.list[plan][month], month),
        }
    }

    /// Converts flows that were reckoned at the first month's rates.
    pub fn convert<N: Number>(&self, flows: &mut Flows<N>) {
        let then = flows.clone();
        for segment in 0..flows.segments {
            for plan in 0..flows.plans {
                self.cells(flows, &then, segment, plan);
            }
        }
        for transfer in &mut flows.transfers {
            transfer.mrr = transfer.mrr * self.rate(&then, transfer.month, transfer.segment, transfer.from);
        }
        for at in 0..flows.repriced.len() {
            // What they paid before stands as it did then.
            let rate = match flows.repriced[at].month.checked_sub(1) {
                Some(month) => {
                    let cell = flows.at(month, flows.repriced[at].segment, flows.repriced[at].plan);
                    let (now, was) = (flows.cells[cell].mrr, then.cells[cell].mrr);
                    if was > N::ZERO { now / was } else { N::ONE }
                }
                None => N::ONE,
            };
            let told = &mut flows.repriced[at];
            for amount in [&mut told.repriced, &mut told.cut, &mut told.downgraded, &mut told.lost, &mut told.anyway] {
                *amount = *amount * rate;
            }
        }
        move_over(flows);
        close(flows);
        held(flows, &then);
        retain(flows, &then);
    }

    /// Everything but moves and the price, which closes the rest.
    fn cells<N: Number>(&self, flows: &mut Flows<N>, then: &Flows<N>, segment: usize, plan: usize) {
        let place = segment * flows.plans + plan;
        // Paid ahead, at the first month's rates and as it was paid.
        let (mut level, mut paid) = (flows.opening_deferred[place], flows.opening_deferred[place]);
        // What a unit of MRR stood at in the month before.
        let mut carried = N::ONE;
        for month in 0..flows.months {
            let rate = self.rate(then, month, segment, plan);
            let listed: N = self.at(segment, plan, self.list[plan][month], month);
            let at = flows.at(month, segment, plan);
            let cell = &mut flows.cells[at];
            let was = cell.mrr;
            level += cell.annual_billed;
            paid += cell.annual_billed * rate;
            // Below a millionth there is nothing left to earn but what floats leave behind.
            let least = N::from_f64(1e-6);
            let mean = if level > least && paid > N::ZERO { paid / level } else { rate };
            let annual = cell.annual_mrr * mean;
            level -= cell.annual_mrr;
            paid -= annual;
            cell.mrr = (cell.mrr - cell.annual_mrr) * rate + annual;
            cell.annual_mrr = annual;
            for amount in [&mut cell.new_mrr, &mut cell.reactivation_mrr, &mut cell.once] {
                *amount = *amount * listed;
            }
            cell.churned_mrr = cell.churned_mrr * carried;
            carried = if was > N::ZERO { cell.mrr / was } else { N::ONE };
            let flows = [&mut cell.expansion_mrr, &mut cell.price_mrr, &mut cell.contraction_mrr, &mut cell.usage];
            for amount in flows.into_iter().chain([&mut cell.annual_billed]) {
                *amount = *amount * rate;
            }
        }
    }
}

/// Posts moves between plans anew, as they are now.
fn move_over<N: Number>(flows: &mut Flows<N>) {
    flows.cells.iter_mut().for_each(|cell| cell.moved_mrr = N::ZERO);
    for at in 0..flows.transfers.len() {
        let transfer = flows.transfers[at];
        let [from, to] = [transfer.from, transfer.to].map(|plan| flows.at(transfer.month, transfer.segment, plan));
        flows.cells[from].moved_mrr -= transfer.mrr;
        flows.cells[to].moved_mrr += transfer.mrr;
    }
}

/// Lets the price close what other movements leave.
fn close<N: Number>(flows: &mut Flows<N>) {
    let cells = flows.segments * flows.plans;
    for at in 0..flows.cells.len() {
        let before = if at < cells { flows.opening[at].mrr } else { flows.cells[at - cells].mrr };
        let cell = &mut flows.cells[at];
        let up = cell.new_mrr + cell.expansion_mrr + cell.reactivation_mrr + cell.moved_mrr;
        cell.price_mrr = cell.mrr - before - up + cell.contraction_mrr + cell.churned_mrr;
    }
}

/// MRR by how customers came to their price, in proportion.
fn held<N: Number>(flows: &mut Flows<N>, then: &Flows<N>) {
    let cells = flows.cells.iter().zip(&then.cells);
    for (held, (now, then)) in flows.held.iter_mut().zip(cells).filter(|(_, (_, then))| then.mrr > N::ZERO) {
        held.iter_mut().for_each(|mrr| *mrr = *mrr * now.mrr / then.mrr);
    }
}

/// What is kept of a year ago is at the rates of a year ago.
fn retain<N: Number>(flows: &mut Flows<N>, then: &Flows<N>) {
    let plans = flows.plans;
    let sum = |cells: &[super::flows::Cell<N>]| cells.iter().fold(N::ZERO, |sum, cell| sum + cell.mrr);
    for month in 12..flows.months {
        for segment in 0..flows.segments {
            let (at, before) = (flows.at(month, segment, 0), flows.at(month - 12, segment, 0));
            let was = sum(&then.cells[before..before + plans]);
            let rate = if was > N::ZERO { sum(&flows.cells[before..before + plans]) / was } else { N::ONE };
            for cell in &mut flows.cells[at..at + plans] {
                cell.mature_mrr = cell.mature_mrr * rate;
                cell.kept_mrr = cell.kept_mrr * rate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use crate::projection::Projection;
    use crate::projection::project;
    use crate::workspace::check_value;
    use crate::workspace::template;

    /// The starter, all of whose customers buy from a book in euros.
    fn starter(rate: &Value) -> Projection {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        document["scenarios"] = json!({});
        document["kpis"] = json!([]);
        if !rate.is_null() {
            document["base"]["books"] = json!({"eu": {
                "name": "Europe", "currency": "EUR", "rate": rate, "factor": "1", "share": {"small": 1, "mid": 1},
            }});
        }
        project(&check_value(&document).unwrap(), None)
    }

    /// A rate of 1 in the first year and of 1.25 from then on.
    #[test]
    fn what_is_billed_is_worth_more_as_the_currency_rises_and_nobody_moves() {
        let without = starter(&Value::Null);
        let then = without.start.plus(12).to_string();
        let with = starter(&json!({"kind": "steps", "value": 1, "steps": [{"month": then, "value": 1.25}]}));
        let cells = with.flows.segments * with.flows.plans;
        let near = |one: f64, other: f64| (one - other).abs() <= 1e-9 * (1.0 + other.abs());
        let mut paid = vec![(0.0, 0.0); cells];
        for (at, (now, before)) in with.flows.cells.iter().zip(&without.flows.cells).enumerate() {
            let rate = if at / cells < 12 { 1.0 } else { 1.25 };
            assert!(near(now.customers, before.customers) && near(now.new, before.new), "rates alone move nobody");
            assert!(near(now.mrr - now.annual_mrr, rate * (before.mrr - before.annual_mrr)), "cell {at}");
            assert!(near(now.usage, rate * before.usage) && near(now.annual_billed, rate * before.annual_billed));
            let annual = now.annual_mrr / before.annual_mrr.max(1e-9);
            assert!(before.annual_mrr < 1e-6 || (1.0 - 1e-9..=1.25 + 1e-9).contains(&annual), "{annual}");
            // A year after the change, little is left of what was paid before it.
            assert!(at / cells < 24 || before.annual_mrr < 1e-6 || annual > 1.2, "{annual} in cell {at}");
            let sums = &mut paid[at % cells];
            *sums = (sums.0 + now.annual_billed - now.annual_mrr, sums.1 + before.annual_billed - before.annual_mrr);
        }
        // What is still paid ahead at the end was nearly all paid at the new rate; nothing is earned twice or lost.
        for (place, (now, before)) in paid.into_iter().enumerate() {
            let opening = with.flows.opening_deferred[place];
            let (now, before) = (now + opening, before + opening);
            assert!(before < 1e-6 || (1.2..=1.25 + 1e-9).contains(&(now / before)), "{now} and {before}");
        }
        let (now, before) = (&with.ledger.totals[12], &without.ledger.totals[12]);
        assert!(now.line.price > before.line.price, "the rise of the rate is told as price");
    }

    /// Of 1,000 customers who stay half pay $20 of the list, which becomes $28 in the third month, and half the book's own
    /// 20 euros, which are worth $1 and from the seventh month on $2: 500 × 20 + 500 × 20 × 1 = $20,000, then 500 × 28 + 500 × 20
    /// = $24,000, then 500 × 28 + 500 × 20 × 2 = $34,000.
    #[test]
    fn a_rise_of_the_list_is_none_of_a_books_own_price() {
        let mut document = serde_json::to_value(template("starter").unwrap().open()).unwrap();
        (document["scenarios"], document["assumptions"], document["kpis"]) = (json!({}), json!({}), json!([]));
        let start: crate::month::Month = document["start"].as_str().unwrap().parse().unwrap();
        let fee = |amount: &str| json!({"team": {"fee": {"model": "flat", "amount": amount}}});
        let base = &mut document["base"];
        base["plans"] = json!({"team": {"name": "Team", "free": false, "charges": fee("20")["team"], "features": {},
            "churn_factor": 0, "annual_discount": "0"}});
        base["price_changes"] = json!({"rise": {"name": "Rise", "from": start.plus(2).to_string(), "existing": "renewal",
            "attention": 0, "plans": fee("28")}});
        base["opening"] = json!({"book": {"segment": "mid", "plan": "team", "interval": "monthly", "age_from": 0,
            "age_to": 0, "customers": 1000}});
        let rate = json!({"kind": "steps", "value": 1, "steps": [{"month": start.plus(6).to_string(), "value": 2}]});
        base["books"] = json!({"eu": {"name": "Europe", "currency": "EUR", "rate": rate, "factor": "1",
            "share": {"mid": 0.5}, "plans": fee("20")}});
        for (_, channel) in base["channels"].as_object_mut().unwrap() {
            channel["source"] = json!({"kind": "organic", "prospects": 0});
        }
        for segment in ["small", "mid"] {
            let of = &mut base["segments"][segment];
            (of["mix"], of["failed_payments"], of["annual_share"]) = (json!({"team": 1}), json!(0), json!(0));
        }
        let projection = project(&check_value(&document).unwrap(), None);
        let mrr = |t: usize| projection.ledger.totals[t].line.mrr;
        for (t, expected) in [(1, 20_000), (2, 24_000), (5, 24_000), (6, 34_000), (11, 34_000)] {
            assert_eq!(mrr(t), expected.into(), "in month {t}");
        }
    }

    #[test]
    fn a_steady_rate_of_one_changes_nothing() {
        let (with, without) = (starter(&json!(1)), starter(&Value::Null));
        for (now, before) in with.ledger.totals.iter().zip(&without.ledger.totals) {
            let gap = (now.line.mrr - before.line.mrr).abs();
            assert!(gap <= crate::number::Decimal::new(20, 2), "{gap}");
        }
    }
}
