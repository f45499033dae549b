//! This file decides what a visit opens: the link in the address, the workspace open last, or a template.

use std::rc::Rc;

use super::figures::known;
use super::keeper::Keeper;
use super::keeper::copy;
use super::notice::Notice;
use super::notice::Tone;
use super::page;
use super::session::Origin;
use super::session::Session;
use crate::browser::storage::Preference;
use crate::browser::storage::open_here;
use crate::exchange::digest::Difference;
use crate::exchange::digest::Figure;
use crate::exchange::digest::differences;
use crate::exchange::share::headline;
use crate::exchange::share::open_link;
use crate::workspace::TEMPLATES;
use crate::workspace::Workspace;

/// What every link begins with.
const MARK: &str = "pw";

/// Stands between a link and the place it opens at. No link holds it, and a reader of links passes over what is behind one.
pub const PLACE: char = '~';

/// What a visit begins with.
#[derive(Clone)]
pub enum Opening {
    /// A document.
    Session(Box<Session>),
    /// A link that does not open: nothing is opened in its place.
    Broken(String),
}

/// Whether this part of an address is a link to a workspace, whole or not; also one whose letters were all made capitals.
pub fn is_link(fragment: &str) -> bool {
    let marked = fragment.get(..MARK.len()).is_some_and(|mark| mark.eq_ignore_ascii_case(MARK));
    marked && page::PAGES.iter().all(|page| page.id != fragment)
}

/// What a visit with this part of an address opens.
pub fn opening(keeper: &Keeper, fragment: &str) -> Opening {
    if !is_link(fragment) {
        return Opening::Session(Box::new(own(keeper, fragment)));
    }
    match open_link(fragment) {
        Ok(opened) => {
            let said = compared(&opened.workspace, &opened.digest);
            let mut session = Session::new(Rc::new(opened.workspace), Origin::Link(said));
            if let Some((_, place)) = fragment.split_once(PLACE) {
                session.stand(place);
            }
            Opening::Session(Box::new(session))
        }
        Err(error) => Opening::Broken(error.to_string()),
    }
}

/// The workspace open last in this tab, else in this browser, else the latest saved, else the first template.
fn own(keeper: &Keeper, fragment: &str) -> Session {
    let store = keeper.store();
    let last = store.as_ref().ok().and_then(|store| store.preference(Preference::LastOpened));
    let stored = || keeper.list().into_iter().map(|entry| entry.id);
    let mut notices = Vec::new();
    let mut found = None;
    for id in open_here().into_iter().chain(last).filter(|last| stored().any(|id| id == *last)).chain(stored()) {
        match keeper.load(&id) {
            Ok(workspace) => {
                found = Some(workspace);
                break;
            }
            Err(error) if notices.is_empty() => {
                let text = format!("A saved workspace did not open, and was left as it is: {error}");
                notices.push(Notice { topic: "open", tone: Tone::Bad, text, offers: Vec::new() });
            }
            Err(_) => {}
        }
    }
    let saved = found.is_some();
    let workspace = found.unwrap_or_else(first);
    let mut session = Session::new(Rc::new(workspace), Origin::Own);
    if saved {
        session.saving = super::session::Saving::Saved;
    }
    session.stand(fragment);
    session.notices = notices;
    session
}

fn first() -> Workspace {
    copy(&TEMPLATES[0].open())
}

/// What a reader of a link is told about its figures.
fn compared(workspace: &Workspace, shared: &[Figure]) -> String {
    let differing = differences(shared, &headline(workspace));
    let same = match differing.as_slice() {
        [] if shared.is_empty() => String::new(),
        [] => " Same figures as when shared.".to_owned(),
        some => {
            let listed: Vec<String> = some.iter().take(4).map(|difference| said(workspace, difference)).collect();
            let more = if some.len() > 4 { format!(" and {} more", some.len() - 4) } else { String::new() };
            format!(" Figures that differ from when it was shared: {}{more}.", listed.join("; "))
        }
    };
    format!("You are looking at a link. Nothing of yours is touched, and nothing is saved until you keep a copy.{same}")
}

fn said(workspace: &Workspace, Difference { scenario, metric, shared, now }: &Difference) -> String {
    let scenario = workspace.scenarios.get(scenario).map_or("Base", |scenario| scenario.name.as_str());
    format!("{} of {scenario}: {shared}, now {}", known(metric).name, now.as_deref().unwrap_or("not there"))
}
