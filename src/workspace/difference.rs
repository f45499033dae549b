//! This file lists what a scenario changes, as sentences: `Pro price: $49 → $59 from Mar 2027`.

use std::fmt;

use serde_json::Value;

use super::Workspace;
use super::describe::Described;
use super::describe::describe;
use super::model::Coupon;
use super::stage::Stage;
use super::stage::priced;
use super::walk::Found;
use super::walk::walk;
use super::words::Writer;
use crate::json::FromJson;
use crate::month::Month;
use crate::number::Locale;
use crate::shape::Shape;
use crate::shape::capital;

/// Where the month of the price change stands: its sentence names the change, since the month alone says nothing.
const ROLLOUT_FROM: &str = "/rollout/from";

/// What kind of thing differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An input has another value.
    Input,
    /// A whole object (plan, segment, channel…) is there on one side only.
    Object,
}

/// One difference between two scenarios.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Path into the model.
    pub path: String,
    /// Input or object.
    pub kind: Kind,
    /// The object concerned, by name; empty for inputs of the whole business.
    pub subject: String,
    /// The input, or the kind of object, as in the middle of a sentence.
    pub label: String,
    /// What it was in the other scenario; `None` where it was not there.
    pub before: Option<String>,
    /// What it is; `None` where it is gone.
    pub after: Option<String>,
    /// The first month of it; `None` for throughout.
    pub from: Option<Month>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, label, .. } = self;
        let (before, after) = (self.before.as_deref(), self.after.as_deref());
        if self.path == ROLLOUT_FROM {
            let when = |month: Option<&str>| month.map_or("from the start".to_owned(), |month| format!("from {month}"));
            return write!(f, "The new prices hold: {} → {}", when(before), when(after));
        }
        match (self.kind, after) {
            (Kind::Object, Some(after)) => {
                write!(f, "New {label} {subject}")?;
                if !after.is_empty() {
                    write!(f, ", {after}")?;
                }
            }
            (Kind::Object, None) => write!(f, "{} {subject} removed", capital(label))?,
            (Kind::Input, after) => {
                let whole = if subject.is_empty() { capital(label) } else { format!("{subject} {label}") };
                write!(f, "{whole}: {} → {}", before.unwrap_or("none"), after.unwrap_or("none"))?;
            }
        }
        self.from.map_or(Ok(()), |from| write!(f, " from {}", from.label()))
    }
}

/// What differs in `scenario` from `against` (each the base if `None`), in the order of the model, then by month.
pub fn differences(
    workspace: &Workspace,
    scenario: Option<&str>,
    against: Option<&str>,
    locale: Locale,
) -> Vec<Difference> {
    between((workspace, against), (workspace, scenario), locale)
}

/// A scenario, the base if `None`, of a document.
pub(super) type Side<'a> = (&'a Workspace, Option<&'a str>);

/// What differs in `new` from `old`, each of a document of its own.
pub(super) fn between(old: Side<'_>, new: Side<'_>, locale: Locale) -> Vec<Difference> {
    let mut differences = Vec::new();
    each(old, new, |found, before, after, from| {
        differences.push(sentence(new.0, found, before, after, from, locale));
    });
    differences
}

/// The path of each of the [`differences`], for whoever counts them and does not read them.
pub fn changed(workspace: &Workspace, scenario: Option<&str>, against: Option<&str>) -> Vec<String> {
    let mut paths = Vec::new();
    each((workspace, against), (workspace, scenario), |found, _, _, _| paths.push(found.path.clone()));
    paths
}

/// Tells what differs, with the model before and after, and the month from which it does.
fn each(old: Side<'_>, new: Side<'_>, mut tell: impl FnMut(&Found, &Value, &Value, Option<Month>)) {
    let stages = |(workspace, id): Side<'_>| workspace.base.stages(&workspace.chain(id), &mut Vec::new());
    let start = new.0.start;
    let (old, new) = (stages(old), stages(new));
    let mut months: Vec<_> = old.iter().chain(new.iter()).filter_map(|stage| stage.from).collect();
    months.retain(|month| *month > start);
    months.sort_unstable();
    months.dedup();
    let mut said: Vec<(String, Option<Value>, Option<Value>)> = Vec::new();
    for from in std::iter::once(None).chain(months.into_iter().map(Some)) {
        let month = from.unwrap_or(start);
        let (old, new) = (in_force(&old, month), in_force(&new, month));
        let mut now = Vec::new();
        for found in walk(old, new) {
            let entry = (found.path.clone(), old.pointer(&found.path).cloned(), new.pointer(&found.path).cloned());
            if !said.contains(&entry) {
                tell(&found, old, new, from);
            }
            now.push(entry);
        }
        said = now;
    }
}

/// The model in force in a month.
fn in_force(stages: &[Stage], month: Month) -> &Value {
    let held = stages.iter().rev().find(|stage| stage.from.is_none_or(|from| from <= month));
    held.map_or(&Value::Null, |stage| &stage.model)
}

fn sentence(
    workspace: &Workspace,
    found: &Found,
    old: &Value,
    new: &Value,
    from: Option<Month>,
    locale: Locale,
) -> Difference {
    let writer = |model| Writer { model, currency: workspace.currency, locale };
    let (before, after) = (old.pointer(&found.path), new.pointer(&found.path));
    let model = if after.is_some() { new } else { old };
    let mut words = describe(&found.path, model).unwrap_or_else(|| Described {
        subject: String::new(),
        label: found.path.clone(),
        unit: None,
    });
    let object = found.noun.filter(|_| !words.subject.is_empty() && words.label.is_empty());
    let (before, after) = match object {
        Some(noun) => {
            words.label = noun.to_owned();
            (before.map(|_| String::new()), after.map(|value| summary(value, &writer(new))))
        }
        None => {
            let before = before.or(found.absent.as_ref()).map(|value| writer(old).value(value, &found.shape));
            (before, after.or(found.absent.as_ref()).map(|value| writer(new).value(value, &found.shape)))
        }
    };
    let listed = priced(&found.path).is_some_and(|(_, _, part)| part != "features");
    let rollout = new.pointer("/rollout/from").filter(|_| listed).and_then(|month| month.as_str()?.parse().ok());
    let kind = if object.is_some() { Kind::Object } else { Kind::Input };
    let Described { subject, label, .. } = words;
    Difference { path: found.path.clone(), kind, subject, label, before, after, from: from.or(rollout) }
}

/// What a new object is, in a few words; empty where its name says enough.
fn summary(value: &Value, writer: &Writer) -> String {
    let mut words = Vec::new();
    if let Some(charges) = value.get("charges").and_then(Value::as_object) {
        let shape = crate::pricing::Charge::SHAPE;
        let charges: Vec<_> = charges.values().map(|charge| writer.value(charge, &shape)).collect();
        words.push(if charges.is_empty() { "free".to_owned() } else { charges.join(" + ") });
    }
    if let (Some(plans), Some(_)) = (value.get("plans").and_then(Value::as_object), value.get("existing")) {
        let listed = |(id, charges): (&String, &Value)| {
            let charges = charges.as_object().into_iter().flat_map(|all| all.values());
            let charges: Vec<_> = charges.map(|charge| writer.value(charge, &crate::pricing::Charge::SHAPE)).collect();
            format!("{} {}", writer.name("plans", id), charges.join(" + "))
        };
        words.extend(plans.iter().map(listed));
    }
    if let Ok(coupon) = Coupon::from_json(value) {
        words.push(writer.coupon(&coupon));
    }
    if let Some(like) = value.get("like").and_then(Value::as_str) {
        words.push(format!("most like {}", writer.name("plans", like)));
    }
    if let Some(month) = value.get("from").and_then(Value::as_str).and_then(|month| month.parse::<Month>().ok()) {
        words.push(format!("from {}", month.label()));
    }
    if let Some(customers) = value.get("customers") {
        let shape = Shape::Number { unit: crate::shape::Unit::Count, low: 0.0, high: 0.0, whole: false };
        let noun = if customers.as_f64() == Some(1.0) { "customer" } else { "customers" };
        words.push(format!("{} {noun}", writer.value(customers, &shape)));
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Edit;
    use crate::workspace::apply_all;
    use crate::workspace::sample;
    use serde_json::json;

    fn sentences(workspace: &Workspace, scenario: Option<&str>, against: Option<&str>) -> Vec<String> {
        let found = differences(workspace, scenario, against, Locale::EN_US);
        let paths: Vec<_> = found.iter().map(|difference| difference.path.clone()).collect();
        assert_eq!(changed(workspace, scenario, against), paths);
        found.iter().map(|difference| difference.to_string().replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn the_sample_reads_as_sentences() {
        let workspace = sample::workspace();
        let dearer = ["Pro price: $49 → $59 from Mar 2027", "Pro price: $49 → $69 from Jan 2028"];
        assert_eq!(sentences(&workspace, Some("dearer"), None), dearer);
        let premium = ["New plan Premium, $99, most like Pro", "Segment price elasticity: −1.5 → −2"];
        assert_eq!(sentences(&workspace, Some("premium"), Some("dearer")), premium);
        assert_eq!(sentences(&workspace, Some("premium"), Some("premium")), [""; 0]);
        let back = ["Plan Premium removed", "Segment price elasticity: −2 → −1.5"];
        assert_eq!(sentences(&workspace, Some("dearer"), Some("premium")), back);
    }

    #[test]
    fn each_kind_of_input_has_its_words() {
        let charge = json!({"model": "allowance", "meter": "seats", "fee": "49", "included": "5", "price": "9.5"});
        let tiers = json!([{"up_to": "10", "unit": "55", "flat": "20"}, {"up_to": null, "unit": "0.5", "flat": "0"}]);
        let ramp = json!({"kind": "ramp", "from": 0.04, "to": 0.06, "start": "2027-03", "end": "2027-12"});
        let season = json!({"kind": "growth", "value": 900, "monthly": -0.01, "season": [1, 1, 1, 1, 1, 1, 1, 0.5, 1, 1, 1, 1.5]});
        let steps = json!({"kind": "steps", "value": 1000, "steps": [{"month": "2027-06", "value": 1500}]});
        let rows = [
            ("/segments/teams/conversion", json!(0.05), "Teams conversion: 4.5 % → 5 %"),
            (
                "/segments/teams/conversion",
                ramp,
                "Teams conversion: 4.5 % → 4 % until Mar 2027, rising to 6 % by Dec 2027",
            ),
            ("/rollout/existing", json!("keep"), "Existing customers: move at next renewal → keep their price"),
            ("/rollout/from", json!("2027-05"), "The new prices hold: from Mar 2027 → from May 2027"),
            ("/plans/pro/annual_discount", json!("0.1666"), "Pro annual discount: 20 % → 16.66 % from Mar 2027"),
            ("/plans/pro/minimum", json!("5"), "Pro minimum spend: none → $5 from Mar 2027"),
            ("/plans/pro/minimum_units/seats", json!("5"), "Pro least billed: none → seats 5 from Mar 2027"),
            ("/plans/pro/ramp", json!(["0.5", "0.75", "1"]), "Pro ramp: none → 50 %, 75 %, 100 % from Mar 2027"),
            (
                "/plans/pro/trial",
                json!({"days": 14, "conversion": 0.2}),
                "Pro trial: none → trial days 14, trials that convert 20 %",
            ),
            (
                "/coupons/spring",
                json!({"name": "Spring", "off": {"kind": "share", "share": "0.2"}, "lasts": {"for": "months", "months": 3}}),
                "New coupon Spring, 20 % off for 3 months",
            ),
            (
                "/price_changes/later",
                json!({
                    "name": "Next step", "from": "2028-01", "existing": "renewal", "attention": 0.5,
                    "plans": {"pro": {"seats": {"model": "per_unit", "meter": "seats", "price": "65"}}},
                }),
                "New price change Next step, Pro $65 per seat, from Jan 2028",
            ),
            (
                "/segments/teams/negotiated",
                json!({"mean": 0.15, "spread": 0.1}),
                "Teams negotiated discount: none → discount 15 %, discount spread 10 %",
            ),
            ("/plans/pro/contact_sales", json!(true), "Pro contact sales: no → yes"),
            ("/plans/basic/features/sso", json!(true), "Basic SSO: no → yes"),
            (
                "/plans/pro/charges/seats",
                charge,
                "Pro charge: $49 per seat → $49 with 5 seats, then $9.50 per seat from Mar 2027",
            ),
            (
                "/price_changes/next/plans/pro/seats/tiers",
                tiers,
                "Next Pro, tiers: $55 up to 10, $50 beyond → $55 plus $20 up to 10, $0.50 beyond",
            ),
            ("/segments/teams/mix", json!({"free": 0, "basic": 0.5, "pro": 0.5}), "Teams plan mix, Free: 25 % → 0 %"),
            ("/segments/teams/usage/seats/mean", json!(8), "Teams seats, mean: 6.5 → 8"),
            (
                "/segments/teams/retention",
                json!({"curve": "sbg", "alpha": 1, "beta": 9}),
                "Teams retention: constant churn (churn a month 3 %) → falling churn (sBG) (α 1, β 9)",
            ),
            ("/segments/teams/retention/churn_monthly", json!(0.025), "Teams churn a month: 3 % → 2.5 %"),
            (
                "/channels/search/source/prospects",
                season,
                "Search prospects a month: 1,000 → 900, falling 1 % a month, by season × 0.5 to × 1.5",
            ),
            (
                "/channels/search/source/prospects",
                steps,
                "Search prospects a month: 1,000 → 1,000, 1,500 from Jun 2027",
            ),
            ("/channels/ads/split", json!({"teams": 1}), "Ads prospects by segment, Teams: 80 % → 100 %"),
            ("/costs/fixed/rent/amount", json!(6000.5), "Rent amount a month: $5,000 a month → $6,000.50 a month"),
            ("/costs/cogs/hosting/basis/amount", json!(0.45), "Hosting amount: $0.50 → $0.45"),
            ("/finance/opening_cash", json!("-5000"), "Opening cash: $100,000 → −$5,000"),
            ("/finance/collection_months", json!(2), "Annual invoices paid after: 1 month → 2 months"),
            ("/opening/old/customers", json!(100), "Teams on Pro customers: 120 → 100"),
        ];
        for (path, value, expected) in rows {
            let mut value_of = sample::value();
            value_of["base"]["segments"]["teams"]["name"] = json!("Teams");
            let workspace = crate::workspace::check_value(&value_of).unwrap();
            let edits = [
                Edit::AddScenario { name: "Tried".into(), from: None },
                Edit::Set { scenario: Some("tried".into()), path: path.into(), value },
            ];
            let workspace = apply_all(&workspace, &edits).unwrap_or_else(|problems| panic!("{path}: {problems:#?}"));
            assert_eq!(sentences(&workspace, Some("tried"), None)[0], expected, "{path}");
        }
    }

    #[test]
    fn a_removed_plan_is_said_with_what_follows() {
        let edits = [Edit::Remove { scenario: Some("dearer".into()), path: "/plans/pro".into() }];
        let workspace = apply_all(&sample::workspace(), &edits).unwrap();
        let found = sentences(&workspace, Some("dearer"), None);
        assert!(found.contains(&"Plan Pro removed".to_owned()), "{found:?}");
        assert!(found.contains(&"Segment plan mix, Basic: 25 % → 50 %".to_owned()), "{found:?}");
        assert!(found.contains(&"Vintage Segment on Pro removed".to_owned()), "{found:?}");
        assert!(found.contains(&"Price change Next removed".to_owned()), "{found:?}");
    }
}
