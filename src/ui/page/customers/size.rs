//! This file holds how big customers are: size by meter, and the five sizes a segment is reckoned in.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;

use crate::number;
use crate::number::Number;
use crate::pricing::SIZE_POINTS;
use crate::pricing::size_points;
use crate::ui::control::FieldRow;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::words;

const FIFTHS: [&str; SIZE_POINTS] = ["Smallest fifth", "Second fifth", "Middle fifth", "Fourth fifth", "Largest fifth"];

/// What a segment's sizes need.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The segment.
    pub id: AttrValue,
}

/// The inputs of every meter.
#[component]
pub fn Sizes(props: &Props) -> Html {
    let frame = use_frame();
    let usage = format!("/segments/{}/usage", props.id);
    let meter = |(id, name): &(AttrValue, AttrValue)| {
        let at = format!("{usage}/{id}");
        if frame.front.value(&at).is_none() {
            let (frame, at) = (frame.clone(), at.clone());
            let onclick = Callback::from(move |_: MouseEvent| {
                frame.set(&at, json!({"mean": 1, "spread": 0.5, "growth": 0, "every": 12}), String::new());
            });
            return html! {
                <button key={id.as_str()} type="button" class="btn line add" {onclick}><Icon name="plus" />{ format!("Size in {name}") }</button>
            };
        }
        html! {
            <section class="section" key={id.as_str()}>
                <h2>{ format!("Size in {name}") }<small>{ "of a customer" }</small></h2>
                for key in ["mean", "spread", "growth", "every"] { <FieldRow key={key} path={format!("{at}/{key}")} /> }
            </section>
        }
    };
    html! { <>{ for frame.front.named("meters").iter().map(meter) }</> }
}

/// The five points of the size distribution, drawn.
#[component]
pub fn Spread(props: &Props) -> Html {
    let frame = use_frame();
    let usage = format!("/segments/{}/usage", props.id);
    let segment = frame.front.name_of("segments", &props.id);
    let meters = frame.front.named("meters");
    let meters = meters.iter().filter_map(|(id, name)| {
        let at = frame.front.value(&format!("{usage}/{id}"))?;
        Some(bars(&frame, &segment, name, number_of(at, "mean")?, number_of(at, "spread")?))
    });
    html! { <>{ for meters }</> }
}

fn number_of(usage: &Value, key: &str) -> Option<f64> {
    words::number(usage.get(key)?).map(Number::to_f64)
}

fn bars(frame: &Frame, segment: &str, meter: &str, mean: f64, spread: f64) -> Html {
    let points: [f64; SIZE_POINTS] = size_points(spread);
    let largest = points[SIZE_POINTS - 1];
    let words = |point: f64| number::count(point * mean, frame.locale);
    let times = points[SIZE_POINTS - 1] / points[0].max(f64::MIN_POSITIVE);
    let finding = if spread == 0.0 || mean == 0.0 {
        format!("{segment}: every customer has {} {meter}", words(1.0))
    } else {
        format!(
            "{segment}: the largest fifth has {} times the {meter} of the smallest",
            number::plain(times, 1, frame.locale)
        )
    };
    let bar = |(name, point): (&&'static str, &f64)| {
        let width = format!("{:.2}%", if mean > 0.0 { point / largest * 100.0 } else { 0.0 });
        html! {
            <>
                <dt>{ *name }</dt>
                <dd><svg class="bar" aria-hidden="true"><rect {width} height="14" rx="1" /></svg></dd>
                <dd class="figure-of">{ words(*point) }</dd>
            </>
        }
    };
    html! {
        <figure class="figure" key={meter.to_owned()}>
            <figcaption class="bare"><b>{ finding }</b><span class="measure">{ format!("{meter} of a new customer, five equal groups") }</span></figcaption>
            <dl class="sizes">{ for FIFTHS.iter().zip(&points).map(bar) }</dl>
        </figure>
    }
}
