//! This file holds the text field at a path.

use web_sys::HtmlInputElement;
use yew::FocusEvent;
use yew::Html;
use yew::InputEvent;
use yew::KeyboardEvent;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_callback;
use yew::use_state;

use super::field::Props;
use super::field::face;
use super::field::handles;
use super::field::put;
use super::field::reset;
use super::field::trouble;
use super::number::Reset;
use crate::shape::Shape;
use crate::ui::frame::id_of;
use crate::ui::watch::use_frame_at;

/// A line of text; Enter or leaving it commits, Esc restores.
#[component]
pub fn TextInput(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let draft = use_state(|| None::<String>);
    let handles = handles(&frame, &props.path);
    let onblur = {
        let draft = draft.clone();
        use_callback((handles.clone(), draft), |_: FocusEvent, (handles, draft)| {
            if let Some(text) = draft.as_ref() {
                put(handles, text.trim().into());
                draft.set(None);
            }
        })
    };
    let on_reset = use_callback(handles, |(), handles| reset(handles));
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let longest = if let Shape::Text { longest, .. } = input.field.shape { longest } else { 80 };
    let oninput = {
        let draft = draft.clone();
        yew::Callback::from(move |event: InputEvent| {
            draft.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()))
        })
    };
    let onkeydown = {
        let draft = draft.clone();
        yew::Callback::from(move |event: KeyboardEvent| {
            match (event.key().as_str(), event.target_dyn_into::<HtmlInputElement>()) {
                // Leaving the field commits it.
                ("Enter", Some(input)) => drop(input.blur()),
                ("Escape", _) if draft.is_some() => {
                    draft.set(None);
                    event.stop_propagation();
                }
                _ => {}
            }
        })
    };
    let value = draft.as_ref().cloned().unwrap_or_else(|| input.value.as_str().unwrap_or_default().to_owned());
    html! {
        <span class="held-field">
            <span class={face(&input, "text")}>
                <input id={id_of(&props.path)} type="text" {value} maxlength={longest.to_string()} autocomplete="off"
                    aria-label={props.label.clone().unwrap_or_else(|| input.title.clone().into())} {oninput} {onblur} {onkeydown} />
            </span>
            if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
            { trouble(&input) }
        </span>
    }
}
