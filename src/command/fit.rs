//! This file is `fit retention`: a survival curve through pasted survivors, beside what constant churn would say.

use serde_json::Value;
use serde_json::json;

use super::Answer;
use super::Arguments;
use super::Choice;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use super::report::LOCALE;
use super::table;
use super::table::FORMATS;
use super::table::Format;
use crate::number::UNDEFINED;
use crate::number::share;
use crate::retention::Curve;
use crate::retention::Fit;
use crate::retention::fit;
use crate::retention::paste;

pub(super) const COMMAND: Command = Command {
    name: "fit retention",
    operand: Operand { name: "FILE.csv", needed: true },
    about: "Fits a survival curve (sBG) to survivors, with constant churn beside it",
    notes: &[
        "FILE.csv holds survivors by period, the start first: one column of counts or shares, or period and survivors.",
        "Periods are months if the file counts months, and so are alpha and beta.",
    ],
    choices: &[Choice { name: "format", value: "table|csv|json", about: "table if not given", several: None }],
    run,
};

/// Customers a column of shares is taken of; the fit does not depend on it.
const AT_RISK: f64 = 1000.0;

/// Periods shown beyond the data, where the curves part.
const BEYOND: [usize; 3] = [12, 24, 36];

/// Survival at one period.
struct Row {
    period: usize,
    observed: Option<f64>,
    fitted: f64,
    constant: f64,
    first_period: f64,
}

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let format = arguments.one_of("format", FORMATS)?;
    let text = input.text(arguments.operand("FILE.csv")?)?;
    let pasted = paste(&text).map_err(Failure::Survivors)?;
    let fit = fit(&[pasted.cohort(AT_RISK)]).map_err(Failure::Fit)?;
    let rows = rows(&fit);
    let warning = fit.not_identified.map(|doubt| format!("alpha and beta are not to be trusted: {doubt}"));
    Ok(match format {
        Format::Table => in_words(&fit, &rows, warning).into(),
        Format::Csv => Answer { text: csv(&rows), notes: warning.into_iter().collect() },
        Format::Json => in_json(&fit, &rows, warning).into(),
    })
}

fn rows(fit: &Fit) -> Vec<Row> {
    let last = fit.observed.last().map_or(0, |(period, _)| *period);
    let seen =
        std::iter::once((0, Some(1.0))).chain(fit.observed.iter().map(|(period, share)| (*period, Some(*share))));
    let beyond = BEYOND.into_iter().filter(|period| *period > last).map(|period| (period, None));
    let constant = Curve::Constant { churn_monthly: fit.constant.churn };
    let first = Curve::Constant { churn_monthly: fit.first_period.churn };
    let row = |(period, observed)| Row {
        period,
        observed,
        fitted: fit.curve.survival(period),
        constant: constant.survival(period),
        first_period: first.survival(period),
    };
    seen.chain(beyond).map(row).collect()
}

fn header() -> [String; 5] {
    ["period", "observed", "fitted", "constant", "first_period"].map(str::to_owned)
}

fn cells(rows: &[Row], write: impl Fn(f64) -> String) -> Vec<Vec<String>> {
    let line = |row: &Row| {
        let observed = row.observed.map_or_else(|| UNDEFINED.to_owned(), &write);
        vec![row.period.to_string(), observed, write(row.fitted), write(row.constant), write(row.first_period)]
    };
    rows.iter().map(line).collect()
}

fn in_words(fit: &Fit, rows: &[Row], warning: Option<String>) -> String {
    let percent = |value: f64, places| share(value, places, LOCALE).replace('\u{a0}', " ");
    let points = |value: f64| format!("{:.2} points", value * 100.0);
    let (constant, first) = (&fit.constant, &fit.first_period);
    let facts = [
        ("alpha", format!("{:.4}", fit.alpha)),
        ("beta", format!("{:.4}", fit.beta)),
        ("error", format!("{}, the largest distance between observed and fitted", points(fit.error))),
        ("constant", format!("churn {} a period, error {}", percent(constant.churn, 2), points(constant.error))),
        ("first_period", format!("churn {} held for ever, error {}", percent(first.churn, 2), points(first.error))),
    ];
    let facts = facts.map(|(name, fact)| format!("{name:<13}{fact}\n")).concat();
    let warning = warning.map_or_else(String::new, |warning| format!("\nwarning: {warning}\n"));
    format!("{facts}\n{}{warning}", table::aligned(&header(), &cells(rows, |value| percent(value, 1)), 0))
}

fn csv(rows: &[Row]) -> String {
    table::csv(&header(), &cells(rows, |value| value.to_string()))
}

fn in_json(fit: &Fit, rows: &[Row], warning: Option<String>) -> String {
    let constant = |one: &crate::retention::fit::Constant| json!({ "churn": one.churn, "error": one.error });
    let row = |row: &Row| {
        json!({
            "period": row.period,
            "observed": row.observed,
            "fitted": row.fitted,
            "constant": row.constant,
            "first_period": row.first_period,
        })
    };
    let value = json!({
        "alpha": fit.alpha,
        "beta": fit.beta,
        "error": fit.error,
        "constant": constant(&fit.constant),
        "first_period": constant(&fit.first_period),
        "survival": rows.iter().map(row).collect::<Vec<Value>>(),
        "warning": warning,
    });
    format!("{value:#}\n")
}
