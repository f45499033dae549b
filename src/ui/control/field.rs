//! This file binds controls to paths: whatever stands at a path gets the control its shape asks for.

use serde_json::Value;
use yew::AttrValue;
use yew::Html;
use yew::Properties;
use yew::UseReducerDispatcher;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_callback;
use yew::use_mut_ref;

use super::choice::Pick;
use super::choice::Toggle;
use super::driver::DriverEditor;
use super::month::MonthInput;
use super::number::NumberInput;
use super::number::Typed;
use super::scrub::ScrubLabel;
use super::slider::Slider;
use super::text::TextInput;
use crate::number::Number;
use crate::shape::Shape;
use crate::ui::frame::Frame;
use crate::ui::frame::Input;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::refused::group;
use crate::ui::session::Action;
use crate::ui::session::Session;
use crate::ui::watch::use_frame_at;
use crate::ui::words;
use crate::workspace::Edit;

/// What a bound control needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Path into the model: `/plans/pro/charges/seats/price`.
    pub path: AttrValue,
    /// In place of its title, for those who hear it.
    #[prop_or_default]
    pub label: Option<AttrValue>,
}

/// The control for a path, bare, as it stands in a table cell: number, driver, choice, switch, month or text.
#[component]
pub fn Field(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let label = props.label.clone().unwrap_or_else(|| input.title.clone().into());
    let path = props.path.clone();
    match input.field.shape {
        Shape::Number { .. } | Shape::Decimal { .. } => html! { <NumberField {path} {label} /> },
        Shape::Driver { .. } => html! { <DriverEditor {path} {label} /> },
        Shape::Choice(_) | Shape::Reference(_) | Shape::Union { .. } => html! { <Pick {path} {label} /> },
        Shape::Flag => html! { <Toggle {path} {label} /> },
        Shape::Month => html! { <MonthInput {path} {label} /> },
        Shape::Text { .. } | Shape::Currency => html! { <TextInput {path} {label} /> },
        _ => html! {},
    }
}

/// What a row needs.
#[derive(Properties, PartialEq)]
pub struct RowProps {
    /// Path into the model.
    pub path: AttrValue,
    /// In place of the field's own label.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    /// Ends of a slider below it, in the document's measure (0.5 for 50 %).
    #[prop_or_default]
    pub slider: Option<(f64, f64)>,
}

/// A labelled row of a form: label and help left, control right, perhaps a slider.
#[component]
pub fn FieldRow(props: &RowProps) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let label = props.label.clone().unwrap_or_else(|| input.field.label.into());
    html! {
        <div class="row">
            <ScrubLabel path={props.path.clone()}>
                { label }
                if !input.field.help.is_empty() { <span class="help">{ input.field.help }</span> }
                { known(&frame, &input) }
            </ScrubLabel>
            if let Some((low, high)) = props.slider { <PathSlider path={props.path.clone()} {low} {high} /> }
            <Field path={props.path.clone()} label={AttrValue::from(input.title)} />
        </div>
    }
}

/// Where an input comes from: its source, or that it is assumed and between which ends.
fn known(frame: &Frame, input: &Input) -> Html {
    let Some(known) = &input.known else { return html! {} };
    let style = frame.style(&input.field.shape);
    let ends = known.range.as_deref().zip(style).and_then(|(range, style)| {
        let [low, high] = range else { return None };
        Some(format!(", {} to {}", style.words(words::from_f64(*low)), style.words(words::from_f64(*high))))
    });
    let note = (!known.note.is_empty()).then(|| known.note.clone());
    if known.assumed() {
        return html! { <span class="help assumed" title={note}>{ "assumed" }{ ends.unwrap_or_default() }</span> };
    }
    html! { <span class="help source" title={note.unwrap_or_else(|| known.source.clone())}>{ &known.source }{ ends.unwrap_or_default() }</span> }
}

/// A number or exact decimal at a path.
#[component]
pub fn NumberField(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let handles = (frame.session.dispatcher(), props.path.clone(), frame.session.scenario.clone());
    let input = frame.input(&props.path);
    let style = input.as_ref().and_then(|input| frame.style_at(&props.path, &input.field.shape));
    let on_edit = use_callback((handles.clone(), style), |typed: Typed, ((dispatcher, path, scenario), style)| {
        let value = typed.value.zip(*style).map_or(Value::Null, |(value, style)| style.json(value));
        let edit = Edit::set(scenario.as_deref(), path.as_str(), value);
        dispatcher.dispatch(Action::Edit { edit, group: group(path, typed.gesture) });
    });
    let on_reset = use_callback(handles, |(), handles| reset(handles));
    let (Some(input), Some(style)) = (input, style) else { return html! {} };
    let was = words::number(&input.inherited).map_or("none".to_owned(), |was| style.words(was));
    html! {
        <>
            <NumberInput id={id_of(&props.path)} label={props.label.clone().unwrap_or_else(|| input.title.clone().into())} {style}
                value={words::number(&input.value)} optional={input.field.optional} changed={input.changed}
                inherited={input.changed.then(|| AttrValue::from(was))} refused={input.problem.is_some()} whose={frame.whose()} {on_edit} on_reset={input.changed.then_some(on_reset)} />
            { trouble(&input) }
        </>
    }
}

/// What a slider at a path needs.
#[derive(Properties, PartialEq)]
pub struct SliderProps {
    /// Path into the model.
    pub path: AttrValue,
    /// Left end, in the document's measure.
    pub low: f64,
    /// Right end.
    pub high: f64,
}

/// A slider for the number at a path, with a mark where the base stands. One drag is one step of undo.
#[component]
pub fn PathSlider(props: &SliderProps) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let handles = (frame.session.dispatcher(), props.path.clone(), frame.session.scenario.clone());
    let input = frame.input(&props.path);
    let style = input.as_ref().and_then(|input| frame.style(&input.field.shape));
    let step = slider_step(props.low, props.high);
    let gesture = use_mut_ref(next_gesture);
    let deps = (handles, style, step, gesture.clone());
    let on_input = use_callback(deps, |moved: f64, ((dispatcher, path, scenario), style, step, gesture)| {
        let Some(style) = style else { return };
        let places = (-libm::log10(*step)).ceil().max(0.0) as u32;
        let value = style.json(words::from_f64(moved).round_dp(places));
        let edit = Edit::set(scenario.as_deref(), path.as_str(), value);
        dispatcher.dispatch(Action::Edit { edit, group: group(path, *gesture.borrow()) });
    });
    let on_done = use_callback(gesture, |(), gesture| *gesture.borrow_mut() = next_gesture());
    let (Some(input), Some(style)) = (input, style) else { return html! {} };
    let float = |value: &Value| words::number(value).map(Number::to_f64);
    let value = words::number(&input.value).unwrap_or_default();
    let ends = [props.low, props.high].map(|end| style.words(words::from_f64(end)));
    html! {
        <span class={classes!("slide", frame.colour())}>
            <Slider label={format!("{}, slider", input.title)} value={float(&input.value).unwrap_or(props.low)} words={style.words(value)}
                low={props.low} high={props.high} {step} mark={float(&input.inherited)} {on_input} {on_done} />
            <span class="ends">{ ends.join(" – ") }</span>
        </span>
    }
}

/// About two hundred places, each a round number.
fn slider_step(low: f64, high: f64) -> f64 {
    let rough = (high - low) / 200.0;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    [1.0, 2.0, 5.0, 10.0].iter().map(|m| m * power).find(|step| *step >= rough * 0.999).unwrap_or(power)
}

/// What a bound control dispatches to: the session, its path, the scenario in front.
pub(super) type Handles = (UseReducerDispatcher<Session>, AttrValue, Option<String>);

/// Takes the scenario's own change of a path back.
pub(super) fn reset((dispatcher, path, scenario): &Handles) {
    if let Some(scenario) = scenario {
        let edit = Edit::Reset { scenario: scenario.clone(), path: path.to_string() };
        dispatcher.dispatch(Action::Edit { edit, group: String::new() });
    }
}

/// Gives a path a value, as a step of its own.
pub(super) fn put((dispatcher, path, scenario): &Handles, value: Value) {
    let edit = Edit::set(scenario.as_deref(), path.as_str(), value);
    dispatcher.dispatch(Action::Edit { edit, group: group(path, next_gesture()) });
}

/// What the check said of the last edit of an input.
pub(super) fn trouble(input: &Input) -> Html {
    match &input.problem {
        Some(problem) => html! { <span class="wrong-text" role="alert">{ problem }</span> },
        None => html! {},
    }
}

/// What a control for a path dispatches to.
pub(super) fn handles(frame: &Frame, path: &AttrValue) -> Handles {
    (frame.session.dispatcher(), path.clone(), frame.session.scenario.clone())
}

/// The classes of a field that may be changed.
pub(super) fn face(input: &Input, kind: &'static str) -> yew::Classes {
    let wrong = input.problem.is_some().then_some("wrong");
    classes!("field", kind, input.changed.then_some("changed"), wrong)
}
