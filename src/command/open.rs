//! This file is `open`: the document inside a link, byte for byte.

use super::Answer;
use super::Arguments;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use crate::exchange::digest::differences;
use crate::exchange::share::UNDEFINED;
use crate::exchange::share::headline;
use crate::exchange::share::open_link;

pub(super) const COMMAND: Command = Command {
    name: "open",
    operand: Operand { name: "URL", needed: true },
    about: "Prints the document a link holds, exactly as it was linked",
    notes: &[
        "URL is a whole address or only what follows its #; `-` reads it from standard input.",
        "Headline figures that are no longer those of when it was shared are named on standard error.",
    ],
    choices: &[],
    run,
};

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let url = arguments.operand("URL")?;
    let opened = match url == "-" {
        true => open_link(&input.text(url)?)?,
        false => open_link(&url.to_string_lossy())?,
    };
    let differing = differences(&opened.digest, &headline(&opened.workspace));
    let note = |difference: &crate::exchange::digest::Difference| {
        let scenario = if difference.scenario.is_empty() { "base" } else { &difference.scenario };
        let now = difference.now.as_deref().unwrap_or(UNDEFINED);
        format!("{} of {scenario} was {} when shared, now {now}", difference.metric, difference.shared)
    };
    Ok(Answer { notes: differing.iter().map(note).collect(), text: opened.text })
}
