//! This module is the page Growth: the channels, what they bring and whom, and what one more customer costs.

mod brought;
mod channels;
mod tables;

use std::rc::Rc;

use yew::Html;
use yew::component;
use yew::html;
use yew::use_memo;

use crate::chart::channels::Channels;
use crate::chart::paint::Paint;
use crate::chart::timeline::Series;
use crate::number::money_short;
use crate::number::share;
use crate::ui::control::ChartFrame;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::page::parts::paint;
use crate::ui::page::parts::timeline;
use crate::ui::page::parts::use_kept;
use brought::Growth as Bringing;

const PAINTS: [Paint; 6] = [Paint::P3, Paint::P2, Paint::P1, Paint::P4, Paint::P5, Paint::P6];

/// The page.
#[component]
pub fn Growth() -> Html {
    let frame = use_frame();
    let growth = use_memo(frame.front.clone(), |front| Bringing::of(&front.projection));
    let deps = (frame.front.clone(), frame.compared.clone());
    let chart = {
        let growth = growth.clone();
        use_memo(deps, move |(front, compared)| Channels {
            timeline: timeline(&front.projection),
            channels: stacked(&growth),
            compared: compared.as_ref().map(won),
        })
    };
    let chart = use_kept(chart);
    html! {
        <>
            <p class="finding">{ finding(&frame, &growth) }</p>
            <div class="cols">
                <div class="stack"><channels::ChannelInputs /></div>
                <div class="stack">
                    <ChartFrame figures={chart} height_px={300.0} />
                    <tables::ChannelTable growth={growth.clone()} />
                    <tables::FunnelTable {growth} />
                </div>
            </div>
        </>
    }
}

/// New customers by channel; beyond the paints there are, channels are drawn as one.
fn stacked(growth: &Bringing) -> Vec<Series> {
    let mut parts: Vec<(String, Vec<f64>)> =
        growth.channels.iter().map(|channel| (channel.name.clone(), channel.won.clone())).collect();
    if growth.upgraded.iter().any(|won| *won > 0.0) {
        parts.push(("Free accounts".to_owned(), growth.upgraded.clone()));
    }
    while parts.len() > PAINTS.len() {
        let (_, last) = parts.pop().unwrap_or_default();
        if let Some((name, won)) = parts.last_mut() {
            "Others".clone_into(name);
            won.iter_mut().zip(last).for_each(|(sum, more)| *sum += more);
        }
    }
    parts.into_iter().zip(PAINTS).map(|((name, won), paint)| Series::new(name, paint, won)).collect()
}

/// All new customers of an outlook.
fn won(outlook: &Rc<Outlook>) -> Series {
    let view = outlook.projection.view(crate::projection::Scope::All);
    let won = (0..outlook.projection.months).map(|t| view.sum(t, |cell| cell.new));
    Series::new(outlook.name.clone(), paint(&outlook.colour), won)
}

/// What the channel with the largest spend brings, at what price, and what one more would cost.
fn finding(frame: &Frame, growth: &Bringing) -> Html {
    let all: f64 = (0..frame.front.projection.months).map(|t| growth.won(t)).sum();
    if all <= 0.0 {
        return html! { "No new customers come in: give a channel prospects, and segments a conversion above zero." };
    }
    let money = |value: f64| money_short(value, frame.workspace().currency, frame.locale);
    let part = |of: f64| share(of / all, 0, frame.locale);
    let dearest = growth.channels.iter().filter(|channel| channel.spent() > 0.0);
    let Some(channel) = dearest.max_by(|a, b| a.spent().total_cmp(&b.spent())) else {
        let most = growth.channels.iter().max_by(|a, b| a.customers().total_cmp(&b.customers()));
        return html! {
            if let Some(most) = most {
                <><b>{ part(most.customers()) }</b>{ " of new customers come from " }<b>{ &most.name }</b>{ "; nothing is spent on channels." }</>
            }
        };
    };
    html! {
        <>
            <b>{ part(channel.customers()) }</b>{ " of new customers come from " }<b>{ &channel.name }</b>
            if let Some(average) = channel.average() { { " at " }<b>{ money(average) }</b>{ " each" } }
            if let Some(next) = channel.next() { { "; the next one costs " }<b>{ money(next) }</b> }
            { "." }
        </>
    }
}
