//! This file tells how bills of customers who were there before a price change have changed by the last month.

use crate::number::Currency;
use crate::pricing::Interval;
use crate::pricing::SIZE_POINTS;
use crate::retention::reprice::cut;

use super::Projection;
use super::bills::Bill;
use super::bills::Sale;
use super::course::Came;
use super::flows::Standing;
use super::prices::PlanPrices;
use super::prices::Version;
use super::rates::Rates;
use super::rates::SegmentRates;
use super::sizes::Loads;
use super::sizes::Sizes;
use super::table::Table;

/// Customers of one segment, plan and size who hold the same prices in the last month.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Winner {
    /// Segment.
    pub segment: usize,
    /// Plan.
    pub plan: usize,
    /// Fifth by size, the smallest first.
    pub fifth: usize,
    /// How many there were before the change.
    pub customers: f64,
    /// Bill a month on the first list.
    pub before: f64,
    /// Bill a month in the last month, for the same units.
    pub after: f64,
    /// Whether they came to another price at all.
    pub repriced: bool,
    /// Share of that bill given up with the units that those who stay cut.
    pub cut: f64,
}

impl Winner {
    /// Bill a month in the last month, for the units then left.
    pub fn paid(&self) -> f64 {
        self.after * (1.0 - self.cut)
    }
}

/// What customers of a segment are billed for a plan at each version of its prices.
struct Bills<'a> {
    prices: &'a PlanPrices,
    /// By version of the first wave.
    bills: Vec<Bill<f64>>,
    loads: Loads<'a, f64>,
    reaction: &'a SegmentRates<f64>,
}

/// How the bills of those who were there before the change in month `begins` change up to the last month, at the size of
/// new customers, on the contract that most of the segment hold. Which prices they then hold is as it is of those `standing`
/// who neither left nor took another plan; where nobody stands, or all come to a successor, it is the last list.
pub(super) fn winners(
    projection: &Projection,
    (rates, standing): (&Rates<f64>, &[Standing<f64>]),
    currency: Currency,
    begins: usize,
) -> Vec<Winner> {
    let (flows, model) = (&projection.flows, projection.case.last());
    let mut winners = Vec::new();
    for (plan, prices) in rates.prices.iter().enumerate().filter(|(_, prices)| prices.seen() > 0) {
        for (segment, (id, found)) in model.segments.iter().enumerate() {
            let cell = match begins.checked_sub(1) {
                Some(t) => &flows.cells[flows.at(t, segment, plan)],
                None => &flows.opening[segment * flows.plans + plan],
            };
            if cell.customers <= 0.0 {
                continue;
            }
            let annual = cell.annual_customers * 2.0 > cell.customers;
            let interval = if annual { Interval::Annual } else { Interval::Monthly };
            let sizes = Sizes::new(id, found, &model.meters, 1).cutting(found.cutting.is_some());
            let sold = |version: &Version| {
                let (meters, books) = (&model.meters, &model.books);
                Sale { version, meters, currency, books, start: projection.start }.terms(interval)
            };
            let bills = Bills {
                prices,
                bills: prices.versions[..prices.each].iter().map(sold).collect(),
                loads: Loads::new(&sizes, false),
                reaction: &rates.segments[segment],
            };
            for fifth in 0..SIZE_POINTS {
                for (version, share) in ends(prices, standing, (segment, plan), fifth) {
                    let customers = cell.customers / SIZE_POINTS as f64 * share;
                    winners
                        .push(bills.winner(version, Winner { segment, plan, fifth, customers, ..Winner::default() }));
                }
            }
        }
    }
    winners
}

/// The versions that customers of a size hold in the last month, each with the share who do.
fn ends(
    prices: &PlanPrices,
    standing: &[Standing<f64>],
    (segment, plan): (usize, usize),
    fifth: usize,
) -> Vec<(usize, f64)> {
    let mut ends: Vec<(usize, f64)> = Vec::new();
    let here = |one: &&Standing<f64>| {
        (one.segment, one.plan) == (segment, plan)
            && one.point.is_none_or(|point| point == fifth)
            && prices.nodes[one.version].came != Came::Switched
    };
    let succeeded = prices.changes.iter().any(|change| change.succeeds && change.from < prices.list.len());
    for one in standing.iter().filter(here).filter(|_| !succeeded) {
        let version = prices.in_wave(one.version, 0);
        let heads = if one.point.is_some() { one.heads } else { one.heads / SIZE_POINTS as f64 };
        match ends.iter_mut().find(|(known, _)| *known == version) {
            Some((_, known)) => *known += heads,
            None => ends.push((version, heads)),
        }
    }
    let all: f64 = ends.iter().map(|(_, heads)| heads).sum();
    if all <= 0.0 {
        return vec![(prices.lists[prices.seen()][Came::Moved as usize], 1.0)];
    }
    ends.into_iter().map(|(version, heads)| (version, heads / all)).collect()
}

impl Bills<'_> {
    /// The bill at a version for customers of one size: on a step, what lies between the two it leads between.
    fn at(&self, version: usize, fifth: usize) -> Table<f64> {
        match self.prices.nodes[version].step {
            Some(step) => self.at(step.from, fifth).towards(&self.at(step.to, fifth), step.taken, step.of),
            None => self.bills[version].at(&self.loads, Some(fifth), false, |money| money),
        }
    }

    /// How the bill changes of those who hold a version in the end. They cut units at each list they come to, as those do
    /// who are in no group.
    fn winner(&self, version: usize, who: Winner) -> Winner {
        let (prices, rates) = (self.prices, self.reaction);
        let list = prices.nodes[version].list;
        let mut lists: Vec<_> = prices.lists[..list].iter().map(|list| self.at(list[0], who.fifth)).collect();
        lists.push(self.at(version, who.fifth));
        let (first, last) = (&lists[0], &lists[list]);
        let bill = |table: &Table<f64>| table.recurring[0] + table.usage[0];
        let left = lists.windows(2).zip(prices.listing()).map(|(lists, change)| {
            let month = change.from;
            let attention = change.rules.last().map_or(0.0, |rule| rule.attention) * rates.attention[month];
            let (before, after) = (lists[0].recurring[0], lists[1].recurring[0]);
            1.0 - cut(rates.cutting[month], attention, rates.loyalty[month], before, after)
        });
        let follows = last.recurring[0] * last.follows.0 + last.usage[0] * last.follows.1;
        let cut = if follows > 0.0 { (1.0 - left.product::<f64>()) * follows / bill(last) } else { 0.0 };
        Winner { before: bill(first), after: bill(last), repriced: list > 0, cut, ..who }
    }
}
