//! This file says what a subscription contains, and how far each feature goes.

use rust_decimal::Decimal;

use super::need::cost;
use super::need::mean_quantities;
use super::rules::Set;
use super::rules::bits;
use crate::number::Currency;
use crate::pricing::Interval;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::model::Kind;
use crate::workspace::model::UNLIMITED;

/// How far a feature goes, or must go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// It is there: all that can be said of a yes or no.
    There,
    /// Up to a number.
    UpTo(Decimal),
    /// Without limit. A number about which nothing is said has none.
    Unlimited,
    /// In words.
    Words(String),
}

impl Amount {
    /// Whether it is enough for `need`. Words are enough only for the same words.
    pub fn covers(&self, need: &Self) -> bool {
        match (self, need) {
            (_, Self::There) | (Self::Unlimited, Self::UpTo(_) | Self::Unlimited) => true,
            (Self::UpTo(found), Self::UpTo(need)) => found >= need,
            _ => self == need,
        }
    }
}

/// What a limit as it is written says of a feature.
pub fn limit(kind: Kind, written: Option<&str>) -> Amount {
    match (kind, written) {
        (Kind::Flag, _) | (Kind::Text, None) => Amount::There,
        (Kind::Text, Some(words)) => Amount::Words(words.to_owned()),
        (Kind::Number, None | Some(UNLIMITED)) => Amount::Unlimited,
        (Kind::Number, Some(number)) => number.parse().map_or(Amount::Unlimited, Amount::UpTo),
    }
}

/// How far one feature goes with a plan and some add-ons; `None` where neither contains it.
///
/// Of several limits the widest holds; what add-ons extend comes on top.
pub(super) fn amount(model: &Model, plan: &str, add_ons: Set, feature: &str) -> Option<Amount> {
    let kind = model.features.get(feature)?.kind;
    let part = |features: &Map<bool>, limits: &Map<String>| {
        let there = features.get(feature) == Some(&true);
        there.then(|| limit(kind, limits.get(feature).map(String::as_str)))
    };
    let mut found = model.plans.get(plan).and_then(|plan| part(&plan.features, &plan.limits));
    let mut more = None::<Decimal>;
    for at in bits(add_ons) {
        let add_on = &model.add_ons[at];
        found = match (found, part(&add_on.features, &add_on.limits)) {
            (Some(one), Some(other)) => Some(if one.covers(&other) { one } else { other }),
            (one, other) => one.or(other),
        };
        if let Some(extends) = add_on.extends.get(feature) {
            more = Some(more.unwrap_or_default() + extends);
        }
    }
    match (found, more) {
        (Some(Amount::UpTo(limit)), Some(more)) => Some(Amount::UpTo(limit + more)),
        (None, Some(more)) => Some(Amount::UpTo(more)),
        (found, _) => found,
    }
}

/// All that a plan with some add-ons contains, in the order of the model.
pub fn contents(model: &Model, plan: &str, add_ons: Set) -> Vec<(String, Amount)> {
    let found = model.features.keys().map(|id| Some((id.clone(), amount(model, plan, add_ons, id)?)));
    found.flatten().collect()
}

/// The plans from the cheapest to the dearest for customers of mean size, free ones first; equal ones as they stand.
pub fn order(model: &Model, currency: Currency) -> Vec<usize> {
    let typical = |plan: &str| -> Decimal {
        let each = model.segments.values().map(|segment| {
            let quantities = mean_quantities(model, segment);
            cost(model, currency, plan, 0, &quantities, Interval::Monthly)
        });
        each.sum()
    };
    let costs: Vec<Decimal> = model.plans.keys().map(|plan| typical(plan)).collect();
    let mut order: Vec<usize> = (0..costs.len()).collect();
    order.sort_by_key(|at| (!model.plans[*at].free, costs[*at]));
    order
}
