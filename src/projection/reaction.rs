//! This file is the reaction at a moment of repricing: what ways customers have, and what share of them takes each.

use crate::number::Number;
use crate::retention::reprice::Other;
use crate::retention::reprice::Repricing;
use crate::retention::reprice::cut;
use crate::retention::reprice::reprice_into;

use super::course::Came;
use super::course::Due;
use super::kinds::Kind;
use super::reprice::Moment;
use super::table::Rise;
use super::table::Table;

/// Where a customer may go instead.
pub(super) struct Way<'a, N> {
    pub group: usize,
    pub plan: usize,
    /// The version of today's list.
    pub version: usize,
    pub table: &'a Table<N>,
    /// What the same plan cost on the list before the change.
    pub before: &'a Table<N>,
}

/// A version of their plan that customers may stay on.
pub(super) struct Stage<'a, N> {
    version: usize,
    /// What they would be billed on it.
    offered: &'a Table<N>,
    /// The group that those who take it come to, of the plan's successor where that has taken its customers over.
    pub group: usize,
}

/// What is worked out for one part after another, in memory that all of them use.
pub(super) struct Work<'a, N> {
    /// What customers are due and their size: what follows is the same for all of whom these are.
    pub of: Option<(Due<'a>, Option<usize>)>,
    /// Where they may go instead.
    pub ways: Vec<Way<'a, N>>,
    /// What they may stay on.
    pub stages: Vec<Stage<'a, N>>,
    others: Vec<Other>,
    changes: Vec<f64>,
    pub switch: Vec<f64>,
    pub stay: Vec<f64>,
    /// By way to stay, the share of their units that those who take it cut.
    pub cuts: Vec<f64>,
}

impl<N> Work<'_, N> {
    /// Nothing yet.
    pub fn new() -> Self {
        let (ways, stages, others) = (Vec::new(), Vec::new(), Vec::new());
        let (changes, switch, stay, cuts) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { of: None, ways, stages, others, changes, switch, stay, cuts }
    }
}

impl<'a, N: Number> Moment<'a, N> {
    /// What a part of an age may do, and what each of it changes its bill by.
    pub fn prepare(&self, due: &Due<'a>, held: &Table<N>, point: Option<usize>, age: usize, work: &mut Work<'a, N>) {
        if work.of.is_none_or(|(other, size)| size != point || !other.is(due)) {
            work.of = Some((*due, point));
            work.ways.clear();
            if !due.bound {
                work.ways.extend(self.ways(due.from, point));
            }
            work.stages.clear();
            work.stages.extend((0..due.choices()).map(|way| self.stage(due, way, point)));
            work.switch.resize(work.ways.len(), 0.0);
            work.stay.resize(work.stages.len(), 0.0);
            let switching = &self.rates.segments[self.segment].switching;
            work.others.clear();
            work.others.extend(work.ways.iter().map(|way| Other { switching: switching[way.plan], change: 0.0 }));
        }
        for (other, way) in work.others.iter_mut().zip(&work.ways) {
            other.change = (way.table.felt(age - 1) - way.before.felt(age - 1)).to_f64();
        }
        let before = held.felt(age - 1);
        work.changes.clear();
        match work.stages.as_slice() {
            [one] => work.changes.push((one.offered.felt(age - 1) - before).to_f64()),
            _ => work.changes.extend(self.changes(due, before, point, age)),
        }
    }

    /// Works out what share leaves, and puts what shares go which way, and cut what, into `work`. Those for whom terms end
    /// as well react to all that changes their bill at once, apart from those for whom none do.
    pub fn react(&self, due: &Due<'_>, kind: &Kind<'a, N>, age: usize, hazard: f64, work: &mut Work<'a, N>) -> f64 {
        let ending = || self.rates.ending(self.month, kind, age);
        if !self.lapses || due.bound || ending().next().is_none() {
            let leave = self.answer(due, hazard, due.attention, work);
            self.cut(due, kind, age, None, work);
            return leave;
        }
        let rest = 1.0 - ending().map(|rise| rise.share).sum::<f64>();
        let (changes, others) = (work.changes.clone(), work.others.clone());
        let (mut leave, mut switch, mut stay) = (0.0, vec![0.0; others.len()], vec![0.0; changes.len()]);
        let mut cuts = vec![0.0; changes.len()];
        for (share, rise) in ending().map(|rise| (rise.share, Some(rise))).chain([(rest, None)]) {
            let more = |plan, version| {
                let more = |rise| self.rates.more(self.segment, kind, (plan, version), rise);
                rise.map_or(0.0, more)
            };
            // The end of terms is noticed as far as the segment notices any rise, a price change as it says.
            for ((change, of), stage) in work.changes.iter_mut().zip(&changes).zip(&work.stages) {
                *change = due.attention * of + more(kind.plan, stage.version);
            }
            for ((other, of), way) in work.others.iter_mut().zip(&others).zip(&work.ways) {
                other.change = due.attention * of.change + more(way.plan, way.version);
            }
            leave += share * self.answer(due, hazard, 1.0, work);
            self.cut(due, kind, age, rise, work);
            switch.iter_mut().zip(&work.switch).for_each(|(all, moved)| *all += share * moved);
            for (at, stayed) in work.stay.iter().enumerate() {
                stay[at] += share * stayed;
                cuts[at] += share * stayed * work.cuts[at];
            }
        }
        cuts.iter_mut().zip(&stay).filter(|(_, stayed)| **stayed > 0.0).for_each(|(cut, stayed)| *cut /= stayed);
        (work.switch, work.stay, work.cuts) = (switch, stay, cuts);
        leave
    }

    /// The reaction to the changes in `work`, which are noticed `attention` times as much as the segment notices any.
    fn answer(&self, due: &Due<'_>, hazard: f64, attention: f64, work: &mut Work<'a, N>) -> f64 {
        let segment = &self.rates.segments[self.segment];
        let Work { others, changes, switch, stay, .. } = work;
        let repricing = Repricing {
            hazard: if due.bound { 0.0 } else { hazard },
            sensitivity: segment.beta[self.month],
            attention: attention * segment.attention[self.month],
            loyalty: segment.loyalty[self.month],
            changes,
            others,
        };
        reprice_into(repricing, switch, stay)
    }

    /// Puts into `work` the share of what they have left that customers cut, by the way they stay, as their bill follows it
    /// and, with `rise`, as terms of theirs end.
    fn cut(&self, due: &Due<'_>, kind: &Kind<'a, N>, age: usize, rise: Option<&Rise<N>>, work: &mut Work<'a, N>) {
        let segment = &self.rates.segments[self.segment];
        let Work { stages, cuts, .. } = work;
        cuts.clear();
        if due.bound || segment.cutting[self.month] == 0.0 {
            return cuts.resize(stages.len(), 0.0);
        }
        let (attention, loyalty) = (segment.attention[self.month], segment.loyalty[self.month]);
        let risen =
            |before: N, after: N| if before > N::ZERO && after > N::ZERO { (after / before).to_f64() } else { 1.0 };
        let (before, ended) =
            (kind.table.own(age - 1), rise.map_or(1.0, |rise| risen(rise.before, rise.before + rise.more)));
        cuts.extend(stages.iter().map(|stage| {
            let listed = risen(before, self.kinds.all[stage.group].table.own(age - 1));
            cut(segment.cutting[self.month], attention, loyalty, 1.0, ended * libm::pow(listed, due.attention))
        }));
    }

    /// What each of several ways to stay changes the bill `before` by: who has a choice compares the mean of what each would
    /// bill from now until all of them have come to the list, a year at least, at today's size.
    fn changes(&self, due: &Due<'_>, before: N, point: Option<usize>, age: usize) -> impl Iterator<Item = f64> {
        let kind = self.kind;
        let prices = &self.rates.prices[kind.plan];
        let bill = move |version: usize| self.on(version, point).1.felt(age - 1);
        let end = due.settled().max(self.month + 12);
        let months = (self.month..end).step_by(if kind.interval == 0 { 1 } else { 12 });
        let mean = move |way: usize| {
            let changes = months.clone().map(|month| (bill(prices.led_to(due, way, month)) - before).to_f64());
            changes.sum::<f64>() / months.len() as f64
        };
        (0..due.choices()).map(mean)
    }

    /// What one of the ways to stay leads to.
    fn stage(&self, due: &Due<'_>, way: usize, point: Option<usize>) -> Stage<'a, N> {
        let plan = self.kind.plan;
        let version = self.rates.prices[plan].led_to(due, way, self.month);
        let (heir, landed) = self.rates.landed(plan, version, self.month);
        Stage { version, offered: self.on(version, point).1, group: self.of_plan(heir, landed, point).0 }
    }

    fn ways(&self, from: usize, point: Option<usize>) -> impl Iterator<Item = Way<'a, N>> {
        let kind = self.kind;
        let others = (0..self.rates.prices.len()).filter(|plan| *plan != kind.plan && !self.rates.free[*plan]);
        others.filter(|plan| self.rates.segments[self.segment].switching[*plan] > 0.0).map(move |plan| {
            let prices = &self.rates.prices[plan];
            let wave = self.rates.prices[kind.plan].wave(kind.version);
            let listed = prices.in_wave(prices.list[self.month], wave);
            let switched = prices.lists[prices.nodes[listed].list][Came::Switched as usize];
            let switched = prices.in_wave(switched, wave);
            let then = prices.in_wave(from.checked_sub(1).map_or(0, |then| prices.list[then]), wave);
            Way {
                group: self.of_plan(plan, switched, point).0,
                plan,
                version: listed,
                table: self.of_plan(plan, listed, point).1,
                before: self.of_plan(plan, then, point).1,
            }
        })
    }
}
