//! This file holds the charge, one priced component of a plan: a price model, and what is done before and after it.

use rust_decimal::Decimal;

use super::bounds::BLOCK;
use super::bounds::HIGHEST_PRICE;
use super::bounds::QUANTITY;
use super::bounds::RATE;
use super::conversion::Whole;
use super::model::MODELS;
use super::model::PriceModel;
use crate::json::Fields;
use crate::json::Object;
use crate::json::Unread;
use crate::json::Written;
use crate::object;
use crate::record;
use crate::shape::Described;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::Variant;
use crate::shape::field;
use crate::shape::money;

/// One priced component of a plan, per month.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    /// How a quantity becomes an amount.
    pub model: PriceModel,
    /// What is done to the quantity before and to the amount after; in JSON beside the fields of the model.
    pub adjust: Adjust,
}

record! {
    /// What is done to a quantity before it is priced and to the amount after, in the order of the fields. All are
    /// optional and are the same for every price model.
    #[derive(Default)]
    pub struct Adjust {
        /// Raw units in a billed one: the quantity is divided by it.
        pub divide_by: Option<Decimal> => field("Convert: divide by", BLOCK).optional().help("metered units in a billed one"),
        /// What happens to a part of a billed unit.
        pub round: Option<Whole> => field("Part of a unit", Whole::SHAPE).optional(),
        /// Billed units that cost nothing.
        pub free_units: Option<Decimal> => field("Units off", QUANTITY).optional().help("billed units that cost nothing"),
        /// Nothing is priced where no unit is left, though the first tier has a fee.
        pub free_at_zero: Option<bool> => field("Free without use", Shape::Flag).optional(),
        /// Share taken off the price.
        pub discount_share: Option<Decimal> => field("Discount", RATE).optional(),
        /// Amount taken off a month, at most what there is.
        pub discount_amount: Option<Decimal> => field("Amount off", money(HIGHEST_PRICE)).optional(),
        /// Most paid a month.
        pub maximum: Option<Decimal> => field("At most", money(HIGHEST_PRICE)).optional(),
        /// Least paid a month: what is missing is trued up.
        pub minimum: Option<Decimal> => field("At least", money(HIGHEST_PRICE)).optional(),
    }
}

/// How many of the adjustments are about units: they make no sense where nothing, or several things, are counted.
const OF_UNITS: usize = 4;

impl Charge {
    /// The charge as a shape, one variant per price model, in the order a person is offered them.
    pub const SHAPE: Shape = Shape::Union { tag: "model", variants: &VARIANTS };

    /// The meter it is counted in; none for a flat fee.
    pub fn meter(&self) -> Option<&str> {
        self.model.meters().first().copied()
    }

    /// Calls `change` with each quantity that is included at no charge, and with the fee that is for it.
    pub fn included(&mut self, change: &impl Fn(&mut Decimal)) {
        match &mut self.model {
            PriceModel::Allowance { fee, included, .. } => [fee, included].into_iter().for_each(change),
            PriceModel::Package { free: included, .. } | PriceModel::Credits { included, .. } => change(included),
            PriceModel::Percentage { free_volume, free_events, .. } => {
                [free_volume, free_events].into_iter().flatten().for_each(change);
            }
            _ => {}
        }
        self.adjust.free_units.iter_mut().for_each(change);
    }

    /// Whether a field of a charge is one that every price model has.
    pub fn is_adjustment(key: &str) -> bool {
        Adjust::FIELDS.iter().any(|field| field.key == key)
    }
}

impl From<PriceModel> for Charge {
    fn from(model: PriceModel) -> Self {
        Self { model, adjust: Adjust::default() }
    }
}

impl Fields for Charge {
    fn take(object: &mut Object<'_>) -> Result<Self, Unread> {
        Ok(Self { model: PriceModel::take(object)?, adjust: Adjust::take(object)? })
    }

    fn put(&self, object: &mut Written) {
        self.model.put(object);
        self.adjust.put(object);
    }
}

object!(Charge);

/// The most fields a price model has of its own.
const MOST_OWN: usize = 8;
const MOST: usize = MOST_OWN + Adjust::FIELDS.len();

/// The own fields of every model, followed by the adjustments it can have.
static FIELDS: [([Field; MOST], usize); MODELS.len()] = {
    let mut all = [([Adjust::FIELDS[0]; MOST], 0); MODELS.len()];
    let mut at = 0;
    while at < MODELS.len() {
        let own = MODELS[at].fields;
        let (fields, count) = &mut all[at];
        let mut from = 0;
        while from < own.len() {
            fields[*count] = own[from];
            *count += 1;
            from += 1;
        }
        let mut from = if matches!(own[0].shape, Shape::Reference(_)) { 0 } else { OF_UNITS };
        while from < Adjust::FIELDS.len() {
            fields[*count] = Adjust::FIELDS[from];
            *count += 1;
            from += 1;
        }
        at += 1;
    }
    all
};

static VARIANTS: [Variant; MODELS.len()] = {
    let mut all = [Variant { key: "", label: "", fields: &[] }; MODELS.len()];
    let mut at = 0;
    while at < MODELS.len() {
        let (fields, count): &'static ([Field; MOST], usize) = &FIELDS[at];
        all[at] = Variant { key: MODELS[at].key, label: MODELS[at].label, fields: fields.split_at(*count).0 };
        at += 1;
    }
    all
};
