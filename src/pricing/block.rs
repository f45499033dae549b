//! This file counts blocks: how many of a size are started, and how many are full.

use crate::number::Number;

/// Blocks of `size` (above 0) that cover `units`: `⌈units / size⌉`; none for none. A quotient that rounding lifted
/// above a whole number is put back, so that `f64` and `Decimal` count alike (1.1 / 0.1 is 11 blocks).
pub(super) fn started<N: Number>(units: N, size: N) -> N {
    let blocks = (units / size).ceil();
    let fewer = blocks - N::ONE;
    if fewer >= N::ZERO && fewer * size >= units * (N::ONE - N::HAIR) && units > N::ZERO { fewer } else { blocks }
}

/// Blocks of `size` (above 0) that `units` fill: `⌊units / size⌋`, alike in `f64` and `Decimal` (0.3 / 0.1 is 3).
pub(super) fn full<N: Number>(units: N, size: N) -> N {
    let covering = started(units, size);
    if covering * size <= units * (N::ONE + N::HAIR) { covering } else { covering - N::ONE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Decimal;

    #[test]
    fn floats_count_as_decimals_do() {
        let size = Decimal::new(1, 1);
        for tenths in 0..2_000 {
            let units = Decimal::new(tenths, 1);
            assert_eq!((started(units, size), full(units, size)), (Decimal::from(tenths), Decimal::from(tenths)));
            let count = tenths as f64;
            assert_eq!((started(units.to_f64(), 0.1), full(units.to_f64(), 0.1)), (count, count));
            let more = units + Decimal::new(1, 3);
            assert_eq!((started(more, size), full(more, size)), (Decimal::from(tenths + 1), Decimal::from(tenths)));
            assert_eq!((started(more.to_f64(), 0.1), full(more.to_f64(), 0.1)), (count + 1.0, count));
        }
    }
}
