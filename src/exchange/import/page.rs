//! This file holds a price page as read, whatever it was written in: what the importer makes a workspace of.

use rust_decimal::Decimal;

use super::unit::Priced;
use crate::number::Currency;

/// A price page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub name: String,
    pub currency: Option<Currency>,
    /// Where and when it was seen: the source of its prices.
    pub source: String,
    /// Whether it says that a year cannot be paid up front.
    pub never_yearly: bool,
    pub features: Vec<FeatureRow>,
    pub plans: Vec<PlanRow>,
    pub add_ons: Vec<AddOnRow>,
}

/// What can be said of a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Flag,
    Number,
    Text,
}

/// One feature or limit.
#[derive(Clone, Debug)]
pub(super) struct FeatureRow {
    /// Its key in the file.
    pub key: String,
    pub name: String,
    pub group: String,
    pub unit: String,
    pub description: String,
    pub kind: Kind,
}

/// What a plan says of a feature: nothing, that it is there, or how far it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Absent,
    There,
    Upto(String),
}

/// The price of a plan or an add-on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Price {
    Free,
    Known(Decimal),
    /// Only on request, with the words that say so.
    OnRequest(String),
}

/// Where something stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub path: String,
    pub line: usize,
}

/// One plan.
#[derive(Clone, Debug)]
pub(super) struct PlanRow {
    pub key: String,
    pub name: String,
    pub place: Place,
    pub price: Price,
    pub unit: Priced,
    /// Share taken off a year paid up front.
    pub annual_discount: Decimal,
    /// Units the price includes and the price of each beyond, where the page says so.
    pub included: Option<(Decimal, Decimal)>,
    /// By feature, in the order of the page's features.
    pub contents: Vec<Content>,
}

/// One add-on.
#[derive(Clone, Debug)]
pub(super) struct AddOnRow {
    pub key: String,
    pub name: String,
    pub place: Place,
    pub price: Price,
    pub unit: Priced,
    pub annual_discount: Decimal,
    /// As for a plan.
    pub included: Option<(Decimal, Decimal)>,
    /// Keys of plans; none: all.
    pub available_for: Option<Vec<String>>,
    /// Keys of add-ons.
    pub depends_on: Vec<String>,
    pub excludes: Vec<String>,
    /// Features with what it brings.
    pub contents: Vec<(usize, Content)>,
    /// Features with what it adds to their limit.
    pub extends: Vec<(usize, Decimal)>,
}
