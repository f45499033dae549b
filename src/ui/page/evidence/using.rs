//! This file writes what a finding says into the model: the driver, and the assumption it now rests on, by one edit.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::EVIDENCE;
use crate::demand::Interval;
use crate::number::plain;
use crate::ui::frame::Frame;
use crate::ui::page::parts::objects;
use crate::ui::page::pricing::charge;
use crate::ui::page::pricing::list::headline;
use crate::ui::page::pricing::list::prices;
use crate::ui::words::from_f64;
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
    let written = paths.into_iter().map(|path| Written::new(path, used, "", elastic)).collect::<Vec<_>>();
    Edit::Many(vec![writing(frame, &written), noted])
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

/// What a level is worth to one customer of each segment a finding speaks for, by the units it has of what prices are
/// counted in; segments that have none are left out.
pub struct Worth {
    /// Id of the segment.
    pub segment: String,
    /// Its units; 1 where prices are for the whole account.
    pub units: f64,
}

/// The worths of a finding.
pub fn worths(model: &Model, found: &Evidence) -> Vec<Worth> {
    let worth = |segment: String| Some(Worth { units: found.units(model, &segment)?, segment });
    segments(model, found).into_iter().filter_map(worth).collect()
}

/// What using a worth writes, in words: of each unit, as often as a customer of each segment has units.
pub fn explained(frame: &Frame, found: &Evidence) -> Option<String> {
    let model = frame.front.projection.case.last();
    let meter = model.meters.get(found.about().meter?)?;
    let name = |segment: &String| frame.front.name_of("segments", segment);
    let (known, all) = (worths(model, found), segments(model, found));
    let times =
        known.iter().map(|one| format!("{} × {}", name(&one.segment), plain(from_f64(one.units), 2, frame.locale)));
    let times = times.collect::<Vec<_>>().join(", ");
    let without = all.iter().filter(|segment| known.iter().all(|one| one.segment != **segment)).map(name);
    let without = without.collect::<Vec<_>>().join(", ");
    let begin = format!("The study's prices are for each {}; the value of a feature is to a customer", meter.unit);
    Some(match (times.is_empty(), without.is_empty()) {
        (false, true) => format!("{begin}: {times} {}.", meter.name),
        (false, false) => format!("{begin}: {times} {}. {without} have none, and get no value.", meter.name),
        (true, _) => format!("{begin}, and {without} have no {}: none is written.", meter.name),
    })
}

/// What prices of a finding are for each of, in the model's words; none where they are for the whole account.
pub fn unit<'a>(frame: &'a Frame, found: &Evidence) -> Option<&'a str> {
    let model = frame.front.projection.case.last();
    found.about().meter.and_then(|meter| model.meters.get(meter)).map(|meter| meter.unit.as_str())
}

/// One edit that makes a feature worth to a customer of those segments what a level was worth: for each unit, as often as
/// the customer has units.
pub fn worth(frame: &Frame, feature: &str, used: &Used<'_>) -> Edit {
    writing(frame, &worth_written(frame, feature, used))
}

/// Whether a feature is worth exactly that to those segments, and rests on this finding.
pub fn worth_in_use(frame: &Frame, feature: &str, used: &Used<'_>) -> bool {
    let written = worth_written(frame, feature, used);
    let stands = |one: &Written| {
        frame.front.value(&one.path) == Some(&one.value)
            && frame.workspace().assumptions.get(&one.path) == Some(&one.known)
    };
    !written.is_empty() && written.iter().all(stands)
}

fn worth_written(frame: &Frame, feature: &str, used: &Used<'_>) -> Vec<Written> {
    let unit = unit(frame, used.found);
    let one = |Worth { segment, units }| {
        let path = format!("/segments/{segment}/values/{feature}");
        let each = unit.map(|unit| format!(", for each {unit} × {}", plain(from_f64(units), 2, frame.locale)));
        Written::new(path, used, &each.unwrap_or_default(), |value| cents(value * units))
    };
    worths(frame.front.projection.case.last(), used.found).into_iter().map(one).collect()
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

/// What a finding writes at one input: its value, and what is then known about it.
struct Written {
    path: String,
    value: Value,
    known: Assumption,
}

impl Written {
    /// A figure, fitted; `how` ends the note.
    fn new(path: String, used: &Used<'_>, how: &str, fit: impl Fn(f64) -> f64) -> Self {
        let about = used.found.about();
        let date = about.date.map(|month| format!(", measured in {}", month.label())).unwrap_or_default();
        let note = format!("{}: {}, {}{date}{how}", Evidence::kind(used.found.key()), about.name, used.sample);
        let range = used.interval.map(|interval| vec![fit(interval.low), fit(interval.high)]);
        let known = Assumption {
            source: about.source.to_owned(),
            note: note.chars().take(1000).collect(),
            range: range.filter(|range| range[0] < range[1]),
        };
        let mut value = json!(fit(used.value));
        crate::workspace::tidy(&mut value);
        Self { path, value, known }
    }
}

fn writing(frame: &Frame, written: &[Written]) -> Edit {
    let each = |one: &Written| {
        let assume = Edit::Assume { path: one.path.clone(), assumption: Some(one.known.clone()) };
        [frame.setting(&one.path, one.value.clone()), assume]
    };
    Edit::Many(written.iter().flat_map(each).collect())
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

/// Figures an experiment begins with, to be written over: prices, users and revenue of both arms.
const EXAMPLE: [f64; 6] = [10.0, 20.0, 1000.0, 1000.0, 1000.0, 1500.0];

/// Whether the figures are still those it began with, and nobody's.
pub fn is_example(found: &Evidence) -> bool {
    let Evidence::Experiment(found) = found else { return false };
    let prices = [found.price_low, found.price_high];
    [prices, [found.users_low, found.users_high], [found.revenue_low, found.revenue_high]].concat() == EXAMPLE
}

/// Adds an experiment, to be filled in.
pub fn add_experiment(frame: &Frame) -> String {
    let [price_low, price_high, users_low, users_high, revenue_low, revenue_high] = EXAMPLE;
    let mut value = json!({
        "kind": "experiment", "name": "", "source": "to be filled in", "price_low": price_low, "price_high": price_high,
        "users_low": users_low, "users_high": users_high, "revenue_low": revenue_low, "revenue_high": revenue_high,
    });
    crate::workspace::tidy(&mut value);
    add(frame, "New experiment", value)
}
