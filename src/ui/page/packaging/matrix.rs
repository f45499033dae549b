//! This file is the matrix of plans and features: a real table of ticks, by group, edited by pointer or keys.

use web_sys::HtmlInputElement;
use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::FocusEvent;
use yew::Html;
use yew::InputEvent;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_state;

use super::edits;
use crate::ui::control::Field;
use crate::ui::control::Item;
use crate::ui::control::Menu;
use crate::ui::control::Reset;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::workspace::Edit;
use crate::workspace::Model;

/// The matrix.
#[component]
pub fn Matrix() -> Html {
    let frame = use_frame();
    let model = frame.front.projection.case.last();
    let plans = frame.front.named("plans");
    let groups = edits::groups(model);
    let add = {
        let frame = frame.clone();
        let group = groups.last().map(|(name, _)| name.clone()).unwrap_or_default();
        Callback::from(move |_: MouseEvent| {
            let model = frame.front.projection.case.last();
            frame.edit(edits::another(model, frame.session.scenario.clone(), &group));
        })
    };
    let group = |(name, features): &(String, Vec<String>)| {
        html! {
            <tbody key={features[0].clone()}>
                <tr class="group"><th scope="rowgroup" colspan={(plans.len() + 2).to_string()}><GroupName name={AttrValue::from(name.clone())} /></th></tr>
                { for features.iter().map(|feature| row(&frame, model, &plans, &groups, feature)) }
            </tbody>
        }
    };
    html! {
        <section class="section" aria-label="Features by plan">
            <h2>{ "Features by plan" }</h2>
            if model.features.is_empty() {
                <p class="muted">{ "No feature yet: add what the plans differ in, then say what it is worth to each segment." }</p>
            } else {
                <div class="wide">
                    <table class="matrix">
                        <caption class="unseen">{ "Features by plan" }</caption>
                        <thead><tr>
                            <th scope="col">{ "Feature" }</th>
                            { for plans.iter().map(|(_, name)| html! { <th scope="col" class="plan">{ name.clone() }</th> }) }
                            <th scope="col"><span class="unseen">{ "More" }</span></th>
                        </tr></thead>
                        { for groups.iter().map(group) }
                    </table>
                </div>
            }
            <div class="plan-tools"><button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Feature" }</button></div>
        </section>
    }
}

fn row(
    frame: &Frame,
    model: &Model,
    plans: &[(AttrValue, AttrValue)],
    groups: &[(String, Vec<String>)],
    feature: &str,
) -> Html {
    let name = model.features.get(feature).map_or_else(|| feature.to_owned(), |feature| feature.name.clone());
    html! {
        <tr key={feature.to_owned()}>
            <th scope="row"><Field path={format!("/features/{feature}/name")} label={format!("{name}: name")} /></th>
            for (plan, plan_name) in plans.iter() {
                <td key={plan.as_str()} class="plan"><Tick plan={plan.clone()} feature={AttrValue::from(feature.to_owned())} label={format!("{name} in {plan_name}")} /></td>
            }
            <td><Menu label={format!("More for {name}")} face={html! { <Icon name="more" /> }} items={items(frame, groups, feature)} /></td>
        </tr>
    }
}

/// What else can be done with a feature: move it to another group, remove it.
fn items(frame: &Frame, groups: &[(String, Vec<String>)], feature: &str) -> Vec<Item> {
    let to = |label: String, group: String| {
        let (frame, feature) = (frame.clone(), feature.to_owned());
        Item::new(
            label,
            "",
            Callback::from(move |()| frame.edit(edits::regroup(frame.session.scenario.as_deref(), &feature, &group))),
        )
    };
    let others = groups.iter().filter(|(_, features)| !features.iter().any(|id| id == feature));
    let mut items: Vec<Item> = others.map(|(name, _)| to(format!("Move to {}", shown(name)), name.clone())).collect();
    items.push(to("Move to a new group".to_owned(), edits::fresh_group(frame.front.projection.case.last())));
    let remove = {
        let (frame, path) = (frame.clone(), format!("/features/{feature}"));
        Callback::from(move |()| {
            frame.edit(Edit::Remove { scenario: frame.session.scenario.clone(), path: path.clone() })
        })
    };
    items.push(Item::new("Remove", "bin", remove).ruled());
    items
}

fn shown(group: &str) -> &str {
    if group.is_empty() { "no group" } else { group }
}

/// What a group's name needs.
#[derive(Properties, PartialEq)]
struct GroupProps {
    name: AttrValue,
}

/// The name of a group, edited in place: all its features move along.
#[component]
fn GroupName(props: &GroupProps) -> Html {
    let frame = use_frame();
    // Held apart: saving shows itself while a name is typed, and must not put the old one back.
    let draft = use_state(|| None::<AttrValue>);
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value().into()));
        })
    };
    let onblur = {
        let draft = draft.clone();
        Callback::from(move |_: FocusEvent| draft.set(None))
    };
    let onchange = {
        let (frame, group) = (frame.clone(), props.name.clone());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let model = frame.front.projection.case.last();
            let name = input.value();
            if name.trim() != group.as_str() {
                frame.edit(edits::rename_group(model, frame.session.scenario.as_deref(), &group, &name));
            }
        })
    };
    html! {
        <span class="field text">
            <input type="text" value={draft.as_ref().unwrap_or(&props.name).clone()} maxlength="80" placeholder="No group" autocomplete="off"
                aria-label={format!("Group: {}", shown(&props.name))} {oninput} {onblur} {onchange} />
        </span>
    }
}

/// What a tick needs.
#[derive(Properties, PartialEq)]
struct TickProps {
    plan: AttrValue,
    feature: AttrValue,
    label: AttrValue,
}

/// Whether a plan contains a feature.
#[component]
fn Tick(props: &TickProps) -> Html {
    let frame = use_frame();
    let path = format!("/plans/{}/features/{}", props.plan, props.feature);
    let has = |value: Option<&serde_json::Value>| value.and_then(serde_json::Value::as_bool).unwrap_or(false);
    let (now, then) = (has(frame.front.value(&path)), has(frame.front.inherited(&path)));
    let changed = frame.session.scenario.is_some() && now != then;
    let onchange = {
        let (frame, plan, feature) = (frame.clone(), props.plan.clone(), props.feature.clone());
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                frame.edit(edits::put(frame.session.scenario.as_deref(), &plan, &feature, input.checked()));
            }
        })
    };
    let reset = {
        let (frame, path) = (frame.clone(), path.clone());
        Callback::from(move |()| frame.reset(&path))
    };
    html! {
        <span class="held-field">
            <span class={classes!("toggle", "tick", changed.then_some("changed"))}>
                <input id={id_of(&path)} type="checkbox" checked={now} aria-label={props.label.clone()} {onchange} />
            </span>
            if changed { <Reset label={props.label.clone()} onclick={reset} /> }
        </span>
    }
}
