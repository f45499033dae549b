//! This file shows what each channel brings, and how prospects become customers in each segment.

use std::rc::Rc;

use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;

use super::brought::Brought;
use super::brought::Funnel;
use super::brought::Growth;
use crate::number;
use crate::number::UNDEFINED;
use crate::number::counted;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;

/// What the tables need.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the channels bring.
    pub growth: Rc<Growth>,
}

/// Channels: prospects, customers and spend a month, and what a customer costs.
#[component]
pub fn ChannelTable(props: &Props) -> Html {
    let frame = use_frame();
    let growth = &props.growth;
    let months = frame.front.projection.months as f64;
    let (prospects, spent) = (
        growth.channels.iter().flat_map(|channel| &channel.prospects).sum::<f64>(),
        growth.channels.iter().map(Brought::spent).sum::<f64>(),
    );
    let won: f64 = (0..frame.front.projection.months).map(|t| growth.won(t)).sum();
    let upgraded: f64 = growth.upgraded.iter().sum();
    let row = |channel: &Brought| {
        let prospects: f64 = channel.prospects.iter().sum();
        html! {
            <tr key={channel.name.as_str()}>
                <th scope="row">{ &channel.name }</th>
                { count(&frame, prospects / months) }
                { count(&frame, channel.customers() / months) }
                { money(&frame, channel.paid.then(|| channel.spent() / months)) }
                { money(&frame, channel.average()) }
                { money(&frame, channel.next()) }
            </tr>
        }
    };
    html! {
        <section>
            <h2>{ "What channels bring" }<small>{ format!("a month, mean of {}; CAC counts channel spend only", counted(months as usize, "month", frame.locale)) }</small></h2>
            <div class="wide" tabindex="0" role="region" aria-label="What channels bring">
                <table>
                    <caption class="unseen">{ "What channels bring" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Channel" }</th>
                        for name in ["Prospects", "New customers", "Spend", "CAC", "Next one costs"] { <th scope="col">{ name }</th> }
                    </tr></thead>
                    <tbody>
                        { for growth.channels.iter().map(row) }
                        if upgraded > 0.0 {
                            <tr>
                                <th scope="row">{ "Free accounts that start to pay" }</th>
                                <td /> { count(&frame, upgraded / months) } <td /><td /><td />
                            </tr>
                        }
                        <tr class="total">
                            <th scope="row">{ "All" }</th>
                            { count(&frame, prospects / months) }
                            { count(&frame, won / months) }
                            { money(&frame, Some(spent / months)) }
                            { money(&frame, (won > 0.0 && spent > 0.0).then(|| spent / won)) }
                            <td />
                        </tr>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// From prospects to customers by segment.
#[component]
pub fn FunnelTable(props: &Props) -> Html {
    let frame = use_frame();
    let months = frame.front.projection.months as f64;
    let mut all = Funnel { name: "All".to_owned(), ..Funnel::default() };
    for funnel in &props.growth.funnels {
        all.prospects += funnel.prospects;
        all.observed += funnel.observed;
        all.choosing += funnel.choosing;
        all.free += funnel.free;
        all.won += funnel.won;
    }
    let free = all.free > 0.0;
    let row = |funnel: &Funnel, total: bool| {
        let of = |part: f64| {
            let share = (funnel.prospects > 0.0).then(|| part / funnel.prospects);
            let text = share.map_or(UNDEFINED.to_owned(), |share| number::share(share, 2, frame.locale));
            html! { <td>{ text }</td> }
        };
        html! {
            <tr key={funnel.name.as_str()} class={total.then_some("total")}>
                <th scope="row">{ &funnel.name }</th>
                { count(&frame, funnel.prospects / months) }
                { of(funnel.observed) }
                { of(funnel.choosing) }
                if free { { count(&frame, funnel.free / months) } }
                { count(&frame, funnel.won / months) }
            </tr>
        }
    };
    html! {
        <section>
            <h2>{ "From prospect to customer" }<small>{ "a month; conversion at the observed prices, and at those in force" }</small></h2>
            <div class="wide" tabindex="0" role="region" aria-label="From prospect to customer">
                <table>
                    <caption class="unseen">{ "From prospect to customer" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Segment" }</th>
                        <th scope="col">{ "Prospects" }</th>
                        <th scope="col">{ "Observed" }</th>
                        <th scope="col">{ "Now" }</th>
                        if free { <th scope="col">{ "Start free" }</th> }
                        <th scope="col">{ "New customers" }</th>
                    </tr></thead>
                    <tbody>
                        { for props.growth.funnels.iter().map(|funnel| row(funnel, false)) }
                        { row(&all, true) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn count(frame: &Frame, value: f64) -> Html {
    html! { <td>{ number::count(value, frame.locale) }</td> }
}

fn money(frame: &Frame, value: Option<f64>) -> Html {
    let text =
        value.map_or("–".to_owned(), |value| number::money_whole(value, frame.workspace().currency, frame.locale));
    html! { <td>{ text }</td> }
}
