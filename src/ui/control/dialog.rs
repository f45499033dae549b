//! This file holds the dialog: the browser's own modal one, with the focus put back where it was.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use web_sys::HtmlElement;
use web_sys::MouseEvent;
use yew::AttrValue;
use yew::Callback;
use yew::Children;
use yew::Event;
use yew::Html;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_callback;
use yew::use_effect_with;
use yew::use_node_ref;

use crate::ui::icon::Icon;

/// What a dialog needs. It is open for as long as it is rendered.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its heading.
    pub title: AttrValue,
    /// Asked for by Esc, the cross or a click beside it: stop rendering it.
    pub on_close: Callback<()>,
    /// Room for a table.
    #[prop_or_default]
    pub broad: bool,
    /// What it holds.
    #[prop_or_default]
    pub children: Children,
}

/// A modal dialog.
#[component]
pub fn Dialog(props: &Props) -> Html {
    let node = use_node_ref();
    use_effect_with(node.clone(), |node| {
        let before = gloo::utils::document().active_element().and_then(|found| found.dyn_into::<HtmlElement>().ok());
        let dialog = node.cast::<HtmlDialogElement>();
        if let Some(dialog) = &dialog {
            // It cannot be open already: it was only just rendered.
            let _ = dialog.show_modal();
        }
        move || {
            if let Some(dialog) = dialog {
                dialog.close();
            }
            if let Some(before) = before {
                let _ = before.focus();
            }
        }
    });
    let cancelled = use_callback(props.on_close.clone(), |event: Event, on_close| {
        event.prevent_default();
        on_close.emit(());
    });
    let beside = use_callback(props.on_close.clone(), |event: MouseEvent, on_close| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlDialogElement>().ok());
        if target.is_some() {
            on_close.emit(());
        }
    });
    let close = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <dialog ref={node} class={classes!("dialog", props.broad.then_some("broad"))} aria-labelledby="dialog-title"
            oncancel={cancelled} onclick={beside}>
            <div class="dialog-head">
                <h2 id="dialog-title">{ props.title.clone() }</h2>
                <button type="button" class="btn" aria-label="Close" onclick={close}><Icon name="close" /></button>
            </div>
            <div class="dialog-body">{ for props.children.iter() }</div>
        </dialog>
    }
}
