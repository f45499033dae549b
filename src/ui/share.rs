//! This file shares the whole workspace inside a link: shows it, says what its length is good for, copies it.

use wasm_bindgen_futures::spawn_local;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use super::actions;
use super::control::Dialog;
use super::frame::use_frame;
use super::icon::Icon;
use super::opening::PLACE;
use super::outlook::Same;
use crate::browser::address;
use crate::browser::clipboard;
use crate::exchange::length::CHAT;
use crate::exchange::length::Reach;
use crate::exchange::link::LinkError;
use crate::exchange::share::share;
use crate::json::ToJson;
use crate::number::count;
use crate::workspace::Workspace;

/// What the dialog needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Stop showing it.
    pub on_close: Callback<()>,
}

/// The link of a workspace, with its headline figures; it opens at a `place` ([`super::session::Session::place`]).
///
/// # Errors
/// [`LinkError::TooLong`].
pub fn linked(workspace: &Workspace, place: &str) -> Result<String, LinkError> {
    let text = workspace.to_json().to_string();
    let place = if place.is_empty() { String::new() } else { format!("{PLACE}{place}") };
    share(workspace, &text).map(|fragment| address::with(&format!("{fragment}{place}")))
}

/// The dialog with the link.
#[component]
pub fn Share(props: &Props) -> Html {
    let frame = use_frame();
    let said = use_state(String::new);
    let of = (Same(frame.workspace().clone()), frame.session.place());
    let link = use_memo(of, |(workspace, place)| linked(&workspace.0, place));
    let export = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| actions::export(&frame))
    };
    let body = match link.as_ref() {
        Err(error) => html! { <p>{ format!("There is no link: {error}.") }</p> },
        Ok(link) => {
            let copy = {
                let (link, said) = (link.clone(), said.clone());
                Callback::from(move |_: MouseEvent| {
                    let (link, said) = (link.clone(), said.clone());
                    spawn_local(async move {
                        said.set(match clipboard::write(&link).await {
                            Ok(()) => "Copied.".to_owned(),
                            Err(error) => format!("{error}: select the link and copy it by hand."),
                        });
                    });
                })
            };
            let length = link.chars().count();
            let part = format!("{:.1}%", (length as f64 / CHAT as f64).min(1.0) * 100.0);
            let reach = Reach::of(length);
            html! {
                <>
                    <p>{ "Everything is inside the link, after the sign #, which browsers send to no server. Whoever opens it sees this page and these figures and can play with them; their own workspaces stay as they are." }</p>
                    <textarea class="link-text" readonly=true aria-label="Link" value={link.clone()} onclick={select_all()} />
                    <div class="meter">
                        <svg aria-hidden="true"><rect class="track" width="100%" height="6" rx="3" /><rect class={if reach == Reach::File { "done much" } else { "done" }} width={part} height="6" rx="3" /></svg>
                        <span class="help">{ format!("{} characters: {reach}.", count(length as f64, frame.locale)) }</span>
                    </div>
                    <div class="dialog-foot">
                        <span class="help" role="status">{ said.as_str() }</span>
                        <button type="button" class="btn main" onclick={copy}><Icon name="copy" />{ "Copy the link" }</button>
                    </div>
                </>
            }
        }
    };
    html! {
        <Dialog title="Share this workspace" on_close={props.on_close.clone()}>
            { body }
            <p><button type="button" class="btn line" onclick={export}><Icon name="save" />{ "Export as a file instead" }</button></p>
        </Dialog>
    }
}

fn select_all() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        if let Some(text) = event.target_dyn_into::<web_sys::HtmlTextAreaElement>() {
            text.select();
        }
    })
}
