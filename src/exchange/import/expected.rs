//! This file expects prices that a page does not name, from those it does.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::page::AddOnRow;
use super::page::Page;
use super::page::PlanRow;
use super::page::Price;
use super::unit::Priced;

/// The least and most a plan on request is expected to cost, in prices of the plan before it.
const STEP: (Decimal, Decimal) = (Decimal::from_parts(12, 0, 0, false, 1), Decimal::from_parts(25, 0, 0, false, 1));

/// The step where a page has one price only.
const USUAL_STEP: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

/// The price a month where a page has none at all.
const USUAL_PRICE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Share of a plan's price that an add-on on request is expected to cost.
const OF_A_PLAN: Decimal = Decimal::from_parts(2, 0, 0, false, 1);

/// Units a flat price is expected to stand for when compared with a price by unit.
const UNITS: Decimal = Decimal::from_parts(10, 0, 0, false, 0);

/// The plans with a price, cheapest first.
fn known(page: &Page) -> Vec<(Decimal, &PlanRow)> {
    let price = |plan| match plan {
        &PlanRow { price: Price::Known(price), .. } => Some((price, plan)),
        _ => None,
    };
    let mut known: Vec<_> = page.plans.iter().filter_map(price).collect();
    known.sort_by_key(|(price, _)| *price);
    known
}

/// What a plan on request is expected to cost, and for what: the dearest plan's price by the step before it, counted as
/// that plan is.
pub(super) fn of_plan(page: &Page, plan: &PlanRow) -> (Decimal, Priced) {
    let known = known(page);
    let alike: Vec<_> = known.iter().filter(|(_, other)| other.unit == plan.unit).collect();
    let (dearest, unit) = match (alike.last(), known.last()) {
        (Some((price, _)), _) => (*price, plan.unit.clone()),
        (None, Some((price, other))) => (*price, other.unit.clone()),
        (None, None) => return (USUAL_PRICE, plan.unit.clone()),
    };
    let before = known.iter().rev().find(|(price, other)| *price < dearest && other.unit == unit);
    let step = before.map_or(USUAL_STEP, |(price, _)| (dearest / price).clamp(STEP.0, STEP.1));
    (rounded(dearest * step), unit)
}

/// What an add-on on request is expected to cost, counted as it is.
pub(super) fn of_add_on(page: &Page, add_on: &AddOnRow) -> Decimal {
    let known = known(page);
    let Some((price, plan)) = known.last() else { return rounded(USUAL_PRICE * OF_A_PLAN) };
    let units = match (&plan.unit.noun, &add_on.unit.noun) {
        (Some(_), None) => UNITS,
        (None, Some(_)) => Decimal::ONE / UNITS,
        _ => Decimal::ONE,
    };
    rounded(price * OF_A_PLAN * units)
}

/// Two leading digits.
fn rounded(price: Decimal) -> Decimal {
    let size = price.to_f64().filter(|price| *price > 0.0).map_or(0.0, |price| libm::floor(libm::log10(price)));
    let places = (1.0 - size).max(0.0) as u32;
    let least = Decimal::new(1, 12);
    if size >= 2.0 { price.round_dp(0) } else { price.round_dp(places.min(12)) }.max(least).normalize()
}
