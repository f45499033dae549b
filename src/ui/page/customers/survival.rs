//! This file draws who stays: what was counted, the curve, and what a constant churn would say.

use std::rc::Rc;

use yew::AttrValue;
use yew::Html;
use yew::Properties;
use yew::component;
use yew::html;
use yew::use_memo;

use super::reading::ReadError;
use super::reading::Reading;
use crate::chart::survival::Survival;
use crate::json::FromJson;
use crate::retention::Curve;
use crate::ui::control::ChartFrame;
use crate::ui::frame::use_frame;
use crate::ui::page::parts::use_kept;

/// The fewest months drawn.
const SHORTEST: usize = 36;
/// The most months drawn.
const LONGEST: usize = 120;

/// What the chart needs.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// The segment.
    pub id: AttrValue,
    /// Whether the fit is being tried, rather than the curve in force.
    pub tried: bool,
    /// What the survivors say.
    pub reading: Rc<Result<Reading, ReadError>>,
}

/// Survival of a segment; while survivors are being tried, with their fit.
#[component]
pub fn SurvivalChart(props: &Props) -> Html {
    let frame = use_frame();
    let retention = frame.front.value(&format!("/segments/{}/retention", props.id)).cloned();
    let name = frame.front.name_of("segments", &props.id);
    let deps = (retention, name, props.reading.clone(), props.tried);
    let figures = use_memo(deps, |(retention, name, reading, tried)| {
        let own = retention.clone().and_then(|value| Curve::from_json(&value).ok());
        survival(name, own.as_ref(), reading.as_ref().as_ref().ok(), *tried)
    });
    let figures = use_kept(figures);
    html! { <ChartFrame {figures} height_px={300.0} /> }
}

fn survival(name: &str, own: Option<&Curve>, reading: Option<&Reading>, tried: bool) -> Survival {
    let fitted = reading.filter(|_| tried).map(|reading| &reading.fit.curve).or(own);
    let counted = reading.map(|reading| reading.fit.observed.as_slice()).unwrap_or_default();
    let start = reading.map(|_| (0.0, 1.0));
    let observed: Vec<(f64, f64)> =
        start.into_iter().chain(counted.iter().map(|(month, share)| (*month as f64, *share))).collect();
    let oldest = observed.last().map_or(0, |(month, _)| *month as usize);
    let ages = (oldest + 12).clamp(SHORTEST, LONGEST.max(oldest));
    let churn = match (reading, fitted) {
        (Some(reading), _) => Some(reading.fit.constant.churn),
        (None, Some(Curve::Constant { .. }) | None) => None,
        (None, Some(curve)) => Some(curve.hazard(1)),
    };
    let constant = churn.map(|churn_monthly| Curve::Constant { churn_monthly }.survival_table(ages));
    Survival {
        of: name.to_owned(),
        observed,
        fitted: fitted.map(|curve| curve.survival_table(ages)).unwrap_or_default(),
        constant: constant.filter(|_| !matches!(fitted, Some(Curve::Constant { .. }))).unwrap_or_default(),
    }
}
