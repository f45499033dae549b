//! This module is the page Customer list: a list is given, re-rated beside the page, and shown customer by customer.

mod columns;
mod given;
mod rerate;
mod result;
mod rows;

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Callback;
use yew::DragEvent;
use yew::Html;
use yew::component;
use yew::html;
use yew::use_effect_with;
use yew::use_state;

use crate::browser::files;
use crate::number::counted;
use crate::number::money;
use crate::number::share;
use crate::number::signed;
use crate::roster::cases;
use crate::shape::Unit;
use crate::ui::control::FieldRow;
use crate::ui::control::NumberInput;
use crate::ui::control::Select;
use crate::ui::control::Typed;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::words::Style;
use crate::worker::list::Rated;
use rerate::Levers;
use rerate::use_list;

/// The page.
#[component]
pub fn CustomerList() -> Html {
    let frame = use_frame();
    let levers = use_state(Levers::default);
    let list = use_list(&frame, *levers);
    let case = use_state(|| None::<usize>);
    let rated = list.rated.clone();
    let on_take = list.on_take.clone();
    let ondrop = Callback::from(move |event: DragEvent| {
        // A table dropped here is a list, whatever its columns are called; anything else goes where it belongs.
        let Some(file) = files::dropped(&event).filter(|file| is_list(&file.name())) else { return };
        event.stop_propagation();
        event.prevent_default();
        on_take.emit((file.name(), file.into()));
    });
    {
        let on_take = list.on_take.clone();
        use_effect_with((), move |()| {
            files::handed().into_iter().for_each(|file| on_take.emit((file.name(), file.into())));
        });
    }
    let shown = rated.as_ref().map_or(0, |rated| {
        case.or_else(|| in_front(&frame)).unwrap_or_default().min(rated.cases.len().saturating_sub(1))
    });
    let on_case = {
        let case = case.clone();
        Callback::from(move |at| case.set(Some(at)))
    };
    html! {
        <div {ondrop}>
            <p class="finding">{ finding(&frame, rated.as_deref(), shown, *levers) }</p>
            <div class="cols">
                <div class="stack">
                    <given::Given list={list.clone()} />
                    if let Some((error, fields)) = list.refused.as_deref() {
                        <columns::Mapping fields={fields.clone()} headings={columns::headings(error)} list={list.clone()} />
                    }
                    if let Some(rated) = &rated {
                        { levers_of(&frame, &levers) }
                        <columns::Mapping fields={rated.fields.clone()} headings={rated.columns.headings.clone()} list={list.clone()} />
                    }
                </div>
                <div class="stack">
                    if let Some(rated) = &rated {
                        <result::Results rated={rated.clone()} levers={*levers} case={shown} {on_case} />
                    } else if list.held.is_none() {
                        <p class="empty">{ "A row for each customer, with headings: customer, plan, and where you have them seats or other usage, discount, contract, renewal month, segment, customer since, coupon, add-ons. Everything is computed in this browser." }</p>
                    }
                </div>
            </div>
            if let Some(rated) = &rated {
                <rows::Rows rated={rated.clone()} case={shown} on_lost={list.on_again.clone()} />
            }
        </div>
    }
}

/// Whether a file may be a list by its name.
fn is_list(name: &str) -> bool {
    let name = name.to_lowercase();
    ![".json", ".yml", ".yaml"].iter().any(|ending| name.ends_with(ending))
}

/// The place of the scenario in front among the cases a list is rated in.
fn in_front(frame: &Frame) -> Option<usize> {
    cases(frame.workspace()).iter().position(|case| *case == frame.session.scenario)
}

/// What the list says at once.
fn finding(frame: &Frame, rated: Option<&Rated>, case: usize, levers: Levers) -> Html {
    let Some(rated) = rated else {
        return html! { { "Give a list of your customers, and see each one's bill under every scenario." } };
    };
    let customers = counted(rated.tally.customers, "customer", frame.locale);
    let pay = if rated.tally.customers == 1 { "pays" } else { "pay" };
    let exact = |value: Decimal| money(value, frame.workspace().currency, frame.locale);
    let Some((name, effect)) = rated.cases.get(case).zip(rated.tally.effects.get(case)) else {
        return html! { <>{ format!("{customers} {pay} ") }<b>{ exact(rated.tally.base) }</b>{ " a month. Add a scenario to see what it changes." }</> };
    };
    let base = rated.tally.base;
    let by = (!base.is_zero()).then(|| signed(share((effect.total - base) / base, 1, frame.locale)));
    html! {
        <>{ "Under " }<b>{ name }</b>{ format!(" {customers} {pay} ") }<b>{ exact(effect.total) }</b>{ " a month" }
            if let Some(by) = by { { ", " }<b>{ by }</b> }{ "; " }
            <b>{ count(frame, effect.over) }</b>{ format!(" of them {} over {} more.", if effect.over == 1 { "pays" } else { "pay" }, percent(frame, levers.over)) }</>
    }
}

/// A whole number.
fn count(frame: &Frame, number: usize) -> String {
    crate::number::count(Decimal::from(number), frame.locale)
}

/// A share of a rise as percent, to the hundredth of one.
fn percent(frame: &Frame, rise: Decimal) -> String {
    let whole = (rise * Decimal::ONE_HUNDRED).round_dp(2).is_integer();
    share(rise, if whole { 0 } else { 2 }, frame.locale)
}

/// Which bill is meant, how far it may rise, and which rise counts.
fn levers_of(frame: &Frame, levers: &yew::UseStateHandle<Levers>) -> Html {
    let (currency, locale) = (frame.workspace().currency, frame.locale);
    let style = Style { unit: Unit::Share, low: 0.0, high: 100.0, whole: false, exact: true, currency, locale };
    let choosing = |change: fn(&mut Levers, AttrValue)| {
        let levers = levers.clone();
        Callback::from(move |key: AttrValue| {
            let mut now = *levers;
            change(&mut now, key);
            levers.set(now);
        })
    };
    let on_month = choosing(|levers, key| levers.month = key.parse().ok());
    let on_pays = choosing(|levers, key| levers.list = key == "list");
    let on_over = {
        let levers = levers.clone();
        Callback::from(move |typed: Typed| {
            levers.set(Levers { over: typed.value.unwrap_or_default(), ..*levers });
        })
    };
    let (start, when) = (frame.workspace().start, levers.when(frame.workspace()));
    let month = |t: usize| (AttrValue::from(t.to_string()), AttrValue::from(start.plus(t as i32).label()));
    let months = (0..frame.workspace().months as usize).map(month).collect::<Vec<_>>();
    let pays = [("policy", "what its price changes give them"), ("list", "the list of new customers")];
    let pays = pays.map(|(key, words)| (key.into(), words.into())).to_vec();
    html! {
        <section class="section" aria-label="Bills">
            <h2>{ "Bills" }</h2>
            <div class="row"><label for="list-month">{ "Month billed" }</label>
                <Select id="list-month" label="Month billed" options={months} value={when.month.to_string()} on_pick={on_month} /></div>
            <div class="row"><label for="list-pays">{ "Customers pay" }<span class="help">{ "under a scenario" }</span></label>
                <Select id="list-pays" label="Customers pay" options={pays} value={if levers.list { "list" } else { "policy" }} on_pick={on_pays} /></div>
            <FieldRow path="/rollout/cap" />
            <div class="row"><label for="list-over">{ "Count rises over" }</label>
                <NumberInput id="list-over" label="Count rises over" {style} value={Some(levers.over)} on_edit={on_over} /></div>
        </section>
    }
}
