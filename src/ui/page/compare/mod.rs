//! This module is the page Compare: up to four scenarios over each other, their figures, and what each changes.

mod changes;
mod table;

use std::rc::Rc;

use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::chart::axis::Unit;
use crate::chart::overlay::Overlay;
use crate::chart::timeline::Series;
use crate::number::money_short;
use crate::projection::Better;
use crate::projection::METRICS;
use crate::projection::Metric;
use crate::projection::Scope;
use crate::shape;
use crate::ui::control::ChartFrame;
use crate::ui::control::Select;
use crate::ui::figures::at_horizon;
use crate::ui::figures::known;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::outlook::Outlook;
use crate::ui::page::parts::float;
use crate::ui::page::parts::money;
use crate::ui::page::parts::paint;
use crate::ui::page::parts::timeline;
use crate::ui::page::parts::use_kept;

/// The most scenarios laid over each other, Base included.
const MOST: usize = 4;

/// The page.
#[component]
pub fn Compare() -> Html {
    let frame = use_frame();
    let left_out = use_state(Vec::<Option<String>>::new);
    let cases = cases(&frame, &left_out);
    let id = use_state(|| AttrValue::from("arr"));
    let metric = known(&id);
    let unit = unit(&frame, metric);
    let overlay = use_memo((cases.clone(), metric.id, unit), |(cases, id, unit)| overlay(cases, known(id), unit));
    let overlay = use_kept(overlay);
    let options = METRICS.iter().map(|metric| (metric.id.into(), metric.name.into())).collect::<Vec<_>>();
    let on_pick = {
        let id = id.clone();
        Callback::from(move |picked| id.set(picked))
    };
    html! {
        <>
            <p class="finding">{ finding(&frame, &cases) }</p>
            <div class="compare">
                <div class="stack">
                    <div>
                        <ChartFrame figures={overlay} height_px={320.0} />
                        <div class="row which"><label for="compare-metric">{ "Metric" }</label>
                            <Select id="compare-metric" label="Metric" {options} value={(*id).clone()} {on_pick} /></div>
                    </div>
                    <table::Table cases={cases.clone()} />
                </div>
                <div class="stack">
                    { shown(&frame, &cases, &left_out) }
                    <changes::Changes {cases} />
                </div>
            </div>
        </>
    }
}

/// The scenarios laid over each other, computed: Base first.
#[derive(Clone)]
pub struct Cases(pub Rc<Vec<Rc<Outlook>>>);

impl PartialEq for Cases {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.0.iter().zip(other.0.iter()).all(|(one, two)| Rc::ptr_eq(one, two))
    }
}

fn cases(frame: &Frame, left_out: &[Option<String>]) -> Cases {
    let workspace = frame.workspace();
    let all = std::iter::once(None).chain(workspace.scenarios.keys().cloned().map(Some));
    let shown = all.filter(|scenario| !left_out.contains(scenario)).take(MOST);
    Cases(Rc::new(shown.map(|scenario| frame.outlooks.of(workspace, scenario.as_deref())).collect()))
}

/// A switch for each scenario; beyond four the rest wait until one is taken out.
fn shown(frame: &Frame, cases: &Cases, left_out: &yew::UseStateHandle<Vec<Option<String>>>) -> Html {
    let workspace = frame.workspace();
    if workspace.scenarios.is_empty() {
        return html! { <p class="empty">{ "There is only Base. Add a scenario with + beside its tab, change a price, and it stands here beside Base." }</p> };
    }
    let base = (None, "Base".to_owned(), "base".to_owned());
    let others =
        workspace.scenarios.iter().map(|(id, found)| (Some(id.clone()), found.name.clone(), found.colour.clone()));
    let switch = |(scenario, name, colour): (Option<String>, String, String)| {
        let checked = cases.0.iter().any(|case| case.scenario == scenario);
        let disabled = if checked { cases.0.len() == 1 } else { cases.0.len() >= MOST };
        let onchange = {
            let left_out = left_out.clone();
            Callback::from(move |event: Event| {
                let Some(field) = event.target_dyn_into::<web_sys::HtmlInputElement>() else { return };
                let mut next = (*left_out).clone();
                next.retain(|out| *out != scenario);
                if !field.checked() {
                    next.push(scenario.clone());
                }
                left_out.set(next);
            })
        };
        html! { <label class="toggle tick"><input type="checkbox" {checked} {disabled} {onchange} /><span class={yew::classes!("dot", format!("c-{colour}"))} aria-hidden="true"></span>{ name }</label> }
    };
    html! {
        <section class="section" aria-label="Scenarios shown">
            <h2>{ "Scenarios" }<small>{ format!("up to {MOST}") }</small></h2>
            <div class="picks">{ for std::iter::once(base).chain(others).map(switch) }</div>
        </section>
    }
}

fn unit(frame: &Frame, metric: &Metric) -> Unit {
    match metric.unit {
        shape::Unit::Money | shape::Unit::MoneyMonthly => money(frame),
        shape::Unit::Share | shape::Unit::Rate => Unit::Percent,
        shape::Unit::Count => Unit::Count,
        shape::Unit::Months | shape::Unit::Plain => Unit::Plain,
    }
}

fn overlay(cases: &Cases, metric: &'static Metric, unit: &Unit) -> Overlay {
    let of = |outlook: &Rc<Outlook>| {
        let values = outlook.projection.series(metric, Scope::All).into_iter().map(|value| value.map(float));
        Series::new(outlook.name.clone(), paint(&outlook.colour), values.collect::<Vec<_>>())
    };
    Overlay {
        timeline: timeline(&cases.0[0].projection),
        unit: unit.clone(),
        metric: metric.name.to_owned(),
        less_is_better: metric.better == Better::Lower,
        scenarios: cases.0.iter().map(of).collect(),
    }
}

/// Which scenario has the most ARR at the end, and by how much over the next and over Base.
fn finding(frame: &Frame, cases: &Cases) -> Html {
    let arr = |outlook: &Outlook| at_horizon(outlook, known("arr")).unwrap_or_default();
    let mut ranked = cases.0.iter().map(|case| (arr(case), case)).collect::<Vec<_>>();
    ranked.sort_by_key(|(arr, _)| std::cmp::Reverse(*arr));
    let [(best, winner), (next, second), ..] = ranked.as_slice() else {
        return html! { { "Add a scenario to compare." } };
    };
    let projection = &winner.projection;
    let month = projection.start.plus(projection.months as i32 - 1).label();
    let money = |value| money_short(value, frame.workspace().currency, frame.locale);
    if best == next {
        return html! { <>{ "In " }{ month }{ ", " }<b>{ &winner.name }</b>{ " and " }<b>{ &second.name }</b>{ " earn the same ARR." }</> };
    }
    let cash = |outlook: &Outlook| at_horizon(outlook, known("lowest_cash")).unwrap_or_default();
    let safest = cases.0.iter().max_by_key(|case| cash(case));
    let safest = safest.filter(|safest| cash(safest) > cash(winner)).map(|safest| {
        html! { <>{ "; " }<b>{ &safest.name }</b>{ " keeps the most cash in its worst month, " }<b>{ money(cash(safest)) }</b></> }
    });
    html! {
        <><b>{ &winner.name }</b>{ " earns the most: " }<b>{ money(*best) }</b>{ format!(" ARR in {month}, ") }<b>{ money(best - next) }{ " more" }</b>
            { format!(" than {}", second.name) }{ safest }{ "." }</>
    }
}
