//! This file edits the groups of a price change: who is in each, and what they get.

use serde_json::Value;
use serde_json::json;
use yew::Callback;
use yew::Html;
use yew::TargetCast;
use yew::html;

use super::changes::removing;
use super::policy::Place;
use super::policy::policy;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::Item;
use crate::ui::control::Menu;
use crate::ui::frame::Frame;
use crate::ui::icon::Icon;
use crate::workspace::Map;
use crate::workspace::fresh_id;
use crate::workspace::model::Group;
use crate::workspace::model::Who;

/// The groups of a change, with adding one.
pub fn groups(frame: &Frame, place: Place<'_>, groups: &Map<Group>) -> Html {
    let at = format!("{}/groups", place.at);
    let one = |(id, group): (&String, &Group)| {
        let at = format!("{at}/{id}");
        html! {
            <div key={id.clone()} class="offer" role="group" aria-label={group.name.clone()}>
                <div class="seen-head"><Field path={format!("{at}/name")} />
                    <button type="button" class="btn" aria-label={format!("Remove {}", group.name)} onclick={removing(frame, at.clone())}><Icon name="bin" /></button></div>
                { who(frame, &format!("{at}/who"), &group.name, &group.who) }
                { policy(frame, Place { at: &at, offers: &group.offers, ..place }) }
            </div>
        }
    };
    let items = kinds(frame).into_iter().map(|(label, name, who)| {
        let value = json!({ "name": name, "who": who, "existing": "keep" });
        let (frame, at, id) = (frame.clone(), at.clone(), fresh_id("group", groups));
        let (first, path) = (groups.is_empty(), format!("{at}/{id}"));
        let put = Callback::from(move |()| match first {
            true => frame.set(&at, json!({ &id: value.clone() }), String::new()),
            false => frame.set(&path, value.clone(), String::new()),
        });
        Item::new(label, "", put)
    });
    html! {
        <>
            if !groups.is_empty() { <p class="help">{ "The first group a customer is in counts; all others get what is said above." }</p> }
            { for groups.iter().map(one) }
            if groups.len() < 8 {
                <Menu label={"Group who get something else"} class="line" face={html! { <><Icon name="plus" />{ "Group" }</> }} items={items.collect::<Vec<_>>()} />
            }
        </>
    }
}

/// The kinds of group there are to start from: words, name, and who is in it.
fn kinds(frame: &Frame) -> Vec<(String, String, Value)> {
    let model = frame.front.projection.case.last();
    let mut kinds = Vec::new();
    if let Some((meter, found)) = model.meters.first() {
        let most = model.segments.values().filter_map(|segment| segment.usage.get(meter)).map(|usage| usage.mean);
        let most = libm::round(most.fold(f64::INFINITY, f64::min)).clamp(1.0, 1e9);
        kinds.push((
            "By size".to_owned(),
            format!("Up to {most} {}", found.name),
            json!({ "size": { "meter": meter, "to": most } }),
        ));
    }
    kinds.push(("By tenure".to_owned(), "Two years and more".to_owned(), json!({ "tenure": { "from": 24 } })));
    for (id, segment) in &model.segments {
        kinds.push((format!("Segment {}", segment.name), segment.name.clone(), json!({ "segments": { id: true } })));
    }
    for (id, plan) in model.plans.iter().filter(|(_, plan)| !plan.free) {
        kinds.push((format!("Plan {}", plan.name), plan.name.clone(), json!({ "plans": { id: true } })));
    }
    kinds
}

/// Who is in a group: which plans and segments, and which sizes and ages where that is asked for.
fn who(frame: &Frame, at: &str, name: &str, who: &Who) -> Html {
    let row = |key: &str| html! { <FieldRow path={format!("{at}/{key}")} /> };
    let model = frame.front.projection.case.last();
    let plans: Vec<_> = model.plans.iter().filter(|(_, plan)| !plan.free).map(|(id, plan)| (id, &plan.name)).collect();
    let segments: Vec<_> = model.segments.iter().map(|(id, segment)| (id, &segment.name)).collect();
    let ask = |label: &str, key: &str, value: Value| {
        let (frame, path) = (frame.clone(), format!("{at}/{key}"));
        let onclick = Callback::from(move |_: yew::MouseEvent| frame.set(&path, value.clone(), String::new()));
        html! { <button type="button" class="btn line" aria-label={format!("{label} of {name}")} {onclick}><Icon name="plus" />{ label }</button> }
    };
    html! {
        <>
            { among(frame, &format!("{at}/plans"), ("Plans", name), &plans, &who.plans) }
            { among(frame, &format!("{at}/segments"), ("Segments", name), &segments, &who.segments) }
            if who.size.is_some() { { row("size/meter") }{ row("size/from") }{ row("size/to") } }
            if who.tenure.is_some() { { row("tenure/from") }{ row("tenure/to") } }
            if let Some(meter) = model.meters.keys().next().filter(|_| who.size.is_none()) { { ask("Size", "size", json!({ "meter": meter, "from": 1 })) } }
            if who.tenure.is_none() { { ask("Tenure", "tenure", json!({ "from": 24 })) } }
        </>
    }
}

/// A box for each plan or segment; all ticked is not asked for. The last one that is ticked cannot be taken out.
fn among(
    frame: &Frame,
    path: &str,
    (label, name): (&str, &str),
    all: &[(&String, &String)],
    named: &Option<Map<bool>>,
) -> Html {
    let within = |id: &String| named.as_ref().is_none_or(|named| named.get(id) == Some(&true));
    let count = all.iter().filter(|(id, _)| within(id)).count();
    let one = |(id, words): &(&String, &String)| {
        let checked = within(id);
        let then = |other: &String| if other == *id { !checked } else { within(other) };
        let left: serde_json::Map<_, _> =
            all.iter().filter(|(id, _)| then(id)).map(|(id, _)| ((*id).clone(), json!(true))).collect();
        let value = if left.len() == all.len() { Value::Null } else { left.into() };
        let (frame, path) = (frame.clone(), path.to_owned());
        let onchange = Callback::from(move |event: yew::Event| {
            // What the box shows follows the document, also where the check refuses.
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                input.set_checked(checked);
            }
            frame.edit(frame.setting(&path, value.clone()));
        });
        let disabled = checked && count == 1;
        html! { <label class="check" key={(*id).clone()}><input type="checkbox" {checked} {disabled} {onchange} />{ *words }</label> }
    };
    html! {
        <fieldset class="ticks"><legend>{ label }<span class="unseen">{ format!(" in {name}") }</span></legend>{ for all.iter().map(one) }</fieldset>
    }
}
