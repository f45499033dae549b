//! This file is the page Growth: the channels, what they bring and whom.

use yew::AttrValue;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::ShareEditor;
use crate::ui::frame::use_frame;

/// The page.
#[component]
pub fn Growth() -> Html {
    let frame = use_frame();
    html! {
        <div class="cols">
            <div class="stack">
                for (id, _) in frame.front.named("channels") { <Channel key={id.as_str()} id={id.clone()} /> }
            </div>
            <div class="stack" />
        </div>
    }
}

/// What a channel's inputs need.
#[derive(Properties, PartialEq)]
struct Props {
    id: AttrValue,
}

#[component]
fn Channel(props: &Props) -> Html {
    let frame = use_frame();
    let at = format!("/channels/{}", props.id);
    let parts = frame.front.keys(&format!("{at}/source")).into_iter().filter(|key| key != "kind");
    html! {
        <section class="section">
            <h2>{ frame.front.name_of("channels", &props.id) }<span class="aside"><Field path={format!("{at}/source")} /></span></h2>
            for key in parts { <FieldRow key={key.as_str()} path={format!("{at}/source/{key}")} /> }
            <h3>{ "Prospects by segment" }</h3>
            <ShareEditor path={format!("{at}/split")} />
        </section>
    }
}
