//! This file is the page Customers: the segments, how big they are, who buys and who stays.

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_state;

use crate::ui::control::FieldRow;
use crate::ui::control::Select;
use crate::ui::control::ShareEditor;
use crate::ui::frame::use_frame;

/// The page.
#[component]
pub fn Customers() -> Html {
    let frame = use_frame();
    let chosen = use_state(AttrValue::default);
    let segments = frame.front.named("segments");
    let Some((first, _)) = segments.first() else {
        return html! { <p class="empty">{ "There is no segment: who buys is described by segments." }</p> };
    };
    let segment = if segments.iter().any(|(id, _)| *id == *chosen) { (*chosen).clone() } else { first.clone() };
    let on_pick = {
        let chosen = chosen.clone();
        Callback::from(move |id| chosen.set(id))
    };
    html! {
        <div class="cols">
            <div class="stack">
                <div class="row"><label for="segment">{ "Segment" }</label>
                    <Select id="segment" label="Segment" options={segments} value={segment.clone()} {on_pick} /></div>
                <Segment key={segment.as_str()} id={segment.clone()} />
            </div>
            <div class="stack" />
        </div>
    }
}

/// What a segment's inputs need.
#[derive(Properties, PartialEq)]
struct Props {
    id: AttrValue,
}

#[component]
fn Segment(props: &Props) -> Html {
    let frame = use_frame();
    let at = format!("/segments/{}", props.id);
    let row = |key: &str| html! { <FieldRow path={format!("{at}/{key}")} /> };
    let meters = frame.front.keys(&format!("{at}/usage"));
    html! {
        <>
            <section class="section">
                <h2>{ "Who buys" }<small>{ "at the observed prices" }</small></h2>
                { row("conversion") }
                { row("elasticity") }
                { row("nesting") }
                { row("annual_share") }
            </section>
            <section class="section"><h2>{ "Plan mix" }<small>{ "of those who buy" }</small></h2><ShareEditor path={format!("{at}/mix")} /></section>
            for meter in meters.iter() {
                <section class="section" key={meter.as_str()}>
                    <h2>{ format!("Size in {}", frame.front.name_of("meters", meter)) }</h2>
                    for key in ["mean", "spread", "growth", "every"] { { row(&format!("usage/{meter}/{key}")) } }
                </section>
            }
            <section class="section">
                <h2>{ "Who stays" }</h2>
                for key in ["churn_level", "failed_payments", "unrecovered", "reactivation", "switching"] { { row(key) } }
            </section>
        </>
    }
}
