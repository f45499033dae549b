//! This module is the page Overview: how the business does, month by month, in the scenario in front.

mod charts;

use yew::Callback;
use yew::Html;
use yew::component;
use yew::html;

use crate::number::Decimal;
use crate::number::counted;
use crate::number::money_short;
use crate::number::share;
use crate::projection::Scope;
use crate::ui::figures::at_horizon;
use crate::ui::figures::known;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::session::Action;
use crate::ui::session::Panel;

/// The page.
#[component]
pub fn Overview() -> Html {
    let frame = use_frame();
    html! {
        <>
            <p class="finding">{ finding(&frame) }</p>
            <div class="stack">
                <charts::Charts />
                { span(&frame) }
            </div>
        </>
    }
}

/// What the figures span, and the way to change it.
fn span(frame: &Frame) -> Html {
    let workspace = frame.workspace();
    let last = workspace.start.plus(workspace.months as i32 - 1);
    let onclick = {
        let frame = frame.clone();
        Callback::from(move |_| frame.dispatch(Action::Show(Some(Panel::Settings))))
    };
    html! {
        <div class="row span">
            <span>{ format!("{} to {}, {}, in {}.", workspace.start.label(), last.label(), counted(workspace.months as usize, "month", frame.locale), workspace.currency.code()) }</span>
            <button type="button" class="btn line" {onclick}>{ "Change span, currency or key figures" }</button>
        </div>
    }
}

/// From where to where ARR goes, against what it is compared with, what churn takes, and how low cash gets.
fn finding(frame: &Frame) -> Html {
    let front = &frame.front;
    let projection = &front.projection;
    let money = |value: Decimal| money_short(value, frame.workspace().currency, frame.locale);
    let last = projection.months - 1;
    let month = |t: usize| projection.start.plus(t as i32).label();
    let arr = at_horizon(front, known("arr")).unwrap_or_default();
    let opening = projection.view(Scope::All).mrr_before(0) * Decimal::from(12);
    let (totals, won) = (&projection.ledger.totals, |won: &crate::projection::Line| won.new + won.reactivation);
    let won = totals.iter().map(|total| won(&total.line)).sum::<Decimal>();
    let lost = totals.iter().map(|total| total.line.churn).sum::<Decimal>();
    let moves = if arr < opening { "falls" } else { "grows" };
    let against = frame.compared.as_ref().and_then(|other| {
        let difference = arr - at_horizon(other, known("arr"))?;
        let more = if difference.is_sign_negative() { "less" } else { "more" };
        (!difference.round_dp(0).is_zero()).then(|| {
            html! { <>{ ", " }<b>{ money(difference.abs()) }{ " " }{ more }</b>{ format!(" than in {}", other.name) }</> }
        })
    });
    let churn = (won > Decimal::ZERO).then(|| {
        html! { <>{ "; churn takes " }<b>{ share(lost / won, 0, frame.locale) }</b>{ " of what is won" }</> }
    });
    let lowest = totals.iter().map(|total| total.cash).enumerate().min_by_key(|(_, cash)| *cash);
    let cash = lowest.map(|(t, cash)| {
        let words = if cash < Decimal::ZERO { "; cash runs out: " } else { "; cash never falls below " };
        html! { <>{ words }<b>{ money(cash) }</b>{ format!(" ({})", month(t)) }</> }
    });
    html! {
        <>{ format!("ARR {moves} from ") }<b>{ money(opening) }</b>{ format!(" in {} to ", projection.start.plus(-1).label()) }<b>{ money(arr) }</b>{ format!(" by {}", month(last)) }
            { against }{ churn }{ cash }{ "." }</>
    }
}
