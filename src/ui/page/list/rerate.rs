//! This file holds a workspace's customer list on the page: kept in the browser, re-rated by the worker when anything changes.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::Callback;
use yew::UseStateSetter;
use yew::hook;
use yew::use_effect_with;
use yew::use_mut_ref;
use yew::use_state;

use crate::browser::lists;
use crate::browser::lists::StoredList;
use crate::number::Decimal;
use crate::roster::Chosen;
use crate::roster::HeadError;
use crate::roster::ListField;
use crate::roster::When;
use crate::ui::frame::Frame;
use crate::ui::outlook::Same;
use crate::worker::Asked;
use crate::worker::News;
use crate::worker::ask;
use crate::worker::list::Forget;
use crate::worker::list::Rated;
use crate::worker::list::Rerate;
use crate::worker::list::Rerated;
use crate::worker::list::Rerating;
use crate::workspace::Workspace;

/// What may be chosen about a re-rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levers {
    /// The month billed, of the horizon; none for its last.
    pub month: Option<usize>,
    /// Everybody pays what new customers do.
    pub list: bool,
    /// The rise that counts, as a share of the bill.
    pub over: Decimal,
}

impl Default for Levers {
    fn default() -> Self {
        Self { month: None, list: false, over: Decimal::new(1, 1) }
    }
}

impl Levers {
    /// The bill that is meant.
    pub fn when(self, workspace: &Workspace) -> When {
        let last = When::last(workspace);
        When { month: self.month.map_or(last.month, |month| month.min(last.month)), list: self.list }
    }
}

/// A workspace's list, and what came of it.
#[derive(Clone, PartialEq)]
pub struct Listed {
    /// The list; none where none was given.
    pub held: Option<Rc<StoredList>>,
    /// How far the work is, while there is any.
    pub progress: Option<f64>,
    /// The list re-rated last.
    pub rated: Option<Rc<Rated>>,
    /// Why it is no customer list, and what its columns may say.
    pub refused: Option<Rc<(HeadError, Vec<ListField>)>>,
    /// What went wrong.
    pub trouble: Option<String>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    /// A file was given, or pasted text as one.
    pub on_take: Callback<(String, Blob)>,
    /// Columns were chosen.
    pub on_choose: Callback<Chosen>,
    /// The list is to go.
    pub on_delete: Callback<()>,
    /// The work is to stop.
    pub on_stop: Callback<()>,
    /// The work is to begin anew.
    pub on_again: Callback<()>,
}

impl Listed {
    /// Columns as they were chosen.
    pub fn chosen(&self) -> Chosen {
        self.held.as_ref().map(|held| chosen(held)).unwrap_or_default()
    }
}

fn chosen(list: &StoredList) -> Chosen {
    serde_json::from_str(&list.chosen).unwrap_or_default()
}

/// The list this browser holds of a workspace.
#[derive(Default)]
struct Kept {
    /// Id of the workspace.
    of: String,
    list: Option<Rc<StoredList>>,
}

/// What the work is at.
#[derive(Clone, Default, PartialEq)]
struct Work {
    progress: Option<f64>,
    rated: Option<Rc<Rated>>,
    refused: Option<Rc<(HeadError, Vec<ListField>)>>,
    trouble: Option<String>,
    stopped: bool,
}

/// The list of the open workspace, re-rated whenever the document, the columns or the levers change.
#[hook]
pub fn use_list(frame: &Frame, levers: Levers) -> Listed {
    let workspace = frame.workspace().clone();
    let kept = use_state(Kept::default);
    // A list of the workspace that was open before is not this one's, not even until its own is looked up.
    let held = kept.list.clone().filter(|_| kept.of == workspace.id);
    let work = use_state(Work::default);
    let turn = use_state(|| 0_u32);
    let asked = use_mut_ref(|| None::<Asked>);
    // What is given while the browser still looks up what it holds counts.
    let given = use_mut_ref(|| false);
    // What answers set, wherever they come from: handles of an earlier rendering would know an earlier state.
    let latest = use_mut_ref(Work::default);
    let show: Show = {
        let (work, latest) = (work.setter(), latest.clone());
        Rc::new(move |change: &dyn Fn(&mut Work)| {
            change(&mut latest.borrow_mut());
            work.set(latest.borrow().clone());
        })
    };
    use_effect_with(workspace.id.clone(), {
        let (kept, show, given) = (kept.setter(), show.clone(), given.clone());
        move |id| {
            let id = id.clone();
            given.replace(false);
            show(&|work| *work = Work::default());
            spawn_local(look_up(id, kept, given, show));
        }
    });
    use_effect_with((held.as_ref().map(Rc::as_ptr), Same(workspace.clone()), levers, *turn), {
        let (held, asked, show) = (held.clone(), asked.clone(), show.clone());
        move |(_, Same(workspace), levers, _)| {
            if let Some(list) = held {
                show(&|work| *work = Work { progress: Some(0.0), rated: work.rated.take(), ..Work::default() });
                rerate(
                    Question { list, workspace: workspace.clone(), levers: *levers, asked: asked.clone(), show },
                    None,
                );
            }
            move || drop(asked.borrow_mut().take())
        }
    });
    let id = workspace.id.clone();
    let put = {
        let (held, show, id) = (kept.setter(), show.clone(), id.clone());
        move |list: StoredList| {
            given.replace(true);
            let list = Rc::new(list);
            held.set(Kept { of: id.clone(), list: Some(list.clone()) });
            spawn_local(keep(id.clone(), list, show.clone()));
        }
    };
    let on_take = {
        let (put, show) = (put.clone(), show.clone());
        Callback::from(move |(name, file)| {
            show(&|work| *work = Work::default());
            put(StoredList::new(name, file));
        })
    };
    let on_choose = {
        let list = held.clone();
        Callback::from(move |chosen: Chosen| {
            if let Some(list) = &list {
                let chosen = serde_json::to_string(&chosen).expect("a map of text can be written");
                put(StoredList { chosen, ..(**list).clone() });
            }
        })
    };
    let on_delete = {
        let (kept, asked, show) = (kept.setter(), asked.clone(), show.clone());
        Callback::from(move |()| delete(&id, kept.clone(), &asked, show.clone()))
    };
    let on_stop = {
        let show = show.clone();
        Callback::from(move |()| {
            drop(asked.borrow_mut().take());
            show(&|work| *work = Work { stopped: true, progress: None, ..work.clone() });
        })
    };
    let on_again = Callback::from(move |()| turn.set(*turn + 1));
    let Work { progress, rated, refused, trouble, stopped } = (*work).clone();
    Listed { held, progress, rated, refused, trouble, stopped, on_take, on_choose, on_delete, on_stop, on_again }
}

type Show = Rc<dyn Fn(&dyn Fn(&mut Work))>;

/// Looks up the list that the browser holds of a workspace; one that was given meanwhile counts.
async fn look_up(id: String, kept: UseStateSetter<Kept>, given: Rc<RefCell<bool>>, show: Show) {
    match lists::load(&id).await {
        Ok(_) if *given.borrow() => {}
        Ok(found) => kept.set(Kept { of: id, list: found.map(Rc::new) }),
        Err(error) => show(&|work| work.trouble = Some(format!("The list was not looked up: {error}"))),
    }
}

/// Keeps the list of a workspace for the next visit.
async fn keep(id: String, list: Rc<StoredList>, show: Show) {
    if let Err(error) = lists::save(&id, &list).await {
        show(&|work| work.trouble = Some(format!("The list is not kept for the next visit: {error}")));
    }
}

/// One re-rating.
#[derive(Clone)]
struct Question {
    list: Rc<StoredList>,
    workspace: Rc<Workspace>,
    levers: Levers,
    asked: Rc<RefCell<Option<Asked>>>,
    show: Show,
}

/// Asks the worker; with the list itself where it does not hold it.
fn rerate(question: Question, bytes: Option<&ArrayBuffer>) {
    let Question { list, workspace, levers, asked, show } = question.clone();
    let tag = gloo::utils::window().navigator().language().unwrap_or_default();
    let asking = Rerating {
        workspace: (*workspace).clone(),
        list: list.given_ms.to_string(),
        chosen: chosen(&list),
        tag,
        when: levers.when(&workspace),
        over: levers.over,
    };
    let heard = move |news: News<Rerated>| match news {
        News::Progress(share) => show(&|work| work.progress = Some(share)),
        News::Done(Rerated::Missing, _) => bring(question.clone()),
        News::Done(Rerated::Rated(rated), _) => {
            let rated = Rc::<Rated>::from(rated);
            show(&|work| *work = Work { rated: Some(rated.clone()), ..Work::default() });
        }
        News::Done(Rerated::Refused { error, fields }, _) => {
            let refused = Rc::new((error, fields));
            show(&|work| *work = Work { refused: Some(refused.clone()), ..Work::default() });
        }
        News::Failed(trouble) => show(&|work| {
            *work = Work {
                trouble: Some(format!("The list was not re-rated: {trouble}")),
                stopped: true,
                ..Work::default()
            };
        }),
    };
    let asking = ask::<Rerate>(&asking, bytes, heard);
    *asked.borrow_mut() = Some(asking);
}

/// Reads the list and asks again, unless something else was asked meanwhile.
fn bring(question: Question) {
    let waiting = question.asked.borrow().as_ref().map(Asked::id);
    spawn_local(async move {
        let read = JsFuture::from(question.list.file.array_buffer()).await;
        if question.asked.borrow().as_ref().map(Asked::id) != waiting {
            return;
        }
        match read.map(JsCast::dyn_into::<ArrayBuffer>) {
            Ok(Ok(buffer)) if buffer.byte_length() > 0 => rerate(question, Some(&buffer)),
            Ok(Ok(_)) => (question.show)(&|work| {
                *work = Work { trouble: Some("The list is empty.".to_owned()), ..Work::default() };
            }),
            _ => (question.show)(&|work| {
                *work = Work { trouble: Some("The browser could not read the list.".to_owned()), ..Work::default() };
            }),
        }
    });
}

/// Deletes the list here, in the browser's database, and in the worker.
fn delete(id: &str, kept: UseStateSetter<Kept>, asked: &RefCell<Option<Asked>>, show: Show) {
    drop(asked.borrow_mut().take());
    let id = id.to_owned();
    let forgotten = ask::<Forget>(&(), None, |_| {});
    spawn_local(async move {
        match lists::delete(&id).await {
            Ok(()) => {
                kept.set(Kept { of: id, list: None });
                show(&|work| *work = Work::default());
            }
            Err(error) => show(&|work| work.trouble = Some(format!("The list was not deleted: {error}"))),
        }
        drop(forgotten);
    });
}
