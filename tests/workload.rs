//! This file holds the workload that engines are timed on to its shape, so that figures of speed stay comparable.
#![allow(clippy::unwrap_used)]

use planwright::exchange::file;
use planwright::pricing::PriceModel;
use planwright::projection::project;
use planwright::retention::Curve;
use planwright::workspace::check;

/// 60 months, 3 segments × 4 plans, graduated seats that grow each month, sBG, monthly contracts, nobody at the start.
#[test]
fn the_workload_has_its_shape() {
    let text = include_str!("../benches/workload.json");
    let workspace = check(text.as_bytes()).unwrap();
    assert_eq!(file::write(&workspace), text);
    let base = &workspace.base;
    assert_eq!((workspace.months, base.segments.len(), base.plans.len()), (60, 3, 4));
    assert!(base.opening.is_empty());
    for plan in base.plans.values() {
        assert!(plan.charges.values().all(|charge| matches!(charge.model, PriceModel::Graduated { .. })));
    }
    for segment in base.segments.values() {
        assert!(matches!(segment.retention, Curve::Sbg { .. }));
        assert!(segment.usage.values().all(|seats| seats.growth > 0.0 && seats.every == 1));
        assert_eq!(segment.annual_share.at(0, workspace.start), 0.0);
        assert!(segment.mix.values().all(|share| *share > 0.0));
    }
    let projection = project(&workspace, None);
    assert!(projection.flows.cells.iter().all(|cell| cell.new > 0.0 && cell.annual_customers == 0.0));
}
