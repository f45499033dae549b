//! This file compares a JSON value with the forms a driver may take, within the bounds of its field.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Problem;
use super::Shape;
use super::Unit;
use super::escape;
use super::verify;
use super::verify::range;
use super::verify::shown;
use crate::driver::Driver;
use crate::driver::Path;
use crate::json::FromJson;

/// The most months a list of values or steps may hold.
const LONGEST: usize = 240;

/// What stands under a key of a driver.
#[derive(Clone, Copy)]
enum Part {
    Level,
    Month,
    Growth,
    Levels,
    Steps,
    Season,
}

/// The keys of each kind; a season may stand in every one.
const KINDS: &[(&str, &[(&str, Part)])] = &[
    ("level", &[("value", Part::Level)]),
    ("ramp", &[("from", Part::Level), ("to", Part::Level), ("start", Part::Month), ("end", Part::Month)]),
    ("steps", &[("value", Part::Level), ("steps", Part::Steps)]),
    ("list", &[("values", Part::Levels)]),
    ("growth", &[("value", Part::Level), ("monthly", Part::Growth)]),
];

const STEP: &[(&str, Part)] = &[("month", Part::Month), ("value", Part::Level)];
const SEASON: &str = "season";
const FACTOR: Shape = Shape::Number { unit: Unit::Plain, low: 0.0, high: 100.0, whole: false };
const GROWTH: Shape = Shape::Number { unit: Unit::Rate, low: -0.5, high: 0.5, whole: false };

/// The shape of a number or month inside a driver, by the steps from the driver to it; `None` for what is not one.
pub fn inside(driver: &Value, unit: Unit, low: f64, high: f64, steps: &[String]) -> Option<Shape> {
    let level = Shape::Number { unit, low, high, whole: false };
    let kind = driver.get("kind").and_then(Value::as_str)?;
    let (_, keys) = KINDS.iter().find(|(key, _)| *key == kind)?;
    let (first, rest) = steps.split_first()?;
    let part = keys.iter().find(|(key, _)| key == first).map(|(_, part)| *part);
    let part = part.or((first == SEASON).then_some(Part::Season))?;
    match (part, rest) {
        (Part::Level, []) => Some(level),
        (Part::Month, []) => Some(Shape::Month),
        (Part::Growth, []) => Some(GROWTH),
        (Part::Levels, [_]) => Some(level),
        (Part::Season, [_]) => Some(FACTOR),
        (Part::Steps, [_, key]) if key == "month" => Some(Shape::Month),
        (Part::Steps, [_, key]) if key == "value" => Some(level),
        _ => None,
    }
}

/// The JSON Schema of a driver: a level, or an object by kind. `of` writes the schema of a shape.
pub fn schema(level: Value, of: &dyn Fn(Shape) -> Value) -> Value {
    let list = |of: Value, least: usize, most: usize| json!({"type": "array", "items": of, "minItems": least, "maxItems": most});
    let object = |fields: Vec<(&str, Value)>, also: Option<(&str, Value)>| {
        let required: Vec<&str> = fields.iter().map(|(key, _)| *key).collect();
        let properties: Map<String, Value> =
            fields.iter().cloned().chain(also).map(|(key, of)| (key.to_owned(), of)).collect();
        json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
    };
    let part = |part: Part| match part {
        Part::Level => level.clone(),
        Part::Month => of(Shape::Month),
        Part::Growth => of(GROWTH),
        Part::Levels => list(level.clone(), 1, LONGEST),
        Part::Steps => list(object(vec![("month", of(Shape::Month)), ("value", level.clone())], None), 0, LONGEST),
        Part::Season => list(of(FACTOR), 12, 12),
    };
    let kinds = KINDS.iter().map(|(kind, keys)| {
        let fields = keys.iter().map(|(key, found)| (*key, part(*found)));
        let fields = std::iter::once(("kind", json!({"const": kind}))).chain(fields).collect();
        let season = json!({"anyOf": [part(Part::Season), {"type": "null"}]});
        object(fields, Some((SEASON, season)))
    });
    let all: Vec<Value> = std::iter::once(level.clone()).chain(kinds).collect();
    json!({"oneOf": all})
}

/// The bounds of a driver's levels, where it stands, and the problems found so far.
struct Check<'a> {
    level: Shape,
    low: f64,
    high: f64,
    problems: &'a mut Vec<Problem>,
}

/// Every way in which `value` is not a driver within `low..=high`; `path` leads to it.
pub(super) fn verify_driver(value: &Value, low: f64, high: f64, path: &str, problems: &mut Vec<Problem>) {
    let level = Shape::Number { unit: Unit::Plain, low, high, whole: false };
    let mut check = Check { level, low, high, problems };
    if value.is_number() {
        return check.part(value, Part::Level, path);
    }
    if !value.is_object() {
        return check.wrong(path, shown(value), format!("a number or a path over time, {}", range(low, high)));
    }
    let kind = value.get("kind").and_then(Value::as_str);
    let Some((_, keys)) = KINDS.iter().find(|(key, _)| Some(*key) == kind) else {
        let found = value.get("kind").map_or_else(|| "no field \"kind\"".into(), shown);
        let kinds: Vec<_> = KINDS.iter().map(|(key, _)| *key).collect();
        return check.wrong(path, found, format!("kind: {}", kinds.join(", ")));
    };
    let before = check.problems.len();
    check.fields(value, keys, &["kind", SEASON], path);
    if let Some(season) = value.get(SEASON).filter(|season| !season.is_null()) {
        check.part(season, Part::Season, &format!("{path}/{SEASON}"));
    }
    if check.problems.len() == before {
        check.whole(value, path);
    }
}

impl Check<'_> {
    fn wrong(&mut self, path: &str, found: String, allowed: String) {
        self.problems.push(Problem { path: path.to_owned(), found, allowed });
    }

    /// Each key of `keys` is there and right, and no other but `also`.
    fn fields(&mut self, value: &Value, keys: &[(&str, Part)], also: &[&str], path: &str) {
        let Some(object) = value.as_object() else {
            return self.wrong(path, shown(value), "an object".into());
        };
        for key in object.keys() {
            if !also.contains(&key.as_str()) && keys.iter().all(|(known, _)| known != key) {
                let known: Vec<_> = keys.iter().map(|(key, _)| *key).collect();
                self.wrong(&format!("{path}/{}", escape(key)), "an unknown field".into(), known.join(", "));
            }
        }
        for (key, part) in keys {
            let inside = format!("{path}/{key}");
            match object.get(*key) {
                Some(inner) => self.part(inner, *part, &inside),
                None => self.wrong(&inside, "nothing".into(), format!("the field {key:?}")),
            }
        }
    }

    fn part(&mut self, value: &Value, part: Part, path: &str) {
        let shape = match part {
            Part::Level => self.level,
            Part::Month => Shape::Month,
            Part::Growth => GROWTH,
            Part::Levels => {
                return self.list(value, path, 1, LONGEST, |check, item, at| check.part(item, Part::Level, at));
            }
            Part::Steps => {
                return self.list(value, path, 0, LONGEST, |check, item, at| check.fields(item, STEP, &[], at));
            }
            Part::Season => {
                return self.list(value, path, 12, 12, |check, item, at| {
                    check.problems.extend(verify(item, &FACTOR, at));
                });
            }
        };
        self.problems.extend(verify(value, &shape, path));
    }

    fn list(
        &mut self,
        value: &Value,
        path: &str,
        least: usize,
        most: usize,
        mut each: impl FnMut(&mut Self, &Value, &str),
    ) {
        match value.as_array() {
            Some(items) if (least..=most).contains(&items.len()) => {
                for (at, item) in items.iter().enumerate() {
                    each(self, item, &format!("{path}/{at}"));
                }
            }
            Some(items) => self.wrong(path, format!("{} values", items.len()), format!("{least} to {most} values")),
            None => self.wrong(path, shown(value), "a list".into()),
        }
    }

    /// What can only be said of a driver whose parts are right: the order of its months, its extremes.
    fn whole(&mut self, value: &Value, path: &str) {
        let Ok(Driver::Path(found)) = Driver::from_json(value) else {
            return self.wrong(path, "something that is not a driver".into(), "a number or a path over time".into());
        };
        match &found {
            Path::Ramp { start, end, .. } if end < start => {
                self.wrong(&format!("{path}/end"), end.to_string(), format!("{start} or later"));
            }
            Path::Steps { steps, .. } => {
                for (at, pair) in steps.windows(2).enumerate() {
                    if pair[1].month <= pair[0].month {
                        let at = format!("{path}/steps/{}/month", at + 1);
                        self.wrong(&at, pair[1].month.to_string(), format!("later than {}", pair[0].month));
                    }
                }
            }
            _ => {}
        }
        let (low, high) = found.extremes();
        if let Some(beyond) = [low, high].into_iter().find(|level| !(self.low..=self.high).contains(level)) {
            self.wrong(path, format!("{beyond} within 120 months"), range(self.low, self.high));
        }
    }
}
