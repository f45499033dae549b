//! This file learns from a list what segments are like: their size, spread, plans, contracts, and the opening book with
//! its renewals.
//!
//! Conventions: sizes and discounts are of customers on plans that are paid, each counting once. The plan mix counts everybody on the list: new buyers are
//! taken to choose as those chose who are there now, though plans that keep their customers longer are more often among
//! these. A list of bills names nobody on a plan that bills nothing: what stands of such plans in the mix and in the opening
//! book stays as it is, unless the list has a customer on one, and the rest of the mix is split as the list has it. Where a list does not say since when they are customers, they are as old as the segment's opening book is now:
//! those whose renewal month is known have the age, in the year of the book's mean, that renews then; the others are spread
//! as the book is.

use indexmap::IndexMap;
use serde_json::Value;
use serde_json::json;

use super::Columns;
use super::Customer;
use super::Learned;
use super::Opens;
use super::age::age_of;
use super::age::ages;
use super::column::CONTRACT;
use super::column::DISCOUNT;
use super::column::METERS;
use super::learned::note;
use super::learned::rounded;
use super::learned::source;
use super::size::Growth;
use super::size::Moments;
use crate::month::Month;
use crate::number::Locale;
use crate::number::Number;
use crate::number::counted;
use crate::pricing::HIGHEST_DISCOUNT;
use crate::pricing::Interval;
use crate::workspace::Map;
use crate::workspace::Workspace;
use crate::workspace::apply;
use crate::workspace::model::Negotiated;
use crate::workspace::model::Plan;
use crate::workspace::model::Usage;
use crate::workspace::model::Vintage;

/// The widest spread a segment can have, and the most vintages a book.
const WIDEST: f64 = 5.0;
const MOST_VINTAGES: usize = 200;
/// The oldest a vintage can be, in months.
const OLDEST: u32 = 120;
/// The quantile that bounds a central range of 90 %.
const NINETY: f64 = 1.644_853_626_951_472_2;

/// Gathers what customers are like, in memory that does not grow with the list.
#[derive(Clone, Debug)]
pub struct Learner {
    segments: Vec<Seen>,
    /// Whether the list says how often customers pay.
    contracts: bool,
    /// Whether it says discounts.
    discounts: bool,
    columns: Columns,
    /// Meters the list has a column for.
    meters: Vec<bool>,
    free: Vec<bool>,
    /// Plans that bill nothing, by place.
    unbilled: Vec<bool>,
    /// Customers on one of them.
    on_unbilled: usize,
    left_out: usize,
    /// Customers older than a vintage can be.
    older: usize,
    start: Month,
    /// The only segment of the model, which every customer is of.
    only: Option<usize>,
}

/// The customers of one segment.
#[derive(Clone, Debug)]
struct Seen {
    customers: usize,
    paying: usize,
    annual: usize,
    plans: Vec<usize>,
    /// Units by meter, of those who pay.
    units: Vec<Moments>,
    /// Discounts by plan, of those who pay.
    discounts: Vec<Moments>,
    /// What they are billed in all, in minor units.
    billed: i128,
    /// Customers by plan, contract, and age and month of renewal where they are known.
    book: IndexMap<(usize, bool, Option<u32>, Option<u32>), usize>,
}

impl Learner {
    /// Nothing seen yet.
    pub fn new(workspace: &Workspace, columns: &Columns) -> Self {
        let base = &workspace.base;
        let seen = Seen {
            customers: 0,
            paying: 0,
            annual: 0,
            plans: vec![0; base.plans.len()],
            units: vec![Moments::default(); base.meters.len()],
            discounts: vec![Moments::default(); base.plans.len()],
            billed: 0,
            book: IndexMap::new(),
        };
        Self {
            segments: vec![seen; base.segments.len()],
            contracts: columns.says(CONTRACT),
            discounts: columns.says(DISCOUNT),
            columns: columns.clone(),
            meters: (0..base.meters.len()).map(|at| columns.of[METERS + at].is_some()).collect(),
            free: base.plans.values().map(|plan| plan.free).collect(),
            unbilled: base.plans.values().map(bills_nothing).collect(),
            on_unbilled: 0,
            left_out: 0,
            older: 0,
            start: workspace.start,
            only: (base.segments.len() == 1).then_some(0),
        }
    }

    /// Takes a customer in, who is billed so many minor units a month.
    pub fn add(&mut self, customer: &Customer, bill: i64) {
        let Some(segment) = customer.segment.or(self.only) else {
            self.left_out += 1;
            return;
        };
        let seen = &mut self.segments[segment];
        seen.customers += 1;
        seen.billed += i128::from(bill);
        seen.plans[customer.plan] += 1;
        self.on_unbilled += usize::from(self.unbilled[customer.plan]);
        let annual = customer.contract == Interval::Annual && !self.free[customer.plan];
        let renewal = customer.renewal.filter(|_| annual);
        let age = customer.since.map(|since| self.start.since(since).max(1) as u32 - 1);
        self.older += usize::from(age.is_some_and(|age| age > OLDEST));
        let age = age.map(|age| age.min(OLDEST));
        *seen.book.entry((customer.plan, annual, age, renewal)).or_default() += 1;
        if self.free[customer.plan] {
            return;
        }
        seen.paying += 1;
        seen.annual += usize::from(annual);
        seen.discounts[customer.plan].add(customer.discount.to_f64());
        for (seen, units) in seen.units.iter_mut().zip(&customer.units) {
            seen.add(units.to_f64());
        }
    }

    /// What was learnt, for the base of `workspace`.
    pub fn finish(self, workspace: &Workspace) -> Learned {
        let customers = self.segments.iter().map(|seen| seen.customers).sum();
        let mut learned = Learned { customers, left_out: self.left_out, ..Learned::default() };
        if customers == 0 {
            return learned;
        }
        let book = self.opening(workspace);
        for (at, seen) in self.segments.iter().enumerate().filter(|(_, seen)| seen.customers > 0) {
            self.size(workspace, at, &book, &mut learned);
            self.negotiated(workspace, at, &mut learned);
            let path = format!("/segments/{}", id(workspace, at));
            learned.say(format!("{path}/mix"), self.mix(workspace, at, seen), note(seen.customers), None);
            if self.contracts && seen.paying > 0 {
                let share = rounded(seen.annual as f64 / seen.paying as f64);
                learned.say(format!("{path}/annual_share"), json!(share), note(seen.paying), None);
            }
        }
        learned.kept.extend(self.unseen(workspace));
        if self.older > 0 {
            let many = counted(self.older, "customer", Locale::EN_US);
            learned.cut.push(format!(
                "{many} came more than {OLDEST} months ago, the oldest a book can say, and stand in it as so old."
            ));
        }
        learned.values.push(("/opening".to_owned(), json!(book)));
        if let Ok(after) = apply(workspace, &learned.edit()) {
            let seen = self.segments.iter().map(|seen| seen.customers > 0).collect::<Vec<_>>();
            let billed = self.segments.iter().map(|seen| seen.billed).sum::<i128>() as f64;
            let unit = libm::pow(10.0, f64::from(workspace.currency.minor_digits()));
            learned.opens = Some(Opens::new(&after, &self.columns, &seen, billed / unit));
        }
        learned
    }

    /// Whether the list cannot show a plan: it bills nothing, and nobody on the list is on such a plan.
    fn hidden(&self, plan: usize) -> bool {
        self.unbilled[plan] && self.on_unbilled == 0
    }

    /// That plans the list cannot show stay as they are, where something is known of them.
    fn unseen(&self, workspace: &Workspace) -> Option<String> {
        let base = &workspace.base;
        let known = |id: &String| {
            let chosen = base.segments.values().any(|segment| segment.mix.get(id).is_some_and(|share| *share > 0.0));
            chosen || base.opening.values().any(|vintage| &vintage.plan == id)
        };
        let plans = base.plans.iter().enumerate().filter(|(at, (id, _))| self.hidden(*at) && known(id));
        let names = plans.map(|(_, (_, plan))| plan.name.as_str()).collect::<Vec<_>>().join(" and ");
        (!names.is_empty()).then(|| {
            format!(
                "The list has nobody on {names}: the share of new buyers who take it, and who is on it at the start, stay \
                 as they are; the plans on the list share the rest."
            )
        })
    }

    /// Shares by plan that sum to 1, with a share for every plan that had one.
    fn mix(&self, workspace: &Workspace, at: usize, seen: &Seen) -> Value {
        let base = &workspace.base;
        let old = &base.segments[at].mix;
        let kept = |plan: usize, id: &String| old.get(id).copied().filter(|_| self.hidden(plan));
        let hidden = base.plans.keys().enumerate().filter_map(|(plan, id)| kept(plan, id)).sum::<f64>();
        let mut mix = serde_json::Map::new();
        for (plan, (id, count)) in base.plans.keys().zip(&seen.plans).enumerate() {
            if *count > 0 || old.contains_key(id) {
                let shown = (1.0 - hidden) * *count as f64 / seen.customers as f64;
                mix.insert(id.clone(), json!(kept(plan, id).unwrap_or(shown)));
            }
        }
        Value::Object(mix)
    }

    /// Mean and spread of every meter the list has, such that `book` has the mean of the list.
    fn size(&self, workspace: &Workspace, at: usize, book: &Map<Vintage>, learned: &mut Learned) {
        let base = &workspace.base;
        let (seen, (name, segment)) = (&self.segments[at], base.segments.get_index(at).expect("one was seen for each"));
        let meters = base.meters.keys().zip(&seen.units).zip(&self.meters).filter(|(_, had)| **had);
        for ((meter, units), _) in meters.filter(|_| seen.paying > 0) {
            let old = segment.usage.get(meter).cloned();
            let old = old.unwrap_or(Usage { mean: 0.0, spread: 0.0, growth: 0.0, every: 12 });
            let growth = Growth::of(base, name, (meter, &old), book, OLDEST);
            let (now, deviation) = (units.mean(), units.deviation());
            let mean = now / growth.mean;
            let spread = if mean > 0.0 { growth.spread(deviation / now) } else { 0.0 };
            let error = NINETY * deviation / libm::sqrt(units.count) / growth.mean;
            let range = (error > 0.0).then(|| vec![rounded((mean - error).max(0.0)), rounded(mean + error)]);
            let grown = match old.growth == 0.0 {
                true => String::new(),
                false => format!("; {now:.2} at their age now, less the growth since they came"),
            };
            let usage = Usage { mean: rounded(mean), spread: rounded(spread.min(WIDEST)), ..old };
            let path = format!("/segments/{name}/usage/{meter}");
            learned.values.push((path.clone(), json!(usage)));
            learned.sources.push((format!("{path}/mean"), source(note(seen.paying) + &grown, range)));
            let mut wide = String::new();
            if spread > WIDEST {
                wide = format!(", cut from {spread:.1} to the widest allowed");
                let meter = &base.meters[meter].name;
                let name = &segment.name;
                learned.cut.push(format!(
                    "{name}: the spread of {meter} is {spread:.1}, taken as {WIDEST}, the widest a segment can have."
                ));
            }
            learned.sources.push((format!("{path}/spread"), source(note(seen.paying) + &wide, None)));
        }
    }

    /// What customers negotiate, where the list says it: on the plans the segment negotiates on, or on all where customers of
    /// another plan do.
    fn negotiated(&self, workspace: &Workspace, at: usize, learned: &mut Learned) {
        let base = &workspace.base;
        let (seen, (name, segment)) = (&self.segments[at], base.segments.get_index(at).expect("one was seen for each"));
        let by_plan = || base.plans.keys().zip(&seen.discounts);
        let plans = segment.negotiated.as_ref().and_then(|old| {
            by_plan().all(|(plan, off)| old.fits(plan) || off.mean() == 0.0).then(|| old.plans.clone()).flatten()
        });
        let fits = |plan: &str| plans.as_ref().is_none_or(|plans| plans.get(plan) == Some(&true));
        let own = by_plan().filter(|(plan, _)| fits(plan)).fold(Moments::default(), |all, (_, off)| all.and(*off));
        let known = segment.negotiated.is_some() || own.mean() > 0.0;
        if !self.discounts || own.count == 0.0 || !known {
            return;
        }
        let mean = rounded(own.mean().min(HIGHEST_DISCOUNT));
        // Shares of this mean spread no wider; a sample may seem to by a hair.
        let widest = libm::floor(libm::sqrt(mean * (1.0 - mean)) * 1e6) / 1e6;
        let spread = rounded(own.deviation()).min(widest).min(0.5);
        let path = format!("/segments/{name}/negotiated");
        if own.mean() > HIGHEST_DISCOUNT {
            learned.cut.push(format!(
                "{}: the mean discount is {:.1} %, taken as {:.0} %, the most a segment can have.",
                segment.name,
                own.mean() * 100.0,
                HIGHEST_DISCOUNT * 100.0
            ));
        }
        learned.values.push((path.clone(), json!(Negotiated { mean, spread, plans })));
        let error = NINETY * own.deviation() / libm::sqrt(own.count);
        let range = (error > 0.0)
            .then(|| vec![rounded((mean - error).max(0.0)), rounded((mean + error).min(HIGHEST_DISCOUNT))])
            .filter(|range| range[0] < range[1]);
        learned.sources.push((format!("{path}/mean"), source(note(own.count as usize), range)));
        learned.sources.push((format!("{path}/spread"), source(note(own.count as usize), None)));
    }

    /// The opening book, put together by as many months as bring it nearest to the most vintages it may have.
    fn opening(&self, workspace: &Workspace) -> Map<Vintage> {
        let books = [1, 3, 6, 12].into_iter().map(|width| self.book(workspace, width));
        let nearest = books.min_by_key(|book| (book.len() > MOST_VINTAGES, MOST_VINTAGES.abs_diff(book.len())));
        nearest.expect("there are four books")
    }

    /// The opening book: that of segments seen from the list, the others', and what the list cannot show, as it is. Months
    /// of renewal are put together by `width`.
    fn book(&self, workspace: &Workspace, width: u32) -> Map<Vintage> {
        let base = &workspace.base;
        let seen_of =
            |segment: &String| base.segments.get_index_of(segment).is_some_and(|at| self.segments[at].customers > 0);
        let hidden = |plan: &String| base.plans.get_index_of(plan).is_some_and(|at| self.hidden(at));
        let stays = |vintage: &Vintage| !seen_of(&vintage.segment) || hidden(&vintage.plan);
        let others = base.opening.iter().filter(|(_, vintage)| stays(vintage));
        let mut book: Map<Vintage> = others.map(|(id, vintage)| (id.clone(), vintage.clone())).collect();
        let mut number = 0;
        for (at, seen) in self.segments.iter().enumerate() {
            let segment = id(workspace, at);
            let ages = ages(workspace, segment);
            let mut grouped: IndexMap<(usize, bool, Option<u32>), usize> = IndexMap::new();
            for (&(plan, annual, known, renewal), &customers) in &seen.book {
                let renews = || Some(ages.2 + age_of(self.start, renewal?) / width * width);
                let age = known.map(|age| age / width * width).or_else(renews);
                *grouped.entry((plan, annual, age)).or_default() += customers;
            }
            grouped.sort_keys();
            for ((plan, annual, age), customers) in grouped {
                let plan = base.plans.get_index(plan).expect("the list names plans of the base").0.clone();
                let (age_from, age_to) = age.map_or((ages.0, ages.1), |age| (age, (age + width - 1).min(OLDEST)));
                let interval = if annual { Interval::Annual } else { Interval::Monthly };
                let vintage = Vintage {
                    segment: segment.to_owned(),
                    plan,
                    interval,
                    age_from,
                    age_to,
                    customers: customers as f64,
                };
                number += 1;
                while book.contains_key(&format!("list-{number}")) {
                    number += 1;
                }
                book.insert(format!("list-{number}"), vintage);
            }
        }
        book
    }
}

fn id(workspace: &Workspace, segment: usize) -> &str {
    workspace.base.segments.get_index(segment).expect("one was seen for each segment").0
}

/// Whether nobody is billed for having a plan.
fn bills_nothing(plan: &Plan) -> bool {
    plan.free || plan.charges.is_empty() && plan.minimum.is_none()
}
