//! This file holds the scenario tabs: the base first, then each scenario; added, renamed, coloured, moved, deleted.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::HtmlElement;
use web_sys::HtmlInputElement;
use yew::AttrValue;
use yew::Callback;
use yew::DragEvent;
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
use yew::use_effect_with;
use yew::use_mut_ref;
use yew::use_node_ref;
use yew::use_state;

use super::control::Item;
use super::control::Menu;
use super::focus;
use super::frame::Frame;
use super::frame::use_frame;
use super::icon::Icon;
use super::session::Action;
use super::starting::fresh_scenario_name;
use crate::browser::clock::Timeout;
use crate::workspace::COLOURS;
use crate::workspace::Edit;
use crate::workspace::Scenario;
use crate::workspace::ScenarioChange;

/// The tabs with their menu.
#[component]
pub fn Tabs() -> Html {
    let frame = use_frame();
    let dragged = use_state(|| None::<String>);
    let list = use_node_ref();
    use_effect_with((list.clone(), frame.session.scenario.clone()), |(list, _)| {
        let chosen =
            list.cast::<HtmlElement>().and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
        if let (Some(list), Some(chosen)) = (list.cast::<HtmlElement>(), chosen) {
            let (view, tab) = (list.get_bounding_client_rect(), chosen.get_bounding_client_rect());
            let beyond = (tab.right() - view.right()).max(0.0) + (tab.left() - view.left()).min(0.0);
            list.set_scroll_left(list.scroll_left() + beyond as i32);
        }
    });
    let workspace = frame.workspace().clone();
    let tab = |id: Option<&String>, scenario: Option<&Scenario>| one(&frame, id, scenario, &dragged);
    let adding = adding(&frame);
    html! {
        <div class="scenarios">
            <div ref={list} class="tabs" role="tablist" aria-label="Scenarios">
                { tab(None, None) }
                { for workspace.scenarios.iter().map(|(id, scenario)| tab(Some(id), Some(scenario))) }
            </div>
            <button type="button" class="btn" aria-label={adding.label.clone()} title={adding.label} onclick={adding.action.reform(|_: MouseEvent| ())}><Icon name={adding.icon} /></button>
            if let Some(id) = frame.session.scenario.clone() {
                <Menu label="Scenario" face={html! { <Icon name="down" /> }} items={items(&frame, id)} />
            }
        </div>
    }
}

type Named = UseStateHandle<Option<String>>;

fn one(frame: &Frame, id: Option<&String>, scenario: Option<&Scenario>, dragged: &Named) -> Html {
    let selected = frame.session.scenario.as_ref() == id;
    let (name, colour) = scenario.map_or(("Base", "base"), |scenario| (&scenario.name, &scenario.colour));
    if let Some(id) = id.filter(|id| frame.session.renaming.as_ref() == Some(*id)) {
        return html! { <Rename key={id.clone()} id={id.clone()} name={name.to_owned()} done={renaming(frame, None)} /> };
    }
    let count = id.map_or(0, |id| frame.changes(id).len());
    let onclick = {
        let (session, id) = (frame.session.clone(), id.cloned());
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Scenario(id.clone())))
    };
    let rename = renaming(frame, id.cloned());
    let (ondragstart, ondragover, ondrop) = dragging(frame, id, dragged);
    html! {
        <button type="button" key={id.cloned().unwrap_or_default()} class={classes!("tab", format!("c-{colour}"))} role="tab"
            id={format!("tab-{}", id.map_or("", String::as_str))} aria-selected={selected.to_string()} aria-controls="page"
            tabindex={if selected { "0" } else { "-1" }} draggable={id.map(|_| "true")} {onclick}
            ondblclick={rename.reform(|_: MouseEvent| ())} onkeydown={keys(frame, id, rename)} {ondragstart} {ondragover} {ondrop}>
            <span class="dot" /><span class="tab-label" title={name.to_owned()}>{ name }</span>
            if count > 0 { <span class="count">{ count }<span class="unseen">{ if count == 1 { " change" } else { " changes" } }</span></span> }
        </button>
    }
}

fn renaming(frame: &Frame, id: Option<String>) -> Callback<()> {
    let session = frame.session.clone();
    Callback::from(move |()| session.dispatch(Action::Rename(id.clone())))
}

/// Left and right, Home and End walk the tabs; F2 renames; with Alt the arrows move the tab itself.
fn keys(frame: &Frame, id: Option<&String>, rename: Callback<()>) -> Callback<KeyboardEvent> {
    let (frame, id) = (frame.clone(), id.cloned());
    Callback::from(move |event: KeyboardEvent| {
        let ids: Vec<Option<String>> =
            std::iter::once(None).chain(frame.workspace().scenarios.keys().cloned().map(Some)).collect();
        let at = ids.iter().position(|other| *other == id).unwrap_or_default();
        let next = match event.key().as_str() {
            "ArrowRight" if event.alt_key() => return shift(&frame, id.as_deref(), 1, &event),
            "ArrowLeft" if event.alt_key() => return shift(&frame, id.as_deref(), -1, &event),
            "ArrowRight" => (at + 1) % ids.len(),
            "ArrowLeft" => (at + ids.len() - 1) % ids.len(),
            "Home" => 0,
            "End" => ids.len() - 1,
            "F2" => return rename.emit(()),
            _ => return,
        };
        event.prevent_default();
        frame.dispatch(Action::Scenario(ids[next].clone()));
        focus_tab(ids[next].as_deref().unwrap_or_default());
    })
}

fn focus_tab(id: &str) {
    focus::give(&format!("tab-{id}"));
}

fn shift(frame: &Frame, id: Option<&str>, by: isize, event: &KeyboardEvent) {
    event.prevent_default();
    if let Some(id) = id {
        shifted(frame, id, by);
        let id = id.to_owned();
        // The browser takes the focus from what is moved; by then the tabs have been drawn again.
        Timeout::new(0, move || focus_tab(&id)).forget();
    }
}

fn shifted(frame: &Frame, id: &str, by: isize) {
    let scenarios = &frame.workspace().scenarios;
    let Some(at) = scenarios.get_index_of(id) else { return };
    let to = at.saturating_add_signed(by).min(scenarios.len() - 1);
    if to != at {
        frame.edit(Edit::MoveScenario { id: id.to_owned(), to });
    }
}

type Drag = Callback<DragEvent>;

fn dragging(frame: &Frame, id: Option<&String>, dragged: &Named) -> (Drag, Drag, Drag) {
    let start = {
        let (dragged, id) = (dragged.clone(), id.cloned());
        Callback::from(move |event: DragEvent| {
            if let Some(carried) = event.data_transfer() {
                carried.set_effect_allowed("move");
            }
            dragged.set(id.clone());
        })
    };
    let over = {
        let dragged = dragged.clone();
        Callback::from(move |event: DragEvent| {
            if dragged.is_some() {
                event.prevent_default();
            }
        })
    };
    let drop = {
        let (frame, id, dragged) = (frame.clone(), id.cloned(), dragged.clone());
        Callback::from(move |event: DragEvent| {
            let Some(moved) = dragged.as_ref().filter(|moved| Some(*moved) != id.as_ref()) else { return };
            event.prevent_default();
            event.stop_propagation();
            let to = id.as_ref().and_then(|id| frame.workspace().scenarios.get_index_of(id)).unwrap_or_default();
            frame.edit(Edit::MoveScenario { id: moved.clone(), to });
            dragged.set(None);
        })
    };
    (start, over, drop)
}

/// Adds a scenario, a copy or one without changes, and brings it to the front.
fn add(frame: &Frame, from: Option<&str>) {
    let name = match from.and_then(|id| frame.workspace().scenarios.get(id)) {
        Some(source) => format!("{} copy", source.name.chars().take(70).collect::<String>()),
        None => fresh_scenario_name(frame.workspace()),
    };
    frame.dispatch(Action::AddScenario { name, from: from.map(str::to_owned) });
}

/// What adds a scenario.
pub fn adding(frame: &Frame) -> Item {
    let frame = frame.clone();
    Item::new("Add scenario", "plus", Callback::from(move |()| add(&frame, None)))
}

/// What brings a scenario to the front, the base first.
pub fn fronts(frame: &Frame) -> Vec<Item> {
    let scenarios = frame.workspace().scenarios.iter();
    let others = scenarios.map(|(id, found)| (Some(id.clone()), found.name.clone(), found.colour.clone()));
    let item = |(id, name, colour): (Option<String>, String, String)| {
        let (session, now) = (frame.session.clone(), frame.session.scenario == id);
        let action = Callback::from(move |()| session.dispatch(Action::Scenario(id.clone())));
        Item::new(name, "", action).coloured(colour).checked(now)
    };
    std::iter::once((None, "Base".to_owned(), "base".to_owned())).chain(others).map(item).collect()
}

/// What can be done with a scenario.
pub fn items(frame: &Frame, id: String) -> Vec<Item> {
    let name =
        frame.workspace().scenarios.get(&id).map(|found| AttrValue::from(found.name.clone())).unwrap_or_default();
    let items = of_scenario(frame, id).into_iter();
    items.map(|item| item.of(name.clone())).collect()
}

fn of_scenario(frame: &Frame, id: String) -> Vec<Item> {
    let with = |work: fn(&Frame, &str)| {
        let (frame, id) = (frame.clone(), id.clone());
        Callback::from(move |()| work(&frame, &id))
    };
    let rename = renaming(frame, Some(id.clone()));
    let scenarios = &frame.workspace().scenarios;
    let at = scenarios.get_index_of(&id).unwrap_or_default();
    let now = scenarios.get(&id).map(|scenario| scenario.colour.clone()).unwrap_or_default();
    let mut items = vec![
        Item::new("Rename", "edit", rename).keys("F2"),
        Item::new("Duplicate", "copy", with(|frame, id| add(frame, Some(id)))),
        Item::new("Move left", "left", with(|frame, id| shifted(frame, id, -1))).keys("Alt+←").disabled(at == 0),
        Item::new("Move right", "right", with(|frame, id| shifted(frame, id, 1)))
            .keys("Alt+→")
            .disabled(at + 1 == scenarios.len()),
        Item::new("Delete", "bin", with(|frame, id| frame.edit(Edit::DeleteScenario { id: id.to_owned() }))),
    ];
    for (place, (colour, words)) in COLOURS.iter().enumerate() {
        let (frame, id) = (frame.clone(), id.clone());
        let action = Callback::from(move |()| {
            let change = ScenarioChange::Colour((*colour).to_owned());
            frame.edit(Edit::SetScenario { id: id.clone(), change });
        });
        let item = Item::new(*words, "", action).coloured(*colour).checked(now == *colour);
        items.push(if place == 0 { item.ruled() } else { item });
    }
    items
}

/// What renaming needs.
#[derive(Properties, PartialEq)]
struct RenameProps {
    id: String,
    name: AttrValue,
    done: Callback<()>,
}

/// The field in place of a tab; Enter or leaving it renames, Esc does not.
#[component]
fn Rename(props: &RenameProps) -> Html {
    let frame = use_frame();
    let node = use_node_ref();
    let by_key = use_mut_ref(|| false);
    use_effect_with((node.clone(), props.id.clone()), {
        let by_key = by_key.clone();
        move |(node, id)| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                // A refused focus leaves it where it was.
                let _ = input.focus();
                input.select();
            }
            let id = id.clone();
            move || {
                if *by_key.borrow() {
                    focus_tab(&id);
                }
            }
        }
    });
    // Held apart: saving shows itself while a name is typed, and must not put the old one back.
    let draft = use_state(|| None::<String>);
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()));
        })
    };
    let commit = {
        let (id, before, done) = (props.id.clone(), props.name.clone(), props.done.clone());
        Callback::from(move |name: String| {
            let name = name.trim().to_owned();
            if !name.is_empty() && name != *before {
                frame.edit(Edit::SetScenario { id: id.clone(), change: ScenarioChange::Name(name) });
            }
            done.emit(());
        })
    };
    let onblur = commit.reform(|event: FocusEvent| {
        event.target_dyn_into::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    });
    let onkeydown = typed(props.name.clone(), props.done.clone(), by_key);
    html! {
        <span class={classes!("field", "text", "tab-name")}>
            <input ref={node} type="text" maxlength="80" value={draft.as_ref().map_or_else(|| props.name.clone(), |text| text.clone().into())}
                aria-label="Name of the scenario" {oninput} {onblur} {onkeydown} />
        </span>
    }
}

/// Enter leaves the field, which renames; Esc puts the name back. Tells whether the field was left by one of them.
fn typed(before: AttrValue, done: Callback<()>, by_key: Rc<RefCell<bool>>) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        *by_key.borrow_mut() = matches!(event.key().as_str(), "Enter" | "Escape");
        match event.key().as_str() {
            "Enter" => drop(input.blur()),
            "Escape" => {
                input.set_value(&before);
                done.emit(());
            }
            _ => return,
        }
        event.stop_propagation();
    })
}
