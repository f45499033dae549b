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
use crate::month::Month;
use crate::number::Decimal;
use crate::number::count;
use crate::number::counted;
use crate::number::money;
use crate::number::share;
use crate::number::signed;
use crate::roster::Cap;
use crate::roster::Chosen;
use crate::roster::Effect;
use crate::roster::Fault;
use crate::roster::Later;
use crate::roster::List;
use crate::roster::REMEMBERED;
use crate::roster::Rating;
use crate::roster::Repeats;
use crate::roster::Row;
use crate::roster::Tally;
use crate::roster::When;
use crate::roster::amount;
use crate::roster::cases;
use crate::roster::cell;
use crate::roster::change;
use crate::roster::name;
use crate::roster::unsaid;
use crate::workspace::Workspace;

pub(super) const COMMAND: Command = Command {
    name: "rerate",
    operand: Operand { name: "WORKSPACE CUSTOMERS", needed: true },
    about: "Bills each customer of a CSV file under the base and under scenarios",
    notes: &[
        "The first row names the columns: customer and plan must be there; segment, discount, contract (monthly or annual),",
        "renewal month, customer since, coupon, add-ons (with ; between them) and any meter, by its id or name, may be. What",
        "is missing counts 0; other columns are passed over.",
        "A bill is what the month costs; of a year paid up front, a twelfth. The base is what customers pay before any change",
        "of price; a scenario is taken with every lever on, and moves each customer as its price changes say for it, or keeps",
        "its price. `--scenario base` is the base with its own price changes. Nobody leaves and nobody changes plan.",
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
        Choice { name: "month", value: "YYYY-MM", about: "the month billed; the last one if not given", several: None },
        Choice {
            name: "pays",
            value: "policy|list",
            about: "what price changes make of each, or the list of new customers; policy if not given",
            several: None,
        },
        Choice {
            name: "cap",
            value: "PERCENT",
            about: "the most a bill may rise; without it, as each scenario has it",
            several: None,
        },
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
    let (cap, over) = (percent(arguments, "cap")?, percent(arguments, "over")?.unwrap_or(Decimal::new(1, 1)));
    let when = when(&workspace, arguments)?;
    let chosen = columns(arguments)?;
    let path = arguments.second("CUSTOMERS")?.to_owned();
    let shown = shown(&path);
    let seconds = input.seconds;
    let (stream, out) = input.stream(&path)?;
    let wrong = |error| Failure::List { path: shown.clone(), error };
    let list = List::open(BufReader::with_capacity(GATHERED, stream), &workspace, &chosen, LOCALE).map_err(wrong)?;
    let rating = Rating::new(&workspace, &cases, when);
    let caps = cap.map_or_else(|| rating.caps().to_vec(), |cap| vec![Cap::of(Some(cap)); cases.len()]);
    let tally = Tally::new(&workspace, list.columns(), &caps, over);
    let (text, faults, repeats) = (heading(&cases), Vec::new(), Repeats::default());
    let mut work = Work { list, rating, tally, text, faults, wrong: 0, repeats };
    match work.stream(&workspace, out) {
        Ok(()) => {}
        // Whoever reads the output may stop when they have seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(Answer::default()),
        Err(error) => return Err(Failure::Unwritten(error)),
    }
    let seconds = (seconds() - begun).max(1e-6);
    let Work { list, tally, faults, wrong, repeats, .. } = work;
    let mut notes = unsaid(&workspace, list.columns(), &cases);
    let ignored = list.columns().ignored().map(str::to_owned).collect::<Vec<_>>().join(", ");
    notes.extend((!ignored.is_empty()).then(|| format!("columns passed over: {ignored}")));
    notes.extend(repeated(&repeats));
    notes.extend(sums(&workspace, &cases, &tally.finish(), over, wrong, seconds));
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
    repeats: Repeats,
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
                    self.repeats.add(&customer.name);
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
fn percent(arguments: &Arguments, name: &'static str) -> Result<Option<Decimal>, Failure> {
    arguments.parsed(name, "a percentage from 0 to 10000, of two decimals at most", |text| {
        let value = text.strip_suffix('%').unwrap_or(text).trim_end().parse::<Decimal>().ok()?;
        let value = Some(value).filter(|value| (Decimal::ZERO..=Decimal::from(10_000)).contains(value))?;
        (value.normalize().scale() <= 2).then(|| value / Decimal::ONE_HUNDRED)
    })
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

/// The month billed, and how customers have come to its prices.
fn when(workspace: &Workspace, arguments: &Arguments) -> Result<When, Failure> {
    let list = arguments.one_of("pays", &[("policy", false), ("list", true)])?;
    let last = When { list, ..When::last(workspace) };
    let read = |text: &str| {
        let month = text.parse::<Month>().ok()?.since(workspace.start);
        usize::try_from(month).ok().filter(|month| *month <= last.month)
    };
    let month = arguments.parsed("month", "a month of the horizon, as 2027-03", read)?;
    Ok(When { month: month.unwrap_or(last.month), ..last })
}

/// Customers who stand there more than once.
fn repeated(repeats: &Repeats) -> Option<String> {
    let within = match repeats.whole() {
        true => String::new(),
        false => format!(", among the first {} names", count(Decimal::from(REMEMBERED), LOCALE)),
    };
    let rows = if repeats.count() == 1 { "row repeats" } else { "rows repeat" };
    let many = count(Decimal::from(repeats.count()), LOCALE);
    (repeats.count() > 0).then(|| format!("{many} {rows} a customer above{within}; each is billed"))
}

/// What the list comes to, in lines.
fn sums(
    workspace: &Workspace,
    cases: &[Later],
    tally: &Tally,
    over: Decimal,
    wrong: usize,
    seconds: f64,
) -> Vec<String> {
    let many = |customers: usize| counted(customers, "customer", LOCALE);
    let exact = |value: Decimal| money(value, workspace.currency, LOCALE);
    let percent = |rise: Decimal| share(rise, 2, LOCALE);
    let of = |effect: &Effect| match tally.base.is_zero() {
        true => String::new(),
        false => format!(" ({})", signed(share((effect.total - tally.base) / tally.base, 2, LOCALE))),
    };
    let mut lines = vec![format!("{}, {} a month under the base", many(tally.customers), exact(tally.base))];
    for (case, effect) in cases.iter().zip(&tally.effects) {
        let name = name(workspace, case);
        lines.push(format!("{name}: {} a month{}", exact(effect.total), of(effect)));
        lines.push(format!(
            "{name}: {} {} by more than {}",
            many(effect.over),
            verb(effect.over, "rises", "rise"),
            percent(over)
        ));
        if let Some(cap) = effect.cap.share() {
            let (capped, forgone) = (many(effect.capped), exact(effect.forgone));
            let are = verb(effect.capped, "is", "are");
            lines.push(format!(
                "{name}: {capped} {are} held to a rise of {}, which forgoes {forgone} a month",
                percent(cap)
            ));
        }
        if effect.kept > 0 {
            lines.push(format!(
                "{name}: {} {} on plans it does not sell, and {} their bill",
                many(effect.kept),
                verb(effect.kept, "is", "are"),
                verb(effect.kept, "keeps", "keep")
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
    let rows_read = counted(rows, "row", LOCALE);
    lines.push(format!("{rows_read} in {seconds:.2} s, {:.0} a second", rows as f64 / seconds));
    lines
}

/// The verb of one, or that of several.
fn verb(customers: usize, one: &'static str, several: &'static str) -> &'static str {
    if customers == 1 { one } else { several }
}
