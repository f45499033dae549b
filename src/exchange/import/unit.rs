//! This file reads what a price is for: `user/month`, `/month`, `500 users/month`, `per year`, `forever`, `message`.

use rust_decimal::Decimal;

use crate::number::Currency;

/// What a price is for, and how often it is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Priced {
    /// The thing counted, in the singular; none for a flat fee.
    pub noun: Option<String>,
    /// How many of them one price buys, where it is not one.
    pub block: Option<Decimal>,
    /// How often it is due.
    pub period: Period,
    /// What else it is for, of which one is meant: the workspace in `user/month/workspace`.
    pub also: Option<String>,
}

/// How often a price is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    /// So many times in a year.
    Yearly(u32),
    /// Never again.
    Once,
    /// Each time a unit is used; nothing says how often.
    Use,
}

/// Each month.
pub(super) const MONTHLY: Period = Period::Yearly(12);

const PERIODS: &[(&[&str], Period)] = &[
    (&["month", "months", "mo", "mth", "monthly", "m"], MONTHLY),
    (&["year", "years", "yr", "yearly", "annum", "annually", "annual", "y"], Period::Yearly(1)),
    (&["half year", "half-year", "semester", "biannual", "biannually", "semiannually"], Period::Yearly(2)),
    (&["quarter", "quarters", "quarterly"], Period::Yearly(4)),
    (&["week", "weeks", "weekly", "wk"], Period::Yearly(52)),
    (&["day", "days", "daily"], Period::Yearly(365)),
    (&["forever", "lifetime", "life", "once", "one time", "one-time", "onetime", "one-off", "one off"], Period::Once),
];

/// What may stand before a period and behind it without changing it: `billed monthly`, `one time purchase`.
const BEFORE: &[&str] = &["every", "each", "billed", "paid", "charged", "a", "an", "per", "for"];
const BEHIND: &[&str] = &[
    "payment",
    "payments",
    "purchase",
    "fee",
    "charge",
    "license",
    "licence",
    "access",
    "subscription",
    "plan",
    "billing",
    "billed",
    "paid",
    "only",
    "upfront",
    "monthly",
    "annually",
    "yearly",
];

/// Words for those who work with the product: one head, whatever a page calls it.
const PEOPLE: &[&str] =
    &["user", "seat", "member", "person", "licence", "license", "employee", "teammate", "team member", "agent"];

/// Words for what is used rather than licensed.
const USED: &[&str] = &[
    "hour",
    "minute",
    "min",
    "second",
    "message",
    "email",
    "sms",
    "call",
    "run",
    "request",
    "event",
    "credit",
    "token",
    "gb",
    "mb",
    "tb",
    "transaction",
    "use",
    "view",
    "session",
    "task",
    "operation",
    "order",
    "invoice",
    "execution",
    "response",
    "conversation",
    "attendee",
    "submission",
    "visit",
    "pageview",
    "impression",
    "click",
    "download",
    "upload",
    "scan",
    "character",
    "word",
];

/// Short words for what is used.
const SHORT: &[(&str, &str)] =
    &[("min", "minute"), ("hr", "hour"), ("sec", "second"), ("msg", "message"), ("gigabyte", "GB"), ("megabyte", "MB")];

impl Priced {
    /// What the words of a unit say. Nothing at all is a flat fee each month.
    pub fn read(words: &str) -> Self {
        let words = spaced(&ungrouped(words)).replace(['(', ')', ','], " ");
        let parts: Vec<String> = words
            .split('/')
            .flat_map(|part| part.split(" per "))
            .flat_map(|part| part.split(" a "))
            .map(|part| part.trim().trim_start_matches("per ").trim_start_matches("a "))
            .map(|part| part.split_whitespace().filter(|word| !code(word)).collect::<Vec<_>>().join(" "))
            .filter(|part| !part.is_empty() && part != "each" && !currency(part))
            .collect();
        let mut found = Self { noun: None, block: None, period: MONTHLY, also: None };
        let mut dated = false;
        for part in parts {
            match period(&part) {
                Some(period) => (found.period, dated) = (period, true),
                None if bounded(&part) => found.also = found.also.or(Some(part)),
                None if found.noun.is_none() => found.counted(&part),
                None => found.also = found.also.or(Some(part)),
            }
        }
        if !dated && found.noun.as_deref().is_some_and(used) {
            found.period = Period::Use;
        }
        found
    }

    /// A number in front is how many one price buys: `500 users`, `1000min`, `10k emails`.
    fn counted(&mut self, part: &str) {
        let (number, rest) = many(part).map_or((None, part), |(number, rest)| (Some(number), rest));
        if !rest.is_empty() {
            self.block = number.filter(|number| *number != Decimal::ONE);
            self.noun = Some(one(rest).chars().take(40).collect());
        }
    }

    /// What a price of this unit is a month.
    pub fn monthly(&self, price: Decimal) -> Decimal {
        match self.period {
            Period::Yearly(12) | Period::Use | Period::Once => price,
            Period::Yearly(times) => (price * Decimal::from(times) / Decimal::from(12)).round_dp(12).normalize(),
        }
    }

    /// The same, due each month where it is due otherwise.
    pub fn by_the_month(&self) -> Self {
        let period = if self.period == Period::Use { Period::Use } else { MONTHLY };
        Self { period, also: None, ..self.clone() }
    }

    /// Whether both count the same, however often they are due.
    pub fn alike(&self, other: &Self) -> bool {
        (&self.noun, self.block) == (&other.noun, other.block)
    }

    /// Whether the thing counted is used rather than licensed.
    pub fn usage(&self) -> bool {
        self.noun.as_deref().is_some_and(used)
    }

    /// Whether the thing counted happens, again and again: requests and emails rather than GB.
    pub fn events(&self) -> bool {
        self.usage() && self.noun.as_deref().is_some_and(|noun| noun.chars().any(char::is_lowercase))
    }

    /// Whether the words say how often a price is due.
    pub fn dated(words: &str) -> bool {
        let lower = words.to_lowercase();
        lower.split(['/', '(', ')', ',']).flat_map(|part| part.split(" per ")).any(|part| period(part.trim()).is_some())
            || lower.split(['/', ' ', '-']).any(|word| period(word).is_some())
    }

    /// Whether the words name a length of time and nothing else: days, months.
    pub fn lasts(words: &str) -> bool {
        matches!(period(words.to_lowercase().trim()), Some(Period::Yearly(_)))
    }

    /// Whether the thing counted is somebody who works with the product.
    pub fn people(&self) -> bool {
        self.noun.as_deref().is_some_and(|noun| PEOPLE.contains(&noun))
    }
}

/// Whether it says how many may be had for a price rather than what it counts: `up to 10 users`.
fn bounded(part: &str) -> bool {
    ["up to ", "max ", "maximum "].iter().any(|words| part.starts_with(words))
}

/// A word in capitals that is the code of a currency.
fn code(word: &str) -> bool {
    word.chars().all(char::is_uppercase) && word.parse::<Currency>().is_ok()
}

fn currency(part: &str) -> bool {
    part.to_uppercase().parse::<Currency>().is_ok() || matches!(part, "$" | "€" | "£")
}

/// A number and what there is so many of. What sticks to the digits is a word of its own where it can be one: `5GB`, but
/// not `3d model`.
fn many(part: &str) -> Option<(Decimal, &str)> {
    let end = part.find(|sign: char| !sign.is_ascii_digit() && sign != '.')?;
    let number: Decimal = part[..end].parse().ok().filter(|number| *number > Decimal::ZERO)?;
    let rest = &part[end..];
    let times = |letters: [&str; 2], times: i64| {
        let rest = letters.iter().find_map(|letter| rest.strip_prefix(letter)).filter(|rest| rest.starts_with(' '))?;
        Some((number.checked_mul(times.into())?.normalize(), rest.trim()))
    };
    let word = rest.split(' ').next().unwrap_or_default();
    let apart = word.is_empty() || word.chars().count() > 2 || used(&one(word));
    times(["k", "K"], 1_000)
        .or_else(|| times(["m", "M"], 1_000_000))
        .or_else(|| apart.then(|| (number.normalize(), rest.trim())))
}

/// In the singular, in full.
fn one(several: &str) -> String {
    let noun = singular(several);
    let (before, last) = noun.rsplit_once(' ').map_or(("", noun.as_str()), |(before, last)| (before, last));
    match SHORT.iter().find(|(short, _)| *short == last) {
        Some((_, full)) => format!("{before} {full}").trim_start().to_owned(),
        None => noun,
    }
}

/// `month`, `3 months`, `billed annually`, `one time purchase`; none for what is counted.
fn period(part: &str) -> Option<Period> {
    let words: Vec<&str> = part.split_whitespace().skip_while(|word| BEFORE.contains(word)).collect();
    let number = words.first().and_then(|word| word.parse::<u32>().ok()).filter(|number| *number > 0);
    let words = if number.is_some() { &words[1..] } else { &words[..] };
    let named = |taken: usize| {
        let (name, rest) = (words.get(..taken)?.join(" "), &words[taken..]);
        let found = PERIODS.iter().find(|(names, _)| names.contains(&name.as_str()))?;
        rest.iter().all(|word| BEHIND.contains(word) || BEFORE.contains(word)).then_some(found.1)
    };
    match (named(2).or_else(|| named(1))?, number.unwrap_or(1)) {
        (Period::Yearly(365), 28..=31) => Some(MONTHLY),
        (Period::Yearly(365), 360 | 365) => Some(Period::Yearly(1)),
        (Period::Yearly(times), number) => (times % number == 0).then_some(Period::Yearly(times / number)),
        (other, number) => (number == 1).then_some(other),
    }
}

fn used(noun: &str) -> bool {
    noun.split(' ').next_back().is_some_and(|last| USED.contains(&last.to_lowercase().as_str()))
}

/// Without the signs that group thousands: `1,000 emails` is 1000 emails.
fn ungrouped(words: &str) -> String {
    let signs: Vec<char> = words.chars().collect();
    let digit = |at: usize| signs.get(at).is_some_and(char::is_ascii_digit);
    let groups = |at: usize| {
        at > 0
            && digit(at - 1)
            && (1..=3).all(|next| digit(at + next))
            && !digit(at + 4)
            && matches!(signs[at], ',' | '_')
    };
    signs.iter().enumerate().filter(|(at, _)| !groups(*at)).map(|(_, sign)| *sign).collect()
}

/// In small letters, `activeHour` told apart; what is all capitals, as GB, stays.
fn spaced(words: &str) -> String {
    let mut spaced = String::new();
    let mut small = false;
    for sign in words.chars() {
        if sign.is_uppercase() && small {
            spaced.push(' ');
        }
        small = sign.is_lowercase();
        spaced.push(sign);
    }
    let shouted = |word: &str| word.chars().filter(|sign| sign.is_alphabetic()).all(char::is_uppercase);
    let lowered = spaced.split(' ').map(|word| {
        let parts = word.split('/').map(|part| if shouted(part) { part.to_owned() } else { part.to_lowercase() });
        parts.collect::<Vec<_>>().join("/")
    });
    lowered.collect::<Vec<_>>().join(" ")
}

/// One of several: `people` is a person, `companies` a company, `boxes` a box, `users` a user.
pub(super) fn singular(noun: &str) -> String {
    if noun == "people" || noun == "persons" {
        return "person".into();
    }
    let kept = noun.len() < 4 || ["ss", "us", "is"].iter().any(|end| noun.ends_with(end));
    if let Some(stem) = noun.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    if let Some(stem) =
        noun.strip_suffix("es").filter(|stem| ["x", "ch", "sh", "ss"].iter().any(|end| stem.ends_with(end)))
    {
        return stem.into();
    }
    noun.strip_suffix('s').filter(|_| !kept).unwrap_or(noun).into()
}

/// Several of one.
pub(super) fn plural(noun: &str) -> String {
    let short = !noun.chars().any(char::is_lowercase) || noun == "sms";
    let stem = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match (noun, stem) {
        ("person", _) => "people".into(),
        _ if short => noun.into(),
        (_, Some(stem)) => format!("{stem}ies"),
        _ if ["x", "ch", "sh", "s"].iter().any(|end| noun.ends_with(end)) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}
