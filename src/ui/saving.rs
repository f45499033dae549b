//! This file saves what changes after a pause, and at once when the page may go away; and hears what other tabs do.

use std::cell::RefCell;
use std::rc::Rc;

use yew::UseReducerHandle;
use yew::hook;
use yew::use_effect_with;
use yew::use_mut_ref;

use super::keeper::Keeper;
use super::notice::Notice;
use super::notice::Offer;
use super::notice::Tone;
use super::session::Action;
use super::session::Origin;
use super::session::Saving;
use super::session::Session;
use crate::browser::clock::Timeout;
use crate::browser::leaving;
use crate::browser::storage::Change;
use crate::browser::storage::StorageError;

/// How long after the last change it is saved.
const PAUSE_MS: u32 = 400;

type Latest = Rc<RefCell<Option<UseReducerHandle<Session>>>>;

/// Keeps the session's document saved.
#[hook]
pub fn use_saving(session: &UseReducerHandle<Session>, keeper: &Keeper) {
    let latest: Latest = use_mut_ref(|| None);
    *latest.borrow_mut() = Some(session.clone());
    let waits = session.saving == Saving::Waiting && session.origin == Origin::Own;
    let document = Rc::as_ptr(session.workspace());
    use_effect_with((document, waits), {
        let (latest, keeper) = (latest.clone(), keeper.clone());
        move |(_, waits)| {
            let timeout = waits.then(|| Timeout::new(PAUSE_MS, move || save(&latest, &keeper)));
            move || drop(timeout)
        }
    });
    use_effect_with((), {
        let (latest, keeper) = (latest.clone(), keeper.clone());
        move |()| {
            let (unsaved, leaver) = (latest.clone(), (latest.clone(), keeper.clone()));
            let watching = leaving::watch(move || save(&leaver.0, &leaver.1));
            let guarding = leaving::guard(move || {
                unsaved
                    .borrow()
                    .as_ref()
                    .is_some_and(|session| matches!(session.saving, Saving::Failed(_) | Saving::Conflict))
            });
            let heard = keeper.clone();
            let hearing = keeper.store().ok().map(|store| store.watch(move |change| hear(&latest, &heard, &change)));
            move || drop((watching, guarding, hearing))
        }
    });
}

fn save(latest: &Latest, keeper: &Keeper) {
    let Some(session) = latest.borrow().clone() else { return };
    if session.saving != Saving::Waiting || session.origin != Origin::Own {
        return;
    }
    match keeper.save(session.workspace()) {
        Ok(()) => {
            session.dispatch(Action::Saving(Saving::Saved));
            session.dispatch(Action::Hush("saving"));
        }
        Err(StorageError::Conflict { .. } | StorageError::Gone) => {
            conflict(&session, "Another tab has changed or deleted this workspace since it was opened here.")
        }
        Err(error) => {
            let text = format!("Not saved: {error}. What you see is only in this tab; export it to keep it.");
            session.dispatch(Action::Say(Notice {
                topic: "saving",
                tone: Tone::Bad,
                text,
                offers: vec![Offer::Export],
            }));
            session.dispatch(Action::Saving(Saving::Failed(error.to_string())));
        }
    }
}

fn conflict(session: &UseReducerHandle<Session>, text: &str) {
    let offers = vec![Offer::Reload, Offer::Overwrite, Offer::Copy];
    session.dispatch(Action::Say(Notice { topic: "saving", tone: Tone::Warn, text: text.to_owned(), offers }));
    session.dispatch(Action::Saving(Saving::Conflict));
}

/// Another tab did something: about this workspace it is said, about others it does not matter.
fn hear(latest: &Latest, keeper: &Keeper, change: &Change) {
    let Some(session) = latest.borrow().clone() else { return };
    if session.origin != Origin::Own {
        return;
    }
    let open = session.workspace().id.as_str();
    match change {
        Change::Saved { id, revision } if id == open && !keeper.knows(id, revision) => {
            conflict(&session, "Another tab has saved this workspace. Nothing is saved from here until you choose.");
        }
        Change::Deleted { id } if id == open => conflict(&session, "Another tab has deleted this workspace."),
        Change::Cleared => conflict(&session, "The browser's storage was emptied."),
        _ => {}
    }
}
