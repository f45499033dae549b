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
use super::flows::Flows;
use super::flows::Repriced;
use super::flows::Transfer;
use super::group::Taken;
use super::kinds::Kind;
use super::kinds::Kinds;
use super::lapse::Lapsed;
use super::rates::Rates;
use super::table::Table;

/// Customers of one group, some of them about to be moved to another version of their plan.
pub(super) struct Moment<'a, N> {
    pub rates: &'a Rates<N>,
    pub segment: usize,
    pub month: usize,
    pub kind: Kind,
    pub group: usize,
    /// Whether they part by size now.
    pub parts: bool,
    /// Whether a price change may be due.
    pub stirs: bool,
    /// Whether there is an age at which terms end.
    pub lapses: bool,
}

/// Where what happens is written.
pub(super) struct Posts<'a, N> {
    pub kinds: &'a Kinds,
    pub flows: &'a mut Flows<N>,
    pub arrivals: &'a mut Vec<Arrival<N>>,
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
struct Way<'a, N> {
    group: usize,
    plan: usize,
    table: &'a Table<N>,
    /// What the same plan cost on the list before the change.
    before: &'a Table<N>,
}

/// What is worked out for one part after another, in memory that all of them use.
struct Work<'a, N> {
    /// Where they may go instead, which is the same for all sizes that come from one list.
    ways: Vec<Way<'a, N>>,
    /// The list and the size that `ways` is of.
    of: Option<(usize, Option<usize>)>,
    others: Vec<Other>,
    changes: Vec<f64>,
    switch: Vec<f64>,
    stay: Vec<f64>,
}

impl<N> Work<'_, N> {
    fn new() -> Self {
        let (ways, others) = (Vec::new(), Vec::new());
        Self { ways, of: None, others, changes: Vec::new(), switch: Vec::new(), stay: Vec::new() }
    }
}

impl<'a, N: Number> Moment<'a, N> {
    /// The moment of a group, where anybody in it may be due to move.
    pub fn of(rates: &'a Rates<N>, segment: usize, month: usize, kind: Kind, group: usize) -> Option<Self> {
        let prices = &rates.prices[kind.plan];
        let stirs = prices.stirs(kind.version, month);
        let rises = &rates.table(segment, kind.plan, kind.interval, kind.version, kind.point).rises;
        let lapses = !rises.is_empty() && !rates.binds(kind, month);
        if !stirs && !lapses {
            return None;
        }
        let asked = || rates.sizes[segment].cuts || prices.parts(segment, kind.version, month);
        let parts = stirs && rates.apart[segment] && kind.point.is_none() && asked();
        let moment = Self { rates, segment, month, kind, group, parts, stirs, lapses };
        let idle = !lapses && !parts && prices.alike(kind.version) && moment.due(kind.point, 0).is_none();
        (!idle).then_some(moment)
    }

    /// Whether customers of an age are moved, part, or meet the end of terms.
    pub fn acts(&self, age: usize) -> bool {
        self.parts || self.stirs && self.due(self.kind.point, age).is_some() || self.ends(age)
    }

    /// Whether terms of customers of an age end.
    fn ends(&self, age: usize) -> bool {
        let held = || self.table(self.kind.plan, self.kind.version, self.kind.point);
        self.lapses && held().rises.iter().any(|rise| rise.age == age)
    }

    /// Whether customers of an age part by size now: those who may cut do before they first can, so that what they cut is
    /// always of their own bill.
    fn parts_at(&self, age: usize) -> bool {
        let may = self.rates.apart[self.segment] && self.rates.sizes[self.segment].cuts;
        self.parts || may && self.kind.point.is_none() && self.ends(age)
    }

    fn due(&self, point: Option<usize>, age: usize) -> Option<Due<'a>> {
        let sizes = &self.rates.sizes[self.segment];
        let size = |meter: usize, age: usize| sizes.of(meter, age, point);
        let (segment, held, month) = (self.segment, self.kind.version, self.month);
        self.rates.prices[self.kind.plan].due(&Customer { segment, held, month, age, size: &size })
    }

    /// Moves `heads`, by position; gives how many left. `by_age` is the share who would have stayed at the old price.
    pub fn run(&self, taken: &[Taken<N>], by_age: &[N], mut posts: Posts<'_, N>) -> N {
        let (mut left, mut told) = (N::ZERO, Repriced::new(self.month, self.segment, self.kind.plan));
        let mut work = Work::new();
        for &Taken { position, heads, cut } in taken {
            let parts = self.parts_at(position + self.month + 1 - self.rates.months);
            let points = if parts { SIZE_POINTS } else { 1 };
            for part in 0..points {
                let point = if parts { Some(part) } else { self.kind.point };
                let share = |of: N| if parts { of / N::from_f64(SIZE_POINTS as f64) } else { of };
                let part = Part { position, point, heads: share(heads), cut: share(cut), of: heads };
                left += self.part(part, by_age, &mut work, &mut posts, &mut told);
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
        let Part { position, point, heads, of, .. } = part;
        let age = position + self.month + 1 - self.rates.months;
        let held = self.table(self.kind.plan, self.kind.version, point);
        // What units cut, of one customer, and its bill with those cut taken off.
        let had = if part.cut == N::ZERO { N::ZERO } else { part.cut / heads };
        let before = held.recurring[age - 1] * (N::ONE - had * held.follows.0);
        let lapsed = |bare| {
            let kind = Kind { point, ..self.kind };
            if self.lapses { self.rates.lapsed(self.segment, self.month, kind, age, bare) } else { None }
        };
        let Some(due) = self.due(point, age) else {
            let usual = || Lapsed { leave: (N::ONE - by_age[age]).to_f64(), ..Lapsed::default() };
            return self.lapse(part, &lapsed(false).unwrap_or_else(usual), posts);
        };
        let hazard = lapsed(true).map_or(N::ONE - by_age[age], |lapsed| N::from_f64(lapsed.leave));
        let segment = &self.rates.segments[self.segment];
        self.prepare(&due, point, age, posts.kinds, work);
        let Work { ways, others, changes, switch, stay, .. } = work;
        let repricing = Repricing {
            hazard: if due.bound { 0.0 } else { hazard.to_f64() },
            sensitivity: segment.beta[self.month],
            attention: due.attention * segment.attention[self.month],
            loyalty: segment.loyalty[self.month],
            changes,
            others,
        };
        let lost = heads * N::from_f64(reprice_into(repricing, switch, stay));
        let mut rest = heads - lost;
        for (way, share) in ways.iter().zip(switch.iter()) {
            let gone = heads * N::from_f64(*share);
            if gone != N::ZERO {
                rest -= gone;
                let cut = gone * had;
                self.transfer(way, (gone, cut), age, held, posts.flows);
                let (group, came_from, cuts) = (way.group, self.group, N::ZERO);
                posts.arrivals.push(Arrival { group, position, heads: gone, cut, cuts, before: came_from, of });
                told.downgraded += gone * before;
            }
        }
        told.repriced += rest * before;
        told.lost += lost * before;
        told.anyway += heads * hazard * before;
        self.leave(lost, before, posts);
        for (way, share) in stay.iter().enumerate() {
            // The last takes what is left, so that nobody is lost to rounding.
            let stayed = if way + 1 == stay.len() { rest } else { heads * N::from_f64(*share) };
            rest -= stayed;
            let cut = self.stay(&due, way, Part { heads: stayed, cut: stayed * had, ..part }, posts);
            told.cut += cut;
            told.repriced -= cut;
        }
        lost
    }

    /// Those whose price nobody changes: they leave, take another plan, or stay with what they do not cut. Gives how many
    /// left.
    fn lapse(&self, part: Part<N>, lapsed: &Lapsed, posts: &mut Posts<'_, N>) -> N {
        let Part { position, point, heads, cut, of } = part;
        let age = position + self.month + 1 - self.rates.months;
        let (plan, interval) = (self.kind.plan, self.kind.interval);
        let held = self.table(plan, self.kind.version, point);
        let full = held.recurring[age - 1];
        let had = if cut == N::ZERO { N::ZERO } else { cut / heads };
        let lost = heads * N::from_f64(lapsed.leave);
        self.leave(lost, full * (N::ONE - had * held.follows.0), posts);
        let mut stayed = heads - lost;
        for (plan, version, share) in lapsed.moves.iter().filter(|(.., share)| *share > 0.0) {
            let (gone, table) = (heads * N::from_f64(*share), self.table(*plan, *version, point));
            stayed -= gone;
            let group = posts.kinds.group(*plan, interval, *version, point);
            let cut = gone * had;
            self.transfer(&Way { group, plan: *plan, table, before: table }, (gone, cut), age, held, posts.flows);
            posts.arrivals.push(Arrival { group, position, heads: gone, cut, cuts: N::ZERO, before: self.group, of });
        }
        let (cut, cuts) = (stayed * had, N::from_f64(lapsed.cuts));
        let more = (stayed - cut) * cuts;
        let here = posts.flows.at(self.month, self.segment, plan);
        posts.flows.cells[here].contraction_mrr += more * full * held.follows.0;
        let group = posts.kinds.group(plan, interval, self.kind.version, point);
        posts.arrivals.push(Arrival { group, position, heads: stayed, cut: cut + more, cuts, before: self.group, of });
        lost
    }

    /// What a part of an age may do, and what each of it changes its bill by.
    fn prepare(&self, due: &Due<'_>, point: Option<usize>, age: usize, kinds: &Kinds, work: &mut Work<'a, N>) {
        let of = Some((due.from, point)).filter(|_| !due.bound);
        if of.is_none() || work.of != of {
            work.ways.clear();
            if !due.bound {
                work.ways.extend(self.ways(due.from, point, kinds));
            }
            work.of = of;
        }
        let switching = &self.rates.segments[self.segment].switching;
        work.others.clear();
        work.others.extend(work.ways.iter().map(|way| Other {
            switching: switching[way.plan],
            change: (way.table.felt(age - 1) - way.before.felt(age - 1)).to_f64(),
        }));
        work.changes.clear();
        work.changes.extend(self.changes(due, point, age));
        for (shares, count) in [(&mut work.switch, work.ways.len()), (&mut work.stay, work.changes.len())] {
            shares.clear();
            shares.resize(count, 0.0);
        }
    }

    /// Posts customers who stay, on one of the ways to: the price at the units they had, then what they cut of them. Gives
    /// what that was at the old price.
    fn stay(&self, due: &Due<'_>, way: usize, part: Part<N>, posts: &mut Posts<'_, N>) -> N {
        let Part { position, point, heads, cut: had, of } = part;
        let age = position + self.month + 1 - self.rates.months;
        let version = self.rates.prices[self.kind.plan].led_to(due, way, self.month);
        let (plan, version) = self.rates.landed(self.kind.plan, version, self.month);
        let before = self.table(self.kind.plan, self.kind.version, point);
        let after = self.table(plan, version, point);
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
        let group = posts.kinds.group(plan, self.kind.interval, version, point);
        posts.arrivals.push(Arrival { group, position, heads, cut: had + more, cuts, before: self.group, of });
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

    fn leave(&self, lost: N, before: N, posts: &mut Posts<'_, N>) {
        let here = posts.flows.at(self.month, self.segment, self.kind.plan);
        let cell = &mut posts.flows.cells[here];
        cell.churned += lost;
        cell.churned_mrr += lost * before;
    }

    /// What each way to stay changes the bill by.
    ///
    /// With one, it is the change due now. Who has a choice compares the mean of what each way would bill from now until
    /// all of them have come to the list, a year at least, at today's size.
    fn changes(&self, due: &Due<'_>, point: Option<usize>, age: usize) -> impl Iterator<Item = f64> {
        let prices = &self.rates.prices[self.kind.plan];
        let bill = move |version: usize| self.table(self.kind.plan, version, point).felt(age - 1);
        let (before, count) = (bill(self.kind.version), due.choices());
        let end = if count == 1 { self.month + 1 } else { due.settled().max(self.month + 12) };
        let months = (self.month..end).step_by(if self.kind.interval == 0 { 1 } else { 12 });
        let mean = move |way: usize| {
            let changes = months.clone().map(|month| (bill(prices.led_to(due, way, month)) - before).to_f64());
            changes.sum::<f64>() / months.len() as f64
        };
        (0..count).map(mean)
    }

    /// Posts customers who take another plan: they bring their MRR, and what it changes by is expansion or contraction.
    fn transfer(&self, way: &Way<'_, N>, (gone, cut): (N, N), age: usize, held: &Table<N>, flows: &mut Flows<N>) {
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
    fn carry(&self, to: usize, heads: N, mrr: N, flows: &mut Flows<N>) {
        let (month, segment, from) = (self.month, self.segment, self.kind.plan);
        flows.transfers.push(Transfer { month, segment, from, to, mrr });
        let (here, there) = (flows.at(month, segment, from), flows.at(month, segment, to));
        let cell = &mut flows.cells[here];
        cell.moved -= heads;
        cell.moved_mrr -= mrr;
        let cell = &mut flows.cells[there];
        cell.moved += heads;
        cell.moved_mrr += mrr;
    }

    fn table(&self, plan: usize, version: usize, point: Option<usize>) -> &'a Table<N> {
        self.rates.table(self.segment, plan, self.kind.interval, version, point)
    }

    fn ways(&self, from: usize, point: Option<usize>, kinds: &Kinds) -> impl Iterator<Item = Way<'a, N>> {
        let others = (0..self.rates.prices.len()).filter(|plan| *plan != self.kind.plan && !self.rates.free[*plan]);
        others.filter(|plan| self.rates.segments[self.segment].switching[*plan] > 0.0).map(move |plan| {
            let prices = &self.rates.prices[plan];
            let wave = self.rates.prices[self.kind.plan].wave(self.kind.version);
            let listed = prices.in_wave(prices.list[self.month], wave);
            let switched = prices.lists[prices.nodes[listed].list][Came::Switched as usize];
            let switched = prices.in_wave(switched, wave);
            let then = prices.in_wave(from.checked_sub(1).map_or(0, |then| prices.list[then]), wave);
            Way {
                group: kinds.group(plan, self.kind.interval, switched, point),
                plan,
                table: self.table(plan, listed, point),
                before: self.table(plan, then, point),
            }
        })
    }
}
