//! This file is the form of a finding: what it is about, and the figures of an experiment.

use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::html;

use super::EVIDENCE;
use crate::ui::control::Field;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;
use crate::ui::icon::Icon;
use crate::ui::page::parts::objects;
use crate::workspace::model::Evidence;

const ABOUT: [&str; 6] = ["name", "plan", "meter", "segment", "source", "date"];
const ARMS: [(&str, &str); 8] = [
    ("price_low", "Lower price"),
    ("users_low", "Users at the lower price"),
    ("revenue_low", "Revenue at the lower price"),
    ("conversions_low", "Buyers at the lower price"),
    ("price_high", "Higher price"),
    ("users_high", "Users at the higher price"),
    ("revenue_high", "Revenue at the higher price"),
    ("conversions_high", "Buyers at the higher price"),
];

/// The form.
pub fn form(frame: &Frame, id: &str) -> Html {
    let Some(found) = frame.front.projection.case.last().evidence.get(id) else { return html! {} };
    let path = format!("{EVIDENCE}/{id}");
    let name = found.about().name.to_owned();
    let remove = {
        let (frame, id) = (frame.clone(), id.to_owned());
        Callback::from(move |_: MouseEvent| objects(&frame, EVIDENCE).remove(&id))
    };
    let arms = matches!(found, Evidence::Experiment(_));
    html! {
        <section class="section" aria-label={format!("What it is about: {name}")}>
            <h2>{ "What it is about" }<small>{ "the same in every scenario" }</small></h2>
            for key in ABOUT { { row(frame, &format!("{path}/{key}"), None) } }
            if arms {
                for (key, label) in ARMS { { row(frame, &format!("{path}/{key}"), Some(label)) } }
            }
            <button type="button" class="btn bad" onclick={remove}><Icon name="bin" />{ format!("Remove {name}") }</button>
        </section>
    }
}

fn row(frame: &Frame, path: &str, label: Option<&'static str>) -> Html {
    let Some(field) = frame.front.field(path) else { return html! {} };
    let label = label.unwrap_or(field.label);
    html! {
        <div class="row" key={path.to_owned()}>
            <label for={id_of(path)}>{ label }if !field.help.is_empty() { <span class="help">{ field.help }</span> }</label>
            <Field path={path.to_owned()} {label} />
        </div>
    }
}
