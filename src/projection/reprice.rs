//! This file is the moment of repricing: who of those moved to new prices stays, cuts seats, leaves, or takes another plan;
//! and the same of those for whom terms end that they came with.
//!
//! Conventions of cutting: customers react to the bill of the units they would have had without any cut, whatever they have
//! cut before; what they cut stays cut, on whatever plan; who takes another plan or is bound cuts nothing more.

use crate::number::Number;
use crate::pricing::SIZE_POINTS;

use super::cohorts::Arrival;
use super::course::Customer;
use super::course::Due;
use super::flows::Repriced;
use super::group::Taken;
use super::kinds::Kind;
use super::kinds::Kinds;
use super::lapse::Lapsed;
use super::posts::Posts;
use super::rates::Rates;
use super::reaction::Way;
use super::reaction::Work;
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
        let lapsed = if self.lapses { self.rates.lapsed(self.segment, self.month, kind, age) } else { None };
        let usual = || Lapsed { leave: (N::ONE - by_age[age]).to_f64(), ..Lapsed::default() };
        let Some(due) = self.due(point, age) else {
            return self.lapse(part, &lapsed.unwrap_or_else(usual), posts);
        };
        // Without the change.
        let anyway = lapsed.map_or(N::ONE - by_age[age], |lapsed| N::from_f64(lapsed.leave));
        self.prepare(&due, held, point, age, work);
        let lost = heads * N::from_f64(self.react(&due, kind, age, (N::ONE - by_age[age]).to_f64(), work));
        let Work { ways, stages, switch, stay, cuts, .. } = work;
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
        told.anyway += heads * anyway * before;
        self.leave(lost, before, posts);
        for (at, ((stage, share), cuts)) in stages.iter().zip(stay.iter()).zip(cuts.iter()).enumerate() {
            // The last takes what is left, so that nobody is lost to rounding.
            let stayed = if at + 1 == stages.len() { rest } else { heads * N::from_f64(*share) };
            rest -= stayed;
            let part = Part { heads: stayed, cut: stayed * had, ..part };
            let cut = self.stay(held, stage.group, part, N::from_f64(*cuts), posts);
            told.cut += cut;
            told.repriced -= cut;
        }
        lost
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
            let way = Way { group, plan: *plan, version: *version, table, before: table };
            self.transfer(&way, (gone, cut), age, held, posts.flows);
            posts.arrivals.push(self.arrival(group, part, (gone, cut), N::ZERO));
        }
        let (cut, cuts) = (stayed * had, N::from_f64(lapsed.cuts));
        let more = (stayed - cut) * cuts;
        let cell = posts.flows.at(self.month, self.segment, self.kind.plan);
        posts.flows.cells[cell].contraction_mrr += more * full * held.follows.0;
        posts.arrivals.push(self.arrival(here, part, (stayed, cut + more), cuts));
        lost
    }

    /// Posts customers who stay and come to `group`: the price at the units they had, then what they cut of them. Gives what
    /// that was at the old price.
    fn stay(&self, before: &Table<N>, group: usize, part: Part<N>, cuts: N, posts: &mut Posts<'_, N>) -> N {
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
        let more = (heads - had) * cuts;
        cell.contraction_mrr += more * new * after.follows.0;
        posts.arrivals.push(self.arrival(group, part, (heads, had + more), cuts));
        more * old * before.follows.0
    }

    /// The group of those who hold a version of the plan, and what they are billed.
    pub fn on(&self, version: usize, point: Option<usize>) -> (usize, &'a Table<N>) {
        self.of_plan(self.kind.plan, version, point)
    }

    /// The same of any plan.
    pub fn of_plan(&self, plan: usize, version: usize, point: Option<usize>) -> (usize, &'a Table<N>) {
        let group = self.kinds.group(plan, self.kind.interval, version, point);
        (group, self.kinds.all[group].table)
    }
}
