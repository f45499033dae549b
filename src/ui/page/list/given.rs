//! This file takes a list, by file or paste, says where it is kept and how far the work is, and lists what is wrong with it.

use wasm_bindgen::JsCast;
use web_sys::Blob;
use web_sys::BlobPropertyBag;
use web_sys::HtmlInputElement;
use web_sys::HtmlTextAreaElement;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_node_ref;

use super::rerate::Listed;
use crate::browser::files;
use crate::number::counted;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::worker::list::Rated;

/// What is needed.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The list.
    pub list: Listed,
}

/// Faults shown one by one.
const SHOWN: usize = 50;

/// The list as it was given.
#[component]
pub fn Given(props: &Props) -> Html {
    let frame = use_frame();
    let Listed { held, trouble, rated, refused, .. } = &props.list;
    let on_delete = props.list.on_delete.reform(|_: MouseEvent| ());
    html! {
        <section class="section" aria-label="Your list">
            <h2>{ "Your list" }
                if let Some(held) = held { <small>{ held.name.clone() }</small> }
                if held.is_some() {
                    <span class="aside"><button type="button" class="btn bad" onclick={on_delete}><Icon name="bin" />{ "Delete the list" }</button></span>
                }
            </h2>
            { taking(&props.list, held.is_some()) }
            <p class="note plain">{ "The list stays in this browser: it is in no link, no export and no file of the workspace. Only this browser's own database holds it, until you delete it." }</p>
            { under_way(&props.list) }
            if let Some(trouble) = trouble { <p class="note" role="alert">{ trouble }</p> }
            if let Some((error, _)) = refused.as_deref() {
                <p class="note" role="alert">{ format!("This is no customer list yet: {error}.") }</p>
            }
            if let Some(rated) = rated { { wrong(&frame, rated) } }
        </section>
    }
}

/// The ways to give a list.
fn taking(list: &Listed, held: bool) -> Html {
    let onchange = {
        let on_take = list.on_take.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlInputElement>().and_then(|field| files::chosen(&field));
            if let Some(file) = chosen {
                on_take.emit((file.name(), file.into()));
            }
        })
    };
    html! {
        <>
            <div class="row"><label for="list-file">{ if held { "Another file" } else { "CSV file" } }<span class="help">{ "or drop it anywhere on this page" }</span></label>
                <input id="list-file" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" {onchange} /></div>
            <details class="paste-list"><summary>{ "Paste rows instead" }</summary><Pasting on_take={list.on_take.clone()} /></details>
        </>
    }
}

/// What pasting needs.
#[derive(Properties, PartialEq)]
struct PastingProps {
    on_take: Callback<(String, Blob)>,
}

/// A field for rows copied from a sheet.
#[component]
fn Pasting(props: &PastingProps) -> Html {
    let field = use_node_ref();
    let onclick = {
        let (field, on_take) = (field.clone(), props.on_take.clone());
        Callback::from(move |_: MouseEvent| {
            let Some(area) = field.cast::<HtmlTextAreaElement>().filter(|area| !area.value().trim().is_empty()) else {
                return;
            };
            let options = BlobPropertyBag::new();
            options.set_type("text/csv");
            let parts = js_sys::Array::of1(&area.value().into());
            if let Ok(blob) = Blob::new_with_str_sequence_and_options(parts.unchecked_ref(), &options) {
                area.set_value("");
                on_take.emit(("pasted rows".to_owned(), blob));
            }
        })
    };
    html! {
        <>
            <textarea ref={field} class="link-text" aria-label="Rows of the list, with headings" placeholder="customer,plan,seats,discount,renewal month,segment,customer since,coupon,add-ons" spellcheck="false" />
            <button type="button" class="btn line" {onclick}>{ "Use these rows" }</button>
        </>
    }
}

/// How far the work is, and what stops it.
fn under_way(list: &Listed) -> Html {
    let (stop, again) = (list.on_stop.reform(|_: MouseEvent| ()), list.on_again.reform(|_: MouseEvent| ()));
    match list.progress {
        Some(share) => html! {
            <div class="row" role="group" aria-label="Re-rating">
                <progress max="1" value={share.to_string()} aria-label="Customers re-rated"></progress>
                <button type="button" class="btn line" onclick={stop}>{ "Cancel" }</button>
            </div>
        },
        None if list.stopped && list.held.is_some() => html! {
            <div class="row"><span class="label">{ "The list is not re-rated." }</span>
                <button type="button" class="btn line" onclick={again}>{ "Re-rate it" }</button></div>
        },
        None => html! {},
    }
}

/// Rows that were left out, and what else should be known.
fn wrong(frame: &Frame, rated: &Rated) -> Html {
    let fault = |fault: &crate::roster::Fault| html! { <li>{ fault.to_string() }</li> };
    html! {
        <>
            <p role="status">{ format!("{} read.", counted(rated.tally.customers, "customer", frame.locale)) }</p>
            if rated.wrong > 0 {
                <div class="note" role="group" aria-label="Rows left out"><div>
                    <b>{ format!("{} {} wrong and left out", counted(rated.wrong, "row", frame.locale), if rated.wrong == 1 { "is" } else { "are" }) }</b>
                    <ul class="faults">{ for rated.faults.iter().take(SHOWN).map(fault) }</ul>
                    if rated.faults.len() > SHOWN { { format!("These are the first {SHOWN} faults.") } }
                </div></div>
            }
            for said in &rated.unsaid { <p class="help">{ said }</p> }
            <p class="help">{ "Nobody leaves or changes plan here; who would, the page Rollout says." }</p>
            if rated.repeated > 0 { <p class="help">{ format!("{} {} a customer above; each is billed.", counted(rated.repeated, "row", frame.locale), if rated.repeated == 1 { "repeats" } else { "repeat" }) }</p> }
        </>
    }
}
