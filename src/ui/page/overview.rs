//! This file is the page Overview.

use yew::Html;
use yew::component;
use yew::html;

/// The page.
#[component]
pub fn Overview() -> Html {
    html! { <p class="empty">{ "Nothing to show yet." }</p> }
}
