//! This file is one row of the matrix: a feature's name and what each plan says of it, edited in place.

use wasm_bindgen::JsCast;
use web_sys::DragEvent;
use web_sys::Element;
use web_sys::HtmlInputElement;
use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::FocusEvent;
use yew::Html;
use yew::InputEvent;
use yew::KeyboardEvent;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::UseStateHandle;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_state;

use crate::ui::control::Reset;
use crate::ui::frame::id_of;
use crate::ui::icon::Icon;
use crate::workspace::model::Kind;

/// What a row asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// What a plan says of the feature; none takes it out.
    Say { plan: AttrValue, feature: AttrValue, said: Option<String> },
    /// The feature goes from one plan to another.
    Move { feature: AttrValue, from: AttrValue, to: AttrValue },
    /// Its name.
    Name { feature: AttrValue, name: String },
    /// Back to what it was.
    Reset { plan: AttrValue, feature: AttrValue },
    /// Its details are shown or hidden.
    Open { feature: AttrValue },
}

/// What one plan says.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The plan's id.
    pub plan: AttrValue,
    /// Its name.
    pub plan_name: AttrValue,
    /// What is said, empty for a yes; none where the plan does not contain it.
    pub said: Option<AttrValue>,
    /// Whether the scenario in front changes it.
    pub changed: bool,
}

/// What a row needs; it is rendered again only when some of it changes.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The feature's id.
    pub feature: AttrValue,
    /// Its name.
    pub name: AttrValue,
    /// What can be said of it.
    pub kind: Kind,
    /// What a number counts.
    pub unit: AttrValue,
    /// By plan.
    pub cells: Vec<Cell>,
    /// Whether its details are shown.
    pub open: bool,
    /// Its place in the table, its head counted.
    pub at: usize,
    /// What it asks for.
    pub act: Callback<Act>,
}

/// The row.
#[component]
pub fn Row(props: &Props) -> Html {
    // What is typed and not yet committed: the plan (none for the name) and the text.
    let draft = use_state(|| None::<(AttrValue, AttrValue)>);
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>().filter(|input| input.type_() == "text") {
                draft.set(Some((plan_of(&input), input.value().into())));
            }
        })
    };
    let onfocusout = {
        let (draft, act, feature) = (draft.clone(), props.act.clone(), props.feature.clone());
        Callback::from(move |_: FocusEvent| {
            if let Some((plan, text)) = (*draft).clone() {
                draft.set(None);
                let (feature, text) = (feature.clone(), text.trim().to_owned());
                if plan.is_empty() {
                    act.emit(Act::Name { feature, name: text });
                } else {
                    act.emit(Act::Say { plan, feature, said: (!text.is_empty()).then_some(text) });
                }
            }
        })
    };
    let onkeydown = keys(props, &draft);
    let onchange = {
        let (act, feature) = (props.act.clone(), props.feature.clone());
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>().filter(|input| input.type_() == "checkbox")
            {
                let said = input.checked().then(String::new);
                act.emit(Act::Say { plan: plan_of(&input), feature: feature.clone(), said });
            }
        })
    };
    let (ondragstart, ondragover, ondrop) = drags(props);
    let open = {
        let (act, feature) = (props.act.clone(), props.feature.clone());
        Callback::from(move |_: MouseEvent| act.emit(Act::Open { feature: feature.clone() }))
    };
    let typed = |plan: &str, now: AttrValue| match &*draft {
        Some((at, text)) if at.as_str() == plan => text.clone(),
        _ => now,
    };
    html! {
        <tr aria-rowindex={props.at.to_string()} {oninput} {onfocusout} {onkeydown} {onchange} {ondragstart} {ondragover} {ondrop}>
            <th scope="row"><span class="field text"><input type="text" maxlength="80" autocomplete="off" id={id_of(&format!("/features/{}/name", props.feature))} value={typed("", props.name.clone())} aria-label={format!("{}: name", props.name)} /></span></th>
            for cell in props.cells.iter() { { cell_html(props, cell, &typed) } }
            <td><button type="button" class="btn" aria-expanded={props.open.to_string()} data-holds={format!("/features/{}", props.feature)} aria-label={format!("More for {}", props.name)} onclick={open}><Icon name="more" /></button></td>
        </tr>
    }
}

/// Enter commits what is typed, Escape drops it; Alt with an arrow moves the feature to the next plan.
fn keys(props: &Props, draft: &UseStateHandle<Option<(AttrValue, AttrValue)>>) -> Callback<KeyboardEvent> {
    let (draft, act, feature, cells) = (draft.clone(), props.act.clone(), props.feature.clone(), props.cells.clone());
    Callback::from(move |event: KeyboardEvent| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        match event.key().as_str() {
            "Enter" if input.type_() == "text" => drop(input.blur()),
            "Escape" if draft.is_some() => {
                draft.set(None);
                event.stop_propagation();
            }
            key @ ("ArrowLeft" | "ArrowRight") if event.alt_key() => {
                let from = plan_of(&input);
                let at = cells.iter().position(|cell| cell.plan == from && cell.said.is_some());
                let step = if key == "ArrowLeft" { -1 } else { 1 };
                if let Some(to) = at.and_then(|at| cells.get(at.checked_add_signed(step)?)) {
                    event.prevent_default();
                    act.emit(Act::Move { feature: feature.clone(), from, to: to.plan.clone() });
                }
            }
            _ => {}
        }
    })
}

fn cell_html(props: &Props, cell: &Cell, typed: &impl Fn(&str, AttrValue) -> AttrValue) -> Html {
    let label = format!("{} in {}", props.name, cell.plan_name);
    let changed = cell.changed.then_some("changed");
    let reset = {
        let (act, plan, feature) = (props.act.clone(), cell.plan.clone(), props.feature.clone());
        Callback::from(move |()| act.emit(Act::Reset { plan: plan.clone(), feature: feature.clone() }))
    };
    let control = match props.kind {
        Kind::Flag => html! {
            <span class={classes!("toggle", "tick", changed)}><input id={id_of(&format!("/plans/{}/features/{}", cell.plan, props.feature))} type="checkbox" data-plan={cell.plan.clone()} checked={cell.said.is_some()} aria-label={label.clone()} /></span>
        },
        Kind::Number | Kind::Text => {
            let now = cell.said.clone().unwrap_or_default();
            html! {
                <span class={classes!("field", "text", "limit", changed)} title={props.unit.clone()}>
                    <input id={id_of(&format!("/plans/{}/limits/{}", cell.plan, props.feature))} type="text" data-plan={cell.plan.clone()} value={typed(&cell.plan, now)} placeholder="–" autocomplete="off" aria-label={label.clone()} />
                </span>
            }
        }
    };
    html! {
        <td key={cell.plan.as_str()} class="plan" data-plan={cell.plan.clone()} draggable={cell.said.is_some().then_some("true")}>
            <span class="held-field">{ control }if cell.changed { <Reset {label} onclick={reset} /> }</span>
        </td>
    }
}

/// The plan an element stands for; empty for the name.
fn plan_of(element: &Element) -> AttrValue {
    let cell = element.closest("[data-plan]").ok().flatten();
    cell.and_then(|cell| cell.get_attribute("data-plan")).unwrap_or_default().into()
}

/// What is written on a drag: a word of ours, the feature and the plan it comes from.
const DRAG: &str = "planwright-feature";

type Drag = Callback<DragEvent>;

/// A cell is dragged onto another of its row.
fn drags(props: &Props) -> (Drag, Drag, Drag) {
    let target = |event: &DragEvent| event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let start = {
        let feature = props.feature.clone();
        Callback::from(move |event: DragEvent| {
            if let (Some(data), Some(cell)) = (event.data_transfer(), target(&event)) {
                // Where the browser refuses, nothing is dragged.
                let _ = data.set_data("text/plain", &format!("{DRAG} {feature} {}", plan_of(&cell)));
            }
        })
    };
    let over = Callback::from(move |event: DragEvent| {
        if target(&event).is_some_and(|cell| !plan_of(&cell).is_empty()) {
            event.prevent_default();
        }
    });
    let drop = {
        let (act, feature) = (props.act.clone(), props.feature.clone());
        Callback::from(move |event: DragEvent| {
            let text = event.data_transfer().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
            let (Some(cell), [DRAG, dragged, from]) = (target(&event), &text.split(' ').collect::<Vec<_>>()[..]) else {
                return;
            };
            event.prevent_default();
            let to = plan_of(&cell);
            if *dragged == feature.as_str() && !to.is_empty() && to.as_str() != *from {
                act.emit(Act::Move { feature: feature.clone(), from: (*from).to_owned().into(), to });
            }
        })
    };
    (start, over, drop)
}
