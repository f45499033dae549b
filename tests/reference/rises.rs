//! This file is what customers do at a rise beside leaving: cut units, take another plan, or all of it as terms end.

use planwright::projection::Due;
use planwright::projection::Rise;
use planwright::projection::Transfer;
use planwright::retention::reprice::Other;
use planwright::retention::reprice::Reaction;
use planwright::retention::reprice::Repricing;
use planwright::retention::reprice::cut;
use planwright::retention::reprice::reprice;

use super::Cohort;
use super::Segment;

/// Plans with the version of each.
type Ways = Vec<(usize, usize)>;

/// A part of a cohort by its share: what ends for it, and what it does.
type Done = (f64, Option<Rise<f64>>, Reaction);

impl Segment<'_> {
    /// The share of a bill that one of the cohort still pays on a plan and version, after what it has cut; and of usage.
    pub(super) fn left(&self, cohort: &Cohort, (plan, version): (usize, usize)) -> (f64, f64) {
        let table = self.rates.table(self.at, plan, usize::from(cohort.annual), version, cohort.point);
        (1.0 - cohort.cut * table.follows.0, 1.0 - cohort.cut * table.follows.1)
    }

    /// The share of its bill that it pays where it is.
    pub(super) fn paid(&self, cohort: &Cohort) -> f64 {
        self.left(cohort, (cohort.plan, cohort.version)).0
    }

    /// The share of its units that it cuts when it comes to another plan and version, and `rise` happens to it as well.
    pub(super) fn cuts(
        &self,
        cohort: &Cohort,
        to: (usize, usize),
        age: usize,
        due: &Due<'_>,
        rise: Option<&Rise<f64>>,
    ) -> f64 {
        if due.bound {
            return 0.0;
        }
        let own = |there| self.own(cohort, there, age - 1);
        let ratio = |before: f64, after: f64| if before > 0.0 && after > 0.0 { after / before } else { 1.0 };
        let listed = ratio(own((cohort.plan, cohort.version)), own(to)).powf(due.attention);
        let ended = rise.map_or(1.0, |rise| ratio(rise.before, rise.before + rise.more));
        let (segment, month) = (self.segment(), self.month);
        cut(segment.cutting[month], segment.attention[month], segment.loyalty[month], 1.0, listed * ended)
    }

    /// The parts of a cohort for whom terms end at an age, each with its share and what ends, and the rest.
    pub(super) fn ending(&self, cohort: &Cohort, age: usize) -> Vec<(f64, Option<Rise<f64>>)> {
        let mut parts: Vec<_> = self.rises(cohort, age).map(|rise| (rise.share, Some(rise))).collect();
        parts.push((1.0 - parts.iter().map(|(share, _)| share).sum::<f64>(), None));
        parts
    }

    /// What the end of a cohort's terms changes of the bill on a plan and version.
    pub(super) fn ended(&self, cohort: &Cohort, rise: &Rise<f64>, (plan, version): (usize, usize), age: usize) -> f64 {
        let prices = &self.rates.prices;
        let came = rise.coupon.map(|at| &prices[cohort.plan].versions[cohort.version].coupons[at]);
        let there = &prices[plan].versions[version].coupons;
        let came = came.and_then(|came| there.iter().position(|coupon| coupon == came));
        let away = Cohort { plan, version, ..cohort.clone() };
        self.rises(&away, age).find(|rise| rise.coupon == came).map_or(0.0, |rise| rise.more)
    }

    /// What each part of a cohort does as its terms end and nothing else happens; and the plans it may take instead.
    fn at_the_end(&self, cohort: &Cohort, age: usize, hazard: f64) -> (Vec<Done>, Ways) {
        let (rates, month) = (self.rates, self.month);
        let wave = rates.prices[cohort.plan].wave(cohort.version);
        let ways: Ways = (0..rates.prices.len())
            .filter(|plan| *plan != cohort.plan && self.segment().switching[*plan] > 0.0 && !rates.free[*plan])
            .map(|plan| (plan, rates.prices[plan].in_wave(rates.prices[plan].list[month], wave)))
            .collect();
        let done = |(share, rise): (f64, Option<Rise<f64>>)| {
            let change = |to| rise.map_or(0.0, |rise| self.ended(cohort, &rise, to, age));
            let other = |to: &(usize, usize)| Other { switching: self.segment().switching[to.0], change: change(*to) };
            let others: Vec<Other> = ways.iter().map(other).collect();
            (share, rise, self.reaction(&[rise.map_or(0.0, |rise| rise.more)], hazard, &others))
        };
        (self.ending(cohort, age).into_iter().map(done).collect(), ways)
    }

    /// The share of a cohort who leave as its terms end and nothing else happens.
    pub(super) fn leave(&self, cohort: &Cohort, age: usize, hazard: f64) -> f64 {
        self.at_the_end(cohort, age, hazard).0.iter().map(|(share, _, reaction)| share * reaction.leave).sum()
    }

    /// What a cohort does as terms end: puts who stays and who takes another plan into `parts`, and gives the share who leave.
    pub(super) fn lapse(&mut self, cohort: &Cohort, age: usize, hazard: f64, parts: &mut Vec<Cohort>) -> f64 {
        let (rates, month) = (self.rates, self.month);
        let before = cohort.bills[cohort.bills.len() - 1];
        let (all, ways) = self.at_the_end(cohort, age, hazard);
        let (mut leave, mut stayed, mut kept, mut moved) = (0.0, 0.0, 0.0, vec![0.0; ways.len()]);
        for (share, rise, reaction) in &all {
            let segment = self.segment();
            let (attention, loyalty) = (segment.attention[month], segment.loyalty[month]);
            let cuts = rise.map_or(0.0, |rise| {
                cut(segment.cutting[month], attention, loyalty, rise.before, rise.before + rise.more)
            });
            leave += share * reaction.leave;
            stayed += share * reaction.stay[0];
            kept += share * reaction.stay[0] * (1.0 - cuts);
            moved.iter_mut().zip(&reaction.switch).for_each(|(moved, more)| *moved += share * more);
        }
        let more = if stayed > 0.0 { (1.0 - cohort.cut) * (1.0 - kept / stayed) } else { 0.0 };
        let heads = cohort.heads * stayed;
        let table = rates.table(self.at, cohort.plan, usize::from(cohort.annual), cohort.version, cohort.point);
        self.cell(cohort.plan).contraction_mrr += heads * more * before * table.follows.0;
        parts.push(Cohort { heads, cut: cohort.cut + more, ..cohort.clone() });
        for ((plan, version), share) in ways.into_iter().zip(moved).filter(|(_, share)| *share > 0.0) {
            self.switch(cohort, (plan, version), (cohort.heads * share, age), parts);
        }
        leave
    }

    /// Posts those of a cohort who take another plan, and puts them into `parts`: what they have cut is cut there too, at
    /// what it is worth there.
    pub(super) fn switch(
        &mut self,
        cohort: &Cohort,
        (plan, version): (usize, usize),
        (heads, age): (f64, usize),
        parts: &mut Vec<Cohort>,
    ) {
        let full = cohort.bills[cohort.bills.len() - 1];
        let before = full * self.paid(cohort);
        let after = self.bill(cohort, (plan, version), age - 1);
        let rise = heads * (after - full);
        let cut = heads * (after * self.left(cohort, (plan, version)).0 - after - before + full);
        self.cell(cohort.plan).moved -= heads;
        self.cell(cohort.plan).moved_mrr -= heads * before;
        let (month, from, mrr) = (self.month, cohort.plan, heads * before);
        self.flows.transfers.push(Transfer { month, segment: self.at, from, to: plan, mrr });
        let there = self.cell(plan);
        there.moved += heads;
        there.moved_mrr += heads * before;
        there.expansion_mrr += rise.max(0.0) + cut.max(0.0);
        there.contraction_mrr += (-rise).max(0.0) + (-cut).max(0.0);
        parts.push(Cohort { heads, plan, version, ..cohort.clone() });
    }

    /// The terms that end at an age.
    pub(super) fn rises(&self, cohort: &Cohort, age: usize) -> impl Iterator<Item = Rise<f64>> {
        let table = self.rates.table(self.at, cohort.plan, usize::from(cohort.annual), cohort.version, cohort.point);
        table.rises.iter().filter(move |rise| rise.age == age).copied()
    }

    /// The reaction to changes of the bill by each way to stay, and of the bills on other plans.
    pub(super) fn reaction(&self, changes: &[f64], hazard: f64, others: &[Other]) -> Reaction {
        let segment = self.segment();
        reprice(Repricing {
            hazard,
            sensitivity: segment.beta[self.month],
            attention: segment.attention[self.month],
            loyalty: segment.loyalty[self.month],
            changes,
            others,
        })
    }
}
