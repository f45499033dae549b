//! This file makes the price list of a workspace out of a page: meters, features, plans and add-ons.

use rust_decimal::Decimal;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::expected;
use super::names::Ids;
use super::page::AddOnRow;
use super::page::Content;
use super::page::Kind;
use super::page::Page;
use super::page::PlanRow;
use super::page::Price;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::unit::Period;
use super::unit::Priced;
use super::unit::plural;
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
    /// By feature of the page, its id; none where it found no room.
    pub ids: Vec<Option<String>>,
}

/// The most objects a collection of the model holds.
fn most(collection: &str) -> usize {
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
        say(
            &mut report.left_out,
            format!("{} features beyond the first {}.", page.features.len() - list.features.len(), most("features")),
        );
    }
    plans(page, &mut list, report);
    add_ons(page, &mut list, report);
    list
}

fn plans(page: &Page, list: &mut List, report: &mut Report) {
    let mut ids = Ids::default();
    for row in &page.plans {
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
            Price::Known(price) => charges(*price, &row.unit, row.included, list, report, &row.place.path),
            Price::OnRequest(words) => {
                let (price, unit) = expected::of_plan(page, row);
                let words =
                    format!("{words:?}: a price of {price} is expected, from the step between the plans before it");
                note(&mut report.assumed, &row.place.path, row.place.line, words);
                let charges = charges(price, &unit, None, list, report, &row.place.path);
                list.expected.extend(prices(&format!("/plans/{id}"), &charges));
                charges
            }
        };
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
        plan["churn_factor"] = json!(1.0);
        if matches!(row.price, Price::OnRequest(_)) {
            plan["contact_sales"] = true.into();
        }
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

/// The charge of a price, in a meter of the list that is there or made.
fn charges(
    price: Decimal,
    unit: &Priced,
    included: Option<(Decimal, Decimal)>,
    list: &mut List,
    report: &mut Report,
    path: &str,
) -> Value {
    let monthly = match unit.period {
        Period::Yearly(12) | Period::Use | Period::Once => price,
        Period::Yearly(times) => {
            let monthly = (price * Decimal::from(times) / Decimal::from(12)).round_dp(12).normalize();
            note(
                &mut report.assumed,
                path,
                0,
                format!("{price} due {times} times a year is held as {monthly} a month"),
            );
            monthly
        }
    };
    let price = monthly.normalize().to_string();
    let Some(meter) = meter(unit, list, report, path) else {
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
fn meter(unit: &Priced, list: &mut List, report: &mut Report, path: &str) -> Option<String> {
    let noun = unit.noun.as_deref()?;
    let same = |meter: &Value| meter["unit"] == noun;
    if let Some((id, _)) = list.meters.iter().find(|(_, meter)| same(meter)) {
        return Some(id.clone());
    }
    let heads = |meter: &Value| unit.people() && meter["unit"].as_str().is_some_and(|unit| Priced::read(unit).people());
    if let Some((id, found)) = list.meters.iter().find(|(_, meter)| heads(meter)) {
        note(&mut report.assumed, path, 0, format!("a {noun} is a {}", found["unit"].as_str().unwrap_or_default()));
        return Some(id.clone());
    }
    if list.meters.len() == most("meters") {
        note(
            &mut report.left_out,
            path,
            0,
            format!("a price by {noun}, read as a flat fee: there is room for no more meters"),
        );
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
fn prices(path: &str, charges: &Value) -> Vec<String> {
    let of = |(id, charge): (&String, &Value)| {
        ["price", "amount", "fee"]
            .iter()
            .find(|key| charge.get(**key).is_some())
            .map(|key| format!("{path}/charges/{id}/{key}"))
    };
    charges.as_object().into_iter().flatten().filter_map(of).collect()
}

fn add_ons(page: &Page, list: &mut List, report: &mut Report) {
    let mut ids = Ids::default();
    let mut known: Vec<(&AddOnRow, String)> = Vec::new();
    for row in &page.add_ons {
        let why = match (&row.price, row.unit.period) {
            _ if known.len() == most("add_ons") => "there is room for no more add-ons",
            (Price::Known(_), Period::Once) => "a price paid once; the document holds prices a month",
            _ if available(row, page, list).is_some_and(|plans| plans.is_empty()) => "available for none of the plans",
            _ => "",
        };
        match why {
            "" => known.push((row, ids.of(&row.name, "add-on"))),
            why => note(&mut report.left_out, &row.place.path, row.place.line, why),
        }
    }
    for (row, id) in &known {
        let add_on = add_on(row, id, &known, page, list, report);
        list.add_ons.insert(id.clone(), add_on);
    }
}

/// The plans an add-on can be had with; none for all of them.
fn available(row: &AddOnRow, page: &Page, list: &List) -> Option<Map<String, Value>> {
    let named = row.available_for.as_ref()?;
    let plans = page.plans.iter().filter(|plan| named.contains(&plan.key));
    let ids = plans.filter_map(|plan| list.plans.iter().find(|(_, held)| held["name"] == plan.name.as_str()));
    let only: Map<String, Value> = ids.map(|(id, _)| (id.clone(), true.into())).collect();
    (only.len() < list.plans.len() && !named.iter().all(|name| page.add_ons.iter().any(|other| other.key == *name)))
        .then_some(only)
}

fn add_on(
    row: &AddOnRow,
    id: &str,
    known: &[(&AddOnRow, String)],
    page: &Page,
    list: &mut List,
    report: &mut Report,
) -> Value {
    let charges = match &row.price {
        Price::Free => json!({"fee": {"model": "flat", "amount": "0"}}),
        Price::Known(price) => charges(*price, &row.unit, None, list, report, &row.place.path),
        Price::OnRequest(words) => {
            let price = expected::of_add_on(page, row);
            note(
                &mut report.assumed,
                &row.place.path,
                row.place.line,
                format!("{words:?}: a price of {price} is expected, a fifth of a plan"),
            );
            let charges = charges(price, &row.unit, None, list, report, &row.place.path);
            list.expected.extend(prices(&format!("/add_ons/{id}"), &charges));
            charges
        }
    };
    let mut add_on = json!({"name": row.name, "charges": charges});
    if matches!(row.price, Price::OnRequest(_)) {
        add_on["contact_sales"] = true.into();
    }
    if !row.annual_discount.is_zero() {
        add_on["annual_discount"] = row.annual_discount.normalize().to_string().into();
    }
    let available = available(row, page, list);
    // Older pages name an add-on it needs among the plans.
    let needed = row.available_for.iter().flatten().filter(|name| page.plans.iter().all(|plan| plan.key != **name));
    let depends: Vec<String> = row.depends_on.iter().chain(needed).cloned().collect();
    if let Some(plans) = available {
        add_on["available_for"] = plans.into();
    }
    for (key, field, names) in [("dependsOn", "depends_on", &depends), ("excludes", "excludes", &row.excludes)] {
        let mut others = Map::new();
        for name in names {
            match known.iter().find(|(other, _)| other.key == *name) {
                Some((_, other)) => drop(others.insert(other.clone(), true.into())),
                None => note(
                    &mut report.left_out,
                    format!("{}/{key}", row.place.path),
                    row.place.line,
                    format!("{name:?} is no add-on taken over"),
                ),
            }
        }
        if !others.is_empty() {
            add_on[field] = others.into();
        }
    }
    let mut maps = [Map::new(), Map::new(), Map::new()];
    let feature = |at: usize| list.ids.get(at).cloned().flatten();
    for (id, content) in row.contents.iter().filter_map(|(at, content)| Some((feature(*at)?, content))) {
        if let Content::Upto(limit) = content {
            maps[1].insert(id.clone(), limit.as_str().into());
        }
        maps[0].insert(id, true.into());
    }
    for (id, more) in row.extends.iter().filter_map(|(at, more)| Some((feature(*at)?, more))) {
        maps[2].insert(id, more.to_string().into());
    }
    for (key, map) in ["features", "limits", "extends"].into_iter().zip(maps) {
        if !map.is_empty() {
            add_on[key] = map.into();
        }
    }
    add_on
}
