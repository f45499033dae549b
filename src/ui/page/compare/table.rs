//! This file shows the figures of the compared scenarios side by side, each with its difference from the first.

use yew::Html;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;

use super::Cases;
use crate::number::UNDEFINED;
use crate::projection::DEFAULT_KPIS;
use crate::projection::Metric;
use crate::ui::figures::Figures;
use crate::ui::figures::at_horizon;
use crate::ui::figures::known;
use crate::ui::figures::kpis;
use crate::ui::frame::use_frame;

/// What the table needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The scenarios, the first of which the others are measured against.
    pub cases: Cases,
}

/// Shown besides the figures of the strip.
const ALSO: &[&str] = &[
    "customers",
    "arpa",
    "logo_churn",
    "nrr",
    "grr",
    "gross_margin",
    "cac",
    "ltv_cac",
    "revenue",
    "operating_profit",
    "cash",
    "lowest_cash",
];

/// The table.
#[component]
pub fn Table(props: &Props) -> Html {
    let frame = use_frame();
    let written = Figures { currency: frame.workspace().currency, locale: frame.locale };
    let projection = &props.cases.0[0].projection;
    let month = projection.start.plus(projection.months as i32 - 1).label();
    let mut metrics = kpis(frame.workspace());
    for metric in DEFAULT_KPIS.iter().chain(ALSO).map(|id| known(id)) {
        if metrics.iter().all(|shown| shown.id != metric.id) {
            metrics.push(metric);
        }
    }
    let head = |(at, case): (usize, &std::rc::Rc<crate::ui::outlook::Outlook>)| {
        let span = if at == 0 { "1" } else { "2" };
        html! { <th scope="col" colspan={span}><span class={classes!("dot", format!("c-{}", case.colour))} aria-hidden="true"></span>{ &case.name }</th> }
    };
    html! {
        <div class="scrolls" role="region" aria-label="Figures by scenario" tabindex="0">
            <table class="figures">
                <caption>{ "At the horizon, " }{ month }</caption>
                <thead><tr><th scope="col">{ "Figure" }</th>{ for props.cases.0.iter().enumerate().map(head) }</tr></thead>
                <tbody>{ for metrics.into_iter().map(|metric| row(props, &written, metric)) }</tbody>
            </table>
        </div>
    }
}

fn row(props: &Props, written: &Figures, metric: &'static Metric) -> Html {
    let first = at_horizon(&props.cases.0[0], metric);
    let cells = props.cases.0.iter().enumerate().map(|(at, case)| {
        let value = at_horizon(case, metric);
        let figure = html! { <td class="num">{ written.words(value, metric.unit) }</td> };
        if at == 0 {
            return figure;
        }
        let change = written.change(value, first, metric.unit);
        let change = change
            .map_or_else(|| html! { <span class="muted">{ UNDEFINED }</span> }, |change| change.html(metric.better));
        html! { <>{ figure }<td class="change">{ change }</td></> }
    });
    html! { <tr><th scope="row" title={metric.definition}>{ metric.name }</th>{ for cells }</tr> }
}
