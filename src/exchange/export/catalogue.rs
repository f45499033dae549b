//! This file reads plans, add-ons and charges of a model in JSON, and names what a format does not know of them.

use rust_decimal::Decimal;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::Source;

/// What belongs to demand rather than to the price list.
const DEMAND: &[&str] = &["churn_factor", "like", "observed", "attach", "values"];

/// A plan or add-on.
#[derive(Clone, Copy)]
pub(super) struct Sold<'a> {
    pub collection: &'static str,
    pub id: &'a str,
    pub value: &'a Value,
}

/// A charge of one.
#[derive(Clone, Copy)]
pub(super) struct Charge<'a> {
    pub id: &'a str,
    pub value: &'a Value,
    /// The meter it is counted in; none for a flat fee.
    pub meter: Option<&'a Value>,
}

/// A tier of a price table.
pub(super) struct Tier {
    pub up_to: Option<Decimal>,
    pub flat: Decimal,
    pub unit: Decimal,
}

impl Source<'_> {
    /// Everything in one of the collections `plans` and `add_ons`.
    pub fn sold(&self, collection: &'static str) -> Vec<Sold<'_>> {
        let all = self.model.get(collection).and_then(Value::as_object).into_iter().flatten();
        all.map(|(id, value)| Sold { collection, id, value }).collect()
    }

    /// The charges of a plan or add-on.
    pub fn charges<'a>(&'a self, sold: Sold<'a>) -> Vec<Charge<'a>> {
        let all = sold.value["charges"].as_object().into_iter().flatten();
        let meter = |value: &'a Value| self.model["meters"].get(value.get("meter")?.as_str()?);
        all.map(|(id, value)| Charge { id, value, meter: meter(value) }).collect()
    }
}

impl<'a> Sold<'a> {
    pub fn name(self) -> &'a str {
        text(self.value, "name")
    }

    pub fn free(self) -> bool {
        self.value["free"] == true
    }

    pub fn on_request(self) -> bool {
        self.value["contact_sales"] == true
    }

    /// What a month costs of twelve when a year is paid: `1 − annual discount`.
    pub fn of_a_year(self) -> Decimal {
        Decimal::ONE - decimal(self.value, "annual_discount").unwrap_or_default()
    }

    /// The keys of an optional set or map.
    pub fn keys(self, field: &str) -> Vec<&'a str> {
        let all = self.value.get(field).and_then(Value::as_object).into_iter().flatten();
        all.filter(|(_, value)| **value != false).map(|(key, _)| key.as_str()).collect()
    }

    /// Names every term that is not among those a format knows.
    pub fn unknown(self, known: &[&str], left_out: &mut Vec<String>) {
        for (key, value) in self.value.as_object().into_iter().flatten() {
            let known = known.contains(&key.as_str()) || DEMAND.contains(&key.as_str());
            if !known && !value.is_null() && *value != false {
                left_out.push(format!("{}: {}", self.name(), words(key)));
            }
        }
    }
}

impl Charge<'_> {
    pub fn model(&self) -> &str {
        text(self.value, "model")
    }

    pub fn number(&self, key: &str) -> Decimal {
        decimal(self.value, key).unwrap_or_default()
    }

    pub fn maybe(&self, key: &str) -> Option<Decimal> {
        decimal(self.value, key)
    }

    /// Whether it is due again and again, rather than as used.
    pub fn recurring(&self) -> bool {
        self.meter.is_none_or(|meter| meter["kind"] == "licence")
    }

    /// One unit of its meter.
    pub fn unit(&self) -> &str {
        self.meter.map_or("", |meter| text(meter, "unit"))
    }

    /// The tiers that say the same: those of a tiered charge, the steps of a stairstep (volume), an allowance
    /// (graduated). None for other price models.
    pub fn tiers(&self) -> Option<(bool, Vec<Tier>)> {
        let rows = |key: &str, flat: &'static str, unit: &'static str| {
            let rows = self.value.get(key).and_then(Value::as_array).into_iter().flatten();
            let tier = |row: &Value| Tier {
                up_to: decimal(row, "up_to"),
                flat: decimal(row, flat).unwrap_or_default(),
                unit: decimal(row, unit).unwrap_or_default(),
            };
            rows.map(tier).collect::<Vec<_>>()
        };
        match self.model() {
            "graduated" => Some((true, rows("tiers", "flat", "unit"))),
            "volume" => Some((false, rows("tiers", "flat", "unit"))),
            "stairstep" => Some((false, rows("steps", "price", ""))),
            "allowance" => {
                let (fee, included, price) = (self.number("fee"), self.number("included"), self.number("price"));
                let open = |flat, unit| Tier { up_to: None, flat, unit };
                Some((
                    true,
                    match included.is_zero() {
                        true => vec![open(fee, price)],
                        false => vec![
                            Tier { up_to: Some(included), flat: fee, unit: Decimal::ZERO },
                            open(Decimal::ZERO, price),
                        ],
                    },
                ))
            }
            _ => None,
        }
    }

    /// Names every term of a charge beyond those a format knows.
    pub fn unknown(&self, sold: Sold<'_>, known: &[&str], left_out: &mut Vec<String>) {
        for (key, value) in self.value.as_object().into_iter().flatten() {
            if !known.contains(&key.as_str()) && !["model", "meter"].contains(&key.as_str()) && !value.is_null() {
                left_out.push(format!("{}, {}: {}", sold.name(), self.id, words(key)));
            }
        }
    }

    /// Says that a charge cannot be written.
    pub fn cannot(&self, sold: Sold<'_>, why: &str, left_out: &mut Vec<String>) {
        left_out.push(format!("{}, {}: {} ({why})", sold.name(), self.id, words(self.model())));
    }
}

/// A whole number of units, where it is one.
pub(super) fn whole(value: Decimal) -> Option<Value> {
    let integer: Option<i64> = value.fract().is_zero().then(|| value.normalize().to_string().parse().ok()).flatten();
    integer.map(|integer| json!(integer))
}

pub(super) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn decimal(value: &Value, key: &str) -> Option<Decimal> {
    value.get(key)?.as_str()?.parse::<Decimal>().ok().map(|value| value.normalize())
}

pub(super) fn words(key: &str) -> String {
    key.replace('_', " ")
}

/// An object without the entries that are null.
pub(super) fn object(entries: Vec<(&str, Value)>) -> Value {
    let entries = entries.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(entries.map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

/// JSON for people and programs, ended by a line feed.
pub(super) fn written(value: &Value) -> String {
    format!("{value:#}\n")
}
