//! This file reads the multipliers that a Pricing2Yaml page names for paying by the month and by the year.

use rust_decimal::Decimal;

use super::report::Report;
use super::report::note;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;

const MONTHLY: &[&str] = &["monthly", "month", "permonth", "bymonth"];
const YEARLY: &[&str] =
    &["annual", "annually", "annualy", "anually", "yearly", "year", "peryear", "byyear", "annuallybilled", "12months"];

/// The highest multiplier.
const MOST: Decimal = Decimal::ONE_HUNDRED;

/// The highest discount the document holds.
pub(super) fn highest() -> Decimal {
    Decimal::new(9, 1)
}

/// What paying by the month and by the year does to the prices of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Billing {
    /// What the written prices are multiplied by for who pays by the month.
    pub monthly: Decimal,
    /// Share taken off a year paid up front, where the page names it for all that it sells.
    pub discount: Option<Decimal>,
}

/// The multipliers of a page; what cannot be held is named.
pub(super) fn read(root: &Node, report: &mut Report) -> Billing {
    let (mut monthly, mut yearly) = (None, None);
    for entry in root.entries("billing") {
        let path = format!("billing/{}", entry.key);
        let Some(Figure::Finite(factor)) = entry.value.figure() else {
            note(&mut report.left_out, path, entry.line, format!("{} is no multiplier", entry.value.shown()));
            continue;
        };
        let key = entry.key.to_lowercase().replace(['-', '_', ' '], "");
        let sound = factor > Decimal::ZERO && factor <= MOST;
        match key.as_str() {
            key if sound && MONTHLY.contains(&key) => monthly = Some((factor, path, entry.line)),
            key if sound && YEARLY.contains(&key) => yearly = Some((factor, path, entry.line)),
            _ if !sound => {
                let words = format!("{factor} is no multiplier; one is above 0 and at most {MOST}");
                note(&mut report.left_out, path, entry.line, words);
            }
            _ => note(
                &mut report.left_out,
                path,
                entry.line,
                format!("multiplier {factor}, for a period not known here"),
            ),
        }
    }
    let times = monthly.as_ref().map_or(Decimal::ONE, |(factor, ..)| *factor);
    if let Some((factor, path, line)) = monthly.filter(|(factor, ..)| *factor != Decimal::ONE) {
        note(&mut report.assumed, path, line, format!("by the month, {factor} times the prices written is paid"));
    }
    let discount = yearly.and_then(|(factor, path, line)| {
        let off = Decimal::ONE - factor / times;
        if off < Decimal::ZERO {
            note(&mut report.left_out, path, line, format!("multiplier {factor}: a year is dearer than its months"));
            return None;
        }
        let off = off.round_dp(12).min(highest()).normalize();
        let words = match off.is_zero() {
            true => "a year paid up front costs what its months do".to_owned(),
            false => {
                let percent = (off * Decimal::ONE_HUNDRED).round_dp(2).normalize();
                format!("a year paid up front is {percent} % cheaper")
            }
        };
        note(&mut report.understood, path, line, words);
        Some(off)
    });
    Billing { monthly: times, discount }
}
