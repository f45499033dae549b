//! This file is `check`: every problem of a document, or that there is none.

use super::Answer;
use super::Arguments;
use super::Choice;
use super::Command;
use super::Failure;
use super::Input;
use super::Operand;
use super::input::shown;
use super::report::LOCALE;
use crate::number::counted;
use crate::packaging::advice;
use crate::projection::METRICS;
use crate::projection::metric;
use crate::projection::project;
use crate::projection::rungs;
use crate::shape::Problem;
use crate::workspace::Workspace;
use crate::workspace::warnings;

pub(super) const COMMAND: Command = Command {
    name: "check",
    operand: Operand { name: "FILE", needed: true },
    about: "Says whether a workspace is sound, or everything that is wrong with it",
    notes: &[
        "Each problem is one line: where it is, what was found, and what is allowed.",
        "What is allowed and probably not meant, such as a total that falls where usage rises, is named on standard error.",
    ],
    choices: &[Choice {
        name: "advice",
        value: "",
        about: "also says what makes no sense of plans as customers meet them: one nobody should take, a decoy, a wide step",
        several: None,
    }],
    run,
};

fn run(arguments: &Arguments, input: &mut Input<'_>) -> Result<Answer, Failure> {
    let file = arguments.operand("FILE")?;
    let (workspace, _) = input.workspace(file)?;
    let problems = key_figures(&workspace.kpis);
    if !problems.is_empty() {
        return Err(Failure::Document { path: shown(file), problems });
    }
    let plans = counted(workspace.base.plans.len(), "plan", LOCALE);
    let segments = counted(workspace.base.segments.len(), "segment", LOCALE);
    let scenarios = counted(workspace.scenarios.len(), "scenario", LOCALE);
    let (months, start) = (counted(workspace.months as usize, "month", LOCALE), workspace.start);
    let notes = warnings(&workspace, LOCALE).into_iter().map(|(scenario, warning)| {
        let scenario = scenario.map_or_else(String::new, |name| format!(" in {name}"));
        format!("warning: {}{scenario}: {}", warning.path, warning.words)
    });
    let mut text = format!("ok: {months} from {start}, {plans}, {segments}, {scenarios}\n");
    if arguments.made("advice") {
        advised(&workspace).iter().for_each(|advice| text += &format!("{advice}\n"));
    }
    Ok(Answer { text, notes: notes.collect() })
}

/// Key figures that are not there, or there twice.
fn key_figures(named: &[String]) -> Vec<Problem> {
    let problem = |(at, id): (usize, &String)| {
        let allowed = match metric(id) {
            Some(_) if named[..at].contains(id) => "each key figure once".to_owned(),
            Some(_) => return None,
            None => {
                let known = METRICS.iter().map(|metric| metric.id).collect::<Vec<_>>();
                format!("one of {}", known.join(", "))
            }
        };
        Some(Problem { path: format!("/kpis/{at}"), found: format!("{id:?}"), allowed })
    };
    named.iter().enumerate().filter_map(problem).collect()
}

/// What is odd about plans and add-ons, of the base and where a scenario has more.
fn advised(workspace: &Workspace) -> Vec<String> {
    let of = |scenario: Option<&str>| {
        let projection = project(workspace, scenario);
        let model = projection.case.last();
        let odd = rungs(&projection, workspace.currency).into_iter().flat_map(|rung| {
            let (id, plan) = model.plans.get_index(rung.plan).expect("a rung is one of the plans");
            rung.words
                .into_iter()
                .map(|words| (format!("/plans/{id}"), format!("{}: {words}", plan.name)))
                .collect::<Vec<_>>()
        });
        let advice = advice(model, workspace.currency).into_iter().map(|advice| (advice.path, advice.words));
        advice.chain(odd).collect::<Vec<_>>()
    };
    let base = of(None);
    let line = |(path, words): &(String, String), at: &str| format!("advice: {path}{at}: {words}");
    let mut all: Vec<String> = base.iter().map(|advice| line(advice, "")).collect();
    for (id, scenario) in &workspace.scenarios {
        let own = of(Some(id)).into_iter().filter(|advice| !base.contains(advice));
        all.extend(own.map(|advice| line(&advice, &format!(" in {}", scenario.name))));
    }
    all
}
