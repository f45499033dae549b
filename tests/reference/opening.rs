//! This file is the opening book as the second engine sees it.

use planwright::pricing::Interval;
use planwright::projection::Flows;
use planwright::projection::Rates;
use planwright::workspace::Model;

use super::Cohort;

/// The cohorts of the opening book, spread evenly over their ages.
pub fn opening(model: &Model, rates: &Rates<f64>, at: usize, flows: &mut Flows<f64>) -> Vec<Cohort> {
    let mut cohorts = Vec::new();
    let (id, _) = model.segments.get_index(at).expect("there is a segment");
    for vintage in model.opening.values().filter(|vintage| &vintage.segment == id) {
        let plan = model.plans.get_index_of(&vintage.plan).expect("there is a plan");
        let cell = at * flows.plans + plan;
        if rates.free[plan] {
            flows.opening[cell].free_accounts += vintage.customers;
            continue;
        }
        let annual = vintage.interval == Interval::Annual;
        let table = &rates.tables[at][plan][usize::from(annual)][0];
        for age in vintage.age_from as usize..=vintage.age_to as usize {
            let heads = vintage.customers / f64::from(vintage.age_to - vintage.age_from + 1);
            let bills = table.recurring[..=age].to_vec();
            let ahead = if annual { table.recurring[age] * (11 - age % 12) as f64 } else { 0.0 };
            flows.opening[cell].customers += heads;
            flows.opening[cell].mrr += heads * table.recurring[age];
            flows.opening_deferred[cell] += heads * ahead;
            let (held, acquired) = (vec![(plan, 0); age + 1], -1 - age as i64);
            let cut = 0.0;
            cohorts.push(Cohort { plan, annual, version: 0, point: None, acquired, heads, bills, held, ahead, cut });
        }
    }
    cohorts
}

/// In each of the twelve months before the start as many of these were lost as will be in a month, and some returned.
pub fn lost_before(rates: &Rates<f64>, at: usize, cohort: &Cohort, lost: &mut [Vec<[f64; 2]>]) {
    let (segment, age) = (&rates.segments[at], (-1 - cohort.acquired) as usize);
    let stay = &segment.stays[segment.level[0]];
    let hazard = if cohort.annual {
        (1.0 - stay.annual[cohort.plan][age / 12 * 12 + 12]) / 12.0
    } else {
        1.0 - stay.monthly[cohort.plan][age + 1]
    };
    for (month, lost) in lost.iter_mut().enumerate().take(12) {
        let away = (1.0 - segment.reactivation).powi(11 - month as i32);
        lost[cohort.plan][usize::from(cohort.annual)] += cohort.heads * hazard * away;
    }
}
