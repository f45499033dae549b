//! This file is who buys as the second engine sees it: nothing, each competitor and all plans stand in one plain list, where
//! nothing has utility 0, and the plans the one that makes as many buy at the observed list as were seen to.

use planwright::month::Month;
use planwright::projection::Rates;
use planwright::workspace::Case;
use planwright::workspace::Map;
use planwright::workspace::Model;

/// Of a segment's prospects, the shares who take each plan and each competitor, by month.
pub struct Chosen {
    pub shares: Vec<Vec<f64>>,
    pub lost_to: Vec<Vec<f64>>,
}

/// What the prospects of a segment choose; bills and the sensitivity to a price are those of the rates.
pub fn chosen(case: &Case, base: &Model, rates: &Rates<f64>, at: usize) -> Chosen {
    let (id, segment) = case.at(0).segments.get_index(at).expect("there is a segment");
    let mut chosen = Chosen { shares: Vec::new(), lost_to: Vec::new() };
    for t in 0..case.months {
        let beta = rates.segments[at].beta[t];
        let conversion = case.at(t).segments[at].conversion.at(t, case.start).min(1.0 - 1e-9);
        let plan =
            |plan| if rates.closed[plan] > t { liked(case, base, rates, (at, plan), t) } else { f64::NEG_INFINITY };
        let plans: Vec<f64> = (0..rates.prices.len()).map(plan).collect();
        let offers = |model, t| {
            elsewhere(model, id, t, case.start)
                .map(|offer| offer.map_or(f64::NEG_INFINITY, |offer| beta * offer))
                .collect::<Vec<_>>()
        };
        let (then, now) = (offers(base, 0), offers(case.at(t), t));
        let odds = (conversion / (1.0 - conversion)).ln() + logsum(&[&[0.0], &then[..]].concat());
        let options = [&[odds + segment.nesting * logsum(&plans), 0.0], &now[..]].concat();
        let taken = shares(&options);
        chosen.shares.push(shares(&plans).into_iter().map(|share| share * taken[0]).collect());
        chosen.lost_to.push(taken[2..].to_vec());
    }
    chosen
}

/// How a plan is liked among the others, as a logarithm: as when it was observed, but for what it is worth and costs since.
fn liked(case: &Case, base: &Model, rates: &Rates<f64>, (at, plan): (usize, usize), t: usize) -> f64 {
    let (model, segment) = (case.last(), &case.at(0).segments[at]);
    let bought = |plan: usize| segment.mix.get(&model.plans.keys()[plan]).copied().unwrap_or(0.0);
    // A plan that nobody was seen to buy is liked as the one it is said to be most like.
    let mut like = plan;
    while let Some(next) = model.plans[like].like.as_ref().filter(|_| bought(like) == 0.0) {
        like = model.plans.get_index_of(next).expect("it is like one of the plans");
    }
    let was = &model.plans[like];
    let old = base.plans.get(&model.plans.keys()[like]);
    let seen = was.observed.as_ref().or(old.and_then(|old| old.observed.as_ref()));
    let seen = seen.map(|seen| &seen.features).or(old.map(|old| &old.features)).unwrap_or(&was.features);
    let worth = |features: &Map<bool>| {
        let held = |id: &str| features.get(id).is_some_and(|held| *held);
        segment.values.iter().filter(|(id, _)| held(id)).map(|(_, value)| value).sum::<f64>()
    };
    let price = |plan: usize, version: usize, annual: f64| {
        let [monthly, yearly] = &rates.tables[at][plan];
        monthly[version].weighed * (1.0 - annual) + yearly[version].weighed * annual - monthly[version].surplus()
    };
    let annual = case.at(t).segments[at].annual_share.at(t, case.start);
    let gain = worth(&model.plans[plan].features) - worth(seen);
    let dearer = price(plan, rates.prices[plan].list[t], annual) - price(like, 0, annual);
    bought(like).ln() + rates.segments[at].beta[t] * (gain - dearer) / segment.nesting
}

/// What each competitor is worth to a segment more than it costs; none for one it does not know.
fn elsewhere<'a>(model: &'a Model, id: &'a str, t: usize, start: Month) -> impl Iterator<Item = Option<f64>> + 'a {
    let usage = &model.segments[id].usage;
    model.competitors.values().map(move |rival| {
        let each = rival.prices.get(id).unwrap_or(&rival.price).at(t, start);
        let units = rival.meter.as_ref().map_or(1.0, |meter| usage.get(meter).map_or(0.0, |usage| usage.mean));
        rival.values.get(id).map(|value| value - each * units)
    })
}

/// The shares of a plain logit; nobody takes what is beyond reach.
fn shares(utilities: &[f64]) -> Vec<f64> {
    let all = logsum(utilities);
    utilities.iter().map(|utility| if *utility > f64::NEG_INFINITY { (utility - all).exp() } else { 0.0 }).collect()
}

fn logsum(utilities: &[f64]) -> f64 {
    let best = utilities.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if best == f64::NEG_INFINITY {
        best
    } else {
        best + utilities.iter().map(|one| (one - best).exp()).sum::<f64>().ln()
    }
}
