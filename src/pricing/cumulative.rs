//! This file bills a period in several goes: what is due now is the whole so far less what was billed already.

use crate::number::Number;

/// What is due now of `total`, the amount for everything used so far in the period, when `billed` was billed already.
/// Re-rating only the increment would give it the first tier's price again. Below 0 it is a credit: volume tiers may
/// fall.
pub fn due_now<N: Number>(total: N, billed: N) -> N {
    total - billed
}
