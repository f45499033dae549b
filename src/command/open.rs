//! This file is `open`: the document inside a link, byte for byte.

use super::Answer;
use super::Arguments;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use crate::exchange::digest::Difference;
use crate::exchange::digest::differences;
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
    Ok(Answer { notes: differing.iter().map(note).collect(), text: opened.text })
}

/// A figure that is not what it was, in words.
fn note(Difference { scenario, metric, shared, now }: &Difference) -> String {
    let scenario = if scenario.is_empty() { "base" } else { scenario };
    let now = now.as_deref().unwrap_or("not there");
    format!("{metric} of {scenario} was {shared} when shared, now {now}")
}
