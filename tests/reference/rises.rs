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

    /// The share of its units that it cuts when it comes to another plan and version.
    pub(super) fn cuts(&self, cohort: &Cohort, to: (usize, usize), age: usize, due: &Due<'_>) -> f64 {
        if due.bound {
            return 0.0;
        }
        let own = |(plan, version)| {
            let table = self.rates.table(self.at, plan, usize::from(cohort.annual), version, cohort.point);
            table.recurring[age - 1] - table.add_ons.as_ref().map_or(0.0, |extra| extra.recurring[age - 1])
        };
        let (segment, month) = (self.segment(), self.month);
        let attention = due.attention * segment.attention[month];
        cut(segment.cutting[month], attention, segment.loyalty[month], own((cohort.plan, cohort.version)), own(to))
    }

    /// The hazard where terms end at an age, with nothing to do but leave: of those whose bill changes, as for that change.
    pub(super) fn lapsed(&self, cohort: &Cohort, age: usize, hazard: f64) -> f64 {
        let more = self.rises(cohort, age).map(|rise| rise.share * (self.reaction(&rise, hazard, &[]).leave - hazard));
        hazard + more.sum::<f64>()
    }

    /// What a cohort does as terms end, apart for each of its parts that they end for: puts who stays and who takes another
    /// plan into `parts`, and gives the share who leave.
    pub(super) fn lapse(&mut self, cohort: &Cohort, age: usize, hazard: f64, parts: &mut Vec<Cohort>) -> f64 {
        let (rates, month) = (self.rates, self.month);
        let before = cohort.bills[cohort.bills.len() - 1];
        let all: Vec<Rise<f64>> = self.rises(cohort, age).collect();
        let rest = 1.0 - all.iter().map(|rise| rise.share).sum::<f64>();
        let (mut leave, mut stayed, mut kept) = (rest * hazard, rest * (1.0 - hazard), rest * (1.0 - hazard));
        let wave = rates.prices[cohort.plan].wave(cohort.version);
        let ways: Vec<(usize, usize)> = (0..rates.prices.len())
            .filter(|plan| *plan != cohort.plan && self.segment().switching[*plan] > 0.0 && !rates.free[*plan])
            .map(|plan| (plan, rates.prices[plan].in_wave(rates.prices[plan].list[month], wave)))
            .collect();
        let mut moved = vec![0.0; ways.len()];
        for rise in &all {
            let came = rise.coupon.map(|at| &rates.prices[cohort.plan].versions[cohort.version].coupons[at]);
            let others: Vec<Other> = ways
                .iter()
                .map(|(plan, version)| {
                    let there = &rates.prices[*plan].versions[*version].coupons;
                    let came = came.and_then(|came| there.iter().position(|coupon| coupon == came));
                    let away = Cohort { plan: *plan, version: *version, ..cohort.clone() };
                    let change = self.rises(&away, age).find(|rise| rise.coupon == came).map_or(0.0, |rise| rise.more);
                    Other { switching: self.segment().switching[*plan], change }
                })
                .collect();
            let reaction = self.reaction(rise, hazard, &others);
            leave += rise.share * reaction.leave;
            stayed += rise.share * reaction.stay[0];
            let segment = self.segment();
            let (attention, loyalty) = (segment.attention[month], segment.loyalty[month]);
            let cuts = cut(segment.cutting[month], attention, loyalty, rise.before, rise.before + rise.more);
            kept += rise.share * reaction.stay[0] * (1.0 - cuts);
            moved.iter_mut().zip(&reaction.switch).for_each(|(moved, more)| *moved += rise.share * more);
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

    fn reaction(&self, rise: &Rise<f64>, hazard: f64, others: &[Other]) -> Reaction {
        let segment = self.segment();
        reprice(Repricing {
            hazard,
            sensitivity: segment.beta[self.month],
            attention: segment.attention[self.month],
            loyalty: segment.loyalty[self.month],
            changes: &[rise.more],
            others,
        })
    }
}
