//! This file lists the prices a person can move, each with its path into the model and the words people know it by.

use rust_decimal::Decimal;

use super::response::range;
use crate::number::Number;
use crate::pricing::Charge;
use crate::pricing::PriceModel;
use crate::shape::Unit;
use crate::workspace::Model;

/// One price of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    /// Id of its plan.
    pub plan: String,
    /// The plan's name.
    pub plan_name: String,
    /// Path into the model.
    pub path: String,
    /// What it is paid for: `seat`, `month`, `100 credits`.
    pub per: String,
    /// Which of several it is: `tier 2`; empty where there is one.
    pub part: String,
    /// Money, or where only a rate is charged a share or a plain factor.
    pub unit: Unit,
    /// The price a month.
    pub value: Decimal,
}

impl Price {
    /// Its words in a list of choices: `Pro: per seat, tier 2`.
    pub fn words(&self) -> String {
        let part = if self.part.is_empty() { String::new() } else { format!(", {}", self.part) };
        format!("{}: per {}{part}", self.plan_name, self.per)
    }

    /// The same below an axis: `Pro, price per seat a month`.
    pub fn axis(&self) -> String {
        let part = if self.part.is_empty() { String::new() } else { format!(", {}", self.part) };
        match self.per.as_str() {
            "month" => format!("{}, price a month", self.plan_name),
            per => format!("{}, price per {per} a month{part}", self.plan_name),
        }
    }

    /// The prices looked at around today's, no share above all there is.
    pub fn range(&self, today: f64, now: f64) -> (f64, f64) {
        let (low, high) = range(today, now);
        (low, if self.unit == Unit::Share { high.min(1.0) } else { high })
    }

    /// The price as a float.
    pub fn float(&self) -> f64 {
        self.value.to_f64()
    }
}

/// Every price of every plan that is paid for; the one a plan is known by comes first.
pub fn prices(model: &Model) -> Vec<Price> {
    let mut all = Vec::new();
    for (plan, content) in model.plans.iter().filter(|(_, plan)| !plan.free) {
        let mut own = Vec::new();
        for (id, charge) in &content.charges {
            let at = format!("/plans/{plan}/charges/{id}");
            for (inside, per, part, unit, value) in of(model, charge) {
                let (plan, plan_name) = (plan.clone(), content.name.clone());
                let metered = charge.meter().is_some();
                own.push((metered, Price { plan, plan_name, path: format!("{at}/{inside}"), per, part, unit, value }));
            }
        }
        let leads = |(metered, price): &(bool, Price)| *metered && !price.value.is_zero();
        own.sort_by_key(|price| !leads(price));
        all.extend(own.into_iter().map(|(_, price)| price));
    }
    all
}

/// The price a plan is known by.
pub fn headline<'a>(prices: &'a [Price], plan: &str) -> Option<&'a Price> {
    prices.iter().find(|price| price.plan == plan)
}

/// What one of a charge's meter is called; `unit` where it is gone.
pub fn unit_of(model: &Model, charge: &Charge) -> String {
    let meter = charge.meter().and_then(|id| model.meters.get(id));
    meter.map_or_else(|| "unit".to_owned(), |meter| meter.unit.clone())
}

/// Path inside the charge, what it is paid for, which part, in what, value.
type Found = (String, String, String, Unit, Decimal);

fn of(model: &Model, charge: &Charge) -> Vec<Found> {
    let unit = unit_of(model, charge);
    let counted = |inside: &str, per: &str, counted: Unit, value: Decimal| {
        (inside.to_owned(), per.to_owned(), String::new(), counted, value)
    };
    let one = |inside: &str, per: &str, value: Decimal| counted(inside, per, Unit::Money, value);
    let each = |rate: &Decimal| counted("rate", &unit, Unit::Share, *rate);
    match &charge.model {
        PriceModel::Flat { amount } => vec![one("amount", "month", *amount)],
        PriceModel::PerUnit { price, .. } => vec![one("price", &unit, *price)],
        PriceModel::Graduated { tiers, .. } | PriceModel::Volume { tiers, .. } => {
            let rows = tiers.iter().map(|tier| (tier.unit, tier.flat));
            tiers_of("tiers", "unit", (&unit, Unit::Money), rows)
        }
        PriceModel::Package { size, price, .. } => {
            vec![one("price", &format!("{} {unit}", size.normalize()), *price)]
        }
        PriceModel::GraduatedBlocks { blocks, .. } | PriceModel::VolumeBlocks { blocks, .. } => {
            let prices = blocks.iter().map(|tier| (format!("{} {unit}", tier.size.normalize()), tier.price));
            rows("blocks", "tier", prices)
        }
        PriceModel::Stairstep { steps, .. } => {
            rows("steps", "step", steps.iter().map(|step| ("month".to_owned(), step.price)))
        }
        PriceModel::Capacity { capacity } => {
            rows("capacity", "step", capacity.iter().map(|step| ("month".to_owned(), step.price)))
        }
        PriceModel::Allowance { fee, price, .. } => vec![one("fee", "month", *fee), one("price", &unit, *price)],
        PriceModel::Percentage { rate, fee, .. } => {
            std::iter::once(each(rate)).chain(fee.iter().map(|fee| one("fee", "event", *fee))).collect()
        }
        PriceModel::Credits { size, price, .. } => {
            vec![one("price", &format!("{} {unit}", size.normalize()), *price)]
        }
        PriceModel::GraduatedPercentage { rates, .. } => {
            tiers_of("rates", "rate", (&unit, Unit::Share), rates.iter().map(|tier| (tier.rate, tier.flat)))
        }
        PriceModel::CostPlus { multiplier, .. } => vec![counted("multiplier", &unit, Unit::Plain, *multiplier)],
    }
}

/// The prices of a table with one a row: what each is paid for, and its value.
fn rows(table: &str, noun: &str, prices: impl ExactSizeIterator<Item = (String, Decimal)>) -> Vec<Found> {
    let count = prices.len();
    let part = |at: usize| if count > 1 { format!("{noun} {}", at + 1) } else { String::new() };
    let one = |(at, (per, price)): (usize, (String, Decimal))| {
        (format!("{table}/{at}/price"), per, part(at), Unit::Money, price)
    };
    prices.enumerate().map(one).collect()
}

/// The prices of a table of tiers: of a unit, and the flat fees there are.
fn tiers_of(
    table: &str,
    key: &str,
    (per, counted): (&str, Unit),
    tiers: impl ExactSizeIterator<Item = (Decimal, Decimal)>,
) -> Vec<Found> {
    let count = tiers.len();
    let part = |at: usize| if count > 1 { format!("tier {}", at + 1) } else { String::new() };
    let mut found = Vec::new();
    for (at, (price, flat)) in tiers.enumerate() {
        found.push((format!("{table}/{at}/{key}"), per.to_owned(), part(at), counted, price));
        if !flat.is_zero() {
            found.push((format!("{table}/{at}/flat"), "month".to_owned(), part(at), Unit::Money, flat));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::FromJson;
    use crate::workspace::TEMPLATES;

    #[test]
    fn every_price_leads_to_its_value_and_the_known_one_comes_first() {
        for template in TEMPLATES {
            let workspace = template.open();
            let json = serde_json::to_value(&*workspace.base).unwrap();
            let prices = prices(&workspace.base);
            for price in &prices {
                let value = json.pointer(&price.path).and_then(|value| value.as_str()).unwrap();
                assert_eq!(value.parse::<Decimal>().unwrap(), price.value, "{}", price.path);
            }
            for (id, plan) in workspace.base.plans.iter().filter(|(_, plan)| !plan.free) {
                let known = headline(&prices, id).unwrap();
                assert_eq!(known.plan_name, plan.name);
            }
        }
    }

    #[test]
    fn a_plan_priced_by_a_rate_alone_has_a_price_to_move() {
        let mut workspace = TEMPLATES[0].open();
        let (id, meter) = (workspace.base.plans.keys().last().unwrap().clone(), workspace.base.meters[0].clone());
        let name = workspace.base.meters.get_index(0).unwrap().0.clone();
        for (charge, inside, unit, high) in [
            (serde_json::json!({"model": "percentage", "meter": name, "rate": "0.5"}), "rate", Unit::Share, 1.0),
            (
                serde_json::json!({"model": "cost_plus", "meter": name, "multiplier": "1.25"}),
                "multiplier",
                Unit::Plain,
                3.8,
            ),
        ] {
            let plan = &mut workspace.base_mut().plans[id.as_str()];
            plan.charges.clear();
            plan.charges.insert("take".into(), Charge::from_json(&charge).unwrap());
            let prices = prices(&workspace.base);
            let known = headline(&prices, &id).unwrap();
            assert_eq!((known.path.rsplit('/').next(), known.unit), (Some(inside), unit));
            assert_eq!(known.per, meter.unit);
            assert_eq!(known.range(known.float(), known.float()).1, high);
        }
    }

    #[test]
    fn prices_have_words() {
        let workspace = TEMPLATES[0].open();
        let words: Vec<_> = prices(&workspace.base).iter().map(Price::words).collect();
        assert!(words.iter().all(|words| words.contains(": per ")), "{words:?}");
    }
}
