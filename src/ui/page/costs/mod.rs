//! This module is the page Costs: what it costs, how it is paid, and whether the cash lasts.

mod cash;
mod charts;
mod fixed;
mod revenue;
mod statement;
mod table;

use yew::Html;
use yew::component;
use yew::html;

use crate::number::money_short;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;

/// The page.
#[component]
pub fn Costs() -> Html {
    let frame = use_frame();
    html! {
        <>
            <p class="finding">{ finding(&frame) }</p>
            <div class="cols">
                <div class="stack">
                    <revenue::Revenue />
                    <fixed::FixedCosts />
                    <cash::Cash />
                </div>
                <div class="stack"><charts::Charts /></div>
            </div>
            <table::Statement />
        </>
    }
}

/// The lowest cash, or when it runs out, and from when on revenue covers the costs.
fn finding(frame: &Frame) -> Html {
    let projection = &frame.front.projection;
    let totals = &projection.ledger.totals;
    let money = |value| money_short(value, frame.workspace().currency, frame.locale);
    let month = |t: usize| projection.start.plus(t as i32).label();
    let Some((lowest, cash)) = totals.iter().map(|total| total.cash).enumerate().min_by_key(|(_, cash)| *cash) else {
        return html! {};
    };
    let out = totals.iter().position(|total| total.cash.is_sign_negative() && !total.cash.is_zero());
    let cash = match out {
        Some(out) => html! {
            <>{ "Cash " }<b class="down">{ format!("runs out in {}", month(out)) }</b>{ " and is lowest in " }{ month(lowest) }{ " at " }<b>{ money(cash) }</b></>
        },
        None => html! { <>{ "Cash never falls below " }<b>{ money(cash) }</b>{ format!(" ({})", month(lowest)) }</> },
    };
    let loss = totals.iter().rposition(|total| total.operating_profit().is_sign_negative());
    let last = totals[totals.len() - 1].operating_profit();
    let profit = match loss {
        None => html! { <>{ "revenue covers the costs in " }<b>{ "every month" }</b></> },
        Some(loss) if loss + 1 < totals.len() => {
            html! { <>{ "revenue covers the costs from " }<b>{ month(loss + 1) }</b>{ " on" }</> }
        }
        Some(_) => html! {
            <>{ "costs still exceed revenue by " }<b>{ money(-last) }</b>{ " in " }{ month(totals.len() - 1) }</>
        },
    };
    html! { <>{ cash }{ "; " }{ profit }{ "." }</> }
}
