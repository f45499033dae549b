//! This file runs the cohorts: every month customers renew or leave, are repriced, grow, and new ones arrive.
//!
//! Invariants: a group's heads stand by age, so that a month is one pass over contiguous numbers; annual contracts
//! change only at anniversaries unless sizes change between them; every customer is posted to exactly one cell.

use crate::number::Number;
use crate::pricing::Interval;
use crate::workspace::Model;

use super::course::Held;
use super::flows::Flows;
use super::flows::Standing;
use super::group::Group;
use super::group::Stock;
use super::group::Taken;
use super::group::kept;
use super::kinds::Kind;
use super::kinds::Kinds;
use super::posts::Posts;
use super::prices::begins;
use super::rates::Rates;
use super::reaction::Work;
use super::recents::Recent;
use super::recents::Recents;
use super::reprice::Moment;
use super::returning::Lost;

/// Customers on their way into a group.
pub(super) struct Arrival<N> {
    /// Group they go to.
    pub group: usize,
    /// Where their cohort stands.
    pub position: usize,
    /// How many.
    pub heads: N,
    /// Units they have cut, in heads.
    pub cut: N,
    /// Share of what they had left that they have cut just now.
    pub cuts: N,
    /// Group they come from.
    pub before: usize,
    /// How many of their cohort were in it.
    pub of: N,
}

/// One segment under way.
struct Run<'a, N> {
    rates: &'a Rates<N>,
    segment: usize,
    groups: Vec<Group<N>>,
    kinds: &'a Kinds<'a, N>,
    arrivals: Vec<Arrival<N>>,
    recents: Recents<N>,
    /// Cohorts about to be repriced, as they stand in their group.
    taken: Vec<Taken<N>>,
    work: Work<'a, N>,
    lost: Lost<'a, N>,
}

/// Runs all cohorts. With `cohorts`, customers are also counted by month of acquisition.
pub fn run<N: Number>(model: &Model, rates: &Rates<N>, cohorts: bool) -> Flows<N> {
    let (segments, plans) = (rates.segments.len(), rates.prices.len());
    let mut flows = Flows::empty(rates.months, segments, plans, rates.counted.len());
    if cohorts {
        flows.cohorts = vec![vec![N::ZERO; rates.months]; rates.months + 1];
    }
    if rates.told {
        flows.held = vec![[N::ZERO; Held::COUNT]; flows.cells.len()];
    }
    if rates.fx.is_some() {
        flows.rated = vec![N::ZERO; flows.cells.len()];
    }
    for segment in 0..segments {
        let kinds = Kinds::new(rates, segment);
        let mut run = Run::new(rates, segment, &kinds);
        run.open(model, &mut flows);
        for month in 0..rates.months {
            run.month(month, &mut flows);
        }
        if rates.told {
            run.stand(&mut flows);
        }
    }
    flows.transfers.sort_by_key(|transfer| transfer.month);
    flows.repriced.sort_by_key(|repriced| repriced.month);
    if let Some(fx) = &rates.fx {
        fx.convert(&mut flows);
    }
    flows
}

impl<'a, N: Number> Run<'a, N> {
    fn new(rates: &'a Rates<N>, segment: usize, kinds: &'a Kinds<'a, N>) -> Self {
        let (length, meters) = (rates.ages - 1, rates.counted.len());
        let group = |kind: &Kind<'_, N>| Group::new(length, meters, kind.interval == 1 && !kind.table.restless);
        let groups = kinds.all.iter().map(group).collect();
        let lost = Lost::new(rates, segment);
        let (arrivals, recents, taken) = (Vec::new(), Recents::default(), Vec::new());
        Self { rates, segment, groups, kinds, arrivals, recents, taken, work: Work::new(), lost }
    }

    /// Puts the opening book in place: vintages spread evenly over their ages, all on version 0.
    fn open(&mut self, model: &Model, flows: &mut Flows<N>) {
        let (id, _) = model.segments.get_index(self.segment).expect("the segment is one of the model's");
        for vintage in model.opening.values().filter(|vintage| &vintage.segment == id) {
            let Some(plan) = model.plans.get_index_of(&vintage.plan) else { continue };
            let at = self.segment * flows.plans + plan;
            if self.rates.free[plan] {
                flows.opening[at].free_accounts += N::from_f64(vintage.customers);
                continue;
            }
            let interval = usize::from(vintage.interval == Interval::Annual);
            let group = self.kinds.group(plan, interval, 0, None);
            let table = self.kinds.all[group].table;
            let ages = vintage.age_to - vintage.age_from + 1;
            let heads = N::from_f64(vintage.customers) / N::from_f64(f64::from(ages));
            for age in vintage.age_from as usize..=vintage.age_to as usize {
                let position = self.rates.months + age;
                self.groups[group].add(position, heads);
                self.lost.remember(plan, interval, age, heads);
                let class = 11 - age % 12;
                let stock = Stock::of((heads, N::ZERO), table, table, age);
                self.groups[group].keep(class, stock);
                self.groups[group].keep_units(class, |meter| heads * self.rates.units[meter][self.segment][age]);
                let cell = &mut flows.opening[at];
                cell.customers += heads;
                cell.mrr += stock.mrr;
                if interval == 1 {
                    cell.annual_customers += heads;
                    cell.annual_mrr += stock.mrr;
                    let left = N::from_f64((11 - age % 12) as f64);
                    flows.opening_deferred[at] += stock.mrr * left;
                }
            }
        }
    }

    fn month(&mut self, month: usize, flows: &mut Flows<N>) {
        self.recents.forget(month);
        self.carry(month, flows);
        self.compare_recents(month, flows);
        self.arrive(month, flows);
        self.win(month, flows);
        self.close(month, flows);
    }

    /// Those who were there: renew or leave, are repriced, grow.
    fn carry(&mut self, month: usize, flows: &mut Flows<N>) {
        for group in 0..self.groups.len() {
            if self.groups[group].is_empty() {
                continue;
            }
            let kind = &self.kinds.all[group];
            let by_age = self.rates.staying(self.segment, month, kind);
            let shift = self.rates.months - 1 - month;
            let at = flows.at(month, self.segment, kind.plan);
            let mut lost = N::ZERO;
            if let Some(moment) = Moment::of(self.rates, self.kinds, self.segment, month, group) {
                self.groups[group].take(shift, kind.interval, &mut self.taken, |age| moment.acts(age));
                self.recents.take(group, &self.taken);
                lost = moment.run(&self.taken, by_age, &mut self.work, Posts { flows, arrivals: &mut self.arrivals });
            }
            let here = &mut self.groups[group];
            let pass = match here.yearly {
                true => here.anniversary(month, shift, by_age, kind.table, &self.rates.units, self.segment),
                false => here.pass(shift, kind.interval == 1, by_age, kind.table),
            };
            pass.post(&mut flows.cells[at], kind.interval == 1);
            self.lost.add(month, kind.plan, kind.interval, lost + pass.churned);
        }
    }

    /// Counts who is left at the end of those there before any price change.
    fn stand(&self, flows: &mut Flows<N>) {
        let Some(begins) = begins(&self.rates.prices) else { return };
        let (first, segment) = (self.rates.months - begins, self.segment);
        for (group, Kind { plan, version, point, .. }) in self.groups.iter().zip(&self.kinds.all) {
            let mut heads = N::ZERO;
            group.each(first, |_, of| heads += of);
            if heads > N::ZERO {
                let (plan, version, point) = (*plan, *version, *point);
                flows.standing.push(Standing { segment, plan, version, point, heads });
            }
        }
    }

    /// Corrects what is kept of MRR for customers whose MRR a year before is that of the group they came from.
    fn compare_recents(&mut self, month: usize, flows: &mut Flows<N>) {
        let shift = self.rates.months - 1 - month;
        for at in 0..self.recents.here.len() {
            let Recent { group, position, heads, cut, chain } = self.recents.here[at];
            let kind = &self.kinds.all[group];
            let age = position - shift;
            let stays = self.rates.staying(self.segment, month, kind)[age];
            let (heads, cut) = (heads * stays, cut * stays);
            (self.recents.here[at].heads, self.recents.here[at].cut) = (heads, cut);
            if age >= 12 {
                let before = self.recents.year_ago(chain, month).unwrap_or(group);
                let (now, then) = (kind.table, self.kinds.billed(before, group));
                let here = now.recurring[age];
                let right = kept((heads, cut), now, then) * here.smaller(then.recurring[age - 12]);
                let counted = kept((heads, cut), now, now) * here.smaller(now.recurring[age - 12]);
                let at = flows.at(month, self.segment, kind.plan);
                flows.cells[at].kept_mrr += right - counted;
            }
        }
    }

    /// Those who were repriced or moved reach their new group, and grow there as they would have.
    fn arrive(&mut self, month: usize, flows: &mut Flows<N>) {
        let shift = self.rates.months - 1 - month;
        let mut recents = std::mem::take(&mut self.recents);
        recents.prepare();
        let mut arrivals = std::mem::take(&mut self.arrivals);
        for arrival in arrivals.drain(..) {
            let Arrival { group, position, heads, cut, .. } = arrival;
            let Kind { plan, interval, table, .. } = self.kinds.all[group];
            let age = position - shift;
            let at = flows.at(month, self.segment, plan);
            let billed = heads - cut * table.follows.0;
            let grown = billed * (table.recurring[age] - table.recurring[age - 1]);
            let cell = &mut flows.cells[at];
            cell.expansion_mrr += grown.larger(N::ZERO);
            cell.contraction_mrr += (-grown).larger(N::ZERO);
            self.groups[group].put(position, (heads, cut));
            if interval == 1 {
                cell.annual_billed += billed * table.recurring[age] * N::from_f64(12.0);
                cell.payments += heads;
            }
            let yearly = self.groups[group].yearly;
            recents.arrive(&arrival, month, yearly, |(heads, cut), before| {
                let stock = Stock::of((heads, cut), table, self.kinds.billed(before, group), age);
                self.settle(group, month, age, (stock, heads - cut), flows);
            });
        }
        recents.settle();
        (self.recents, self.arrivals) = (recents, arrivals);
    }

    /// Puts stocks, with the heads whose units they have, where the month's close finds them.
    fn settle(&mut self, group: usize, month: usize, age: usize, (stock, have): (Stock<N>, N), flows: &mut Flows<N>) {
        let kind = &self.kinds.all[group];
        if self.groups[group].yearly {
            self.groups[group].keep(month % 12, stock);
            let units = &self.rates.units;
            let segment = self.segment;
            self.groups[group].keep_units(month % 12, |meter| have * units[meter][segment][age]);
        } else {
            let at = flows.at(month, self.segment, kind.plan);
            stock.post(&mut flows.cells[at], kind.interval == 1);
        }
    }

    /// New and returning customers, at the list in force.
    fn win(&mut self, month: usize, flows: &mut Flows<N>) {
        let rates = &self.rates.segments[self.segment];
        let (won, share) = (&rates.won[month], rates.annual_share[month]);
        let (free_accounts, trials) = (&rates.free_accounts[month], &rates.trials[month]);
        let returned = self.lost.returning(month);
        for (plan, won) in won.iter().enumerate() {
            let at = flows.at(month, self.segment, plan);
            flows.cells[at].free_accounts = N::from_f64(free_accounts[plan]);
            flows.cells[at].trials = N::from_f64(trials[plan]);
            if self.rates.free[plan] {
                continue;
            }
            let annual = *won * share;
            for (interval, new) in [*won - annual, annual].into_iter().enumerate() {
                let back = returned.get(plan).map_or(N::ZERO, |back| back[interval]);
                if new == N::ZERO && back == N::ZERO {
                    continue;
                }
                let group = self.kinds.group(plan, interval, self.rates.prices[plan].list[month], None);
                let table = self.kinds.all[group].table;
                let cell = &mut flows.cells[at];
                cell.new += new;
                cell.new_mrr += new * table.recurring[0];
                cell.reactivated += back;
                cell.reactivation_mrr += back * table.recurring[0];
                let heads = new + back;
                cell.once += heads * table.once;
                if interval == 1 {
                    cell.annual_billed += heads * table.recurring[0] * N::from_f64(12.0);
                    cell.payments += heads;
                }
                self.groups[group].add(self.rates.months - 1 - month, heads);
                self.settle(group, month, 0, (Stock::of((heads, N::ZERO), table, table, 0), heads), flows);
            }
        }
    }

    /// Adds what stands still between anniversaries, units of meters, and cohorts if they are counted.
    fn close(&mut self, month: usize, flows: &mut Flows<N>) {
        let shift = self.rates.months - 1 - month;
        for (group, kind) in self.groups.iter().zip(&self.kinds.all) {
            if group.is_empty() {
                continue;
            }
            let at = (month * flows.segments + self.segment) * flows.plans + kind.plan;
            if group.yearly {
                group.stock().post(&mut flows.cells[at], true);
            }
            for (meter, units) in self.rates.units.iter().enumerate() {
                let all = group.units(meter, shift, &units[self.segment]);
                flows.units[meter][at] += match kind.point {
                    None => all,
                    point => all * N::from_f64(self.rates.sizes[self.segment].factor(self.rates.counted[meter], point)),
                };
            }
            if self.rates.told {
                let stands = self.rates.prices[kind.plan].stands(kind.version, month);
                flows.held[at][stands as usize] += group.mrr(shift, kind.table);
            }
            if let Some(fx) = &self.rates.fx {
                flows.rated[at] += group.mrr(shift, kind.table) * fx.at(self.segment, kind.plan, kind.version, month);
            }
            if !flows.cohorts.is_empty() {
                group.each(shift, |position, heads| {
                    let acquired = self.rates.months.saturating_sub(position);
                    flows.cohorts[acquired][month] += heads;
                });
            }
        }
        for plan in 0..flows.plans {
            let at = (month * flows.segments + self.segment) * flows.plans + plan;
            let cell = &mut flows.cells[at];
            cell.payments += cell.customers - cell.annual_customers;
        }
    }
}
