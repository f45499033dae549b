//! This file says in words what a list leaves open: what is counted as nothing, what is not in the bills, what is assumed.

use super::Columns;
use super::Later;
use super::column::ADD_ONS;
use super::column::CONTRACT;
use super::column::COUPON;
use super::column::DISCOUNT;
use super::column::RENEWAL;
use super::column::SEGMENT;
use super::column::SINCE;
use crate::number::Locale;
use crate::number::counted;
use crate::workspace::Workspace;
use crate::workspace::effective;
use crate::workspace::model::Meter;
use crate::workspace::model::Model;
use crate::workspace::model::Policy;

/// Every such sentence, for the cases a list is re-rated in.
pub fn unsaid(workspace: &Workspace, columns: &Columns, cases: &[Later]) -> Vec<String> {
    let base: &Model = &workspace.base;
    let models = cases.iter().map(|case| effective(workspace, case.as_deref())).collect::<Vec<_>>();
    let asked = |asks: fn(&Policy<'_>) -> bool| models.iter().any(|model| policies(model).iter().any(asks));
    let mut said = Vec::new();
    let mut say = |holds: bool, words: &str| said.extend(holds.then(|| words.to_owned()));
    let meters = base.meters.values().zip(columns.meters_said()).filter(|(_, said)| !said);
    let meters = meters.map(|(meter, _)| meter.name.as_str()).collect::<Vec<_>>().join(", ");
    say(!meters.is_empty(), &format!("No column says {meters}: counted as 0."));
    let without = |field: usize| !columns.says(field);
    let negotiated = base.segments.values().any(|segment| segment.negotiated.is_some());
    say(negotiated && without(DISCOUNT), "No column says a discount: what segments negotiate is not in the bills.");
    say(!base.coupons.is_empty() && without(COUPON), "No column says a coupon: no coupon is in the bills.");
    say(!base.add_ons.is_empty() && without(ADD_ONS), "No column says add-ons: none is in the bills.");
    say(!base.books.is_empty(), "Price books are not in the bills: everybody is billed from the list.");
    let ramps = models.iter().chain([base]).any(|model| model.plans.values().any(|plan| !plan.ramp.is_empty()));
    say(ramps && without(SINCE), "No column says since when customers pay: every ramp counts as through.");
    let aged = asked(|policy| policy.who.is_some_and(|who| who.tenure.is_some())) || !without(COUPON);
    say(
        aged && without(SINCE),
        "No column says since when customers pay: they count as as old as the opening book of their segment.",
    );
    let moved = asked(|policy| policy.existing != crate::workspace::model::Existing::Keep);
    say(
        moved && without(RENEWAL) && without(SINCE) && !without(CONTRACT),
        "No column says when annual contracts renew: each does in the last month of the first year.",
    );
    let grouped = asked(|policy| policy.who.is_some_and(|who| who.segments.is_some()));
    say(
        grouped && without(SEGMENT) && base.segments.len() > 1,
        "No column says the segment: nobody is in a group that is made of segments.",
    );
    said
}

/// What is said of customers who leave empty what their plan charges for, by meter.
pub fn blank(workspace: &Workspace, blank: &[usize]) -> Vec<String> {
    let left = workspace.base.meters.values().zip(blank).filter(|(_, customers)| **customers > 0);
    let words = |(meter, customers): (&Meter, &usize)| {
        let leave = if *customers == 1 { "leaves" } else { "leave" };
        let many = counted(*customers, "customer", Locale::EN_US);
        format!("{many} {leave} {} empty, which the plan charges for: counted as 0.", meter.name)
    };
    left.map(words).collect()
}

/// What every change of a model's prices does to those who already pay.
fn policies(model: &Model) -> Vec<Policy<'_>> {
    model.rollout.policies().chain(model.price_changes.values().flat_map(|change| change.policies())).collect()
}
