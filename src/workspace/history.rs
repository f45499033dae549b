//! This file keeps the steps of undo and redo: whole snapshots, one for each step a person would name.

use std::rc::Rc;

use super::Edit;
use super::Workspace;
use super::apply_all;
use crate::shape::Problem;

/// The most steps kept; the oldest go first.
pub const MOST_STEPS: usize = 200;

/// A workspace with what it was before and what was undone. Snapshots are shared, never copied.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    past: Vec<Rc<Workspace>>,
    present: Rc<Workspace>,
    future: Vec<Rc<Workspace>>,
    burst: Option<String>,
}

impl History {
    /// A history that starts here.
    pub fn new(workspace: impl Into<Rc<Workspace>>) -> Self {
        Self { past: Vec::new(), present: workspace.into(), future: Vec::new(), burst: None }
    }

    /// The workspace as it is.
    pub fn workspace(&self) -> &Rc<Workspace> {
        &self.present
    }

    /// Makes `workspace` the present. Pushes with the same burst key (a drag, the typing into one input) are one step
    /// until an undo, a redo or another push comes between. What was undone is forgotten. A push of
    /// what is there already is no step.
    pub fn push(&mut self, workspace: impl Into<Rc<Workspace>>, burst: Option<&str>) {
        let workspace: Rc<Workspace> = workspace.into();
        if same(&self.present, &workspace) {
            return;
        }
        let merges = burst.is_some() && self.burst.as_deref() == burst;
        let before = std::mem::replace(&mut self.present, workspace);
        if before.base != self.present.base {
            before.base.forget();
        }
        if !merges {
            self.past.push(before);
            let excess = self.past.len().saturating_sub(MOST_STEPS);
            self.past.drain(..excess);
        } else if self.past.last().is_some_and(|last| same(last, &self.present)) {
            // The drag came back to where it began.
            self.past.pop();
            self.burst = None;
            self.future.clear();
            return;
        }
        self.burst = burst.map(str::to_owned);
        self.future.clear();
    }

    /// Applies edits, all or none, as one step; see [`Self::push`] for `burst`.
    ///
    /// # Errors
    /// As [`apply_all`]; then nothing has changed.
    pub fn edit(&mut self, edits: &[Edit], burst: Option<&str>) -> Result<(), Vec<Problem>> {
        let next = apply_all(&self.present, edits)?;
        self.push(next, burst);
        Ok(())
    }

    /// Goes one step back. Says whether there was one.
    pub fn undo(&mut self) -> bool {
        self.burst = None;
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.present, before));
        true
    }

    /// Goes one undone step forward again. Says whether there was one.
    pub fn redo(&mut self) -> bool {
        self.burst = None;
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.present, after));
        true
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        self.before().is_some()
    }

    /// Whether there is a step to redo.
    pub fn can_redo(&self) -> bool {
        self.after().is_some()
    }

    /// What a step back leads to; none where there is no step to undo.
    pub fn before(&self) -> Option<&Rc<Workspace>> {
        self.past.last()
    }

    /// What a step forward leads to; none where there is no step to do again.
    pub fn after(&self) -> Option<&Rc<Workspace>> {
        self.future.last()
    }
}

/// Whether nothing a person sees differs: maps that are equal may still have their entries in another order.
fn same(one: &Workspace, other: &Workspace) -> bool {
    one == other && one.scenarios.keys().eq(other.scenarios.keys())
}
