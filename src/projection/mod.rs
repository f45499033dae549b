//! This module is the projection: month by month from a case to rates, flows, ledger and metrics.

mod attach;
mod bills;
mod buyers;
mod cohorts;
mod course;
mod crowd;
mod explain;
mod extra;
mod flows;
pub mod formulas;
mod fx;
mod grid;
mod group;
mod kinds;
mod lapse;
mod ledger;
mod lifetime;
mod market;
mod memo;
mod metrics;
mod movement;
mod named;
mod offers;
mod posts;
mod prices;
mod rates;
mod reaction;
mod recents;
mod reprice;
mod response;
mod returning;
mod rises;
mod rivals;
mod rollout;
mod sizes;
mod stay;
mod table;
mod tables;
mod trial;
mod view;
mod waves;
mod winners;

use crate::month::Month;
use crate::workspace::Case;
use crate::workspace::Workspace;
use crate::workspace::case;

pub use attach::Sold;
pub use attach::listed;
pub use buyers::expected;
pub use buyers::is_far;
pub use buyers::prices_of_plans;
pub use buyers::rungs;
pub use buyers::settled;
pub use buyers::shares;
pub use buyers::together;
pub use buyers::weights;
pub use cohorts::run;
pub use course::Came;
pub use course::Customer;
pub use course::Due;
pub use course::Held;
pub use course::Node;
pub use course::Step;
pub use explain::Explanation;
pub use explain::Input;
pub use explain::explain;
pub use extra::Extra;
pub use flows::Cell;
pub use flows::Flows;
pub use flows::Repriced;
pub use flows::Standing;
pub use flows::Transfer;
pub use fx::Fx;
pub use grid::Grid;
pub use ledger::Cost;
pub use ledger::Ledger;
pub use ledger::Line;
pub use ledger::Totals;
pub use ledger::ledger;
pub use market::Market;
pub use market::marginal;
pub use market::prospects;
pub use memo::Memo;
pub use metrics::Better;
pub use metrics::DEFAULT_KPIS;
pub use metrics::METRICS;
pub use metrics::Metric;
pub use metrics::metric;
pub use movement::Movement;
pub use movement::movement;
pub use offers::Buyer;
pub use offers::Ranked;
pub use offers::count_transactions;
pub use offers::goes_by_end;
pub use offers::price_list;
pub use offers::ranking;
pub use offers::transacted;
pub use offers::with_offers;
pub use offers::with_reductions;
pub use prices::PlanPrices;
pub use prices::Version;
pub use prices::courses;
pub use rates::Bills;
pub use rates::Rates;
pub use rates::SegmentRates;
pub use rates::rates;
pub use rates::rates_told;
pub use response::PriceResponse;
pub use response::Response;
pub use rivals::observed_lost;
pub use rollout::Rollout;
pub use rollout::rollout;
pub use sizes::Sizes;
pub use stay::Stay;
pub use table::Rise;
pub use view::Scope;
pub use view::View;
pub use winners::Winner;

/// The figures of one case, month by month.
pub struct Projection {
    /// First month.
    pub start: Month,
    /// Months.
    pub months: usize,
    /// Decimals of the currency.
    pub places: u32,
    /// The case it was made from.
    pub case: Case,
    /// Bills, survival and choice.
    pub rates: Rates<f64>,
    /// Expected customers and money before rounding.
    pub flows: Flows<f64>,
    /// Exact lines.
    pub ledger: Ledger,
}

/// The projection of a scenario of a checked workspace; `None` is the base.
pub fn project(workspace: &Workspace, scenario: Option<&str>) -> Projection {
    project_case(workspace, case(workspace, scenario), &mut Memo::default())
}

/// The projection of a scenario whose case is already made; bills that `memo` knows from the one before are not computed again.
pub fn project_case(workspace: &Workspace, case: Case, memo: &mut Memo<f64>) -> Projection {
    let places = workspace.currency.minor_digits();
    let rates = rates::rates_again(&case, &workspace.base, workspace.currency, memo);
    let flows = cohorts::run(case.last(), &rates, false);
    let ledger = ledger::ledger(&case, &rates, &flows, places);
    Projection { start: workspace.start, months: case.months, places, case, rates, flows, ledger }
}
