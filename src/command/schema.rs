//! This file is `schema`: the JSON Schema of the document.

use super::Answer;
use super::Arguments;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use crate::exchange::export::schema::schema;

pub(super) const COMMAND: Command = Command {
    name: "schema",
    operand: Operand { name: "", needed: false },
    about: "Prints the JSON Schema (2020-12) of a workspace",
    notes: &["`check` finds more: references, sums and orders, which no schema can say."],
    choices: &[],
    run,
};

fn run(_: &Arguments, _: &mut Input<'_>) -> Result<Answer, Failure> {
    Ok((serde_json::to_string_pretty(&schema()).expect("a schema is JSON") + "\n").into())
}
