//! This file edits the groups of a price change: who is in each, and what they get.

use serde_json::Value;
use serde_json::json;
use yew::Callback;
use yew::Html;
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
                { who(frame, &format!("{at}/who"), &group.who) }
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

/// Who is in a group, of what is asked for.
fn who(frame: &Frame, at: &str, who: &Who) -> Html {
    let row = |key: String| html! { <FieldRow path={format!("{at}/{key}")} /> };
    let named = |key: &str, collection: &str, named: &Option<Map<bool>>| {
        let found = named.iter().flatten().filter(|(_, there)| **there);
        let names: Vec<_> = found.map(|(id, _)| frame.front.name_of(collection, id)).collect();
        named.as_ref().map(|_| html! { <p class="help">{ format!("{key}: {}", names.join(", ")) }</p> })
    };
    html! {
        <>
            { named("Plans", "plans", &who.plans) }
            { named("Segments", "segments", &who.segments) }
            if who.size.is_some() { { row("size/meter".to_owned()) }{ row("size/from".to_owned()) }{ row("size/to".to_owned()) } }
            if who.tenure.is_some() { { row("tenure/from".to_owned()) }{ row("tenure/to".to_owned()) } }
        </>
    }
}
