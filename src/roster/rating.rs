//! This file bills each customer of a list under the base and under scenarios, exactly, by terms made ready once.
//!
//! Conventions: a bill is what one month of the horizon costs, in minor units. Of a year paid up front that is a twelfth,
//! rounded half-up, and the month's usage. The base is what customers pay before any change of price, in the same month,
//! so that ramps and coupons run alike in both. A scenario is taken with every lever on; what its price changes do to a
//! customer by then is what their policies and groups say of it, at its own size, age and renewal, or, where that is asked
//! for, the list of new customers. The customer's discount is taken off before limits, as any negotiated one, then its
//! coupon; both are off the plan's own bill, not off add-ons. Whoever may choose an offer takes the one that costs least.
//! Nobody leaves and nobody changes plan. Whoever is on a plan that a scenario no longer sells keeps the bill of the base.

use serde::Deserialize;
use serde::Serialize;

use super::Cap;
use super::Customer;
use super::Fault;
use super::tariff::HIGHEST_BILL;
use super::tariff::Reach;
use super::tariff::Tariff;
use crate::number::Currency;
use crate::workspace::Workspace;
use crate::workspace::effective;
use crate::workspace::model::Model;

/// A scenario, by its id, or the base with its own price changes.
pub type Later = Option<String>;

/// Which bill of a customer is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The month, 0 for the first of the horizon.
    pub month: usize,
    /// Everybody pays what new customers do then, whatever policies say.
    pub list: bool,
}

impl When {
    /// The last month of the horizon, as policies have it.
    pub fn last(workspace: &Workspace) -> Self {
        Self { month: workspace.months as usize - 1, list: false }
    }
}

/// Every case a list can be re-rated in: the base, where its prices change, and each scenario.
pub fn cases(workspace: &Workspace) -> Vec<Later> {
    let base = changes(&workspace.base).then_some(None);
    base.into_iter().chain(workspace.scenarios.keys().cloned().map(Some)).collect()
}

/// Whether a list of its own is on the way to those who already pay.
fn changes(model: &Model) -> bool {
    let moved = |plan: &crate::workspace::model::Plan| {
        plan.observed
            .as_ref()
            .is_some_and(|seen| seen.charges != plan.charges || seen.conditions() != plan.conditions())
    };
    !model.price_changes.is_empty() || model.plans.values().any(moved)
}

/// What people call a case.
pub fn name(workspace: &Workspace, case: &Later) -> String {
    match case {
        Some(id) => workspace.scenarios[id.as_str()].name.clone(),
        None => "Base, price changes included".to_owned(),
    }
}

/// The base and scenarios, ready to bill customers.
#[derive(Debug)]
pub struct Rating {
    /// The base, then each scenario.
    tariffs: Vec<Tariff>,
    /// Of each scenario, the most a bill may rise.
    caps: Vec<Cap>,
    currency: Currency,
}

impl Rating {
    /// Bills under the base and in `cases`, in their order.
    pub fn new(workspace: &Workspace, cases: &[Later], when: When) -> Self {
        let reach = if when.list { Reach::List } else { Reach::Policy };
        let of = |case: &Later| Tariff::new(workspace, case.as_deref(), reach, when);
        let base = Tariff::new(workspace, None, Reach::Before, when);
        let cap = |case: &Later| Cap::of(effective(workspace, case.as_deref()).rollout.cap);
        Self {
            tariffs: std::iter::once(base).chain(cases.iter().map(of)).collect(),
            caps: cases.iter().map(cap).collect(),
            currency: workspace.currency,
        }
    }

    /// Of each scenario, the most a bill may rise.
    pub fn caps(&self) -> &[Cap] {
        &self.caps
    }

    /// Decimals of every bill.
    pub fn places(&self) -> u32 {
        self.currency.minor_digits()
    }

    /// Whether a case (0 is the base) sells a plan of the base.
    pub fn sells(&self, case: usize, plan: usize) -> bool {
        self.tariffs[case].sells(plan)
    }

    /// Puts the customer's bill under the base, then under each scenario, into `bills`, in minor units.
    ///
    /// # Errors
    /// Says that one is too large; then `bills` is not whole.
    pub fn bill(&self, customer: &Customer, bills: &mut Vec<i64>) -> Result<(), Fault> {
        bills.clear();
        for tariff in &self.tariffs {
            let bill = match tariff.month(customer) {
                Some(bill) => bill.ok_or_else(|| {
                    let allowed = format!("at most {HIGHEST_BILL} a month");
                    Fault::new(customer.line, "", b"a bill beyond all bounds", allowed)
                })?,
                None => bills.first().copied().unwrap_or_default(),
            };
            bills.push(bill);
        }
        Ok(())
    }
}
