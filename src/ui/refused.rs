//! This file holds the edit that was refused last, and the groups by which edits know the control they come from.

use crate::shape::Problem;
use crate::workspace::Edit;

/// An edit that was refused: the last good document stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The edit.
    pub edit: Edit,
    /// The group of the edit, which names the control.
    pub group: String,
    /// What the check said.
    pub problems: Vec<Problem>,
}

impl Refused {
    /// Whether it was typed into a control and may be good now that something good was typed into another, as the beginning
    /// of a range once its end is moved: it still stands in its field.
    pub fn awaits(&self, group: &str) -> bool {
        matches!((group_path(&self.group), group_path(group)), (Some(own), Some(other)) if own != other)
    }
}

/// The group of a gesture on a control: which control, which gesture.
pub fn group(path: &str, gesture: u32) -> String {
    format!("{path}#{gesture}")
}

/// The path of the control that a group names; none of a step of its own.
pub fn group_path(group: &str) -> Option<&str> {
    group.rsplit_once('#').map(|(path, _)| path)
}
