//! This file chooses the plans something holds for: every paid plan, or some by name.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::html;

use crate::ui::control::Field;
use crate::ui::control::Item;
use crate::ui::control::Menu;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;

/// The plans named at `path`, a map of flags that may be left out; `of` is what holds for them.
pub fn named_plans(frame: &Frame, path: &str, label: &'static str, of: &str) -> Html {
    let Some(input) = frame.input(path) else { return html! {} };
    let plans = frame.front.projection.case.last().plans.iter().filter(|(_, plan)| !plan.free);
    let all = {
        let (frame, path) = (frame.clone(), path.to_owned());
        Callback::from(move |_: MouseEvent| frame.set(&path, Value::Null, String::new()))
    };
    if input.value.is_null() {
        let items = plans.map(|(id, plan)| {
            let (frame, path, only) = (frame.clone(), path.to_owned(), json!({ id: true }));
            Item::new(plan.name.clone(), "", Callback::from(move |()| frame.set(&path, only.clone(), String::new())))
        });
        return html! {
            <div class="row"><span class="label">{ label }</span><span>{ "every paid plan" }
                <Menu label={format!("Choose: {label} some plans, {of}")} class="line" face={html! { "Choose" }} items={items.collect::<Vec<_>>()} /></span></div>
        };
    }
    let plan = |(id, plan): (&String, &crate::workspace::model::Plan)| {
        let at = format!("{path}/{id}");
        html! {
            <div class="row"><label for={id_of(&at)}>{ format!("{label} {}", plan.name) }</label>
                <Field path={AttrValue::from(at)} label={format!("{of}: {}", plan.name)} /></div>
        }
    };
    html! {
        <>
            { for plans.map(plan) }
            <button type="button" class="btn line" aria-label={format!("{of}: every paid plan")} onclick={all}>{ "Every paid plan" }</button>
        </>
    }
}
