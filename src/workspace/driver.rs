//! This file holds the driver, a number over time, and how it is written in the document.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::month::Month;
use crate::shape::Problem;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::shape::field;
use crate::shape::verify::range;
use crate::shape::verify::shown;

/// The most months a list of values may hold.
const LONGEST: usize = 240;

/// A number over time. In JSON a constant is just the number; the other kinds are objects with a field `kind`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Driver {
    /// The same in every month.
    Constant(f64),
    /// A path over time, with an optional season on top.
    Path(Path),
}

/// A driver that changes over time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Path {
    /// The same level in every month; useful with a season.
    Level {
        /// The level.
        value: f64,
        /// Twelve factors, January first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        season: Option<Vec<f64>>,
    },
    /// `from` until the month `start`, then in equal steps to `to`, reached in the month `end`.
    Ramp {
        /// Level up to `start`.
        from: f64,
        /// Level from `end` on.
        to: f64,
        /// Last month at `from`.
        start: Month,
        /// First month at `to`; not before `start`.
        end: Month,
        /// Twelve factors, January first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        season: Option<Vec<f64>>,
    },
    /// `value`, then a new level from each step's month on.
    Steps {
        /// Level before the first step.
        value: f64,
        /// In order of month.
        steps: Vec<Step>,
        /// Twelve factors, January first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        season: Option<Vec<f64>>,
    },
    /// One value a month from the workspace's start; the last one holds after the end of the list.
    List {
        /// At least one value.
        values: Vec<f64>,
        /// Twelve factors, January first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        season: Option<Vec<f64>>,
    },
    /// `value` in the first month, growing by `monthly` (a rate) each month.
    Growth {
        /// Level in the first month.
        value: f64,
        /// Growth a month: 0.01 is 1 %.
        monthly: f64,
        /// Twelve factors, January first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        season: Option<Vec<f64>>,
    },
}

/// A new level from a month on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// First month of the level.
    pub month: Month,
    /// The level.
    pub value: f64,
}

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
}

impl Path {
    /// The value in month `t` (0 = `start`), season included.
    pub fn at(&self, t: usize, start: Month) -> f64 {
        let now = start.plus(t as i32);
        let (level, season) = match self {
            Self::Level { value, season } => (*value, season),
            Self::Ramp { from, to, start, end, season } => (ramp(*from, *to, *start, *end, now), season),
            Self::Steps { value, steps, season } => {
                let last = steps.iter().rev().find(|step| step.month <= now);
                (last.map_or(*value, |step| step.value), season)
            }
            Self::List { values, season } => (values.get(t).or(values.last()).copied().unwrap_or_default(), season),
            Self::Growth { value, monthly, season } => (value * libm::pow(1.0 + monthly, t as f64), season),
        };
        level * season.as_ref().map_or(1.0, |factors| factors[now.of_year() as usize - 1])
    }
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

const FACTORS: Shape = Shape::List {
    noun: "factor",
    of: &Shape::Number { unit: Unit::Plain, low: 0.0, high: 100.0, whole: false },
    most: 12,
};

/// Every way in which `value` is not a driver within `low..=high`; `path` leads to it.
pub(crate) fn verify(value: &Value, low: f64, high: f64, path: &str, problems: &mut Vec<Problem>) {
    let level = Shape::Number { unit: Unit::Plain, low, high, whole: false };
    if !value.is_object() {
        if value.is_number() {
            problems.extend(crate::shape::verify(value, &level, path));
        } else {
            let allowed = format!("a number or a path over time, {}", range(low, high));
            problems.push(Problem { path: path.to_owned(), found: shown(value), allowed });
        }
        return;
    }
    let growth = Shape::Number { unit: Unit::Rate, low: -0.5, high: 0.5, whole: false };
    let season = field("Season", FACTORS).optional().keyed("season");
    let value_field = field("Value", level).keyed("value");
    let step = [field("Month", Shape::Month).keyed("month"), value_field];
    // A shape may only hold what lives for ever; these few are built for the bounds at hand and checked one by one.
    let variants: [(&str, Vec<crate::shape::Field>); 5] = [
        ("level", vec![value_field, season]),
        (
            "ramp",
            vec![
                field("From", level).keyed("from"),
                field("To", level).keyed("to"),
                field("Start", Shape::Month).keyed("start"),
                field("End", Shape::Month).keyed("end"),
                season,
            ],
        ),
        ("steps", vec![value_field, season]),
        ("list", vec![season]),
        ("growth", vec![value_field, field("Growth a month", growth).keyed("monthly"), season]),
    ];
    let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default();
    let Some((_, fields)) = variants.iter().find(|(key, _)| *key == kind) else {
        let allowed = "kind: level, ramp, steps, list, growth".to_owned();
        problems.push(Problem { path: path.to_owned(), found: format!("kind {kind:?}"), allowed });
        return;
    };
    let before = problems.len();
    for (key, inner) in value.as_object().into_iter().flatten() {
        let inside = format!("{path}/{}", crate::shape::escape(key));
        if let Some(field) = fields.iter().find(|field| field.key == key) {
            if !(field.optional && inner.is_null()) {
                problems.extend(crate::shape::verify(inner, &field.shape, &inside));
            }
        } else if kind == "steps" && key == "steps" {
            list(inner, &inside, problems, |item, at, problems| {
                for field in &step {
                    let inner = item.get(field.key).unwrap_or(&Value::Null);
                    problems.extend(crate::shape::verify(inner, &field.shape, &format!("{at}/{}", field.key)));
                }
                if item.as_object().is_some_and(|object| object.len() > step.len()) {
                    let allowed = "month, value".to_owned();
                    problems.push(Problem { path: at.to_owned(), found: "an unknown field".into(), allowed });
                }
            });
        } else if kind == "list" && key == "values" {
            list(inner, &inside, problems, |item, at, problems| {
                problems.extend(crate::shape::verify(item, &level, at));
            });
        } else if key != "kind" {
            problems.push(Problem { path: inside, found: "an unknown field".into(), allowed: "see kind".into() });
        }
    }
    let also: &[&str] = match kind {
        "steps" => &["steps"],
        "list" => &["values"],
        _ => &[],
    };
    for key in fields.iter().filter(|field| !field.optional).map(|field| field.key).chain(also.iter().copied()) {
        if value.get(key).is_none() {
            let path = format!("{path}/{key}");
            problems.push(Problem { path, found: "nothing".into(), allowed: format!("the field {key:?}") });
        }
    }
    if problems.len() == before {
        order(value, kind, low, high, path, problems);
    }
}

/// What can only be said of a whole path: order of months, a season of twelve, growth within the bounds.
fn order(value: &Value, kind: &str, low: f64, high: f64, path: &str, problems: &mut Vec<Problem>) {
    let mut wrong = |path: String, found: &str, allowed: &str| {
        problems.push(Problem { path, found: found.to_owned(), allowed: allowed.to_owned() });
    };
    if let Some(factors) = value.get("season").and_then(Value::as_array) {
        if factors.len() != 12 {
            wrong(format!("{path}/season"), &format!("{} factors", factors.len()), "12 factors, January first");
        }
    }
    let Ok(Driver::Path(found)) = serde_json::from_value::<Driver>(value.clone()) else {
        wrong(path.to_owned(), "something that is not a driver", kind);
        return;
    };
    match &found {
        Path::Ramp { start, end, .. } if end < start => {
            wrong(format!("{path}/end"), &end.to_string(), &format!("{start} or later"));
        }
        Path::Steps { steps, .. } => {
            for (at, pair) in steps.windows(2).enumerate() {
                if pair[1].month <= pair[0].month {
                    let allowed = format!("later than {}", pair[0].month);
                    wrong(format!("{path}/steps/{}/month", at + 1), &pair[1].month.to_string(), &allowed);
                }
            }
        }
        Path::List { values, .. } if values.is_empty() => wrong(format!("{path}/values"), "no value", "at least one"),
        _ => {}
    }
    let season = matches!(value.get("season").and_then(Value::as_array), Some(factors) if factors.len() == 12);
    if season || kind == "growth" {
        let year = Month::new(2000, 1).map(|start| (0..LONGEST / 2).map(|t| found.at(t, start)).collect::<Vec<_>>());
        if let Some(beyond) = year.iter().flatten().find(|level| !(low..=high).contains(*level)) {
            wrong(path.to_owned(), &format!("{beyond} within 120 months"), &range(low, high));
        }
    }
}

fn list(value: &Value, path: &str, problems: &mut Vec<Problem>, mut each: impl FnMut(&Value, &str, &mut Vec<Problem>)) {
    match value.as_array() {
        Some(items) if items.len() <= LONGEST => {
            for (at, item) in items.iter().enumerate() {
                each(item, &format!("{path}/{at}"), problems);
            }
        }
        Some(items) => problems.push(Problem {
            path: path.to_owned(),
            found: format!("{} values", items.len()),
            allowed: format!("at most {LONGEST}"),
        }),
        None => problems.push(Problem { path: path.to_owned(), found: shown(value), allowed: "a list".into() }),
    }
}
