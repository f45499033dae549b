//! This module is the palette: one field that finds everything that can be done and gone to, and the way there.

mod entries;

mod finding;

mod seek;

pub use seek::Seek;

use yew::AttrValue;
use yew::Callback;
use yew::Html;
use yew::InputEvent;
use yew::KeyboardEvent;
use yew::NodeRef;
use yew::Properties;
use yew::TargetCast;
use yew::component;
use yew::html;
use yew::use_context;
use yew::use_effect_with;
use yew::use_memo;
use yew::use_node_ref;
use yew::use_state;

use self::entries::Entry;
use self::entries::entries;
use self::finding::found;
use super::control::Dialog;
use super::focus::element;
use super::frame::Frame;
use super::frame::use_frame;
use super::icon::Icon;
use super::keeper::Keeper;
use super::keys::FIND;
use super::session::Action;
use crate::browser::clock::Timeout;
use crate::number::plain;

/// The most lines shown: whoever looks for more types more.
const MOST: usize = 50;
const LIST: &str = "palette-list";

/// What the palette needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Stop rendering it.
    pub on_close: Callback<()>,
}

/// The palette: what is typed narrows the list, arrows walk it, Enter does the line that is chosen.
#[component]
pub fn Palette(props: &Props) -> Html {
    let frame = use_frame();
    let keeper = use_context::<Keeper>().expect("the palette is rendered beside the keeper");
    let (query, at) = (use_state(String::new), use_state(|| 0_usize));
    let list = use_node_ref();
    let entries = use_memo((frame.clone(), keeper), |(frame, keeper)| entries(frame, keeper));
    let found = use_memo((entries.clone(), (*query).clone()), |(entries, query)| found(entries, query));
    let shown: Vec<&Entry> = found.iter().take(MOST).map(|at| &entries[*at]).collect();
    use_effect_with((list.clone(), *at, (*query).clone()), |(list, at, _)| in_view(list, *at));
    let oninput = {
        let (query, at) = (query.clone(), at.clone());
        Callback::from(move |event: InputEvent| {
            query.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
            at.set(0);
        })
    };
    let run = {
        let session = frame.session.clone();
        Callback::from(move |action: Callback<()>| {
            session.dispatch(Action::Show(None));
            // By then the palette is gone, and the focus is back where it was.
            Timeout::new(0, move || action.emit(())).forget();
        })
    };
    let onkeydown = {
        let (at, count) = (at.clone(), shown.len());
        let (run, chosen) = (run.clone(), shown.get(*at).map(|entry| entry.item.action.clone()));
        Callback::from(move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowDown" => (*at + 1) % count.max(1),
                "ArrowUp" => (*at + count.max(1) - 1) % count.max(1),
                "Enter" => return chosen.iter().cloned().for_each(|chosen| run.emit(chosen)),
                _ => return,
            };
            event.prevent_default();
            at.set(to);
        })
    };
    let active = (!shown.is_empty()).then(|| line_id(*at));
    html! {
        <Dialog title={FIND} on_close={props.on_close.clone()}>
            <div class="palette">
                <span class="field text"><input type="text" role="combobox" aria-label={FIND} aria-expanded="true" aria-controls={LIST} aria-autocomplete="list"
                    aria-activedescendant={active} autocomplete="off" autofocus=true spellcheck="false" value={(*query).clone()} {oninput} {onkeydown} /></span>
                <ul ref={list} id={LIST} role="listbox" aria-label={FIND}>
                    { for shown.iter().enumerate().map(|(place, entry)| line(&frame, entry, place, place == *at, &run)) }
                </ul>
                <p class="help" role="status">{ count(&frame, found.len()) }</p>
            </div>
        </Dialog>
    }
}

fn line_id(place: usize) -> AttrValue {
    format!("palette-{place}").into()
}

/// How many were found, and whether all of them are shown.
fn count(frame: &Frame, found: usize) -> String {
    let words = |count: usize| plain(rust_decimal::Decimal::from(count), 0, frame.locale);
    match found {
        0 => "Nothing is called that. Try fewer letters, or another word for it.".to_owned(),
        some if some <= MOST => format!("{} found", words(some)),
        some => format!("{} found, the first {MOST} shown: type more to narrow them", words(some)),
    }
}

fn line(frame: &Frame, entry: &Entry, place: usize, chosen: bool, run: &Callback<Callback<()>>) -> Html {
    let item = &entry.item;
    let onclick = {
        let (run, action) = (run.clone(), item.action.clone());
        Callback::from(move |_: yew::MouseEvent| run.emit(action.clone()))
    };
    // The field keeps the focus.
    let onmousedown = Callback::from(|event: yew::MouseEvent| event.prevent_default());
    html! {
        <li key={place} id={line_id(place)} role="option" aria-selected={chosen.to_string()} {onclick} {onmousedown}>
            if !item.icon.is_empty() { <Icon name={item.icon} /> }
            if !item.colour.is_empty() { <span class={yew::classes!("dot", format!("c-{}", item.colour))} /> }
            <span class="what">{ &entry.label }</span>
            if item.checked == Some(true) { <Icon name="tick" /><span class="unseen">{ ", now" }</span> }
            <span class="beside">{ entry.note(frame) }</span>
            if !item.keys.is_empty() { <kbd>{ item.keys }</kbd> }
        </li>
    }
}

/// Scrolls the list as little as shows the line that is chosen.
fn in_view(list: &NodeRef, at: usize) {
    let (Some(list), Some(line)) = (list.cast::<web_sys::HtmlElement>(), element(&line_id(at))) else { return };
    let (room, own) = (list.get_bounding_client_rect(), line.get_bounding_client_rect());
    let beyond = (own.bottom() - room.bottom()).max(0.0) + (own.top() - room.top()).min(0.0);
    list.set_scroll_top(list.scroll_top() + beyond as i32);
}
