//! This file holds the session, what one tab has open and in front of it, and the pure reducer over it.

use std::rc::Rc;

use yew::Reducible;

use super::notice::EDITED;
use super::notice::Notice;
use super::page;
use super::page::Page;
use super::refused::Refused;
use crate::exchange::gallery::Entry;
use crate::workspace::Edit;
use crate::workspace::History;
use crate::workspace::Workspace;

/// How the document in front of the reader came here.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// One of this browser's own workspaces: every edit is saved.
    Own,
    /// Opened from a link: shown and played with, saved only when kept. Says how its figures compare.
    Link(String),
}

/// How saving goes.
#[derive(Clone, Debug, PartialEq)]
pub enum Saving {
    /// Everything is stored.
    Saved,
    /// Waits for a pause in typing.
    Waiting,
    /// The browser did not store it; its words.
    Failed(String),
    /// Another tab saved the same workspace.
    Conflict,
    /// Not stored on purpose: a link being looked at.
    Unkept,
}

/// What is open over the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Panel {
    /// A figure explained, by metric id.
    Explain(&'static str),
    /// The link.
    Share,
    /// Workspaces and templates.
    Library,
    /// Import of a price page, of one of the gallery if named.
    PricePage(Option<&'static Entry>),
    /// Export of the price list.
    PriceList,
    /// What can be done and gone to, found by name.
    Palette,
    /// The keys.
    Shortcuts,
    /// What this is.
    About,
    /// Name, currency, start and horizon.
    Settings,
}

/// What one tab has open.
#[derive(Clone)]
pub struct Session {
    /// Counts the changes of the session; equal counts are equal sessions.
    revision: u64,
    /// The document with its past and future.
    pub history: History,
    /// The document as it is outside this tab as well: as it was opened, or as it was exported since.
    elsewhere: Option<Rc<Workspace>>,
    /// How it came here.
    pub origin: Origin,
    /// The scenario in front; none is the base.
    pub scenario: Option<String>,
    /// What it is compared with; the outer none is nothing, the inner none the base.
    pub compared: Option<Option<String>>,
    /// Whether the one in front and the one compared have changed places, so that another in front is compared as before.
    swapped: bool,
    /// The page in front.
    pub page: &'static Page,
    /// What is open over it.
    pub panel: Option<Panel>,
    /// The scenario whose tab is a field for its name.
    pub renaming: Option<String>,
    /// The input that the focus is on its way to, by path.
    pub sought: Option<String>,
    /// How saving goes.
    pub saving: Saving,
    /// What the page has to say.
    pub notices: Vec<Notice>,
    /// The last refused edit, until the next good one.
    pub refused: Option<Rc<Refused>>,
}

impl PartialEq for Session {
    fn eq(&self, other: &Self) -> bool {
        self.revision == other.revision
    }
}

/// Everything that can happen to a session.
#[derive(Clone, Debug)]
pub enum Action {
    /// Changes the document; edits of the same group in a row are one step of undo.
    Edit {
        /// The change.
        edit: Edit,
        /// The group; empty for a step of its own.
        group: String,
    },
    /// Takes the last step back.
    Undo,
    /// Does it again.
    Redo,
    /// Opens another document.
    Open(Rc<Workspace>, Origin),
    /// Brings a scenario to the front.
    Scenario(Option<String>),
    /// Compares with another scenario, the base, or nothing.
    Compare(Option<Option<String>>),
    /// Turns to a page.
    Turn(&'static Page),
    /// Stands at a place as [`Session::place`] tells it.
    Stand(String),
    /// Opens or closes what lies over the page.
    Show(Option<Panel>),
    /// Makes the tab of a scenario a field for its name, or no tab any more.
    Rename(Option<String>),
    /// Turns to the page of the input at a path, for the focus to go there; nothing once it has.
    Seek(Option<String>),
    /// Saving has got somewhere.
    Saving(Saving),
    /// Says something.
    Say(Notice),
    /// Stops saying what is about that.
    Hush(&'static str),
    /// Adds a scenario, a copy of another or one without changes, and brings it to the front.
    AddScenario {
        /// What it is called.
        name: String,
        /// What it copies.
        from: Option<String>,
    },
    /// The document becomes this browser's own under the id it now has; its steps of undo stay with the other.
    Kept(Rc<Workspace>),
    /// The document was exported as it stands.
    Exported,
}

impl Session {
    /// A session that opens `workspace` on the first page, on its first scenario if it has one.
    pub fn new(workspace: Rc<Workspace>, origin: Origin) -> Self {
        let scenario = workspace.scenarios.keys().next().cloned();
        let compared = scenario.as_ref().map(|_| None);
        let saving = if origin == Origin::Own { Saving::Waiting } else { Saving::Unkept };
        Self {
            revision: 0,
            elsewhere: Some(workspace.clone()),
            history: History::new(workspace),
            origin,
            scenario,
            compared,
            swapped: false,
            page: &page::PAGES[0],
            panel: None,
            renaming: None,
            sought: None,
            saving,
            notices: Vec::new(),
            refused: None,
        }
    }

    /// The document as it stands.
    pub fn workspace(&self) -> &Rc<Workspace> {
        self.history.workspace()
    }

    /// Whether this tab alone has the document as it stands, unless it was saved: it was changed since it was opened or
    /// exported.
    pub fn only_here(&self) -> bool {
        self.elsewhere.as_ref().is_none_or(|known| !Rc::ptr_eq(known, self.workspace()))
    }

    /// Page and scenario in front as a part of an address: `pricing/dearer`, `pricing/` on the base; nothing where every
    /// visit begins.
    pub fn place(&self) -> String {
        let first = self.workspace().scenarios.keys().next();
        match (&self.scenario, self.page.id) {
            (front, page) if front.as_ref() == first => {
                if page == page::PAGES[0].id {
                    String::new()
                } else {
                    page.to_owned()
                }
            }
            (front, page) => format!("{page}/{}", front.as_deref().unwrap_or_default()),
        }
    }

    /// Stands at a place as [`Session::place`] tells it; what is not there is passed over, and a page alone leaves the
    /// scenario in front.
    pub fn stand(&mut self, place: &str) {
        let (id, scenario) = place.split_once('/').map_or((place, None), |(id, scenario)| (id, Some(scenario)));
        let found = page::PAGES.iter().find(|page| page.id == id);
        let Some(page) = found.or(place.is_empty().then_some(&page::PAGES[0])) else { return };
        self.turn(page);
        match scenario {
            Some("") => self.front(None),
            Some(id) if self.workspace().scenarios.contains_key(id) => self.front(Some(id.to_owned())),
            _ => {}
        }
    }

    fn edit(&mut self, edit: &Edit, group: String) {
        let burst = Some(group.as_str()).filter(|group| !group.is_empty());
        match self.history.edit(std::slice::from_ref(edit), burst) {
            Ok(()) => {
                let refused = self.refused.take();
                self.touched();
                if let Some(refused) = refused.filter(|refused| refused.awaits(&group)) {
                    self.edit(&refused.edit, refused.group.clone());
                }
            }
            Err(problems) => self.refused = Some(Rc::new(Refused { edit: edit.clone(), group, problems })),
        }
    }

    /// The document changed: it waits to be saved, and nothing in front may be gone.
    fn touched(&mut self) {
        if self.origin == Origin::Own && self.saving != Saving::Conflict {
            self.saving = Saving::Waiting;
        }
        let scenarios = &self.history.workspace().scenarios;
        if self.scenario.as_ref().is_some_and(|id| !scenarios.contains_key(id)) {
            self.scenario = None;
        }
        if matches!(&self.compared, Some(Some(id)) if !scenarios.contains_key(id)) {
            self.compared = Some(None);
        }
        if self.compared.as_ref() == Some(&self.scenario) {
            self.compared = self.scenario.as_ref().map(|_| None);
        }
    }

    fn turn(&mut self, page: &'static Page) {
        self.page = page;
        // The control of what was refused is gone with its page.
        self.refused = None;
    }

    fn front(&mut self, scenario: Option<String>) {
        if std::mem::take(&mut self.swapped) && scenario != self.scenario {
            self.compared = Some(self.scenario.clone());
        }
        if self.compared.as_ref() == Some(&scenario) && scenario != self.scenario {
            // The two change places, so that what is compared stays in view.
            self.compared = Some(self.scenario.clone());
            self.swapped = true;
        } else if self.compared.is_none() && scenario.is_some() {
            self.compared = Some(None);
        }
        self.scenario = scenario;
        self.touched_view();
    }

    fn touched_view(&mut self) {
        if self.compared.as_ref() == Some(&self.scenario) {
            self.compared = None;
        }
        self.refused = None;
    }

    fn seek(&mut self, path: Option<String>) {
        if let Some(page) = path.as_deref().and_then(page::editing) {
            self.turn(page);
            self.panel = None;
        }
        self.sought = path;
    }

    fn say(&mut self, notice: Notice) {
        self.notices.retain(|other| other.topic != notice.topic);
        self.notices.push(notice);
    }
}

impl Reducible for Session {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.revision += 1;
        match action {
            Action::Edit { edit, group } => next.edit(&edit, group),
            Action::Undo => {
                if !next.history.undo() {
                    return self;
                }
                next.notices.retain(|notice| notice.topic != EDITED);
                next.refused = None;
                next.touched();
            }
            Action::Redo => {
                if !next.history.redo() {
                    return self;
                }
                next.refused = None;
                next.touched();
            }
            Action::Open(workspace, origin) => {
                let mut notices = next.notices;
                // What came of a file is past once another document is open.
                notices.retain(|notice| notice.topic != "import");
                next = Self { revision: next.revision, page: next.page, notices, ..Self::new(workspace, origin) };
            }
            Action::Scenario(scenario) => next.front(scenario),
            Action::Compare(compared) => {
                (next.compared, next.swapped) = (compared, false);
                next.touched_view();
            }
            Action::Turn(page) => next.turn(page),
            Action::Stand(place) => next.stand(&place),
            Action::Show(panel) => next.panel = panel,
            Action::Rename(scenario) => next.renaming = scenario,
            Action::Seek(path) => next.seek(path),
            Action::Saving(saving) => next.saving = saving,
            Action::Say(notice) => next.say(notice),
            Action::Hush(topic) => next.notices.retain(|notice| notice.topic != topic),
            Action::AddScenario { name, from } => {
                next.edit(&Edit::AddScenario { name, from: from.clone() }, String::new());
                if next.refused.is_none() {
                    let added = next.workspace().scenarios.keys().last().cloned();
                    next.front(added);
                    if from.is_none() {
                        next.compared = Some(None);
                    }
                }
            }
            Action::Kept(workspace) => {
                next.elsewhere = (!next.only_here()).then(|| workspace.clone());
                next.history = History::new(workspace);
                next.origin = Origin::Own;
                next.saving = Saving::Waiting;
            }
            Action::Exported => next.elsewhere = Some(next.workspace().clone()),
        }
        Rc::new(next)
    }
}
