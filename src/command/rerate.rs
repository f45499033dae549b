//! This file is `rerate`: what each customer of a list pays under the base and under scenarios, row by row as they come.

use std::io::BufRead;
use std::io::BufReader;
use std::io::ErrorKind;
use std::io::Write;

use super::Answer;
use super::Arguments;
use super::Choice;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use super::input::shown;
use super::place;
use super::report::LOCALE;
use crate::number::Decimal;
use crate::number::count;
use crate::number::money;
use crate::number::share;
use crate::number::signed;
use crate::roster::Cap;
use crate::roster::Chosen;
use crate::roster::Columns;
use crate::roster::Effect;
use crate::roster::Fault;
use crate::roster::Later;
use crate::roster::List;
use crate::roster::Rating;
use crate::roster::Row;
use crate::roster::Tally;
use crate::roster::amount;
use crate::roster::cases;
use crate::roster::cell;
use crate::roster::change;
use crate::roster::name;
use crate::workspace::Workspace;

pub(super) const COMMAND: Command = Command {
    name: "rerate",
    operand: Operand { name: "WORKSPACE CUSTOMERS", needed: true },
    about: "Bills each customer of a CSV file under the base and under scenarios",
    notes: &[
        "The first row names the columns: customer and plan must be there; segment, discount, contract (monthly or annual),",
        "renewal month and any meter, by its id or name, may be. What is missing counts 0; other columns are passed over.",
        "A bill is what a month costs; of a year paid up front, a twelfth. The base is billed as it stands, a scenario with",
        "every lever on and all its later price changes in force; `--scenario base` is the base with those.",
        "Rows are billed as they come, so that files of any length fit; the sums follow on standard error. A row that is",
        "wrong is named there and left out, the others are billed, and the exit status is 1.",
    ],
    choices: &[
        Choice {
            name: "scenario",
            value: "S",
            about: "id or name of a scenario; without it, all of them",
            several: Some(|_| false),
        },
        Choice { name: "cap", value: "PERCENT", about: "the most a bill may rise; without it, freely", several: None },
        Choice { name: "over", value: "PERCENT", about: "rises above it are counted; 10 if not given", several: None },
        Choice {
            name: "column",
            value: "FIELD=HEADING",
            about: "the heading of customer, plan, …, or of a meter's id",
            several: Some(|word| word.contains('=')),
        },
    ],
    run,
};

/// Faults told one by one; all are counted.
const TOLD: usize = 100;
/// Bytes gathered before they are written.
const GATHERED: usize = 1 << 16;

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let begun = (input.seconds)();
    let (workspace, _) = input.workspace(arguments.operand("WORKSPACE")?)?;
    let cases = asked(&workspace, arguments)?;
    let (cap, over) = (percent(arguments, "cap")?, percent(arguments, "over")?.unwrap_or(1_000));
    let chosen = columns(arguments)?;
    let path = arguments.second("CUSTOMERS")?.to_owned();
    let shown = shown(&path);
    let seconds = input.seconds;
    let (stream, out) = input.stream(&path)?;
    let wrong = |error| Failure::List { path: shown.clone(), error };
    let list =
        List::open(BufReader::with_capacity(GATHERED, stream), &workspace.base, &chosen, LOCALE).map_err(wrong)?;
    let rating = Rating::new(&workspace, &cases);
    let tally = Tally::new(&workspace, list.columns(), cases.len(), Cap(cap), over);
    let mut work = Work { list, rating, tally, text: heading(&cases), faults: Vec::new(), wrong: 0 };
    match work.stream(&workspace, out) {
        Ok(()) => {}
        // Whoever reads the output may stop when they have seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(Answer::default()),
        Err(error) => return Err(Failure::Unwritten(error)),
    }
    let seconds = (seconds() - begun).max(1e-6);
    let Work { list, tally, faults, wrong, .. } = work;
    let mut notes = unsaid(list.columns(), &workspace);
    notes.extend(sums(&workspace, &cases, &tally.finish(), cap, over, wrong, seconds));
    match wrong {
        0 => Ok(Answer { text: String::new(), notes }),
        wrong => Err(Failure::Rows { path: shown, wrong, faults, notes }),
    }
}

/// A list under way.
struct Work<R> {
    list: List<R>,
    rating: Rating,
    tally: Tally,
    text: Vec<u8>,
    faults: Vec<Fault>,
    /// Rows left out.
    wrong: usize,
}

impl<R: BufRead> Work<R> {
    fn stream(&mut self, workspace: &Workspace, out: &mut dyn Write) -> std::io::Result<()> {
        let plans = workspace.base.plans.values().map(|plan| plan.name.as_str()).collect::<Vec<_>>();
        let places = self.rating.places();
        let mut bills = Vec::new();
        loop {
            match self.list.advance() {
                Row::End => break,
                Row::Wrong => self.leave_out(None),
                Row::Good => {
                    let customer = self.list.customer();
                    if let Err(fault) = self.rating.bill(customer, &mut bills) {
                        self.leave_out(Some(fault));
                        continue;
                    }
                    self.tally.add(customer, &mut bills, &self.rating);
                    let text = &mut self.text;
                    cell(text, &customer.name);
                    text.push(b',');
                    cell(text, plans[customer.plan]);
                    text.push(b',');
                    amount(text, bills[0], places);
                    for bill in &bills[1..] {
                        text.push(b',');
                        amount(text, *bill, places);
                        text.push(b',');
                        amount(text, bill - bills[0], places);
                        text.push(b',');
                        change(text, bills[0], *bill);
                    }
                    text.push(b'\n');
                }
            }
            if self.text.len() >= GATHERED {
                out.write_all(&self.text)?;
                self.text.clear();
            }
        }
        out.write_all(&self.text)?;
        out.flush()
    }

    fn leave_out(&mut self, fault: Option<Fault>) {
        self.wrong += 1;
        let faults = fault.as_ref().map_or(self.list.faults(), std::slice::from_ref);
        let room = TOLD.saturating_sub(self.faults.len());
        self.faults.extend(faults.iter().take(room).cloned());
    }
}

/// The cases asked for; all of them if none was.
fn asked(workspace: &Workspace, arguments: &Arguments) -> Result<Vec<Later>, Failure> {
    let named = arguments.all("scenario").map(|name| place::scenario(workspace, Some(name)));
    let named = named.collect::<Result<Vec<_>, _>>()?;
    match named.is_empty() {
        true => Ok(cases(workspace)),
        false => Ok(named.into_iter().map(|id| id.map(str::to_owned)).collect()),
    }
}

/// A share in hundredths of a percent, given in percent.
fn percent(arguments: &Arguments, name: &'static str) -> Result<Option<i64>, Failure> {
    let Some(word) = arguments.chosen(name) else { return Ok(None) };
    let value = word.trim().trim_end_matches('%').trim().parse::<Decimal>().ok();
    let value = value.filter(|value| (Decimal::ZERO..=Decimal::from(10_000)).contains(value));
    let hundredths = value.and_then(|value| i64::try_from((value * Decimal::ONE_HUNDRED).round()).ok());
    hundredths.map(Some).ok_or_else(|| Failure::Percent { choice: name, word: word.to_owned() })
}

fn columns(arguments: &Arguments) -> Result<Chosen, Failure> {
    let pair = |word: &str| match word.split_once('=') {
        Some((field, heading)) => Ok((field.trim().to_owned(), heading.trim().to_owned())),
        None => Err(Failure::Column(word.to_owned())),
    };
    arguments.all("column").map(pair).collect()
}

fn heading(cases: &[Later]) -> Vec<u8> {
    let mut text = b"customer,plan,base".to_vec();
    for id in cases.iter().map(|case| case.as_deref().unwrap_or("later")) {
        text.extend_from_slice(format!(",{id},{id}_change,{id}_change_share").as_bytes());
    }
    text.push(b'\n');
    text
}

/// What the list does not say, or says in vain.
fn unsaid(columns: &Columns, workspace: &Workspace) -> Vec<String> {
    let meters = workspace.base.meters.values().zip(columns.meters_said());
    let missing = meters.filter(|(_, said)| !said).map(|(meter, _)| meter.name.clone()).collect::<Vec<_>>();
    let ignored = columns.ignored().map(str::to_owned).collect::<Vec<_>>();
    let note = |found: Vec<String>, words: &str| (!found.is_empty()).then(|| format!("{words}: {}", found.join(", ")));
    note(missing, "no column says these meters, they count 0")
        .into_iter()
        .chain(note(ignored, "columns passed over"))
        .collect()
}

/// What the list comes to, in lines.
fn sums(
    workspace: &Workspace,
    cases: &[Later],
    tally: &Tally,
    cap: Option<i64>,
    over: i64,
    wrong: usize,
    seconds: f64,
) -> Vec<String> {
    let many = |customers: usize| count(Decimal::from(customers), LOCALE);
    let exact = |value: Decimal| money(value, workspace.currency, LOCALE);
    let percent = |hundredths: i64| share(Decimal::new(hundredths, 4), 2, LOCALE);
    let of = |effect: &Effect| match tally.base.is_zero() {
        true => String::new(),
        false => format!(" ({})", signed(share((effect.total - tally.base) / tally.base, 2, LOCALE))),
    };
    let mut lines = vec![format!("{} customers, {} a month under the base", many(tally.customers), exact(tally.base))];
    for (case, effect) in cases.iter().zip(&tally.effects) {
        let name = name(workspace, case);
        lines.push(format!("{name}: {} a month{}", exact(effect.total), of(effect)));
        lines.push(format!("{name}: {} customers rise by more than {}", many(effect.over), percent(over)));
        if let Some(cap) = cap {
            let (capped, forgone) = (many(effect.capped), exact(effect.forgone));
            lines.push(format!(
                "{name}: {capped} customers are held to a rise of {}, which forgoes {forgone} a month",
                percent(cap)
            ));
        }
        if effect.kept > 0 {
            lines.push(format!(
                "{name}: {} customers are on plans it does not sell, and keep their bill",
                many(effect.kept)
            ));
        }
        for most in effect.most.iter().take(3) {
            let minor = |minor| exact(Decimal::new(minor, workspace.currency.minor_digits()));
            lines.push(format!(
                "{name}: {} (line {}) goes from {} to {}",
                most.name,
                most.line,
                minor(most.base),
                minor(most.bill)
            ));
        }
    }
    let rows = tally.customers + wrong;
    lines.push(format!("{rows} rows in {seconds:.2} s, {:.0} a second", rows as f64 / seconds));
    lines
}
