//! This file is `templates`: the workspaces to start from.

use super::Answer;
use super::Arguments;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use crate::workspace::template::TEMPLATES;
use crate::workspace::template::template;

pub(super) const COMMAND: Command = Command {
    name: "templates",
    operand: Operand { name: "NAME", needed: false },
    about: "Lists the templates, or prints one as JSON",
    notes: &["Without a name: one template a line, its name, a tab, and what it is about."],
    choices: &[],
    run,
};

fn run(arguments: &Arguments, _: &mut Input<'_>) -> Result<Answer, Failure> {
    let Some(name) = arguments.optional_operand() else {
        let lines = TEMPLATES.iter().map(|template| format!("{}\t{}\n", template.name, template.description));
        return Ok(lines.collect::<String>().into());
    };
    let name = name.to_string_lossy();
    let found = template(&name).ok_or_else(|| Failure::Unknown {
        what: "template",
        name: name.into_owned(),
        known: TEMPLATES.iter().map(|template| template.name.to_owned()).collect(),
    })?;
    Ok(found.json.to_owned().into())
}
