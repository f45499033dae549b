//! This module is the page Customers: the segments, how big they are, who buys and who stays, and who is there already.

mod buyers;
mod churn;
mod cohorts;
mod fit;
mod groups;
mod opening;
mod reading;
mod segments;
mod size;
mod survival;

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::component;
use yew::html;
use yew::use_memo;
use yew::use_state;

use crate::ui::frame::use_frame;
use reading::Draft;

/// The page.
#[component]
pub fn Customers() -> Html {
    let frame = use_frame();
    let chosen = use_state(AttrValue::default);
    let draft = use_state(Draft::default);
    let segments = frame.front.named("segments");
    let id = segments.iter().find(|(id, _)| *id == *chosen).or(segments.first()).map(|(id, _)| id.clone());
    let on_choose = {
        let (chosen, draft) = (chosen.clone(), draft.clone());
        Callback::from(move |id| {
            chosen.set(id);
            draft.set(Draft::default());
        })
    };
    let on_draft = {
        let draft = draft.clone();
        Callback::from(move |now| draft.set(now))
    };
    let counted = id.as_ref().and_then(|id| frame.front.value(&format!("/segments/{id}/survivors"))).cloned();
    let reading =
        use_memo(((*draft).clone(), counted.clone()), |(draft, counted)| reading::read(draft, counted.as_ref()));
    html! {
        <>
            <p class="finding"><groups::Finding /></p>
            <segments::Segments chosen={id.clone()} {on_choose} />
            <div class="cols">
                <div class="stack">
                    if let Some(id) = id.clone() {
                        <div class="stack" key={id.as_str()}>
                            <buyers::Buyers id={id.clone()} />
                            <size::Sizes id={id.clone()} />
                            <churn::Churn id={id.clone()} />
                            <fit::Fitting {id} draft={(*draft).clone()} {on_draft} reading={reading.clone()} />
                        </div>
                    }
                </div>
                <div class="stack">
                    if let Some(id) = id {
                        <survival::SurvivalChart id={id.clone()} tried={draft.is_tried()} {reading} />
                        <size::Spread {id} />
                    }
                    <groups::Groups />
                    <cohorts::CohortMap />
                </div>
            </div>
            <opening::Opening />
        </>
    }
}
