//! This file taxes the lines of an invoice: each line's tax is rounded on its own.

use rust_decimal::Decimal;

use crate::number::Number;

/// The tax of an invoice.
#[derive(Clone, Debug, PartialEq)]
pub struct Taxed {
    /// Tax of each line, rounded.
    pub lines: Vec<Decimal>,
    /// Their sum, which is what is billed.
    pub total: Decimal,
    /// The sum of the unrounded taxes, rounded once, which other ledgers bill.
    pub on_total: Decimal,
}

/// The tax on lines, each a taxable amount with its rate, rounded half-up to `places`.
pub fn taxed(lines: &[(Decimal, Decimal)], places: u32) -> Taxed {
    let exact = lines.iter().map(|(amount, rate)| *amount * *rate);
    let on_total = exact.clone().sum::<Decimal>().to_places(places);
    let lines = exact.map(|tax| tax.to_places(places)).collect::<Vec<_>>();
    Taxed { total: lines.iter().sum(), lines, on_total }
}
