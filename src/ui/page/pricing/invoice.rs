//! This file is the invoice calculator: one customer's bill, line by line, with the words that explain each amount.

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use super::words::Hand;
use crate::number;
use crate::number::Currency;
use crate::pricing::Bill;
use crate::pricing::Charge;
use crate::pricing::Interval;
use crate::pricing::Line;
use crate::pricing::Offer;
use crate::pricing::bill;
use crate::shape::Unit;
use crate::ui::control::NumberInput;
use crate::ui::control::Select;
use crate::ui::control::Typed;
use crate::ui::frame::use_frame;
use crate::ui::words::Style;
use crate::ui::words::from_f64;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::model::Plan;

/// The calculator.
#[component]
pub fn Invoice() -> Html {
    let frame = use_frame();
    let (chosen, interval, typed) =
        (use_state(AttrValue::default), use_state(|| Interval::Monthly), use_state(Map::<Decimal>::new));
    let currency = frame.workspace().currency;
    let model = frame.front.projection.case.last();
    let plans: Vec<(AttrValue, AttrValue)> = frame.front.named("plans");
    let plan = if plans.iter().any(|(id, _)| *id == *chosen) { (*chosen).clone() } else { dearest(model) };
    let meters = metered(model, &plan);
    let made = use_memo(
        (frame.front.clone(), plan.clone(), *interval, (*typed).clone(), frame.locale),
        |(front, plan, interval, typed, locale)| {
            let model = front.projection.case.last();
            let content = model.plans.get(plan.as_str())?;
            let quantities: Vec<_> = model.meters.keys().map(|id| quantity(model, typed, id)).collect();
            Some(with_offer(model, content, currency, |offer| bill(offer, &quantities, *interval, *locale)))
        },
    );
    let on_plan = {
        let chosen = chosen.clone();
        Callback::from(move |id| chosen.set(id))
    };
    let on_interval = {
        let interval = interval.clone();
        Callback::from(move |key: AttrValue| {
            interval.set(if key == "annual" { Interval::Annual } else { Interval::Monthly })
        })
    };
    let intervals = vec![("monthly".into(), "monthly".into()), ("annual".into(), "a year up front".into())];
    let now = if *interval == Interval::Annual { "annual" } else { "monthly" };
    let style =
        Style { unit: Unit::Count, low: 0.0, high: 1e12, whole: false, exact: true, currency, locale: frame.locale };
    let field = |(id, name): &(String, String)| {
        let (typed, key, value) = (typed.clone(), id.clone(), quantity(model, &typed, id));
        let on_edit = Callback::from(move |edit: Typed| {
            let mut next = (*typed).clone();
            next.insert(key.clone(), edit.value.unwrap_or_default());
            typed.set(next);
        });
        let input = format!("invoice-{id}");
        html! {
            <div class="row" key={id.clone()}><label for={input.clone()}>{ capital(name) }</label>
                <NumberInput id={input} label={format!("Invoice: {name}")} {style} value={Some(value)} {on_edit} /></div>
        }
    };
    html! {
        <section class="section invoice" aria-label="Invoice calculator">
            <h2>{ "Invoice" }<small>{ "what one customer pays" }</small></h2>
            <div class="row"><label for="invoice-plan">{ "Plan" }</label>
                <Select id="invoice-plan" label="Invoice: plan" options={plans} value={plan} on_pick={on_plan} /></div>
            <div class="row"><label for="invoice-interval">{ "Paid" }</label>
                <Select id="invoice-interval" label="Invoice: paid" options={intervals} value={now} on_pick={on_interval} /></div>
            { for meters.iter().map(field) }
            if let Some(bill) = made.as_ref() { { lines(Hand { currency, locale: frame.locale }, bill) } }
        </section>
    }
}

fn lines(hand: Hand, bill: &Bill) -> Html {
    let money = |amount: Decimal| number::money(amount, hand.currency, hand.locale);
    let line = |line: &Line| {
        html! { <tr><th scope="row">{ &line.label }<span class="help">{ &line.words }</span></th><td>{ money(line.amount) }</td></tr> }
    };
    let total = |name: &str, amount: Decimal| {
        html! { <tr class="total"><th scope="row">{ name }</th><td><output>{ money(amount) }</output></td></tr> }
    };
    let annual = !bill.monthly.is_empty();
    html! {
        <table>
            <caption class="unseen">{ "Invoice, line by line" }</caption>
            <thead class="unseen"><tr><th scope="col">{ "Line" }</th><th scope="col">{ "Amount" }</th></tr></thead>
            <tbody>
                { for bill.lines.iter().map(line) }
                { total(if annual { "Total, up front" } else { "Total" }, bill.total) }
                { for bill.monthly.iter().map(line) }
                if annual { { total("Total, each month", bill.monthly_total) } }
            </tbody>
        </table>
    }
}

/// Makes a plan the offer a bill is drawn up from.
pub fn with_offer<T>(model: &Model, plan: &Plan, currency: Currency, then: impl FnOnce(&Offer) -> T) -> T {
    let names: Vec<String> = plan.charges.iter().map(|(id, charge)| charge_name(model, id, charge)).collect();
    let charges: Vec<_> = names.iter().map(String::as_str).zip(plan.charges.values()).collect();
    let conditions = plan.conditions();
    let meters = conditions.meters(&model.meters);
    then(&conditions.offer(&charges, &meters, currency, 0))
}

/// What a charge is called: its meter, or for a fee the words of its id.
pub fn charge_name(model: &Model, id: &str, charge: &Charge) -> String {
    let meter = charge.meter().and_then(|meter| model.meters.get(meter));
    capital(&meter.map_or_else(|| id.replace(['-', '_'], " "), |meter| meter.name.clone()))
}

/// With a capital first letter.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn dearest(model: &Model) -> AttrValue {
    let paid = model.plans.iter().rev().find(|(_, plan)| !plan.free);
    paid.or(model.plans.first()).map(|(id, _)| id.clone().into()).unwrap_or_default()
}

/// The meters a plan charges for, by id and name.
fn metered(model: &Model, plan: &str) -> Vec<(String, String)> {
    let charges = model.plans.get(plan).map(|plan| &plan.charges);
    let used = |id: &String| charges.is_some_and(|charges| charges.values().any(|charge| charge.meter() == Some(id)));
    model.meters.iter().filter(|(id, _)| used(id)).map(|(id, meter)| (id.clone(), meter.name.clone())).collect()
}

/// What was typed, or the mean of the first segment in whole units, at least one.
fn quantity(model: &Model, typed: &Map<Decimal>, meter: &str) -> Decimal {
    let usual = || {
        let usage = model.segments.values().find_map(|segment| segment.usage.get(meter));
        from_f64(libm::round(usage.map_or(1.0, |usage| usage.mean)).max(1.0))
    };
    typed.get(meter).copied().unwrap_or_else(usual)
}
