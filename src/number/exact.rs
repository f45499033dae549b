//! This file makes `Decimal` a [`Number`]: exact, rounded half-up where a place is named.

use rust_decimal::Decimal;

use super::Number;
use super::Rounding;
use super::float::nearest;
use super::round;

impl Number for Decimal {
    const ZERO: Self = Self::ZERO;
    const ONE: Self = Self::ONE;
    const HAIR: Self = Self::ZERO;

    fn from_decimal(value: Decimal) -> Self {
        value
    }

    fn from_f64(value: f64) -> Self {
        as_written(value)
    }

    fn to_f64(self) -> f64 {
        nearest(self)
    }

    fn ceil(self) -> Self {
        Self::ceil(&self)
    }

    fn floor(self) -> Self {
        Self::floor(&self)
    }

    fn to_places(self, places: u32) -> Self {
        round(self, places, Rounding::HalfUp)
    }

    fn minor(self, places: u32) -> i128 {
        let mut rounded = self.to_places(places);
        rounded.rescale(places);
        rounded.mantissa()
    }
}

/// The decimal a person would write for the float: the shortest one that reads back as the same float, so that 0.1
/// is a tenth. Beyond the range of `Decimal` the nearest end of it; not-a-number is 0.
fn as_written(value: f64) -> Decimal {
    let magnitude = value.abs();
    if magnitude < 9e15 && magnitude == libm::floor(magnitude) {
        return Decimal::from(value as i64);
    }
    if magnitude >= 7.9e28 {
        return if value > 0.0 { Decimal::MAX } else { Decimal::MIN };
    }
    value.to_string().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_float_becomes_what_was_typed() {
        let cases = [
            (0.1, "0.1"),
            (-2.675, "-2.675"),
            (1e15, "1000000000000000"),
            (1.0 / 3.0, "0.3333333333333333"),
            (1e-30, "0"),
            (-0.0, "0"),
            (f64::NAN, "0"),
            (1e300, "79228162514264337593543950335"),
            (f64::NEG_INFINITY, "-79228162514264337593543950335"),
        ];
        for (float, written) in cases {
            assert_eq!(Decimal::from_f64(float), Decimal::from_str_exact(written).unwrap(), "{float}");
        }
    }

    proptest! {
        #[test]
        fn floats_come_back_unchanged(digits in -9_007_199_254_740_992i64..9_007_199_254_740_992, power in -11..4i32) {
            let float = digits as f64 * libm::pow(10.0, f64::from(power));
            prop_assert_eq!(<Decimal as Number>::from_f64(float).to_f64(), float);
        }
    }
}
