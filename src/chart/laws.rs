//! This file tests what every chart must hold, whatever its figures.

use proptest::prelude::*;

use crate::chart::CHARTS;
use crate::chart::Figures;
use crate::chart::Size;
use crate::chart::arr_by_plan::ArrByPlan;
use crate::chart::axis::Spacing;
use crate::chart::axis::Unit;
use crate::chart::bill_curves::Money;
use crate::chart::cash::Cash;
use crate::chart::channels::Channels;
use crate::chart::costs::Costs;
use crate::chart::overlay::Overlay;
use crate::chart::paint::Paint;
use crate::chart::sample;
use crate::chart::sample::money;
use crate::chart::sample::timeline;
use crate::chart::timeline::Series;

/// Draws a chart at many sizes and checks markup, geometry, table and readouts against each other.
fn check(figures: &dyn Figures) {
    let table = figures.table();
    assert!(table.rows.iter().all(|r| r.len() == table.headers.len()), "{:?}: ragged table", figures.chart());
    for (width, height) in [(160.0, 80.0), (358.0, 230.0), (760.0, 300.0), (1180.0, 264.0), (2400.0, 700.0)] {
        let picture = figures.draw(Size::new(width, height));
        let markup = picture.drawing.markup();
        let whole = || format!("{:?} at {width} × {height}: {markup}", figures.chart());
        for wrong in ["NaN", "inf", "style=", "d=\"\"", "--"] {
            assert!(!markup.contains(wrong), "{wrong} in {}", whole());
        }
        assert!(markup.starts_with("<svg") && markup.ends_with("</svg>"));
        let elements = picture.drawing.marks.len();
        assert!(elements < 240, "{elements} elements");
        let plot = &picture.plot;
        assert!(plot.right > plot.left && plot.bottom > plot.top, "{}", whole());
        assert!(plot.columns.is_sorted() && plot.rows.is_sorted(), "{}", whole());
        for place in 0..plot.len() {
            assert!(!figures.readout(place).heading.is_empty(), "{place} of {}", whole());
            let (x, y) = plot.middle(place).expect("every place has a middle");
            assert!(plot.probe(x, y.unwrap_or(plot.top)).is_some(), "{place} of {}", whole());
        }
    }
    assert!(figures.readout(usize::MAX / 2).rows.is_empty());
    for text in [figures.finding(), figures.subtitle(), figures.label()] {
        assert!(!text.is_empty() && !text.contains("NaN") && !text.contains("inf "), "{text}");
    }
}

fn over_months(months: usize, values: &[Vec<Option<f64>>]) -> Vec<Box<dyn Figures>> {
    let series =
        |index: usize, paint| Series::new(format!("Series <{index}>"), paint, values[index % values.len()].clone());
    let parts = || (0..values.len()).map(|i| series(i, Paint::part(i, values.len()))).collect::<Vec<_>>();
    let (timeline, base) = (timeline(months), series(1, Paint::Base));
    vec![
        Box::new(ArrByPlan { timeline, unit: money(), plans: parts(), compared: Some(base.clone()) }),
        Box::new(Channels { timeline, channels: parts(), compared: None }),
        Box::new(Costs { timeline, unit: money(), lines: parts(), revenue: base.clone() }),
        Box::new(Cash { timeline, unit: money(), cash: series(0, Paint::S1), compared: Some(base) }),
        Box::new(Overlay {
            timeline,
            unit: Unit::Percent,
            metric: "NRR".to_owned(),
            less_is_better: months.is_multiple_of(2),
            scenarios: parts(),
        }),
    ]
}

#[test]
fn samples_of_every_chart_hold() {
    for months in [1, 2, 12, 36, 120] {
        let samples = sample::all(months);
        for chart in CHARTS {
            assert!(samples.iter().any(|figures| figures.chart() == *chart), "{chart:?} has no sample");
        }
        samples.iter().for_each(|figures| check(figures.as_ref()));
    }
}

#[test]
fn nothing_and_nought_are_drawn() {
    for (months, value) in [(0, None), (1, None), (1, Some(0.0)), (24, None), (24, Some(0.0)), (24, Some(-1.0))] {
        for count in [1, 7] {
            over_months(months, &vec![vec![value; months]; count]).iter().for_each(|figures| check(figures.as_ref()));
        }
    }
    let mut demand = sample::demand();
    (demand.share, demand.revenue, demand.profit) = (vec![0.0; 113], vec![0.0; 113], vec![]);
    check(&demand);
    (demand.prices, demand.share, demand.revenue, demand.marks) = (vec![], vec![], vec![], vec![]);
    check(&demand);
    let mut sensitivity = sample::price_sensitivity();
    (sensitivity.prices, sensitivity.shares, sensitivity.range) = (vec![9.0], [0.0; 4].map(|share| vec![share]), None);
    check(&sensitivity);
    (sensitivity.prices, sensitivity.shares, sensitivity.points) = (vec![], Default::default(), vec![]);
    check(&sensitivity);
    let mut intervals = sample::intervals();
    intervals.rows[0].value = 0.0;
    intervals.rows.truncate(1);
    check(&intervals);
    intervals.rows.clear();
    check(&intervals);
    let mut bills = sample::bill_curves();
    for (shown, spacing) in
        [(Money::Bill, Spacing::Logarithmic), (Money::Unit, Spacing::Linear), (Money::Unit, Spacing::Logarithmic)]
    {
        (bills.shown, bills.spacing) = (shown, spacing);
        check(&bills);
    }
    bills.plans.truncate(1);
    bills.quantities.truncate(1);
    bills.plans[0].values.truncate(1);
    check(&bills);
    (bills.quantities, bills.plans) = (vec![], vec![]);
    check(&bills);
    let mut survival = sample::survival();
    survival.observed.clear();
    survival.constant.clear();
    check(&survival);
    survival.fitted.clear();
    check(&survival);
    let mut mix = sample::mix();
    mix.segments[0].bars[0].1 = vec![0.0; 3];
    check(&mix);
    mix.segments.clear();
    check(&mix);
    let mut cohorts = sample::cohorts(3);
    cohorts.rows[1].1 = vec![None; 3];
    check(&cohorts);
    cohorts.rows.clear();
    check(&cohorts);
    let mut changes = sample::changes();
    changes.classes.iter_mut().for_each(|class| class.2 = 0.0);
    check(&changes);
    changes.classes.clear();
    check(&changes);
    check(&sample::movements(0.0));
}

#[test]
fn a_redraw_is_a_few_dozen_elements() {
    for figures in sample::all(60) {
        let size = Size::new(760.0, 300.0);
        let elements = figures.draw(size).drawing.marks.len();
        let most = if figures.chart().id == "cohorts" { 120 } else { 48 };
        assert!(elements <= most, "{}: {elements}", figures.chart().id);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_figures_are_drawn(
        months in 1usize..121,
        count in 1usize..9,
        seed in prop::collection::vec(prop::option::weighted(0.95, -1e9..1e9f64), 1..40),
    ) {
        let values: Vec<Vec<Option<f64>>> =
            (0..count).map(|c| (0..months).map(|m| seed[(c * 7 + m) % seed.len()]).collect()).collect();
        over_months(months, &values).iter().for_each(|figures| check(figures.as_ref()));
    }

    #[test]
    fn any_movements_are_drawn(scale in -1e9..1e9f64, churned in 0.0..1e9f64) {
        let mut movements = sample::movements(scale);
        movements.churned = churned;
        check(&movements);
    }
}
