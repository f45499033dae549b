//! This file writes figures for people: a metric's value, its difference, and the figures a link remembers.

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Html;
use yew::html;

use super::outlook::Outlook;
use crate::chart::svg;
pub use crate::exchange::share::kpis;
use crate::number;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::UNDEFINED;
use crate::number::about;
use crate::projection::Better;
use crate::projection::METRICS;
use crate::projection::Metric;
use crate::projection::Projection;
use crate::projection::Scope;
use crate::projection::metric;
use crate::shape::Unit;

/// How figures of one workspace are written for one reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// The workspace's currency.
    pub currency: Currency,
    /// The reader's habits.
    pub locale: Locale,
}

impl Figures {
    /// Short, as it stands in the strip: the figure, and its unit where that is a word.
    pub fn short(&self, value: Option<Decimal>, unit: Unit) -> (String, &'static str) {
        let Some(value) = value else { return (UNDEFINED.to_owned(), "") };
        match unit {
            Unit::Money | Unit::MoneyMonthly => (number::money_short(value, self.currency, self.locale), ""),
            Unit::Share | Unit::Rate => (number::share(value, 1, self.locale), ""),
            Unit::Months => (number::plain(value, 1, self.locale), months(value)),
            Unit::Count if value.abs() >= Decimal::new(1_000_000, 0) => (number::count_short(value, self.locale), ""),
            Unit::Count => (number::count(value, self.locale), ""),
            Unit::Plain => (number::plain(value, 2, self.locale), ""),
        }
    }

    /// Short, in one piece.
    pub fn words(&self, value: Option<Decimal>, unit: Unit) -> String {
        let (figure, word) = self.short(value, unit);
        if word.is_empty() { figure } else { format!("{figure} {word}") }
    }

    /// In full, as tables and explanations show it.
    pub fn full(&self, value: Option<Decimal>, unit: Unit) -> String {
        let Some(value) = value else { return UNDEFINED.to_owned() };
        match unit {
            Unit::Money | Unit::MoneyMonthly => number::money(value, self.currency, self.locale),
            Unit::Share | Unit::Rate => number::share(value, 2, self.locale),
            Unit::Months => format!("{} {}", number::plain(value, 1, self.locale), months(value)),
            Unit::Count => number::count(value, self.locale),
            Unit::Plain => number::plain(value, 3, self.locale),
        }
    }

    /// The difference between two values, in the measure people use for it: shares in points, the rest in percent.
    pub fn change(&self, now: Option<Decimal>, then: Option<Decimal>, unit: Unit) -> Option<Change> {
        let (now, then) = (now?, then?);
        let difference = now - then;
        let points = matches!(unit, Unit::Share | Unit::Rate);
        let words = if points {
            format!("{} pt", number::plain((difference * Decimal::ONE_HUNDRED).abs(), 1, self.locale))
        } else if then.is_zero() || (then.is_sign_negative() != now.is_sign_negative()) {
            self.words(Some(difference.abs()), unit)
        } else {
            number::share((difference / then).abs(), 1, self.locale)
        };
        let unseen = !words.contains(|c: char| ('1'..='9').contains(&c));
        let sign = if unseen {
            0
        } else if difference.is_sign_negative() {
            -1
        } else {
            1
        };
        Some(Change { sign, words })
    }
}

/// A difference: which way, and how much in words without sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// −1 less, 0 the same, 1 more.
    pub sign: i8,
    /// How much.
    pub words: String,
}

impl Change {
    /// Arrow, sign and amount, coloured by what is better.
    pub fn html(&self, better: Better) -> Html {
        let class = match (self.sign, better) {
            (0, _) | (_, Better::Neither) => "",
            (1, Better::Higher) | (-1, Better::Lower) => "up",
            _ => "down",
        };
        let sign = match self.sign {
            0 => return html! { <span class="muted">{ "same" }</span> },
            1 => "▲\u{a0}+",
            _ => "▼\u{a0}−",
        };
        html! { <span class={class}>{ sign }{ &self.words }</span> }
    }
}

/// The metric of an id that is known to be in the list.
pub fn known(id: &str) -> &'static Metric {
    metric(id).unwrap_or(&METRICS[0])
}

/// A metric's value in the last month of an outlook.
pub fn at_horizon(outlook: &Outlook, metric: &Metric) -> Option<Decimal> {
    outlook.projection.value(metric, outlook.projection.months - 1, Scope::All)
}

/// The month a figure at the horizon is of, from 0: the last one, but for the lowest cash the month it is lowest in.
pub fn month_of(projection: &Projection, metric: &Metric) -> usize {
    let last = projection.months - 1;
    if metric.id != "lowest_cash" {
        return last;
    }
    let lowest = projection.value(metric, last, Scope::All);
    let cash = projection.series(known("cash"), Scope::All);
    cash.iter().position(|cash| *cash == lowest).unwrap_or(last)
}

/// A path for a line of the size of a word, `width` by `height`; gaps are bridged, nothing is drawn for fewer than two
/// figures. `low..high` is the range shown.
pub fn spark(series: &[Option<Decimal>], (low, high): (f64, f64), width: f64, height: f64) -> AttrValue {
    let last = series.len().saturating_sub(1).max(1) as f64;
    let mut path = String::new();
    for (at, value) in series.iter().enumerate() {
        let Some(value) = value.map(about) else { continue };
        let (x, y) = (at as f64 * width / last, height - 2.0 - (height - 4.0) * (value - low) / (high - low).max(1e-9));
        path.push(if path.is_empty() { 'M' } else { 'L' });
        svg::tenths(&mut path, svg::units(x));
        path.push(' ');
        svg::tenths(&mut path, svg::units(y));
    }
    path.into()
}

/// The least and largest figure of some series.
pub fn span<'a>(series: impl Iterator<Item = &'a Option<Decimal>>) -> (f64, f64) {
    let values = series.flatten().map(|value| about(*value));
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
}

/// The word behind a figure that is shown to a tenth.
fn months(value: Decimal) -> &'static str {
    if value.round_dp(1) == Decimal::ONE { "month" } else { "months" }
}
