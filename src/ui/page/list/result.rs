//! This file shows what scenarios do to a list: totals, whose bill moves how far, by segment and size, and what it teaches.

use std::rc::Rc;

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_memo;

use super::count;
use super::percent;
use super::rerate::Levers;
use crate::chart::Table;
use crate::chart::changes::Changes;
use crate::number::UNDEFINED;
use crate::number::counted;
use crate::number::money;
use crate::number::share;
use crate::number::signed;
use crate::roster::CHANGES;
use crate::roster::Effect;
use crate::roster::Group;
use crate::roster::Learned;
use crate::shape::capital;
use crate::ui::actions::say;
use crate::ui::control::ChartFrame;
use crate::ui::control::Select;
use crate::ui::control::TableTwin;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::notice::EDITED;
use crate::ui::notice::Tone;
use crate::ui::page::parts::use_kept;
use crate::worker::list::Rated;

/// What is needed.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The list, re-rated.
    pub rated: Rc<Rated>,
    /// What it was re-rated with.
    pub levers: Levers,
    /// The place of the case shown.
    pub case: usize,
    /// Another case is to be shown.
    pub on_case: Callback<usize>,
}

/// The class of bills that stay.
const UNCHANGED: usize = 4;

/// The results.
#[component]
pub fn Results(props: &Props) -> Html {
    let frame = use_frame();
    let (rated, case) = (&props.rated, props.case);
    let changes = use_memo((rated.clone(), case), |(rated, case)| changes(rated, *case));
    let changes = use_kept(changes);
    let options = rated.cases.iter().enumerate().map(|(at, name)| (at.to_string().into(), name.clone().into()));
    let on_pick = props.on_case.reform(|key: AttrValue| key.parse().unwrap_or_default());
    html! {
        <>
            <section class="section" aria-label="Every scenario">
                <h2>{ "Every scenario" }<small>{ format!("bills of {}", billed(&frame, props.levers)) }</small></h2>
                <TableTwin caption="Bills under every scenario" table={totals(&frame, rated, props.levers)} />
            </section>
            if let Some(effect) = rated.tally.effects.get(case) {
                if rated.cases.len() > 1 {
                    <div class="row which"><label for="list-case">{ "Scenario" }</label>
                        <Select id="list-case" label="Scenario of the list" options={options.collect::<Vec<_>>()} value={case.to_string()} {on_pick} /></div>
                }
                <ChartFrame figures={changes} height_px={CHANGES.len() as f64 * 20.0} />
                { groups(&frame, "By segment", &effect.segments) }
                { groups(&frame, "By plan", &effect.plans) }
                if !effect.sizes.is_empty() { { groups(&frame, "By size", &effect.sizes) } }
                { most(&frame, effect) }
            }
            { learning(&frame, rated) }
        </>
    }
}

/// The month billed.
fn billed(frame: &Frame, levers: Levers) -> String {
    let workspace = frame.workspace();
    workspace.start.plus(levers.when(workspace).month as i32).label()
}

fn exact(frame: &Frame, value: Decimal) -> String {
    money(value, frame.workspace().currency, frame.locale)
}

/// The change of a total, as a share where there is one.
fn change(frame: &Frame, base: Decimal, total: Decimal) -> String {
    if base.is_zero() { UNDEFINED.to_owned() } else { signed(share((total - base) / base, 1, frame.locale)) }
}

fn totals(frame: &Frame, rated: &Rated, levers: Levers) -> Table {
    let base = rated.tally.base;
    let over = format!("Over {} more", percent(frame, levers.over));
    let mut headers = vec!["Scenario".to_owned(), "A month".to_owned(), "Change".to_owned(), over];
    let capped = rated.tally.effects.iter().any(|effect| effect.cap.share().is_some());
    if capped {
        headers.extend(["Held by its cap", "Forgone"].map(str::to_owned));
    }
    let wide = headers.len();
    let mut rows = vec![vec!["Base".to_owned(), exact(frame, base)]];
    for (name, effect) in rated.cases.iter().zip(&rated.tally.effects) {
        let mut row = vec![
            name.clone(),
            exact(frame, effect.total),
            change(frame, base, effect.total),
            count(frame, effect.over),
        ];
        if let Some(cap) = effect.cap.share() {
            row.push(format!("{} at {}", count(frame, effect.capped), percent(frame, cap)));
            row.push(exact(frame, effect.forgone));
        }
        rows.push(row);
    }
    rows.iter_mut().for_each(|row| row.resize(wide, String::new()));
    Table { headers, rows }
}

fn changes(rated: &Rated, case: usize) -> Changes {
    let counts = rated.tally.effects.get(case).map(|effect| effect.changes.as_slice()).unwrap_or_default();
    let class = |(at, (name, _)): (usize, &(&str, i64))| {
        let more = (at != UNCHANGED).then_some(at > UNCHANGED);
        ((*name).to_owned(), more, counts.get(at).copied().unwrap_or_default() as f64)
    };
    let classes = CHANGES.iter().enumerate().map(class).collect::<Vec<_>>();
    let whole = |wanted: Option<bool>| {
        let found = classes.iter().filter(|(_, more, _)| *more == wanted).map(|(_, _, customers)| customers);
        (found.sum::<f64>() / (rated.tally.customers as f64).max(1.0) * 100.0).round()
    };
    let finding = match (whole(Some(true)), whole(Some(false))) {
        _ if counts.iter().enumerate().all(|(at, count)| at == UNCHANGED || *count == 0) => {
            "Nobody's bill changes".to_owned()
        }
        (more, less) => format!("{more} % pay more, {less} % pay less"),
    };
    Changes { classes, finding }
}

fn groups(frame: &Frame, title: &str, groups: &[Group]) -> Html {
    let headers = [title.trim_start_matches("By "), "Customers", "Base", "Scenario", "Change", "Rise counted"];
    let row = |group: &Group| {
        let over = share(Decimal::from(group.over) / Decimal::from(group.customers.max(1)), 0, frame.locale);
        vec![
            group.name.clone(),
            count(frame, group.customers),
            exact(frame, group.base),
            exact(frame, group.total),
            change(frame, group.base, group.total),
            over,
        ]
    };
    let table = Table { headers: headers.map(capital).to_vec(), rows: groups.iter().map(row).collect() };
    html! { <section class="section"><h2>{ title.to_owned() }</h2><TableTwin caption={title.to_owned()} {table} /></section> }
}

/// The customers whose bills rise most.
fn most(frame: &Frame, effect: &Effect) -> Html {
    if effect.most.is_empty() {
        return html! {};
    }
    let places = frame.workspace().currency.minor_digits();
    let minor = |minor: i64| Decimal::new(minor, places);
    let row = |one: &crate::roster::Affected| {
        let (base, bill) = (minor(one.base), minor(one.bill));
        vec![
            one.name.clone(),
            exact(frame, base),
            exact(frame, bill),
            signed(exact(frame, bill - base)),
            change(frame, base, bill),
        ]
    };
    let headers = ["Customer", "Base", "Scenario", "Rise", "Share"].map(str::to_owned).to_vec();
    let table = Table { headers, rows: effect.most.iter().map(row).collect() };
    html! { <section class="section"><h2>{ "Most affected" }</h2><TableTwin caption="Most affected" {table} /></section> }
}

/// Customers below which a mean says little: the usual rule of thumb for the normal approximation of one.
const FEW: usize = 30;

/// What the book opens at once the list is learnt from, beside what the list bills.
fn opens(frame: &Frame, learned: &Learned) -> Option<String> {
    learned.opens.as_ref().map(|opens| opens.words(frame.workspace().currency, frame.locale))
}

/// What the list teaches, taken over by one step.
fn learning(frame: &Frame, rated: &Rc<Rated>) -> Html {
    let learned = &rated.learned;
    let onclick = {
        let (frame, rated) = (frame.clone(), rated.clone());
        Callback::from(move |_: MouseEvent| {
            frame.edit(rated.learned.edit());
            let customers = counted(rated.learned.customers, "customer", frame.locale);
            let opens = opens(&frame, &rated.learned).map(|opens| format!("{opens} ")).unwrap_or_default();
            let told = format!(
                "Segments and opening book of Base now follow {customers} of the list. {opens}Undo puts them back."
            );
            say(&frame, EDITED, Tone::Plain, told, Vec::new());
        })
    };
    html! {
        <section class="section" aria-label="Learn from the list">
            <h2>{ "Learn from the list" }</h2>
            <p>{ "Sets size, spread, plan mix, negotiated discounts, contracts, opening book and renewals of Base's segments from the list, as one step. New buyers are taken to choose plans as the customers on the list have." }</p>
            if let Some(opens) = opens(frame, learned) { <p>{ opens }</p> }
            for note in learned.kept.iter().chain(&learned.cut) { <p class="note">{ note }</p> }
            if learned.left_out > 0 {
                <p class="note">{ format!("Not learnt from: {} without a segment.", counted(learned.left_out, "customer", frame.locale)) }</p>
            }
            if rated.wrong > 0 {
                <p class="note">{ format!("Not learnt from: {} with errors. Mend them first if they are many.", counted(rated.wrong, "row", frame.locale)) }</p>
            }
            if (1..FEW).contains(&learned.customers) {
                <p class="note">{ format!("Only {}: a single large one can set the size of its whole segment.", counted(learned.customers, "customer", frame.locale)) }</p>
            }
            <button type="button" class="btn main" disabled={learned.customers == 0} {onclick}>{ "Learn from the list" }</button>
        </section>
    }
}
