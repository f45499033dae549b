//! This file holds the rail: the pages, each with how many changes to Base the scenario in front makes there.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::Callback;
use yew::Html;
use yew::MouseEvent;
use yew::NodeRef;
use yew::PointerEvent;
use yew::classes;
use yew::component;
use yew::html;
use yew::use_effect_with;
use yew::use_node_ref;

use super::frame::use_frame;
use super::icon::Icon;
use super::later;
use super::page::PAGES;
use super::page::editing;
use super::session::Action;
use super::words::changes_to_base;

/// The rail.
#[component]
pub fn Rail() -> Html {
    let frame = use_frame();
    let node = use_node_ref();
    use_effect_with((node.clone(), frame.session.page.id), |(node, _)| in_view(node));
    let mut counts = [0; PAGES.len()];
    let changes = frame.session.scenario.as_ref().map(|id| frame.changes(id)).unwrap_or_default();
    for page in changes.iter().filter_map(|path| editing(path)) {
        counts[PAGES.iter().position(|known| known.id == page.id).unwrap_or(0)] += 1;
    }
    let link = |(page, changed): (&'static super::page::Page, usize)| {
        let current = page.id == frame.session.page.id;
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
                    if changed > 0 { <span class="n" title={changes_to_base(changed, frame.locale)}>{ changed }<span class="unseen">{ " changed" }</span></span> }
                </a>
            </>
        }
    };
    let expect = Callback::from(|_: PointerEvent| later::expect());
    html! {
        <>
            <div class="rail-edge" aria-hidden="true" />
            <nav ref={node} class={classes!("rail", frame.colour())} aria-label="Pages" onpointerenter={expect}>{ for PAGES.iter().zip(counts).map(link) }</nav>
        </>
    }
}

/// Brings the page in front to the middle of the row that a phone makes of the rail.
fn in_view(node: &NodeRef) {
    let Some(rail) = node.cast::<HtmlElement>() else { return };
    let found = rail.query_selector("[aria-current]").ok().flatten();
    if let Some(link) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let before = link.get_bounding_client_rect().left() - rail.get_bounding_client_rect().left();
        let room = f64::from(rail.client_width() - link.offset_width());
        rail.set_scroll_left(rail.scroll_left() + (before - room / 2.0) as i32);
    }
}
