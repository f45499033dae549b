//! This file is the page's end of the line: it starts the worker when first asked, and again should it die.

use std::cell::RefCell;
use std::fmt;
use std::marker::PhantomData;

use js_sys::Array;
use js_sys::ArrayBuffer;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::ErrorEvent;
use web_sys::MessageEvent;
use web_sys::Worker;
use web_sys::WorkerOptions;
use web_sys::WorkerType;

use super::job::Job;
use super::kind;
use crate::browser::address;
use crate::browser::clock::Timeout;
use crate::browser::words;

/// What the page hears of work it asked for. After [`News::Done`] and [`News::Failed`] nothing more comes.
#[derive(Clone, Debug, PartialEq)]
pub enum News<A> {
    /// How far the work is, 0..=1.
    Progress(f64),
    /// The answer, and the bytes that came beside it.
    Done(A, Option<ArrayBuffer>),
    /// There will be no answer.
    Failed(Trouble),
}

/// Why work was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser could not start the worker.
    NotStarted(String),
    /// The worker died over it. The next question starts another one, which knows nothing of what came before.
    Died(String),
    /// The worker did not take the work, or its answer cannot be read.
    Refused(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted(why) => write!(f, "the background worker did not start ({why})"),
            Self::Died(why) => write!(f, "the background worker stopped and will be started again ({why})"),
            Self::Refused(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Trouble {}

/// Work under way; dropping this cancels it.
#[derive(Debug)]
#[must_use = "dropping it cancels the work"]
pub struct Asked {
    id: f64,
}

impl Asked {
    /// Tells this work from any other.
    pub fn id(&self) -> f64 {
        self.id
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        // The listener goes after the line is free again: it may hold other work, which ends with it.
        let _ended = LINE.try_with(|line| line.borrow_mut().cancel(self.id));
    }
}

/// Asks the worker. `bytes` are handed over: the page's own buffer is empty afterwards. `heard` is called later, never
/// from within.
pub fn ask<J: Job>(
    question: &J::Question,
    bytes: Option<&ArrayBuffer>,
    heard: impl FnMut(News<J::Answer>) + 'static,
) -> Asked {
    let question = serde_json::to_string(question).expect("a question has only text for keys");
    let typed = Box::new(Typed::<J, _> { heard, job: PhantomData });
    LINE.with(|line| line.borrow_mut().ask(J::NAME, &question, bytes, typed))
}

thread_local! {
    static LINE: RefCell<Line> = const { RefCell::new(Line { worker: None, ready: false, last: 0.0, open: Vec::new() }) };
}

/// The line to the worker.
struct Line {
    worker: Option<Worker>,
    /// Whether the worker listens.
    ready: bool,
    /// The id given last.
    last: f64,
    /// Questions without an answer.
    open: Vec<Open>,
}

/// A question without an answer.
struct Open {
    id: f64,
    /// The message, until the worker listens.
    unsent: Option<(Array, Array)>,
    listener: Option<Box<dyn Listener>>,
}

/// Whoever waits for an answer.
trait Listener {
    fn hear(&mut self, told: Told);
}

/// An answer, its types left behind.
enum Told {
    Progress(f64),
    Done(String, Option<ArrayBuffer>),
    Failed(Trouble),
}

struct Typed<J, F> {
    heard: F,
    job: PhantomData<J>,
}

impl<J: Job, F: FnMut(News<J::Answer>)> Listener for Typed<J, F> {
    fn hear(&mut self, told: Told) {
        let news = match told {
            Told::Progress(share) => News::Progress(share),
            Told::Failed(trouble) => News::Failed(trouble),
            Told::Done(answer, bytes) => match serde_json::from_str(&answer) {
                Ok(answer) => News::Done(answer, bytes),
                Err(error) => News::Failed(Trouble::Refused(format!("the answer cannot be read: {error}"))),
            },
        };
        (self.heard)(news);
    }
}

impl Line {
    fn ask(&mut self, job: &str, question: &str, bytes: Option<&ArrayBuffer>, listener: Box<dyn Listener>) -> Asked {
        self.last += 1.0;
        let id = self.last;
        let message = Array::of3(&id.into(), &job.into(), &question.into());
        let transfer = Array::new();
        if let Some(buffer) = bytes {
            message.push(buffer);
            transfer.push(buffer);
        }
        self.open.push(Open { id, unsent: Some((message, transfer)), listener: Some(listener) });
        if self.worker.is_none() {
            match start() {
                Ok(worker) => self.worker = Some(worker),
                Err(thrown) => {
                    Timeout::new(0, move || end(&Trouble::NotStarted(words(&thrown)))).forget();
                }
            }
        }
        self.send();
        Asked { id }
    }

    /// Sends what has not been sent, once the worker listens.
    fn send(&mut self) {
        let Some(worker) = self.worker.as_ref().filter(|_| self.ready) else { return };
        for (message, transfer) in self.open.iter_mut().filter_map(|open| open.unsent.take()) {
            // Text and a buffer can always be posted; a buffer handed over before arrives empty.
            let _ = worker.post_message_with_transfer(&message, &transfer);
        }
    }

    fn cancel(&mut self, id: f64) -> Option<Open> {
        let at = self.open.iter().position(|open| open.id == id)?;
        let open = self.open.swap_remove(at);
        if let Some(worker) = self.worker.as_ref().filter(|_| open.unsent.is_none()) {
            // A worker that is gone has nothing to cancel.
            let _ = worker.post_message(&Array::of1(&id.into()));
        }
        Some(open)
    }
}

/// Starts the worker; that it listens is heard later.
fn start() -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&address::beside("worker-start.js"), &options)?;
    let heard = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| hear(event.data().unchecked_ref()));
    worker.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    let failed = Closure::<dyn FnMut(ErrorEvent)>::new(|event: ErrorEvent| {
        event.prevent_default();
        die(&event.message());
    });
    worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
    Ok(worker)
}

/// Passes on what the worker said.
fn hear(data: &Array) {
    let (id, kind) = (data.get(0).as_f64().unwrap_or_default(), data.get(1).as_string().unwrap_or_default());
    let text = data.get(2).as_string().unwrap_or_default();
    let told = match kind.as_str() {
        kind::READY => {
            return LINE.with(|line| {
                let mut line = line.borrow_mut();
                line.ready = true;
                line.send();
            });
        }
        kind::DIED => return die(&text),
        kind::PROGRESS => return tell(id, Told::Progress(text.parse().unwrap_or_default()), false),
        kind::DONE => Told::Done(text, data.get(3).dyn_into().ok()),
        _ => Told::Failed(Trouble::Refused(text)),
    };
    tell(id, told, true);
}

/// Tells whoever waits for `id`. The listener may ask or cancel meanwhile: the line is not held while it hears.
fn tell(id: f64, told: Told, last: bool) {
    let listener = LINE.with(|line| {
        let mut line = line.borrow_mut();
        let at = line.open.iter().position(|open| open.id == id)?;
        if last { line.open.swap_remove(at).listener } else { line.open[at].listener.take() }
    });
    let Some(mut listener) = listener else { return };
    listener.hear(told);
    LINE.with(|line| {
        if let Some(open) = line.borrow_mut().open.iter_mut().find(|open| open.id == id) {
            open.listener = Some(listener);
        }
    });
}

/// Ends a worker that cannot go on. One that never listened did not start.
fn die(why: &str) {
    let why = if why.is_empty() { "the browser gave no reason" } else { why }.to_owned();
    let ready = LINE.with(|line| line.borrow().ready);
    end(&if ready { Trouble::Died(why) } else { Trouble::NotStarted(why) });
}

/// Ends the worker and tells everybody who waits.
fn end(trouble: &Trouble) {
    let open = LINE.with(|line| {
        let mut line = line.borrow_mut();
        line.ready = false;
        if let Some(worker) = line.worker.take() {
            worker.set_onmessage(None);
            worker.set_onerror(None);
            worker.terminate();
        }
        std::mem::take(&mut line.open)
    });
    for mut listener in open.into_iter().filter_map(|open| open.listener) {
        listener.hear(Told::Failed(trouble.clone()));
    }
}
