//! This file holds the law of expected bills: each is the mean of the invoices of the customers it stands for.

mod generate;

use planwright::number::Decimal;
use planwright::number::Locale;
use planwright::number::Number;
use planwright::pricing::Charge;
use planwright::pricing::Interval;
use planwright::pricing::Meter;
use planwright::pricing::Off;
use planwright::pricing::Offer;
use planwright::pricing::PriceModel;
use planwright::pricing::Priced;
use planwright::pricing::Reduction;
use planwright::pricing::SIZE_POINTS;
use planwright::pricing::bill;
use planwright::pricing::discount_points;
use planwright::pricing::size_points;
use planwright::projection::Projection;
use planwright::projection::Version;
use planwright::projection::price_list;
use planwright::projection::project;
use planwright::workspace::Model;
use planwright::workspace::Workspace;
use planwright::workspace::check_value;
use planwright::workspace::model::Book;
use planwright::workspace::model::Lasts;
use planwright::workspace::model::Segment;
use planwright::workspace::template;
use proptest::prelude::*;
use serde_json::json;

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
    /// Where they buy; from the list where there is none.
    abroad: Option<Abroad<'a>>,
}

/// A price book that some of a segment buy from.
#[derive(Clone, Copy)]
struct Abroad<'a> {
    id: &'a str,
    book: &'a Book,
    rate: f64,
}

/// Money a month: recurring, usage, and what is off the first bill once.
type Paid = [f64; 3];

impl Group<'_> {
    /// What one customer pays with these reductions, as its invoice says.
    fn invoiced(&self, quantities: &[Decimal], reductions: &[Reduction]) -> (f64, f64) {
        let version = match self.abroad {
            Some(Abroad { id, book, .. }) => self.version.in_book(id, book.factor),
            None => self.version.clone(),
        };
        let currency = self.abroad.map_or(self.workspace.currency, |abroad| abroad.book.currency);
        let Version { charges, conditions, .. } = version;
        // Each meter once more, counting the book's money.
        let rate = Decimal::from_f64(self.abroad.map_or(1.0, |abroad| abroad.rate));
        let charges: Vec<(String, Charge)> = charges.into_iter().map(|(id, charge)| (id, in_money(charge))).collect();
        let charges: Vec<_> = charges.iter().map(|(id, charge)| (id.as_str(), charge)).collect();
        let own = conditions.meters(&self.workspace.base.meters);
        let twins: Vec<String> = own.iter().map(|meter| format!("{}{MONEY}", meter.id)).collect();
        let twins = own.iter().zip(&twins).map(|(meter, id)| Meter { id, minimum: meter.minimum / rate, ..*meter });
        let meters: Vec<_> = own.iter().copied().chain(twins).collect();
        let quantities: Vec<_> =
            quantities.iter().copied().chain(quantities.iter().map(|units| units / rate)).collect();
        let offer = conditions.offer(&charges, &meters, currency, self.age);
        let bill = bill(&Offer { reductions, ..offer }, &quantities, self.contract, Locale::EN_US);
        let sum = |recurring| -> Decimal {
            let lines = bill.lines.iter().chain(&bill.monthly);
            lines.filter(|line| line.recurring == recurring).map(|line| line.amount).sum()
        };
        let rate = rate.to_f64();
        (rate * sum(true).to_f64() / f64::from(self.contract.months()), rate * sum(false).to_f64())
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
            let off = self.abroad.map_or(coupon.off, |abroad| coupon.off.times(abroad.book.factor));
            let with = self.invoiced(quantities, &[negotiated, Reduction { name: "Coupon", off }]);
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

const MONEY: &str = "-money";

/// A charge of money, counted in the twin of its meter.
fn in_money(mut charge: Charge) -> Charge {
    if let PriceModel::Percentage { meter, .. }
    | PriceModel::GraduatedPercentage { meter, .. }
    | PriceModel::CostPlus { meter, .. } = &mut charge.model
    {
        meter.push_str(MONEY);
    }
    charge
}

/// From what a segment buys, each with its share of customers.
fn bought<'a>(workspace: &Workspace, model: &'a Model, segment: &str) -> Vec<(f64, Option<Abroad<'a>>)> {
    let books = model.books.iter().map(|(id, book)| {
        let abroad = Abroad { id, book, rate: book.rate.at(0, workspace.start) };
        (book.share.get(segment).copied().unwrap_or(0.0), Some(abroad))
    });
    let books: Vec<_> = books.filter(|(share, _)| *share > 0.0).collect();
    let rest = 1.0 - books.iter().map(|(share, _)| share).sum::<f64>();
    std::iter::once((rest, None)).chain(books).collect()
}

/// Whether customers of the segment hold both contracts, so that bills of all ages are asked for.
fn both(segment: &Segment) -> bool {
    let (least, most) = segment.annual_share.extremes();
    least > 0.0 && most < 1.0
}

fn compare(workspace: &Workspace, projection: &Projection) -> Result<(), TestCaseError> {
    let model = projection.case.last();
    for (at, (id, segment)) in model.segments.iter().enumerate() {
        let bought = bought(workspace, model, id);
        for (plan, prices) in model.plans.keys().zip(&projection.rates.prices) {
            for (interval, contract) in [Interval::Monthly, Interval::Annual].into_iter().enumerate() {
                // A step lies between two lists, and is invoiced by neither.
                let listed = |number: &usize| prices.nodes[*number].step.is_none();
                for (number, version) in (0..).zip(&prices.versions).filter(|(number, _)| listed(number)) {
                    let place = model.plans.get_index_of(plan).expect("a plan");
                    let table = &projection.rates.tables[at][place][interval][number];
                    for age in AGES.into_iter().filter(|age| *age == 0 || both(segment)) {
                        let mut wanted = [0.0; 3];
                        for (share, abroad) in &bought {
                            let abroad = *abroad;
                            let part = Group { workspace, id, segment, version, contract, age, abroad }.expected();
                            wanted.iter_mut().zip(part).for_each(|(sum, part)| *sum += share * part);
                        }
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

/// 2.9 % and $0.30 of each of 100 transactions, after $1,000 free, of $10,000 a month. A book in euros takes 0.9 of a list
/// price, and a euro is 1.25 dollars: of €8,000 that pass, €900 are free, 2.9 % of the rest is €205.90, and 100 fees of
/// €0.27 are €27.00: €232.90, which is $291.125. Half of the customers buy from it; the others pay $291.00.
#[test]
fn a_rate_is_the_same_in_every_currency_and_amounts_are_not() {
    let mut document = serde_json::to_value(template("starter").expect("a template").open()).expect("a document");
    document["scenarios"] = json!({});
    document["assumptions"] = json!({});
    let base = &mut document["base"];
    base["meters"]["volume"] = json!({"name": "Volume", "unit": "dollar", "kind": "usage"});
    base["meters"]["payments"] = json!({"name": "Payments", "unit": "payment", "kind": "usage"});
    base["plans"]["team"]["charges"] = json!({"take": {"model": "percentage", "meter": "volume", "rate": "0.029",
        "events": "payments", "fee": "0.30", "free_volume": "1000"}});
    base["plans"]["team"].as_object_mut().expect("a plan").remove("observed");
    base["segments"]["mid"]["usage"]["volume"] = json!({"mean": 10000, "spread": 0, "growth": 0, "every": 12});
    base["segments"]["mid"]["usage"]["payments"] = json!({"mean": 100, "spread": 0, "growth": 0, "every": 12});
    base["add_ons"] = json!({"help": {"name": "Help", "charges": {"fee": {"model": "flat", "amount": "40"}},
        "available_for": {"team": true}, "attach": {"mid": 0.5}}});
    base["books"] = json!({"eu": {"name": "Europe", "currency": "EUR", "rate": 1.25, "factor": "0.9",
        "share": {"mid": 0.5}}});
    let workspace = check_value(&document).expect("it passes the check");
    let projection = project(&workspace, None);
    let table = &projection.rates.tables[1][0][0][0];
    let paid = 0.5 * 291.0 + 0.5 * 291.125;
    assert!((table.usage[0] - paid).abs() < 1e-9, "{}", table.usage[0]);
    // An add-on of $40 that half of them take is €36 from the book, $45.
    let add_ons = 0.5 * (0.5 * 40.0 + 0.5 * 45.0);
    assert!((table.recurring[0] - add_ons).abs() < 1e-9, "{}", table.recurring[0]);
    let list = price_list(&projection.case, &workspace.base, Some(0));
    let euro = list[0].in_book("eu", "0.9".parse().expect("a factor"));
    let charge = &euro.charges["take"];
    let due = Priced::<Decimal>::new(charge).charge(&[Decimal::from(8000), Decimal::from(100)]);
    assert_eq!(due.to_string(), "232.9000");
}
