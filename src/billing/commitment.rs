//! This file prorates a minimum commitment: what is missing from it for a part of a period.

use rust_decimal::Decimal;

use super::proration::Portion;
use crate::number::Number;

/// What is added to `fee` to reach `commitment` for a part of the period: each is prorated and rounded to `places`,
/// then subtracted (Lago), never below 0.
pub fn true_up(commitment: Decimal, fee: Decimal, part: &Portion, places: u32) -> Decimal {
    let due = |amount| part.of(amount).to_places(places);
    (due(commitment) - due(fee)).larger(Decimal::ZERO)
}
