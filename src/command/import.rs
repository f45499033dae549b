//! This file is `import`: a workspace out of a price page.

use super::Answer;
use super::Arguments;
use super::Choice;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use crate::exchange::file::write;
use crate::exchange::import::import;

pub(super) const COMMAND: Command = Command {
    name: "import",
    operand: Operand { name: "PAGE", needed: true },
    about: "Makes a workspace out of a price page",
    notes: &[
        "PAGE is Pricing2Yaml 2.1 (YAML), or a table with a plan in each column or row; `-` reads it from standard input.",
        "The document goes to standard output; what was understood, assumed and left out to standard error.",
    ],
    choices: &[Choice { name: "start", value: "YYYY-MM", about: "first month; else this one", several: None }],
    run,
};

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let path = arguments.operand("PAGE")?;
    let start = match arguments.chosen("start") {
        Some(text) => text.parse().map_err(Failure::Month)?,
        None => input.today,
    };
    let text = input.text(path)?;
    let (workspace, report) = import(text.as_bytes(), start)
        .map_err(|error| Failure::Import { path: super::input::shown(path), error: Box::new(error) })?;
    Ok(Answer { text: write(&workspace), notes: report.lines() })
}
