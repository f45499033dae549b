//! This file writes numbers for people: money in full and short, counts, shares, differences.
//!
//! Every function takes `f64` or `Decimal`. Signs are U+2212 (−), spaces do not break (U+00A0). Not-a-number reads
//! `n/a`, infinity `∞`. What rounds to zero carries no sign. Decimals are rounded half-up; a float is rounded as the
//! binary number it is, so 2.675 reads 2.67.

use rust_decimal::Decimal;

use super::Currency;
use super::CurrencyPlace;
use super::Locale;
use super::Number;
use super::Rounding;
use super::round;

/// A value that can be written: `f64` or `Decimal`.
pub trait Written: Number {
    /// Digits with exactly `places` decimals, `-` in front of a negative; `None` where it is no finite number.
    fn fixed(self, places: u32) -> Option<String>;
}

impl Written for Decimal {
    fn fixed(self, places: u32) -> Option<String> {
        Some(format!("{:.*}", places as usize, round(self, places, Rounding::HalfUp)))
    }
}

impl Written for f64 {
    fn fixed(self, places: u32) -> Option<String> {
        self.is_finite().then(|| format!("{self:.*}", places as usize))
    }
}

/// How a figure that is not defined is written.
pub const UNDEFINED: &str = "n/a";

/// A count with what it counts: `1 customer`, `1,200 customers`. `one` is the noun of a single one; more have an s.
pub fn counted(count: usize, one: &str, locale: Locale) -> String {
    let many = if count == 1 { "" } else { "s" };
    format!("{} {one}{many}", self::count(Decimal::from(count), locale))
}

/// Money in full, to the minor unit: `$1,234.50`, `−$3.20`, `1.234,50 €`.
pub fn money(value: impl Written, currency: Currency, locale: Locale) -> String {
    write(value, currency.minor_digits(), locale, |digits| priced(digits, currency, locale))
}

/// Money without its minor unit: `$1,235`.
pub fn money_whole(value: impl Written, currency: Currency, locale: Locale) -> String {
    write(value, 0, locale, |digits| priced(digits, currency, locale))
}

/// A unit price: to the minor unit at least, and with as many of up to 12 further decimals as it has: `$0.000065`.
pub fn price(value: Decimal, currency: Currency, locale: Locale) -> String {
    let places = value.normalize().scale().clamp(currency.minor_digits(), 12);
    write(value, places, locale, |digits| priced(digits, currency, locale))
}

/// Money to three figures: `$1.23M`, `$12.3k`, `$950`, `$8.50`. Suffixes are k, M, B and T.
pub fn money_short(value: impl Written, currency: Currency, locale: Locale) -> String {
    let (number, suffix) = shortened(value);
    let places = match (suffix, number.magnitude()) {
        ("", whole) if whole >= 100.0 || whole == libm::floor(whole) => 0,
        ("", _) => currency.minor_digits(),
        _ => number.places(),
    };
    let trim = !suffix.is_empty();
    write(number.value, places, locale, |digits| {
        let digits = if trim { without_zeros(digits, locale) } else { digits };
        priced(digits + suffix, currency, locale)
    })
}

/// A count to three figures: `12.3k`, `950`, `8.5`.
pub fn count_short(value: impl Written, locale: Locale) -> String {
    let (number, suffix) = shortened(value);
    write(number.value, number.places(), locale, |digits| without_zeros(digits, locale) + suffix)
}

/// A count: whole from 100 on, with at most one decimal below (expected customers are fractional): `12,345`, `8.5`.
pub fn count(value: impl Written, locale: Locale) -> String {
    let places = u32::from(value.to_f64().abs() < 99.95);
    write(value, places, locale, |digits| without_zeros(digits, locale))
}

/// A share as percent with `places` decimals: 0.032 is `3.2 %`.
pub fn share(value: impl Written, places: u32, locale: Locale) -> String {
    write(value * hundred(), places, locale, |digits| digits + "\u{a0}%")
}

/// A plain number with at most `places` decimals: `1,234.5`.
pub fn plain(value: impl Written, places: u32, locale: Locale) -> String {
    write(value, places, locale, |digits| without_zeros(digits, locale))
}

/// A plain number with exactly `places` decimals, as in a column of its like: `−1.30`.
pub fn fixed(value: impl Written, places: u32, locale: Locale) -> String {
    write(value, places, locale, |digits| digits)
}

/// A written number as a difference: `+` in front of what is above zero: `+$1,200`, `−3.2 %`, `$0`.
pub fn signed(written: String) -> String {
    let positive = written.contains(|c: char| ('1'..='9').contains(&c)) && !written.starts_with('\u{2212}');
    if positive || written == "∞" { format!("+{written}") } else { written }
}

fn hundred<N: Number>() -> N {
    N::from_decimal(Decimal::ONE_HUNDRED)
}

/// Fixes the digits, groups them, lets `dress` add what belongs to the number, and puts the sign in front of it all.
fn write(value: impl Written, places: u32, locale: Locale, dress: impl FnOnce(String) -> String) -> String {
    let Some(digits) = value.fixed(places) else {
        return match value.partial_cmp(&Number::ZERO) {
            None => UNDEFINED.to_owned(),
            Some(std::cmp::Ordering::Less) => "\u{2212}∞".to_owned(),
            Some(_) => "∞".to_owned(),
        };
    };
    let unsigned = digits.trim_start_matches('-');
    let negative = unsigned.len() < digits.len() && unsigned.contains(|c: char| ('1'..='9').contains(&c));
    let dressed = dress(grouped(unsigned, locale));
    if negative { format!("\u{2212}{dressed}") } else { dressed }
}

/// `1234.5` with the locale's separators.
fn grouped(digits: &str, locale: Locale) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::with_capacity(digits.len() * 2);
    for (at, digit) in whole.chars().enumerate() {
        let left = whole.len() - at;
        let boundary = if locale.lakhs && left > 3 { left % 2 == 1 } else { left % 3 == 0 };
        if at > 0 && boundary {
            text.push(locale.group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(locale.decimal);
        text.push_str(fraction);
    }
    text
}

fn without_zeros(digits: String, locale: Locale) -> String {
    match digits.contains(locale.decimal) {
        true => digits.trim_end_matches('0').trim_end_matches(locale.decimal).to_owned(),
        false => digits,
    }
}

fn priced(digits: String, currency: Currency, locale: Locale) -> String {
    let mark = currency.symbol().unwrap_or(currency.code());
    match locale.currency {
        CurrencyPlace::After => format!("{digits}\u{a0}{mark}"),
        CurrencyPlace::Before if !mark.ends_with(char::is_alphabetic) => format!("{mark}{digits}"),
        CurrencyPlace::Before | CurrencyPlace::BeforeSpaced => format!("{mark}\u{a0}{digits}"),
    }
}

/// A number scaled for its suffix.
struct Short<W> {
    value: W,
}

impl<W: Written> Short<W> {
    fn magnitude(&self) -> f64 {
        self.value.to_f64().abs()
    }

    /// Decimals that make three figures.
    fn places(&self) -> u32 {
        match self.magnitude() {
            size if size >= 99.95 => 0,
            size if size >= 9.995 => 1,
            _ => 2,
        }
    }
}

/// The value in the largest of thousands, millions… at which three figures do not round up to a thousand.
fn shortened<W: Written>(value: W) -> (Short<W>, &'static str) {
    const SUFFIXES: [(&str, f64); 5] = [("T", 1e12), ("B", 1e9), ("M", 1e6), ("k", 1e3), ("", 1.0)];
    let size = value.to_f64().abs();
    let fitting = SUFFIXES.iter().find(|(suffix, one)| size >= one * 0.9995 && (!suffix.is_empty() || size >= 1.0));
    let &(suffix, one) = fitting.unwrap_or(&SUFFIXES[4]);
    (Short { value: value / W::from_f64(one) }, suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    fn check(cases: &[(&str, &str)], written: impl Fn(Decimal) -> String) {
        for (value, expected) in cases {
            assert_eq!(written(exact(value)).replace('\u{a0}', " ").replace('\u{202f}', "_"), *expected, "{value}");
        }
    }

    #[test]
    fn money_follows_currency_and_locale() {
        let rows = [
            ("USD", "en-US", "1234.5", "$1,234.50"),
            ("USD", "en-US", "-3.2", "−$3.20"),
            ("USD", "en-US", "-0.004", "$0.00"),
            ("USD", "en-US", "0.005", "$0.01"),
            ("EUR", "de-DE", "1234567.891", "1.234.567,89 €"),
            ("EUR", "fr-FR", "-1234.5", "−1_234,50 €"),
            ("EUR", "nl-NL", "5", "€ 5,00"),
            ("CHF", "de-CH", "1234567", "CHF 1’234’567.00"),
            ("CHF", "en-US", "5", "CHF 5.00"),
            ("JPY", "en-US", "1234.5", "¥1,235"),
            ("KWD", "en-US", "1.2345", "KWD 1.235"),
            ("BRL", "en-US", "5", "R$5.00"),
            ("INR", "hi-IN", "12345678.9", "₹1,23,45,678.90"),
        ];
        for (currency, tag, value, expected) in rows {
            check(&[(value, expected)], |v| money(v, currency.parse().unwrap(), Locale::from_tag(tag)));
        }
    }

    #[test]
    fn short_forms_keep_three_figures() {
        let cases = [
            ("0", "$0"),
            ("0.07", "$0.07"),
            ("8", "$8"),
            ("8.5", "$8.50"),
            ("99.5", "$99.50"),
            ("950", "$950"),
            ("949.6", "$950"),
            ("999.49", "$999"),
            ("999.6", "$1k"),
            ("1200", "$1.2k"),
            ("12345", "$12.3k"),
            ("999499", "$999k"),
            ("999950", "$1M"),
            ("1234567", "$1.23M"),
            ("9999999", "$10M"),
            ("-2500000000", "−$2.5B"),
            ("7000000000000", "$7T"),
            ("1234000000000000", "$1,234T"),
        ];
        check(&cases, |v| money_short(v, Currency::USD, Locale::EN_US));
        check(&cases, |v| money_short(v.to_f64(), Currency::USD, Locale::EN_US));
        check(&[("12345", "12,3k €")], |v| money_short(v, Currency::EUR, Locale::from_tag("de")));
        check(&[("12345", "12.3k"), ("8.456", "8.46"), ("100", "100")], |v| count_short(v, Locale::EN_US));
    }

    #[test]
    fn counts_shares_prices_and_plain_numbers() {
        check(&[("12345.4", "12,345"), ("99.94", "99.9"), ("99.96", "100"), ("8", "8")], |v| count(v, Locale::EN_US));
        check(&[("0.032", "3.2 %"), ("-0.5", "−50.0 %"), ("0", "0.0 %")], |v| share(v, 1, Locale::EN_US));
        check(&[("0.000065", "$0.000065"), ("8", "$8.00"), ("6.500", "$6.50")], |v| {
            price(v, Currency::USD, Locale::EN_US)
        });
        check(&[("1234.50", "1.234,5"), ("0.0001", "0"), ("-7", "−7")], |v| plain(v, 3, Locale::from_tag("de")));
        check(&[("-1.3", "−1.30"), ("2", "2.00")], |v| fixed(v, 2, Locale::EN_US));
        for (count, expected) in [(0, "0 rows"), (1, "1 row"), (1200, "1,200 rows")] {
            assert_eq!(counted(count, "row", Locale::EN_US), expected);
        }
        check(&[("1200", "+$1,200"), ("-1200", "−$1,200"), ("0.2", "$0")], |v| {
            signed(money_whole(v, Currency::USD, Locale::EN_US))
        });
    }

    #[test]
    fn what_is_no_number_says_so() {
        let words = [(f64::NAN, "n/a"), (f64::INFINITY, "∞"), (f64::NEG_INFINITY, "−∞")];
        for (value, expected) in words {
            assert_eq!(money(value, Currency::USD, Locale::EN_US), expected);
            assert_eq!(money_short(value, Currency::USD, Locale::EN_US), expected);
            assert_eq!(share(value, 1, Locale::EN_US), expected);
            assert_eq!(count(value, Locale::EN_US), expected);
        }
    }
}
