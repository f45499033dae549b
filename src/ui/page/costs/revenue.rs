//! This file holds the cost of revenue: a line each with what it grows with, and what payments cost.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;

use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::Reset;
use crate::ui::control::Select;
use crate::ui::control::options;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::bin;
use crate::ui::page::parts::objects;
use crate::ui::refused::group;

const COGS: &str = "/costs/cogs";

/// Every line of the cost of revenue, and the fees of payments.
#[component]
pub fn Revenue() -> Html {
    let frame = use_frame();
    let objects = objects(&frame, COGS);
    let add = {
        let objects = objects.clone();
        Callback::from(move |_: MouseEvent| {
            objects.add("New cost", json!({"name": "", "basis": {"per": "revenue", "share": 0.01}}));
        })
    };
    html! {
        <>
            <section class="section">
                <h2>{ "Cost of revenue" }<small>{ "grows with sales" }</small></h2>
                for id in frame.front.keys(COGS) { <Line key={id.as_str()} id={id.clone()} /> }
                <button type="button" class="btn line add" onclick={add}><Icon name="plus" />{ "Cost of revenue" }</button>
                { objects.trouble() }
            </section>
            <section class="section">
                <h2>{ "Payments" }<small>{ "kept by the provider" }</small></h2>
                <FieldRow path="/costs/payment_share" label="Share of what is billed" />
                <FieldRow path="/costs/payment_fixed" />
            </section>
        </>
    }
}

/// What a line needs.
#[derive(Properties, PartialEq)]
struct Props {
    id: AttrValue,
}

#[component]
fn Line(props: &Props) -> Html {
    let frame = use_frame();
    let objects = objects(&frame, COGS);
    let at = format!("{COGS}/{}", props.id);
    let basis = format!("{at}/basis");
    let Some(input) = frame.input(&basis) else { return html! {} };
    let name = frame.front.value(&format!("{at}/name")).and_then(Value::as_str).unwrap_or_default().to_owned();
    let per = input.value.get("per").and_then(Value::as_str).unwrap_or_default().to_owned();
    let on_pick = {
        let (frame, basis, now) = (frame.clone(), basis.clone(), input.value.clone());
        Callback::from(move |per: AttrValue| {
            let meter = frame.front.named("meters").first().map(|(id, _)| id.to_string());
            frame.set(&basis, turned(&now, &per, meter), group(&basis, next_gesture()));
        })
    };
    let on_reset = {
        let (frame, basis) = (frame.clone(), basis.clone());
        Callback::from(move |()| frame.reset(&basis))
    };
    let remove = {
        let (objects, id) = (objects, props.id.clone());
        Callback::from(move |_: MouseEvent| objects.remove(&id))
    };
    let meters = !frame.front.named("meters").is_empty();
    let (mut options, _) = options(&frame.front, &input.field.shape, &input.value);
    options.retain(|(key, _)| meters || key != "unit");
    html! {
        <div class="object" role="group" aria-label={name.clone()}>
            <div class="line-head">
                <Field path={format!("{at}/name")} label={format!("Name of {name}")} />
                { bin(format!("Remove {name}"), remove) }
            </div>
            <div class="line-parts">
                <span class="held-field">
                    <Select id={id_of(&basis)} label={format!("{name} grows with")} {options} value={per.clone()} changed={input.changed} {on_pick} />
                    if input.changed { <Reset label={format!("what {name} grows with")} onclick={on_reset} /> }
                </span>
                if per == "unit" { <Field path={format!("{basis}/meter")} label={format!("{name}: counted in")} /> }
                if per == "revenue" {
                    <Field path={format!("{basis}/share")} label={format!("{name}: share of revenue")} />
                } else {
                    <Field path={format!("{basis}/amount")} label={format!("{name}: amount a month")} />
                }
            </div>
        </div>
    }
}

/// The basis as another kind; an amount stays an amount.
fn turned(now: &Value, per: &str, meter: Option<String>) -> Value {
    let amount = now.get("amount").cloned().unwrap_or_else(|| json!(1));
    match per {
        "revenue" => json!({"per": "revenue", "share": 0.05}),
        "unit" => json!({"per": "unit", "meter": meter, "amount": amount}),
        per => json!({"per": per, "amount": amount}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_stays_when_the_basis_changes() {
        let customer = json!({"per": "customer", "amount": 14});
        assert_eq!(turned(&customer, "free", None), json!({"per": "free", "amount": 14}));
        let unit = json!({"per": "unit", "meter": "seats", "amount": 14});
        assert_eq!(turned(&customer, "unit", Some("seats".into())), unit);
        assert_eq!(turned(&unit, "revenue", None), json!({"per": "revenue", "share": 0.05}));
    }
}
