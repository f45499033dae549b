//! This file names what can stand and yet makes no sense: subscriptions nobody should take, add-ons that bring nothing.

use std::cell::Cell;

use rust_decimal::Decimal;

use super::content::amount;
use super::content::contents;
use super::need::Need;
use super::need::Subscription;
use super::need::cheapest_of;
use super::need::cost;
use super::need::mean_quantities;
use super::rules::Rules;
use super::rules::Set;
use super::rules::bits;
use crate::number::Currency;
use crate::pricing::Interval;
use crate::workspace::Model;

/// How many sets of add-ons are looked at for all of it: it is found anew after each change.
const MOST_LOOKS: usize = 5_000;

/// Something to think about, where it stands in the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Path into the model.
    pub path: String,
    /// The sentence.
    pub words: String,
}

/// Everything of that kind. Prices are compared for the mean customer of each segment, paid by the month.
pub fn advice(model: &Model, currency: Currency) -> Vec<Advice> {
    let advisor =
        Advisor { model, currency, rules: Rules::new(model), sizes: sizes(model), looks: Cell::new(MOST_LOOKS) };
    let mut found = Vec::new();
    advisor.plans(&mut found);
    advisor.with_one_add_on(&mut found);
    if advisor.looks.get() == 0 {
        let words = "There are too many add-ons to compare all subscriptions: some that nobody should take may be missing here.";
        found.push(Advice { path: "/add_ons".to_owned(), words: words.to_owned() });
    }
    advisor.idle(&mut found);
    shares(model, &mut found);
    found
}

struct Advisor<'a> {
    model: &'a Model,
    currency: Currency,
    rules: Rules,
    /// Quantities of the mean customer, by segment.
    sizes: Vec<Vec<Decimal>>,
    /// How many more sets of add-ons are looked at.
    looks: Cell<usize>,
}

fn sizes(model: &Model) -> Vec<Vec<Decimal>> {
    model.segments.values().map(|segment| mean_quantities(model, segment)).collect()
}

impl Advisor<'_> {
    /// Plans nobody should take: another subscription contains as much and costs less in some segment and more in none.
    fn plans(&self, found: &mut Vec<Advice>) {
        for (id, plan) in self.model.plans.iter().filter(|(_, plan)| !plan.free) {
            if let Some((better, all)) = self.better(id, 0) {
                let less = if all { "for less" } else { "for no more" };
                let words = format!("{}: nobody should take it, {better} contains as much {less}", plan.name);
                found.push(Advice { path: format!("/plans/{id}"), words });
            }
        }
    }

    /// The same of plans with one add-on, and what it needs.
    fn with_one_add_on(&self, found: &mut Vec<Advice>) {
        for (at, (id, add_on)) in self.model.add_ons.iter().enumerate() {
            for (plan, (plan_id, content)) in self.model.plans.iter().enumerate() {
                if self.rules.fits[plan] & 1 << at == 0 {
                    continue;
                }
                if let Some((better, true)) = self.better(plan_id, self.rules.with_needs(at)) {
                    let (plan, add_on) = (&content.name, &add_on.name);
                    let words =
                        format!("{plan} with {add_on}: nobody should take it, {better} contains as much for less");
                    found.push(Advice { path: format!("/add_ons/{id}"), words });
                }
            }
        }
    }

    /// A subscription with another plan that contains as much and is dearer in no segment: its name, and whether it is
    /// cheaper in all. It must be the same in every segment.
    fn better(&self, plan: &str, add_ons: Set) -> Option<(String, bool)> {
        if self.looks.get() == 0 {
            return None;
        }
        let features = contents(self.model, plan, add_ons);
        if features.is_empty() {
            return None;
        }
        let mut same: Option<Subscription> = None;
        let (mut all, mut any) = (true, false);
        for quantities in &self.sizes {
            let now = cost(self.model, self.currency, plan, add_ons, quantities, Interval::Monthly);
            let need = Need { features: features.clone(), quantities: quantities.clone(), interval: Interval::Monthly };
            let others = |other: &str| other != plan;
            let mut looks = self.looks.get();
            let other = cheapest_of(self.model, &self.rules, self.currency, &need, others, Some(now), &mut looks);
            self.looks.set(looks);
            let other = other?;
            if other.yearly > now || same.as_ref().is_some_and(|same| same.plan != other.plan) {
                return None;
            }
            (all, any) = (all && other.yearly < now, any || other.yearly < now);
            same = Some(other);
        }
        let Subscription { plan, add_ons, .. } = same.filter(|_| any)?;
        let names = add_ons.iter().filter_map(|id| Some(self.model.add_ons.get(id)?.name.as_str()));
        let names: Vec<_> = std::iter::once(self.model.plans[&plan].name.as_str()).chain(names).collect();
        Some((names.join(" with "), all))
    }

    /// Add-ons that bring nothing to a plan they can be had with.
    fn idle(&self, found: &mut Vec<Advice>) {
        for (at, (id, add_on)) in self.model.add_ons.iter().enumerate() {
            let touched: Vec<&String> = add_on.features.keys().chain(add_on.extends.keys()).collect();
            for (plan, (plan_id, content)) in self.model.plans.iter().enumerate() {
                let with = self.rules.with_needs(at);
                let brings = |feature: &str| {
                    amount(self.model, plan_id, with, feature)
                        != amount(self.model, plan_id, with & !(1 << at), feature)
                };
                let fits = self.rules.fits[plan] & 1 << at != 0 && !touched.is_empty();
                if fits && !touched.iter().any(|feature| brings(feature)) {
                    let words = format!("{}: brings nothing to {}, which contains it", add_on.name, content.name);
                    found.push(Advice { path: format!("/add_ons/{id}"), words });
                }
            }
        }
    }
}

/// Shares of takers that cannot be: more than take what is needed, more than all of two that exclude each other.
fn shares(model: &Model, found: &mut Vec<Advice>) {
    let rules = Rules::new(model);
    for (at, (id, add_on)) in model.add_ons.iter().enumerate() {
        for (segment, share) in &add_on.attach {
            let path = format!("/add_ons/{id}/attach/{segment}");
            let Some(name) = model.segments.get(segment).map(|segment| &segment.name) else { continue };
            let of = |other: usize| Some((&model.add_ons[other].name, model.add_ons[other].attach.get(segment)?));
            for (other, _) in bits(rules.needs[at]).filter_map(of).filter(|(_, needed)| *needed < share) {
                let words = format!("{}: more of {name} take it than {other}, which it needs", add_on.name);
                found.push(Advice { path: path.clone(), words });
            }
            for (other, _) in
                bits(rules.bars[at] & ((1 << at) - 1)).filter_map(of).filter(|(_, one)| *one + share > 1.0)
            {
                let words =
                    format!("{}: more than all of {name} take it or {other}, which exclude each other", add_on.name);
                found.push(Advice { path: path.clone(), words });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::advice;
    use crate::packaging::rules::tests::starter;
    use crate::workspace::model::MOST_ADD_ONS;
    use crate::workspace::template;

    fn said(change: impl Fn(&mut serde_json::Value)) -> Vec<String> {
        let mut document = serde_json::to_value(starter(json!({})).unwrap()).unwrap();
        change(&mut document["base"]);
        let workspace = crate::workspace::check_value(&document).unwrap();
        advice(&workspace.base, workspace.currency).into_iter().map(|advice| advice.words).collect()
    }

    #[test]
    fn nothing_is_said_of_the_templates() {
        for template in crate::workspace::TEMPLATES {
            let workspace = template.open();
            assert_eq!(advice(&workspace.base, workspace.currency), [], "{}", template.name);
        }
        assert!(template("starter").is_some());
    }

    #[test]
    fn a_plan_dearer_than_one_that_contains_more_is_named() {
        let found = said(|base| {
            let mut twin = base["plans"]["pro"].clone();
            twin["name"] = json!("Twin");
            twin["minimum"] = json!("100000");
            base["plans"]["twin"] = twin;
        });
        assert_eq!(found, ["Twin: nobody should take it, Pro contains as much for less"]);
    }

    #[test]
    fn add_ons_that_cost_more_than_the_next_plan_or_bring_nothing_are_named() {
        let found = said(|base| {
            let charges = json!({"fee": {"model": "flat", "amount": "90000"}});
            let features = base["plans"]["pro"]["features"].clone();
            base["add_ons"]["all"] = json!({"name": "All of Pro", "charges": charges, "features": features,
                "attach": {"mid": 0.4}});
            let more = json!({"fee": {"model": "flat", "amount": "1"}});
            base["add_ons"]["more"] = json!({"name": "More", "charges": more, "depends_on": {"all": true},
                "attach": {"mid": 0.5}});
        });
        assert!(
            found[0].starts_with("Team with All of Pro: nobody should take it, Pro contains as much"),
            "{found:#?}"
        );
        assert!(
            found.iter().any(|words| words == "All of Pro: brings nothing to Pro, which contains it"),
            "{found:#?}"
        );
        assert!(found.iter().any(|words| words.contains("than All of Pro, which it needs")), "{found:#?}");
    }

    /// As many add-ons as there is room for, all adding to one limit, in odd sizes for odd prices.
    #[test]
    fn too_many_to_compare_is_said() {
        let found = said(|base| {
            base["features"]["gb"] = json!({"name": "GB", "group": "", "kind": "number"});
            for (id, limit) in [("team", "10"), ("pro", "9000")] {
                base["plans"][id]["features"]["gb"] = json!(true);
                base["plans"][id]["limits"] = json!({"gb": limit});
            }
            base["plans"]["team"]["features"] = base["plans"]["pro"]["features"].clone();
            for at in 0..MOST_ADD_ONS {
                let charges = json!({"fee": {"model": "flat", "amount": format!("0.{}", 101 + at * 13)}});
                let more = json!({"gb": (97 + at * 17).to_string()});
                base["add_ons"][format!("a{at}")] =
                    json!({"name": format!("A{at}"), "charges": charges, "extends": more});
            }
        });
        assert!(found.iter().any(|words| words.starts_with("There are too many add-ons")), "{found:#?}");
    }
}
