//! This file learns from a list what segments are like: their size, spread, plans, contracts, and the opening book with
//! its renewals.
//!
//! Conventions: sizes are of customers on plans that are paid. The plan mix counts everybody on the list: new buyers are
//! taken to choose as those chose who are there now, though plans that keep their customers longer are more often among
//! these. A list of bills names nobody on a plan that bills nothing: what stands of such plans in the mix and in the opening
//! book stays as it is, unless the list has a customer on one, and the rest of the mix is split as the list has it. Where a list does not say since when they are customers, they are as old as the segment's opening book is now:
//! those whose renewal month is known have the age, in the year of the book's mean, that renews then; the others are spread
//! as the book is.

use indexmap::IndexMap;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use super::Columns;
use super::Customer;
use super::age::age_of;
use super::age::ages;
use super::column::CONTRACT;
use super::column::METERS;
use crate::month::Month;
use crate::number::Locale;
use crate::number::Number;
use crate::number::counted;
use crate::pricing::Interval;
use crate::workspace::Assumption;
use crate::workspace::Edit;
use crate::workspace::Workspace;
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
    /// Sum and sum of squares by meter, of those who pay.
    sums: Vec<(f64, f64)>,
    /// Customers by plan, contract, and age and month of renewal where they are known.
    book: IndexMap<(usize, bool, Option<u32>, Option<u32>), usize>,
}

/// What a list says about segments.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// New values of the base by path.
    pub values: Vec<(String, Value)>,
    /// What is known about them.
    pub sources: Vec<(String, Assumption)>,
    /// Customers learnt from.
    pub customers: usize,
    /// Customers without a segment, not learnt from.
    pub left_out: usize,
    /// What goes beyond what a segment or its book can say, in sentences.
    pub cut: Vec<String>,
    /// What the list cannot show, so that it stays as it is, in sentences.
    pub kept: Vec<String>,
}

impl Learned {
    /// Everything as one edit.
    pub fn edit(&self) -> Edit {
        let set = self.values.iter().map(|(path, value)| Edit::set(None, path, value.clone()));
        let assume = self
            .sources
            .iter()
            .map(|(path, assumption)| Edit::Assume { path: path.clone(), assumption: Some(assumption.clone()) });
        Edit::Many(set.chain(assume).collect())
    }
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
            sums: vec![(0.0, 0.0); base.meters.len()],
            book: IndexMap::new(),
        };
        Self {
            segments: vec![seen; base.segments.len()],
            contracts: columns.of[CONTRACT].is_some(),
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

    /// Takes a customer in.
    pub fn add(&mut self, customer: &Customer) {
        let Some(segment) = customer.segment.or(self.only) else {
            self.left_out += 1;
            return;
        };
        let seen = &mut self.segments[segment];
        seen.customers += 1;
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
        for (sums, units) in seen.sums.iter_mut().zip(&customer.units) {
            let units = units.to_f64();
            *sums = (sums.0 + units, sums.1 + units * units);
        }
    }

    /// What was learnt, for the base of `workspace`.
    pub fn finish(self, workspace: &Workspace) -> Learned {
        let customers = self.segments.iter().map(|seen| seen.customers).sum();
        let mut learned = Learned { customers, left_out: self.left_out, ..Learned::default() };
        for (at, seen) in self.segments.iter().enumerate().filter(|(_, seen)| seen.customers > 0) {
            self.size(workspace, at, seen, &mut learned);
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
        if customers > 0 {
            let book = [1, 3, 6, 12].into_iter().map(|width| self.book(workspace, width));
            let book = book.min_by_key(|book| (book.len() > MOST_VINTAGES, MOST_VINTAGES.abs_diff(book.len())));
            learned.values.push(("/opening".to_owned(), json!(book.unwrap_or_default())));
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

    /// Mean and spread of every meter the list has.
    fn size(&self, workspace: &Workspace, at: usize, seen: &Seen, learned: &mut Learned) {
        let (name, segment) = workspace.base.segments.get_index(at).expect("one was seen for each segment");
        let n = seen.paying as f64;
        for ((meter, sums), _) in
            workspace.base.meters.keys().zip(&seen.sums).zip(&self.meters).filter(|(_, had)| **had)
        {
            if seen.paying == 0 {
                continue;
            }
            let mean = sums.0 / n;
            let deviation = libm::sqrt(((sums.1 - sums.0 * mean) / (n - 1.0).max(1.0)).max(0.0));
            let spread = if mean > 0.0 { deviation / mean } else { 0.0 };
            let old = segment.usage.get(meter).cloned();
            let old = old.unwrap_or(Usage { mean: 0.0, spread: 0.0, growth: 0.0, every: 12 });
            let usage = Usage { mean: rounded(mean), spread: rounded(spread.min(WIDEST)), ..old };
            let path = format!("/segments/{name}/usage/{meter}");
            learned.values.push((path.clone(), json!(usage)));
            let error = NINETY * deviation / libm::sqrt(n);
            let range = (error > 0.0).then(|| vec![rounded((mean - error).max(0.0)), rounded(mean + error)]);
            learned.sources.push((format!("{path}/mean"), source(note(seen.paying), range)));
            let mut wide = String::new();
            if spread > WIDEST {
                wide = format!(", cut from {spread:.1} to the widest allowed");
                let meter = &workspace.base.meters[meter].name;
                let name = &segment.name;
                learned.cut.push(format!(
                    "{name}: the spread of {meter} is {spread:.1}, taken as {WIDEST}, the widest a segment can have."
                ));
            }
            learned.sources.push((format!("{path}/spread"), source(note(seen.paying) + &wide, None)));
        }
    }

    /// The opening book: that of segments seen from the list, the others', and what the list cannot show, as it is. Months
    /// of renewal are put together by `width`.
    fn book(&self, workspace: &Workspace, width: u32) -> IndexMap<String, Vintage> {
        let base = &workspace.base;
        let seen_of =
            |segment: &String| base.segments.get_index_of(segment).is_some_and(|at| self.segments[at].customers > 0);
        let hidden = |plan: &String| base.plans.get_index_of(plan).is_some_and(|at| self.hidden(at));
        let stays = |vintage: &Vintage| !seen_of(&vintage.segment) || hidden(&vintage.plan);
        let others = base.opening.iter().filter(|(_, vintage)| stays(vintage));
        let mut book: IndexMap<String, Vintage> = others.map(|(id, vintage)| (id.clone(), vintage.clone())).collect();
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

impl Learned {
    fn say(&mut self, path: String, value: Value, note: String, range: Option<Vec<f64>>) {
        self.values.push((path.clone(), value));
        self.sources.push((path, source(note, range)));
    }
}

fn id(workspace: &Workspace, segment: usize) -> &str {
    workspace.base.segments.get_index(segment).expect("one was seen for each segment").0
}

fn source(note: String, range: Option<Vec<f64>>) -> Assumption {
    Assumption { source: "customer list".to_owned(), note, range }
}

fn note(customers: usize) -> String {
    counted(customers, "customer", Locale::EN_US)
}

/// Whether nobody is billed for having a plan.
fn bills_nothing(plan: &Plan) -> bool {
    plan.free || plan.charges.is_empty() && plan.minimum.is_none()
}

/// To six digits behind the point: as exact as a list can be, and readable.
fn rounded(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}
