//! This module turns foreign bytes into a workspace everything downstream can rely on, or into every problem there is.

mod flaw;

mod scenarios;

#[cfg(test)]
mod tests;

use std::rc::Rc;

use serde_json::Value;

use self::flaw::meant;
use self::flaw::moved;
use self::flaw::unreadable;
use self::scenarios::Scenarios;
use super::Scenario;
use super::Workspace;
use super::alike::alike;
use super::migrate::migrate;
use super::model::Model;
use super::path::within;
use super::read::read;
use super::stage;
use super::stage::Stage;
use super::tidy::tidy;
use crate::json::FromJson;
use crate::json::Written;
use crate::shape::Described;
use crate::shape::Field;
use crate::shape::Problem;
use crate::shape::Shape;
use crate::shape::verify;
use crate::shape::verify_fields;

/// The workspace written in `bytes`: JSON, of this version or an older one.
///
/// # Errors
/// Every problem, each with its path, what was found and what is allowed. Never panics, whatever the bytes.
pub fn check(bytes: &[u8]) -> Result<Workspace, Vec<Problem>> {
    check_owned(read(bytes)?, None)
}

/// The workspace described by `value`.
///
/// # Errors
/// As [`check`].
pub fn check_value(value: &Value) -> Result<Workspace, Vec<Problem>> {
    check_owned(value.clone(), None)
}

/// As [`check_value`], without a copy. What has stayed as it was `before`, in a document that passed, is not looked at again.
pub(super) fn check_owned(value: Value, before: Option<&Workspace>) -> Result<Workspace, Vec<Problem>> {
    let mut value = migrate(value).map_err(|problem| vec![problem])?;
    tidy(&mut value);
    let problems = verify(&value, &Workspace::SHAPE, "");
    let read = problems.is_empty().then(|| Workspace::from_json(&value)).transpose();
    let now = read.map_err(|error| vec![unreadable("a document", "a workspace", &error)])?;
    let base = Rc::new(value.get_mut("base").map(Value::take).unwrap_or_default());
    Document { rest: &value, base: &base, now: now.as_ref(), before }.judged(problems)?;
    now.ok_or_else(Vec::new)
}

/// The document made of one that passed by an edit: its base as `base`, all else as in `edited`.
///
/// # Errors
/// As [`check`].
pub(super) fn check_edited(
    mut edited: Workspace,
    base: Rc<Value>,
    before: &Workspace,
) -> Result<Workspace, Vec<Problem>> {
    let mut rest = Written::without("base", &edited);
    rest["base"] = Value::Null;
    let mut problems = verify_fields(&rest, &shell());
    let mut read = true;
    if !Rc::ptr_eq(&base, before.base.json()) {
        let found = verify(&base, &Model::SHAPE, "/base");
        match Model::from_json(&base) {
            Ok(model) if found.is_empty() => edited.base = model.into(),
            Err(error) if found.is_empty() => return Err(vec![unreadable("a model", "a model", &error)]),
            _ => read = false,
        }
        problems.extend(found);
    }
    let now = Some(&edited).filter(|_| read);
    Document { rest: &rest, base: &base, now, before: Some(before) }.judged(problems)?;
    Ok(edited)
}

/// The fields of a workspace, whatever its base is.
fn shell() -> Vec<Field> {
    let Shape::Record(fields) = Workspace::SHAPE else { return Vec::new() };
    let apart = |field: &Field| Field { shape: if field.key == "base" { Shape::Any } else { field.shape }, ..*field };
    fields.iter().map(apart).collect()
}

/// A document while it is judged.
struct Document<'a> {
    /// All but its base.
    rest: &'a Value,
    base: &'a Rc<Value>,
    /// The same as it is typed, where its shape is right.
    now: Option<&'a Workspace>,
    /// One that passed.
    before: Option<&'a Workspace>,
}

impl Document<'_> {
    /// Adds what is wrong in the meaning of its base and scenarios to what is wrong with its shape.
    fn judged(&self, mut problems: Vec<Problem>) -> Result<(), Vec<Problem>> {
        let sound =
            |path: &str| !problems.iter().any(|problem| within(&problem.path, path) || within(path, &problem.path));
        let (base_sound, scenarios_sound) = (sound("/base"), sound("/scenarios"));
        let stood = |scenario: Option<&str>| {
            self.before.zip(self.now).is_some_and(|(before, now)| alike(before, now, scenario))
        };
        if base_sound {
            let found = match (stood(None), self.now) {
                (true, _) => Vec::new(),
                (_, Some(now)) => meant(self.base, Ok(now.base.shared())),
                (_, None) => meant(self.base, Model::from_json(self.base).map(Rc::new)),
            };
            problems.extend(found.iter().map(|flaw| moved(&flaw.problem, "/base")));
            if scenarios_sound {
                Scenarios::new(self, found).check(&stood, &mut problems);
            }
        }
        // Every shape promises that what it lets pass can be read: the laws hold this on generated documents.
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The models of a chain over time.
    fn stages(&self, chain: &[(&str, &Scenario)], problems: &mut Vec<Problem>) -> Rc<[Stage]> {
        match self.now {
            Some(now) => now.base.stages(chain, problems),
            None => stage::stages(self.base, chain, problems).into(),
        }
    }
}
