//! This file lists the coupons: what each takes off, for how long, on which plans, and how many new customers use it.

use serde_json::Value;
use serde_json::json;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::UseStateHandle;
use yew::html;

use crate::pricing::Off;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::frame::Frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::bin;
use crate::ui::page::parts::named_plans;
use crate::ui::page::parts::objects;
use crate::workspace::model::Coupon;
use crate::workspace::model::Lasts;

/// The section; the one added last, `newest`, stands open.
pub fn coupons(frame: &Frame, newest: &UseStateHandle<Option<String>>) -> Html {
    let coupons = &frame.front.projection.case.last().coupons;
    let all = objects(frame, "/coupons");
    let add = {
        let (frame, all, newest) = (frame.clone(), all.clone(), newest.clone());
        Callback::from(move |_: MouseEvent| {
            newest.set(Some(all.add("Coupon", fresh(&frame))));
        })
    };
    let one = |(id, coupon): (&String, &Coupon)| {
        let remove = {
            let (all, id) = (all.clone(), id.clone());
            Callback::from(move |_: MouseEvent| all.remove(&id))
        };
        html! {
            <div class="later" role="group" aria-label={coupon.name.clone()} key={id.clone()}>
                <details class="terms" open={newest.as_ref() == Some(id)}>
                    <summary>{ &coupon.name }<span class="help">{ told(frame, coupon) }</span></summary>
                    { form(frame, id, coupon) }
                </details>
                { bin(format!("Remove {}", coupon.name), remove) }
            </div>
        }
    };
    html! {
        <section class="section" aria-label="Coupons">
            <h2>{ "Coupons" }<small>{ "off the bills of some new customers" }</small></h2>
            { for coupons.iter().map(one) }
            if !coupons.is_empty() {
                <p class="help">{ "As one ends, those who came with it stay, cut seats, take another plan or leave, as when they are repriced." }</p>
            }
            <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Coupon" }</button>
            { all.trouble() }
        </section>
    }
}

/// A fifth off for three months, for one in ten new customers.
fn fresh(frame: &Frame) -> Value {
    let segments = frame.front.keys("/segments").into_iter().map(|id| (id, json!(0.1)));
    let share = segments.collect::<serde_json::Map<_, _>>();
    let off = json!({"kind": "share", "share": "0.2"});
    json!({"name": "", "off": off, "lasts": {"for": "months", "months": 3}, "share": share})
}

/// What it takes off in a line.
fn told(frame: &Frame, coupon: &Coupon) -> String {
    let currency = frame.workspace().currency;
    crate::workspace::Writer { model: frame.front.model(), currency, locale: frame.locale }.coupon(coupon)
}

fn form(frame: &Frame, id: &str, coupon: &Coupon) -> Html {
    let at = format!("/coupons/{id}");
    let segments = frame.front.named("segments");
    let off = if matches!(coupon.off, Off::Share { .. }) { "share" } else { "amount" };
    let used = segments.iter().map(|(segment, name)| {
        html! { <FieldRow path={format!("{at}/share/{segment}")} label={format!("Used by {name}")} /> }
    });
    html! {
        <>
            <div class="row"><span class="label">{ "Name" }</span><Field path={format!("{at}/name")} /></div>
            <FieldRow path={format!("{at}/off")} />
            <FieldRow path={format!("{at}/off/{off}")} />
            <FieldRow path={format!("{at}/lasts")} />
            if matches!(coupon.lasts, Lasts::Months { .. }) { <FieldRow path={format!("{at}/lasts/months")} /> }
            { for used }
            { named_plans(frame, &format!("{at}/plans"), "Only for", &coupon.name) }
            <FieldRow path={format!("{at}/from")} />
            <FieldRow path={format!("{at}/until")} />
        </>
    }
}
