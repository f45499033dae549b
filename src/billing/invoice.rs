//! This file draws up an invoice: the lines of a plan for part of a period or several, what was billed before, coupons, tax.
//!
//! Order of operations: each charge is priced, prorated and rounded; the offer's reductions come off; minimum and
//! maximum spend bound the sum (amounts of reductions and bounds are prorated too); what a change of plan leaves unused
//! is credited; what was billed already is taken off; coupons of the invoice are spread over its lines; each line's tax
//! is rounded. Usage of a part of a period is billed as used: neither tiers nor bounds of a charge are prorated for it, and
//! what is included only by that convention; but the least of a charge is, before what is charged is taken from it.

use rust_decimal::Decimal;

use super::coupon::Coupon;
use super::coupon::minor_discounts;
use super::cycle::Stretch;
use super::included::Included;
use super::included::including;
use super::proration::Convention;
use super::proration::Portion;
use super::tax::taxed;
use crate::number::Currency;
use crate::number::Locale;
use crate::number::Number;
use crate::number::money;
use crate::number::plain;
use crate::pricing::Bill;
use crate::pricing::Charge;
use crate::pricing::Interval;
use crate::pricing::Limits;
use crate::pricing::Line;
use crate::pricing::Off;
use crate::pricing::Offer;
use crate::pricing::Reduction;
use crate::pricing::Terms;
use crate::pricing::bill;
use crate::pricing::bound_lines;
use crate::pricing::reduce;

/// The most minor units a bill may come to, a quarter of what 64 bits hold.
const LARGEST: f64 = 2.3e18;

/// What is to be billed.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The plan, then its add-ons, each billed by itself; in one currency and with the same meters.
    pub offers: &'a [&'a Offer<'a>],
    /// Units a month, in the order of the meters.
    pub quantities: &'a [Decimal],
    /// How often it is paid.
    pub interval: Interval,
    /// The stretches of billing periods it covers, in order; none for one whole period.
    pub stretches: &'a [Stretch],
    /// How a part of a period is counted.
    pub convention: Convention,
    /// What is included of usage in a part of a period.
    pub included: Included,
    /// What it takes the place of, already paid for the same stretches.
    pub replaced: Option<Replaced<'a>>,
    /// What was billed for the same period and usage before, ≥ 0.
    pub billed: Decimal,
    /// Coupons, in the order they are taken off.
    pub coupons: &'a [Coupon],
    /// Rate of tax, none where it is not added.
    pub tax: Option<Decimal>,
    /// Habits of the reader.
    pub locale: Locale,
}

/// What a customer had before a change.
#[derive(Clone, Copy, Debug)]
pub struct Replaced<'a> {
    /// What people call it.
    pub name: &'a str,
    /// The plan then.
    pub offer: &'a Offer<'a>,
    /// Units then.
    pub quantities: &'a [Decimal],
}

/// An invoice, and the one each month for usage beside a year paid up front.
#[derive(Clone, Debug, PartialEq)]
pub struct Invoice {
    /// What is due now.
    pub now: Statement,
    /// What is due each month on an annual contract, where there is anything.
    pub monthly: Option<Statement>,
}

/// Lines and what follows from them: `total = subtotal + discounts + tax`.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Lines of the plan, of credits, and of what was billed already.
    pub lines: Vec<Line>,
    /// What discounts leave of each line; taxed line by line.
    pub left: Vec<Decimal>,
    /// Sum of the lines.
    pub subtotal: Decimal,
    /// One line a coupon, ≤ 0.
    pub discounts: Vec<Line>,
    /// The tax, if it is added.
    pub tax: Option<Line>,
    /// What is paid; below 0 it is a credit.
    pub total: Decimal,
}

impl Statement {
    /// Everything that adds up to the total: lines, discounts, tax.
    pub fn all(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().chain(&self.discounts).chain(&self.tax)
    }
}

/// The bill is beyond what its minor units can be counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Immense;

/// Draws up the invoice.
pub fn invoice(order: &Order) -> Result<Invoice, Immense> {
    let periods = order.stretches.len().max(1) as f64;
    for offer in order.offers {
        within(offer, order.quantities, order.interval, periods)?;
    }
    if let Some(before) = &order.replaced {
        within(before.offer, before.quantities, order.interval, periods)?;
    }
    let mut lines = Vec::new();
    let mut monthly = Vec::new();
    for stretch in order.stretches.iter().map(Some).chain(order.stretches.is_empty().then_some(None)) {
        if let Some(before) = &order.replaced {
            let paid = order.billed(before.offer, before.quantities, stretch).lines;
            lines.extend(paid.into_iter().filter(|line| line.recurring).map(|line| unused(before.name, line)));
        }
        monthly.clear();
        for offer in order.offers {
            let bill = order.billed(offer, order.quantities, stretch);
            lines.extend(bill.lines);
            monthly.extend(bill.monthly);
        }
    }
    if !order.billed.is_zero() {
        let words = "already billed for this period: only what has been added since is due".to_owned();
        let (label, amount) = ("Billed before".to_owned(), -order.billed);
        lines.push(Line { label, words, amount, unrounded: amount, recurring: false, tops_up: false });
    }
    let shares = order.coupons.iter().filter(|coupon| matches!(coupon.off, Off::Share { .. })).cloned();
    let monthly = (!monthly.is_empty()).then(|| order.statement(monthly, &shares.collect::<Vec<_>>()));
    Ok(Invoice { now: order.statement(lines, order.coupons), monthly })
}

/// What a customer pays a month for several offers, a year paid up front counted as twelve months; unrounded.
pub fn cost_a_month(offers: &[&Offer], quantities: &[Decimal], interval: Interval) -> Result<Decimal, Immense> {
    let cost = |offer: &&Offer| {
        within(offer, quantities, interval, 1.0)?;
        let (recurring, usage) = Terms::<Decimal>::new(offer, interval).recurring_and_usage(quantities);
        Ok(recurring / Decimal::from(interval.months()) + usage)
    };
    offers.iter().map(cost).sum()
}

/// Refuses what would not fit an exact amount, before anything exact is computed.
fn within(offer: &Offer, quantities: &[Decimal], interval: Interval, periods: f64) -> Result<(), Immense> {
    let unbounded = Offer { minimum: None, maximum: None, ..*offer };
    let units = quantities.iter().map(|units| units.to_f64()).collect::<Vec<_>>();
    let (recurring, usage) = Terms::<f64>::new(&unbounded, interval).recurring_and_usage(&units);
    let whole = (recurring.abs() + 12.0 * usage.abs()) * periods;
    let minor = whole * libm::pow(10.0, f64::from(offer.currency.minor_digits()));
    if minor.is_finite() && minor <= LARGEST { Ok(()) } else { Err(Immense) }
}

fn unused(name: &str, line: Line) -> Line {
    let label = format!("{name}: {}", line.label);
    let words = format!("unused: {}", line.words);
    Line { label, words, amount: -line.amount, unrounded: -line.unrounded, ..line }
}

/// A reduction for a part of a period: an amount is prorated as the prices are.
fn part_of<'a>(reduction: &Reduction<'a>, portion: &Portion) -> Reduction<'a> {
    match reduction.off {
        Off::Share { .. } => *reduction,
        Off::Amount { amount } => Reduction { off: Off::Amount { amount: portion.of(amount) }, ..*reduction },
    }
}

impl Order<'_> {
    /// The bill for a stretch of a period, for a whole one where none is given.
    fn billed(&self, offer: &Offer, quantities: &[Decimal], stretch: Option<&Stretch>) -> Bill {
        let portion = stretch.map(|stretch| stretch.portion(self.convention)).filter(|portion| !portion.is_whole());
        let mut bill = match portion {
            None => bill(offer, quantities, self.interval, self.locale),
            Some(portion) => self.part(offer, quantities, &portion),
        };
        if let Some(stretch) = stretch.filter(|_| self.stretches.len() > 1) {
            for line in &mut bill.lines {
                line.words = format!("{}: {}", stretch.used.label(), line.words);
            }
        }
        bill
    }

    /// The bill for a part of a period: recurring lines and bounds are prorated and rounded one by one.
    fn part(&self, offer: &Offer, quantities: &[Decimal], portion: &Portion) -> Bill {
        let (places, months) = (offer.currency.minor_digits(), Decimal::from(self.interval.months()));
        let charges = self.charged(offer, portion);
        let charges = charges.iter().map(|(name, charge)| (*name, charge)).collect::<Vec<_>>();
        let listed = Offer { minimum: None, maximum: None, reductions: &[], charges: &charges, ..*offer };
        let whole = bill(&listed, quantities, self.interval, self.locale);
        let mut lines = self.prorated(whole.lines.into_iter().chain(whole.monthly), portion, places);
        let reductions = offer.reductions.iter().map(|reduction| part_of(reduction, portion)).collect::<Vec<_>>();
        reduce(&Offer { reductions: &reductions, ..*offer }, self.interval, &mut lines, self.locale);
        let sum = |recurring| -> Decimal {
            lines.iter().filter(|line| line.recurring == recurring).map(|line| line.amount).sum()
        };
        let bound = |a_month: Option<Decimal>| a_month.map(|bound| portion.of(bound * months).to_places(places));
        let limits = Limits { minimum: bound(offer.minimum), maximum: bound(offer.maximum) };
        let of_usage = if self.interval == Interval::Monthly { Decimal::ONE } else { portion.of(months) };
        let settled = limits.settle(sum(true), sum(false), of_usage, places);
        let bounds = bound_lines(offer, &settled, sum(false), self.interval, self.locale).into_iter();
        let words = |line: &Line| format!("{}; {}", line.words, portion.words(self.locale));
        lines.extend(bounds.map(|line| Line { words: words(&line), ..line }));
        let at_once = |line: &Line| self.interval == Interval::Monthly || line.recurring;
        let (lines, monthly): (Vec<_>, Vec<_>) = lines.into_iter().partition(at_once);
        let total = |lines: &[Line]| lines.iter().map(|line| line.amount).sum();
        Bill { total: total(&lines), monthly_total: total(&monthly), lines, monthly }
    }

    /// The charges of an offer in a part of a period: usage with as much included as the convention says.
    fn charged<'a>(&self, offer: &Offer<'a>, portion: &Portion) -> Vec<(&'a str, Charge)> {
        let counted = |charge: &Charge| offer.meters.iter().find(|meter| charge.meter() == Some(meter.id));
        let part = |charge: &Charge| match (self.included, self.interval) {
            (Included::Prorated, Interval::Monthly) if counted(charge).is_some_and(|meter| !meter.recurring) => {
                including(charge, |included| portion.of(included))
            }
            _ => charge.clone(),
        };
        offer.charges.iter().map(|(name, charge)| (*name, part(charge))).collect()
    }

    /// Lines of a whole period for a part of it. Commitment and fee are each prorated and rounded, then subtracted (Lago);
    /// usage that is billed each month of a year is that of whole months.
    fn prorated(&self, lines: impl Iterator<Item = Line>, portion: &Portion, places: u32) -> Vec<Line> {
        let (mut made, mut fee) = (Vec::<Line>::new(), Decimal::ZERO);
        let part = portion.words(self.locale);
        for line in lines {
            let (own, before) = (line.unrounded, made.last().map_or(Decimal::ZERO, |line| line.amount));
            made.push(match (line.tops_up, line.recurring) {
                (_, false) if self.interval == Interval::Annual => line,
                (true, _) => {
                    let amount = (portion.of(fee + own).to_places(places) - before).larger(Decimal::ZERO);
                    Line { words: format!("{}; {part}", line.words), amount, unrounded: amount, ..line }
                }
                (false, true) => {
                    let unrounded = portion.of(own);
                    let amount = unrounded.to_places(places);
                    Line { words: format!("{}; {part}", line.words), unrounded, amount, ..line }
                }
                (false, false) => {
                    let included = match self.included {
                        Included::Whole => "is not prorated".to_owned(),
                        Included::Prorated => format!("is for {part}"),
                    };
                    Line { words: format!("{}; as used, what is included {included}", line.words), ..line }
                }
            });
            fee = own;
        }
        made.retain(|line| !line.tops_up || !line.amount.is_zero());
        made
    }

    /// The lines with coupons and tax.
    fn statement(&self, lines: Vec<Line>, coupons: &[Coupon]) -> Statement {
        let currency = self.currency();
        let amounts = lines.iter().map(|line| line.amount).collect::<Vec<_>>();
        let shares = minor_discounts(&amounts, coupons, currency.minor_digits());
        let discounts = coupons.iter().zip(&shares);
        let discounts = discounts.map(|(coupon, shares)| self.discount(coupon, shares, &lines)).collect::<Vec<_>>();
        let left = |line: usize| amounts[line] - shares.iter().map(|shares| shares[line]).sum::<Decimal>();
        let left = (0..lines.len()).map(left).collect::<Vec<_>>();
        let tax = self.tax.map(|rate| tax_line(&left, rate, currency, self.locale));
        let total = left.iter().sum::<Decimal>() + tax.as_ref().map_or(Decimal::ZERO, |tax| tax.amount);
        Statement { subtotal: amounts.iter().sum(), lines, left, discounts, tax, total }
    }

    fn currency(&self) -> Currency {
        self.offers.first().map_or(Currency::USD, |offer| offer.currency)
    }

    /// What a coupon takes off, and from which lines.
    fn discount(&self, coupon: &Coupon, shares: &[Decimal], lines: &[Line]) -> Line {
        let written = |amount: Decimal| money(amount, self.currency(), self.locale);
        let mut words = match coupon.off {
            Off::Share { share } => format!("{} off", percent(share, self.locale)),
            Off::Amount { amount } if coupon.used.is_zero() => format!("{} off", written(amount)),
            Off::Amount { amount } => format!("{} off, {} used before", written(amount), written(coupon.used)),
        };
        let parts = shares.iter().zip(lines).filter(|(share, _)| !share.is_zero()).collect::<Vec<_>>();
        let spread = parts.iter().map(|(share, line)| format!("{} {}", line.label, written(**share)));
        if parts.len() > 1 {
            words += &format!(": {}", spread.collect::<Vec<_>>().join(", "));
        }
        let amount = -shares.iter().sum::<Decimal>();
        Line { label: coupon.name.clone(), words, amount, unrounded: amount, recurring: false, tops_up: false }
    }
}

/// The tax of all lines, and what rounding each of them made of it.
fn tax_line(left: &[Decimal], rate: Decimal, currency: Currency, locale: Locale) -> Line {
    let lines = left.iter().map(|amount| (*amount, rate)).collect::<Vec<_>>();
    let tax = taxed(&lines, currency.minor_digits());
    let base = money(left.iter().sum::<Decimal>(), currency, locale);
    let mut words = format!("{} of {base}, rounded on each line", percent(rate, locale));
    if tax.total != tax.on_total {
        words += &format!("; on the sum it would be {}", money(tax.on_total, currency, locale));
    }
    Line { label: "Tax".to_owned(), words, amount: tax.total, unrounded: tax.total, recurring: false, tops_up: false }
}

fn percent(share: Decimal, locale: Locale) -> String {
    format!("{}\u{a0}%", plain(share * Decimal::ONE_HUNDRED, 6, locale))
}
