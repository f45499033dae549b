//! This file settles a change of price within a period: the old price is credited for the rest of it, the new one charged.

use rust_decimal::Decimal;

use super::proration::Portion;
use crate::number::Number;

/// What a change costs now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The old price for what is left, ≤ 0.
    pub credit: Decimal,
    /// The new price for what is left.
    pub debit: Decimal,
    /// Both together: `(new − old) × fraction left`, each line rounded.
    pub net: Decimal,
}

/// The change from `old` to `new` with `left` of the period still to come, lines rounded to `places`
/// (docs.stripe.com/billing/subscriptions/prorations).
pub fn change(old: Decimal, new: Decimal, left: &Portion, places: u32) -> Change {
    let (credit, debit) = (-left.of(old).to_places(places), left.of(new).to_places(places));
    Change { credit, debit, net: credit + debit }
}
