//! This file edits the charges of a plan: price model, meter, prices, tiers; wherever charges stand in the model.

use serde_json::Value;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_state;

use super::convert::converted;
use super::convert::models;
use super::invoice::charge_name;
use super::terms::terms;
use crate::json::FromJson;
use crate::pricing::Charge;
use crate::shape::Field;
use crate::shape::Shape;
use crate::shape::capital;
use crate::ui::control::FieldRow;
use crate::ui::control::Item;
use crate::ui::control::Menu;
use crate::ui::control::Reset;
use crate::ui::control::Select;
use crate::ui::control::TierEditor;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::workspace::Edit;
use crate::workspace::Map;
use crate::workspace::fresh_id;

/// What the editor needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Path of the map of charges: `/plans/pro/charges`, `/price_changes/spring/plans/pro`.
    pub path: AttrValue,
    /// Whose charges they are.
    pub owner: AttrValue,
}

/// All charges at a path, with adding and removing.
#[component]
pub fn Charges(props: &Props) -> Html {
    let frame = use_frame();
    let charges = charges_at(&frame, &props.path);
    let only = charges.len() == 1;
    let items = models().iter().map(|variant| {
        let (frame, path, key) = (frame.clone(), props.path.clone(), variant.key);
        Item::new(variant.label, "", Callback::from(move |()| add(&frame, &path, key)))
    });
    let face = html! { <><Icon name="plus" />{ "Charge" }</> };
    html! {
        <div class="charges">
            for (id, charge) in charges.iter() {
                <OneCharge key={id.as_str()} path={AttrValue::from(format!("{}/{id}", props.path))} owner={props.owner.clone()}
                    name={AttrValue::from(charge_name(frame.front.projection.case.last(), id, charge))} {only} />
            }
            <Menu label={format!("Add a charge to {}", props.owner)} class="line" {face} items={items.collect::<Vec<_>>()} />
        </div>
    }
}

fn charges_at(frame: &Frame, path: &str) -> Map<Charge> {
    frame.front.value(path).and_then(|value| Map::<Charge>::from_json(value).ok()).unwrap_or_default()
}

/// Adds a charge of a price model, free of charge until a price is typed.
fn add(frame: &Frame, path: &str, key: &str) {
    let charges = charges_at(frame, path);
    let meter = frame.front.named("meters").first().map(|(id, _)| id.to_string()).unwrap_or_default();
    let name = if key == "flat" { "fee" } else { meter.as_str() };
    let edit = Edit::Insert {
        scenario: frame.session.scenario.clone(),
        collection: path.to_owned(),
        id: fresh_id(name, &charges),
        value: converted(&Value::Null, key, &meter),
    };
    frame.edit(edit);
}

/// What one charge needs.
#[derive(Properties, PartialEq)]
struct OneProps {
    path: AttrValue,
    owner: AttrValue,
    name: AttrValue,
    only: bool,
}

#[component]
fn OneCharge(props: &OneProps) -> Html {
    let frame = use_frame();
    let more = use_state(|| None::<bool>);
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let Shape::Union { tag, variants } = input.field.shape else { return html! {} };
    let key = input.value.get(tag).and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some(variant) = variants.iter().find(|variant| variant.key == key) else { return html! {} };
    let title = format!("{}, {}", props.owner, props.name);
    let on_pick = {
        let (frame, path, before) = (frame.clone(), props.path.clone(), input.value.clone());
        Callback::from(move |key: AttrValue| {
            let meter = frame.front.named("meters").first().map(|(id, _)| id.to_string()).unwrap_or_default();
            frame.set(&path, converted(&before, &key, &meter), String::new());
        })
    };
    let remove = {
        let (frame, path) = (frame.clone(), props.path.clone());
        Callback::from(move |_: MouseEvent| {
            frame.edit(Edit::Remove { scenario: frame.session.scenario.clone(), path: path.to_string() });
        })
    };
    let reset = {
        let (frame, path) = (frame.clone(), props.path.clone());
        Callback::from(move |()| frame.reset(&path))
    };
    let was = input.inherited.get(tag).and_then(Value::as_str);
    let changed = input.changed && was != Some(key.as_str());
    let options: Vec<_> = variants.iter().map(|variant| (variant.key.into(), variant.label.into())).collect();
    html! {
        <div class="charge" role="group" aria-label={title.clone()}>
            <div class="row">
                <label for={id_of(&props.path)}><b>{ props.name.clone() }</b></label>
                <Select id={id_of(&props.path)} label={format!("{title}: price model")} {options} value={key} {changed} {on_pick} />
                if changed { <Reset label={title.clone()} onclick={reset} /> }
                <button type="button" class="btn" disabled={props.only} aria-label={format!("Remove {title}")} onclick={remove}><Icon name="bin" /></button>
            </div>
            for field in variant.fields.iter().filter(|field| !Charge::is_adjustment(field.key)) {
                if matches!(field.shape, Shape::List { .. }) {
                    <TierEditor key={format!("{}-{}", variant.key, field.key)} path={format!("{}/{}", props.path, field.key)} />
                } else {
                    <FieldRow path={format!("{}/{}", props.path, field.key)} />
                }
            }
            { adjustments(&props.path, &title, variant.fields, &input.value, &more) }
        </div>
    }
}

/// What surrounds the price, closed until somebody wants it or uses some of it; rendered only while open.
fn adjustments(path: &str, title: &str, fields: &[Field], charge: &Value, more: &UseStateHandle<Option<bool>>) -> Html {
    let own = fields.iter().filter(|field| Charge::is_adjustment(field.key));
    let used = own.clone().filter(|field| charge.get(field.key).is_some_and(|value| !value.is_null())).count();
    let open = (**more).unwrap_or(used > 0);
    let onclick = {
        let more = more.clone();
        Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            more.set(Some(!open));
        })
    };
    html! {
        <details class="terms" {open}>
            <summary {onclick} data-holds={path.to_owned()} aria-label={format!("{title}: units, discounts and limits")}>
                { "Units, discounts and limits" }
                if used > 0 && !open { <small>{ format!(" {used} set") }</small> }
            </summary>
            if open {
                for field in own {
                    <FieldRow path={format!("{path}/{}", field.key)} />
                }
            }
        </details>
    }
}

/// Everything else a plan's bill depends on, and what it is like.
#[derive(Properties, PartialEq)]
pub struct PlanProps {
    /// Id of the plan.
    pub id: AttrValue,
}

/// One plan opened: its charges, limits and kin.
#[component]
pub fn OpenPlan(props: &PlanProps) -> Html {
    let frame = use_frame();
    let at = format!("/plans/{}", props.id);
    let name = frame.front.name_of("plans", &props.id);
    let free = frame.front.value(&format!("{at}/free")) == Some(&Value::Bool(true));
    html! {
        <section class="section opened" id={format!("plan-{}", props.id)} aria-label={format!("Charges of {name}")}>
            <h2>{ capital(&name) }<small>{ "how its bill is made" }</small></h2>
            if free {
                <p class="muted">{ "A free plan has no charges; its accounts are counted apart from customers." }</p>
            } else {
                <Charges path={format!("{at}/charges")} owner={AttrValue::from(name)} />
                <FieldRow path={format!("{at}/minimum")} />
                <FieldRow path={format!("{at}/maximum")} />
                <FieldRow path={format!("{at}/annual_discount")} />
                { terms(&frame, &props.id) }
            }
            <FieldRow path={format!("{at}/churn_factor")} />
            <FieldRow path={format!("{at}/like")} />
        </section>
    }
}
