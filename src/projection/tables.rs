//! This file makes the tables of expected bills of every segment, plan, contract and price version, add-ons included.

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
use super::prices::PlanPrices;
use super::rates::Bills;
use super::sizes::Sizes;
use super::table::Table;

/// Expected bills: `[segment][plan][interval][version]`. Under a contract that nobody holds only the first bill is
/// ever asked for, and stands for all ages.
pub fn tables<N: Number>(
    case: &Case,
    base: &Model,
    prices: &[PlanPrices],
    sizes: (&[Sizes], &[bool]),
    currency: Currency,
    bills: Bills,
) -> Vec<Vec<[Vec<Table<N>>; 2]>> {
    let (model, held) = (case.last(), held(case));
    let mut tables: Vec<Vec<[Vec<Table<N>>; 2]>> =
        sizes.0.iter().map(|_| prices.iter().map(|_| Default::default()).collect()).collect();
    for (at, prices) in prices.iter().enumerate() {
        for (interval, contract) in [Interval::Monthly, Interval::Annual].into_iter().enumerate() {
            let sales = prices.versions.iter().map(|version| Sale {
                version,
                meters: &model.meters,
                currency,
                books: &model.books,
                start: case.start,
            });
            let grows = held.iter().map(|held| held[interval]);
            let made = match bills {
                Bills::Exact => {
                    by_segment(sales.map(|sale| sale.terms::<Decimal>(contract)), prices, sizes, grows, N::from_decimal)
                }
                Bills::Smooth => {
                    by_segment(sales.map(|sale| sale.terms::<N>(contract)), prices, sizes, grows, |money| money)
                }
            };
            for (tables, made) in tables.iter_mut().zip(made) {
                tables[at][interval] = made;
            }
        }
    }
    if prices.iter().any(|prices| prices.versions.iter().any(|version| !version.add_ons.is_empty())) {
        for (at, (id, segment)) in case.at(0).segments.iter().enumerate() {
            let annual = segment.annual_share.at(0, case.start);
            let takers = Takers { model, base, segment: id, sizes: &sizes.0[at], annual, currency, start: case.start };
            attach::add(&mut tables[at], prices, &takers, held[at], bills);
        }
    }
    tables
}

/// The tables of a plan's versions under one contract, by segment: all sizes together, then each point where they part.
fn by_segment<M: Number, N: Number>(
    bills: impl Iterator<Item = Bill<M>>,
    prices: &PlanPrices,
    (sizes, apart): (&[Sizes], &[bool]),
    grows: impl Iterator<Item = bool>,
    convert: fn(M) -> N,
) -> Vec<Vec<Table<N>>> {
    let bills = bills.collect::<Vec<_>>();
    let of = |((sizes, apart), grows): ((&Sizes, &bool), bool)| {
        let points = if *apart { SIZE_POINTS } else { 0 };
        let mut tables = Vec::with_capacity(bills.len() * (1 + points));
        for part in 0..=points {
            let first = tables.len();
            tables.extend(bills.iter().map(|bill| bill.at(sizes, part.checked_sub(1), grows, convert)));
            for (version, step) in prices.nodes.iter().enumerate().filter_map(|(at, node)| Some((at, node.step?))) {
                let [from, to] = [step.from, step.to].map(|end: usize| first + end);
                tables[first + version] = tables[from].towards(&tables[to], step.taken, step.of);
            }
        }
        tables
    };
    sizes.iter().zip(apart).zip(grows).map(of).collect()
}

/// Which contracts the customers of each segment ever hold: monthly, annual.
fn held(case: &Case) -> Vec<[bool; 2]> {
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
