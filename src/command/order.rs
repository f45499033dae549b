//! This file reads what is to be billed from the command line: list, quantities, period, coupons, tax.

use super::Arguments;
use super::Failure;
use super::place;
use super::report::LOCALE;
use crate::billing::CONVENTIONS;
use crate::billing::Convention;
use crate::billing::Coupon;
use crate::billing::Immense;
use crate::billing::Invoice;
use crate::billing::Order;
use crate::billing::Replaced;
use crate::billing::Stretch;
use crate::billing::invoice;
use crate::billing::stretches;
use crate::month::Month;
use crate::number::Decimal;
use crate::pricing::HIGHEST_QUANTITY;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::pricing::Reduction;
use crate::projection::Version;
use crate::projection::price_list;
use crate::projection::ranking;
use crate::projection::with_offers;
use crate::projection::with_reductions;
use crate::workspace::Workspace;
use crate::workspace::case;
use crate::workspace::model::Model;

/// The words for intervals, the usual one first.
pub(super) const INTERVALS: &[(&str, Interval)] = &[("monthly", Interval::Monthly), ("annual", Interval::Annual)];

const DAY: &str = "a day as YYYY-MM-DD, or a moment as YYYY-MM-DDTHH:MM:SS";
const PERCENT: &str = "a percentage from 0 to 100";

/// A price list with the model it is of.
pub(super) struct Listed {
    /// The model, every lever applied.
    pub model: Model,
    /// What each plan costs, in the order of the model.
    pub versions: Vec<Version>,
}

/// The price list meant: of a month, or as the plans stand.
pub(super) fn listed(arguments: &Arguments, workspace: &Workspace) -> Result<Listed, Failure> {
    let scenario = place::scenario(workspace, arguments.chosen("scenario"))?;
    let case = case(workspace, scenario);
    let month = |text: &str| {
        let t = text.parse::<Month>().ok()?.since(case.start);
        usize::try_from(t).ok().filter(|t| *t < case.months)
    };
    let t = arguments.parsed("date", "a month of the workspace as YYYY-MM", month)?;
    Ok(Listed { versions: price_list(&case, &workspace.base, t), model: case.last().clone() })
}

/// Units by meter, in the order of the model; a meter named twice has its last quantity.
fn quantities(arguments: &Arguments, choice: &'static str, model: &Model) -> Result<Vec<Decimal>, Failure> {
    let mut quantities = vec![Decimal::ZERO; model.meters.len()];
    for given in arguments.all(choice) {
        let wrong = || Failure::Quantity(given.to_owned());
        let (meter, units) = given.rsplit_once('=').ok_or_else(wrong)?;
        let at = place::find(&model.meters, "meter", meter.trim(), |meter| &meter.name)?;
        quantities[at] = number(units.trim(), HIGHEST_QUANTITY).ok_or_else(wrong)?;
    }
    Ok(quantities)
}

fn number(text: &str, most: f64) -> Option<Decimal> {
    let value = text.parse::<Decimal>().ok()?;
    (value >= Decimal::ZERO && value <= Decimal::from(most as u64)).then_some(value)
}

/// A share from `20` or `20%`.
fn percent(text: &str) -> Option<Decimal> {
    number(text.trim_end_matches('%').trim_end(), 100.0).map(|percent| percent / Decimal::ONE_HUNDRED)
}

/// A coupon from `20%`, `15`, `NAME=20%` or `NAME=15`.
pub(super) fn coupon(text: &str) -> Option<Coupon> {
    let (name, off) = text.rsplit_once('=').unwrap_or(("Coupon", text));
    let off = match off.ends_with('%') {
        true => Off::Share { share: percent(off)? },
        false => Off::Amount { amount: number(off, HIGHEST_QUANTITY)? },
    };
    Some(Coupon { name: name.to_owned(), off, used: Decimal::ZERO, lines: None })
}

/// The stretches of time to be billed; none for one whole period.
fn period(arguments: &Arguments, convention: Convention, interval: Interval) -> Result<Vec<Stretch>, Failure> {
    let moment = |name| arguments.parsed(name, DAY, |text| text.parse().ok());
    let day = |text: &str| text.parse().ok().filter(|day| (1..=31).contains(day));
    let (start, until) = (moment("start")?, moment("until")?);
    let day = arguments.parsed("billing-day", "a day of the month, 1 to 31", day)?;
    let Some(start) = start else {
        return if until.is_none() { Ok(Vec::new()) } else { arguments.needed("start", "--start").map(|_| Vec::new()) };
    };
    let wrong = || {
        let text = arguments.chosen("until").unwrap_or_default().to_owned();
        Failure::Value { choice: "until", text, allowed: "after the start, by at most 60 periods" }
    };
    stretches(convention, (start, until), day, interval.months()).ok_or_else(wrong)
}

/// The invoice that the arguments describe, for the plan at a place in the list.
pub(super) fn billed(
    arguments: &Arguments,
    workspace: &Workspace,
    listed: &Listed,
    plan: usize,
) -> Result<Invoice, Failure> {
    let Listed { model, versions } = listed;
    let interval = arguments.one_of("interval", INTERVALS)?;
    let conventions = CONVENTIONS.iter().map(|(key, _, convention)| (*key, *convention)).collect::<Vec<_>>();
    let convention = arguments.one_of("convention", &conventions)?;
    let (reductions, coupons) = taken_off(arguments, model, plan)?;
    let amount = |text: &str| number(text, HIGHEST_QUANTITY);
    let quantities_now = quantities(arguments, "quantity", model)?;
    let before = match arguments.made("was-quantity") {
        true => quantities(arguments, "was-quantity", model)?,
        false => quantities_now.clone(),
    };
    let was =
        arguments.chosen("was").map(|name| place::find(&model.plans, "plan", name, |plan| &plan.name)).transpose()?;
    let order = Order {
        offers: &[],
        quantities: &quantities_now,
        interval,
        stretches: &period(arguments, convention, interval)?,
        convention,
        replaced: None,
        billed: arguments.parsed("billed", "an amount from 0 to 1000000000000", amount)?.unwrap_or_default(),
        coupons: &coupons,
        tax: arguments.parsed("tax", PERCENT, percent)?,
        locale: LOCALE,
    };
    let add_ons = add_ons(arguments, listed, plan)?;
    let name = |id: &str, _: &_| id.to_owned();
    let made = with_offers(model, &versions[plan], &add_ons, workspace.currency, name, |offers| {
        with_reductions(offers, &reductions, |offers| match was {
            None => invoice(&Order { offers, ..order }),
            Some(was) => with_offers(model, &versions[was], &[], workspace.currency, name, |old| {
                let replaced = Replaced { name: &model.plans[was].name, offer: old[0], quantities: &before };
                invoice(&Order { offers, replaced: Some(replaced), ..order })
            }),
        })
    });
    made.map_err(|Immense| Failure::Immense)
}

/// What the coupons named take off: those of the workspace off the plan's own bill, before its limits, others off the
/// whole invoice.
fn taken_off<'a>(
    arguments: &Arguments,
    model: &'a Model,
    plan: usize,
) -> Result<(Vec<Reduction<'a>>, Vec<Coupon>), Failure> {
    let (mut reductions, mut coupons) = (Vec::new(), Vec::new());
    let id = model.plans.get_index(plan).map_or("", |(id, _)| id.as_str());
    for text in arguments.all("coupon") {
        let wrong = |allowed| Failure::Value { choice: "coupon", text: text.to_owned(), allowed };
        match place::find(&model.coupons, "coupon", text, |coupon| &coupon.name) {
            Ok(at) if !model.coupons[at].fits(id) => return Err(wrong("for this plan")),
            Ok(at) => reductions.push(Reduction { name: &model.coupons[at].name, off: model.coupons[at].off }),
            Err(_) => {
                let allowed = "AMOUNT or PERCENT%, with NAME= before it if wanted, or a coupon of the workspace";
                coupons.push(coupon(text).ok_or_else(|| wrong(allowed))?);
            }
        }
    }
    Ok((reductions, coupons))
}

/// The ids of the add-ons named, each of which must be there for the plan.
fn add_ons<'a>(arguments: &Arguments, listed: &'a Listed, plan: usize) -> Result<Vec<&'a str>, Failure> {
    let (model, sold) = (&listed.model, &listed.versions[plan].add_ons);
    let find = |name: &str| {
        let at = place::find(&model.add_ons, "add-on", name, |add_on| &add_on.name)?;
        let id = model.add_ons.get_index(at).map_or("", |(id, _)| id.as_str());
        match sold.iter().any(|sold| sold.id == id) {
            true => Ok(id),
            false => Err(Failure::Unknown {
                what: "add-on for this plan",
                name: name.to_owned(),
                known: sold.iter().map(|sold| sold.id.clone()).collect(),
            }),
        }
    };
    arguments.all("add-on").map(find).collect()
}

/// Plans with a published price, the cheapest for the quantities first: place among the plans, cost a month.
pub(super) fn ranked(
    arguments: &Arguments,
    workspace: &Workspace,
    listed: &Listed,
) -> Result<Vec<(usize, Decimal)>, Failure> {
    let interval = arguments.one_of("interval", INTERVALS)?;
    let quantities = quantities(arguments, "quantity", &listed.model)?;
    ranking(&listed.model, &listed.versions, &quantities, interval, workspace.currency)
        .map_err(|Immense| Failure::Immense)
}
