//! This file takes pasted survivors, shows how well the curves fit them, and writes the one that is used.

use std::rc::Rc;

use serde_json::Value;
use serde_json::json;
use web_sys::HtmlTextAreaElement;
use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::InputEvent;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::component;
use yew::html;

use super::reading::AT_RISK;
use super::reading::Draft;
use super::reading::ReadError;
use super::reading::Reading;
use crate::json::FromJson;
use crate::json::ToJson;
use crate::number;
use crate::retention::Curve;
use crate::ui::control::Select;
use crate::ui::frame::Frame;
use crate::ui::frame::id_of;
use crate::ui::frame::use_frame;
use crate::workspace::Edit;

const ROWS: [(&str, &str); 3] = [("1", "months"), ("3", "quarters"), ("12", "years")];

/// What the fit needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The segment.
    pub id: AttrValue,
    /// What is being tried.
    pub draft: Draft,
    /// Something else is being tried.
    pub on_draft: Callback<Draft>,
    /// What the survivors say.
    pub reading: Rc<Result<Reading, ReadError>>,
}

/// The paste area, the fit and its use.
#[component]
pub fn Fitting(props: &Props) -> Html {
    let frame = use_frame();
    let path = format!("/segments/{}/survivors", props.id);
    let id = id_of(&path);
    let counted = frame.front.value(&path).filter(|value| value.is_array());
    let oninput = {
        let (draft, on_draft) = (props.draft.clone(), props.on_draft.clone());
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target_dyn_into::<HtmlTextAreaElement>() {
                on_draft.emit(Draft { text: Some(area.value()), ..draft.clone() });
            }
        })
    };
    let on_pick = {
        let (on_draft, text) = (props.on_draft.clone(), props.draft.shown(counted));
        Callback::from(move |every: AttrValue| {
            let every = every.parse().unwrap_or(1);
            on_draft.emit(Draft { text: Some(text.clone()), every });
        })
    };
    let options: Vec<(AttrValue, AttrValue)> = ROWS.map(|(key, words)| (key.into(), words.into())).into();
    let wrong = match &*props.reading {
        Err(error) if *error != ReadError::Empty => Some(error.to_string()),
        _ => None,
    };
    html! {
        <section class="section">
            <h2>{ "Fit from survivors" }
                <span class="aside"><label for="survivor-rows" class="muted">{ "Rows are " }</label>
                    <Select id="survivor-rows" label="Rows are" {options} value={props.draft.every().to_string()} {on_pick} /></span>
            </h2>
            <label for={id.clone()} class="help">
                { "Customers still there, one a row from the start on: counts or shares, or period and count, as copied from a sheet." }
            </label>
            <textarea {id} class="survivors" rows="5" spellcheck="false" autocomplete="off" value={props.draft.shown(counted)}
                placeholder={"1000\n869\n743\n653"} aria-label="Survivors by month" aria-invalid={wrong.as_ref().map(|_| "true")}
                aria-describedby={wrong.as_ref().map(|_| "survivors-problem")} {oninput} />
            if let Some(wrong) = wrong { <p id="survivors-problem" class="wrong-text" role="alert">{ wrong }</p> }
            if let Ok(reading) = &*props.reading { { fitted(&frame, props, reading) } }
        </section>
    }
}

fn fitted(frame: &Frame, props: &Props, reading: &Reading) -> Html {
    let fit = &reading.fit;
    let percent = |value: f64, places: u32| number::share(value, places, frame.locale);
    let row = |name: String, curve: Curve, error: f64| {
        html! {
            <tr>
                <th scope="row">{ name }</th>
                <td>{ percent(curve.hazard(1), 2) }</td>
                <td>{ percent(curve.survival(12), 1) }</td>
                <td>{ percent(curve.survival(36), 1) }</td>
                <td>{ format!("{} pt", number::plain(error * 100.0, 2, frame.locale)) }</td>
            </tr>
        }
    };
    let plain = |value: f64| number::plain(value, 3, frame.locale);
    let constant = |churn: f64| Curve::Constant { churn_monthly: churn };
    html! {
        <>
            <div class="wide" tabindex="0" role="region" aria-label="How well the curves fit">
                <table class="fit-table">
                    <caption class="unseen">{ "How well the curves fit" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Curve" }</th>
                        for name in ["First month", "Stay 12", "Stay 36", "Off by"] { <th scope="col">{ name }</th> }
                    </tr></thead>
                    <tbody>
                        { row(format!("sBG, α {} β {}", plain(fit.alpha), plain(fit.beta)), fit.curve.clone(), fit.error) }
                        { row("Constant churn".to_owned(), constant(fit.constant.churn), fit.constant.error) }
                        { row("First month’s for ever".to_owned(), constant(fit.first_period.churn), fit.first_period.error) }
                    </tbody>
                </table>
            </div>
            if let Some(doubt) = fit.not_identified {
                <p class="note"><span><b>{ "Weak evidence: " }</b>{ doubt.to_string() }{ "." }</span></p>
            }
            if reading.shares { <p class="help">{ format!("Shares are taken of {AT_RISK} customers.") }</p> }
            { tools(frame, props, reading) }
        </>
    }
}

fn tools(frame: &Frame, props: &Props, reading: &Reading) -> Html {
    let fit = &reading.fit;
    let rounded = |value: f64| libm::round(value * 1e6) / 1e6;
    let sbg = Curve::Sbg { alpha: rounded(fit.alpha), beta: rounded(fit.beta) };
    let constant = Curve::Constant { churn_monthly: rounded(fit.constant.churn) };
    let counted = reading.counts.as_ref().map(|counts| {
        let share = |count: &f64| rounded(count / counts[0]);
        Curve::Table { survival: counts.iter().map(share).collect() }
    });
    let button = |class: &'static str, name: &'static str, curve: Curve| {
        let now = frame.front.value(&format!("/segments/{}/retention", props.id));
        let value = curve.to_json();
        let used = now.and_then(|now| Curve::from_json(now).ok()).as_ref() == Some(&curve);
        let (frame, on_draft, id, counts) =
            (frame.clone(), props.on_draft.clone(), props.id.clone(), reading.counts.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            frame.edit(using(&frame, &id, value.clone(), counts.as_deref()));
            on_draft.emit(Draft::default());
        });
        html! { <button type="button" {class} disabled={used && !props.draft.is_tried()} {onclick}>{ name }</button> }
    };
    let discard = props.on_draft.reform(|_: MouseEvent| Draft::default());
    html! {
        <div class="fit-tools">
            { button("btn main", "Use this fit", sbg) }
            { button("btn line", "Use constant churn", constant) }
            if let Some(counted) = counted { { button("btn line", "Use as counted", counted) } }
            if props.draft.is_tried() { <button type="button" class="btn" onclick={discard}>{ "Discard" }</button> }
        </div>
    }
}

/// One edit that writes the curve and the survivors it rests on; survivors that the document cannot hold are left out.
fn using(frame: &Frame, id: &str, curve: Value, counts: Option<&[f64]>) -> Edit {
    let mut counts = counts.map_or(Value::Null, |counts| json!(counts));
    crate::workspace::tidy(&mut counts);
    let mut edits = vec![frame.setting(&format!("/segments/{id}/retention"), curve)];
    let survivors = format!("/segments/{id}/survivors");
    let before = frame.front.value(&survivors).cloned().unwrap_or_default();
    if before != counts {
        edits.push(frame.setting(&survivors, counts));
    }
    Edit::Many(edits)
}
