//! This file is the page Costs.

use yew::Html;
use yew::component;
use yew::html;

/// The page.
#[component]
pub fn Costs() -> Html {
    html! { <p class="empty">{ "Nothing to show yet." }</p> }
}
