//! This file holds the driver editor: a number over time, as a plain field until it is opened.

use serde_json::Value;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_callback;
use yew::use_state;

use super::choice::Select;
use super::driver_parts::Parts;
use super::field::Props;
use super::field::handles;
use super::field::reset;
use super::field::trouble;
use super::number::NumberInput;
use super::number::Reset;
use super::number::Typed;
use crate::driver::Driver;
use crate::driver::KINDS;
use crate::driver::Path;
use crate::driver::Step;
use crate::json::FromJson;
use crate::json::ToJson;
use crate::month::Month;
use crate::number::Number;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::icon::Icon;
use crate::ui::refused::group;
use crate::ui::session::Action;
use crate::ui::watch::use_frame_at;
use crate::ui::words;
use crate::workspace::Edit;

/// A driver at a path: its level as a number while it is constant, its summary otherwise, and a disclosure with its kind,
/// parts, season and shape over time.
#[component]
pub fn DriverEditor(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let open = use_state(|| false);
    let handles = handles(&frame, &props.path);
    let input = frame.input(&props.path);
    let style = input.as_ref().and_then(|input| frame.style(&input.field.shape));
    let on_driver = use_callback(handles.clone(), |(driver, gesture): (Driver, u32), (dispatcher, path, scenario)| {
        let mut value = driver.to_json();
        crate::workspace::tidy(&mut value);
        let edit = Edit::set(scenario.as_deref(), path.as_str(), value);
        dispatcher.dispatch(Action::Edit { edit, group: group(path, gesture) });
    });
    let on_level = use_callback((on_driver.clone(), style), |typed: Typed, (on_driver, _)| {
        let level = typed.value.map(Number::to_f64);
        if let Some(level) = level {
            on_driver.emit((Driver::Constant(level), typed.gesture));
        }
    });
    let on_reset = use_callback(handles, |(), handles| reset(handles));
    let (Some(input), Some(style)) = (input, style) else { return html! {} };
    let Ok(driver) = Driver::from_json(&input.value) else { return html! {} };
    let label: AttrValue = props.label.clone().unwrap_or_else(|| input.title.clone().into());
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let before = Driver::from_json(&input.inherited).ok();
    let was = words::number(&input.inherited).map(|was| AttrValue::from(style.words(was)));
    let id = id_of(&props.path);
    let panel = format!("{id}-over-time");
    let constant = matches!(driver, Driver::Constant(_));
    html! {
        <>
            <span class="held-field">
                if constant {
                    <NumberInput id={id.clone()} label={label.clone()} {style} value={words::number(&input.value)} changed={input.changed}
                        inherited={was.filter(|_| input.changed)} refused={input.problem.is_some()} whose={frame.whose()} on_edit={on_level} on_reset={input.changed.then(|| on_reset.clone())} />
                } else {
                    <button type="button" {id} class={classes!("btn", "line", "summary", input.changed.then_some("changed"))} onclick={toggle.clone()}
                        aria-label={format!("{label}: {}", summary(&driver, style, &frame.front.projection.start))}>
                        { summary(&driver, style, &frame.front.projection.start) }
                    </button>
                    if input.changed { <Reset label={label.clone()} onclick={on_reset} /> }
                }
                <button type="button" class="btn over-time" aria-expanded={open.to_string()} aria-controls={panel.clone()} onclick={toggle}
                    aria-label={format!("{label}: over time")} title="Over time"><Icon name="path" /></button>
                { trouble(&input) }
            </span>
            if *open {
                <div id={panel} class={classes!("driver", frame.colour())} role="group" aria-label={format!("{label} over time")}>
                    <Kind path={props.path.clone()} driver={driver.clone()} start={frame.front.projection.start} on_driver={on_driver.clone()} />
                    <Parts key={frame.whose().as_str()} path={props.path.clone()} driver={driver.clone()} {style} on_driver={on_driver.clone()} />
                    <ShapeOverTime {driver} before={before.filter(|_| input.changed)} {style} start={frame.front.projection.start}
                        months={frame.front.projection.months} />
                </div>
            }
        </>
    }
}

/// A driver in a few words: `2 % → 3 %, Mar 2027 to Dec 2027`.
fn summary(driver: &Driver, style: words::Style, start: &Month) -> String {
    let level = |value: f64| style.words(words::from_f64(value));
    match driver {
        Driver::Constant(value) => level(*value),
        Driver::Path(Path::Level { value, .. }) => format!("{} by season", level(*value)),
        Driver::Path(Path::Ramp { from, to, start, end, .. }) => {
            format!("{} → {}, {} to {}", level(*from), level(*to), start.label(), end.label())
        }
        Driver::Path(Path::Steps { value, steps, .. }) => match steps.as_slice() {
            [] => level(*value),
            [only] => format!("{} → {} in {}", level(*value), level(only.value), only.month.label()),
            [.., last] => format!("{} → {} in {} steps", level(*value), level(last.value), steps.len()),
        },
        Driver::Path(Path::List { values, .. }) => {
            format!(
                "{} from {}",
                crate::number::counted(values.len(), "month", style.locale),
                level(driver.at(0, *start))
            )
        }
        Driver::Path(Path::Growth { value, monthly, .. }) => {
            format!("{}, {} % a month", level(*value), crate::number::plain(*monthly * 100.0, 2, style.locale))
        }
    }
}

/// What the choice of kind needs.
#[derive(Properties, PartialEq)]
struct KindProps {
    path: AttrValue,
    driver: Driver,
    start: Month,
    on_driver: Callback<(Driver, u32)>,
}

#[component]
fn Kind(props: &KindProps) -> Html {
    let options: Vec<(AttrValue, AttrValue)> =
        KINDS.iter().map(|(key, words)| ((*key).into(), (*words).into())).collect();
    let on_pick = {
        let (driver, start, on_driver) = (props.driver.clone(), props.start, props.on_driver.clone());
        Callback::from(move |key: AttrValue| on_driver.emit((turned(&driver, &key, start), next_gesture())))
    };
    let value = props.driver.to_json();
    let value = value.get("kind").and_then(Value::as_str).unwrap_or("constant").to_owned();
    html! {
        <div class="part">
            <label for={format!("{}-kind", id_of(&props.path))}>{ "Over time" }</label>
            <Select id={format!("{}-kind", id_of(&props.path))} label="Kind over time" {options} {value} {on_pick} />
        </div>
    }
}

/// The driver as another kind: what it was at the start stays, and so does its season.
pub fn turned(driver: &Driver, kind: &str, start: Month) -> Driver {
    let season = season(driver).cloned();
    let plain = match driver {
        Driver::Constant(value) => *value,
        Driver::Path(Path::Level { value, .. } | Path::Steps { value, .. } | Path::Growth { value, .. }) => *value,
        Driver::Path(Path::Ramp { from, .. }) => *from,
        Driver::Path(Path::List { values, .. }) => values.first().copied().unwrap_or_default(),
    };
    let year = start.plus(12);
    Driver::Path(match kind {
        "level" => Path::Level { value: plain, season: season.or(Some(vec![1.0; 12])) },
        "ramp" => Path::Ramp { from: plain, to: plain, start, end: year, season },
        "steps" => Path::Steps { value: plain, steps: vec![Step { month: year, value: plain }], season },
        "list" => Path::List { values: (0..12).map(|t| level_at(driver, t, start)).collect(), season },
        "growth" => Path::Growth { value: plain, monthly: 0.0, season },
        _ => return Driver::Constant(plain),
    })
}

/// The level without its season.
fn level_at(driver: &Driver, t: usize, start: Month) -> f64 {
    let factor = season(driver).map_or(1.0, |season| season[start.plus(t as i32).of_year() as usize - 1]);
    if factor > 0.0 { driver.at(t, start) / factor } else { driver.at(t, start) }
}

/// The twelve factors on top, if any.
pub fn season(driver: &Driver) -> Option<&Vec<f64>> {
    match driver {
        Driver::Constant(_) => None,
        Driver::Path(
            Path::Level { season, .. }
            | Path::Ramp { season, .. }
            | Path::Steps { season, .. }
            | Path::List { season, .. }
            | Path::Growth { season, .. },
        ) => season.as_ref(),
    }
}

/// What the drawing of a driver needs.
#[derive(Properties, PartialEq)]
pub struct ShapeProps {
    /// The driver.
    pub driver: Driver,
    /// What it was, dashed.
    pub before: Option<Driver>,
    /// How its ends are written.
    pub style: words::Style,
    /// First month.
    pub start: Month,
    /// Months drawn.
    pub months: usize,
}

/// A driver drawn over the horizon, from zero.
#[component]
pub fn ShapeOverTime(props: &ShapeProps) -> Html {
    let levels = |driver: &Driver| (0..props.months).map(|t| driver.at(t, props.start)).collect::<Vec<f64>>();
    let (now, before) = (levels(&props.driver), props.before.as_ref().map(levels));
    let all = || now.iter().chain(before.iter().flatten());
    let high = all().fold(0.0_f64, |high, value| high.max(*value));
    let low = all().fold(0.0_f64, |low, value| low.min(*value));
    let line = |levels: &[f64]| {
        let point = |(t, value): (usize, &f64)| {
            let x = t as f64 * 100.0 / (props.months - 1) as f64;
            format!("{x:.2} {:.2}", 60.0 - 56.0 * (value - low) / (high - low).max(f64::MIN_POSITIVE))
        };
        format!("M{}", levels.iter().enumerate().map(point).collect::<Vec<_>>().join("L"))
    };
    let said = |value: f64| props.style.words(words::from_f64(value));
    let ends = (now[0], now[now.len() - 1]);
    let label = format!("{} at the start, {} at the end, at most {}", said(ends.0), said(ends.1), said(high));
    let last = props.start.plus(props.months as i32 - 1);
    html! {
        <div>
            <svg class="driver-shape" viewBox="0 0 100 64" preserveAspectRatio="none" role="img" aria-label={label}>
                <line x1="0" x2="100" y1="60" y2="60" />
                if let Some(before) = before { <path class="was" d={line(&before)} /> }
                <path d={line(&now)} />
            </svg>
            <div class="driver-ends">
                <span>{ format!("{}: {}", props.start.label(), said(ends.0)) }</span>
                <span>{ format!("{}: {}", last.label(), said(ends.1)) }</span>
            </div>
        </div>
    }
}
