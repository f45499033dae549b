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
use super::order;
use super::order::Listed;
use super::place;
use super::report::LOCALE;
use super::table;
use super::table::FORMATS;
use super::table::Format;
use crate::billing::Invoice;
use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Number;
use crate::number::money;
use crate::pricing::Line;

pub(super) const COMMAND: Command = Command {
    name: "bill",
    operand: Operand { name: "FILE", needed: true },
    about: "Prints what one customer of a plan is billed, line by line",
    notes: &[
        "A meter that is not named counts 0. An annual bill is a year up front; usage is billed monthly beside it.",
        "Without --date the prices are the plan's own in the scenario, with every lever on; with it, those that new customers",
        "get in that month. With --start, what recurs is prorated to the period up to --until or the next billing day; usage is",
        "billed as used. --was credits what a former plan leaves unused. Coupons are taken off in the order given.",
    ],
    choices: &[
        one("plan", "P", "id or name of the plan"),
        one("cheapest", "", "compares all plans with a published price instead"),
        Choice {
            name: "quantity",
            value: "METER=N",
            about: "units a month, by id or name of the meter",
            several: QUANTITY,
        },
        one("interval", "monthly|annual", "monthly if not given"),
        Choice { name: "add-on", value: "A", about: "ids or names of add-ons", several: Some(|_| false) },
        one("date", "YYYY-MM", "the month whose price list is meant"),
        one("start", "DATE", "first day of use, with a time if by the second"),
        one("until", "DATE", "last day of use; by other conventions than inclusive the day after it"),
        one(
            "billing-day",
            "N",
            "day of the month on which periods begin, its last where it is shorter; else the start's",
        ),
        one(
            "convention",
            "actual|fixed-30|inclusive|seconds",
            "how a part of a period is counted; actual if not given",
        ),
        one("was", "P", "id or name of the plan it takes the place of"),
        Choice { name: "was-quantity", value: "METER=N", about: "units then, if they were others", several: QUANTITY },
        one("billed", "AMOUNT", "what was billed for the period before"),
        Choice {
            name: "coupon",
            value: "[NAME=]OFF",
            about: "an amount, a percentage with %, or a coupon of the workspace",
            several: Some(|word| order::coupon(word).is_some()),
        },
        one("tax", "PERCENT", "tax added to every line"),
        one("scenario", "S", "id or name of a scenario; without it, the base"),
        one("format", "table|csv|json", "table if not given"),
    ],
    run,
};

const QUANTITY: Option<fn(&str) -> bool> = Some(|word| word.contains('='));

const fn one(name: &'static str, value: &'static str, about: &'static str) -> Choice {
    Choice { name, value, about, several: None }
}

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let format = arguments.one_of("format", FORMATS)?;
    let cheapest = arguments.made("cheapest");
    let name = if cheapest { "" } else { arguments.needed("plan", "--plan")? };
    let (workspace, _) = input.workspace(arguments.operand("FILE")?)?;
    let listed = order::listed(arguments, &workspace)?;
    let currency = workspace.currency;
    if cheapest {
        let ranked = order::ranked(arguments, &workspace, &listed)?;
        return Ok(compared(&listed, &ranked, currency, format).into());
    }
    let plan = place::find(&listed.model.plans, "plan", name, |plan| &plan.name)?;
    let invoice = order::billed(arguments, &workspace, &listed, plan)?;
    let text = match format {
        Format::Table => lines(&invoice, currency),
        Format::Csv => csv(&invoice, currency),
        Format::Json => in_json(&invoice, currency),
    };
    Ok(text.into())
}

/// The invoice as people read it.
fn lines(invoice: &Invoice, currency: Currency) -> String {
    let amount = |amount| money(amount, currency, LOCALE);
    let row = |line: &Line| vec![line.label.clone(), line.words.clone(), amount(line.amount)];
    let total = |label: &str, total| vec![label.to_owned(), String::new(), amount(total)];
    let mut rows = invoice.now.all().map(row).collect::<Vec<_>>();
    rows.push(total("Total", invoice.now.total));
    if let Some(monthly) = &invoice.monthly {
        rows.extend(monthly.all().map(row));
        rows.push(total("Total each month", monthly.total));
    }
    let header = ["Line", "How it came about", "Amount"].map(str::to_owned);
    table::aligned(&header, &rows, 2)
}

/// An amount with the currency's decimals, which every line is rounded to.
fn exact(amount: Decimal, currency: Currency) -> String {
    let places = currency.minor_digits();
    format!("{:.*}", places as usize, amount.to_places(places))
}

/// One line a row: when it is billed, its label, words and amount. Totals are left to whoever adds up.
fn csv(invoice: &Invoice, currency: Currency) -> String {
    let row = |billed: &str, line: &Line| {
        vec![billed.to_owned(), line.label.clone(), line.words.clone(), exact(line.amount, currency)]
    };
    let first = invoice.now.all().map(|line| row("now", line));
    let monthly = invoice.monthly.iter().flat_map(|monthly| monthly.all()).map(|line| row("monthly", line));
    table::csv(&["billed", "line", "words", "amount"].map(str::to_owned), &first.chain(monthly).collect::<Vec<_>>())
}

fn in_json(invoice: &Invoice, currency: Currency) -> String {
    let line = |line: &Line| {
        json!({
            "line": line.label,
            "words": line.words,
            "amount": exact(line.amount, currency),
            "recurring": line.recurring,
        })
    };
    let monthly = invoice.monthly.as_ref();
    let value = json!({
        "lines": invoice.now.all().map(line).collect::<Vec<Value>>(),
        "subtotal": exact(invoice.now.subtotal, currency),
        "total": exact(invoice.now.total, currency),
        "monthly": monthly.iter().flat_map(|monthly| monthly.all()).map(line).collect::<Vec<Value>>(),
        "monthly_total": exact(monthly.map_or(Decimal::ZERO, |monthly| monthly.total), currency),
    });
    format!("{value:#}\n")
}

/// Plans by what they cost a month, each with how much more that is than the cheapest.
fn compared(listed: &Listed, ranked: &[(usize, Decimal)], currency: Currency, format: Format) -> String {
    let least = ranked.first().map_or(Decimal::ZERO, |(_, cost)| *cost);
    let row = |(plan, cost): &(usize, Decimal)| {
        let plan = listed.model.plans.get_index(*plan);
        let (id, name) = plan.map(|(id, plan)| (id.clone(), plan.name.clone())).unwrap_or_default();
        [id, name, exact(*cost, currency), exact(*cost - least, currency)]
    };
    let header = ["plan", "name", "a_month", "more"].map(str::to_owned);
    match format {
        Format::Table => {
            let amount = |amount| money(amount, currency, LOCALE);
            let shown = |ranked: &(usize, Decimal)| {
                let [_, name, ..] = row(ranked);
                vec![name, amount(ranked.1), amount(ranked.1 - least)]
            };
            let header = ["Plan", "A month", "More than the cheapest"].map(str::to_owned);
            table::aligned(&header, &ranked.iter().map(shown).collect::<Vec<_>>(), 1)
        }
        Format::Csv => table::csv(&header, &ranked.iter().map(|ranked| row(ranked).to_vec()).collect::<Vec<_>>()),
        Format::Json => {
            let values = |ranked: &(usize, Decimal)| row(ranked).map(Value::from).to_vec();
            table::json(&header, &ranked.iter().map(values).collect::<Vec<_>>())
        }
    }
}
