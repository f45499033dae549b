//! This file turns values into the text of a field and back, by unit, currency and locale.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::number::Currency;
use crate::number::Locale;
use crate::number::Number;
use crate::number::counted;
use crate::number::parse_number;
use crate::number::plain;
use crate::number::price;
use crate::number::share;
use crate::shape::Shape;
use crate::shape::Unit;

/// How many changes a scenario makes to the base, in words.
pub fn changes_to_base(count: usize, locale: Locale) -> String {
    match count {
        0 => "no change to Base".to_owned(),
        some => format!("{} to Base", counted(some, "change", locale)),
    }
}

/// How a field's number is written, read and bounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// What it counts.
    pub unit: Unit,
    /// Least value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Whole numbers only.
    pub whole: bool,
    /// Exact: text in the document, not a JSON number.
    pub exact: bool,
    /// The workspace's currency.
    pub currency: Currency,
    /// The reader's habits.
    pub locale: Locale,
}

impl Style {
    /// The style of a number's, decimal's or driver's shape; `None` for the rest.
    pub fn of(shape: &Shape, currency: Currency, locale: Locale) -> Option<Self> {
        let (unit, low, high, whole, exact) = match *shape {
            Shape::Number { unit, low, high, whole } => (unit, low, high, whole, false),
            Shape::Decimal { unit, low, high } => (unit, low, high, false, true),
            Shape::Driver { unit, low, high } => (unit, low, high, false, false),
            _ => return None,
        };
        Some(Self { unit, low, high, whole, exact, currency, locale })
    }

    /// Whether people read it as percent.
    pub fn percent(&self) -> bool {
        matches!(self.unit, Unit::Share | Unit::Rate)
    }

    fn money(&self) -> bool {
        matches!(self.unit, Unit::Money | Unit::MoneyMonthly)
    }

    /// What stands before and after the number inside the field.
    pub fn around(&self, value: Option<Decimal>) -> (&'static str, &'static str) {
        match self.unit {
            Unit::Money => (self.currency.symbol().unwrap_or(self.currency.code()), ""),
            Unit::MoneyMonthly => (self.currency.symbol().unwrap_or(self.currency.code()), "/mo"),
            Unit::Share | Unit::Rate => ("", "%"),
            Unit::Months if value == Some(Decimal::ONE) => ("", "month"),
            Unit::Months => ("", "months"),
            Unit::Count | Unit::Plain => ("", ""),
        }
    }

    /// The number as it stands in the field, without its unit.
    pub fn text(&self, value: Decimal) -> String {
        let shown = if self.percent() { value * Decimal::ONE_HUNDRED } else { value };
        // A hundredth of a percent is enough to read, but for the smallest shares.
        let places = if !self.percent() {
            12
        } else if shown.abs() >= Decimal::ONE {
            2
        } else {
            4
        };
        let text = plain(shown, places, self.locale);
        match (self.money(), text.split_once(self.locale.decimal)) {
            (true, Some((_, cents))) if cents.len() < self.currency.minor_digits() as usize => {
                text.clone() + &"0".repeat(self.currency.minor_digits() as usize - cents.len())
            }
            _ => text,
        }
    }

    /// The number with its unit, for sentences.
    pub fn words(&self, value: Decimal) -> String {
        match self.unit {
            Unit::Money | Unit::MoneyMonthly if value.fract().is_zero() => {
                crate::number::money_whole(value, self.currency, self.locale)
            }
            Unit::Money | Unit::MoneyMonthly => price(value, self.currency, self.locale),
            Unit::Share | Unit::Rate => {
                let places = (value * Decimal::ONE_HUNDRED).round_dp(2).normalize().scale();
                share(value, places, self.locale)
            }
            Unit::Months => format!("{} {}", self.text(value), if value == Decimal::ONE { "month" } else { "months" }),
            Unit::Count | Unit::Plain => self.text(value),
        }
    }

    /// The range allowed, in words.
    pub fn range(&self) -> String {
        match (self.low <= -1e9, self.high >= 1e9) {
            (false, true) => format!("{}{} or more", self.kind(), self.words(from_f64(self.low))),
            (true, true) => "a number".to_owned(),
            _ => self.both_ends(),
        }
    }

    /// The range with both of its ends, however far apart.
    fn both_ends(&self) -> String {
        format!("{}{} to {}", self.kind(), self.words(from_f64(self.low)), self.words(from_f64(self.high)))
    }

    fn kind(&self) -> &'static str {
        if self.whole { "a whole number, " } else { "" }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what is allowed.
    pub fn read(&self, text: &str) -> Result<Decimal, Refusal> {
        let allowed = || self.range();
        let parsed = parse_number(text, self.locale)
            .map_err(|error| Refusal { found: error.to_string(), allowed: allowed() })?;
        let refuse = |found: &str| Err(Refusal { found: found.to_owned(), allowed: allowed() });
        if parsed.percent && !self.percent() {
            return refuse("a percentage does not fit here");
        }
        if parsed.currency.is_some_and(|currency| !self.money() || currency != self.currency) {
            return refuse("that currency does not fit here");
        }
        let value = if self.percent() && !parsed.percent { parsed.value / Decimal::ONE_HUNDRED } else { parsed.value };
        let value = value.normalize();
        if self.whole && !value.fract().is_zero() {
            return refuse("not a whole number");
        }
        if self.exact && value.scale() > 12 {
            return refuse("more than 12 decimal places");
        }
        if value < from_f64(self.low) {
            return refuse("too small");
        }
        if value > from_f64(self.high) {
            return Err(Refusal { found: "too large".to_owned(), allowed: self.both_ends() });
        }
        Ok(value)
    }

    /// The value as it stands in the document.
    pub fn json(&self, value: Decimal) -> Value {
        let text = value.normalize().to_string();
        if self.exact {
            return Value::String(text);
        }
        match text.parse::<i64>() {
            Ok(whole) => Value::from(whole),
            Err(_) => text.parse::<f64>().map_or(Value::Null, Value::from),
        }
    }

    /// How far one arrow key moves a value, in the document's measure: one in the second figure, at least 1 where
    /// the reader sees a whole number.
    pub fn step(&self, value: Decimal) -> Decimal {
        let hundred = if self.percent() { Decimal::ONE_HUNDRED } else { Decimal::ONE };
        let shown = (value * hundred).abs();
        if self.whole || shown.is_zero() {
            let small = !self.whole && self.high <= 10.0 && !self.percent();
            return if small { Decimal::new(1, 1) } else { Decimal::ONE / hundred };
        }
        let mut step = Decimal::new(1, 8);
        while step * Decimal::ONE_HUNDRED <= shown {
            step *= Decimal::TEN;
        }
        let least = if shown.fract().is_zero() { Decimal::ONE } else { Decimal::ZERO };
        step.max(least) / hundred
    }

    /// A value moved by some steps, held within the bounds.
    pub fn nudged(&self, value: Decimal, steps: i64) -> Decimal {
        let step = self.step(value);
        let moved = ((value / step).round() + Decimal::from(steps)) * step;
        moved.clamp(from_f64(self.low), from_f64(self.high)).normalize()
    }
}

/// Why what was typed does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub found: String,
    /// What would be right.
    pub allowed: String,
}

/// A float as the shortest decimal that reads back as it; beyond decimals' range the nearest end.
pub fn from_f64(value: f64) -> Decimal {
    Number::from_f64(value)
}

/// A number of the document, written as JSON number or decimal text; a driver stands for its first level.
pub fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => number.to_string().parse().ok().or_else(|| number.as_f64().map(from_f64)),
        Value::String(text) => text.parse().ok(),
        Value::Object(driver) => driver
            .get("value")
            .or_else(|| driver.get("from"))
            .or_else(|| driver.get("values").and_then(|values| values.get(0)))
            .and_then(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(unit: Unit, low: f64, high: f64) -> Style {
        let (currency, locale) = (Currency::USD, Locale::EN_US);
        Style { unit, low, high, whole: false, exact: unit == Unit::Money, currency, locale }
    }

    fn exact(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn what_people_type_is_read_in_the_unit_of_the_field() {
        let money = style(Unit::Money, 0.0, 1e9);
        let share = style(Unit::Share, 0.0, 1.0);
        for (style, text, expected) in [
            (money, "$49", Ok("49")),
            (money, "1.2k", Ok("1200")),
            (money, "3%", Err("a percentage does not fit here")),
            (money, "-1", Err("too small")),
            (share, "3%", Ok("0.03")),
            (share, "3", Ok("0.03")),
            (share, "101", Err("too large")),
        ] {
            let found = style.read(text).map_err(|refusal| refusal.found);
            assert_eq!(found, expected.map(exact).map_err(str::to_owned), "{text}");
        }
    }

    #[test]
    fn arrows_move_by_what_the_reader_sees() {
        let money = style(Unit::Money, 0.0, 1e9);
        let share = style(Unit::Share, 0.0, 1.0);
        for (style, value, steps, expected) in [
            (money, "8", 1, "9"),
            (money, "49", -10, "39"),
            (money, "0.5", 1, "0.51"),
            (money, "0", 1, "1"),
            (money, "1", -5, "0"),
            (share, "0.16", 1, "0.17"),
            (share, "0.034", 1, "0.035"),
            (share, "0.99", 5, "1"),
        ] {
            assert_eq!(style.nudged(exact(value), steps), exact(expected), "{value} {steps}");
        }
    }

    #[test]
    fn fields_show_no_more_than_needed() {
        let money = style(Unit::Money, 0.0, 1e9);
        let share = style(Unit::Share, 0.0, 1.0);
        for (style, value, text) in
            [(money, "8", "8"), (money, "8.5", "8.50"), (money, "0.000065", "0.000065"), (share, "0.0445", "4.45")]
        {
            assert_eq!(style.text(exact(value)), text);
        }
        assert_eq!(share.range(), "0\u{a0}% to 100\u{a0}%");
        assert_eq!(money.range(), "$0 or more");
        let refused = money.read("99999999999").map_err(|refusal| refusal.allowed);
        assert_eq!(refused, Err("$0 to $1,000,000,000".to_owned()));
    }
}
