//! This file holds the strip of key figures, always in view; each opens its explanation.

use std::rc::Rc;

use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_callback;

use super::figures;
use super::figures::Change;
use super::figures::Figures;
use super::figures::at_horizon;
use super::frame::use_frame;
use super::outlook::Outlook;
use super::session::Action;
use super::session::Panel;
use crate::projection::Metric;
use crate::projection::Scope;

/// The strip.
#[component]
pub fn Strip() -> Html {
    let frame = use_frame();
    let on_open = use_callback(frame.session.dispatcher(), |id: &'static str, dispatcher| {
        dispatcher.dispatch(Action::Show(Some(Panel::Explain(id))));
    });
    let written = Figures { currency: frame.workspace().currency, locale: frame.locale };
    let shown = figures::kpis(frame.workspace());
    html! {
        <section class={yew::classes!("kpis", frame.colour())} aria-label="Key figures">
            for metric in shown {
                <Kpi key={metric.id} id={metric.id} front={frame.front.clone()} compared={frame.compared.clone()} {written} on_open={on_open.clone()} />
            }
        </section>
    }
}

/// What one figure needs.
#[derive(Properties, PartialEq)]
struct Props {
    id: &'static str,
    front: Rc<Outlook>,
    compared: Option<Rc<Outlook>>,
    written: Figures,
    on_open: Callback<&'static str>,
}

#[component]
fn Kpi(props: &Props) -> Html {
    let metric: &Metric = figures::known(props.id);
    let projection = &props.front.projection;
    let value = at_horizon(&props.front, metric);
    let (figure, word) = props.written.short(value, metric.unit);
    let month = projection.start.plus(figures::month_of(projection, metric) as i32);
    let change = props.compared.as_ref().map(|other| {
        let change = props.written.change(value, at_horizon(other, metric), metric.unit);
        match change {
            None => html! { { format!("no figure to compare with {}", other.name) } },
            Some(Change { sign: 0, .. }) => html! { { format!("same as {}", other.name) } },
            Some(change) => html! { <>{ change.html(metric.better) }{ format!(" vs {}", other.name) }</> },
        }
    });
    let series = projection.series(metric, Scope::All);
    let others = props.compared.as_ref().map(|other| other.projection.series(metric, Scope::All));
    let range = figures::span(series.iter().chain(others.iter().flatten()));
    let onclick = {
        let (on_open, id) = (props.on_open.clone(), metric.id);
        Callback::from(move |_| on_open.emit(id))
    };
    html! {
        <button type="button" class="kpi" {onclick} title={metric.definition} aria-haspopup="dialog">
            <span class="label">{ metric.name }{ ", " }{ month.label() }</span>
            <span class="value">{ figure }if !word.is_empty() { <small>{ " " }{ word }</small> }</span>
            <svg class="spark" viewBox="0 0 64 22" preserveAspectRatio="none" aria-hidden="true">
                if let Some(others) = others { <path class="other" d={figures::spark(&others, range, 64.0, 22.0)} /> }
                <path d={figures::spark(&series, range, 64.0, 22.0)} />
            </svg>
            <span class="change">{ change.unwrap_or_default() }</span>
        </button>
    }
}
