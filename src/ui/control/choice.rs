//! This file holds the choice, one of a few, and the switch, at a path.

use serde_json::Map;
use serde_json::Value;
use web_sys::HtmlInputElement;
use web_sys::HtmlSelectElement;
use yew::AttrValue;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::Properties;
use yew::TargetCast;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_callback;

use super::field::Props;
use super::field::handles;
use super::field::put;
use super::field::reset;
use super::field::trouble;
use super::number::Reset;
use crate::shape::Shape;
use crate::ui::frame::id_of;
use crate::ui::icon::Icon;
use crate::ui::outlook::Outlook;
use crate::ui::starting::starting;
use crate::ui::watch::use_frame_at;

/// One of a few: a choice, a reference to another object, or the kind of a union (whose fields then start afresh).
#[component]
pub fn Pick(props: &Props) -> Html {
    let (watch, frame) = use_frame_at(&props.path);
    let handles = handles(&frame, &props.path);
    let on_pick = use_callback((handles.clone(), watch), |key: AttrValue, (handles, watch)| {
        if let Some(value) = picked(&watch.frame().front, &handles.1, &key) {
            put(handles, value);
        }
    });
    let on_reset = use_callback(handles, |(), handles| reset(handles));
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let label = props.label.clone().unwrap_or_else(|| input.title.clone().into());
    let (options, mut now) = options(&frame.front, &input.field.shape, &input.value);
    let mut options = options;
    let own = own_id(&props.path, &input.field.shape);
    options.retain(|(key, _)| own != Some(key.as_str()) || now.as_ref() == Some(key));
    if input.field.optional {
        options.insert(0, (AttrValue::default(), "none".into()));
        now = now.or(Some(AttrValue::default()));
    }
    html! {
        <span class="held-field">
            <Select id={id_of(&props.path)} {label} {options} value={now.unwrap_or_default()} changed={input.changed} {on_pick} />
            if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
            { trouble(&input) }
        </span>
    }
}

/// The id of the object that the reference at `path` belongs to, where it is of the collection referred to: nothing refers
/// to itself.
fn own_id<'a>(path: &'a str, shape: &Shape) -> Option<&'a str> {
    let Shape::Reference(collection) = shape else { return None };
    path.strip_prefix('/')?.strip_prefix(*collection)?.strip_prefix('/')?.split('/').next()
}

/// What can be chosen of a shape (key, words), and what is.
pub fn options(front: &Outlook, shape: &Shape, value: &Value) -> (Vec<(AttrValue, AttrValue)>, Option<AttrValue>) {
    let text = value.as_str().map(|text| AttrValue::from(text.to_owned()));
    match shape {
        Shape::Choice(words) => (words.iter().map(|(key, words)| ((*key).into(), (*words).into())).collect(), text),
        Shape::Reference(collection) => (front.named(collection), text),
        Shape::Union { tag, variants } => {
            let now = value.get(*tag).and_then(Value::as_str).map(|key| AttrValue::from(key.to_owned()));
            (variants.iter().map(|variant| (variant.key.into(), variant.label.into())).collect(), now)
        }
        _ => (Vec::new(), None),
    }
}

/// The value of a choice; a union keeps the fields its new kind has too.
fn picked(front: &Outlook, path: &str, key: &str) -> Option<Value> {
    let field = front.field(path)?;
    if key.is_empty() {
        return field.optional.then_some(Value::Null);
    }
    let Shape::Union { tag, variants } = field.shape else { return Some(key.into()) };
    let variant = variants.iter().find(|variant| variant.key == key)?;
    let before = front.value(path)?;
    let mut value = Map::new();
    value.insert(tag.to_owned(), key.into());
    for part in variant.fields.iter().filter(|part| !part.optional) {
        let kept = before.get(part.key).filter(|kept| crate::shape::verify(kept, &part.shape, "").is_empty());
        value.insert(part.key.to_owned(), kept.cloned().unwrap_or_else(|| starting(front, &part.shape)));
    }
    Some(Value::Object(value))
}

/// What a bare choice needs.
#[derive(Properties, PartialEq)]
pub struct SelectProps {
    /// Id of the `<select>`.
    pub id: AttrValue,
    /// Its name.
    pub label: AttrValue,
    /// Key and words of each.
    pub options: Vec<(AttrValue, AttrValue)>,
    /// Key of the one.
    pub value: AttrValue,
    /// Whether the scenario changed it.
    #[prop_or_default]
    pub changed: bool,
    /// One was chosen, by key.
    pub on_pick: Callback<AttrValue>,
}

/// A choice without a path.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let on_pick = props.on_pick.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Some(field) = event.target_dyn_into::<HtmlSelectElement>() {
            on_pick.emit(field.value().into());
        }
    });
    html! {
        <span class={classes!("field", "choice", props.changed.then_some("changed"))}>
            <select id={props.id.clone()} aria-label={props.label.clone()} {onchange}>
                for (key, words) in props.options.iter() {
                    <option value={key.clone()} selected={*key == props.value}>{ words.clone() }</option>
                }
            </select>
            <Icon name="down" />
        </span>
    }
}

/// A switch at a path.
#[component]
pub fn Toggle(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let handles = handles(&frame, &props.path);
    let onchange = use_callback(handles.clone(), |event: Event, handles| {
        if let Some(field) = event.target_dyn_into::<HtmlInputElement>() {
            put(handles, field.checked().into());
        }
    });
    let on_reset = use_callback(handles, |(), handles| reset(handles));
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let label = props.label.clone().unwrap_or_else(|| input.title.clone().into());
    html! {
        <span class="held-field">
            <span class={classes!("toggle", input.changed.then_some("changed"))}>
                <input id={id_of(&props.path)} type="checkbox" role="switch" checked={input.value == Value::Bool(true)} aria-label={label} {onchange} />
            </span>
            if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
            { trouble(&input) }
        </span>
    }
}
