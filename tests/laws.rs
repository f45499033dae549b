//! This file holds the laws that every projection obeys, on generated workspaces.

mod generate;
mod reference;

use planwright::number::Currency;
use planwright::number::Decimal;
use planwright::number::Number;
use planwright::projection::Bills;
use planwright::projection::Cell;
use planwright::projection::Flows;
use planwright::projection::METRICS;
use planwright::projection::Projection;
use planwright::projection::Scope;
use planwright::projection::metric;
use planwright::projection::project;
use planwright::projection::rates;
use planwright::projection::rates_told;
use planwright::projection::run;
use planwright::workspace::Workspace;
use planwright::workspace::case;
use proptest::prelude::*;

/// So many workspaces are tried for each law.
fn tries(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() }
}

/// The base and every scenario.
fn projections(workspace: &Workspace) -> Vec<Projection> {
    let scenarios = workspace.scenarios.keys().map(|id| Some(id.as_str()));
    std::iter::once(None).chain(scenarios).map(|scenario| project(workspace, scenario)).collect()
}

/// One minor unit.
fn minor(projection: &Projection) -> Decimal {
    Decimal::new(1, projection.places)
}

/// Every figure of a cell with its name.
fn fields<N: Number>(cell: &Cell<N>) -> [(&'static str, N); 23] {
    [
        ("customers", cell.customers),
        ("annual_customers", cell.annual_customers),
        ("free_accounts", cell.free_accounts),
        ("trials", cell.trials),
        ("new", cell.new),
        ("churned", cell.churned),
        ("reactivated", cell.reactivated),
        ("moved", cell.moved),
        ("mrr", cell.mrr),
        ("annual_mrr", cell.annual_mrr),
        ("new_mrr", cell.new_mrr),
        ("expansion_mrr", cell.expansion_mrr),
        ("price_mrr", cell.price_mrr),
        ("contraction_mrr", cell.contraction_mrr),
        ("churned_mrr", cell.churned_mrr),
        ("reactivation_mrr", cell.reactivation_mrr),
        ("moved_mrr", cell.moved_mrr),
        ("usage", cell.usage),
        ("once", cell.once),
        ("annual_billed", cell.annual_billed),
        ("payments", cell.payments),
        ("mature_mrr", cell.mature_mrr),
        ("kept_mrr", cell.kept_mrr),
    ]
}

/// Largest difference of two runs, each figure against the most that any plan of the segment had up to then: floats
/// keep no more digits of the few who moved from one plan to another.
fn difference<A: Number, B: Number>(a: &Flows<A>, b: &Flows<B>) -> (f64, String) {
    let mut sizes = vec![(1e-3_f64, 1e-3_f64); a.segments];
    let mut worst = (0.0, String::new());
    for (at, (a_plans, b_plans)) in a.cells.chunks(a.plans).zip(b.cells.chunks(a.plans)).enumerate() {
        let size = &mut sizes[at % a.segments];
        for cell in a_plans {
            size.0 = size.0.max(cell.customers.to_f64() + cell.churned.to_f64());
            let money = cell.mrr.to_f64() + cell.churned_mrr.to_f64() + cell.annual_billed.to_f64().abs();
            size.1 = size.1.max(money);
        }
        // Who paid nothing before may pay much now, so heads count as money too.
        for ((name, a), (_, b)) in a_plans.iter().flat_map(fields).zip(b_plans.iter().flat_map(fields)) {
            let money = name.ends_with("mrr") || name.ends_with("billed") || ["usage", "once"].contains(&name);
            let scale = a.to_f64().abs() + if money { size.1 + size.0 } else { size.0 };
            let found = (a.to_f64() - b.to_f64()).abs() / scale;
            if !found.is_finite() || found > worst.0 {
                worst = (found, format!("{name} in month and segment {at}: {a:?} and {b:?}"));
            }
        }
    }
    worst
}

proptest! {
    #![proptest_config(tries(160))]

    #[test]
    fn mrr_rolls_forward_to_the_cent(workspace in generate::any()) {
        for projection in projections(&workspace) {
            let (ledger, flows) = (&projection.ledger, &projection.flows);
            let cells = flows.segments * flows.plans;
            for (at, line) in ledger.lines.iter().enumerate() {
                let before = if at < cells { ledger.opening[at] } else { ledger.lines[at - cells].mrr };
                let risen = line.new + line.expansion + line.price + line.reactivation + line.moved;
                prop_assert_eq!(line.mrr, before + risen - line.contraction - line.churn, "cell {}", at);
            }
            for month in 0..flows.months {
                for segment in 0..flows.segments {
                    let at = flows.at(month, segment, 0);
                    let moved: Decimal = ledger.lines[at..at + flows.plans].iter().map(|line| line.moved).sum();
                    prop_assert_eq!(moved, Decimal::ZERO);
                }
            }
        }
    }

    #[test]
    fn the_ledger_never_drifts_from_the_cohorts(workspace in generate::any()) {
        for projection in projections(&workspace) {
            let (ledger, flows) = (&projection.ledger, &projection.flows);
            let cells = flows.segments * flows.plans;
            // Half a unit for the opening, for each kind of movement and for each other plan that moves go to or come from.
            let most = minor(&projection).to_f64() * (0.5 * (7 + 2 * (flows.plans - 1)) as f64);
            let mut sums = vec![(0.0, 0.0, 0.0); cells];
            let mut posted = vec![(Decimal::ZERO, Decimal::ZERO, Decimal::ZERO); cells];
            for (at, (line, cell)) in ledger.lines.iter().zip(&flows.cells).enumerate() {
                let float = 1e-9 * cell.mrr.abs();
                prop_assert!((line.mrr.to_f64() - cell.mrr).abs() <= most + float, "cell {at}: {} {}", line.mrr, cell.mrr);
                let (sum, post) = (&mut sums[at % cells], &mut posted[at % cells]);
                *sum = (sum.0 + cell.usage, sum.1 + cell.annual_billed, sum.2 + cell.annual_mrr);
                *post = (post.0 + line.usage, post.1 + line.annual_billed, post.2 + line.annual_recognised);
                for (sum, post) in [(sum.0, post.0), (sum.1, post.1), (sum.2, post.2)] {
                    let unit = minor(&projection).to_f64();
                    prop_assert!((sum - post.to_f64()).abs() <= 0.51 * unit + 1e-9 * sum.abs(), "cell {at}");
                }
            }
        }
    }

    #[test]
    fn cash_and_deferred_revenue_roll_forward(workspace in generate::any()) {
        for projection in projections(&workspace) {
            let ledger = &projection.ledger;
            let (mut deferred, mut receivables) = (ledger.opening_deferred, ledger.opening_receivables);
            let (mut cash, mut mrr) = (ledger.opening_cash, ledger.opening.iter().sum::<Decimal>());
            let (mut billed, mut collected) = (ledger.opening_receivables, Decimal::ZERO);
            for (month, now) in ledger.totals.iter().enumerate() {
                let (revenue, billings) = (now.line.revenue(), now.line.billings());
                prop_assert_eq!(billings, revenue + now.deferred - deferred);
                prop_assert_eq!(now.collections, billings - (now.receivables - receivables));
                let costs: Decimal = [&ledger.cogs, &ledger.spend, &ledger.fixed]
                    .into_iter().flatten().map(|cost| cost.amounts[month]).sum();
                prop_assert_eq!(now.cash, cash + now.collections - costs);
                prop_assert_eq!(now.operating_profit(), revenue - costs);
                prop_assert_eq!(now.opening_mrr, mrr);
                (deferred, receivables, cash, mrr) = (now.deferred, now.receivables, now.cash, now.line.mrr);
                billed += billings;
                collected += now.collections;
            }
            prop_assert_eq!(receivables, billed - collected);
        }
    }

    #[test]
    fn parts_add_up_to_the_whole(workspace in generate::any()) {
        for projection in projections(&workspace) {
            let (plans, segments) = (projection.flows.plans, projection.flows.segments);
            for month in 0..projection.months {
                for metric in METRICS.iter().filter(|metric| metric.splits) {
                    let whole = projection.value(metric, month, Scope::All).expect("a part is always defined");
                    let sum = |scopes: &mut dyn Iterator<Item = Scope>| {
                        scopes.map(|scope| projection.value(metric, month, scope).expect("as the whole")).sum::<Decimal>()
                    };
                    let by_plan = sum(&mut (0..plans).map(Scope::Plan));
                    let by_segment = sum(&mut (0..segments).map(Scope::Segment));
                    // Heads are shown to nine decimals; money is exact.
                    let near = if metric.unit == planwright::shape::Unit::Money { Decimal::ZERO } else { Decimal::new(20, 9) };
                    prop_assert!((whole - by_plan).abs() <= near, "{} by plan: {} {}", metric.id, whole, by_plan);
                    prop_assert!((whole - by_segment).abs() <= near, "{} by segment", metric.id);
                }
            }
        }
    }

    #[test]
    fn figures_of_a_month_agree(workspace in generate::any()) {
        for projection in projections(&workspace) {
            let value = |id: &str, month| projection.value(metric(id).expect("a metric"), month, Scope::All);
            let cells = projection.flows.segments * projection.flows.plans;
            for month in 0..projection.months {
                let mrr = value("mrr", month).expect("defined");
                prop_assert_eq!(value("arr", month), Some(mrr * Decimal::from(12)));
                if let (Some(arpa), Some(customers)) = (value("arpa", month), value("customers", month)) {
                    prop_assert!((arpa * customers - mrr).abs() <= Decimal::new(1, 9) * (mrr.abs() + Decimal::ONE));
                }
                for cell in 0..cells {
                    let now = projection.flows.cells[month * cells + cell];
                    let before = if month == 0 { projection.flows.opening[cell] } else { projection.flows.cells[(month - 1) * cells + cell] };
                    let rolled = before.customers + now.new + now.reactivated + now.moved - now.churned;
                    prop_assert!((rolled - now.customers).abs() <= 1e-9 * (before.customers + now.customers + 1e-3));
                    for (name, value) in fields(&now) {
                        prop_assert!(value.is_finite(), "{name}");
                        let signed = ["moved", "moved_mrr", "price_mrr", "annual_billed"].contains(&name);
                        prop_assert!(signed || value >= -1e-9 * (1.0 + before.mrr), "{name} is {value}");
                    }
                }
            }
        }
    }

    #[test]
    fn retention_is_at_most_gross_one_and_gross_at_most_net(workspace in generate::any()) {
        let hair = Decimal::new(1, 8);
        for projection in projections(&workspace) {
            for month in 0..projection.months {
                for scope in std::iter::once(Scope::All).chain((0..projection.flows.segments).map(Scope::Segment)) {
                    let value = |id: &str| projection.value(metric(id).expect("a metric"), month, scope);
                    prop_assert_eq!(value("grr").is_some(), value("nrr").is_some());
                    if let (Some(grr), Some(nrr)) = (value("grr"), value("nrr")) {
                        prop_assert!(grr <= Decimal::ONE + hair && grr <= nrr + hair, "{grr} {nrr}");
                    }
                }
            }
        }
    }

    #[test]
    fn every_metric_has_a_value_or_none(workspace in generate::any()) {
        for projection in projections(&workspace) {
            let plans = (0..projection.flows.plans).map(Scope::Plan);
            let segments = (0..projection.flows.segments).map(Scope::Segment);
            for scope in std::iter::once(Scope::All).chain(plans).chain(segments) {
                for metric in METRICS {
                    prop_assert_eq!(projection.series(metric, scope).len(), projection.months);
                }
            }
        }
    }

    #[test]
    fn the_plain_engine_finds_the_same(workspace in generate::any()) {
        for projection in projections(&workspace) {
            let found = reference::run(projection.case.last(), &projection.rates);
            let (worst, what) = difference(&projection.flows, &found.flows);
            prop_assert!(worst < 1e-9, "{}", what);
            // Half a unit for what is billed and for what is recognised, by cell, and half a unit for the opening.
            let cells = (projection.flows.segments * projection.flows.plans) as f64;
            let most = minor(&projection).to_f64() * (cells + 0.5);
            // What was paid ahead in another currency is told by another law: it is earned in full.
            let deferred = if projection.rates.fx.is_none() { &found.deferred[..] } else { &[] };
            for (month, deferred) in deferred.iter().enumerate() {
                let posted = projection.ledger.totals[month].deferred.to_f64();
                prop_assert!((posted - deferred).abs() <= most + 1e-9 * posted.abs(), "{posted} {deferred}");
            }
        }
    }

    #[test]
    fn the_plain_choice_finds_the_same(workspace in generate::any()) {
        for projection in projections(&workspace) {
            let (case, rates) = (&projection.case, &projection.rates);
            for (at, segment) in rates.segments.iter().enumerate() {
                let found = reference::chosen(case, &workspace.base, rates, at);
                for t in 0..case.months {
                    let pairs = segment.shares[t].iter().zip(&found.shares[t]).chain(segment.lost_to[t].iter().zip(&found.lost_to[t]));
                    for (one, other) in pairs {
                        prop_assert!((one - other).abs() < 1e-9, "segment {at} in month {t}: {:?} {:?}, not {:?} {:?}",
                            &segment.shares[t], &segment.lost_to[t], found.shares[t], found.lost_to[t]);
                    }
                }
            }
        }
    }

    #[test]
    fn what_came_of_repricings_is_told(workspace in generate::any()) {
        let scenarios = workspace.scenarios.keys().map(|id| Some(id.as_str()));
        for scenario in std::iter::once(None).chain(scenarios) {
            let case = case(&workspace, scenario);
            let rates = rates_told::<f64>(&case, &workspace.base, workspace.currency, Bills::Smooth);
            let flows = run(case.last(), &rates, false);
            let found = reference::run(case.last(), &rates);
            // Telling customers apart changes nothing else.
            let plain = run(case.last(), &planwright::projection::rates::<f64>(&case, &workspace.base, workspace.currency, Bills::Smooth), false);
            let (worst, what) = difference(&flows, &plain);
            prop_assert!(worst < 1e-9, "{}", what);
            let most = flows.cells.iter().map(|cell| cell.mrr + cell.churned_mrr).fold(1.0, f64::max);
            for (at, (held, cell)) in flows.held.iter().zip(&flows.cells).enumerate() {
                prop_assert!((held.iter().sum::<f64>() - cell.mrr).abs() <= 1e-9 * most, "{held:?} is not {}", cell.mrr);
                let near = held.iter().zip(&found.flows.held[at]).all(|(a, b)| (a - b).abs() <= 1e-9 * most);
                prop_assert!(near, "cell {at}: {held:?} {:?}", found.flows.held[at]);
            }
            // By month, plan and segment: those at an old price who are due are repriced, moved or lost, to the cent.
            let sums = |flows: &Flows<f64>| {
                let mut sums = vec![[0.0; 5]; flows.cells.len()];
                for told in &flows.repriced {
                    let sum = &mut sums[flows.at(told.month, told.segment, told.plan)];
                    for (sum, part) in sum.iter_mut().zip([told.repriced, told.downgraded, told.lost, told.cut, told.anyway]) {
                        *sum += part;
                    }
                }
                sums
            };
            let cells = flows.segments * flows.plans;
            for (at, (one, other)) in sums(&flows).iter().zip(sums(&found.flows)).enumerate() {
                prop_assert!(one.iter().zip(&other).all(|(a, b)| (a - b).abs() <= 1e-9 * most), "{at}: {one:?} {other:?}");
                let before = if at < cells { flows.opening[at].mrr } else { flows.cells[at - cells].mrr };
                let due = one[0] + one[1] + one[2] + one[3];
                prop_assert!(due <= before + 1e-9 * most && one.iter().all(|part| *part >= -1e-9 * most));
                prop_assert!(one[2] <= flows.cells[at].churned_mrr + 1e-9 * most);
            }
        }
    }

    #[test]
    fn a_longer_horizon_changes_no_earlier_month(workspace in generate::any()) {
        let mut longer = workspace.clone();
        longer.months = 120;
        for (short, long) in projections(&workspace).iter().zip(projections(&longer)) {
            let cells = short.ledger.lines.len();
            prop_assert_eq!(&short.ledger.lines[..], &long.ledger.lines[..cells]);
            prop_assert_eq!(&short.ledger.totals[..], &long.ledger.totals[..short.months]);
        }
    }
}

proptest! {
    #![proptest_config(tries(24))]

    #[test]
    fn cutting_seats_moves_nobody_and_only_lowers_bills(workspace in generate::any()) {
        let with = |factor: Option<f64>| {
            let mut workspace = workspace.clone();
            for segment in workspace.base_mut().segments.values_mut() {
                segment.cutting = factor.map(planwright::workspace::Driver::Constant);
                // Who cuts parts by size at the first change, and then each size would react by itself.
                segment.usage.values_mut().for_each(|usage| usage.spread = 0.0);
            }
            project(&workspace, None)
        };
        let (none, zero, some) = (with(None), with(Some(0.0)), with(Some(0.8)));
        prop_assert_eq!(&none.ledger, &zero.ledger, "an elasticity of nothing changes nothing");
        let repriced: f64 = some.flows.repriced.iter().map(|told| told.cut).sum();
        let most = none.flows.cells.iter().map(|cell| cell.mrr + cell.churned_mrr).fold(1.0, f64::max);
        for (cell, plain) in some.flows.cells.iter().zip(&none.flows.cells) {
            prop_assert!((cell.customers - plain.customers).abs() <= 1e-9 * (1.0 + plain.customers));
            // Money of other currencies stands at the mean rate it was paid at, which moves with who pays how much.
            let foreign = some.rates.fx.is_some();
            prop_assert!(foreign || cell.mrr <= plain.mrr + 1e-9 * most, "{} {}", cell.mrr, plain.mrr);
        }
        let mut still = workspace.clone();
        still.base_mut().price_changes.clear();
        still.base_mut().plans.values_mut().for_each(|plan| plan.observed = None);
        still.base_mut().add_ons.values_mut().for_each(|add_on| add_on.observed = None);
        still.base_mut().segments.values_mut().for_each(|segment| segment.cutting = Some(planwright::workspace::Driver::Constant(0.8)));
        let cut: f64 = project(&still, None).flows.repriced.iter().map(|told| told.cut).sum();
        prop_assert!(cut == 0.0 && repriced >= 0.0, "where no price changes, no seat is cut");
    }

    #[test]
    fn decimals_and_floats_agree(workspace in generate::any()) {
        let case = case(&workspace, workspace.scenarios.keys().next().map(String::as_str));
        let currency: Currency = workspace.currency;
        let float = rates::<f64>(&case, &workspace.base, currency, Bills::Exact);
        let exact = rates::<Decimal>(&case, &workspace.base, currency, Bills::Exact);
        let (float, exact) = (run(case.last(), &float, false), run(case.last(), &exact, false));
        let (worst, what) = difference(&float, &exact);
        prop_assert!(worst < 1e-9, "{}", what);
    }
}
