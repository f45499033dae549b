//! This file is the page Packaging.

use yew::Html;
use yew::component;
use yew::html;

/// The page.
#[component]
pub fn Packaging() -> Html {
    html! { <p class="empty">{ "Nothing to show yet." }</p> }
}
