//! This file does what people ask of whole workspaces: open, duplicate, delete and put back, import, export, keep.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::frame::Frame;
use super::keeper::Keeper;
use super::keeper::copy;
use super::notice::Notice;
use super::notice::Offer;
use super::notice::Tone;
use super::opening::is_link;
use super::page::PAGES;
use super::session::Action;
use super::session::Origin;
use crate::browser::address;
use crate::browser::files;
use crate::browser::lists;
use crate::exchange::file;
use crate::workspace::TEMPLATES;
use crate::workspace::Template;
use crate::workspace::Workspace;

/// Saves what waits, so that opening another workspace loses nothing; says so and gives false where it would.
pub fn settle(frame: &Frame, keeper: &Keeper) -> bool {
    if frame.session.origin != Origin::Own || frame.session.saving == super::session::Saving::Saved {
        return true;
    }
    match keeper.save(frame.workspace()) {
        Ok(()) => true,
        Err(_) if !frame.session.only_here() => true,
        Err(error) => {
            say(
                frame,
                "settle",
                Tone::Bad,
                format!("This workspace is not saved: {error}. Export it before you open another."),
                vec![Offer::Export],
            );
            false
        }
    }
}

/// Says something above the page.
pub fn say(frame: &Frame, topic: &'static str, tone: Tone, text: String, offers: Vec<Offer>) {
    frame.dispatch(Action::Say(Notice { topic, tone, text, offers }));
}

/// Opens a document as one of this browser's own.
pub fn open(frame: &Frame, keeper: &Keeper, workspace: Workspace) {
    if settle(frame, keeper) {
        // With nothing to compare, Compare would show an empty page.
        let nothing_here = frame.session.page.id == "compare" && workspace.scenarios.is_empty();
        show(frame, workspace);
        if nothing_here {
            frame.dispatch(Action::Turn(&PAGES[0]));
        }
    }
}

/// Puts a document in front, once nothing waits to be saved.
fn show(frame: &Frame, workspace: Workspace) {
    forget_link();
    frame.dispatch(Action::Open(Rc::new(workspace), Origin::Own));
    frame.dispatch(Action::Show(None));
}

/// Opens a stored workspace.
pub fn open_stored(frame: &Frame, keeper: &Keeper, id: &str) {
    if !settle(frame, keeper) {
        return;
    }
    match keeper.load(id) {
        Ok(workspace) => {
            forget_link();
            frame.dispatch(Action::Open(Rc::new(workspace), Origin::Own));
            frame.dispatch(Action::Saving(super::session::Saving::Saved));
            frame.dispatch(Action::Show(None));
        }
        Err(error) => say(frame, "open", Tone::Bad, format!("The workspace did not open: {error}"), Vec::new()),
    }
}

/// Starts from a template.
pub fn start(frame: &Frame, keeper: &Keeper, template: &Template) {
    open(frame, keeper, copy(&template.open()));
}

/// Opens a copy under a name of its own.
pub fn duplicate(frame: &Frame, keeper: &Keeper) {
    open(frame, keeper, twin(frame.workspace()));
}

/// The same of a stored workspace. What waits is saved first: the keeper knows one workspace at a time.
pub fn duplicate_stored(frame: &Frame, keeper: &Keeper, id: &str, name: &str) {
    if !settle(frame, keeper) {
        return;
    }
    match keeper.load(id) {
        Ok(workspace) => show(frame, twin(&workspace)),
        Err(error) => say(frame, "open", Tone::Bad, format!("{name} was not duplicated: {error}"), Vec::new()),
    }
}

fn twin(workspace: &Workspace) -> Workspace {
    let name = format!("{} copy", workspace.name.chars().take(70).collect::<String>());
    Workspace { name, ..copy(workspace) }
}

/// Makes a linked document this browser's own.
pub fn keep(frame: &Frame) {
    let kept = copy(frame.workspace());
    forget_link();
    frame.dispatch(Action::Hush("link"));
    frame.dispatch(Action::Kept(Rc::new(kept)));
}

/// Deletes the open workspace and opens the next; the notice puts it back.
pub fn delete(frame: &Frame, keeper: &Keeper) {
    let (id, name) = (frame.workspace().id.clone(), frame.workspace().name.clone());
    if frame.session.origin == Origin::Own {
        // What was not stored yet goes the same way and comes back the same way.
        let _ = keeper.save(frame.workspace());
        if !delete_stored(frame, keeper, &id, &name) {
            return;
        }
    }
    let next = keeper.list().into_iter().find(|entry| entry.header.is_some() && entry.id != id);
    match next.and_then(|entry| keeper.load(&entry.id).ok()) {
        Some(workspace) => {
            frame.dispatch(Action::Open(Rc::new(workspace), Origin::Own));
            frame.dispatch(Action::Saving(super::session::Saving::Saved));
        }
        None => frame.dispatch(Action::Open(Rc::new(copy(&TEMPLATES[0].open())), Origin::Own)),
    }
    forget_link();
}

/// Deletes a stored workspace; the notice puts it back. Says whether it is gone.
pub fn delete_stored(frame: &Frame, keeper: &Keeper, id: &str, name: &str) -> bool {
    match keeper.delete(id) {
        Ok(text) => {
            say(frame, "deleted", Tone::Plain, format!("{name} was deleted."), vec![Offer::Restore(text.into())]);
            let (frame, id) = (frame.clone(), id.to_owned());
            spawn_local(async move {
                if let Err(error) = lists::set_aside(&id).await {
                    let text = format!("Its customer list was not deleted: {error}");
                    say(&frame, "list", Tone::Bad, text, Vec::new());
                }
            });
            true
        }
        Err(error) => {
            say(frame, "deleted", Tone::Bad, format!("{name} was not deleted: {error}"), Vec::new());
            false
        }
    }
}

/// Puts a deleted workspace back, with its customer list, and opens it.
pub fn put_back(frame: &Frame, keeper: &Keeper, topic: &'static str, text: &Rc<str>) {
    let workspace = match keeper.restore(text) {
        Ok(workspace) => workspace,
        Err(error) => {
            let offers = vec![Offer::Restore(text.clone())];
            return say(frame, topic, Tone::Bad, format!("It could not be put back: {error}"), offers);
        }
    };
    open_stored(frame, keeper, &workspace.id);
    let frame = frame.clone();
    spawn_local(async move {
        if let Err(error) = lists::bring_back(&workspace.id).await {
            let text = format!("Its customer list could not be put back: {error}");
            say(&frame, "list", Tone::Bad, text, Vec::new());
        }
    });
}

/// Saves the document as a file.
pub fn export(frame: &Frame) {
    let workspace = frame.workspace();
    match files::save(&file::name(&workspace.name), "application/json", &file::write(workspace)) {
        Ok(()) => frame.dispatch(Action::Exported),
        Err(error) => say(frame, "export", Tone::Bad, format!("The file was not saved: {error}"), Vec::new()),
    }
}

/// What to do with a file of another kind.
const ELSEWHERE: &str = " A price page or a table of plans is opened by “Import a price page…”.";

/// Opens a chosen or dropped file as a new workspace.
pub async fn import(frame: &Frame, keeper: &Keeper, chosen: web_sys::File) {
    let name = chosen.name();
    let read = files::read(&chosen).await.map_err(|error| error.to_string());
    let parsed = |text: String| {
        let hint = if text.trim_start().starts_with('{') { "" } else { ELSEWHERE };
        file::read(text.as_bytes()).map_err(|error| format!("{error}{hint}"))
    };
    match read.and_then(parsed) {
        Ok(workspace) => {
            open(frame, keeper, copy(&workspace));
            say(frame, "import", Tone::Plain, format!("{name} was imported as a new workspace."), Vec::new());
        }
        Err(error) => say(frame, "import", Tone::Bad, format!("{name} was not imported: {error}"), Vec::new()),
    }
}

/// Takes a link out of the address, so that a reload opens what is saved.
fn forget_link() {
    if is_link(&address::fragment()) {
        // An address that keeps its link only means that a reload asks again.
        let _ = address::replace("");
    }
}
