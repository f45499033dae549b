//! This file holds a plan's terms beyond its charges: seat minimum, ramp, contact sales.

use serde_json::Value;
use serde_json::json;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::html;

use crate::ui::control::FieldRow;
use crate::ui::control::NumberField;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;
use crate::ui::icon::Icon;
use crate::workspace::model::MeterKind;

/// The terms of a paid plan, closed until somebody wants them.
pub fn terms(frame: &Frame, id: &str) -> Html {
    let model = frame.front.projection.case.last();
    let Some(plan) = model.plans.get(id) else { return html! {} };
    let at = format!("/plans/{id}");
    let metered = |meter: &String| plan.charges.values().any(|charge| charge.model.meters().contains(&meter.as_str()));
    let licences = model.meters.iter().filter(|(id, meter)| meter.kind == MeterKind::Licence && metered(id));
    let least = licences.map(|(meter, content)| {
        let label = format!("Least {} billed", content.name.to_lowercase());
        html! { <FieldRow path={format!("{at}/minimum_units/{meter}")} {label} /> }
    });
    html! {
        <details class="terms">
            <summary>{ format!("Terms of {}", plan.name) }</summary>
            { for least }
            <FieldRow path={format!("{at}/contact_sales")} />
            { trial(frame, &at, &plan.name, plan.trial.is_some()) }
            { ramp(frame, &at, &plan.name) }
        </details>
    }
}

/// The trial, or the button that gives one: two weeks, of which one in four converts.
fn trial(frame: &Frame, at: &str, name: &str, given: bool) -> Html {
    let path = format!("{at}/trial");
    let put = |value: Value| {
        let (frame, path) = (frame.clone(), path.clone());
        Callback::from(move |_: MouseEvent| frame.set(&path, value.clone(), String::new()))
    };
    if !given {
        let start = put(json!({"days": 14, "conversion": 0.25}));
        return html! {
            <div class="row"><span class="label">{ "Trial" }<span class="help">{ "conversion is then of those who start one" }</span></span>
                <button type="button" class="btn line" aria-label={format!("Give {name} a trial")} onclick={start}><Icon name="plus" />{ "Trial" }</button></div>
        };
    }
    html! {
        <div role="group" aria-label={format!("Trial of {name}")}>
            <FieldRow path={format!("{path}/days")} />
            <FieldRow path={format!("{path}/conversion")} />
            <button type="button" class="btn line" onclick={put(Value::Null)}>{ "No trial" }</button>
        </div>
    }
}

/// The years of a ramp deal, with adding and taking out the last.
fn ramp(frame: &Frame, at: &str, name: &str) -> Html {
    let path = format!("{at}/ramp");
    let Some(input) = frame.input(&path) else { return html! {} };
    let years = input.value.as_array().cloned().unwrap_or_default();
    let put = |years: Vec<Value>| {
        let (frame, path) = (frame.clone(), path.clone());
        let value = if years.is_empty() { Value::Null } else { Value::Array(years) };
        Callback::from(move |_: MouseEvent| frame.set(&path, value.clone(), String::new()))
    };
    let more = years.iter().cloned().chain([years.last().cloned().unwrap_or(json!("1"))]).collect();
    let fewer = years[..years.len().saturating_sub(1)].to_vec();
    let year = |at: usize| {
        let (path, words) = (format!("{path}/{at}"), format!("Year {}", at + 1));
        let help = if at + 1 == years.len() { "and after, of the recurring price" } else { "of the recurring price" };
        html! {
            <div class="row"><label for={id_of(&path)}>{ words.clone() }<span class="help">{ help }</span></label>
                <NumberField {path} label={format!("{name}: ramp, {}", words.to_lowercase())} /></div>
        }
    };
    html! {
        <div role="group" aria-label={format!("Ramp of {name}")}>
            { for (0..years.len()).map(year) }
            <div class="row"><span class="label">{ "Ramp" }<span class="help">{ "price by year of the contract" }</span></span>
                <button type="button" class="btn line" disabled={years.len() >= 10} onclick={put(more)}><Icon name="plus" />{ "Year" }</button>
                if !years.is_empty() {
                    <button type="button" class="btn" aria-label={format!("Remove the last year of the ramp of {name}")} onclick={put(fewer)}><Icon name="bin" /></button>
                }
            </div>
        </div>
    }
}
