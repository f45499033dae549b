//! This file opens a figure up: its formula with the month's numbers, and its parts by plan and by segment.

use crate::number::Decimal;
use crate::shape::Unit;
use crate::workspace::model::Department;

use super::Cost;
use super::Metric;
use super::Projection;
use super::Scope;
use super::metric;
use super::named::named;

/// A figure opened up.
pub struct Explanation {
    /// Its value; `None` where undefined.
    pub value: Option<Decimal>,
    /// The figures its formula names: enough to work it out again.
    pub inputs: Vec<Input>,
    /// By plan, in the order of the price list.
    pub plans: Vec<(String, Option<Decimal>)>,
    /// By segment, in the order of the model.
    pub segments: Vec<(String, Option<Decimal>)>,
}

/// A figure that a formula names.
pub struct Input {
    /// What people call it.
    pub name: String,
    /// What it counts.
    pub unit: Unit,
    /// Its value; `None` where undefined.
    pub value: Option<Decimal>,
    /// The metric it is, which can be opened up in turn.
    pub metric: Option<&'static Metric>,
}

/// Why `metric` is what it is in month `t`.
pub fn explain(projection: &Projection, metric_of: &'static Metric, t: usize) -> Explanation {
    let model = projection.case.last();
    let value = |scope| projection.value(metric_of, t, scope);
    let plans = model.plans.values().enumerate().map(|(at, plan)| (plan.name.clone(), value(Scope::Plan(at))));
    let segments =
        model.segments.values().enumerate().map(|(at, segment)| (segment.name.clone(), value(Scope::Segment(at))));
    let inputs = metric_of.inputs.iter().filter_map(|id| input(projection, id, t));
    Explanation {
        value: value(Scope::All),
        inputs: inputs.chain(lines(projection, metric_of, t)).collect(),
        plans: plans.collect(),
        segments: segments.collect(),
    }
}

fn input(projection: &Projection, id: &str, t: usize) -> Option<Input> {
    if let Some(found) = metric(id) {
        let value = projection.value(found, t, Scope::All);
        return Some(Input { name: found.name.to_owned(), unit: found.unit, value, metric: Some(found) });
    }
    let found = named(id)?;
    let value = (found.value)(&projection.view(Scope::All), t);
    Some(Input { name: found.name.to_owned(), unit: found.unit, value, metric: None })
}

/// The lines a sum is made of, as the model names them; those that are nothing in the month are left out.
fn lines(projection: &Projection, of: &Metric, t: usize) -> impl Iterator<Item = Input> {
    let ledger = &projection.ledger;
    let fixed = |department: Department| -> Vec<&Cost> {
        let departments = projection.case.last().costs.fixed.values().map(|cost| cost.department);
        departments.zip(&ledger.fixed).filter(|(own, _)| *own == department).map(|(_, cost)| cost).collect()
    };
    let costs = match of.id {
        "cogs" => ledger.cogs.iter().collect(),
        "channel_spend" => ledger.spend.iter().collect(),
        "sales_marketing" => fixed(Department::Sales),
        "research" => fixed(Department::Research),
        "general" => fixed(Department::General),
        _ => Vec::new(),
    };
    let line = move |cost: &Cost| Input {
        name: cost.name.clone(),
        unit: Unit::Money,
        value: Some(cost.amounts[t]),
        metric: None,
    };
    costs.into_iter().filter(move |cost| !cost.amounts[t].is_zero()).map(line).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::project;
    use crate::workspace::TEMPLATES;

    /// What a formula makes of the figures shown with it, found by their names.
    type Formula = fn(&dyn Fn(&str) -> Decimal) -> Decimal;

    const FORMULAS: &[(&str, Formula)] = &[
        ("mrr", |of| {
            let won = of("New MRR") + of("Expansion MRR") + of("Price MRR") + of("Reactivation MRR");
            of("MRR at the start of the month") + won - of("Contraction MRR") - of("Churned MRR")
        }),
        ("arr", |of| of("MRR") * Decimal::from(12)),
        ("conversion", |of| of("Prospects who choose a plan") / of("Prospects")),
        ("logo_churn", |of| of("Customers lost") / of("Customers at the start of the month")),
        ("grr", |of| {
            of("MRR today of customers of 12 months ago, each at most its MRR then") / of("MRR 12 months ago")
        }),
        ("nrr", |of| of("MRR today of customers of 12 months ago") / of("MRR 12 months ago")),
        ("nrr_monthly", |of| {
            let start = of("MRR at the start of the month");
            let change = of("Expansion MRR") + of("Price MRR") - of("Contraction MRR") - of("Churned MRR");
            (start + change) / start
        }),
        ("cogs", |of| of("the lines")),
        ("sales_marketing", |of| of("the lines") + of("Channel spend")),
        ("research", |of| of("the lines")),
        ("general", |of| of("the lines")),
        ("cac_payback", |of| of("CAC") / (of("MRR of a new customer") * of("Gross margin"))),
        ("runway", |of| of("Cash") * Decimal::from(3) / of("Cash burnt over 3 months")),
        ("burn_multiple", |of| of("Cash burnt over 3 months") / of("Rise of ARR over 3 months")),
        ("rule_of_40", |of| {
            let before = of("Revenue of the month 12 months ago");
            (of("Revenue") - before) / before + of("Operating profit") / of("Revenue")
        }),
        ("magic_number", |of| {
            let growth = of("Revenue of 3 months") - of("Revenue of the 3 months before");
            growth * Decimal::from(4) / of("Sales and marketing of the 3 months before")
        }),
        ("deferred_revenue", |of| of("Deferred revenue before") + of("Billings") - of("Revenue")),
        ("receivables", |of| of("Receivables before") + of("Billings") - of("Collections")),
        ("cash", |of| {
            let operating =
                of("Sales and marketing") + of("Research and development") + of("General and administrative");
            of("Cash before") + of("Collections") - of("Cost of revenue") - operating
        }),
    ];

    #[test]
    fn a_figure_can_be_worked_out_from_what_is_shown_with_it() {
        let least = Decimal::new(1, 6);
        let mut seen = std::collections::BTreeSet::new();
        for template in TEMPLATES {
            let projection = project(&template.open(), None);
            for (id, formula) in FORMULAS {
                for t in [0, 1, 2, 5, 11, 12, projection.months - 1] {
                    let found = explain(&projection, metric(id).unwrap(), t);
                    let Some(value) = found.value else { continue };
                    let of = |name: &str| match name {
                        "the lines" => found
                            .inputs
                            .iter()
                            .filter(|input| input.metric.is_none())
                            .filter_map(|input| input.value)
                            .sum(),
                        _ => {
                            let input = found.inputs.iter().find(|input| input.name == name);
                            input.and_then(|input| input.value).unwrap_or_else(|| panic!("{id} shows no {name}"))
                        }
                    };
                    let worked = formula(&of);
                    let gap = (worked - value).abs();
                    assert!(gap <= least.max(value.abs() * least), "{id} in month {t}: {worked}, shown {value}");
                    seen.insert(*id);
                }
            }
        }
        assert_eq!(seen.len(), FORMULAS.len(), "every formula is defined somewhere: {seen:?}");
    }

    #[test]
    fn every_figure_a_formula_names_is_there() {
        for of in crate::projection::METRICS {
            for id in of.inputs {
                assert!(metric(id).is_some() || named(id).is_some(), "{} names {id}", of.id);
            }
        }
    }
}
