//! This file makes the tables of expected bills of every segment, plan, contract and price version, add-ons included.

use std::rc::Rc;

use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Number;
use crate::pricing::Interval;
use crate::pricing::SIZE_POINTS;
use crate::workspace::Case;
use crate::workspace::Model;

use super::attach;
use super::attach::Takers;
use super::bills::Bill;
use super::bills::Sale;
use super::memo::Memo;
use super::prices::PlanPrices;
use super::rates::Bills;
use super::sizes::Loads;
use super::sizes::Sizes;
use super::table::Table;

const CONTRACTS: [Interval; 2] = [Interval::Monthly, Interval::Annual];

/// Expected bills: `[segment][plan][interval][version]`. Under a contract that nobody ever holds (`held`, by segment) only
/// the first bill is ever asked for, and stands for all ages.
pub fn tables<N: Number>(
    case: &Case,
    base: &Model,
    prices: &[PlanPrices],
    sizes: (&[Sizes], &[bool]),
    held: &[[bool; 2]],
    (currency, bills): (Currency, Bills),
    memo: &mut Memo<N>,
) -> Vec<Vec<[Vec<Table<N>>; 2]>> {
    let mut tables = match bills {
        Bills::Exact => by_segment::<Decimal, N>(case, prices, sizes, held, currency, |bill, loads, point, grows| {
            memo.table(bill, loads, point, grows)
        }),
        Bills::Smooth => by_segment::<N, N>(case, prices, sizes, held, currency, |bill, loads, point, grows| {
            bill.at(loads, point, grows, |money| money)
        }),
    };
    if prices.iter().any(|prices| prices.versions.iter().any(|version| !version.add_ons.is_empty())) {
        let model = case.last();
        for (at, (id, segment)) in case.at(0).segments.iter().enumerate() {
            let annual = segment.annual_share.at(0, case.start);
            let takers = Takers { model, base, segment: id, sizes: &sizes.0[at], annual, currency, start: case.start };
            attach::add(&mut tables[at], prices, &takers, held[at], (bills, memo));
        }
    }
    let by_plan = tables.iter_mut().flat_map(|segment| segment.iter_mut().zip(prices));
    for (of_plan, prices) in by_plan {
        of_plan.iter_mut().for_each(|tables| step(tables, prices));
    }
    tables
}

/// Puts in place what customers on a step between two versions are billed, add-ons included: all sizes together, then each
/// point where they part.
fn step<N: Number>(tables: &mut [Table<N>], prices: &PlanPrices) {
    for tables in tables.chunks_mut(prices.versions.len()) {
        for (version, step) in prices.nodes.iter().enumerate().filter_map(|(at, node)| Some((at, node.step?))) {
            tables[version] = tables[step.from].towards(&tables[step.to], step.taken, step.of);
        }
    }
}

/// The same without add-ons, each table by `table`. What a plan is sold at is made ready once for all segments, and how big
/// the customers of a segment are once for all plans.
fn by_segment<M: Number, N: Number>(
    case: &Case,
    prices: &[PlanPrices],
    (sizes, apart): (&[Sizes], &[bool]),
    held: &[[bool; 2]],
    currency: Currency,
    mut table: impl FnMut(&Rc<Bill<M>>, &Loads<'_, M>, Option<usize>, bool) -> Table<N>,
) -> Vec<Vec<[Vec<Table<N>>; 2]>> {
    let Model { meters, books, .. } = case.last();
    let start = case.start;
    let bills = |prices: &PlanPrices| -> [Vec<Rc<Bill<M>>>; 2] {
        CONTRACTS.map(|contract| {
            let sale = |version| Sale { version, meters, currency, books, start };
            prices.versions.iter().map(|version| Rc::new(sale(version).terms(contract))).collect()
        })
    };
    let bills = prices.iter().map(bills).collect::<Vec<_>>();
    let mut of = |((sizes, apart), held): ((&Sizes, &bool), &[bool; 2])| {
        let loads = Loads::new(sizes, held.contains(&true));
        let points = if *apart { SIZE_POINTS } else { 0 };
        let plan = |bills: &[Vec<Rc<Bill<M>>>; 2]| {
            [0, 1].map(|interval| {
                let grows = held[interval];
                of_plan(&bills[interval], points, |bill, point| table(bill, &loads, point, grows))
            })
        };
        bills.iter().map(plan).collect()
    };
    sizes.iter().zip(apart).zip(held).map(&mut of).collect()
}

/// The tables of a plan's versions under one contract: all sizes together, then each point where they part.
fn of_plan<M: Number, N: Number>(
    bills: &[Rc<Bill<M>>],
    points: usize,
    mut table: impl FnMut(&Rc<Bill<M>>, Option<usize>) -> Table<N>,
) -> Vec<Table<N>> {
    let mut tables = Vec::with_capacity(bills.len() * (1 + points));
    for part in 0..=points {
        tables.extend(bills.iter().map(|bill| table(bill, part.checked_sub(1))));
    }
    tables
}

/// Which contracts the customers of each segment ever hold: monthly, annual.
pub(super) fn held(case: &Case) -> Vec<[bool; 2]> {
    let of = |(at, id): (usize, &String)| {
        let opening = case.last().opening.values().filter(|vintage| &vintage.segment == id);
        let mut annual = opening.clone().any(|vintage| vintage.interval == Interval::Annual);
        let mut monthly = opening.clone().any(|vintage| vintage.interval == Interval::Monthly);
        for t in 0..case.months {
            let share = case.at(t).segments[at].annual_share.at(t, case.start);
            (monthly, annual) = (monthly || share < 1.0, annual || share > 0.0);
        }
        [monthly, annual]
    };
    case.last().segments.keys().enumerate().map(of).collect()
}
