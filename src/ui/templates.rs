//! This file lists the templates a person can start from.

use crate::exchange::link::Dictionary;
use crate::shape::Problem;
use crate::workspace::Workspace;
use crate::workspace::check;

/// A workspace to start from.
#[derive(Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name in links and on the command line.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What it is about.
    pub description: &'static str,
    /// The document.
    pub json: &'static str,
}

const TEMPLATES: &[Template] = &[Template {
    id: "starter",
    name: "Seat-based SaaS",
    description: "Two paid plans by the seat, a price rise to try.",
    json: include_str!("../workspace/template/starter.json"),
}];

impl Template {
    /// The document, checked.
    ///
    /// # Errors
    /// What is wrong with it; a template that ships has nothing wrong with it.
    pub fn workspace(&self) -> Result<Workspace, Vec<Problem>> {
        check(self.json.as_bytes())
    }
}

/// Every template, the one for a first visit first.
pub fn all() -> &'static [Template] {
    TEMPLATES
}

/// The JSON links are shortened with, by name.
pub fn json(name: &str) -> Option<&'static str> {
    all().iter().find(|template| template.id == name).map(|template| template.json)
}

/// What a link of a workspace that started from a template is shortened with.
pub fn dictionary(name: &str) -> Option<Dictionary<'static>> {
    all()
        .iter()
        .find(|template| template.id == name)
        .map(|template| Dictionary { name: template.id, json: template.json })
}
