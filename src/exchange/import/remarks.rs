//! This file says of the features and usage limits a page defines what has no place in the document, and what is amiss.

use super::defined::Defined;
use super::defined::LONGEST;
use super::defined::TYPES;
use super::page::Kind;
use super::report::Note;
use super::report::Report;
use super::report::note;
use super::report::say;
use super::report::twice;
use crate::exchange::yaml::Entry;
use crate::exchange::yaml::Node;
use crate::number::Locale;
use crate::number::counted;

/// Keys of features and usage limits that are read; version 1.0 calls linked features `features`.
const READ: &[&str] =
    &["description", "valueType", "defaultValue", "type", "tag", "unit", "linkedFeatures", "features"];

/// Keys that have no place in the document, and what they hold of so many features; `pricingURLs` and `pricingsUrls` are spellings of real pages.
const PLACELESS: &[(&str, &[&str], &str)] = &[
    ("integrationType", &[], "the kind of integration of {}"),
    ("automationType", &[], "the kind of automation of {}"),
    ("pricingUrls", &["pricingURLs", "pricingsUrls", "pricingsURLs"], "links to price pages of {}"),
    ("docUrl", &["docURL"], "the link to a document of {}"),
    ("expression", &[], "the rule that switches {}"),
    ("serverExpression", &[], "the rule by which a server switches {}"),
    ("render", &[], "the rendering of {}"),
];

/// What the value of a feature may be, as the format has it.
const VALUE_TYPES: &[&str] = &["BOOLEAN", "NUMERIC", "TEXT"];

/// The types of usage limits.
const LIMIT_TYPES: &[&str] = &["RENEWABLE", "NON_RENEWABLE", "TIME_DRIVEN", "RESPONSE_DRIVEN"];

/// What the report says of them.
pub(super) fn told(root: &Node, found: &[Defined], report: &mut Report) {
    let limits: Vec<&Defined> = found.iter().filter(|feature| feature.limit).collect();
    let many = |count: usize, noun: &str| counted(count, noun, Locale::EN_US);
    let all = many(limits.len(), "usage limit");
    if !limits.is_empty() {
        let numbers = limits.iter().filter(|limit| limit.row.kind == Kind::Number).count();
        let each = if limits.len() == 1 { "as a feature" } else { "each as a feature" };
        let number = match numbers {
            0 => String::new(),
            all if all == limits.len() => " that is a number".to_owned(),
            some => format!("; {some} of them a number"),
        };
        say(&mut report.understood, format!("{all}, {each}{number}."));
    }
    let tagged = found.iter().filter(|feature| !feature.limit && feature.tagged).count();
    if tagged + limits.len() < found.len() {
        say(&mut report.assumed, "Features without a tag stand under a heading for their type.");
    }
    if tagged > 0 {
        let have = if tagged == 1 { "has" } else { "have" };
        let words = format!("type of {} that {have} a tag", many(tagged, "feature"));
        note(&mut report.left_out, "features/…/type", 0, words);
    }
    if !limits.is_empty() {
        let limit = if limits.len() == 1 { "it limits" } else { "they limit" };
        note(&mut report.left_out, "usageLimits/…/type", 0, format!("type of {all}, and the features {limit}"));
    }
    amiss(root, report);
    unread(root, report);
}

/// What is said of several features at once, each in one line: by the words, where the first stands and how many there are.
#[derive(Default)]
struct Sums(Vec<(String, String, usize, usize)>);

impl Sums {
    fn add(&mut self, words: String, path: String, line: usize) {
        match self.0.iter_mut().find(|(known, ..)| *known == words) {
            Some((.., count)) => *count += 1,
            None => self.0.push((words, path, line, 1)),
        }
    }

    /// Puts a note for each; `{}` in its words is how many of what there are.
    fn say(self, noun: &str, notes: &mut Vec<Note>) {
        for (words, path, line, count) in self.0 {
            note(notes, path, line, words.replace("{}", &counted(count, noun, Locale::EN_US)));
        }
    }
}

/// Names what is not as the format has it, and how it was read.
fn amiss(root: &Node, report: &mut Report) {
    let tags = tags(root, report);
    for (collection, noun) in [("features", "feature"), ("usageLimits", "usage limit")] {
        let types: Vec<&str> = match collection {
            "features" => TYPES.iter().map(|(key, _)| *key).collect(),
            _ => LIMIT_TYPES.to_vec(),
        };
        let (mut assumed, mut left_out) = (Sums::default(), Sums::default());
        let defined = |entry: &&Entry| entry.value.map().is_some_and(|parts| !parts.is_empty());
        for entry in root.entries(collection).iter().filter(defined) {
            let given = |key: &str| entry.value.get(key).filter(|node| !node.nothing());
            let unknown = |key: &str, known: &[&str]| {
                let node = given(key)?;
                let upper = node.text().unwrap_or_default().trim().to_uppercase();
                (!known.contains(&upper.as_str())).then(|| (node.shown(), node.line))
            };
            let path = |key: &str| format!("{collection}/{}/{key}", entry.key);
            if let Some((shown, line)) = unknown("valueType", VALUE_TYPES) {
                let words = format!("{shown} of {{}} is none of {}; the values decide", VALUE_TYPES.join(", "));
                assumed.add(words, path("valueType"), line);
            }
            if given("valueType").is_none() {
                assumed.add("not said of {}; the values decide".into(), path("valueType"), entry.line);
            }
            if given("defaultValue").is_none() {
                let words = "not said of {}: what does not name it does not have it";
                assumed.add(words.into(), path("defaultValue"), entry.line);
            }
            if let Some((shown, line)) = unknown("type", &types) {
                left_out.add(format!("{shown} of {{}} is no type"), path("type"), line);
            }
            for key in ["description", "unit", "tag"] {
                if let Some(node) = given(key).filter(|node| node.text().is_none()) {
                    left_out.add(format!("{} for {{}}, expected words", node.shown()), path(key), node.line);
                }
            }
            let own = |tag: &str| tags.as_ref().is_none_or(|tags| tags.iter().any(|known| known == tag));
            if let Some(tag) = given("tag").filter(|tag| tag.text().is_some_and(|tag| !own(tag))) {
                let words = "the tag of {} is none of the page's; it is a heading all the same";
                assumed.add(words.into(), path("tag"), tag.line);
            }
            twice(entry.value.map().unwrap_or_default(), &format!("{collection}/{}/", entry.key), report);
        }
        assumed.say(noun, &mut report.assumed);
        left_out.say(noun, &mut report.left_out);
    }
}

/// The tags of a page, if it has any.
fn tags(root: &Node, report: &mut Report) -> Option<Vec<String>> {
    let node = root.get("tags").filter(|node| !node.nothing())?;
    let items = node.list().unwrap_or_default();
    let tags: Vec<String> = items.iter().filter_map(Node::text).map(str::to_owned).collect();
    if node.list().is_none() || tags.len() < items.len() {
        note(&mut report.left_out, "tags", node.line, "no list of headings");
    }
    Some(tags).filter(|tags| !tags.is_empty())
}

/// Names what is said of features and limits and has no place in the document, or not enough.
fn unread(root: &Node, report: &mut Report) {
    for (collection, noun) in [("features", "feature"), ("usageLimits", "usage limit")] {
        let mut unread = Sums::default();
        for entry in root.entries(collection) {
            for part in entry.value.map().unwrap_or_default().iter().filter(|part| !part.value.nothing()) {
                let key = part.key.as_str();
                let long = LONGEST.iter().find(|(long, longest)| {
                    key == *long && part.value.text().is_some_and(|text| text.trim().chars().count() > *longest)
                });
                let placeless = PLACELESS.iter().find(|(name, others, _)| *name == key || others.contains(&key));
                let what = match (long, placeless) {
                    (Some((key, longest)), _) => format!("{key} beyond {longest} signs of {{}}"),
                    (None, Some((.., what))) => (*what).to_owned(),
                    _ if READ.contains(&key) => continue,
                    _ => format!("{key} of {{}}"),
                };
                unread.add(what, format!("{collection}/{}/{key}", entry.key), part.line);
            }
        }
        unread.say(noun, &mut report.left_out);
    }
}
