//! This file holds the competitors: what prospects may buy instead, and how prices compare for a given need.

use rust_decimal::Decimal;
use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_state;
use yew::use_state_eq;

use crate::billing::cost_a_month;
use crate::chart::Table;
use crate::number;
use crate::number::Number;
use crate::number::UNDEFINED;
use crate::pricing::Interval;
use crate::pricing::Offer;
use crate::projection::Buyer;
use crate::projection::price_list;
use crate::projection::with_offers;
use crate::shape::Unit;
use crate::shape::capital;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::NumberInput;
use crate::ui::control::Select;
use crate::ui::control::TableTwin;
use crate::ui::control::Typed;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::bin;
use crate::ui::page::parts::objects;
use crate::ui::page::pricing::who;
use crate::ui::words::Style;
use crate::ui::words::from_f64;

/// Path of the competitors.
const COMPETITORS: &str = "/competitors";

/// Units a month that a person typed, by place of the segment and id of the meter.
type Need = std::collections::BTreeMap<(usize, String), Decimal>;

/// The section.
#[component]
pub fn Competitors() -> Html {
    let frame = use_frame();
    let segment = use_state(|| 0_usize);
    let need = use_state_eq(Need::new);
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
                <p class="help">{ "A segment without a worth does not know it. One that only a scenario has enters the market there; in the base it was there when conversion was observed. Competitors are weighed by those who decide to buy: customers you have do not react to their moves." }</p>
            }
            <h3>{ "Prices for a need" }</h3>
            <div class="row which"><label for="need">{ "Prices for a customer of" }</label>
                <Select id="need" label="Prices for a customer of" {options} value={at.to_string()} {on_pick} /></div>
            { for quantities(&frame, at, &need) }
            <TableTwin caption="Price comparison" table={comparison(&frame, at, &need)} />
            if !model.competitors.is_empty() {
                <p class="help">{ "A competitor’s price for each unit follows the need; any other is what a customer of the segment pays there, whatever the need." }</p>
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
            <FieldRow path={format!("{path}/meter")} />
            for (segment, called) in frame.front.named("segments") {
                <FieldRow key={segment.to_string()} path={format!("{path}/values/{segment}")} label={AttrValue::from(format!("Worth to {called}"))} />
            }
        </div>
    }
}

/// How much of a meter is needed: as typed, else what a new customer of the segment has.
fn needed(frame: &Frame, segment: usize, need: &Need, meter: &str) -> Decimal {
    let usage = || {
        let (_, segment) = frame.front.projection.case.last().segments.get_index(segment)?;
        segment.usage.get(meter).map(|usage| from_f64(usage.mean))
    };
    need.get(&(segment, meter.to_owned())).copied().or_else(usage).unwrap_or_default()
}

/// A field for each meter.
fn quantities(frame: &Frame, segment: usize, need: &UseStateHandle<Need>) -> Vec<Html> {
    let (currency, locale) = (frame.workspace().currency, frame.locale);
    let style = Style { unit: Unit::Count, low: 0.0, high: 1e9, whole: false, exact: true, currency, locale };
    let field = |(id, meter): (&String, &crate::workspace::model::Meter)| {
        let on_edit = {
            let (need, key) = (need.clone(), (segment, id.clone()));
            Callback::from(move |typed: Typed| {
                let mut now = (*need).clone();
                now.insert(key.clone(), typed.value.unwrap_or_default());
                need.set(now);
            })
        };
        let (at, label) = (format!("need-{id}"), format!("Need: {} a month", meter.name));
        html! {
            <div class="row" key={format!("{segment}-{id}")}><label for={at.clone()}>{ capital(&meter.name) }<span class="help">{ "a month" }</span></label>
                <NumberInput id={at} {label} {style} value={Some(needed(frame, segment, need, id))} {on_edit} /></div>
        }
    };
    frame.front.projection.case.last().meters.iter().map(field).collect()
}

/// What each plan costs for a need, what a new customer of the segment is expected to pay for it and for each competitor,
/// and who takes it.
fn comparison(frame: &Frame, segment: usize, need: &Need) -> Table {
    let projection = &frame.front.projection;
    let (t, model) = (projection.months - 1, projection.case.last());
    let (currency, base) = (frame.workspace().currency, &frame.workspace().base);
    let exact = |value: Decimal| number::money(value, currency, frame.locale);
    let hand = |value: f64| exact(from_f64(value));
    let share = |value: f64| number::share(from_f64(value), 1, frame.locale);
    let rates = &projection.rates.segments[segment];
    let bills = &who::bills(projection, t)[segment];
    let quantities: Vec<_> = model.meters.keys().map(|id| needed(frame, segment, need, id)).collect();
    let versions = price_list(&projection.case, base, Some(t));
    let cost = |at: usize| {
        let cost = |offers: &[&Offer<'_>]| cost_a_month(offers, &quantities, Interval::Monthly);
        with_offers(model, &versions[at], &[], Buyer::new(currency), |id, _| id.to_owned(), cost)
    };
    let plans = model.plans.values().zip(bills).zip(&rates.shares[t]).enumerate().map(|(at, ((plan, bill), taken))| {
        let cost = cost(at).map_or_else(|_| UNDEFINED.to_owned(), exact);
        vec![plan.name.clone(), cost, hand(*bill), share(*taken)]
    });
    let id = model.segments.get_index(segment).map_or("", |(id, _)| id.as_str());
    let usual = Need::new();
    let bill = |rival: &crate::workspace::model::Competitor, need: &Need| {
        let units = |meter: &str| needed(frame, segment, need, meter).to_f64();
        hand(rival.bill(id, units, t, projection.start))
    };
    let rivals = model.competitors.values().zip(&rates.lost_to[t]);
    let rivals =
        rivals.map(|(rival, taken)| vec![rival.name.clone(), bill(rival, need), bill(rival, &usual), share(*taken)]);
    let nothing = 1.0 - rates.conversion[t] - rates.lost_to[t].iter().sum::<f64>();
    let nothing = vec!["Buy nothing".to_owned(), hand(0.0), hand(0.0), share(nothing.max(0.0))];
    let rows = plans.chain(rivals).chain([nothing]).collect();
    let headers = ["", "For this need", "New customers on average", "Prospects who take it"];
    Table { headers: headers.map(str::to_owned).to_vec(), rows }
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
