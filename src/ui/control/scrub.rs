//! This file lets a label be dragged: to the right the number beside it grows, to the left it shrinks.

use rust_decimal::Decimal;
use web_sys::HtmlElement;
use yew::AttrValue;
use yew::Callback;
use yew::Children;
use yew::Html;
use yew::PointerEvent;
use yew::Properties;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_mut_ref;

use super::field::handles;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::refused::group;
use crate::ui::session::Action;
use crate::ui::watch::use_frame_at;
use crate::ui::words;
use crate::workspace::Edit;

/// Pixels of a drag that make one step.
pub const STEP_PX: f64 = 4.0;

/// What the label needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Path of the number or driver it belongs to.
    pub path: AttrValue,
    /// Its words.
    pub children: Children,
}

/// A drag in progress: where it began, the value there, its gesture.
#[derive(Clone, Copy)]
struct Drag {
    from: f64,
    value: Decimal,
}

/// The label of a field; of a number it can be dragged. One drag is one step of undo.
#[component]
pub fn ScrubLabel(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let drag = use_mut_ref(|| None::<Drag>);
    let gesture = use_mut_ref(next_gesture);
    let Some(input) = frame.input(&props.path) else { return html! {} };
    // Something that changes over time has no one number to drag.
    let style = frame.style(&input.field.shape).filter(|_| !input.value.is_object());
    let (Some(style), Some(value)) = (style, words::number(&input.value)) else {
        return html! { <label for={id_of(&props.path)}>{ for props.children.iter() }</label> };
    };
    let onpointerdown = {
        let (drag, gesture) = (drag.clone(), gesture.clone());
        Callback::from(move |event: PointerEvent| {
            *drag.borrow_mut() = Some(Drag { from: f64::from(event.client_x()), value });
            *gesture.borrow_mut() = next_gesture();
            if let Some(label) = event.target_dyn_into::<HtmlElement>() {
                // Without capture the drag merely ends at the edge of the label.
                let _ = label.set_pointer_capture(event.pointer_id());
            }
        })
    };
    let onpointermove = {
        let (drag, gesture, (dispatcher, path, scenario)) = (drag.clone(), gesture, handles(&frame, &props.path));
        Callback::from(move |event: PointerEvent| {
            let Some(Drag { from, value }) = *drag.borrow() else { return };
            let steps = ((f64::from(event.client_x()) - from) / STEP_PX).trunc() as i64;
            let steps = if event.shift_key() { steps * 10 } else { steps };
            let moved = style.nudged(value, steps);
            let edit = Edit::set(scenario.as_deref(), path.as_str(), style.json(moved));
            dispatcher.dispatch(Action::Edit { edit, group: group(&path, *gesture.borrow()) });
        })
    };
    let end = Callback::from(move |_: PointerEvent| *drag.borrow_mut() = None);
    html! {
        <label class="scrub" for={id_of(&props.path)} {onpointerdown} {onpointermove} onpointerup={end.clone()} onpointercancel={end}>
            { for props.children.iter() }
        </label>
    }
}
