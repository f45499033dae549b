//! This file shows the plans as a ladder, with the reason for what is odd, and adds or retires a plan as one action.

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::demand::surplus::consumer_surplus;
use crate::month::Month;
use crate::number::UNDEFINED;
use crate::number::money_short;
use crate::number::plain;
use crate::number::share;
use crate::packaging::Rung;
use crate::packaging::add_between;
use crate::packaging::advice;
use crate::packaging::retire;
use crate::projection::observed_lost;
use crate::projection::rungs;
use crate::ui::control::MonthPick;
use crate::ui::control::Select;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::pricing::retold::settled;
use crate::ui::words::from_f64;
use crate::workspace::beyond;

/// The ladder.
#[component]
pub fn Steps() -> Html {
    let frame = use_frame();
    let currency = frame.workspace().currency;
    let model = frame.front.projection.case.last();
    let rungs = use_memo(frame.front.clone(), |front| rungs(&front.projection, currency));
    let odd = use_memo(frame.front.clone(), |front| {
        let found = advice(front.projection.case.last(), currency);
        found.into_iter().filter(|advice| advice.path.starts_with("/plans/")).collect::<Vec<_>>()
    });
    let name = |rung: &Rung| model.plans[rung.plan].name.clone();
    let number = |value: usize| plain(Decimal::from(value), 0, frame.locale);
    let row = |rung: &Rung| {
        let ratio =
            rung.ratio.map_or_else(|| "–".to_owned(), |ratio| format!("× {}", plain(from_f64(ratio), 1, frame.locale)));
        let dropped = if rung.dropped > 0 { format!(", −{}", number(rung.dropped)) } else { String::new() };
        html! {
            <tr><th scope="row">{ name(rung) }</th>
                <td>{ money_short(from_f64(rung.price).round_dp(2), currency, frame.locale) }</td>
                <td>{ ratio }</td><td>{ format!("+{}{dropped}", number(rung.added)) }</td>
                <td>{ share(from_f64(rung.share), 0, frame.locale) }</td>
                <td class="words">{ rung.words.join("; ") }</td>
            </tr>
        }
    };
    let between = |pair: &[Rung]| {
        let ids = [&pair[0], &pair[1]]
            .map(|rung| model.plans.get_index(rung.plan).map(|(id, _)| id.clone()).unwrap_or_default());
        let edit = add_between(model, frame.session.scenario.as_deref(), currency, &ids[0], &ids[1]);
        let frame = frame.clone();
        let onclick = Callback::from(move |_: MouseEvent| edit.iter().for_each(|edit| frame.edit(edit.clone())));
        html! { <button type="button" class="btn line" {onclick}><Icon name="plus" />{ format!("Plan between {} and {}", name(&pair[0]), name(&pair[1])) }</button> }
    };
    html! {
        <section class="section" aria-label="Steps between plans">
            <h2>{ "Steps between plans" }<small>{ "expected bill of a new customer, a month" }</small></h2>
            <div class="wide" tabindex="0" role="region" aria-label="Steps between plans, a table">
                <table>
                    <caption class="unseen">{ "Steps between plans" }</caption>
                    <thead><tr><th scope="col">{ "Plan" }</th><th scope="col">{ "Price" }</th><th scope="col">{ "Step" }</th>
                        <th scope="col">{ "Features" }</th><th scope="col">{ "Buyers" }</th><th scope="col" class="words">{ "What is odd" }</th></tr></thead>
                    <tbody>{ for rungs.iter().map(row) }</tbody>
                </table>
            </div>
            { for odd.iter().map(|advice| html! { <p class="note">{ &advice.words }</p> }) }
            <div class="plan-tools">{ for rungs.windows(2).map(between) }</div>
            <p class="help">{ "A plan added here is on sale from the first month." }</p>
            <Retire />
        </section>
    }
}

/// A plan is closed, and its customers go to another's list.
#[component]
fn Retire() -> Html {
    let frame = use_frame();
    let (old, new, since) = (use_state(AttrValue::default), use_state(AttrValue::default), use_state(|| None::<Month>));
    let model = frame.front.projection.case.last();
    let paid: Vec<_> = frame.front.named("plans").into_iter().filter(|(id, _)| open(&frame, id)).collect();
    if paid.len() < 2 {
        return html! {};
    }
    let pick = |state: &yew::UseStateHandle<AttrValue>| {
        let state = state.clone();
        Callback::from(move |id: AttrValue| state.set(id))
    };
    let find = |id: &AttrValue, otherwise: usize| {
        let known = paid.iter().find(|(known, _)| known == id).or(paid.get(otherwise));
        known.map(|(id, _)| id.clone()).unwrap_or_default()
    };
    let retired = find(&old, 0);
    let successors: Vec<_> = paid.iter().filter(|(id, _)| *id != retired).cloned().collect();
    let successor = successors
        .iter()
        .find(|(id, _)| *id == *new)
        .or(successors.first())
        .map(|(id, _)| id.clone())
        .unwrap_or_default();
    let from = since.or(model.rollout.from).unwrap_or(frame.workspace().start);
    let late = beyond(frame.workspace(), from);
    let on_month = Callback::from(move |month: Option<Month>| since.set(month));
    let edit = retire(model, frame.session.scenario.as_deref(), &retired, &successor, from);
    let onclick = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| edit.iter().for_each(|edit| frame.edit(edit.clone())))
    };
    html! {
        <>
            <h3>{ "Retire a plan" }</h3>
            <div class="row"><label for="retire-plan">{ "Close" }</label>
                <Select id="retire-plan" label="Retire: plan" options={paid.clone()} value={retired} on_pick={pick(&old)} /></div>
            <div class="row"><label for="retire-for">{ "in favour of" }</label>
                <Select id="retire-for" label="Retire: successor" options={successors} value={successor} on_pick={pick(&new)} /></div>
            <div class="row"><label for="retire-from">{ "from" }</label>
                <MonthPick id="retire-from" label="Retire: month" value={Some(from)} {on_month} /></div>
            if let Some(words) = &late { <p class="note" role="status">{ format!("{words}.") }</p> }
            <p class="help">{ format!("Until {} it sells as before, then to nobody new. Those who have it get the successor's list by the policy of the price change and are its customers from then on; those who left return to it.", from.label()) }</p>
            <div class="plan-tools"><button type="button" class="btn line" {onclick}>{ "Retire" }</button></div>
        </>
    }
}

fn open(frame: &Frame, id: &str) -> bool {
    frame.front.projection.case.last().plans.get(id).is_some_and(|plan| !plan.free && plan.closed.is_none())
}

/// What each segment's prospects keep: consumer surplus, now and at the observed list.
#[component]
pub fn Surplus() -> Html {
    let frame = use_frame();
    let projection = &frame.front.projection;
    let (model, t) = (projection.case.last(), settled(&projection.case));
    let currency = frame.workspace().currency;
    let money = |value: Option<f64>| {
        value
            .map_or_else(|| UNDEFINED.to_owned(), |value| crate::number::money(from_f64(value), currency, frame.locale))
    };
    let base = &frame.workspace().base;
    let row = |(at, (id, segment)): (usize, (&String, &crate::workspace::model::Segment))| {
        let rates = &projection.rates.segments[at];
        let beta = rates.beta[t];
        // What prospects have from competitors they keep too.
        let kept = |buy: f64, lost: f64| consumer_surplus(1.0 - buy - lost, beta);
        let now = kept(rates.conversion[t], rates.lost_to[t].iter().sum());
        let observed = segment.conversion.at(t, projection.start);
        let then = kept(observed, observed_lost(base, id, projection.start, beta, observed).iter().sum());
        let change = now.zip(then).map(|(now, then)| now - then);
        html! {
            <tr><th scope="row">{ &segment.name }</th><td>{ share(from_f64(rates.conversion[t]), 1, frame.locale) }</td>
                <td>{ money(then) }</td><td>{ money(now) }</td><td class="num">{ money(change) }</td></tr>
        }
    };
    html! {
        <section class="section" aria-label="Consumer surplus">
            <h2>{ "What buyers keep" }<small>{ "consumer surplus of a prospect, a month" }</small></h2>
            <div class="wide" tabindex="0" role="region" aria-label="Consumer surplus by segment">
                <table>
                    <caption class="unseen">{ "Consumer surplus by segment" }</caption>
                    <thead><tr><th scope="col">{ "Segment" }</th><th scope="col">{ "Buy" }</th><th scope="col">{ "Observed" }</th><th scope="col">{ "Now" }</th><th scope="col">{ "Change" }</th></tr></thead>
                    <tbody>{ for model.segments.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
        </section>
    }
}
