//! This file holds the application: what a visit opens, and the frame around the page in front.

use std::cell::Cell;

use wasm_bindgen_futures::spawn_local;
use yew::Callback;
use yew::ContextProvider;
use yew::DragEvent;
use yew::Html;
use yew::MouseEvent;
use yew::Properties;
use yew::classes;
use yew::component;
use yew::hook;
use yew::html;
use yew::use_effect_with;
use yew::use_memo;
use yew::use_reducer_eq;
use yew::use_state;

use super::actions;
use super::focus;
use super::focus::use_kept_focus;
use super::frame::Frame;
use super::keeper::Keeper;
use super::keys::use_keys;
use super::later::Later;
use super::later::PANELS;
use super::main_menu::stored_theme;
use super::notices::Notices;
use super::opening::Opening;
use super::opening::is_link;
use super::opening::opening;
use super::outlook::Outlooks;
use super::page;
use super::page::PAGES;
use super::rail::Rail;
use super::saving::use_saving;
use super::session::Action;
use super::session::Origin;
use super::session::Panel;
use super::session::Session;
use super::strip::Strip;
use super::top::Top;
use super::watch::Watch;
use crate::browser::address;
use crate::browser::files;
use crate::browser::theme;
use crate::chart::written::written_for;
use crate::number::Locale;

/// The whole page.
#[component]
pub fn App() -> Html {
    let keeper = use_memo((), |()| Keeper::new());
    let visit = use_state(|| (0, opening(&keeper, &address::fragment())));
    use_effect_with((), {
        let keeper = keeper.clone();
        move |()| {
            stored_theme(&keeper).apply();
            let system = theme::watch(|_| theme::applied().apply());
            move || drop(system)
        }
    });
    let open = {
        let (keeper, visit) = (keeper.clone(), visit.clone());
        Callback::from(move |fragment: String| visit.set((visit.0 + 1, opening(&keeper, &fragment))))
    };
    match &visit.1 {
        Opening::Session(session) => {
            html! { <Desk key={visit.0} keeper={(*keeper).clone()} opened={(**session).clone()} {open} /> }
        }
        Opening::Broken(error) => html! { <Broken key={visit.0} error={error.clone()} {open} /> },
    }
}

/// What is said of a link that does not open.
#[derive(Properties, PartialEq)]
struct BrokenProps {
    error: String,
    /// Opens what a part of an address names.
    open: Callback<String>,
}

/// A link that does not open, until the address is another.
#[component]
fn Broken(props: &BrokenProps) -> Html {
    use_effect_with((), {
        let open = props.open.clone();
        move |()| {
            let moved = address::watch(move |fragment| open.emit(fragment));
            move || drop(moved)
        }
    });
    let onclick = props.open.reform(|_: MouseEvent| {
        // An address that keeps the broken link only means that a reload says so again.
        let _ = address::replace("");
        String::new()
    });
    html! {
        <main class="body broken">
            <h1 class="question">{ "This link does not open" }</h1>
            <p class="finding" role="alert">{ &props.error }{ "." }</p>
            <p>{ "Nothing was opened in its place. Ask for the link again, or for the workspace as a file." }</p>
            <button type="button" class="btn main" {onclick}>{ "Open my own workspaces" }</button>
        </main>
    }
}

/// What the desk needs.
#[derive(Properties)]
struct DeskProps {
    keeper: Keeper,
    opened: Session,
    /// Opens what a part of an address names.
    open: Callback<String>,
}

impl PartialEq for DeskProps {
    fn eq(&self, other: &Self) -> bool {
        // What was opened only matters at the start; another visit has another key.
        self.keeper == other.keeper
    }
}

/// One session: everything around the page, and the page.
#[component]
fn Desk(props: &DeskProps) -> Html {
    let session = use_reducer_eq(|| props.opened.clone());
    let locale = *use_memo((), |()| {
        let locale = Locale::from_tag(&gloo::utils::window().navigator().language().unwrap_or_default());
        written_for(locale);
        locale
    });
    let outlooks = (*use_memo((), |()| Outlooks::default())).clone();
    let front = outlooks.of(session.workspace(), session.scenario.as_deref());
    let compared = session.compared.as_ref().map(|id| outlooks.of(session.workspace(), id.as_deref()));
    use_saving(&session, &props.keeper);
    use_keys(&session);
    use_kept_focus(session.workspace());
    let name = session.workspace().name.clone();
    use_effect_with(name, |name| gloo::utils::document().set_title(&format!("{name} – Planwright")));
    let over = use_state(|| false);
    let frame = Frame { session: session.clone(), front: front.clone(), compared, outlooks, locale };
    let watch = (*use_memo((), |()| Watch::new(frame.clone()))).clone();
    watch.put(&frame);
    use_place(&frame, &watch, props);
    let (ondragover, ondragleave, ondrop) = dropping(&frame, &props.keeper, &over);
    let page = session.page;
    html! {
        <ContextProvider<Keeper> context={props.keeper.clone()}>
            <ContextProvider<Watch> context={watch}>
                <ContextProvider<Frame> context={frame.clone()}>
                    <div class={classes!("app", frame.colour())} {ondragover} {ondragleave} {ondrop}>
                        <a class="skip" href="#page" onclick={skip()}>{ "Skip to the page" }</a>
                        <Top />
                        <Notices />
                        <Strip />
                        <Rail />
                        <main class="body" id="page" tabindex="-1" key={page.id}>
                            <h1 class="question">{ page.question }</h1>
                            if page.id == PAGES[0].id { { page::first() } } else { <Later part={page.id} /> }
                        </main>
                        if session.panel.is_some() || session.sought.is_some() { <Later part={PANELS} /> }
                        if *over { <div class="drop">{ "Drop a workspace, a price page or a table to import it" }</div> }
                    </div>
                </ContextProvider<Frame>>
            </ContextProvider<Watch>>
        </ContextProvider<Keeper>>
    }
}

/// Goes where a person changes the address to, and keeps the place in front in the address of an own workspace.
/// A link opens in place of what is here, once that is saved.
#[hook]
fn use_place(frame: &Frame, watch: &Watch, props: &DeskProps) {
    let session = &frame.session;
    let asked = use_state(|| 0);
    use_effect_with((), {
        let (watch, keeper, open, asked) = (watch.clone(), props.keeper.clone(), props.open.clone(), asked.setter());
        let count = Cell::new(0);
        move |()| {
            let moved = address::watch(move |fragment| {
                let frame = watch.frame();
                if !is_link(&fragment) {
                    frame.dispatch(Action::Stand(fragment));
                } else if actions::settle(&frame, &keeper) {
                    return open.emit(fragment);
                }
                count.set(count.get() + 1);
                asked.set(count.get());
            });
            move || drop(moved)
        }
    });
    // Asked for a place that is not there, or for a link that cannot open yet, it tells again where the session stands.
    let place = (session.place(), session.origin == Origin::Own, *asked);
    use_effect_with(place, |(place, own, _)| {
        if *own {
            // An address that does not follow only means that a reload begins where every visit does.
            let _ = address::replace(place);
        }
    });
}

fn skip() -> Callback<MouseEvent> {
    Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus::give("page");
    })
}

type Drag = Callback<DragEvent>;

/// Files dropped anywhere are imported.
fn dropping(frame: &Frame, keeper: &Keeper, over: &yew::UseStateHandle<bool>) -> (Drag, Drag, Drag) {
    let carries =
        |event: &DragEvent| event.data_transfer().is_some_and(|carried| carried.types().includes(&"Files".into(), 0));
    let ondragover = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            if carries(&event) {
                event.prevent_default();
                if !*over {
                    over.set(true);
                }
            }
        })
    };
    let ondragleave = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            if event.related_target().is_none() {
                over.set(false);
            }
        })
    };
    let (frame, keeper, over) = (frame.clone(), keeper.clone(), over.clone());
    let ondrop = Callback::from(move |event: DragEvent| {
        let Some(file) = files::dropped(&event) else { return };
        event.prevent_default();
        over.set(false);
        if files::is_table_or_page(&file.name()) {
            files::hand_on(file);
            return frame.dispatch(Action::Show(Some(Panel::PricePage(None))));
        }
        let (frame, keeper) = (frame.clone(), keeper.clone());
        spawn_local(async move { actions::import(&frame, &keeper, file).await });
    });
    (ondragover, ondragleave, ondrop)
}
