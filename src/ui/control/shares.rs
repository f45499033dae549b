//! This file holds the editor of shares that make a whole: when one moves, the others give way in proportion.

use serde_json::Map;
use serde_json::Value;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_callback;

use super::field::handles;
use super::field::reset;
use super::field::trouble;
use super::number::NumberInput;
use super::number::Reset;
use super::number::Typed;
use super::paste::Block;
use super::paste::PasteArea;
use crate::number::Number;
use crate::shape::Shape;
use crate::ui::frame::id_of;
use crate::ui::frame::next_gesture;
use crate::ui::refused::group;
use crate::ui::session::Action;
use crate::ui::watch::use_frame_at;
use crate::ui::words;
use crate::workspace::Edit;

/// What the editor needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Path of a map of shares: `/segments/small/mix`, `/channels/ads/split`.
    pub path: AttrValue,
}

/// Shares by plan or segment that sum to one. The whole map is one value.
#[component]
pub fn ShareEditor(props: &Props) -> Html {
    let (_, frame) = use_frame_at(&props.path);
    let handles = handles(&frame, &props.path);
    let on_shares =
        use_callback(handles.clone(), |(shares, gesture): (Vec<(String, f64)>, u32), (dispatcher, path, scenario)| {
            let object: Map<String, Value> = shares.into_iter().map(|(key, share)| (key, share.into())).collect();
            let mut value = Value::Object(object);
            crate::workspace::tidy(&mut value);
            let edit = Edit::set(scenario.as_deref(), path.as_str(), value);
            dispatcher.dispatch(Action::Edit { edit, group: group(path, gesture) });
        });
    let on_reset = use_callback(handles.clone(), |(), handles| reset(handles));
    let Some(input) = frame.input(&props.path) else { return html! {} };
    let Shape::Map { of, keys: Some(collection), .. } = input.field.shape else { return html! {} };
    let Some(style) = frame.style(of) else { return html! {} };
    let listed = frame.front.named(collection);
    let share = |key: &str| input.value.get(key).and_then(Value::as_f64).unwrap_or_default();
    let shares: Vec<(String, f64)> = listed.iter().map(|(key, _)| (key.to_string(), share(key))).collect();
    let on_paste = {
        let (shares, on_shares) = (shares.clone(), on_shares.clone());
        Callback::from(move |block: Block| {
            let (mut shares, mut taken) = (shares.clone(), 0);
            for (row, _, text) in block.placed() {
                if let (Some(slot), Ok(value)) = (shares.get_mut(row), style.read(text)) {
                    slot.1 = value.to_f64();
                    taken += 1;
                }
            }
            on_shares.emit((whole(shares), next_gesture()));
            taken
        })
    };
    let row = |(at, (key, name)): (usize, &(AttrValue, AttrValue))| {
        let path = format!("{}/{key}", props.path);
        let ((dispatcher, whole_path, scenario), share_path) = (handles.clone(), path.clone());
        let on_edit = Callback::from(move |typed: Typed| {
            let Some(value) = typed.value.map(Number::to_f64) else { return };
            let edit = Edit::Share { scenario: scenario.clone(), path: share_path.clone(), value };
            dispatcher.dispatch(Action::Edit { edit, group: group(&whole_path, typed.gesture) });
        });
        html! {
            <div class="row" data-row={at.to_string()} data-column="0">
                <label for={id_of(&path)}>{ name.clone() }</label>
                <NumberInput id={id_of(&path)} label={format!("{}: {name}", input.title)} {style} changed={input.changed}
                    value={Some(words::from_f64(rounded(share(key))))} whose={frame.whose()} {on_edit} />
            </div>
        }
    };
    html! {
        <PasteArea {on_paste}>
            { for listed.iter().enumerate().map(row) }
            if listed.len() > 2 {
                <p class="help">{ "They sum to 100 %: what one gains the others give, in proportion. A pasted column sets all of them." }</p>
            }
            if input.changed { <Reset label={input.title.clone()} onclick={on_reset} /> }
            { trouble(&input) }
        </PasteArea>
    }
}

/// Shares scaled to sum to one.
fn whole(mut shares: Vec<(String, f64)>) -> Vec<(String, f64)> {
    let sum: f64 = shares.iter().map(|(_, share)| share).sum();
    let count = shares.len() as f64;
    for (_, share) in &mut shares {
        *share = if sum > 0.0 { *share / sum } else { 1.0 / count };
    }
    shares
}

/// As it is shown: a hundredth of a percent.
fn rounded(share: f64) -> f64 {
    libm::round(share * 1e4) / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_made_a_whole() {
        let shares = |values: &[f64]| values.iter().map(|value| (String::new(), *value)).collect::<Vec<_>>();
        assert_eq!(whole(shares(&[2.0, 6.0]))[1].1, 0.75);
    }
}
