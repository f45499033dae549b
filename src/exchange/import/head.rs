//! This file reads what stands at the head of a Pricing2Yaml page: its name, when and where it was seen, its version.
//!
//! Version 1.0 writes the day of the page as `day`, `month` and `year` and its own version as `version`; 1.1 has
//! `createdAt`, and up to 2.0 `hasAnnualPayment` says whether a year can be paid up front (version updaters of
//! Alex-GF/Pricing4TS).

use super::names;
use super::report::Report;
use super::report::note;
use super::report::say;
use crate::date::Date;
use crate::exchange::yaml::Figure;
use crate::exchange::yaml::Node;
use crate::month::Month;

/// The versions of the format there are.
const VERSIONS: &[&str] = &["1.0", "1.1", "2.0", "2.1"];

/// The keys in which version 1.0 writes the day of a page.
pub(super) const DATE: &[&str] = &["day", "month", "year"];

/// Keys of first versions for how long prices hold.
pub(super) const HELD: &[(&str, &str)] =
    &[("starts", "from when on its prices hold"), ("ends", "until when its prices hold")];

/// What a page is called that has no name.
const NAMELESS: &str = "Imported price page";

/// The longest source of a price.
const LONGEST_SOURCE: usize = 400;

/// What stands at the head of a page.
pub(super) struct Head {
    pub name: String,
    /// Where and when it was seen.
    pub source: String,
    /// Whether a year can be paid up front, where the page says so, and the line in which it does.
    pub yearly: Option<(bool, usize)>,
}

/// The head of a page; what in it cannot be meant is named.
pub(super) fn read(root: &Node, report: &mut Report) -> Head {
    let name = name(root, report);
    let date = date(root, report);
    if date.is_none() {
        say(&mut report.assumed, "The page does not say on which day it was seen (createdAt).");
    }
    for (key, what) in HELD {
        if let Some(node) = root.get(key).filter(|node| !node.nothing()) {
            note(&mut report.left_out, *key, node.line, *what);
        }
    }
    version(root, date.as_deref(), report);
    let url = url(root, report);
    let yearly = root.get("hasAnnualPayment").filter(|node| !node.nothing()).and_then(|node| {
        let known = match node.text().map(str::to_lowercase).as_deref() {
            Some("true" | "yes") => Some(true),
            Some("false" | "no") => Some(false),
            _ => None,
        };
        if known.is_none() {
            wrong(report, "hasAnnualPayment", node, "neither true nor false");
        }
        Some((known?, node.line))
    });
    Head { name, source: source(url, date.as_deref()), yearly }
}

/// Names a value that is not what its key is for.
fn wrong(report: &mut Report, key: &str, node: &Node, what: &str) {
    note(&mut report.left_out, key, node.line, format!("{} is {what}", node.shown()));
}

fn name(root: &Node, report: &mut Report) -> String {
    let node = root.get("saasName").filter(|node| !node.nothing());
    match node.map(|node| (node, node.text().map(str::trim))) {
        Some((node, Some(text))) if !text.is_empty() => {
            names::cut(text, "the name", node.line, report);
            names::name(text, NAMELESS)
        }
        found => {
            if let Some((node, None)) = found {
                wrong(report, "saasName", node, "no name");
            }
            say(&mut report.assumed, format!("The page is called {NAMELESS}, since it has no saasName."));
            NAMELESS.to_owned()
        }
    }
}

/// The day of the page as `2024-07-02`, or as much of it as is written.
fn date(root: &Node, report: &mut Report) -> Option<String> {
    if let Some(node) = root.get("createdAt").filter(|node| !node.nothing()) {
        let day = node.text().map(str::trim).and_then(day);
        if day.is_none() {
            wrong(report, "createdAt", node, "no day (year-month-day)");
        }
        return day.or_else(|| parts(root, report));
    }
    parts(root, report)
}

/// The day a text begins with, if it is one; a time may stand behind it.
fn day(text: &str) -> Option<String> {
    let (day, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    if !rest.is_empty() && !rest.starts_with(['T', 't', ' ']) {
        return None;
    }
    let parts: Vec<u32> = day.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [year, month, day] => whole(year, month, day),
        _ => None,
    }
}

fn whole(year: u32, month: u32, day: u32) -> Option<String> {
    let date = Date::new(Month::new(i32::try_from(year).ok()?, month)?, day)?;
    Some(date.to_string())
}

/// The day in the three keys of version 1.0; the month or the year where no more is written.
fn parts(root: &Node, report: &mut Report) -> Option<String> {
    let mut part = |key: &str, most: u32| {
        let node = root.get(key).filter(|node| !node.nothing())?;
        let number = match node.figure() {
            Some(Figure::Finite(value)) => u32::try_from(value).ok().filter(|number| (1..=most).contains(number)),
            _ => None,
        };
        if number.is_none() {
            wrong(report, key, node, &format!("no {key} of a date"));
        }
        number
    };
    let (day, month, year) = (part("day", 31), part("month", 12), part("year", 2199));
    match (year?, month, day) {
        (year, Some(month), Some(day)) => {
            let whole = whole(year, month, day);
            if whole.is_none() {
                let line = root.get("day").map_or(0, |node| node.line);
                note(&mut report.left_out, "day", line, format!("{year}-{month:02} has no day {day}"));
            }
            whole
        }
        (year, Some(month), None) => Some(format!("{year}-{month:02}")),
        (year, None, _) => Some(year.to_string()),
    }
}

/// Says what of the versions a page names is not the format's, and not its day again.
fn version(root: &Node, date: Option<&str>, report: &mut Report) {
    let format = root.get("syntaxVersion").filter(|node| !node.nothing());
    let own = root.get("version").filter(|node| !node.nothing());
    // Up to 2.0 the version of a page is that of the format.
    let (format, own) = if format.is_some() { (format, own) } else { (own, None) };
    if let Some(node) = format {
        match node.text() {
            Some(text) if VERSIONS.contains(&text) => {}
            Some(text) if text.starts_with(|first: char| first.is_ascii_digit()) => {
                say(&mut report.assumed, format!("Syntax version {text} is read as 2.1."));
            }
            _ => {
                let key = if root.get("syntaxVersion").is_some() { "syntaxVersion" } else { "version" };
                wrong(report, key, node, "no version of the format; read as 2.1");
            }
        }
    }
    let Some(own) = own else { return };
    let Some(text) = own.text() else { return wrong(report, "version", own, "no version") };
    let plain = |text: &str| {
        text.split(['-', '.', '/']).map(|part| part.trim_start_matches('0').to_owned()).collect::<Vec<_>>()
    };
    let dated = date.is_some_and(|date| plain(date).starts_with(&plain(text)));
    if !dated && text != "latest" {
        note(&mut report.left_out, "version", own.line, format!("the page's own version, {text:?}"));
    }
}

fn url<'a>(root: &'a Node, report: &mut Report) -> Option<&'a str> {
    let node = root.get("url").filter(|node| !node.nothing())?;
    let web = |text: &&str| {
        let lower = text.to_lowercase();
        let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or_default();
        host.contains('.') && !host.contains(char::is_whitespace)
    };
    let found = node.text().map(str::trim).filter(web);
    if found.is_none() {
        wrong(report, "url", node, "no web address");
    }
    found
}

/// Where the prices were seen.
fn source(url: Option<&str>, date: Option<&str>) -> String {
    let seen = date.map_or("Price page".to_owned(), |date| format!("Price page, {date}"));
    let all = url.map_or(seen.clone(), |url| format!("{seen} ({url})"));
    all.chars().take(LONGEST_SOURCE).collect()
}
