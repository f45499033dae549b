//! This file explains a figure: what it means, its formula with the month's numbers, and its parts by plan and segment.

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_state;

use super::control::Dialog;
use super::control::Select;
use super::figures;
use super::figures::Figures;
use super::frame::use_frame;
use super::session::Action;
use super::session::Panel;
use crate::projection::Explanation;
use crate::projection::Input;
use crate::projection::Metric;
use crate::projection::explain;

/// What the explanation needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Id of the metric.
    pub id: &'static str,
    /// Stop showing it.
    pub on_close: Callback<()>,
}

/// A figure opened up, month by month.
#[component]
pub fn Explain(props: &Props) -> Html {
    let frame = use_frame();
    let metric = figures::known(props.id);
    let projection = &frame.front.projection;
    let month = use_state(|| projection.months - 1);
    let t = (*month).min(projection.months - 1);
    let written = Figures { currency: frame.workspace().currency, locale: frame.locale };
    let found = explain(projection, metric, t);
    let other = frame
        .compared
        .as_ref()
        .map(|other| (other.name.clone(), explain(&other.projection, metric, t.min(other.projection.months - 1))));
    let options = (0..projection.months)
        .map(|t| (t.to_string().into(), projection.start.plus(t as i32).label().into()))
        .collect::<Vec<(AttrValue, AttrValue)>>();
    let on_pick = {
        let month = month.clone();
        Callback::from(move |key: AttrValue| month.set(key.parse().unwrap_or_default()))
    };
    html! {
        <Dialog title={metric.name} on_close={props.on_close.clone()} broad=true>
            <p>{ metric.definition }</p>
            <div class="row"><label for="explain-month">{ "Month" }</label>
                <Select id="explain-month" label="Month" {options} value={t.to_string()} {on_pick} /></div>
            { formula(&found, &other, metric, written, &frame) }
            <div class="two">
                { parts("By plan", &found.plans, other.as_ref().map(|(name, other)| (name, &other.plans)), metric, written) }
                { parts("By segment", &found.segments, other.as_ref().map(|(name, other)| (name, &other.segments)), metric, written) }
            </div>
        </Dialog>
    }
}

fn formula(
    found: &Explanation,
    other: &Option<(String, Explanation)>,
    metric: &Metric,
    written: Figures,
    frame: &super::frame::Frame,
) -> Html {
    let change =
        other.as_ref().and_then(|(name, other)| Some((name, written.change(found.value, other.value, metric.unit)?)));
    let input = |input: &Input| {
        let name = match input.metric {
            Some(metric) => {
                let (id, session) = (metric.id, frame.session.clone());
                let onclick = Callback::from(move |_| session.dispatch(Action::Show(Some(Panel::Explain(id)))));
                html! { <button type="button" class="btn link" {onclick}>{ &input.name }</button> }
            }
            None => html! { { &input.name } },
        };
        html! { <tr><th scope="row">{ name }</th><td>{ written.full(input.value, input.unit) }</td></tr> }
    };
    html! {
        <>
            <div class={classes!("formula", frame.colour())}>
                <b>{ metric.name }{ " = " }{ metric.formula }</b><br />
                <span>{ "= " }<b>{ written.full(found.value, metric.unit) }</b></span>
                if let Some((name, change)) = change { <span>{ " · " }{ change.html(metric.better) }{ format!(" vs {name}") }</span> }
            </div>
            if !found.inputs.is_empty() {
                <table><caption class="unseen">{ "Figures in the formula" }</caption><tbody>{ for found.inputs.iter().map(input) }</tbody></table>
            }
        </>
    }
}

type Parts = Vec<(String, Option<Decimal>)>;

fn parts(
    heading: &'static str,
    parts: &Parts,
    other: Option<(&String, &Parts)>,
    metric: &Metric,
    written: Figures,
) -> Html {
    if parts.iter().all(|(_, value)| value.is_none()) {
        return html! {};
    }
    let row = |(name, value): &(String, Option<Decimal>)| {
        let then =
            other.and_then(|(_, other)| other.iter().find(|(known, _)| known == name)).and_then(|(_, value)| *value);
        let change = written.change(*value, then, metric.unit).map(|change| change.html(metric.better));
        html! {
            <tr>
                <th scope="row">{ name }</th><td class="num">{ written.full(*value, metric.unit) }</td>
                if other.is_some() { <td>{ change.unwrap_or_default() }</td> }
            </tr>
        }
    };
    html! {
        <section class="section">
            <h3>{ heading }</h3>
            <table>
                <thead><tr><th scope="col"><span class="unseen">{ "Part" }</span></th><th scope="col">{ metric.name }</th>
                    if let Some((name, _)) = other { <th scope="col">{ "vs " }{ name }</th> }</tr></thead>
                <tbody>{ for parts.iter().map(row) }</tbody>
            </table>
        </section>
    }
}
