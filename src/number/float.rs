//! This file makes `f64` a [`Number`]: fast, never rounded.

use rust_decimal::Decimal;

use super::Number;

impl Number for f64 {
    const ZERO: Self = 0.0;
    const ONE: Self = 1.0;
    const HAIR: Self = 1e-14;

    fn from_decimal(value: Decimal) -> Self {
        nearest(value)
    }

    fn from_f64(value: f64) -> Self {
        value
    }

    fn to_f64(self) -> f64 {
        self
    }

    fn ceil(self) -> Self {
        libm::ceil(self)
    }

    fn floor(self) -> Self {
        libm::floor(self)
    }

    fn to_places(self, _: u32) -> Self {
        self
    }

    fn minor(self, places: u32) -> i128 {
        libm::round(self * TENS[places as usize]) as i128
    }
}

/// Powers of ten that a float holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The float nearest to a decimal. Both parts of the quotient are exact up to 2^53 and 10^22, so one division rounds
/// once; longer decimals take the slow road through text.
pub(super) fn nearest(value: Decimal) -> f64 {
    let mantissa = value.mantissa();
    match TENS.get(value.scale() as usize) {
        Some(ten) if mantissa.unsigned_abs() <= 1 << 53 => mantissa as f64 / ten,
        _ => value.to_string().parse().expect("a decimal's text is a number"),
    }
}

/// A float near a decimal, to fifteen figures and more: as good as the nearest where something is drawn, and cheaper.
pub fn about(value: Decimal) -> f64 {
    let scale = value.scale() as usize;
    let (ten, rest) = (TENS[scale.min(TENS.len() - 1)], TENS[scale.saturating_sub(TENS.len() - 1)]);
    value.mantissa() as f64 / ten / rest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_nearest_float_is_what_parsing_gives(mantissa in any::<i128>(), scale in 0u32..=28) {
            let value = Decimal::from_i128_with_scale(mantissa >> 32, scale);
            prop_assert_eq!(nearest(value), value.to_string().parse::<f64>().unwrap());
            prop_assert!((about(value) - nearest(value)).abs() <= 1e-15 * nearest(value).abs());
            let short = Decimal::from_i128_with_scale(mantissa >> 75, scale);
            prop_assert_eq!(nearest(short), short.to_string().parse::<f64>().unwrap());
        }
    }
}
