//! This file holds the parts of a driver: the fields of each kind, its steps, its months and its season.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;

use super::driver::season;
use super::month::MonthPick;
use super::number::NumberInput;
use super::number::Typed;
use super::paste::Block;
use super::paste::PasteArea;
use crate::driver::Driver;
use crate::driver::Path;
use crate::driver::Step;
use crate::month::Month;
use crate::number::Number;
use crate::shape::Unit;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::icon::Icon;
use crate::ui::words::Style;
use crate::ui::words::from_f64;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// The most months of a list.
const LONGEST: usize = 240;

/// What the parts need.
#[derive(Clone, Properties, PartialEq)]
pub struct Props {
    /// Path of the driver, for the ids.
    pub path: AttrValue,
    /// The driver.
    pub driver: Driver,
    /// How its levels are written and bounded.
    pub style: Style,
    /// The driver changed; with the gesture.
    pub on_driver: Callback<(Driver, u32)>,
}

/// The fields of a driver that is not constant.
#[component]
pub fn Parts(props: &Props) -> Html {
    let Driver::Path(path) = &props.driver else { return html! {} };
    let growth = Style { unit: Unit::Rate, low: -0.5, high: 0.5, ..props.style };
    let fields = match path {
        Path::Level { value, .. } => {
            html! { { level(props, "Level", *value, |path, new| if let Path::Level { value, .. } = path { *value = new }) } }
        }
        Path::Ramp { from, to, start, end, .. } => html! {
            <>
                { level(props, "From", *from, |path, new| if let Path::Ramp { from, .. } = path { *from = new }) }
                { level(props, "To", *to, |path, new| if let Path::Ramp { to, .. } = path { *to = new }) }
                { month(props, "Last month before", *start, |path, new| if let Path::Ramp { start, .. } = path { *start = new }) }
                { month(props, "Reached in", *end, |path, new| if let Path::Ramp { end, .. } = path { *end = new }) }
            </>
        },
        Path::Growth { value, monthly, .. } => html! {
            <>
                { level(props, "First month", *value, |path, new| if let Path::Growth { value, .. } = path { *value = new }) }
                { part(props, "Growth a month", growth, *monthly, |path, new| if let Path::Growth { monthly, .. } = path { *monthly = new }) }
            </>
        },
        Path::Steps { value, steps, .. } => stepped(props, *value, steps),
        Path::List { values, .. } => listed(props, values),
    };
    html! {
        <>
            <div class="parts">{ fields }</div>
            { seasonal(props) }
        </>
    }
}

type Put = fn(&mut Path, f64);

fn level(props: &Props, label: &'static str, value: f64, put: Put) -> Html {
    part(props, label, props.style, value, put)
}

fn part(props: &Props, label: &'static str, style: Style, value: f64, put: Put) -> Html {
    let changed = change(props, put);
    html! { <span class="part">{ number(props, label, style, value, changed) }</span> }
}

/// A number inside the driver with its label above.
fn number(props: &Props, label: &str, style: Style, value: f64, on_edit: Callback<Typed>) -> Html {
    let id = inner_id(props, label);
    html! {
        <>
            <label for={id.clone()}>{ label }</label>
            <NumberInput {id} {style} value={Some(from_f64(value))} {on_edit} />
        </>
    }
}

fn inner_id(props: &Props, label: &str) -> AttrValue {
    format!("{}-{}", id_of(&props.path), label.to_lowercase().replace(' ', "-")).into()
}

/// A callback that puts a typed number into the path.
fn change(props: &Props, put: impl Fn(&mut Path, f64) + 'static) -> Callback<Typed> {
    let (driver, on_driver) = (props.driver.clone(), props.on_driver.clone());
    Callback::from(move |typed: Typed| {
        let Some(new) = typed.value.map(Number::to_f64) else { return };
        let mut driver = driver.clone();
        if let Driver::Path(path) = &mut driver {
            put(path, new);
        }
        on_driver.emit((driver, typed.gesture));
    })
}

fn month(props: &Props, label: &'static str, value: Month, put: fn(&mut Path, Month)) -> Html {
    let on_month = rework(props, move |path, month: Option<Month>| {
        if let Some(month) = month {
            put(path, month);
        }
    });
    let id = inner_id(props, label);
    html! { <span class="part"><label for={id.clone()}>{ label }</label><MonthPick {id} {label} value={Some(value)} {on_month} /></span> }
}

/// A callback that reworks the path as a step of its own, and hands on what the work says.
fn rework<I: 'static, O: Default + 'static>(
    props: &Props,
    work: impl Fn(&mut Path, I) -> O + 'static,
) -> Callback<I, O> {
    let (driver, on_driver) = (props.driver.clone(), props.on_driver.clone());
    Callback::from(move |input: I| {
        let mut driver = driver.clone();
        let told = match &mut driver {
            Driver::Path(path) => work(path, input),
            Driver::Constant(_) => O::default(),
        };
        on_driver.emit((driver, next_gesture()));
        told
    })
}

fn stepped(props: &Props, first: f64, steps: &[Step]) -> Html {
    let add = rework(props, |path, _: MouseEvent| {
        if let Path::Steps { value, steps, .. } = path {
            let Some(last) = steps.last() else { return };
            let (month, value) = (last.month.plus(6), if steps.is_empty() { *value } else { last.value });
            steps.push(Step { month, value });
        }
    });
    let row = |(at, step): (usize, &Step)| {
        let moved = rework(props, move |path, month: Option<Month>| {
            if let (Path::Steps { steps, .. }, Some(month)) = (path, month) {
                steps[at].month = month;
            }
        });
        let level = change(props, move |path, new| {
            if let Path::Steps { steps, .. } = path {
                steps[at].value = new
            }
        });
        let gone = rework(props, move |path, _: MouseEvent| {
            if let Path::Steps { steps, .. } = path {
                steps.remove(at);
            }
        });
        let label = format!("Step {}", at + 1);
        html! {
            <span class="parts" key={at}>
                <span class="part">
                    <label for={inner_id(props, &format!("{label} month"))}>{ format!("{label}, from") }</label>
                    <MonthPick id={inner_id(props, &format!("{label} month"))} label={format!("{label} from")} value={Some(step.month)} on_month={moved} />
                </span>
                <span class="part">{ number(props, &label, props.style, step.value, level) }</span>
                if steps.len() > 1 {
                    <button type="button" class="btn" aria-label={format!("Remove step {}", at + 1)} onclick={gone}><Icon name="bin" /></button>
                }
            </span>
        }
    };
    html! {
        <>
            { level(props, "At first", first, |path, new| if let Path::Steps { value, .. } = path { *value = new }) }
            { for steps.iter().enumerate().map(row) }
            <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Step" }</button>
        </>
    }
}

fn listed(props: &Props, values: &[f64]) -> Html {
    let style = props.style;
    let on_paste = rework(props, move |path, block: Block| {
        let Path::List { values, .. } = path else { return 0 };
        let mut taken = 0;
        for (row, _, text) in block.placed().filter(|(row, ..)| *row < LONGEST) {
            let Ok(value) = style.read(text) else { continue };
            let last = values.last().copied().unwrap_or_default();
            values.resize(values.len().max(row + 1), last);
            values[row] = value.to_f64();
            taken += 1;
        }
        taken
    });
    let more = rework(props, |path, _: MouseEvent| {
        if let Path::List { values, .. } = path {
            let last = values.last().copied().unwrap_or_default();
            values.resize((values.len() + 12).min(LONGEST), last);
        }
    });
    let cell = |(at, value): (usize, &f64)| {
        let set = change(props, move |path, new| {
            if let Path::List { values, .. } = path {
                values[at] = new
            }
        });
        html! { <span class="part" data-row={at.to_string()} data-column="0">{ number(props, &format!("Month {}", at + 1), style, *value, set) }</span> }
    };
    html! {
        <PasteArea {on_paste}>
            <div class="parts months">
                { for values.iter().enumerate().map(cell) }
                <button type="button" class="btn line" onclick={more}><Icon name="plus" />{ "12 months" }</button>
            </div>
            <p class="help">{ "A column copied from a spreadsheet can be pasted into any month. The last value holds from then on." }</p>
        </PasteArea>
    }
}

fn seasonal(props: &Props) -> Html {
    let on = season(&props.driver);
    let toggle = rework(props, |path, _: MouseEvent| {
        let season = season_of(path);
        *season = if season.is_some() { None } else { Some(vec![1.0; 12]) };
    });
    let factor = Style { unit: Unit::Plain, low: 0.0, high: 100.0, whole: false, ..props.style };
    let on_paste = rework(props, move |path, block: Block| {
        let Some(season) = season_of(path) else { return 0 };
        let mut taken = 0;
        for (row, column, text) in block.placed() {
            // Twelve factors may come as a row or as a column.
            let at = if block.cells.len() == 1 { column } else { row };
            if let (Some(slot), Ok(value)) = (season.get_mut(at), factor.read(text)) {
                *slot = value.to_f64();
                taken += 1;
            }
        }
        taken
    });
    let cell = |(at, value): (usize, &f64)| {
        let set = change(props, move |path, new| {
            if let Some(slot) = season_of(path).as_mut().and_then(|season| season.get_mut(at)) {
                *slot = new;
            }
        });
        html! { <span class="part" data-row={at.to_string()} data-column={at.to_string()}>{ number(props, MONTHS[at], factor, *value, set) }</span> }
    };
    html! {
        <>
            <span><button type="button" class="btn line" aria-pressed={on.is_some().to_string()} onclick={toggle}>{ "Season" }</button></span>
            if let Some(season) = on {
                <PasteArea {on_paste}><div class="season">{ for season.iter().enumerate().map(cell) }</div></PasteArea>
                <p class="help">{ "A factor for each month of the year; 1 leaves it as it is." }</p>
            }
        </>
    }
}

fn season_of(path: &mut Path) -> &mut Option<Vec<f64>> {
    match path {
        Path::Level { season, .. }
        | Path::Ramp { season, .. }
        | Path::Steps { season, .. }
        | Path::List { season, .. }
        | Path::Growth { season, .. } => season,
    }
}
