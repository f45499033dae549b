//! This file shows what can be opened: the workspaces of this browser, and templates to start from.

use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_context;
use yew::use_state;

use super::actions;
use super::control::Dialog;
use super::frame::use_frame;
use super::icon::Icon;
use super::keeper::Keeper;
use super::page_import::gallery as shown;
use super::session::Action;
use super::session::Panel;
use crate::browser::storage::Entry;
use crate::exchange::gallery;
use crate::workspace::TEMPLATES;
use crate::workspace::Template;

/// What the dialog needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Stop showing it.
    pub on_close: Callback<()>,
}

/// The dialog.
#[component]
pub fn Library(props: &Props) -> Html {
    let frame = use_frame();
    let keeper = use_context::<Keeper>().expect("the library is rendered beside the keeper");
    let again = use_state(|| 0);
    let entries = keeper.list();
    let template = |template: &'static Template| {
        let (frame, keeper) = (frame.clone(), keeper.clone());
        let onclick = Callback::from(move |_: MouseEvent| actions::start(&frame, &keeper, template));
        html! { <li><button type="button" class="card" {onclick}><b>{ template.title }</b><span>{ template.description }</span></button></li> }
    };
    let stored = |entry: &Entry| {
        let name = entry
            .header
            .as_ref()
            .map_or_else(|| format!("{} (cannot be read)", entry.id), |header| header.name.clone());
        let current = entry.id == frame.workspace().id;
        let with = |work: fn(&super::frame::Frame, &Keeper, &str, &str)| {
            let (frame, keeper, id, name, again) =
                (frame.clone(), keeper.clone(), entry.id.clone(), name.clone(), again.clone());
            Callback::from(move |_: MouseEvent| {
                work(&frame, &keeper, &id, &name);
                again.set(*again + 1);
            })
        };
        html! {
            <li key={entry.id.clone()}>
                <button type="button" class="btn" disabled={entry.header.is_none()} aria-current={current.then_some("true")}
                    onclick={with(|frame, keeper, id, _| actions::open_stored(frame, keeper, id))}>
                    { &name }if current { <span class="muted">{ " (open)" }</span> }
                </button>
                <button type="button" class="btn" aria-label={format!("Duplicate {name}")} disabled={entry.header.is_none()} onclick={with(actions::duplicate_stored)}><Icon name="copy" /></button>
                if !current {
                    <button type="button" class="btn" aria-label={format!("Delete {name}")} onclick={with(|frame, keeper, id, name| { actions::delete_stored(frame, keeper, id, name); })}><Icon name="bin" /></button>
                }
            </li>
        }
    };
    let page = |entry: &'static gallery::Entry| {
        let session = frame.session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Show(Some(Panel::PricePage(Some(entry))))))
    };
    html! {
        <Dialog title="Open or start a workspace" on_close={props.on_close.clone()} broad=true>
            <h3>{ "Start from a template" }</h3>
            <ul class="cards">{ for TEMPLATES.iter().map(template) }</ul>
            { shown(page) }
            <h3>{ "In this browser" }</h3>
            if entries.is_empty() {
                <p class="muted">{ "Nothing is saved yet. What you change is saved here by itself." }</p>
            } else {
                <ul class="files">{ for entries.iter().map(stored) }</ul>
            }
        </Dialog>
    }
}
