//! This file chooses the segment in front, and adds, renames, duplicates and removes segments.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;

use crate::ui::control::Field;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::objects;

/// What the choice needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The segment in front.
    pub chosen: Option<AttrValue>,
    /// Another was chosen.
    pub on_choose: Callback<AttrValue>,
}

/// The segments side by side, and what can be done with them.
#[component]
pub fn Segments(props: &Props) -> Html {
    let frame = use_frame();
    let objects = objects(&frame, "/segments");
    let choice = |(id, name): &(AttrValue, AttrValue)| {
        let (on_choose, chosen) = (props.on_choose.clone(), id.clone());
        let pressed = (props.chosen.as_ref() == Some(id)).to_string();
        let onclick = Callback::from(move |_: MouseEvent| on_choose.emit(chosen.clone()));
        html! { <button key={id.as_str()} type="button" class="btn" aria-pressed={pressed} data-holds={format!("/segments/{id}")} {onclick}>{ name.clone() }</button> }
    };
    let add = {
        let (objects, frame, on_choose) = (objects.clone(), frame.clone(), props.on_choose.clone());
        Callback::from(move |_: MouseEvent| on_choose.emit(objects.add("New segment", fresh(&frame)).into()))
    };
    let duplicate = {
        let (objects, on_choose, id) = (objects.clone(), props.on_choose.clone(), props.chosen.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(copy) = id.as_ref().and_then(|id| objects.duplicate(id)) {
                on_choose.emit(copy.into());
            }
        })
    };
    let remove = {
        let (objects, id) = (objects.clone(), props.chosen.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(id) = &id {
                objects.remove(id);
            }
        })
    };
    let segments = frame.front.named("segments");
    let name = props.chosen.as_ref().map(|id| frame.front.name_of("segments", id)).unwrap_or_default();
    html! {
        <>
            <div class="choosing">
                <span class="pick" role="group" aria-label="Segment">{ for segments.iter().map(choice) }</span>
                <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Segment" }</button>
                if let Some(id) = &props.chosen {
                    <span class="tools">
                        <Field path={format!("/segments/{id}/name")} label="Name of the segment" />
                        <button type="button" class="btn" onclick={duplicate} title={format!("Duplicate {name}")} aria-label={format!("Duplicate {name}")}><Icon name="copy" /></button>
                        <button type="button" class="btn" onclick={remove} disabled={segments.len() < 2} title={format!("Remove {name}")} aria-label={format!("Remove {name}")}><Icon name="bin" /></button>
                    </span>
                }
            </div>
            { objects.trouble() }
            if let Some(id) = props.chosen.as_ref().filter(|id| unreached(&frame, id)) {
                <p class="note plain">{ format!("No channel brings prospects to {}: give it a share on the page Growth.", frame.front.name_of("segments", id)) }</p>
            }
        </>
    }
}

/// Whether no channel sends a segment any prospects.
fn unreached(frame: &Frame, id: &str) -> bool {
    let at = frame.front.model()["segments"].as_object().and_then(|all| all.keys().position(|own| own == id));
    let rates = at.and_then(|at| frame.front.projection.rates.segments.get(at));
    rates.is_some_and(|rates| rates.prospects.iter().all(|prospects| *prospects == 0.0))
}

/// A segment to start from: small, and buying the first plan only.
fn fresh(frame: &Frame) -> Value {
    let meters = frame.front.named("meters").into_iter();
    let usage: serde_json::Map<String, Value> =
        meters.map(|(id, _)| (id.to_string(), json!({"mean": 5, "spread": 0.5, "growth": 0, "every": 12}))).collect();
    let plans = frame.front.named("plans");
    let first = |at: usize| if at == 0 { 1 } else { 0 };
    let mix: serde_json::Map<String, Value> =
        plans.iter().enumerate().map(|(at, (id, _))| (id.to_string(), first(at).into())).collect();
    json!({
        "name": "", "usage": usage, "conversion": 0.03, "mix": mix, "elasticity": -1, "nesting": 0.7,
        "annual_share": 0.3, "values": {}, "retention": {"curve": "constant", "churn_monthly": 0.02}, "churn_level": 1,
        "failed_payments": 0, "unrecovered": 0, "reactivation": 0, "switching": 0, "free_conversion": 0, "free_churn": 0,
    })
}
