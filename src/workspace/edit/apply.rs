//! This file applies edits to a draft and lets the result out only if it passes the check.

use serde_json::Value;

use super::Edit;
use super::draft::Draft;
use super::draft::refusal;
use crate::shape::Problem;
use crate::shape::escape;
use crate::workspace::Assumption;
use crate::workspace::Workspace;
use crate::workspace::path::within;

/// The workspace after an edit.
///
/// # Errors
/// What is wrong with the edit, or with the document it would make; then nothing changes.
pub fn apply(workspace: &Workspace, edit: &Edit) -> Result<Workspace, Vec<Problem>> {
    apply_all(workspace, std::slice::from_ref(edit))
}

/// The workspace after several edits in a row, checked once at the end.
///
/// # Errors
/// As [`apply`].
pub fn apply_all(workspace: &Workspace, edits: &[Edit]) -> Result<Workspace, Vec<Problem>> {
    let mut draft = Draft::new(workspace);
    for edit in edits {
        run(&mut draft, edit).map_err(|problem| vec![problem])?;
    }
    draft.finish(workspace)
}

/// Makes one edit in a draft.
fn run(draft: &mut Draft, edit: &Edit) -> Result<(), Problem> {
    match edit {
        Edit::Set { scenario, path, value } => draft.set(draft.whose(scenario.as_deref(), path), path, value.clone()),
        Edit::Share { scenario, path, value } => draft.share(scenario.as_deref(), path, *value),
        Edit::Reset { scenario, path } => draft.reset(scenario, path),
        Edit::Insert { scenario, collection, id, value } => {
            draft.insert(draft.whose(scenario.as_deref(), &format!("{collection}/{id}")), collection, id, value)
        }
        Edit::Remove { scenario, path } => draft.remove(draft.whose(scenario.as_deref(), path), path),
        Edit::Observe { scenario } => draft.observe(scenario.as_deref()),
        Edit::SetWorkspace { path, value } => draft.set_workspace(path, value.clone()),
        Edit::Assume { path, assumption } => assume(draft, path, assumption.as_ref()),
        Edit::AddScenario { name, from } => draft.add_scenario(name, from.as_deref()),
        Edit::SetScenario { id, change } => {
            change.clone().apply(draft.scenario_mut(id)?);
            Ok(())
        }
        Edit::DeleteScenario { id } => draft.delete_scenario(id),
        Edit::MoveScenario { id, to } => draft.move_scenario(id, *to),
        Edit::AddLever { scenario, name, from } => draft.add_lever(scenario, name, *from),
        Edit::SetLever { scenario, lever, change } => draft.set_lever(scenario, lever, change),
        Edit::RemoveLever { scenario, lever } => draft.remove_lever(scenario, lever),
        Edit::Many(edits) => edits.iter().try_for_each(|edit| run(draft, edit)),
    }
}

fn assume(draft: &mut Draft, path: &str, assumption: Option<&Assumption>) -> Result<(), Problem> {
    let known = &mut draft.workspace.assumptions;
    match assumption {
        Some(assumption) => {
            known.insert(path.to_owned(), assumption.clone());
        }
        None if known.shift_remove(path).is_none() => {
            return refusal(&format!("/assumptions/{}", escape(path)), "nothing is assumed about it", "an assumption");
        }
        None => {}
    }
    Ok(())
}

impl Draft {
    /// Whose model a person changes: what was seen is a fact in every scenario, so a finding is changed in the base,
    /// unless the scenario says something else of it than the base does.
    fn whose<'a>(&self, scenario: Option<&'a str>, path: &str) -> Option<&'a str> {
        let told = |id: &str| self.effective(Some(id)).pointer(path).cloned();
        scenario.filter(|id| !within(path, "/evidence") || told(id) != self.base.pointer(path).cloned())
    }

    /// Sets one of the few fields of the workspace itself that a person changes.
    pub fn set_workspace(&mut self, path: &str, value: Value) -> Result<(), Problem> {
        let Some(key) =
            ["name", "currency", "start", "months", "kpis"].into_iter().find(|key| path == format!("/{key}"))
        else {
            return refusal(path, "a field that stays as it is", "/name, /currency, /start, /months or /kpis");
        };
        self.fields.push((key, value));
        Ok(())
    }
}
