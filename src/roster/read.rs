//! This file reads a customer list row by row: each is a customer, or says what is wrong with it.

use std::io::BufRead;

use super::Chosen;
use super::Columns;
use super::Fault;
use super::HeadError;
use super::ListField;
use super::cell::interval;
use super::cell::month;
use super::cell::quantity;
use super::cell::share;
use super::cell::since;
use super::column;
use super::column::ADD_ONS;
use super::column::CONTRACT;
use super::column::COUPON;
use super::column::CUSTOMER;
use super::column::DISCOUNT;
use super::column::METERS;
use super::column::PLAN;
use super::column::RENEWAL;
use super::column::SEGMENT;
use super::column::SINCE;
use super::fields;
use super::records::Found;
use super::records::LONGEST;
use super::records::Records;
use crate::month::Month;
use crate::number::Decimal;
use crate::number::Locale;
use crate::pricing::HIGHEST_QUANTITY;
use crate::pricing::Interval;
use crate::projection::listed;
use crate::workspace::Workspace;
use crate::workspace::model::MOST_ADD_ONS;
use crate::workspace::model::Model;
use crate::workspace::model::Plan;

/// One row of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// The line it begins in.
    pub line: usize,
    /// What the list calls the customer.
    pub name: String,
    /// The plan's place in the base.
    pub plan: usize,
    /// The segment's place in the base, where the list says it.
    pub segment: Option<usize>,
    /// Units a month, by meter.
    pub units: Vec<Decimal>,
    /// Share negotiated off the bill.
    pub discount: Decimal,
    /// How often the customer pays; monthly where the list does not say it.
    pub contract: Interval,
    /// Month of the year of the next renewal, 1..=12, where the list says it.
    pub renewal: Option<u32>,
    /// The month it became one, where the list says it.
    pub since: Option<Month>,
    /// The coupon it came with, by its place in the base.
    pub coupon: Option<usize>,
    /// The add-ons it has: a bit for each place in the base.
    pub add_ons: u64,
}

const _: () = assert!(MOST_ADD_ONS <= u64::BITS as usize, "a customer has a bit for each add-on of a model");

/// What the list holds next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// A customer.
    Good,
    /// A row with faults.
    Wrong,
    /// The end of the list.
    End,
}

/// A coupon or an add-on.
#[derive(Debug)]
struct Extra {
    /// Id and name.
    names: [String; 2],
    /// By plan, whether it can be had with it.
    plans: Vec<bool>,
}

/// A customer list, read once from its begin to its end.
#[derive(Debug)]
pub struct List<R> {
    records: Records<R>,
    columns: Columns,
    fields: Vec<ListField>,
    /// Id and name of every plan, and of every segment.
    plans: Vec<[String; 2]>,
    segments: Vec<[String; 2]>,
    coupons: Vec<Extra>,
    add_ons: Vec<Extra>,
    /// The first month after all that are looked at.
    end: Month,
    locale: Locale,
    /// Whether plain numbers of the discount are percent, as its heading says.
    percent: bool,
    customer: Customer,
    faults: Vec<Fault>,
    /// By plan, then meter: whether the plan charges for it.
    charged: Vec<Vec<bool>>,
    /// By meter: customers whose plan charges for it and whose cell is empty.
    blank: Vec<usize>,
}

impl<R: BufRead> List<R> {
    /// Reads the headings.
    ///
    /// # Errors
    /// [`HeadError`].
    pub fn open(input: R, workspace: &Workspace, chosen: &Chosen, locale: Locale) -> Result<Self, HeadError> {
        let model = &workspace.base;
        let unread = |error: std::io::Error| HeadError::Unread(error.to_string());
        let mut records = Records::new(input).map_err(unread)?;
        match records.advance().map_err(unread)? {
            Found::Record => {}
            Found::TooLong => return Err(HeadError::TooLong),
            Found::End => return Err(HeadError::Empty),
        }
        let heading = |at| String::from_utf8_lossy(records.cell(at)).into_owned();
        let fields = fields(model);
        let columns = Columns::find((0..records.cells()).map(heading).collect(), &fields, chosen)?;
        let said = columns.heading(DISCOUNT).to_lowercase();
        let customer = Customer {
            line: 0,
            name: String::new(),
            plan: 0,
            segment: None,
            units: vec![Decimal::ZERO; model.meters.len()],
            discount: Decimal::ZERO,
            contract: Interval::Monthly,
            renewal: None,
            since: None,
            coupon: None,
            add_ons: 0,
        };
        Ok(Self {
            records,
            columns,
            fields,
            plans: model.plans.iter().map(|(id, plan)| [id.clone(), plan.name.clone()]).collect(),
            segments: model.segments.iter().map(|(id, segment)| [id.clone(), segment.name.clone()]).collect(),
            coupons: extras(model, model.coupons.iter().map(|(id, coupon)| (id, &coupon.name)), |model, id, plan| {
                model.coupons[id].fits(plan)
            }),
            add_ons: extras(model, model.add_ons.iter().map(|(id, add_on)| (id, &add_on.name)), |model, id, plan| {
                listed(model, plan).iter().any(|sold| sold.id == id)
            }),
            end: workspace.start.plus(workspace.months as i32),
            locale,
            percent: said.contains('%') || said.contains("percent") || said.contains("pct"),
            customer,
            faults: Vec::new(),
            charged: model.plans.values().map(|plan| charged(model, plan)).collect(),
            blank: vec![0; model.meters.len()],
        })
    }

    /// Which column says what.
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// What columns may say, in the order of [`Columns::of`].
    pub fn fields(&self) -> &[ListField] {
        &self.fields
    }

    /// The customer read last, after [`Row::Good`].
    pub fn customer(&self) -> &Customer {
        &self.customer
    }

    /// What is wrong with the row read last; never empty after [`Row::Wrong`].
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// By meter: good rows so far that leave empty what their plan charges for, so that they count as 0.
    pub fn blank(&self) -> &[usize] {
        &self.blank
    }

    /// Bytes read so far.
    pub fn bytes(&self) -> u64 {
        self.records.bytes()
    }

    /// The cells of the row read last, as they stand.
    pub fn cells(&self) -> impl Iterator<Item = String> {
        (0..self.columns.headings.len()).map(|at| String::from_utf8_lossy(self.records.cell(at)).into_owned())
    }

    /// Goes on to the next row.
    pub fn advance(&mut self) -> Row {
        self.faults.clear();
        match self.records.advance() {
            Ok(Found::End) => Row::End,
            Ok(Found::Record) => {
                self.read();
                self.read_terms();
                if !self.faults.is_empty() {
                    return Row::Wrong;
                }
                self.count_blank();
                Row::Good
            }
            Ok(Found::TooLong) => {
                let allowed = format!("a row of at most {LONGEST} bytes, every quote closed");
                self.faults.push(Fault::new(self.records.line(), "", b"a row without end", allowed));
                Row::Wrong
            }
            Err(error) => {
                self.faults.push(Fault::new(
                    self.records.lines() + 1,
                    "",
                    error.to_string().as_bytes(),
                    "readable text",
                ));
                Row::Wrong
            }
        }
    }

    fn count_blank(&mut self) {
        let Self { records, columns, customer, charged, blank, .. } = self;
        let said = columns.of[METERS..].iter().zip(&charged[customer.plan]);
        for (blank, (column, charged)) in blank.iter_mut().zip(said) {
            *blank += usize::from(*charged && column.is_some_and(|column| records.cell(column).is_empty()));
        }
    }

    fn read(&mut self) {
        let Self { records, columns, fields, customer, faults, .. } = self;
        let (line, wide) = (records.line(), columns.headings.len());
        customer.line = line;
        let cell = |field: usize| columns.of[field].map(|column| records.cell(column));
        let mut wrong = |field: usize, found: &[u8], allowed: String| {
            faults.push(Fault::new(line, columns.heading(field), found, allowed));
        };
        let (cells, last) = (records.cells(), columns.of.iter().flatten().max());
        let longer = cells > wide && (wide..cells).any(|at| !records.cell(at).is_empty());
        if longer || last.is_some_and(|last| *last >= cells) {
            let found = format!("{} cells", records.cells());
            faults_of_width(&mut wrong, &found, wide);
        }
        let name = cell(CUSTOMER).unwrap_or_default();
        customer.name.clear();
        match std::str::from_utf8(name) {
            Ok("") => wrong(CUSTOMER, name, "a name or id".to_owned()),
            Ok(name) => customer.name.push_str(name),
            Err(_) => wrong(CUSTOMER, name, "text in UTF-8".to_owned()),
        }
        let plan = cell(PLAN).unwrap_or_default();
        match place(&self.plans, plan) {
            Some(at) => customer.plan = at,
            None => wrong(PLAN, plan, names(&self.plans)),
        }
        customer.segment = None;
        if let Some(segment) = cell(SEGMENT).filter(|segment| !segment.is_empty()) {
            customer.segment = place(&self.segments, segment);
            if customer.segment.is_none() {
                wrong(SEGMENT, segment, format!("{}, or nothing", names(&self.segments)));
            }
        }
        let discount = cell(DISCOUNT).unwrap_or_default();
        match share(discount, self.percent, self.locale) {
            Some(share) => customer.discount = share,
            None => wrong(DISCOUNT, discount, "a share from 0 to 1, or 0 % to 100 %".to_owned()),
        }
        let contract = cell(CONTRACT).unwrap_or_default();
        match interval(contract) {
            Some(interval) => customer.contract = interval,
            None => wrong(CONTRACT, contract, "monthly or annual".to_owned()),
        }
        let renewal = cell(RENEWAL).unwrap_or_default();
        customer.renewal = month(renewal);
        if customer.renewal.is_none() && !renewal.is_empty() {
            wrong(RENEWAL, renewal, "a month as 2027-03, Mar or 3".to_owned());
        }
        for (meter, units) in customer.units.iter_mut().enumerate() {
            let written = cell(METERS + meter).unwrap_or_default();
            match quantity(written, self.locale) {
                Some(found) => *units = found,
                None => wrong(METERS + meter, written, format!("a number in digits, from 0 to {HIGHEST_QUANTITY}")),
            }
        }
        debug_assert_eq!(fields.len(), METERS + customer.units.len());
    }

    /// Since when, with which coupon and which add-ons; the plan was read.
    fn read_terms(&mut self) {
        let Self { records, columns, customer, faults, .. } = self;
        let line = records.line();
        let cell = |field: usize| columns.of[field].map(|column| records.cell(column));
        let mut wrong = |field: usize, found: &[u8], allowed: String| {
            faults.push(Fault::new(line, columns.heading(field), found, allowed));
        };
        let begun = cell(SINCE).unwrap_or_default();
        customer.since = since(begun).filter(|month| *month < self.end);
        if customer.since.is_none() && !begun.is_empty() {
            wrong(SINCE, begun, format!("a month as 2026-03 or Mar 2026, before {}", self.end.label()));
        }
        let plan = customer.plan;
        let coupon = cell(COUPON).unwrap_or_default();
        customer.coupon = had(&self.coupons, coupon, plan);
        if customer.coupon.is_none() && !coupon.is_empty() {
            wrong(COUPON, coupon, offered(&self.coupons, plan));
        }
        customer.add_ons = 0;
        for one in cell(ADD_ONS).unwrap_or_default().split(|byte| b",;+|".contains(byte)) {
            match had(&self.add_ons, one.trim_ascii(), plan) {
                Some(at) => customer.add_ons |= 1 << at,
                None if one.trim_ascii().is_empty() => {}
                None => wrong(ADD_ONS, one.trim_ascii(), offered(&self.add_ons, plan)),
            }
        }
    }
}

/// Of each meter, whether a plan charges for it.
fn charged(model: &Model, plan: &Plan) -> Vec<bool> {
    let charges = |meter: &String| plan.charges.values().any(|charge| charge.model.meters().contains(&meter.as_str()));
    model.meters.keys().map(charges).collect()
}

/// A row wider than the headings, or one that ends before the last that is read, is most often one with a separator too many
/// or too few, so that its cells cannot be trusted.
fn faults_of_width(wrong: &mut impl FnMut(usize, &[u8], String), found: &str, wide: usize) {
    wrong(column::CUSTOMER, found.as_bytes(), format!("{wide} cells, one under each heading"));
}

/// The place of an object by its id or name, whatever the case.
fn place(objects: &[[String; 2]], found: &[u8]) -> Option<usize> {
    let same = |name: &String| name.as_bytes().eq_ignore_ascii_case(found);
    objects.iter().position(|[id, name]| same(id) || same(name))
}

fn names(objects: &[[String; 2]]) -> String {
    objects.iter().map(|[_, name]| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Coupons or add-ons with the plans they can be had with.
fn extras<'a>(
    model: &Model,
    all: impl Iterator<Item = (&'a String, &'a String)>,
    fits: fn(&Model, &str, &str) -> bool,
) -> Vec<Extra> {
    let extra = |(id, name): (&String, &String)| Extra {
        names: [id.clone(), name.clone()],
        plans: model.plans.keys().map(|plan| fits(model, id, plan)).collect(),
    };
    all.map(extra).collect()
}

/// The place of an extra by its id or name, where it can be had with the plan.
fn had(extras: &[Extra], found: &[u8], plan: usize) -> Option<usize> {
    let same = |name: &String| name.as_bytes().eq_ignore_ascii_case(found);
    extras.iter().position(|extra| extra.names.iter().any(same) && extra.plans.get(plan) == Some(&true))
}

/// What can be had with a plan, in words.
fn offered(extras: &[Extra], plan: usize) -> String {
    let fits = |extra: &&Extra| extra.plans.get(plan) == Some(&true);
    let names = extras.iter().filter(fits).map(|extra| extra.names[1].as_str()).collect::<Vec<_>>();
    if names.is_empty() { "nothing, on this plan".to_owned() } else { format!("{}, or nothing", names.join(", ")) }
}
