//! This file says quantities and prices in the words of a bill's lines.

use rust_decimal::Decimal;

use crate::number::Currency;
use crate::number::Locale;
use crate::number::plain;
use crate::number::price;

/// What a line is about and how its reader writes numbers.
pub(super) struct Wording<'a> {
    /// Several units: seats.
    pub many: &'a str,
    /// One of them: seat.
    pub one: &'a str,
    /// Currency of the prices.
    pub currency: Currency,
    /// Habits of the reader.
    pub locale: Locale,
}

impl Wording<'_> {
    /// `12 seats`, `1 seat`, `1.5 seats`.
    pub fn units(&self, units: Decimal) -> String {
        let noun = if units == Decimal::ONE { self.one } else { self.many };
        format!("{} {noun}", self.number(units))
    }

    /// `, by 20 seats at the period's end`, where such units choose the tier.
    pub fn chosen_by(&self, units: Option<Decimal>) -> String {
        units.map_or_else(String::new, |units| format!(", by {} at the period's end", self.units(units)))
    }

    /// `1,000`.
    pub fn number(&self, value: Decimal) -> String {
        plain(value, 6, self.locale)
    }

    /// `$8.00`, `$0.000065`.
    pub fn price(&self, value: Decimal) -> String {
        price(value, self.currency, self.locale)
    }
}
