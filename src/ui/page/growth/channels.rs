//! This file holds the inputs of every channel: what it is, how many it brings, and to which segments.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;

use crate::number::Number;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::Reset;
use crate::ui::control::Select;
use crate::ui::control::ShareEditor;
use crate::ui::control::options;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::bin;
use crate::ui::page::parts::objects;
use crate::ui::refused::group;
use crate::ui::words;

const CHANNELS: &str = "/channels";

/// Every channel, and a button for another.
#[component]
pub fn ChannelInputs() -> Html {
    let frame = use_frame();
    let objects = objects(&frame, CHANNELS);
    let add = |name: &'static str, source: Value| {
        let (objects, frame) = (objects.clone(), frame.clone());
        Callback::from(move |_: MouseEvent| {
            objects.add(name, json!({"name": "", "source": source, "split": even(&frame.front.named("segments"))}));
        })
    };
    let organic = add("New channel", json!({"kind": "organic", "prospects": 100}));
    let paid = add("New paid channel", turned(&json!({"prospects": 100}), "paid"));
    html! {
        <>
            for (id, _) in frame.front.named("channels") { <Channel key={id.as_str()} id={id.clone()} /> }
            <div class="adds">
                <button type="button" class="btn line" onclick={organic}><Icon name="plus" />{ "Organic channel" }</button>
                <button type="button" class="btn line" onclick={paid}><Icon name="plus" />{ "Paid channel" }</button>
            </div>
            { objects.trouble() }
        </>
    }
}

/// What a channel needs.
#[derive(Properties, PartialEq)]
struct Props {
    id: AttrValue,
}

#[component]
fn Channel(props: &Props) -> Html {
    let frame = use_frame();
    let objects = objects(&frame, CHANNELS);
    let at = format!("{CHANNELS}/{}", props.id);
    let source = format!("{at}/source");
    let Some(input) = frame.input(&source) else { return html! {} };
    let name = frame.front.name_of("channels", &props.id);
    let kind = input.value.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let changed = input.changed && input.value.get("kind") != input.inherited.get("kind");
    let on_pick = {
        let (frame, source, now) = (frame.clone(), source.clone(), input.value.clone());
        Callback::from(move |kind: AttrValue| frame.set(&source, turned(&now, &kind), group(&source, next_gesture())))
    };
    let on_reset = {
        let (frame, source) = (frame.clone(), source.clone());
        Callback::from(move |()| frame.reset(&source))
    };
    let remove = {
        let id = props.id.clone();
        Callback::from(move |_: MouseEvent| objects.remove(&id))
    };
    let (options, _) = options(&frame.front, &input.field.shape, &input.value);
    let row = |key: &str| html! { <FieldRow path={format!("{source}/{key}")} /> };
    html! {
        <section class="section" role="group" aria-label={name.clone()}>
            <h2 class="line-head">
                <Field path={format!("{at}/name")} label={format!("Name of {name}")} />
                <span class="held-field">
                    <Select id={id_of(&source)} label={format!("{name}: kind")} {options} value={kind.clone()} {changed} {on_pick} />
                    if changed { <Reset label={format!("kind of {name}")} onclick={on_reset} /> }
                </span>
                { bin(format!("Remove {name}"), remove) }
            </h2>
            if kind == "organic" {
                { row("prospects") }
            } else {
                { row("spend") }
                { row("reference_spend") }
                { row("reference_prospects") }
                { row("saturation") }
                <p class="help">{ "0: twice the spend brings twice the prospects. 1: at most twice what the reference brought. Larger runs dry sooner." }</p>
            }
            <h3>{ "Prospects by segment" }</h3>
            <ShareEditor path={format!("{at}/split")} />
        </section>
    }
}

/// The source as another kind that brings what it brought at first.
fn turned(now: &Value, kind: &str) -> Value {
    let number = |key: &str| now.get(key).and_then(words::number).map(Number::to_f64);
    if kind == "organic" {
        let prospects = number("reference_prospects").unwrap_or(100.0);
        return json!({"kind": "organic", "prospects": prospects});
    }
    let prospects = number("prospects").unwrap_or(100.0);
    let spend = (prospects * 60.0).max(1.0);
    json!({"kind": "paid", "spend": spend, "reference_spend": spend, "reference_prospects": prospects, "saturation": 0.5})
}

/// The same share for each; the last takes what rounding leaves.
fn even(segments: &[(AttrValue, AttrValue)]) -> Value {
    let count = segments.len().max(1) as f64;
    let share = libm::floor(1e6 / count) / 1e6;
    let mut shares = serde_json::Map::new();
    for (at, (id, _)) in segments.iter().enumerate() {
        let last = at + 1 == segments.len();
        let value = if last { 1.0 - share * (count - 1.0) } else { share };
        shares.insert(id.to_string(), (libm::round(value * 1e6) / 1e6).into());
    }
    Value::Object(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_kind_brings_as_many() {
        let organic = json!({"kind": "organic", "prospects": {"kind": "growth", "value": 1100, "monthly": 0.01}});
        let paid = turned(&organic, "paid");
        assert_eq!((&paid["reference_prospects"], &paid["spend"]), (&json!(1100.0), &paid["reference_spend"]));
        assert_eq!(turned(&paid, "organic"), json!({"kind": "organic", "prospects": 1100.0}));
    }

    #[test]
    fn even_shares_sum_to_one() {
        for count in 1..=12 {
            let segments: Vec<_> = (0..count).map(|at| (format!("s{at}").into(), AttrValue::default())).collect();
            let even = even(&segments);
            let sum: f64 = even.as_object().unwrap().values().filter_map(Value::as_f64).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{count}: {sum}");
        }
    }
}
