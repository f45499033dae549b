//! This file says which columns each kind of evidence has, and turns its rows into what its method takes.

use super::conjoint;
use super::gabor_granger::Asked;
use super::historic::Seen;
use super::reading::Column;
use super::reading::Entry;
use super::reading::Fault;
use super::reading::Holds;
use super::reading::MOST_ROWS;
use super::reading::Mapping;
use super::reading::amount;
use super::reading::first;
use super::reading::foreign;
use super::reading::read;
use crate::month::Month;
use crate::number::Currency;
use crate::number::SheetRow;
use crate::number::clip;
use crate::number::sheet;

const PRICE: Holds = Holds::Money { low: 0.0, high: 1e9 };
const COUNT: Holds = Holds::Amount { low: 0.0, high: 1e12 };
const INTENT: Holds = Holds::Whole { low: 1.0, high: 5.0 };

const fn column(label: &'static str, holds: Holds, needed: bool, known_as: &'static [&'static str]) -> Column {
    Column { label, holds, needed, known_as }
}

/// A price sensitivity meter: one respondent a row.
pub const VAN_WESTENDORP: &[Column] = &[
    column("Too cheap", PRICE, true, &["toocheap", "tch", "tc"]),
    column("Cheap", PRICE, true, &["cheap", "ch", "bargain", "goodvalue"]),
    column("Expensive", PRICE, true, &["expensive", "ex", "gettingexpensive"]),
    column("Too expensive", PRICE, true, &["tooexpensive", "tex", "te"]),
    column(
        "Intent when cheap",
        INTENT,
        false,
        &["intentcheap", "intentatcheap", "intentatcheap1to5", "pintch", "picheap"],
    ),
    column(
        "Intent when expensive",
        INTENT,
        false,
        &["intentexpensive", "intentatexpensive", "intentatexpensive1to5", "pintex", "piexpensive"],
    ),
    column("Group", Holds::Word, false, &["segment", "group", "cohort"]),
];

/// A Gabor-Granger survey: one price a row, with how many were asked, or one answer a row.
pub const GABOR_GRANGER: &[Column] = &[
    column("Price", PRICE, true, &["price"]),
    column("Would buy", COUNT, true, &["buy", "wouldbuy", "yes", "bought", "answer", "buyers"]),
    column("Asked", COUNT, false, &["asked", "n", "respondents", "shown"]),
    column("Group", Holds::Word, false, &["segment", "group", "cohort"]),
];

/// A historic price change: one month a row.
pub const HISTORIC: &[Column] = &[
    column("Month", Holds::Month, true, &["month", "date"]),
    column("Price", Holds::Money { low: 0.01, high: 1e9 }, true, &["price"]),
    column(
        "Prospects",
        Holds::Amount { low: 1.0, high: 1e12 },
        true,
        &["prospects", "visitors", "leads", "trials", "signups"],
    ),
    column("Buyers", COUNT, true, &["buyers", "bought", "customers", "new", "conversions"]),
];

/// One respondent of a price sensitivity meter.
#[derive(Clone, Debug, PartialEq)]
pub struct Respondent {
    /// Too cheap, cheap, expensive, too expensive.
    pub prices: [f64; 4],
    /// Stated intent, 1 to 5, at the cheap and the expensive price, where both were asked for.
    pub intents: Option<[u8; 2]>,
    /// The group the respondent belongs to.
    pub group: Option<String>,
}

/// The respondents in kept rows.
pub fn van_westendorp(text: &str) -> Result<Vec<Respondent>, Vec<Fault>> {
    let rows = kept(text, VAN_WESTENDORP)?;
    let one = |row: Vec<Option<Entry>>| {
        let intent = |at: usize| row[at].as_ref().map(|entry| entry.number() as u8);
        Respondent {
            prices: [0, 1, 2, 3].map(|at| number(&row, at)),
            intents: intent(4).zip(intent(5)).map(|(cheap, expensive)| [cheap, expensive]),
            group: word(&row, 6),
        }
    };
    Ok(rows.into_iter().map(|(_, row)| one(row)).collect())
}

/// Answers of a Gabor-Granger survey with the group they are from.
pub fn gabor_granger(text: &str) -> Result<Vec<(Asked, Option<String>)>, Vec<Fault>> {
    let rows = kept(text, GABOR_GRANGER)?;
    let one = |(line, row): (usize, Vec<Option<Entry>>)| {
        let asked = row[2].as_ref().map_or(1.0, Entry::number);
        let (price, buy) = (number(&row, 0), number(&row, 1));
        if buy > asked {
            let what = format!("{buy} would buy, but {asked} were asked");
            return Err(vec![Fault { row: line, what }]);
        }
        Ok((Asked { price, asked, buy }, word(&row, 3)))
    };
    rows.into_iter().map(one).collect()
}

/// Months of a historic price change, in their order.
pub fn historic(text: &str) -> Result<Vec<(Month, Seen)>, Vec<Fault>> {
    let mut months: Vec<(Month, Seen)> = Vec::new();
    for (line, row) in kept(text, HISTORIC)? {
        let Some(Some(Entry::Month(month))) = row.first() else { continue };
        let seen = Seen { price: number(&row, 1), prospects: number(&row, 2), buyers: number(&row, 3) };
        let wrong = |what: String| Err(vec![Fault { row: line, what }]);
        if months.last().is_some_and(|(before, _)| before >= month) {
            return wrong(format!("{month} does not come after the month before it"));
        }
        if seen.buyers > seen.prospects {
            return wrong(format!("{} buyers, but {} prospects", seen.buyers, seen.prospects));
        }
        months.push((*month, seen));
    }
    Ok(months)
}

/// A row as the document keeps it, with its line.
type Kept = (usize, Vec<Option<Entry>>);

/// The rows of a text the document keeps.
fn kept(text: &str, columns: &[Column]) -> Result<Vec<Kept>, Vec<Fault>> {
    let rows = cut(text)?;
    let mapping = Mapping { has_header: false, places: (0..columns.len()).map(Some).collect() };
    let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
    Ok(lines.into_iter().zip(read(&rows, columns, &mapping, None)?).collect())
}

/// The rows of a text, unless there are too many.
pub fn cut(text: &str) -> Result<Vec<SheetRow>, Vec<Fault>> {
    sheet(text, MOST_ROWS).ok_or_else(|| vec![Fault { row: 0, what: format!("more than {MOST_ROWS} rows") }])
}

fn number(row: &[Option<Entry>], at: usize) -> f64 {
    row[at].as_ref().map_or(0.0, Entry::number)
}

fn word(row: &[Option<Entry>], at: usize) -> Option<String> {
    row[at].as_ref().map(Entry::to_string)
}

/// One level of an attribute in a conjoint study.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The attribute; empty for the level that stands for buying nothing.
    pub attribute: String,
    /// The level.
    pub name: String,
    /// Its price, where the attribute is the price.
    pub price: Option<f64>,
}

/// Part-worths of a conjoint study.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Levels in the order of the columns.
    pub levels: Vec<Level>,
    /// Index of the level that stands for buying nothing.
    pub none: Option<usize>,
    /// One utility for each level, by respondent.
    pub respondents: Vec<Vec<f64>>,
    /// The group of each respondent.
    pub groups: Vec<Option<String>>,
}

impl Study {
    /// The attributes in order, each with the indexes of its levels.
    pub fn attributes(&self) -> Vec<(&str, Vec<usize>)> {
        let mut all: Vec<(&str, Vec<usize>)> = Vec::new();
        for (at, level) in self.levels.iter().enumerate().filter(|(at, _)| Some(*at) != self.none) {
            match all.iter_mut().find(|(name, _)| *name == level.attribute) {
                Some((_, levels)) => levels.push(at),
                None => all.push((&level.attribute, vec![at])),
            }
        }
        all
    }

    /// The price levels, where the study varied the price.
    pub fn prices(&self) -> Option<conjoint::PriceScale> {
        conjoint::PriceScale::new(self.levels.iter().enumerate().filter_map(|(at, level)| Some((level.price?, at))))
    }
}

/// A study as it was pasted: a header of `Attribute: level` (or `none`, or `group`; other columns are passed over), and
/// one respondent a row. An attribute whose every level is an amount is the price.
pub fn conjoint(text: &str) -> Result<Study, Vec<Fault>> {
    let rows = cut(text)?;
    let wrong = |row: usize, what: &str| Err(vec![Fault { row, what: what.to_owned() }]);
    let Some((header, body)) = rows.split_first() else { return wrong(0, "no rows found") };
    let (mut study, places, group) = headed(header);
    if study.levels.len() < 2 {
        return wrong(header.line, "the first row names levels as \"Attribute: level\", at least two");
    }
    let mut faults = Vec::new();
    for row in body {
        let worth = |(place, level): (&usize, &Level)| match row.cells.get(*place).map_or("", String::as_str) {
            "" => Err(format!("{} is missing", level.name)),
            cell => crate::number::sheet_number(cell)
                .filter(|worth| worth.abs() <= 1e6)
                .ok_or_else(|| format!("{} is {:?}, not a utility", level.name, clip(cell, 40))),
        };
        match places.iter().zip(&study.levels).map(worth).collect::<Result<Vec<_>, _>>() {
            Ok(worths) => {
                study.respondents.push(worths);
                study.groups.push(group.and_then(|at| row.cells.get(at)).filter(|cell| !cell.is_empty()).cloned());
            }
            Err(what) => faults.push(Fault { row: row.line, what }),
        }
    }
    if faults.is_empty() && study.respondents.is_empty() {
        return wrong(0, "no rows below the header");
    }
    if faults.is_empty() { Ok(study) } else { Err(first(faults)) }
}

/// A study as it is pasted into a workspace of a currency: prices in another are refused.
pub fn conjoint_in(text: &str, currency: Currency) -> Result<Study, Vec<Fault>> {
    let study = conjoint(text)?;
    let priced = study.levels.iter().filter(|level| level.price.is_some() && foreign(&level.name, currency).is_some());
    let line = cut(text)?.first().map_or(0, |header| header.line);
    let what = |level: &Level| {
        format!("{} is {:?}, allowed: amounts in {}", level.attribute, clip(&level.name, 40), currency.code())
    };
    let faults: Vec<Fault> = priced.map(|level| Fault { row: line, what: what(level) }).collect();
    if faults.is_empty() { Ok(study) } else { Err(first(faults)) }
}

/// The study a header announces, where its levels stand, and where the group stands.
fn headed(header: &SheetRow) -> (Study, Vec<usize>, Option<usize>) {
    let mut study = Study { levels: Vec::new(), none: None, respondents: Vec::new(), groups: Vec::new() };
    let (mut places, mut group) = (Vec::new(), None);
    for (at, cell) in header.cells.iter().enumerate() {
        let name = cell.to_lowercase();
        if let Some((attribute, level)) = cell.split_once(':') {
            let (attribute, name) = (attribute.trim().to_owned(), level.trim().to_owned());
            study.levels.push(Level { price: amount(&name).filter(|_| !name.contains('%')), attribute, name });
            places.push(at);
        } else if study.none.is_none() && matches!(name.as_str(), "none" | "no choice" | "nothing") {
            study.none = Some(study.levels.len());
            study.levels.push(Level { attribute: String::new(), name: cell.clone(), price: None });
            places.push(at);
        } else if matches!(name.as_str(), "group" | "segment" | "cohort") {
            group = Some(at);
        }
    }
    // The price is the first attribute all of whose levels are amounts; others with a number in them are not.
    let all_amounts = |attribute: &str| {
        study.levels.iter().filter(|level| level.attribute == attribute).all(|level| level.price.is_some())
    };
    let is_price = |level: &&Level| level.price.is_some() && all_amounts(&level.attribute);
    let named = |level: &&Level| is_price(level) && level.attribute.to_lowercase().contains("price");
    let price = study.levels.iter().find(named).or_else(|| study.levels.iter().find(is_price));
    let price = price.map(|level| level.attribute.clone());
    for level in &mut study.levels {
        level.price = level.price.filter(|_| price.as_ref() == Some(&level.attribute));
    }
    (study, places, group)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults<T: std::fmt::Debug>(found: Result<T, Vec<Fault>>) -> Vec<String> {
        found.unwrap_err().iter().map(Fault::to_string).collect()
    }

    #[test]
    fn rows_become_what_each_method_takes() {
        let people = van_westendorp("1\t2\t3\t4\t5\t1\tsmall\n2\t3\t4\t5").unwrap();
        assert_eq!((people[0].intents, people[0].group.as_deref()), (Some([5, 1]), Some("small")));
        assert_eq!((people[1].prices, people[1].intents), ([2.0, 3.0, 4.0, 5.0], None));
        let asked = gabor_granger("10\t80\t100\n20\t1").unwrap();
        assert_eq!((asked[0].0.asked, asked[1].0.asked), (100.0, 1.0));
        assert_eq!(faults(gabor_granger("10\t80\t70")), ["row 1: 80 would buy, but 70 were asked"]);
        assert_eq!(historic("2026-01\t10\t100\t9\n2026-02\t12\t100\t8").unwrap().len(), 2);
        let late = faults(historic("2026-02\t10\t100\t9\n2026-01\t12\t100\t8"));
        assert_eq!(late, ["row 2: 2026-01 does not come after the month before it"]);
        // 85 % of 200 are 170: a count is not a percentage.
        assert_eq!(
            faults(gabor_granger("12\t85 %\t200")),
            ["row 1: Would buy is \"85 %\", allowed: a number from 0 to 1000000000000, without a percent sign"]
        );
        assert_eq!(faults(historic("2026-02\t10\t8\t9")), ["row 1: 9 buyers, but 8 prospects"]);
    }

    #[test]
    fn a_study_knows_its_attributes_and_its_price() {
        let text = "id,Seats: 5,Seats: 10,Price: $10,Price: $20,none,segment\n1,0,1,2,-2,0.5,small\n2,0,0.5,1,-1,0,\n";
        let study = conjoint(text).unwrap();
        assert_eq!(study.attributes(), [("Seats", vec![0, 1]), ("Price", vec![2, 3])]);
        assert_eq!((study.none, study.respondents[1].clone()), (Some(4), vec![0.0, 0.5, 1.0, -1.0, 0.0]));
        assert_eq!(study.prices().unwrap().range(), (10.0, 20.0));
        assert_eq!((study.levels[0].price, study.groups[0].as_deref()), (None, Some("small")));
        assert_eq!(
            faults(conjoint("A: x,A: y\n1,\n1,z\n1,2")),
            ["row 2: y is missing", "row 3: y is \"z\", not a utility"]
        );
        for (wrong, more) in [(20, None), (21, Some("1 more row is wrong")), (45, Some("25 more rows are wrong"))] {
            let rows = "1,z\n".repeat(wrong);
            let cut = "10\tz\n".repeat(wrong);
            for found in [faults(conjoint(&format!("A: x,A: y\n{rows}"))), faults(gabor_granger(&cut))] {
                assert_eq!(found.get(20).map(String::as_str), more, "{found:?}");
                assert_eq!(found.len(), 20 + usize::from(more.is_some()), "{found:?}");
            }
        }
        let priced = |sign: &str| format!("Uptime: 99 %,Uptime: 99.9 %,Cost: {sign}10,Cost: {sign}20\n0,1,2,-2");
        let study = conjoint_in(&priced("$"), Currency::USD).unwrap();
        assert_eq!(study.prices().unwrap().range(), (10.0, 20.0), "a percentage is no price");
        assert_eq!(
            faults(conjoint_in(&priced("€"), Currency::USD)),
            ["row 1: Cost is \"€10\", allowed: amounts in USD", "row 1: Cost is \"€20\", allowed: amounts in USD"]
        );
        assert_eq!(
            faults(conjoint("x,y\n1,2")),
            ["row 1: the first row names levels as \"Attribute: level\", at least two"]
        );
    }
}
