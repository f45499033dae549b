//! This file holds the bill of one customer: exact lines that say in words how each amount came about.

use rust_decimal::Decimal;

use super::Interval;
use super::Off;
use super::Offer;
use super::limits::Settled;
use super::terms::Terms;
use super::terms::TermsLine;
use super::wording::Wording;
use crate::number::Locale;
use crate::number::Number;
use crate::number::money;
use crate::number::plain;

/// What a customer pays at one payment, and what is billed apart from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bill {
    /// Lines in the order of the charges; then reductions, maximum and minimum spend, where they change anything.
    pub lines: Vec<Line>,
    /// Sum of the lines.
    pub total: Decimal,
    /// On an annual bill, the lines of usage that are billed each month instead; empty on a monthly bill.
    pub monthly: Vec<Line>,
    /// Sum of the monthly lines.
    pub monthly_total: Decimal,
}

/// One line of a bill.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The charge's name.
    pub label: String,
    /// How the amount came about: `12 seats × $8.00`.
    pub words: String,
    /// Rounded half-up to the currency's minor unit; below 0 only where something is taken off.
    pub amount: Decimal,
    /// The amount before it was rounded, for who bills a part of it.
    pub unrounded: Decimal,
    /// Part of MRR, rather than usage.
    pub recurring: bool,
    /// What is missing on the line before it from the least of its charge; together they are rounded once.
    pub tops_up: bool,
}

/// The bill for `quantities` a month, in the order of the offer's meters. The same amounts as
/// [`Terms::recurring_and_usage`], whose file states the conventions.
pub fn bill(offer: &Offer, quantities: &[Decimal], interval: Interval, locale: Locale) -> Bill {
    let terms = Terms::<Decimal>::new(offer, interval);
    let charged = offer.charges.iter().zip(&terms.lines);
    let mut lines: Vec<Line> =
        charged.flat_map(|((label, _), line)| written(offer, &terms, label, line, quantities, locale)).collect();
    reduce(offer, interval, &mut lines, locale);
    limit(offer, &terms, &mut lines, locale);
    let (lines, monthly) = match interval {
        Interval::Monthly => (lines, Vec::new()),
        Interval::Annual => lines.into_iter().partition(|line| line.recurring),
    };
    let total = lines.iter().map(|line| line.amount).sum();
    let monthly_total = monthly.iter().map(|line| line.amount).sum();
    Bill { lines, total, monthly, monthly_total }
}

/// The recurring part of some lines, and their usage.
fn parts(lines: &[Line]) -> (Decimal, Decimal) {
    let sum = |recurring| lines.iter().filter(|line| line.recurring == recurring).map(|line| line.amount).sum();
    (sum(true), sum(false))
}

/// Adds a line for each reduction of the recurring part, and one for each of usage.
pub fn reduce(offer: &Offer, interval: Interval, lines: &mut Vec<Line>, locale: Locale) {
    let price = |amount| money(amount, offer.currency, locale);
    for reduction in offer.reductions {
        let (recurring, usage) = parts(lines);
        let cuts = reduction.off.cuts((recurring, usage), interval, offer.currency.minor_digits());
        let parts =
            [(cuts.0, recurring, price(recurring), true), (cuts.1, usage, format!("usage of {}", price(usage)), false)];
        for (cut, before, from, recurring) in parts.into_iter().filter(|(cut, ..)| !cut.is_zero()) {
            let words = match reduction.off {
                Off::Share { share } => {
                    format!("{}\u{a0}% off {from}", plain(share * Decimal::ONE_HUNDRED, 2, locale))
                }
                Off::Amount { amount } if cut == before && cut < amount => {
                    format!("{} off, at most the {from}", price(amount))
                }
                Off::Amount { amount } => format!("{} off {from}", price(amount)),
            };
            let (label, amount) = (reduction.name.to_owned(), -cut);
            lines.push(Line { label, words, amount, unrounded: amount, recurring, tops_up: false });
        }
    }
}

/// Adds what maximum and minimum spend change.
fn limit(offer: &Offer, terms: &Terms<Decimal>, lines: &mut Vec<Line>, locale: Locale) {
    let (recurring, usage) = parts(lines);
    let settled = terms.settle(recurring, usage);
    lines.extend(bound_lines(offer, &settled, usage, terms.interval, locale));
}

/// The lines of what minimum and maximum spend change, `usage` being a month's.
pub fn bound_lines(
    offer: &Offer,
    settled: &Settled<Decimal>,
    usage: Decimal,
    interval: Interval,
    locale: Locale,
) -> Vec<Line> {
    let bounds = [
        ("Maximum spend", "most", offer.maximum, -settled.usage_cut, false),
        ("Maximum spend", "most", offer.maximum, -settled.recurring_cut, true),
        ("Minimum spend", "least", offer.minimum, settled.true_up, true),
    ];
    let line = |(label, extreme, bound, amount, recurring): (&str, &str, Option<Decimal>, Decimal, bool)| {
        let bound = money(bound.filter(|_| !amount.is_zero())?, offer.currency, locale);
        let mut words = format!("the {extreme} a customer pays is {bound} a month");
        if interval == Interval::Annual && !usage.is_zero() {
            words += &format!(", usage of {} a month included", money(usage, offer.currency, locale));
        }
        Some(Line { label: label.to_owned(), words, amount, unrounded: amount, recurring, tops_up: false })
    };
    bounds.into_iter().filter_map(line).collect()
}

/// The line of a charge, and where its own least is not reached the one of what is missing.
fn written(
    offer: &Offer,
    terms: &Terms<Decimal>,
    label: &str,
    line: &TermsLine<Decimal>,
    quantities: &[Decimal],
    locale: Locale,
) -> Vec<Line> {
    let used = |meter: &Option<usize>| meter.and_then(|at| quantities.get(at)).copied().unwrap_or_default();
    let billed = |meter: &Option<usize>| meter.map_or(used(meter), |at| terms.billed(at, used(meter)));
    let units: Vec<_> = line.meters.iter().map(billed).collect();
    let nouns: Vec<_> = line.meters.iter().map(|meter| nouns(offer, *meter)).collect();
    let nouns = if nouns.is_empty() { vec![nouns_of_none()] } else { nouns };
    let wording = |(many, one)| Wording { many, one, currency: offer.currency, locale };
    let wordings: Vec<_> = nouns.iter().map(|(many, one)| wording((many, one))).collect();
    let (factor, months) = terms.factor(line, terms.ramp());
    let mut words = line.priced.words(&units, factor, months, &wordings);
    for ((meter, billed), wording) in line.meters.iter().zip(&units).zip(&wordings) {
        if *billed > used(meter) {
            words += &format!("; {} used, at least {} billed", wording.number(used(meter)), wording.number(*billed));
        }
    }
    words += &terms_words(offer, terms, line, locale);
    let places = offer.currency.minor_digits();
    let whole = terms.unrounded(line, &units, terms.ramp());
    let unrounded = line.priced.before_least(&units, factor, months).unwrap_or(whole);
    let (amount, due, recurring) = (unrounded.to_places(places), whole.to_places(places), line.recurring);
    let own = Line { label: label.to_owned(), words, amount, unrounded, recurring, tops_up: false };
    let missing = (due != amount).then(|| Line {
        label: format!("{label}: true-up"),
        words: line.priced.least_words(&wordings[0]),
        amount: due - amount,
        unrounded: whole - unrounded,
        recurring,
        tops_up: true,
    });
    std::iter::once(own).chain(missing).collect()
}

/// What ramp and interval do to a recurring line.
fn terms_words(offer: &Offer, terms: &Terms<Decimal>, line: &TermsLine<Decimal>, locale: Locale) -> String {
    let mut words = String::new();
    let percent = |share: Decimal| plain(share * Decimal::ONE_HUNDRED, 2, locale);
    if line.recurring && terms.ramp() != Decimal::ONE {
        words += &format!("; this year of the ramp at {}\u{a0}%", percent(terms.ramp()));
    }
    if line.recurring && terms.interval == Interval::Annual {
        words += "; 12 months";
        if !offer.annual_discount.is_zero() {
            words += &format!(", less {}\u{a0}%", percent(offer.annual_discount));
        }
    }
    words
}

/// What a meter counts, several and one; none where it is not among the offer's.
fn nouns(offer: &Offer, meter: Option<usize>) -> (String, String) {
    let Some(meter) = meter.map(|at| &offer.meters[at]) else { return nouns_of_none() };
    (in_sentence(meter.name), in_sentence(meter.unit))
}

fn nouns_of_none() -> (String, String) {
    ("units".to_owned(), "unit".to_owned())
}

/// A meter's name inside a sentence: `Seats` becomes `seats`, `API calls` stays.
fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(name.chars().skip(1)).collect()
        }
        _ => name.to_owned(),
    }
}
