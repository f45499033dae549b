//! This file writes the page's sentences: what a moved price does, and where the best one lies.

use yew::Html;
use yew::html;

use super::list::Price;
use super::response::Best;
use super::response::Study;
use crate::chart::axis::Unit::Money;
use crate::number;
use crate::number::Currency;
use crate::number::Decimal;
use crate::number::Locale;
use crate::projection::Projection;
use crate::projection::is_far;
use crate::projection::settled;
use crate::shape::Unit;
use crate::ui::words::from_f64;

/// A sentence in pieces; the strong ones are its figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence(Vec<(bool, String)>);

impl Sentence {
    /// The same with plain words after it.
    pub fn say(mut self, words: impl Into<String>) -> Self {
        self.0.push((false, words.into()));
        self
    }

    /// The same with a figure after it.
    pub fn figure(mut self, words: impl Into<String>) -> Self {
        self.0.push((true, words.into()));
        self
    }

    /// The same with another sentence after it.
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The words alone.
    #[cfg(test)]
    pub fn text(&self) -> String {
        self.0.iter().map(|(_, words)| words.as_str()).collect()
    }

    /// As the finding below the question.
    pub fn finding(&self) -> Html {
        let piece = |(strong, words): &(bool, String)| {
            if *strong {
                html! { <b>{ words }</b> }
            } else {
                html! { { words } }
            }
        };
        html! { <p class="finding">{ for self.0.iter().map(piece) }</p> }
    }
}

/// How figures are written in sentences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hand {
    /// Of all money.
    pub currency: Currency,
    /// The reader's habits.
    pub locale: Locale,
}

impl Hand {
    /// A price: `$8`, `$9.20`, `$0.000065`.
    pub fn price(&self, price: Decimal) -> String {
        let price = price.normalize();
        if price.fract().is_zero() {
            return number::money_whole(price, self.currency, self.locale);
        }
        number::price(price, self.currency, self.locale)
    }

    /// What stands for a price: money, a share of it, a factor on what something costs.
    pub fn of(&self, price: &Price, value: Decimal) -> String {
        match price.unit {
            Unit::Share => format!("{}\u{a0}%", number::plain(value * Decimal::ONE_HUNDRED, 3, self.locale)),
            Unit::Plain => format!("× {}", number::plain(value, 3, self.locale)),
            _ => self.price(value),
        }
    }

    /// The same of one that came out of a computation.
    fn about_of(&self, study: &Study, price: f64) -> String {
        match &study.demand.price_unit {
            Money(..) => self.about(price),
            unit => unit.short(price),
        }
    }

    /// A price that came out of a computation: three figures.
    pub fn about(&self, price: f64) -> String {
        number::money_short(from_f64(price), self.currency, self.locale)
    }

    /// A share: `12 %`, `0.4 %`.
    pub fn share(&self, share: f64) -> String {
        let percent = share.abs() * 100.0;
        number::share(
            from_f64(share),
            u32::from(percent < 9.95 && (percent - libm::round(percent)).abs() > 0.05),
            self.locale,
        )
    }

    /// How much more or less one is than another: `12 % fewer`; `None` where it is the same to a tenth of a percent.
    pub fn against(&self, now: f64, then: f64, (more, less): (&str, &str)) -> Option<String> {
        let change = if then > 0.0 { now / then - 1.0 } else { 0.0 };
        let share = self.share(change.abs());
        (change.abs() >= 0.0005).then(|| format!("{share} {}", if change > 0.0 { more } else { less }))
    }

    /// How much more or less money: `$1.39M higher`; `None` where it is the same to the currency unit.
    pub fn money_against(&self, now: Decimal, then: Decimal) -> Option<String> {
        let change = now - then;
        let amount = number::money_short(change.abs(), self.currency, self.locale);
        (change.abs() >= Decimal::ONE)
            .then(|| format!("{amount} {}", if change > Decimal::ZERO { "higher" } else { "lower" }))
    }
}

/// ARR at the horizon, with a change and without.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The horizon's month: `Dec 2029`.
    pub month: String,
    /// With it.
    pub now: Decimal,
    /// Without.
    pub then: Decimal,
}

/// What the price in front does, against today's.
pub fn moved(hand: Hand, price: &Price, today: Decimal, study: &Study, outcome: &Outcome) -> Sentence {
    let each = |of: &crate::projection::Response| if of.paying > 0.0 { of.revenue / of.paying } else { 0.0 };
    let sentence =
        Sentence::default().say(format!("With {} at ", price.plan_name)).figure(hand.of(price, price.value)).say(", ");
    let sentence = match hand.against(study.now.paying, study.today.paying, ("more", "fewer")) {
        Some(words) => sentence.figure(words).say(" prospects buy"),
        None => sentence.say("as many prospects buy"),
    };
    let sentence = match hand.against(each(&study.now), each(&study.today), ("more", "less")) {
        Some(words) => sentence.say(" and each brings ").figure(words),
        None => sentence.say(" and each brings as much"),
    };
    let sentence = sentence.say(format!(": ARR in {} is ", outcome.month));
    match hand.money_against(outcome.now, outcome.then) {
        Some(words) => sentence.figure(words).say(" than at "),
        None => sentence.say("the same as at "),
    }
    .say(hand.of(price, today))
    .say(".")
    .then(far(study.today.paying, study.now.paying, hand.locale))
}

/// What is to be said where far more buy than before; nothing elsewhere.
pub fn far(before: f64, after: f64, locale: Locale) -> Sentence {
    if !is_far(before, after) {
        return Sentence::default();
    }
    let times = number::plain(from_f64(after / before), 1, locale);
    let sentence = Sentence::default().say(" That is ").figure(format!("{times} times as many buyers"));
    sentence.say(": so far from what was observed, trust the direction and not the size.")
}

/// Where things stand while no price is moved.
pub fn unmoved(hand: Hand, price: &Price, study: &Study) -> Sentence {
    let each = if study.now.paying > 0.0 { study.now.revenue / study.now.paying } else { 0.0 };
    let sentence = Sentence::default().say("At these prices ").figure(hand.share(study.now.paying));
    let sentence = sentence.say(" of prospects buy, and each brings ").figure(hand.about(each)).say(" a month");
    let measure = if study.by_profit { "profit" } else { "revenue" };
    match study.best {
        Best::Inside(best) => {
            let sentence = sentence.say(format!("; {measure} would be best with {} near ", price.plan_name));
            sentence.figure(hand.about_of(study, best)).say(".")
        }
        _ => sentence.say(". Move a price to see who still buys."),
    }
}

/// Why no prospect answers to a price: its plan is closed by the month looked at.
pub fn shut(projection: &Projection, price: &Price) -> Option<String> {
    let plan = projection.case.last().plans.get(&price.plan)?;
    let month = projection.start.plus(settled(&projection.case) as i32);
    let closed = plan.closed.filter(|_| !plan.sells_in(month))?;
    let heir = plan.successor.as_ref().and_then(|heir| projection.case.last().plans.get(heir));
    let tail = match heir {
        Some(heir) => format!("its customers come to {}, whose price is theirs then", heir.name),
        None => "its price is paid by those who stay, and no new customer chooses by it".to_owned(),
    };
    Some(format!("{} is closed to new customers from {}: {tail}.", plan.name, closed.label()))
}

/// The title of the demand chart.
pub fn title(hand: Hand, study: &Study) -> String {
    let measure = if study.by_profit { "Profit" } else { "Revenue" };
    match (study.best, study.demand.evidence) {
        (Best::Highest(price), _) => {
            format!(
                "No best price in this range: {} still rises at {}",
                measure.to_lowercase(),
                hand.about_of(study, price)
            )
        }
        (Best::Lowest(price), _) => {
            format!(
                "No best price in this range: {} falls from {} on",
                measure.to_lowercase(),
                hand.about_of(study, price)
            )
        }
        (Best::Inside(price), Some((low, high))) => {
            let place = if price >= low && price <= high { "inside" } else { "beyond" };
            format!("{measure} per prospect peaks near {}, {place} what evidence covers", hand.about_of(study, price))
        }
        (Best::Inside(price), None) => {
            format!("{measure} per prospect peaks near {}, which no evidence covers", hand.about_of(study, price))
        }
    }
}

/// What the best price rests on; nothing where it is inside what evidence covers.
pub fn caution(study: &Study, plan: &str) -> Option<String> {
    let bound = matches!(study.best, Best::Highest(_) | Best::Lowest(_));
    match (study.demand.evidence, study.best) {
        (None, _) => Some(format!(
            "No evidence about the price of {plan} is used: the curve follows from the elasticity assumed of each segment, and is a guess far from today's price."
        )),
        (Some(_), _) if bound => Some(
            "The most is earned at the end of the range: what lies beyond it is not known, and no best price is named."
                .to_owned(),
        ),
        (Some((low, high)), Best::Inside(price)) if price < low || price > high => Some(
            "The best price lies beyond what evidence covers: test a price there before you rely on it.".to_owned(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(price: f64, paying: f64, revenue: f64) -> crate::projection::Response {
        crate::projection::Response { price, buy: paying, paying, plan: paying, revenue, profit: revenue }
    }

    #[test]
    fn the_sentence_tells_who_buys_what_they_bring_and_what_becomes_of_arr() {
        let hand = Hand { currency: Currency::USD, locale: Locale::EN_US };
        let price = Price {
            plan: "a".into(),
            plan_name: "Essentials".into(),
            path: String::new(),
            per: "channel".into(),
            part: String::new(),
            unit: Unit::Money,
            value: Decimal::from(8),
        };
        let demand = crate::chart::demand::Demand {
            unit: Money("$".into(), 2),
            price_unit: Money("$".into(), 2),
            of: "prospect",
            price: price.axis(),
            prices: vec![],
            share: vec![],
            others: Vec::new(),
            revenue: vec![],
            profit: vec![],
            marks: vec![],
            evidence: None,
        };
        let (today, now) = (response(6.0, 0.5, 3.0), response(8.0, 0.44, 0.44 * 6.0 * 1.17));
        let study = Study { demand, best: Best::Highest(18.0), by_profit: false, today, now };
        let outcome =
            Outcome { month: "Dec 2029".into(), now: Decimal::from(13_640_000), then: Decimal::from(12_250_000) };
        assert_eq!(
            moved(hand, &price, Decimal::from(6), &study, &outcome).text().replace('\u{a0}', " "),
            "With Essentials at $8, 12 % fewer prospects buy and each brings 17 % more: ARR in Dec 2029 is $1.39M higher than at $6."
        );
        assert_eq!(title(hand, &study), "No best price in this range: revenue still rises at $18");
        assert!(caution(&study, "Essentials").is_some());
        let study = Study { now: response(2.0, 1.2, 2.4), ..study };
        let told = moved(hand, &price, Decimal::from(6), &study, &outcome).text();
        assert!(told.ends_with(
            " That is 2.4 times as many buyers: so far from what was observed, trust the direction and not the size."
        ));
    }
}
