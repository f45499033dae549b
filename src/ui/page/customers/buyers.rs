//! This file holds who buys: conversion, reaction to price, contract and plan mix of a segment.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;

use crate::json::FromJson;
use crate::number;
use crate::pricing::discount_points;
use crate::ui::control::FieldRow;
use crate::ui::control::ShareEditor;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::named_plans;
use crate::ui::words::from_f64;
use crate::workspace::model::Negotiated;

/// What a segment's inputs need.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The segment.
    pub id: AttrValue,
}

/// Who buys in a segment.
#[component]
pub fn Buyers(props: &Props) -> Html {
    let frame = use_frame();
    let at = format!("/segments/{}", props.id);
    let row = |key: &str| html! { <FieldRow path={format!("{at}/{key}")} /> };
    let free = frame.front.projection.rates.free.iter().any(|free| *free);
    html! {
        <>
            <section class="section">
                <h2>{ "Who buys" }<small>{ "at the observed prices" }</small></h2>
                { row("conversion") }
                { row("elasticity") }
                { row("nesting") }
                { row("annual_share") }
                if free {
                    { row("free_conversion") }
                    { row("free_churn") }
                }
            </section>
            { negotiated(&frame, &at) }
            <section class="section">
                <h2>{ "Plan mix" }<small>{ "of those who buy, at the observed prices" }</small></h2>
                <ShareEditor path={format!("{at}/mix")} />
            </section>
        </>
    }
}

/// What the segment negotiates off the list, with the discounts of five equal groups.
fn negotiated(frame: &Frame, at: &str) -> Html {
    let path = format!("{at}/negotiated");
    let put = |value: Value| {
        let (frame, path) = (frame.clone(), path.clone());
        Callback::from(move |_: MouseEvent| frame.set(&path, value.clone(), String::new()))
    };
    let found = frame.front.value(&path).and_then(|value| Negotiated::from_json(value).ok());
    let Some(Negotiated { mean, spread, .. }) = found else {
        return html! {
            <section class="section" aria-label="Negotiated discount">
                <h2>{ "Negotiated discount" }</h2>
                <p class="muted">{ "None: everybody pays the list." }</p>
                <button type="button" class="btn line" onclick={put(json!({"mean": 0.15, "spread": 0.1}))}><Icon name="plus" />{ "Discount" }</button>
            </section>
        };
    };
    let points = discount_points(mean, spread);
    let percent = |share: f64| number::share(from_f64(share), 1, frame.locale);
    let words = format!(
        "{} off on average, spread between 0 and 100\u{a0}%: of five equal groups the first gets {}, the last {}.",
        percent(mean),
        percent(points[0]),
        percent(points[points.len() - 1]),
    );
    html! {
        <section class="section" aria-label="Negotiated discount">
            <h2>{ "Negotiated discount" }<small>{ "off the plan's own bill" }</small></h2>
            <FieldRow path={format!("{path}/mean")} />
            <FieldRow path={format!("{path}/spread")} />
            { named_plans(frame, &format!("{path}/plans"), "Only on", "Negotiated discount") }
            <p class="muted">{ words }</p>
            <button type="button" class="btn line" onclick={put(Value::Null)}>{ "No discount" }</button>
        </section>
    }
}
