//! This file lists what was seen of how people react to prices, and says what it cannot tell.

use serde_json::json;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_state;

use super::words::Hand;
use crate::demand::experiment::Arm;
use crate::demand::experiment::Experiment;
use crate::demand::experiment::summarise;
use crate::number;
use crate::ui::control::Field;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::words::from_f64;
use crate::workspace::Edit;
use crate::workspace::fresh_id;
use crate::workspace::model::Evidence;

/// The section.
#[component]
pub fn EvidenceList() -> Html {
    let frame = use_frame();
    let all = &frame.front.projection.case.last().evidence;
    let add = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| add(&frame))
    };
    html! {
        <section class="section" aria-label="Evidence">
            <h2>{ "Evidence" }<small>{ "what was seen of how people react" }</small></h2>
            if all.is_empty() {
                <p class="muted">{ "No experiment yet: reactions follow from the elasticity assumed of each segment." }</p>
            }
            for id in all.keys() { <Finding key={id.as_str()} id={AttrValue::from(id.clone())} /> }
            <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Experiment" }</button>
        </section>
    }
}

/// What one experiment needs.
#[derive(Properties, PartialEq)]
struct Props {
    id: AttrValue,
}

#[component]
fn Finding(props: &Props) -> Html {
    let frame = use_frame();
    let open = use_state(|| false);
    let model = frame.front.projection.case.last();
    let Some(found) = model.evidence.get(props.id.as_str()) else { return html! {} };
    let hand = Hand { currency: frame.workspace().currency, locale: frame.locale };
    let path = format!("/evidence/{}", props.id);
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let remove = {
        let (frame, path) = (frame.clone(), path.clone());
        Callback::from(move |_: MouseEvent| {
            frame.edit(Edit::Remove { scenario: frame.session.scenario.clone(), path: path.clone() })
        })
    };
    let users = |users: f64| number::count(from_f64(users), frame.locale);
    let plan = model.plans.get(&found.plan).map_or("", |plan| plan.name.as_str());
    let price = |price: f64| hand.price(from_f64(price));
    let told = summary(found);
    let elasticity = told
        .and_then(|told| told.elasticity)
        .map(|e| format!("ε {}", number::plain(from_f64(libm::round(e * 100.0) / 100.0), 2, frame.locale)));
    html! {
        <div class="finding-seen">
            <div class="seen-head">
                <span><b>{ &found.name }</b><span class="help">
                    { format!("{plan}, {} against {}; {} and {} users", price(found.price_low), price(found.price_high), users(found.users_low), users(found.users_high)) }
                    <br />{ format!("Source: {}", found.source) }
                </span></span>
                <span class="num">{ elasticity.unwrap_or_else(|| "n/a".to_owned()) }</span>
                <button type="button" class="btn" aria-expanded={open.to_string()} aria-label={format!("Edit {}", found.name)} onclick={toggle}><Icon name="edit" /></button>
            </div>
            if let Some(told) = told { { warning(hand, found, &told) } }
            if *open {
                for key in ["name", "plan", "source", "price_low", "users_low", "revenue_low", "price_high", "users_high", "revenue_high"] {
                    { part(&frame, &format!("{path}/{key}"), key) }
                }
                <button type="button" class="btn bad" onclick={remove}><Icon name="bin" />{ "Remove this experiment" }</button>
            }
        </div>
    }
}

/// A row of the form, with a label that tells the arms apart.
fn part(frame: &Frame, path: &str, key: &str) -> Html {
    let Some(field) = frame.front.field(path) else { return html! {} };
    let label = match key {
        "users_low" => "Users at the lower price",
        "revenue_low" => "Revenue at the lower price",
        "users_high" => "Users at the higher price",
        "revenue_high" => "Revenue at the higher price",
        _ => field.label,
    };
    html! {
        <div class="row" key={key.to_owned()}>
            <label for={id_of(path)}>{ label }</label>
            <Field path={path.to_owned()} {label} />
        </div>
    }
}

fn summary(found: &Evidence) -> Option<Experiment> {
    let low = Arm { price: found.price_low, users: found.users_low, revenue: found.revenue_low };
    let high = Arm { price: found.price_high, users: found.users_high, revenue: found.revenue_high };
    summarise(low, high)
}

/// Two prices give a slope, and the words of why there is no optimum.
fn warning(hand: Hand, found: &Evidence, told: &Experiment) -> Html {
    let Err(why) = told.optimum() else { return html! {} };
    let why = super::invoice::capital(why.to_string().trim_start_matches("no optimum: "));
    let way = if told.revenue_per_user_change < 0.0 { "fell" } else { "rose" };
    let change = number::share(from_f64(told.revenue_per_user_change.abs()), 1, hand.locale);
    let (low, high) = (hand.price(from_f64(found.price_low)), hand.price(from_f64(found.price_high)));
    html! {
        <div class="note"><span aria-hidden="true">{ "!" }</span><p>
            <b>{ "Two prices give a slope, not an optimum. " }</b>
            { format!("Revenue per user {way} {change} from {low} to {high}. Nothing was observed between, below {low} or above {high}. {why}.") }
        </p></div>
    }
}

/// Adds an experiment about the first plan that is paid for, to be filled in.
fn add(frame: &Frame) {
    let model = frame.front.projection.case.last();
    let Some((plan, _)) = model.plans.iter().find(|(_, plan)| !plan.free) else { return };
    let id = fresh_id("experiment", &model.evidence);
    let value = json!({
        "name": "New experiment", "plan": plan, "source": "to be filled in", "price_low": 10, "price_high": 20,
        "users_low": 1000, "users_high": 1000, "revenue_low": 1000, "revenue_high": 1500,
    });
    let scenario = frame.session.scenario.clone();
    if frame.front.value("/evidence").is_none() {
        frame.edit(frame.setting("/evidence", json!({ id: value })));
    } else {
        frame.edit(Edit::Insert { scenario, collection: "/evidence".to_owned(), id, value });
    }
}
