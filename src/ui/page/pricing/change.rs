//! This file says how a new price list reaches those who already pay, and what their prices were observed at.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;

use super::list::headline;
use super::list::prices;
use super::words::Hand;
use crate::ui::control::FieldRow;
use crate::ui::control::Reset;
use crate::ui::control::Select;
use crate::ui::frame::id_of;
use crate::ui::frame::use_frame;
use crate::workspace::Edit;

/// The section about existing customers.
#[component]
pub fn Rollout() -> Html {
    html! {
        <section class="section" aria-label="Price change">
            <h2>{ "Price change" }<small>{ "how the list reaches existing customers" }</small></h2>
            <FieldRow path="/rollout/from" />
            <Policy path="/rollout" />
        </section>
    }
}

/// What the policy needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// `/rollout` or `/price_changes/spring`.
    pub path: AttrValue,
}

/// What existing customers get, when, and how much of it they notice.
#[component]
pub fn Policy(props: &Props) -> Html {
    let frame = use_frame();
    let path = format!("{}/existing", props.path);
    let Some(input) = frame.input(&path) else { return html! {} };
    let crate::shape::Shape::Choice(words) = input.field.shape else { return html! {} };
    let now = input.value.as_str().unwrap_or_default().to_owned();
    let on_pick = {
        let (frame, path, at) = (frame.clone(), path.clone(), props.path.clone());
        Callback::from(move |key: AttrValue| {
            let mut edits = vec![frame.setting(&path, Value::from(key.to_string()))];
            let date = format!("{at}/date");
            if key == "date" && frame.front.value(&date).is_none() {
                let from = frame.front.value(&format!("{at}/from")).cloned();
                edits.push(frame.setting(&date, from.unwrap_or_else(|| json!(frame.workspace().start.to_string()))));
            }
            frame.edit(Edit::Many(edits));
        })
    };
    let reset = {
        let (frame, path) = (frame.clone(), path.clone());
        Callback::from(move |()| frame.reset(&path))
    };
    let options: Vec<_> = words.iter().map(|(key, words)| (AttrValue::from(*key), AttrValue::from(*words))).collect();
    html! {
        <>
            <div class="row">
                <label for={id_of(&path)}>{ input.field.label }</label>
                <span class="held-field">
                    <Select id={id_of(&path)} label={input.title.clone()} {options} value={now.clone()} changed={input.changed} {on_pick} />
                    if input.changed { <Reset label={input.title.clone()} onclick={reset} /> }
                </span>
            </div>
            if now == "date" { <FieldRow path={format!("{}/date", props.path)} /> }
            if now != "keep" { <FieldRow path={format!("{}/attention", props.path)} /> }
        </>
    }
}

/// At which prices demand was observed, and the action that takes today's for them.
#[component]
pub fn ObservedAt() -> Html {
    let frame = use_frame();
    let hand = Hand { currency: frame.workspace().currency, locale: frame.locale };
    let model = frame.front.projection.case.last();
    let base = &frame.workspace().base;
    let mut then = model.clone();
    let mut differing = 0;
    for (id, plan) in &mut then.plans {
        let seen = plan.observed.clone().or_else(|| base.plans.get(id).and_then(|plan| plan.observed.clone()));
        let charges = seen.map(|seen| seen.charges).or_else(|| base.plans.get(id).map(|plan| plan.charges.clone()));
        if let Some(charges) = charges {
            differing += usize::from(charges != plan.charges);
            plan.charges = charges;
        }
    }
    let (now, then) = (prices(model), prices(&then));
    let words = |id: &String| {
        let (now, then) = (headline(&now, id)?, headline(&then, id)?);
        let tail = if now.value == then.value { String::new() } else { format!(" (now {})", hand.price(now.value)) };
        Some(format!("{} {}{tail}", then.plan_name, hand.price(then.value)))
    };
    let said: Vec<String> = model.plans.keys().filter_map(words).collect();
    let observe = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| frame.edit(Edit::Observe { scenario: frame.session.scenario.clone() }))
    };
    html! {
        <section class="section" aria-label="Observed at">
            <h2>{ "Observed at" }<small>{ "the list conversion and mix were seen under" }</small></h2>
            <p>{ said.join(" · ") }</p>
            if differing > 0 {
                <button type="button" class="btn line" onclick={observe}>{ "Treat today's prices as observed" }</button>
                <p class="help">{ "Conversion and mix are then taken as seen at the prices in front: nobody reacts to the change any more." }</p>
            }
        </section>
    }
}
