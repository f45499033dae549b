//! This file holds the tabs inside a page: one section shown at a time, walked with the arrow keys.

use yew::Callback;
use yew::Html;
use yew::KeyboardEvent;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;

use crate::ui::focus;

/// What the tabs need. The section shown is an element of the role `tabpanel` with the id `section`.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the sections are of.
    pub label: &'static str,
    /// Their names, each with the paths of the inputs in it, a space between.
    pub names: &'static [(&'static str, &'static str)],
    /// The one shown.
    pub chosen: usize,
    /// Another is to be shown.
    pub on_choose: Callback<usize>,
}

/// The tabs.
#[component]
pub fn Sections(props: &Props) -> Html {
    let count = props.names.len();
    let onkeydown = {
        let (chosen, on_choose) = (props.chosen, props.on_choose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowRight" => (chosen + 1) % count,
                "ArrowLeft" => (chosen + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            on_choose.emit(to);
            focus::give(&format!("tab-{to}"));
        })
    };
    let tab = |(at, (name, holds)): (usize, &(&'static str, &'static str))| {
        let on_choose = props.on_choose.clone();
        let onclick = Callback::from(move |_: MouseEvent| on_choose.emit(at));
        let chosen = at == props.chosen;
        html! {
            <button type="button" role="tab" id={format!("tab-{at}")} aria-selected={chosen.to_string()}
                aria-controls={chosen.then_some("section")} data-holds={*holds} tabindex={if chosen { "0" } else { "-1" }} {onclick}>{ *name }</button>
        }
    };
    html! {
        <div class="sections" role="tablist" aria-label={props.label} {onkeydown}>{ for props.names.iter().enumerate().map(tab) }</div>
    }
}
