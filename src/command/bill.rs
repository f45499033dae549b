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
use super::order::Billed;
use super::order::Listed;
use super::place;
use super::report::LOCALE;
use super::table;
use super::table::FORMATS;
use super::table::Format;
use crate::billing::Earned;
use crate::billing::Invoice;
use crate::billing::schedule;
use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Number;
use crate::number::money;
use crate::pricing::Line;
use crate::projection::Ranked;

pub(super) const COMMAND: Command = Command {
    name: "bill",
    operand: Operand { name: "FILE", needed: true },
    about: "Prints what one customer of a plan is billed, line by line",
    notes: &[
        "A meter that is not named counts 0. An annual bill is a year up front; usage is billed monthly beside it.",
        "Without --date the prices are the plan's own in the scenario, with every lever on; with it, those that new customers",
        "get in that month. With --start, what recurs is prorated to the period up to --until or the next billing day; usage is",
        "billed as used, with --included prorated beyond the same part of what is included. --was credits what a former plan leaves unused. Coupons are taken off in the order given.",
        "Where the tier of a charge goes by the period's end, it is that of END; without it, of N.",
        "A number feature with the name of a meter is its limit a month: --cheapest adds what lifts it, or leaves a plan out.",
        "Prepaid credits are billed as the packs such a customer buys a month on average, which can be a part of one.",
        "Revenue is spread over the days from --start, without it over equal months; usage counts in the first.",
    ],
    choices: &[
        one("plan", "P", "id or name of the plan"),
        one("cheapest", "", "compares all plans with a published price instead, with the add-ons their limits need"),
        one("recognition", "", "prints instead when the invoice becomes revenue, month by month"),
        Choice {
            name: "quantity",
            value: "METER=N[/END]",
            about: "units a month, by id or name of the meter; after / those at the period's end",
            several: QUANTITY,
        },
        Choice {
            name: "transaction",
            value: "[METER=]AMOUNT",
            about: "single transactions, where a percentage of them is charged; of the first such meter if none is named",
            several: Some(|word| word.rsplit('=').next().is_some_and(|amount| amount.parse::<Decimal>().is_ok())),
        },
        one("interval", "monthly|annual", "monthly if not given"),
        one("year", "N", "year of the contract, for a ramp deal; 1 if not given"),
        Choice { name: "add-on", value: "A", about: "ids or names of add-ons", several: Some(|_| false) },
        one("date", "YYYY-MM", "the month whose price list is meant"),
        one("book", "B", "id or name of the price book it is billed from, in its currency"),
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
        one("included", "whole|prorated", "what is included of usage in a part of a period; whole if not given"),
        one("was", "P", "id or name of the plan it takes the place of"),
        Choice { name: "was-quantity", value: "METER=N", about: "units then, if they were others", several: QUANTITY },
        one("was-date", "YYYY-MM", "the month whose list the former price is of; without --was, of the same plan"),
        one("billed", "AMOUNT", "what was billed for the period before"),
        one("discount", "PERCENT", "negotiated discount, off the plan before its limits"),
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

/// Choices that mean nothing unless one of others is made.
const NEEDS: &[(&str, &[&str])] = &[
    ("was-quantity", &["was", "was-date"]),
    ("billing-day", &["start"]),
    ("convention", &["start"]),
    ("included", &["start"]),
];

/// Choices about one invoice, which a comparison of all plans does not draw up.
const OF_ONE: &[&str] = &[
    "plan",
    "recognition",
    "add-on",
    "start",
    "until",
    "billing-day",
    "convention",
    "included",
    "was",
    "was-quantity",
    "was-date",
    "billed",
    "discount",
    "coupon",
    "tax",
];

/// Refuses what would have to be passed over.
fn used(arguments: &Arguments) -> Result<(), Failure> {
    if let Some(name) = OF_ONE.iter().find(|name| arguments.made("cheapest") && arguments.made(name)) {
        return Err(Failure::Clash(format!("--{name} is about one plan, and --cheapest compares all of them")));
    }
    let missing = NEEDS.iter().find(|(name, of)| arguments.made(name) && !of.iter().any(|of| arguments.made(of)));
    missing.map_or(Ok(()), |(name, of)| {
        let of = of.iter().map(|of| format!("--{of}")).collect::<Vec<_>>().join(" or ");
        Err(Failure::Clash(format!("--{name} says something only beside {of}")))
    })
}

const fn one(name: &'static str, value: &'static str, about: &'static str) -> Choice {
    Choice { name, value, about, several: None }
}

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let format = arguments.one_of("format", FORMATS)?;
    used(arguments)?;
    let cheapest = arguments.made("cheapest");
    let name = if cheapest { "" } else { arguments.needed("plan", "--plan")? };
    let (workspace, _) = input.workspace(arguments.operand("FILE")?)?;
    let listed = order::listed(arguments, &workspace)?;
    let currency = listed.currency;
    if cheapest {
        let ranked = order::ranked(arguments, &listed)?;
        let ramps = ranked.iter().any(|ranked| !listed.model.plans[ranked.plan].ramp.is_empty());
        let year = order::year(arguments)?;
        let told = |words: String| Some(words).filter(|_| ramps);
        let (title, note) = match format {
            Format::Table => (told(format!("A month in year {year}")), None),
            _ => (None, told(format!("ramp deals cost what they do in year {year} of the contract"))),
        };
        let text = compared(&listed, &ranked, title.as_deref().unwrap_or("A month"), format);
        return Ok(Answer { text, notes: note.into_iter().collect() });
    }
    let plan = place::find(&listed.model.plans, "plan", name, |plan| &plan.name)?;
    let Billed { invoice, term } = order::billed(arguments, &listed, plan)?;
    if arguments.made("recognition") {
        return Ok(earned(&schedule(&invoice.now, term, currency.minor_digits()), currency, format).into());
    }
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

/// Plans by what they cost a month, under a title that says which, each with how much more that is than the cheapest.
fn compared(listed: &Listed, ranked: &[Ranked], month: &str, format: Format) -> String {
    let currency = listed.currency;
    let least = ranked.first().map_or(Decimal::ZERO, |ranked| ranked.cost);
    let row = |ranked: &Ranked| {
        let id = listed.model.plans.get_index(ranked.plan).map(|(id, _)| id.clone()).unwrap_or_default();
        let (cost, more) = (exact(ranked.cost, currency), exact(ranked.cost - least, currency));
        [id, ranked.name(&listed.model), cost, more, ranked.add_ons.join(" ")]
    };
    let header = ["plan", "name", "a_month", "more", "add_ons"].map(str::to_owned);
    let amount = |amount| money(amount, currency, LOCALE);
    let shown = |ranked: &Ranked| vec![ranked.name(&listed.model), amount(ranked.cost), amount(ranked.cost - least)];
    let titles = ["Plan", month, "More than the cheapest"].map(str::to_owned);
    written(format, &titles, ranked.iter().map(shown), &header, ranked.iter().map(row))
}

/// Revenue by month, and what is deferred at its end.
fn earned(months: &[Earned], currency: Currency, format: Format) -> String {
    let exact = |amount| exact(amount, currency);
    let row = |earned: &Earned| [earned.month.clone(), exact(earned.revenue), exact(earned.deferred)];
    let amount = |amount| money(amount, currency, LOCALE);
    let shown = |earned: &Earned| vec![earned.month.clone(), amount(earned.revenue), amount(earned.deferred)];
    let titles = ["Month", "Revenue", "Deferred at its end"].map(str::to_owned);
    let header = ["month", "revenue", "deferred"].map(str::to_owned);
    written(format, &titles, months.iter().map(shown), &header, months.iter().map(row))
}

/// A table for people, or with `header` for programs.
fn written<const N: usize>(
    format: Format,
    titles: &[String],
    shown: impl Iterator<Item = Vec<String>>,
    header: &[String; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    match format {
        Format::Table => table::aligned(titles, &shown.collect::<Vec<_>>(), 1),
        Format::Csv => table::csv(header, &rows.map(Vec::from).collect::<Vec<_>>()),
        Format::Json => {
            let values = rows.map(|row| row.map(Value::from).to_vec());
            table::json(header, &values.collect::<Vec<_>>())
        }
    }
}
