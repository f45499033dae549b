//! This file says what each channel brings: prospects, customers, what they cost, and what one more would cost.

use crate::projection::Projection;
use crate::projection::marginal;
use crate::projection::prospects;
use crate::ui::page::parts::float;
use crate::workspace::Map;
use crate::workspace::model::Channel;
use crate::workspace::model::Source;

/// What came through one channel, by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    /// What people call it.
    pub name: String,
    /// Whether it is paid for.
    pub paid: bool,
    /// Prospects.
    pub prospects: Vec<f64>,
    /// Those of them who started to pay at once.
    pub won: Vec<f64>,
    /// Spend.
    pub spend: Vec<f64>,
    /// Spend for one more customer; `None` where money brings none.
    pub marginal: Vec<Option<f64>>,
}

/// From prospects to customers in one segment, summed over the horizon.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Funnel {
    /// What people call the segment.
    pub name: String,
    /// Prospects.
    pub prospects: f64,
    /// Those who would choose a plan at the observed prices.
    pub observed: f64,
    /// Those who choose a plan at the prices in force.
    pub choosing: f64,
    /// Of them, those who start on a free plan.
    pub free: f64,
    /// Customers won, those who start to pay after a free plan included.
    pub won: f64,
}

/// Everything that brings customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// By channel, in the order of the model.
    pub channels: Vec<Brought>,
    /// Free accounts that started to pay, by month.
    pub upgraded: Vec<f64>,
    /// By segment, in the order of the model.
    pub funnels: Vec<Funnel>,
}

impl Brought {
    /// All customers won over the horizon.
    pub fn customers(&self) -> f64 {
        self.won.iter().sum()
    }

    /// All that was spent.
    pub fn spent(&self) -> f64 {
        self.spend.iter().sum()
    }

    /// Spend for each customer won; `None` where none was won or nothing spent.
    pub fn average(&self) -> Option<f64> {
        let customers = self.customers();
        (self.paid && customers > 0.0).then(|| self.spent() / customers)
    }

    /// Spend for one more customer, the mean of all months.
    pub fn next(&self) -> Option<f64> {
        let known: Vec<f64> = self.marginal.iter().flatten().copied().collect();
        (!known.is_empty()).then(|| known.iter().sum::<f64>() / known.len() as f64)
    }
}

impl Growth {
    /// What the channels of a projection bring.
    pub fn of(projection: &Projection) -> Self {
        let last = projection.case.last();
        let channel = |(at, (id, channel)): (usize, (&String, &Channel))| brought(projection, at, id, channel);
        let channels: Vec<Brought> = last.channels.iter().enumerate().map(channel).collect();
        let view = projection.view(crate::projection::Scope::All);
        let upgraded = |t: usize| {
            let at_once: f64 = channels.iter().map(|channel| channel.won[t]).sum();
            let rest = view.sum(t, |cell| cell.new) - at_once;
            // What is left of float error is nobody.
            if rest > 1e-9 * at_once.max(1.0) { rest } else { 0.0 }
        };
        let upgraded = (0..projection.months).map(upgraded).collect();
        let funnels = (0..last.segments.len()).map(|at| funnel(projection, at)).collect();
        Self { channels, upgraded, funnels }
    }

    /// All customers won in a month.
    pub fn won(&self, t: usize) -> f64 {
        self.channels.iter().map(|channel| channel.won[t]).sum::<f64>() + self.upgraded[t]
    }
}

fn brought(projection: &Projection, at: usize, id: &str, channel: &Channel) -> Brought {
    let paid = matches!(channel.source, Source::Paid { .. });
    let spend = projection.ledger.spend[at].amounts.iter().map(|amount| float(*amount)).collect();
    let mut brought =
        Brought { name: channel.name.clone(), paid, prospects: vec![], won: vec![], spend, marginal: vec![] };
    for t in 0..projection.months {
        let model = projection.case.at(t);
        let arriving = model.channels.get(id).map_or(0.0, |channel| prospects(channel, t, projection.start));
        let share = model.channels.get(id).map_or(0.0, |channel| paying(projection, t, &channel.split));
        brought.prospects.push(arriving);
        brought.won.push(arriving * share);
        brought.marginal.push(model.channels.get(id).and_then(|channel| next(channel, projection, t, share)));
    }
    brought
}

/// Share of a channel's prospects who start to pay at once.
fn paying(projection: &Projection, t: usize, split: &Map<f64>) -> f64 {
    let part = |(at, id): (usize, &String)| {
        let shares = &projection.rates.segments[at].shares[t];
        let paid = shares.iter().zip(&projection.rates.free).filter(|(_, free)| !**free).map(|(share, _)| share);
        split.get(id).copied().unwrap_or(0.0) * paid.sum::<f64>()
    };
    projection.case.at(t).segments.keys().enumerate().map(part).sum()
}

/// Spend for one more customer in month `t`, where `share` of prospects buy.
fn next(channel: &Channel, projection: &Projection, t: usize, share: f64) -> Option<f64> {
    let Source::Paid { spend, reference_spend, reference_prospects, saturation } = &channel.source else { return None };
    let buyers = reference_prospects * share;
    let ratio = spend.at(t, projection.start) / reference_spend;
    (buyers > 0.0).then(|| marginal(ratio, *saturation) * reference_spend / buyers)
}

fn funnel(projection: &Projection, at: usize) -> Funnel {
    let rates = &projection.rates.segments[at];
    let name = projection.case.last().segments[at].name.clone();
    let mut funnel = Funnel { name, ..Funnel::default() };
    for t in 0..projection.months {
        let arriving = rates.prospects[t];
        let free = rates.shares[t].iter().zip(&projection.rates.free).filter(|(_, free)| **free);
        funnel.prospects += arriving;
        funnel.observed += arriving * projection.case.at(t).segments[at].conversion.at(t, projection.start);
        funnel.choosing += arriving * rates.conversion[t];
        funnel.free += arriving * free.map(|(share, _)| share).sum::<f64>();
        funnel.won += rates.won[t].iter().sum::<f64>();
    }
    funnel
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::projection::project;
    use crate::workspace::template;

    #[test]
    fn channels_and_segments_bring_the_same_customers() {
        let workspace = template("starter").unwrap().open();
        let projection = project(&workspace, None);
        let growth = Growth::of(&projection);
        let all: f64 = (0..projection.months).map(|t| growth.won(t)).sum();
        let by_segment: f64 = growth.funnels.iter().map(|funnel| funnel.won).sum();
        assert!((all / by_segment - 1.0).abs() < 1e-9, "{all} {by_segment}");
        for funnel in &growth.funnels {
            assert!((funnel.free + funnel.won - funnel.choosing).abs() < 1e-6 * funnel.choosing, "{funnel:?}");
        }
    }

    #[test]
    fn one_more_costs_what_one_more_would() {
        let workspace = template("starter").unwrap().open();
        let more = |by: f64| {
            let mut workspace = workspace.clone();
            for channel in workspace.base_mut().channels.values_mut() {
                if let Source::Paid { spend, .. } = &mut channel.source {
                    *spend = crate::driver::Driver::Constant(42_000.0 + by);
                }
            }
            Growth::of(&project(&workspace, None)).channels
        };
        let (before, after) = (more(0.0), more(1.0));
        for (before, after) in before.iter().zip(&after).filter(|(before, _)| before.paid) {
            let slope = 1.0 / (after.won[0] - before.won[0]);
            let said = before.marginal[0].unwrap();
            assert!((slope / said - 1.0).abs() < 1e-3, "{slope} {said}");
            assert!(said > before.average().unwrap(), "more spend brings less");
        }
    }
}
