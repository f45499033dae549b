//! This file draws what is left of each cohort of new customers, all segments together.

use yew::Html;
use yew::component;
use yew::html;
use yew::use_memo;

use crate::chart::cohorts::Cohorts;
use crate::month::Month;
use crate::projection::Projection;
use crate::projection::run;
use crate::ui::control::ChartFrame;
use crate::ui::frame::use_frame;
use crate::ui::page::parts::use_kept;

/// The heat map. The cohorts are run here and nowhere else, once for each set of inputs.
#[component]
pub fn CohortMap() -> Html {
    let frame = use_frame();
    let figures = use_memo(frame.front.clone(), |front| cohorts(&front.projection));
    let figures = use_kept(figures);
    html! { <ChartFrame {figures} height_px={320.0} /> }
}

/// How long a cohort is, so that there are about two dozen at most.
fn every(months: usize) -> (usize, &'static str) {
    match months {
        ..=18 => (1, "months"),
        19..=72 => (3, "quarters"),
        _ => (12, "years"),
    }
}

fn cohorts(projection: &Projection) -> Cohorts {
    let flows = run(projection.case.last(), &projection.rates, true);
    let (every, ages) = every(projection.months);
    // The first row of the flows is the opening book, whose ages differ.
    let heads = flows.cohorts.get(1..).unwrap_or_default();
    let row = |from: usize| {
        let name = named(projection.start.plus(from as i32), every);
        (name, left(heads, from, every))
    };
    let rows = (0..projection.months / every).map(|at| row(at * every)).collect();
    Cohorts { measure: "customers".to_owned(), ages: ages.to_owned(), rows }
}

fn named(month: Month, every: usize) -> String {
    match every {
        3 if (month.of_year() - 1).is_multiple_of(3) => format!("Q{} {}", month.of_year().div_ceil(3), month.year()),
        12 if month.of_year() == 1 => month.year().to_string(),
        _ => month.label(),
    }
}

/// Share left at each age of those won in `every` months from `from` on: of each month's customers at the same age.
fn left(heads: &[Vec<f64>], from: usize, every: usize) -> Vec<Option<f64>> {
    let Some(months) = heads.first().map(Vec::len) else { return Vec::new() };
    let at = |age: usize| (from..from + every).map(|month| heads[month][month + age]).sum::<f64>();
    let ages = (months - from - every) / every;
    let start = at(0);
    (0..=ages).map(|age| (start > 0.0).then(|| at(age * every) / start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_followed_at_the_same_age_of_each_month() {
        let months = 9;
        let heads: Vec<Vec<f64>> = (0..months)
            .map(|won| {
                (0..months).map(|t| if t < won { 0.0 } else { 100.0 * libm::pow(0.9, (t - won) as f64) }).collect()
            })
            .collect();
        let row = left(&heads, 3, 3);
        assert_eq!(row.len(), 2);
        assert!((row[0].unwrap() - 1.0).abs() < 1e-12 && (row[1].unwrap() - 0.729).abs() < 1e-12);
        assert_eq!(left(&heads, 6, 3).len(), 1);
        assert_eq!(named("2027-02".parse().unwrap(), 3), "Feb 2027");
        assert_eq!(named("2027-04".parse().unwrap(), 3), "Q2 2027");
    }
}
