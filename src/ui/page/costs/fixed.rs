//! This file holds the fixed costs, by department.

use serde_json::Value;
use serde_json::json;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::component;
use yew::html;

use crate::ui::control::Field;
use crate::ui::figures::Figures;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::Objects;
use crate::ui::page::parts::bin;
use crate::ui::page::parts::use_objects;

const FIXED: &str = "/costs/fixed";
const DEPARTMENTS: [(&str, &str); 3] = [
    ("sales", "Sales and marketing"),
    ("research", "Research and development"),
    ("general", "General and administrative"),
];

/// Fixed costs under the heading of their department, with what each department costs in the first month.
#[component]
pub fn FixedCosts() -> Html {
    let frame = use_frame();
    let objects = use_objects(&frame, FIXED);
    html! {
        <section class="section">
            <h2>{ "Fixed costs" }<small>{ "a month, whatever is sold" }</small></h2>
            for (key, name) in DEPARTMENTS { { department(&frame, &objects, key, name) } }
            { objects.trouble() }
        </section>
    }
}

fn department(frame: &Frame, objects: &Objects, key: &'static str, name: &'static str) -> Html {
    let lines: Vec<String> = frame
        .front
        .keys(FIXED)
        .into_iter()
        .filter(|id| frame.front.value(&format!("{FIXED}/{id}/department")).and_then(Value::as_str) == Some(key))
        .collect();
    let add = {
        let objects = objects.clone();
        Callback::from(move |_: MouseEvent| {
            objects.add("New cost", json!({"name": "", "department": key, "amount": 1000}));
        })
    };
    let totals = &frame.front.projection.ledger.totals[0];
    let sum = match key {
        "sales" => totals.sales,
        "research" => totals.research,
        _ => totals.general,
    };
    let figures = Figures { currency: frame.workspace().currency, locale: frame.locale };
    html! {
        <div class="department" key={key} role="group" aria-label={name}>
            <h3>{ name }<span class="muted">{ figures.words(Some(sum), crate::shape::Unit::Money) }</span></h3>
            { for lines.iter().map(|id| line(frame, objects, id)) }
            <button type="button" class="btn line add" onclick={add} aria-label={format!("Add a cost to {name}")}><Icon name="plus" />{ "Cost" }</button>
        </div>
    }
}

fn line(frame: &Frame, objects: &Objects, id: &str) -> Html {
    let at = format!("{FIXED}/{id}");
    let name = frame.front.value(&format!("{at}/name")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let remove = {
        let (objects, id) = (objects.clone(), id.to_owned());
        Callback::from(move |_: MouseEvent| objects.remove(&id))
    };
    html! {
        <div class="object" key={id} role="group" aria-label={name.clone()}>
            <div class="line-head">
                <Field path={format!("{at}/name")} label={format!("Name of {name}")} />
                { bin(format!("Remove {name}"), remove) }
            </div>
            <div class="line-parts">
                <Field path={format!("{at}/department")} label={format!("{name}: department")} />
                <Field path={format!("{at}/amount")} label={format!("{name}: amount a month")} />
            </div>
        </div>
    }
}
