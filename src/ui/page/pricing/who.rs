//! This file says who takes what in one month of a projection: shares of prospects by plan, the mix, and who came from where.

use crate::chart::mix::Mix;
use crate::chart::mix::Segment;
use crate::chart::paint::Paint;
use crate::demand::source::source_of_business;
use crate::projection::Projection;
use crate::projection::expected;
use crate::projection::observed_lost;
pub use crate::projection::prices_of_plans as prices;
pub use crate::projection::shares;
pub use crate::projection::together;
pub use crate::projection::weights;
use crate::ui::outlook::Outlook;
use crate::workspace::Model;

/// Share of each segment's prospects who take each plan, and behind them each competitor: `[segment][plan or competitor]`.
pub fn options(projection: &Projection, t: usize) -> Vec<Vec<f64>> {
    let all = |segment: &crate::projection::SegmentRates<f64>| [&segment.shares[t], &segment.lost_to[t]].concat();
    projection.rates.segments.iter().map(all).collect()
}

/// Share of each segment's prospects who took each plan at the observed list and packaging: `[segment][plan]`.
pub fn observed(projection: &Projection, t: usize) -> Vec<Vec<f64>> {
    let model = projection.case.last();
    let of = |segment: &crate::workspace::model::Segment| {
        let conversion = segment.conversion.at(t, projection.start);
        model.plans.keys().map(|plan| segment.mix.get(plan).copied().unwrap_or(0.0) * conversion).collect()
    };
    projection.case.at(t).segments.values().map(of).collect()
}

/// The same with the share who took each competitor behind: `[segment][plan or competitor]`.
pub fn observed_options(projection: &Projection, base: &Model, t: usize) -> Vec<Vec<f64>> {
    let (model, segments) = (projection.case.last(), &projection.case.at(t).segments);
    let all = segments.iter().zip(observed(projection, t)).enumerate().map(|(at, ((id, segment), mut shares))| {
        let (beta, conversion) = (projection.rates.segments[at].beta[t], segment.conversion.at(t, projection.start));
        let lost = observed_lost(base, id, projection.start, beta, conversion);
        let of = |rival: &String| base.competitors.get_index_of(rival).map_or(0.0, |at| lost[at]);
        shares.extend(model.competitors.keys().map(of));
        shares
    });
    all.collect()
}

/// Who leaves which option for which, as shares of all prospects: `[from][to]`; the last option is taking none.
pub fn moves(before: &[Vec<f64>], after: &[Vec<f64>], weights: &[f64]) -> Vec<Vec<f64>> {
    let options = after.first().map_or(0, Vec::len) + 1;
    let mut flows = vec![vec![0.0; options]; options];
    for ((before, after), weight) in before.iter().zip(after).zip(weights) {
        let source = source_of_business(before, after);
        for (sum, row) in flows.iter_mut().zip(&source.flows) {
            for (sum, flow) in sum.iter_mut().zip(row) {
                *sum += flow * weight;
            }
        }
    }
    flows
}

/// Expected bill a month of a new customer in month `t`, usage included: `[segment][plan]`.
pub fn bills(projection: &Projection, t: usize) -> Vec<Vec<f64>> {
    expected(projection, t, |prices| prices.list[t], |table| table.recurring[0] + table.usage[0])
}

/// Expected bill a month of a new customer at the observed list, contracts mixed as in month `t`: `[segment][plan]`.
pub fn observed_bills(projection: &Projection, t: usize) -> Vec<Vec<f64>> {
    expected(projection, t, |_| 0, |table| table.recurring[0] + table.usage[0])
}

/// The plan mix of buyers by segment in the last month, the compared scenario's above that in front.
pub fn mix(front: &Outlook, compared: Option<&Outlook>) -> Mix {
    let mut plans = front.named("plans");
    for (id, name) in compared.iter().flat_map(|other| other.named("plans")) {
        if !plans.iter().any(|(known, _)| *known == id) {
            plans.push((id, name));
        }
    }
    let count = plans.len();
    let bar = |of: &Outlook, segment: &str| {
        let model = of.projection.case.last();
        let t = of.projection.months - 1;
        let shares = &of.projection.rates.segments.get(model.segments.get_index_of(segment)?)?.shares[t];
        let all: f64 = shares.iter().sum();
        let share = |id: &str| match model.plans.get_index_of(id) {
            Some(plan) if all > 0.0 => shares[plan] / all,
            _ => 0.0,
        };
        Some((of.name.clone(), plans.iter().map(|(id, _)| share(id)).collect::<Vec<f64>>()))
    };
    let segment = |(id, name): (yew::AttrValue, yew::AttrValue)| {
        let bars = compared.into_iter().chain([front]).filter_map(|of| bar(of, &id)).collect();
        Segment { name: name.to_string(), bars }
    };
    Mix {
        segments: front.named("segments").into_iter().map(segment).collect(),
        plans: plans.iter().enumerate().map(|(at, (_, name))| (name.to_string(), Paint::plan(at, count))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::TEMPLATES;

    #[test]
    fn at_the_observed_list_everybody_stays_where_they_are() {
        for template in TEMPLATES {
            let workspace = template.open();
            let outlook = Outlook::new(&workspace, None);
            let projection = &outlook.projection;
            let t = super::super::retold::settled(&projection.case);
            let flows = moves(&observed(projection, t), &shares(projection, t), &weights(projection, t));
            let plans_moved = projection.case.last().plans.values().any(|plan| plan.observed.is_some());
            assert!(plans_moved || flows.iter().flatten().all(|flow| *flow < 1e-9), "{flows:?}");
            let mix = mix(&outlook, None);
            assert!(mix.segments.iter().all(|segment| (segment.bars[0].1.iter().sum::<f64>() - 1.0).abs() < 1e-9));
        }
    }
}
