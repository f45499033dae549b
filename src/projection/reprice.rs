//! This file is the moment of repricing: who of those moved to new prices stays, cuts seats, leaves, or takes another plan;
//! and the same of those for whom terms end that they came with.
//!
//! Conventions of cutting: customers react to the bill of the units they would have had without any cut, whatever they have
//! cut before; what they cut stays cut, on whatever plan; who takes another plan or is bound cuts nothing more.

use crate::number::Number;
use crate::pricing::SIZE_POINTS;
use crate::retention::reprice::Other;
use crate::retention::reprice::Repricing;
use crate::retention::reprice::cut;
use crate::retention::reprice::reprice_into;

use super::cohorts::Arrival;
use super::course::Came;
use super::course::Customer;
use super::course::Due;
use super::flows::Repriced;
use super::group::Taken;
use super::kinds::Kind;
use super::kinds::Kinds;
use super::lapse::Lapsed;
use super::posts::Posts;
use super::rates::Rates;
use super::table::Table;

/// Customers of one group, some of them about to be moved to another version of their plan.
pub(super) struct Moment<'a, N> {
    pub rates: &'a Rates<N>,
    pub kinds: &'a Kinds<'a, N>,
    pub segment: usize,
    pub month: usize,
    pub group: usize,
    pub kind: &'a Kind<'a, N>,
    /// Whether they part by size now.
    pub parts: bool,
    /// Whether a price change may be due.
    pub stirs: bool,
    /// Whether there is an age at which terms end.
    pub lapses: bool,
    /// What all of them are due, where their age and size do not matter.
    alike: Option<Due<'a>>,
}

/// Customers of one cohort and, where they part, one size.
#[derive(Clone, Copy)]
struct Part<N> {
    position: usize,
    point: Option<usize>,
    heads: N,
    /// Units they have cut, in heads.
    cut: N,
    /// How many of their cohort were in the group.
    of: N,
}

/// Where a customer may go instead.
pub(super) struct Way<'a, N> {
    pub group: usize,
    pub plan: usize,
    pub table: &'a Table<N>,
    /// What the same plan cost on the list before the change.
    pub before: &'a Table<N>,
}

/// A version of their plan that customers may stay on.
struct Stage<'a, N> {
    /// What they would be billed on it.
    offered: &'a Table<N>,
    /// The group that those who take it come to, of the plan's successor where that has taken its customers over.
    group: usize,
}

/// What is worked out for one part after another, in memory that all of them use.
pub(super) struct Work<'a, N> {
    /// What customers are due and their size: what follows is the same for all of whom these are.
    of: Option<(Due<'a>, Option<usize>)>,
    /// Where they may go instead.
    ways: Vec<Way<'a, N>>,
    /// What they may stay on.
    stages: Vec<Stage<'a, N>>,
    others: Vec<Other>,
    changes: Vec<f64>,
    switch: Vec<f64>,
    stay: Vec<f64>,
}

impl<N> Work<'_, N> {
    /// Nothing yet.
    pub fn new() -> Self {
        let (ways, stages, others) = (Vec::new(), Vec::new(), Vec::new());
        Self { of: None, ways, stages, others, changes: Vec::new(), switch: Vec::new(), stay: Vec::new() }
    }
}

impl<'a, N: Number> Moment<'a, N> {
    /// The moment of a group, where anybody in it may be due to move.
    pub fn of(
        rates: &'a Rates<N>,
        kinds: &'a Kinds<'a, N>,
        segment: usize,
        month: usize,
        group: usize,
    ) -> Option<Self> {
        let kind = &kinds.all[group];
        let prices = &rates.prices[kind.plan];
        let stirs = prices.stirs(kind.version, month);
        let lapses = !kind.table.rises.is_empty() && !rates.binds(kind, month);
        if !stirs && !lapses {
            return None;
        }
        let asked = || rates.sizes[segment].cuts || prices.parts(segment, kind.version, month);
        let parts = stirs && rates.apart[segment] && kind.point.is_none() && asked();
        let moment = Self { rates, kinds, segment, month, group, kind, parts, stirs, lapses, alike: None };
        if parts || lapses || !prices.alike(kind.version) {
            return Some(moment);
        }
        let alike = Some(moment.due(kind.point, 0)?);
        Some(Self { alike, ..moment })
    }

    /// Whether customers of an age are moved, part, or meet the end of terms.
    pub fn acts(&self, age: usize) -> bool {
        self.parts || self.alike.is_some() || self.stirs && self.due(self.kind.point, age).is_some() || self.ends(age)
    }

    /// Whether terms of customers of an age end.
    fn ends(&self, age: usize) -> bool {
        self.lapses && self.kind.table.rises.iter().any(|rise| rise.age == age)
    }

    /// Whether customers of an age part by size now: those who may cut do before they first can, so that what they cut is
    /// always of their own bill.
    fn parts_at(&self, age: usize) -> bool {
        let may = self.rates.apart[self.segment] && self.rates.sizes[self.segment].cuts;
        self.parts || may && self.kind.point.is_none() && self.ends(age)
    }

    fn due(&self, point: Option<usize>, age: usize) -> Option<Due<'a>> {
        if self.alike.is_some() {
            return self.alike;
        }
        let sizes = &self.rates.sizes[self.segment];
        let size = |meter: usize, age: usize| sizes.of(meter, age, point);
        let (segment, kind, month) = (self.segment, self.kind, self.month);
        self.rates.prices[kind.plan].due(&Customer { segment, held: kind.version, month, age, size: &size })
    }

    /// Moves `heads`, by position; gives how many left. `by_age` is the share who would have stayed at the old price.
    pub fn run(&self, taken: &[Taken<N>], by_age: &[N], work: &mut Work<'a, N>, mut posts: Posts<'_, N>) -> N {
        let kind = self.kind;
        work.of = None;
        let (mut left, mut told) = (N::ZERO, Repriced::new(self.month, self.segment, kind.plan));
        for &Taken { position, heads, cut } in taken {
            let parts = self.parts_at(position + self.month + 1 - self.rates.months);
            let points = if parts { SIZE_POINTS } else { 1 };
            for part in 0..points {
                let point = if parts { Some(part) } else { kind.point };
                let share = |of: N| if parts { of / N::from_f64(SIZE_POINTS as f64) } else { of };
                let part = Part { position, point, heads: share(heads), cut: share(cut), of: heads };
                left += self.part(part, by_age, work, &mut posts, &mut told);
            }
        }
        if self.stirs {
            posts.flows.repriced.push(told);
        }
        left
    }

    fn part(
        &self,
        part: Part<N>,
        by_age: &[N],
        work: &mut Work<'a, N>,
        posts: &mut Posts<'_, N>,
        told: &mut Repriced<N>,
    ) -> N {
        let Part { position, point, heads, .. } = part;
        let age = position + self.month + 1 - self.rates.months;
        let (group, held) = self.on(self.kind.version, point);
        // What units cut, of one customer, and its bill with those cut taken off.
        let had = if part.cut == N::ZERO { N::ZERO } else { part.cut / heads };
        let before = held.recurring[age - 1] * (N::ONE - had * held.follows.0);
        let kind = &self.kinds.all[group];
        let lapsed = |bare| {
            if self.lapses { self.rates.lapsed(self.segment, self.month, kind, age, bare) } else { None }
        };
        let Some(due) = self.due(point, age) else {
            let usual = || Lapsed { leave: (N::ONE - by_age[age]).to_f64(), ..Lapsed::default() };
            return self.lapse(part, &lapsed(false).unwrap_or_else(usual), posts);
        };
        let hazard = lapsed(true).map_or(N::ONE - by_age[age], |lapsed| N::from_f64(lapsed.leave));
        self.prepare(&due, held, point, age, work);
        let lost = heads * N::from_f64(self.react(&due, hazard, work));
        let Work { ways, stages, switch, stay, .. } = work;
        let mut rest = heads - lost;
        for (way, share) in ways.iter().zip(switch.iter()) {
            let gone = heads * N::from_f64(*share);
            if gone != N::ZERO {
                rest -= gone;
                self.transfer(way, (gone, gone * had), age, held, posts.flows);
                posts.arrivals.push(self.arrival(way.group, part, (gone, gone * had), N::ZERO));
                told.downgraded += gone * before;
            }
        }
        told.repriced += rest * before;
        told.lost += lost * before;
        told.anyway += heads * hazard * before;
        self.leave(lost, before, posts);
        for (at, (stage, share)) in stages.iter().zip(stay.iter()).enumerate() {
            // The last takes what is left, so that nobody is lost to rounding.
            let stayed = if at + 1 == stages.len() { rest } else { heads * N::from_f64(*share) };
            rest -= stayed;
            let part = Part { heads: stayed, cut: stayed * had, ..part };
            let cut = self.stay(&due, held, stage.group, part, posts);
            told.cut += cut;
            told.repriced -= cut;
        }
        lost
    }

    /// Works out what share leaves, and puts what shares go which way into `work`.
    fn react(&self, due: &Due<'_>, hazard: N, work: &mut Work<'a, N>) -> f64 {
        let segment = &self.rates.segments[self.segment];
        let Work { others, changes, switch, stay, .. } = work;
        let repricing = Repricing {
            hazard: if due.bound { 0.0 } else { hazard.to_f64() },
            sensitivity: segment.beta[self.month],
            attention: due.attention * segment.attention[self.month],
            loyalty: segment.loyalty[self.month],
            changes,
            others,
        };
        reprice_into(repricing, switch, stay)
    }

    /// Some of a part on their way into a group, who have cut `cut`, of it the share `cuts` of what they had just now.
    fn arrival(&self, group: usize, part: Part<N>, (heads, cut): (N, N), cuts: N) -> Arrival<N> {
        Arrival { group, position: part.position, heads, cut, cuts, before: self.group, of: part.of }
    }

    /// Those whose price nobody changes: they leave, take another plan, or stay with what they do not cut. Gives how many
    /// left.
    fn lapse(&self, part: Part<N>, lapsed: &Lapsed, posts: &mut Posts<'_, N>) -> N {
        let Part { position, point, heads, cut, .. } = part;
        let age = position + self.month + 1 - self.rates.months;
        let (here, held) = self.on(self.kind.version, point);
        let full = held.recurring[age - 1];
        let had = if cut == N::ZERO { N::ZERO } else { cut / heads };
        let lost = heads * N::from_f64(lapsed.leave);
        self.leave(lost, full * (N::ONE - had * held.follows.0), posts);
        let mut stayed = heads - lost;
        for (plan, version, share) in lapsed.moves.iter().filter(|(.., share)| *share > 0.0) {
            let (gone, (group, table)) = (heads * N::from_f64(*share), self.of_plan(*plan, *version, point));
            stayed -= gone;
            let cut = gone * had;
            self.transfer(&Way { group, plan: *plan, table, before: table }, (gone, cut), age, held, posts.flows);
            posts.arrivals.push(self.arrival(group, part, (gone, cut), N::ZERO));
        }
        let (cut, cuts) = (stayed * had, N::from_f64(lapsed.cuts));
        let more = (stayed - cut) * cuts;
        let cell = posts.flows.at(self.month, self.segment, self.kind.plan);
        posts.flows.cells[cell].contraction_mrr += more * full * held.follows.0;
        posts.arrivals.push(self.arrival(here, part, (stayed, cut + more), cuts));
        lost
    }

    /// What a part of an age may do, and what each of it changes its bill by.
    fn prepare(&self, due: &Due<'a>, held: &Table<N>, point: Option<usize>, age: usize, work: &mut Work<'a, N>) {
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

    /// Posts customers who stay and come to `group`: the price at the units they had, then what they cut of them. Gives what
    /// that was at the old price.
    fn stay(&self, due: &Due<'_>, before: &Table<N>, group: usize, part: Part<N>, posts: &mut Posts<'_, N>) -> N {
        let Part { position, heads, cut: had, .. } = part;
        let age = position + self.month + 1 - self.rates.months;
        let Kind { plan, table: after, .. } = self.kinds.all[group];
        let (old, new) = (before.recurring[age - 1], after.recurring[age - 1]);
        if plan != self.kind.plan {
            self.carry(plan, heads, heads * old - had * old * before.follows.0, posts.flows);
        }
        let there = posts.flows.at(self.month, self.segment, plan);
        let cell = &mut posts.flows.cells[there];
        cell.price_mrr += heads * (new - old) - had * (new * after.follows.0 - old * before.follows.0);
        let cuts = N::from_f64(self.cuts(due, before.own(age - 1).to_f64(), after.own(age - 1).to_f64()));
        let more = (heads - had) * cuts;
        cell.contraction_mrr += more * new * after.follows.0;
        posts.arrivals.push(self.arrival(group, part, (heads, had + more), cuts));
        more * old * before.follows.0
    }

    /// The share of what they have left that customers cut as their bill goes from `before` to `after`.
    fn cuts(&self, due: &Due<'_>, before: f64, after: f64) -> f64 {
        let segment = &self.rates.segments[self.segment];
        if due.bound || segment.cutting[self.month] == 0.0 {
            return 0.0;
        }
        let attention = due.attention * segment.attention[self.month];
        cut(segment.cutting[self.month], attention, segment.loyalty[self.month], before, after)
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

    /// The group of those who hold a version of the plan, and what they are billed.
    fn on(&self, version: usize, point: Option<usize>) -> (usize, &'a Table<N>) {
        self.of_plan(self.kind.plan, version, point)
    }

    /// The same of any plan.
    fn of_plan(&self, plan: usize, version: usize, point: Option<usize>) -> (usize, &'a Table<N>) {
        let group = self.kinds.group(plan, self.kind.interval, version, point);
        (group, self.kinds.all[group].table)
    }

    /// What one of the ways to stay leads to.
    fn stage(&self, due: &Due<'_>, way: usize, point: Option<usize>) -> Stage<'a, N> {
        let plan = self.kind.plan;
        let version = self.rates.prices[plan].led_to(due, way, self.month);
        let (heir, landed) = self.rates.landed(plan, version, self.month);
        Stage { offered: self.on(version, point).1, group: self.of_plan(heir, landed, point).0 }
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
                table: self.of_plan(plan, listed, point).1,
                before: self.of_plan(plan, then, point).1,
            }
        })
    }
}
