//! This file holds figures that tests draw: invented, of any length.

use crate::chart::Figures;
use crate::chart::arr_by_plan::ArrByPlan;
use crate::chart::axis::Spacing;
use crate::chart::axis::Unit;
use crate::chart::bill_curves::BillCurves;
use crate::chart::bill_curves::Money;
use crate::chart::bundle::BundleMap;
use crate::chart::cash::Cash;
use crate::chart::changes::Changes;
use crate::chart::channels::Channels;
use crate::chart::cohorts::Cohorts;
use crate::chart::costs::Costs;
use crate::chart::demand::Demand;
use crate::chart::demand::Mark;
use crate::chart::intervals;
use crate::chart::intervals::Intervals;
use crate::chart::mix::Mix;
use crate::chart::mix::Segment;
use crate::chart::movements::Movements;
use crate::chart::overlay::Overlay;
use crate::chart::paint::Paint;
use crate::chart::price_sensitivity::PriceSensitivity;
use crate::chart::rollout::Rollout;
use crate::chart::survival::Survival;
use crate::chart::timeline::Series;
use crate::chart::timeline::Timeline;
use crate::chart::winners::Winners;

pub fn money() -> Unit {
    Unit::money(crate::number::Currency::USD)
}

pub fn timeline(months: usize) -> Timeline {
    Timeline { start: "2027-01".parse().expect("a month"), months }
}

fn series(name: &str, paint: Paint, months: usize, value: impl Fn(f64) -> f64) -> Series {
    Series::new(name, paint, (0..months).map(|t| value(t as f64)))
}

pub fn arr_by_plan(months: usize, plans: usize) -> ArrByPlan {
    const NAMES: [&str; 8] =
        ["Essentials", "Team", "Business", "Enterprise Agreement", "Legacy Pro", "Starter", "Partner", "Education"];
    let plan = |i: usize| {
        let grown = move |t: f64| (4.4e6 - 4e5 * i as f64) * (1.0 - libm::exp(-(t + 14.0) / (18.0 + 5.0 * i as f64)));
        series(NAMES[i % 8], Paint::part(i, plans), months, grown)
    };
    let plans: Vec<Series> = (0..plans).map(plan).collect();
    let total = |t: f64| 0.9 * plans.iter().map(|p| p.at(t as usize).expect("a figure in every month")).sum::<f64>();
    let compared = Some(series("Base", Paint::Base, months, total));
    ArrByPlan { timeline: timeline(months), unit: money(), plans, compared }
}

pub fn channels(months: usize) -> Channels {
    let season = |t: f64| 1.0 + 0.15 * libm::sin(t / 12.0 * std::f64::consts::TAU);
    let channels = vec![
        series("Organic", Paint::part(0, 3), months, |t| 4200.0 * season(t) * (1.0 + 0.004 * t)),
        series("Paid search", Paint::part(1, 3), months, |t| 1800.0 * season(t) + 20.0 * t),
        series("Referral", Paint::part(2, 3), months, |t| 250.0 + 18.0 * t),
    ];
    Channels { timeline: timeline(months), channels, compared: None }
}

pub fn costs(months: usize) -> Costs {
    let lines = vec![
        series("Hosting", Paint::part(0, 4), months, |t| 52_000.0 + 1500.0 * t),
        series("Payment fees", Paint::part(1, 4), months, |t| 21_000.0 + 450.0 * t),
        series("Channels", Paint::part(2, 4), months, |_| 90_000.0),
        series("Team", Paint::part(3, 4), months, |t| 340_000.0 + 45_000.0 * (t / 12.0).floor()),
    ];
    let revenue = series("Revenue", Paint::Ink, months, |t| 420_000.0 + 13_000.0 * t);
    Costs { timeline: timeline(months), unit: money(), lines, revenue }
}

pub fn movements(scale: f64) -> Movements {
    Movements {
        unit: money(),
        period: "2027".to_owned(),
        from: "Dec 2026".to_owned(),
        to: "Dec 2027".to_owned(),
        opening: 5.04 * scale,
        new: 1.92 * scale,
        expansion: 0.34 * scale,
        price: 0.61 * scale,
        reactivation: 0.09 * scale,
        contraction: 0.18 * scale,
        churned: 1.31 * scale,
    }
}

pub fn cash(months: usize, opening: f64) -> Cash {
    let dip = |depth: f64| move |t: f64| opening - depth * libm::sin((t / 26.0).min(3.0)) * 1.6e6 + 45e3 * t;
    let cash = series("Essentials at $8", Paint::S1, months, dip(1.0));
    Cash {
        timeline: timeline(months),
        unit: money(),
        cash,
        compared: Some(series("Base", Paint::Base, months, dip(1.3))),
    }
}

pub fn overlay(months: usize) -> Overlay {
    let grown = |end: f64| move |t: f64| 5e6 + end * (1.0 - libm::exp(-t / 24.0));
    let scenarios = vec![
        series("Base", Paint::Base, months, grown(9.0e6)),
        series("Essentials at $8", Paint::S1, months, |t| 1.1e6 + grown(9.9e6)(t)),
        series("Premium at $9", Paint::S2, months, grown(9.3e6)),
        series("Both, and a sales team", Paint::S3, months, |t| grown(8.8e6)(t) + 3e3 * t * t),
    ];
    let timeline = timeline(months);
    Overlay { timeline, unit: money(), metric: "ARR".to_owned(), less_is_better: false, scenarios }
}

pub fn bill_curves() -> BillCurves {
    let quantities: Vec<f64> = (0..=40).map(f64::from).collect();
    let plan = |name: &str, paint, bill: &dyn Fn(f64) -> Option<f64>| {
        Series::new(name, paint, quantities.iter().map(|q| bill(*q)).collect::<Vec<_>>())
    };
    let plans = vec![
        plan("Free", Paint::P1, &|q| (q <= 3.0).then_some(0.0)),
        plan("Essentials", Paint::S1, &|q| Some(8.0 * q)),
        plan("Team", Paint::P3, &|q| Some(if q == 0.0 { 0.0 } else { 60.0 + 4.0 * q })),
        plan("Business", Paint::P4, &|q| Some(if q <= 25.0 { 199.0 } else { 199.0 + 2.0 * (q - 25.0) })),
    ];
    BillCurves {
        unit: money(),
        meter: "channels".to_owned(),
        quantities,
        plans,
        shown: Money::Bill,
        spacing: Spacing::Linear,
    }
}

pub fn demand() -> Demand {
    let prices: Vec<f64> = (0..=112).map(|i| 2.0 + f64::from(i) / 8.0).collect();
    let share: Vec<f64> = prices.iter().map(|p| 1.0 / (1.0 + libm::exp(0.42 * (p - 8.4)))).collect();
    let revenue: Vec<f64> = prices.iter().zip(&share).map(|(p, s)| p * s).collect();
    let profit = prices.iter().zip(&share).map(|(p, s)| (p - 2.6) * s).collect();
    let mark = |name: &str, price, paint| Mark { name: name.to_owned(), price, paint, is_extrapolated: false };
    let marks = vec![
        mark("today", 6.0, Paint::Base),
        mark("scenario", 8.0, Paint::S1),
        Mark { is_extrapolated: true, ..mark("best", 8.75, Paint::Good) },
    ];
    let price = "Essentials, price per channel a month".to_owned();
    let of = "prospect";
    let (unit, price_unit) = (money(), money());
    Demand {
        unit,
        price_unit,
        of,
        price,
        prices,
        share,
        others: Vec::new(),
        revenue,
        profit,
        marks,
        evidence: Some((5.0, 10.0)),
    }
}

pub fn price_sensitivity() -> PriceSensitivity {
    let prices: Vec<f64> = (0..=60).map(|i| 4.0 + f64::from(i) / 2.0).collect();
    let below = |middle: f64| prices.iter().map(|p| 1.0 / (1.0 + libm::exp(middle - p))).collect::<Vec<_>>();
    let above = |middle: f64| below(middle).iter().map(|share| 1.0 - share).collect::<Vec<_>>();
    let points = [("lowest", 11.0, 0.5), ("optimal", 16.0, 0.02), ("indifference", 15.5, 0.3), ("highest", 20.0, 0.4)];
    PriceSensitivity {
        unit: money(),
        shares: [above(8.0), above(13.0), below(18.0), below(24.0)],
        points: points.map(|(name, price, share)| (name.to_owned(), price, share)).into(),
        range: Some((11.0, 20.0)),
        prices,
    }
}

pub fn intervals() -> Intervals {
    let row = |name: &str, value, interval| intervals::Row { name: name.to_owned(), value, interval };
    Intervals {
        finding: "Fewer buy at the higher price".to_owned(),
        measure: "share who bought, 90 % interval".to_owned(),
        unit: Unit::Percent,
        rows: vec![
            row("$10", 0.05, Some((0.046, 0.054))),
            row("$20", 0.031, Some((0.028, 0.035))),
            row("$30", 0.02, None),
        ],
    }
}

pub fn mix() -> Mix {
    let plans = ["Free", "Essentials", "Team"].iter().enumerate();
    let plans = plans.map(|(i, name)| ((*name).to_owned(), Paint::part(i, 3))).collect();
    let segment = |name: &str, base: [f64; 3], other: [f64; 3]| Segment {
        name: name.to_owned(),
        bars: vec![("Base".to_owned(), base.to_vec()), ("Essentials at $8".to_owned(), other.to_vec())],
    };
    let segments = vec![
        segment("Creators", [0.62, 0.30, 0.08], [0.66, 0.24, 0.10]),
        segment("Agencies", [0.18, 0.34, 0.48], [0.19, 0.27, 0.54]),
        segment("Teams", [0.35, 0.33, 0.32], [0.37, 0.28, 0.35]),
    ];
    Mix { plans, segments }
}

pub fn survival() -> Survival {
    let observed = [1.0, 0.869, 0.743, 0.653, 0.593, 0.551, 0.517, 0.491];
    let fitted = |t: f64| 1.0 / libm::pow(1.0 + 0.16 * t, 0.88);
    Survival {
        of: "Creators".to_owned(),
        observed: observed.iter().enumerate().map(|(t, share)| (t as f64, *share)).collect(),
        fitted: (0..=24).map(|t| fitted(f64::from(t))).collect(),
        constant: (0..=24).map(|t| libm::exp(-0.1 * f64::from(t))).collect(),
    }
}

/// Business at $18 with AI at $10, or at $23 with AI inside.
pub fn bundle() -> BundleMap {
    let bundle =
        crate::packaging::Bundle { price: 18.0, rise: 5.0, add_on: 10.0, below: Some((12.0, 2.0)), sold_below: true };
    let (add_on, plan, below) = ("AI".to_owned(), "Business".to_owned(), Some("Plus".to_owned()));
    BundleMap { add_on, plan, below, bundle, attach: 0.3, most: 0.2, unit: money() }
}

pub fn cohorts(count: usize) -> Cohorts {
    let row = |cohort: usize| {
        let share = |age: usize| 1.0 / libm::pow(1.0 + 0.15 * age as f64, 0.9 - 0.04 * cohort as f64);
        let name = format!("Q{} {}", cohort % 4 + 1, 2027 + cohort / 4);
        (name, (0..count - cohort).map(|age| Some(share(age))).collect())
    };
    Cohorts { measure: "customers".to_owned(), ages: "quarters".to_owned(), rows: (0..count).map(row).collect() }
}

pub fn rollout(months: usize) -> Rollout {
    let moved = |t: f64| 4e6 * (t / 12.0).min(1.0);
    let parts = vec![
        series("Old price", Paint::P1, months, |t| 4e6 - moved(t)),
        series("Repriced", Paint::P3, months, move |t| 1.2 * moved(t)),
        series("Won at the new price", Paint::P5, months, |t| 5e4 * t),
    ];
    let gone = vec![series("Lost", Paint::Bad, months, |t| -0.05 * moved(t))];
    let reached = (0..months).map(|t| Some((t as f64 / 12.0).min(1.0))).collect();
    Rollout { timeline: timeline(months), unit: money(), parts, gone, reached }
}

pub fn winners() -> Winners {
    Winners {
        customers: vec![(Some(-0.05), 300.0), (Some(0.0), 40.0), (Some(0.26), 900.0), (Some(1.4), 60.0), (None, 5.0)],
    }
}

pub fn changes() -> Changes {
    let class = |at: usize| {
        (format!("rises {} to {} %", 5 * at, 5 * at + 5), (at > 0).then_some(at > 2), 900.0 / (1.0 + at as f64))
    };
    Changes { classes: (0..9).map(class).collect(), finding: "71 % pay more, 20 % pay less".to_owned() }
}

/// One of each chart over `months`.
pub fn all(months: usize) -> Vec<Box<dyn Figures>> {
    vec![
        Box::new(arr_by_plan(months, 2)),
        Box::new(movements(1e6)),
        Box::new(cash(months, 1.3e6)),
        Box::new(demand()),
        Box::new(bill_curves()),
        Box::new(price_sensitivity()),
        Box::new(intervals()),
        Box::new(mix()),
        Box::new(bundle()),
        Box::new(survival()),
        Box::new(cohorts(months.clamp(1, 12))),
        Box::new(channels(months)),
        Box::new(costs(months)),
        Box::new(overlay(months)),
        Box::new(rollout(months)),
        Box::new(winners()),
        Box::new(changes()),
    ]
}
