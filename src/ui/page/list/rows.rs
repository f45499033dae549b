//! This file shows the customers of a list in a table of which only the rows in view exist: sorted, filtered, saved as CSV.

use std::rc::Rc;

use rust_decimal::Decimal;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::InputEvent;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_effect_with;
use yew::use_mut_ref;
use yew::use_state;
use yew::use_state_eq;

use super::count;
use crate::browser::files;
use crate::number::UNDEFINED;
use crate::number::money;
use crate::number::share;
use crate::number::signed;
use crate::roster::Line;
use crate::roster::Order;
use crate::roster::Window;
use crate::ui::actions::say;
use crate::ui::control::Select;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::notice::Tone;
use crate::ui::page::parts::ROWS;
use crate::ui::page::parts::use_in_view;
use crate::worker::Asked;
use crate::worker::News;
use crate::worker::ask;
use crate::worker::list::Look;
use crate::worker::list::Rated;
use crate::worker::list::Save;
use crate::worker::list::Saving;

/// What is needed.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The list, re-rated.
    pub rated: Rc<Rated>,
    /// The place of the case shown.
    pub case: usize,
    /// The worker holds the list no more.
    pub on_lost: Callback<()>,
}

const COLUMNS: [(&str, Order); 5] = [
    ("Customer", Order::Name),
    ("Base", Order::Base),
    ("Scenario", Order::Bill),
    ("Change", Order::Change),
    ("Share", Order::Share),
];

/// The rows that came last.
#[derive(Clone, Default, PartialEq)]
struct Seen {
    all: usize,
    from: usize,
    lines: Rc<Vec<Line>>,
}

/// The table.
#[component]
pub fn Rows(props: &Props) -> Html {
    let frame = use_frame();
    let window = use_state_eq(|| Window {
        scenario: 0,
        order: Order::Change,
        falling: true,
        name: String::new(),
        plan: None,
        segment: None,
        from: 0,
        rows: ROWS,
    });
    let seen = use_state(Seen::default);
    let asked = use_mut_ref(|| None::<Asked>);
    let view = use_in_view(None);
    let wanted = Window { scenario: props.case, from: view.from(), ..(*window).clone() };
    use_effect_with((Rc::as_ptr(&props.rated), wanted.clone()), {
        let (seen, asked, on_lost) = (seen.setter(), asked.clone(), props.on_lost.clone());
        move |(_, wanted)| {
            let from = wanted.from;
            let heard = move |news| {
                match news {
                    News::Done(Some((all, lines)), _) => seen.set(Seen { all, from, lines: Rc::new(lines) }),
                    News::Progress(_) => {}
                    // A worker that died takes the list with it.
                    News::Done(None, _) | News::Failed(_) => on_lost.emit(()),
                }
            };
            *asked.borrow_mut() = Some(ask::<Look>(wanted, None, heard));
        }
    });
    let Seen { all, from, lines } = (*seen).clone();
    html! {
        <section class="section below" aria-label="Customers of the list">
            <h2>{ "Customers" }<small role="status">{ format!("{} shown", count(&frame, all)) }</small>
                <span class="aside">{ saving(&frame, &wanted) }</span></h2>
            { filters(&frame, &window) }
            <div ref={view.holder.clone()} class="in-view list-rows" tabindex="0" role="region" aria-label="Customers and their bills" onscroll={view.onscroll.clone()}>
                <table aria-rowcount={(all + 1).to_string()}>
                    <caption class="unseen">{ "Customers and their bills" }</caption>
                    <thead><tr aria-rowindex="1">{ heads(&window) }</tr></thead>
                    <tbody>
                        { view.gap(0..from.min(all)) }
                        { for lines.iter().enumerate().map(|(at, line)| row(&frame, from + at, line)) }
                        { view.gap((from + lines.len()).min(all)..all) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

type State = yew::UseStateHandle<Window>;

/// The headings: a press sorts by the column, another the other way round.
fn heads(window: &State) -> Html {
    let head = |&(name, order): &(&'static str, Order)| {
        let own = window.order == order;
        let sorted = match (own, window.falling) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        };
        let onclick = {
            let window = window.clone();
            let falling = if own { !window.falling } else { order != Order::Name };
            Callback::from(move |_: MouseEvent| window.set(Window { order, falling, ..(*window).clone() }))
        };
        let mark = match sorted {
            "descending" => " ↓",
            "ascending" => " ↑",
            _ => "",
        };
        html! { <th scope="col" aria-sort={sorted}><button type="button" class="btn" {onclick}>{ name }<span aria-hidden="true">{ mark }</span></button></th> }
    };
    let (first, rest) = COLUMNS.split_first().expect("there are columns");
    html! { <>{ head(first) }<th scope="col">{ "Plan" }</th><th scope="col">{ "Segment" }</th>{ for rest.iter().map(head) }</> }
}

fn row(frame: &Frame, at: usize, line: &Line) -> Html {
    let base = &frame.workspace().base;
    let (places, locale) = (frame.workspace().currency.minor_digits(), frame.locale);
    let exact = |minor: i64| money(Decimal::new(minor, places), frame.workspace().currency, locale);
    let plan = base.plans.get_index(line.plan).map_or("", |(_, plan)| plan.name.as_str());
    let segment = line.segment.and_then(|at| base.segments.get_index(at)).map_or("", |(_, found)| found.name.as_str());
    let change = line.bill - line.base;
    let part = if line.base == 0 {
        if change == 0 { String::new() } else { UNDEFINED.to_owned() }
    } else {
        signed(share(Decimal::from(change) / Decimal::from(line.base), 1, locale))
    };
    html! {
        <tr key={line.line} aria-rowindex={(at + 2).to_string()}>
            <th scope="row" title={format!("line {}", line.line)}>{ &line.name }</th><td>{ plan }</td><td>{ segment }</td>
            <td>{ exact(line.base) }</td><td>{ exact(line.bill) }</td><td>{ signed(exact(change)) }</td><td>{ part }</td>
        </tr>
    }
}

/// Which customers are shown.
fn filters(frame: &Frame, window: &State) -> Html {
    let base = &frame.workspace().base;
    let oninput = {
        let window = window.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                window.set(Window { name: field.value(), ..(*window).clone() });
            }
        })
    };
    let options = |all: &'static str, names: Vec<String>| {
        let names = names.into_iter().enumerate().map(|(at, name)| (AttrValue::from(at.to_string()), name.into()));
        std::iter::once((AttrValue::default(), all.into())).chain(names).collect::<Vec<_>>()
    };
    let plans = options("every plan", base.plans.values().map(|plan| plan.name.clone()).collect());
    let segments = options("every segment", base.segments.values().map(|segment| segment.name.clone()).collect());
    let key = |at: Option<usize>| at.map_or_else(AttrValue::default, |at| at.to_string().into());
    let on_plan = {
        let window = window.clone();
        Callback::from(move |key: AttrValue| window.set(Window { plan: key.parse().ok(), ..(*window).clone() }))
    };
    let on_segment = {
        let window = window.clone();
        Callback::from(move |key: AttrValue| {
            window.set(Window { segment: key.parse().ok(), ..(*window).clone() });
        })
    };
    html! {
        <div class="filters">
            <span class="field"><input type="search" aria-label="Customers whose name contains" placeholder="name" value={window.name.clone()} {oninput} /></span>
            <Select id="list-plan" label="Customers of plan" options={plans} value={key(window.plan)} on_pick={on_plan} />
            <Select id="list-segment" label="Customers of segment" options={segments} value={key(window.segment)} on_pick={on_segment} />
        </div>
    }
}

/// The button that saves what the table shows.
fn saving(frame: &Frame, window: &Window) -> Html {
    let base = &frame.workspace().base;
    let saving = Saving {
        window: window.clone(),
        plans: base.plans.values().map(|plan| plan.name.clone()).collect(),
        segments: base.segments.values().map(|segment| segment.name.clone()).collect(),
        places: frame.workspace().currency.minor_digits(),
    };
    let frame = frame.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        let asked = Rc::new(std::cell::RefCell::new(None::<Asked>));
        let done = asked.clone();
        let frame = frame.clone();
        let heard = move |news| {
            let saved = match news {
                News::Progress(_) => return,
                News::Done((), Some(bytes)) => {
                    files::save_bytes("customers-rerated.csv", "text/csv", &bytes).map_err(|error| error.to_string())
                }
                News::Done((), None) => Err("the list is not held any more, re-rate it first".to_owned()),
                News::Failed(trouble) => Err(trouble.to_string()),
            };
            if let Err(error) = saved {
                say(&frame, "list", Tone::Bad, format!("The customers were not saved: {error}."), Vec::new());
            }
            drop(done.borrow_mut().take());
        };
        let asking = ask::<Save>(&saving, None, heard);
        *asked.borrow_mut() = Some(asking);
    });
    html! { <button type="button" class="btn line" {onclick}><Icon name="save" />{ "Save as CSV" }</button> }
}
