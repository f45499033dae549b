//! This file writes what a finding says into the model: the driver, and the assumption it now rests on, by one edit.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::EVIDENCE;
use crate::demand::Interval;
use crate::ui::frame::Frame;
use crate::ui::page::parts::objects;
use crate::ui::page::pricing::charge;
use crate::ui::page::pricing::list::headline;
use crate::ui::page::pricing::list::prices;
use crate::workspace::Assumption;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::model::Evidence;

/// A figure as it is used.
pub struct Used<'a> {
    /// The finding it comes from, and what it is called in the document.
    pub found: &'a Evidence,
    pub id: &'a str,
    /// How many it rests on, in words.
    pub sample: String,
    /// The figure.
    pub value: f64,
    /// Its interval, where one is known.
    pub interval: Option<Interval>,
}

/// Segments a finding speaks for: its own, or all.
pub fn segments(model: &Model, found: &Evidence) -> Vec<String> {
    match found.about().segment {
        Some(segment) => vec![segment.to_owned()],
        None => model.segments.keys().cloned().collect(),
    }
}

/// One edit that gives the segments a finding speaks for the elasticity it found, and notes in the finding that it did.
pub fn elasticity(frame: &Frame, used: &Used<'_>) -> Edit {
    let all = segments(frame.front.projection.case.last(), used.found);
    let paths = all.iter().map(|segment| format!("/segments/{segment}/elasticity")).collect::<Vec<_>>();
    let before = used.found.about().used.into_iter().flatten().map(|(segment, given)| (segment, *given));
    let now = all.iter().map(|segment| (segment, elastic(used.value)));
    let mut given =
        before.chain(now).map(|(segment, given)| (segment.clone(), given.into())).collect::<Map<_, _>>().into();
    crate::workspace::tidy(&mut given);
    let path = format!("{EVIDENCE}/{}/used", used.id);
    let noted = match frame.workspace().base.evidence.contains_key(used.id) {
        true => Edit::set(None, path, given),
        false => frame.setting(&path, given),
    };
    Edit::Many(vec![writing(frame, &paths, used, elastic), noted])
}

/// Whether the segments it speaks for have exactly the elasticity found, and have it from this finding.
pub fn elasticity_in_use(frame: &Frame, used: &Used<'_>) -> bool {
    let model = frame.front.projection.case.last();
    let (in_force, given) = (used.found.in_force(model), used.found.about().used);
    segments(model, used.found).iter().all(|segment| {
        let own = given.and_then(|given| given.get(segment));
        in_force.contains(segment) && own == Some(&elastic(used.value))
    })
}

/// One edit that makes a feature worth to those segments what a level was worth.
pub fn worth(frame: &Frame, feature: &str, used: &Used<'_>) -> Edit {
    writing(frame, &worths(frame, feature, used), used, cents)
}

/// Whether a feature is worth exactly that to those segments, and rests on this finding.
pub fn worth_in_use(frame: &Frame, feature: &str, used: &Used<'_>) -> bool {
    let (value, known) = (written(cents(used.value)), assumption(used, cents));
    let rests = |path: &String| frame.workspace().assumptions.get(path) == Some(&known);
    worths(frame, feature, used).iter().all(|path| frame.front.value(path) == Some(&value) && rests(path))
}

/// Paths of what a feature is worth to the segments a finding speaks for.
fn worths(frame: &Frame, feature: &str, used: &Used<'_>) -> Vec<String> {
    let segments = segments(frame.front.projection.case.last(), used.found);
    segments.iter().map(|segment| format!("/segments/{segment}/values/{feature}")).collect()
}

/// What a finding is, in the middle of a sentence.
pub fn kind(found: &Evidence) -> &'static str {
    match found {
        Evidence::Experiment(_) => "experiment",
        Evidence::VanWestendorp(_) | Evidence::GaborGranger(_) => "survey",
        Evidence::Historic(_) => "change of price",
        Evidence::Conjoint(_) => "study",
    }
}

fn writing(frame: &Frame, paths: &[String], used: &Used<'_>, fit: impl Fn(f64) -> f64) -> Edit {
    let (value, assumption) = (written(fit(used.value)), assumption(used, fit));
    let each = |path: &String| {
        let assume = Edit::Assume { path: path.clone(), assumption: Some(assumption.clone()) };
        [frame.setting(path, value.clone()), assume]
    };
    Edit::Many(paths.iter().flat_map(each).collect())
}

/// A figure as it stands in the document.
fn written(value: f64) -> Value {
    let mut value = json!(value);
    crate::workspace::tidy(&mut value);
    value
}

/// What is then known about the inputs.
fn assumption(used: &Used<'_>, fit: impl Fn(f64) -> f64) -> Assumption {
    let about = used.found.about();
    let date = about.date.map(|month| format!(", measured in {}", month.label())).unwrap_or_default();
    let note = format!("{}: {}, {}{date}", Evidence::kind(used.found.key()), about.name, used.sample);
    let range = used.interval.map(|interval| vec![fit(interval.low), fit(interval.high)]);
    Assumption {
        source: about.source.to_owned(),
        note: note.chars().take(1000).collect(),
        range: range.filter(|range| range[0] < range[1]),
    }
}

/// An elasticity as a segment can have it, to a thousandth.
fn elastic(value: f64) -> f64 {
    (libm::round(value * 1000.0) / 1000.0).clamp(-20.0, 0.0)
}

fn cents(value: f64) -> f64 {
    libm::round(value * 100.0) / 100.0
}

/// What a new finding is about until somebody says otherwise: the first plan that is paid for, and what its price is
/// counted in.
pub fn about(model: &Model) -> (Option<String>, Option<String>) {
    let plan = model.plans.iter().find(|(_, plan)| !plan.free).map(|(id, _)| id.clone());
    let price = plan.as_ref().and_then(|plan| headline(&prices(model), plan).cloned());
    let meter = price.and_then(|price| charge(model, &price)?.meter().map(str::to_owned));
    (plan, meter)
}

/// Adds a finding and gives its id; the map of findings is made where there is none. What was seen is a fact, whatever is
/// planned: it goes into the base, so that every scenario knows it, while using it changes the scenario in front alone.
pub fn add(frame: &Frame, name: &str, mut value: Value) -> String {
    let base = &frame.workspace().base;
    let (plan, meter) = about(base);
    for (key, found) in [("plan", plan), ("meter", meter)] {
        if let Some(found) = found.filter(|_| value.get(key).is_none()) {
            value[key] = found.into();
        }
    }
    let own = objects(frame, EVIDENCE);
    value["name"] = name.into();
    let id = own.fresh(name);
    own.run(match base.evidence.is_empty() {
        true => Edit::set(None, EVIDENCE, json!({ &id: value })),
        false => Edit::Insert { scenario: None, collection: EVIDENCE.to_owned(), id: id.clone(), value },
    });
    id
}

/// Adds an experiment, to be filled in.
pub fn add_experiment(frame: &Frame) -> String {
    let value = json!({
        "kind": "experiment", "name": "", "source": "to be filled in", "price_low": 10, "price_high": 20,
        "users_low": 1000, "users_high": 1000, "revenue_low": 1000, "revenue_high": 1500,
    });
    add(frame, "New experiment", value)
}
