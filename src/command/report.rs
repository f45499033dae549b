//! This file writes figures for people to read in a table.

use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Locale;
use crate::number::count;
use crate::number::money_whole;
use crate::number::plain;
use crate::number::share;
use crate::shape::Unit;

/// How numbers are written on the command line, wherever it runs.
pub(super) const LOCALE: Locale = Locale::EN_US;

/// A figure with its unit, rounded for reading.
pub(super) fn figure(unit: Unit, value: Decimal, currency: Currency) -> String {
    let written = match unit {
        Unit::Money | Unit::MoneyMonthly => money_whole(value, currency, LOCALE),
        Unit::Share | Unit::Rate => share(value, 1, LOCALE),
        Unit::Months => plain(value, 1, LOCALE),
        Unit::Count => count(value, LOCALE),
        Unit::Plain => plain(value, 2, LOCALE),
    };
    // A terminal's columns and `cut` know only the plain space.
    written.replace(['\u{a0}', '\u{202f}'], " ")
}
