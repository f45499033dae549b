//! This file holds the number field: typed, nudged with arrows, dragged by its unit, always keeping the last good value.

use rust_decimal::Decimal;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use web_sys::HtmlInputElement;
use yew::AttrValue;
use yew::Callback;
use yew::FocusEvent;
use yew::Html;
use yew::InputEvent;
use yew::KeyboardEvent;
use yew::PointerEvent;
use yew::Properties;
use yew::TargetCast;
use yew::UseStateHandle;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_effect_with;
use yew::use_mut_ref;
use yew::use_state;

use super::scrub::STEP_PX;
use crate::ui::frame::next_gesture;
use crate::ui::icon::Icon;
use crate::ui::words::Refusal;
use crate::ui::words::Style;

/// A new value and the gesture it is part of: the edits of one gesture are undone together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Typed {
    /// The value; `None` where an optional field was emptied.
    pub value: Option<Decimal>,
    /// Number of the gesture.
    pub gesture: u32,
}

/// What a number field needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Id of the `<input>`, for a label elsewhere.
    pub id: AttrValue,
    /// Its name where no label is tied to it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Unit, bounds, currency, locale.
    pub style: Style,
    /// The value in force; `None` shows an empty field (`optional`).
    pub value: Option<Decimal>,
    /// Whether it may be empty.
    #[prop_or_default]
    pub optional: bool,
    /// Whether this scenario changed it.
    #[prop_or_default]
    pub changed: bool,
    /// What it would be without the change, in words.
    #[prop_or_default]
    pub inherited: Option<AttrValue>,
    /// Each valid value, while it is typed or dragged.
    pub on_edit: Callback<Typed>,
    /// Puts the inherited value back; none where there is nothing to reset.
    #[prop_or_default]
    pub on_reset: Option<Callback<()>>,
    /// For a part of a larger control.
    #[prop_or_default]
    pub disabled: bool,
    /// Whether the check refused what was typed last: it stays in the field until it is mended or taken back.
    #[prop_or_default]
    pub refused: bool,
    /// Whose value it is: what was typed and not taken goes once another's is shown.
    #[prop_or_default]
    pub whose: AttrValue,
}

/// What was typed, and for whom.
#[derive(Clone, PartialEq)]
struct Draft {
    whose: AttrValue,
    text: String,
}

/// What the hand is doing.
#[derive(Default)]
struct Hand {
    gesture: u32,
    /// Value when the gesture began.
    before: Option<Decimal>,
    /// Where a drag began, and the value there.
    drag: Option<(f64, Decimal)>,
    /// Whether the focus is in the field.
    inside: bool,
}

/// A number field.
#[component]
pub fn NumberInput(props: &Props) -> Html {
    let draft = use_state(|| None::<Draft>);
    let hand = use_mut_ref(Hand::default);
    let style = props.style;
    let typed = draft.as_ref().filter(|draft| draft.whose == props.whose).map(|draft| draft.text.clone());
    let reading = typed.as_ref().map(|text| read(text, style, props.optional));
    use_effect_with(props.refused, {
        let (draft, hand) = (draft.clone(), hand.clone());
        // No longer refused, and yet not in force: something else ended the refusal.
        let passed_over = matches!(reading, Some(Ok(value)) if value != props.value);
        move |refused| {
            if !refused && (passed_over || !hand.borrow().inside) {
                draft.set(None);
            }
        }
    });
    let standing = typed.is_some();
    let text = typed.unwrap_or_else(|| props.value.map(|value| style.text(value)).unwrap_or_default());
    let refusal = reading.and_then(Result::err);
    let begin = {
        let (hand, value) = (hand.clone(), props.value);
        move || {
            let mut hand = hand.borrow_mut();
            hand.gesture = next_gesture();
            hand.before = value;
        }
    };
    let emit = {
        let (hand, on_edit) = (hand.clone(), props.on_edit.clone());
        Callback::from(move |value: Option<Decimal>| {
            let gesture = hand.borrow().gesture;
            on_edit.emit(Typed { value, gesture });
        })
    };
    let wrong = refusal.is_some() || (props.refused && standing);
    let (onfocus, oninput, onblur) = typing(props, (&draft, &hand), &emit, begin.clone(), wrong);
    let onkeydown = keys(props, (&draft, standing), &emit, begin.clone(), hand.clone());
    let (down, moved, up) = drag(props, &draft, &emit, begin, hand);
    let (before, after) = style.around(props.value);
    let problem = format!("{}-problem", props.id);
    let face = classes!(
        "field",
        props.changed.then_some("changed"),
        wrong.then_some("wrong"),
        (style.high > 1e7).then_some("wide-number")
    );
    let unit = |text: &'static str| {
        html! { <span class="unit scrub" aria-hidden="true" onpointerdown={down.clone()} onpointermove={moved.clone()}
        onpointerup={up.clone()} onpointercancel={up.clone()}>{ text }</span> }
    };
    html! {
        <span class="held-field">
            <span class={face} title={props.inherited.as_ref().map(|was| format!("Base: {was}"))}>
                if !before.is_empty() { { unit(before) } }
                <input id={props.id.clone()} type="text" inputmode="decimal" autocomplete="off" spellcheck="false" value={text}
                    aria-label={props.label.clone()} aria-invalid={wrong.then_some("true")} disabled={props.disabled}
                    aria-describedby={refusal.is_some().then(|| problem.clone())} {onfocus} {oninput} {onblur} {onkeydown} />
                if !after.is_empty() { { unit(after) } }
            </span>
            if let Some(on_reset) = &props.on_reset {
                { reset(props.label.clone(), on_reset, &draft) }
            }
            if let Some(Refusal { found, allowed }) = &refusal {
                <span id={problem} class="wrong-text" role="alert">{ format!("{found}; allowed: {allowed}") }</span>
            }
        </span>
    }
}

fn reset(label: Option<AttrValue>, on_reset: &Callback<()>, draft: &UseStateHandle<Option<Draft>>) -> Html {
    let (on_reset, draft) = (on_reset.clone(), draft.clone());
    let onclick = Callback::from(move |_| {
        draft.set(None);
        on_reset.emit(());
    });
    html! { <Reset label={label.unwrap_or_default()} {onclick} /> }
}

/// What the reset button needs.
#[derive(Properties, PartialEq)]
pub struct ResetProps {
    /// Name of the input.
    pub label: AttrValue,
    /// Puts the inherited value back.
    pub onclick: Callback<()>,
}

/// The button that puts the inherited value back.
#[component]
pub fn Reset(props: &ResetProps) -> Html {
    let name = format!("Reset {} to Base", props.label);
    let onclick = props.onclick.reform(|event: web_sys::MouseEvent| to_field(&event));
    html! { <button type="button" class="reset" title={name.clone()} aria-label={name} {onclick}><Icon name="reset" /></button> }
}

/// Puts the focus into the field that is reset: the button goes away, and the focus would go with it.
fn to_field(event: &web_sys::MouseEvent) {
    let button = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let held = button.and_then(|button| button.closest(".held-field").ok().flatten());
    let field = held.and_then(|held| held.query_selector("input, select, button:not(.reset)").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        // A refused focus leaves it where it was.
        let _ = field.focus();
    }
}

fn read(text: &str, style: Style, optional: bool) -> Result<Option<Decimal>, Refusal> {
    if optional && text.trim().is_empty() {
        return Ok(None);
    }
    style.read(text).map(Some)
}

type Events = (Callback<FocusEvent>, Callback<InputEvent>, Callback<FocusEvent>);

/// Entering the field begins a gesture, every good value counts at once, leaving it with a good value tidies it.
fn typing(
    props: &Props,
    (draft, hand): (&UseStateHandle<Option<Draft>>, &Hands),
    emit: &Callback<Option<Decimal>>,
    begin: impl Fn() + 'static,
    wrong: bool,
) -> Events {
    let (style, optional, whose) = (props.style, props.optional, props.whose.clone());
    let (entered, left) = (hand.clone(), hand.clone());
    let onfocus = Callback::from(move |event: FocusEvent| {
        begin();
        entered.borrow_mut().inside = true;
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            input.select();
        }
    });
    let (typed, emit) = (draft.clone(), emit.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let text = input.value();
        if let Ok(value) = read(&text, style, optional) {
            emit.emit(value);
        }
        typed.set(Some(Draft { whose: whose.clone(), text }));
    });
    let draft = draft.clone();
    let onblur = Callback::from(move |_: FocusEvent| {
        left.borrow_mut().inside = false;
        if !wrong {
            draft.set(None);
        }
    });
    (onfocus, oninput, onblur)
}

type Hands = std::rc::Rc<std::cell::RefCell<Hand>>;

fn keys(
    props: &Props,
    (draft, standing): (&UseStateHandle<Option<Draft>>, bool),
    emit: &Callback<Option<Decimal>>,
    begin: impl Fn() + 'static,
    hand: Hands,
) -> Callback<KeyboardEvent> {
    let (draft, emit, style, optional) = (draft.clone(), emit.clone(), props.style, props.optional);
    let (value, refused) = (props.value, props.refused && standing);
    Callback::from(move |event: KeyboardEvent| {
        let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
        let by = if event.shift_key() { 10 } else { 1 };
        match event.key().as_str() {
            "Enter" if !refused && read(&input.value(), style, optional).is_ok() => {
                draft.set(None);
                begin();
                input.select();
            }
            "Escape" if standing || hand.borrow().before != value => {
                let before = hand.borrow().before;
                draft.set(None);
                // What is said again is good, and the refusal is over.
                if before != value || refused {
                    emit.emit(before);
                }
                event.prevent_default();
                event.stop_propagation();
            }
            "ArrowUp" | "ArrowDown" => {
                let sign = if event.key() == "ArrowUp" { by } else { -by };
                let now = style.read(&input.value()).ok().or(value).unwrap_or_default();
                let next = style.nudged(now, sign);
                draft.set(None);
                // Written here it costs nothing; written amid a repaint, a field in focus has the browser lay out the page.
                input.set_value(&style.text(next));
                emit.emit(Some(next));
                event.prevent_default();
            }
            _ => {}
        }
    })
}

type Pointer = Callback<PointerEvent>;

/// Dragging the unit to the right or left.
fn drag(
    props: &Props,
    draft: &UseStateHandle<Option<Draft>>,
    emit: &Callback<Option<Decimal>>,
    begin: impl Fn() + 'static,
    hand: Hands,
) -> (Pointer, Pointer, Pointer) {
    let (style, value, disabled) = (props.style, props.value, props.disabled);
    let down = {
        let (hand, draft) = (hand.clone(), draft.clone());
        Callback::from(move |event: PointerEvent| {
            let (Some(unit), Some(value)) = (event.target_dyn_into::<HtmlElement>(), value.filter(|_| !disabled))
            else {
                return;
            };
            begin();
            draft.set(None);
            hand.borrow_mut().drag = Some((f64::from(event.client_x()), value));
            // Without capture the drag merely ends at the edge of the unit.
            let _ = unit.set_pointer_capture(event.pointer_id());
            event.prevent_default();
        })
    };
    let moved = {
        let (hand, emit) = (hand.clone(), emit.clone());
        Callback::from(move |event: PointerEvent| {
            let Some((from, value)) = hand.borrow().drag else { return };
            let steps = ((f64::from(event.client_x()) - from) / STEP_PX).trunc() as i64;
            let steps = if event.shift_key() { steps * 10 } else { steps };
            emit.emit(Some(style.nudged(value, steps)));
        })
    };
    let up = Callback::from(move |event: PointerEvent| {
        if hand.borrow_mut().drag.take().is_none() {
            return;
        }
        let field = event.target_dyn_into::<HtmlElement>().and_then(|unit| unit.parent_element());
        let input = field.and_then(|field| field.query_selector("input").ok().flatten());
        if let Some(input) = input.and_then(|input| input.dyn_into::<HtmlElement>().ok()) {
            // A refused focus leaves it where it was.
            let _ = input.focus();
        }
    });
    (down, moved, up)
}
