//! This file holds the calendar month, the time step of every model.

use std::fmt;
use std::str::FromStr;

use crate::text;

/// A calendar month from 1970-01 to 2199-12; text form `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

/// The text is not a month of the form `YYYY-MM` between 1970-01 and 2199-12.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAMonth(pub String);

const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Month {
    /// The month `month` (1..=12) of `year`; `None` outside 1970..=2199.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1970..=2199).contains(&year) && (1..=12).contains(&month)).then(|| Self(year * 12 + month as i32 - 1))
    }

    /// The month of a day, counted from 1 January 1970; one after the calendar's end is its last month.
    pub fn of_day(days: u64) -> Self {
        let mut left = days;
        for month in 1970 * 12..2200 * 12 {
            let (year, at) = (month / 12, month % 12);
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = if at == 1 { 28 + u64::from(leap) } else { 31 - (at as u64 % 7) % 2 };
            if left < length {
                return Self(month);
            }
            left -= length;
        }
        Self(2200 * 12 - 1)
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1..=12.
    pub fn of_year(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The month `months` later (earlier if negative).
    pub fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// Months from `earlier` to this one.
    pub fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// As people read it: `Mar 2027`.
    pub fn label(self) -> String {
        format!("{} {}", self.name(), self.year())
    }

    /// The month's short name: `Mar`.
    pub fn name(self) -> &'static str {
        NAMES[self.of_year() as usize - 1]
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.of_year())
    }
}

impl fmt::Display for NotAMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a month from 1970-01 to 2199-12", self.0)
    }
}

impl std::error::Error for NotAMonth {}

impl FromStr for Month {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let wrong = || NotAMonth(text.chars().take(40).collect());
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        Self::new(year, month).ok_or_else(wrong)
    }
}

text!(Month, "a month as YYYY-MM");

#[cfg(test)]
mod tests {
    use super::*;

    /// Days as `date -u -d DATE +%s` counts them, over 86,400.
    #[test]
    fn days_fall_into_their_months() {
        for (day, month) in [
            (0, "1970-01"),
            (30, "1970-01"),
            (31, "1970-02"),
            (11_016, "2000-02"),
            (11_017, "2000-03"),
            (19_782, "2024-02"),
            (19_783, "2024-03"),
            (20_781, "2026-11"),
            (20_818, "2026-12"),
            (20_819, "2027-01"),
            (u64::MAX, "2199-12"),
        ] {
            assert_eq!(Month::of_day(day).to_string(), month, "{day}");
        }
    }
}
