//! This file holds who buys: conversion, reaction to price, contract and plan mix of a segment.

use yew::AttrValue;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

use crate::ui::control::FieldRow;
use crate::ui::control::ShareEditor;
use crate::ui::frame::use_frame;

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
                <FieldRow path={format!("{at}/elasticity")} slider={(-4.0, 0.0)} />
                { row("nesting") }
                { row("annual_share") }
                if free {
                    { row("free_conversion") }
                    { row("free_churn") }
                }
            </section>
            <section class="section">
                <h2>{ "Plan mix" }<small>{ "of those who buy, at the observed prices" }</small></h2>
                <ShareEditor path={format!("{at}/mix")} />
            </section>
        </>
    }
}
