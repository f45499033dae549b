//! This file holds the fixed costs, by department.

use serde_json::Value;
use serde_json::json;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::component;
use yew::html;

use crate::ui::control::Field;
use crate::ui::control::Item;
use crate::ui::control::Menu;
use crate::ui::figures::Figures;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::Objects;
use crate::ui::page::parts::objects;
use crate::workspace::model::DEPARTMENTS;

const FIXED: &str = "/costs/fixed";

/// Fixed costs under the heading of their department, with what each department costs in the first month.
#[component]
pub fn FixedCosts() -> Html {
    let frame = use_frame();
    let objects = objects(&frame, FIXED);
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
            { for lines.iter().map(|id| line(frame, objects, id, key)) }
            <button type="button" class="btn line add" onclick={add} aria-label={format!("Add a cost to {name}")}><Icon name="plus" />{ "Cost" }</button>
        </div>
    }
}

/// A cost: name, amount, and a menu that moves it to another department or takes it out.
fn line(frame: &Frame, objects: &Objects, id: &str, own: &str) -> Html {
    let at = format!("{FIXED}/{id}");
    let name = frame.front.value(&format!("{at}/name")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let others = DEPARTMENTS.iter().filter(|(key, _)| *key != own);
    let mut items: Vec<Item> = others
        .map(|(key, department)| {
            let (objects, edit) = (objects.clone(), frame.setting(&format!("{at}/department"), (*key).into()));
            let action = Callback::from(move |()| objects.run(edit.clone()));
            Item::new(format!("Move to {department}"), "", action)
        })
        .collect();
    let remove = {
        let (objects, id) = (objects.clone(), id.to_owned());
        Callback::from(move |()| objects.remove(&id))
    };
    items.push(Item::new("Remove", "bin", remove).ruled());
    html! {
        <div class="object cost" key={id} role="group" aria-label={name.clone()}>
            <Field path={format!("{at}/name")} label={format!("Name of {name}")} />
            <span class="line-parts"><Field path={format!("{at}/amount")} label={format!("{name}: amount a month")} /></span>
            <Menu label={format!("More for {name}")} face={html! { <Icon name="more" /> }} {items} />
        </div>
    }
}
