//! This file is the page Pricing.

use yew::Html;
use yew::component;
use yew::html;

/// The page.
#[component]
pub fn Pricing() -> Html {
    html! { <p class="empty">{ "Nothing to show yet." }</p> }
}
