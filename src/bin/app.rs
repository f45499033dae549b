//! This file starts the page.

use yew::Html;
use yew::component;
use yew::html;

#[component]
fn App() -> Html {
    html! { <main><h1>{ "Planwright" }</h1></main> }
}

fn main() {
    yew::Renderer::<App>::new().render();
}
