//! This file is `check`: every problem of a document, or that there is none.

use super::Answer;
use super::Arguments;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use super::report::LOCALE;
use crate::workspace::warnings;

pub(super) const COMMAND: Command = Command {
    name: "check",
    operand: Operand { name: "FILE", needed: true },
    about: "Says whether a workspace is sound, or everything that is wrong with it",
    notes: &[
        "Each problem is one line: where it is, what was found, and what is allowed.",
        "What is allowed and probably not meant, such as a total that falls where usage rises, is named on standard error.",
    ],
    choices: &[],
    run,
};

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let (workspace, _) = input.workspace(arguments.operand("FILE")?)?;
    let plans = counted(workspace.base.plans.len(), "plan");
    let segments = counted(workspace.base.segments.len(), "segment");
    let scenarios = counted(workspace.scenarios.len(), "scenario");
    let (months, start) = (workspace.months, workspace.start);
    let notes = warnings(&workspace, LOCALE).into_iter().map(|(scenario, warning)| {
        let scenario = scenario.map_or_else(String::new, |name| format!(" in {name}"));
        format!("warning: {}{scenario}: {}", warning.path, warning.words)
    });
    let text = format!("ok: {months} months from {start}, {plans}, {segments}, {scenarios}\n");
    Ok(Answer { text, notes: notes.collect() })
}

fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
