//! This file holds the top bar: name, state of saving, scenarios, comparison, undo, share, menu.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::Callback;
use yew::FocusEvent;
use yew::Html;
use yew::InputEvent;
use yew::KeyboardEvent;
use yew::MouseEvent;
use yew::TargetCast;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_state;

use super::control::Item;
use super::control::Menu;
use super::frame::Frame;
use super::frame::use_frame;
use super::icon::Icon;
use super::main_menu::MainMenu;
use super::outlook::Same;
use super::session::Action;
use super::session::Panel;
use super::session::Saving;
use super::steps::StepButton;
use super::tabs::Tabs;
use crate::workspace::Edit;
use crate::workspace::Workspace;

/// The top bar.
#[component]
pub fn Top() -> Html {
    let frame = use_frame();
    html! {
        <header class="top">
            <svg class="mark" viewBox="0 0 18 18" aria-hidden="true">
                <rect class="a" x="1" y="9" width="4" height="8" /><rect class="b" x="7" y="5" width="4" height="12" /><rect class="c" x="13" y="1" width="4" height="16" />
            </svg>
            <Name />
            { saved(&frame.session.saving) }
            <Tabs />
            <span class="grow" />
            <Against />
            { buttons(&frame) }
            <MainMenu />
        </header>
    }
}

/// What the buttons of the bar do.
pub fn items(frame: &Frame) -> [Item; 3] {
    let on = |action: Action| {
        let session = frame.session.clone();
        Callback::from(move |()| session.dispatch(action.clone()))
    };
    let history = &frame.session.history;
    [
        Item::new("Undo", "undo", on(Action::Undo)).keys("Ctrl+Z").disabled(!history.can_undo()),
        Item::new("Redo", "redo", on(Action::Redo)).keys("Ctrl+Shift+Z").disabled(!history.can_redo()),
        Item::new("Share", "share", on(Action::Show(Some(Panel::Share)))),
    ]
}

fn buttons(frame: &Frame) -> Html {
    let history = &frame.session.history;
    let step = |before: Option<&Rc<Workspace>>, after: Option<&Rc<Workspace>>| {
        Some((Same(before?.clone()), Same(after?.clone())))
    };
    let now = Some(history.workspace());
    let [undo, redo, share] = items(frame);
    html! {
        <>
            <StepButton item={undo} step={step(history.before(), now)} />
            <StepButton item={redo} step={step(now, history.after())} />
            <button type="button" class="btn main" aria-label={share.label.clone()} onclick={share.action.reform(|_: MouseEvent| ())}>
                <Icon name={share.icon} /><span class="wide-only">{ share.label }</span>
            </button>
        </>
    }
}

fn saved(saving: &Saving) -> Html {
    let (words, bad) = match saving {
        Saving::Saved => ("Saved", false),
        Saving::Waiting => ("Saving…", false),
        Saving::Failed(_) => ("Not saved", true),
        Saving::Conflict => ("Changed elsewhere", true),
        Saving::Unkept => ("From a link", false),
    };
    html! { <span class={classes!("saved", bad.then_some("bad"))} role="status">{ words }</span> }
}

/// The workspace's name, edited in place.
#[component]
fn Name() -> Html {
    let frame = use_frame();
    let name = frame.workspace().name.clone();
    // Held apart: saving shows itself while a name is typed, and must not put the old one back.
    let draft = use_state(|| None::<String>);
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()));
        })
    };
    let onblur = {
        let (frame, before, draft) = (frame.clone(), name.clone(), draft.clone());
        Callback::from(move |event: FocusEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let name = input.value().trim().to_owned();
            if name.is_empty() {
                input.set_value(&before);
            } else if name != before {
                frame.edit(Edit::SetWorkspace { path: "/name".into(), value: name.into() });
            }
            draft.set(None);
        })
    };
    let onkeydown = {
        let before = name.clone();
        Callback::from(move |event: KeyboardEvent| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            match event.key().as_str() {
                // Leaving the field renames; a refusal to leave it changes nothing.
                "Enter" => drop(input.blur()),
                "Escape" => {
                    input.set_value(&before);
                    drop(input.blur());
                }
                _ => {}
            }
        })
    };
    html! { <input id="workspace-name" class="name" type="text" maxlength="80" value={draft.as_ref().cloned().unwrap_or(name)} aria-label="Name of the workspace" {oninput} {onblur} {onkeydown} /> }
}

/// What the scenario in front is compared with.
#[component]
fn Against() -> Html {
    let frame = use_frame();
    let label = frame.compared.as_ref().map_or(COMPARE.to_owned(), |other| format!("{COMPARE}: vs {}", other.name));
    html! { <span class="compare-with"><Menu {label} face={face(&frame)} items={against(&frame)} /></span> }
}

const COMPARE: &str = "Compare with";

/// What the scenario in front can be compared with.
pub fn against(frame: &Frame) -> Vec<Item> {
    let compared = &frame.session.compared;
    let item = |choice: Option<Option<String>>, name: String, colour: &str| {
        let (session, same) = (frame.session.clone(), choice == *compared);
        let action = Callback::from(move |()| session.dispatch(Action::Compare(choice.clone())));
        Item::new(name, "", action).of(COMPARE).coloured(colour).checked(same)
    };
    let mut items = vec![item(None, "Nothing".into(), "")];
    if frame.session.scenario.is_some() {
        items.push(item(Some(None), "Base".into(), "base"));
    }
    for (id, scenario) in &frame.workspace().scenarios {
        if Some(id) != frame.session.scenario.as_ref() {
            items.push(item(Some(Some(id.clone())), scenario.name.clone(), &scenario.colour));
        }
    }
    items
}

fn face(frame: &Frame) -> Html {
    match &frame.compared {
        Some(other) => html! {
            <><span>{ "vs " }</span><span class={classes!("dot", format!("c-{}", other.colour))} /><span class="wordy">{ &other.name }</span><Icon name="down" /></>
        },
        None => html! { <><span>{ "Compare" }</span><Icon name="down" /></> },
    }
}
