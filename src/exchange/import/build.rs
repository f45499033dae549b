//! This file makes the price list of a workspace out of a page: meters, features and plans.

use rust_decimal::Decimal;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::add_ons::add_ons;
use super::expected;
use super::names;
use super::names::Ids;
use super::page::Content;
use super::page::Kind;
use super::page::Page;
use super::page::Place;
use super::page::PlanRow;
use super::page::Price;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::unit::Period;
use super::unit::Priced;
use super::unit::plural;
use crate::number::Locale;
use crate::number::counted;
use crate::shape::Described;
use crate::shape::Shape;
use crate::workspace::Model;

/// The price list of a page, as it stands in the document.
#[derive(Default)]
pub(super) struct List {
    pub meters: Map<String, Value>,
    pub features: Map<String, Value>,
    pub plans: Map<String, Value>,
    pub add_ons: Map<String, Value>,
    /// Paths of prices that are assumed.
    pub expected: Vec<String>,
    /// Ids of plans in the order of the page, with whether the price is on request.
    pub order: Vec<(String, bool)>,
    /// By key of a plan in the page, its id.
    pub keys: Vec<(String, String)>,
    /// By feature of the page, its id; none where it found no room.
    pub ids: Vec<Option<String>>,
}

impl List {
    /// The id of the plan a page calls so, by its key or by its name.
    pub fn plan(&self, called: &str) -> Option<&str> {
        let name = |key: &str| names::title(key).to_lowercase();
        let exact = self.keys.iter().find(|(key, _)| key == called);
        let found = exact.or_else(|| self.keys.iter().find(|(key, _)| name(key) == name(called)));
        found.map(|(_, id)| id.as_str())
    }
}

/// The most objects a collection of the model holds.
pub(super) fn most(collection: &str) -> usize {
    match Model::FIELDS.iter().find(|field| field.key == collection).map(|field| field.shape) {
        Some(Shape::Map { most, .. }) => most,
        _ => 0,
    }
}

/// The price list of `page`; what finds no room is named in the report.
pub(super) fn list(page: &Page, report: &mut Report) -> List {
    let mut list = List::default();
    let mut ids = Ids::default();
    for row in &page.features {
        if list.features.len() == most("features") {
            list.ids.push(None);
            continue;
        }
        let id = ids.of(&row.name, "feature");
        let mut feature = json!({"name": row.name, "group": row.group});
        match row.kind {
            Kind::Flag => {}
            Kind::Number => feature["kind"] = "number".into(),
            Kind::Text => feature["kind"] = "text".into(),
        }
        for (key, text) in [("unit", &row.unit), ("description", &row.description)] {
            if !text.is_empty() {
                feature[key] = text.as_str().into();
            }
        }
        list.features.insert(id.clone(), feature);
        list.ids.push(Some(id));
    }
    if list.features.len() < page.features.len() {
        let more = counted(page.features.len() - list.features.len(), "feature", Locale::EN_US);
        say(&mut report.left_out, format!("{more} beyond the first {}.", most("features")));
    }
    plans(page, &mut list, report);
    add_ons(page, &mut list, report);
    base(&mut list, report);
    list
}

/// Where no plan costs anything and add-ons do, those who pay pay for add-ons: the plans they go with are no free accounts,
/// which take none, but plans with a price of 0.
fn base(list: &mut List, report: &mut Report) {
    if list.add_ons.is_empty() || list.plans.values().any(|plan| plan["free"] == false) {
        return;
    }
    for (id, plan) in &mut list.plans {
        let sold = |add_on: &Value| add_on.get("available_for").is_none_or(|plans| plans.get(id).is_some());
        if list.add_ons.values().any(sold) {
            plan["free"] = false.into();
            plan["charges"] = json!({"fee": {"model": "flat", "amount": "0"}});
            list.expected.extend(prices(&format!("/plans/{id}"), &plan["charges"]));
            let name = plan["name"].as_str().unwrap_or_default();
            say(&mut report.assumed, format!("{name} costs nothing, and who is on it pays for add-ons."));
        }
    }
}

fn plans(page: &Page, list: &mut List, report: &mut Report) {
    let mut ids = Ids::default();
    for (at, row) in page.plans.iter().enumerate() {
        let why = match (&row.price, row.unit.period) {
            _ if list.plans.len() == most("plans") => "there is room for no more plans",
            (Price::Known(_), Period::Once) => "a price paid once; the document holds prices a month",
            _ => "",
        };
        if !why.is_empty() {
            note(&mut report.left_out, &row.place.path, row.place.line, why);
            continue;
        }
        let id = ids.of(&row.name, "plan");
        let charges = match &row.price {
            Price::Free => json!({}),
            Price::Known(price) => charges(*price, &row.unit, row.included, list, report, &row.place),
            Price::OnRequest(words) => {
                let (price, unit) = expected::of_plan(page, at);
                let words =
                    format!("{words:?}: a price of {price} is expected, from the step between the plans before it");
                note(&mut report.assumed, &row.place.path, row.place.line, words);
                let charges = charges(price, &unit, None, list, report, &row.place);
                list.expected.extend(prices(&format!("/plans/{id}"), &charges));
                charges
            }
        };
        let least = least(page, row, &charges, list);
        let (features, limits) = contained(row, list);
        let mut plan = json!({
            "name": row.name,
            "free": row.price == Price::Free,
            "charges": charges,
            "annual_discount": if row.price == Price::Free { "0".to_owned() } else { row.annual_discount.normalize().to_string() },
            "features": features,
        });
        if !limits.is_empty() {
            plan["limits"] = limits.into();
        }
        if let Some((meter, least)) = least {
            let words =
                format!("at least {least} {} are billed", list.meters[&meter]["name"].as_str().unwrap_or_default());
            note(&mut report.understood, &row.place.path, row.place.line, words);
            plan["minimum_units"] = json!({meter: least.to_string()});
        }
        plan["churn_factor"] = json!(1.0);
        if matches!(row.price, Price::OnRequest(_)) {
            plan["contact_sales"] = true.into();
        }
        list.keys.push((row.key.clone(), id.clone()));
        list.plans.insert(id.clone(), plan);
        list.order.push((id, matches!(row.price, Price::OnRequest(_))));
    }
}

/// The features a plan contains and how far they go.
fn contained(row: &PlanRow, list: &List) -> (Map<String, Value>, Map<String, Value>) {
    let (mut features, mut limits) = (Map::new(), Map::new());
    for (id, content) in list.ids.iter().zip(&row.contents) {
        let Some(id) = id else { continue };
        if *content != Content::Absent {
            features.insert(id.clone(), true.into());
        }
        if let Content::Upto(limit) = content {
            limits.insert(id.clone(), limit.as_str().into());
        }
    }
    (features, limits)
}

/// The meter of heads a plan is priced by and how many it bills at least, where a limit of it is the minimum of users.
fn least(page: &Page, row: &PlanRow, charges: &Value, list: &List) -> Option<(String, Decimal)> {
    let heads = |meter: &&String| {
        list.meters
            .get(meter.as_str())
            .is_some_and(|meter| Priced::read(meter["unit"].as_str().unwrap_or_default()).people())
    };
    let meter = charges.as_object()?.keys().find(heads)?;
    let minimum = |name: &str| name.to_lowercase().split(' ').any(|word| matches!(word, "min" | "minimum" | "minimal"));
    let limits = page.features.iter().zip(&row.contents).filter(|(feature, _)| {
        feature.kind == Kind::Number && minimum(&feature.name) && Priced::read(&feature.unit).people()
    });
    let numbers = limits.filter_map(|(_, content)| match content {
        Content::Upto(limit) => {
            limit.parse::<Decimal>().ok().filter(|limit| *limit > Decimal::ONE && *limit <= Decimal::from(10_000))
        }
        _ => None,
    });
    Some((meter.clone(), numbers.max()?))
}

/// The charge of a price, in a meter of the list that is there or made.
pub(super) fn charges(
    price: Decimal,
    unit: &Priced,
    included: Option<(Decimal, Decimal)>,
    list: &mut List,
    report: &mut Report,
    place: &Place,
) -> Value {
    let monthly = unit.monthly(price);
    if let Some(also) = &unit.also {
        let words = match &unit.noun {
            Some(noun) if !also.contains(' ') => {
                format!("a price by {noun} and by {also}, read as by {noun}: one {also} is meant")
            }
            _ => format!("{also:?} beside the price has no place"),
        };
        note(&mut report.left_out, format!("{}/unit", place.path), place.line, words);
    }
    if let Period::Yearly(times) = unit.period
        && times != 12
    {
        let often = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        let words = format!("{price} due {often} a year is held as {monthly} a month");
        note(&mut report.assumed, &place.path, place.line, words);
    }
    let price = monthly.normalize().to_string();
    let Some(meter) = meter(unit, list, report, place) else {
        return json!({"fee": {"model": "flat", "amount": price}});
    };
    let charge = match (unit.block, included) {
        (Some(size), _) => {
            json!({"model": "package", "meter": meter, "size": size.to_string(), "price": price, "free": "0"})
        }
        (None, Some((included, beyond))) => {
            json!({"model": "allowance", "meter": meter, "fee": price, "included": included.to_string(), "price": beyond.to_string()})
        }
        (None, None) => json!({"model": "per_unit", "meter": meter, "price": price}),
    };
    json!({meter: charge})
}

/// The meter a price counts in. Users, members and seats of one page are the same heads.
fn meter(unit: &Priced, list: &mut List, report: &mut Report, place: &Place) -> Option<String> {
    let noun = unit.noun.as_deref()?;
    let same = |meter: &Value| meter["unit"] == noun;
    if let Some((id, _)) = list.meters.iter().find(|(_, meter)| same(meter)) {
        return Some(id.clone());
    }
    let heads = |meter: &Value| unit.people() && meter["unit"].as_str().is_some_and(|unit| Priced::read(unit).people());
    if let Some((id, found)) = list.meters.iter().find(|(_, meter)| heads(meter)) {
        let words = format!("a {noun} is a {}", found["unit"].as_str().unwrap_or_default());
        note(&mut report.assumed, &place.path, place.line, words);
        return Some(id.clone());
    }
    if list.meters.len() == most("meters") {
        let words = format!("a price by {noun}, read as a flat fee: there is room for no more meters");
        note(&mut report.left_out, &place.path, place.line, words);
        return None;
    }
    let mut ids = Ids::default();
    list.meters.keys().for_each(|id| drop(ids.of(id, "meter")));
    let several = plural(noun);
    let id = ids.of(&several, "units");
    let kind = if unit.usage() { "usage" } else { "licence" };
    list.meters.insert(id.clone(), json!({"name": several, "unit": noun, "kind": kind}));
    Some(id)
}

/// Paths of the prices in charges.
pub(super) fn prices(path: &str, charges: &Value) -> Vec<String> {
    let of = |(id, charge): (&String, &Value)| {
        ["price", "amount", "fee"]
            .iter()
            .find(|key| charge.get(**key).is_some())
            .map(|key| format!("{path}/charges/{id}/{key}"))
    };
    charges.as_object().into_iter().flatten().filter_map(of).collect()
}
