//! This file works out what the invoice calculator was asked: the list of the month, the invoice, the cheapest plan.

use rust_decimal::Decimal;
use yew::AttrValue;

use super::invoice::charge_name;
use super::words::Hand;
use crate::billing::Convention;
use crate::billing::Coupon;
use crate::billing::Immense;
use crate::billing::Included;
use crate::billing::Invoice;
use crate::billing::Order;
use crate::billing::Replaced;
use crate::billing::Stretch;
use crate::billing::invoice;
use crate::billing::stretches;
use crate::date::Moment;
use crate::month::Month;
use crate::number;
use crate::number::Currency;
use crate::number::parse_number;
use crate::pricing::Charge;
use crate::pricing::HIGHEST_QUANTITY;
use crate::pricing::Interval;
use crate::pricing::Off;
use crate::pricing::Reduction;
use crate::projection::Buyer;
use crate::projection::Version;
use crate::projection::count_transactions;
use crate::projection::goes_by_end;
use crate::projection::price_list;
use crate::projection::ranking;
use crate::projection::transacted;
use crate::projection::with_offers;
use crate::projection::with_reductions;
use crate::ui::words::from_f64;
use crate::workspace::Case;
use crate::workspace::Map;
use crate::workspace::Model;
use crate::workspace::model::Book;

/// Everything typed into the calculator; what was left alone is none or zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The plan, by id; the dearest for none.
    pub plan: AttrValue,
    /// A year up front rather than month by month.
    pub annual: bool,
    /// Ids of add-ons.
    pub add_ons: Vec<String>,
    /// Units by meter.
    pub units: Map<Decimal>,
    /// Units at the period's end by meter, where they are others.
    pub ends: Map<Decimal>,
    /// First moment of use; a whole period for none.
    pub start: Option<Moment>,
    /// Last moment of use; up to the next billing date for none.
    pub until: Option<Moment>,
    /// Day of the month on which periods begin; the start's for none.
    pub day: Option<Decimal>,
    /// How a part of a period is counted.
    pub convention: Convention,
    /// What is included of usage in a part of a period.
    pub included: Included,
    /// The plan it takes the place of, by id; empty for none.
    pub was: AttrValue,
    /// The month whose list the former price is of; that of the invoice for none.
    pub was_at: Option<Month>,
    /// Single transactions by meter, as they were typed.
    pub transactions: Map<String>,
    /// Year of the contract; the first for none.
    pub year: Option<Decimal>,
    /// A price book, by id; empty for the list.
    pub book: AttrValue,
    /// Share negotiated off.
    pub negotiated: Decimal,
    /// What was billed before.
    pub billed: Decimal,
    /// A coupon of the workspace, by id; empty for none.
    pub coupon: AttrValue,
    /// Share off.
    pub share: Decimal,
    /// Amount off.
    pub amount: Decimal,
    /// Rate of tax.
    pub tax: Decimal,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The invoice, or why there is none.
    pub invoice: Result<Invoice, &'static str>,
    /// Whose prices these are: `Prices of Mar 2027`.
    pub list: String,
    /// Which plan is cheapest for the usage, in a sentence; none where there is no choice.
    pub cheapest: Option<String>,
    /// Ids and names of the add-ons that can be had with the plan.
    pub add_ons: Vec<(String, String)>,
    /// Ids and names of the meters of which the plan or an add-on takes a percentage.
    pub transacts: Vec<(String, String)>,
    /// Ids of the meters whose units at the period's end choose a tier.
    pub ends: Vec<String>,
    /// How its money is written.
    pub hand: Hand,
}

/// The lists an invoice is made from.
struct Lists<'a> {
    model: &'a Model,
    now: Vec<Version>,
    before: Vec<Version>,
    book: Option<&'a Book>,
    hand: Hand,
}

const AMOUNTS: &str = "A transaction is no amount: separate several by spaces.";
const IMMENSE: &str = "The bill for these quantities is too large to be counted to the cent.";

impl Asked {
    /// The plan meant, of those there are.
    pub fn plan(&self, model: &Model) -> AttrValue {
        let paid = model.plans.iter().rev().find(|(_, plan)| !plan.free);
        let dearest = || paid.or(model.plans.first()).map(|(id, _)| id.clone().into()).unwrap_or_default();
        if model.plans.contains_key(self.plan.as_str()) { self.plan.clone() } else { dearest() }
    }

    /// Units of a meter: what was typed, or the mean of the first segment in whole units, at least one.
    pub fn quantity(&self, model: &Model, meter: &str) -> Decimal {
        let usual = || {
            let usage = model.segments.values().find_map(|segment| segment.usage.get(meter));
            from_f64(libm::round(usage.map_or(1.0, |usage| usage.mean)).max(1.0))
        };
        self.units.get(meter).copied().unwrap_or_else(usual)
    }

    fn interval(&self) -> Interval {
        if self.annual { Interval::Annual } else { Interval::Monthly }
    }

    /// The stretches to be billed; none for one whole period.
    fn stretches(&self) -> Result<Vec<Stretch>, &'static str> {
        let Some(start) = self.start else { return Ok(Vec::new()) };
        let day = self.day.and_then(|day| u32::try_from(day).ok());
        stretches(self.convention, (start, self.until), day, self.interval().months())
            .ok_or("The end is not after the start, or more than 60 periods after it: choose another date.")
    }

    fn coupons(&self) -> Vec<Coupon> {
        let (share, amount) = (Off::Share { share: self.share }, Off::Amount { amount: self.amount });
        let coupons = [("Percentage off", share, self.share), ("Amount off", amount, self.amount)];
        let given = coupons.into_iter().filter(|(_, _, given)| !given.is_zero());
        given.map(|(name, off, _)| Coupon { name: name.to_owned(), off, used: Decimal::ZERO, lines: None }).collect()
    }

    /// Works it out.
    pub fn made(&self, case: &Case, base: &Model, hand: Hand) -> Option<Made> {
        let model = case.last();
        let plan = model.plans.get_index_of(self.plan(model).as_str())?;
        let place = |month: Month| usize::try_from(month.since(case.start)).ok().filter(|t| *t < case.months);
        let month = self.start.map(|start| start.date.month());
        let t = month.and_then(place);
        let mut list = month
            .filter(|_| t.is_some())
            .map_or_else(|| "Prices as they stand".to_owned(), |month| format!("Prices of {}", month.label()));
        let book = model.books.get(self.book.as_str());
        let sold = |t| -> Vec<Version> {
            let list = price_list(case, base, t).into_iter();
            list.map(|version| book.map_or(version.clone(), |book| version.in_book(&self.book, book.factor))).collect()
        };
        if let Some(book) = book {
            list += &format!(", from {} in {}", book.name, book.currency);
        }
        let hand = Hand { currency: book.map_or(hand.currency, |book| book.currency), ..hand };
        let lists = Lists { model, now: sold(t), before: sold(self.was_at.and_then(place).or(t)), book, hand };
        let called = |id: &str| model.add_ons.get(id).map_or_else(|| id.to_owned(), |add_on| add_on.name.clone());
        let version = &lists.now[plan];
        let add_ons = version.add_ons.iter().map(|sold| (sold.id.clone(), called(&sold.id))).collect();
        let pairs = transacted([version]);
        let transacts = model.meters.iter().filter(|(id, _)| pairs.iter().any(|(meter, _)| meter == id));
        let transacts = transacts.map(|(id, meter)| (id.clone(), meter.name.clone())).collect::<Vec<_>>();
        let by_end = |id: &&String| goes_by_end(version, &self.add_ons, id);
        let ends = model.meters.keys().filter(by_end).cloned().collect::<Vec<_>>();
        let (invoice, cheapest) = match self.transactions(&transacts, hand) {
            None => (Err(AMOUNTS), None),
            Some(all) => {
                let told = all.iter().map(|(meter, all)| (meter.as_str(), &all[..])).collect::<Vec<_>>();
                let mut quantities = model.meters.keys().map(|id| self.quantity(model, id)).collect::<Vec<_>>();
                count_transactions(model, &pairs, &told, &mut quantities);
                let ends = ends.iter().filter_map(|id| Some((id.as_str(), *self.ends.get(id)?))).collect::<Vec<_>>();
                let year = self.year.and_then(|year| usize::try_from(year).ok()).unwrap_or(1);
                let age = 12 * year.saturating_sub(1);
                let buyer = Buyer { currency: hand.currency, age, transactions: &told, ends: &ends };
                (self.invoice(&lists, plan, &quantities, buyer), self.cheapest(&lists, &quantities, buyer))
            }
        };
        Some(Made { invoice, list, cheapest, add_ons, transacts, ends, hand })
    }

    /// The transactions typed, by meter, where there are any and they count; none where one is no amount.
    fn transactions(&self, meters: &[(String, String)], hand: Hand) -> Option<Vec<(String, Vec<Decimal>)>> {
        let amount = |text| {
            let parsed = parse_number(text, hand.locale).ok()?;
            (parsed.value >= Decimal::ZERO && parsed.value <= from_f64(HIGHEST_QUANTITY) && !parsed.percent)
                .then_some(parsed.value)
        };
        let typed = meters.iter().filter_map(|(id, _)| Some((id, self.transactions.get(id)?)));
        let lists = typed
            .map(|(id, typed)| Some((id.clone(), typed.split_whitespace().map(amount).collect::<Option<Vec<_>>>()?)));
        let lists = lists.collect::<Option<Vec<_>>>()?;
        Some(lists.into_iter().filter(|(_, all)| !all.is_empty()).collect())
    }

    fn invoice(
        &self,
        lists: &Lists,
        plan: usize,
        quantities: &[Decimal],
        buyer: Buyer,
    ) -> Result<Invoice, &'static str> {
        let model = lists.model;
        let order = Order {
            offers: &[],
            quantities,
            interval: self.interval(),
            stretches: &self.stretches()?,
            convention: self.convention,
            included: self.included,
            replaced: None,
            billed: self.billed,
            coupons: &self.coupons(),
            tax: Some(self.tax).filter(|tax| !tax.is_zero()),
            locale: lists.hand.locale,
        };
        let name = |id: &str, charge: &Charge| charge_name(model, id, charge);
        let add_ons: Vec<&str> = self.add_ons.iter().map(String::as_str).collect();
        let was = model.plans.get_full(self.was.as_str());
        let reductions = self.reductions(lists, plan);
        let made = with_offers(model, &lists.now[plan], &add_ons, buyer, name, |offers| {
            with_reductions(offers, &reductions, |offers| match was {
                None => invoice(&Order { offers, ..order }),
                Some((at, _, before)) => with_offers(model, &lists.before[at], &[], buyer, name, |old| {
                    let replaced = Replaced { name: &before.name, offer: old[0], quantities };
                    invoice(&Order { offers, replaced: Some(replaced), ..order })
                }),
            })
        });
        made.map_err(|Immense| IMMENSE)
    }

    /// What comes off the plan before its limits: what was negotiated, then a coupon of the workspace.
    fn reductions<'a>(&self, lists: &Lists<'a>, plan: usize) -> Vec<Reduction<'a>> {
        let id = lists.model.plans.get_index(plan).map_or("", |(id, _)| id.as_str());
        let coupon = lists.model.coupons.get(self.coupon.as_str()).filter(|coupon| coupon.fits(id));
        let factor = lists.book.map_or(Decimal::ONE, |book| book.factor);
        let coupon = coupon.map(|coupon| Reduction { name: &coupon.name, off: coupon.off.times(factor) });
        let off = Off::Share { share: self.negotiated };
        let negotiated = (!self.negotiated.is_zero()).then_some(Reduction { name: "Negotiated discount", off });
        negotiated.into_iter().chain(coupon).collect()
    }

    /// `Team is the cheapest plan for this usage, $120.00 a month; Pro is next, $149.00 more.`
    fn cheapest(&self, lists: &Lists, quantities: &[Decimal], buyer: Buyer) -> Option<String> {
        let Lists { model, now, hand, .. } = lists;
        let ranked = ranking(model, now, quantities, self.interval(), buyer).ok()?;
        let published = model.plans.values().filter(|plan| !plan.free && !plan.contact_sales).count();
        let money = |amount| written(amount, hand.currency, *hand);
        let short = match published - ranked.len() {
            0 => String::new(),
            1 => " The limits of one plan do not allow it.".to_owned(),
            several => format!(" The limits of {several} plans do not allow it."),
        };
        match &ranked[..] {
            [first, second, ..] => Some(format!(
                "{} is the cheapest plan for this usage, {} a month; {} is next, {} more.{short}",
                first.name(model),
                money(first.cost),
                second.name(model),
                money(second.cost - first.cost)
            )),
            [only] if published > 1 => {
                Some(format!("Only {} will do, {} a month.{short}", only.name(model), money(only.cost)))
            }
            [] if published > 0 => Some("The limits of no plan allow this usage.".to_owned()),
            _ => None,
        }
    }
}

fn written(amount: Decimal, currency: Currency, hand: Hand) -> String {
    number::money(amount, currency, hand.locale)
}
