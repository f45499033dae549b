//! This file holds the cash settings: what is there at the start, and when invoices are paid.

use yew::Html;
use yew::component;
use yew::html;

use crate::ui::control::FieldRow;

/// Opening cash and receivables, payment time, discount rate.
#[component]
pub fn Cash() -> Html {
    html! {
        <section class="section">
            <h2>{ "Cash" }<small>{ "at the start, and how it comes in" }</small></h2>
            <FieldRow path="/finance/opening_cash" />
            <FieldRow path="/finance/opening_receivables" />
            <FieldRow path="/finance/collection_months" />
            <FieldRow path="/finance/discount_rate" />
        </section>
    }
}
