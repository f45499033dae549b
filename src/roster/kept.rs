//! This file keeps a list that was read, with its bills, to be sorted, filtered and looked at a window at a time.

use serde::Deserialize;
use serde::Serialize;

use super::Customer;
use super::write;

/// A list in memory.
#[derive(Debug, Default)]
pub struct Kept {
    rows: Vec<Slim>,
    /// Names, one behind the other.
    names: String,
    /// Bills in minor units, case by case, customer by customer; capped.
    bills: Vec<i64>,
    cases: usize,
}

/// What a table shows of a customer beside its name and bills.
#[derive(Clone, Copy, Debug)]
struct Slim {
    line: u32,
    name: u32,
    plan: u8,
    segment: u8,
}

const NO_SEGMENT: u8 = u8::MAX;

/// What a table is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// As the list has them.
    Line,
    /// By name.
    Name,
    /// By the bill under the base.
    Base,
    /// By the bill under the scenario.
    Bill,
    /// By the change in money.
    Change,
    /// By the change as a share.
    Share,
}

/// Which customers a table shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The scenario's place among those rated.
    pub scenario: usize,
    /// What they are sorted by.
    pub order: Order,
    /// The largest first.
    pub falling: bool,
    /// Part of the name, whatever the case.
    pub name: String,
    /// The only plan, by its place.
    pub plan: Option<usize>,
    /// The only segment, by its place.
    pub segment: Option<usize>,
    /// The first row, 0 for the first.
    pub from: usize,
    /// How many.
    pub rows: usize,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The line in the list.
    pub line: u32,
    /// What the list calls the customer.
    pub name: String,
    /// The plan's place in the base.
    pub plan: usize,
    /// The segment's place in the base.
    pub segment: Option<usize>,
    /// The bill of a month under the base, in minor units.
    pub base: i64,
    /// The bill under the scenario.
    pub bill: i64,
}

impl Kept {
    /// An empty list for customers with bills under the base and in so many cases.
    pub fn new(cases: usize) -> Self {
        Self { cases: cases + 1, ..Self::default() }
    }

    /// Adds a customer with its bills at the end.
    pub fn push(&mut self, customer: &Customer, bills: &[i64]) {
        self.rows.push(Slim {
            line: customer.line as u32,
            name: self.names.len() as u32,
            plan: customer.plan as u8,
            segment: customer.segment.map_or(NO_SEGMENT, |segment| segment as u8),
        });
        self.names.push_str(&customer.name);
        self.bills.extend_from_slice(bills);
    }

    /// The customers as `Window` wants them: how many in all, and its rows.
    pub fn window(&self, window: &Window) -> (usize, Vec<Line>) {
        let order = self.order(window);
        let rows = order.iter().skip(window.from).take(window.rows);
        (order.len(), rows.map(|at| self.line(*at as usize, window.scenario)).collect())
    }

    /// Everything a table shows, as CSV; plans and segments by their names.
    pub fn csv(&self, window: &Window, plans: &[String], segments: &[String], places: u32) -> Vec<u8> {
        let mut text = b"line,customer,plan,segment,base,bill,change,change_share\n".to_vec();
        for at in self.order(window) {
            let line = self.line(at as usize, window.scenario);
            text.extend_from_slice(line.line.to_string().as_bytes());
            for content in [&line.name, &plans[line.plan], line.segment.map_or(&String::new(), |at| &segments[at])] {
                text.push(b',');
                write::cell(&mut text, content);
            }
            for minor in [line.base, line.bill, line.bill - line.base] {
                text.push(b',');
                write::amount(&mut text, minor, places);
            }
            text.push(b',');
            write::share(&mut text, line.base, line.bill);
            text.push(b'\n');
        }
        text
    }

    fn name(&self, at: usize) -> &str {
        let end = self.rows.get(at + 1).map_or(self.names.len(), |next| next.name as usize);
        &self.names[self.rows[at].name as usize..end]
    }

    fn line(&self, at: usize, scenario: usize) -> Line {
        let (row, (base, bill)) = (self.rows[at], self.bill(at, scenario));
        let segment = (row.segment != NO_SEGMENT).then_some(row.segment.into());
        Line { line: row.line, name: self.name(at).to_owned(), plan: row.plan.into(), segment, base, bill }
    }

    /// The bills under the base and a scenario.
    fn bill(&self, at: usize, scenario: usize) -> (i64, i64) {
        let bills = &self.bills[at * self.cases..][..self.cases];
        (bills[0], bills.get(scenario + 1).copied().unwrap_or(bills[0]))
    }

    /// The places of the customers wanted, in order.
    fn order(&self, window: &Window) -> Vec<u32> {
        let wanted = window.name.to_lowercase();
        let fits = |at: &u32| {
            let row = self.rows[*at as usize];
            window.plan.is_none_or(|plan| plan == usize::from(row.plan))
                && window.segment.is_none_or(|segment| segment == usize::from(row.segment))
                && (wanted.is_empty() || self.name(*at as usize).to_lowercase().contains(&wanted))
        };
        let mut order = (0..self.rows.len() as u32).filter(fits).collect::<Vec<_>>();
        let bill = |at: &u32| self.bill(*at as usize, window.scenario);
        let compare = |a: &u32, b: &u32| match window.order {
            Order::Line => a.cmp(b),
            Order::Name => self.name(*a as usize).cmp(self.name(*b as usize)),
            Order::Base => bill(a).0.cmp(&bill(b).0),
            Order::Bill => bill(a).1.cmp(&bill(b).1),
            Order::Change => (bill(a).1 - bill(a).0).cmp(&(bill(b).1 - bill(b).0)),
            Order::Share => share(bill(a)).total_cmp(&share(bill(b))),
        };
        // Customers who are alike stay as the list has them, whichever way it is sorted.
        order.sort_by(|a, b| if window.falling { compare(b, a) } else { compare(a, b) });
        order
    }
}

/// The change as a share; endless where the base is nothing.
fn share((base, bill): (i64, i64)) -> f64 {
    if bill == base { 0.0 } else { (bill - base) as f64 / base as f64 }
}
