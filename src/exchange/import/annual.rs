//! This file says what a page tells of paying a year up front: by prices of its own, by a multiplier, or by a yes or no.

use rust_decimal::Decimal;

use super::billing::Billing;
use super::priced::Annually;
use super::priced::Cost;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::unit::Period;
use crate::number::Locale;
use crate::number::counted;

/// What plans and add-ons of a page say of it.
#[derive(Default)]
pub(super) struct Annual {
    prices: Vec<(&'static str, Annually, Decimal)>,
    /// Whether one is due once a year.
    due: bool,
    /// How many have a price for paying a year and none else.
    only: usize,
}

impl Annual {
    /// Counts a plan or an add-on.
    pub fn add(&mut self, noun: &'static str, cost: &Cost) {
        self.prices.extend(cost.annual.map(|annually| (noun, annually, cost.annual_discount)));
        self.only += usize::from(cost.only_annual);
        self.due |= cost.unit.period == Period::Yearly(1);
    }

    /// Says what the page tells; whether a year cannot be paid up front. `yearly` is what it says of that, with its line.
    pub fn told(&self, billing: Billing, yearly: Option<(bool, usize)>, report: &mut Report) -> bool {
        for annually in [Annually::Month, Annually::Year] {
            self.summed(annually, report);
        }
        let named = billing.discount.is_some() || !self.prices.is_empty() || self.only > 0;
        let discounted =
            billing.discount.is_some_and(|off| !off.is_zero()) || self.prices.iter().any(|(.., off)| !off.is_zero());
        match yearly {
            Some((false, line)) if discounted || self.due || self.only > 0 => {
                let words = "false, though prices of a year stand in the page: it can be paid up front";
                note(&mut report.left_out, "hasAnnualPayment", line, words);
            }
            Some((false, line)) => {
                note(&mut report.understood, "hasAnnualPayment", line, "no year is paid up front");
                return true;
            }
            Some((true, line)) => {
                let words = if named {
                    "a year can be paid up front"
                } else {
                    "a year can be paid up front; no price of it is named"
                };
                note(&mut report.understood, "hasAnnualPayment", line, words);
            }
            None => {}
        }
        if self.only > 0 {
            let words = "Where the price of a year is the only one, who pays by the month pays as much.";
            say(&mut report.assumed, words);
        } else if !named {
            say(&mut report.assumed, "No discount for paying a year up front, since the page names none.");
        }
        false
    }

    /// One line for all prices of a month, or of a year.
    fn summed(&self, which: Annually, report: &mut Report) {
        let of: Vec<_> = self.prices.iter().filter(|(_, annually, _)| *annually == which).collect();
        let Some(least) = of.iter().map(|(.., off)| *off).min() else { return };
        let most = of.iter().map(|(.., off)| *off).max().unwrap_or(least);
        let count = |noun: &str| of.iter().filter(|(known, ..)| *known == noun).count();
        let sold: Vec<String> = ["plan", "add-on"]
            .into_iter()
            .filter(|noun| count(noun) > 0)
            .map(|noun| counted(count(noun), noun, Locale::EN_US))
            .collect();
        let percent = |off: Decimal| (off * Decimal::ONE_HUNDRED).round_dp(2).normalize();
        let off = match (percent(least), percent(most)) {
            (_, most) if most.is_zero() => "as much as by the month".to_owned(),
            (least, most) if least == most => format!("{most} % less"),
            (least, most) => format!("{least} to {most} % less"),
        };
        let what = if which == Annually::Month { "a month when a year is paid" } else { "the whole year" };
        let words = format!("annualPrice of {} is for {what}: {off}.", sold.join(" and "));
        say(&mut report.understood, words);
    }
}
