//! This file says what some existing customers get of a price change: when they move, in which steps, or what they choose from.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::html;

use super::changes::removing;
use super::changes::stage;
use crate::json::ToJson;
use crate::shape::Shape;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::Reset;
use crate::ui::control::Select;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;
use crate::ui::icon::Icon;
use crate::workspace::Edit;
use crate::workspace::Map;
use crate::workspace::fresh_id;
use crate::workspace::model::Charges;
use crate::workspace::model::Path;

/// What a change looks like from inside one of its policies.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// `/rollout`, `/price_changes/spring`, `/rollout/groups/small`.
    pub at: &'a str,
    /// First month of the change.
    pub from: crate::month::Month,
    /// The new prices by plan, for offers to start from.
    pub prices: &'a Map<Charges>,
    /// What can be chosen from now.
    pub offers: &'a Map<Path>,
}

/// What existing customers get, when, and how much of it they notice.
pub fn policy(frame: &Frame, place: Place<'_>) -> Html {
    let (at, path) = (place.at, format!("{}/existing", place.at));
    let Some(input) = frame.input(&path) else { return html! {} };
    let Shape::Choice(words) = input.field.shape else { return html! {} };
    let now = input.value.as_str().unwrap_or_default().to_owned();
    let on_pick = {
        let (frame, path, needs) = (frame.clone(), path.clone(), needs(place));
        Callback::from(move |key: AttrValue| {
            let mut edits = vec![frame.setting(&path, Value::from(key.to_string()))];
            let missing = needs.iter().filter(|(kind, path, _)| *kind == key && frame.front.value(path).is_none());
            edits.extend(missing.map(|(_, path, value)| frame.setting(path, value.clone())));
            frame.edit(Edit::Many(edits));
        })
    };
    let reset = {
        let (frame, path) = (frame.clone(), path.clone());
        Callback::from(move |()| frame.reset(&path))
    };
    let options: Vec<_> = words.iter().map(|(key, words)| (AttrValue::from(*key), AttrValue::from(*words))).collect();
    let row = |key: &str| html! { <FieldRow path={format!("{at}/{key}")} /> };
    html! {
        <>
            <div class="row">
                <label for={id_of(&path)}>{ input.field.label }</label>
                <span class="held-field">
                    <Select id={id_of(&path)} label={input.title.clone()} {options} value={now.clone()} changed={input.changed} {on_pick} />
                    if input.changed { <Reset label={input.title.clone()} onclick={reset} /> }
                </span>
            </div>
            if now == "date" { { row("date") } }
            if now == "notice" { { row("notice") } }
            if now == "steps" { { row("steps") }{ row("every") } }
            if now == "offers" { { offers(frame, place) } }
            if now != "keep" { { row("attention") } }
        </>
    }
}

/// What each policy needs to be complete, where it is not there yet.
fn needs(place: Place<'_>) -> Vec<(&'static str, String, Value)> {
    let at = place.at;
    let prices = place.prices.to_json();
    let stage = json!({ "until": place.from.plus(24).to_string(), "plans": prices });
    let path = match place.prices.is_empty() {
        true => json!({ "name": "Bound for two years", "lock": true }),
        false => json!({ "name": "Bound for two years", "lock": true, "stages": { "first": stage } }),
    };
    vec![
        ("date", format!("{at}/date"), json!(place.from.to_string())),
        ("notice", format!("{at}/notice"), json!(3)),
        ("steps", format!("{at}/steps"), json!(3)),
        ("steps", format!("{at}/every"), json!(6)),
        ("offers", format!("{at}/offers"), json!({ "now": { "name": "New price now" }, "path": path })),
    ]
}

/// What customers choose from: each offer with its prices one after the other.
fn offers(frame: &Frame, place: Place<'_>) -> Html {
    let at = format!("{}/offers", place.at);
    let one = |(id, offer): (&String, &Path)| {
        let at = format!("{at}/{id}");
        let last = offer.stages.values().last().map_or(place.from, |stage| stage.until);
        let prices = offer.stages.values().last().map_or(place.prices, |stage| &stage.plans);
        let add = {
            let value = json!({ "until": last.plus(12).to_string(), "plans": prices.to_json() });
            let (frame, path) = (frame.clone(), format!("{at}/stages"));
            let (id, none) = (fresh_id("stage", &offer.stages), offer.stages.is_empty());
            Callback::from(move |_| match none {
                true => frame.set(&path, json!({ &id: value.clone() }), String::new()),
                false => frame.set(&format!("{path}/{id}"), value.clone(), String::new()),
            })
        };
        html! {
            <div key={id.clone()} class="offer" role="group" aria-label={offer.name.clone()}>
                <div class="seen-head"><Field path={format!("{at}/name")} />
                    if place.offers.len() > 1 {
                        <button type="button" class="btn" aria-label={format!("Remove {}", offer.name)} onclick={removing(frame, at.clone())}><Icon name="bin" /></button>
                    }
                </div>
                if !offer.stages.is_empty() { <FieldRow path={format!("{at}/lock")} /> }
                { for offer.stages.iter().map(|(id, of)| stage(frame, of, &format!("{at}/stages/{id}"), &offer.name)) }
                if !prices.is_empty() {
                    <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ format!("Price for a time: {}", offer.name) }</button>
                }
            </div>
        }
    };
    let add = {
        let (frame, path) = (frame.clone(), format!("{at}/{}", fresh_id("offer", place.offers)));
        Callback::from(move |_| frame.set(&path, json!({ "name": "Offer" }), String::new()))
    };
    html! {
        <>
            { for place.offers.iter().map(one) }
            if place.offers.len() < 4 { <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Offer" }</button> }
        </>
    }
}
