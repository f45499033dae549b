//! This file makes the add-ons of a workspace out of those of a page, with what they need, exclude and bring.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::build::List;
use super::build::charges;
use super::build::most;
use super::build::prices;
use super::expected;
use super::names::Ids;
use super::page::AddOnRow;
use super::page::Content;
use super::page::Page;
use super::page::Price;
use super::report::Report;
use super::report::note;
use super::unit::Period;

/// Adds the add-ons of a page to its price list; the plans are there.
pub(super) fn add_ons(page: &Page, list: &mut List, report: &mut Report) {
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
        let charges = priced(row, id, page, list, report);
        let mut add_on = json!({"name": row.name, "charges": charges});
        if matches!(row.price, Price::OnRequest(_)) {
            add_on["contact_sales"] = true.into();
        }
        if !row.annual_discount.is_zero() {
            add_on["annual_discount"] = row.annual_discount.normalize().to_string().into();
        }
        if let Some(plans) = available(row, page, list) {
            add_on["available_for"] = plans.into();
        }
        rules(row, &known, list, &mut add_on, report);
        brought(row, list, &mut add_on);
        list.add_ons.insert(id.clone(), add_on);
    }
}

/// What an add-on costs.
fn priced(row: &AddOnRow, id: &str, page: &Page, list: &mut List, report: &mut Report) -> Value {
    match &row.price {
        Price::Free => json!({"fee": {"model": "flat", "amount": "0"}}),
        Price::Known(price) => charges(*price, &row.unit, row.included, list, report, &row.place),
        Price::OnRequest(words) => {
            let (price, unit) = expected::of_add_on(page, row);
            let words = format!("{words:?}: a price of {price} is expected, a fifth of a plan");
            note(&mut report.assumed, &row.place.path, row.place.line, words);
            let charges = charges(price, &unit, None, list, report, &row.place);
            list.expected.extend(prices(&format!("/add_ons/{id}"), &charges));
            charges
        }
    }
}

fn is_add_on(page: &Page, name: &str) -> bool {
    page.add_ons.iter().any(|other| other.key == *name)
}

/// The plans an add-on can be had with; none for all of them. What it needs and excludes may be plans as well, and older
/// pages name an add-on it needs among the plans.
fn available(row: &AddOnRow, page: &Page, list: &List) -> Option<Map<String, Value>> {
    let plans = |names: &[String]| -> Vec<String> {
        let plans = names.iter().filter(|name| !is_add_on(page, name)).filter_map(|name| list.plan(name));
        plans.map(str::to_owned).collect()
    };
    let mut only: Vec<&String> = list.order.iter().map(|(id, _)| id).collect();
    if let Some(named) = row.available_for.as_ref().filter(|named| !named.iter().all(|name| is_add_on(page, name))) {
        let named = plans(named);
        only.retain(|id| named.contains(id));
    }
    let (needed, excluded) = (plans(&row.depends_on), plans(&row.excludes));
    only.retain(|id| (needed.is_empty() || needed.contains(id)) && !excluded.contains(id));
    (only.len() < list.plans.len()).then(|| only.into_iter().map(|id| (id.clone(), true.into())).collect())
}

/// What an add-on needs and excludes; names that are nothing on the page are named.
fn rules(row: &AddOnRow, known: &[(&AddOnRow, String)], list: &List, add_on: &mut Value, report: &mut Report) {
    let id = |name: &String| known.iter().find(|(other, _)| other.key == *name).map(|(_, id)| id.clone());
    let mut missing = |key: &str, name: &str, words: &str| {
        note(&mut report.left_out, format!("{}/{key}", row.place.path), row.place.line, format!("{name:?} {words}"));
    };
    let mut needs = Map::new();
    for name in row.available_for.iter().flatten() {
        match (list.plan(name), id(name)) {
            (None, Some(other)) => drop(needs.insert(other, true.into())),
            (None, None) => missing("availableFor", name, "is no plan taken over"),
            _ => {}
        }
    }
    for (key, field, names) in [("dependsOn", "depends_on", &row.depends_on), ("excludes", "excludes", &row.excludes)] {
        let mut others = if field == "depends_on" { std::mem::take(&mut needs) } else { Map::new() };
        for name in names {
            match (id(name), list.plan(name)) {
                (Some(other), _) => drop(others.insert(other, true.into())),
                (None, Some(_)) => {}
                (None, None) => missing(key, name, "is no add-on taken over"),
            }
        }
        if !others.is_empty() {
            add_on[field] = others.into();
        }
    }
}

/// Which features an add-on brings, how far they go, and what it adds to limits.
fn brought(row: &AddOnRow, list: &List, add_on: &mut Value) {
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
}
