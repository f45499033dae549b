//! This file holds the parts of the page a first visit does not show: their code is a file of its own, fetched when needed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::SplitLoaderError;
use wasm_split_helpers::wasm_split;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_effect_with;
use yew::use_state;

use super::page;
use super::panels::Panels;
use super::save;
use crate::chart::Figures;
use crate::chart::Size;
use crate::number::Locale;
use crate::workspace;
use crate::workspace::Workspace;

/// The part that lies over the page; every other part is the id of a page.
pub const PANELS: &str = "panels";

thread_local! {
    static FETCHED: RefCell<HashMap<&'static str, Html>> = RefCell::default();
}

/// A part, in the file of the parts.
#[allow(unsafe_code, reason = "the attribute links the two files together")]
#[wasm_split(later, fallible, preload(#[doc = "Fetches the file."] fetch_file))]
fn drawn(part: &'static str) -> Result<Html, SplitLoaderError> {
    Ok(if part == PANELS {
        html! { <Panels /> }
    } else {
        page::body(part)
    })
}

/// What a step from one document to the next changes, in a sentence, and how many other changes there are; empty where
/// nothing has words. A change of another scenario than that in `front` says whose it is.
#[allow(unsafe_code, reason = "the attribute links the two files together")]
#[wasm_split(later, fallible)]
pub fn step(
    before: Rc<Workspace>,
    after: Rc<Workspace>,
    front: Option<String>,
    locale: Locale,
) -> Result<String, SplitLoaderError> {
    let said = workspace::step(&before, &after, front.as_deref(), locale);
    Ok(match said.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, more @ ..] => format!("{first}, and {} more", more.len()),
    })
}

/// Saves or copies a chart, and says how copying went.
#[allow(unsafe_code, reason = "the attribute links the two files together")]
#[wasm_split(later, fallible)]
pub fn save(
    work: save::Work,
    figures: Rc<dyn Figures>,
    size: Size,
    said: Callback<String>,
) -> Result<(), SplitLoaderError> {
    save::work(work, &*figures, size, said);
    Ok(())
}

/// Fetches the file before it is asked for, as when a hand moves towards the rail.
pub fn expect() {
    // One that does not come now is asked for again when it is needed, and its error told then.
    spawn_local(async { drop(fetch_file().await) });
}

/// What a part needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The id of a page, or [`PANELS`].
    pub part: &'static str,
}

/// A part of the page, or a word while its code arrives or why it did not.
#[component]
pub fn Later(props: &Props) -> Html {
    let part = props.part;
    let (tries, failed) = (use_state(|| 0), use_state(|| false));
    let here = FETCHED.with_borrow(|fetched| fetched.get(part).cloned());
    use_effect_with((part, *tries, here.is_none()), {
        let (tries, failed) = (tries.clone(), failed.clone());
        // The loader tells no reason beyond the browser's console.
        move |(part, _, missing)| {
            let part = *part;
            if *missing {
                spawn_local(async move {
                    match drawn(part).await {
                        Ok(body) => {
                            FETCHED.with_borrow_mut(|fetched| fetched.insert(part, body));
                            failed.set(false);
                            tries.set(*tries + 1);
                        }
                        Err(_) => failed.set(true),
                    }
                });
            }
        }
    });
    match here {
        Some(body) => body,
        None if !*failed => html! { <p class="muted" role="status">{ "Loading…" }</p> },
        None => {
            let again = Callback::from(move |_: MouseEvent| {
                failed.set(false);
                tries.set(*tries + 1);
            });
            html! {
                <div class="stack">
                    <p class="finding" role="alert">{ "This part of Planwright could not be fetched from where it came. What you have open stays as it is." }</p>
                    <button type="button" class="btn main" onclick={again}>{ "Try again" }</button>
                </div>
            }
        }
    }
}
