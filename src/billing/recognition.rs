//! This file says how much of what was billed for a term is revenue yet: ratable recognition (ASC 606, IFRS 15).

use rust_decimal::Decimal;

/// Revenue of `amount` once `elapsed` of `term` has passed (days of days, or months of equal months), unrounded: the
/// share of a day is never rounded before it is multiplied. All of it beyond the term, none before it or of no term.
pub fn recognised(amount: Decimal, elapsed: Decimal, term: Decimal) -> Decimal {
    let elapsed = elapsed.clamp(Decimal::ZERO, term.max(Decimal::ZERO));
    match amount.checked_mul(elapsed) {
        _ if elapsed.is_zero() => Decimal::ZERO,
        Some(product) => product / term,
        None => amount * (elapsed / term),
    }
}

/// What is still deferred once `elapsed` of `term` has passed: billed less recognised.
pub fn deferred_after(amount: Decimal, elapsed: Decimal, term: Decimal) -> Decimal {
    amount - recognised(amount, elapsed, term)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn revenue_and_deferred_are_what_was_billed(minor in 0i64..1_000_000_000, elapsed in 0u32..500, term in 1u32..400) {
            let amount = Decimal::new(minor, 2);
            let (elapsed, term) = (Decimal::from(elapsed), Decimal::from(term));
            let (earned, left) = (recognised(amount, elapsed, term), deferred_after(amount, elapsed, term));
            prop_assert_eq!(earned + left, amount);
            prop_assert!(earned >= Decimal::ZERO && left >= Decimal::ZERO);
            prop_assert!(recognised(amount, elapsed + Decimal::ONE, term) >= earned);
        }
    }
}
