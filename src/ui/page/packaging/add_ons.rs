//! This file is the list of add-ons: price, rules, what they bring, who takes them, and what can be done with them.

use rust_decimal::Decimal;
use serde_json::Value;
use serde_json::json;
use web_sys::HtmlInputElement;
use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::MouseEvent;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::number::Locale;
use crate::number::plain;
use crate::packaging::Rules;
use crate::packaging::advice;
use crate::packaging::bundle_into;
use crate::packaging::take_out;
use crate::ui::control::Field;
use crate::ui::control::FieldRow;
use crate::ui::control::NumberField;
use crate::ui::control::Select;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::objects;
use crate::ui::page::pricing::charges::Charges;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::Writer;
use crate::workspace::model::AddOn;
use crate::workspace::model::Kind;

/// Attach of a new add-on until somebody says better.
const FIRST_ATTACH: f64 = 0.2;

/// The list, the one that is open, and what the rules leave.
#[component]
pub fn AddOns() -> Html {
    let frame = use_frame();
    let open = use_state(|| None::<AttrValue>);
    let model = frame.front.projection.case.last();
    let currency = frame.workspace().currency;
    let told = use_memo(frame.front.clone(), |front| {
        let model = front.projection.case.last();
        (Rules::new(model).count_all(), advice(model, currency))
    });
    let add = {
        let (frame, open) = (frame.clone(), open.clone());
        Callback::from(move |_: MouseEvent| {
            let segments = frame.front.named("segments").into_iter();
            let attach: serde_json::Map<_, _> = segments.map(|(id, _)| (id.to_string(), json!(FIRST_ATTACH))).collect();
            let value = json!({"name": "", "charges": {"fee": {"model": "flat", "amount": "10"}}, "attach": attach});
            open.set(Some(objects(&frame, "/add_ons").add("New add-on", value).into()));
        })
    };
    let row = |(id, add_on): (&String, &AddOn)| {
        let (key, now) = (AttrValue::from(id.clone()), (*open).clone());
        let is_open = now.as_ref() == Some(&key);
        let toggle = {
            let (open, key) = (open.clone(), key.clone());
            Callback::from(move |_: MouseEvent| open.set((!is_open).then(|| key.clone())))
        };
        html! {
            <tr key={id.clone()}>
                <th scope="row"><Field path={format!("/add_ons/{id}/name")} label={format!("{}: name", add_on.name)} /></th>
                <td class="words">{ price(&frame, add_on) }</td>
                <td class="words">{ rule(model, add_on) }</td>
                <td><button type="button" class="btn" aria-expanded={is_open.to_string()} data-holds={format!("/add_ons/{id}")} aria-label={format!("Details of {}", add_on.name)} onclick={toggle}><Icon name="more" /></button></td>
            </tr>
        }
    };
    html! {
        <section class="section" aria-label="Add-ons">
            <h2>{ "Add-ons" }<small>{ "sold on top of a plan" }</small></h2>
            if model.add_ons.is_empty() {
                <p class="muted">{ "No add-on yet: add one here, or sell a feature apart from its plan." }</p>
            } else {
                <div class="wide">
                    <table class="plans">
                        <caption class="unseen">{ "Add-ons" }</caption>
                        <thead><tr><th scope="col">{ "Add-on" }</th><th scope="col" class="words">{ "Price a month" }</th>
                            <th scope="col" class="words">{ "For" }</th><th scope="col"><span class="unseen">{ "More" }</span></th></tr></thead>
                        <tbody>{ for model.add_ons.iter().map(row) }</tbody>
                    </table>
                </div>
                <p class="help">{ subscriptions(told.0, frame.locale) }</p>
            }
            { for told.1.iter().map(|advice| html! { <p class="note">{ &advice.words }</p> }) }
            { objects(&frame, "/add_ons").trouble() }
            <div class="plan-tools"><button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Add-on" }</button></div>
            if let Some((id, add_on)) = open.as_ref().and_then(|id| model.add_ons.get_key_value(id.as_str())) {
                { opened(&frame, model, id, add_on) }
            }
        </section>
    }
}

/// How many subscriptions the rules leave.
fn subscriptions(count: Option<u128>, locale: Locale) -> String {
    match count {
        Some(count) => {
            format!("{} valid subscriptions of a plan with add-ons.", plain(Decimal::from(count), 0, locale))
        }
        None => "More valid subscriptions of a plan with add-ons than can be counted.".to_owned(),
    }
}

fn price(frame: &Frame, add_on: &AddOn) -> String {
    let writer = Writer { model: frame.front.model(), currency: frame.workspace().currency, locale: frame.locale };
    let charges: Vec<_> = add_on.charges.values().map(|charge| writer.charge(charge)).collect();
    let words = if charges.is_empty() { "free".to_owned() } else { charges.join(" + ") };
    if add_on.contact_sales { format!("contact sales, expected {words}") } else { words }
}

/// For which plans, and with or without which others.
fn rule(model: &Model, add_on: &AddOn) -> String {
    let plans: Vec<&str> =
        model.plans.iter().filter(|(id, _)| add_on.fits(id)).map(|(_, plan)| plan.name.as_str()).collect();
    let mut words = if plans.len() == model.plans.len() { "every plan".to_owned() } else { plans.join(", ") };
    let name = |id: &str| model.add_ons.get(id).map_or_else(|| id.to_owned(), |add_on| add_on.name.clone());
    let needs: Vec<_> = add_on.needs().map(name).collect();
    let bars: Vec<_> = add_on.bars().map(name).collect();
    if !needs.is_empty() {
        words.push_str(&format!("; needs {}", needs.join(", ")));
    }
    if !bars.is_empty() {
        words.push_str(&format!("; not with {}", bars.join(", ")));
    }
    words
}

fn opened(frame: &Frame, model: &Model, id: &str, add_on: &AddOn) -> Html {
    let at = format!("/add_ons/{id}");
    let others: Vec<_> = model.add_ons.iter().filter(|(other, _)| *other != id).collect();
    let among = |part: &'static str, named: fn(&AddOn, &str) -> bool| {
        let tick = |(other, content): &(&String, &AddOn)| {
            let edit = tie(frame, id, part, other, !named(add_on, other));
            tick(content.name.clone(), named(add_on, other), frame, edit)
        };
        others.iter().map(tick).collect::<Html>()
    };
    html! {
        <section class="opened" aria-label={format!("Details of {}", add_on.name)}>
            <Charges path={format!("{at}/charges")} owner={AttrValue::from(add_on.name.clone())} />
            <FieldRow path={format!("{at}/annual_discount")} />
            <FieldRow path={format!("{at}/contact_sales")} />
            <fieldset class="ticks"><legend>{ "Available for" }</legend>
                { for model.plans.iter().map(|(plan, content)| tick(content.name.clone(), add_on.fits(plan), frame, available(frame, model, id, add_on, plan))) }
            </fieldset>
            if !others.is_empty() {
                <fieldset class="ticks"><legend>{ "Needs" }</legend>{ among("depends_on", |add_on, other| add_on.needs().any(|id| id == other)) }</fieldset>
                <fieldset class="ticks"><legend>{ "Not with" }</legend>{ among("excludes", |add_on, other| add_on.bars().any(|id| id == other)) }</fieldset>
            }
            { brings(frame, model, id, add_on) }
            { takers(frame, &at, &add_on.name) }
            <div class="plan-tools">{ for actions(frame, model, id, add_on) }</div>
            <p class="help">{ super::SINCE }</p>
        </section>
    }
}

/// A box with its words; an edit turns it over.
fn tick(label: String, checked: bool, frame: &Frame, edit: Edit) -> Html {
    let frame = frame.clone();
    let onchange = Callback::from(move |event: Event| {
        // What the box shows follows the document, also where the check refuses.
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            input.set_checked(checked);
        }
        frame.edit(edit.clone());
    });
    html! { <label class="check"><input type="checkbox" {checked} {onchange} />{ label }</label> }
}

/// The edit that makes an add-on available for a plan, or no longer; for all plans there is no list.
fn available(frame: &Frame, model: &Model, id: &str, add_on: &AddOn, plan: &str) -> Edit {
    let fits = |other: &String| if other == plan { !add_on.fits(other) } else { add_on.fits(other) };
    let plans: serde_json::Map<_, _> =
        model.plans.keys().filter(|other| fits(other)).map(|id| (id.clone(), json!(true))).collect();
    let value = if plans.len() == model.plans.len() { Value::Null } else { plans.into() };
    Edit::set(frame.session.scenario.as_deref(), format!("/add_ons/{id}/available_for"), value)
}

fn tie(frame: &Frame, id: &str, part: &str, other: &str, tied: bool) -> Edit {
    let path = format!("/add_ons/{id}/{part}/{other}");
    Edit::set(frame.session.scenario.as_deref(), path, if tied { json!(true) } else { Value::Null })
}

/// The features it brings, and how much it adds to limits.
fn brings(frame: &Frame, model: &Model, id: &str, add_on: &AddOn) -> Html {
    let here = |feature: &str| add_on.features.get(feature) == Some(&true) || add_on.extends.contains_key(feature);
    let mut options: Vec<(AttrValue, AttrValue)> = vec![(AttrValue::default(), "Add a feature…".into())];
    let left = model.features.iter().filter(|(feature, _)| !here(feature));
    options.extend(left.map(|(id, feature)| (id.clone().into(), feature.name.clone().into())));
    let on_pick = {
        let (frame, id) = (frame.clone(), id.to_owned());
        Callback::from(move |feature: AttrValue| {
            let known = frame.front.projection.case.last().features.get(feature.as_str()).map(|feature| feature.kind);
            let (part, value) = match known {
                Some(Kind::Number) => ("extends", json!("1")),
                Some(_) => ("features", json!(true)),
                None => return,
            };
            frame.edit(frame.setting(&format!("/add_ons/{id}/{part}/{feature}"), value));
        })
    };
    let one = |(feature, content): (&String, &crate::workspace::model::Feature)| {
        let extends = add_on.extends.contains_key(feature);
        let path = format!("/add_ons/{id}/{}/{feature}", if extends { "extends" } else { "features" });
        let remove = {
            let (frame, path) = (frame.clone(), path.clone());
            Callback::from(move |_: MouseEvent| frame.edit(frame.setting(&path, Value::Null)))
        };
        html! {
            <li key={feature.clone()}>{ &content.name }
                if extends { { " +" }<NumberField path={path} label={format!("{} adds to {}", add_on.name, content.name)} />{ &content.unit } }
                <button type="button" class="btn" aria-label={format!("{} no longer brings {}", add_on.name, content.name)} onclick={remove}><Icon name="close" /></button>
            </li>
        }
    };
    html! {
        <>
            <h3>{ "Brings" }</h3>
            <ul class="chips">{ for model.features.iter().filter(|(feature, _)| here(feature)).map(one) }</ul>
            <Select id={format!("brings-{id}")} label={format!("{}: add a feature", add_on.name)} {options} value={AttrValue::default()} {on_pick} />
        </>
    }
}

/// Observed attach and worth, by segment.
fn takers(frame: &Frame, at: &str, name: &str) -> Html {
    let row = |(id, segment): (AttrValue, AttrValue)| {
        html! {
            <tr key={id.as_str()}><th scope="row">{ segment.clone() }</th>
                <td><NumberField path={format!("{at}/attach/{id}")} label={format!("{name}: attach of {segment}")} /></td>
                <td><NumberField path={format!("{at}/values/{id}")} label={format!("{name}: worth to {segment}")} /></td>
            </tr>
        }
    };
    html! {
        <>
            <table class="values">
                <caption class="unseen">{ format!("Who takes {name}") }</caption>
                <thead><tr><th scope="col">{ "Segment" }</th><th scope="col">{ "Observed attach" }</th><th scope="col">{ "Worth a month" }</th></tr></thead>
                <tbody>{ for frame.front.named("segments").into_iter().map(row) }</tbody>
            </table>
            <p class="help">{ "Worth is used where no attach was observed; empty is the worth of its features." }</p>
        </>
    }
}

fn actions(frame: &Frame, model: &Model, id: &str, add_on: &AddOn) -> Vec<Html> {
    let scenario = frame.session.scenario.as_deref();
    let button = |label: String, edit: Option<Edit>| {
        let frame = frame.clone();
        let onclick = Callback::from(move |_: MouseEvent| edit.iter().for_each(|edit| frame.edit(edit.clone())));
        html! { <button type="button" class="btn line" {onclick}>{ label }</button> }
    };
    let mut buttons = Vec::new();
    for (plan, content) in model.plans.iter().filter(|(_, plan)| !plan.free) {
        if add_on.fits(plan) {
            let edit = bundle_into(model, scenario, id, plan, Decimal::ZERO);
            buttons.push(button(format!("Bundle into {}", content.name), edit));
        } else {
            buttons.push(button(format!("Take out of {}", content.name), take_out(model, scenario, id, plan)));
        }
    }
    let edit = Edit::Remove { scenario: frame.session.scenario.clone(), path: format!("/add_ons/{id}") };
    buttons.push(button(format!("Remove {}", add_on.name), Some(edit)));
    buttons
}
