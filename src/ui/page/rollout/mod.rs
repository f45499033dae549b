//! This module is the page Rollout: what a price change really reaches.

mod changes;
mod groups;
mod policy;
mod reached;

use std::cell::Cell;

use rust_decimal::Decimal;
use yew::Html;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::number::Number;
use crate::number::money_short;
use crate::projection::rollout;
use crate::shape::Unit;
use crate::ui::control::ChartFrame;
use crate::ui::control::FieldRow;
use crate::ui::control::NumberInput;
use crate::ui::control::TableTwin;
use crate::ui::control::Typed;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Same;
use crate::ui::page::parts::money;
use crate::ui::page::parts::use_kept;
use crate::ui::words::Style;
use crate::ui::words::from_f64;

thread_local! {
    /// The share last asked for, while the page is away.
    static ASKED: Cell<Decimal> = const { Cell::new(Decimal::from_parts(8, 0, 0, false, 1)) };
}

/// What the gain is measured against.
const AGAINST: &str = "Doing nothing is the same scenario at the old prices of plans, add-ons and price books: what plans contain, which of them are closed to new customers, trials, coupons, exchange rates, channels and costs are equal in both.";

/// The page.
#[component]
pub fn Rollout() -> Html {
    let frame = use_frame();
    let workspace = frame.workspace().clone();
    let told = use_memo((frame.front.clone(), Same(workspace)), |(front, Same(workspace))| {
        rollout(&front.projection, &workspace.base, workspace.currency)
    });
    let asked = use_state(|| ASKED.get());
    let unit = money(&frame);
    let parts = use_memo((told.clone(), frame.front.clone(), unit.clone()), |(told, front, unit)| {
        reached::parts(told, &front.projection, unit)
    });
    let winners = use_memo(told.clone(), |told| reached::winners(told));
    let gain = use_memo((told.clone(), frame.front.clone(), unit), |(told, front, unit)| {
        reached::gain(told, &front.projection, unit)
    });
    let (parts, winners, gain) = (use_kept(parts), use_kept(winners), use_kept(gain));
    html! {
        <>
            <p class="finding">{ finding(&frame, &told) }</p>
            <div class="cols">
                <div class="stack">
                    { changes::list(&frame) }
                    { changes::later(&frame) }
                    { segments(&frame) }
                </div>
                <div class="stack">
                    <ChartFrame figures={parts} height_px={320.0} />
                    if told.changes() {
                        if let Some(words) = reached::caution(&told, &frame) {
                            <div class="note"><span aria-hidden="true">{ "!" }</span><p>{ words }</p></div>
                        }
                        <div class="two">
                            <ChartFrame figures={winners} height_px={250.0} />
                            <ChartFrame figures={gain} height_px={250.0} title={reached::gain_words(&told, &frame)} />
                        </div>
                        <p class="help">{ AGAINST }</p>
                        <div class="two">
                            <section class="section" aria-label="How long it takes">
                                <h2>{ "How long it takes" }<small>{ "of what old customers pay, at a new price" }</small></h2>
                                { until(&frame, &told, &asked) }
                                <TableTwin caption="How long it takes" table={reached::times(&told, &frame)} />
                            </section>
                            { section("What it costs", counted(&told), reached::losses(&told, &frame)) }
                        </div>
                        { section("By size", "bill a month of customers there before", reached::sizes(&told, &frame)) }
                    }
                </div>
            </div>
        </>
    }
}

/// What the ARR of those repriced counts.
fn counted(told: &crate::projection::Rollout) -> &'static str {
    match told.repeats {
        false => "ARR of those repriced, at the old price",
        true => "ARR of those repriced, at the price before, each time they are",
    }
}

fn section(title: &'static str, small: &'static str, table: crate::chart::Table) -> Html {
    html! {
        <section class="section" aria-label={title}>
            <h2>{ title }<small>{ small }</small></h2>
            <TableTwin caption={title} {table} />
        </section>
    }
}

/// The month by which a share that the person chooses is repriced.
fn until(frame: &Frame, told: &crate::projection::Rollout, asked: &UseStateHandle<Decimal>) -> Html {
    let (currency, locale) = (frame.workspace().currency, frame.locale);
    let style = Style { unit: Unit::Share, low: 0.01, high: 1.0, whole: false, exact: true, currency, locale };
    let on_edit = {
        let asked = asked.clone();
        yew::Callback::from(move |typed: Typed| {
            if let Some(share) = typed.value {
                ASKED.set(share);
                asked.set(share);
            }
        })
    };
    html! {
        <>
            <div class="row"><label for="rollout-until">{ "Until repriced" }</label>
                <NumberInput id="rollout-until" label="Until repriced" {style} value={Some(**asked)} {on_edit} /></div>
            <p role="status">{ reached::until_words(told, frame, asked.to_f64()) }</p>
        </>
    }
}

/// How the customers of each segment take a change.
fn segments(frame: &Frame) -> Html {
    let row = |(id, name): (yew::AttrValue, yew::AttrValue)| {
        html! {
            <div key={id.to_string()} role="group" aria-label={name.clone()}>
                <h3>{ &name }</h3>
                { reaction(frame, &format!("/segments/{id}/attention"), &name, 1) }
                { reaction(frame, &format!("/segments/{id}/loyalty"), &name, 0) }
                { reaction(frame, &format!("/segments/{id}/cutting"), &name, 0) }
                <FieldRow path={format!("/segments/{id}/switching")} />
            </div>
        }
    };
    html! {
        <section class="section" aria-label="How segments react">
            <h2>{ "How segments react" }<small>{ "when they are repriced" }</small></h2>
            { for frame.front.named("segments").into_iter().map(row) }
        </section>
    }
}

/// A driver that is as `usual` until it is set.
fn reaction(frame: &Frame, path: &str, segment: &str, usual: u32) -> Html {
    if frame.front.value(path).is_some_and(|value| !value.is_null()) {
        return html! { <FieldRow path={path.to_owned()} /> };
    }
    let Some(field) = frame.front.field(path) else { return html! {} };
    let onclick = {
        let (frame, path) = (frame.clone(), path.to_owned());
        yew::Callback::from(move |_| frame.set(&path, serde_json::json!(usual), String::new()))
    };
    html! {
        <div class="row"><span class="label">{ field.label }{ " " }<span class="help">{ field.help }</span></span>
            <button type="button" class="btn line" aria-label={format!("Set {}: {segment}", field.label)} {onclick}>{ "Set" }</button></div>
    }
}

/// What to do where no price changes.
fn unchanged(frame: &Frame) -> &'static str {
    match frame.front.projection.case.last().price_changes.is_empty() {
        true => "No price changes within the horizon: move a price on Pricing, or add a price change.",
        false => {
            "No price changes within the horizon: a price change here has the prices that its plans have already, or comes later."
        }
    }
}

/// What became of the ARR that was repriced, and when the change pays.
fn finding(frame: &Frame, told: &crate::projection::Rollout) -> Html {
    let money = |value: f64| money_short(from_f64(value), frame.workspace().currency, frame.locale);
    let month = |t: usize| frame.front.projection.start.plus(t as i32).label();
    if !told.changes() {
        return html! { { unchanged(frame) } };
    }
    let met = &told.met;
    if met.due() <= 0.0 {
        return html! { <>{ "Everybody keeps the old price; " }<b>{ "new customers" }</b>{ " alone pay the new one." }</> };
    }
    let gain = match told.pays_from() {
        Some(from) => html! { <>{ "; it has earned more than doing nothing from " }<b>{ month(from) }</b>{ " on" }</> },
        None => {
            html! { <>{ "; it has not earned more than doing nothing by " }{ month(told.gain.len().saturating_sub(1)) }</> }
        }
    };
    html! {
        <>
            { "Of " }<b>{ money(met.due()) }</b>{ " of ARR that comes up for a new price" }
            if told.repeats { { ", counted each time" } }
            { ", " }<b>{ money(met.repriced) }</b>{ " is repriced, " }
            { money(met.downgraded) }{ " takes another plan and " }<b class="down">{ money(met.lost) }</b>{ " is lost" }
            if met.cut > 0.0 { { "; those who stay cut seats worth " }<b class="down">{ money(met.cut) }</b> }
            { gain }{ "." }
        </>
    }
}
