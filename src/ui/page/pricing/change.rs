//! This file says what prices were observed at, and where their change is rolled out.

use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::component;
use yew::html;

use super::list::headline;
use super::list::prices;
use super::words::Hand;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::page::PAGES;
use crate::ui::session::Action;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::value_words;

/// The way to the page where price changes reach existing customers.
pub fn rolled_out(frame: &Frame) -> Html {
    let model = frame.front.projection.case.last();
    let later = model.price_changes.len();
    let session = frame.session.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        if let Some(page) = PAGES.iter().find(|page| page.id == "rollout") {
            session.dispatch(Action::Turn(page));
        }
    });
    let said = match later {
        0 => String::new(),
        1 => "One later price change.".to_owned(),
        more => format!("{more} later price changes."),
    };
    html! {
        <section class="section" aria-label="Price change">
            <h2>{ "Price change" }<small>{ "how the list reaches existing customers" }</small></h2>
            <p>{ reached(frame, model) }{ " " }{ said }{ " " }<a href="#rollout" {onclick}>{ "Roll it out" }</a></p>
        </section>
    }
}

/// From when new customers pay the list in front, and what it means for the others.
fn reached(frame: &Frame, model: &Model) -> String {
    let from = model.rollout.from.unwrap_or(frame.workspace().start).label();
    let existing = frame.front.field("/rollout/existing").zip(frame.front.value("/rollout/existing"));
    let existing = existing.map(|(field, value)| {
        value_words(value, &field.shape, frame.front.model(), frame.workspace().currency, frame.locale)
    });
    let existing = existing.unwrap_or_default();
    let groups = match model.rollout.groups.len() {
        0 => String::new(),
        1 => ", but for one group".to_owned(),
        more => format!(", but for {more} groups"),
    };
    format!("New customers pay this list from {from}. Existing customers {existing}{groups}.")
}

/// At which prices demand was observed, and the action that takes today's for them.
#[component]
pub fn ObservedAt() -> Html {
    let frame = use_frame();
    let hand = Hand { currency: frame.workspace().currency, locale: frame.locale };
    let model = frame.front.projection.case.last();
    let base = &frame.workspace().base;
    let mut then = model.clone();
    let mut differing = 0;
    for (id, plan) in &mut then.plans {
        let seen = plan.observed.clone().or_else(|| base.plans.get(id).and_then(|plan| plan.observed.clone()));
        let charges = seen.map(|seen| seen.charges).or_else(|| base.plans.get(id).map(|plan| plan.charges.clone()));
        if let Some(charges) = charges {
            differing += usize::from(charges != plan.charges);
            plan.charges = charges;
        }
    }
    let (now, then) = (prices(model), prices(&then));
    let words = |id: &String| {
        let (now, then) = (headline(&now, id)?, headline(&then, id)?);
        let tail = if now.value == then.value { String::new() } else { format!(" (now {})", hand.of(now, now.value)) };
        Some(format!("{} {}{tail}", then.plan_name, hand.of(then, then.value)))
    };
    let said: Vec<String> = model.plans.keys().filter_map(words).collect();
    let observe = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| frame.edit(Edit::Observe { scenario: frame.session.scenario.clone() }))
    };
    html! {
        <section class="section" aria-label="Observed at">
            <h2>{ "Observed at" }<small>{ "the list conversion and mix were seen under" }</small></h2>
            <p>{ said.join(" · ") }</p>
            if differing > 0 {
                <button type="button" class="btn line" onclick={observe}>{ "Treat today's prices as observed" }</button>
                <p class="help">{ "Conversion and mix are then taken as seen at the prices in front: nobody reacts to the change any more." }</p>
            }
        </section>
    }
}
