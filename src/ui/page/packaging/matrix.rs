//! This file is the matrix of plans and features: typed values by group, searched, edited by pointer, keys or dragging.

use std::ops::Range;
use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::FocusEvent;
use yew::Html;
use yew::InputEvent;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::UseStateHandle;
use yew::classes;
use yew::component;
use yew::hook;
use yew::html;
use yew::use_callback;
use yew::use_memo;
use yew::use_mut_ref;
use yew::use_state;

use super::details::details;
use super::edits;
use super::row::Act;
use super::row::Cell;
use super::row::Row;
use super::values::Values;
use crate::number::Locale;
use crate::number::counted;
use crate::number::plain;
use crate::packaging::Amount;
use crate::packaging::limit;
use crate::packaging::move_feature;
use crate::packaging::order;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::ROWS;
use crate::ui::page::parts::use_in_view;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::model::Feature;

/// The matrix.
#[component]
pub fn Matrix() -> Html {
    let frame = use_frame();
    let query = use_state(String::new);
    // The values below follow once the search is left: they are many fields, too many for every letter.
    let left = use_state(String::new);
    let (open, wrong) = (use_state(|| None::<AttrValue>), use_state(|| None::<String>));
    let model = frame.front.projection.case.last();
    let plans = use_plans(&frame);
    let act = use_acts(&frame, &open, &wrong);
    let lines = lines(model, &query);
    let at_open = lines.iter().position(|line| matches!(line, Line::Feature(id) if open.as_deref() == Some(id)));
    let view = use_in_view(at_open);
    let found = lines.iter().filter(|line| matches!(line, Line::Feature(_))).count();
    let listed =
        use_memo((frame.front.clone(), (*left).clone()), |(front, left)| found_in(front.projection.case.last(), left));
    let row = |at: usize, id: &String| {
        let Some(feature) = model.features.get(id) else { return html! {} };
        let cells: Vec<Cell> = plans.iter().map(|plan| cell(&frame, model, plan, id, feature)).collect();
        let is_open = open.as_ref().is_some_and(|open| open == id);
        html! {
            <key={id.clone()}>
                <Row feature={AttrValue::from(id.clone())} name={AttrValue::from(feature.name.clone())} kind={feature.kind}
                    unit={AttrValue::from(feature.unit.clone())} {cells} open={is_open} at={at + 2} act={act.clone()} />
                if is_open { { details(&frame, model, &plans, id, feature) } }
            </>
        }
    };
    let line = |at: usize| match &lines[at] {
        Line::Feature(id) => row(at, id),
        Line::Group(name) => html! {
            <tr key={format!("group {name}")} class="group" aria-rowindex={(at + 2).to_string()}><th scope="rowgroup" colspan={(plans.len() + 2).to_string()}><GroupName name={AttrValue::from(name.clone())} /></th></tr>
        },
    };
    // A body for each group, known by its first feature: also where its heading is out of view.
    let body = |part: Range<usize>| html! { <tbody key={first_of(&lines, part.start)}>{ for part.map(line) }</tbody> };
    let rows = view.rows(lines.len());
    html! {
        <>
        <section class="section" aria-label="Features by plan">
            <h2>{ "Features by plan" }if !model.features.is_empty() { { search(&query, &left) } }</h2>
            if model.features.is_empty() {
                <p class="muted">{ "No feature yet: add what the plans differ in, then say what it is worth to each segment." }</p>
            } else {
                <div ref={view.holder.clone()} class={classes!("wide", (lines.len() > ROWS).then_some("in-view"))} onscroll={view.onscroll.clone()}>
                    <table class="matrix" aria-rowcount={(lines.len() + 1).to_string()}>
                        <caption class="unseen">{ "Features by plan" }</caption>
                        { head(&plans) }
                        <tbody key="above">{ view.gap(0..rows.start) }</tbody>
                        { for groups(&lines, rows.clone()).into_iter().map(body) }
                        <tbody key="below">{ view.gap(rows.end..lines.len()) }</tbody>
                    </table>
                </div>
            }
            if let Some(wrong) = wrong.as_ref() { <p class="wrong-text" role="alert">{ wrong }</p> }
            { foot(&frame, &query, found) }
        </section>
        <Values features={listed} />
        </>
    }
}

/// Ids and names of the plans, cheapest first.
#[hook]
fn use_plans(frame: &Frame) -> Rc<Vec<(AttrValue, AttrValue)>> {
    let currency = frame.workspace().currency;
    use_memo(frame.front.clone(), |front| {
        let named = front.named("plans");
        let order = order(front.projection.case.last(), currency);
        order.into_iter().filter_map(|at| named.get(at).cloned()).collect()
    })
}

/// Does what rows ask for: they keep one way to ask, which always finds the newest frame.
#[hook]
fn use_acts(
    frame: &Frame,
    open: &UseStateHandle<Option<AttrValue>>,
    wrong: &UseStateHandle<Option<String>>,
) -> Callback<Act> {
    let latest = use_mut_ref(|| frame.clone());
    *latest.borrow_mut() = frame.clone();
    let (open, wrong) = (open.clone(), wrong.clone());
    use_callback((*open).clone(), move |act: Act, now| match act {
        Act::Open { feature } => open.set(if now.as_ref() == Some(&feature) { None } else { Some(feature) }),
        act => wrong.set(run(&latest.borrow(), act).err()),
    })
}

/// The field that searches; it is left at its change.
fn search(query: &UseStateHandle<String>, left: &UseStateHandle<String>) -> Html {
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                query.set(input.value());
            }
        })
    };
    let onchange = {
        let left = left.clone();
        Callback::from(move |event: Event| {
            left.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default());
        })
    };
    html! {
        <span class="aside"><input class="search" type="search" placeholder="Search features" aria-label="Search features" value={(**query).clone()} {oninput} {onchange} /></span>
    }
}

/// The names of the plans, in the columns' order.
fn head(plans: &[(AttrValue, AttrValue)]) -> Html {
    html! {
        <thead><tr aria-rowindex="1">
            <th scope="col">{ "Feature" }</th>
            { for plans.iter().map(|(_, name)| html! { <th scope="col" class="plan">{ name.clone() }</th> }) }
            <th scope="col"><span class="unseen">{ "More" }</span></th>
        </tr></thead>
    }
}

/// The first feature of the group that a line belongs to.
fn first_of(lines: &[Line], at: usize) -> String {
    let heading = lines[..=at].iter().rposition(|line| matches!(line, Line::Group(_))).unwrap_or(0);
    match lines.get(heading + 1) {
        Some(Line::Feature(id)) => id.clone(),
        _ => String::new(),
    }
}

/// What was found, or how to move features; the button for a new one.
fn foot(frame: &Frame, query: &str, found: usize) -> Html {
    let add = {
        let frame = frame.clone();
        Callback::from(move |_: MouseEvent| {
            let model = frame.front.projection.case.last();
            let group = edits::groups(model).last().map(|(name, _)| name.clone()).unwrap_or_default();
            frame.edit(edits::another(model, frame.session.scenario.clone(), &group));
        })
    };
    let words = match (query.trim().is_empty(), found) {
        (false, 0) => "No feature is called that.".to_owned(),
        (false, _) => format!("{} found.", counted(found, "feature", frame.locale)),
        (true, _) => "Alt with ← or → moves a feature to the next plan; so does dragging its cell.".to_owned(),
    };
    html! {
        <>
            <p class="help" role="status">{ words }</p>
            <p class="help">{ super::SINCE }</p>
            <div class="plan-tools">
                <button type="button" class="btn line" onclick={add}><Icon name="plus" />{ "Feature" }</button>
            </div>
        </>
    }
}

/// Ids and names of the features that are called what is searched for, in the order of the model.
fn found_in(model: &Model, query: &str) -> Vec<(AttrValue, AttrValue)> {
    let query = query.trim().to_lowercase();
    let found = model.features.iter().filter(|(_, feature)| fits(feature, &query));
    found.map(|(id, feature)| (id.clone().into(), feature.name.clone().into())).collect()
}

/// Whether a feature or its group is called so, in small letters.
fn fits(feature: &Feature, query: &str) -> bool {
    let called = |name: &str| name.to_lowercase().contains(query);
    query.is_empty() || called(&feature.name) || called(&feature.group)
}

/// A line of the matrix: a group by its name, or one of its features by id.
enum Line {
    Group(String),
    Feature(String),
}

/// The features that are called what is searched for, by group, line by line.
fn lines(model: &Model, query: &str) -> Vec<Line> {
    let query = query.trim().to_lowercase();
    let mut lines = Vec::new();
    for (name, mut features) in edits::groups(model) {
        features.retain(|id| model.features.get(id).is_some_and(|feature| fits(feature, &query)));
        if !features.is_empty() {
            lines.push(Line::Group(name));
            lines.extend(features.into_iter().map(Line::Feature));
        }
    }
    lines
}

/// The lines in view, group by group.
fn groups(lines: &[Line], rows: Range<usize>) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for at in rows {
        match groups.last_mut() {
            Some(last) if matches!(lines[at], Line::Feature(_)) => last.end = at + 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

/// What a plan says of a feature, as it stands in the field.
fn cell(frame: &Frame, model: &Model, (plan, name): &(AttrValue, AttrValue), id: &str, feature: &Feature) -> Cell {
    let paths = ["features", "limits"].map(|part| format!("/plans/{plan}/{part}/{id}"));
    let changed = frame.session.scenario.is_some() && paths.iter().any(|path| differs(frame, path));
    let held = model.plans.get(plan.as_str()).filter(|held| held.features.get(id) == Some(&true));
    let said = held.map(|held| words(&limit(feature.kind, held.limits.get(id).map(String::as_str)), frame.locale));
    Cell { plan: plan.clone(), plan_name: name.clone(), said: said.map(AttrValue::from), changed }
}

/// Whether the scenario in front says something else; absent is no.
fn differs(frame: &Frame, path: &str) -> bool {
    let (now, then) = (frame.front.value(path), frame.front.inherited(path));
    now != then && !(now.is_none_or(|now| now == false) && then.is_none_or(|then| then == false))
}

fn words(amount: &Amount, locale: Locale) -> String {
    match amount {
        Amount::There => "yes".to_owned(),
        Amount::Unlimited => crate::workspace::model::UNLIMITED.to_owned(),
        Amount::UpTo(limit) => plain(*limit, 6, locale),
        Amount::Words(words) => words.clone(),
    }
}

/// Does what a row asks for.
fn run(frame: &Frame, act: Act) -> Result<(), String> {
    let model = frame.front.projection.case.last();
    let scenario = frame.session.scenario.as_deref();
    match act {
        Act::Say { plan, feature, said } => {
            let said = said.map(|said| edits::said(model, &feature, &said, frame.locale)).transpose()?;
            frame.edit(edits::put(model, scenario, &plan, &feature, said.as_deref()));
        }
        Act::Move { feature, from, to } => frame.edit(move_feature(model, scenario, &feature, &from, &to)),
        Act::Name { feature, name } => {
            if name.is_empty() {
                return Err("A feature needs a name.".to_owned());
            }
            frame.edit(Edit::set(scenario, format!("/features/{feature}/name"), name));
        }
        Act::Reset { plan, feature } => {
            if let Some(scenario) = &frame.session.scenario {
                let reset = |part: &str| Edit::Reset {
                    scenario: scenario.clone(),
                    path: format!("/plans/{plan}/{part}/{feature}"),
                };
                frame.edit(Edit::Many(vec![reset("features"), reset("limits")]));
            }
        }
        Act::Open { .. } => {}
    }
    Ok(())
}

fn shown(group: &str) -> &str {
    if group.is_empty() { "no group" } else { group }
}

/// What a group's name needs.
#[derive(Properties, PartialEq)]
struct GroupProps {
    name: AttrValue,
}

/// The name of a group, edited in place: all its features move along.
#[component]
fn GroupName(props: &GroupProps) -> Html {
    let frame = use_frame();
    // Held apart: saving shows itself while a name is typed, and must not put the old one back.
    let draft = use_state(|| None::<AttrValue>);
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value().into()));
        })
    };
    let onblur = {
        let draft = draft.clone();
        Callback::from(move |_: FocusEvent| draft.set(None))
    };
    let onchange = {
        let (frame, group) = (frame.clone(), props.name.clone());
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let model = frame.front.projection.case.last();
            let name = input.value();
            if name.trim() != group.as_str() {
                frame.edit(edits::rename_group(model, frame.session.scenario.as_deref(), &group, &name));
            }
        })
    };
    html! {
        <span class="field text">
            <input type="text" value={draft.as_ref().unwrap_or(&props.name).clone()} maxlength="80" placeholder="No group" autocomplete="off"
                aria-label={format!("Group: {}", shown(&props.name))} {oninput} {onblur} {onchange} />
        </span>
    }
}
