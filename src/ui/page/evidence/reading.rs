//! This file makes a finding of the document ready to be summed up: its rows read, one group of it, the price it is set against.

use crate::demand::answers;
use crate::demand::conjoint::Rule;
use crate::demand::experiment;
use crate::demand::experiment::Arm;
use crate::demand::finding::Finding;
use crate::demand::gabor_granger::Asked;
use crate::demand::historic;
use crate::shape::Unit;
use crate::ui::page::pricing::charge;
use crate::ui::page::pricing::list::Price;
use crate::ui::page::pricing::list::prices;
use crate::workspace::Model;
use crate::workspace::model::Evidence;
use crate::workspace::model::Experiment;

/// What a reader chose to look at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// One group of the respondents; everybody for none.
    pub group: Option<String>,
    /// Level chosen of each attribute of a conjoint study, by name of the attribute.
    pub levels: Vec<(String, usize)>,
    /// How utilities become choices.
    pub rule: Rule,
}

/// The groups its respondents belong to, in the order met.
pub fn groups(found: &Evidence) -> Vec<String> {
    let all: Vec<Option<String>> = match found {
        Evidence::VanWestendorp(survey) => {
            answers::van_westendorp(&survey.rows).unwrap_or_default().into_iter().map(|one| one.group).collect()
        }
        Evidence::GaborGranger(survey) => {
            answers::gabor_granger(&survey.rows).unwrap_or_default().into_iter().map(|(_, group)| group).collect()
        }
        Evidence::Conjoint(survey) => answers::conjoint(&survey.rows).map(|study| study.groups).unwrap_or_default(),
        Evidence::Experiment(_) | Evidence::Historic(_) => Vec::new(),
    };
    let mut names: Vec<String> = Vec::new();
    for name in all.into_iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Both arms, the lower price first.
pub fn arms(found: &Experiment) -> [Arm; 2] {
    [
        Arm {
            price: found.price_low,
            users: found.users_low,
            revenue: found.revenue_low,
            conversions: found.conversions_low,
        },
        Arm {
            price: found.price_high,
            users: found.users_high,
            revenue: found.revenue_high,
            conversions: found.conversions_high,
        },
    ]
}

/// The finding ready to be summed up, and how many it rests on, 0 where that is not known; `None` where nothing can be read
/// from it.
pub fn read(found: &Evidence, look: &Look) -> Option<(Finding, f64)> {
    let wanted = |group: &Option<String>| look.group.is_none() || *group == look.group;
    match found {
        Evidence::Experiment(seen) => {
            let [low, high] = arms(seen);
            Some((Finding::Experiment(experiment::summarise(low, high)?), low.users + high.users))
        }
        Evidence::VanWestendorp(survey) => {
            let mut people = answers::van_westendorp(&survey.rows).ok()?;
            people.retain(|one| wanted(&one.group));
            let finding = Finding::meter(&people)?;
            let counted = finding.units() as f64;
            Some((finding, counted))
        }
        Evidence::GaborGranger(survey) => {
            let asked = answers::gabor_granger(&survey.rows).ok()?;
            let asked: Vec<_> = asked.into_iter().filter(|(_, group)| wanted(group)).map(|(asked, _)| asked).collect();
            let shares = asked.iter().any(Asked::is_share);
            let most = if shares { 0.0 } else { asked.iter().map(|one| one.asked).sum() };
            (!asked.is_empty()).then(|| (Finding::curve(&asked), most))
        }
        Evidence::Historic(survey) => {
            let months: Vec<_> = answers::historic(&survey.rows).ok()?.into_iter().map(|(_, seen)| seen).collect();
            let last = historic::changes(&months).pop()?;
            Some((Finding::Change(last), months.iter().map(|month| month.prospects).sum()))
        }
        Evidence::Conjoint(survey) => {
            let mut study = answers::conjoint(&survey.rows).ok()?;
            let kept: Vec<bool> = study.groups.iter().map(wanted).collect();
            let mut keep = kept.iter();
            study.respondents.retain(|_| *keep.next().unwrap_or(&true));
            let product = study.attributes().into_iter().filter(|(_, levels)| study.levels[levels[0]].price.is_none());
            let product = product
                .filter_map(|(name, levels)| {
                    let chosen = look.levels.iter().find(|(of, _)| of == name).map(|(_, level)| *level);
                    chosen.or(levels.last().copied())
                })
                .collect();
            let count = study.respondents.len();
            (count > 0).then_some((Finding::Worths { study, product, rule: look.rule }, count as f64))
        }
    }
}

/// The plan's price that a finding speaks of: counted in the same thing.
pub fn price(model: &Model, found: &Evidence) -> Option<Price> {
    let about = found.about();
    let same = |price: &Price| {
        let charge = charge(model, price).is_some_and(|charge| charge.meter() == about.meter);
        charge && about.plan.is_none_or(|plan| plan == price.plan)
    };
    prices(model).into_iter().find(|price| price.unit == Unit::Money && !price.value.is_zero() && same(price))
}

/// The price its elasticity is measured at: the plan's, else the middle of what was asked.
pub fn reference(model: &Model, found: &Evidence) -> f64 {
    let middle = || found.prices().map_or(1.0, |(low, high)| f64::midpoint(low, high));
    price(model, found).map_or_else(middle, |price| price.float())
}
