//! This module holds the numbers: decimal and float behind one trait, currencies, splitting, reading and writing.

use std::fmt::Debug;
use std::ops::Add;
use std::ops::AddAssign;
use std::ops::Div;
use std::ops::Mul;
use std::ops::Neg;
use std::ops::Sub;
use std::ops::SubAssign;

mod beta;
mod currency;
mod exact;
mod float;
mod format;
mod iso4217;
mod locale;
mod marks;
mod normal;
mod parse;
mod pcg32;
mod rounding;
mod sheet;
mod split;

pub use beta::Beta;
pub use currency::Currency;
pub use currency::NotACurrency;
pub use float::about;
pub use format::UNDEFINED;
pub use format::Written;
pub use format::count;
pub use format::count_short;
pub use format::counted;
pub use format::fixed;
pub use format::money;
pub use format::money_short;
pub use format::money_whole;
pub use format::plain;
pub use format::price;
pub use format::share;
pub use format::signed;
pub use locale::CurrencyPlace;
pub use locale::Locale;
pub use normal::normal_cdf;
pub use normal::normal_quantile;
pub use parse::NotANumber;
pub use parse::Parsed;
pub use parse::parse_number;
pub use pcg32::Pcg32;
pub use rounding::Rounding;
pub use rounding::round;
pub use rust_decimal::Decimal;
pub use sheet::SheetRow;
pub use sheet::clip;
pub use sheet::sheet;
pub use sheet::sheet_number;
pub use split::largest_remainder;
pub use split::remainder_to_first;
pub use split::running_remainder;

/// A number the bill, cohort and ledger code can be run in: exact [`Decimal`] or fast `f64`.
pub trait Number:
    Copy
    + Debug
    + Default
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + 'static
{
    /// Nothing.
    const ZERO: Self;
    /// One.
    const ONE: Self;
    /// How far, relative to it, a short calculation may be from its exact result; 0 where the kind is exact.
    const HAIR: Self;

    /// The same value (for `f64`, the nearest).
    fn from_decimal(value: Decimal) -> Self;
    /// The same value; for `Decimal` the shortest decimal that reads back as the same float, so 0.1 is a tenth.
    /// `value` is finite and within the checked bounds; beyond them `Decimal` takes its nearest end, never panics.
    fn from_f64(value: f64) -> Self;
    /// The nearest float.
    fn to_f64(self) -> f64;
    /// The smallest whole number not below.
    fn ceil(self) -> Self;
    /// The largest whole number not above.
    fn floor(self) -> Self;
    /// Rounded half-up to `places` decimals where the kind is exact; floats are left as they are.
    fn to_places(self, places: u32) -> Self;
    /// Whole minor units of `places` decimals, half away from zero.
    fn minor(self, places: u32) -> i128;

    /// The larger of two.
    fn larger(self, other: Self) -> Self {
        if other > self { other } else { self }
    }

    /// The smaller of two.
    fn smaller(self, other: Self) -> Self {
        if other < self { other } else { self }
    }
}
