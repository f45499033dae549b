//! This file holds the month field: the browser's own where it has one, else text as YYYY-MM.

use serde_json::Value;
use web_sys::HtmlInputElement;
use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::Properties;
use yew::TargetCast;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_callback;
use yew::use_state;

use super::field::Props;
use super::field::handles;
use super::field::put;
use super::field::reset;
use super::field::trouble;
use super::number::Reset;
use crate::month::Month;
use crate::ui::frame::id_of;
use crate::ui::watch::use_frame_at;

/// A month at a path; an optional one may be empty.
#[component]
pub fn MonthInput(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let handles = handles(&frame, &props.path);
    let on_month = use_callback(handles.clone(), |month: Option<Month>, handles| {
        put(handles, month.map_or(Value::Null, |month| month.to_string().into()));
    });
    let on_reset = use_callback(handles, |(), handles| reset(handles));
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let label = props.label.clone().unwrap_or_else(|| input.title.clone().into());
    let value = input.value.as_str().and_then(|text| text.parse::<Month>().ok());
    html! {
        <span class="held-field">
            <MonthPick id={id_of(&props.path)} {label} {value} optional={input.field.optional} changed={input.changed} {on_month} />
            if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
            { trouble(&input) }
        </span>
    }
}

/// What a bare month field needs.
#[derive(Properties, PartialEq)]
pub struct PickProps {
    /// Id of the `<input>`.
    pub id: AttrValue,
    /// Its name.
    pub label: AttrValue,
    /// The month.
    pub value: Option<Month>,
    /// Whether it may be empty.
    #[prop_or_default]
    pub optional: bool,
    /// Whether the scenario changed it.
    #[prop_or_default]
    pub changed: bool,
    /// A month was chosen, or an optional one emptied.
    pub on_month: Callback<Option<Month>>,
}

/// A month field without a path.
#[component]
pub fn MonthPick(props: &PickProps) -> Html {
    let wrong = use_state(|| false);
    let onchange = {
        let (wrong, optional, on_month) = (wrong.clone(), props.optional, props.on_month.clone());
        Callback::from(move |event: Event| {
            let Some(field) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let text = field.value();
            match text.trim().parse::<Month>() {
                Ok(month) => {
                    wrong.set(false);
                    on_month.emit(Some(month));
                }
                Err(_) if optional && text.trim().is_empty() => {
                    wrong.set(false);
                    on_month.emit(None);
                }
                Err(_) => wrong.set(true),
            }
        })
    };
    let value = props.value.map(|month| month.to_string()).unwrap_or_default();
    let problem = format!("{}-problem", props.id);
    html! {
        <>
            <span class={classes!("field", "month", props.changed.then_some("changed"), wrong.then_some("wrong"))}>
                <input id={props.id.clone()} type="month" min="1970-01" max="2199-12" placeholder="YYYY-MM" {value} {onchange}
                    aria-label={props.label.clone()} aria-invalid={wrong.then_some("true")} aria-describedby={wrong.then(|| problem.clone())} />
            </span>
            if *wrong {
                <span id={problem} class="wrong-text" role="alert">{ "not a month; allowed: 1970-01 to 2199-12" }</span>
            }
        </>
    }
}
