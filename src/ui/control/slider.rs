//! This file holds the slider: the browser's range over a drawn track, with a mark where the base stands.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use web_sys::InputEvent;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

/// What a slider needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its name.
    pub label: AttrValue,
    /// Where it stands.
    pub value: f64,
    /// The value in words.
    pub words: AttrValue,
    /// Left end.
    pub low: f64,
    /// Right end.
    pub high: f64,
    /// One arrow key.
    pub step: f64,
    /// Where the mark of the base stands; none where nothing is changed.
    #[prop_or_default]
    pub mark: Option<f64>,
    /// Each new value while it is dragged.
    pub on_input: Callback<f64>,
}

/// A slider.
#[component]
pub fn Slider(props: &Props) -> Html {
    let part = |value: f64| ((value - props.low) / (props.high - props.low)).clamp(0.0, 1.0) * 100.0;
    let oninput = props.on_input.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            oninput.emit(input.value_as_number());
        }
    });
    html! {
        <span class="slider">
            <svg aria-hidden="true">
                <rect class="track" x="0" y="50%" width="100%" height="4" rx="2" transform="translate(0 -2)" />
                <rect class="done" x="0" y="50%" width={format!("{:.2}%", part(props.value))} height="4" rx="2" transform="translate(0 -2)" />
                if let Some(mark) = props.mark {
                    <rect class="mark-base" x={format!("{:.2}%", part(mark))} y="50%" width="2" height="12" transform="translate(-1 -6)" />
                }
            </svg>
            <input type="range" aria-label={props.label.clone()} aria-valuetext={props.words.clone()} min={props.low.to_string()}
                max={props.high.to_string()} step={props.step.to_string()} value={props.value.to_string()} {oninput} />
        </span>
    }
}
