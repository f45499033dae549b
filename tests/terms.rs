//! This file holds the law of expected bills: each is the mean of the invoices of the customers it stands for.

mod generate;

use planwright::number::Decimal;
use planwright::number::Locale;
use planwright::number::Number;
use planwright::pricing::Interval;
use planwright::pricing::Off;
use planwright::pricing::Offer;
use planwright::pricing::Reduction;
use planwright::pricing::SIZE_POINTS;
use planwright::pricing::bill;
use planwright::pricing::discount_points;
use planwright::pricing::size_points;
use planwright::projection::Projection;
use planwright::projection::Version;
use planwright::projection::project;
use planwright::workspace::Workspace;
use planwright::workspace::model::Lasts;
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

/// Customers of one segment under one contract on one version of a plan, at one age.
struct Group<'a> {
    workspace: &'a Workspace,
    id: &'a str,
    segment: &'a Segment,
    version: &'a Version,
    contract: Interval,
    age: usize,
}

/// Money a month: recurring, usage, and what is off the first bill once.
type Paid = [f64; 3];

impl Group<'_> {
    /// What one customer pays with these reductions, as its invoice says.
    fn invoiced(&self, quantities: &[Decimal], reductions: &[Reduction]) -> (f64, f64) {
        let Version { charges, conditions, .. } = self.version;
        let charges: Vec<_> = charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect();
        let meters = conditions.meters(&self.workspace.base.meters);
        let offer = conditions.offer(&charges, &meters, self.workspace.currency, self.age);
        let bill = bill(&Offer { reductions, ..offer }, quantities, self.contract, Locale::EN_US);
        let sum = |recurring| -> Decimal {
            let lines = bill.lines.iter().chain(&bill.monthly);
            lines.filter(|line| line.recurring == recurring).map(|line| line.amount).sum()
        };
        (sum(true).to_f64() / f64::from(self.contract.months()), sum(false).to_f64())
    }

    /// The mean over sizes, negotiated discounts and who uses which coupon.
    fn expected(&self) -> Paid {
        let negotiated = self.version.negotiated.get(self.id);
        let discounts = negotiated.map_or([0.0; SIZE_POINTS], |found| discount_points(found.mean, found.spread));
        let mut mean = [0.0; 3];
        for point in 0..SIZE_POINTS {
            let quantities = quantities(self.workspace, self.segment, point, self.age);
            for discount in discounts {
                let share = Decimal::from_f64(discount).to_places(9);
                let one = self.one(&quantities, Reduction { name: "Negotiated", off: Off::Share { share } });
                mean.iter_mut().zip(one).for_each(|(mean, one)| *mean += one / (SIZE_POINTS * SIZE_POINTS) as f64);
            }
        }
        mean
    }

    fn one(&self, quantities: &[Decimal], negotiated: Reduction) -> Paid {
        let (recurring, usage) = self.invoiced(quantities, &[negotiated]);
        let mut paid = [recurring, usage, 0.0];
        for coupon in &self.version.coupons {
            let share = coupon.share.get(self.id).copied().unwrap_or(0.0);
            let with = self.invoiced(quantities, &[negotiated, Reduction { name: "Coupon", off: coupon.off }]);
            let (recurring, usage) = (share * (recurring - with.0), share * (usage - with.1));
            let (up_front, monthly) = coupon.holds(self.age, self.contract);
            if coupon.lasts == Lasts::Once && self.contract == Interval::Monthly {
                paid[2] += if self.age == 0 { recurring + usage } else { 0.0 };
            } else {
                paid[0] -= if up_front { recurring } else { 0.0 };
                paid[1] -= if monthly { usage } else { 0.0 };
            }
        }
        paid
    }
}

/// Whether customers of the segment hold both contracts, so that bills of all ages are asked for.
fn both(segment: &Segment) -> bool {
    let (least, most) = segment.annual_share.extremes();
    least > 0.0 && most < 1.0
}

fn compare(workspace: &Workspace, projection: &Projection) -> Result<(), TestCaseError> {
    // Invoices from a price book are in another currency.
    if !projection.case.last().books.is_empty() {
        return Ok(());
    }
    let model = projection.case.last();
    for (at, (id, segment)) in model.segments.iter().enumerate() {
        for (plan, prices) in model.plans.keys().zip(&projection.rates.prices) {
            for (interval, contract) in [Interval::Monthly, Interval::Annual].into_iter().enumerate() {
                // A step lies between two lists, and is invoiced by neither.
                let listed = |number: &usize| prices.nodes[*number].step.is_none();
                for (number, version) in (0..).zip(&prices.versions).filter(|(number, _)| listed(number)) {
                    let place = model.plans.get_index_of(plan).expect("a plan");
                    let table = &projection.rates.tables[at][place][interval][number];
                    for age in AGES.into_iter().filter(|age| *age == 0 || both(segment)) {
                        let wanted = Group { workspace, id, segment, version, contract, age }.expected();
                        let extra = table.add_ons.as_ref();
                        let extra = extra.map_or((0.0, 0.0), |extra| (extra.recurring[age], extra.usage[age]));
                        let once = if age == 0 { table.once } else { 0.0 };
                        let own = [table.recurring[age] - extra.0, table.usage[age] - extra.1, once];
                        for (found, wanted) in own.into_iter().zip(wanted) {
                            let near = (found - wanted).abs() <= 1e-9 * (1.0 + wanted);
                            prop_assert!(near, "{plan} {contract:?} version {number} age {age}: {found} {wanted}");
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
        for scenario in std::iter::once(None).chain(workspace.scenarios.keys().map(|id| Some(id.as_str()))) {
            compare(&workspace, &project(&workspace, scenario))?;
        }
    }
}
