//! This file starts the page.

fn main() {
    yew::Renderer::<planwright::ui::App>::new().render();
}
