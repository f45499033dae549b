//! This file names what a change of one customer's MRR is: new business, expansion, contraction, churn or reactivation.

use crate::number::Decimal;

/// A movement of MRR. Source: the five movements of ChartMogul (help.chartmogul.com, article 201244842).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movement {
    /// The customer pays for the first time.
    NewBusiness,
    /// It pays more: a second subscription is one too.
    Expansion,
    /// It pays less, and still something: one of several subscriptions was cancelled.
    Contraction,
    /// It stops paying.
    Churn,
    /// It pays again after it had stopped.
    Reactivation,
}

/// What it is when a customer's MRR goes from `before` to `after`; `None` where it stays.
///
/// `known` says whether the customer ever paid before.
pub fn movement(before: Decimal, after: Decimal, known: bool) -> Option<Movement> {
    if before == after {
        return None;
    }
    Some(match (before.is_zero(), after.is_zero()) {
        (true, _) if known => Movement::Reactivation,
        (true, _) => Movement::NewBusiness,
        (_, true) => Movement::Churn,
        _ if after > before => Movement::Expansion,
        _ => Movement::Contraction,
    })
}
