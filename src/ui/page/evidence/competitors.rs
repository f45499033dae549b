//! This file holds the competitors: what prospects may buy instead, and how prices compare for a given need.

use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::component;
use yew::html;
use yew::use_state;

use crate::chart::Table;
use crate::number;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::Select;
use crate::ui::control::TableTwin;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::bin;
use crate::ui::page::parts::objects;
use crate::ui::page::pricing::who;
use crate::ui::words::from_f64;

/// Path of the competitors.
const COMPETITORS: &str = "/competitors";

/// The section.
#[component]
pub fn Competitors() -> Html {
    let frame = use_frame();
    let segment = use_state(|| 0_usize);
    let model = frame.front.projection.case.last();
    let onclick = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| add(&frame))
    };
    let segments = frame.front.named("segments");
    let options =
        segments.iter().enumerate().map(|(at, (_, name))| (at.to_string().into(), name.clone())).collect::<Vec<_>>();
    let on_pick = {
        let segment = segment.clone();
        Callback::from(move |at: AttrValue| segment.set(at.parse().unwrap_or(0)))
    };
    let at = (*segment).min(segments.len().saturating_sub(1));
    html! {
        <section class="section" aria-label="Competitors">
            <h2>{ "Competitors" }<small>{ "what prospects may buy instead" }</small></h2>
            if model.competitors.is_empty() {
                <p class="muted">{ "None named: who does not buy is said to buy nothing." }</p>
            }
            for id in model.competitors.keys() { { competitor(&frame, id) } }
            <button type="button" class="btn line" {onclick}><Icon name="plus" />{ "Competitor" }</button>
            { objects(&frame, COMPETITORS).trouble() }
            if !model.competitors.is_empty() {
                <p class="help">{ "A segment without a worth does not know it. One that only a scenario has enters the market there; in the base it was there when conversion was observed." }</p>
                <div class="row which"><label for="need">{ "Prices for a customer of" }</label>
                    <Select id="need" label="Prices for a customer of" {options} value={at.to_string()} {on_pick} /></div>
                <TableTwin caption="Price comparison" table={comparison(&frame, at)} />
            }
        </section>
    }
}

fn competitor(frame: &Frame, id: &str) -> Html {
    let path = format!("{COMPETITORS}/{id}");
    let name = frame.front.name_of("competitors", id);
    let remove = {
        let (frame, id) = (frame.clone(), id.to_owned());
        Callback::from(move |_: MouseEvent| objects(&frame, COMPETITORS).remove(&id))
    };
    html! {
        <div role="group" aria-label={name.clone()} class="later" key={id.to_owned()}>
            <h3 class="line-head"><Field path={format!("{path}/name")} label={format!("Name of {name}")} />{ bin(format!("Remove {name}"), remove) }</h3>
            <FieldRow path={format!("{path}/price")} />
            for (segment, called) in frame.front.named("segments") {
                <FieldRow key={segment.to_string()} path={format!("{path}/values/{segment}")} label={AttrValue::from(format!("Worth to {called}"))} />
            }
        </div>
    }
}

/// What a new customer of a segment is expected to pay for each plan and for each competitor, and who takes it.
fn comparison(frame: &Frame, segment: usize) -> Table {
    let projection = &frame.front.projection;
    let (t, model) = (projection.months - 1, projection.case.last());
    let hand = |value: f64| number::money(from_f64(value), frame.workspace().currency, frame.locale);
    let share = |value: f64| number::share(from_f64(value), 1, frame.locale);
    let rates = &projection.rates.segments[segment];
    let bills = &who::bills(projection, t)[segment];
    let plans = model.plans.values().zip(bills).zip(&rates.shares[t]);
    let plans = plans.map(|((plan, bill), taken)| vec![plan.name.clone(), hand(*bill), share(*taken)]);
    let id = model.segments.get_index(segment).map_or("", |(id, _)| id.as_str());
    let price = |competitor: &crate::workspace::model::Competitor| {
        competitor.prices.get(id).unwrap_or(&competitor.price).at(t, projection.start)
    };
    let rivals = model.competitors.values().zip(&rates.lost_to[t]);
    let rivals = rivals.map(|(rival, taken)| vec![rival.name.clone(), hand(price(rival)), share(*taken)]);
    let nothing = 1.0 - rates.conversion[t] - rates.lost_to[t].iter().sum::<f64>();
    let rows =
        plans.chain(rivals).chain([vec!["Buy nothing".to_owned(), hand(0.0), share(nothing.max(0.0))]]).collect();
    Table { headers: ["", "A month", "Prospects who take it"].map(str::to_owned).to_vec(), rows }
}

/// Adds a competitor that no segment knows yet, so that nothing moves until somebody says what it is worth.
fn add(frame: &Frame) {
    let value = json!({"name": "New competitor", "price": 20, "values": {}});
    let own = objects(frame, COMPETITORS);
    if frame.front.value(COMPETITORS).is_some() {
        own.add("New competitor", value);
    } else {
        let id = own.fresh("New competitor");
        own.run(frame.setting(COMPETITORS, json!({ id: value })));
    }
}
