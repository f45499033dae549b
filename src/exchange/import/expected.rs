//! This file expects prices that a page does not name, from those it does.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::page::AddOnRow;
use super::page::Page;
use super::page::PlanRow;
use super::page::Price;
use super::unit::Period;
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

/// How many plans on request stand a step above each other at most.
const STEPS: usize = 4;

/// A plan with a price: a month's, what it counts, and where it stands.
#[derive(Clone, Copy)]
struct Known<'a> {
    price: Decimal,
    unit: &'a Priced,
    at: usize,
}

/// The plans with a price, cheapest first.
fn known(page: &Page) -> Vec<Known<'_>> {
    let price = |(at, plan): (usize, &'_ PlanRow)| match plan.price {
        Price::Known(price) if plan.unit.period != Period::Once => Some((at, plan.unit.monthly(price))),
        _ => None,
    };
    let all = page.plans.iter().enumerate().filter_map(price);
    let mut known: Vec<_> = all.map(|(at, price)| Known { price, unit: &page.plans[at].unit, at }).collect();
    known.sort_by_key(|known| known.price);
    known
}

/// What a plan on request is expected to cost, and for what: the dearest plan's price by the step before it, counted as
/// that plan is. Plans that stand before it and count alike go first; one on request is a step above the one before it.
pub(super) fn of_plan(page: &Page, at: usize) -> (Decimal, Priced) {
    let plan = &page.plans[at].unit;
    let known = known(page);
    let pools: [&dyn Fn(&Known<'_>) -> bool; 4] = [
        &|known| known.at < at && known.unit.alike(plan),
        &|known| known.unit.alike(plan),
        &|known| known.at < at,
        &|_| true,
    ];
    let pool =
        pools.iter().map(|of| known.iter().filter(|known| of(known)).collect::<Vec<_>>()).find(|pool| !pool.is_empty());
    let asked =
        page.plans[..at].iter().filter(|other| matches!(other.price, Price::OnRequest(_)) && other.unit.alike(plan));
    let steps = asked.count().min(STEPS);
    let Some(dearest) = pool.as_ref().and_then(|pool| pool.last()) else {
        return (rounded((0..steps).fold(USUAL_PRICE, |price, _| price * USUAL_STEP)), plan.by_the_month());
    };
    let below = |known: &&&Known<'_>| known.price < dearest.price && known.unit.alike(dearest.unit);
    let before = pool.iter().flatten().rev().find(below);
    let step = before.map_or(USUAL_STEP, |before| (dearest.price / before.price).clamp(STEP.0, STEP.1));
    let price = (0..=steps).fold(dearest.price, |price, _| price * step);
    (rounded(price.min(Decimal::from(1_000_000_000))), dearest.unit.by_the_month())
}

/// What an add-on on request is expected to cost, counted as it is.
pub(super) fn of_add_on(page: &Page, add_on: &AddOnRow) -> (Decimal, Priced) {
    let unit = add_on.unit.by_the_month();
    let known = known(page);
    let Some(dearest) = known.last() else { return (rounded(USUAL_PRICE * OF_A_PLAN), unit) };
    let units = match (&dearest.unit.noun, &unit.noun) {
        (Some(_), None) => UNITS,
        (None, Some(_)) => Decimal::ONE / UNITS,
        _ => Decimal::ONE,
    };
    (rounded(dearest.price * OF_A_PLAN * units), unit)
}

/// Two leading digits.
fn rounded(price: Decimal) -> Decimal {
    let size = price.to_f64().filter(|price| *price > 0.0).map_or(0.0, |price| libm::floor(libm::log10(price)));
    let places = (1.0 - size).max(0.0) as u32;
    let least = Decimal::new(1, 12);
    if size >= 2.0 { price.round_dp(0) } else { price.round_dp(places.min(12)) }.max(least).normalize()
}
