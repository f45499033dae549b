//! This file says what becomes of included usage in a part of a billing period: the conventions for it, by name.

use rust_decimal::Decimal;

use crate::pricing::Charge;

/// How much of what is included comes with a part of a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Included {
    /// All of it: usage is billed as used, as if the period were whole (Stripe and Kill Bill, which prorate what recurs only).
    #[default]
    Whole,
    /// The same part of it as of the period, and of the fee it is for: 50 of 100 calls in 15 of 30 days.
    Prorated,
}

/// Every convention with its key on the command line and its words on the page, the usual one first.
pub const INCLUDED: [(&str, &str, Included); 2] =
    [("whole", "not prorated", Included::Whole), ("prorated", "prorated", Included::Prorated)];

/// A charge with a part of what it includes at no charge, and of the fee that is for it; tiers, packages and the rest stay.
pub fn including(charge: &Charge, part: impl Fn(Decimal) -> Decimal) -> Charge {
    let mut charge = charge.clone();
    charge.included(&|included| *included = part(*included));
    charge
}
