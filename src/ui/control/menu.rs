//! This file holds the menu: a button that opens a list of actions, walked with the arrow keys.

use gloo::events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::Element;
use web_sys::HtmlElement;
use web_sys::Node;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::KeyboardEvent;
use yew::NodeRef;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_effect_with;
use yew::use_node_ref;
use yew::use_state;

use crate::ui::icon::Icon;

/// One line of a menu.
#[derive(Clone, PartialEq)]
pub struct Item {
    /// What it does, or is.
    pub label: AttrValue,
    /// What it does that to, for where it does not stand in its menu: `Workspace`; "" where the label says it.
    pub of: AttrValue,
    /// Icon before the label; "" for none.
    pub icon: &'static str,
    /// Colour class of a dot before the label; "" for none.
    pub colour: String,
    /// The keys that do the same; "" for none.
    pub keys: &'static str,
    /// For one of several: whether it is the one.
    pub checked: Option<bool>,
    /// Whether several may be checked, and which class of a chart's swatch stands before the label.
    pub series: Option<&'static str>,
    /// Shown, but not for now.
    pub disabled: bool,
    /// A line above it.
    pub ruled: bool,
    /// What happens.
    pub action: Callback<()>,
}

impl Item {
    /// A plain line.
    pub fn new(label: impl Into<AttrValue>, icon: &'static str, action: Callback<()>) -> Self {
        let (colour, keys) = (String::new(), "");
        let of = AttrValue::default();
        Self {
            label: label.into(),
            of,
            icon,
            colour,
            keys,
            checked: None,
            series: None,
            disabled: false,
            ruled: false,
            action,
        }
    }

    /// The same, done to something.
    pub fn of(mut self, of: impl Into<AttrValue>) -> Self {
        self.of = of.into();
        self
    }

    /// The same with its keys.
    pub fn keys(mut self, keys: &'static str) -> Self {
        self.keys = keys;
        self
    }

    /// The same, one of several.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// The same as a series of a chart, drawn or not.
    pub fn series(mut self, class: &'static str, drawn: bool) -> Self {
        (self.series, self.checked) = (Some(class), Some(drawn));
        self
    }

    /// The same, perhaps not for now.
    pub fn disabled(mut self, disabled: bool) -> Self {
        self.disabled = disabled;
        self
    }

    /// The same with a line above.
    pub fn ruled(mut self) -> Self {
        self.ruled = true;
        self
    }

    /// The same with a dot of a scenario's colour.
    pub fn coloured(mut self, colour: impl Into<String>) -> Self {
        self.colour = colour.into();
        self
    }
}

/// What a menu needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Name of the button for those who do not see it; also of the menu.
    pub label: AttrValue,
    /// What the button shows.
    pub face: Html,
    /// Classes of the button beside `btn`.
    #[prop_or_default]
    pub class: &'static str,
    /// Its lines.
    pub items: Vec<Item>,
}

/// A button with a menu.
#[component]
pub fn Menu(props: &Props) -> Html {
    let open = use_state(|| false);
    let (button, list) = (use_node_ref(), use_node_ref());
    use_effect_with((*open, button.clone(), list.clone()), {
        let open = open.clone();
        move |(shown, button, list): &(bool, NodeRef, NodeRef)| {
            let listener = shown.then(|| {
                place(button, list);
                step(list, None, 1);
                let (button, list) = (button.clone(), list.clone());
                EventListener::new(&gloo::utils::document(), "pointerdown", move |event| {
                    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                    let inside = |node: &NodeRef| node.get().is_some_and(|node| node.contains(target.as_ref()));
                    if !inside(&button) && !inside(&list) {
                        open.set(false);
                    }
                })
            });
            move || drop(listener)
        }
    });
    let toggle = {
        let open = open.clone();
        Callback::from(move |_| open.set(!*open))
    };
    let close = {
        let (open, button) = (open.clone(), button.clone());
        Callback::from(move |()| {
            open.set(false);
            focus(button.cast::<HtmlElement>());
        })
    };
    let onkeydown = keys(list.clone(), close.clone(), open.clone());
    html! {
        <span class="menu-held">
            <button ref={button} type="button" class={classes!("btn", props.class)} aria-haspopup="menu"
                aria-expanded={open.to_string()} aria-label={props.label.clone()} title={props.label.clone()} onclick={toggle}>
                { props.face.clone() }
            </button>
            if *open {
                <div ref={list} class="menu" role="menu" aria-label={props.label.clone()} {onkeydown}>
                    { for props.items.iter().map(|item| line(item, &close)) }
                </div>
            }
        </span>
    }
}

fn line(item: &Item, close: &Callback<()>) -> Html {
    let onclick = {
        let (action, close) = (item.action.clone(), close.clone());
        Callback::from(move |_| {
            close.emit(());
            action.emit(());
        })
    };
    let role = match (item.series, item.checked) {
        (Some(_), _) => "menuitemcheckbox",
        (None, Some(_)) => "menuitemradio",
        (None, None) => "menuitem",
    };
    html! {
        <>
            if item.ruled { <hr /> }
            <button type="button" {role} tabindex="-1" disabled={item.disabled} {onclick}
                aria-checked={item.checked.map(|checked| checked.to_string())}>
                if !item.icon.is_empty() { <Icon name={item.icon} /> }
                if !item.colour.is_empty() { <span class={classes!("dot", format!("c-{}", item.colour))} /> }
                if let Some(class) = item.series { <span class="chart swatch"><i class={classes!("key", class)} /></span> }
                { item.label.clone() }
                if item.checked == Some(true) { <Icon name="tick" /> }
                if !item.keys.is_empty() { <span class="keys">{ item.keys }</span> }
            </button>
        </>
    }
}

fn keys(list: NodeRef, close: Callback<()>, open: yew::UseStateHandle<bool>) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let now = gloo::utils::document().active_element();
        match event.key().as_str() {
            "ArrowDown" => step(&list, now, 1),
            "ArrowUp" => step(&list, now, -1),
            "Home" => step(&list, None, 1),
            "End" => step(&list, None, -1),
            "Escape" => close.emit(()),
            "Tab" => {
                open.set(false);
                return;
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    })
}

/// Moves the focus to the next line that can be used, round the ends; without `now` to the first or the last.
fn step(list: &NodeRef, now: Option<Element>, by: isize) {
    let Some(list) = list.cast::<Element>() else { return };
    let Ok(found) = list.query_selector_all("button:not(:disabled)") else { return };
    let lines: Vec<HtmlElement> = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect();
    let count = lines.len() as isize;
    if count == 0 {
        return;
    }
    let at = now.and_then(|now| lines.iter().position(|line| **line == now)).map(|at| at as isize);
    let next = at.map_or(if by > 0 { 0 } else { count - 1 }, |at| (at + by).rem_euclid(count));
    focus(lines.into_iter().nth(next as usize));
}

fn focus(element: Option<HtmlElement>) {
    if let Some(element) = element {
        // A refused focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Puts the list under its button, or where there is no room below, above it; inside the window.
fn place(button: &NodeRef, list: &NodeRef) {
    let (Some(button), Some(list)) = (button.cast::<HtmlElement>(), list.cast::<HtmlElement>()) else { return };
    let window = gloo::utils::window();
    let room = window.inner_width().ok().and_then(|width| width.as_f64()).unwrap_or(1024.0);
    let height = window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(768.0);
    let (at, width, tall) =
        (button.get_bounding_client_rect(), f64::from(list.offset_width()), f64::from(list.offset_height()));
    let left = at.left().min(room - width - 8.0).max(8.0);
    let (below, above) = (at.bottom() + 4.0, at.top() - 4.0 - tall);
    let top = match below + tall > height - 8.0 {
        true if above >= 8.0 => above,
        true => (height - 8.0 - tall).max(8.0),
        false => below,
    };
    let style = list.style();
    // The two properties are always accepted; a refusal would only misplace the menu.
    let _ = style.set_property("left", &format!("{left:.0}px"));
    let _ = style.set_property("top", &format!("{top:.0}px"));
}
