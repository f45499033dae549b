//! This file holds the day of the calendar and the moment in it, for bills whose periods begin and end within months.

use std::fmt;
use std::str::FromStr;

use crate::month::Month;

/// Seconds of a day, as civil time counts them.
pub const DAY: i64 = 86_400;

/// A day of the Gregorian calendar; text form `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    month: Month,
    day: u32,
}

/// A second of a day; text form `YYYY-MM-DD` (its midnight) or `YYYY-MM-DDTHH:MM:SS`, the seconds optional.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// Seconds since its midnight, below [`DAY`].
    pub second: i64,
}

/// The text is not a day, or a moment of one, from 1970-01-01 to 2199-12-31.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADate(pub String);

impl Date {
    /// The day `day` (from 1) of a month; `None` where the month has no such day.
    pub fn new(month: Month, day: u32) -> Option<Self> {
        (1..=month.days()).contains(&day).then_some(Self { month, day })
    }

    /// The day `day` of a month, its last where the month is shorter, its first for 0.
    pub fn clamped(month: Month, day: u32) -> Self {
        Self { month, day: day.clamp(1, month.days()) }
    }

    /// Its month.
    pub fn month(self) -> Month {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        self.day
    }

    /// The day after.
    pub fn next(self) -> Self {
        Self::new(self.month, self.day + 1).unwrap_or(Self { month: self.month.plus(1), day: 1 })
    }

    /// Days from 1 January 1970.
    pub fn number(self) -> i64 {
        let leaps = |year: i32| i64::from(year / 4 - year / 100 + year / 400);
        let year = self.month.year();
        let years = 365 * i64::from(year - 1970) + leaps(year - 1) - leaps(1969);
        let months: u32 = (1..self.month.of_year()).map(|earlier| days(year, earlier)).sum();
        years + i64::from(months + self.day - 1)
    }

    /// Days from `earlier` to this one.
    pub fn since(self, earlier: Self) -> i64 {
        self.number() - earlier.number()
    }

    /// As people read it: `15 Mar 2027`.
    pub fn label(self) -> String {
        format!("{} {}", self.day, self.month.label())
    }
}

impl Moment {
    /// The first second of a day.
    pub fn midnight(date: Date) -> Self {
        Self { date, second: 0 }
    }

    /// Seconds from `earlier` to this one.
    pub fn since(self, earlier: Self) -> i64 {
        self.date.since(earlier.date) * DAY + self.second - earlier.second
    }

    /// As people read it: `15 Mar 2027`, with the time where it is not midnight.
    pub fn label(self) -> String {
        let day = self.date.label();
        if self.second == 0 { day } else { format!("{day} {}", clock(self.second)) }
    }
}

impl Month {
    /// Its days, 28 to 31.
    pub fn days(self) -> u32 {
        days(self.year(), self.of_year())
    }
}

fn days(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `13:30`, with its seconds where there are any.
fn clock(second: i64) -> String {
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.month, self.day)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.second {
            0 => self.date.fmt(f),
            second => write!(f, "{}T{}", self.date, clock(second)),
        }
    }
}

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a day from 1970-01-01 to 2199-12-31", self.0)
    }
}

impl std::error::Error for NotADate {}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let day = || {
            let (month, day) = text.rsplit_once('-')?;
            Self::new(month.parse().ok()?, digits(day)?)
        };
        day().ok_or_else(|| NotADate(text.chars().take(40).collect()))
    }
}

impl FromStr for Moment {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let Some((date, time)) = text.split_once(['T', ' ']) else { return text.parse().map(Self::midnight) };
        let second = || {
            let mut parts = time.splitn(3, ':');
            let (hour, minute) = (digits(parts.next()?)?, digits(parts.next()?)?);
            let second = parts.next().map_or(Some(0), digits)?;
            (hour < 24 && minute < 60 && second < 60).then_some(i64::from(hour * 3600 + minute * 60 + second))
        };
        let second = second().ok_or_else(|| NotADate(text.chars().take(40).collect()))?;
        Ok(Self { date: date.parse()?, second })
    }
}

/// A number of exactly two digits.
fn digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn days_follow_each_other_through_every_leap_year() {
        let (mut day, last) = (date("1970-01-01"), date("2199-12-31"));
        let mut number = 0;
        while day < last {
            assert_eq!((day.number(), date(&day.to_string())), (number, day));
            (day, number) = (day.next(), number + 1);
        }
        // Unix days of 2000-03-01 and 2199-12-31: 951,868,800 s and 7,258,032,000 s (date -u +%s).
        assert_eq!((date("2000-03-01").number(), number), (11_017, 84_005));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in ["", "2027-02-29", "2027-2-01", "2027-02-1", "2027-00-01", "1969-12-31", "2027-02-+1", "é-01-01"] {
            assert_eq!(text.parse::<Date>(), Err(NotADate(text.to_owned())));
        }
        for text in ["2027-02-01T24:00", "2027-02-01T1:00", "2027-02-01T", "2027-02-01T01:00:60", "2027-02-30T01:00"] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
        let moment: Moment = "2024-02-29 13:30:05".parse().unwrap();
        assert_eq!((moment.to_string().as_str(), moment.second), ("2024-02-29T13:30:05", 48_605));
        assert_eq!(moment.label(), "29 Feb 2024 13:30:05");
        assert_eq!(Date::clamped("2027-02".parse().unwrap(), 31), date("2027-02-28"));
    }
}
