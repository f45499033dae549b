//! This file holds the text field at a path.

use web_sys::HtmlInputElement;
use yew::Callback;
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

/// What was typed, until the document has it.
#[derive(Clone, PartialEq)]
struct Draft {
    text: String,
    /// Whether the document was asked to take it: from then on it stands only while it is refused.
    asked: bool,
}

/// A line of text; Enter or leaving it commits, Esc restores. What the check refuses stays until it is mended or restored.
#[component]
pub fn TextInput(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let draft = use_state(|| None::<Draft>);
    let handles = handles(&frame, &props.path);
    let commit = use_callback((handles.clone(), draft.clone()), |(), (handles, draft)| {
        if let Some(Draft { text, asked: false }) = &**draft {
            put(handles, text.trim().into());
            draft.set(Some(Draft { text: text.clone(), asked: true }));
        }
    });
    let on_reset = use_callback(handles.clone(), |(), handles| reset(handles));
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let refused = input.problem.is_some();
    let standing = draft.as_ref().filter(|draft| !draft.asked || refused);
    let longest = if let Shape::Text { longest, .. } = input.field.shape { longest } else { 80 };
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            let typed = event.target_dyn_into::<HtmlInputElement>().map(|input| input.value());
            draft.set(typed.map(|text| Draft { text, asked: false }));
        })
    };
    let onkeydown = {
        let (draft, commit, standing) = (draft.clone(), commit.clone(), standing.is_some());
        let before = input.value.clone();
        Callback::from(move |event: KeyboardEvent| {
            match (event.key().as_str(), event.target_dyn_into::<HtmlInputElement>()) {
                ("Enter", Some(field)) => {
                    commit.emit(());
                    field.select();
                }
                ("Escape", _) if standing => {
                    draft.set(None);
                    if refused {
                        // What is said again is good, and the refusal is over.
                        put(&handles, before.clone());
                    }
                    event.stop_propagation();
                }
                _ => {}
            }
        })
    };
    let value =
        standing.map_or_else(|| input.value.as_str().unwrap_or_default().to_owned(), |draft| draft.text.clone());
    html! {
        <span class="held-field">
            <span class={face(&input, "text")}>
                <input id={id_of(&props.path)} type="text" {value} maxlength={longest.to_string()} autocomplete="off" aria-invalid={refused.then_some("true")}
                    aria-label={props.label.clone().unwrap_or_else(|| input.title.clone().into())} {oninput} onblur={commit.reform(|_: FocusEvent| ())} {onkeydown} />
            </span>
            if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
            { trouble(&input) }
        </span>
    }
}
