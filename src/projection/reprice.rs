//! This file is the moment of repricing: who of those moved to new prices stays, leaves, or takes another plan.

use crate::number::Number;
use crate::retention::reprice::Other;
use crate::retention::reprice::Repricing;
use crate::retention::reprice::reprice_into;

use super::bills::Table;
use super::cohorts::Arrival;
use super::flows::Flows;
use super::flows::Transfer;
use super::kinds::Kind;
use super::kinds::Kinds;
use super::prices::Target;
use super::rates::Rates;

/// Customers of one group, about to be moved to another version of their plan.
pub(super) struct Moment<'a, N> {
    pub rates: &'a Rates<N>,
    pub segment: usize,
    pub month: usize,
    pub kind: Kind,
    pub group: usize,
    pub target: Target,
}

/// Where a customer may go instead.
struct Way<'a, N> {
    group: usize,
    plan: usize,
    table: &'a Table<N>,
    /// What the same plan cost on the list before the change.
    before: &'a Table<N>,
}

impl<'a, N: Number> Moment<'a, N> {
    /// Moves `heads`, by position; gives how many left. `by_age` is the share who would have stayed at the old price.
    pub fn run(
        &self,
        heads: &[(usize, N)],
        by_age: &[N],
        kinds: &Kinds,
        flows: &mut Flows<N>,
        arrivals: &mut Vec<Arrival<N>>,
    ) -> N {
        let segment = &self.rates.segments[self.segment];
        let shift = self.rates.months - 1 - self.month;
        let ways = self.ways(kinds);
        let old = self.table(self.kind.plan, self.kind.version);
        let new = self.table(self.kind.plan, self.target.version);
        let moved_to = kinds.group(self.kind.plan, self.kind.interval, self.target.version);
        let mut others =
            ways.iter().map(|way| Other { switching: segment.switching[way.plan], change: 0.0 }).collect::<Vec<_>>();
        let mut switch = vec![0.0; ways.len()];
        let mut left = N::ZERO;
        let here = flows.at(self.month, self.segment, self.kind.plan);
        for &(position, heads) in heads {
            let age = position - shift;
            let before = old.recurring[age - 1];
            let change = new.recurring[age - 1] - before;
            let felt = new.felt(age - 1) - old.felt(age - 1);
            for (other, way) in others.iter_mut().zip(&ways) {
                other.change = (way.table.felt(age - 1) - way.before.felt(age - 1)).to_f64();
            }
            let repricing = Repricing {
                hazard: (N::ONE - by_age[age]).to_f64(),
                sensitivity: segment.beta[self.month],
                attention: self.target.attention,
                change: felt.to_f64(),
                others: &others,
            };
            let (leave, _) = reprice_into(repricing, &mut switch);
            let lost = heads * N::from_f64(leave);
            let mut stayed = heads - lost;
            for (way, share) in ways.iter().zip(&switch) {
                let gone = heads * N::from_f64(*share);
                if gone != N::ZERO {
                    stayed -= gone;
                    self.transfer(way, gone, (before, way.table.recurring[age - 1]), flows);
                    arrivals.push(Arrival { group: way.group, position, heads: gone, before: self.group, of: heads });
                }
            }
            let cell = &mut flows.cells[here];
            cell.churned += lost;
            cell.churned_mrr += lost * before;
            cell.price_mrr += stayed * change;
            arrivals.push(Arrival { group: moved_to, position, heads: stayed, before: self.group, of: heads });
            left += lost;
        }
        left
    }

    /// Posts customers who take another plan: they bring their MRR, and what it changes by is expansion or contraction.
    fn transfer(&self, way: &Way<'_, N>, gone: N, (before, after): (N, N), flows: &mut Flows<N>) {
        let mrr = gone * before;
        let (segment, from, to) = (self.segment, self.kind.plan, way.plan);
        flows.transfers.push(Transfer { month: self.month, segment, from, to, mrr });
        let (here, there) = (flows.at(self.month, segment, from), flows.at(self.month, segment, to));
        let cell = &mut flows.cells[here];
        cell.moved -= gone;
        cell.moved_mrr -= mrr;
        let difference = gone * (after - before);
        let cell = &mut flows.cells[there];
        cell.moved += gone;
        cell.moved_mrr += mrr;
        cell.expansion_mrr += difference.larger(N::ZERO);
        cell.contraction_mrr += (-difference).larger(N::ZERO);
    }

    fn table(&self, plan: usize, version: usize) -> &'a Table<N> {
        &self.rates.tables[self.segment][plan][self.kind.interval][version]
    }

    fn ways(&self, kinds: &Kinds) -> Vec<Way<'a, N>> {
        let others = (0..self.rates.prices.len()).filter(|plan| *plan != self.kind.plan && !self.rates.free[*plan]);
        others
            .filter(|plan| self.rates.segments[self.segment].switching[*plan] > 0.0)
            .map(|plan| {
                let list = &self.rates.prices[plan].list;
                let version = list[self.month];
                Way {
                    group: kinds.group(plan, self.kind.interval, version),
                    plan,
                    table: self.table(plan, version),
                    before: self.table(plan, self.target.from.checked_sub(1).map_or(0, |then| list[then])),
                }
            })
            .collect()
    }
}
