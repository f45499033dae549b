//! This file holds the driver, a number over time, and how it is written in the document.

use serde_json::Value;

use crate::json::FromJson;
use crate::json::ToJson;
use crate::json::Unread;
use crate::month::Month;
use crate::plain;
use crate::tagged;
use crate::through_json;

/// The most months a projection has.
pub const HORIZON: usize = 120;

/// A number over time. In JSON a constant is just the number; the other kinds are objects with a field `kind`.
#[derive(Clone, Debug, PartialEq)]
pub enum Driver {
    /// The same in every month.
    Constant(f64),
    /// A path over time, with an optional season on top.
    Path(Path),
}

tagged! {
    by "kind";
    /// A driver that changes over time.
    pub enum Path {
        /// The same level in every month; useful with a season.
        Level = "level" {
            /// The level.
            value: f64,
            /// Twelve factors, January first.
            season: Option<Vec<f64>>,
        },
        /// `from` until the month `start`, then in equal steps to `to`, reached in the month `end`.
        Ramp = "ramp" {
            /// Level up to `start`.
            from: f64,
            /// Level from `end` on.
            to: f64,
            /// Last month at `from`.
            start: Month,
            /// First month at `to`; not before `start`.
            end: Month,
            /// Twelve factors, January first.
            season: Option<Vec<f64>>,
        },
        /// `value`, then a new level from each step's month on.
        Steps = "steps" {
            /// Level before the first step.
            value: f64,
            /// In order of month.
            steps: Vec<Step>,
            /// Twelve factors, January first.
            season: Option<Vec<f64>>,
        },
        /// One value a month from the workspace's start; the last one holds after the end of the list.
        List = "list" {
            /// At least one value.
            values: Vec<f64>,
            /// Twelve factors, January first.
            season: Option<Vec<f64>>,
        },
        /// `value` in the first month, growing by `monthly` (a rate) each month.
        Growth = "growth" {
            /// Level in the first month.
            value: f64,
            /// Growth a month: 0.01 is 1 %.
            monthly: f64,
            /// Twelve factors, January first.
            season: Option<Vec<f64>>,
        },
    }
}

/// A new level from a month on.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// First month of the level.
    pub month: Month,
    /// The level.
    pub value: f64,
}

plain!(Step { month, value });

impl FromJson for Driver {
    fn from_json(value: &Value) -> Result<Self, Unread> {
        match value {
            Value::Number(_) => f64::from_json(value).map(Self::Constant),
            _ => Path::from_json(value).map(Self::Path),
        }
    }
}

impl ToJson for Driver {
    fn to_json(&self) -> Value {
        match self {
            Self::Constant(level) => level.to_json(),
            Self::Path(path) => path.to_json(),
        }
    }
}

through_json!(Driver);

/// The kinds of path a person is offered, with their words.
pub const KINDS: &[(&str, &str)] = &[
    ("constant", "Constant"),
    ("level", "Level with season"),
    ("ramp", "Ramp"),
    ("steps", "Steps"),
    ("list", "Month by month"),
    ("growth", "Growth"),
];

impl Driver {
    /// The value in month `t` (0 = `start`).
    pub fn at(&self, t: usize, start: Month) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Path(path) => path.at(t, start),
        }
    }

    /// The least and the greatest value it can take within [`HORIZON`] months, whatever the start.
    pub fn extremes(&self) -> (f64, f64) {
        match self {
            Self::Constant(value) => (*value, *value),
            Self::Path(path) => path.extremes(),
        }
    }
}

impl Path {
    /// The value in month `t` (0 = `start`), season included.
    pub fn at(&self, t: usize, start: Month) -> f64 {
        let now = start.plus(t as i32);
        let level = match self {
            Self::Level { value, .. } => *value,
            Self::Ramp { from, to, start, end, .. } => ramp(*from, *to, *start, *end, now),
            Self::Steps { value, steps, .. } => {
                let last = steps.iter().rev().find(|step| step.month <= now);
                last.map_or(*value, |step| step.value)
            }
            Self::List { values, .. } => values.get(t).or(values.last()).copied().unwrap_or_default(),
            Self::Growth { value, monthly, .. } => value * libm::pow(1.0 + monthly, t as f64),
        };
        level * self.season().map_or(1.0, |factors| factors[now.of_year() as usize - 1])
    }

    /// Twelve factors, January first, if there is a season.
    pub fn season(&self) -> Option<&[f64]> {
        match self {
            Self::Level { season, .. }
            | Self::Ramp { season, .. }
            | Self::Steps { season, .. }
            | Self::List { season, .. }
            | Self::Growth { season, .. } => season.as_deref(),
        }
    }

    /// The least and the greatest value it can take within [`HORIZON`] months, whatever the start.
    pub fn extremes(&self) -> (f64, f64) {
        let levels = match self {
            Self::Level { value, .. } => vec![*value],
            Self::Ramp { from, to, .. } => vec![*from, *to],
            Self::Steps { value, steps, .. } => {
                std::iter::once(*value).chain(steps.iter().map(|step| step.value)).collect()
            }
            Self::List { values, .. } => values.clone(),
            Self::Growth { value, monthly, .. } => {
                vec![*value, value * libm::pow(1.0 + monthly, (HORIZON - 1) as f64)]
            }
        };
        let (low, high) = span(&levels);
        let (least, most) = self.season().map_or((1.0, 1.0), span);
        span(&[low * least, low * most, high * least, high * most])
    }
}

fn span(values: &[f64]) -> (f64, f64) {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    (low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
}

fn ramp(from: f64, to: f64, start: Month, end: Month, now: Month) -> f64 {
    if now >= end {
        return to;
    }
    if now <= start {
        return from;
    }
    from + (to - from) * f64::from(now.since(start)) / f64::from(end.since(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    #[test]
    fn values_over_time() {
        let start = month("2027-01");
        let rows: &[(&str, usize, f64)] = &[
            ("4.5", 30, 4.5),
            (r#"{"kind":"ramp","from":4,"to":6,"start":"2027-02","end":"2027-06"}"#, 0, 4.0),
            (r#"{"kind":"ramp","from":4,"to":6,"start":"2027-02","end":"2027-06"}"#, 3, 5.0),
            (r#"{"kind":"ramp","from":4,"to":6,"start":"2027-02","end":"2027-06"}"#, 60, 6.0),
            (r#"{"kind":"steps","value":1,"steps":[{"month":"2027-03","value":2}]}"#, 1, 1.0),
            (r#"{"kind":"steps","value":1,"steps":[{"month":"2027-03","value":2}]}"#, 2, 2.0),
            (r#"{"kind":"list","values":[1,2,3]}"#, 1, 2.0),
            (r#"{"kind":"list","values":[1,2,3]}"#, 9, 3.0),
            (r#"{"kind":"growth","value":100,"monthly":0.1}"#, 2, 121.0),
            (r#"{"kind":"level","value":10,"season":[1,2,1,1,1,1,1,1,1,1,1,1]}"#, 13, 20.0),
        ];
        for (text, t, expected) in rows {
            let driver: Driver = serde_json::from_str(text).unwrap();
            assert!((driver.at(*t, start) - expected).abs() < 1e-9, "{text} at {t}");
            let (low, high) = driver.extremes();
            assert!((low..=high).contains(&driver.at(*t, start)), "{text}");
            assert_eq!(serde_json::from_str::<Driver>(&serde_json::to_string(&driver).unwrap()).unwrap(), driver);
        }
    }
}
