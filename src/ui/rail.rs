//! This file holds the rail: the pages, each with how many inputs the scenario in front changes there.

use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::PointerEvent;
use yew::classes;
use yew::component;
use yew::html;

use super::frame::use_frame;
use super::icon::Icon;
use super::later;
use super::page::PAGES;
use super::session::Action;
use crate::workspace::path::within;

/// The rail.
#[component]
pub fn Rail() -> Html {
    let frame = use_frame();
    let link = |page: &'static super::page::Page| {
        let current = page.id == frame.session.page.id;
        let changed =
            frame.front.view.overridden().filter(|path| page.inputs.iter().any(|input| within(path, input))).count();
        let session = frame.session.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            session.dispatch(Action::Turn(page));
        });
        html! {
            <>
                if page.ruled { <hr /> }
                <a href={format!("#{}", page.id)} aria-current={current.then_some("page")} {onclick}>
                    <Icon name={page.icon} />{ page.name }
                    if changed > 0 { <span class="n" title={changed_words(changed)}>{ changed }<span class="unseen">{ " changed" }</span></span> }
                </a>
            </>
        }
    };
    let expect = Callback::from(|_: PointerEvent| later::expect());
    html! {
        <>
            <div class="rail-edge" aria-hidden="true" />
            <nav class={classes!("rail", frame.colour())} aria-label="Pages" onpointerenter={expect}>{ for PAGES.iter().map(link) }</nav>
        </>
    }
}

fn changed_words(count: usize) -> String {
    if count == 1 { "1 changed input".to_owned() } else { format!("{count} changed inputs") }
}
