//! This file holds the law of expected bills: each is the mean of the invoices of the customers it stands for.

mod generate;

use planwright::number::Decimal;
use planwright::number::Locale;
use planwright::number::Number;
use planwright::pricing::Interval;
use planwright::pricing::SIZE_POINTS;
use planwright::pricing::bill;
use planwright::pricing::size_points;
use planwright::projection::Projection;
use planwright::projection::Version;
use planwright::projection::project;
use planwright::workspace::Workspace;
use planwright::workspace::model::Segment;
use proptest::prelude::*;

/// Ages around the anniversaries, where terms end.
const AGES: [usize; 8] = [0, 1, 5, 11, 12, 13, 24, 36];

/// Units of each meter that customer number `point` of five has at an age.
fn quantities(workspace: &Workspace, segment: &Segment, point: usize, age: usize) -> Vec<Decimal> {
    let of = |id: &String| {
        let Some(usage) = segment.usage.get(id) else { return Decimal::ZERO };
        let points: [f64; SIZE_POINTS] = size_points(usage.spread);
        let steps = if usage.growth == 0.0 { 0 } else { age / usage.every as usize };
        let grown = (1.0 + usage.growth).powf(steps as f64 * f64::from(usage.every) / 12.0);
        Decimal::from_f64(usage.mean * points[point] * grown).to_places(6)
    };
    workspace.base.meters.keys().map(of).collect()
}

/// What one customer of an age pays a month on a version: the recurring part and usage, as its invoice says.
fn invoiced(
    workspace: &Workspace,
    version: &Version,
    interval: Interval,
    quantities: &[Decimal],
    age: usize,
) -> (f64, f64) {
    let charges: Vec<_> = version.charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect();
    let meters = version.conditions.meters(&workspace.base.meters);
    let offer = version.conditions.offer(&charges, &meters, workspace.currency, age);
    let bill = bill(&offer, quantities, interval, Locale::EN_US);
    let sum = |recurring| -> Decimal {
        let lines = bill.lines.iter().chain(&bill.monthly);
        lines.filter(|line| line.recurring == recurring).map(|line| line.amount).sum()
    };
    (sum(true).to_f64() / f64::from(interval.months()), sum(false).to_f64())
}

/// Whether customers of the segment hold both contracts, so that bills of all ages are asked for.
fn both(segment: &Segment) -> bool {
    let (least, most) = segment.annual_share.extremes();
    least > 0.0 && most < 1.0
}

fn compare(workspace: &Workspace, projection: &Projection) -> Result<(), TestCaseError> {
    for (at, segment) in workspace.base.segments.values().enumerate() {
        for (plan, prices) in projection.rates.prices.iter().enumerate() {
            for (interval, contract) in [Interval::Monthly, Interval::Annual].into_iter().enumerate() {
                // A step lies between two lists, and is invoiced by neither.
                let listed = |number: &usize| prices.nodes[*number].step.is_none();
                for (number, version) in (0..).zip(&prices.versions).filter(|(number, _)| listed(number)) {
                    let table = &projection.rates.tables[at][plan][interval][number];
                    for age in AGES.into_iter().filter(|age| *age == 0 || both(segment)) {
                        let mut mean = (0.0, 0.0);
                        for point in 0..SIZE_POINTS {
                            let quantities = quantities(workspace, segment, point, age);
                            let one = invoiced(workspace, version, contract, &quantities, age);
                            mean = (mean.0 + one.0 / SIZE_POINTS as f64, mean.1 + one.1 / SIZE_POINTS as f64);
                        }
                        let extra = table.add_ons.as_ref();
                        let extra = extra.map_or((0.0, 0.0), |extra| (extra.recurring[age], extra.usage[age]));
                        let own = (table.recurring[age] - extra.0, table.usage[age] - extra.1);
                        for (found, wanted) in [(own.0, mean.0), (own.1, mean.1)] {
                            let near = (found - wanted).abs() <= 1e-9 * (1.0 + wanted);
                            prop_assert!(near, "plan {plan} {contract:?} version {number} age {age}: {found} {wanted}");
                        }
                    }
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_expected_bill_is_the_mean_of_invoices(workspace in generate::workspace()) {
        compare(&workspace, &project(&workspace, None))?;
    }
}
