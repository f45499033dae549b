//! This file is `link`: a whole workspace inside the address of a page.

use super::Answer;
use super::Arguments;
use super::Choice;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use crate::exchange::share::share;

pub(super) const COMMAND: Command = Command {
    name: "link",
    operand: Operand { name: "FILE", needed: true },
    about: "Prints a link that holds the whole workspace",
    notes: &["Without --page only the part from # on is printed, to be put behind the page's address."],
    choices: &[Choice { name: "page", value: "URL", about: "the page's address, put in front", several: None }],
    run,
};

/// The address of a page, without what stands behind #.
fn address(text: &str) -> Option<String> {
    let schemes = ["https://", "http://", "file://"];
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme))?;
    let clean = !rest.is_empty() && !text.contains(|sign: char| sign.is_whitespace() || sign.is_control());
    clean.then(|| text.split('#').next().unwrap_or_default().to_owned())
}

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let (workspace, text) = input.workspace(arguments.operand("FILE")?)?;
    let page = arguments.parsed("page", "the address of a page, as https://example.org/", address)?.unwrap_or_default();
    Ok(format!("{page}#{}\n", share(&workspace, &text)?).into())
}
