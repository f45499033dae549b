//! This file compares the segments: customers, what they pay and how many leave.

use rust_decimal::Decimal;
use yew::Html;
use yew::component;
use yew::html;

use crate::number::count;
use crate::number::share;
use crate::projection::Projection;
use crate::projection::Scope;
use crate::ui::figures::Figures;
use crate::ui::figures::known;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::page::parts::float;

const METRICS: [&str; 5] = ["customers", "mrr", "arpa", "logo_churn", "nrr"];

/// A row for each segment, in the last month.
#[component]
pub fn Groups() -> Html {
    let frame = use_frame();
    let projection = &frame.front.projection;
    let last = projection.months - 1;
    let figures = Figures { currency: frame.workspace().currency, locale: frame.locale };
    let row = |name: &str, scope: Scope| {
        let cell = |id: &&str| {
            let metric = known(id);
            html! { <td>{ figures.words(projection.value(metric, last, scope), metric.unit) }</td> }
        };
        let class = (scope == Scope::All).then_some("total");
        let start = float(projection.view(scope).customers_before(0));
        html! {
            <tr {class}>
                <th scope="row">{ name }</th>
                <td>{ count(start, frame.locale) }</td>
                { for METRICS.iter().map(cell) }
            </tr>
        }
    };
    let segments = projection.case.last().segments.values().enumerate();
    html! {
        <section>
            <h2>{ "Segments" }<small>{ format!("in {}", projection.start.plus(last as i32).label()) }</small></h2>
            <div class="wide" tabindex="0" role="region" aria-label="Segments compared">
                <table>
                    <caption class="unseen">{ "Segments compared" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Segment" }</th>
                        <th scope="col">{ "At the start" }</th>
                        for id in METRICS { <th scope="col">{ short(id) }</th> }
                    </tr></thead>
                    <tbody>
                        { for segments.map(|(at, segment)| row(&segment.name, Scope::Segment(at))) }
                        { row("All", Scope::All) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// A metric's name where room is scarce.
fn short(id: &str) -> &'static str {
    match id {
        "logo_churn" => "Churn",
        "nrr" => "NRR",
        id => known(id).name,
    }
}

/// Who carries the business, and who stays.
#[component]
pub fn Finding() -> Html {
    let frame = use_frame();
    sentence(&frame).unwrap_or_else(|| html! { "There are no customers yet." })
}

fn sentence(frame: &Frame) -> Option<Html> {
    let projection = &frame.front.projection;
    let (last, segments) = (projection.months - 1, projection.case.last().segments.len());
    let part = |id: &str, at: usize| of_all(projection, id, last, at);
    let largest = (0..segments).max_by(|a, b| part("mrr", *a).cmp(&part("mrr", *b)))?;
    let percent = |value: Decimal| share(value, 0, frame.locale);
    let name = |at: usize| projection.case.last().segments[at].name.clone();
    let stay = |at: usize| projection.case.last().segments[at].retention.survival(12);
    let month = projection.start.plus(last as i32).label();
    let (money, heads) = (part("mrr", largest)?, part("customers", largest)?);
    let least = (0..segments).min_by(|a, b| stay(*a).total_cmp(&stay(*b)))?;
    let year = |at: usize| share(stay(at), 0, frame.locale);
    Some(html! {
        <>
            if segments > 1 {
                <b>{ name(largest) }</b>{ " are " }<b>{ percent(heads) }</b>{ " of customers and " }<b>{ percent(money) }</b>{ format!(" of MRR in {month}; ") }
            }
            { "of new customers " }<b>{ year(largest) }</b>{ " stay a year" }
            if segments > 1 && least != largest { { ", of " }{ name(least) }{ " only " }<b>{ year(least) }</b> }
            { "." }
        </>
    })
}

/// A segment's part of a figure.
fn of_all(projection: &Projection, id: &str, t: usize, segment: usize) -> Option<Decimal> {
    let all = projection.value(known(id), t, Scope::All)?;
    projection.value(known(id), t, Scope::Segment(segment))?.checked_div(all)
}
