//! This file is `bill`: what one customer of a plan pays, line by line, in words.

use serde_json::Value;
use serde_json::json;

use super::Answer;
use super::Arguments;
use super::Choice;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use super::place;
use super::report::LOCALE;
use super::table;
use super::table::FORMATS;
use super::table::Format;
use crate::number::Currency;
use crate::number::Decimal;
use crate::number::money;
use crate::pricing::Bill;
use crate::pricing::HIGHEST_QUANTITY;
use crate::pricing::Interval;
use crate::pricing::Line;
use crate::pricing::Offer;
use crate::pricing::Terms;
use crate::pricing::bill;
use crate::workspace::effective;
use crate::workspace::model::Model;
use crate::workspace::model::Plan;

pub(super) const COMMAND: Command = Command {
    name: "bill",
    operand: Operand { name: "FILE", needed: true },
    about: "Prints what one customer of a plan is billed, line by line",
    notes: &[
        "A meter that is not named counts 0. An annual bill is a year up front; usage is billed monthly beside it.",
        "The prices are the plan's own in the scenario, with every lever on; dated price changes that come later are not applied.",
    ],
    choices: &[
        Choice { name: "plan", value: "P", about: "id or name of the plan", several: None },
        Choice {
            name: "quantity",
            value: "METER=N",
            about: "units a month, by id or name of the meter",
            several: Some(|word| word.contains('=')),
        },
        Choice { name: "interval", value: "monthly|annual", about: "monthly if not given", several: None },
        Choice { name: "scenario", value: "S", about: "id or name of a scenario; without it, the base", several: None },
        Choice { name: "format", value: "table|csv|json", about: "table if not given", several: None },
    ],
    run,
};

/// Beyond this the sum of a bill's lines might not fit an exact number.
const LARGEST_BILL: f64 = 1e24;

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let format = arguments.one_of("format", FORMATS)?;
    let interval = arguments.one_of("interval", &[("monthly", Interval::Monthly), ("annual", Interval::Annual)])?;
    let name = arguments.needed("plan", "--plan")?;
    let (workspace, _) = input.workspace(arguments.operand("FILE")?)?;
    let model = effective(&workspace, place::scenario(&workspace, arguments.chosen("scenario"))?);
    let plan = &model.plans[place::find(&model.plans, "plan", name, |plan| &plan.name)?];
    let quantities = quantities(arguments, &model)?;
    let bill = billed(&model, plan, workspace.currency, &quantities, interval)?;
    let text = match format {
        Format::Table => lines(&bill, workspace.currency),
        Format::Csv => csv(&bill, workspace.currency),
        Format::Json => in_json(&bill, workspace.currency),
    };
    Ok(text.into())
}

/// Units by meter, in the order of the model; a meter named twice has its last quantity.
fn quantities(arguments: &Arguments, model: &Model) -> Result<Vec<Decimal>, Failure> {
    let mut quantities = vec![Decimal::ZERO; model.meters.len()];
    for given in arguments.all("quantity") {
        let wrong = || Failure::Quantity(given.to_owned());
        let (meter, units) = given.rsplit_once('=').ok_or_else(wrong)?;
        let at = place::find(&model.meters, "meter", meter.trim(), |meter| &meter.name)?;
        let units = units.trim().parse::<Decimal>().map_err(|_| wrong())?;
        if units.is_sign_negative() && !units.is_zero() || units > Decimal::from(HIGHEST_QUANTITY as u64) {
            return Err(wrong());
        }
        quantities[at] = units;
    }
    Ok(quantities)
}

fn billed(
    model: &Model,
    plan: &Plan,
    currency: Currency,
    quantities: &[Decimal],
    interval: Interval,
) -> Result<Bill, Failure> {
    let charges = plan.charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect::<Vec<_>>();
    let conditions = plan.conditions();
    let meters = conditions.meters(&model.meters);
    let offer = conditions.offer(&charges, &meters, currency, 0);
    let unbounded = Offer { minimum: None, maximum: None, ..offer };
    let units = quantities.iter().map(|units| units.to_string().parse().unwrap_or(f64::INFINITY)).collect::<Vec<f64>>();
    let (recurring, usage) = Terms::<f64>::new(&unbounded, interval).recurring_and_usage(&units);
    let whole = recurring + 12.0 * usage;
    if !(0.0..=LARGEST_BILL).contains(&whole) {
        return Err(Failure::Immense);
    }
    Ok(bill(&offer, quantities, interval, LOCALE))
}

/// The bill as people read it.
fn lines(bill: &Bill, currency: Currency) -> String {
    let amount = |amount| money(amount, currency, LOCALE);
    let row = |line: &Line| vec![line.label.clone(), line.words.clone(), amount(line.amount)];
    let total = |label: &str, total| vec![label.to_owned(), String::new(), amount(total)];
    let mut rows = bill.lines.iter().map(row).collect::<Vec<_>>();
    rows.push(total("Total", bill.total));
    if !bill.monthly.is_empty() {
        rows.extend(bill.monthly.iter().map(row));
        rows.push(total("Total each month", bill.monthly_total));
    }
    let header = ["Line", "How it came about", "Amount"].map(str::to_owned);
    table::aligned(&header, &rows, 2)
}

/// An amount with the currency's decimals, which every line is rounded to.
fn exact(amount: Decimal, currency: Currency) -> String {
    format!("{amount:.*}", currency.minor_digits() as usize)
}

/// One line a row: when it is billed, its label, words and amount. Totals are left to whoever adds up.
fn csv(bill: &Bill, currency: Currency) -> String {
    let row = |billed: &str, line: &Line| {
        vec![billed.to_owned(), line.label.clone(), line.words.clone(), exact(line.amount, currency)]
    };
    let first = bill.lines.iter().map(|line| row("now", line));
    let monthly = bill.monthly.iter().map(|line| row("monthly", line));
    table::csv(&["billed", "line", "words", "amount"].map(str::to_owned), &first.chain(monthly).collect::<Vec<_>>())
}

fn in_json(bill: &Bill, currency: Currency) -> String {
    let line = |line: &Line| {
        json!({
            "line": line.label,
            "words": line.words,
            "amount": exact(line.amount, currency),
            "recurring": line.recurring,
        })
    };
    let lines = |lines: &[Line]| lines.iter().map(line).collect::<Vec<Value>>();
    let value = json!({
        "lines": lines(&bill.lines),
        "total": exact(bill.total, currency),
        "monthly": lines(&bill.monthly),
        "monthly_total": exact(bill.monthly_total, currency),
    });
    format!("{value:#}\n")
}
