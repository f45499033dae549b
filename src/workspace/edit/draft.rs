//! This file holds the draft, a document between two checks, in which edits do their work.

use std::rc::Rc;

use serde_json::Value;

use crate::json::Written;
use crate::shape::Problem;
use crate::workspace::Map;
use crate::workspace::Scenario;
use crate::workspace::Workspace;
use crate::workspace::check::check_edited;
use crate::workspace::check::check_owned;
use crate::workspace::place::stands;
use crate::workspace::stage;

/// A document being edited: the base as JSON, where edits are by path, and all else as it is typed.
pub(super) struct Draft {
    pub base: Rc<Value>,
    /// Everything but the base, which is out of date here.
    pub workspace: Workspace,
    /// New values of the workspace's own fields, written at the end so that the check can judge them.
    pub fields: Vec<(&'static str, Value)>,
    /// What something was assumed about before the edit.
    known: Vec<String>,
}

impl Draft {
    pub fn new(workspace: &Workspace) -> Self {
        let known = workspace.assumptions.keys().cloned().collect();
        Self { base: workspace.base.json().clone(), workspace: workspace.clone(), fields: Vec::new(), known }
    }

    /// The document, if it passes the check; `before` is the one it was made of.
    pub fn finish(mut self, before: &Workspace) -> Result<Workspace, Vec<Problem>> {
        self.forget();
        if self.fields.is_empty() {
            return check_edited(self.workspace, self.base, before);
        }
        let mut value = Written::without("base", &self.workspace);
        value["base"] = Rc::unwrap_or_clone(self.base);
        for (key, new) in self.fields {
            value[key] = new;
        }
        check_owned(value, Some(before))
    }

    pub fn scenario_mut(&mut self, id: &str) -> Result<&mut Scenario, Problem> {
        match self.workspace.scenarios.get_mut(id) {
            Some(scenario) => Ok(scenario),
            None => refusal(&format!("/scenarios/{id}"), "a scenario that is not there", "the id of a scenario"),
        }
    }

    /// The model of a scenario (or the base) with every lever applied.
    pub fn effective(&self, scenario: Option<&str>) -> Rc<Value> {
        let chain = self.workspace.chain(scenario);
        match Rc::ptr_eq(&self.base, self.workspace.base.json()) {
            true => stage::last(&self.workspace.base.stages(&chain, &mut Vec::new())),
            false => stage::last(&stage::stages(&self.base, &chain, &mut Vec::new())),
        }
    }

    /// The base, to be changed.
    pub fn base_mut(&mut self) -> &mut Value {
        Rc::make_mut(&mut self.base)
    }

    /// The model a scenario starts from.
    pub fn inherited(&self, scenario: &str) -> Rc<Value> {
        let own = self.workspace.scenarios.get(scenario);
        self.effective(own.and_then(|own| own.parent.as_deref()))
    }

    /// The scenarios, each after the one it starts from.
    pub fn in_order(&self) -> Vec<String> {
        let mut ids: Vec<_> = self.workspace.scenarios.keys().cloned().collect();
        ids.sort_by_key(|id| self.workspace.chain(Some(id)).len());
        ids
    }

    /// Drops the assumptions about what is in no model any more; new ones are left to the check.
    fn forget(&mut self) {
        let known = std::mem::take(&mut self.known);
        let there = |path: &str| stands(path, &self.base);
        if self.workspace.assumptions.keys().all(|path| there(path)) {
            return;
        }
        let models: Vec<_> = self.workspace.scenarios.keys().map(|id| self.effective(Some(id))).collect();
        let base = &self.base;
        self.workspace.assumptions.retain(|path, _| {
            !known.contains(path) || stands(path, base) || models.iter().any(|model| stands(path, model))
        });
    }
}

/// An id made of a name, unlike every key of `existing`: "Pro plan" gives `pro-plan`, then `pro-plan-2`.
pub fn fresh_id<T>(name: &str, existing: &Map<T>) -> String {
    fresh(name, |id| existing.contains_key(id))
}

pub(super) fn fresh(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let slug: String = slug.chars().take(34).collect();
    let slug = match slug.trim_end_matches('-') {
        "" => "item",
        slug => slug,
    };
    if !taken(slug) {
        return slug.to_owned();
    }
    (2_usize..).map(|n| format!("{slug}-{n}")).find(|id| !taken(id)).expect("the counting never ends")
}

/// An edit that cannot be made.
pub(super) fn refusal<T>(path: &str, found: &str, allowed: &str) -> Result<T, Problem> {
    Err(Problem { path: path.to_owned(), found: found.to_owned(), allowed: allowed.to_owned() })
}
