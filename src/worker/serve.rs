//! This file is the worker's end of the line: it takes questions, works in steps, and answers.
//!
//! The newest question is worked on first; older ones wait. Between two stretches of work, messages are heard.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use js_sys::ArrayBuffer;
use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use web_sys::DedicatedWorkerGlobalScope;
use web_sys::MessageChannel;
use web_sys::MessageEvent;
use web_sys::MessagePort;

use super::job::Running;
use super::job::Shelf;
use super::job::Step;
use super::jobs::JOBS;
use super::kind;

/// Milliseconds of work between two looks at what the page says.
const STRETCH: f64 = 20.0;

/// Work taken up.
struct Task {
    id: f64,
    running: Box<dyn Running>,
}

/// Everything the worker holds.
struct Desk {
    scope: DedicatedWorkerGlobalScope,
    /// What comes in here comes back after everything that waits to be heard.
    later: MessagePort,
    /// The newest last.
    tasks: Vec<Task>,
    shelf: Shelf,
    /// Whether a turn has been asked for.
    called: bool,
}

/// Answers the page for as long as the worker lives.
pub fn serve() {
    let scope = js_sys::global().unchecked_into::<DedicatedWorkerGlobalScope>();
    let dying = scope.clone();
    std::panic::set_hook(Box::new(move |panic| say(&dying, 0.0, kind::DIED, &panic.to_string(), &[])));
    let channel = MessageChannel::new().expect("a worker can open a channel to itself");
    let (later, tasks, shelf) = (channel.port2(), Vec::new(), Shelf::default());
    let desk = Rc::new(RefCell::new(Desk { scope: scope.clone(), later, tasks, shelf, called: false }));
    let heard = {
        let desk = Rc::clone(&desk);
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| desk.borrow_mut().hear(&event.data()))
    };
    scope.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
    let turn = Closure::<dyn FnMut(MessageEvent)>::new(move |_: MessageEvent| desk.borrow_mut().work());
    channel.port1().set_onmessage(Some(turn.into_js_value().unchecked_ref()));
    say(&scope, 0.0, kind::READY, "", &[]);
}

impl Desk {
    /// `[id, job, question, bytes]` is a question, `[id]` cancels it.
    fn hear(&mut self, data: &JsValue) {
        let data = data.unchecked_ref::<Array>();
        let id = data.get(0).as_f64().unwrap_or_default();
        let Some(job) = data.get(1).as_string() else {
            self.tasks.retain(|task| task.id != id);
            return;
        };
        let Some(entry) = JOBS.iter().find(|entry| entry.name == job) else {
            return say(&self.scope, id, kind::REFUSED, &format!("the worker knows no job {job:?}"), &[]);
        };
        let question = data.get(2).as_string().unwrap_or_default();
        let bytes = data.get(3).dyn_ref::<ArrayBuffer>().map(|buffer| Uint8Array::new(buffer).to_vec());
        match (entry.begin)(&question, bytes.unwrap_or_default()) {
            Ok(running) => {
                self.tasks.push(Task { id, running });
                self.take_turn();
            }
            Err(error) => say(&self.scope, id, kind::REFUSED, &format!("the worker cannot read this: {error}"), &[]),
        }
    }

    /// Works a while on the newest task, then asks for another turn.
    fn work(&mut self) {
        self.called = false;
        let Some(task) = self.tasks.last_mut() else { return };
        let begun = js_sys::Date::now();
        loop {
            match task.running.step(&mut self.shelf) {
                Step::More { share } if js_sys::Date::now() - begun >= STRETCH => {
                    say(&self.scope, task.id, kind::PROGRESS, &share.value().to_string(), &[]);
                    break;
                }
                Step::More { .. } => {}
                Step::Done { answer, bytes } => {
                    say(&self.scope, task.id, kind::DONE, &answer, &bytes);
                    self.tasks.pop();
                    break;
                }
            }
        }
        if !self.tasks.is_empty() {
            self.take_turn();
        }
    }

    fn take_turn(&mut self) {
        if !std::mem::replace(&mut self.called, true) {
            self.later.post_message(&JsValue::NULL).expect("null can be posted");
        }
    }
}

/// Sends an answer; its bytes are handed over.
fn say(scope: &DedicatedWorkerGlobalScope, id: f64, kind: &str, text: &str, bytes: &[u8]) {
    let message = Array::of3(&id.into(), &kind.into(), &text.into());
    let sent = if bytes.is_empty() {
        scope.post_message(&message)
    } else {
        let buffer = Uint8Array::from(bytes).buffer();
        message.push(&buffer);
        scope.post_message_with_transfer(&message, &Array::of1(&buffer))
    };
    sent.expect("numbers, text and a fresh buffer can be posted");
}
