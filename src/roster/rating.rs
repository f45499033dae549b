//! This file bills each customer of a list under the base and under scenarios, exactly, by terms made ready once.
//!
//! Conventions: a bill is what one month costs, in minor units. Of a year paid up front that is a twelfth, rounded
//! half-up, and the month's usage. The base is the list as it stands. A scenario is taken with every lever on and once
//! all its later price changes hold for everybody; so is the base itself, where it has some. A ramp is through.
//! The customer's discount is taken off before limits, as any negotiated one. Whoever is on a plan that a scenario no
//! longer sells keeps the bill of the base.

use super::Customer;
use super::Fault;
use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Number;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::pricing::Terms;
use crate::workspace::Workspace;
use crate::workspace::effective;
use crate::workspace::model::Charges;
use crate::workspace::model::Model;
use crate::workspace::model::Plan;

/// The largest bill of a month, in currency units.
const HIGHEST_BILL: i64 = 1_000_000_000_000;
/// Units up to which no bill can be too large for an exact number.
const SURE: i64 = 1_000_000;
/// An age, in months, at which every ramp is through.
const SETTLED: usize = 1_200;

/// A scenario, by its id, or the base, once all later price changes hold.
pub type Later = Option<String>;

/// Every case a list can be re-rated in: the base, where it has later price changes, and each scenario.
pub fn cases(workspace: &Workspace) -> Vec<Later> {
    let base = (!workspace.base.price_changes.is_empty()).then_some(None);
    base.into_iter().chain(workspace.scenarios.keys().cloned().map(Some)).collect()
}

/// What people call a case.
pub fn name(workspace: &Workspace, case: &Later) -> String {
    match case {
        Some(id) => workspace.scenarios[id.as_str()].name.clone(),
        None => "Base, later changes included".to_owned(),
    }
}

/// The base and scenarios, ready to bill customers.
#[derive(Debug)]
pub struct Rating {
    /// The base, then each scenario.
    tariffs: Vec<Tariff>,
    currency: Currency,
}

/// One price list, by the plans and meters of the base.
#[derive(Debug)]
struct Tariff {
    /// Of each meter of its own, the place in the base.
    meters: Vec<Option<usize>>,
    plans: Vec<Option<Sale>>,
}

/// A plan under both contracts, exact and smooth.
#[derive(Debug)]
struct Sale {
    exact: [Terms<Decimal>; 2],
    smooth: [Terms<f64>; 2],
}

impl Rating {
    /// Bills under the base and in `cases`, in their order.
    pub fn new(workspace: &Workspace, cases: &[Later]) -> Self {
        let tariff = |case: Option<&Later>| {
            let model = effective(workspace, case.and_then(Option::as_deref));
            Tariff::new(&model, &workspace.base, workspace.currency, case.is_some())
        };
        let tariffs = std::iter::once(None).chain(cases.iter().map(Some)).map(tariff).collect();
        Self { tariffs, currency: workspace.currency }
    }

    /// Decimals of every bill.
    pub fn places(&self) -> u32 {
        self.currency.minor_digits()
    }

    /// Whether a case (0 is the base) sells a plan of the base.
    pub fn sells(&self, case: usize, plan: usize) -> bool {
        self.tariffs[case].plans[plan].is_some()
    }

    /// Puts the customer's bill under the base, then under each scenario, into `bills`, in minor units.
    ///
    /// # Errors
    /// Says that one is too large; then `bills` is not whole.
    pub fn bill(&self, customer: &Customer, bills: &mut Vec<i64>) -> Result<(), Fault> {
        bills.clear();
        for tariff in &self.tariffs {
            let bill = match &tariff.plans[customer.plan] {
                Some(sale) => self.month(tariff, sale, customer).ok_or_else(|| self.too_large(customer))?,
                None => bills.first().copied().unwrap_or_default(),
            };
            bills.push(bill);
        }
        Ok(())
    }

    fn month(&self, tariff: &Tariff, sale: &Sale, customer: &Customer) -> Option<i64> {
        let contract = customer.contract as usize;
        let units = |meter: usize| tariff.meters[meter].map_or(Decimal::ZERO, |at| customer.units[at]);
        if customer.units.iter().any(|units| *units > Decimal::from(SURE)) {
            let terms = &sale.smooth[contract];
            let (recurring, usage) = terms.gross(|meter| units(meter).to_f64(), terms.ramp());
            let most = HIGHEST_BILL as f64 * 1e3;
            // A float that is not a number is not below the bound either.
            if !(recurring < most && usage < most) {
                return None;
            }
        }
        let terms = &sale.exact[contract];
        let gross = terms.gross(units, terms.ramp());
        let (recurring, usage) = match customer.discount.is_zero() {
            true => terms.net(gross, &[]),
            false => terms.net(gross, &[Off::Share { share: customer.discount }]),
        };
        let places = self.places();
        let recurring = match customer.contract {
            Interval::Monthly => recurring.minor(places),
            Interval::Annual => (recurring.minor(places) * 2 + 12).div_euclid(24),
        };
        let bill = recurring + usage.minor(places);
        (bill <= i128::from(HIGHEST_BILL) * 10_i128.pow(places)).then_some(bill as i64)
    }

    fn too_large(&self, customer: &Customer) -> Fault {
        Fault::new(customer.line, "", b"a bill beyond all bounds", format!("at most {HIGHEST_BILL} a month"))
    }
}

impl Tariff {
    fn new(model: &Model, base: &Model, currency: Currency, later: bool) -> Self {
        let mut changes = model.price_changes.values().filter(|_| later).collect::<Vec<_>>();
        changes.sort_by_key(|change| change.from);
        let sale = |id: &String| {
            let plan = model.plans.get(id)?;
            let charges = changes.iter().rev().find_map(|change| change.plans.get(id)).unwrap_or(&plan.charges);
            let both = [Interval::Monthly, Interval::Annual];
            Some(Sale {
                exact: both.map(|contract| terms(plan, charges, model, currency, contract)),
                smooth: both.map(|contract| terms(plan, charges, model, currency, contract)),
            })
        };
        Self {
            meters: model.meters.keys().map(|id| base.meters.get_index_of(id)).collect(),
            plans: base.plans.keys().map(sale).collect(),
        }
    }
}

fn terms<N: Number>(plan: &Plan, charges: &Charges, model: &Model, currency: Currency, contract: Interval) -> Terms<N> {
    let charges = charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect::<Vec<_>>();
    let conditions = plan.conditions();
    let meters = conditions.meters(&model.meters);
    Terms::new(&conditions.offer(&charges, &meters, currency, SETTLED), contract)
}
