//! This file holds the buttons of undo and redo: what the step is, is worked out once somebody comes near.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::FocusEvent;
use yew::Html;
use yew::MouseEvent;
use yew::PointerEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_effect_with;
use yew::use_state;
use yew::use_state_eq;

use super::control::Item;
use super::frame::use_frame;
use super::icon::Icon;
use super::later;
use super::outlook::Same;
use crate::workspace::Workspace;

/// What a button needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Name, icon, keys, and what happens.
    pub item: Item,
    /// The documents before and after the step; none where there is no step.
    pub step: Option<(Same, Same)>,
}

/// A button that takes a step; pointed at or in focus it says what the step changes.
#[component]
pub fn StepButton(props: &Props) -> Html {
    let frame = use_frame();
    let near = use_state_eq(|| false);
    let told = use_state(|| None::<((Same, Same), String)>);
    let wanted = props.step.clone().filter(|_| *near);
    use_effect_with(wanted, {
        let (told, front, locale) = (told.clone(), frame.session.scenario.clone(), frame.locale);
        move |wanted: &Option<(Same, Same)>| {
            if let Some(step) = wanted.clone().filter(|step| told.as_ref().is_none_or(|(of, _)| of != step)) {
                spawn_local(async move {
                    let (before, after): (Rc<Workspace>, Rc<Workspace>) = (step.0.0.clone(), step.1.0.clone());
                    // Without the file that knows the words, the button is called what it was.
                    if let Ok(words) = later::step(before, after, front, locale).await {
                        told.set(Some((step, words)));
                    }
                });
            }
        }
    });
    let item = &props.item;
    let words = told.as_ref().filter(|(of, _)| props.step.as_ref() == Some(of)).map(|(_, words)| words.as_str());
    let title = match words.filter(|words| !words.is_empty()) {
        Some(words) => format!("{}: {words} ({})", item.label, item.keys),
        None => format!("{} ({})", item.label, item.keys),
    };
    let now = |is: bool| {
        let near = near.clone();
        move || near.set(is)
    };
    let (come, go, focus, blur) = (now(true), now(false), now(true), now(false));
    html! {
        <button type="button" class="btn" aria-label={item.label.clone()} {title} disabled={item.disabled}
            onclick={item.action.reform(|_: MouseEvent| ())} onpointerenter={move |_: PointerEvent| come()} onpointerleave={move |_: PointerEvent| go()}
            onfocus={move |_: FocusEvent| focus()} onblur={move |_: FocusEvent| blur()}><Icon name={item.icon} /></button>
    }
}
