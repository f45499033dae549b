//! This file says in words what a finding cannot tell, and why its figures may be weak.

use super::NoOptimum;
use super::finding::Finding;
use super::finding::POINTS;
use super::van_westendorp::Manner;
use super::van_westendorp::Meter;
use super::van_westendorp::Rule;

/// Fewer than this is said to be a small sample.
const SMALL: usize = 50;

impl Finding {
    /// What to keep in mind, as sentences.
    pub fn warnings(&self, price: f64) -> Vec<String> {
        let mut all = Vec::new();
        match self {
            Self::Experiment(told) => {
                if let Err(why) = told.optimum() {
                    all.push(sentence(&why));
                }
                match told.interval {
                    None => all.push(
                        "Buyers were not counted, so revenue alone cannot say how much of this is chance.".into(),
                    ),
                    Some(_) if told.is_inconclusive() => {
                        all.push("The interval includes 0: chance alone would explain the difference.".into());
                    }
                    Some(_) => {}
                }
            }
            Self::Meter { meter, trial } => meter_warnings(meter, trial.is_some(), &mut all),
            Self::Curve { asked, fit, counted } => {
                let answers: f64 = asked.iter().map(|one| one.asked).sum();
                if !counted {
                    all.push("These are shares, and nothing says how many were asked: how far chance moves them is not known, so no interval is shown.".into());
                } else if answers < SMALL as f64 {
                    all.push(small(answers as usize, "answer", ""));
                }
                let rises = asked.windows(2).any(|pair| pair[1].buy / pair[1].asked > pair[0].buy / pair[0].asked);
                if rises {
                    all.push("At some price more would buy than at a lower one; shares are levelled so that they never rise.".into());
                }
                match fit {
                    Err(why) => all.push(sentence(why)),
                    Ok(fit) => {
                        let (low, high) = (asked[0].price, asked[asked.len() - 1].price);
                        if fit.curve.optimum(0.0).is_ok_and(|best| best < low || best > high) {
                            all.push(
                                "The best price of the curve lies beyond the prices asked about: it is extrapolated."
                                    .into(),
                            );
                        }
                    }
                }
                all.push("People say they would buy more often than they do.".into());
            }
            Self::Change(change) => {
                let few = change.before.months.min(change.after.months);
                if few < 3 {
                    all.push(small(few, "month", " on one side of the change"));
                }
                all.push(
                    "Whatever else changed in those months is in this figure too; nobody was shown the other price."
                        .into(),
                );
                all.push(sentence(&NoOptimum::TwoPrices { elasticity: change.elasticity }));
            }
            Self::Worths { study, .. } => {
                if study.respondents.len() < SMALL {
                    all.push(small(study.respondents.len(), "respondent", ""));
                }
                if study.prices().is_none() {
                    all.push("No attribute is a price, so that no level can be put in money.".into());
                }
                if study.none.is_none() {
                    all.push("Nobody could choose to buy nothing, so that the share who buy, and its elasticity, are unknown.".into());
                }
            }
        }
        let demand = self.demand(None);
        let beyond = demand.first().zip(demand.last()).is_some_and(|(low, high)| price < low.0 || price > high.0);
        if beyond {
            all.push("The plan’s price lies outside what was asked: its elasticity is extrapolated or unknown.".into());
        }
        if self.figures(price).last().and_then(|figure| figure.value).is_some_and(|slope| slope.abs() < 1e-9) {
            all.push("Nobody asked is lost at the plan’s price: an elasticity of 0 says that they would stand a higher one, not that price never matters.".into());
        }
        all
    }
}

fn small(count: usize, one: &str, rest: &str) -> String {
    let many = if count == 1 { "" } else { "s" };
    format!("Only {count} {one}{many}{rest}: figures may move a lot.")
}

fn sentence(why: &impl ToString) -> String {
    // A negative figure stands behind "of" in all of these.
    let why = why.to_string().replace(" of -", " of −");
    let mut letters = why.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).chain(['.']).collect()).unwrap_or_default()
}

fn meter_warnings(meter: &Meter, has_intent: bool, all: &mut Vec<String>) {
    if meter.intransitive > 0 {
        let those = if meter.intransitive == 1 {
            "1 respondent’s".to_owned()
        } else {
            format!("{} respondents’", meter.intransitive)
        };
        all.push(format!("{those} prices do not rise from too cheap to too expensive; they are left out."));
    }
    if meter.respondents() < SMALL {
        all.push(small(meter.respondents(), "respondent", ""));
    }
    let counts = meter.count(Manner::Exact, None);
    let degenerate: Vec<String> = POINTS
        .iter()
        .filter(|(_, point)| counts.point(*point, Rule::Linear).is_some_and(|crossing| crossing.degenerate))
        .map(|(label, _)| label.to_lowercase())
        .collect();
    if !degenerate.is_empty() {
        let names = degenerate.join(", ");
        all.push(format!(
            "Curves meet over a stretch of prices, not in a point ({names}): the lowest of them is shown."
        ));
    }
    if !has_intent {
        all.push(
            "Whether they would buy was not asked: the elasticity is of those who do not find the price too expensive."
                .into(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demand::answers;
    use crate::demand::conjoint;

    fn meter(text: &str) -> Finding {
        Finding::meter(&answers::van_westendorp(text).unwrap()).unwrap()
    }

    #[test]
    fn what_cannot_be_said_is_said() {
        let finding = meter("1\t2\t3\t4\n2\t3\t4\t5\n5\t4\t3\t2");
        let warnings = finding.warnings(3.0).join(" ");
        for words in ["1 respondent’s prices do not rise", "Only 2 respondents", "was not asked"] {
            assert!(warnings.contains(words), "{warnings}");
        }
        let stood = |price| finding.warnings(price).iter().any(|warning| warning.contains("stand a higher one"));
        assert!(stood(2.0) && !stood(4.5));
        let asked = meter("1\t2\t3\t4\t5\t5\n2\t3\t4\t5\t5\t5").warnings(100.0);
        assert!(asked.iter().any(|warning| warning.contains("outside what was asked")), "{asked:?}");
        let months = [(10.0, 100.0), (20.0, 40.0)].map(|(price, buyers)| crate::demand::historic::Seen {
            price,
            prospects: 1000.0,
            buyers,
        });
        let fallen = Finding::Change(crate::demand::historic::changes(&months)[0]).warnings(10.0).join(" ");
        assert!(fallen.contains("elasticity of −1.32") && !fallen.contains(" -"), "{fallen}");
        let study = answers::conjoint("A: x\tA: y\n0\t1").unwrap();
        let finding = Finding::Worths { study, product: vec![0], rule: conjoint::Rule::Logit };
        let warnings = finding.warnings(3.0).join(" ");
        assert!(warnings.contains("No attribute is a price") && warnings.contains("buy nothing"), "{warnings}");
        assert_eq!(finding.figures(3.0).iter().filter_map(|figure| figure.value).count(), 0);
    }
}
