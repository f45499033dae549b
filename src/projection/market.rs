//! This file says who comes and who buys: prospects by segment, and the choice they make at the prices of a month.

use super::rivals;
use crate::demand::Calibration;
use crate::demand::calibrate;
use crate::demand::shares_into;
use crate::month::Month;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::model::Channel;
use crate::workspace::model::MOST_PLANS;
use crate::workspace::model::Plan;
use crate::workspace::model::Segment;
use crate::workspace::model::Source;

/// The choice of one segment, calibrated to what was observed.
#[derive(Clone, Debug)]
pub struct Market {
    nesting: f64,
    elasticity: f64,
    mix: Vec<f64>,
    /// Expected bill a month of each plan when observed.
    bills: Vec<f64>,
    anchors: Vec<Anchor>,
    conversion: f64,
    calibration: Calibration,
    /// What competitors offered when observed, and what they offer now.
    offers: [Vec<f64>; 2],
}

/// What a plan's utility is measured from.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    /// The plan itself, or the one it is most like.
    plan: usize,
    /// Worth of the plan's features beyond the anchor's when observed, money a month.
    value: f64,
    /// What the anchor was felt to cost when observed: its bill less what its add-ons left, money a month.
    price: f64,
}

impl Market {
    /// The choice of `segment` among the plans of `model`; `bills` are the expected bills when observed, `surplus` what
    /// add-ons left to the customers of each plan then.
    pub fn new(model: &Model, base: &Model, segment: &Segment, bills: Vec<f64>, surplus: &[f64]) -> Self {
        let mix = model.plans.keys().map(|id| segment.mix.get(id).copied().unwrap_or(0.0)).collect::<Vec<_>>();
        let anchor = |(at, plan): (usize, &Plan)| {
            let anchor = anchor_of(model, &mix, at, plan);
            let (id, was) = model.plans.get_index(anchor).expect("anchor is a plan of the model");
            let then = value(segment, observed_features(was, base.plans.get(id)));
            let price = bills[anchor] - surplus[anchor];
            Anchor { plan: anchor, value: value(segment, &plan.features) - then, price }
        };
        let anchors = model.plans.values().enumerate().map(anchor).collect();
        let calibration = calibrate(0.0, &mix, &bills, segment.elasticity, segment.nesting);
        let (nesting, elasticity) = (segment.nesting, segment.elasticity);
        Self { nesting, elasticity, mix, bills, anchors, conversion: 0.0, calibration, offers: Default::default() }
    }

    /// Takes `bills` for the expected bills when observed, contracts mixed otherwise than before: what was observed of
    /// buyers is said of a month, and more annual contracts are no change of prices.
    pub fn observe(&mut self, bills: Vec<f64>, surplus: &[f64]) {
        for anchor in &mut self.anchors {
            anchor.price = bills[anchor.plan] - surplus[anchor.plan];
        }
        self.calibration = calibrate(self.conversion, &self.mix, &bills, self.elasticity, self.nesting);
        self.bills = bills;
    }

    /// The same beside what competitors offered when observed.
    pub fn beside(mut self, observed: Vec<f64>) -> Self {
        self.offers = [observed.clone(), observed];
        self
    }

    /// Puts the market beside what competitors offer now.
    pub fn meet(&mut self, offers: Vec<f64>) {
        self.offers[1] = offers;
    }

    /// Of prospects who take no plan at `conversion`, the share who take each competitor.
    pub fn lost_to(&mut self, conversion: f64) -> impl Iterator<Item = f64> + '_ {
        self.calibrate(conversion);
        rivals::taken(self.calibration.beta, &self.offers[1])
    }

    /// Puts the share of prospects who buy each plan at `prices`, expected bills less what add-ons leave (infinite where nobody can have it), into `shares`;
    /// gives the share who buy any.
    ///
    /// `conversion` is the share who buy at the observed list.
    pub fn buyers(&mut self, conversion: f64, prices: &[f64], shares: &mut [f64]) -> f64 {
        self.calibrate(conversion);
        if conversion <= 0.0 {
            shares.fill(0.0);
            return 0.0;
        }
        let Calibration { utility, beta } = &self.calibration;
        let outside = rivals::outside(*beta, &self.offers[0], &self.offers[1]);
        let mut utilities = [f64::NEG_INFINITY; MOST_PLANS];
        for (at, anchor) in self.anchors.iter().enumerate().filter(|(at, _)| prices[*at] < f64::INFINITY) {
            utilities[at] = utility[anchor.plan] + beta * (anchor.value - (prices[at] - anchor.price)) - outside;
        }
        shares_into(&utilities[..self.anchors.len()], self.nesting, shares)
    }

    /// Utility lost per unit of money a month, where `conversion` of prospects buy at the observed list.
    pub fn beta(&mut self, conversion: f64) -> f64 {
        self.calibrate(conversion);
        self.calibration.beta
    }

    /// Share of buyers by plan when observed.
    pub fn mix(&self) -> &[f64] {
        &self.mix
    }

    fn calibrate(&mut self, conversion: f64) {
        if conversion != self.conversion {
            self.conversion = conversion;
            self.calibration = calibrate(conversion, &self.mix, &self.bills, self.elasticity, self.nesting);
        }
    }
}

/// The plan whose appeal a plan has: its own if it was bought, else that of the plan it is most like, step by step.
fn anchor_of(model: &Model, mix: &[f64], at: usize, plan: &Plan) -> usize {
    let (mut anchor, mut like) = (at, plan.like.as_ref());
    // Likeness has no circles (the check sees to that), so there are fewer steps than plans.
    for _ in 0..model.plans.len() {
        let Some(next) = like.filter(|_| mix[anchor] <= 0.0).and_then(|like| model.plans.get_index_of(like)) else {
            break;
        };
        (anchor, like) = (next, model.plans[next].like.as_ref());
    }
    anchor
}

/// The features a plan had when its buyers were observed.
fn observed_features<'a>(plan: &'a Plan, base: Option<&'a Plan>) -> &'a Map<bool> {
    match (plan.observed.as_ref().or(base.and_then(|plan| plan.observed.as_ref())), base) {
        (Some(then), _) => &then.features,
        (None, Some(base)) => &base.features,
        (None, None) => &plan.features,
    }
}

fn value(segment: &Segment, features: &Map<bool>) -> f64 {
    segment.values.iter().filter(|(id, _)| features.get(*id) == Some(&true)).map(|(_, value)| value).sum()
}

/// Prospects a channel brings in month `t`, all segments together.
pub fn prospects(channel: &Channel, t: usize, start: Month) -> f64 {
    match &channel.source {
        Source::Organic { prospects } => prospects.at(t, start),
        Source::Paid { spend, reference_spend, reference_prospects, saturation } => {
            saturating(spend.at(t, start) / reference_spend, *saturation) * reference_prospects
        }
    }
}

/// Spend on a channel in month `t`.
pub fn spend(channel: &Channel, t: usize, start: Month) -> f64 {
    match &channel.source {
        Source::Organic { .. } => 0.0,
        Source::Paid { spend, .. } => spend.at(t, start),
    }
}

/// Prospects per reference prospect at `r` times the reference spend: `r(1+k)/(1+k·r)` (Michaelis-Menten through 1).
pub fn saturating(r: f64, k: f64) -> f64 {
    r * (1.0 + k) / (1.0 + k * r)
}

/// Spend for one more prospect, by share of reference: the inverse of the slope `(1+k)/(1+k·r)²`.
pub fn marginal(r: f64, k: f64) -> f64 {
    (1.0 + k * r) * (1.0 + k * r) / (1.0 + k)
}
