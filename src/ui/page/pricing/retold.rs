//! This file tells a scenario once more with something changed back: what it would earn without one of its changes.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use crate::json::FromJson;
use crate::json::ToJson;
use crate::number::Currency;
use crate::number::Decimal;
use crate::pricing::Charge;
use crate::projection::Bills;
use crate::projection::Projection;
use crate::projection::Response;
use crate::projection::ledger;
use crate::projection::rates;
use crate::projection::run;
pub use crate::projection::settled;
use crate::workspace::Case;
use crate::workspace::Model;
use crate::workspace::path;

/// Tells a scenario again, and keeps what it told last: while one thing moves, what it is told without stays the same.
#[derive(Default)]
pub struct Retold(RefCell<Option<Kept>>);

struct Kept {
    base: Model,
    currency: Currency,
    projection: Rc<Projection>,
}

impl Retold {
    /// The projection of a case whose models are changed, all else as it was. `base` says what was observed.
    pub fn told(
        &self,
        told: &Projection,
        base: &Model,
        currency: Currency,
        change: impl Fn(&mut Model),
    ) -> Rc<Projection> {
        let models = told.case.models.iter().map(|(from, model)| {
            let mut model = (**model).clone();
            change(&mut model);
            (*from, Rc::new(model))
        });
        let case = Case { start: told.case.start, months: told.case.months, models: models.collect() };
        let mut kept = self.0.borrow_mut();
        let same = |kept: &&Kept| kept.projection.case == case && kept.currency == currency && kept.base == *base;
        if let Some(kept) = kept.as_ref().filter(same) {
            return kept.projection.clone();
        }
        let projection = Rc::new(retold(told, case, base, currency));
        *kept = Some(Kept { base: base.clone(), currency, projection: projection.clone() });
        projection
    }
}

/// What prices over a range do, kept while all but the price stays the same.
#[derive(Default)]
pub struct Curve(RefCell<Option<Known>>);

struct Known {
    /// The scenario without its change of the price.
    then: Rc<Projection>,
    path: String,
    range: (f64, f64),
    points: Rc<[Response]>,
}

impl Curve {
    /// The points of a price over a range, for a scenario whose change of it is `then` undone; without one they are made anew.
    pub fn of(
        &self,
        then: Option<&Rc<Projection>>,
        path: &str,
        range: (f64, f64),
        make: impl FnOnce() -> Option<Vec<Response>>,
    ) -> Option<Rc<[Response]>> {
        let mut known = self.0.borrow_mut();
        let same = |known: &&Known| {
            then.is_some_and(|then| Rc::ptr_eq(then, &known.then)) && known.path == path && known.range == range
        };
        if let Some(known) = known.as_ref().filter(same) {
            return Some(known.points.clone());
        }
        let points: Rc<[Response]> = make()?.into();
        *known = then.map(|then| Known { then: then.clone(), path: path.to_owned(), range, points: points.clone() });
        Some(points)
    }
}

fn retold(told: &Projection, case: Case, base: &Model, currency: Currency) -> Projection {
    let rates = rates::<f64>(&case, base, currency, Bills::Exact);
    let flows = run(case.last(), &rates, false);
    let ledger = ledger(&case, &rates, &flows, told.places);
    Projection { start: told.start, months: told.months, places: told.places, case, rates, flows, ledger }
}

/// Puts a price at `/plans/PLAN/charges/CHARGE/…`; where the model has no such price, nothing changes.
pub fn put_price(model: &mut Model, at: &str, price: Decimal) {
    let Some(steps) = path::steps(at) else { return };
    let steps: Vec<_> = steps.collect();
    let [_, plan, _, charge, inside @ ..] = steps.as_slice() else { return };
    let Some(held) = model.plans.get_mut(&**plan).and_then(|plan| plan.charges.get_mut(&**charge)) else { return };
    let mut json = held.to_json();
    let inside = inside.iter().map(|step| format!("/{step}")).collect::<String>();
    let Some(place) = json.pointer_mut(&inside) else { return };
    *place = Value::String(price.normalize().to_string());
    if let Ok(charge) = Charge::from_json(&json) {
        *held = charge;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::project;
    use crate::workspace::Edit;
    use crate::workspace::TEMPLATES;
    use crate::workspace::apply;

    #[test]
    fn told_again_without_a_change_a_scenario_is_its_base() {
        let workspace = TEMPLATES[0].open();
        let base = project(&workspace, None);
        let path = &super::super::list::prices(&workspace.base)[0];
        let retold = Retold::default();
        let told = |from: &Projection, price: Decimal| {
            retold.told(from, &workspace.base, workspace.currency, |model| put_price(model, &path.path, price))
        };
        let dearer = told(&base, path.value + Decimal::TEN);
        let back = told(&dearer, path.value);
        assert!(Rc::ptr_eq(&back, &told(&base, path.value)), "what is told without the change is told once");
        assert_eq!(back.ledger.totals.last(), base.ledger.totals.last());
        assert_ne!(dearer.ledger.totals.last(), base.ledger.totals.last());
    }

    #[test]
    fn a_base_whose_price_is_moved_is_told_without_the_move_as_the_base_it_was() {
        for template in TEMPLATES {
            let before = template.open();
            for price in super::super::list::prices(&before.base).into_iter().filter(|price| !price.value.is_zero()) {
                let moved = (price.value * Decimal::TWO).to_string();
                let after = apply(&before, &Edit::set(None, &price.path, Value::from(moved))).unwrap();
                let put = |model: &mut Model| put_price(model, &price.path, price.value);
                let mut unmoved = Model::from(after.base.clone());
                put(&mut unmoved);
                let (here, currency) = (project(&after, None), after.currency);
                let totals = |base: &Model| Retold::default().told(&here, base, currency, put).ledger.totals.clone();
                assert_eq!(totals(&after.base), totals(&unmoved), "{}: {}", template.name, price.path);
            }
        }
    }
}
