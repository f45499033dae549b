//! This file is `project`: metrics month by month, for the whole or cut by plan or segment.

use serde_json::Value;

use super::Answer;
use super::Arguments;
use super::Choice;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use super::place;
use super::report::figure;
use super::table;
use super::table::FORMATS;
use super::table::Format;
use crate::number::Decimal;
use crate::number::UNDEFINED;
use crate::projection::METRICS;
use crate::projection::Metric;
use crate::projection::Projection;
use crate::projection::Scope;
use crate::projection::metric;
use crate::projection::project;

pub(super) const COMMAND: Command = Command {
    name: "project",
    operand: Operand { name: "FILE", needed: true },
    about: "Projects a workspace month by month",
    notes: &[
        "Losses are positive figures; price_mrr is signed; n/a is undefined (null in JSON).",
        "CSV and JSON give every figure in full, without separators between thousands.",
    ],
    choices: &[
        Choice { name: "scenario", value: "S", about: "id or name of a scenario; without it, the base", several: None },
        Choice {
            name: "metric",
            value: "M",
            about: "ids of metrics; without it, the main ones",
            several: Some(|word| metric(word).is_some()),
        },
        Choice { name: "by", value: "plan|segment", about: "one line for each plan or segment", several: None },
        Choice { name: "format", value: "table|csv|json", about: "table if not given", several: None },
    ],
    run,
};

/// The metrics printed where none are named.
const MAIN: [&str; 15] = [
    "mrr",
    "arr",
    "new_mrr",
    "expansion_mrr",
    "price_mrr",
    "contraction_mrr",
    "churned_mrr",
    "reactivation_mrr",
    "customers",
    "new_customers",
    "churned_customers",
    "revenue",
    "gross_profit",
    "operating_profit",
    "cash",
];

/// How the business is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Whole,
    Plan,
    Segment,
}

/// One line: the month, the part of the business if any, and a figure for each metric.
struct Row {
    month: String,
    part: Option<String>,
    figures: Vec<Option<Decimal>>,
}

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let metrics = metrics(arguments)?;
    let format = arguments.one_of("format", FORMATS)?;
    let by = match arguments.chosen("by") {
        None => By::Whole,
        Some(_) => arguments.one_of("by", &[("plan", By::Plan), ("segment", By::Segment)])?,
    };
    let (workspace, _) = input.workspace(arguments.operand("FILE")?)?;
    let projection = project(&workspace, place::scenario(&workspace, arguments.chosen("scenario"))?);
    let rows = rows(&projection, &metrics, by);
    let part = match by {
        By::Whole => None,
        By::Plan => Some("plan"),
        By::Segment => Some("segment"),
    };
    let ids = metrics.iter().map(|metric| metric.id);
    let header = std::iter::once("month").chain(part).chain(ids).map(str::to_owned).collect::<Vec<_>>();
    let lead = |row: &Row| std::iter::once(row.month.clone()).chain(row.part.clone());
    let cells = |write: &dyn Fn(&Metric, Decimal) -> String| {
        let line = |row: &Row| {
            let figures = row.figures.iter().zip(&metrics);
            let figures = figures.map(|(figure, metric)| figure.map_or(UNDEFINED.into(), |value| write(metric, value)));
            lead(row).chain(figures).collect::<Vec<String>>()
        };
        rows.iter().map(line).collect::<Vec<_>>()
    };
    let text = match format {
        Format::Csv => table::csv(&header, &cells(&|_, value| value.to_string())),
        Format::Table => {
            let left = 1 + usize::from(part.is_some());
            table::aligned(&header, &cells(&|metric, value| figure(metric.unit, value, workspace.currency)), left)
        }
        Format::Json => {
            let exact = |value: &Option<Decimal>| value.map_or(Value::Null, |value| Value::String(value.to_string()));
            let line = |row: &Row| lead(row).map(Value::String).chain(row.figures.iter().map(exact)).collect();
            table::json(&header, &rows.iter().map(line).collect::<Vec<_>>())
        }
    };
    Ok(text.into())
}

fn metrics(arguments: &Arguments) -> Result<Vec<&'static Metric>, Failure> {
    let mut named = arguments.all("metric").collect::<Vec<_>>();
    if named.is_empty() {
        named.extend(MAIN);
    }
    let find = |id: &str| {
        metric(id).ok_or_else(|| Failure::Unknown {
            what: "metric",
            name: id.to_owned(),
            known: METRICS.iter().map(|metric| metric.id.to_owned()).collect(),
        })
    };
    named.into_iter().map(find).collect()
}

fn rows(projection: &Projection, metrics: &[&'static Metric], by: By) -> Vec<Row> {
    let model = projection.case.last();
    let parts: Vec<(Option<String>, Scope)> = match by {
        By::Whole => vec![(None, Scope::All)],
        By::Plan => model.plans.keys().enumerate().map(|(at, id)| (Some(id.clone()), Scope::Plan(at))).collect(),
        By::Segment => {
            model.segments.keys().enumerate().map(|(at, id)| (Some(id.clone()), Scope::Segment(at))).collect()
        }
    };
    let series = |scope: Scope| metrics.iter().map(|metric| projection.series(metric, scope)).collect::<Vec<_>>();
    let all = parts.into_iter().map(|(part, scope)| (part, series(scope))).collect::<Vec<_>>();
    let month = |t: usize| projection.start.plus(t as i32).to_string();
    let row = |t: usize| {
        let of = move |(part, series): &(Option<String>, Vec<Vec<Option<Decimal>>>)| Row {
            month: month(t),
            part: part.clone(),
            figures: series.iter().map(|series| series[t]).collect(),
        };
        all.iter().map(of).collect::<Vec<_>>()
    };
    (0..projection.months).flat_map(row).collect()
}
