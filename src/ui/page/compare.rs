//! This file is the page Compare.

use yew::Html;
use yew::component;
use yew::html;

/// The page.
#[component]
pub fn Compare() -> Html {
    html! { <p class="empty">{ "Nothing to show yet." }</p> }
}
