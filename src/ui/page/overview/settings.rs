//! This file edits what holds for the whole workspace: start, horizon, currency and the figures of the strip.

use serde_json::Value;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Event;
use yew::TargetCast;
use yew::component;
use yew::html;

use crate::month::Month;
use crate::number::Currency;
use crate::projection::METRICS;
use crate::shape::Shape;
use crate::shape::Unit;
use crate::ui::control::MonthPick;
use crate::ui::control::NumberInput;
use crate::ui::control::Select;
use crate::ui::control::Typed;
use crate::ui::figures::kpis;
use crate::ui::frame::Frame;
use crate::ui::frame::group;
use crate::ui::frame::use_frame;
use crate::ui::session::Action;
use crate::ui::words::from_f64;
use crate::workspace::Edit;

/// The most figures the strip shows.
const MOST_KPIS: usize = 8;

/// The section.
#[component]
pub fn Settings() -> Html {
    let frame = use_frame();
    html! {
        <div class="two">
            <section class="section" aria-label="This workspace">
                <h2>{ "This workspace" }<small>{ "every scenario" }</small></h2>
                <div class="row"><label for="workspace-start">{ "Starts in" }</label>{ start(&frame) }</div>
                <div class="row"><label for="workspace-months">{ "Horizon" }</label>{ horizon(&frame) }</div>
                <div class="row"><label for="workspace-currency">{ "Currency" }</label>{ currency(&frame) }</div>
            </section>
            <section class="section" aria-label="Key figures shown">
                <h2>{ "Key figures" }<small>{ format!("up to {MOST_KPIS}, at the top of every page") }</small></h2>
                <div class="ticks">{ for METRICS.iter().map(|metric| choice(&frame, metric.id, metric.name)) }</div>
            </section>
        </div>
    }
}

fn put(frame: &Frame, path: &str, value: Value, gesture: Option<u32>) {
    let edit = Edit::SetWorkspace { path: path.to_owned(), value };
    let group = gesture.map_or_else(String::new, |gesture| group(path, gesture));
    frame.dispatch(Action::Edit { edit, group });
}

fn start(frame: &Frame) -> Html {
    let on_month = {
        let frame = frame.clone();
        Callback::from(move |month: Option<Month>| {
            if let Some(month) = month {
                put(&frame, "/start", month.to_string().into(), None);
            }
        })
    };
    html! { <MonthPick id="workspace-start" label="Starts in" value={Some(frame.workspace().start)} {on_month} /> }
}

fn horizon(frame: &Frame) -> Html {
    let shape = Shape::Number { unit: Unit::Months, low: 12.0, high: 120.0, whole: true };
    let Some(style) = frame.style(&shape) else { return html! {} };
    let on_edit = {
        let frame = frame.clone();
        Callback::from(move |typed: Typed| {
            if let Some(value) = typed.value {
                put(&frame, "/months", style.json(value), Some(typed.gesture));
            }
        })
    };
    let value = Some(from_f64(f64::from(frame.workspace().months)));
    html! { <NumberInput id="workspace-months" label="Horizon" {style} {value} {on_edit} /> }
}

fn currency(frame: &Frame) -> Html {
    let options = Currency::all()
        .map(|currency| (AttrValue::from(currency.code()), AttrValue::from(format!("{} {}", currency.code(), currency.name()))));
    let on_pick = {
        let frame = frame.clone();
        Callback::from(move |code: AttrValue| put(&frame, "/currency", code.as_str().into(), None))
    };
    let value = frame.workspace().currency.code();
    html! { <Select id="workspace-currency" label="Currency" options={options.collect::<Vec<_>>()} {value} {on_pick} /> }
}

fn choice(frame: &Frame, id: &'static str, name: &'static str) -> Html {
    let shown = kpis(frame.workspace()).into_iter().map(|metric| metric.id).collect::<Vec<_>>();
    let checked = shown.contains(&id);
    let onchange = {
        let frame = frame.clone();
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
            let mut next = shown.clone();
            match field.checked() {
                true => next.push(id),
                false => next.retain(|shown| *shown != id),
            }
            put(&frame, "/kpis", next.into(), None);
        })
    };
    let disabled = if checked { shown_alone(frame) } else { kpis(frame.workspace()).len() >= MOST_KPIS };
    html! { <label class="tick"><input type="checkbox" {checked} {disabled} {onchange} />{ name }</label> }
}

/// Whether the strip shows a single figure, which must stay.
fn shown_alone(frame: &Frame) -> bool {
    kpis(frame.workspace()).len() == 1
}
