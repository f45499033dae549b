//! This file edits price changes: from when, for which plans, for whom, and a passing offer.

use serde_json::Value;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_state;

use super::groups::groups;
use super::policy::Place;
use super::policy::policy;
use crate::json::ToJson;
use crate::month::Month;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::Item;
use crate::ui::control::Menu;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::pricing::charges::Charges;
use crate::ui::page::pricing::list::headline;
use crate::ui::page::pricing::list::prices;
use crate::ui::page::pricing::words::Hand;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::beyond;
use crate::workspace::fresh_id;
use crate::workspace::model::Existing;
use crate::workspace::model::PriceChange;

/// The section about the list itself.
pub fn list(frame: &Frame) -> Html {
    let model = frame.front.projection.case.last();
    let rollout = &model.rollout;
    let prices = model.plans.iter().filter(|(_, plan)| !plan.free);
    let prices = prices.map(|(id, plan)| (id.clone(), plan.charges.clone())).collect();
    let from = rollout.from.unwrap_or(frame.workspace().start);
    let place = Place { at: "/rollout", from, prices: &prices, offers: &rollout.offers };
    html! {
        <section class="section" aria-label="Price change">
            <h2>{ "Price change" }<small>{ "how the list reaches existing customers" }</small></h2>
            <FieldRow path="/rollout/from" />
            { past(frame, rollout.from) }
            { past(frame, rollout.date.filter(|_| rollout.existing == Existing::Date)) }
            if rollout.from.is_none() { <p class="help">{ format!("Empty: from {}, the first month.", from.label()) }</p> }
            { policy(frame, place) }
            { groups(frame, place, &rollout.groups) }
        </section>
    }
}

/// That a month comes after the last one shown.
fn past(frame: &Frame, month: Option<Month>) -> Html {
    let Some(words) = month.and_then(|month| beyond(frame.workspace(), month)) else { return html! {} };
    html! { <div class="note" role="status"><span aria-hidden="true">{ "!" }</span><p>{ words }{ "." }</p></div> }
}

/// The section about later changes.
pub fn later(frame: &Frame) -> Html {
    let changes = &frame.front.projection.case.last().price_changes;
    let add = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| add(&frame))
    };
    html! {
        <section class="section" aria-label="Later price changes">
            <h2>{ "Later price changes" }</h2>
            if changes.is_empty() { <p class="muted">{ "None: the list stays as it is." }</p> }
            for id in changes.keys() { <Change key={id.as_str()} id={AttrValue::from(id.clone())} /> }
            <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Price change" }</button>
        </section>
    }
}

/// What one change needs.
#[derive(Properties, PartialEq)]
struct Props {
    id: AttrValue,
}

#[component]
fn Change(props: &Props) -> Html {
    let frame = use_frame();
    let open = use_state(|| true);
    let model = frame.front.projection.case.last();
    let Some(change) = model.price_changes.get(props.id.as_str()) else { return html! {} };
    let at = format!("/price_changes/{}", props.id);
    let place = Place { at: &at, from: change.from, prices: &change.plans, offers: &change.offers };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let hand = Hand { currency: frame.workspace().currency, locale: frame.locale };
    html! {
        <div class="later" role="group" aria-label={change.name.clone()}>
            <div class="seen-head">
                <span><b>{ format!("{}, {}", change.name, change.from.label()) }</b><span class="help">{ told(model, change, hand) }</span></span>
                <button type="button" class="btn" aria-expanded={open.to_string()} data-holds={at.clone()} aria-label={format!("Edit {}", change.name)} onclick={toggle}><Icon name="edit" /></button>
                <button type="button" class="btn" aria-label={format!("Remove {}", change.name)} onclick={removing(&frame, at.clone())}><Icon name="bin" /></button>
            </div>
            if *open {
                <div class="row"><span class="label">{ "Name" }</span><Field path={format!("{at}/name")} /></div>
                <FieldRow path={format!("{at}/from")} />
                { past(&frame, Some(change.from)) }
                { past(&frame, change.date.filter(|_| change.existing == Existing::Date)) }
                { policy(&frame, place) }
                { plans(&frame, model, &format!("{at}/plans"), "New prices", &change.plans.keys().cloned().collect::<Vec<_>>()) }
                { offer(&frame, change, &at) }
                { groups(&frame, place, &change.groups) }
            }
        </div>
    }
}

/// The new prices and the policy in a line.
fn told(model: &Model, change: &PriceChange, hand: Hand) -> String {
    let mut then = model.clone();
    for (id, charges) in &change.plans {
        if let Some(plan) = then.plans.get_mut(id) {
            plan.charges = charges.clone();
        }
    }
    let (before, after) = (prices(model), prices(&then));
    let words = |id: &String| {
        let (before, after) = (headline(&before, id)?, headline(&after, id)?);
        Some(format!("{} {} → {}", after.plan_name, hand.of(before, before.value), hand.of(after, after.value)))
    };
    let policy = match change.existing {
        Existing::Keep => "existing customers keep their price".to_owned(),
        Existing::Renewal => "existing customers move at next renewal".to_owned(),
        Existing::Date => format!("existing customers move in {}", change.date.unwrap_or(change.from).label()),
        Existing::Notice if change.notice == Some(1) => "existing customers move after a month's notice".to_owned(),
        Existing::Notice => format!("existing customers move after {} months' notice", change.notice.unwrap_or(0)),
        Existing::Steps => {
            let (steps, every) = (change.steps.unwrap_or(1), change.every.unwrap_or(1));
            let every = if every == 1 { "month".to_owned() } else { format!("{every} months") };
            format!("existing customers move in {steps} steps, one every {every}")
        }
        Existing::Offers => match change.offers.len() {
            1 => "existing customers get the one offer".to_owned(),
            several => format!("existing customers choose one of {several} offers"),
        },
    };
    let offer = change.offer.as_ref().map(|offer| format!("passing offer before {}", offer.until.label()));
    change.plans.keys().filter_map(words).chain([policy]).chain(offer).collect::<Vec<_>>().join("; ")
}

/// The charges of each plan in a map of them, with adding and removing plans.
fn plans(frame: &Frame, model: &Model, at: &str, title: &'static str, listed: &[String]) -> Html {
    let rest = model.plans.iter().filter(|(id, plan)| !plan.free && !listed.contains(id));
    let items: Vec<Item> = rest
        .map(|(id, plan)| {
            let (frame, path, charges) = (frame.clone(), format!("{at}/{id}"), plan.charges.to_json());
            Item::new(plan.name.clone(), "", Callback::from(move |()| frame.set(&path, charges.clone(), String::new())))
        })
        .collect();
    let one = |id: &String| {
        let name = frame.front.name_of("plans", id);
        let path = format!("{at}/{id}");
        html! {
            <div key={id.clone()}>
                <div class="seen-head"><h3>{ format!("{title}: {name}") }</h3>
                    if listed.len() > 1 {
                        <button type="button" class="btn" aria-label={format!("Remove {title}: {name}")} onclick={removing(frame, path.clone())}><Icon name="bin" /></button>
                    }
                </div>
                <Charges path={AttrValue::from(path)} owner={AttrValue::from(format!("{title}, {name}"))} />
            </div>
        }
    };
    html! {
        <>
            { for listed.iter().map(one) }
            if !items.is_empty() {
                <Menu label={format!("{title} for another plan")} class="line" face={html! { <><Icon name="plus" />{ "Plan" }</> }} {items} />
            }
        </>
    }
}

/// The passing offer, or the button that makes one.
fn offer(frame: &Frame, change: &PriceChange, at: &str) -> Html {
    let path = format!("{at}/offer");
    let Some(offer) = &change.offer else {
        let (frame, path) = (frame.clone(), path.clone());
        let until = change.from.plus(12).to_string();
        let value = json!({ "until": until, "plans": change.plans.to_json() });
        let onclick = Callback::from(move |_: MouseEvent| frame.set(&path, value.clone(), String::new()));
        return html! { <button type="button" class="btn line" {onclick}><Icon name="plus" />{ "Passing offer" }</button> };
    };
    stage(frame, offer, &path, "passing offer")
}

/// A price for a time.
pub fn stage(frame: &Frame, offer: &crate::workspace::model::Offer, path: &str, of: &str) -> Html {
    let model = frame.front.projection.case.last();
    let remove = {
        let (frame, path) = (frame.clone(), path.to_owned());
        Callback::from(move |_: MouseEvent| frame.set(&path, Value::Null, String::new()))
    };
    html! {
        <div class="offer">
            <div class="seen-head"><h3>{ format!("For a time: {of}") }</h3>
                <button type="button" class="btn" aria-label={format!("Remove the price before {}: {of}", offer.until.label())} onclick={remove}><Icon name="bin" /></button></div>
            <FieldRow path={format!("{path}/until")} />
            { plans(frame, model, &format!("{path}/plans"), "Passing price", &offer.plans.keys().cloned().collect::<Vec<_>>()) }
        </div>
    }
}

/// What takes something out.
pub fn removing(frame: &Frame, path: String) -> Callback<MouseEvent> {
    let frame = frame.clone();
    Callback::from(move |_: MouseEvent| {
        frame.edit(Edit::Remove { scenario: frame.session.scenario.clone(), path: path.clone() })
    })
}

/// Adds a change half a year after the last, with the prices of the first paid plan as they stand.
fn add(frame: &Frame) {
    let model = frame.front.projection.case.last();
    let Some((plan, content)) = model.plans.iter().find(|(_, plan)| !plan.free) else { return };
    let last: Option<Month> = model.price_changes.values().map(|change| change.from).max().or(model.rollout.from);
    let from = last.unwrap_or(frame.workspace().start).plus(6);
    let charges = content.charges.to_json();
    let value = json!({
        "name": "New prices", "from": from.to_string(), "plans": { plan: charges }, "existing": "renewal", "attention": 0.6,
    });
    let edit = Edit::Insert {
        scenario: frame.session.scenario.clone(),
        collection: "/price_changes".to_owned(),
        id: fresh_id("change", &model.price_changes),
        value,
    };
    frame.edit(edit);
}
