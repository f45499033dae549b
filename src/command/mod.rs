//! This module is the command line: one file per sub-command, all pure, so that they are tested without processes.
//!
//! Everything that is asked for goes to standard output, everything that is wrong to standard error with status 1.
//! Only what may be longer than memory is written as it comes; everything else is printed once it is whole.

mod arguments;

mod bill;

mod check;

mod export;

mod failure;

mod fit;

mod help;

mod import;

mod input;

mod link;

mod open;

mod order;

mod place;

mod project;

mod report;

mod rerate;

mod schema;

mod table;

mod templates;

use std::ffi::OsString;

pub use arguments::Arguments;
pub use arguments::Choice;
pub use failure::Failure;
pub use input::Input;

/// One sub-command.
pub struct Command {
    /// Its words: one, or two where the second says what is worked on.
    pub name: &'static str,
    /// What may stand behind it, without options.
    pub operand: Operand,
    /// What it does, as a sentence.
    pub about: &'static str,
    /// What else should be known, in lines.
    pub notes: &'static [&'static str],
    /// What may be chosen.
    pub choices: &'static [Choice],
    /// Carries it out.
    pub run: fn(&Arguments, &mut Input<'_>) -> Result<Answer, Failure>,
}

/// The operand of a sub-command; two where its name is two words.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    /// How help names it.
    pub name: &'static str,
    /// Whether it must be given.
    pub needed: bool,
}

/// Every sub-command, in the order of the help.
pub const COMMANDS: &[Command] = &[
    templates::COMMAND,
    check::COMMAND,
    import::COMMAND,
    project::COMMAND,
    bill::COMMAND,
    rerate::COMMAND,
    fit::COMMAND,
    export::COMMAND,
    schema::COMMAND,
    link::COMMAND,
    open::COMMAND,
];

/// What a sub-command answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// For standard output, byte for byte.
    pub text: String,
    /// For standard error: what should be known, though nothing is wrong. Lines.
    pub notes: Vec<String>,
}

impl From<String> for Answer {
    fn from(text: String) -> Self {
        Self { text, notes: Vec::new() }
    }
}

/// What the program prints and how it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// Exit status: 0, or 1 if something is wrong.
    pub status: u8,
}

/// Carries out the command that the arguments (without the program's name) ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>, input: &mut Input<'_>) -> Outcome {
    match arguments::read(arguments).and_then(|asked| asked.answer(input)) {
        Ok(answer) => {
            let err = answer.notes.iter().map(|note| format!("planwright: {note}\n")).collect();
            Outcome { out: answer.text, err, status: 0 }
        }
        Err(failure) => Outcome { out: String::new(), err: failure.report(), status: 1 },
    }
}
