//! This file reads the plans as a ladder: what each step costs and brings, and what is odd about it, with the reason.

use crate::workspace::Model;

use super::content::contents;

/// A plan that fewer take is looked at as a decoy.
const FEW: f64 = 0.1;
/// A step up in price this small leaves little reason to stop below it.
const CLOSE: f64 = 1.25;
/// A step up in price this large leaves room for a plan between.
const WIDE: f64 = 5.0;

/// One plan of the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// The plan's place in the model.
    pub plan: usize,
    /// Expected bill of a new customer, money a month.
    pub price: f64,
    /// Share of buyers who take it.
    pub share: f64,
    /// Price over that of the paid plan below.
    pub ratio: Option<f64>,
    /// Features it has that the plan below has not, or goes further in.
    pub added: usize,
    /// Features the plan below has that it has not, or goes less far in.
    pub dropped: usize,
    /// What is odd, with the reason; mostly nothing.
    pub words: Vec<String>,
}

/// The ladder from the cheapest plan up. `plans` are places in the model in that order, each with the expected bill of a
/// new customer and the share of buyers who take it.
pub fn ladder(model: &Model, plans: &[(usize, f64, f64)]) -> Vec<Rung> {
    let mut rungs: Vec<Rung> = Vec::new();
    for &(plan, price, share) in plans {
        let (ratio, added, dropped) = match rungs.last() {
            Some(below) => {
                let ratio = (below.price > 0.0).then_some(price / below.price);
                (ratio, step(model, below.plan, plan), step(model, plan, below.plan))
            }
            None => (None, count(model, plan), 0),
        };
        rungs.push(Rung { plan, price, share, ratio, added, dropped, words: Vec::new() });
    }
    for at in 0..rungs.len() {
        rungs[at].words = words(model, &rungs, at);
    }
    rungs
}

fn count(model: &Model, plan: usize) -> usize {
    model.plans.get_index(plan).map_or(0, |(id, _)| contents(model, id, 0).len())
}

/// Features in which `to` goes further than `from`.
fn step(model: &Model, from: usize, to: usize) -> usize {
    let of = |at: usize| model.plans.get_index(at).map(|(id, _)| contents(model, id, 0)).unwrap_or_default();
    let from = of(from);
    let further = |(id, amount): &(String, super::content::Amount)| {
        from.iter().find(|(known, _)| known == id).is_none_or(|(_, before)| !before.covers(amount))
    };
    of(to).iter().filter(|entry| further(entry)).count()
}

fn words(model: &Model, rungs: &[Rung], at: usize) -> Vec<String> {
    let (rung, name) = (&rungs[at], |rung: &Rung| model.plans[rung.plan].name.as_str());
    let mut words = Vec::new();
    if let Some(below) = at.checked_sub(1).map(|below| &rungs[below]) {
        match rung.ratio {
            Some(_) if rung.added == 0 && rung.price > below.price => {
                words.push(format!("costs more than {} and adds nothing a feature says", name(below)));
            }
            Some(ratio) if ratio > WIDE => {
                words.push(format!("a wide step up from {}: there is room for a plan between", name(below)));
            }
            _ => {}
        }
        if rung.dropped > 0 && rung.added > 0 {
            let features = if rung.dropped == 1 { "a feature".into() } else { format!("{} features", rung.dropped) };
            words.push(format!("lacks {features} that {} has", name(below)));
        }
    }
    if let Some(above) = rungs.get(at + 1).filter(|above| above.ratio.is_some_and(|ratio| ratio <= CLOSE)) {
        let more = above.added.saturating_sub(above.dropped);
        if rung.share < FEW && more > 0 && above.share > rung.share {
            let features = if more == 1 { "one feature".into() } else { format!("{more} features") };
            let above = name(above);
            words.push(format!(
                "a decoy: for little more {above} has {features} more, so this one makes {above} look good"
            ));
        } else {
            words.push(format!("close in price to {}: little reason to stop here", name(above)));
        }
    }
    if rung.share < 0.005 && rungs.iter().any(|rung| rung.share > 0.0) {
        words.push("hardly anybody takes it".into());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::ladder;
    use crate::packaging::rules::tests::starter;

    #[test]
    fn steps_are_measured_and_what_is_odd_is_said() {
        let mut model = crate::workspace::Model::from(starter(serde_json::json!({})).unwrap().base);
        let rungs = ladder(&model, &[(0, 100.0, 0.6), (1, 250.0, 0.4)]);
        assert_eq!((rungs[0].ratio, rungs[1].ratio), (None, Some(2.5)));
        assert!(rungs[1].added > 0 && rungs[1].dropped == 0 && rungs.iter().all(|rung| rung.words.is_empty()));
        let rungs = ladder(&model, &[(0, 100.0, 0.04), (1, 110.0, 0.96)]);
        assert!(rungs[0].words[0].starts_with("a decoy: for little more Pro has"), "{:?}", rungs[0].words);
        let rungs = ladder(&model, &[(0, 10.0, 1.0), (1, 110.0, 0.0)]);
        assert_eq!(rungs[1].words[0], "a wide step up from Team: there is room for a plan between");
        assert_eq!(rungs[1].words[1], "hardly anybody takes it");
        model.plans["pro"].features = model.plans["team"].features.clone();
        model.plans["pro"].limits = model.plans["team"].limits.clone();
        let rungs = ladder(&model, &[(0, 100.0, 0.6), (1, 250.0, 0.4)]);
        assert_eq!(rungs[1].words, ["costs more than Team and adds nothing a feature says"]);
    }
}
