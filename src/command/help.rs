//! This file writes the help: all commands, or one with its choices.

use super::COMMANDS;
use super::Command;

const HEAD: &str = "\
planwright: what a SaaS price list earns, month by month, on the command line

Usage: planwright COMMAND [ARGUMENTS]

";

const FOOT: &str = "
FILE is a workspace as JSON; `-` stands for standard input.
Results go to standard output. What is wrong goes to standard error, with exit status 1.

`planwright help COMMAND` says more about one. `planwright --version` names the version.
";

/// The name and version of the program.
pub(super) fn version() -> String {
    format!("planwright {}\n", env!("CARGO_PKG_VERSION"))
}

/// The help about all commands.
pub(super) fn all() -> String {
    let rows = COMMANDS.iter().map(|command| (format!("{}{}", command.name, operand(command)), command.about));
    format!("{HEAD}{}{FOOT}", columns(&rows.collect::<Vec<_>>()))
}

/// The help about one command.
pub(super) fn one(command: &Command) -> String {
    let mut text = format!("{}\n\nUsage: planwright {}{}", command.about, command.name, operand(command));
    if !command.choices.is_empty() {
        text += " [CHOICES]\n\n";
        let several = |choice: &super::Choice| if choice.several.is_some() { "…" } else { "" };
        let row =
            |choice: &super::Choice| (format!("--{} {}{}", choice.name, choice.value, several(choice)), choice.about);
        text += &columns(&command.choices.iter().map(row).collect::<Vec<_>>());
    } else {
        text.push('\n');
    }
    if !command.notes.is_empty() {
        text.push('\n');
        command.notes.iter().for_each(|note| text += &format!("{note}\n"));
    }
    text
}

/// The operand behind a space, if a command takes one.
fn operand(command: &Command) -> String {
    let name = command.operand.name;
    match (name, command.operand.needed) {
        ("", _) => String::new(),
        (name, true) => format!(" {name}"),
        (name, false) => format!(" [{name}]"),
    }
}

/// Pairs in two columns.
fn columns(rows: &[(String, &str)]) -> String {
    let width = rows.iter().map(|(left, _)| left.chars().count()).max().unwrap_or(0);
    rows.iter().map(|(left, right)| format!("  {left:width$}  {right}\n")).collect()
}
