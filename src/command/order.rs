//! This file reads what is to be billed from the command line: list, quantities, period, coupons, tax.

use super::Arguments;
use super::Failure;
use super::place;
use super::report::LOCALE;
use crate::billing::CONVENTIONS;
use crate::billing::Convention;
use crate::billing::Coupon;
use crate::billing::INCLUDED;
use crate::billing::Immense;
use crate::billing::Invoice;
use crate::billing::Order;
use crate::billing::Replaced;
use crate::billing::Stretch;
use crate::billing::Term;
use crate::billing::invoice;
use crate::billing::stretches;
use crate::month::Month;
use crate::number::Currency;
use crate::number::Decimal;
use crate::pricing::HIGHEST_QUANTITY;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::pricing::Reduction;
use crate::projection::Buyer;
use crate::projection::Ranked;
use crate::projection::Version;
use crate::projection::count_transactions;
use crate::projection::price_list;
use crate::projection::ranking;
use crate::projection::transacted;
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
    /// The same at the month that the former price is of.
    before: Vec<Version>,
    /// In which it is billed.
    pub currency: Currency,
    /// The price book, by its place.
    book: Option<usize>,
}

/// The price list meant: of a month, or as the plans stand; from a price book if one is named.
pub(super) fn listed(arguments: &Arguments, workspace: &Workspace) -> Result<Listed, Failure> {
    let scenario = place::scenario(workspace, arguments.chosen("scenario"))?;
    let case = case(workspace, scenario);
    let month = |name| {
        arguments.parsed(name, "a month of the workspace as YYYY-MM", |text| {
            let t = text.parse::<Month>().ok()?.since(case.start);
            usize::try_from(t).ok().filter(|t| *t < case.months)
        })
    };
    let books = &case.last().books;
    let named = arguments.chosen("book").map(|name| place::find(books, "price book", name, |book| &book.name));
    let book = named.transpose()?;
    let book_of = book.and_then(|at| books.get_index(at));
    let list = |t| -> Vec<Version> {
        let list = price_list(&case, &workspace.base, t).into_iter();
        list.map(|version| book_of.map_or(version.clone(), |(id, book)| version.in_book(id, book.factor))).collect()
    };
    let t = month("date")?;
    Ok(Listed {
        versions: list(t),
        before: list(month("was-date")?.or(t)),
        currency: book.map_or(workspace.currency, |at| books[at].currency),
        model: case.last().clone(),
        book,
    })
}

/// Single transactions, by the meter that counts their money, and what percentages are taken of.
struct Transactions<'a> {
    pairs: Vec<(&'a str, Option<&'a str>)>,
    lists: Vec<(&'a str, Vec<Decimal>)>,
}

impl<'a> Transactions<'a> {
    /// Those given, each as `AMOUNT`, of the first percentage among some price lists, or as `METER=AMOUNT`.
    fn of(
        arguments: &Arguments,
        model: &Model,
        versions: impl IntoIterator<Item = &'a Version>,
    ) -> Result<Self, Failure> {
        let mut these = Self { pairs: transacted(versions), lists: Vec::new() };
        for text in arguments.all("transaction") {
            let wrong = |allowed| Failure::Value { choice: "transaction", text: text.to_owned(), allowed };
            let (named, amount) = text.rsplit_once('=').map_or((None, text), |(meter, amount)| (Some(meter), amount));
            let amount = number(amount.trim(), HIGHEST_QUANTITY)
                .ok_or_else(|| wrong("an amount from 0, with METER= before it if wanted"))?;
            let named = named.map(|name| place::find(&model.meters, "meter", name.trim(), |meter| &meter.name));
            let named = named.transpose()?.and_then(|at| model.meters.get_index(at)).map(|(id, _)| id.as_str());
            let is = |(meter, _): &&(&str, _)| named.is_none_or(|named| named == *meter);
            let (meter, _) = *these
                .pairs
                .iter()
                .find(is)
                .ok_or_else(|| wrong("where a percentage of single transactions is charged"))?;
            match these.lists.iter_mut().find(|(known, _)| *known == meter) {
                Some((_, list)) => list.push(amount),
                None => these.lists.push((meter, vec![amount])),
            }
        }
        Ok(these)
    }

    fn lists(&self) -> Vec<(&str, &[Decimal])> {
        self.lists.iter().map(|(meter, all)| (*meter, all.as_slice())).collect()
    }

    /// Puts their money and number where the meters had nothing else.
    fn count(&self, model: &Model, units: &mut [Decimal]) -> Result<(), Failure> {
        let said = units.to_vec();
        count_transactions(model, &self.pairs, &self.lists(), units);
        let other = said.iter().zip(units).position(|(said, now)| !said.is_zero() && said != now);
        let meter = other.and_then(|at| model.meters.get_index(at)).map(|(id, _)| id);
        meter.map_or(Ok(()), |meter| {
            Err(Failure::Clash(format!("--transaction counts {meter}, of which --quantity says another number")))
        })
    }
}

/// The year of the contract; the first if none is named.
pub(super) fn year(arguments: &Arguments) -> Result<usize, Failure> {
    let year = |text: &str| text.parse().ok().filter(|year| (1..=10).contains(year));
    Ok(arguments.parsed("year", "a year of the contract, 1 to 10", year)?.unwrap_or(1))
}

/// For whom a list is made ready: in which year of the contract.
fn buyer<'a>(arguments: &Arguments, listed: &Listed) -> Result<Buyer<'a>, Failure> {
    Ok(Buyer { age: 12 * (year(arguments)? - 1), ..Buyer::new(listed.currency) })
}

/// Units of the period by meter, in the order of the model, and at its end where they are given.
struct Quantities<'a> {
    units: Vec<Decimal>,
    ends: Vec<(&'a str, Decimal)>,
}

/// Units as `METER=N` or `METER=N/END`, each meter named once.
fn quantities<'a>(arguments: &Arguments, choice: &'static str, model: &'a Model) -> Result<Quantities<'a>, Failure> {
    let mut found = Quantities { units: vec![Decimal::ZERO; model.meters.len()], ends: Vec::new() };
    let mut seen = Vec::new();
    for given in arguments.all(choice) {
        let wrong = || Failure::Quantity(given.to_owned());
        let (meter, units) = given.rsplit_once('=').ok_or_else(wrong)?;
        let at = place::find(&model.meters, "meter", meter.trim(), |meter| &meter.name)?;
        if seen.contains(&at) {
            return Err(Failure::Clash(format!("--{choice} names {} twice", meter.trim())));
        }
        seen.push(at);
        let (units, end) = units.split_once('/').map_or((units, None), |(units, end)| (units, Some(end)));
        let amount = |text: &str| number(text.trim(), HIGHEST_QUANTITY).ok_or_else(wrong);
        found.units[at] = amount(units)?;
        let id = model.meters.get_index(at).map_or("", |(id, _)| id.as_str());
        found.ends.extend(end.map(amount).transpose()?.map(|end| (id, end)));
    }
    Ok(found)
}

fn number(text: &str, most: f64) -> Option<Decimal> {
    let value = text.parse::<Decimal>().ok()?;
    (value >= Decimal::ZERO && value <= Decimal::from(most as u64)).then_some(value)
}

/// A share from `20` or `20%`.
fn percent(text: &str) -> Option<Decimal> {
    number(text.strip_suffix('%').unwrap_or(text).trim_end(), 100.0).map(|percent| percent / Decimal::ONE_HUNDRED)
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

/// An invoice with the time it is for.
pub(super) struct Billed {
    /// The invoice.
    pub invoice: Invoice,
    /// Its term.
    pub term: Term,
}

/// The invoice that the arguments describe, for the plan at a place in the list.
pub(super) fn billed(arguments: &Arguments, listed: &Listed, plan: usize) -> Result<Billed, Failure> {
    let Listed { model, versions, .. } = listed;
    let interval = arguments.one_of("interval", INTERVALS)?;
    let conventions = CONVENTIONS.iter().map(|(key, _, convention)| (*key, *convention)).collect::<Vec<_>>();
    let convention = arguments.one_of("convention", &conventions)?;
    let (reductions, coupons) = taken_off(arguments, listed, plan)?;
    let amount = |text: &str| number(text, HIGHEST_QUANTITY);
    let transactions = Transactions::of(arguments, model, [&versions[plan]])?;
    let lists = transactions.lists();
    let mut now = quantities(arguments, "quantity", model)?;
    transactions.count(model, &mut now.units)?;
    let was_given = arguments.made("was-quantity").then(|| quantities(arguments, "was-quantity", model)).transpose()?;
    let before = was_given.as_ref().unwrap_or(&now);
    let buyer = Buyer { transactions: &lists, ends: &now.ends, ..buyer(arguments, listed)? };
    let former = Buyer { ends: &before.ends, ..buyer };
    let was =
        arguments.chosen("was").map(|name| place::find(&model.plans, "plan", name, |plan| &plan.name)).transpose()?;
    let was = was.or(arguments.made("was-date").then_some(plan));
    let stretches = period(arguments, convention, interval)?;
    let order = Order {
        offers: &[],
        quantities: &now.units,
        interval,
        stretches: &stretches,
        convention,
        included: arguments.one_of("included", &INCLUDED.map(|(key, _, included)| (key, included)))?,
        replaced: None,
        billed: arguments.parsed("billed", "an amount from 0 to 1000000000000", amount)?.unwrap_or_default(),
        coupons: &coupons,
        tax: arguments.parsed("tax", PERCENT, percent)?,
        locale: LOCALE,
    };
    let add_ons = add_ons(arguments, listed, plan)?;
    let name = |id: &str, _: &_| id.to_owned();
    let made = with_offers(model, &versions[plan], &add_ons, buyer, name, |offers| {
        with_reductions(offers, &reductions, |offers| match was {
            None => invoice(&Order { offers, ..order }),
            Some(was) => with_offers(model, &listed.before[was], &[], former, name, |old| {
                let replaced = Replaced { name: &model.plans[was].name, offer: old[0], quantities: &before.units };
                invoice(&Order { offers, replaced: Some(replaced), ..order })
            }),
        })
    });
    let term = Term::of(&stretches, interval.months());
    Ok(Billed { invoice: made.map_err(|Immense| Failure::Immense)?, term })
}

/// What comes off: a negotiated discount, then coupons of the workspace, off the plan's own bill before its limits;
/// other coupons off the whole invoice.
fn taken_off<'a>(
    arguments: &Arguments,
    listed: &'a Listed,
    plan: usize,
) -> Result<(Vec<Reduction<'a>>, Vec<Coupon>), Failure> {
    let model = &listed.model;
    let negotiated = arguments.parsed("discount", PERCENT, percent)?;
    let negotiated = negotiated.map(|share| Reduction { name: "Negotiated discount", off: Off::Share { share } });
    let (mut reductions, mut coupons) = (negotiated.into_iter().collect::<Vec<_>>(), Vec::new());
    let factor = listed.book.map_or(Decimal::ONE, |book| model.books[book].factor);
    let id = model.plans.get_index(plan).map_or("", |(id, _)| id.as_str());
    for text in arguments.all("coupon") {
        let wrong = |allowed| Failure::Value { choice: "coupon", text: text.to_owned(), allowed };
        match place::find(&model.coupons, "coupon", text, |coupon| &coupon.name) {
            Ok(at) if !model.coupons[at].fits(id) => {
                let (name, plan) = (&model.coupons[at].name, &model.plans[plan].name);
                let fits = model.plans.iter().filter(|(id, plan)| !plan.free && model.coupons[at].fits(id));
                let fits = fits.map(|(_, plan)| plan.name.as_str()).collect::<Vec<_>>().join(", ");
                return Err(Failure::Clash(format!("the coupon {name} is not for {plan}; it is for {fits}")));
            }
            Ok(at) => {
                let coupon = &model.coupons[at];
                reductions.push(Reduction { name: &coupon.name, off: coupon.off.times(factor) });
            }
            Err(_) => {
                let allowed = "AMOUNT or PERCENT%, with NAME= before it if wanted, or a coupon of the workspace";
                coupons.push(coupon(text).ok_or_else(|| wrong(allowed))?);
            }
        }
    }
    Ok((reductions, coupons))
}

/// The ids of the add-ons named, each of which must be there for the plan, with all it needs and nothing it excludes.
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
    let all = arguments.all("add-on").map(find).collect::<Result<Vec<_>, _>>()?;
    let name = |id: &str| model.add_ons.get(id).map_or_else(|| id.to_owned(), |add_on| add_on.name.clone());
    for (at, id) in all.iter().enumerate() {
        if all[..at].contains(id) {
            return Err(Failure::Clash(format!("--add-on names {} twice", name(id))));
        }
        let add_on = &model.add_ons[*id];
        if let Some(need) = add_on.needs().find(|need| !all.contains(need)) {
            return Err(Failure::Clash(format!("{} needs {}: --add-on must name it too", add_on.name, name(need))));
        }
        if let Some(bar) = add_on.bars().find(|bar| all.contains(bar)) {
            return Err(Failure::Clash(format!("{} cannot be had together with {}", add_on.name, name(bar))));
        }
    }
    Ok(all)
}

/// Plans with a published price and the add-ons their limits need, the cheapest for the quantities first.
pub(super) fn ranked(arguments: &Arguments, listed: &Listed) -> Result<Vec<Ranked>, Failure> {
    let interval = arguments.one_of("interval", INTERVALS)?;
    let transactions = Transactions::of(arguments, &listed.model, &listed.versions)?;
    let lists = transactions.lists();
    let mut found = quantities(arguments, "quantity", &listed.model)?;
    transactions.count(&listed.model, &mut found.units)?;
    let buyer = Buyer { transactions: &lists, ends: &found.ends, ..buyer(arguments, listed)? };
    ranking(&listed.model, &listed.versions, &found.units, interval, buyer).map_err(|Immense| Failure::Immense)
}
