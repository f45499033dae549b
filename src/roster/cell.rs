//! This file reads cells of a customer list: shares, quantities, contracts, months.

use crate::month::Month;
use crate::number::Decimal;
use crate::number::Locale;
use crate::number::parse_number;
use crate::pricing::HIGHEST_QUANTITY;
use crate::pricing::Interval;

/// A share; plain numbers are percent where `percent`. Nothing is 0.
pub(super) fn share(written: &[u8], percent: bool, locale: Locale) -> Option<Decimal> {
    if written.is_empty() {
        return Some(Decimal::ZERO);
    }
    let parsed = parse_number(std::str::from_utf8(written).ok()?, locale).ok()?;
    let share = if percent && !parsed.percent { parsed.value / Decimal::ONE_HUNDRED } else { parsed.value };
    (parsed.currency.is_none() && (Decimal::ZERO..=Decimal::ONE).contains(&share)).then_some(share)
}

/// Units of a meter. Nothing is 0.
pub(super) fn quantity(written: &[u8], locale: Locale) -> Option<Decimal> {
    if written.is_empty() {
        return Some(Decimal::ZERO);
    }
    // Most quantities are a few digits; what they are does not hang on where people live.
    if written.len() <= 9 && written.iter().all(u8::is_ascii_digit) {
        return Some(Decimal::from(written.iter().fold(0_u32, |whole, digit| whole * 10 + u32::from(digit - b'0'))));
    }
    let parsed = parse_number(std::str::from_utf8(written).ok()?, locale).ok()?;
    let most = Decimal::from(HIGHEST_QUANTITY as u64);
    let fits = !parsed.percent && parsed.currency.is_none() && (Decimal::ZERO..=most).contains(&parsed.value);
    fits.then_some(parsed.value)
}

pub(super) fn interval(written: &[u8]) -> Option<Interval> {
    const WORDS: [(&str, Interval); 10] = [
        ("", Interval::Monthly),
        ("monthly", Interval::Monthly),
        ("month", Interval::Monthly),
        ("m", Interval::Monthly),
        ("annual", Interval::Annual),
        ("annually", Interval::Annual),
        ("yearly", Interval::Annual),
        ("year", Interval::Annual),
        ("y", Interval::Annual),
        ("a", Interval::Annual),
    ];
    WORDS.into_iter().find(|(word, _)| word.as_bytes().eq_ignore_ascii_case(written)).map(|(_, interval)| interval)
}

/// The month of the year in `2027-03`, `2027-03-15`, `3`, `Mar`, `March` or `Mar 2027`.
pub(super) fn month(written: &[u8]) -> Option<u32> {
    dated(written).map(|(_, month)| month)
}

/// The month in `2027-03`, `2027-03-15` or `Mar 2027`.
pub(super) fn since(written: &[u8]) -> Option<Month> {
    let (year, month) = dated(written)?;
    Month::new(year?, month)
}

/// The year, where one is said, and the month of it.
fn dated(written: &[u8]) -> Option<(Option<i32>, u32)> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let written = std::str::from_utf8(written).ok()?.to_ascii_lowercase();
    let mut parts = written.split(['-', ' ', '/']).filter(|part| !part.is_empty());
    let either = |day: &str, month: u32| day.parse().is_ok_and(|day: u32| day <= 12 && day != month);
    let year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let first = parts.next()?;
    let of_year = if year(first) { parts.next()? } else { first };
    let rest = parts.clone();
    if !parts.all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let named = NAMES.iter().position(|name| of_year.len() >= 3 && name.starts_with(of_year));
    let number = named.map_or_else(|| of_year.parse().ok(), |at| Some(at as u32 + 1))?;
    // The day of `05/03/2027` stands first for some, second for others.
    if first == of_year && named.is_none() && rest.clone().filter(|part| !year(part)).any(|day| either(day, number)) {
        return None;
    }
    let said = std::iter::once(first).chain(rest).find(|part| year(part)).and_then(|part| part.parse().ok());
    (1..=12).contains(&number).then_some((said, number))
}
