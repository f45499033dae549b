//! This file posts who leaves and who changes plan at a moment of repricing, with the MRR they take along.

use crate::number::Number;

use super::cohorts::Arrival;
use super::flows::Flows;
use super::flows::Transfer;
use super::reaction::Way;
use super::reprice::Moment;
use super::table::Table;

/// Where what happens is written.
pub(super) struct Posts<'a, N> {
    pub flows: &'a mut Flows<N>,
    pub arrivals: &'a mut Vec<Arrival<N>>,
}

impl<N: Number> Moment<'_, N> {
    /// Posts `lost` customers who leave, each billed `before`.
    pub fn leave(&self, lost: N, before: N, posts: &mut Posts<'_, N>) {
        let here = posts.flows.at(self.month, self.segment, self.kind.plan);
        let cell = &mut posts.flows.cells[here];
        cell.churned += lost;
        cell.churned_mrr += lost * before;
    }

    /// Posts customers who take another plan: they bring their MRR, and what it changes by is expansion or contraction.
    pub fn transfer(&self, way: &Way<'_, N>, (gone, cut): (N, N), age: usize, held: &Table<N>, flows: &mut Flows<N>) {
        let (before, after) = (held.recurring[age - 1], way.table.recurring[age - 1]);
        let (cut_before, cut_after) = (before * held.follows.0, after * way.table.follows.0);
        self.carry(way.plan, gone, gone * before - cut * cut_before, flows);
        let there = flows.at(self.month, self.segment, way.plan);
        let cell = &mut flows.cells[there];
        for difference in [gone * (after - before), cut * (cut_before - cut_after)] {
            cell.expansion_mrr += difference.larger(N::ZERO);
            cell.contraction_mrr += (-difference).larger(N::ZERO);
        }
    }

    /// Posts customers who are on another plan from now on, with the MRR they bring.
    pub fn carry(&self, to: usize, heads: N, mrr: N, flows: &mut Flows<N>) {
        let (month, segment, from) = (self.month, self.segment, self.kind.plan);
        match flows.transfers.last_mut() {
            Some(last) if (last.month, last.segment, last.from, last.to) == (month, segment, from, to) => {
                last.mrr += mrr
            }
            _ => flows.transfers.push(Transfer { month, segment, from, to, mrr }),
        }
        let (here, there) = (flows.at(month, segment, from), flows.at(month, segment, to));
        let cell = &mut flows.cells[here];
        cell.moved -= heads;
        cell.moved_mrr -= mrr;
        let cell = &mut flows.cells[there];
        cell.moved += heads;
        cell.moved_mrr += mrr;
    }
}
