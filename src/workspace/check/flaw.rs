//! This file says what is wrong with a model.

use std::rc::Rc;

use serde_json::Value;

use crate::json::Unread;
use crate::shape::Described;
use crate::shape::Problem;
use crate::shape::verify;
use crate::workspace::changes::changes;
use crate::workspace::magnitude::magnitude;
use crate::workspace::meaning::meaning;
use crate::workspace::model::Model;
use crate::workspace::reference::dangling;
use crate::workspace::stage::Stage;

/// A problem of a model, and the path it is about: its own, or that of the object a reference should have led to.
#[derive(Clone)]
pub(super) struct Flaw {
    pub about: String,
    pub problem: Problem,
}

/// What is wrong with a model, by path into it. Its meaning is only looked at where its shape is right.
pub(super) fn flaws(stage: &Stage) -> Vec<Flaw> {
    let problems = verify(&stage.model, &Model::SHAPE, "");
    if problems.is_empty() {
        return meant(&stage.model, stage.typed());
    }
    problems.into_iter().map(Flaw::of).chain(lost(&stage.model)).collect()
}

/// What is wrong with the meaning of a model whose shape is right.
pub(super) fn meant(json: &Value, typed: Result<Rc<Model>, Unread>) -> Vec<Flaw> {
    let problems = match typed {
        Ok(model) => [meaning(&model), changes(&model), magnitude(&model)].concat(),
        Err(error) => vec![unreadable("a model", "a model", &error)],
    };
    problems.into_iter().map(Flaw::of).chain(lost(json)).collect()
}

/// The references that lead nowhere.
fn lost(model: &Value) -> impl Iterator<Item = Flaw> {
    dangling(model).into_iter().map(|reference| Flaw {
        about: format!("/{}/{}", reference.collection, reference.id),
        problem: reference.problem(model),
    })
}

impl Flaw {
    fn of(problem: Problem) -> Self {
        Self { about: problem.path.clone(), problem }
    }
}

pub(super) fn unreadable(what: &str, allowed: &str, error: &Unread) -> Problem {
    Problem { path: String::new(), found: format!("{what} that cannot be read: {error}"), allowed: allowed.into() }
}

pub(super) fn moved(problem: &Problem, prefix: &str) -> Problem {
    Problem { path: format!("{prefix}{}", problem.path), ..problem.clone() }
}
