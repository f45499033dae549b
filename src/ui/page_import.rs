//! This file imports a price page: a file, a paste or one of the gallery, read by the worker; its report before it opens.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::events::EventListenerOptions;
use js_sys::ArrayBuffer;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use web_sys::HtmlTextAreaElement;
use yew::Callback;
use yew::Event;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::TargetCast;
use yew::UseStateHandle;
use yew::component;
use yew::html;
use yew::use_context;
use yew::use_effect_with;
use yew::use_mut_ref;
use yew::use_node_ref;
use yew::use_state;

use super::actions;
use super::control::Dialog;
use super::frame::Frame;
use super::frame::use_frame;
use super::icon::Icon;
use super::keeper::Keeper;
use super::keeper::copy;
use super::notice::Tone;
use super::page::PAGES;
use super::session::Action;
use crate::browser::clock;
use crate::browser::fetch;
use crate::browser::files;
use crate::exchange::file;
use crate::exchange::gallery::ATTRIBUTION;
use crate::exchange::gallery::Entry;
use crate::exchange::gallery::GALLERY;
use crate::exchange::gallery::LICENCE;
use crate::exchange::gallery::SOURCE;
use crate::exchange::import::Note;
use crate::exchange::import::Report;
use crate::roster::Chosen;
use crate::roster::List;
use crate::worker::Asked;
use crate::worker::News;
use crate::worker::PricePage;
use crate::worker::ask;

/// What the dialog needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The page of the gallery it begins with, if any.
    pub first: Option<&'static Entry>,
    /// Stop showing it.
    pub on_close: Callback<()>,
}

/// Bytes of a file that say what it is.
const HEAD: f64 = 65_536.0;

/// How far it is.
#[derive(Clone, PartialEq)]
enum Stage {
    Asking,
    Reading,
    Refused(String),
    Read(Rc<(String, Report)>),
}

/// What reads pages: where it tells, and the work under way, which the next takes the place of.
#[derive(Clone)]
struct Reader {
    stage: UseStateHandle<Stage>,
    work: Rc<std::cell::RefCell<Option<Asked>>>,
}

impl Reader {
    fn bytes(&self, bytes: &ArrayBuffer) {
        let stage = self.stage.setter();
        let asked = ask::<PricePage>(&clock::this_month(), Some(bytes), move |news| match news {
            News::Progress(_) => {}
            News::Done(Ok(read), _) => stage.set(Stage::Read(Rc::new(read))),
            News::Done(Err(why), _) => stage.set(Stage::Refused(why)),
            News::Failed(trouble) => stage.set(Stage::Refused(trouble.to_string())),
        });
        self.work.replace(Some(asked));
    }

    fn text(&self, text: &str) {
        self.stage.set(Stage::Reading);
        self.bytes(&Uint8Array::from(text.as_bytes()).buffer());
    }

    fn file(&self, chosen: web_sys::File) {
        self.stage.set(Stage::Reading);
        let reader = self.clone();
        spawn_local(async move {
            match file::roomy(chosen.size()) {
                Err(error) => reader.stage.set(Stage::Refused(error.to_string())),
                Ok(()) => match JsFuture::from(chosen.array_buffer()).await {
                    Ok(buffer) => reader.bytes(&buffer.into()),
                    Err(_) => reader.stage.set(Stage::Refused("the browser could not read the file".into())),
                },
            }
        });
    }

    fn gallery(&self, entry: &'static Entry) {
        self.stage.set(Stage::Reading);
        let reader = self.clone();
        spawn_local(async move {
            match fetch::beside(&format!("gallery/{}", entry.file)).await {
                Ok(bytes) => reader.bytes(&bytes),
                Err(why) => reader.stage.set(Stage::Refused(why)),
            }
        });
    }
}

/// The dialog.
#[component]
pub fn PricePageDialog(props: &Props) -> Html {
    let frame = use_frame();
    let keeper = use_context::<Keeper>().expect("the dialog is rendered beside the keeper");
    let reader = Reader { stage: use_state(|| Stage::Asking), work: use_mut_ref(|| None) };
    {
        let reader = reader.clone();
        let (frame, on_close) = (frame.clone(), props.on_close.clone());
        use_effect_with(props.first, move |first| {
            first.iter().for_each(|entry| reader.gallery(entry));
            files::handed().into_iter().for_each(|file| handed(&frame, &reader, file, on_close.clone()));
        });
    }
    {
        let (frame, reader, on_close) = (frame.clone(), reader.clone(), props.on_close.clone());
        use_effect_with((), move |()| {
            let dialog = gloo::utils::document().query_selector("dialog.dialog").ok().flatten();
            let read = move |file| handed(&frame, &reader, file, on_close.clone());
            let dropping = dialog.map(|dialog| dropping(&dialog, read));
            move || drop(dropping)
        });
    }
    let field = use_node_ref();
    let pasted = use_node_ref();
    let body = match &*reader.stage {
        Stage::Asking => choices(&reader, &field, &pasted, None),
        Stage::Refused(why) => choices(&reader, &field, &pasted, Some(why)),
        Stage::Reading => html! { <p role="status">{ "Reading the page…" }</p> },
        Stage::Read(read) => {
            let open = {
                let (frame, keeper, read) = (frame.clone(), keeper.clone(), read.clone());
                Callback::from(move |_: MouseEvent| match file::read(read.0.as_bytes()) {
                    Ok(workspace) => actions::open(&frame, &keeper, copy(&workspace)),
                    Err(error) => actions::say(&frame, "import", Tone::Bad, error.to_string(), Vec::new()),
                })
            };
            let back = {
                let stage = reader.stage.clone();
                Callback::from(move |_: MouseEvent| stage.set(Stage::Asking))
            };
            html! {
                <>
                    { for read.1.parts().into_iter().map(|(heading, notes)| part(heading, notes)) }
                    <div class="dialog-foot">
                        <button type="button" class="btn" onclick={back}>{ "Another page" }</button>
                        <button type="button" class="btn main" onclick={open}>{ "Open it" }</button>
                    </div>
                </>
            }
        }
    };
    html! { <Dialog title="Import a price page" on_close={props.on_close.clone()} broad=true>{ body }</Dialog> }
}

/// Reads a file that was dropped somewhere on the page; a list of customers goes to the page that bills them.
fn handed(frame: &Frame, reader: &Reader, file: web_sys::File, on_close: Callback<()>) {
    reader.stage.set(Stage::Reading);
    let (frame, reader) = (frame.clone(), reader.clone());
    spawn_local(async move {
        let end = f64::from(file.size() as u32).min(HEAD);
        let head = match file.slice_with_f64_and_f64(0.0, end) {
            Ok(head) => JsFuture::from(head.array_buffer()).await,
            Err(thrown) => Err(thrown),
        };
        let head = head.map(|buffer| Uint8Array::new(&buffer).to_vec()).unwrap_or_default();
        if List::open(head.as_slice(), frame.workspace(), &Chosen::new(), frame.locale).is_ok() {
            files::hand_on(file);
            on_close.emit(());
            let page = PAGES.iter().find(|page| page.id == "list");
            return page.into_iter().for_each(|page| frame.dispatch(Action::Turn(page)));
        }
        reader.file(file);
    });
}

/// Reads what is dropped on the dialog or beside it: what lies behind the dialog is out of reach, and would read it anew.
fn dropping(dialog: &web_sys::Element, read: impl Fn(web_sys::File) + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(dialog, "drop", options, move |event| {
        if let Some(file) = event.dyn_ref().and_then(files::dropped) {
            event.prevent_default();
            event.stop_propagation();
            read(file);
        }
    })
}

/// One part of a report.
fn part(heading: &str, notes: &[Note]) -> Html {
    html! {
        <section aria-label={heading.to_owned()}>
            <h3>{ format!("{heading} ({})", notes.len()) }</h3>
            if notes.is_empty() {
                <p class="muted">{ "Nothing." }</p>
            } else {
                <ul class="report-notes">{ for notes.iter().map(|note| html! { <li>{ note.to_string() }</li> }) }</ul>
            }
        </section>
    }
}

/// The ways to give a page.
fn choices(reader: &Reader, field: &yew::NodeRef, pasted: &yew::NodeRef, refused: Option<&String>) -> Html {
    let choose = {
        let field = field.clone();
        Callback::from(move |_: MouseEvent| field.cast::<HtmlInputElement>().iter().for_each(|field| field.click()))
    };
    let onchange = {
        let reader = reader.clone();
        Callback::from(move |event: Event| {
            let file = event.target_dyn_into::<HtmlInputElement>().and_then(|field| files::chosen(&field));
            file.into_iter().for_each(|file| reader.file(file));
        })
    };
    let paste = {
        let (reader, pasted) = (reader.clone(), pasted.clone());
        Callback::from(move |_: MouseEvent| {
            pasted.cast::<HtmlTextAreaElement>().iter().for_each(|text| reader.text(&text.value()));
        })
    };
    let pick = |entry: &'static Entry| {
        let reader = reader.clone();
        Callback::from(move |_: MouseEvent| reader.gallery(entry))
    };
    html! {
        <div class="price-page">
            <p>{ "Prices, features, limits and add-ons come from the page; who buys and what it costs is assumed, and marked so." }</p>
            if let Some(why) = refused { <p class="problem" role="alert">{ why.clone() }</p> }
            <p>
                <button type="button" class="btn line" onclick={choose}><Icon name="open" />{ "Choose a file" }</button>
                <span class="help">{ " Pricing2Yaml (YAML) or a table; it can be dropped anywhere too." }</span>
                <input ref={field.clone()} type="file" accept=".yml,.yaml,.csv,.tsv,.txt" hidden=true aria-label="Price page file" {onchange} />
            </p>
            <label for="pasted-page">{ "Or paste a page or a table of plans" }</label>
            <textarea id="pasted-page" ref={pasted.clone()} class="link-text" placeholder={"Plan\tTeam\tPro\nPrice\t$12 / user / month\t$20 / user / month\nSSO\tno\tyes"} />
            <p><button type="button" class="btn line" onclick={paste}>{ "Read what is pasted" }</button></p>
            { gallery(pick) }
        </div>
    }
}

/// The pages of the gallery with whose they are; `pick` makes what a click does.
pub fn gallery(pick: impl Fn(&'static Entry) -> Callback<MouseEvent>) -> Html {
    let card = |entry: &'static Entry| {
        html! {
            <li><button type="button" class="card" onclick={pick(entry)}><b>{ entry.title }</b><span>{ entry.about }</span><span>{ format!("Seen {}, {ATTRIBUTION}", entry.seen) }</span></button></li>
        }
    };
    html! {
        <>
            <h3>{ "Start from a real price page" }</h3>
            <ul class="cards">{ for GALLERY.iter().map(card) }</ul>
            <p class="help">
                { "Unchanged copies from the data set " }<a href={SOURCE} target="_blank" rel="noreferrer">{ "TSC’25 of isa-group/SaaS-analysis" }</a>
                { ", licence " }<a href={LICENCE} target="_blank" rel="noreferrer">{ "CC BY 4.0" }</a>{ ". The companies have no part in this." }
            </p>
        </>
    }
}
