//! This file reads what a plan or add-on of a Pricing2Yaml page costs, and for what.

use rust_decimal::Decimal;

use super::billing::Billing;
use super::billing::highest;
use super::expression;
use super::expression::Variables;
use super::names;
use super::page::Place;
use super::page::Price;
use super::price_words;
use super::report::Report;
use super::report::note;
use super::unit::MONTHLY;
use super::unit::Period;
use super::unit::Priced;
use super::unit::singular;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;
use crate::number::Currency;
use crate::number::Locale;

/// What a price for paying a year is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Annually {
    /// A month of the year paid.
    Month,
    /// The whole year.
    Year,
}

/// What something costs.
pub(super) struct Cost {
    pub price: Price,
    pub unit: Priced,
    /// Share taken off a year paid up front.
    pub annual_discount: Decimal,
    /// Whether its own price for a year says so, and whether that is a whole year's.
    pub annual: Option<Annually>,
    /// Whether a price for paying a year is the only one.
    pub only_annual: bool,
    /// Units the price includes, and the price of each beyond.
    pub included: Option<(Decimal, Decimal)>,
    /// The currency that stands in the price itself.
    pub currency: Option<Currency>,
    /// Whether nothing says what it is for.
    pub unitless: bool,
}

/// What a plan or add-on costs.
pub(super) fn read(node: &Node, place: &Place, billing: Billing, variables: &Variables, report: &mut Report) -> Cost {
    let at = |key: &str| format!("{}/{key}", place.path);
    let chosen = chosen(node, variables);
    let key = chosen.map(|(key, _)| key);
    let said = node.get("unit").and_then(Node::text).unwrap_or_default().trim();
    let mut cost = Cost {
        price: Price::OnRequest("no price given".into()),
        unit: Priced::read(said),
        annual_discount: billing.discount.unwrap_or_default(),
        annual: None,
        only_annual: false,
        included: None,
        currency: None,
        unitless: false,
    };
    if let Some((key, written)) = chosen {
        if key == "annualPrice" && written.figure().is_some() {
            let asked = ["price", "monthlyPrice"].into_iter().filter_map(|key| node.get(key)?.text()).next();
            let beside = asked.map(|words| format!(" beside {words:?}")).unwrap_or_default();
            let words = format!("the only price{beside}, read as a month's when a year is paid");
            note(&mut report.assumed, at(key), written.line, words);
            cost.only_annual = true;
        }
        cost.amount(written, &at(key), said.is_empty(), variables, report);
    }
    // Files that were lifted to 2.0 by a program repeat their monthlyPrice as price.
    let monthly = node.get("monthlyPrice").and_then(Node::figure);
    let repeated = monthly.is_some() && chosen.is_some_and(|(_, written)| written.figure() == monthly);
    let by_the_month = key == Some("monthlyPrice") || repeated;
    cost.period(said, by_the_month, &at("unit"), place.line, report);
    cost.unitless = said.is_empty() && cost.unit == Priced::read("");
    if let Price::Known(price) = &mut cost.price
        && matches!(cost.unit.period, Period::Yearly(2..))
    {
        *price = (*price * billing.monthly).round_dp(12).normalize();
    }
    cost.yearly(node, key, place, report);
    if cost.unit.period == Period::Yearly(1) {
        cost.annual_discount = Decimal::ZERO;
    }
    cost
}

/// The price that counts, with its key: a month's before a year's, an amount before words.
fn chosen<'a>(node: &'a Node, variables: &Variables) -> Option<(&'static str, &'a Node)> {
    let written = |key: &'static str| node.get(key).filter(|node| !node.nothing()).map(|node| (key, node));
    let first = written("price").or_else(|| written("monthlyPrice"));
    let yearly = written("annualPrice");
    let asked = first.is_some_and(|(_, node)| {
        let words = node.text().filter(|text| node.figure().is_none() && expression::read(text, variables).is_none());
        words.is_some_and(|text| matches!(price_words::read(text, Locale::EN_US).price, Price::OnRequest(_)))
    });
    let amount = |node: &Node| matches!(node.figure(), Some(Figure::Finite(value)) if value > Decimal::ZERO);
    yearly.filter(|(_, node)| asked && amount(node)).or(first).or(yearly)
}

impl Cost {
    /// Reads the amount, and the unit with it where none stands beside it.
    fn amount(&mut self, node: &Node, path: &str, alone: bool, variables: &Variables, report: &mut Report) {
        if let Some(figure) = node.figure() {
            let price = match figure {
                Figure::Finite(value) => price_words::of_number(value),
                Figure::Infinite => None,
            };
            self.price = price.unwrap_or_else(|| {
                note(
                    &mut report.left_out,
                    path,
                    node.line,
                    format!("{} is no price, read as on request", node.shown()),
                );
                Price::OnRequest(node.text().unwrap_or_default().chars().take(80).collect())
            });
            return;
        }
        let Some(text) = node.text() else {
            note(&mut report.left_out, path, node.line, format!("{} is no price, read as on request", node.shown()));
            self.price = Price::OnRequest(node.shown());
            return;
        };
        if let Some(linear) = expression::read(text, variables) {
            if linear.counted.is_empty() {
                note(&mut report.understood, path, node.line, format!("{text:?} is {}", linear.fixed.normalize()));
                self.price = price_words::of_number(linear.fixed).unwrap_or(Price::OnRequest(text.to_owned()));
                return;
            }
            let counted = counted(&linear.counted);
            let words = format!("{text:?} is {} for each {counted} a month", linear.each);
            note(&mut report.assumed, path, node.line, words);
            self.unit = Priced { noun: Some(counted), block: None, period: self.unit.period, also: None };
            (self.price, self.included) = match linear.fixed.is_zero() {
                true => (Price::Known(linear.each), None),
                false => (Price::Known(linear.fixed), Some((Decimal::ZERO, linear.each))),
            };
            return;
        }
        if text.contains('#') && text.contains(|sign: char| sign.is_ascii_digit() || "+-*/?(".contains(sign)) {
            let words = format!("{text:?} cannot be computed, read as on request");
            note(&mut report.left_out, path, node.line, words);
            self.price = Price::OnRequest(text.chars().take(80).collect());
            return;
        }
        let worded = price_words::read(text, Locale::EN_US);
        if worded.least {
            note(&mut report.assumed, path, node.line, format!("{text:?}: the lowest of its prices"));
        }
        let own = Priced::read(&worded.unit);
        if alone && !worded.unit.is_empty() {
            self.unit = own;
        } else if !worded.unit.is_empty() && own != self.unit && own != Priced::read("") {
            note(
                &mut report.left_out,
                path,
                node.line,
                format!("{:?} behind the price, since a unit is named", worded.unit),
            );
        }
        (self.price, self.currency) = (worded.price, worded.currency);
    }

    /// How often the price is due, where the unit does not say it or the key of the price says otherwise.
    fn period(&mut self, said: &str, by_the_month: bool, path: &str, line: usize, report: &mut Report) {
        let lower = said.to_lowercase();
        let words = match self.unit.period {
            MONTHLY if ["annual", "year"].iter().any(|word| lower.contains(word)) => {
                format!("{said:?}, read as the price of a month")
            }
            MONTHLY if !said.is_empty() && !by_the_month && !Priced::dated(said) && self.priced() => {
                format!("{said:?} names no time, read as the price of a month")
            }
            Period::Yearly(times) if times != 12 && by_the_month && self.priced() => {
                self.unit.period = MONTHLY;
                format!("{said:?} beside a monthlyPrice, read as the price of a month")
            }
            _ => return,
        };
        note(&mut report.assumed, path, line, words);
    }

    fn priced(&self) -> bool {
        matches!(self.price, Price::Known(_))
    }

    /// What a price for a year beside the price takes off.
    fn yearly(&mut self, node: &Node, key: Option<&str>, place: &Place, report: &mut Report) {
        // Where a year's price is on request too, nothing names a discount.
        let asked = |node: &Node| node.figure().is_none() && node.text().is_some_and(|text| !text.trim().is_empty());
        if matches!(self.price, Price::OnRequest(_)) && node.get("annualPrice").is_some_and(asked) {
            self.annual_discount = Decimal::ZERO;
        }
        let (Price::Known(monthly), Some("price" | "monthlyPrice")) = (&self.price, key) else { return };
        if let Some(other) = node.get("monthlyPrice").filter(|other| key == Some("price") && !other.nothing())
            && other.figure() != node.get("price").and_then(Node::figure)
        {
            let words = format!("{}, since price is {monthly}", other.shown());
            note(&mut report.left_out, format!("{}/monthlyPrice", place.path), other.line, words);
        }
        let Some(written) = node.get("annualPrice").filter(|node| !node.nothing()) else { return };
        let path = format!("{}/annualPrice", place.path);
        let share = match written.figure() {
            Some(Figure::Finite(yearly)) if yearly > Decimal::ZERO => {
                let annually = if whole_year(*monthly, yearly) { Annually::Year } else { Annually::Month };
                annual_discount(*monthly, yearly).map(|share| (share, annually))
            }
            _ => None,
        };
        match share {
            Some((share, annually)) => (self.annual_discount, self.annual) = (share, Some(annually)),
            None => {
                let words = format!("{}, which is no discount on {monthly} a month", written.shown());
                note(&mut report.left_out, path, written.line, words);
            }
        }
    }
}

/// What is counted by a key in an expression: contacts are counted one by one.
pub fn counted(key: &str) -> String {
    let words = names::words(key);
    Priced::read(&words).noun.unwrap_or_else(|| singular(&words.to_lowercase()))
}

/// Says how a price is read that is for nothing in particular.
pub(super) fn flat(price: &Price, place: &Place, report: &mut Report) {
    if matches!(price, Price::Known(_)) {
        note(&mut report.assumed, format!("{}/unit", place.path), place.line, "no unit, read as a flat fee a month");
    }
}

/// Whether a price for paying a year is a whole year's: from twice the monthly price on. Else it is a month's when a year is
/// paid.
fn whole_year(monthly: Decimal, yearly: Decimal) -> bool {
    yearly > monthly * Decimal::TWO
}

/// The share that a price for paying a year takes off. None if it takes off nothing, or more than the document holds.
pub fn annual_discount(monthly: Decimal, yearly: Decimal) -> Option<Decimal> {
    let months = if whole_year(monthly, yearly) { monthly * Decimal::from(12) } else { monthly };
    let share = Decimal::ONE - yearly / months;
    (share >= Decimal::ZERO && share <= highest()).then(|| share.round_dp(12).normalize())
}
