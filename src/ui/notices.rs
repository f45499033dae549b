//! This file shows what the page has to say, with what can be done about it.

use std::rc::Rc;

use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_context;

use super::actions;
use super::frame::Frame;
use super::frame::use_frame;
use super::icon::Icon;
use super::keeper::Keeper;
use super::keeper::copy;
use super::notice::Notice;
use super::notice::Offer;
use super::notice::Tone;
use super::session::Action;
use super::session::Origin;
use super::session::Saving;

/// The notices, the link being looked at first.
#[component]
pub fn Notices() -> Html {
    let frame = use_frame();
    let keeper = use_context::<Keeper>().expect("notices are rendered beside the keeper");
    let link = match &frame.session.origin {
        Origin::Own => None,
        Origin::Link(text) => {
            let text = text.clone();
            Some(Notice { topic: "link", tone: Tone::Plain, text, offers: vec![Offer::Keep] })
        }
    };
    let shown = link.iter().chain(&frame.session.notices);
    html! { <div class="notices" role="status">{ for shown.map(|notice| one(&frame, &keeper, notice)) }</div> }
}

fn one(frame: &Frame, keeper: &Keeper, notice: &Notice) -> Html {
    let hush = {
        let (session, topic) = (frame.session.clone(), notice.topic);
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Hush(topic)))
    };
    let offer = |offer: &Offer| {
        let (frame, keeper, topic, taken) = (frame.clone(), keeper.clone(), notice.topic, offer.clone());
        let onclick = Callback::from(move |_: MouseEvent| take(&frame, &keeper, topic, &taken));
        html! { <button type="button" class="btn line" {onclick}>{ words(offer) }</button> }
    };
    html! {
        <div class={classes!("notice", notice.tone.class())} key={notice.topic}>
            <p>{ &notice.text }</p>
            { for notice.offers.iter().map(offer) }
            if notice.topic != "link" {
                <button type="button" class="btn" aria-label="Close this notice" onclick={hush}><Icon name="close" /></button>
            }
        </div>
    }
}

fn words(offer: &Offer) -> &'static str {
    match offer {
        Offer::Restore(_) => "Put it back",
        Offer::Export => "Export as a file",
        Offer::Reload => "Take the other version",
        Offer::Overwrite => "Save this version",
        Offer::Copy => "Save this as a copy",
        Offer::Keep => "Keep a copy",
    }
}

fn take(frame: &Frame, keeper: &Keeper, topic: &'static str, offer: &Offer) {
    frame.dispatch(Action::Hush(topic));
    match offer {
        Offer::Restore(text) => actions::put_back(frame, keeper, topic, text),
        Offer::Export => actions::export(frame),
        Offer::Reload => match keeper.load(&frame.workspace().id) {
            Ok(workspace) => {
                frame.dispatch(Action::Open(Rc::new(workspace), Origin::Own));
                frame.dispatch(Action::Saving(Saving::Saved));
            }
            Err(error) => {
                actions::say(frame, topic, Tone::Bad, format!("It did not open: {error}"), vec![Offer::Overwrite])
            }
        },
        Offer::Overwrite => match keeper.overwrite(frame.workspace()) {
            Ok(()) => frame.dispatch(Action::Saving(Saving::Saved)),
            Err(error) => {
                actions::say(frame, topic, Tone::Bad, format!("It was not saved: {error}"), vec![Offer::Export])
            }
        },
        Offer::Copy => frame.dispatch(Action::Kept(Rc::new(copy(frame.workspace())))),
        Offer::Keep => actions::keep(frame),
    }
}
