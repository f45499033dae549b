//! This file finds where one line of bills falls below another.

use crate::chart::canvas::Point;
use crate::chart::timeline::Series;

/// Where one plan becomes cheaper than another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// Index of the plan that is cheaper from here.
    pub cheaper: usize,
    /// Index of the plan that was cheaper.
    pub dearer: usize,
    /// Quantity and bill where they meet.
    pub at: Point,
    /// The first whole quantity at which it is cheaper.
    pub from: f64,
    /// Whether no other plan is cheaper there.
    pub is_lowest: bool,
}

/// All crossings of the plans' bills at ascending quantities, those between the cheapest plans first, each group by
/// quantity. They are exact where bills are straight between the quantities.
pub fn crossings(quantities: &[f64], plans: &[Series]) -> Vec<Crossing> {
    let pairs = (0..plans.len()).flat_map(|i| (i + 1..plans.len()).map(move |j| (i, j)));
    let mut found: Vec<Crossing> = pairs.flat_map(|(i, j)| between(quantities, plans, i, j)).collect();
    found.sort_by(|a, b| b.is_lowest.cmp(&a.is_lowest).then(a.at.0.total_cmp(&b.at.0)));
    found
}

fn between(quantities: &[f64], plans: &[Series], first: usize, second: usize) -> Vec<Crossing> {
    let mut found = Vec::new();
    let (mut ahead, mut last) = (0.0_f64, None::<(f64, f64, f64)>);
    for (index, quantity) in quantities.iter().enumerate() {
        let (Some(a), Some(b)) = (plans[first].at(index), plans[second].at(index)) else {
            (ahead, last) = (0.0, None);
            continue;
        };
        let gap = a - b;
        if let Some((before, from_gap, from_bill)) = last.filter(|_| gap * ahead < 0.0) {
            let share: f64 = from_gap / (from_gap - gap);
            let (x, y) = (before + share * (quantity - before), from_bill + share * (a - from_bill));
            let (cheaper, dearer) = if gap < 0.0 { (first, second) } else { (second, first) };
            let from = if (x - x.round()).abs() < 1e-9 { x.round() + 1.0 } else { x.ceil() };
            found.push(Crossing { cheaper, dearer, at: (x, y), from, is_lowest: is_lowest(plans, index, cheaper) });
        }
        if gap != 0.0 {
            ahead = gap;
        }
        last = Some((*quantity, gap, a));
    }
    found
}

fn is_lowest(plans: &[Series], index: usize, plan: usize) -> bool {
    let least = plans.iter().filter_map(|p| p.at(index)).fold(f64::INFINITY, f64::min);
    plans[plan].at(index).is_some_and(|bill| bill <= least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::paint::Paint;

    type Bill<'a> = &'a dyn Fn(f64) -> Option<f64>;

    fn found(step: usize, bills: &[Bill]) -> Vec<Crossing> {
        let quantities: Vec<f64> = (0..=40).step_by(step).map(|q| q as f64).collect();
        let plan =
            |bill: &Bill| Series::new("Plan", Paint::P1, quantities.iter().map(|q| bill(*q)).collect::<Vec<_>>());
        crossings(&quantities, &bills.iter().map(plan).collect::<Vec<_>>())
    }

    #[test]
    fn crossings_are_found_where_they_are() {
        let pro = |q: f64| Some(10.0 * q);
        for (step, team, expected) in [
            (1, &(|q: f64| Some(65.0 + 5.0 * q)) as &dyn Fn(f64) -> Option<f64>, Some(((13.0, 130.0), 14.0))),
            (8, &|q| Some(65.0 + 5.0 * q), Some(((13.0, 130.0), 14.0))),
            (1, &|q| Some(67.0 + 5.0 * q), Some(((13.4, 134.0), 14.0))),
            (1, &|q| Some(if q < 5.0 { 90.0 } else { 8.0 * q }), Some(((4.0 + 50.0 / 60.0, 48.0 + 1.0 / 3.0), 5.0))),
            (1, &|q| Some(20.0 * q), None),
            (1, &|q| (q > 30.0).then_some(200.0), None),
        ] {
            let found = found(step, &[&pro, team]);
            assert_eq!(found.len(), usize::from(expected.is_some()));
            if let Some((at, from)) = expected {
                assert!((found[0].at.0 - at.0).abs() < 1e-9 && (found[0].at.1 - at.1).abs() < 1e-9, "{found:?}");
                assert_eq!((found[0].from, found[0].cheaper, found[0].is_lowest), (from, 1, true));
            }
        }
    }

    #[test]
    fn equal_bills_over_a_stretch_cross_where_they_part() {
        let kinked = |q: f64| {
            Some(if q < 10.0 {
                12.0 * q + 1.0
            } else if q <= 20.0 {
                10.0 * q
            } else {
                5.0 * q + 100.0
            })
        };
        let found = found(1, &[&|q| Some(10.0 * q), &kinked]);
        assert_eq!((found.len(), found[0].at, found[0].from), (1, (20.0, 200.0), 21.0));
    }
}
