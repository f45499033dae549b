//! This module is the page Evidence: what was seen of how people react to prices, what it says, and what it cannot.

mod adding;
mod buttons;
mod charts;
mod competitors;
mod details;
mod form;
mod opened;
mod reading;
mod resampled;
mod using;

use yew::AttrValue;
use yew::Callback;
use yew::DragEvent;
use yew::Html;
use yew::MouseEvent;
use yew::component;
use yew::html;
use yew::use_state;

use crate::browser::files;
use crate::ui::focus;
use crate::ui::frame::Frame;
use crate::ui::frame::use_frame;
use crate::ui::icon::Icon;
use crate::ui::page::parts::objects;
use crate::workspace::model::Evidence;

/// Path of the findings.
const EVIDENCE: &str = "/evidence";
/// Id of the button that opens the panel for new data.
const SURVEY: &str = "new-survey";

/// The page.
#[component]
pub fn EvidencePage() -> Html {
    let frame = use_frame();
    let chosen = use_state(AttrValue::default);
    let adding = use_state(|| false);
    let all = &frame.front.projection.case.last().evidence;
    let id = all.keys().find(|id| **id == *chosen.as_str()).or(all.keys().next()).cloned();
    let open = {
        let (chosen, adding) = (chosen.clone(), adding.clone());
        Callback::from(move |id: String| {
            chosen.set(id.into());
            adding.set(false);
        })
    };
    let start = {
        let adding = adding.clone();
        Callback::from(move |_: MouseEvent| adding.set(true))
    };
    let on_done = {
        let (adding, open) = (adding.clone(), open.clone());
        Callback::from(move |id: Option<String>| {
            // The panel goes, and a focus in it would go with it.
            focus::give(SURVEY);
            match id {
                Some(id) => open.emit(id),
                None => adding.set(false),
            }
        })
    };
    let count = all.len();
    let drops = use_state(|| 0_u32);
    let ondrop = {
        let (adding, drops) = (adding.clone(), drops.clone());
        Callback::from(move |event: DragEvent| {
            // A table dropped here is data of a survey, whatever its columns are called.
            let Some(file) = files::dropped(&event).filter(|file| adding::is_table(&file.name())) else { return };
            event.prevent_default();
            event.stop_propagation();
            files::hand_on(file);
            adding.set(true);
            drops.set(*drops + 1);
        })
    };
    html! {
        <div {ondrop}>
            <p class="finding">{ finding(count) }</p>
            <div class="cols">
                <div class="stack">
                    { listed(&frame, id.as_deref(), &open, start) }
                    if *adding { <adding::Adding key={*drops} {on_done} /> }
                    if let Some(id) = &id { { form::form(&frame, id) } }
                    <competitors::Competitors />
                </div>
                <div class="stack">
                    if let Some(id) = id { <opened::Opened key={id.clone()} id={id.clone()} /> }
                </div>
            </div>
        </div>
    }
}

/// Every finding, and buttons for more.
fn listed(frame: &Frame, shown: Option<&str>, open: &Callback<String>, start: Callback<MouseEvent>) -> Html {
    let all = &frame.front.projection.case.last().evidence;
    let experiment = {
        let (frame, open) = (frame.clone(), open.clone());
        Callback::from(move |_: MouseEvent| open.emit(using::add_experiment(&frame)))
    };
    html! {
        <section class="section" aria-label="Evidence">
            <h2>{ "Evidence" }<small>{ "what was seen of how people react" }</small></h2>
            <ul class="findings">
                for (key, found) in all { { line(frame, key, found, shown == Some(key), open.clone()) } }
            </ul>
            <div class="fit-tools">
                <button type="button" class="btn line" onclick={experiment}><Icon name="plus" />{ "Experiment" }</button>
                <button type="button" id={SURVEY} class="btn line" onclick={start}><Icon name="plus" />{ "Survey or data" }</button>
            </div>
            if frame.session.scenario.is_some() {
                <p class="help">{ "What was seen is the same in every scenario: adding, changing and removing it here counts for all of them. “Use this” changes the scenario in front alone." }</p>
            }
            { objects(frame, EVIDENCE).trouble() }
        </section>
    }
}

fn finding(count: usize) -> String {
    match count {
        0 => "Nothing was measured yet: reactions follow from the elasticity assumed of each segment.".to_owned(),
        1 => "One finding. Open it to see what it says, and what it cannot.".to_owned(),
        _ => format!("{count} findings. Open one to see what it says, and what it cannot."),
    }
}

fn line(frame: &Frame, id: &str, found: &Evidence, is_open: bool, open: Callback<String>) -> Html {
    let about = found.about();
    let model = frame.front.projection.case.last();
    let plan = about.plan.and_then(|plan| model.plans.get(plan)).map(|plan| plan.name.clone());
    let parts = [Some(Evidence::kind(found.key()).to_owned()), plan, about.date.map(|month| month.label())];
    let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let onclick = {
        let id = id.to_owned();
        Callback::from(move |_: MouseEvent| open.emit(id.clone()))
    };
    html! {
        <li key={id.to_owned()}>
            <button type="button" class="btn found" aria-pressed={is_open.to_string()} data-holds={format!("{EVIDENCE}/{id}")} {onclick}>
                <b>{ about.name }</b><span class="help">{ words }</span>
            </button>
        </li>
    }
}
