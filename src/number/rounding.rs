//! This file rounds decimals: where the middle goes is named, never left to chance.

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

/// Where a value exactly between two neighbours goes. Everything else goes to the nearer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Away from zero: invoices and tax, the default of every bill.
    HalfUp,
    /// To the even neighbour: statistics, and some ledgers.
    HalfEven,
    /// Towards zero.
    HalfDown,
}

/// `value` to `places` decimals. Names as in Java's `RoundingMode` (which calls these HALF_UP, HALF_EVEN, HALF_DOWN).
pub fn round(value: Decimal, places: u32, rounding: Rounding) -> Decimal {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
        Rounding::HalfDown => RoundingStrategy::MidpointTowardZero,
    };
    value.round_dp_with_strategy(places, strategy)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The summary table in the documentation of Java's RoundingMode: value, half-up, half-even, half-down.
    const JAVA: &[(&str, i64, i64, i64)] = &[
        ("5.5", 6, 6, 5),
        ("2.5", 3, 2, 2),
        ("1.6", 2, 2, 2),
        ("1.1", 1, 1, 1),
        ("1.0", 1, 1, 1),
        ("-1.0", -1, -1, -1),
        ("-1.1", -1, -1, -1),
        ("-1.6", -2, -2, -2),
        ("-2.5", -3, -2, -2),
        ("-5.5", -6, -6, -5),
    ];

    #[test]
    fn the_middle_goes_where_java_says() {
        for &(value, up, even, down) in JAVA {
            let value = Decimal::from_str_exact(value).unwrap();
            for (rounding, whole) in [(Rounding::HalfUp, up), (Rounding::HalfEven, even), (Rounding::HalfDown, down)] {
                assert_eq!(round(value, 0, rounding), Decimal::from(whole), "{value} {rounding:?}");
            }
        }
    }
}
