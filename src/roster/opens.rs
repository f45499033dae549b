//! This file says what the book learnt from a list opens at, what the list bills, and what the two differ by.
//!
//! Conventions: money a month, of the segments learnt from. What the model assumes and no column of the list says is taken
//! out one after the other: add-ons, coupons, negotiated discounts, price books. What is left comes of segments that have the
//! same sizes and discounts on every plan, where customers of a list have their own.

use std::fmt::Write as _;

use serde::Deserialize;
use serde::Serialize;

use super::Columns;
use super::column::ADD_ONS;
use super::column::COUPON;
use super::column::DISCOUNT;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::money_whole;
use crate::projection::project;
use crate::workspace::Workspace;
use crate::workspace::model::MeterKind;
use crate::workspace::model::Model;

/// The fewest months a workspace can have: of a book that opens no more are needed.
const FEWEST_MONTHS: u32 = 12;

/// What is taken out of a model.
type Without = fn(&mut Model);

/// What a model assumes beside what a list says: the words for it, the column that says it, and the way to take it out.
const ASSUMED: [(&str, Option<usize>, Without); 4] = [
    ("add-ons that no column says", Some(ADD_ONS), |model| model.add_ons.clear()),
    ("coupons that no column says", Some(COUPON), |model| model.coupons.clear()),
    ("negotiated discounts that no column says", Some(DISCOUNT), |model| {
        model.segments.values_mut().for_each(|segment| segment.negotiated = None);
    }),
    ("price books, which no list says", None, |model| model.books.clear()),
];

/// A book as learnt beside its list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opens {
    /// MRR the model opens at.
    pub model: f64,
    /// What the list bills.
    pub list: f64,
    /// What the model has beyond the list, in words and money; negative where it has less.
    pub beyond: Vec<(String, f64)>,
}

impl Opens {
    /// Of `after`, which learnt its segments in `seen` from a list of these columns that bills `list` for them.
    pub(super) fn new(after: &Workspace, columns: &Columns, seen: &[bool], list: f64) -> Self {
        let mut after = after.clone();
        after.months = FEWEST_MONTHS;
        let model = mrr(&after, seen);
        let (mut beyond, mut now) = (Vec::new(), model);
        for (words, column, without) in ASSUMED {
            if column.is_some_and(|column| columns.says(column)) {
                continue;
            }
            without(after.base_mut());
            let less = mrr(&after, seen);
            beyond.push((words.to_owned(), now - less));
            now = less;
        }
        beyond.push((rest(&after.base).to_owned(), now - list));
        Self { model, list, beyond }
    }

    /// The sentence for it. What is less than a unit of money is not said.
    pub fn words(&self, currency: Currency, locale: Locale) -> String {
        let money = |value: f64| money_whole(value, currency, locale);
        let mut said = format!(
            "The book then opens at {} MRR, and the list bills {} a month",
            money(self.model),
            money(self.list)
        );
        let told = self.beyond.iter().filter(|(_, amount)| amount.abs() >= 1.0);
        for (at, (words, amount)) in told.enumerate() {
            let way = if *amount > 0.0 { "more" } else { "less" };
            let between = if at == 0 { ":" } else { "," };
            let _ = write!(said, "{between} {} {way} for {words}", money(amount.abs()));
        }
        said + "."
    }
}

/// MRR of the opening book of some segments.
fn mrr(workspace: &Workspace, seen: &[bool]) -> f64 {
    let flows = project(workspace, None).flows;
    let of = |(at, cell): (usize, &crate::projection::Cell<f64>)| if seen[at / flows.plans] { cell.mrr } else { 0.0 };
    flows.opening.iter().enumerate().map(of).sum()
}

/// What makes the rest.
fn rest(model: &Model) -> &'static str {
    match model.meters.values().any(|meter| meter.kind == MeterKind::Usage) {
        true => {
            "usage, which is billed and no MRR, and for plans whose customers differ in size or discount from the others of \
             their segment"
        }
        false => "plans whose customers differ in size or discount from the others of their segment",
    }
}
