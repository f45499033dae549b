//! This file is `export`: the price list of a scenario in the formats of others.

use super::Answer;
use super::Arguments;
use super::Choice;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use super::place;
use crate::exchange::export::FORMATS;
use crate::exchange::export::export;

pub(super) const COMMAND: Command = Command {
    name: "export",
    operand: Operand { name: "FILE", needed: true },
    about: "Writes the price list for other programs",
    notes: &[
        "Formats: pricing2yaml (Pricing2Yaml 2.1), stripe (products and prices), lago (billable metrics and plans).",
        "What the format cannot hold is named on standard error.",
    ],
    choices: &[
        Choice { name: "format", value: "FORMAT", about: "pricing2yaml, stripe or lago", several: None },
        Choice { name: "scenario", value: "NAME", about: "id or name of a scenario; else the base", several: None },
    ],
    run,
};

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let words: Vec<(&str, &str)> = FORMATS.iter().map(|format| (format.id, format.id)).collect();
    arguments.needed("format", "--format")?;
    let format = arguments.one_of("format", &words)?;
    let (workspace, _) = input.workspace(arguments.operand("FILE")?)?;
    let scenario = place::scenario(&workspace, arguments.chosen("scenario"))?;
    let (text, left_out) =
        export(format, &workspace, scenario, input.today).expect("the format is one of those listed");
    let heading = (!left_out.is_empty()).then(|| "Left out:".to_owned());
    Ok(Answer { text, notes: heading.into_iter().chain(left_out.iter().map(|words| format!("  {words}"))).collect() })
}
