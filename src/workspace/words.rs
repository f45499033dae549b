//! This file writes the values of a document for people: `$49`, `4.5 %`, `$9 per seat`, `move at next renewal`.

use rust_decimal::Decimal;
use serde_json::Value;

use super::driver::Driver;
use super::driver_words::over_time;
use super::model::Coupon;
use super::model::Lasts;
use crate::json::FromJson;
use crate::month::Month;
use crate::number;
use crate::number::Currency;
use crate::number::Locale;
use crate::pricing::Charge;
use crate::pricing::Off;
use crate::pricing::Tier;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::Unit;

/// The most entries of a list or map that are written out.
const MOST: usize = 12;

/// Writes values of one model in the reader's manner.
#[derive(Clone, Copy, Debug)]
pub struct Writer<'a> {
    /// The model, which knows the names of plans, meters, segments and features.
    pub model: &'a Value,
    /// The workspace's currency.
    pub currency: Currency,
    /// Habits of the reader.
    pub locale: Locale,
}

/// A value in words, by its shape; the names of what it refers to are taken from `model`.
pub fn value_words(value: &Value, shape: &Shape, model: &Value, currency: Currency, locale: Locale) -> String {
    Writer { model, currency, locale }.value(value, shape)
}

impl Writer<'_> {
    /// A value of `shape`; what is not of that shape is written as JSON.
    pub fn value(&self, value: &Value, shape: &Shape) -> String {
        self.words(value, shape).unwrap_or_else(|| if value.is_null() { "none".into() } else { value.to_string() })
    }

    fn words(&self, value: &Value, shape: &Shape) -> Option<String> {
        match *shape {
            Shape::Number { unit, .. } => Some(self.float(value.as_f64()?, unit)),
            Shape::Decimal { unit, .. } => Some(self.decimal(value.as_str()?.parse().ok()?, unit)),
            Shape::Driver { unit, .. } => {
                Some(over_time(&Driver::from_json(value).ok()?, &|level| self.float(level, unit), self.locale))
            }
            Shape::Flag => Some(if value.as_bool()? { "yes" } else { "no" }.into()),
            Shape::Month => Some(value.as_str()?.parse::<Month>().ok()?.label()),
            Shape::Choice(words) => {
                let key = value.as_str()?;
                words.iter().find(|(known, _)| *known == key).map(|(_, words)| (*words).to_owned())
            }
            Shape::Reference(collection) => Some(self.name(collection, value.as_str()?)),
            Shape::Text { .. } | Shape::Id | Shape::Currency => {
                Some(number::clip(value.as_str()?.lines().next().unwrap_or_default(), 80))
            }
            Shape::Record(fields) => Some(self.fields(value, fields)),
            Shape::Union { tag, variants } => {
                if let Ok(charge) = Charge::from_json(value) {
                    return Some(self.charge(&charge));
                }
                let key = value.get(tag)?.as_str()?;
                let variant = variants.iter().find(|variant| variant.key == key)?;
                Some(format!("{} ({})", lower(variant.label), self.fields(value, variant.fields)))
            }
            Shape::Map { of, keys, noun, .. } => {
                let entries = value.as_object()?.iter().map(|(id, entry)| match keys {
                    Some(collection) => format!("{} {}", self.name(collection, id), self.value(entry, of)),
                    None => self.value(entry, of),
                });
                Some(self.joined(entries.collect(), noun))
            }
            Shape::List { of, noun, .. } => {
                if let Some(tiers) =
                    value.as_array().filter(|items| items.iter().all(|item| item.get("unit").is_some()))
                {
                    let tiers = tiers.iter().map(Tier::from_json).collect::<Result<Vec<_>, _>>().ok()?;
                    return Some(self.tiers(&tiers));
                }
                Some(self.joined(value.as_array()?.iter().map(|item| self.value(item, of)).collect(), noun))
            }
            Shape::Paths { .. } | Shape::Any => None,
        }
    }

    /// The name of an object of the model, or its id.
    pub fn name(&self, collection: &str, id: &str) -> String {
        self.model[collection].get(id).and_then(|found| found.get("name")?.as_str()).unwrap_or(id).to_owned()
    }

    fn fields(&self, value: &Value, fields: &[Field]) -> String {
        let there = fields.iter().filter_map(|field| Some((field, value.get(field.key)?)));
        let parts: Vec<_> =
            there.map(|(field, value)| format!("{} {}", lower(field.label), self.value(value, &field.shape))).collect();
        parts.join(", ")
    }

    fn joined(&self, mut entries: Vec<String>, noun: &str) -> String {
        if entries.is_empty() {
            return format!("no {noun}");
        }
        let more = entries.len().saturating_sub(MOST);
        entries.truncate(MOST);
        if more > 0 {
            entries.push(format!("{more} more"));
        }
        entries.join(", ")
    }

    pub(super) fn float(&self, value: f64, unit: Unit) -> String {
        let money = |value: f64| match value == libm::floor(value) {
            true => number::money_whole(value, self.currency, self.locale),
            false => number::money(value, self.currency, self.locale),
        };
        match unit {
            Unit::Money => money(value),
            Unit::MoneyMonthly => format!("{} a month", money(value)),
            Unit::Share | Unit::Rate => percent(value, self.locale),
            Unit::Months if value == 1.0 => "1 month".into(),
            Unit::Months => format!("{} months", number::plain(value, 0, self.locale)),
            Unit::Count | Unit::Plain => number::plain(value, 6, self.locale),
        }
    }

    pub(super) fn decimal(&self, value: Decimal, unit: Unit) -> String {
        let money = |value: Decimal| match value.fract().is_zero() {
            true => number::money_whole(value, self.currency, self.locale),
            false => number::price(value, self.currency, self.locale),
        };
        match unit {
            Unit::Money => money(value),
            Unit::MoneyMonthly => format!("{} a month", money(value)),
            Unit::Share | Unit::Rate => {
                let percent = (value * Decimal::ONE_HUNDRED).round_dp(2).normalize();
                number::share(value, percent.scale(), self.locale)
            }
            Unit::Months | Unit::Count | Unit::Plain => number::plain(value, 6, self.locale),
        }
    }

    /// A coupon in a few words: `20 % off for 3 months`.
    pub fn coupon(&self, coupon: &Coupon) -> String {
        let off = match coupon.off {
            Off::Share { share } => self.decimal(share, Unit::Share),
            Off::Amount { amount } => self.decimal(amount, Unit::Money),
        };
        match coupon.lasts {
            Lasts::Once => format!("{off} off the first bill"),
            Lasts::Months { months } => format!("{off} off for {}", self.float(f64::from(months), Unit::Months)),
            Lasts::Forever => format!("{off} off for ever"),
        }
    }
}

/// A share as percent, with as many decimals (three at most) as it has.
pub(super) fn percent(share: f64, locale: Locale) -> String {
    let exact = |places: &u32| {
        let scaled = share * 100.0 * libm::pow(10.0, f64::from(*places));
        (scaled - libm::round(scaled)).abs() < 1e-7
    };
    number::share(share, (0..3).find(exact).unwrap_or(3), locale)
}

/// A label inside a sentence: its first letter small, unless it begins a word in capitals (MRR, SSO) or a Greek letter.
pub(super) fn lower(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if first.is_ascii_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
