//! This file turns the words of the command line into what is asked for.

use std::ffi::OsStr;
use std::ffi::OsString;

use lexopt::Arg;
use lexopt::Parser;

use super::Answer;
use super::COMMANDS;
use super::Command;
use super::Failure;
use super::Input;
use super::help;

/// Something that may be chosen with `--name VALUE`.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Its name, without dashes.
    pub name: &'static str,
    /// How help names the value; empty for a choice that takes none.
    pub value: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Where several values may be given, separated by commas or following each other: whether a word is one more
    /// value, when it could also be the command's operand.
    pub several: Option<fn(&str) -> bool>,
}

/// What stands behind a sub-command.
#[derive(Clone, Debug)]
pub struct Arguments {
    command: &'static str,
    operands: Vec<OsString>,
    chosen: Vec<(&'static str, String)>,
}

/// What the command line asks for.
pub(super) enum Asked {
    /// A text about the program.
    Text(String),
    /// A sub-command.
    Command(&'static Command, Arguments),
}

impl Asked {
    /// Carries it out.
    pub fn answer(self, input: &mut Input<'_>) -> Result<Answer, Failure> {
        match self {
            Self::Text(text) => Ok(text.into()),
            Self::Command(command, arguments) => (command.run)(&arguments, input),
        }
    }
}

impl Arguments {
    /// The operand, which must be there.
    pub fn operand(&self, what: &'static str) -> Result<&OsStr, Failure> {
        self.operands.first().map(OsString::as_os_str).ok_or(Failure::Missing { command: self.command, what })
    }

    /// The operand, if given.
    pub fn optional_operand(&self) -> Option<&OsStr> {
        self.operands.first().map(OsString::as_os_str)
    }

    /// The second operand, which must be there.
    pub fn second(&self, what: &'static str) -> Result<&OsStr, Failure> {
        self.operands.get(1).map(OsString::as_os_str).ok_or(Failure::Missing { command: self.command, what })
    }

    /// The value of a choice, which is made once at most; of one with several values the last.
    pub fn chosen(&self, name: &'static str) -> Option<&str> {
        self.all(name).last()
    }

    /// Every value of a choice, in order.
    pub fn all(&self, name: &'static str) -> impl Iterator<Item = &str> {
        self.chosen.iter().filter(move |(found, _)| *found == name).map(|(_, value)| value.as_str())
    }

    /// Whether a choice that takes no value was made.
    pub fn made(&self, name: &'static str) -> bool {
        self.chosen(name).is_some()
    }

    /// What a choice says, read by `read`; an error that says what is allowed where it cannot be.
    pub fn parsed<T>(
        &self,
        name: &'static str,
        allowed: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        let wrong = |text: &str| Failure::Value { choice: name, text: text.to_owned(), allowed };
        self.chosen(name).map(|text| read(text).ok_or_else(|| wrong(text))).transpose()
    }

    /// The value of a choice that must be there.
    pub fn needed(&self, name: &'static str, what: &'static str) -> Result<&str, Failure> {
        self.chosen(name).ok_or(Failure::Missing { command: self.command, what })
    }

    /// Which of a few words a choice names; the first if it was not made.
    pub fn one_of<T: Copy>(&self, name: &'static str, words: &[(&str, T)]) -> Result<T, Failure> {
        let Some(chosen) = self.chosen(name) else { return Ok(words[0].1) };
        words.iter().find(|(word, _)| *word == chosen).map(|(_, value)| *value).ok_or_else(|| Failure::NotOffered {
            choice: name,
            word: chosen.to_owned(),
            offered: words.iter().map(|(word, _)| (*word).to_owned()).collect(),
        })
    }
}

/// What the words (without the program's name) ask for.
pub(super) fn read(words: impl IntoIterator<Item = OsString>) -> Result<Asked, Failure> {
    let mut parser = Parser::from_args(words);
    let first = match parser.next()? {
        None => return Err(Failure::NoCommand),
        Some(Arg::Long("help") | Arg::Short('h')) => return Ok(Asked::Text(help::all())),
        Some(Arg::Long("version") | Arg::Short('V')) => return Ok(Asked::Text(help::version())),
        Some(Arg::Value(word)) => word,
        Some(other) => return Err(other.unexpected().into()),
    };
    if first == "help" {
        let words = parser.raw_args()?.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>();
        return match &words[..] {
            [] => Ok(Asked::Text(help::all())),
            [name, rest @ ..] => {
                command(name, rest.first().map(String::as_str)).map(|found| Asked::Text(help::one(found)))
            }
        };
    }
    let name = first.to_string_lossy();
    let second = parser.try_raw_args().and_then(|rest| rest.peek().map(|word| word.to_string_lossy().into_owned()));
    let wants_help = matches!(second.as_deref(), Some("--help" | "-h"));
    let command = command(&name, second.as_deref().filter(|_| !wants_help))?;
    if command.name.contains(' ') && !wants_help {
        parser.next()?;
    }
    rest(command, &mut parser)
}

/// The command with this name; the second word matters where a name has two.
fn command(name: &str, second: Option<&str>) -> Result<&'static Command, Failure> {
    let starts = |command: &&Command| command.name.split(' ').next() == Some(name);
    let found = COMMANDS.iter().filter(starts).collect::<Vec<_>>();
    let unknown = |name: &str, known: &[&Command]| Failure::Unknown {
        what: "command",
        name: name.to_owned(),
        known: known.iter().map(|command| command.name.to_owned()).collect(),
    };
    match (&found[..], second) {
        ([], _) => Err(unknown(name, &COMMANDS.iter().collect::<Vec<_>>())),
        ([command], None) => Ok(command),
        ([command], Some(_)) if !command.name.contains(' ') => Ok(command),
        (several, second) => {
            let whole = format!("{name} {}", second.unwrap_or_default());
            several.iter().find(|command| command.name == whole).copied().ok_or_else(|| unknown(whole.trim(), several))
        }
    }
}

fn rest(command: &'static Command, parser: &mut Parser) -> Result<Asked, Failure> {
    let mut arguments = Arguments { command: command.name, operands: Vec::new(), chosen: Vec::new() };
    let most = command.operand.name.split_whitespace().count();
    while let Some(arg) = parser.next()? {
        match arg {
            Arg::Long("help") | Arg::Short('h') => return Ok(Asked::Text(help::one(command))),
            Arg::Long(name) => {
                let Some(choice) = command.choices.iter().find(|choice| choice.name == name) else {
                    return Err(arg.unexpected().into());
                };
                choose(choice, arguments.operands.len() == most, &mut arguments, parser)?;
            }
            Arg::Value(word) if arguments.operands.len() < most => {
                arguments.operands.push(word);
            }
            Arg::Value(word) => {
                return Err(Failure::Surplus { command: command.name, word: word.to_string_lossy().into_owned() });
            }
            Arg::Short(_) => return Err(arg.unexpected().into()),
        }
    }
    if command.operand.needed {
        arguments.operand(command.operand.name)?;
    }
    Ok(Asked::Command(command, arguments))
}

fn choose(
    choice: &'static Choice,
    placed: bool,
    arguments: &mut Arguments,
    parser: &mut Parser,
) -> Result<(), Failure> {
    if choice.several.is_none() && arguments.made(choice.name) {
        return Err(Failure::Clash(format!("--{} is given twice", choice.name)));
    }
    let take = |word: OsString, arguments: &mut Arguments| -> Result<(), Failure> {
        let text = word.into_string().map_err(lexopt::Error::NonUnicodeValue)?;
        let parts = text.split(if choice.several.is_some() { ',' } else { '\0' });
        arguments.chosen.extend(parts.map(|part| (choice.name, part.trim().to_owned())));
        Ok(())
    };
    if choice.value.is_empty() {
        return take(OsString::new(), arguments);
    }
    take(parser.value()?, arguments)?;
    let Some(one_more) = choice.several else { return Ok(()) };
    // Until every operand is there, a word that is no value is taken for it.
    let more = |word: &OsStr| match word.to_str() {
        Some(text) if text.starts_with('-') => false,
        Some(text) => placed || text.split(',').all(|part| one_more(part.trim())),
        None => false,
    };
    while let Some(word) = parser.try_raw_args().and_then(|mut rest| rest.next_if(more)) {
        take(word, arguments)?;
    }
    Ok(())
}
