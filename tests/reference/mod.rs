//! This module is a second engine: the plainest loops over single cohorts, each with the history of its own bill, to
//! compare the real one with. It shares the rates and the reaction to a price, and nothing else; who buys is found once more
//! in `choice`, from the bills.
//!
//! A cohort's bills are those of the units it would have had; what it has cut is a share of them, and stays so.

mod choice;
mod opening;
mod returns;
mod rises;

use planwright::projection::Came;
use planwright::projection::Customer;
use planwright::projection::Due;
use planwright::projection::Flows;
use planwright::projection::Held;
use planwright::projection::Node;
use planwright::projection::Rates;
use planwright::projection::Repriced;
use planwright::projection::Rise;
use planwright::projection::SegmentRates;
use planwright::projection::Transfer;
use planwright::retention::reprice::Other;
use planwright::workspace::Model;

pub use choice::chosen;
use opening::lost_before;
use opening::opening;

/// Customers alike in everything, with what one of them was billed at each month's end.
#[derive(Clone)]
struct Cohort {
    plan: usize,
    annual: bool,
    version: usize,
    /// Point of the sizes, once customers have parted by size.
    point: Option<usize>,
    acquired: i64,
    heads: f64,
    bills: Vec<f64>,
    /// Plan and version at each age, as the bills.
    held: Vec<(usize, usize)>,
    /// Money paid ahead by one of them.
    ahead: f64,
    /// Share of their units they have cut.
    cut: f64,
}

/// What the second engine finds.
pub struct Found {
    /// The cells; units and cohorts are left out.
    pub flows: Flows<f64>,
    /// Paid ahead at each month's end, over all segments.
    pub deferred: Vec<f64>,
}

/// Runs all segments of a model.
pub fn run(model: &Model, rates: &Rates<f64>) -> Found {
    let (segments, plans) = (rates.segments.len(), rates.prices.len());
    let mut found = Found { flows: Flows::empty(rates.months, segments, plans, 0), deferred: vec![0.0; rates.months] };
    found.flows.held = vec![[0.0; Held::COUNT]; found.flows.cells.len()];
    found.flows.rated = vec![0.0; found.flows.cells.len()];
    for at in 0..segments {
        let mut cohorts = opening(model, rates, at, &mut found.flows);
        let mut lost = vec![vec![[0.0; 2]; plans]; 12 + rates.months];
        cohorts.iter().for_each(|cohort| lost_before(rates, at, cohort, &mut lost));
        for month in 0..rates.months {
            let mut segment = Segment { rates, at, month, flows: &mut found.flows, lost: &mut lost };
            cohorts = segment.carry(cohorts);
            segment.win(&mut cohorts);
            segment.close(&mut cohorts);
            found.deferred[month] += cohorts.iter().map(|cohort| cohort.heads * cohort.ahead).sum::<f64>();
        }
    }
    if let Some(fx) = &rates.fx {
        fx.convert(&mut found.flows);
    }
    found
}

struct Segment<'a> {
    rates: &'a Rates<f64>,
    at: usize,
    month: usize,
    flows: &'a mut Flows<f64>,
    lost: &'a mut Vec<Vec<[f64; 2]>>,
}

impl Segment<'_> {
    fn segment(&self) -> &SegmentRates<f64> {
        &self.rates.segments[self.at]
    }

    /// What a customer like one of the cohort is billed on another plan or version.
    fn bill(&self, cohort: &Cohort, (plan, version): (usize, usize), age: usize) -> f64 {
        self.rates.table(self.at, plan, usize::from(cohort.annual), version, cohort.point).recurring[age]
    }

    /// The cohort, or a fifth of it for each point of the sizes where it parts now, as if they had always been apart.
    fn parted(&self, cohort: Cohort, acts: bool) -> Vec<Cohort> {
        let prices = &self.rates.prices[cohort.plan];
        let asked = self.rates.sizes[self.at].cuts || prices.parts(self.at, cohort.version, self.month);
        let age = (self.month as i64 - cohort.acquired) as usize;
        let bound = self.month < prices.nodes[cohort.version].bound;
        let ends = self.rates.sizes[self.at].cuts && !bound && self.rises(&cohort, age).next().is_some();
        let come = prices.stirs(cohort.version, self.month) && asked || ends;
        if !acts || cohort.point.is_some() || !self.rates.apart[self.at] || !come {
            return vec![cohort];
        }
        let one = |point| {
            let mut part = Cohort { point: Some(point), heads: cohort.heads / 5.0, ..cohort.clone() };
            part.bills = cohort.held.iter().enumerate().map(|(age, held)| self.bill(&part, *held, age)).collect();
            part
        };
        (0..5).map(one).collect()
    }

    /// The bill as it is felt in a choice.
    fn felt(&self, cohort: &Cohort, (plan, version): (usize, usize), age: usize) -> f64 {
        let table = self.rates.table(self.at, plan, usize::from(cohort.annual), version, cohort.point);
        self.own(cohort, (plan, version), age) - table.add_ons.as_ref().map_or(0.0, |extra| extra.surplus)
    }

    /// The bill for the plan itself, usage included.
    fn own(&self, cohort: &Cohort, (plan, version): (usize, usize), age: usize) -> f64 {
        let table = self.rates.table(self.at, plan, usize::from(cohort.annual), version, cohort.point);
        let add_ons = table.add_ons.as_ref().map_or((0.0, 0.0), |extra| (extra.recurring[age], extra.usage[age]));
        (table.recurring[age] - add_ons.0) + (table.usage[age] - add_ons.1)
    }

    fn cell(&mut self, plan: usize) -> &mut planwright::projection::Cell<f64> {
        let at = self.flows.at(self.month, self.at, plan);
        &mut self.flows.cells[at]
    }

    fn carry(&mut self, cohorts: Vec<Cohort>) -> Vec<Cohort> {
        let mut carried = Vec::new();
        // Nobody may also be under a contract that nobody holds, for which there is no survival.
        for cohort in cohorts.into_iter().filter(|cohort| cohort.heads != 0.0) {
            let age = (self.month as i64 - cohort.acquired) as usize;
            let acts = !cohort.annual || age.is_multiple_of(12);
            for cohort in self.parted(cohort, acts) {
                self.act(cohort, age, acts, &mut carried);
            }
        }
        carried
    }

    fn act(&mut self, cohort: Cohort, age: usize, acts: bool, carried: &mut Vec<Cohort>) {
        let (rates, month) = (self.rates, self.month);
        let stay = &self.segment().stays[self.segment().level[month]];
        let by_age = if cohort.annual { &stay.annual[cohort.plan] } else { &stay.monthly[cohort.plan] };
        let bound = month < rates.prices[cohort.plan].nodes[cohort.version].bound;
        let hazard = if acts && !bound { 1.0 - by_age[age] } else { 0.0 };
        let lapses = acts && !bound && self.rises(&cohort, age).next().is_some();
        let size = |meter: usize, age: usize| rates.sizes[self.at].of(meter, age, cohort.point);
        let customer = Customer { segment: self.at, held: cohort.version, month, age, size: &size };
        let due = rates.prices[cohort.plan].due(&customer).filter(|_| acts);
        let before = *cohort.bills.last().expect("a cohort was billed") * self.paid(&cohort);
        let mut parts: Vec<Cohort> = Vec::new();
        let leave = match &due {
            None if lapses => self.lapse(&cohort, age, hazard, &mut parts),
            None => {
                parts.push(Cohort { heads: cohort.heads * (1.0 - hazard), ..cohort.clone() });
                hazard
            }
            Some(due) => self.repriced(&cohort, age, hazard, due, &mut parts),
        };
        let lost = cohort.heads * leave;
        self.cell(cohort.plan).churned += lost;
        self.cell(cohort.plan).churned_mrr += lost * before;
        self.lost[month + 12][cohort.plan][usize::from(cohort.annual)] += lost;
        for mut part in parts.into_iter().filter(|part| part.heads != 0.0) {
            self.grow(&mut part, age, due.is_some() || lapses);
            carried.push(part);
        }
    }

    /// What a cohort does that is repriced: puts its parts into `parts`, and gives the share who leave. Each of those for whom
    /// terms end as well reacts to all that changes its bill.
    fn repriced(&mut self, cohort: &Cohort, age: usize, hazard: f64, due: &Due<'_>, parts: &mut Vec<Cohort>) -> f64 {
        let bound = self.month < self.rates.prices[cohort.plan].nodes[cohort.version].bound;
        let mut told = Repriced::new(self.month, self.at, cohort.plan);
        let anyway = if bound { hazard } else { self.leave(cohort, age, hazard) };
        told.anyway = cohort.heads * anyway * *cohort.bills.last().expect("a cohort was billed") * self.paid(cohort);
        let mut leave = 0.0;
        let ending = if bound { vec![(1.0, None)] } else { self.ending(cohort, age) };
        for (share, rise) in ending {
            let part = Cohort { heads: cohort.heads * share, ..cohort.clone() };
            leave += share * self.repriced_as(&part, age, (hazard, due, rise), parts, &mut told);
        }
        self.flows.repriced.push(told);
        leave
    }

    /// The same of those for whom `rise` ends as well, or nothing.
    fn repriced_as(
        &mut self,
        cohort: &Cohort,
        age: usize,
        (hazard, due, rise): (f64, &Due<'_>, Option<Rise<f64>>),
        parts: &mut Vec<Cohort>,
        told: &mut Repriced<f64>,
    ) -> f64 {
        let (rates, month) = (self.rates, self.month);
        let full = *cohort.bills.last().expect("a cohort was billed");
        let before = full * self.paid(cohort);
        let prices = &rates.prices[cohort.plan];
        let price = |version: usize| self.felt(cohort, (cohort.plan, version), age - 1);
        let now = price(cohort.version);
        let mut changes = vec![price(prices.led_to(due, 0, month)) - now];
        if due.choices() > 1 {
            let end = due.settled().max(month + 12);
            let months: Vec<usize> = (month..end).filter(|then| !cohort.annual || (then - month) % 12 == 0).collect();
            let mean = |way| {
                months.iter().map(|then| price(prices.led_to(due, way, *then))).sum::<f64>() / months.len() as f64
            };
            changes = (0..due.choices()).map(|way| mean(way) - now).collect();
        }
        let ways: Vec<usize> = (0..rates.prices.len())
            .filter(|plan| *plan != cohort.plan && !rates.free[*plan] && !due.bound)
            .filter(|plan| self.segment().switching[*plan] > 0.0)
            .collect();
        let wave = prices.wave(cohort.version);
        let listed = |plan: usize, month: usize| rates.prices[plan].in_wave(rates.prices[plan].list[month], wave);
        let others: Vec<Other> = ways
            .iter()
            .map(|plan| {
                let old =
                    if due.from == 0 { rates.prices[*plan].in_wave(0, wave) } else { listed(*plan, due.from - 1) };
                let price = |version| self.felt(cohort, (*plan, version), age - 1);
                let change = price(listed(*plan, month)) - price(old);
                Other { switching: self.segment().switching[*plan], change }
            })
            .collect();
        let ended = |to: (usize, usize)| rise.map_or(0.0, |rise| self.ended(cohort, &rise, to, age));
        for (way, change) in changes.iter_mut().enumerate() {
            *change = due.attention * *change + ended((cohort.plan, prices.led_to(due, way, month)));
        }
        let others: Vec<Other> = ways
            .iter()
            .zip(others)
            .map(|(plan, Other { switching, change })| Other {
                switching,
                change: due.attention * change + ended((*plan, listed(*plan, month))),
            })
            .collect();
        let reaction = self.reaction(&changes, hazard, &others);
        for (way, share) in reaction.stay.iter().enumerate() {
            let version = prices.led_to(due, way, month);
            let heads = cohort.heads * share;
            // A closed plan's list may be that of its successor: who is led to it is on that plan.
            let (plan, version) = rates.landed(cohort.plan, version, month);
            if plan != cohort.plan && heads != 0.0 {
                self.cell(cohort.plan).moved -= heads;
                self.cell(cohort.plan).moved_mrr -= heads * before;
                self.cell(plan).moved += heads;
                self.cell(plan).moved_mrr += heads * before;
                let (from, mrr) = (cohort.plan, heads * before);
                self.flows.transfers.push(Transfer { month, segment: self.at, from, to: plan, mrr });
            }
            let after = self.bill(cohort, (plan, version), age - 1);
            let change = after * self.left(cohort, (plan, version)).0 - before;
            self.cell(plan).price_mrr += heads * change;
            // What is cut is units they still had.
            let more = (1.0 - cohort.cut) * self.cuts(cohort, (plan, version), age, due, rise.as_ref());
            let there = Cohort { heads, plan, version, cut: cohort.cut + more, ..cohort.clone() };
            let follows = |(plan, version): (usize, usize)| {
                self.rates.table(self.at, plan, usize::from(cohort.annual), version, cohort.point).follows.0
            };
            let (given_up, was) = (
                heads * more * after * follows((plan, version)),
                heads * more * full * follows((cohort.plan, cohort.version)),
            );
            self.cell(plan).contraction_mrr += given_up;
            parts.push(there);
            told.cut += was;
            told.repriced += heads * before - was;
        }
        for (plan, share) in ways.iter().zip(&reaction.switch) {
            let list = listed(*plan, month);
            let nodes = &rates.prices[*plan].nodes;
            let came = |node: &Node| node.list == nodes[list].list && node.came == Came::Switched;
            let version = nodes.iter().position(came).map_or(list, |at| rates.prices[*plan].in_wave(at, wave));
            let heads = cohort.heads * share;
            self.switch(cohort, (*plan, version), (heads, age), parts);
            told.downgraded += heads * before;
        }
        told.lost += cohort.heads * reaction.leave * before;
        reaction.leave
    }

    /// Growth, and what is paid: a year at an anniversary, the rest of it for what is added between two.
    fn grow(&mut self, cohort: &mut Cohort, age: usize, repriced: bool) {
        let then = if repriced {
            self.bill(cohort, (cohort.plan, cohort.version), age - 1)
        } else {
            *cohort.bills.last().expect("a cohort was billed")
        };
        let now = self.bill(cohort, (cohort.plan, cohort.version), age);
        let (heads, left) = (cohort.heads, self.paid(cohort));
        let cell = self.cell(cohort.plan);
        let (now_paid, then_paid) = (now * left, then * left);
        cell.expansion_mrr += heads * (now_paid - then_paid).max(0.0);
        cell.contraction_mrr += heads * (then_paid - now_paid).max(0.0);
        if cohort.annual {
            let paid =
                if age.is_multiple_of(12) { now_paid * 12.0 } else { (now_paid - then_paid) * (12 - age % 12) as f64 };
            cell.annual_billed += heads * paid;
            cohort.ahead += paid;
            if age.is_multiple_of(12) {
                cell.payments += heads;
            }
        }
        cohort.bills.push(now);
        cohort.held.push((cohort.plan, cohort.version));
    }

    fn win(&mut self, cohorts: &mut Vec<Cohort>) {
        for (plan, returned) in self.returned().into_iter().enumerate() {
            self.cell(plan).free_accounts = self.segment().free_accounts[self.month][plan];
            self.cell(plan).trials = self.segment().trials[self.month][plan];
            if self.rates.free[plan] {
                continue;
            }
            let won = self.segment().won[self.month][plan];
            for annual in [false, true] {
                let share = self.segment().annual_share[self.month];
                let new = won * if annual { share } else { 1.0 - share };
                let back = returned[usize::from(annual)];
                let version = self.rates.prices[plan].list[self.month];
                let bill = self.rates.tables[self.at][plan][usize::from(annual)][version].recurring[0];
                let cell = self.cell(plan);
                cell.new += new;
                cell.new_mrr += new * bill;
                cell.reactivated += back;
                cell.reactivation_mrr += back * bill;
                if annual {
                    cell.annual_billed += 12.0 * bill * (new + back);
                    cell.payments += new + back;
                }
                let once = self.rates.tables[self.at][plan][usize::from(annual)][version].once;
                self.cell(plan).once += once * (new + back);
                let ahead = if annual { 12.0 * bill } else { 0.0 };
                let (acquired, heads, held) = (self.month as i64, new + back, vec![(plan, version)]);
                cohorts.push(Cohort {
                    plan,
                    annual,
                    version,
                    point: None,
                    acquired,
                    heads,
                    bills: vec![bill],
                    held,
                    ahead,
                    cut: 0.0,
                });
            }
        }
    }

    fn close(&mut self, cohorts: &mut [Cohort]) {
        for cohort in cohorts {
            let age = (self.month as i64 - cohort.acquired) as usize;
            let full = *cohort.bills.last().expect("a cohort was billed");
            let left = self.left(cohort, (cohort.plan, cohort.version));
            let bill = full * left.0;
            let annual = usize::from(cohort.annual);
            let table = self.rates.table(self.at, cohort.plan, annual, cohort.version, cohort.point);
            let stands = self.rates.prices[cohort.plan].stands(cohort.version, self.month);
            let at = self.flows.at(self.month, self.at, cohort.plan);
            self.flows.held[at][stands as usize] += cohort.heads * bill;
            if let Some(fx) = &self.rates.fx {
                self.flows.rated[at] +=
                    cohort.heads * bill * fx.at::<f64>(self.at, cohort.plan, cohort.version, self.month);
            }
            let usage = cohort.heads * table.usage[age] * left.1;
            let kept = (age >= 12).then(|| {
                // Units cut are lost to gross retention, at the larger worth, even where the rise makes up for them.
                let was = self.left(cohort, cohort.held[cohort.held.len() - 13]).0;
                full.min(cohort.bills[cohort.bills.len() - 13]) * left.0.min(was)
            });
            let cell = self.cell(cohort.plan);
            cell.customers += cohort.heads;
            cell.mrr += cohort.heads * bill;
            cell.usage += usage;
            if cohort.annual {
                cell.annual_customers += cohort.heads;
                cell.annual_mrr += cohort.heads * bill;
                cohort.ahead -= bill;
            } else {
                cell.payments += cohort.heads;
            }
            if let Some(kept) = kept {
                cell.mature_mrr += cohort.heads * bill;
                cell.kept_mrr += cohort.heads * kept;
            }
        }
    }
}
