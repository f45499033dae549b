//! This file opens one feature of the matrix: its kind, unit, group and words, and what can be done with it.

use serde_json::Value;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::html;

use super::edits;
use crate::json::FromJson;
use crate::json::ToJson;
use crate::packaging::apart_price;
use crate::packaging::move_feature;
use crate::packaging::sell_apart;
use crate::ui::control::Field;
use crate::ui::control::Select;
use crate::ui::control::options;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;
use crate::ui::icon::Icon;
use crate::ui::page::pricing::words::Hand;
use crate::workspace::Edit;
use crate::workspace::Model;
use crate::workspace::model::Feature;
use crate::workspace::model::Kind;

/// The row below a feature.
pub fn details(frame: &Frame, model: &Model, plans: &[(AttrValue, AttrValue)], id: &str, feature: &Feature) -> Html {
    let path = |part: &str| format!("/features/{id}/{part}");
    let name = &feature.name;
    let on_pick = {
        let (frame, id) = (frame.clone(), id.to_owned());
        Callback::from(move |key: AttrValue| {
            if let Ok(kind) = Kind::from_json(&Value::from(key.as_str())) {
                let model = frame.front.projection.case.last();
                frame.edit(edits::of_kind(model, frame.session.scenario.as_deref(), &id, kind));
            }
        })
    };
    let (buttons, apart) = actions(frame, model, plans, id, name);
    let field = frame.front.field(&path("kind"));
    let (options, now) =
        field.map(|field| options(&frame.front, &field.shape, &feature.kind.to_json())).unwrap_or_default();
    html! {
        <tr class="details"><td colspan={(plans.len() + 2).to_string()}>
            <div class="detail-fields">
                <label for={id_of(&path("kind"))}>{ "Value" }</label>
                <Select id={id_of(&path("kind"))} label={format!("{name}: value")} {options} value={now.unwrap_or_default()} {on_pick} />
                if feature.kind == Kind::Number {
                    <label for={id_of(&path("unit"))}>{ "Unit" }</label><Field path={path("unit")} label={format!("{name}: unit")} />
                }
                <label for={id_of(&path("group"))}>{ "Group" }</label><Field path={path("group")} label={format!("{name}: group")} />
                <label for={id_of(&path("description"))}>{ "Description" }</label><Field path={path("description")} label={format!("{name}: description")} />
            </div>
            <div class="plan-tools">{ for buttons }</div>
            { for told_apart(&apart).into_iter().map(|words| html! { <p class="help">{ words }</p> }) }
        </td></tr>
    }
}

/// What it costs apart at first, once where it is the same for every plan.
fn told_apart(apart: &[(AttrValue, String)]) -> Vec<String> {
    match apart {
        [(_, words), rest @ ..] if rest.iter().all(|(_, other)| other == words) => {
            vec![format!("Sold apart it {words}")]
        }
        _ => apart.iter().map(|(plan, words)| format!("Apart from {plan} it {words}")).collect(),
    }
}

/// What can be done with a feature, and what it would cost apart.
fn actions(
    frame: &Frame,
    model: &Model,
    plans: &[(AttrValue, AttrValue)],
    id: &str,
    name: &str,
) -> (Vec<Html>, Vec<(AttrValue, String)>) {
    let mut apart = Vec::new();
    let has = |plan: &str| model.plans.get(plan).is_some_and(|plan| plan.features.get(id) == Some(&true));
    let button = |label: String, icon: Option<&'static str>, edit: Option<Edit>| {
        let frame = frame.clone();
        let onclick = Callback::from(move |_: MouseEvent| edit.iter().for_each(|edit| frame.edit(edit.clone())));
        html! { <button type="button" class="btn line" {onclick}>if let Some(name) = icon { <Icon {name} /> }{ label }</button> }
    };
    let scenario = frame.session.scenario.as_deref();
    let mut buttons = Vec::new();
    for (at, (from, from_name)) in plans.iter().enumerate().filter(|(_, (plan, _))| has(plan)) {
        let near = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| plans.get(at));
        for (to, to_name) in near.filter(|(plan, _)| !has(plan)) {
            let edit = move_feature(model, scenario, id, from, to);
            buttons.push(button(format!("Move from {from_name} to {to_name}"), None, Some(edit)));
        }
        if model.plans.get(from.as_str()).is_some_and(|plan| !plan.free) {
            let (price, why) = apart_price(model, frame.workspace().currency, id, from);
            let edit = sell_apart(model, scenario, id, from, price);
            let hand = Hand { currency: frame.workspace().currency, locale: frame.locale };
            apart.push((from_name.clone(), format!("starts at {} a month, {why}.", hand.price(price))));
            buttons.push(button(format!("Sell apart from {from_name}"), None, edit));
        }
    }
    let edit = Edit::Remove { scenario: frame.session.scenario.clone(), path: format!("/features/{id}") };
    buttons.push(button(format!("Remove {name}"), Some("bin"), Some(edit)));
    (buttons, apart)
}
